"""Figures that someone published."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String, Text
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
