"""What a coordinator can do with the operation as a whole: start it from reference data, change its details."""

from __future__ import annotations

import datetime as dt
from collections.abc import Container, Sequence
from pathlib import Path

from sqlalchemy.orm import Session

from opcoord import reference_data
from opcoord.errors import OpcoordError
from opcoord.model.tables import (
    Agency,
    AgencyAlias,
    CollectedMeasure,
    ExpectedReturn,
    Measure,
    MeasureAlias,
    Operation,
    Phase,
    PhaseWindow,
)
from opcoord.model.terms import AgencyKind
from opcoord.reference_data import Row
from opcoord.services.lookup import agency_by_code, the_operation
from opcoord.storage.database import Database

_AGENCY_COLUMNS = ("code", "name", "kind", "returns", "aliases")
_MEASURE_COLUMNS = ("code", "label", "unit", "group", "part_of", "definition", "aliases")
_PHASE_COLUMNS = ("number", "theme", "starts_on", "ends_on", "lead")
#: Days between the end of a window and the day on which returns are due, where nobody chose one.
DAYS_UNTIL_DUE = 14


class OperationService:
    """Starts an operation and changes what is said about it; each method is one undo step."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def start(self, name: str, cadence_months: int = 4) -> None:
        """Name the operation of a new file."""
        with self._database.transaction(f"Start {name}") as session:
            row = the_operation(session)
            row.name, row.cadence_months = name, cadence_months

    def start_from_shipped(self, name: str, *, notice: str = "", with_phases: bool = False) -> None:
        """Name the operation and give it the South West's agencies and measures, and its phases if wanted."""
        self._start(
            name,
            notice,
            reference_data.shipped("agencies.csv"),
            reference_data.shipped("measures.csv"),
            reference_data.shipped("phases.csv") if with_phases else [],
        )

    def start_from_folder(self, name: str, folder: Path) -> None:
        """Name the operation and fill it from `agencies.csv`, `measures.csv` and `phases.csv` in `folder`.

        Raises OpcoordError where a file or column is missing or a value cannot be read.
        """
        self._start(
            name,
            "",
            reference_data.from_folder(folder, "agencies.csv", _AGENCY_COLUMNS),
            reference_data.from_folder(folder, "measures.csv", _MEASURE_COLUMNS),
            reference_data.from_folder(folder, "phases.csv", _PHASE_COLUMNS),
        )

    def _start(
        self, name: str, notice: str, agencies: Sequence[Row], measures: Sequence[Row], phases: Sequence[Row]
    ) -> None:
        with self._database.transaction(f"Start {name}") as session:
            row = the_operation(session)
            row.name, row.notice = name, notice
            by_code = _add_agencies(session, agencies)
            collected = _add_measures(session, measures)
            _add_phases(session, phases, by_code, collected)

    def update(
        self,
        *,
        name: str | None = None,
        cadence_months: int | None = None,
        marking: str | None = None,
        handling: str | None = None,
        owner: str | None = None,
        small_number: int | None = None,
    ) -> None:
        """Change the given details of the operation; the others stay."""
        with self._database.transaction("Change the operation") as session:
            row: Operation = the_operation(session)
            row.name = row.name if name is None else name
            row.cadence_months = row.cadence_months if cadence_months is None else cadence_months
            row.marking = row.marking if marking is None else marking
            row.handling = row.handling if handling is None else handling
            row.owner = row.owner if owner is None else owner
            row.small_number = row.small_number if small_number is None else small_number

    def set_alias(self, agency: str, name: str) -> None:
        """Keep what an agency calls the operation in its own papers; an empty name takes it out.

        Raises OpcoordError for an agency that is not there.
        """
        with self._database.transaction(f"Change what {agency} calls the operation") as session:
            agency_by_code(session, agency)
            row = the_operation(session)
            others = {code: alias for code, alias in row.aliases.items() if code != agency}
            row.aliases = {**others, agency: name.strip()} if name.strip() else others


def _split(text: str) -> list[str]:
    return [part.strip() for part in text.split("|") if part.strip()]


def _refuse_repeat(key: str, known: Container[str], what: str) -> None:
    if key in known:
        raise OpcoordError(f"{what} {key} is there twice.", "Remove one of the two lines.")


def _add_agencies(session: Session, rows: Sequence[Row]) -> dict[str, Agency]:
    added: dict[str, Agency] = {}
    for position, row in enumerate(rows):
        _refuse_repeat(row["code"], added, "agencies.csv: the code")
        added[row["code"]] = Agency(
            code=row["code"],
            name=row["name"],
            kind=row["kind"],
            sends_returns=row["returns"] == "yes",
            position=position,
            contact=f"Returns desk, {row['name']}" if row["returns"] == "yes" else "",
            aliases=[AgencyAlias(alias=alias) for alias in _split(row["aliases"])],
        )
    session.add_all(added.values())
    return added


def _add_measures(session: Session, rows: Sequence[Row]) -> list[Measure]:
    added: dict[str, Measure] = {}
    for position, row in enumerate(rows):
        _refuse_repeat(row["code"], added, "measures.csv: the code")
        added[row["code"]] = Measure(
            code=row["code"],
            label=row["label"],
            unit=row["unit"],
            heading=row["group"],
            adder=row.get("adder", ""),
            four_p=row.get("four_p", ""),
            preferred=row.get("preferred", ""),
            basis=row.get("basis", "") or "window",
            sensitive=row.get("sensitive", "") == "yes",
            definition=row["definition"],
            position=position,
            aliases=[MeasureAlias(alias=alias) for alias in _split(row["aliases"])],
        )
    for row in rows:
        if row["part_of"]:
            if row["part_of"] not in added:
                raise OpcoordError(
                    f"measures.csv: {row['code']} is part of {row['part_of']}, which is not listed.",
                    "Add that measure or empty the column part_of.",
                )
            added[row["code"]].part_of = added[row["part_of"]]
    session.add_all(added.values())
    return list(added.values())


def _add_phases(
    session: Session, rows: Sequence[Row], agencies: dict[str, Agency], measures: Sequence[Measure]
) -> None:
    session.flush()
    forces = [
        each for each in agencies.values() if each.kind == AgencyKind.TERRITORIAL and each.sends_returns
    ]
    expected = forces or [each for each in agencies.values() if each.sends_returns]
    seen: set[str] = set()
    for row in rows:
        try:
            number = int(row["number"])
            starts_on = dt.date.fromisoformat(row["starts_on"])
            ends_on = dt.date.fromisoformat(row["ends_on"])
        except ValueError:
            raise OpcoordError(
                f"phases.csv: the phase numbered “{row['number']}” has a number or date that cannot be read.",
                "Write dates as 2024-03-04.",
            ) from None
        _refuse_repeat(str(number), seen, "phases.csv: phase")
        seen.add(str(number))
        session.add(
            Phase(
                number=number,
                theme=row["theme"],
                lead=agencies.get(row["lead"]),
                returns_due=ends_on + dt.timedelta(days=DAYS_UNTIL_DUE),
                runs_with=row.get("runs_with", ""),
                note=row.get("note", ""),
                windows=[PhaseWindow(starts_on=starts_on, ends_on=ends_on)],
                expected=[ExpectedReturn(agency_id=each.id) for each in expected],
                measures=[CollectedMeasure(measure_id=each.id) for each in measures],
            )
        )
