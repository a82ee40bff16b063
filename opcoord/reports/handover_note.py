"""The hand-over note: how the operation stands, what is open and what the next lead force finds in the file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace

from opcoord.model.checks import check_words
from opcoord.model.dates import format_date, format_moment, format_windows
from opcoord.model.terms import Severity
from opcoord.queries.holding import CONTENT_WORDS, HandoverView, KeptFile
from opcoord.queries.views import LearnedView, PhaseView
from opcoord.reports.content import Fact
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
from opcoord.reports.kind_names import KIND_NAMES
from opcoord.reports.summary import SummaryQueries
from opcoord.reports.summary_content import page_facts

_BASIS = "The operation as it stands"
_POINTS = 8
_ACTIONS = {"accept": "accepted beforehand", "off": "switched off"}
#: More labels of one force than this are counted and not named.
_MOST_LABELS = 12


def handover_note(evidence: Evidence, queries: SummaryQueries, printed_at: dt.datetime) -> Document:
    """Phases, what is missing, open and undecided, what was learned and issued, and what goes along."""
    head = queries.audit_head()
    page = replace(page_facts(evidence, head, printed_at), basis=_BASIS)
    steps = queries.handovers()
    given = steps[-1] if steps and steps[-1].step != "taken back" else None
    blocks: list[Block] = [TitleBlock(evidence.operation.name, "Hand-over note", _facts(evidence, given))]
    if given is not None and given.note:
        blocks += [Heading(f"From {given.giver}"), Paragraph(given.note)]
    blocks += _file(given, queries)
    for section in _SECTIONS:
        blocks += section(evidence, queries)
    blocks += [
        Heading("History"),
        Paragraph(f"Head of the history when this was printed: {head}."),
        Paragraph(
            "The same line stands on the History page of the file that was handed over, and in the taker’s file below "
            "its own first lines.",
            Tone.SMALL,
        ),
    ]
    return Document(page, tuple(blocks))


def _facts(evidence: Evidence, given: HandoverView | None) -> tuple[Fact, ...]:
    phase = evidence.phase
    way = "not handed over yet"
    if given is not None:
        way = f"{given.giver} to {given.taker}, {format_moment(given.moment)}"
    return (
        Fact("Handed over", way),
        Fact("State in", f"phase {phase.number}: {phase.theme}" if phase.theme else f"phase {phase.number}"),
        Fact("Prepared for", "internal use"),
    )


def _file(given: HandoverView | None, queries: SummaryQueries) -> list[Block]:
    files = queries.kept_files()
    along = bool(given is not None and given.files)
    verb = "holds" if given is not None else "would hold"
    inside = (
        Row((CONTENT_WORDS.get(name, (name, name))[1].capitalize(), f"{count:,}"))
        for name, count in queries.handover_contents(along)
        if count
    )
    blocks: list[Block] = [
        Heading("The hand-over file"),
        Paragraph(f"The file {verb} the whole operation. Steps that can be undone stay behind.", kept=True),
        Table((Column("Inside"), Column("Number", number=True)), tuple(inside), _POINTS),
        Paragraph(_password(given)),
    ]
    if not files:
        return [*blocks, Paragraph("No received file is kept as it came.")]
    which = "The received files go along as they came." if along else "The received files stay behind."
    hiding = [each for each in files if each.hidden]
    if not hiding:
        return [*blocks, Paragraph(f"{which} Nothing hidden was found in them.")]
    held = "1 of them holds" if len(hiding) == 1 else f"{len(hiding)} of them hold"
    columns = (Column("File"), Column("Of"), Column("What else it holds"))
    return [
        *blocks,
        Paragraph(f"{which} {held} more than the figures.", kept=True),
        Table(columns, _hiding(hiding), _POINTS),
    ]


def _hiding(files: Sequence[KeptFile]) -> tuple[Row, ...]:
    return tuple(
        Row((each.name, "; ".join(each.of) or "a return that was undone", "; ".join(each.hidden)))
        for each in files
    )


def _password(given: HandoverView | None) -> str:
    if given is not None and given.locked is False:
        return "It is not locked with a password: who has the file can read it."
    which = "A password, where one is set,"
    if given is not None and given.locked:
        which = "It is locked with a password, which"
    return f"{which} is told by another way than the file, and stands nowhere on paper."


def _phases(evidence: Evidence, queries: SummaryQueries) -> list[Block]:
    rows = []
    for each in queries.phases():
        missing = [evidence.spoken_name(code) for code in each.expected if code not in each.received]
        received = len(each.expected) - len(missing)
        begun = each.starts_on is not None and each.starts_on <= evidence.today
        rows.append(
            Row(
                (
                    f"{each.number}",
                    each.theme,
                    format_windows(each.windows, _short_names(evidence)) or "no dates yet",
                    evidence.spoken_name(each.lead) if each.lead else "not named",
                    unbroken(f"{received} of {len(each.expected)}"),
                    (", ".join(missing) or "none") if begun else each.status(evidence.today),
                )
            )
        )
    names = ("Phase", "Theme", "Window", "Lead", "Returns", "Missing")
    return [Heading("Phases"), Table(tuple(map(Column, names)), tuple(rows), _POINTS)]


def _short_names(evidence: Evidence) -> dict[str, str]:
    return {code: evidence.spoken_name(code) for code in evidence.agencies}


def _open(evidence: Evidence, queries: SummaryQueries) -> list[Block]:
    head = Heading("Open queries and promises")
    rows = []
    for each in queries.notes():
        if each.is_open:
            late = " (late)" if each.due_on is not None and each.due_on < evidence.today else ""
            due = f"{unbroken(format_date(each.due_on))}{late}"
            rows.append(Row((due, each.about or "the operation", each.kind.value.capitalize(), each.text)))
    if not rows:
        return [head, Paragraph("Nothing is open.")]
    columns = (Column("Due"), Column("About"), Column("Kind"), Column("What"))
    return [head, Table(columns, tuple(rows), _POINTS)]


def _disagreements(_evidence: Evidence, queries: SummaryQueries) -> list[Block]:
    found = queries.reconciliation().disagreements
    undecided = [each for each in found if not each.verdict]
    decided = len(found) - len(undecided)
    said = f"{decided} {'is' if decided == 1 else 'are'} decided." if decided else ""
    head = Heading("Figures that disagree and are not decided", said)
    if not undecided:
        return [head, Paragraph("None.")]
    rows = tuple(Row((each.title, each.sentence)) for each in undecided)
    return [head, Table((Column("What"), Column("What was found")), rows, _POINTS)]


def _decided(evidence: Evidence, queries: SummaryQueries) -> list[Block]:
    """Accepted warnings by count, for their reasons stand in each summary; checks that do not apply by name."""
    counts = [(each.number, _warnings(queries, each)) for each in queries.phases()]
    told = [f"phase {number}: {count}" for number, count in counts if count]
    blocks: list[Block] = [
        Heading("What was decided"),
        Paragraph(f"Warnings accepted with a reason: {'; '.join(told) if told else 'none'}."),
        Paragraph(f"Joint results counted once: {len(queries.adjustments()) or 'none'}."),
    ]
    rows = []
    for each in queries.exceptions():
        if each.ends_on is not None and each.ends_on < evidence.today:
            continue
        measure = evidence.measures.get(each.measure)
        scope = [evidence.spoken_name(each.agency) if each.agency else "all forces"]
        scope += [measure.label if measure else each.measure] if each.measure else []
        scope += [f"phase {each.phase}"] if each.phase is not None else []
        until = format_date(each.ends_on) or "no end"
        rows.append(
            Row(
                (
                    check_words(each.code),
                    _ACTIONS.get(each.action, each.action),
                    ", ".join(scope),
                    each.reason,
                    unbroken(until),
                )
            )
        )
    if rows:
        names = ("Check", "Now", "For", "Reason", "Until")
        blocks += [
            Heading("Checks that do not apply", level=2),
            Table(tuple(map(Column, names)), tuple(rows), _POINTS),
        ]
    return blocks


def _warnings(queries: SummaryQueries, phase: PhaseView) -> int:
    return sum(each.severity == Severity.WARNING for each in queries.findings(phase.number))


def _learned(evidence: Evidence, queries: SummaryQueries) -> list[Block]:
    found = queries.learned()
    head = Heading("What was learned from the forces’ returns", "It is used when their next return is read.")
    if not found:
        return [head, Paragraph("Nothing yet.")]
    rows = []
    for code in dict.fromkeys(each.agency for each in found):
        mine = [each for each in found if each.agency == code]
        labels = [_meaning(evidence, each) for each in mine if each.label]
        more = f"; and {len(labels) - _MOST_LABELS} more" if len(labels) > _MOST_LABELS else ""
        tables = [each.table for each in mine if not each.label]
        rows.append(
            Row((evidence.spoken_name(code), "; ".join(labels[:_MOST_LABELS]) + more, "; ".join(tables)))
        )
    columns = (Column("Force"), Column("Labels"), Column("Its own table"))
    return [head, Table(columns, tuple(rows), _POINTS)]


def _meaning(evidence: Evidence, learned: LearnedView) -> str:
    measure = evidence.measures.get(learned.measure)
    if not learned.measure:
        return f"“{learned.label}” is left out"
    return f"“{learned.label}” means {measure.label if measure else learned.measure}"


def _issued(evidence: Evidence, queries: SummaryQueries) -> list[Block]:
    head = Heading("Documents that were issued")
    found = queries.issued()
    if not found:
        return [head, Paragraph("None yet.")]
    rows = []
    for each in found:
        kind = KIND_NAMES.get(each.kind)
        force = f", {evidence.spoken_name(each.agency)}" if each.agency else ""
        rows.append(
            Row(
                (
                    f"{each.phase}",
                    f"{kind.title if kind else each.kind}{force}",
                    "public" if each.public else "internal",
                    f"{each.number}" + (" (superseded)" if each.superseded else ""),
                    unbroken(format_date(each.issued_at.astimezone().date())),
                )
            )
        )
    names = ("Phase", "Document", "Readers", "Issue", "Issued")
    return [head, Table(tuple(map(Column, names)), tuple(rows), _POINTS)]


def _ahead(evidence: Evidence, queries: SummaryQueries) -> list[Block]:
    head = Heading("Milestones ahead")
    steps = sorted(
        (step.due_on, each.number, step.title)
        for each in queries.phases()
        for step in each.milestones
        if step.done_on is None
    )
    if not steps:
        return [head, Paragraph("No milestone is open.")]
    rows = tuple(
        Row(
            (
                unbroken(format_date(due)) + (" (late)" if due < evidence.today else ""),
                f"{number}",
                title,
            )
        )
        for due, number, title in steps
    )
    return [head, Table((Column("Due"), Column("Phase"), Column("Step")), rows, _POINTS)]


_SECTIONS: tuple[Callable[[Evidence, SummaryQueries], list[Block]], ...] = (
    _phases,
    _open,
    _ahead,
    _disagreements,
    _decided,
    _learned,
    _issued,
)
