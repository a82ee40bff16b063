"""What was learned from an agency's returns: how it names measures, and where its own tables stand."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from opcoord.model.base import Base
from opcoord.model.reference import Agency, Measure


class AgencyLabel(Base):
    """What one agency means by a label; without a measure, that its rows of this label are left out."""

    __tablename__ = "agency_label"
    __table_args__ = (UniqueConstraint("agency_id", "label", name="uq_agency_label"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id", ondelete="CASCADE"), index=True)
    #: As the agency typed it.
    label: Mapped[str] = mapped_column(String(300))
    measure_id: Mapped[int | None] = mapped_column(ForeignKey("measure.id", ondelete="CASCADE"))
    agency: Mapped[Agency] = relationship()
    measure: Mapped[Measure | None] = relationship()


class AgencyTable(Base):
    """Where an agency's last return that was not our form had its figures."""

    __tablename__ = "agency_table"

    id: Mapped[int] = mapped_column(primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id", ondelete="CASCADE"), unique=True)
    sheet: Mapped[str] = mapped_column(String(200))
    label_heading: Mapped[str] = mapped_column(String(300))
    figure_heading: Mapped[str] = mapped_column(String(300))
    agency: Mapped[Agency] = relationship()
