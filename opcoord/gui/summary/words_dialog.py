"""Words of the coordinator at one place of a document."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from opcoord.gui.forms.ui_words_dialog import Ui_WordsDialog
from opcoord.gui.theme import set_text_role
from opcoord.gui.widgets.fitted_dialog import FittedDialog
from opcoord.queries.papers import WordingView


class WordsDialog(FittedDialog):
    """Emits `kept(text, internal)`; Ctrl+Enter keeps."""

    kept = Signal(str, bool)

    def __init__(
        self, place: str, written: WordingView | None, doubts: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.form = Ui_WordsDialog()
        self.form.setupUi(self)
        self.form.text_label.setText(place)
        set_text_role(self.form.text_label, "heading")
        if written is not None:
            self.form.text_edit.setPlainText(written.text)
            self.form.internal_check.setChecked(written.internal)
        # What the figures say otherwise, of the words as they were kept last.
        self.form.doubts_label.setText(doubts)
        self.form.doubts_label.setVisible(bool(doubts))
        self.form.cancel_button.clicked.connect(self.reject)
        self.form.keep_button.clicked.connect(self._keep)
        QShortcut(QKeySequence("Ctrl+Return"), self).activated.connect(self._keep)

    def _keep(self) -> None:
        text, internal = self.form.text_edit.toPlainText(), self.form.internal_check.isChecked()
        self.accept()
        self.kept.emit(text, internal)
