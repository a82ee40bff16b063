"""What taking returns over does to the totals, all that are chosen together; shown before anything is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from opcoord.model.joint import net_of
from opcoord.model.qualified import Qualified
from opcoord.model.tables import Agency, Phase, Return
from opcoord.model.terms import Qualifier
from opcoord.queries import reference
from opcoord.queries.results import deductions, phase_values
from opcoord.queries.returns import figures
from opcoord.services.candidate import Effect
from opcoord.services.differences.records import Line


@dataclass(frozen=True, slots=True)
class PhaseEffect:
    """One measure of one agency in one phase, and the region's total with all that is chosen."""

    phase: int
    agency: str
    effect: Effect

    @property
    def sentence(self) -> str:
        """For example "Phase 7, Wiltshire Police: Arrests 22 → 24, region 110 → 112"."""
        return f"Phase {self.phase}, {self.agency}: {self.effect.sentence}"


def effects(here: Session, there: Session, chosen: Sequence[Line]) -> list[PhaseEffect]:
    """The effects of the returns among the chosen lines, by phase and measure."""
    coming: dict[int, dict[str, dict[str, Qualified | None]]] = {}
    names: dict[str, str] = {}
    labels = {each.code: each for each in (*reference.measures(there), *reference.measures(here))}
    for line in chosen:
        if line.take is None or line.take.kind != "return":
            continue
        row = there.get_one(Return, int(line.take.which))
        phase = there.get_one(Phase, row.phase_id).number
        agency = there.get_one(Agency, row.agency_id)
        names[agency.code] = agency.name
        coming.setdefault(phase, {})[agency.code] = {
            each.measure: None if each.amount is None else Qualified(each.amount, Qualifier(each.qualifier))
            for each in figures(there, row.id)
        }
    found = []
    for phase in sorted(coming):
        found += _of_phase(here, phase, coming[phase], names, labels)
    return found


def _of_phase(
    here: Session,
    phase: int,
    coming: dict[str, dict[str, Qualified | None]],
    names: dict[str, str],
    labels: dict[str, reference.MeasureView],
) -> list[PhaseEffect]:
    before, off = phase_values(here, phase), deductions(here, phase)
    after: dict[str, dict[str, Qualified]] = {code: dict(values) for code, values in before.items()}
    for agency, given in coming.items():
        # A measure that the newer return does not have at all is no answer any more.
        for code in labels:
            value = given.get(code)
            after.setdefault(code, {}).pop(agency, None)
            if value is not None:
                after[code][agency] = value
    found = []
    for code, measure in labels.items():
        then, now = before.get(code, {}), after.get(code, {})
        joint = off.get((code, phase), [])
        for agency in coming:
            if then.get(agency) != now.get(agency):
                whole = labels.get(measure.part_of)
                effect = Effect(
                    code,
                    f"{whole.label}: {measure.label}" if whole is not None else measure.label,
                    measure.unit,
                    then.get(agency),
                    now.get(agency),
                    net_of(then, joint, measure.unit).net,
                    net_of(now, joint, measure.unit).net,
                )
                found.append(PhaseEffect(phase, names[agency], effect))
    return found
