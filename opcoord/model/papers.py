"""What goes on paper: the words and sections chosen for a document, and the documents that were issued."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import JSON, ForeignKey, LargeBinary, String, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, deferred, mapped_column

from opcoord.model.base import Base


class Wording(Base):
    """Words of the coordinator at one place of a document about a phase."""

    __tablename__ = "wording"
    __table_args__ = (UniqueConstraint("phase_id", "kind", "place", name="uq_wording_place"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    phase_id: Mapped[int] = mapped_column(ForeignKey("phase.id", ondelete="CASCADE"), index=True)
    #: The kind of document, see `reports.kind_names`.
    kind: Mapped[str] = mapped_column(String(20))
    #: "introduction", "closing", or the name of the section at whose head it stands.
    place: Mapped[str] = mapped_column(String(60))
    text: Mapped[str] = mapped_column(Text)
    #: Left out of public documents.
    internal: Mapped[bool] = mapped_column(default=False, server_default=false())


class PageSetup(Base):
    """The sections chosen for a document about a phase, in order, and until when it is under embargo."""

    __tablename__ = "page_setup"
    __table_args__ = (UniqueConstraint("phase_id", "kind", "public", name="uq_page_setup_document"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    phase_id: Mapped[int] = mapped_column(ForeignKey("phase.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    public: Mapped[bool]
    #: Names of sections in the order of print; None for all in their usual order.
    sections: Mapped[list[str] | None] = mapped_column(JSON)
    #: Local time of the operation, to the minute.
    embargo_until: Mapped[dt.datetime | None]


class IssuedDocument(Base):
    """A document as it was issued. Written once and never changed, not even by undo; a later one supersedes it.

    Phases, agencies and measures are named and not referred to: what was issued outlives them.
    """

    __tablename__ = "issued_document"
    __table_args__ = (
        UniqueConstraint("phase", "kind", "agency", "public", "number", name="uq_issued_document_number"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    phase: Mapped[int]
    kind: Mapped[str] = mapped_column(String(20))
    #: The force that a force sheet is for, else empty.
    agency: Mapped[str] = mapped_column(String(20), default="")
    public: Mapped[bool]
    #: 1 for the first of its phase, kind, force and readers; each further one supersedes the one before.
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(600))
    #: Why it supersedes the one before; empty for the first.
    reason: Mapped[str] = mapped_column(Text, default="")
    issued_at: Mapped[dt.datetime]
    issued_by: Mapped[str] = mapped_column(String(100))
    #: Head of the history at that moment.
    audit_head: Mapped[str] = mapped_column(String(64))
    #: The printed record, the figures behind it and what was left unprinted of them; JSON, compressed by zlib.
    document: Mapped[bytes] = deferred(mapped_column(LargeBinary, nullable=False))
    figures: Mapped[bytes] = deferred(mapped_column(LargeBinary, nullable=False))
    #: The rendering, as it was sent.
    pdf: Mapped[bytes] = deferred(mapped_column(LargeBinary, nullable=False))
    #: SHA-256 over document, figures and pdf; stands in the history as well, and `verify` computes it again.
    sha256: Mapped[str] = mapped_column(String(64))


class IssuedTotal(Base):
    """One measure's total as an issued document gave it for its own phase, in stored units."""

    __tablename__ = "issued_total"

    id: Mapped[int] = mapped_column(primary_key=True)
    issued_id: Mapped[int] = mapped_column(ForeignKey("issued_document.id"), index=True)
    measure: Mapped[str] = mapped_column(String(60))
    #: Net of joint results; `adjustment` is what was taken off (0 or less).
    amount: Mapped[int]
    qualifier: Mapped[str] = mapped_column(String(20))
    adjustment: Mapped[int]
    provisional: Mapped[bool]
    received: Mapped[int]
    expected: Mapped[int]
