"""The cells of one sheet as openpyxl understands them, walked faster than openpyxl walks them.

Runs in the reader process only. openpyxl's parser says what each cell holds; ours are the quicker XML parser where
that is as safe, a short way for plain texts, and nothing at all for a cell that has only a format.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

from openpyxl.cell.read_only import ReadOnlyCell
from openpyxl.utils import coordinate_to_tuple
from openpyxl.worksheet import _reader as tags
from openpyxl.worksheet._read_only import ReadOnlyWorksheet
from openpyxl.worksheet._reader import WorkSheetParser
from openpyxl.worksheet.dimensions import SheetDimension
from openpyxl.xml.constants import SHEET_MAIN_NS

from opcoord.excel.preflight import is_utf8

#: What openpyxl says of a cell: its "row", "column", "value", "data_type" and "style_id".
CellSaid = dict[str, Any]

# What openpyxl reads of a sheet besides its rows. None of it is used here; but what openpyxl does not understand tells
# that the file is damaged, or that it was never made by an office program.
_BESIDES = {
    tags.PRINT_TAG: tags.PrintOptions,
    tags.MARGINS_TAG: tags.PageMargins,
    tags.PAGE_TAG: tags.PrintPageSetup,
    tags.HEADER_TAG: tags.HeaderFooter,
    tags.FILTER_TAG: tags.AutoFilter,
    tags.VALIDATION_TAG: tags.DataValidationList,
    tags.PROPERTIES_TAG: tags.WorksheetProperties,
    tags.VIEWS_TAG: tags.SheetViewList,
    tags.FORMAT_TAG: tags.SheetFormatProperties,
    tags.SCENARIOS_TAG: tags.ScenarioList,
    tags.TABLE_TAG: tags.TablePartList,
    tags.HYPERLINK_TAG: tags.HyperlinkList,
    tags.MERGE_TAG: tags.MergeCells,
}
#: Bytes of a sheet that may be held as a tree, which is quicker than to walk it and takes some twenty times the room.
_MOST_AT_ONCE = 4_000_000
#: What openpyxl understood before, which it need not do again: the forces' workbooks come from one form.
_UNDERSTOOD: set[tuple[object, ...]] = set()
_MOST_UNDERSTOOD, _LARGEST_UNDERSTOOD = 2_000, 100
_TEXT = f"{{{SHEET_MAIN_NS}}}t"


class UnsizedSheet(ReadOnlyWorksheet):
    """A sheet that is not searched for its size when the workbook is opened: nobody believes what it says."""

    def _get_size(self) -> None:
        pass


class SheetParser(WorkSheetParser):
    """openpyxl's parser of a sheet, for its cells alone."""

    def __init__(self, sheet: UnsizedSheet, part: bytes) -> None:
        book = sheet.parent
        super().__init__(
            part,
            sheet._shared_strings,
            data_only=True,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )

    def rows(self, most: int) -> Iterator[list[CellSaid]]:
        """The cells of the rows up to `most`, as openpyxl's sheets give them: no row again or backwards."""
        last = 0
        for number, row in self.parse():
            if number > most:
                return
            if number > last:
                last = number
                yield _in_order(row)

    def parse(self) -> Iterator[tuple[int, list[CellSaid]]]:
        """Every row's number and cells; raises what openpyxl raises."""
        others = {
            tags.COL_TAG: self.parse_column_dimensions,
            tags.PROT_TAG: self.parse_sheet_protection,
            tags.EXT_TAG: self.parse_extensions,
            tags.CF_TAG: self.parse_formatting,
            tags.LEGACY_TAG: self.parse_legacy,
            tags.ROW_BREAK_TAG: self.parse_row_breaks,
            tags.COL_BREAK_TAG: self.parse_col_breaks,
            tags.CUSTOM_VIEWS_TAG: self.parse_custom_views,
            tags.DIMENSION_TAG: lambda element: SheetDimension.from_tree(element).boundaries,
            **{tag: kind.from_tree for tag, kind in _BESIDES.items()},
        }
        for element in _elements(self.source):
            if element.tag == tags.ROW_TAG:
                yield self.parse_row(element)
            elif element.tag in others and (shape := _shape(element)) not in _UNDERSTOOD:
                others[element.tag](element)
                if len(_UNDERSTOOD) < _MOST_UNDERSTOOD and len(shape) <= _LARGEST_UNDERSTOOD:
                    _UNDERSTOOD.add(shape)

    def parse_row(self, row: ElementTree.Element) -> tuple[int, list[CellSaid]]:
        """The row's number and the cells in it that hold anything; raises what openpyxl raises."""
        said: tuple[int, list[CellSaid]] = super().parse_row(_Filled(row))
        return said

    def parse_cell(self, element: ElementTree.Element) -> CellSaid:
        """What openpyxl says of the cell."""
        if element.get("t") == "inlineStr" and (place := element.get("r")):
            holder = element.find(tags.INLINE_STRING)
            # One text and nothing else, as most have: no need of objects for fonts and phonetic hints.
            if holder is not None and len(holder) == 1 and holder[0].tag == _TEXT and not holder.attrib:
                style = element.get("s", 0)
                row, self.col_counter = coordinate_to_tuple(place)
                return {
                    "row": row,
                    "column": self.col_counter,
                    "value": holder[0].text or "",
                    "data_type": "s",
                    "style_id": int(style) if style else style,
                }
        said: CellSaid = super().parse_cell(element)
        return said


class _Filled:
    """A row without the cells that have nothing but a format, which are many in a form."""

    def __init__(self, row: ElementTree.Element) -> None:
        self.attrib = row.attrib
        self._row = row

    def __iter__(self) -> Iterator[ElementTree.Element]:
        cells = list(self._row)
        if all("r" in cell.attrib for cell in cells):
            return iter([cell for cell in cells if len(cell)])
        # A cell without an address stands beside the one before it.
        return iter(cells)


def _elements(part: bytes) -> Iterator[ElementTree.Element]:
    """The elements of a sheet, each row as a whole; raises ParseError for what is no XML."""
    # openpyxl walks with defusedxml, which refuses entities and takes three times as long. In UTF-8 pre-flight has
    # refused them already.
    if is_utf8(part) and len(part) <= _MOST_AT_ONCE:
        for element in ElementTree.XML(part):
            yield from element.iter(tags.ROW_TAG if element.tag == tags.DATA_TAG else None)
        return
    walk = ElementTree.iterparse if is_utf8(part) else tags.iterparse
    for _, element in walk(io.BytesIO(part)):
        yield element
        if element.tag == tags.ROW_TAG:
            element.clear()


def _shape(element: ElementTree.Element) -> tuple[object, ...]:
    """All that an element and those in it say."""
    return tuple((each.tag, tuple(each.attrib.items()), each.text) for each in element.iter())


class NumberFormats(dict[Any, str]):
    """The number format of each style of a workbook, as openpyxl finds it; raises IndexError for an unknown style."""

    def __init__(self, sheet: UnsizedSheet) -> None:
        self._sheet = sheet

    def __missing__(self, style: Any) -> str:
        cell = ReadOnlyCell(self._sheet, 1, 1, None, style_id=style)
        found = self[style] = str(cell.number_format)
        return found


def _in_order(row: list[CellSaid]) -> list[CellSaid]:
    """The cells of a row by column: the last of two in one place, and none beyond the one written last."""
    columns = [cell["column"] for cell in row]
    if columns == sorted(set(columns)):
        return row
    places = {cell["column"]: cell for cell in row if cell["column"] <= columns[-1]}
    return [places[column] for column in sorted(places)]
