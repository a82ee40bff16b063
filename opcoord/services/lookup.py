"""Finds rows by the codes that screens and workbooks use; a code that is not there is a sentence."""

from __future__ import annotations

import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session

from opcoord.errors import OpcoordError
from opcoord.model.tables import Agency, Measure, Operation, Phase


def agency_by_code(session: Session, code: str) -> Agency:
    """The agency of that code; raises OpcoordError where there is none."""
    row = session.scalar(select(Agency).where(Agency.code == code))
    if row is None:
        raise OpcoordError(
            f"There is no agency with the code {code}.",
            "The Reference page lists the agencies and their codes.",
        )
    return row


def measure_by_code(session: Session, code: str) -> Measure:
    """The measure of that code; raises OpcoordError where there is none."""
    row = session.scalar(select(Measure).where(Measure.code == code))
    if row is None:
        raise OpcoordError(
            f"There is no measure with the code {code}.",
            "The Reference page lists the measures and their codes.",
        )
    return row


def phase_by_number(session: Session, number: int) -> Phase:
    """The phase of that number; raises OpcoordError where there is none."""
    row = session.scalar(select(Phase).where(Phase.number == number))
    if row is None:
        raise OpcoordError(
            f"There is no phase {number} in this operation.", "The Plan page lists the phases."
        )
    return row


def the_operation(session: Session) -> Operation:
    """The one operation of this file, made where the file has none yet."""
    row = session.scalar(select(Operation))
    if row is None:
        row = Operation(name="Unnamed operation", aliases={}, cadence_months=4, identity=uuid.uuid4().hex)
        session.add(row)
    return row
