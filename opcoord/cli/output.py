"""What the commands print: JSON records, and plain tables for people."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from opcoord.model.basis import Basis
from opcoord.model.finding import Finding
from opcoord.model.qualified import Qualified
from opcoord.model.rules import rule_since
from opcoord.model.units import json_number
from opcoord.queries.comparable import notes_on_rules
from opcoord.queries.views import MeasureResults, OperationView
from opcoord.reading.parsed import ParsedFigure
from opcoord.services import candidate as status
from opcoord.services.candidate import Candidate

if TYPE_CHECKING:
    # Loading it loads Qt, which only paper needs.
    from opcoord.reports.issuing import ToLookAt

Record = dict[str, Any]


def print_json(record: object) -> None:
    """Write one JSON document, and nothing else, to standard output."""
    sys.stdout.write(json.dumps(record, ensure_ascii=False, indent=2) + "\n")


def say(given: argparse.Namespace, lines: Sequence[str], record: object) -> None:
    """Print `record` as JSON where it was asked for, else `lines` for people."""
    if given.json:
        print_json(record)
    else:
        print("\n".join(lines))


def finding_record(finding: Finding) -> Record:
    """A finding with the keys of the documented JSON."""
    return {
        "severity": finding.severity.value,
        "code": finding.code,
        "sheet": finding.sheet,
        "cell": finding.cell,
        "message": finding.message,
        "remedy": finding.remedy,
    }


def look_records(found: Sequence[ToLookAt]) -> list[Record]:
    """What is to be looked at before a document leaves."""
    return [{"text": each.text, "odd": each.odd} for each in found]


def look_lines(found: Sequence[ToLookAt]) -> list[str]:
    """The same for people, a line each."""
    return [f"{'Look at' if each.odd else 'Know'}: {each.text}" for each in found]


def figure_record(figure: ParsedFigure) -> Record:
    """A figure with the keys of the documented JSON; the amount is in the measure's unit."""
    return {
        "measure": figure.measure,
        "amount": json_number(figure.amount, figure.unit),
        "unit": figure.unit,
        "qualifier": figure.qualifier.value,
        "empty": figure.empty.value if figure.empty else None,
        "state": figure.state.value,
        "sheet": figure.sheet,
        "cell": figure.cell,
        "raw": figure.raw,
        "conversion": figure.conversion,
    }


def candidate_record(candidate: Candidate, accepted: bool) -> Record:
    """A received file with the keys of the documented JSON, and what differs from the version before."""
    shown = status.ACCEPTED if accepted else candidate.status
    if shown == status.READY:
        shown = status.NEEDS_REVIEW  # a dry run: nothing was accepted yet
    return {
        "path": str(candidate.path),
        "sha256": candidate.sha256,
        "status": shown,
        "agency": candidate.agency,
        "phase": candidate.phase,
        "version": candidate.version,
        "figures": [figure_record(each) for each in candidate.figures],
        "findings": [finding_record(each) for each in candidate.findings],
        "differences": [
            {"measure": each.measure, "old": each.old, "new": each.new} for each in candidate.differences
        ],
    }


def _amount(value: Qualified | None, unit: str) -> int | float | None:
    return None if value is None else json_number(value.stored, unit)


def results_record(
    operation: OperationView, found: Sequence[MeasureResults], phase: int | None, basis: str
) -> Record:
    """Results with the keys of the documented JSON; amounts are in the measure's unit."""
    measures = []
    for each in found:
        unit = each.measure.unit
        points = [
            {
                "phase": point.phase,
                "rule_since": rule_since(point.phase, each.measure.rules),
                "amount": _amount(point.total, unit),
                "qualifier": point.total.qualifier.value if point.total else None,
                "cumulative": _amount(point.cumulative, unit),
                "cumulative_qualifier": point.cumulative.qualifier.value if point.cumulative else None,
                "gross": _amount(point.gross, unit),
                "adjustment": json_number(point.adjustment, unit),
                "provisional": point.provisional,
                "received": point.received,
                "expected": point.expected,
                "missing": list(point.missing),
                "reasons": dict(point.reasons),
                "by_agency": {code: _amount(value, unit) for code, value in point.by_agency.items()},
                "qualifier_by_agency": {c: value.qualifier.value for c, value in point.by_agency.items()},
                "provisional_agencies": sorted(point.provisional_of),
            }
            for point in each.points
            if phase is None or point.phase == phase
        ]
        measures.append(
            {
                "measure": each.measure.code,
                "label": each.measure.label,
                "unit": unit,
                "counting_rule": each.measure.definition,
                "rule_changes": [
                    {"first_phase": rule.first_phase, "counting_rule": rule.definition, "reason": rule.reason}
                    for rule in each.measure.rules
                ],
                "points": points,
            }
        )
    return {
        "operation": operation.name,
        "notice": operation.notice,
        "basis": basis,
        "measures": measures,
    }


def results_lines(
    operation: OperationView,
    found: Sequence[MeasureResults],
    phase: int | None,
    basis: str = Basis.RETURNED.value,
) -> list[str]:
    """The results as lines of text, one a measure and phase that has an answer."""
    lines = [operation.name, *([operation.notice] if operation.notice else []), f"Basis: {basis}", ""]
    rows = [("Measure", "Phase", "Total", "Cumulative", "Forces", "Missing")]
    for each in found:
        unit = each.measure.unit
        soft = False
        for point in each.points:
            soft = soft or point.provisional
            known = point.cumulative is not None or point.total is not None or point.by_agency
            if not known or (phase is not None and point.phase != phase):
                continue
            nothing = "not added" if point.by_agency and not point.basis.published else point.nothing
            rows.append(
                (
                    each.measure.label,
                    str(point.phase),
                    _text(point.total, unit, point.provisional) or nothing,
                    _text(point.cumulative, unit, soft) or "not added",
                    point.completeness.removesuffix(" forces"),
                    ", ".join(point.missing) or "none",
                )
            )
    notes = notes_on_rules(found)
    if any(point.provisional for each in found for point in each.points):
        notes.append("p: a provisional figure is in it.")
    return lines + table_lines(rows, right={1, 2, 3, 4}) + (["", *notes] if notes else [])


def _text(value: Qualified | None, unit: str, soft: bool) -> str:
    return "" if value is None else value.text(unit) + (" p" if soft else "")


def table_lines(rows: Sequence[Sequence[str]], right: set[int]) -> list[str]:
    """Rows with columns padded to line up; those in `right` are aligned to the right."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return [
        "  ".join(
            text.rjust(widths[column]) if column in right else text.ljust(widths[column])
            for column, text in enumerate(row)
        ).rstrip()
        for row in rows
    ]
