"""The report since the operation began: all phases up to one, on one basis, and what changed after publication."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from opcoord.model.basis import Basis
from opcoord.model.dates import format_range
from opcoord.model.rules import counted_differently
from opcoord.queries.lineage import NumberReference, PublishedReference
from opcoord.queries.then_and_now import ThenAndNow
from opcoord.queries.views import MeasureView, ResultPoint
from opcoord.reports.annex_parts import joint, rule_changes
from opcoord.reports.content import AnnexPart, Fact, Headline, Target
from opcoord.reports.direction_data import direction_table
from opcoord.reports.document import Block, Column, Document, Heading, Row, Table, TitleBlock, small, unbroken
from opcoord.reports.evidence import Evidence
from opcoord.reports.force_table import full_label, key_to, led
from opcoord.reports.history_data import charts, cumulative_table, notes_on_rules, running_text
from opcoord.reports.parts import parts_above_their_whole
from opcoord.reports.sections import (
    chart_blocks,
    cumulative_blocks,
    direction_blocks,
    headline_blocks,
    part_blocks,
)
from opcoord.reports.summary import Section, SummaryQueries
from opcoord.reports.summary_content import BASIS, page_facts, split_amount


def cumulative_report(evidence: Evidence, queries: SummaryQueries, printed_at: dt.datetime) -> Document:
    """Running totals of every measure, the phases behind them, direction of travel, then and now."""
    first, last = evidence.phases[0].number, evidence.phase.number
    span = f"Phase {last}" if first == last else f"Phases {first} to {last}"
    page = replace(page_facts(evidence, queries.audit_head(), printed_at), phase=span)
    table = cumulative_table(evidence)
    blocks: list[Block] = [
        TitleBlock(evidence.operation.name, f"Since the operation began: {span.lower()}", _facts(evidence)),
        *headline_blocks(_headlines(evidence)),
        *chart_blocks(charts(evidence)),
        *cumulative_blocks(table),
        *_all_measures(evidence),
        *direction_blocks(
            direction_table(evidence, queries),
            f"Phase {last} against the last phase with answers and the baseline, among the forces compared.",
        ),
        Heading(Section.ANNEX, "The phases behind these totals."),
        *part_blocks(_phases(evidence)),
    ]
    if not evidence.options.public:
        blocks += part_blocks(_then_and_now(evidence, queries))
        recorded = tuple(each for each in queries.adjustments() if each.phase <= last)
        blocks += part_blocks(joint(evidence, recorded, phases=True))
    return Document(page, tuple(blocks))


def _facts(evidence: Evidence) -> tuple[Fact, ...]:
    phases = evidence.phases
    starts = [each.starts_on for each in phases if each.starts_on]
    ends = [each.ends_on for each in phases if each.ends_on]
    expected = sum(len(each.expected) for each in phases)
    received = sum(len(set(each.expected) & set(each.received)) for each in phases)
    leads = dict.fromkeys(evidence.spoken_name(each.lead) for each in phases if each.lead)
    facts = (
        Fact("Phases", f"{len(phases)}"),
        Fact("From, to", format_range(min(starts), max(ends)) if starts and ends else "not planned"),
        Fact("Lead forces", ", ".join(leads)),
        Fact("Received", f"{received} of {expected} returns"),
        Fact("Basis", BASIS),
        Fact("Prepared for", "publication" if evidence.options.public else "internal use"),
    )
    return tuple(each for each in facts if each.text)


def _points(evidence: Evidence, measure: MeasureView) -> list[ResultPoint]:
    points = (evidence.point(measure.code, each.number) for each in evidence.phases)
    return [each for each in points if each is not None and each.total is not None]


def _answered(evidence: Evidence, measure: MeasureView) -> str:
    return f"{len(_points(evidence, measure))} of {len(evidence.phases)} phases"


def _headlines(evidence: Evidence) -> tuple[Headline, ...]:
    made = []
    for measure in evidence.headline_measures(ever=True):
        points = _points(evidence, measure)
        text = running_text(evidence, measure)
        qualifier, amount = split_amount(text, measure.unit)
        short = sum(each.received < each.expected for each in points)
        missing = f"forces missing in {short} of them" if short else "all forces in each"
        missing = "; ".join((missing, *map(counted_differently, evidence.breaks(measure))))
        provisional = any(each.provisional for each in points)
        made.append(
            Headline(
                measure.label,
                qualifier,
                amount,
                _answered(evidence, measure),
                provisional,
                missing,
                led(text, evidence.since_the_beginning(measure.code)),
            )
        )
    return tuple(made)


def _all_measures(evidence: Evidence) -> list[Block]:
    """Every measure that was ever answered, with its total so far and the reference to its path."""
    rows = []
    for measure in evidence.measures.values():
        points = _points(evidence, measure)
        if not points:
            continue
        text = running_text(evidence, measure, marked=True)
        reference = evidence.since_the_beginning(measure.code)
        target = led(text, reference)
        answers = f"{sum(each.received for each in points)} of {sum(each.expected for each in points)}"
        cells = (
            full_label(evidence, measure),
            text,
            unbroken(_answered(evidence, measure)),
            unbroken(answers),
            str(reference),
        )
        targets = (None, target, None, None, target)
        rows.append(Row(cells, bold=frozenset({1}), targets=targets))
    if not rows:
        return []
    columns = (
        Column("Measure"),
        Column("To date", number=True),
        Column("Answered in", grey=True),
        Column("Forces’ answers", number=True, grey=True),
        Column("Reference", grey=True),
    )
    key = key_to(evidence, (cell for row in rows for cell in row.cells))
    return [
        Heading(
            "All measures",
            "Parts are never added to their whole. Answers: of those expected in these phases.",
        ),
        Table(columns, tuple(rows), 8, key=bool(key)),
        *small(
            "; ".join(key),
            *parts_above_their_whole(evidence, to_date=True),
            *notes_on_rules(evidence, evidence.measures.values()),
        ),
        *part_blocks(rule_changes(evidence, evidence.measures.values())),
    ]


def _phases(evidence: Evidence) -> AnnexPart:
    rows = []
    for each in evidence.phases:
        missing = [evidence.spoken_name(code) for code in each.expected if code not in each.received]
        rows.append(
            (
                str(each.number),
                each.theme,
                format_range(each.starts_on, each.ends_on) or "not planned",
                evidence.spoken_name(each.lead) if each.lead else "not named",
                unbroken(f"{len(each.expected) - len(missing)} of {len(each.expected)}"),
                ", ".join(missing) or "none",
            )
        )
    return AnnexPart("Phases", ("Phase", "Theme", "Dates", "Lead", "Returns", "Missing"), tuple(rows))


def _then_and_now(evidence: Evidence, queries: SummaryQueries) -> AnnexPart:
    def text(point: ResultPoint, each: ThenAndNow) -> str:
        return point.total.text(each.measure.unit) if point.total else "none"

    found = [each for each in queries.then_and_now() if each.first.phase <= evidence.phase.number]
    rows = tuple(
        (
            full_label(evidence, each.measure),
            str(each.first.phase),
            *(text(point, each) for point in (each.first, each.revised, each.returned)),
            # What was returned stands beside what was said of the whole region.
            unbroken(f"{each.returned.received} of {each.returned.expected}") if each.returned.total else "",
        )
        for each in found
    )
    return AnnexPart(
        "Then and now",
        ("Measure", "Phase", "First published", "Last revised", "As returned", "Forces"),
        rows,
        "Regional totals that were published otherwise than they are returned. The report sums what was returned.",
        frozenset({2, 3, 4}),
        tuple((None, None, *_paths(each), None) for each in found),
    )


def _paths(each: ThenAndNow) -> list[Target | None]:
    """What its totals as first published, as last revised and as returned lead to."""
    reference = NumberReference(each.measure.code, each.first.phase)
    bases: list[tuple[ResultPoint, Target]] = [
        (each.first, PublishedReference(reference, Basis.FIRST_PUBLISHED)),
        (each.revised, PublishedReference(reference, Basis.LAST_REVISED)),
        (each.returned, reference),
    ]
    return [target if point.total is not None else None for point, target in bases]
