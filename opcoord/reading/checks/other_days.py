"""Headings and titles that name other days than those of the phase: last phase's file, or a whole year's figures."""

from __future__ import annotations

from opcoord.model.dates import format_date
from opcoord.model.finding import Finding
from opcoord.model.refs import ReadingContext
from opcoord.model.terms import Severity
from opcoord.reading.layout import Layout, Said
from opcoord.reading.periods import Days, heads_other_days, is_over_before
from opcoord.reading.texts import quoted

_MOST_SHOWN = 3


def other_days(layout: Layout, context: ReadingContext, phase: int | None) -> list[Finding]:
    """The warning about what names other days than those of the phase; none where the phase has no days yet."""
    windows = next((each.windows for each in context.phases if each.number == phase), ())
    found = {each.text: each for each in layout.said if _is_other(each, windows)}
    if not found:
        return []
    shown = [quoted(text) + (f" ({each.cell})" if each.cell else "") for text, each in found.items()]
    more = len(shown) - _MOST_SHOWN
    listed = "; ".join(shown[:_MOST_SHOWN]) + (f" and {more} more" if more > 0 else "")
    first, last = min(start for start, _ in windows), max(end for _, end in windows)
    message = (
        f"Phase {phase} runs from {format_date(first)} to {format_date(last)}, but over or beside the figures "
        f"stands {listed}."
    )
    place = next((each.cell for each in found.values() if each.cell), "")
    remedy = "Check that the figures are those of the phase."
    return [Finding(Severity.WARNING, "other-days", message, remedy, layout.sheet.name, place)]


def _is_other(said: Said, windows: tuple[Days, ...]) -> bool:
    test = heads_other_days if said.over_figures else is_over_before
    return test(said.text, windows)
