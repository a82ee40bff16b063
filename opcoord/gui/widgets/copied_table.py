"""A table on the clipboard: as text between tabs and as HTML, with what it is about, where it is from and its marking."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from PySide6.QtCore import QMimeData

from opcoord.gui.widgets.clipboard import clipboard_data
from opcoord.model.spreadsheet_text import is_amount, pasted

#: So Excel keeps a cell as text.
_TEXT = "mso-number-format:'\\@'"
_RIGHT = "text-align:right"
_CENTRE = "text-align:center"


@dataclass(frozen=True, slots=True)
class CopiedTable:
    """Headings and rows; the columns `numbers` hold numbers. The marking comes first and last of all."""

    headings: Sequence[object]
    rows: Sequence[Sequence[object]]
    numbers: frozenset[int] = frozenset()
    marking: str = ""
    title: str = ""
    above: tuple[str, ...] = ()
    below: tuple[str, ...] = ()

    def mime(self) -> QMimeData:
        """As lines of cells between tabs and, for word processors and e-mail, as HTML."""
        heads = [pasted(each) for each in self.headings]
        rows = [[pasted(each, place in self.numbers) for place, each in enumerate(row)] for row in self.rows]
        data = clipboard_data()
        data.setText(self._text([heads, *rows]))
        data.setHtml(self._html(heads, rows))
        return data

    def _text(self, rows: list[list[str]]) -> str:
        """As spreadsheets take it; words stand in lines of their own."""
        before = [pasted(each) for each in (self.marking, self.title, *self.above) if each]
        after = [pasted(each) for each in (*self.below, self.marking) if each]
        lines = ["\t".join(cells) for cells in rows]
        # Empty lines between, so that a spreadsheet knows where the table begins and ends.
        return "\n".join([*before, *([""] if before else []), *lines, *([""] if after else []), *after])

    def _html(self, heads: list[str], rows: list[list[str]]) -> str:
        marking = _paragraph(self.marking, "b", _CENTRE)
        words = [_paragraph(self.title, "b"), *(_paragraph(each) for each in self.above)]
        head = "".join(f"<th>{escape(each)}</th>" for each in heads)
        body = "".join(f"<tr>{self._html_cells(cells)}</tr>\n" for cells in rows)
        table = f'<table border="1" cellspacing="0" cellpadding="3">\n<tr>{head}</tr>\n{body}</table>\n'
        below = [_paragraph(each) for each in self.below]
        return f"<html><body>\n{marking}{''.join(words)}{table}{''.join(below)}{marking}</body></html>"

    def _html_cells(self, cells: list[str]) -> str:
        styles = (
            _RIGHT if each in self.numbers and is_amount(text) else _TEXT for each, text in enumerate(cells)
        )
        return "".join(
            f'<td style="{style}">{escape(text)}</td>' for style, text in zip(styles, cells, strict=True)
        )


def _paragraph(text: str, tag: str = "span", style: str = "") -> str:
    if not text:
        return ""
    return f'<p style="{style}"><{tag}>{escape(pasted(text))}</{tag}></p>\n'
