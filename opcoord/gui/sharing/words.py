"""The words around a picture or a table that leaves the window, and the name of its file; no Qt."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from opcoord.gui.results.look import ChartView, Shown
from opcoord.gui.results.sentences import sentence_of, title_of
from opcoord.model.basis import Basis
from opcoord.model.dates import format_date
from opcoord.queries.views import OperationView
from opcoord.reports.content import HEAD_LENGTH

#: Longer labels are cut in a name, for folders leave little room.
_LONGEST_LABEL = 60
_VIEWS = {
    ChartView.CUMULATIVE: " to date",
    ChartView.CUMULATIVE_BY_FORCE: " to date by force",
    ChartView.BY_PHASE: " by phase and force",
    ChartView.EACH_FORCE: ", each force apart",
    ChartView.SHARE: ", share by force",
    ChartView.COMPARISON: ", one phase against another",
}

_MADE_OF = {
    Basis.RETURNED: "returns to",
    Basis.FIRST_PUBLISHED: "figures published for",
    Basis.LAST_REVISED: "figures published for",
    Basis.ISSUED: "issued phase summaries of",
}


@dataclass(frozen=True, slots=True)
class Origin:
    """Where it comes from: the operation, the head of its history, and the moment in which it is taken."""

    operation: OperationView
    audit_head: str
    taken_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Words:
    """Marking above and below, the finding and its sentence, where the figures come from, the sample's label."""

    marking: str
    title: str
    sentence: str
    source: str
    notice: str


def words_for(shown: Shown, origin: Origin) -> Words:
    """The words around results as they are looked at."""
    whose = f"{_MADE_OF[shown.look.basis]} {origin.operation.name}"
    source = ", ".join(filter(None, (whose, _phases(shown), shown.look.basis_words)))
    return _around(title_of(shown), sentence_of(shown), source, origin)


def words_for_changes(title: str, sentence: str, origin: Origin) -> Words:
    """The words around "then and now"."""
    name = origin.operation.name
    return _around(title, sentence, f"returns to {name}, and figures published for it", origin)


def _around(title: str, sentence: str, source: str, origin: Origin) -> Words:
    made = f"{format_date(origin.taken_at.date())} at {origin.taken_at:%H:%M}"
    history = f"; history {origin.audit_head[:HEAD_LENGTH]}" if origin.audit_head else ""
    return Words(
        origin.operation.printed_marking,
        title,
        sentence,
        f"Source: {source}; made {made}{history}.",
        origin.operation.notice,
    )


def refusal(shown: Shown) -> str:
    """Why there is nothing to take; empty where there is something."""
    if not shown.results:
        return "Choose a measure on the left."
    if shown.look.view is ChartView.COMPARISON and shown.compared() is None:
        return "Choose two different phases."
    if not any(point.by_agency or point.total is not None for each in shown.results for point in each.points):
        return "There is no figure yet to take."
    return ""


def file_stem(shown: Shown) -> str:
    """A good name for a file: "Arrests to date, phases 1 to 7", with the basis where it is not as returned."""
    labels = " and ".join(each.measure.label[:_LONGEST_LABEL].strip() for each in shown.results[:2])
    more = " and others" if len(shown.results) > 2 else ""
    parts = [f"{labels}{more}{_VIEWS[shown.look.view]}", _phases(shown)]
    if shown.look.basis is not Basis.RETURNED:
        parts.append(shown.look.basis_words)
    if shown.steady is not None:
        parts.append("like for like")
    if shown.look.per_day and shown.look.view.spreads_over_days:
        parts.append("per day")
    # No more than letters, figures and what every system takes in a name.
    said = ", ".join(filter(None, parts))
    plain = "".join(each if each.isalnum() or each in " ,&-()" else " " for each in said)
    return " ".join(plain.split()).strip(" ,")


def _phases(shown: Shown) -> str:
    """ "phases 1 to 7", "phases 6 and 7", "phase 1"."""
    if shown.look.view is ChartView.COMPARISON:
        points = shown.compared()
        return f"phases {points[0].phase} and {points[1].phase}" if points is not None else ""
    numbers = [point.phase for each in shown.results[:1] for point in each.points]
    if len(numbers) > 1:
        return f"phases {numbers[0]} to {numbers[-1]}"
    return f"phase {numbers[0]}" if numbers else ""
