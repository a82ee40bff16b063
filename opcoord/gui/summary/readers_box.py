"""For whom a document is: internal or public, and for the public until when it is under embargo."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QDate, QDateTime, QSignalBlocker, QTime, Signal
from PySide6.QtWidgets import QCheckBox, QDateTimeEdit, QGroupBox, QLabel, QRadioButton, QVBoxLayout, QWidget

from opcoord.gui.theme import set_text_role

_READERS = "A public summary leaves out results without consent or under embargo, small sensitive numbers, file names, accepted warnings and what was decided about figures."
#: What is proposed when an embargo is first set.
_USUAL_HOUR = 6


class ReadersBox(QGroupBox):
    """Emits `changed` when the readers are others, and `embargo_set(moment)` (local, None for none) by the user."""

    changed = Signal()
    embargo_set = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Readers", parent)
        self._offered = True
        self.internal_button = QRadioButton("&Internal", self)
        self.public_button = QRadioButton("Pub&lic", self)
        self.internal_button.setChecked(True)
        self.public_button.setAccessibleDescription(_READERS)
        self._note = QLabel(_READERS, self)
        self._note.setWordWrap(True)
        set_text_role(self._note, "muted")
        self.embargo_check = QCheckBox("Em&bargo until", self)
        self.embargo_edit = QDateTimeEdit(self)
        self.embargo_edit.setDisplayFormat("d MMMM yyyy, HH:mm")
        self.embargo_edit.setCalendarPopup(True)
        self.embargo_edit.setKeyboardTracking(False)
        self.embargo_edit.setAccessibleName("Embargo until, date and time")
        column = QVBoxLayout(self)
        for widget in (
            self.internal_button,
            self.public_button,
            self.embargo_check,
            self.embargo_edit,
            self._note,
        ):
            column.addWidget(widget)
        self.public_button.toggled.connect(self._switch)
        self.embargo_check.toggled.connect(self._set_embargo)
        self.embargo_edit.dateTimeChanged.connect(lambda _moment: self._set_embargo())
        self._show_embargo()

    @property
    def public(self) -> bool:
        """Whether the document is for everybody."""
        return self.public_button.isChecked()

    def allow_public(self, allowed: bool) -> None:
        """What is not for publication is internal."""
        if not allowed:
            blocker = QSignalBlocker(self.public_button)
            self.internal_button.setChecked(True)
            blocker.unblock()
        self.public_button.setEnabled(allowed)
        self._show_embargo()

    def show_embargo(self, until: dt.datetime | None, refusal: str = "") -> None:
        """Show what is kept; with a `refusal` it cannot be changed."""
        check, edit = QSignalBlocker(self.embargo_check), QSignalBlocker(self.embargo_edit)
        self.embargo_check.setChecked(until is not None)
        if until is None:
            until = dt.datetime.combine(dt.date.today() + dt.timedelta(days=1), dt.time(_USUAL_HOUR))
        moment = QDateTime(QDate(until.year, until.month, until.day), QTime(until.hour, until.minute))
        self.embargo_edit.setDateTime(moment)
        for blocker in (check, edit):
            blocker.unblock()
        for widget in (self.embargo_check, self.embargo_edit):
            widget.setEnabled(not refusal)
            widget.setToolTip(refusal)
        self._show_embargo()

    def offer_embargo(self, offered: bool) -> None:
        """Whether there is an embargo to choose: what was issued has its own on its pages."""
        self._offered = offered
        self._show_embargo()

    def _switch(self, _public: bool) -> None:
        self._show_embargo()
        self.changed.emit()

    def _show_embargo(self) -> None:
        shown = self.public and self._offered
        self.embargo_check.setVisible(shown)
        self.embargo_edit.setVisible(shown and self.embargo_check.isChecked())

    def _set_embargo(self) -> None:
        self._show_embargo()
        moment = self.embargo_edit.dateTime().toPython()
        self.embargo_set.emit(moment if self.embargo_check.isChecked() else None)
