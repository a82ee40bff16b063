"""The columns of a commissioner's panel table: what is entered, and the directions that follow from it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from opcoord.gui.reference.editable_model import EditableColumn
from opcoord.gui.reference.reference_columns import DIRECTIONS
from opcoord.model.direction import Change
from opcoord.queries.standards import PanelView
from opcoord.services.standard_texts import read_panel_figure
from opcoord.services.standards import PanelDraft

#: Keeps a line with one field changed.
Keep = Callable[[PanelView, str, Any], None]
#: The columns whose texts wrap where room is short.
WRAPPING = (0, 2, 4, 8, 9)
_DIRECTION_WORDS = dict(DIRECTIONS)


def as_draft(line: PanelView) -> PanelDraft:
    """The line as it is entered."""
    return PanelDraft(
        line.label,
        line.baseline,
        line.preferred,
        line.previous_label,
        line.previous,
        line.current_label,
        line.current,
        line.source,
    )


def panel_columns(keep: Keep) -> tuple[EditableColumn[PanelView], ...]:
    """Label, baseline, two periods with a figure each, both changes, trend, preferred direction, source."""

    def text(title: str, field: str) -> EditableColumn[PanelView]:
        return EditableColumn(
            title,
            lambda line: getattr(line, field),
            save=lambda line, said: keep(line, field, said),
        )

    def figure(title: str, field: str) -> EditableColumn[PanelView]:
        return EditableColumn(
            title,
            lambda line: _number(getattr(line, field)),
            number=True,
            sort_key=lambda line: getattr(line, field),
            save=lambda line, said: keep(line, field, read_panel_figure(said, f"“{title}”")),
        )

    def moved(title: str, which: Callable[[PanelView], Change]) -> EditableColumn[PanelView]:
        return EditableColumn(
            title,
            lambda line: change_text(which(line)),
            sort_key=lambda line: which(line).ratio,
            tool_tip=lambda line: which(line).remark or change_text(which(line)),
        )

    return (
        text("What it counts", "label"),
        figure("Baseline", "baseline"),
        text("Last period", "previous_label"),
        figure("Last", "previous"),
        text("This period", "current_label"),
        figure("Now", "current"),
        moved("On last", lambda line: line.travel.on_last),
        moved("On baseline", lambda line: line.travel.on_baseline),
        EditableColumn("Trend", lambda line: str(line.travel.trend)),
        EditableColumn(
            "Preferred",
            lambda line: _DIRECTION_WORDS[line.preferred],
            save=lambda line, said: keep(line, "preferred", said),
            value=lambda line: line.preferred,
            choices=lambda _line: DIRECTIONS,
        ),
        text("Source", "source"),
    )


def change_text(change: Change) -> str:
    """Arrow, word and percentage, and what must be said beside it."""
    return f"{change.text} ({change.remark})" if change.remark else change.text


def _number(figure: int | None) -> str:
    return "" if figure is None else f"{figure:,}"
