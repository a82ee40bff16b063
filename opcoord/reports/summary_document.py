"""From the store's answers to finished pages in one step; needs a running QGuiApplication for its fonts."""

from __future__ import annotations

import datetime as dt

from opcoord.reports.output import print_to, to_image, write_pdf
from opcoord.reports.pages import SummaryPages
from opcoord.reports.sections import summary_slices
from opcoord.reports.summary import SummaryOptions, SummaryQueries
from opcoord.reports.summary_content import read_summary

__all__ = ["SummaryPages", "build_summary", "print_to", "to_image", "write_pdf"]


def build_summary(queries: SummaryQueries, options: SummaryOptions, printed_at: dt.datetime) -> SummaryPages:
    """The phase summary as it stands now, laid out.

    Raises OpcoordError if there is no such phase or the basis cannot be printed.
    """
    content = read_summary(queries, options, printed_at)
    return SummaryPages(content.page, summary_slices(content))
