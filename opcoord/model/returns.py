"""What came back: received files, returns in versions, their figures and notable results."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, LargeBinary, String, Text, UniqueConstraint, true
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from opcoord.model.base import Base
from opcoord.model.phases import Phase
from opcoord.model.reference import Agency, Measure
from opcoord.model.terms import Qualifier, State


class ReceivedFile(Base):
    """A file as it came. Written once and never removed, not even by undo (rule 4)."""

    __tablename__ = "received_file"

    id: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(300))
    size: Mapped[int]
    received_at: Mapped[dt.datetime]
    #: Empty where `whole` is False.
    content: Mapped[bytes] = deferred(mapped_column(LargeBinary))
    #: False where the coordinator kept only the cells that were read, because of what else was in the file.
    whole: Mapped[bool] = mapped_column(default=True, server_default=true())


class Return(Base):
    """What one agency reports for one phase, in one version."""

    __tablename__ = "return"
    __table_args__ = (UniqueConstraint("phase_id", "agency_id", "version", name="uq_return_version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    phase_id: Mapped[int] = mapped_column(ForeignKey("phase.id"), index=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"), index=True)
    version: Mapped[int]
    status: Mapped[str] = mapped_column(String(20))
    received_file_id: Mapped[int | None] = mapped_column(ForeignKey("received_file.id"))
    as_at: Mapped[dt.date | None]
    completed_by: Mapped[str] = mapped_column(String(200), default="")
    completed_on: Mapped[dt.date | None]
    #: Where the figures come from when not from the force itself, for example a published address.
    source: Mapped[str] = mapped_column(Text, default="")
    accepted_at: Mapped[dt.datetime]
    accepted_by: Mapped[str] = mapped_column(String(100), default="")
    #: SHA-256 over the canonical rows of its figures; `verify` computes it again.
    fingerprint: Mapped[str] = mapped_column(String(64), default="")
    #: Which rule the fingerprint follows, see `model.fingerprint`.
    fingerprint_rule: Mapped[int] = mapped_column(default=2, server_default="1")
    phase: Mapped[Phase] = relationship()
    agency: Mapped[Agency] = relationship()
    received_file: Mapped[ReceivedFile | None] = relationship()
    figures: Mapped[list[Figure]] = relationship(cascade="all, delete-orphan", order_by="Figure.id")
    notable_results: Mapped[list[NotableResult]] = relationship(
        cascade="all, delete-orphan", order_by="NotableResult.id"
    )
    findings: Mapped[list[ReturnFinding]] = relationship(
        cascade="all, delete-orphan", order_by="ReturnFinding.id"
    )


class Figure(Base):
    """One measure's value in one return, with where it came from (rule 3).

    `amount` is in stored units (pence, milligrams, things); None exactly when `empty` is "not answered",
    "not collected" or "withheld". `empty` is None for every amount but zero.
    """

    __tablename__ = "figure"

    id: Mapped[int] = mapped_column(primary_key=True)
    return_id: Mapped[int] = mapped_column(ForeignKey("return.id", ondelete="CASCADE"), index=True)
    measure_id: Mapped[int] = mapped_column(ForeignKey("measure.id"), index=True)
    amount: Mapped[int | None]
    qualifier: Mapped[str] = mapped_column(String(20), default=Qualifier.EXACT.value)
    empty: Mapped[str | None] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(20), default=State.CONFIRMED.value)
    as_at: Mapped[dt.date | None]
    sheet: Mapped[str] = mapped_column(String(200), default="")
    cell: Mapped[str] = mapped_column(String(20), default="")
    raw: Mapped[str] = mapped_column(Text, default="")
    conversion: Mapped[str] = mapped_column(Text, default="")
    joint_amount: Mapped[int | None]
    joint_with: Mapped[str] = mapped_column(String(200), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    #: The row's label as it stood in the file.
    label: Mapped[str] = mapped_column(Text, default="", server_default="")
    #: What the coordinator changed before accepting, in words, and why.
    correction: Mapped[str] = mapped_column(Text, default="", server_default="")
    correction_reason: Mapped[str] = mapped_column(Text, default="", server_default="")
    measure: Mapped[Measure] = relationship()


class NotableResult(Base):
    """A short text about one success, printed only with consent and after its embargo."""

    __tablename__ = "notable_result"

    id: Mapped[int] = mapped_column(primary_key=True)
    return_id: Mapped[int] = mapped_column(ForeignKey("return.id", ondelete="CASCADE"), index=True)
    text: Mapped[str] = mapped_column(Text)
    consent: Mapped[bool] = mapped_column(default=False)
    embargo_until: Mapped[dt.date | None]
    sheet: Mapped[str] = mapped_column(String(200), default="")
    cell: Mapped[str] = mapped_column(String(20), default="")


class ReturnFinding(Base):
    """A finding kept with an accepted return, with the reason for which a warning was accepted."""

    __tablename__ = "return_finding"

    id: Mapped[int] = mapped_column(primary_key=True)
    return_id: Mapped[int] = mapped_column(ForeignKey("return.id", ondelete="CASCADE"), index=True)
    severity: Mapped[str] = mapped_column(String(20))
    code: Mapped[str] = mapped_column(String(60))
    sheet: Mapped[str] = mapped_column(String(200), default="")
    cell: Mapped[str] = mapped_column(String(20), default="")
    message: Mapped[str] = mapped_column(Text)
    remedy: Mapped[str] = mapped_column(Text, default="")
    accepted_reason: Mapped[str] = mapped_column(Text, default="")
