"""The first ten minutes with opcoord, in one page beside the window."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialogButtonBox, QTextBrowser, QVBoxLayout, QWidget

from opcoord.gui.widgets.fitted_dialog import FittedDialog

TEXT = """\
# First ten minutes

1. **Open the sample operation** from the start page. Everything in it can be changed or undone.
2. **Overview** shows the phase that is on, who has sent a return and what is due next.
3. **Plan** holds the phases. *New phase* proposes the next one: same forces and measures, dates moved on.
4. On Plan choose *Make return workbooks* and send each force its workbook from your own mail.
5. When answers arrive, **drop the files or their folder on the window**. Each is checked before it counts.
6. **Returns** shows each sheet beside what was understood. Repair or confirm what is odd, then accept.
7. **Results** adds it up by phase, force and measure. A force that sent nothing is a gap, never a zero.
8. **Summary** prints the phase on paper or as PDF, exactly as the preview shows it.
9. **History** says what was done, when and by whom. Ctrl+Z takes the last step back.
10. *File > Hand over…* makes one file for the next lead force, who opens it with *Receive a hand-over…*.

## Keys

| Key | Does |
| --- | --- |
| Ctrl+1 to Ctrl+8 | Go to a page |
| Tab, Shift+Tab | Go to the next control, or back |
| Alt and an underlined letter | Press that button, go to that field or menu |
| Enter | Press the button that has the keyboard; open the row, square, point or number |
| Space | Press a button, tick a line |
| Ctrl+K | Find a phase, a force or a measure; or type a reference such as arrests.7 |
| Ctrl+L | Where the number under the keyboard comes from |
| Arrow keys | On a chart or the timeline: from point to point. On a page of the Summary: from number to number |
| Home, End | On the timeline and on a page of the Summary: the first, the last |
| J, K | In a review, on Reconcile and in a path: the next line, the one before |
| Ctrl+Page Down, Ctrl+Page Up | In a received workbook: the next sheet, the one before |
| Ctrl+E on a finding | Make an exception from the check |
| Del in a table | Remove the row |
| F2 in a table | Change the cell |
| Ctrl+C in a table | Copy rows with their headings |
| Ctrl+V on the panel table | Paste lines |
| Ctrl+Return in words of your own | Keep them |
| Ctrl+Shift+C, Ctrl+Shift+T | On Results: copy the chart as a picture, or its numbers as a table |
| Ctrl+Shift+S | On Results: save the chart as a picture |
| Ctrl+I | Import returns |
| Ctrl+N, Ctrl+O, Ctrl+W | New operation, open, close |
| Ctrl+Shift+H, Ctrl+Shift+R | Hand over, receive a hand-over |
| Ctrl+Shift+D | Compare with another file of the operation |
| Ctrl+Z, Ctrl+Y | Undo, redo |
| Ctrl+Q | Leave the program |
| Esc | Close a dialog, clear a filter |
| F1 | This page |

There is no Save: every change is kept at once.
"""


class HelpDialog(FittedDialog):
    """Stays open beside the window; Esc closes it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("First ten minutes")
        browser = QTextBrowser(self)
        browser.setAccessibleName("First ten minutes")
        browser.setMarkdown(TEXT)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(browser)
        layout.addWidget(buttons)
        self.resize(640, 640)
