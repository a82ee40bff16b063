"""The columns of the exceptions and how reason and end are saved; checks, forces and measures are said in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from opcoord.gui.reference.editable_model import EditableColumn
from opcoord.gui.results.wording import full_labels
from opcoord.model.checks import check_words
from opcoord.model.dates import format_date
from opcoord.queries.standards import ExceptionView
from opcoord.services.exceptions import ACCEPT, OFF, read_day

if TYPE_CHECKING:
    from opcoord.services.exceptions import ExceptionsService
    from opcoord.services.workspace import Workspace

ACTIONS = ((ACCEPT, "accepted beforehand"), (OFF, "switched off"))
EVERY_FORCE, EVERY_MEASURE, EVERY_PHASE = "every force", "every measure", "every phase"
#: The columns whose texts wrap where room is short.
WRAPPING = (0, 2, 3, 6)
_ACTION_WORDS = dict(ACTIONS)


@dataclass(frozen=True, slots=True)
class ExceptionRow:
    """An exception with the names of what it is about, and whether it still holds."""

    kept: ExceptionView
    force: str
    measure: str
    ended: bool

    @property
    def phase(self) -> str:
        """The phase in words."""
        return EVERY_PHASE if self.kept.phase is None else f"phase {self.kept.phase}"

    @property
    def until(self) -> str:
        """Its end in words; an exception that holds no more says so."""
        day = format_date(self.kept.ends_on)
        return f"ended {day}" if self.ended else day or "no end"


def exception_rows(workspace: Workspace) -> list[ExceptionRow]:
    """All exceptions, those that hold first, ended ones last, else in the order made."""
    queries = workspace.queries
    names: Mapping[str, str] = {each.code: each.name for each in queries.agencies()}
    labels = full_labels(queries.measures())
    today = queries.today()
    rows = [
        ExceptionRow(
            each,
            names.get(each.agency, each.agency) or EVERY_FORCE,
            labels.get(each.measure, each.measure) or EVERY_MEASURE,
            each.ends_on is not None and each.ends_on < today,
        )
        for each in queries.exceptions()
    ]
    return sorted(rows, key=lambda row: row.ended)


def exception_columns(exceptions: ExceptionsService) -> tuple[EditableColumn[ExceptionRow], ...]:
    """Warning, what is done, force, measure, phase, end, reason."""
    return (
        EditableColumn("Warning", lambda row: check_words(row.kept.code)),
        EditableColumn("It is", lambda row: _ACTION_WORDS.get(row.kept.action, row.kept.action)),
        EditableColumn("Force", lambda row: row.force),
        EditableColumn("Measure", lambda row: row.measure),
        EditableColumn("Phase", lambda row: row.phase, sort_key=lambda row: row.kept.phase or 0),
        EditableColumn(
            "Until",
            lambda row: row.until,
            sort_key=lambda row: row.kept.ends_on or dt.date.max,
            value=lambda row: format_date(row.kept.ends_on),
            save=lambda row, text: exceptions.change(row.kept.id, row.kept.reason, read_day(text)),
        ),
        EditableColumn(
            "Reason",
            lambda row: row.kept.reason,
            save=lambda row, text: exceptions.change(row.kept.id, text, row.kept.ends_on),
        ),
    )
