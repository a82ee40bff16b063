"""What accepting a return would change: the force's figures old to new, and the region's totals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from opcoord.gui.widgets.records_model import Column, RecordsModel
from opcoord.gui.widgets.table_view import TableView
from opcoord.model.qualified import Qualified
from opcoord.services.candidate import Difference, Effect

_NOTHING = "none"


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One measure that changes, as text."""

    label: str
    force_before: str
    force_after: str
    region_before: str
    region_after: str

    @property
    def sentence(self) -> str:
        """For example "Arrests 22 → 24, region 110 → 112"."""
        force = f"{self.label} {self.force_before} → {self.force_after}"
        return f"{force}, region {self.region_before} → {self.region_after}" if self.region_after else force


def change_rows(
    differences: Sequence[Difference], effects: Sequence[Effect], labels: Mapping[str, str] | None = None
) -> list[ChangeRow]:
    """One row for each measure that differs, with its effect on the total where there is one."""
    told = {difference.measure: difference for difference in differences}
    labels = labels or {}
    rows = []
    for effect in effects:
        difference = told.pop(effect.measure, None)
        rows.append(
            ChangeRow(
                labels.get(effect.measure, effect.label),
                difference.old if difference else _text(effect.agency_before, effect.unit),
                difference.new if difference else _text(effect.agency_after, effect.unit),
                _text(effect.region_before, effect.unit),
                _text(effect.region_after, effect.unit),
            )
        )
    rows += [
        ChangeRow(labels.get(each.measure, each.label), each.old or _NOTHING, each.new or _NOTHING, "", "")
        for each in told.values()
    ]
    return rows


class ChangesTable(TableView):
    """The effect on totals as a table."""

    def __init__(self) -> None:
        super().__init__("What accepting changes")
        columns: list[Column[ChangeRow]] = [
            Column("If accepted", lambda row: row.label, tool_tip=lambda row: row.sentence),
            Column("Force", lambda row: _arrow(row.force_before, row.force_after), number=True),
            Column("Region", lambda row: _arrow(row.region_before, row.region_after), number=True),
        ]
        self.rows_model = RecordsModel[ChangeRow](columns, self)
        self.show_model(self.rows_model, stretch=0)

    def show_changes(
        self, differences: Sequence[Difference], effects: Sequence[Effect], labels: Mapping[str, str]
    ) -> None:
        """Show what would change; `labels` names the measures."""
        rows = change_rows(differences, effects, labels)
        self.rows_model.set_records(rows)
        self.setAccessibleDescription("; ".join(row.sentence for row in rows) or "No total changes.")


def _arrow(before: str, after: str) -> str:
    return f"{before} → {after}" if before or after else "no change"


def _text(amount: Qualified | None, unit: str) -> str:
    return _NOTHING if amount is None else amount.text(unit)
