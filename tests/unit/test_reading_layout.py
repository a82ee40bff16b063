"""A return is found by its marks or its labels, and whatever is odd about it is said."""

from __future__ import annotations

import datetime as dt

from opcoord.excel import return_form as form
from opcoord.excel.grid import HIDDEN, Cell, CellValue, Grid, Sheet
from opcoord.model.refs import AgencyRef, MeasureRef, PhaseRef, ReadingContext
from opcoord.model.terms import Empty, Qualifier, Severity, State
from opcoord.reading import read_returns
from opcoord.reading.decisions import Decisions
from opcoord.reading.parsed import ParsedFigure, ParsedReturn

CONTEXT = ReadingContext(
    operation="Operation Scorpion",
    notice="",
    marking="OFFICIAL",
    agencies=(AgencyRef("DO", "Dorset Police", ("Dorset",)), AgencyRef("WI", "Wiltshire Police")),
    measures=(
        MeasureRef("arrests", "Arrests", "people", aliases=("Number of arrests",)),
        MeasureRef("charges", "Charges", "people", part_of="arrests"),
        MeasureRef("cash", "Cash seized", "GBP"),
        MeasureRef("plants", "Cannabis plants seized", "plants"),
    ),
    phases=(
        PhaseRef(
            6, "Theme", ((dt.date(2024, 3, 4), dt.date(2024, 3, 10)),), None, ("arrests", "charges", "cash")
        ),
        PhaseRef(7, "Theme", (), None, ("arrests",)),
    ),
)
TODAY = dt.date(2024, 4, 1)
IDENTITY = form.FormIdentity(1, "Operation Scorpion", 6, "DO").text()
HEAD: list[CellValue] = [
    form.HEADER_MARK,
    "Measure",
    "Unit",
    "Figure",
    "Qualifier",
    "State",
    "Of which joint",
]


def sheet(rows: list[list[CellValue]], name: str = "Return", visibility: str = "visible") -> Sheet:
    cells = tuple(
        Cell(row, column, value, str(value))
        for row, values in enumerate(rows, start=1)
        for column, value in enumerate(values, start=1)
        if value is not None
    )
    return Sheet(name, visibility, cells)


def ours(*rows: list[CellValue], head: list[CellValue] = HEAD) -> Grid:
    return Grid((sheet([[IDENTITY, "OFFICIAL"], [None], head, *rows]),))


def read(
    grid: Grid, file_name: str = "return.xlsx", phase: int | None = None, agency: str | None = None
) -> ParsedReturn:
    return read_returns(grid, CONTEXT, file_name, Decisions(agency, phase), today=TODAY)[0]


def codes(parsed: ParsedReturn, severity: Severity | None = None) -> set[str]:
    return {each.code for each in parsed.findings if severity is None or each.severity is severity}


def figure(parsed: ParsedReturn, measure: str) -> ParsedFigure:
    return next(each for each in parsed.figures if each.measure == measure)


ARRESTS: list[CellValue] = ["opcoord:measure:arrests", "Arrests", "people", 22]
CHARGES: list[CellValue] = ["opcoord:measure:charges", "Charges", "people", 5]
CASH: list[CellValue] = ["opcoord:measure:cash", "Cash seized", "pounds (£)", 1250.5]


def test_a_return_as_sent_is_read_without_a_word() -> None:
    parsed = read(ours(ARRESTS, CHARGES, CASH))
    assert (parsed.agency, parsed.phase, parsed.findings) == ("DO", 6, ())
    assert [(each.measure, each.amount, each.cell) for each in parsed.figures] == [
        ("arrests", 22, "D4"),
        ("charges", 5, "D5"),
        ("cash", 125050, "D6"),
    ]


def test_moved_rows_and_inserted_columns_are_followed() -> None:
    head: list[CellValue] = [None, *HEAD]
    head[2:2] = ["Our own"]
    rows = [[None, row[0], "x", *row[1:]] for row in (CASH, ARRESTS, CHARGES)]
    parsed = read(Grid((sheet([[None, IDENTITY], head, *rows], "Umbenannt"),)))
    assert figure(parsed, "arrests").amount == 22
    assert (figure(parsed, "cash").sheet, figure(parsed, "cash").cell) == ("Umbenannt", "F3")


def test_a_table_without_marks_is_read_by_its_labels() -> None:
    rows: list[list[CellValue]] = [
        ["Operation Scorpion: phase 6 return"],
        ["Force", "Dorset Constabulary"],
        ["Measure", "Figure"],
        ["Number of arrests", 22],
        ["Cash seized", "£2.5k"],
        ["Arests", 3],
    ]
    parsed = read(Grid((sheet(rows, "Sheet1"),)))
    assert (parsed.agency, parsed.phase) == ("DO", 6)
    assert figure(parsed, "arrests").amount == 22
    assert figure(parsed, "cash").conversion == "'£2.5k' read as £2,500"
    unknown = next(each for each in parsed.findings if each.code == "unsure-measure")
    assert "'Arests'" in unknown.message and "'Arrests'" in unknown.message
    assert (unknown.sheet, unknown.cell) == ("Sheet1", "B6")


def test_no_return_several_returns_and_hidden_returns_are_errors() -> None:
    assert codes(read(Grid((sheet([["Anything"]]),)))) == {"no-return"}
    two = Grid((*ours(ARRESTS).sheets, sheet([[IDENTITY], HEAD, ARRESTS], "Copy")))
    assert codes(read(two), Severity.ERROR) == {"several-returns"}
    hidden = Grid((sheet([[IDENTITY], HEAD, ARRESTS], visibility=HIDDEN),))
    assert codes(read(hidden)) == {"hidden-return"}


def test_a_column_or_a_measure_twice_is_an_error() -> None:
    assert codes(read(ours(ARRESTS, head=[*HEAD, "Figure"]))) == {"column-twice"}
    assert "measure-twice" in codes(read(ours(ARRESTS, ARRESTS)), Severity.ERROR)


def test_the_wrong_operation_phase_or_agency_is_an_error() -> None:
    other = form.FormIdentity(1, "Operation Other", 9, "ZZ").text()
    parsed = read(Grid((sheet([[other], HEAD, ARRESTS]),)))
    assert codes(parsed, Severity.ERROR) == {"wrong-phase", "unknown-agency"}
    assert "wrong-operation" in codes(parsed, Severity.WARNING)
    assert codes(read(ours(ARRESTS), phase=7), Severity.ERROR) == {"wrong-phase"}
    assert codes(read(ours(ARRESTS), agency="WI"), Severity.ERROR) == {"wrong-agency"}
    assert codes(read(ours(ARRESTS), phase=6, agency="DO"), Severity.ERROR) == set()


def test_a_form_made_for_one_agency_that_names_another_is_an_error() -> None:
    rows: list[list[CellValue]] = [[IDENTITY], [None, "Agency", "Wiltshire Police"], HEAD, ARRESTS]
    assert codes(read(Grid((sheet(rows),))), Severity.ERROR) == {"agency-disagrees"}


def test_a_file_name_that_says_otherwise_is_a_warning() -> None:
    assert "file-name-disagrees" in codes(
        read(ours(ARRESTS), "Wiltshire_Police_phase6.xlsx"), Severity.WARNING
    )
    assert "file-name-disagrees" in codes(read(ours(ARRESTS), "Dorset P5.xlsx"), Severity.WARNING)
    for name in ("Dorset phase 6 (2).xlsx", "DO_p06_sep 24.xlsx", "what to do.xlsx", "copy 5.xlsx", ""):
        assert "file-name-disagrees" not in codes(read(ours(ARRESTS), name)), name


def test_blank_zero_nil_not_collected_and_withheld_stay_different() -> None:
    def kind(value: CellValue, state: CellValue = None) -> tuple[int | None, Empty | None, State]:
        row: list[CellValue] = ["opcoord:measure:arrests", "Arrests", "people", value, None, state]
        found = figure(read(ours(row, CHARGES, CASH)), "arrests")
        return found.amount, found.empty, found.state

    assert kind(None) == (None, Empty.NOT_ANSWERED, State.CONFIRMED)
    assert kind(0) == (0, Empty.ZERO, State.CONFIRMED)
    assert kind(None, "nil") == (0, Empty.NIL, State.CONFIRMED)
    assert kind(0, "Nil") == (0, Empty.NIL, State.CONFIRMED)
    assert kind(None, "not collected") == (None, Empty.NOT_COLLECTED, State.CONFIRMED)
    assert kind(None, "withheld") == (None, Empty.WITHHELD, State.WITHHELD)
    assert kind(3, "provisional") == (3, None, State.PROVISIONAL)


def test_a_row_that_was_taken_out_is_not_answered() -> None:
    parsed = read(ours(ARRESTS, CASH))
    assert figure(parsed, "charges").empty is Empty.NOT_ANSWERED
    assert "Charges" in next(each.message for each in parsed.findings if each.code == "not-answered")


def test_a_state_that_contradicts_its_figure_is_an_error() -> None:
    row: list[CellValue] = ["opcoord:measure:arrests", "Arrests", "people", 4, None, "nil"]
    assert codes(read(ours(row)), Severity.ERROR) == {"state-disagrees"}
    row[5] = "perhaps"
    assert codes(read(ours(row)), Severity.ERROR) == {"unclear-state"}


def test_a_qualifier_in_the_figure_and_one_beside_it_must_agree() -> None:
    row: list[CellValue] = ["opcoord:measure:arrests", "Arrests", "people", "over 20", "at least"]
    parsed = read(ours(row, CHARGES, CASH))
    assert codes(parsed, Severity.WARNING) == {"qualifier-disagrees"}
    assert figure(parsed, "arrests").qualifier is Qualifier.OVER
    row[4] = "over"
    assert codes(read(ours(row, CHARGES, CASH)), Severity.WARNING) == set()


def test_error_values_and_lost_results_are_errors_and_never_zero() -> None:
    base = ours(CHARGES, CASH).sheets[0]
    mark = Cell(7, 1, "opcoord:measure:arrests", "opcoord:measure:arrests")
    for odd, code in (
        (Cell(7, 4, "#REF!", "#REF!", is_error=True), "error-value"),
        (Cell(7, 4, None, "", lacks_value=True), "no-stored-value"),
    ):
        parsed = read(Grid((Sheet("Return", cells=(*base.cells, mark, odd)),)))
        finding = next(each for each in parsed.findings if each.code == code)
        assert (finding.severity, finding.where) == (Severity.ERROR, "sheet Return, D7")
        assert "arrests" not in {each.measure for each in parsed.figures}


def test_the_sentence_says_what_is_asked_for_and_what_the_cell_says() -> None:
    row: list[CellValue] = ["opcoord:measure:arrests", "Arrests", "people", "approx 12 or so"]
    finding = next(each for each in read(ours(row)).findings if each.code == "not-a-figure")
    assert finding.message == "Arrests must be a whole number. It says 'approx 12 or so'."
    assert finding.where == "sheet Return, D4"
    assert finding.remedy


def test_parts_beyond_their_whole_are_told() -> None:
    more: list[CellValue] = ["opcoord:measure:charges", "Charges", "people", 23]
    assert codes(read(ours(ARRESTS, more, CASH))) == {"part-exceeds-whole"}
    joint: list[CellValue] = [*ARRESTS, None, None, 23]
    assert codes(read(ours(joint, CHARGES, CASH))) == {"part-exceeds-whole"}


def test_a_label_typed_over_is_believed_but_told() -> None:
    swapped: list[CellValue] = ["opcoord:measure:arrests", "Charges", "people", 5]
    parsed = read(ours(swapped, CASH))
    assert "row-relabelled" in codes(parsed, Severity.WARNING)
    assert figure(parsed, "charges").amount == 5
    assert figure(parsed, "arrests").empty is Empty.NOT_ANSWERED


def test_a_unit_typed_over_is_an_error() -> None:
    row: list[CellValue] = ["opcoord:measure:cash", "Cash seized", "thousands", 2]
    assert "unit-changed" in codes(read(ours(row)), Severity.ERROR)


def test_dates_are_british_and_the_future_is_doubted() -> None:
    def as_at(value: CellValue) -> tuple[dt.date | None, set[str]]:
        field: list[CellValue] = ["opcoord:field:as-at", "Figures as at", None, value]
        parsed = read(Grid((sheet([[IDENTITY], field, HEAD, ARRESTS, CHARGES, CASH]),)))
        return parsed.as_at, codes(parsed)

    assert as_at(dt.datetime(2024, 3, 11)) == (dt.date(2024, 3, 11), set())
    assert as_at("11/03/2024") == (dt.date(2024, 3, 11), set())
    assert as_at("11th March 2024") == (dt.date(2024, 3, 11), set())
    assert as_at(dt.date(2024, 4, 2)) == (dt.date(2024, 4, 2), {"future-as-at"})
    assert as_at(dt.date(2024, 3, 1)) == (dt.date(2024, 3, 1), {"early-as-at"})
    assert as_at("30/02/2024") == (None, {"unclear-date"})
    assert as_at(45362) == (None, {"unclear-date"})


def test_invisible_characters_are_taken_out_with_a_notice() -> None:
    head = [*HEAD, "Note"]
    row: list[CellValue] = [*ARRESTS, None, None, None, "see\u202e above\u200b e\u0301"]
    parsed = read(ours(row, CHARGES, CASH, head=head))
    assert figure(parsed, "arrests").note == "see above \u00e9"
    assert codes(parsed) == {"invisible-characters"}


def test_hidden_rows_and_merged_cells_of_the_return_are_told() -> None:
    plain = ours(ARRESTS, CHARGES, CASH).sheets[0]
    odd = Sheet("Return", cells=plain.cells, hidden_rows=frozenset({4, 99}), merged=("B1:C1",))
    assert codes(read(Grid((odd,)))) == {"hidden-rows", "merged-cells"}
    marks = Sheet("Return", cells=plain.cells, hidden_columns=frozenset({1}))
    assert codes(read(Grid((marks,)))) == set()


def test_personal_data_in_a_note_is_pointed_out_without_repeating_it() -> None:
    head = [*HEAD[:4], "Note"]
    row = [*ARRESTS, "Ring the officer on 07700 900123"]
    parsed = read(ours(row, CHARGES, CASH, head=head))
    (finding,) = [each for each in parsed.findings if each.code == "personal-data"]
    assert (finding.severity, finding.cell) == (Severity.WARNING, "E4")
    assert "07700" not in finding.message
