"""How each kind of document is made."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from opcoord.reports.brief import brief
from opcoord.reports.cumulative_report import cumulative_report
from opcoord.reports.document import Document
from opcoord.reports.evidence import Evidence
from opcoord.reports.force_sheet import force_sheet
from opcoord.reports.handover_note import handover_note
from opcoord.reports.plan_sheet import plan_sheet
from opcoord.reports.sections import summary_blocks
from opcoord.reports.summary import SummaryQueries
from opcoord.reports.summary_content import summary_content


def _summary(evidence: Evidence, queries: SummaryQueries, printed_at: dt.datetime) -> Document:
    content = summary_content(evidence, queries, printed_at)
    return Document(content.page, summary_blocks(content))


#: By the names of `kind_names.KIND_NAMES`.
MAKERS: dict[str, Callable[[Evidence, SummaryQueries, dt.datetime], Document]] = {
    "summary": _summary,
    "cumulative": cumulative_report,
    "brief": brief,
    "force": force_sheet,
    "plan": plan_sheet,
    "handover": handover_note,
}
