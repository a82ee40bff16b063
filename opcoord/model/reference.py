"""Reference data of an operation: the operation itself, its agencies and its measures."""

from __future__ import annotations

from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from opcoord.model.base import Base


class Operation(Base):
    """The whole campaign; one row a file."""

    __tablename__ = "operation"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    #: What single forces call it, for example {"GL": "Vanquish"}.
    aliases: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    cadence_months: Mapped[int] = mapped_column(default=4)
    #: OFFICIAL or OFFICIAL-SENSITIVE, and how the paper is to be handled.
    marking: Mapped[str] = mapped_column(String(60), default="OFFICIAL")
    handling: Mapped[str] = mapped_column(String(300), default="")
    #: A sentence shown on every page and print, such as the label of the sample; empty for real operations.
    notice: Mapped[str] = mapped_column(Text, default="")
    #: The role that answers for what is printed, such as "Operation coordinator, Dorset Police".
    owner: Mapped[str] = mapped_column(String(200), default="", server_default="")
    #: Public documents hide answers of sensitive measures below this number (rule 11).
    small_number: Mapped[int] = mapped_column(default=5, server_default="5")
    #: Tells the same operation in two files; never changes.
    identity: Mapped[str] = mapped_column(String(36), default="", server_default="")


class Agency(Base):
    """A force, unit or partner that takes part."""

    __tablename__ = "agency"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(20), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(40))
    sends_returns: Mapped[bool] = mapped_column(default=True)
    position: Mapped[int] = mapped_column(default=0)
    contact: Mapped[str] = mapped_column(String(300), default="")
    aliases: Mapped[list[AgencyAlias]] = relationship(
        cascade="all, delete-orphan", order_by="AgencyAlias.id", lazy="selectin"
    )


class AgencyAlias(Base):
    """Another name by which an agency is known in workbooks."""

    __tablename__ = "agency_alias"

    id: Mapped[int] = mapped_column(primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id", ondelete="CASCADE"), index=True)
    alias: Mapped[str] = mapped_column(String(200))


class Measure(Base):
    """One thing that is counted, with its unit and counting rule."""

    __tablename__ = "measure"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(60), unique=True)
    label: Mapped[str] = mapped_column(String(200))
    #: "people", "count", "GBP", "g", "plants"...: see `model.units`.
    unit: Mapped[str] = mapped_column(String(20))
    heading: Mapped[str] = mapped_column(String(60), default="")
    adder: Mapped[str] = mapped_column(String(10), default="")
    four_p: Mapped[str] = mapped_column(String(20), default="")
    #: "up", "down" or empty where no direction is preferred.
    preferred: Mapped[str] = mapped_column(String(10), default="")
    #: "window" (counted inside the phase) or "maturing" (goes on growing; carries an as-at date).
    basis: Mapped[str] = mapped_column(String(20), default="window")
    sensitive: Mapped[bool] = mapped_column(default=False)
    part_of_id: Mapped[int | None] = mapped_column(ForeignKey("measure.id"))
    definition: Mapped[str] = mapped_column(Text, default="")
    position: Mapped[int] = mapped_column(default=0)
    part_of: Mapped[Measure | None] = relationship(remote_side="Measure.id")
    aliases: Mapped[list[MeasureAlias]] = relationship(
        cascade="all, delete-orphan", order_by="MeasureAlias.id", lazy="selectin"
    )


class MeasureAlias(Base):
    """Another label under which a measure turns up in workbooks."""

    __tablename__ = "measure_alias"

    id: Mapped[int] = mapped_column(primary_key=True)
    measure_id: Mapped[int] = mapped_column(ForeignKey("measure.id", ondelete="CASCADE"), index=True)
    alias: Mapped[str] = mapped_column(String(200))


class MeasureRule(Base):
    """The counting rule of a measure from a phase on, where it was another one before."""

    __tablename__ = "measure_rule"
    __table_args__ = (UniqueConstraint("measure_id", "first_phase", name="uq_measure_rule_phase"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    measure_id: Mapped[int] = mapped_column(ForeignKey("measure.id", ondelete="CASCADE"), index=True)
    first_phase: Mapped[int]
    definition: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text, default="")
    measure: Mapped[Measure] = relationship()
