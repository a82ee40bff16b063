"""A phase and what is planned for it."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from opcoord.model.base import Base
from opcoord.model.reference import Agency


class Phase(Base):
    """One iteration of the operation: theme, lead force, window, due date, what is collected from whom."""

    __tablename__ = "phase"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(unique=True)
    theme: Mapped[str] = mapped_column(String(300), default="")
    lead_agency_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"))
    returns_due: Mapped[dt.date | None]
    #: A national campaign that shares the window, for example County Lines Intensification Week.
    runs_with: Mapped[str] = mapped_column(String(300), default="")
    objectives: Mapped[str] = mapped_column(Text, default="")
    note: Mapped[str] = mapped_column(Text, default="")
    lead: Mapped[Agency | None] = relationship()
    windows: Mapped[list[PhaseWindow]] = relationship(
        cascade="all, delete-orphan", order_by="PhaseWindow.starts_on"
    )
    partners: Mapped[list[PhasePartner]] = relationship(cascade="all, delete-orphan")
    expected: Mapped[list[ExpectedReturn]] = relationship(cascade="all, delete-orphan")
    measures: Mapped[list[CollectedMeasure]] = relationship(cascade="all, delete-orphan")
    milestones: Mapped[list[Milestone]] = relationship(
        cascade="all, delete-orphan", order_by="Milestone.due_on"
    )


class PhaseWindow(Base):
    """One date range of a phase, both days included; of one agency where that force has its own window."""

    __tablename__ = "phase_window"

    id: Mapped[int] = mapped_column(primary_key=True)
    phase_id: Mapped[int] = mapped_column(ForeignKey("phase.id", ondelete="CASCADE"), index=True)
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"))
    starts_on: Mapped[dt.date]
    ends_on: Mapped[dt.date]


class PhasePartner(Base):
    """An agency that takes part in a phase beside the forces that report."""

    __tablename__ = "phase_partner"

    id: Mapped[int] = mapped_column(primary_key=True)
    phase_id: Mapped[int] = mapped_column(ForeignKey("phase.id", ondelete="CASCADE"), index=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))


class ExpectedReturn(Base):
    """An agency from which a return is expected for a phase: the "5" in "4 of 5 forces"."""

    __tablename__ = "expected_return"

    id: Mapped[int] = mapped_column(primary_key=True)
    phase_id: Mapped[int] = mapped_column(ForeignKey("phase.id", ondelete="CASCADE"), index=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))


class CollectedMeasure(Base):
    """A measure that a phase collects; all others are "not collected this phase"."""

    __tablename__ = "collected_measure"

    id: Mapped[int] = mapped_column(primary_key=True)
    phase_id: Mapped[int] = mapped_column(ForeignKey("phase.id", ondelete="CASCADE"), index=True)
    measure_id: Mapped[int] = mapped_column(ForeignKey("measure.id"))


class Milestone(Base):
    """A dated step of a phase's plan."""

    __tablename__ = "milestone"

    id: Mapped[int] = mapped_column(primary_key=True)
    phase_id: Mapped[int] = mapped_column(ForeignKey("phase.id", ondelete="CASCADE"), index=True)
    title: Mapped[str] = mapped_column(String(300))
    due_on: Mapped[dt.date]
    done_on: Mapped[dt.date | None]
