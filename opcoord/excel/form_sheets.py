"""Draws the three sheets of the return workbook; the only module that styles cells."""

from __future__ import annotations

import datetime as dt
import math
from typing import TYPE_CHECKING, Final

from openpyxl import Workbook
from openpyxl.packaging.custom import StringProperty
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.worksheet.worksheet import Worksheet

from opcoord.excel import form_rules, form_texts
from opcoord.excel import return_form as form
from opcoord.excel.text_cells import put_text, writable
from opcoord.model.terms import Qualifier
from opcoord.model.units import from_stored

if TYPE_CHECKING:
    from openpyxl.cell import Cell

    from opcoord.excel.form_content import FormContent, TemplateValue
    from opcoord.model.refs import MeasureRef

# Column letters of the table, in the order of form.COLUMNS; A holds the hidden marks.
_LETTERS: Final = dict(zip(form.COLUMNS, "BCDEFGHIJ", strict=True))
_WIDTHS: Final = dict(zip("BCDEFGHIJ", (32, 12, 46, 14, 11, 14, 11, 18, 36), strict=True))
_FIELD_LETTER: Final = "D"
_LINE_POINTS: Final = 15.0
_SPARE_NOTABLE_ROWS: Final = 12
_ASCII_DATE: Final = "dd/mm/yyyy"
_NUMBER_FORMATS: Final = {"GBP": '"£"#,##0.00', "g": "General"}

_WRAPPED = Alignment(wrap_text=True, vertical="top")
_PLAIN = Alignment(vertical="top")
_NUMBER = Alignment(horizontal="right", vertical="top")
#: What openpyxl gives all other cells; a font without a name is shown in whatever the reader picks.
_FONT, _TEXT_SIZE = "Calibri", 11
_BOLD = Font(name=_FONT, size=_TEXT_SIZE, bold=True)
_TITLE = Font(name=_FONT, size=15, bold=True)
_MARKING = Font(name=_FONT, size=_TEXT_SIZE, bold=True)
_EDGE = Side(style="thin", color="808080")
_BOX = Border(left=_EDGE, right=_EDGE, top=_EDGE, bottom=_EDGE)
_LINE = Border(bottom=_EDGE)
_HEAD_LINE = Border(bottom=Side(style="medium", color="000000"), top=_EDGE)
# The box says where to type; the tint only helps.
_INPUT_FILL = PatternFill("solid", start_color="FFF8DC")
_UNLOCKED = Protection(locked=False)


def build_workbook(content: FormContent) -> Workbook:
    """The return workbook for `content`, ready to be saved."""
    workbook = Workbook()
    workbook.properties.creator = "opcoord"
    workbook.properties.lastModifiedBy = None
    workbook.properties.title = writable(form_texts.title(content))
    workbook.custom_doc_props.append(
        StringProperty(name=form.IDENTITY_PROPERTY, value=content.identity.text())
    )
    sheet = workbook.active
    sheet.title = form.RETURN_SHEET
    _draw_return(sheet, content)
    _draw_notable(workbook.create_sheet(form.NOTABLE_SHEET), content)
    _draw_guidance(workbook.create_sheet(form.GUIDANCE_SHEET), content)
    return workbook


def _draw_return(sheet: Worksheet, content: FormContent) -> None:
    _set_columns(sheet, _WIDTHS)
    put_text(sheet["A1"], content.identity.text())
    _text(sheet["B1"], content.context.marking.upper(), font=_MARKING)
    _text(sheet["B2"], content.context.notice, font=_BOLD)
    _text(sheet["B3"], form_texts.title(content), font=_TITLE)
    sheet.row_dimensions[3].height = 1.5 * _LINE_POINTS
    row = 4
    for label, text in form_texts.facts(content):
        _text(sheet[f"B{row}"], label, font=_BOLD)
        _text(sheet[f"{_FIELD_LETTER}{row}"], text)
        row += 1
    for line in form_texts.who_completes(content):
        _text(sheet[f"B{row}"], line)
        row += 1
    row += 1
    _draw_fields(sheet, content, row)
    head = row + len(form.FIELDS) + 1
    _draw_head(sheet, head, form.HEADER_MARK, _LETTERS)
    first = head + 1
    for offset, measure in enumerate(content.measures):
        _draw_measure(sheet, first + offset, measure, content.values.get(measure.code))
    last = first + len(content.measures) - 1
    _text(sheet[f"B{last + 2}"], content.context.marking.upper(), font=_MARKING)
    units = [measure.unit for measure in content.measures]
    form_rules.add_table_rules(sheet, _LETTERS, first, units)
    # Only the names stay in sight while scrolling: the long top would fill a small screen.
    sheet.freeze_panes = "C1"
    for selection in sheet.sheet_view.selection:
        selection.activeCell = selection.sqref = f"{_FIELD_LETTER}{row}"
    _finish(sheet, content, head_row=head, last_cell=f"J{last + 2}")


def _draw_fields(sheet: Worksheet, content: FormContent, row: int) -> None:
    given: dict[str, str | dt.date | None] = {
        "completed-by": content.completed_by,
        "completed-on": content.completed_on,
        "as-at": content.as_at,
        "source": content.source,
    }
    for name, label in form.FIELDS.items():
        put_text(sheet[f"A{row}"], form.field_mark(name))
        _text(sheet[f"B{row}"], label, font=_BOLD)
        cell = _input(sheet[f"{_FIELD_LETTER}{row}"])
        value = given[name]
        if name in ("completed-on", "as-at"):
            cell.number_format = _ASCII_DATE
            form_rules.add_date_rule(sheet, cell.coordinate, label)
        if isinstance(value, dt.date):
            cell.value = value
            cell.number_format = _ASCII_DATE
        elif value:
            put_text(cell, value)
            lines = math.ceil(len(value) * 1.1 / _WIDTHS[_FIELD_LETTER])
            sheet.row_dimensions[row].height = max(1, lines) * _LINE_POINTS
        row += 1


def _draw_head(sheet: Worksheet, row: int, mark: str, letters: dict[str, str]) -> None:
    put_text(sheet[f"A{row}"], mark)
    for label, letter in letters.items():
        _text(sheet[f"{letter}{row}"], label, font=_BOLD, alignment=_WRAPPED, border=_HEAD_LINE)
    sheet.row_dimensions[row].height = 2 * _LINE_POINTS


def _draw_measure(sheet: Worksheet, row: int, measure: MeasureRef, value: TemplateValue | None) -> None:
    put_text(sheet[f"A{row}"], form.measure_mark(measure.code))
    indent = Alignment(wrap_text=True, vertical="top", indent=1 if measure.part_of else 0)
    _text(sheet[f"B{row}"], measure.label, alignment=indent, border=_LINE)
    _text(sheet[f"C{row}"], form.unit_words(measure.unit), alignment=_WRAPPED, border=_LINE)
    _text(sheet[f"D{row}"], measure.definition, alignment=_WRAPPED, border=_LINE)
    for letter in "EFGHIJ":
        _input(sheet[f"{letter}{row}"])
    figure, joint = sheet[f"E{row}"], sheet[f"H{row}"]
    for cell in (figure, joint):
        cell.number_format = _NUMBER_FORMATS.get(measure.unit, "#,##0")
        cell.alignment = _NUMBER
    sheet.row_dimensions[row].height = _height(measure, value)
    if value is None:
        return
    if value.typed:
        put_text(figure, value.typed)
    elif value.amount is not None:
        figure.value = from_stored(value.amount, measure.unit)
    if value.qualifier is not Qualifier.EXACT:
        put_text(sheet[f"F{row}"], value.qualifier.value)
    put_text(sheet[f"G{row}"], value.state_word)
    if value.joint_amount is not None:
        joint.value = from_stored(value.joint_amount, measure.unit)
    put_text(sheet[f"I{row}"], value.joint_with)
    put_text(sheet[f"J{row}"], value.note)


def _height(measure: MeasureRef, value: TemplateValue | None) -> float:
    """Room for the longest wrapped text of the row, in points; no program is trusted to find it by itself."""
    texts = {"B": measure.label, "D": measure.definition, "J": value.note if value else ""}
    lines = max(math.ceil(len(text) * 1.1 / _WIDTHS[letter]) for letter, text in texts.items())
    # Excel knows no row higher than 409 points.
    return min(409.0, max(1, lines) * _LINE_POINTS)


def _draw_notable(sheet: Worksheet, content: FormContent) -> None:
    letters = dict(zip(form.NOTABLE_COLUMNS, "BCD", strict=True))
    _set_columns(sheet, {"B": 90, "C": 16, "D": 16})
    _text(sheet["B1"], content.context.marking.upper(), font=_MARKING)
    _text(sheet["B2"], f"{form.NOTABLE_SHEET}: {form_texts.title(content)}", font=_TITLE)
    _text(sheet["B3"], form_texts.NOTABLE_HINT, alignment=_WRAPPED)
    sheet.row_dimensions[3].height = 3 * _LINE_POINTS
    head = 5
    _draw_head(sheet, head, form.NOTABLE_HEADER_MARK, letters)
    count = len(content.notable) + _SPARE_NOTABLE_ROWS
    for offset in range(count):
        row = head + 1 + offset
        for letter in letters.values():
            _input(sheet[f"{letter}{row}"])
        sheet[f"D{row}"].number_format = _ASCII_DATE
        if offset < len(content.notable):
            result = content.notable[offset]
            put_text(sheet[f"B{row}"], result.text)
            put_text(sheet[f"C{row}"], "yes" if result.consent else "no")
            sheet[f"D{row}"].value = result.embargo_until
    form_rules.add_notable_rules(sheet, head + 1, head + count)
    _text(sheet[f"B{head + count + 2}"], content.context.marking.upper(), font=_MARKING)
    _finish(sheet, content, head_row=head, last_cell=f"D{head + count + 2}")


def _draw_guidance(sheet: Worksheet, content: FormContent) -> None:
    sheet.column_dimensions["A"].width = 110
    _text(sheet["A1"], content.context.marking.upper(), font=_MARKING)
    _text(sheet["A2"], form.GUIDANCE_TITLE, font=_TITLE)
    row = 4
    for line in form_texts.guidance(content):
        _text(sheet[f"A{row}"], line, alignment=_WRAPPED)
        sheet.row_dimensions[row].height = math.ceil(len(line) / 105) * _LINE_POINTS + 4
        row += 1
    _text(sheet[f"A{row + 1}"], content.context.marking.upper(), font=_MARKING)
    _finish(sheet, content, head_row=0, last_cell=f"A{row + 1}")


def _set_columns(sheet: Worksheet, widths: dict[str, int]) -> None:
    sheet.column_dimensions["A"].hidden = True
    for letter, width in widths.items():
        sheet.column_dimensions[letter].width = width


def _finish(sheet: Worksheet, content: FormContent, *, head_row: int, last_cell: str) -> None:
    """Page set-up, marking on paper, and protection without a password: it guards against slips only."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_area = f"A1:{last_cell}"
    if head_row:
        sheet.print_title_rows = f"{head_row}:{head_row}"
    # "&" begins a code in headers and footers, so a real one is written twice.
    marking = writable(content.context.marking).upper().replace("&", "&&")[:200]
    sheet.oddHeader.center.text = marking
    sheet.oddFooter.center.text = marking
    sheet.oddFooter.right.text = "Page &P of &N"
    sheet.sheet_view.showGridLines = False
    sheet.protection.sheet = True
    sheet.protection.formatColumns = False
    sheet.protection.formatRows = False


def _text(
    cell: Cell,
    text: str,
    *,
    font: Font | None = None,
    alignment: Alignment = _PLAIN,
    border: Border | None = None,
) -> None:
    put_text(cell, text)
    cell.alignment = alignment
    if font is not None:
        cell.font = font
    if border is not None:
        cell.border = border


def _input(cell: Cell) -> Cell:
    """Make `cell` one to type in: unlocked, boxed and tinted."""
    cell.protection = _UNLOCKED
    cell.border = _BOX
    cell.fill = _INPUT_FILL
    cell.alignment = _WRAPPED
    return cell
