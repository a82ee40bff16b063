"""Faults that a review found: a wrong total, or a value lost, that nobody would have been told of."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from opcoord.cli.main import main
from opcoord.excel import return_form as form
from opcoord.excel.grid import CellValue, Grid
from opcoord.excel.template import TemplateValue, write_template
from opcoord.model.refs import LearnedTable, MeasureRef, PhaseRef
from opcoord.model.terms import Severity
from opcoord.reading.decisions import Correction, Decisions
from opcoord.reading.parsed import ParsedReturn
from opcoord.services.workspace import Workspace
from tests.unit.reading_grids import CONTEXT, Rows, amounts, codes, message, read_all, read_one, sheet

PARTS = replace(
    CONTEXT,
    measures=(
        *CONTEXT.measures,
        MeasureRef("safeguarded", "People safeguarded", "people"),
        MeasureRef("adults", "of which adults", "people", part_of="safeguarded"),
        MeasureRef("class_a", "Class A seized", "g"),
    ),
    phases=(
        PhaseRef(6, "Theme", (), None, ("arrests", "charges", "cash", "safeguarded", "adults", "class_a")),
        PhaseRef(7, "Theme", (), None, ("arrests", "cash")),
    ),
)
LEARNED = replace(PARTS, learned_tables=(LearnedTable("DO", "Sheet1", "Activity", "Total"),))
HEAD: list[CellValue] = ["Activity", "Total"]


def read(rows: Rows, decisions: Decisions | None = None, file_name: str = "") -> ParsedReturn:
    return read_one(rows, decisions, file_name, context=PARTS)


def learned(rows: Rows) -> ParsedReturn:
    """As the next file of a force whose table is known."""
    return read_one(rows, context=LEARNED)


def warned(parsed: ParsedReturn) -> set[str]:
    return codes(parsed, Severity.WARNING) | codes(parsed, Severity.ERROR)


# -- what a label means depends on what stands above it -------------------------------------------------


@pytest.mark.parametrize("head", [HEAD, ["Measure", "Figure"]])
def test_a_part_below_another_whole_is_asked_about(head: list[CellValue]) -> None:
    rows: Rows = [head, ["Arrests", 24], ["of which adults", 20], ["People safeguarded", 30]]
    parsed = read(rows)
    assert "adults" not in amounts(parsed)
    assert "part-elsewhere" in warned(parsed)
    (question,) = parsed.questions
    assert (question.label, question.raw, question.suggestions) == ("of which adults", "20", ("adults",))
    answered = read(rows, Decisions("DO", 6).answered("of which adults", "adults"))
    assert amounts(answered)["adults"][0] == 20


@pytest.mark.parametrize("whole", [30, None])
def test_a_part_below_its_whole_is_taken(whole: int | None) -> None:
    parsed = read([HEAD, ["Arrests", 24], ["People safeguarded", whole], ["of which adults", 20]])
    assert amounts(parsed)["adults"][0] == 20
    assert "part-elsewhere" not in codes(parsed)


def test_a_part_beside_its_whole_is_taken() -> None:
    parsed = read_all(
        [
            ["Force", "Arrests", "People safeguarded", "of which adults"],
            ["Dorset", 4, 30, 20],
            ["Wiltshire", 3, 9, 2],
        ],
        context=PARTS,
    )
    assert [amounts(each)["adults"][0] for each in parsed] == [20, 2]


def test_a_heading_of_another_time_between_the_rows_is_pointed_out() -> None:
    rows: Rows = [HEAD, ["Arrests", 24], ["Phase 5 for comparison"], ["Cash seized", 300]]
    assert "section-heading" in warned(learned(rows))
    assert "section-heading" not in codes(
        learned([HEAD, ["Arrests", 24], ["Seizures"], ["Cash seized", 300]])
    )


@pytest.mark.parametrize(
    "again", [["Activity", "Target", "Total"], ["Seizures", "Previous phase", "This phase"]]
)
def test_headings_that_change_on_the_way_down_are_pointed_out(again: list[CellValue]) -> None:
    rows: Rows = [["Activity", "Total", "Target"], ["Arrests", 24, 30], again, ["Cash seized", 300, 200]]
    assert "section-heading" in warned(learned(rows))
    same: Rows = [
        ["Activity", "Total", "Target"],
        ["Arrests", 24, 30],
        ["Activity", "Total", "Target"],
        ["Charges", 3, 2],
    ]
    assert "section-heading" not in codes(learned(same))


@pytest.mark.parametrize("heading", ["Total since March 2022", "Figures to date"])
def test_a_column_of_all_phases_is_pointed_out(heading: str) -> None:
    assert "section-heading" in warned(read([["Activity", heading], ["Arrests", 24], ["Cash seized", 300]]))


@pytest.mark.parametrize("heading", ["Region total", "All five forces"])
def test_the_regions_column_is_not_one_forces_in_silence(heading: str) -> None:
    rows: Rows = [["Dorset Police"], ["Activity", heading], ["Arrests", 24], ["Cash seized", 300]]
    assert "all-forces" in warned(read(rows))


def test_a_figure_merged_over_two_rows_is_pointed_out() -> None:
    rows: Rows = [HEAD, ["Arrests", 24], ["Charges", None], ["Cash seized", 300]]
    assert "merged-cells" in warned(read_one(rows, context=PARTS, merged=("B2:B3",)))


# -- units ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("unit", ["kg", "(kg)", "£k", "000s"])
def test_a_unit_beside_the_number_without_a_heading_counts(unit: str) -> None:
    parsed = read([HEAD, ["Class A seized", 2.5, unit], ["Arrests", 3]])
    assert "unit-changed" in codes(parsed, Severity.ERROR)


def test_the_right_unit_beside_the_number_is_no_doubt() -> None:
    parsed = read([HEAD, ["Class A seized", 2.5, "g"], ["Cash seized", 3, "£"]])
    assert amounts(parsed)["class_a"][0] == 2_500
    assert not {"unit-changed", "text-beside"} & codes(parsed)


@pytest.mark.parametrize(
    ("label", "measure"), [("Class A drugs kg", "class_a"), ("Dirty cash (£000s)", "cash")]
)
def test_an_answered_label_keeps_its_unit(label: str, measure: str) -> None:
    decisions = Decisions("DO", 6).answered(label, measure)
    rows: Rows = [HEAD, [label, 2], ["Arrests", 3]]
    assert "unit-changed" in codes(read(rows, decisions), Severity.ERROR)
    corrected = read(rows, decisions.corrected(Correction(measure, "Says so", "2")))
    assert "unit-changed" not in codes(corrected)


def test_a_unit_typed_with_the_amount_settles_the_label() -> None:
    decisions = Decisions("DO", 6).answered("Class A drugs kg", "class_a")
    parsed = read([HEAD, ["Class A drugs kg", "2kg"], ["Arrests", 3]], decisions)
    assert amounts(parsed)["class_a"][0] == 2_000_000
    assert "unit-changed" not in codes(parsed)


@pytest.mark.parametrize(
    "rows",
    [
        [["Activity", "£k"], ["Cash seized", 12], ["Arrests", 3]],
        [["Activity", "Total (£000s)"], ["Cash seized", 12], ["Arrests", 3]],
        [["All money in £000s"], [], HEAD, ["Cash seized", 12], ["Arrests", 3]],
        [["Values are in thousands"], [], HEAD, ["Cash seized", 12], ["Arrests", 3]],
    ],
)
def test_money_under_thousands_waits_until_its_amount_is_told(rows: Rows) -> None:
    parsed = read(rows)
    assert "table-unit" in warned(parsed)
    (error,) = (each for each in parsed.findings if each.severity is Severity.ERROR)
    assert error.code == "unit-changed" and "over the figures stands" in error.message
    told = Decisions("DO", 6).corrected(Correction("cash", "Told by telephone", "£12,000"))
    settled = read(rows, told)
    assert amounts(settled)["cash"][0] == 1_200_000 and not codes(settled, Severity.ERROR)
    # Whoever types the unit, or nothing at all, leaves no doubt.
    typed: Rows = [["£12k" if value == 12 else value for value in row] for row in rows]
    assert amounts(read(typed))["cash"][0] == 1_200_000 and not codes(read(typed), Severity.ERROR)
    for none in (0, "-", "nil"):
        nothing: Rows = [[none if value == 12 else value for value in row] for row in rows]
        assert not codes(read(nothing), Severity.ERROR)


# -- words that nobody reads ----------------------------------------------------------------------------


@pytest.mark.parametrize("head", [HEAD, ["Measure", "Figure"]])
def test_a_footnote_that_changes_a_figure_is_shown(head: list[CellValue]) -> None:
    parsed = read([head, ["Arrests", 12], ["Cash seized", 5], [], ["* arrests should read 9"]])
    assert "'* arrests should read 9' (A5)" in message(parsed, "text-around")


def test_texts_beside_the_figures_are_named() -> None:
    parsed = read(
        [["Activity", "Number", "Who"], ["Arrests", 12, "Team 1"], ["Cash seized", 5, "should be 15"]]
    )
    assert "'should be 15' (C3)" in message(parsed, "text-around")
    assert "column C" in message(parsed, "text-beside")


def test_a_number_in_the_note_is_not_lost() -> None:
    parsed = read([["Measure", "Figure", "Note"], ["Arrests", None, 24], ["Cash seized", 5, None]])
    assert "'24' under Note" in message(parsed, "figure-elsewhere")
    assert "arrests" not in amounts(parsed)


def test_an_unquoted_comma_in_a_text_file_is_not_taken_for_a_figure_in_silence() -> None:
    parsed = read([["Measure", "Figure"], ["Arrests", "1", "234"]])
    assert "other-figures" in warned(parsed)


def test_a_sheet_with_numbers_is_named() -> None:
    first = sheet([HEAD, ["Arrests", 12], ["Cash seized", 5]])
    parsed = read_one(Grid((first, sheet([["Nicked", 3]], "Sunday"))), context=PARTS)
    assert "'Sunday'" in message(parsed, "other-sheet")


@pytest.mark.parametrize("figure", [dt.datetime(2024, 3, 5), "10 - 12"])
def test_a_date_for_a_figure_makes_no_heading_of_its_row(figure: CellValue) -> None:
    parsed = read([HEAD, ["Arrests", figure], ["Cash seized", 5]])
    assert "Arrests must be a whole number" in message(parsed, "not-a-figure")


# -- what was learned -----------------------------------------------------------------------------------


def test_a_learned_table_without_surprises_is_read() -> None:
    parsed = learned([HEAD, ["Arrests", 12], ["Cash seized", 5]])
    assert "last return" in parsed.found and warned(parsed) == set()


def test_a_new_column_beside_the_learned_one_is_pointed_out() -> None:
    rows: Rows = [["Activity", "This phase", "Total"], ["Arrests", 12, 140], ["Cash seized", 5, 80]]
    assert "other-figures" in warned(learned(rows))
    shares: Rows = [["Activity", "Total", "%"], ["Arrests", 12, 0.4], ["Cash seized", 5, 0.2]]
    assert "other-figures" in codes(learned(shares), Severity.NOTICE)


def test_the_learned_heading_under_another_group_is_not_the_learned_one() -> None:
    parsed = learned([[None, "Since launch"], HEAD, ["Arrests", 12], ["Cash seized", 5]])
    assert "proposed-table" in warned(parsed)


def test_a_row_that_corrects_a_force_is_no_stranger() -> None:
    rows: Rows = [
        ["Force", "Arrests", "Cash seized"],
        ["Dorset", 12, 5],
        ["Dorset (revised)", 14, 6],
        ["Less", -1, 0],
    ]
    parsed = read(rows)
    assert "Dorset (revised)" in message(parsed, "other-figures")
    assert {each.severity for each in parsed.findings if "'Less'" in each.message} == {Severity.WARNING}


# -- phase and agency -----------------------------------------------------------------------------------


@pytest.mark.parametrize("said", ["Phase seven", "PHASE VII", "Phase7", "Phase: 7", "Phase no. 7"])
def test_the_phase_may_be_written_otherwise(said: str) -> None:
    parsed = read([[f"Dorset return {said}"], HEAD, ["Arrests", 12]], Decisions("DO"), "return phase 6.xlsx")
    assert parsed.phase == 7
    assert "file-name-disagrees" in warned(parsed)


def test_the_phase_may_stand_in_a_cell_of_its_own() -> None:
    rows: Rows = [["Force", "Dorset"], ["Phase", 7], ["Measure", "Figure"], ["Arrests", 12]]
    assert read(rows, Decisions(), "Dorset phase 6.xlsx").phase == 7


def test_a_title_of_another_phase_than_the_column_is_pointed_out() -> None:
    parsed = read([["Dorset phase 6"], ["Activity", "Phase 7"], ["Arrests", 12]], Decisions("DO"))
    assert parsed.phase == 7 and "phase-disagrees" in warned(parsed)


@pytest.mark.parametrize(("over", "code"), [("Phase 7", "phase-disagrees"), ("Target", "section-heading")])
def test_what_stands_over_all_figures_of_a_learned_table_counts(over: str, code: str) -> None:
    known = replace(PARTS, learned_tables=(LearnedTable("DO", "Sheet1", "Force", "Arrests"),))
    rows: Rows = [["Phase 6"], [None, over, None], ["Force", "Arrests", "Cash seized"], ["Dorset", 12, 5]]
    (parsed,) = read_all(rows, Decisions(), context=known, merged=("B2:C2",))
    assert "last return" in parsed.found and code in warned(parsed)


def test_a_title_of_targets_is_pointed_out() -> None:
    assert "section-heading" in warned(
        learned([["Targets and baseline"], HEAD, ["Arrests", 12], ["Charges", 5]])
    )


def _form(workspace: Workspace, folder: Path, old: str, new: str) -> Path:
    path = folder / "return.xlsx"
    write_template(path, workspace.returns.context(), "DO", 7, values={"arrests": TemplateValue(22)})
    book = openpyxl.load_workbook(path)
    for row in book[form.RETURN_SHEET].iter_rows():
        for cell in row:
            if isinstance(cell.value, str) and not cell.value.startswith("opcoord:"):
                cell.value = cell.value.replace(old, new)
    book.save(path)
    return path


def test_last_phases_form_with_the_title_typed_over_is_asked_about(
    workspace: Workspace, tmp_path: Path
) -> None:
    (seen,) = workspace.returns.inspect([_form(workspace, tmp_path, "phase 7", "phase 6")])
    assert not seen.can_accept
    assert "made for phase 7 but its title says phase 6" in seen.reason
    for phase in (6, 7):
        decided = workspace.returns.decide(seen, replace(seen.decisions, phase=phase))
        assert (decided.phase, decided.can_accept) == (phase, True)
        assert "phase-disagrees" in {each.code for each in decided.of(Severity.WARNING)}


def test_a_form_that_names_nobody_known_is_doubted(workspace: Workspace, tmp_path: Path) -> None:
    (seen,) = workspace.returns.inspect([_form(workspace, tmp_path, "Dorset Police", "Dorset and friends")])
    assert "agency-disagrees" in {each.code for each in seen.of(Severity.WARNING)}


def test_a_counting_rule_typed_over_is_pointed_out(workspace: Workspace, tmp_path: Path) -> None:
    (seen,) = workspace.returns.inspect([_form(workspace, tmp_path, "inside the phase window", "since 2022")])
    assert [each.code for each in seen.of(Severity.WARNING)] == ["rule-changed"]


# -- accepting ------------------------------------------------------------------------------------------


def _own(folder: Path, name: str, *rows: list[CellValue]) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(folder / name)
    return folder / name


def _copies(folder: Path) -> list[Path]:
    """The same three figures, as if they were two forces'."""
    table: list[list[CellValue]] = [
        ["Measure", "Figure"],
        ["Arrests", 22],
        ["Cash seized", 5131],
        ["Wraps seized", 77],
    ]
    folder.mkdir(exist_ok=True)
    return [
        _own(folder, f"{name}.xlsx", ["Force", name], ["Phase 7"], *table) for name in ("Dorset", "Wiltshire")
    ]


def test_copies_in_one_folder_are_not_accepted_by_the_command_line(
    workspace: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _copies(tmp_path / "in")
    workspace.close()
    assert main(["import", str(workspace.path), str(tmp_path / "in"), "--accept"]) == 1
    assert "All 3 figures are those that Dorset Police returned" in capsys.readouterr().out
    again = Workspace.open(workspace.path)
    assert [each.agency for each in again.queries.returns(7)] == ["DO"]
    again.close()


def test_copies_that_came_together_are_not_accepted_together(workspace: Workspace, tmp_path: Path) -> None:
    files = _copies(tmp_path)
    seen = workspace.returns.inspect(files)
    assert [each.reason for each in seen] == ["3 figures, nothing odd."] * 2
    accepted, left = workspace.returns.accept_all(seen)
    assert len(accepted) == 1
    assert [(each.agency, "All 3 figures" in str(refusal)) for each, refusal in left] == [("WI", True)]


def test_a_file_kept_as_cells_first_can_be_kept_whole(workspace: Workspace, tmp_path: Path) -> None:
    rows: list[list[CellValue]] = [["Region phase 7"], ["Force", "Arrests"], ["Dorset", 12], ["Wiltshire", 9]]
    path = _own(tmp_path, "Region phase 7.xlsx", *rows)
    one, two = workspace.returns.inspect([path])
    workspace.returns.accept(one, reason_for_all="Seen", keep_file=False)
    workspace.returns.accept(two, reason_for_all="Seen", keep_file=True)
    assert workspace.returns.received_bytes(one.sha256)[1] == path.read_bytes()
    assert workspace.verify() == []


# -- whose, when and what part of it: words that nobody read ----------------------------------------------


@pytest.mark.parametrize(
    "heading", [["Wiltshire"], ["Force", "Wiltshire Police"], ["Phase", 5], ["Week", 2], ["Planned"]]
)
def test_figures_of_others_further_down_are_pointed_out(heading: list[CellValue]) -> None:
    parsed = learned([["Dorset"], HEAD, ["Arrests", 24], [], heading, HEAD, ["Cash seized", 300]])
    assert heading[-1] in (5, 2) or str(heading[-1]) in message(parsed, "section-heading")
    assert "section-heading" in warned(parsed)


@pytest.mark.parametrize("again", [["Dorset"], ["Force", "Dorset"]])
def test_the_title_once_more_after_a_page_break_says_nothing_new(again: list[CellValue]) -> None:
    parsed = learned([again, HEAD, ["Arrests", 24], again, HEAD, ["Cash seized", 300]])
    assert "section-heading" not in codes(parsed)


def test_what_stands_around_the_figures_is_quoted() -> None:
    rows: Rows = [
        HEAD,
        ["Arrests", 24, "Poole"],
        ["Bournemouth"],
        ["Cash seized", 300],
        [],
        ["Checked by hand"],
    ]
    parsed = learned(rows)
    assert "'Bournemouth' (A3); 'Checked by hand' (A6)" in message(parsed, "text-not-kept")
    assert "column C ('Poole')" in message(parsed, "text-beside")
    for words in ("Bournemouth only", "Partial figures", "plus 3 by another force"):
        rows[-1] = [words]
        assert words in message(learned(rows), "text-around")


def test_the_marking_below_the_figures_is_no_news() -> None:
    parsed = learned([["OFFICIAL"], HEAD, ["Arrests", 24], [], ["OFFICIAL"]])
    assert not {"text-not-kept", "text-around"} & codes(parsed)


def test_another_phase_beside_a_figure_is_pointed_out() -> None:
    rows: Rows = [
        ["Force", "Sent for", "Arrests", "Charges"],
        ["Dorset", "Phase 5", 9, 2],
        ["Wiltshire", "Phase 6", 4, 1],
    ]
    parsed = read_all(rows)[0]
    assert "'Phase 5' (B2)" in message(parsed, "text-around")


def test_figures_without_a_name_below_a_force_are_pointed_out() -> None:
    rows: Rows = [
        ["Force", "Area", "Arrests"],
        ["Dorset", "Poole", 9],
        [None, "Bournemouth", 3],
        ["Wiltshire", "All", 4],
    ]
    parsed = read_all(rows)[0]
    assert "row 3" in message(parsed, "other-figures")
    assert "other-figures" in warned(parsed)


@pytest.mark.parametrize(
    "heading", ["November 2023", "Nov. 2023", "2022/23", 2023, "April 2024", "March 2023 to March 2024"]
)
def test_a_heading_of_other_days_than_the_phase_has_is_pointed_out(heading: CellValue) -> None:
    parsed = read_one([["Activity", heading], ["Arrests", 24], ["Cash seized", 300]])
    assert amounts(parsed)["arrests"] == (24, "B2")
    assert str(heading) in message(parsed, "other-days")
    assert "other-days" in warned(parsed)


@pytest.mark.parametrize(
    "heading", ["March 2024", "4 to 10 March 2024", "2024", "Q4 2023/24", "As at 5 May 2024"]
)
def test_a_heading_of_the_days_of_the_phase_says_nothing_against_it(heading: str) -> None:
    parsed = read_one([["Activity", heading], ["Arrests", 24], ["Cash seized", 300]])
    assert "other-days" not in codes(parsed)


@pytest.mark.parametrize(
    ("title", "asked"),
    [
        ("4 to 10 November 2023", True),
        ("Returns for Nov 2023", True),
        ("Sent on 2 April 2024", False),
        ("Returns due by 1 February 2024", False),
        ("Operation began 1 March 2022", False),
    ],
)
def test_a_title_of_days_before_the_phase_is_pointed_out(title: str, asked: bool) -> None:
    parsed = read_one([[title], ["Activity", "Number"], ["Arrests", 24], ["Cash seized", 300]])
    assert ("other-days" in warned(parsed)) is asked


def test_a_day_beside_a_force_before_the_phase_is_pointed_out() -> None:
    rows: Rows = [
        ["Force", "Day", "Arrests"],
        ["Dorset", dt.datetime(2023, 11, 5), 9],
        ["Wiltshire", dt.datetime(2024, 3, 5), 4],
    ]
    dorset, wiltshire = read_all(rows)
    assert "'5 November 2023' (B2)" in message(dorset, "other-days")
    assert "other-days" not in codes(wiltshire)


def test_only_planned_figures_are_no_results() -> None:
    parsed = read([["Activity", "Planned"], ["Arrests", 24], ["Cash seized", 300]])
    assert amounts(parsed) == {}
    assert "several-columns" in codes(parsed, Severity.ERROR)


def test_the_proposed_column_is_told_by_its_heading() -> None:
    parsed = read([["Activity", "Women"], ["Arrests", 24], ["Cash seized", 300]])
    assert "column B under 'Women'" in message(parsed, "proposed-table")


# -- our own form, filled in beside its boxes -------------------------------------------------------------

FORM: list[CellValue] = [*form.COLUMNS]


@pytest.mark.parametrize("at", [form.UNIT, form.RULE, form.QUALIFIER, "beside"])
def test_a_number_of_an_added_row_under_another_heading_is_not_lost(at: str) -> None:
    row: list[CellValue] = ["Drones flown", *[None] * len(FORM)]
    row[FORM.index(at) if at in FORM else len(FORM)] = 5
    parsed = read([FORM, ["Arrests", "people", None, 24], row])
    assert "'5' in the row of 'Drones flown'" in message(parsed, "figures-outside")
    assert "figures-outside" in warned(parsed)


def test_a_figure_told_in_a_note_is_pointed_out() -> None:
    head: list[CellValue] = [form.HEADER_MARK, *FORM]
    row: list[CellValue] = [
        form.measure_mark("cash"),
        "Cash seized",
        "pounds (£)",
        *[None] * 6,
        "7 wads of it",
    ]
    parsed = read([head, [form.measure_mark("arrests"), "Arrests", "people", None, 24], row])
    assert "'7 wads of it' under Note" in message(parsed, "figure-elsewhere")


@pytest.mark.parametrize(
    ("note", "asked"),
    [("26", True), ("should be 26", True), ("amended to 26", True), ("3 of them in Poole", False)],
)
def test_a_note_that_says_another_figure_is_pointed_out(note: str, asked: bool) -> None:
    parsed = read([FORM, ["Arrests", "people", None, 24, *[None] * 4, note], ["Charges", "people", None, 3]])
    assert amounts(parsed)["arrests"][0] == 24
    assert ("note-disagrees" in warned(parsed)) is asked


@pytest.mark.parametrize(
    ("text", "code"),
    [("Arrests should be fourteen", "other-table"), ("Thank you for the week", "other-sheet")],
)
def test_a_sheet_of_texts_is_not_passed_over_in_silence(text: str, code: str) -> None:
    grid = Grid((sheet([FORM, ["Arrests", "people", None, 24]]), sheet([[text]], "More")))
    assert "'More'" in message(read_one(grid, context=PARTS), code)


def test_our_own_guidance_is_no_other_sheet(tmp_path: Path) -> None:
    path = tmp_path / "form.xlsx"
    write_template(path, CONTEXT, "DO", 6, {"arrests": TemplateValue(amount=3)})
    book = openpyxl.load_workbook(path)
    book[form.GUIDANCE_SHEET].title = "Help"
    grid = Grid(tuple(sheet([list(row) for row in each.values], each.title) for each in book))
    assert not {"other-sheet", "other-table"} & codes(read_one(grid))


def test_a_second_table_under_our_headings_does_not_hide_the_first() -> None:
    rows: Rows = [
        ["Activity", "Number"],
        ["Arrests", 24],
        [],
        ["Wiltshire Police"],
        ["Measure", "Figure"],
        ["Cash seized", 300],
    ]
    parsed = read(rows)
    assert "B2" in message(parsed, "figures-outside")
    rows = [["Measure", "Figure"], ["Arrests", 24], [], ["Wiltshire"], ["Cash seized", 300]]
    assert "'Wiltshire'" in message(read(rows), "section-heading")


@pytest.mark.parametrize("turned", [False, True])
def test_a_line_called_phase_says_whose_phase_the_figures_are(turned: bool) -> None:
    rows: Rows = [
        ["Force", "Phase", "Arrests", "Charges"],
        ["Dorset", "Phase 6", 9, 2],
        ["Wiltshire", 7, 4, 1],
    ]
    if turned:
        rows = [list(column) for column in zip(*rows, strict=True)]
    dorset, wiltshire = read_all(rows, Decisions(phase=6))
    assert (dorset.phase, wiltshire.phase) == (6, 7)
    assert "wrong-phase" in codes(wiltshire, Severity.ERROR)
    assert not {"wrong-phase", "unknown-measure", "text-around"} & codes(dorset)


def test_a_total_of_numbers_typed_as_text_is_checked() -> None:
    rows: Rows = [
        ["Force", "Arrests", "Charges"],
        ["Dorset", "1,009", 2],
        ["Wiltshire", "4", 1],
        ["Total", 1015, 3],
    ]
    assert "Arrests: 1,015 against 1,013" in message(read_all(rows)[0], "subtotal")


def test_a_title_of_a_longer_time_is_pointed_out() -> None:
    rows: Rows = [["Figures since launch"], ["Force", "Arrests"], ["Dorset", 9], ["Wiltshire", 4]]
    assert "section-heading" in warned(read_all(rows)[0])


@pytest.mark.parametrize(
    "words",
    ["These are last phase's figures", "Not final", "excl. BTP", "add 3 from BTP", "not yet complete"],
)
@pytest.mark.parametrize("beside", [False, True])
def test_words_that_make_figures_others_are_pointed_out(words: str, beside: bool) -> None:
    rows: Rows = [HEAD, ["Arrests", 24, None, words if beside else None], ["Cash seized", 300]]
    rows += [] if beside else [[], [words]]
    assert words in message(learned(rows), "text-around").replace("’", "'")


def test_another_number_in_words_beside_a_figure_is_pointed_out() -> None:
    assert "12 after checks" in message(
        learned([HEAD, ["Arrests", 24, None, "12 after checks"]]), "text-around"
    )


def test_headings_repeated_with_another_column_are_pointed_out() -> None:
    twice: Rows = [
        ["Activity", "Target", "Total"],
        ["Arrests", 9, 24],
        ["Activity", "Target", "Target"],
        ["Charges", 3, 5],
    ]
    assert "'Target'" in message(learned(twice), "section-heading")
    parsed = learned([HEAD, ["Arrests", 24], ["Activity", "Adults"], ["Cash seized", 300]])
    assert "'Adults'" in message(parsed, "section-heading")


@pytest.mark.parametrize("heading", ["Revised", "New total", "Dorset, corrected"])
def test_newer_figures_beside_those_of_a_force_are_pointed_out(heading: str) -> None:
    parsed = read([["Measure", "Dorset", heading], ["Arrests", 24, 31], ["Charges", 3, 4]])
    assert heading in message(parsed, "other-figures")
    assert "other-figures" in warned(parsed)


@pytest.mark.parametrize("heading", ["Number (kg)", "Weight in oz", "Pence"])
def test_a_unit_over_all_figures_is_pointed_out(heading: str) -> None:
    assert "table-unit" in warned(read([["Measure", heading], ["Arrests", 24], ["Class A seized", 3]]))


def test_a_title_of_another_force_than_the_column_is_pointed_out() -> None:
    rows: Rows = [["Wiltshire Police return"], ["Measure", "Dorset"], ["Arrests", 24], ["Charges", 3]]
    assert "Wiltshire Police" in message(read(rows), "agency-disagrees")
    rows[1:] = [["Measure", "Dorset", "Avon & Somerset"], ["Arrests", 24, 3]]
    assert "agency-disagrees" not in codes(read_all(rows)[0])


def test_a_note_that_names_another_force_does_not_hide_whose_table_it_is() -> None:
    rows: Rows = [["Dorset Police"], [*HEAD, "Comments"], ["Arrests", 24, "3 with Wiltshire Police"]]
    parsed = read_one(rows, Decisions(phase=6), context=LEARNED)
    assert parsed.agency == "DO"
    assert parsed.found == "as in the last return of Dorset Police"


def test_the_same_file_twice_in_one_folder_is_taken_once(workspace: Workspace, tmp_path: Path) -> None:
    first = _copies(tmp_path)[0]
    again = tmp_path / "Copy of Dorset.xlsx"
    again.write_bytes(first.read_bytes())
    accepted, left = workspace.returns.accept_all(workspace.returns.inspect([first, again]))
    assert (len(accepted), left) == (1, [])
    assert [each.version for each in workspace.queries.returns(7)] == [1]


@pytest.mark.parametrize(
    ("address", "value", "code"),
    [("K5", 7, "text-around"), ("E15", "should be 7", "text-around"), ("G10", "see e-mail", "text-not-kept")],
)
def test_what_is_written_among_the_fields_of_our_form_is_told(
    address: str, value: CellValue, code: str, tmp_path: Path
) -> None:
    path = tmp_path / "form.xlsx"
    write_template(path, CONTEXT, "DO", 6, {"arrests": TemplateValue(amount=3)})
    book = openpyxl.load_workbook(path)

    def received() -> ParsedReturn:
        return read_one(Grid(tuple(sheet([list(row) for row in each.values], each.title) for each in book)))

    assert not {"text-around", "text-not-kept"} & codes(received())
    book[form.RETURN_SHEET][address] = value
    assert f"'{value}' ({address})" in message(received(), code)


def test_titles_over_our_headings_are_read_like_others() -> None:
    rows: Rows = [
        ["All values in £000s"],
        FORM,
        ["Arrests", "people", None, 24],
        ["Cash seized", "£", None, 5],
    ]
    assert "table-unit" in warned(read(rows))
    rows[0] = ["Bournemouth only"]
    assert "section-heading" in warned(read(rows))


@pytest.mark.parametrize("note", ["provisional", "over", "figure of phase 5", "as last phase"])
def test_a_note_that_belongs_elsewhere_or_speaks_of_another_phase_is_pointed_out(note: str) -> None:
    parsed = read([FORM, ["Arrests", "people", None, 24, *[None] * 4, note]])
    assert "note-disagrees" in warned(parsed)


@pytest.mark.parametrize("unit", ["k", "thousand", "£k"])
@pytest.mark.parametrize("before", [False, True])
def test_a_multiple_beside_a_figure_on_either_side_is_asked_about(unit: str, before: bool) -> None:
    row: list[CellValue] = [unit, "Cash seized", 3] if before else ["Cash seized", 3, unit]
    rows: Rows = [[None, *HEAD], row, [None, "Arrests", 24]] if before else [HEAD, row, ["Arrests", 24]]
    parsed = read(rows)
    assert "unit-changed" in codes(parsed, Severity.ERROR)


def test_words_of_our_own_in_a_form_are_no_doubt_about_it(tmp_path: Path) -> None:
    named = replace(
        CONTEXT, operation="Joint Operation Extra", notice="For partners only, incl. British Transport Police"
    )
    path = tmp_path / "form.xlsx"
    write_template(path, named, "DO", 6, {"arrests": TemplateValue(amount=3)})
    book = openpyxl.load_workbook(path)
    grid = Grid(tuple(sheet([list(row) for row in each.values], each.title) for each in book))
    assert not warned(read_one(grid, context=named))
