"""What the coordinator decides about totals: joint results, targets, baselines, and checks that do not apply."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from opcoord.model.base import Base
from opcoord.model.phases import Phase
from opcoord.model.reference import Agency, Measure


class Adjustment(Base):
    """A joint result counted once (rule 9). Each agency's own figure stays; the total is less by `amount`."""

    __tablename__ = "adjustment"

    id: Mapped[int] = mapped_column(primary_key=True)
    phase_id: Mapped[int] = mapped_column(ForeignKey("phase.id", ondelete="CASCADE"), index=True)
    measure_id: Mapped[int] = mapped_column(ForeignKey("measure.id", ondelete="CASCADE"), index=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id", ondelete="CASCADE"))
    other_id: Mapped[int] = mapped_column(ForeignKey("agency.id", ondelete="CASCADE"))
    #: "sum", "largest", "lead force claims" or "a number": see `model.joint`.
    rule: Mapped[str] = mapped_column(String(20))
    #: What is taken off the sum of the agencies' figures, in stored units; never negative.
    amount: Mapped[int]
    reason: Mapped[str] = mapped_column(Text)
    phase: Mapped[Phase] = relationship()
    measure: Mapped[Measure] = relationship()
    agency: Mapped[Agency] = relationship(foreign_keys=[agency_id])
    other: Mapped[Agency] = relationship(foreign_keys=[other_id])


class Target(Base):
    """What a measure is meant to reach, from a first phase on, to a last where there is one."""

    __tablename__ = "target"

    id: Mapped[int] = mapped_column(primary_key=True)
    measure_id: Mapped[int] = mapped_column(ForeignKey("measure.id", ondelete="CASCADE"), index=True)
    #: None for the region.
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id", ondelete="CASCADE"))
    #: By phase, in stored units.
    amount: Mapped[int]
    first_phase: Mapped[int]
    last_phase: Mapped[int | None]
    reason: Mapped[str] = mapped_column(Text, default="")
    measure: Mapped[Measure] = relationship()
    agency: Mapped[Agency | None] = relationship()


class ExpectedPeriod(Base):
    """From which phase on a return is expected of an agency, to a last one where there is one."""

    __tablename__ = "expected_period"

    id: Mapped[int] = mapped_column(primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id", ondelete="CASCADE"), index=True)
    first_phase: Mapped[int]
    last_phase: Mapped[int | None]
    reason: Mapped[str] = mapped_column(Text, default="")
    agency: Mapped[Agency] = relationship()


class Baseline(Base):
    """What a measure's direction of travel is judged against; one a measure."""

    __tablename__ = "baseline"

    id: Mapped[int] = mapped_column(primary_key=True)
    measure_id: Mapped[int] = mapped_column(ForeignKey("measure.id", ondelete="CASCADE"), unique=True)
    #: In stored units, and what it is: "mean of 2021", "phase 1".
    amount: Mapped[int]
    label: Mapped[str] = mapped_column(String(200), default="")
    #: The tolerance in tenths of a per cent; 25 is 2.5 %.
    band_tenths: Mapped[int] = mapped_column(default=25)
    measure: Mapped[Measure] = relationship()


class PanelMeasure(Base):
    """A line of a commissioner's panel table: figures of other origin that are only compared, never summed."""

    __tablename__ = "panel_measure"

    id: Mapped[int] = mapped_column(primary_key=True)
    label: Mapped[str] = mapped_column(String(200))
    baseline: Mapped[int | None]
    #: "up", "down" or empty.
    preferred: Mapped[str] = mapped_column(String(10), default="")
    previous_label: Mapped[str] = mapped_column(String(100), default="")
    previous: Mapped[int | None]
    current_label: Mapped[str] = mapped_column(String(100), default="")
    current: Mapped[int | None]
    source: Mapped[str] = mapped_column(Text, default="")


class CheckException(Base):
    """A check that the coordinator relaxed or switched off, with a reason and an end (rule 12).

    Empty agency, measure or phase mean all of them.
    """

    __tablename__ = "check_exception"

    id: Mapped[int] = mapped_column(primary_key=True)
    #: The finding's code, for example "ten-times".
    code: Mapped[str] = mapped_column(String(60))
    #: "accept" keeps the warning with the reason; "off" leaves it out.
    action: Mapped[str] = mapped_column(String(10))
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id", ondelete="CASCADE"))
    measure_id: Mapped[int | None] = mapped_column(ForeignKey("measure.id", ondelete="CASCADE"))
    phase_id: Mapped[int | None] = mapped_column(ForeignKey("phase.id", ondelete="CASCADE"))
    reason: Mapped[str] = mapped_column(Text)
    ends_on: Mapped[dt.date | None]
    agency: Mapped[Agency | None] = relationship()
    measure: Mapped[Measure | None] = relationship()
    phase: Mapped[Phase | None] = relationship()
