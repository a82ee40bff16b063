"""The same content as a workbook and as plain text: complete, marked, nothing live and nothing hidden."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook

from opcoord.errors import OpcoordError
from opcoord.model.qualified import Qualified
from opcoord.model.terms import Qualifier
from opcoord.queries.papers import WordingView
from opcoord.queries.then_and_now import ThenAndNow
from opcoord.queries.views import NotableView
from opcoord.reports.document import Column, Document, Row
from opcoord.reports.kind_names import KIND_NAMES
from opcoord.reports.summary import Section, SummaryOptions
from opcoord.reports.summary_document import check_form, read_document, save_summary
from opcoord.reports.text_layout import WIDTH, text_lines
from opcoord.reports.text_table import table_text
from tests.unit.test_reports_fake import Answer, FakeQueries, crowded, example

PRINTED = dt.datetime(2024, 3, 25, 14, 5)
LONG = replace(example(), handling="Not to be passed on without leave. " * 8)
EMPTY = replace(example(), answers={})
CASES = {
    "example": (example(), 7, "AS"),
    "crowded": (crowded(), 1, "F03"),
    "long": (LONG, 7, "AS"),
    "empty": (EMPTY, 7, "AS"),
}
each_case = pytest.mark.parametrize(("store", "number", "force"), CASES.values(), ids=list(CASES))
each_kind = pytest.mark.parametrize("kind", KIND_NAMES)


def document(
    store: FakeQueries, kind: str = "summary", number: int = 7, force: str = "AS", public: bool = False
) -> Document:
    return read_document(store, SummaryOptions(number, kind=kind, agency=force, public=public), PRINTED)


def triple() -> FakeQueries:
    """Phase 7 with a missing return, a provisional figure and an "over" figure in one total."""
    store = example()
    store.answers[7, "AS", "arrests"] = Answer(41, Qualifier.OVER, state="provisional")
    return store


@each_case
@each_kind
def test_text_fits_an_e_mail_and_is_marked(store: FakeQueries, number: int, force: str, kind: str) -> None:
    lines = text_lines(document(store, kind, number, force))
    assert max(map(len, lines)) <= WIDTH
    assert lines[0].strip().startswith("OFFICIAL-SENSITIVE")
    marking = lines[: lines.index("")]
    assert lines[-len(marking) :] == marking
    assert "DRAFT" in "\n".join(lines)


def test_text_says_completeness_provisional_and_qualifier() -> None:
    text = "\n".join(text_lines(document(triple())))
    assert "* Arrests: over 67 (2 of 5 forces, provisional;" in text
    row = next(line for line in text.splitlines() if line.startswith("Arrests ") and "over 67 p" in line)
    assert "over 41 p" in row


def test_the_workbook_says_completeness_provisional_and_qualifier(tmp_path: Path) -> None:
    save_summary(document(triple()), tmp_path / "summary.xlsx")
    book = load_workbook(tmp_path / "summary.xlsx")
    sheet = book[Section.FORCES]
    (row,) = [each for each in sheet.iter_rows() if each[0].value == "Arrests"]
    assert (row[6].value, row[6].number_format) == (67, '"over "#,##0" p"')
    assert row[7].value == "2 of 5"


@each_case
@each_kind
def test_a_workbook_is_plain_and_ready_for_paper(
    store: FakeQueries, number: int, force: str, kind: str, tmp_path: Path
) -> None:
    path = tmp_path / "made.xlsx"
    save_summary(document(store, kind, number, force), path)
    book = load_workbook(path)
    assert book.properties.creator == "opcoord"
    assert not list(book.defined_names)
    for sheet in book:
        assert sheet.sheet_state == "visible"
        assert not any(each.hidden for each in sheet.column_dimensions.values())
        assert not any(each.data_type == "f" or each.comment for line in sheet.iter_rows() for each in line)
        assert sheet.page_setup.paperSize == 9 and sheet.page_setup.fitToWidth == 1
        assert sheet.oddHeader.center.text.startswith("OFFICIAL-SENSITIVE")
        assert sheet.oddFooter.center.text.startswith("OFFICIAL-SENSITIVE")
        assert len(sheet.oddHeader.center.text + sheet.oddHeader.right.text) < 250
        assert sheet.oddFooter.right.text == "Page &P of &N"
        assert sheet["A1"].value == sheet.cell(sheet.max_row, 1).value
        assert sheet["A1"].value.startswith("OFFICIAL-SENSITIVE")


def test_what_forces_wrote_stays_text(tmp_path: Path) -> None:
    store = example()
    store.notables = [NotableView(7, "AS", "Avon and Somerset Police", "=1+1", True, None)]
    store.phase_list = [
        replace(each, runs_with="@SUM(1)\x07", theme="=cmd|' /c calc'!A1") for each in store.phase_list
    ]
    save_summary(document(store), tmp_path / "made.xlsx")
    cells = [
        each for sheet in load_workbook(tmp_path / "made.xlsx") for line in sheet.iter_rows() for each in line
    ]
    (found,) = [each for each in cells if each.value == "=1+1"]
    assert (found.data_type, found.quotePrefix) == ("s", True)
    assert not any(each.data_type == "f" for each in cells)
    assert "\x07" not in "\n".join(text_lines(document(store)))


def test_sections_come_in_the_order_asked_for() -> None:
    order = (Section.ANNEX, Section.HEADLINES)
    made = read_document(example(), SummaryOptions(7, sections=order), PRINTED)
    text = "\n".join(text_lines(made))
    assert text.index("\nANNEX\n") < text.index("\nHEADLINE TOTALS\n")
    assert "RESULTS BY FORCE" not in text


def test_a_sheet_or_plan_is_not_published_and_a_force_is_named() -> None:
    for kind in ("force", "plan"):
        with pytest.raises(OpcoordError, match="not for publication"):
            document(example(), kind, public=True)
    for force in ("", "XX"):
        with pytest.raises(OpcoordError, match=r"one force|no agency"):
            document(example(), "force", force=force)
    with pytest.raises(OpcoordError, match="no kind"):
        document(example(), "poster")
    with pytest.raises(OpcoordError, match=r"\.pdf, \.xlsx, \.txt"):
        check_form(Path("summary.docx"))


def test_a_force_sheet_shows_what_was_understood() -> None:
    store = example()
    store.corrections = {("AS", "arrests"): ("read as 41 instead of 14", "Told by telephone")}
    text = " ".join("\n".join(text_lines(document(store, "force"))).split())
    for words in (
        "Return, D5",
        "over £150,000",
        "withheld",
        "12 p",
        "Told by",
        "Asked for and not answered: Class A",
    ):
        assert words in text
    assert not re.search(r"\b26\b", text), "another force's figure"
    missing = "\n".join(text_lines(document(store, "force", force="DO")))
    assert "No return of this force has been accepted" in missing


def test_a_public_cumulative_report_keeps_small_numbers_hidden() -> None:
    store = example()
    store.answers[6, "AS", "safeguarded"] = Answer(2)
    inside = "\n".join(text_lines(document(store, "cumulative")))
    public = "\n".join(text_lines(document(store, "cumulative", public=True)))
    # 2 in phase 6 and 43 in phase 7.
    assert re.search(r"\b45\b", inside)
    assert not re.search(r"\b45\b", public)
    assert "[c]" in public


def test_a_wide_table_goes_on_below_with_its_labels() -> None:
    columns = [Column("Measure"), *[Column(f"Force {each}", number=True) for each in range(12)]]
    rows = [
        Row(("Arrests", *[f"{each},234,567" for each in range(12)])),
        Row(("A long label of words", *["1"] * 12)),
    ]
    lines = table_text(columns, rows, WIDTH)
    assert max(map(len, lines)) <= WIDTH
    assert sum(line.startswith("Arrests") for line in lines) == 3
    assert all(f"{each},234,567" in "\n".join(lines) for each in range(12))


def test_a_file_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    for ending in (".txt", ".xlsx"):
        with pytest.raises(OpcoordError, match="written"):
            save_summary(document(example()), tmp_path / "no such folder" / f"made{ending}")
    assert not list(tmp_path.iterdir())


def test_what_belongs_together_is_heard_together() -> None:
    """Words stand apart from the facts, from each other and from the table below; closing words from what is above."""
    store = example()
    store.words = [
        WordingView("Introduction", "First words.\n\nSecond words.", False),
        WordingView("Results by force", "Words on forces.", False),
        WordingView("Closing words", "Last words.", False),
    ]
    lines = text_lines(document(store))
    for words, above, below in (
        ("First words.", 1, 1),
        ("Second words.", 1, 2),
        ("Words on forces.", 1, 1),
        ("Last words.", 2, 2),
    ):
        place = lines.index(words)
        assert [_empty(lines[:place][::-1]), _empty(lines[place + 1 :])] == [above, below], words
    # An underlined heading is followed at once by what it is of; nothing stands three lines away.
    assert lines[lines.index("NOTABLE RESULTS") + 2] != ""
    assert "\n\n\n\n" not in "\n".join(lines)


def _empty(lines: list[str]) -> int:
    return next(index for index, line in enumerate(lines) if line)


def test_a_bare_number_keeps_its_columns_title_and_long_answers_stand_apart() -> None:
    columns = [Column("Phase"), Column("Theme"), Column("Missing")]
    rows = [Row((str(number), "Theme " * 9, "Forces " * 9)) for number in (1, 2)]
    lines = table_text(columns, rows, WIDTH)
    assert [each for each in lines if each.startswith("Phase")] == ["Phase 1", "Phase 2"]
    pairs = [Column("What"), Column("Found")]
    assert "" in table_text(pairs, [Row(("One", "words " * 20)), Row(("Two", "word"))], WIDTH)
    short = table_text(pairs, [Row(("One" * 11, "word")), Row(("Two", "word " * 12))], WIDTH)
    assert (len(short), "" in short) == (2, False)


def test_a_return_that_did_not_come_was_due_once_its_day_is_over() -> None:
    store = example()
    phases = [replace(each, returns_due=dt.date(2024, 3, 24)) for each in store.phase_list]
    store.phase_list = phases
    said = {
        day: " ".join("\n".join(text_lines(read_document(store, options, dt.datetime(2024, 3, day)))).split())
        for options in [SummaryOptions(7, kind="force", agency="DO")]
        for day in (24, 25)
    }
    assert "It is due 24 March 2024." in said[24]
    assert "It was due 24 March 2024." in said[25]


def test_the_workbook_carries_its_title_and_its_embargo_on_every_printed_page(tmp_path: Path) -> None:
    store = replace(LONG, embargo_until=dt.datetime(2024, 4, 9, 6, 0))
    for public in (True, False):
        save_summary(document(store, public=public), tmp_path / "made.xlsx")
        book = load_workbook(tmp_path / "made.xlsx")
        kind = f"Phase summary ({'public, ' if public else ''}DRAFT)"
        assert (
            book.properties.title
            == f"{kind}, Operation Example, Phase 7: Ring of steel: visible street dealing"
        )
        for sheet in book:
            for part in (sheet.oddHeader.center.text, sheet.oddFooter.center.text):
                assert part.startswith("OFFICIAL-SENSITIVE")
                assert part.endswith("EMBARGOED UNTIL 9 APRIL 2024, 06:00") is public
            assert len(sheet.oddHeader.center.text + sheet.oddHeader.right.text) < 250


def test_every_column_of_numbers_in_the_workbook_has_a_head(tmp_path: Path) -> None:
    save_summary(document(example()), tmp_path / "made.xlsx")
    book = load_workbook(tmp_path / "made.xlsx")
    heads = {
        name: next(
            [cell.value for cell in line]
            for line in book[name].iter_rows()
            if line[0].value in ("Phase", "Measure")
        )
        for name in (Section.CUMULATIVE, Section.DIRECTIONS)
    }
    assert heads[Section.CUMULATIVE][1:4] == ["Arrests", "Forces", "To date"]
    assert heads[Section.DIRECTIONS][2:4] == ["Last", "When"]
    assert None not in heads[Section.CUMULATIVE] + heads[Section.DIRECTIONS]


def test_then_and_now_says_how_many_forces_are_in_what_was_returned() -> None:
    store = example()
    arrests = next(each for each in store.results() if each.measure.code == "arrests")
    returned = arrests.points[-1]
    told = replace(returned, total=Qualified(126))
    store.then_and_now = lambda: [ThenAndNow(arrests.measure, told, told, returned)]  # type: ignore[method-assign]
    text = "\n".join(text_lines(document(store, "cumulative")))
    below = text[text.index("Then and now") :].splitlines()
    assert next(each for each in below if each.startswith("Measure")).split()[-1] == "Forces"
    assert next(each for each in below if each.startswith("Arrests")).split() == [
        *("Arrests", "7", "126", "126", "67", "2", "of", "5"),
    ]


def test_what_forbids_a_notable_result_stands_with_it_and_with_no_other(tmp_path: Path) -> None:
    store = example()
    store.notables = [
        NotableView(7, "AS", "Avon and Somerset Police", "First result.", True, None),
        NotableView(7, "AS", "Avon and Somerset Police", "Second result.", False, None),
        NotableView(7, "WI", "Wiltshire Police", "Third result.", True, dt.date(2030, 3, 26)),
        NotableView(7, "WI", "Wiltshire Police", "Fourth result.", True, None),
    ]
    wanted = [
        "Avon and Somerset Police",
        "First result.",
        "",
        "Avon and Somerset Police – no consent: not for publication",
        "Second result.",
        "",
        "Wiltshire Police – embargo until 26 March 2030",
        "Third result.",
        "",
        "Wiltshire Police",
        "Fourth result.",
    ]
    text = text_lines(document(store))
    start = text.index("Avon and Somerset Police")
    lines = text[start : text.index("Fourth result.") + 1]
    # In text two empty lines part the results.
    assert [each for each, _ in itertools.groupby(lines)] == wanted
    save_summary(document(store), tmp_path / "made.xlsx")
    sheet = load_workbook(tmp_path / "made.xlsx")["Notable results"]
    cells = [row[0].value or "" for row in sheet.iter_rows()]
    assert cells[cells.index(wanted[0]) :][: len(wanted)] == wanted
