"""The one-page brief: totals, a chart, safeguarding beside enforcement, news and direction, in falling weight."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from opcoord.reports.document import Block, Document, TitleBlock
from opcoord.reports.evidence import Evidence
from opcoord.reports.sections import (
    beside_blocks,
    chart_blocks,
    direction_blocks,
    headline_blocks,
    notable_blocks,
)
from opcoord.reports.summary import SummaryQueries
from opcoord.reports.summary_content import summary_content

_FACTS = ("Window", "Lead force", "Received", "As at", "Prepared for")
_CHARTS = 1
_ROWS = 4
_RESULTS = 2


def brief(evidence: Evidence, queries: SummaryQueries, printed_at: dt.datetime) -> Document:
    """The most that is read in a minute; what finds no room on the page is left out from the end, and named."""
    content = summary_content(evidence, queries, printed_at)
    labels = {each.label for each in content.headlines or ()}
    directions = content.directions
    if directions is not None:
        rows = tuple(each for each in directions.rows if each.label in labels)
        directions = replace(directions, rows=rows, notes=())
    notable, note = content.notable, content.notable_note
    if notable is not None and len(notable) > _RESULTS:
        note = f"{note} {len(notable) - _RESULTS} more in the phase summary.".strip()
        notable = notable[:_RESULTS]
    facts = tuple(each for each in content.facts if each.name in _FACTS)
    blocks: list[Block] = [TitleBlock(content.title, content.subtitle, facts)]
    blocks += headline_blocks(content.headlines)
    blocks += chart_blocks(content.charts[:_CHARTS], low=True)
    blocks += beside_blocks(content.beside[:_ROWS] if content.beside else content.beside, content.beside_key)
    blocks += notable_blocks(notable, note)
    blocks += direction_blocks(directions)
    return Document(content.page, tuple(blocks), one_page=True)
