"""From which phase to which a return is expected of an agency, and what that says of each phase."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from opcoord.model.tables import Agency, ExpectedPeriod

#: So many phases in a row are said as a span.
_A_RUN = 3


@dataclass(frozen=True, slots=True)
class ExpectedPeriodView:
    """A return is expected of an agency (its code) in each of these phases; an open end has no last one."""

    id: int
    agency: str
    first_phase: int
    last_phase: int | None
    reason: str

    def holds_in(self, phase: int) -> bool:
        """Whether the phase lies in it."""
        return self.first_phase <= phase and (self.last_phase is None or phase <= self.last_phase)

    @property
    def span(self) -> str:
        """For example "phases 5 to 7", "phase 5", "from phase 5 on"."""
        return span_words(self.first_phase, self.last_phase)


@dataclass(frozen=True, slots=True)
class ExpectedEffect:
    """What a change of an agency's periods does to the phases that there are, by number."""

    newly: tuple[int, ...] = ()
    no_longer: tuple[int, ...] = ()
    #: Outside its periods, and expected all the same: its accepted return counts there.
    kept: tuple[int, ...] = ()

    @property
    def sentence(self) -> str:
        """What changes, for people."""
        parts = []
        if self.newly:
            parts.append(f"Newly expected in {listed_phases(self.newly)}.")
        if self.no_longer:
            parts.append(f"No longer expected in {listed_phases(self.no_longer)}.")
        if self.kept:
            parts.append(f"Stays expected in {listed_phases(self.kept)}, where its return is in.")
        return " ".join(parts) or "Nothing changes in the phases that are planned."


def expected_periods(session: Session) -> list[ExpectedPeriodView]:
    """All periods, by agency and first phase."""
    query = (
        select(ExpectedPeriod, Agency.code)
        .join(Agency, Agency.id == ExpectedPeriod.agency_id)
        .order_by(Agency.position, Agency.code, ExpectedPeriod.first_phase, ExpectedPeriod.id)
    )
    return [
        ExpectedPeriodView(row.id, code, row.first_phase, row.last_phase, row.reason)
        for row, code in session.execute(query)
    ]


def expected_in(
    phase: int, chosen: Collection[str], periods: Iterable[ExpectedPeriodView], order: Iterable[str]
) -> tuple[str, ...]:
    """The agencies expected in a phase, in `order`: by their periods, else as `chosen` for the phase."""
    of: dict[str, bool] = {}
    for each in periods:
        of[each.agency] = of.get(each.agency, False) or each.holds_in(phase)
    return tuple(code for code in order if of.get(code, code in chosen))


def span_words(first: int, last: int | None) -> str:
    """Phases from one to another in words; an open end has no last one."""
    if last is None:
        return f"from phase {first} on"
    return f"phase {first}" if first == last else f"phases {first} to {last}"


def listed_phases(numbers: Sequence[int]) -> str:
    """For example "phase 5", "phases 1 to 4 and 7"."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    parts: list[str] = []
    for run in runs:
        parts += map(str, run) if len(run) < _A_RUN else [f"{run[0]} to {run[-1]}"]
    listed = " and ".join(filter(None, (", ".join(parts[:-1]), parts[-1])))
    return f"phase{'' if len(numbers) == 1 else 's'} {listed}"
