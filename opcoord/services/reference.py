"""What a coordinator can do with agencies and measures: add, change, remove."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from opcoord.errors import OpcoordError
from opcoord.model.tables import Agency, AgencyAlias, Figure, Measure, MeasureAlias
from opcoord.model.units import unit_name
from opcoord.services.lookup import agency_by_code, measure_by_code, the_operation
from opcoord.storage.database import Database

_AGENCY_FIELDS = {"name", "kind", "sends_returns", "contact"}
_MEASURE_FIELDS = {
    "label", "unit", "heading", "adder", "four_p", "preferred", "basis", "sensitive", "definition",
}  # fmt: skip


class ReferenceService:
    """Edits the reference data; each method is one undo step."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add_agency(self, code: str, name: str, kind: str, sends_returns: bool = True) -> None:
        """Add an agency at the end of the list."""
        with self._database.transaction(f"Add {name}") as session:
            _refuse_taken(session, Agency, code)
            session.add(
                Agency(
                    code=code,
                    name=name,
                    kind=kind,
                    sends_returns=sends_returns,
                    position=_next_position(session, Agency),
                )
            )

    def save_agency(self, code: str, *, aliases: Sequence[str] | None = None, **fields: object) -> None:
        """Change the given fields of an agency: name, kind, sends_returns, contact, aliases."""
        with self._database.transaction(f"Change agency {code}") as session:
            row = agency_by_code(session, code)
            _set(row, fields, _AGENCY_FIELDS)
            if aliases is not None:
                row.aliases = [AgencyAlias(alias=alias) for alias in aliases]

    def remove_agency(self, code: str) -> None:
        """Remove an agency that nothing refers to; raises OpcoordError where something does."""
        with self._database.transaction(f"Remove agency {code}") as session:
            _remove(session, agency_by_code(session, code), code)
            operation = the_operation(session)
            if code in operation.aliases:
                operation.aliases = {each: own for each, own in operation.aliases.items() if each != code}

    def add_measure(self, code: str, label: str, unit: str, heading: str = "") -> None:
        """Add a measure at the end of the list."""
        with self._database.transaction(f"Add {label}") as session:
            _refuse_taken(session, Measure, code)
            session.add(
                Measure(
                    code=code,
                    label=label,
                    unit=unit,
                    heading=heading,
                    position=_next_position(session, Measure),
                )
            )

    def save_measure(
        self,
        code: str,
        *,
        aliases: Sequence[str] | None = None,
        part_of: str | None = None,
        **fields: object,
    ) -> None:
        """Change the given fields of a measure: label, unit, heading, definition, aliases and so on."""
        with self._database.transaction(f"Change measure {code}") as session:
            row = measure_by_code(session, code)
            if "unit" in fields and fields["unit"] != row.unit and _has_figures(session, row):
                raise OpcoordError(
                    f"{row.label} has figures in {unit_name(row.unit)}, so its unit stays.",
                    "Add a new measure for the other unit.",
                )
            _set(row, fields, _MEASURE_FIELDS)
            if part_of is not None:
                parent = measure_by_code(session, part_of) if part_of else None
                _refuse_circle(row, parent)
                row.part_of = parent
            if aliases is not None:
                row.aliases = [MeasureAlias(alias=alias) for alias in aliases]

    def remove_measure(self, code: str) -> None:
        """Remove a measure that nothing refers to; raises OpcoordError where something does."""
        with self._database.transaction(f"Remove measure {code}") as session:
            _remove(session, measure_by_code(session, code), code)


def _set(row: object, fields: dict[str, object], allowed: set[str]) -> None:
    for name, value in fields.items():
        if name not in allowed:
            raise ValueError(f"{name} is no field that can be changed")
        setattr(row, name, value)


def _refuse_taken(session: Session, kind: type[Agency] | type[Measure], code: str) -> None:
    if not code.strip():
        raise OpcoordError("A code is needed.", "Use a short one, such as DO.")
    if session.scalar(select(kind.id).where(kind.code == code)) is not None:
        raise OpcoordError(f"The code {code} is taken.", "Choose another one.")


def _next_position(session: Session, kind: type[Agency] | type[Measure]) -> int:
    return (session.scalar(select(func.max(kind.position))) or 0) + 1


def _refuse_circle(measure: Measure, parent: Measure | None) -> None:
    above = parent
    while above is not None:
        if above is measure:
            raise OpcoordError(
                f"{measure.label} cannot be part of itself.", "Choose a measure that is no part of it."
            )
        above = above.part_of


def _has_figures(session: Session, measure: Measure) -> bool:
    return session.scalar(select(Figure.id).where(Figure.measure_id == measure.id).limit(1)) is not None


def _remove(session: Session, row: Agency | Measure, code: str) -> None:
    session.delete(row)
    try:
        session.flush()
    except IntegrityError:
        raise OpcoordError(
            f"{code} is used in phases or returns, so it stays.", "Take it out of them first."
        ) from None
