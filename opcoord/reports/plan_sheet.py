"""The plan of one phase on a page: when, who, what by when, and what is counted."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from opcoord.model.dates import format_date, format_windows
from opcoord.model.units import unit_heading
from opcoord.reports.content import Fact
from opcoord.reports.document import Block, Column, Document, Heading, Paragraph, Row, Table, TitleBlock, Tone
from opcoord.reports.evidence import Evidence
from opcoord.reports.summary import SummaryQueries
from opcoord.reports.summary_content import page_facts, phase_title

_BASIS = "Plan as it stands"
_SENSITIVE = (
    "A plan is more sensitive than a result: pass it only to those who take part, and keep dates and places to "
    "yourself until the phase is over."
)


def plan_sheet(evidence: Evidence, queries: SummaryQueries, printed_at: dt.datetime) -> Document:
    """Windows, lead, partners, due date, milestones and measures of the phase."""
    phase = evidence.phase
    page = replace(page_facts(evidence, queries.audit_head(), printed_at), basis=_BASIS)
    names = {code: evidence.spoken_name(code) for code in evidence.agencies}
    facts = (
        Fact("Window", format_windows(phase.windows, names) or "no dates yet"),
        Fact("Lead force", evidence.name(phase.lead) if phase.lead else "not named"),
        Fact("Partners", ", ".join(evidence.name(code) for code in phase.partners)),
        Fact("Runs with", phase.runs_with),
        Fact("Returns due", format_date(phase.returns_due) or "no date set"),
        Fact("Returns from", ", ".join(map(evidence.short_name, phase.expected)) or "nobody yet"),
        Fact("Prepared for", "internal use"),
    )
    blocks: list[Block] = [
        TitleBlock(
            evidence.operation.name,
            f"Plan of {phase_title(phase.number, phase.theme)[:1].lower()}{phase_title(phase.number, phase.theme)[1:]}",
            tuple(each for each in facts if each.text),
        ),
        Paragraph(_SENSITIVE, Tone.STRONG),
    ]
    for heading, words in (("Objectives", phase.objectives), ("Note", phase.note)):
        if words:
            blocks += [Heading(heading), Paragraph(words)]
    return Document(page, tuple(blocks + _milestones(evidence) + _measures(evidence)))


def _milestones(evidence: Evidence) -> list[Block]:
    found = sorted(evidence.phase.milestones, key=lambda each: each.due_on)
    if not found:
        return [Heading("Milestones"), Paragraph("No milestone is set.")]
    rows = (
        Row((each.title, format_date(each.due_on), format_date(each.done_on) or _open(evidence, each.due_on)))
        for each in found
    )
    return [Heading("Milestones"), Table((Column("Step"), Column("Due"), Column("Done")), tuple(rows))]


def _open(evidence: Evidence, due: dt.date) -> str:
    return "overdue" if due < evidence.today else "open"


def _measures(evidence: Evidence) -> list[Block]:
    """What is counted, by heading; whole measures before their parts, as the operation orders them."""
    groups: dict[str, list[str]] = {}
    for code, measure in evidence.measures.items():
        if code in evidence.phase.measures:
            label = f"{measure.label} ({unit_heading(measure.unit)})"
            groups.setdefault(measure.heading or "Other", []).append(label)
    count = sum(map(len, groups.values()))
    if not count:
        return [Heading("Measures collected"), Paragraph("None is chosen yet.")]
    rows = tuple(Row((name, "; ".join(labels))) for name, labels in groups.items())
    said = "1 measure." if count == 1 else f"{count} measures."
    collected = (each for code, each in evidence.measures.items() if code in evidence.phase.measures)
    changed = [
        each.label for each in collected if evidence.phase.number in {r.first_phase for r in each.rules}
    ]
    if changed:
        said += f" From this phase on counted by another rule: {'; '.join(changed)}."
    return [Heading("Measures collected", said), Table((Column("Heading"), Column("Measures")), rows, 8)]
