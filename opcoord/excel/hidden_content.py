"""What a received file carries that nobody sees who looks at its figures, in words; found on the bytes alone."""

from __future__ import annotations

import html
import re

from opcoord.excel import preflight, sheet_xml
from opcoord.excel.preflight import Checked, Kind
from opcoord.excel.refused import RefusedFile
from opcoord.excel.return_form import IDENTITY_PROPERTY
from opcoord.excel.text_cells import seen

# Part of a part's name, and what such a part is.
_PARTS = (
    (("pivotcache/",), "a hidden copy of source data (pivot table)"),
    (("xl/comments", "threadedcomments/", "xl/persons/"), "comments"),
    (("embeddings/",), "embedded files"),
    (("vbaproject", "macrosheets/", "activex/", "basic/", "scripts/"), "macros"),
    (("externallinks/", "connections.xml", "querytables/"), "links to other files, with values from them"),
)
_SHEET = re.compile(rb"<(?:\w+:)?sheet\s([^<>]*)>", re.IGNORECASE)
_NAME = re.compile(rb"\bname=(?:\"([^\"<>]*)\"|'([^'<>]*)')")
_STATE = re.compile(rb"\bstate=[\"'](hidden|veryHidden)[\"']")
_MOST_NAMED = 10
_OWN_COLUMN = {1}


def hidden_content(content: bytes) -> tuple[str, ...]:
    """Hidden sheets (by name), rows and columns, pivot caches, comments, embedded files, macros and links.

    Says so where the kind of file does not let them be looked for.
    """
    try:
        checked = preflight.check(content)
    except RefusedFile:
        return ("what else it holds could not be looked for",)
    if checked.kind is Kind.TEXT:
        return ()
    if checked.kind is Kind.ENCRYPTED:
        return ("it is locked with a password, so what it holds could not be looked for",)
    found = [*_hidden_sheets(checked), *_hidden_parts(checked)]
    lowered = [name.lower() for name in checked.names]
    found += [words for marks, words in _PARTS if any(mark in name for mark in marks for name in lowered)]
    if checked.kind not in (Kind.XLSX, Kind.STRICT):
        found.append("hidden sheets could not be looked for in a file of this kind")
    return tuple(found)


def _hidden_sheets(checked: Checked) -> list[str]:
    names = []
    for part_name, part in checked.parts.items():
        if part_name.lower().endswith("/workbook.xml"):
            for attributes in _SHEET.findall(part):
                if _STATE.search(attributes) and (name := _NAME.search(attributes)):
                    written = html.unescape((name[1] or name[2]).decode("utf-8", "replace"))
                    names.append(" ".join(seen(written).split()))
    if not names:
        return []
    more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    word = "a hidden sheet" if len(names) == 1 else "hidden sheets"
    return [f"{word} ({', '.join(names[:_MOST_NAMED])}{more})"]


def _hidden_parts(checked: Checked) -> list[str]:
    parts = [sheet_xml.marks(part) for name, part in checked.parts.items() if "/worksheets/" in name.lower()]
    # In our own form the first column is hidden and holds its marks.
    own = (
        _OWN_COLUMN if IDENTITY_PROPERTY.encode() in checked.parts.get("docProps/custom.xml", b"") else set()
    )
    kinds = {
        "rows": any(each.hidden_rows for each in parts),
        "columns": any(each.hidden_columns - own for each in parts),
    }
    return [f"hidden {' and '.join(kind for kind, there in kinds.items() if there)}"] * any(kinds.values())
