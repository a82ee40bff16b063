"""Writes what is printed as a workbook: a sheet a section, no formulas, nothing hidden, marked and ready for A4."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

from opcoord.excel.saving import save_book
from opcoord.excel.text_cells import LONGEST_TEXT, put_text, writable

if TYPE_CHECKING:
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

_A4 = 9
#: Excel takes 255 characters for the three parts of a header together.
_LONGEST_HEADER, _LONGEST_STATUS = 150, 40
_WIDEST, _NARROWEST, _LABELS, _WORDY = 44.0, 10.0, 30.0, 20.0
#: Characters that a page of A4 takes in landscape without becoming too small to read, and in portrait.
_ROOM, _PORTRAIT_ROOM = 140.0, 95.0
_HIGHEST = 400.0
_BOLD = 1.1
#: An amount as it is printed: a qualifier, pounds or grams, and the "p" of provisional.
_AMOUNT = re.compile(r"((?:[a-z]+ )*)(−?)(£?)(\d{1,3}(?:,\d{3})*(?:\.\d+)?)( g)?( p)?")


class Style(Enum):
    """How a line of the sheet is set."""

    MARKING = "marking"
    TITLE = "title"
    HEADING = "heading"
    WORDS = "words"
    SMALL = "small"
    HEAD = "head"
    GROUP = "group"
    ROW = "row"


_SIZES = {Style.TITLE: 16, Style.HEADING: 13, Style.SMALL: 9}


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a sheet. Cells of `numbers` become numbers where they hold an amount; a lone cell spans the table."""

    style: Style
    cells: tuple[str, ...]
    numbers: frozenset[int] = frozenset()
    bold: frozenset[int] = frozenset()
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet's name and its lines."""

    name: str
    lines: tuple[Line, ...]


def write_summary_book(
    path: Path, sheets: Sequence[Sheet], title: str, markings: Sequence[str], status: str
) -> None:
    """Write the sheets to `path`, replacing what is there only once the new file is whole.

    The `markings`, a line each, stand above and below every printed page. Raises OpcoordError where it cannot be
    written.
    """
    from openpyxl import Workbook

    book = Workbook()
    book.properties.creator = "opcoord"
    book.properties.title = writable(title)
    assert book.active is not None
    book.remove(book.active)
    for each in sheets:
        sheet = book.create_sheet(each.name)
        widths = _widths(each.lines)
        for column, width in enumerate(widths, 1):
            sheet.column_dimensions[sheet.cell(1, column).column_letter].width = width
        for row, line in enumerate(each.lines, 1):
            _write(sheet, row, line, widths)
        _prepare_paper(sheet, sum(widths), markings, status)
        heads = [row for row, line in enumerate(each.lines, 1) if line.style is Style.HEAD]
        if len(heads) == 1:
            sheet.print_title_rows = f"{heads[0]}:{heads[0]}"
    save_book(book, path)


def _widths(lines: Sequence[Line]) -> list[float]:
    """The width of every column, in characters: as its tables need, within bounds."""
    tables = [each for each in lines if each.style in (Style.HEAD, Style.ROW)]
    count = max((len(each.cells) for each in tables), default=4)
    widths = [_NARROWEST] * count
    least = [_WORDY] * count
    for each in tables:
        for index, cell in enumerate(each.cells):
            longest = max(map(len, cell.split("\n"))) + 2
            wanted = min(longest, _NARROWEST + 4) if each.style is Style.HEAD else longest
            widths[index] = min(max(widths[index], wanted), _WIDEST)
            if each.style is Style.ROW and index in each.numbers and _AMOUNT.fullmatch(cell):
                # A number that finds no room is shown as a row of #; a bold one needs more.
                least[index] = max(least[index], longest * _BOLD)
    widths[0] = max(widths[0], _LABELS)
    widths = [max(width, room) if room > _WORDY else width for width, room in zip(widths, least, strict=True)]
    over = sum(widths) - _ROOM
    if over > 0:
        # Words wrap; numbers must not.
        spare = [max(width - room, 0.0) for width, room in zip(widths, least, strict=True)]
        share = min(over / max(sum(spare), 1.0), 1.0)
        widths = [width - part * share for width, part in zip(widths, spare, strict=True)]
    return widths


def _write(sheet: Worksheet, row: int, line: Line, widths: Sequence[float]) -> None:
    from openpyxl.styles import Alignment, Border, Font, Side

    alone = line.style not in (Style.HEAD, Style.ROW)
    if alone and len(widths) > 1:
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=len(widths))
    for index, text in enumerate(line.cells):
        cell = sheet.cell(row, index + 1)
        number = index in line.numbers
        if not (number and line.style is Style.ROW and _put_amount(cell, text)):
            put_text(cell, text[:LONGEST_TEXT])
        bold = line.style not in (Style.WORDS, Style.SMALL, Style.ROW) or index in line.bold
        size = _SIZES.get(line.style, 10)
        cell.font = Font(size=size, bold=bold)
        across = "center" if line.style is Style.MARKING else "right" if number else "left"
        cell.alignment = Alignment(
            horizontal=across,
            vertical="top",
            wrap_text=True,
            indent=line.depth if index == 0 else 0 if alone or number else 1,
        )
        if line.style in (Style.HEAD, Style.ROW):
            edge = "medium" if line.style is Style.HEAD else "hair"
            cell.border = Border(bottom=Side(style=edge))
    # Said outright: not every program fits a row to its words, and none does to merged cells.
    points = _SIZES.get(line.style, 10)
    rooms = [sum(widths)] if alone else widths
    lines = max(_lines(text, room * 10 / points) for text, room in zip(line.cells, rooms, strict=False))
    sheet.row_dimensions[row].height = min(points * 1.4 * lines, _HIGHEST)


def _lines(text: str, room: float) -> int:
    """How many lines the text takes in so many characters; of those that wrap, a few are lost at each end."""
    return sum(
        1 if len(part) <= room - 2 else math.ceil(len(part) / max(room * 0.85 - 1, 1))
        for part in text.split("\n")
    )


def _put_amount(cell: Cell, text: str) -> bool:
    """Write an amount as a number whose format carries its words; False where the text is none."""
    match = _AMOUNT.fullmatch(text)
    if match is None:
        return False
    words, minus, pound, digits, grams, provisional = match.groups()
    amount = Decimal((minus and "-") + digits.replace(",", ""))
    whole = amount == amount.to_integral_value()
    cell.value = amount
    decimals = "" if whole else ".00" if pound else ".###"
    cell.number_format = "".join(
        (f'"{words}"' if words else "", pound or "", "#,##0", decimals, '" g"' if grams else "", '" p"' if provisional else "")
    )  # fmt: skip
    return True


def _prepare_paper(sheet: Worksheet, width: float, markings: Sequence[str], status: str) -> None:
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.orientation = "landscape" if width > _PORTRAIT_ROOM else "portrait"
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_options.horizontalCentered = True
    sheet.sheet_view.showGridLines = False
    said = [each for each in markings if each]
    # Excel takes so many characters for all lines together; the first is the longest.
    room = _LONGEST_HEADER - sum(len(each) + 1 for each in said[1:])
    shown = "\n".join(
        _header_text(each, room if index == 0 else len(each)) for index, each in enumerate(said)
    )
    sheet.oddHeader.center.text = shown
    sheet.oddHeader.right.text = _header_text(status, _LONGEST_STATUS)
    sheet.oddFooter.center.text = shown
    sheet.oddFooter.right.text = "Page &P of &N"


def _header_text(text: str, longest: int) -> str:
    """Text for a header: shortened, with "&" doubled, which would otherwise begin a code."""
    line = " ".join(text.split())
    return (line if len(line) <= longest else line[: longest - 1] + "…").replace("&", "&&")
