"""Puts the summary together in words: from the store's answers to the records a page can print."""

from __future__ import annotations

import datetime as dt
from itertools import zip_longest

from opcoord.model.dates import format_date, format_moment, format_range, format_windows
from opcoord.queries.lineage import NumberReference
from opcoord.queries.views import MeasureView
from opcoord.reports.annex_data import annex, notable
from opcoord.reports.comparison import change_on_last_phase
from opcoord.reports.content import (
    DRAFT,
    HEAD_LENGTH,
    BesideRow,
    Fact,
    Headline,
    PageFacts,
    SummaryContent,
    Target,
)
from opcoord.reports.direction_data import direction_table
from opcoord.reports.evidence import Evidence, gather
from opcoord.reports.force_table import force_table, key_to, led, total_text
from opcoord.reports.history_data import charts, cumulative_table
from opcoord.reports.kind_names import KIND_NAMES
from opcoord.reports.summary import Section, SummaryOptions, SummaryQueries

BASIS = "As returned, newest accepted version"
_NOBODY = (("", "", ""), None)
_BESIDE_ROWS = 8


def read_summary(queries: SummaryQueries, options: SummaryOptions, printed_at: dt.datetime) -> SummaryContent:
    """Everything the summary prints, as it stands now.

    Raises OpcoordError if there is no such phase or the basis cannot be printed.
    """
    return summary_content(gather(queries, options, printed_at.date()), queries, printed_at)


def summary_content(evidence: Evidence, queries: SummaryQueries, printed_at: dt.datetime) -> SummaryContent:
    """The record of the summary; a section that was not asked for is None or empty."""
    wanted = evidence.options.sections
    beside = _beside(evidence) if Section.SAFEGUARDING in wanted else None
    shown, left_out = notable(evidence, queries) if Section.NOTABLE in wanted else (None, "")
    return SummaryContent(
        page=page_facts(evidence, queries.audit_head(), printed_at),
        title=evidence.operation.name,
        subtitle=phase_title(evidence.phase.number, evidence.phase.theme),
        facts=_facts(evidence),
        headlines=headlines(evidence) if Section.HEADLINES in wanted else None,
        forces=force_table(evidence) if Section.FORCES in wanted else None,
        charts=charts(evidence) if Section.CHARTS in wanted else (),
        cumulative=cumulative_table(evidence) if Section.CUMULATIVE in wanted else None,
        beside=beside,
        beside_key=key_to(evidence, (side[1] for row in beside or () for side in (row.left, row.right))),
        notable=shown,
        notable_note=left_out,
        annex=annex(evidence, queries) if Section.ANNEX in wanted else None,
        directions=direction_table(evidence, queries) if Section.DIRECTIONS in wanted else None,
        sections=wanted,
    )


def phase_title(number: int, theme: str) -> str:
    """For example "Phase 7: Ring of steel"."""
    return f"Phase {number}: {theme}" if theme else f"Phase {number}"


def page_facts(evidence: Evidence, audit_head: str, printed_at: dt.datetime) -> PageFacts:
    """What stands on every page."""
    operation, issue = evidence.operation, evidence.options.issue
    embargo = evidence.embargo_until if evidence.options.public else None
    return PageFacts(
        marking=operation.printed_marking,
        operation=operation.name,
        phase=phase_title(evidence.phase.number, evidence.phase.theme),
        basis=BASIS,
        notice=operation.notice,
        made=f"{'Issued' if issue else 'Printed'} {format_moment(printed_at)}",
        audit_head=audit_head[:HEAD_LENGTH],
        status=f"ISSUE {issue.number}" if issue else DRAFT,
        embargo=f"Embargoed until {format_moment(embargo)}" if embargo else "",
        made_at=printed_at,
        author=operation.owner or "opcoord",
        document=_document(evidence),
        public=evidence.options.public,
    )


def _document(evidence: Evidence) -> str:
    """For example "Force sheet: Dorset Police"."""
    kind = KIND_NAMES[evidence.options.kind]
    return f"{kind.title}: {evidence.name(evidence.options.agency)}" if kind.of_force else kind.title


def _facts(evidence: Evidence) -> tuple[Fact, ...]:
    phase = evidence.phase
    names = {code: each.name for code, each in evidence.agencies.items()}
    days = [each.as_at for each in evidence.accepted if each.as_at is not None]
    facts = [
        Fact("Window", format_windows(phase.windows, names) or "not planned"),
        Fact("Lead force", evidence.name(phase.lead) if phase.lead else "not named"),
        Fact("Partners", ", ".join(evidence.name(code) for code in phase.partners)),
        Fact("Runs with", phase.runs_with),
        Fact("Returns due", format_date(phase.returns_due) or "no date set"),
        Fact("Received", _received(evidence)),
        Fact("As at", format_range(min(days), max(days)) if days else "not stated"),
        Fact("Basis", BASIS),
        Fact("Prepared for", "publication" if evidence.options.public else "internal use"),
    ]
    return tuple(each for each in facts if each.text)


def _received(evidence: Evidence) -> str:
    forces = evidence.answering
    here = {each.agency for each in evidence.accepted}
    missing = [evidence.spoken_name(code) for code in forces if code not in here]
    text = f"{len(forces) - len(missing)} of {len(forces)} forces"
    return f"{text}; missing: {', '.join(missing)}" if missing and here else text


def headlines(evidence: Evidence) -> tuple[Headline, ...]:
    """The large totals of the phase."""
    return tuple(_headline(evidence, measure) for measure in evidence.headline_measures())


def _headline(evidence: Evidence, measure: MeasureView) -> Headline:
    point = evidence.point(measure.code)
    text = total_text(point, measure.unit, evidence.hides(measure.code)).removesuffix(" p")
    qualifier, amount = split_amount(text, measure.unit)
    return Headline(
        label=measure.label,
        qualifier=qualifier,
        amount=amount,
        completeness=point.completeness if point else "",
        provisional=point.provisional if point else False,
        change=change_on_last_phase(evidence, measure),
        target=led(text, NumberReference(measure.code, evidence.phase.number)),
    )


def split_amount(text: str, unit: str) -> tuple[str, str]:
    """An amount as printed, in its qualifier and the rest: "at least" and "£5,000"."""
    qualifier, _, amount = text.rpartition(" ")
    if unit == "g" and qualifier:
        # "over 2,200 g": the unit belongs to the amount.
        qualifier, _, number = qualifier.rpartition(" ")
        amount = f"{number} {amount}"
    return qualifier, amount


def _beside(evidence: Evidence) -> tuple[BesideRow, ...]:
    """Enforcement and safeguarding side by side, so that neither is read alone."""

    def side(heading: str) -> list[tuple[tuple[str, str, str], Target | None]]:
        found = []
        for measure in evidence.printed_measures:
            if measure.heading == heading and not measure.part_of:
                point = evidence.point(measure.code)
                count = f"{point.received} of {point.expected}" if point else ""
                total = total_text(point, measure.unit, evidence.hides(measure.code))
                target = led(total, NumberReference(measure.code, evidence.phase.number))
                found.append(((measure.label, total, count), target))
        return found[:_BESIDE_ROWS]

    pairs = zip_longest(side("Enforcement"), side("Safeguarding"), fillvalue=_NOBODY)
    return tuple(BesideRow(left, right, to_left, to_right) for (left, to_left), (right, to_right) in pairs)
