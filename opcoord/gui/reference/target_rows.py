"""What the table of targets and baselines shows: a row for each measure, and one for each further target; no Qt."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from opcoord.gui.overview.current_phase import current_phase
from opcoord.gui.results.wording import INDENT, parents_first
from opcoord.model.units import unit_name
from opcoord.queries.facade import Queries
from opcoord.queries.standards import BaselineView, TargetView
from opcoord.queries.views import AgencyView, MeasureView

REGION = "the region"
#: The unit of plain numbers goes without saying.
_PLAIN = "count"


@dataclass(frozen=True, slots=True)
class TargetRow:
    """A measure with one of its targets, or none yet. Only a measure's `first` row carries its baseline."""

    measure: MeasureView
    label: str
    agency: str
    target: TargetView | None
    baseline: BaselineView | None
    first: bool
    #: From which phase on a target holds that is typed into this row.
    next_phase: int

    @property
    def code(self) -> str:
        """The measure's code, by which other pages name the row."""
        return self.measure.code


def target_rows(queries: Queries) -> list[TargetRow]:
    """Every measure in order, its targets for the region first, then those of single forces."""
    measures = queries.measures()
    agencies = queries.agencies()
    phase = current_phase(queries.phases(), queries.today())
    by_measure: dict[str, list[TargetView]] = {}
    for target in queries.targets():
        by_measure.setdefault(target.measure, []).append(target)
    baselines = queries.baselines()
    rows: list[TargetRow] = []
    for depth, measure in parents_first(measures):
        rows += _rows_of(
            measure,
            INDENT * depth + _with_unit(measure),
            _region_first(by_measure.get(measure.code, ()), agencies),
            baselines,
            phase.number if phase is not None else 1,
        )
    return rows


def _rows_of(
    measure: MeasureView,
    label: str,
    targets: Sequence[tuple[str, TargetView]],
    baselines: Mapping[str, BaselineView],
    next_phase: int,
) -> list[TargetRow]:
    shown: list[tuple[str, TargetView | None]] = list(targets)
    # A place to type the region's target into, also where only a force has one.
    if not shown or shown[0][0] != REGION:
        shown.insert(0, (REGION, None))
    return [
        TargetRow(
            measure,
            label,
            who,
            target,
            baselines.get(measure.code) if place == 0 else None,
            place == 0,
            next_phase,
        )
        for place, (who, target) in enumerate(shown)
    ]


def _region_first(
    targets: Iterable[TargetView], agencies: Sequence[AgencyView]
) -> list[tuple[str, TargetView]]:
    places = {agency.code: (place, agency.name) for place, agency in enumerate(agencies)}
    ordered = sorted(targets, key=lambda each: (places.get(each.agency, (-1, ""))[0], each.first_phase))
    return [(places.get(each.agency, (-1, REGION))[1], each) for each in ordered]


def _with_unit(measure: MeasureView) -> str:
    return measure.label if measure.unit == _PLAIN else f"{measure.label} ({unit_name(measure.unit)})"
