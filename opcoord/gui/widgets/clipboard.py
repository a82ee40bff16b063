"""What is put on the clipboard in several forms at once, so that whoever pastes takes the one they know."""

from __future__ import annotations

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QStandardItemModel


def clipboard_data() -> QMimeData:
    """Empty data, to be filled and given to the clipboard.

    The clipboard outlives Python. Data that Python made would be destroyed after it, which crashes the program at its
    end; what Qt made is Qt's own. Nothing but a model makes some for whoever asks.
    """
    model = QStandardItemModel(1, 1)
    data = model.mimeData([model.index(0, 0)])
    for form in data.formats():
        data.removeFormat(form)
    return data
