"""The history of counting rules: from which phase on a measure is counted otherwise than before, and why."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from opcoord.errors import OpcoordError
from opcoord.model.rules import RuleChange, rule_in
from opcoord.model.tables import Measure, MeasureRule, Phase
from opcoord.services.lookup import measure_by_code
from opcoord.storage.database import Database


class RulesService:
    """Keeps what each measure counts, phase by phase; each method is one undo step.

    The rule that a measure began with is its definition; those after it each begin with a phase.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, measure: str, first_phase: int, definition: str, reason: str) -> int:
        """Count `measure` by another rule from `first_phase` on; the rule's id.

        Raises OpcoordError without a rule or a reason, where the phase is the operation's first or another rule
        begins with it, or where the rule before says the same.
        """
        with self._database.transaction(f"Change the counting rule of {measure}") as session:
            row = MeasureRule(measure_id=measure_by_code(session, measure).id)
            session.add(row)
            _fill(session, row, first_phase, definition, reason)
            session.flush()
            return row.id

    def change(self, rule_id: int, first_phase: int, definition: str, reason: str) -> None:
        """Let a rule begin elsewhere, or say it otherwise; raises OpcoordError as `add` does."""
        with self._database.read() as session:
            code = _rule(session, rule_id).measure.code
        with self._database.transaction(f"Change the counting rule of {code}") as session:
            _fill(session, _rule(session, rule_id), first_phase, definition, reason)

    def change_first(self, measure: str, definition: str) -> None:
        """Say otherwise by which rule a measure was counted at first."""
        with self._database.transaction(f"Change the first counting rule of {measure}") as session:
            measure_by_code(session, measure).definition = definition.strip()

    def reword(self, measure: str, definition: str) -> None:
        """Say the newest rule of a measure in other words, wherever it began."""
        with self._database.transaction(f"Change the counting rule of {measure}") as session:
            row = measure_by_code(session, measure)
            newest = _others(session, row.id)[-1:]
            if not newest:
                row.definition = definition.strip()
            else:
                _fill(session, newest[0], newest[0].first_phase, definition, newest[0].reason)

    def remove(self, rule_id: int) -> None:
        """Let the rule before go on."""
        with self._database.read() as session:
            code = _rule(session, rule_id).measure.code
        with self._database.transaction(f"Remove a counting rule of {code}") as session:
            session.delete(_rule(session, rule_id))


def _rule(session: Session, rule_id: int) -> MeasureRule:
    row = session.get(MeasureRule, rule_id)
    if row is None:
        raise OpcoordError("That counting rule is not there any more.", "It may have been removed meanwhile.")
    return row


def _others(session: Session, measure_id: int) -> list[MeasureRule]:
    query = select(MeasureRule).where(MeasureRule.measure_id == measure_id)
    return list(session.scalars(query.order_by(MeasureRule.first_phase)))


def _fill(session: Session, row: MeasureRule, first_phase: int, definition: str, reason: str) -> None:
    with session.no_autoflush:
        measure = session.get_one(Measure, row.measure_id)
        others = [each for each in _others(session, measure.id) if each is not row]
        earliest = session.scalar(select(func.min(Phase.number))) or 1
    definition, reason = definition.strip(), reason.strip()
    if not definition or not reason:
        raise OpcoordError(
            "A new counting rule needs its words and a reason.",
            "Say what is counted from this phase on, and why.",
        )
    if first_phase <= earliest:
        raise OpcoordError(
            f"Phase {earliest} is the operation's first, so nothing was counted before.",
            "Change the first rule instead, or choose a later phase.",
        )
    if any(each.first_phase == first_phase for each in others):
        raise OpcoordError(
            f"Another counting rule of {measure.label} begins with phase {first_phase} already.",
            "Change that one, or choose another phase.",
        )
    changes = [RuleChange(each.first_phase, each.definition) for each in others]
    if _same(rule_in(first_phase, measure.definition, changes), definition):
        raise OpcoordError(
            "The rule before says the same, so nothing is counted differently.",
            "Say what is new in this rule.",
        )
    row.first_phase, row.definition, row.reason = first_phase, definition, reason


def _same(one: str, other: str) -> bool:
    return " ".join(one.casefold().split()) == " ".join(other.casefold().split())
