"""What was published of Operation Scorpion: as announcements, and as the contents of the sample's returns."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from opcoord import reference_data
from opcoord.model.refs import AgencyRef, MeasureRef, ReadingContext
from opcoord.model.tables import Agency, Announcement, Measure
from opcoord.model.terms import Qualifier
from opcoord.model.units import to_stored
from opcoord.reference_data import Row
from opcoord.services.standards import PanelDraft, add_panel

_QUALIFIERS = {
    "=": Qualifier.EXACT,
    "approx": Qualifier.ABOUT,
    "nearly": Qualifier.ALMOST,
    "almost": Qualifier.ALMOST,
    "at least": Qualifier.AT_LEAST,
    "over": Qualifier.OVER,
    "up to": Qualifier.UP_TO,
}
_RETROSPECTIVE_KEY = "SEED1"
#: Sources that look back on several phases and revise what was published at the time.
_REVISING_KEYS = frozenset({_RETROSPECTIVE_KEY, "PLY", "RETRO"})
_PANEL_SOURCE = "Devon & Cornwall PCC, Police and Crime Plan Drugs Profile, September 2023"
_WORDS = ("one", "two", "three", "four", "five", "six", "seven")
#: Published unit to (unit kept, how many of it make one published unit).
_UNITS = {"kg": ("g", 1000), "n": ("count", 1), "doses": ("pills", 1)}


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().replace("_", " ").split())


class PublishedFigures:
    """The published rows, matched with the operation's agencies and measures by code, label and alias."""

    def __init__(self, context: ReadingContext) -> None:
        self._agencies = _index(context.agencies)
        self._measures: dict[str, MeasureRef] = {}
        for measure in context.measures:
            for name in (measure.code, measure.label, *measure.aliases):
                self._measures.setdefault(_plain(name), measure)
        # A total published without its parts goes to the parent measure.
        self._measures["people safeguarded"] = self._measures[_plain("safeguarded")]

    def add_announcements(self, session: Session) -> None:
        """Store every published figure, claim over several phases and block of the retrospective page."""
        agencies = {code: id_ for code, id_ in session.execute(select(Agency.code, Agency.id))}
        measures = {code: id_ for code, id_ in session.execute(select(Measure.code, Measure.id))}
        claims = reference_data.shipped("period_claims.csv")
        rows: list[tuple[Row, int | None, int | None]] = [
            (row, int(row["phase"]), int(row["phase"])) for row in _figures()
        ]
        rows += [(row, int(row["first_phase"]), int(row["last_phase"])) for row in claims]
        rows += list(_retrospective())
        for row, first_phase, last_phase in rows:
            measure = self._measures.get(_plain(row["measure"]))
            agency = self._agencies.get(_plain(row["reporter"]))
            unit = measure.unit if measure else _UNITS.get(row["unit"], (row["unit"], 1))[0]
            session.add(
                Announcement(
                    first_phase=first_phase,
                    last_phase=last_phase,
                    reporter=row["reporter"],
                    agency_id=agencies[agency.code] if agency else None,
                    measure_id=measures[measure.code] if measure else None,
                    label=row["measure"],
                    unit=unit,
                    amount=_amount(row, unit),
                    qualifier=_QUALIFIERS[row["qualifier"]],
                    source_key=row.get("source_key", ""),
                    source=row["source"],
                    note=row["note"],
                    is_revision=row.get("source_key", "") in _REVISING_KEYS,
                    printed_period=row.get("printed_period", ""),
                )
            )

    @staticmethod
    def add_panel(session: Session) -> None:
        """Store the commissioner's panel table."""
        add_panel(
            session,
            [
                PanelDraft(
                    row["measure"],
                    int(row["baseline"]),
                    row["preferred"],
                    row["previous_label"],
                    int(row["previous"]),
                    row["current_label"],
                    int(row["current"]),
                    _PANEL_SOURCE,
                )
                for row in reference_data.shipped("panel_measures.csv")
            ],
        )

    def returns(self, phase: int) -> dict[str, tuple[str, dict[str, tuple[int, Qualifier, str]]]]:
        """For each force its own release of that phase: agency code to (source address, figures by measure).

        A figure is (amount in stored units, qualifier, note). The first row of a force names its own
        release; what others printed of it, and labels that fit no measure, stay announcements.
        """
        releases: dict[str, tuple[str, dict[str, tuple[int, Qualifier, str]]]] = {}
        own: dict[str, str] = {}
        for row in _figures():
            agency = self._agencies.get(_plain(row["reporter"]))
            if int(row["phase"]) != phase or agency is None:
                continue
            if own.setdefault(agency.code, row["source_key"]) != row["source_key"]:
                continue
            _, figures = releases.setdefault(agency.code, (row["source"], {}))
            measure = self._measures.get(_plain(row["measure"]))
            if measure is None or measure.code in figures:
                continue
            amount = _amount(row, measure.unit)
            figures[measure.code] = (amount, _QUALIFIERS[row["qualifier"]], row["note"])
        return {code: (source, figures) for code, (source, figures) in releases.items() if figures}


def _retrospective() -> Iterator[tuple[Row, int | None, int | None]]:
    # The page is kept as printed, its repeated block and its total included; the phase is the printed number.
    address = next(row["source"] for row in _figures() if row["source_key"] == _RETROSPECTIVE_KEY)
    for block in reference_data.shipped("retrospective_page.csv"):
        number = _WORDS.index(block["printed_number"]) + 1 if block["printed_number"] in _WORDS else None
        printed = f"printed as “{block['printed_number']}”, {block['printed_date']}: {block['printed_theme']}"
        for column, value in block.items():
            if column.startswith("printed_") or not value:
                continue
            row = {"reporter": "REGION", "measure": column.replace("_", " "), "unit": "n", "qualifier": "="}
            row |= {"value": value, "source": address, "source_key": "RETRO", "note": printed}
            row |= {"printed_period": block["printed_date"]}
            yield row, number, number


def _figures() -> list[Row]:
    return reference_data.shipped("published_figures.csv")


def _index(agencies: tuple[AgencyRef, ...]) -> dict[str, AgencyRef]:
    return {
        _plain(name): agency for agency in agencies for name in (agency.code, agency.name, *agency.aliases)
    }


def _amount(row: Row, unit: str) -> int:
    multiple = _UNITS.get(row["unit"], ("", 1))[1]
    return to_stored(Decimal(row["value"]) * multiple, unit)
