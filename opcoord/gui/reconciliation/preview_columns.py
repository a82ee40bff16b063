"""How a row of a table of published figures is shown before it is entered."""

from __future__ import annotations

from collections.abc import Mapping

from opcoord.gui.reconciliation.wording import source_text, span_text
from opcoord.gui.returns.state_icons import state_icon
from opcoord.gui.widgets.records_model import Column
from opcoord.model.qualified import Qualified
from opcoord.model.terms import Severity
from opcoord.services.announcements import ReadRow


def preview_columns(labels: Mapping[str, str]) -> tuple[Column[ReadRow], ...]:
    """The columns; `labels` names the measures."""

    def measure(row: ReadRow) -> str:
        if row.draft is None:
            return ""
        return labels.get(row.draft.measure, "free label")

    return (
        Column("Row", lambda row: str(row.number), number=True, sort_key=lambda row: row.number),
        Column("State", _state, icon=lambda row: state_icon(_sign(row)), tool_tip=_said),
        Column("Phase", _phase),
        Column("Who", lambda row: row.texts.get("reporter", "")),
        Column("Label as printed", lambda row: row.texts.get("measure", "")),
        Column("Measure", measure),
        Column("As given", _given, number=True),
        Column("Read as", _figure, number=True),
        Column("Note", lambda row: row.texts.get("note", "")),
        Column(
            "Source", lambda row: source_text(row.texts.get("source", ""), row.texts.get("source_key", ""))
        ),
    )


def _sign(row: ReadRow) -> str:
    if row.draft is None:
        return "error" if any(each.severity is Severity.ERROR for each in row.findings) else "skipped"
    return "notice" if row.findings else "ready"


def _state(row: ReadRow) -> str:
    words = {"error": "left out: error", "skipped": "left out: there already", "notice": "ready, look at it"}
    return words.get(_sign(row), "ready")


def _said(row: ReadRow) -> str:
    return "\n".join(each.message for each in row.findings)


def _phase(row: ReadRow) -> str:
    draft = row.draft
    if draft is None:
        return row.texts.get("phase", row.texts.get("first_phase", ""))
    return span_text(draft.first_phase, draft.last_phase, draft.printed_period)


def _given(row: ReadRow) -> str:
    parts = (row.texts.get("qualifier", ""), row.texts.get("value", ""), row.texts.get("unit", ""))
    return " ".join(part for part in parts if part and part not in ("=", "exact", "n"))


def _figure(row: ReadRow) -> str:
    draft = row.draft
    return Qualified(draft.amount, draft.qualifier).text(draft.unit) if draft is not None else ""
