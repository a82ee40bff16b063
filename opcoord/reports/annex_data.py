"""The annex and the notable results: where figures come from, what was overruled, what may be published."""

from __future__ import annotations

import datetime as dt

from opcoord.model.dates import format_date
from opcoord.model.terms import Severity
from opcoord.model.units import unit_heading
from opcoord.queries.views import NotableView, ReturnView
from opcoord.reports.annex_parts import decisions, references, rule_changes
from opcoord.reports.content import Annex, Notable, ReturnRow, RuleRow, WarningRow
from opcoord.reports.evidence import Evidence
from opcoord.reports.force_table import printed_label
from opcoord.reports.summary import SummaryQueries


def annex(evidence: Evidence, queries: SummaryQueries) -> Annex:
    """Returns received and missing, warnings that were accepted with reasons, counting rules of what is printed."""
    public = evidence.options.public
    accepted = [
        WarningRow(
            evidence.name(each.agency), _where(each.sheet, each.cell), each.message, each.accepted_reason
        )
        for each in queries.findings(evidence.phase.number)
        if each.severity == Severity.WARNING.value
    ]
    # Warnings and decisions quote cells and reasons, which may hold a small number or a name, and set forces apart
    # from the region: the public reads neither them nor that there are some.
    notes = () if public or accepted else ("No warnings were accepted.",)
    decided = () if public else decisions(evidence, queries)
    changed = rule_changes(evidence, evidence.printed_measures)
    return Annex(
        parts=(references(evidence), *decided, *([changed] if changed.rows else [])),
        returns=tuple(_return_row(evidence, code) for code in evidence.answering),
        warnings=() if public else tuple(accepted),
        notes=notes,
        rules=tuple(
            RuleRow(
                printed_label(evidence, each),
                evidence.depth(each),
                unit_heading(each.unit),
                each.rule_in(evidence.phase.number) or "No rule is written down.",
            )
            for each in evidence.printed_measures
        ),
        show_files=not public,
    )


def notable(evidence: Evidence, queries: SummaryQueries) -> tuple[tuple[Notable, ...], str]:
    """The notable results to print, and what is said in a public summary where there are none.

    The public does not read that there are others, which may be news under embargo: see `unpublished`.
    """
    found = queries.notable_results(evidence.phase.number)
    flagged = [Notable(each.agency_name, each.text, _flag(evidence, each)) for each in found]
    if not evidence.options.public:
        return tuple(flagged), ""
    shown = tuple(each for each in flagged if not each.flag)
    return shown, "" if shown else "None for publication."


def unpublished(evidence: Evidence, queries: SummaryQueries) -> int:
    """How many notable results a public summary leaves out."""
    return sum(1 for each in queries.notable_results(evidence.phase.number) if _flag(evidence, each))


def _flag(evidence: Evidence, result: NotableView) -> str:
    flags = []
    if not result.consent:
        flags.append("No consent: not for publication")
    if result.embargo_until is not None and result.embargo_until > evidence.today:
        flags.append(f"Embargo until {format_date(result.embargo_until)}")
    return ". ".join(flags)


def _return_row(evidence: Evidence, code: str) -> ReturnRow:
    found = next((each for each in evidence.accepted if each.agency == code), None)
    if found is None:
        return ReturnRow(evidence.name(code), "no return", "", "", "")
    return ReturnRow(
        force=evidence.name(code),
        version=str(found.version),
        as_at=format_date(found.as_at) or "not stated",
        file_name=_source(found),
        # Who was late is between the forces.
        received=_received(
            found.accepted_on, None if evidence.options.public else evidence.phase.returns_due
        ),
    )


def _received(day: dt.date, due: dt.date | None) -> str:
    return format_date(day) + (", late" if due is not None and day > due else "")


def _source(found: ReturnView) -> str:
    return found.file_name or found.source or "entered by hand"


def _where(sheet: str, cell: str) -> str:
    return ", ".join(part for part in (sheet, cell) if part)
