"""All disagreements of an operation, in order, with the coordinator's verdicts. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from opcoord.queries.accounts import account_disagreements
from opcoord.queries.bounds import bounds
from opcoord.queries.force_values import ForceValues
from opcoord.queries.period_claims import claim_disagreements
from opcoord.queries.reconciliation_views import (
    Disagreement,
    Kind,
    PeriodClaim,
    ReconciliationRow,
    RowKind,
    VerdictView,
)
from opcoord.queries.region_rows import whole_behind
from opcoord.queries.retrospective_pages import Windows, page_disagreements
from opcoord.queries.stated import disagreement

_ORDER = {kind: place for place, kind in enumerate(Kind)}


def disagreements(
    forces: ForceValues,
    rows: Sequence[ReconciliationRow],
    claims: Sequence[PeriodClaim],
    windows: Windows,
    verdicts: Mapping[str, VerdictView],
) -> list[Disagreement]:
    """Every disagreement once, by phase and kind; `key` ties a verdict to it."""
    found: dict[str, Disagreement] = {}
    for source in (
        _of_rows(forces, rows),
        account_disagreements(forces),
        page_disagreements(forces, windows),
        claim_disagreements(forces, claims),
    ):
        for each in source:
            found.setdefault(each.key, _decided(each, verdicts.get(each.key)))
    return sorted(found.values(), key=lambda each: (len(each.phases) > 1, each.phases, _ORDER[each.kind]))


def _decided(found: Disagreement, verdict: VerdictView | None) -> Disagreement:
    if verdict is None:
        return found
    return replace(found, verdict=verdict.verdict, reason=verdict.reason, decided_on=verdict.decided_on)


def _of_rows(forces: ForceValues, rows: Sequence[ReconciliationRow]) -> Iterator[Disagreement]:
    for row in rows:
        if row.kind is RowKind.PARTS_EXCEED:
            yield _row(forces, row, Kind.PARTS_EXCEED, "the forces exceed the region")
        elif row.kind is RowKind.FALLS_SHORT:
            yield _row(forces, row, Kind.FALLS_SHORT, "the forces do not reach the region")
        elif row.kind is RowKind.DEFINITIONS_DIFFER:
            whole = whole_behind(row, forces)
            assert whole is not None
            alone = [each for each in row.forces if bounds(each.value).exceeds(bounds(whole.value))]
            said = ""
            if alone:
                force = alone[0]
                said = f" {forces.names[force.agency]} alone gives {force.value.text(row.unit)}."
            yield disagreement(
                Kind.DEFINITIONS_DIFFER,
                f"Phase {row.phase}, {row.label}: a part exceeds the whole, definitions differ",
                row.sentence + said,
                [whole, *(forces.account(row.phase, row.measure, each) for each in row.forces)],
                subject=whole._replace(measure=row.measure, label=row.label),
            )


def _row(forces: ForceValues, row: ReconciliationRow, kind: Kind, what: str) -> Disagreement:
    assert row.last is not None
    return disagreement(
        kind,
        f"Phase {row.phase}, {row.label}: {what}",
        row.sentence,
        [row.last, *(forces.account(row.phase, row.measure, each) for each in row.forces)],
    )
