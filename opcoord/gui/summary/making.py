"""Makes the document that the page shows: the draft as it stands now, or what was issued as it stood then."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opcoord.queries.issued import IssuedView
    from opcoord.reports.asked_once import KeptAnswers
    from opcoord.reports.document import Document
    from opcoord.reports.issuing import ToLookAt
    from opcoord.reports.pages import SummaryPages
    from opcoord.reports.summary import SummaryOptions, SummaryQueries
    from opcoord.services.workspace import Workspace


class DocumentMaker:
    """Used by a worker, one at a time; what was asked of the file is kept until the file changes."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._kept: KeptAnswers | None = None

    def get_ready(self) -> None:
        """Load what the worker needs, on the screen's thread.

        PySide makes a class of Qt when its name is first looked up, and two threads that look up the same one at the
        same time crash the program.
        """
        import opcoord.reports.asked_once
        import opcoord.reports.issuing
        import opcoord.reports.summary_document  # noqa: F401

    def document(self, options: SummaryOptions, issue: IssuedView | None) -> Document:
        """What is printed, before it is laid out."""
        from opcoord.reports.issuing import issued_document
        from opcoord.reports.summary_document import read_document

        if issue is not None:
            return issued_document(self._workspace.queries, issue.id)[0]
        return read_document(self._answers(), options, dt.datetime.now().astimezone())

    def look(self, options: SummaryOptions) -> tuple[ToLookAt, ...]:
        """What must be looked at before the draft leaves the building."""
        from opcoord.reports.issuing import look_before_leaving

        return look_before_leaving(self._answers(), options, dt.date.today())

    def pages(self, options: SummaryOptions, issue: IssuedView | None) -> SummaryPages:
        """The document laid out; used up in the thread that made it."""
        from opcoord.reports.summary_document import lay_out

        return lay_out(self.document(options, issue))

    def _answers(self) -> SummaryQueries:
        from opcoord.reports.asked_once import KeptAnswers

        if self._kept is None:
            self._kept = KeptAnswers(self._workspace.queries)
        return self._kept.now()
