"""Makes a document ready to be issued: the pages as they will stand, and what to look at before that."""

from __future__ import annotations

import datetime as dt
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from opcoord.errors import OpcoordError
from opcoord.model.dates import format_date
from opcoord.queries.frozen_figures import FrozenFigures
from opcoord.queries.issued import IssueDraft, IssuedView
from opcoord.queries.papers import WordingView
from opcoord.reading.texts import clean, one_line
from opcoord.reports.annex_data import notable, unpublished
from opcoord.reports.completed import newest_issue
from opcoord.reports.document import Document
from opcoord.reports.evidence import Evidence, gather
from opcoord.reports.frozen import freeze, thaw
from opcoord.reports.kind_names import KIND_NAMES
from opcoord.reports.page_layout import lay_out
from opcoord.reports.pdf import pdf_bytes
from opcoord.reports.personal_texts import personal_findings
from opcoord.reports.publishing import publishing_doubts
from opcoord.reports.summary import Issue, Section, SummaryOptions, SummaryQueries
from opcoord.reports.summary_document import made_from
from opcoord.reports.text_check import hidden_numbers, text_doubts

#: Where the words stand that say why a document is issued again.
REASON = "Reason for the new issue"


class IssueQueries(SummaryQueries, Protocol):
    """What issuing asks beside what a document asks."""

    def frozen_figures(self, up_to: int) -> FrozenFigures:
        """The figures that count now."""

    def issued_content(self, issued_id: int) -> tuple[bytes, bytes]:
        """The frozen record and the PDF of an issued document."""


@dataclass(frozen=True, slots=True)
class ToLookAt:
    """One thing to look at before a document leaves; what is `odd` must be looked at, the rest is to be known."""

    text: str
    odd: bool


def look_before(
    queries: SummaryQueries, options: SummaryOptions, today: dt.date, reason: str = ""
) -> tuple[ToLookAt, ...]:
    """What to look at before the document is issued for a `reason`; empty where nothing is.

    Raises OpcoordError if there is no such phase or force.
    """
    options = replace(options, issue=_next_issue(newest_issue(queries, options), reason))
    evidence = gather(queries, options, today)
    # An internal reason may well name what a figure was before.
    reasons = [WordingView(REASON, reason.strip(), False)] if options.public and reason.strip() else []
    open_ends = [ToLookAt(each, False) for each in _open_ends(evidence, queries)]
    return (*_odd(evidence, queries, reasons), *open_ends)


def look_before_leaving(
    queries: SummaryQueries, options: SummaryOptions, today: dt.date
) -> tuple[ToLookAt, ...]:
    """What must be looked at before a draft leaves the building, the same as before its issue.

    Empty for an internal one: it stays, and may be saved and printed as often as need be. Raises OpcoordError if
    there is no such phase or force, or if it is not for publication.
    """
    if not options.public:
        return ()
    return _odd(gather(queries, options, today), queries)


def _odd(
    evidence: Evidence, queries: SummaryQueries, reasons: Sequence[WordingView] = ()
) -> tuple[ToLookAt, ...]:
    """The words that disagree with the figures, and what speaks against publishing; for the public `reasons` too."""
    options = evidence.options
    words = [*queries.wording(options.phase, options.kind), *reasons]
    found = [str(each) for each in text_doubts(evidence, words)]
    if options.public:
        for result in notable(evidence, queries)[0]:
            place = f"{Section.NOTABLE}, {result.force}"
            found += [str(each) for each in hidden_numbers(evidence, place, result.text)]
        document = made_from(evidence, queries, dt.datetime.combine(evidence.today, dt.time()))
        found += [f"{each.sentence} {each.remedy}" for each in personal_findings(document)]
        found += publishing_doubts(evidence, queries)
    return tuple(ToLookAt(each, True) for each in dict.fromkeys(found))


def prepare_issue(
    queries: IssueQueries, options: SummaryOptions, reason: str, issued_at: dt.datetime
) -> IssueDraft:
    """The document as it will stand once it is issued, with its figures and its rendering.

    Needs a running QGuiApplication. Raises OpcoordError as `read_document` does, and where there is nothing to issue.
    """
    head = queries.audit_head()
    before = newest_issue(queries, options)
    issue = _next_issue(before, reason)
    options = replace(options, issue=issue)
    evidence = gather(queries, options, issued_at.date())
    document = made_from(evidence, queries, issued_at)
    pages = lay_out(document)
    own = tuple(
        replace(each, points=tuple(point for point in each.points if point.phase == options.phase))
        for each in evidence.results.values()
    )
    return IssueDraft(
        phase=options.phase,
        kind=options.kind,
        agency=options.agency,
        public=options.public,
        title=f"{KIND_NAMES[options.kind].title}, {document.page.phase}",
        reason=issue.reason,
        audit_head=head,
        issued_at=issued_at,
        document=zlib.compress(freeze(document), 9),
        # What this document hides stays a secret in every later public one.
        figures=replace(queries.frozen_figures(options.phase), hidden=evidence.suppression.hidden),
        pdf=pdf_bytes(pages),
        results=own,
    )


def issued_document(queries: IssueQueries, issued_id: int) -> tuple[Document, bytes]:
    """An issued document as it was: its content, to be shown, printed and exported, and its PDF.

    Raises OpcoordError where it does not match its hash.
    """
    record, pdf = queries.issued_content(issued_id)
    try:
        return thaw(record), pdf
    except (KeyError, TypeError, ValueError) as fault:
        raise OpcoordError(
            "This document was issued with a release of opcoord that keeps more than this one reads.",
            "Open the file with the newer release, or save the PDF, which is kept as it was sent.",
        ) from fault


def _next_issue(before: IssuedView | None, reason: str) -> Issue:
    if before is None:
        return Issue(1)
    day = format_date(before.issued_at.astimezone().date())
    return Issue(before.number + 1, day, one_line(clean(reason)[0]))


def _open_ends(evidence: Evidence, queries: SummaryQueries) -> list[str]:
    """What a reader of the document should know is still open."""
    if evidence.options.kind in ("plan", "force"):
        return []
    found = []
    here = {each.agency for each in evidence.accepted}
    missing = [evidence.name(code) for code in evidence.phase.expected if code not in here]
    if missing:
        found.append(f"No return is in from {', '.join(missing)}.")
    kept_back = unpublished(evidence, queries) if evidence.options.public else 0
    if kept_back:
        said = "1 notable result is" if kept_back == 1 else f"{kept_back} notable results are"
        found.append(f"{said} not printed: no consent yet, or under embargo.")
    exposed = len(evidence.suppression.exposed)
    if exposed:
        said = "1 small number is" if exposed == 1 else f"{exposed} small numbers are"
        found.append(f"{said} hidden here that an earlier public issue has told already.")
    provisional = sorted(
        {each.agency_name for each in evidence.figures.values() if each.state == "provisional"}
    )
    if provisional:
        found.append(f"Figures are provisional: {', '.join(provisional)}.")
    undecided = len(queries.reconciliation(evidence.phase.number).undecided)
    if undecided:
        said = "1 disagreement has" if undecided == 1 else f"{undecided} disagreements have"
        found.append(f"{said} no verdict yet; the Reconcile page lists them.")
    return found
