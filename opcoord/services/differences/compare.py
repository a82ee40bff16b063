"""Two files of one operation side by side: where they parted, and everything in which they differ."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import zip_longest

from sqlalchemy import select
from sqlalchemy.orm import Session

from opcoord.model.dates import format_moment
from opcoord.model.tables import AuditEntry, Phase
from opcoord.queries import reference
from opcoord.services.differences import plan_records as plan
from opcoord.services.differences import reference_records as said
from opcoord.services.differences.names import Known, known, need_measure
from opcoord.services.differences.records import Group, Line, Record
from opcoord.services.differences.reference_records import Records
from opcoord.services.differences.return_lines import ReturnLines

#: Everything that can be compared but returns: the group's name, its records, what to do by hand about what is
#: different, and about what is only there where it cannot be taken over.
_GROUPS: tuple[tuple[str, Callable[[Session, Known], Records], str, str], ...] = (
    ("Phases", plan.phases, "Change it on the Plan page.", ""),
    ("Notes", plan.notes, "Change or settle it in the notes of the Returns page.", ""),
    ("Published figures", plan.announcements, "", ""),
    ("Words in documents", plan.wording, "Change them on the Summary page.", ""),
    (
        "Issued documents",
        plan.issued,
        "Two documents bear one number. Say in both files which one holds, and issue anew.",
        "What was issued stays in the file that issued it. Keep that file.",
    ),
    ("Decisions", plan.verdicts, "Decide it on the Reconcile page.", "Decide it on the Reconcile page."),
    (
        "Joint results",
        plan.adjustments,
        "Record it on the Reconcile page.",
        "Record it on the Reconcile page.",
    ),
    ("Agencies", said.agencies, "Change it on the Reference page.", ""),
    ("Measures", said.measures, "Change it on the Reference page.", ""),
    ("Counting rules", said.rules, "Change it on the Reference page.", "Add it on the Reference page."),
    (
        "Expected returns",
        said.expectations,
        "Change it on the Reference page.",
        "Add it on the Reference page.",
    ),
    ("Targets", said.targets, "Change it on the Reference page.", "Set it on the Reference page."),
    ("Baselines", said.baselines, "Change it on the Reference page.", "Set it on the Reference page."),
    ("Panel table", said.panel, "Change it on the Reference page.", "Add it on the Reference page."),
    ("Exceptions", said.exceptions, "Change it on the Reference page.", "Make it on the Reference page."),
    (
        "Sections and embargoes",
        plan.setups,
        "Choose them on the Summary page.",
        "Choose them on the Summary page.",
    ),
    (
        "What was learned",
        plan.learned,
        "Forget it in What was learned; it is asked again.",
        "It comes with that force’s return, or is asked when its next one is read.",
    ),
    ("The operation", said.operation, "Change it on the Reference page.", ""),
)


@dataclass(frozen=True, slots=True)
class Parting:
    """How far the histories are the same, and how many lines each has beyond."""

    common: int
    at: dt.datetime | None
    here: int
    there: int

    @property
    def sentence(self) -> str:
        """For example "The same up to 3 March 2024, 14:05; since then 2 changes here and 5 there."."""
        if self.at is None:
            return "The two files have no history in common."
        same = f"The same up to {format_moment(self.at.astimezone())} (line {self.common:,} of the history)"
        return f"{same}; since then {_changes(self.here)} here and {self.there or 'none'} there."

    @property
    def both_went_on(self) -> bool:
        """Whether neither file simply continues the other."""
        return bool(self.here and self.there)


@dataclass(frozen=True, slots=True)
class Differences:
    """Everything in which the other file (called `other`) differs from the open one."""

    other: str
    parting: Parting
    lines: tuple[Line, ...]

    def chosen(self, keys: frozenset[str]) -> list[Line]:
        """The lines of these keys that can be taken over."""
        return [each for each in self.lines if each.key in keys and each.take is not None]

    def needed(self, keys: frozenset[str]) -> frozenset[str]:
        """`keys` and whatever must be taken over with them."""
        brings = {each.brings: each for each in self.lines if each.brings and each.take is not None}
        found = set(keys)
        waiting = [each for each in self.lines if each.key in keys]
        while waiting:
            for need in waiting.pop().needs:
                bringer = brings.get(need)
                if bringer is not None and bringer.key not in found:
                    found.add(bringer.key)
                    waiting.append(bringer)
        return frozenset(found)


def parting(here: Session, there: Session) -> Parting:
    """Where two files' histories part."""
    query = select(AuditEntry.hash, AuditEntry.utc).order_by(AuditEntry.seq)
    mine, theirs = here.execute(query).all(), there.execute(query).all()
    common, at = 0, None
    for one, two in zip_longest(mine, theirs):
        if one is None or two is None or one.hash != two.hash:
            break
        common, at = common + 1, dt.datetime.fromisoformat(one.utc)
    return Parting(common, at, len(mine) - common, len(theirs) - common)


def same_operation(here: Session, there: Session) -> bool:
    """Whether both hold one operation: by its identity, or because both began as one file."""
    one, two = reference.operation(here).identity, reference.operation(there).identity
    first = select(AuditEntry.hash).order_by(AuditEntry.seq).limit(1)
    begun = here.scalar(first)
    return (bool(one) and one == two) or (begun is not None and begun == there.scalar(first))


def compare(here: Session, there: Session, other: str) -> Differences:
    """All differences, returns first; `other` is what the other file is called."""
    mine, theirs = known(here, _numbers(here)), known(there, _numbers(there))
    lines = list(ReturnLines(here, there, mine, theirs).lines())
    units = {
        need_measure(code): each.label
        for code, each in mine.measures.items()
        if code in theirs.measures and theirs.measures[code].unit != each.unit
    }
    for name, records, advice, advice_there in _GROUPS:
        found = records(there, theirs)
        if name == "Published figures":
            found = {key: _with_refusal(each, units) for key, each in found.items()}
        lines += Group(name, records(here, mine), found, advice, advice_there, mine.met).lines()
    return Differences(other, parting(here, there), tuple(lines))


def _with_refusal(record: Record, units: dict[str, str]) -> Record:
    for need in record.needs & units.keys():
        advice = f"{units[need]} is counted in another unit here. Settle that first, on the Reference page."
        return replace(record, refusal=advice)
    return record


def _numbers(session: Session) -> frozenset[int]:
    return frozenset(session.scalars(select(Phase.number)))


def _changes(count: int) -> str:
    return "no change" if not count else "1 change" if count == 1 else f"{count:,} changes"
