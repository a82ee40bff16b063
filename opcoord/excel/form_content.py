"""What one return workbook is drawn from: who is asked what for which phase, and what is filled in already."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from opcoord.excel import return_form as form
from opcoord.excel.text_cells import writable
from opcoord.model.refs import AgencyRef, MeasureRef, PhaseRef, ReadingContext
from opcoord.model.terms import Qualifier


@dataclass(frozen=True, slots=True)
class TemplateValue:
    """What a force typed for one measure. `amount` and `joint_amount` are in stored units.

    `typed` goes into the figure cell as text in place of `amount`, for example "approx £2.5k".
    """

    amount: int | None
    qualifier: Qualifier = Qualifier.EXACT
    state_word: str = ""
    joint_amount: int | None = None
    joint_with: str = ""
    note: str = ""
    typed: str = ""


class NotableText(Protocol):
    """What the writer needs of a notable result; `ParsedNotable` of the room above has it."""

    @property
    def text(self) -> str: ...
    @property
    def consent(self) -> bool: ...
    @property
    def embargo_until(self) -> dt.date | None: ...


@dataclass(frozen=True, slots=True)
class FormContent:
    """Everything that one return workbook is drawn from; `measures` carry the counting rules of the phase."""

    context: ReadingContext
    agency: AgencyRef
    phase: PhaseRef
    measures: tuple[MeasureRef, ...]
    values: Mapping[str, TemplateValue]
    notable: Sequence[NotableText]
    completed_by: str
    completed_on: dt.date | None
    as_at: dt.date | None
    source: str

    @property
    def identity(self) -> form.FormIdentity:
        """The identity that the workbook carries, without characters that it cannot hold."""
        operation, agency = writable(self.context.operation), writable(self.agency.code)
        return form.FormIdentity(form.FORM_VERSION, operation, self.phase.number, agency)
