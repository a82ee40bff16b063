"""Figures that someone published."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column

from opcoord.model.base import Base


class Announcement(Base):
    """A published figure with its source. It is never a return and never added to one."""

    __tablename__ = "announcement"

    id: Mapped[int] = mapped_column(primary_key=True)
    #: First and last phase the figure speaks of; the same number for a figure of one phase.
    first_phase: Mapped[int | None]
    last_phase: Mapped[int | None]
    #: As printed: REGION, a force, "BTP (national)", a joint label.
    reporter: Mapped[str] = mapped_column(String(200))
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"))
    measure_id: Mapped[int | None] = mapped_column(ForeignKey("measure.id"))
    label: Mapped[str] = mapped_column(String(200))
    unit: Mapped[str] = mapped_column(String(20))
    #: In stored units of `unit`.
    amount: Mapped[int]
    qualifier: Mapped[str] = mapped_column(String(20))
    source_key: Mapped[str] = mapped_column(String(40), default="")
    source: Mapped[str] = mapped_column(Text, default="")
    note: Mapped[str] = mapped_column(Text, default="")
    published_on: Mapped[dt.date | None]
    #: Whether it looks back and revises what was published before (rule 5).
    is_revision: Mapped[bool] = mapped_column(default=False, server_default=false())
    #: The period as printed where a page gives its own, for example "April 2023"; `first_phase` is the number printed.
    printed_period: Mapped[str] = mapped_column(String(60), default="", server_default="")


class Verdict(Base):
    """What the coordinator holds of one disagreement, and why. The figures themselves never change."""

    __tablename__ = "verdict"

    id: Mapped[int] = mapped_column(primary_key=True)
    #: Names the disagreement in a way that outlives recalculation; see `queries.disagreements`.
    key: Mapped[str] = mapped_column(String(200), unique=True)
    verdict: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    decided_on: Mapped[dt.date]
