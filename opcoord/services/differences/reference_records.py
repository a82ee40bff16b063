"""What is said of the operation, its agencies and measures, and what totals are judged by, as records."""

from __future__ import annotations

from collections.abc import Hashable

from sqlalchemy import select
from sqlalchemy.orm import Session

from opcoord.model.checks import check_words
from opcoord.model.dates import format_date
from opcoord.model.tables import Agency, ExpectedPeriod, Measure, MeasureRule
from opcoord.model.units import format_amount, unit_heading
from opcoord.queries import reference, standards
from opcoord.services.differences.names import Known, need_agency, need_measure, needs
from opcoord.services.differences.records import Record, Take

Records = dict[Hashable, Record]


def operation(session: Session, known: Known) -> Records:
    """The operation itself."""
    row = reference.operation(session)
    fields = {
        "Name": row.name,
        "Months between phases": str(row.cadence_months),
        "Marking": row.marking,
        "Handling": row.handling,
        "Owner": row.owner,
        "Small numbers below": str(row.small_number),
        "Called otherwise": "; ".join(
            f"{known.agency(code)}: {name}" for code, name in sorted(row.aliases.items())
        ),
    }
    return {"operation": Record("The operation", fields)}


def agencies(_session: Session, known: Known) -> Records:
    """The agencies by code."""
    return {
        code: Record(
            each.name,
            {
                "Name": each.name,
                "Kind": each.kind,
                "Sends returns": "yes" if each.sends_returns else "no",
                "Contact": each.contact,
                "Other names": ", ".join(each.aliases),
            },
            Take("agency", code),
            brings=need_agency(code),
        )
        for code, each in known.agencies.items()
    }


def measures(_session: Session, known: Known) -> Records:
    """The measures by code."""
    return {
        code: Record(
            known.measure(code),
            {
                "Label": each.label,
                "Unit": unit_heading(each.unit),
                "Heading": each.heading,
                "ADDER": each.adder,
                "4P": each.four_p,
                "Preferred": each.preferred,
                "Counted": each.basis,
                "Sensitive": "yes" if each.sensitive else "no",
                "Part of": known.measure(each.part_of) if each.part_of else "",
                "Counting rule": each.definition,
                "Other labels": ", ".join(each.aliases),
            },
            Take("measure", code),
            needs(measures=(each.part_of,)),
            need_measure(code),
        )
        for code, each in known.measures.items()
    }


def rules(session: Session, known: Known) -> Records:
    """The counting rules that hold from a phase on."""
    query = select(MeasureRule, Measure.code).join(Measure, Measure.id == MeasureRule.measure_id)
    return {
        (code, row.first_phase): Record(
            f"{known.measure(code)}, from phase {row.first_phase}",
            {"Rule": row.definition, "Reason": row.reason},
        )
        for row, code in session.execute(query.order_by(Measure.position, MeasureRule.first_phase))
    }


def expectations(session: Session, known: Known) -> Records:
    """From which phase on a return is expected of whom."""
    query = select(ExpectedPeriod, Agency.code).join(Agency, Agency.id == ExpectedPeriod.agency_id)
    return {
        (code, row.first_phase): Record(
            f"{known.agency(code)}, from phase {row.first_phase}",
            {"To phase": "" if row.last_phase is None else str(row.last_phase), "Reason": row.reason},
        )
        for row, code in session.execute(query.order_by(Agency.position, ExpectedPeriod.first_phase))
    }


def targets(session: Session, known: Known) -> Records:
    """The targets by measure, agency and first phase."""
    return {
        (each.measure, each.agency, each.first_phase): Record(
            f"{known.measure(each.measure)}, {known.agency(each.agency) or 'region'}, from phase {each.first_phase}",
            {
                "Target": format_amount(each.amount, each.unit),
                "To phase": "" if each.last_phase is None else str(each.last_phase),
                "Reason": each.reason,
            },
        )
        for each in standards.targets(session)
    }


def baselines(session: Session, known: Known) -> Records:
    """The baselines by measure."""
    return {
        code: Record(
            known.measure(code),
            {
                "Baseline": format_amount(each.amount, known.measures[code].unit),
                "What it is": each.label,
                "Tolerance": f"{each.band_tenths / 10:g} %",
            },
        )
        for code, each in standards.baselines(session).items()
    }


def panel(session: Session, _known: Known) -> Records:
    """The lines of the panel table."""
    return {
        each.label: Record(
            each.label,
            {
                "Baseline": _number(each.baseline),
                each.previous_label or "Previous": _number(each.previous),
                each.current_label or "Current": _number(each.current),
                "Preferred": each.preferred,
                "Source": each.source,
            },
        )
        for each in standards.panel(session)
    }


def exceptions(session: Session, known: Known) -> Records:
    """The checks that do not apply."""
    found: Records = {}
    for each in standards.exceptions(session):
        scope = [known.agency(each.agency) or "all forces"]
        scope += [known.measure(each.measure)] if each.measure else []
        scope += [f"phase {each.phase}"] if each.phase is not None else []
        found[each.code, each.action, each.agency, each.measure, each.phase] = Record(
            f"{check_words(each.code)}, {', '.join(scope)}",
            {"Reason": each.reason, "Until": format_date(each.ends_on)},
        )
    return found


def _number(value: int | None) -> str:
    return "" if value is None else f"{value:,}"
