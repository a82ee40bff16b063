"""The hand-over note says how the operation stands, what is open, and what goes along."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from opcoord.errors import OpcoordError
from opcoord.model.holding import NoteKind
from opcoord.queries.holding import HandoverView, KeptFile
from opcoord.queries.issued import IssuedView
from opcoord.queries.notes import NoteView
from opcoord.queries.reconciliation_views import Disagreement, Kind, Reconciliation
from opcoord.queries.standards import ExceptionView
from opcoord.queries.views import FindingView, LearnedView, MilestoneView
from opcoord.reports.document import Document, Heading, Paragraph, Table, TitleBlock
from opcoord.reports.summary import SummaryOptions
from opcoord.reports.summary_document import read_document
from tests.unit.test_reports_fake import FakeQueries, example

PRINTED = dt.datetime(2024, 3, 25, 14, 5)
GIVEN = HandoverView(
    "given",
    dt.datetime(2024, 3, 25, 13),
    "x",
    "Dorset Police",
    "Wiltshire Police",
    "t",
    "Mind phase 8.",
    0,
    True,
)


def read(store: FakeQueries) -> Document:
    return read_document(store, SummaryOptions(7, kind="handover"), PRINTED)


def facts(document: Document) -> dict[str, str]:
    title = document.blocks[0]
    assert isinstance(title, TitleBlock)
    return {each.name: each.text for each in title.facts}


def section(document: Document, heading: str) -> tuple[list[str], list[tuple[str, ...]]]:
    """The paragraphs and table rows below a heading."""
    words: list[str] = []
    rows: list[tuple[str, ...]] = []
    inside = False
    for block in document.blocks:
        if isinstance(block, Heading):
            inside = block.words == heading or (inside and block.level > 1)
        elif inside and isinstance(block, Paragraph):
            words.append(block.words)
        elif inside and isinstance(block, Table):
            rows += [tuple(cell.replace("\u00a0", " ") for cell in row.cells) for row in block.rows]
    return words, rows


def test_before_it_is_handed_over() -> None:
    document = read(example())
    assert facts(document)["Handed over"] == "not handed over yet"
    words, rows = section(document, "The hand-over file")
    assert words[0].startswith("The file would hold the whole operation.")
    assert words[1].startswith("A password, where one is set, is told by another way")
    assert words[2] == "No received file is kept as it came." and rows == [("Phases", "4")]
    for heading, nothing in (
        ("Open queries and promises", "Nothing is open."),
        ("Milestones ahead", "No milestone is open."),
        ("Figures that disagree and are not decided", "None."),
        ("What was learned from the forces’ returns", "Nothing yet."),
        ("Documents that were issued", "None yet."),
    ):
        assert section(document, heading) == ([nothing], [])
    words, _ = section(document, "History")
    assert "a1b2c3d4e5f6" in words[0]


def test_after_it_is_handed_over() -> None:
    store = example()
    store.handover_list = [GIVEN]
    document = read(store)
    assert facts(document)["Handed over"] == "Dorset Police to Wiltshire Police, 25 March 2024, 13:00"
    assert section(document, "From Dorset Police") == (["Mind phase 8."], [])
    words, _ = section(document, "The hand-over file")
    assert words[0].startswith("The file holds")
    assert words[1].startswith("It is locked with a password, which is told by another way")
    store.handover_list = [replace(GIVEN, locked=False)]
    assert "not locked" in section(read(store), "The hand-over file")[0][1]
    store.handover_list = [GIVEN, replace(GIVEN, step="taken back")]
    assert facts(read(store))["Handed over"] == "not handed over yet"


@pytest.mark.parametrize("along", [0, 2])
def test_what_the_files_hide_is_named_in_any_case(along: int) -> None:
    store = example()
    store.handover_list = [replace(GIVEN, files=along)]
    store.kept_list = [
        KeptFile("Dorset.xlsx", 1, ("Dorset Police, phase 7",), ("a hidden sheet (Working)", "comments")),
        KeptFile("Wiltshire.xlsx", 1, ("Wiltshire Police, phase 7",), ()),
        KeptFile("Old.xlsx", 1, (), ("macros",)),
    ]
    words, rows = section(read(store), "The hand-over file")
    which = "The received files go along as they came." if along else "The received files stay behind."
    assert words[-1] == f"{which} 2 of them hold more than the figures."
    inside = [("Phases", "4"), *([("Received files as they came", "3")] if along else [])]
    assert rows == [
        *inside,
        ("Dorset.xlsx", "Dorset Police, phase 7", "a hidden sheet (Working); comments"),
        ("Old.xlsx", "a return that was undone", "macros"),
    ]
    store.kept_list = store.kept_list[1:2]
    words, rows = section(read(store), "The hand-over file")
    assert words[-1] == f"{which} Nothing hidden was found in them." and len(rows) == len(inside)


def test_phases_with_who_is_missing() -> None:
    store = example()
    store.phase_list[-1] = replace(store.phase_list[-1], received=("AS", "WI"))
    later = replace(store.phase_list[-1], number=8, windows=(), received=(), lead="")
    store.phase_list.append(later)
    _, rows = section(read(store), "Phases")
    assert rows[3] == (
        "7",
        "Ring of steel: visible street dealing",
        "4 to 10 March 2024",
        "Avon and Somerset",
        "2 of 5",
        "Devon & Cornwall, Dorset, Gloucestershire",
    )
    assert rows[4][2:] == ("no dates yet", "not named", "0 of 5", "planned")


def test_what_is_open_and_ahead() -> None:
    store = example()
    promise = NoteView(
        1,
        7,
        "WI",
        "Wiltshire Police",
        NoteKind.PROMISE,
        "the return",
        PRINTED.date(),
        dt.date(2024, 3, 12),
        None,
        "",
    )
    store.note_list = [
        promise,
        replace(promise, id=2, phase=None, agency="", agency_name="", kind=NoteKind.QUERY, due_on=None),
        replace(promise, id=3, settled_on=dt.date(2024, 3, 20)),
    ]
    steps = (
        MilestoneView("Briefing", dt.date(2024, 4, 1), None),
        MilestoneView("Workbooks sent", dt.date(2024, 3, 1), None),
        MilestoneView("Booked", dt.date(2024, 2, 1), dt.date(2024, 2, 1)),
    )
    store.phase_list[-1] = replace(store.phase_list[-1], milestones=steps)
    document = read(store)
    assert section(document, "Open queries and promises")[1] == [
        ("12 March 2024 (late)", "Wiltshire Police, phase 7", "Promise", "the return"),
        ("", "the operation", "Query", "the return"),
    ]
    assert section(document, "Milestones ahead")[1] == [
        ("1 March 2024 (late)", "7", "Workbooks sent"),
        ("1 April 2024", "7", "Briefing"),
    ]


def test_what_was_decided_learned_and_issued() -> None:
    store = example()
    warning = FindingView(6, "AS", "warning", "ten-times", "Return", "D5", "Ten times.", "", "Asked")
    store.finding_list = [warning, replace(warning, phase=7), warning, replace(warning, severity="notice")]
    store.exception_list = [
        ExceptionView(1, "ten-times", "off", "AS", "arrests", 7, "Short series", None),
        ExceptionView(2, "macros", "accept", "", "", None, "Over", dt.date(2024, 3, 24)),
    ]
    sentence = "One says 31, another 30."
    undecided = Disagreement(
        "k", Kind.REVISED, "Phase 7, Arrests", sentence, (7,), "arrests", "Arrests", "people", ()
    )
    store.reconciled = Reconciliation((), (), (undecided, replace(undecided, key="l", verdict="31")))
    store.learned_list = [
        LearnedView("DO", "Nicked", "arrests"),
        LearnedView("DO", "Notes", ""),
        LearnedView("DO", "", "", "sheet A, column Total"),
        *(LearnedView("WI", f"Label {number}", "charges") for number in range(14)),
    ]
    store.issued_list = [
        IssuedView(
            1,
            6,
            "summary",
            "",
            True,
            1,
            "x",
            "",
            dt.datetime(2023, 11, 1, 9, tzinfo=dt.UTC),
            "x",
            "h",
            "s",
            True,
        )
    ]
    document = read(store)
    words, rows = section(document, "What was decided")
    assert words == [
        "Warnings accepted with a reason: phase 6: 2; phase 7: 1.",
        "Joint results counted once: none.",
    ]
    assert rows == [
        (
            "Ten times any earlier figure or more",
            "switched off",
            "Avon and Somerset, Arrests, phase 7",
            "Short series",
            "no end",
        )
    ]
    assert section(document, "Figures that disagree and are not decided")[1] == [
        ("Phase 7, Arrests", "One says 31, another 30.")
    ]
    _, rows = section(document, "What was learned from the forces’ returns")
    assert rows[0] == ("Dorset", "“Nicked” means Arrests; “Notes” is left out", "sheet A, column Total")
    assert rows[1][1].endswith("; and 2 more")
    assert section(document, "Documents that were issued")[1] == [
        ("6", "Phase summary", "public", "1 (superseded)", "1 November 2023")
    ]


def test_it_is_never_public() -> None:
    with pytest.raises(OpcoordError, match="not for publication"):
        read_document(example(), SummaryOptions(7, kind="handover", public=True), PRINTED)
