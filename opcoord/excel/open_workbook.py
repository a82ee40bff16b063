"""Opens a workbook with openpyxl out of the parts that pre-flight has inflated. Runs in the reader process only."""

from __future__ import annotations

import io
import zipfile
from functools import lru_cache
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.packaging.relationship import get_dependents, get_rels_path
from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.xml.constants import ARC_STYLE

from opcoord.excel.preflight import Checked
from opcoord.excel.sheet_cells import UnsizedSheet

#: What openpyxl's cells ask their workbook for.
_OF_CELLS = ("_number_formats", "_cell_styles", "_date_formats", "_timedelta_formats")
#: Larger parts than any office program writes are not kept.
_LONGEST_KEPT = 1_000_000


def open_workbook(content: bytes, checked: Checked) -> Workbook:
    """The workbook, its styles and sheets, of which no cell has been read yet; raises what openpyxl raises."""
    reader = _PartsReader(_Parts(content, checked))
    reader.read_manifest()
    reader.read_strings()
    reader.read_workbook()
    reader.read_properties()
    reader.read_custom()
    _apply_styles(reader)
    reader.read_worksheets()
    reader.parser.assign_names()
    return reader.wb


def _apply_styles(reader: _PartsReader) -> None:
    """Give the reader's workbook what its cells need of its styles; raises what openpyxl raises."""
    if ARC_STYLE not in reader.valid_files:
        return
    part = reader.archive.read(ARC_STYLE)
    styles = _styles(part) if len(part) <= _LONGEST_KEPT else _styles.__wrapped__(part)
    for name, value in styles.items():
        setattr(reader.wb, name, value)


@lru_cache(maxsize=8)
def _styles(part: bytes) -> dict[str, Any]:
    # The forces' workbooks come from one form or one office's Excel: the next has the same styles more often than not.
    book = Workbook()
    apply_stylesheet(_StylesAlone(part), book)
    return {name: getattr(book, name) for name in _OF_CELLS}


class _StylesAlone:
    """An archive of nothing but styles."""

    def __init__(self, part: bytes) -> None:
        self._part = part

    def read(self, _name: str) -> bytes:
        return self._part


class _Parts:
    """The parts of a workbook in the way in which openpyxl asks an archive for them."""

    filename = None

    def __init__(self, content: bytes, checked: Checked) -> None:
        self._content = content
        self._checked = checked

    def namelist(self) -> list[str]:
        return list(self._checked.names)

    def read(self, name: str) -> bytes:
        part = self._checked.parts.get(name)
        if part is not None:
            return part
        # Pictures and the like, which pre-flight measured and did not keep.
        with zipfile.ZipFile(io.BytesIO(self._content)) as archive:
            return archive.read(name)

    def open(self, name: str, _mode: str = "r") -> IO[bytes]:
        return io.BytesIO(self.read(name))


class _PartsReader(ExcelReader):
    """openpyxl's reader of workbooks, as `load_workbook` uses it to read only values and no linked files."""

    def __init__(self, parts: _Parts) -> None:
        self.archive = parts
        self.valid_files = parts.namelist()
        self.read_only = self.data_only = True
        self.keep_vba = self.keep_links = self.rich_text = False
        self.shared_strings: list[str] = []

    def read_worksheets(self) -> None:
        """Note the sheets without looking into them."""
        for sheet, relation in self.parser.find_sheets():
            if relation.target not in self.valid_files:
                continue
            if "chartsheet" in relation.Type:
                self.read_chartsheet(sheet, relation)
                continue
            relations = get_rels_path(relation.target)
            if relations in self.valid_files:
                # Not needed, but one that cannot be understood tells that the file is damaged.
                get_dependents(self.archive, relations)
            noted = UnsizedSheet(self.wb, sheet.name, relation.target, self.shared_strings)
            noted.sheet_state = sheet.state
            self.wb._sheets.append(noted)
