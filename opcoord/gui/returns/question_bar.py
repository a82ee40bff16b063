"""A strip that asks what an unknown label means, one label at a time, with the best answers as buttons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QPushButton, QToolButton, QVBoxLayout, QWidget

from opcoord.gui.theme import RHYTHM, SMALL
from opcoord.reading.decisions import LEAVE_OUT
from opcoord.reading.parsed import LabelQuestion

#: A button's text longer than this is cut; its tool tip tells it whole.
_LONGEST = 28


class QuestionBar(QWidget):
    """Hidden while there is no question. `answered(label, measure)`, with LEAVE_OUT for none; `other_wanted`,
    `alias_wanted` and `measure_wanted` carry the question; `shown_question` the one that is asked now."""

    answered = Signal(str, str)
    other_wanted = Signal(object)
    alias_wanted = Signal(object)
    measure_wanted = Signal(object)
    shown_question = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._questions: Sequence[LabelQuestion] = ()
        self._labels: Mapping[str, str] = {}
        self._current = 0
        self.text = QLabel(self)
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.text.setWordWrap(True)
        self.suggestion_buttons = [QPushButton(self) for _ in range(2)]
        self.other_button = QPushButton("&3 Another measure…", self)
        self.leave_button = QPushButton("&4 Leave out", self)
        self.more_button = QToolButton(self)
        self.more_button.setText("More")
        self.more_button.setAccessibleName("More answers")
        self.more_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self.more_button)
        self.alias_action = menu.addAction("Another &name of a measure, for every force…")
        self.measure_action = menu.addAction("A new &measure…")
        self.more_button.setMenu(menu)
        self.next_button = QPushButton("Next", self)
        self._lay_out()
        for number, button in enumerate(self.suggestion_buttons):
            button.clicked.connect(lambda _checked=False, number=number: self._suggest(number))
        self.leave_button.clicked.connect(lambda: self._answer(LEAVE_OUT))
        self.other_button.clicked.connect(lambda: self._with_question(self.other_wanted))
        self.alias_action.triggered.connect(lambda: self._with_question(self.alias_wanted))
        self.measure_action.triggered.connect(lambda: self._with_question(self.measure_wanted))
        self.next_button.clicked.connect(lambda: self.ask((self._current + 1) % max(len(self._questions), 1)))
        self.hide()

    @property
    def question(self) -> LabelQuestion | None:
        """What is asked at the moment."""
        return self._questions[self._current] if self._current < len(self._questions) else None

    def show_questions(self, questions: Sequence[LabelQuestion], labels: Mapping[str, str]) -> None:
        """Ask these; `labels` names the measures."""
        self._questions, self._labels = questions, labels
        self._current = min(self._current, max(len(questions) - 1, 0))
        self.setVisible(bool(questions))
        self._show()

    def set_allowed(self, allowed: bool) -> None:
        """Whether answers can be given at the moment."""
        for widget in (*self.suggestion_buttons, self.other_button, self.leave_button, self.more_button):
            widget.setEnabled(allowed)

    def ask(self, number: int) -> None:
        """Go to a question and tell so."""
        self._current = number
        self._show()
        if self.question is not None:
            self.shown_question.emit(self.question)

    def ask_about(self, sheet: str, cell: str) -> bool:
        """Go to the question about a cell or its label, without telling; tells whether there is one."""
        for number, each in enumerate(self._questions):
            if each.sheet == sheet and cell and cell in (each.cell, each.label_cell):
                self._current = number
                self._show()
                return True
        return False

    def _show(self) -> None:
        question = self.question
        if question is None:
            return
        count = len(self._questions)
        which = f"{self._current + 1} of {count}: " if count > 1 else ""
        codes = [code for code in question.suggestions[:2] if code in self._labels]
        first = f"is this {self._labels[codes[0]]}?" if codes else "which measure is this?"
        value = f" — {question.raw}" if question.raw else ""
        self.text.setText(f"{which}“{question.label}”{value}: {first}")
        for number, button in enumerate(self.suggestion_buttons):
            button.setVisible(number < len(codes))
            if number < len(codes):
                label = self._labels[codes[number]]
                cut = label if len(label) <= _LONGEST else f"{label[:_LONGEST]}…"
                button.setText(f"&{number + 1} {cut.replace('&', '&&')}")
                button.setAccessibleName(f"It is {label}")
        self.next_button.setVisible(count > 1)

    def _suggest(self, number: int) -> None:
        question = self.question
        if question is not None:
            codes = [code for code in question.suggestions[:2] if code in self._labels]
            self._answer(codes[number])

    def _answer(self, measure: str) -> None:
        if self.question is not None:
            self.answered.emit(self.question.label, measure)

    def _with_question(self, signal: SignalInstance) -> None:
        if self.question is not None:
            signal.emit(self.question)

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(RHYTHM)
        for widget in (
            *self.suggestion_buttons, self.other_button, self.leave_button, self.more_button, self.next_button,
        ):  # fmt: skip
            buttons.addWidget(widget)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SMALL)
        layout.addWidget(self.text)
        layout.addLayout(buttons)
