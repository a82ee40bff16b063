"""Workbooks of tests/files/bad_input.txt that open and are odd inside, and what all made files are made with."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import openpyxl

SHEET = "xl/worksheets/sheet1.xml"


def workbook(rows: int = 3, change: Callable[[openpyxl.Workbook], object] | None = None) -> bytes:
    """A workbook with a text and a number in each row, changed as told."""
    book = openpyxl.Workbook()
    for row in range(1, rows + 1):
        book.active.append([f"row {row}", row])
    if change is not None:
        change(book)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def repacked(change: Callable[[dict[str, bytes]], object], content: bytes = b"") -> bytes:
    """A workbook whose parts were changed."""
    with zipfile.ZipFile(io.BytesIO(content or workbook())) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    return zipped(parts)


def zipped(parts: dict[str, bytes]) -> bytes:
    """An archive of these parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return stream.getvalue()


def with_part(name: str, part: bytes) -> bytes:
    """A workbook with one part more."""
    return repacked(lambda parts: parts.update({name: part}))


def without_part(name: str) -> bytes:
    """A workbook with one part fewer."""
    return repacked(lambda parts: parts.pop(name))


def in_sheet(old: bytes, new: bytes) -> bytes:
    """A workbook whose sheet has `new` where it had `old`."""

    def change(parts: dict[str, bytes]) -> None:
        assert old in parts[SHEET]
        parts[SHEET] = parts[SHEET].replace(old, new, 1)

    return repacked(change)


def behind_last_row(rows: bytes) -> bytes:
    """A workbook with more rows, as they stand in its XML."""
    return in_sheet(b"</sheetData>", rows + b"</sheetData>")


# 21 to 26: where the cells stand


def wrong_dimension() -> bytes:
    return in_sheet(b'<dimension ref="A1:B3"', b'<dimension ref="A1:A1"')


def stray_row() -> bytes:
    return behind_last_row(b'<row r="5000"><c r="B5000"><v>7</v></c></row>')


def stray_column() -> bytes:
    return behind_last_row(b'<row r="4"><c r="GZ4"><v>7</v></c></row>')


def far_row() -> bytes:
    return behind_last_row(b'<row r="1048576"><c r="B1048576"><v>7</v></c></row>')


def formatted_to_the_end() -> bytes:
    return behind_last_row(b'<row r="1048576"><c r="XFD1048576" s="0"/></row>')


def rows_out_of_order() -> bytes:
    def shuffle(parts: dict[str, bytes]) -> None:
        start, end = parts[SHEET].index(b'<row r="1"'), parts[SHEET].index(b'<row r="2"')
        row = parts[SHEET][start:end]
        parts[SHEET] = (parts[SHEET][:start] + parts[SHEET][end:]).replace(
            b"</sheetData>", row + b"</sheetData>"
        )

    return repacked(shuffle)


def repeated_row_number() -> bytes:
    return in_sheet(b'<row r="3"', b'<row r="2"')


def no_addresses() -> bytes:
    import re

    def change(parts: dict[str, bytes]) -> None:
        parts[SHEET] = re.sub(rb' r="[A-Z]*[0-9]+"', b"", parts[SHEET])

    return repacked(change)


def same_cell_twice() -> bytes:
    return in_sheet(b'r="B1"', b'r="A1"')


def bad_shared_text() -> bytes:
    return in_sheet(b't="n"><v>1</v>', b't="s"><v>99</v>')


def broken_sheet() -> bytes:
    return in_sheet(b"</sheetData>", b"")


def only_a_chart() -> bytes:
    def change(book: openpyxl.Workbook) -> None:
        book.create_chartsheet("Chart")
        book.remove(book.worksheets[0])

    return workbook(change=change)


# 29 to 33: what is hidden, and what a cell may hold in place of a value


def hidden_sheets() -> bytes:
    def change(book: openpyxl.Workbook) -> None:
        book.create_sheet("Last phase").sheet_state = "hidden"
        book.create_sheet("Lists").sheet_state = "veryHidden"

    return workbook(change=change)


def hidden_rows() -> bytes:
    return workbook(change=lambda book: setattr(book.active.row_dimensions[2], "hidden", True))


def hidden_columns() -> bytes:
    return workbook(change=lambda book: setattr(book.active.column_dimensions["B"], "hidden", True))


def filtered() -> bytes:
    def change(book: openpyxl.Workbook) -> None:
        book.active.auto_filter.ref = "A1:B3"
        book.active.row_dimensions[3].hidden = True

    return workbook(change=change)


def merged_values() -> bytes:
    return in_sheet(b"</sheetData>", b'</sheetData><mergeCells><mergeCell ref="A1:B2"/></mergeCells>')


def merged_heading() -> bytes:
    return workbook(change=lambda book: book.active.merge_cells("A5:C5"))


def no_stored_value() -> bytes:
    return workbook(change=lambda book: book.active.append(["sum", "=SUM(B1:B3)"]))


def error_values() -> bytes:
    return in_sheet(b't="n"><v>1</v>', b't="e"><v>#REF!</v>')


# 37 and 39: numbers and dates that are none


def not_a_number() -> bytes:
    return in_sheet(b't="n"><v>1</v>', b't="n"><v>NaN</v>')


def infinite() -> bytes:
    return in_sheet(b't="n"><v>1</v>', b't="n"><v>1E+400</v>')


def five_thousand_digits() -> bytes:
    return in_sheet(b't="n"><v>1</v>', b't="n"><v>' + b"9" * 5_000 + b"</v>")


def date_far_out() -> bytes:
    def change(book: openpyxl.Workbook) -> None:
        book.active["B1"] = 9_999_999_999
        book.active["B1"].number_format = "dd/mm/yyyy"

    return workbook(change=change)


def dates_of_1904() -> bytes:
    import datetime as dt

    def change(book: openpyxl.Workbook) -> None:
        book.epoch = dt.datetime(1904, 1, 1)
        book.active["C1"] = dt.date(2024, 3, 7)

    return workbook(change=change)


# 50 to 55: what comes along


def formula_like_text() -> bytes:
    def change(book: openpyxl.Workbook) -> None:
        book.active["C1"] = "=cmd|'/c calc'!A1"
        book.active["C1"].data_type = "s"

    return workbook(change=change)


def dde_link() -> bytes:
    return with_part("xl/externalLinks/externalLink1.xml", b"<externalLink/>")


def data_connection() -> bytes:
    return with_part("xl/connections.xml", b"<connections/>")


def asks_the_web() -> bytes:
    formula = b't="n"><f>WEBSERVICE("https://example.org")</f><v>1</v>'
    return in_sheet(b't="n"><v>1</v>', formula)


def macros() -> bytes:
    return with_part("xl/vbaProject.bin", b"x")


def activex() -> bytes:
    return with_part("xl/activeX/activeX1.xml", b"<x/>")


def embedded_file() -> bytes:
    return with_part("xl/embeddings/oleObject1.bin", b"x")


def pivot_cache() -> bytes:
    return with_part("xl/pivotCache/pivotCacheRecords1.xml", b"<x/>")


def comments() -> bytes:
    return with_part("xl/comments1.xml", b"<x/>")


def turned_text() -> bytes:
    return workbook(change=lambda book: setattr(book.active["C1"], "value", "\u202e22\u200b"))


def escaped_nul() -> bytes:
    return in_sheet(b't="n"><v>1</v>', b't="inlineStr"><is><t>a_x0000_b</t></is>')


def lone_surrogate() -> bytes:
    return in_sheet(b't="n"><v>1</v>', b't="inlineStr"><is><t>a_xD800_b</t></is>')


# 61


def signed() -> bytes:
    return with_part("_xmlsignatures/sig1.xml", b"<x/>")
