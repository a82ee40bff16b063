"""Phases, notes, published figures, decisions and papers of a file, as records."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import select
from sqlalchemy.orm import Session

from opcoord.model.dates import format_date, format_moment, format_windows
from opcoord.model.qualified import Qualified
from opcoord.model.tables import IssuedDocument, PageSetup, Phase, Wording
from opcoord.model.terms import Qualifier
from opcoord.model.units import format_amount
from opcoord.queries import adjustments as joint
from opcoord.queries import phases as plan
from opcoord.queries import reconciliation
from opcoord.queries import returns as came
from opcoord.queries.history import announcements as published
from opcoord.queries.notes import notes as noted
from opcoord.queries.views import AnnouncementView, PhaseView
from opcoord.services.differences.names import Known, need_phase, needs
from opcoord.services.differences.records import Record, Take
from opcoord.services.differences.reference_records import Records


def phases(session: Session, known: Known) -> Records:
    """The plan of each phase."""
    return {each.number: _phase(each, known) for each in plan.phases(session)}


def _phase(each: PhaseView, known: Known) -> Record:
    names = {code: agency.name for code, agency in known.agencies.items()}
    own = tuple(window.agency for window in each.windows)
    return Record(
        f"Phase {each.number}",
        {
            "Theme": each.theme,
            "Lead": known.agency(each.lead),
            "Window": format_windows(each.windows, names),
            "Returns due": format_date(each.returns_due),
            "Runs with": each.runs_with,
            "Objectives": each.objectives,
            "Note": each.note,
            "Partners": ", ".join(map(known.agency, each.partners)),
            "Returns from": ", ".join(map(known.agency, each.expected)),
            "Measures": ", ".join(map(known.measure, each.measures)),
            "Milestones": "; ".join(
                f"{step.title}, {format_date(step.due_on)}"
                + (f", done {format_date(step.done_on)}" if step.done_on else "")
                for step in each.milestones
            ),
        },
        Take("phase", each.number),
        needs((each.lead, *own, *each.partners, *each.expected), each.measures),
        need_phase(each.number),
    )


def notes(session: Session, _known: Known) -> Records:
    """Queries, promises and remarks."""
    return {
        (each.phase, each.agency, each.kind, each.text, each.written_on): Record(
            f"{each.kind.value.capitalize()}: {each.text}",
            {
                "About": each.about,
                "Due": format_date(each.due_on),
                "Settled": format_date(each.settled_on),
                "Answer": each.answer,
            },
            Take("note", each.id),
            needs((each.agency,), (), each.phase),
        )
        for each in noted(session)
    }


def announcements(session: Session, known: Known) -> Records:
    """Published figures; the same one entered twice is two."""
    seen: Counter[tuple[object, ...]] = Counter()
    found: Records = {}
    for each in published(session):
        content = (
            each.first_phase, each.last_phase, each.reporter, each.measure, each.label, each.unit, each.amount,
            each.qualifier, each.source_key, each.source, each.note, each.agency, each.published_on,
            each.is_revision, each.printed_period,
        )  # fmt: skip
        seen[content] += 1
        found[(*content, seen[content])] = _announcement(each)
    return found


def _announcement(each: AnnouncementView) -> Record:
    phases = "" if each.first_phase is None else f"phase {each.first_phase}"
    if each.last_phase not in (None, each.first_phase):
        phases = f"phases {each.first_phase} to {each.last_phase}"
    amount = Qualified(each.amount, Qualifier(each.qualifier)).text(each.unit)
    where = ", ".join(part for part in (each.printed_period or phases, each.reporter) if part)
    own = None if each.printed_period else each.first_phase
    return Record(
        f"{where}, {each.label}: {amount}",
        {
            "Source": each.source or each.source_key,
            "Published": format_date(each.published_on),
            "Note": each.note,
        },
        Take("announcement", each.id),
        needs((each.agency,), (each.measure,), own),
    )


def wording(session: Session, _known: Known) -> Records:
    """The coordinator's words in documents."""
    query = select(Wording, Phase.number).join(Phase, Phase.id == Wording.phase_id)
    return {
        (number, row.kind, row.place): Record(
            f"Phase {number}, {row.kind}, {row.place}",
            {"Words": row.text, "For internal use": "yes" if row.internal else ""},
            Take("wording", row.id),
            needs(phase=number),
        )
        for row, number in session.execute(query.order_by(Phase.number, Wording.id))
    }


def setups(session: Session, _known: Known) -> Records:
    """The sections and embargoes of documents."""
    query = select(PageSetup, Phase.number).join(Phase, Phase.id == PageSetup.phase_id)
    return {
        (number, row.kind, row.public): Record(
            f"Phase {number}, {row.kind}, {_readers(row.public)}",
            {
                "Sections": "" if row.sections is None else ", ".join(row.sections),
                "Embargo": "" if row.embargo_until is None else format_moment(row.embargo_until),
            },
        )
        for row, number in session.execute(query.order_by(Phase.number, PageSetup.id))
    }


def issued(session: Session, known: Known) -> Records:
    """The issued documents."""
    return {
        (row.phase, row.kind, row.agency, row.public, row.number): Record(
            f"{row.title}, {_readers(row.public)}, issue {row.number}"
            + (f", {known.agency(row.agency)}" if row.agency else ""),
            {
                "Issued": f"{format_moment(row.issued_at)} (UTC) by {row.issued_by}",
                "Reason": row.reason,
                "SHA-256": row.sha256[:16],
            },
        )
        for row in session.scalars(select(IssuedDocument).order_by(IssuedDocument.id))
    }


def verdicts(session: Session, _known: Known) -> Records:
    """What was decided about figures that disagree."""
    titles = {each.key: each.title for each in reconciliation.reconciliation(session).disagreements}
    return {
        each.key: Record(
            titles.get(each.key, "A disagreement that does not arise any more"),
            {"Decision": each.verdict, "Reason": each.reason, "Decided": format_date(each.decided_on)},
        )
        for each in reconciliation.verdicts(session)
    }


def adjustments(session: Session, known: Known) -> Records:
    """Joint results that are counted once."""
    return {
        (each.phase, each.measure, frozenset((each.agency, each.other))): Record(
            f"Phase {each.phase}, {known.measure(each.measure)}, "
            f"{known.agency(each.agency)} and {known.agency(each.other)}",
            {
                "Rule": each.rule,
                "Taken off": format_amount(each.amount, each.unit),
                "First named": known.agency(each.agency),
                "Reason": each.reason,
            },
        )
        for each in joint.adjustments(session)
    }


def learned(session: Session, known: Known) -> Records:
    """What was learned from the forces' returns."""
    found: Records = {}
    for each in came.learned(session):
        name = known.agency(each.agency)
        if each.label:
            means = known.measure(each.measure) if each.measure else "left out"
            found[each.agency, each.label] = Record(f"{name}: “{each.label}”", {"Means": means})
        else:
            found[each.agency, ""] = Record(f"{name}: its own table", {"Stands": each.table})
    return found


def _readers(public: bool) -> str:
    return "public" if public else "internal"
