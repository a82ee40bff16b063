"""Targets, tolerances and panel tables as people type and paste them. Nothing is guessed and nothing written."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass

from opcoord.errors import OpcoordError
from opcoord.model.direction import DEFAULT_BAND_TENTHS
from opcoord.model.terms import Qualifier
from opcoord.reading.amounts.read_amount import read_amount
from opcoord.reading.texts import clean, one_line, quoted

#: A wider tolerance would call everything the same.
WIDEST_BAND_TENTHS = 500
_BAND = re.compile(r"([0-9]{1,2})(?:[.]([0-9]))?\s*%?")
_MOST_LINES = 500
_LONGEST_TEXT = 200_000
#: The columns of a panel table in the order they have without a heading, and what else they are called.
_COLUMNS = (
    "label",
    "baseline",
    "preferred",
    "previous_label",
    "previous",
    "current_label",
    "current",
    "source",
)
_HEADINGS = {name.replace("_", " "): name for name in _COLUMNS} | {
    "measure": "label",
    "what it counts": "label",
    "last period": "previous_label",
    "last": "previous",
    "this period": "current_label",
    "now": "current",
}
_PREFERRED = {"up": "up", "more is better": "up", "down": "down", "less is better": "down"}
_PREFERRED |= dict.fromkeys(("", "not said", "-", "none"), "")


@dataclass(frozen=True, slots=True)
class PanelDraft:
    """One line of a panel table as entered; figures are whole numbers, None where none is given."""

    label: str
    baseline: int | None
    preferred: str
    previous_label: str
    previous: int | None
    current_label: str
    current: int | None
    source: str = ""


def read_exact(text: str, unit: str, label: str) -> int:
    """The exact amount of `unit` that `text` says of `label`, in stored units; raises OpcoordError where none."""
    reading = read_amount(text, unit, label)
    if reading.question:
        raise OpcoordError(reading.question, "Type the amount alone, for example 100 or £2.5k.")
    if reading.amount is None or reading.qualifier is not Qualifier.EXACT:
        raise OpcoordError(
            f"{label} needs an exact amount. It says {quoted(text)}.",
            "Type the amount alone, for example 100 or £2.5k.",
        )
    return reading.amount


def read_band(text: str) -> int:
    """The tolerance in tenths of a per cent of "2.5" or "5 %"; the usual one of an empty text."""
    said = one_line(text).strip()
    if not said:
        return DEFAULT_BAND_TENTHS
    match = _BAND.fullmatch(said)
    tenths = int(match[1]) * 10 + int(match[2] or 0) if match else WIDEST_BAND_TENTHS + 1
    if tenths > WIDEST_BAND_TENTHS:
        raise OpcoordError(
            f"A tolerance is from 0 to 50 %, with at most one decimal. It says {quoted(said)}.",
            "Type for example 2.5.",
        )
    return tenths


def band_text(tenths: int) -> str:
    """The tolerance as it is shown: "2.5 %"."""
    return f"{tenths // 10}.{tenths % 10} %"


def read_phase(text: str) -> int | None:
    """The phase of "7" or "phase 7", None of an empty text; raises OpcoordError where it is no number."""
    said = one_line(text).casefold().removeprefix("phase").strip()
    if not said:
        return None
    if not (said.isascii() and said.isdigit() and len(said) <= 4):
        raise OpcoordError(f"A phase is a number. It says {quoted(text)}.", "Type for example 7.")
    return int(said)


def read_panel_figure(text: str, label: str = "The figure") -> int | None:
    """The whole number of a panel table's cell, None of an empty one; raises OpcoordError where it is none."""
    return read_exact(text, "count", label) if text.strip() else None


def read_panel(text: str) -> list[PanelDraft]:
    """The lines of a pasted panel table, with or without a heading; split at tabs where it has any, else at commas.

    Raises OpcoordError where there is nothing in it, far too much, or a figure that is not understood.
    """
    if len(text) > _LONGEST_TEXT:
        raise OpcoordError("The pasted text is too long for a panel table.", "Copy its cells only.")
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter="\t" if "\t" in text else ","))
    except csv.Error:
        raise OpcoordError("The pasted text is no table.", "Copy the cells and paste them again.") from None
    lines = [(number, row) for number, row in enumerate(rows, start=1) if any(map(str.strip, row))]
    if not lines:
        raise OpcoordError("There is no table to paste.", "Copy the cells of the panel table first.")
    names = [_HEADINGS.get(_plain(cell), "") for cell in lines[0][1]]
    if "label" in names:
        lines = lines[1:]
    else:
        names = list(_COLUMNS)
    if len(lines) > _MOST_LINES:
        raise OpcoordError(f"The table has more than {_MOST_LINES} lines.", "Copy its cells only.")
    return [_draft(number, row, names) for number, row in lines]


def _plain(text: str) -> str:
    return " ".join(text.casefold().replace("_", " ").split())


def _draft(number: int, row: Sequence[str], names: Sequence[str]) -> PanelDraft:
    texts = dict.fromkeys(_COLUMNS, "")
    texts |= {name: one_line(clean(cell)[0]) for name, cell in zip(names, row, strict=False) if name}
    preferred = _PREFERRED.get(texts["preferred"].casefold())
    try:
        if not texts["label"]:
            raise OpcoordError("It does not say what it counts.", "Name it in the first column.")
        if preferred is None:
            raise OpcoordError(
                f"The preferred direction is up, down or empty. It says {quoted(texts['preferred'])}."
            )
        return PanelDraft(
            texts["label"],
            read_panel_figure(texts["baseline"], "The baseline"),
            preferred,
            texts["previous_label"],
            read_panel_figure(texts["previous"], "The last figure"),
            texts["current_label"],
            read_panel_figure(texts["current"], "This figure"),
            texts["source"],
        )
    except OpcoordError as error:
        raise OpcoordError(f"Line {number} of the pasted table: {error.message}", error.hint) from None
