"""An operation that is hard on paper, made of real files: 12 forces, 45 measures, a theme of 300 characters."""

from __future__ import annotations

import csv
import datetime as dt
import random
from collections.abc import Sequence
from pathlib import Path

from opcoord import reference_data
from opcoord.excel.template import TemplateValue, write_template
from opcoord.model.terms import Qualifier
from opcoord.reading.parsed import ParsedNotable
from opcoord.services.workspace import Workspace

FORCES = {
    "AS": "Avon and Somerset Police",
    "DC": "Devon & Cornwall Police",
    "DO": "Dorset Police",
    "GL": "Gloucestershire Constabulary",
    "HI": "Hampshire & Isle of Wight Constabulary",
    "KE": "Kent Police",
    "MP": "Metropolitan Police Service",
    "SU": "Surrey Police",
    "SX": "Sussex Police",
    "TV": "Thames Valley Police",
    "WI": "Wiltshire Police",
    "BT": "British Transport Police",
}
MEASURES = 45
LONG_THEME = (
    "Organised crime, county lines and commercial cannabis in rented houses across the region; " * 4
)[:300]
ALL, ONE, NONE, CROWDED, LACKING = range(1, 6)
THEMES = {
    ALL: "Everybody answers",
    ONE: "One return",
    NONE: "No returns at all",
    CROWDED: LONG_THEME,
    LACKING: "All returns lack a measure",
}
_QUALIFIERS = (Qualifier.EXACT, Qualifier.EXACT, Qualifier.OVER, Qualifier.ABOUT, Qualifier.AT_LEAST)
_NOTE = (
    "Counted by the custody desk on Monday, and again on Thursday after two more addresses were searched. "
)


def make(folder: Path) -> Path:
    """Make the operation file in `folder`, its returns imported from workbooks; the file is closed again."""
    path = folder / "hard.opcoord"
    _write_reference(folder)
    workspace = Workspace.create(path, "Operation Hard", reference_folder=folder)
    try:
        chance = random.Random(7)
        senders = list(FORCES)
        for phase, answering in (
            (ALL, senders),
            (ONE, senders[4:5]),
            (CROWDED, senders[:-1]),
            (LACKING, senders[:3]),
        ):
            _take_in(workspace, folder, phase, answering, chance)
    finally:
        workspace.close()
    return path


def _write_reference(folder: Path) -> None:
    measures = reference_data.shipped("measures.csv")[:MEASURES]
    assert all(each["part_of"] in {"", *(other["code"] for other in measures)} for each in measures)
    agencies = [
        {"code": code, "name": name, "kind": "territorial force", "returns": "yes", "aliases": ""}
        for code, name in FORCES.items()
    ]
    phases = [
        {
            "number": number,
            "theme": theme,
            "starts_on": dt.date(2022, 3, 7) + dt.timedelta(weeks=17 * number),
            "ends_on": dt.date(2022, 3, 13) + dt.timedelta(weeks=17 * number),
            "lead": "HI",
        }
        for number, theme in THEMES.items()
    ]
    for name, rows in (("agencies", agencies), ("measures", measures), ("phases", phases)):
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)


def _take_in(
    workspace: Workspace, folder: Path, phase: int, answering: Sequence[str], chance: random.Random
) -> None:
    context = workspace.returns.context()
    paths = []
    for code in answering:
        values = {
            each.code: TemplateValue(
                chance.randrange(1, 900)
                * (chance.choice((100, 12_345, 100_000)) if each.unit in ("GBP", "g") else 1),
                _QUALIFIERS[chance.randrange(5)],
                state_word="provisional" if chance.random() < 0.15 else "",
                note=_NOTE * 3 if chance.random() < 0.05 else "",
            )
            for each in context.measures
            if chance.random() < (0.95 if phase in (ALL, CROWDED) else 0.5)
            if not (phase == LACKING and each.code == "arrests")
        }
        told = [
            ParsedNotable(_NOTE * 6, True, None, "", ""),
            ParsedNotable("A short one.", False, dt.date(2030, 1, 1), "", ""),
        ]
        path = folder / f"{FORCES[code]} phase {phase}, second attempt with a long name of its own.xlsx"
        write_template(path, context, code, phase, values=values, notable=told, as_at=dt.date(2024, 3, 15))
        paths.append(path)
    found = workspace.returns.inspect(paths)
    refused = [f"{each.name}: {each.reason}" for each in found if not each.can_accept]
    assert not refused, refused
    for candidate in found:
        workspace.returns.accept(candidate, reason_for_all="Told by telephone that it is so. " * 4)
