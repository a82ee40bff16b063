"""Turns the bytes of a received file into a Grid. Runs in the reader process only; never imports anything of Qt."""

from __future__ import annotations

from dataclasses import replace

from opcoord.excel import decrypt, preflight, sheet_xml
from opcoord.excel.grid import Grid
from opcoord.excel.notices import notices
from opcoord.excel.open_xml import StylesDamaged, parse_xlsx
from opcoord.excel.preflight import Checked, Kind
from opcoord.excel.refused import RefusedFile, damaged
from opcoord.excel.text_file import read_text
from opcoord.excel.witness import read_with_calamine
from opcoord.model.finding import Finding
from opcoord.model.terms import Severity

_OTHER_FORMATS = {
    Kind.STRICT: "a Strict Open XML workbook",
    Kind.XLSB: "a binary workbook (.xlsb)",
    Kind.XLS: "an old Excel workbook (.xls)",
    Kind.ODS: "an OpenDocument spreadsheet (.ods)",
}


def parse(content: bytes, password: str = "") -> Grid:
    """The file in `content` as plain cells; raises RefusedFile with one sentence for whatever cannot be.

    `password` is used only where the file is encrypted.
    """
    checked = preflight.check(content)
    if checked.kind is Kind.ENCRYPTED:
        return _unlocked(content, password)
    if checked.kind is Kind.TEXT:
        return read_text(content)
    if checked.kind is not Kind.XLSX:
        return _other_format(content, checked)
    try:
        return parse_xlsx(content, checked)
    except (RefusedFile, MemoryError):
        raise
    except (StylesDamaged, TypeError, ValueError, AttributeError):
        # Mostly a style that openpyxl does not understand, or a number that is none; the rest may be sound.
        grid = read_with_calamine(content)
        _refuse_repeats(checked)
        found = (*notices(checked.names, grid.sheets), *grid.notices, _second_reader_only())
        return replace(grid, notices=found)
    except KeyError as error:
        raise preflight.lost_part(checked) from error
    except Exception as error:
        raise damaged() from error


def _unlocked(content: bytes, password: str) -> Grid:
    """What an encrypted file holds, checked like any other."""
    plain = decrypt.decrypted(content, password)
    checked = preflight.check(plain)
    if checked.kind in (Kind.ENCRYPTED, Kind.TEXT):
        raise damaged()
    grid = parse(plain)
    return replace(grid, notices=(*grid.notices, decrypt.notice()))


def _other_format(content: bytes, checked: Checked) -> Grid:
    """A workbook of a kind that only the second reader knows."""
    try:
        grid = read_with_calamine(content, is_old=checked.kind is Kind.XLS)
    except RefusedFile as refusal:
        if refusal.code != "damaged":
            raise
        raise RefusedFile(
            "unreadable", f"The file is {_OTHER_FORMATS[checked.kind]} that could not be read."
        ) from refusal
    found = (*notices(checked.names, grid.sheets), *grid.notices, _said(checked.kind))
    return replace(grid, notices=found)


def _refuse_repeats(checked: Checked) -> None:
    for name, part in checked.parts.items():
        if "worksheets/" in name and (cell := sheet_xml.marks(part).repeated):
            raise RefusedFile("cell-twice", f"The file holds cell {cell} twice.")


def _said(kind: Kind) -> Finding:
    return Finding(
        Severity.WARNING,
        "other-format",
        f"The file is {_OTHER_FORMATS[kind]}. "
        "It was read, but hidden rows and number formats in it could not be checked.",
        "Compare the figures with the file, or ask the force to save it as an Excel Workbook (.xlsx).",
    )


def _second_reader_only() -> Finding:
    return Finding(
        Severity.WARNING,
        "partly-damaged",
        "The workbook is damaged in part, often in its styles. Its values were read, "
        "but number formats and hidden rows could not be checked.",
        "Compare the figures with the file, or ask the force to save it again in Excel.",
    )
