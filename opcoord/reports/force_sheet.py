"""What one force returned, as it was understood, for that force to check."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from opcoord.errors import OpcoordError
from opcoord.model.dates import format_date, format_windows
from opcoord.model.qualified import Qualified
from opcoord.model.terms import Empty, Qualifier, Severity
from opcoord.model.units import format_amount
from opcoord.queries.lineage import NumberReference
from opcoord.queries.views import FigureView, ReturnView
from opcoord.reports.annex_data import notable
from opcoord.reports.content import AnnexPart, Fact
from opcoord.reports.document import (
    Block,
    Column,
    Document,
    Heading,
    Paragraph,
    Row,
    Table,
    TitleBlock,
    Tone,
    unbroken,
)
from opcoord.reports.evidence import Evidence
from opcoord.reports.force_table import full_label
from opcoord.reports.sections import notable_blocks, part_blocks
from opcoord.reports.summary import SummaryQueries
from opcoord.reports.summary_content import page_facts, phase_title

_HASH_SHOWN = 16
#: Measure and figure, which bold counts on, and the cell.
_ALWAYS = frozenset({0, 1, 3})
_COLUMNS = (
    Column("Measure"),
    Column("Figure", number=True),
    Column("State"),
    Column("Cell", grey=True),
    Column("As written"),
    Column("Read as"),
    Column("Remarks"),
)


def force_sheet(evidence: Evidence, queries: SummaryQueries, printed_at: dt.datetime) -> Document:
    """The figures of the return that counts with their cells, what was accepted, what is joint.

    Raises OpcoordError where no force, or an unknown one, is named.
    """
    code = evidence.options.agency
    if code not in evidence.agencies:
        raise OpcoordError(
            f"There is no agency with the code {code}." if code else "A force sheet is for one force.",
            "Name the force by its code.",
        )
    name = evidence.name(code)
    title = phase_title(evidence.phase.number, evidence.phase.theme)
    page = page_facts(evidence, queries.audit_head(), printed_at)
    page = replace(page, phase=f"Phase {evidence.phase.number}, {name}")
    returned = next((each for each in evidence.accepted if each.agency == code), None)
    facts = _facts(evidence, title, code, returned)
    blocks: list[Block] = [
        TitleBlock(evidence.operation.name, f"{name}: return for phase {evidence.phase.number}", facts)
    ]
    if returned is None:
        words = "No return of this force has been accepted for this phase."
        if code in evidence.phase.expected:
            due = evidence.phase.returns_due
            verb = "was" if due is not None and due < evidence.today else "is"
            words += f" It {verb} due {format_date(due) or 'on a date still to be set'}."
        blocks.append(Paragraph(words))
        return Document(page, tuple(blocks))
    lead = evidence.name(evidence.phase.lead) if evidence.phase.lead else "the lead force"
    ask = f"Compare each figure with your own records. Tell the coordinator at {lead} what is not right, with its cell."
    blocks.append(Paragraph(ask, Tone.STRONG))
    blocks += _figures(evidence, code)
    blocks += part_blocks(_joint(evidence, queries, code))
    blocks += part_blocks(_findings(evidence, queries, code))
    shown, _ = notable(evidence, queries)
    own = tuple(each for each in shown if each.force == name)
    if own:
        blocks += notable_blocks(own, "")
    return Document(page, tuple(blocks))


def _facts(evidence: Evidence, title: str, code: str, found: ReturnView | None) -> tuple[Fact, ...]:
    windows = evidence.phase.windows
    own = [each for each in windows if each.agency == code]
    facts = [
        Fact("Phase", title),
        Fact(
            "Window",
            format_windows(
                [replace(each, agency="") for each in own] or [e for e in windows if not e.agency]
            ),
        ),
    ]
    if found is not None:
        facts += [
            Fact("Version", f"{found.version}, accepted {format_date(found.accepted_on)}"),
            Fact("As at", format_date(found.as_at) or "not stated"),
            Fact("File", found.file_name or found.source or "entered by hand"),
            Fact("Fingerprint", f"SHA-256 {found.sha256[:_HASH_SHOWN]}…" if found.sha256 else ""),
        ]
    return tuple(each for each in facts if each.text)


def _figures(evidence: Evidence, code: str) -> list[Block]:
    groups: dict[str, list[Row]] = {}
    unanswered = []
    for (agency, measure), figure in evidence.figures.items():
        if agency != code:
            continue
        if figure.empty in (Empty.NOT_ANSWERED.value, Empty.NOT_COLLECTED.value):
            unanswered.append(measure)
            continue
        known = evidence.measures.get(measure)
        label = full_label(evidence, known) if known else figure.label
        groups.setdefault(known.heading if known and known.heading else "Other", []).append(
            _row(figure, label)
        )
    blocks: list[Block] = [Heading("Figures", "As they were read from the return; “p” is provisional.")]
    rows: list[Row] = []
    for heading, held in groups.items():
        rows += [Row((heading,), group=True), *held]
    blocks.append(_table(rows) if rows else Paragraph("No figure was answered."))
    answered = {measure for agency, measure in evidence.figures if agency == code}
    missing = {*unanswered, *(each for each in evidence.phase.measures if each not in answered)}
    # The parts of a measure that is itself named are not named again.
    labels = [
        full_label(evidence, each)
        for each in evidence.measures.values()
        if each.code in missing and each.part_of not in missing
    ]
    if labels:
        blocks.append(Paragraph(f"Asked for and not answered: {'; '.join(labels)}.", Tone.SMALL))
    return blocks


def _table(rows: list[Row]) -> Table:
    """The figures in the columns that hold something."""
    kept = [
        index
        for index in range(len(_COLUMNS))
        if index in _ALWAYS or any(row.cells[index] for row in rows if not row.group)
    ]
    made = (
        row if row.group else replace(row, cells=tuple(row.cells[index] for index in kept)) for row in rows
    )
    return Table(tuple(_COLUMNS[index] for index in kept), tuple(made), 8)


def _row(figure: FigureView, label: str) -> Row:
    remarks = []
    if figure.correction:
        remarks.append(f"Corrected: {figure.correction}. Reason: {figure.correction_reason or 'none given'}.")
    if figure.joint_amount:
        amount = format_amount(figure.joint_amount, figure.unit)
        remarks.append(f"{amount} joint with {figure.joint_with or 'another force'}.")
    if figure.note:
        remarks.append(figure.note)
    return Row(
        (
            label,
            _amount(figure),
            figure.state,
            unbroken(", ".join(part for part in (figure.sheet, figure.cell) if part)),
            figure.raw,
            figure.conversion,
            " ".join(remarks),
        ),
        bold=frozenset({1}),
        targets=(None, _path(figure)),
    )


def _path(figure: FigureView) -> NumberReference | None:
    if figure.amount is None and figure.empty != Empty.NIL.value:
        return None
    return NumberReference(figure.measure, figure.phase, figure.agency)


def _amount(figure: FigureView) -> str:
    if figure.empty == Empty.NIL.value:
        return "nil"
    if figure.amount is None:
        return figure.empty or ""
    provisional = " p" if figure.state == "provisional" else ""
    return Qualified(figure.amount, Qualifier(figure.qualifier)).text(figure.unit) + provisional


def _joint(evidence: Evidence, queries: SummaryQueries, code: str) -> AnnexPart:
    found = [each for each in queries.adjustments(evidence.phase.number) if code in (each.agency, each.other)]
    rows = tuple(
        (
            each.label,
            evidence.spoken_name(each.other if each.agency == code else each.agency),
            format_amount(each.amount, each.unit),
            each.rule,
            each.reason,
        )
        for each in found
    )
    return AnnexPart(
        "Joint results counted once in the region’s total",
        ("Measure", "With", "Taken off", "Rule", "Reason"),
        rows,
        "Your own figure stays as you returned it.",
        frozenset({2}),
        tuple((None, None, NumberReference(each.measure, each.phase)) for each in found),
    )


def _findings(evidence: Evidence, queries: SummaryQueries, code: str) -> AnnexPart:
    rows = tuple(
        (", ".join(part for part in (each.sheet, each.cell) if part), each.message, each.accepted_reason)
        for each in queries.findings(evidence.phase.number)
        if each.agency == code and each.severity == Severity.WARNING.value
    )
    return AnnexPart("What was noticed and accepted", ("Where", "What", "Accepted because"), rows)
