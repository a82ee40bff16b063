"""A return that we wrote reads back equal, whatever a force, a mail gateway or another program did to its looks."""

from __future__ import annotations

import io
import random
import re
import warnings
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from opcoord.excel import return_form as form
from opcoord.excel.parse import parse
from opcoord.excel.template import TemplateValue, write_template
from opcoord.model.terms import Empty, Qualifier, Severity, State
from opcoord.reading import read_returns
from opcoord.reading.parsed import ParsedReturn
from tests.unit.reading_grids import CONTEXT, TODAY

MEASURES = tuple(measure.code for measure in CONTEXT.measures)

values = st.fixed_dictionaries(
    {
        "arrests": st.integers(0, 20_000),
        "charges": st.one_of(st.none(), st.integers(0, 20_000)),
        "cash": st.integers(0, 10**9),
        "home_burglary": st.one_of(st.none(), st.integers(0, 20_000)),
    }
)


def restyled(label: str, chance: random.Random) -> str:
    """The label as people retype it: case, footnotes, line breaks, spaces."""
    looks = (
        str,
        str.upper,
        str.lower,
        lambda text: text.replace(" ", "\n", 1),
        lambda text: f"  {text.replace(' ', '  ')} ",
    )
    footnotes = ("", "*", ":", str(chance.randint(1, 9)), f" [note {chance.randint(1, 9)}]", "¹")
    return chance.choice(looks)(label + chance.choice(footnotes))


def as_text(number: float, chance: random.Random) -> str:
    """The number as text of the same amount."""
    plain = f"{number:,.2f}" if isinstance(number, float) else f"{number:,}"
    return chance.choice([plain, f"{plain} ", f"\u00a0{plain}", plain.replace(",", "")])


def move_about(sheet: Worksheet, chance: random.Random, *, keep_marks: bool) -> None:
    """Shuffle the rows, retype labels and numbers, and insert columns."""
    rows = {row[0].value: row[0].row for row in sheet.iter_rows() if row[0].value}
    head = rows[form.HEADER_MARK]
    columns = {cell.value: cell.column for cell in sheet[head]}
    numbers = [row for mark, row in rows.items() if str(mark).startswith(form.MEASURE_MARK)]
    contents = [[(cell.value, cell.number_format) for cell in sheet[number]] for number in numbers]
    chance.shuffle(contents)
    for number, content in zip(numbers, contents, strict=True):
        for column, (value, number_format) in enumerate(content, start=1):
            sheet.cell(number, column).value = value
            sheet.cell(number, column).number_format = number_format
        label, figure = (sheet.cell(number, columns[name]) for name in (form.MEASURE, form.FIGURE))
        label.value = restyled(str(label.value), chance)
        if isinstance(figure.value, int | float) and chance.random() < 0.5:
            figure.value = as_text(figure.value, chance)
    for name in (form.MEASURE, form.FIGURE, form.UNIT):
        sheet.cell(head, columns[name]).value = restyled(name, chance)
    if not keep_marks:
        sheet.delete_cols(1)
    for _ in range(chance.randint(0, 3)):
        sheet.insert_cols(chance.randint(1, 6))


def damaged(content: bytes, *, dimension: str, references: bool) -> bytes:
    """The workbook with another dimension in each sheet, and without the references of rows."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(target, "w") as copy:
        for name in source.namelist():
            part = source.read(name)
            if name.startswith("xl/worksheets/sheet"):
                part = re.sub(rb'<dimension ref="[^"]*"', f'<dimension ref="{dimension}"'.encode(), part)
                if not references:
                    part = _without_references(part)
            copy.writestr(name, part)
    return target.getvalue()


def _without_references(part: bytes) -> bytes:
    """The sheet without cell references in rows that have no gaps, where a cell's place follows from its order."""

    def row(match: re.Match[bytes]) -> bytes:
        letters = re.findall(rb'<c r="([A-Z]+)\d+"', match[0])
        dense = letters == [bytes([65 + place]) for place in range(len(letters))]
        return re.sub(rb'<c r="[A-Z]+\d+"', b"<c", match[0]) if dense else match[0]

    return re.sub(rb"<row .*?</row>", row, part, flags=re.DOTALL)


def read(content: bytes) -> ParsedReturn:
    (parsed,) = read_returns(parse(content), CONTEXT, "", today=TODAY)
    return parsed


def figures_of(parsed: ParsedReturn) -> dict[str, tuple[int | None, Qualifier, Empty | None, State]]:
    return {each.measure: (each.amount, each.qualifier, each.empty, each.state) for each in parsed.figures}


@pytest.mark.parametrize("keep_marks", [True, False], ids=["with marks", "without marks"])
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    typed=values,
    seed=st.integers(0, 10**6),
    tab=st.sampled_from(["Sheet1", "Return (2)", "Rückmeldung", "P6 "]),
    dimension=st.sampled_from(["A1", "A1:B2", "A1:XFD1048576"]),
    references=st.booleans(),
)
def test_a_return_that_was_restyled_reads_back_equal(
    tmp_path: Path,
    keep_marks: bool,
    typed: dict[str, int | None],
    seed: int,
    tab: str,
    dimension: str,
    references: bool,
) -> None:
    chance = random.Random(seed)
    path = tmp_path / "return.xlsx"
    write_template(path, CONTEXT, "DO", 6, {code: TemplateValue(amount) for code, amount in typed.items()})
    before = read(path.read_bytes())
    assert {code: figure[0] for code, figure in figures_of(before).items()} == typed
    with warnings.catch_warnings():
        # openpyxl understands headers that Excel writes better than its own.
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(path)
    move_about(book["Return"], chance, keep_marks=keep_marks)
    book["Return"].title = tab
    book.move_sheet(tab, chance.randint(0, 2))
    changed = io.BytesIO()
    book.save(changed)
    after = read(damaged(changed.getvalue(), dimension=dimension, references=references))
    assert (after.agency, after.phase) == ("DO", 6)
    assert figures_of(after) == figures_of(before)
    assert not [finding for finding in after.findings if finding.severity is Severity.ERROR]
    assert after.questions == ()
