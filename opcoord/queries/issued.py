"""What was issued: the documents, the figures they froze, and what has changed since."""

from __future__ import annotations

import datetime as dt
import zlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from opcoord.errors import OpcoordError
from opcoord.model.fingerprint import issue_hash
from opcoord.model.labels import label_alone
from opcoord.model.tables import IssuedDocument, Measure
from opcoord.model.terms import Qualifier
from opcoord.queries.frozen_figures import (
    FigureKey,
    FrozenFigure,
    FrozenFigures,
    frozen_figures,
    unpack_amounts,
    unpack_figures,
)
from opcoord.queries.views import MeasureResults


@dataclass(frozen=True, slots=True)
class IssueDraft:
    """A document that is ready to be issued; `audit_head` names the state of the file that it shows."""

    phase: int
    kind: str
    agency: str
    public: bool
    title: str
    reason: str
    audit_head: str
    issued_at: dt.datetime
    document: bytes
    figures: FrozenFigures
    pdf: bytes
    #: The measures' totals of the document's own phase.
    results: tuple[MeasureResults, ...]


@dataclass(frozen=True, slots=True)
class IssuedView:
    """An issued document without its content."""

    id: int
    phase: int
    kind: str
    agency: str
    public: bool
    number: int
    title: str
    reason: str
    issued_at: dt.datetime
    issued_by: str
    audit_head: str
    sha256: str
    superseded: bool


@dataclass(frozen=True, slots=True)
class PublicIssue:
    """What the public knows from one issued public document: its figures in stored units, and the hidden ones.

    `values` holds the true value also of the hidden cells.
    """

    phase: int
    kind: str
    number: int
    values: Mapping[FigureKey, int]
    hidden: frozenset[FigureKey]


@dataclass(frozen=True, slots=True)
class ChangedFigure:
    """A figure that is not now what it was when a document was issued; None where there was or is none.

    `agency` is empty for what joint results take off, of which `other` is the second agency.
    """

    phase: int
    measure: str
    label: str
    unit: str
    agency: str
    then: FrozenFigure | None
    now: FrozenFigure | None
    other: str = ""


def issued(session: Session, phase: int | None = None) -> list[IssuedView]:
    """The issued documents, newest first; of one phase where given."""
    query = select(IssuedDocument).order_by(IssuedDocument.id.desc())
    if phase is not None:
        query = query.where(IssuedDocument.phase == phase)
    newest: set[tuple[int, str, str, bool]] = set()
    views = []
    for row in session.scalars(query):
        key = (row.phase, row.kind, row.agency, row.public)
        views.append(
            IssuedView(
                row.id,
                *key,
                row.number,
                row.title,
                row.reason,
                row.issued_at.replace(tzinfo=dt.UTC),
                row.issued_by,
                row.audit_head,
                row.sha256,
                superseded=key in newest,
            )
        )
        newest.add(key)
    return views


def issued_content(session: Session, issued_id: int) -> tuple[bytes, bytes]:
    """The printed record (JSON) and the PDF of an issued document, as they were frozen.

    Raises OpcoordError where it is not there or does not match its hash any more.
    """
    row = _whole(session, issued_id)
    if issue_hash(row.document, row.figures, row.pdf) != row.sha256:
        raise OpcoordError(
            "This issued document is not as it was issued: the file was changed or is damaged.",
            "Open the last good copy of the operation, and keep this one for repair.",
        )
    return zlib.decompress(row.document), row.pdf


def figures_of(session: Session, issued_id: int, own_phase: bool = False) -> FrozenFigures:
    """The figures that an issued document froze; of its own phase only where told, which is much faster."""
    row = session.get_one(IssuedDocument, issued_id, options=[undefer(IssuedDocument.figures)])
    return unpack_figures(row.figures, own_phase)


def changed_since(session: Session, issued_id: int) -> list[ChangedFigure]:
    """The figures, of the phases that the document shows, that are not now what they were when it was issued."""
    row = session.get_one(IssuedDocument, issued_id)
    then = figures_of(session, issued_id)
    now = frozen_figures(session, row.phase)
    named = {each.code: (_full_label(each), each.unit) for each in _in_order(session)}
    order = {code: place for place, code in enumerate(named)}
    found = []
    for key in dict.fromkeys((*then.answers, *now.answers)):
        before, after = _counted(then.answers.get(key)), _counted(now.answers.get(key))
        if _as_printed(before) != _as_printed(after):
            phase, measure, agency = key
            found.append(
                ChangedFigure(phase, measure, *named.get(measure, (measure, "count")), agency, before, after)
            )
    for joint in dict.fromkeys((*then.joint, *now.joint)):
        phase, measure, agency, other = joint
        if then.joint.get(joint) != now.joint.get(joint):
            changed = ChangedFigure(
                phase,
                measure,
                *named.get(measure, (measure, "count")),
                agency,
                _taken_off(then.joint.get(joint)),
                _taken_off(now.joint.get(joint)),
                other,
            )
            found.append(changed)
    return sorted(found, key=lambda each: (each.phase, order.get(each.measure, len(order))))


def public_issues(
    session: Session, measures: Collection[str], known: dict[tuple[str, frozenset[str]], PublicIssue]
) -> list[PublicIssue]:
    """What the public knows of some measures from all public documents that were issued, oldest first.

    An issued document never changes, so what was read of it once is kept in `known`, by its hash.
    """
    wanted = frozenset(measures)
    row = IssuedDocument
    rows = session.execute(
        select(row.id, row.sha256, row.phase, row.kind, row.number).where(row.public).order_by(row.id)
    )
    found = []
    for id_, sha256, phase, kind, number in rows.all():
        if (sha256, wanted) not in known:
            packed = session.scalars(select(row.figures).where(row.id == id_)).one()
            known[sha256, wanted] = PublicIssue(phase, kind, number, *unpack_amounts(packed, wanted))
        found.append(known[sha256, wanted])
    return found


def _whole(session: Session, issued_id: int) -> IssuedDocument:
    row = session.get(
        IssuedDocument,
        issued_id,
        options=[
            undefer(IssuedDocument.document),
            undefer(IssuedDocument.figures),
            undefer(IssuedDocument.pdf),
        ],
    )
    if row is None:
        raise OpcoordError("There is no such issued document in this file.", "Choose one from the list.")
    return row


def _in_order(session: Session) -> list[Measure]:
    return list(session.scalars(select(Measure).order_by(Measure.position, Measure.code)))


def _full_label(measure: Measure) -> str:
    return label_alone(measure.label, measure.part_of.label if measure.part_of else None)


def _counted(figure: FrozenFigure | None) -> FrozenFigure | None:
    """The figure, None where it only says that nothing was answered: a blank row is no figure."""
    return None if figure is None or figure.empty in ("not answered", "not collected") else figure


def _as_printed(figure: FrozenFigure | None) -> tuple[object, ...]:
    return () if figure is None else (figure.amount, figure.qualifier, figure.empty, figure.state)


def _taken_off(amount: int | None) -> FrozenFigure | None:
    return None if amount is None else FrozenFigure(-amount, Qualifier.EXACT.value, None, "confirmed", 0)
