"""Both claims, both figures, and the rule by which they are counted once, with its effect while it is chosen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QWidget,
)

from opcoord.gui.results.wording import join
from opcoord.gui.theme import RHYTHM, set_text_role, tabular_font
from opcoord.gui.widgets.announcing import tell
from opcoord.gui.widgets.permission import allow
from opcoord.model.joint import Deduction, JointRule, deducted, net_of
from opcoord.model.qualified import Qualified
from opcoord.model.units import format_amount, stored_per_unit
from opcoord.queries.views import OverlapView

_RULES = {
    JointRule.LARGEST: "largest: count the larger claim once",
    JointRule.LEAD: "lead force claims: its claim stands, the other’s goes",
    JointRule.SUM: "sum: they are different ones, add both",
    JointRule.NUMBER: "a number is taken off",
}
_MOST = 2_000_000_000


@dataclass(frozen=True)
class JointWish:
    """What is to be recorded; `agency` leads, `number` is in stored units."""

    phase: int
    measure: str
    agency: str
    other: str
    rule: JointRule
    reason: str
    number: int = 0


def effect_text(first: Qualified | None, second: Qualified | None, off: int, unit: str) -> str:
    """For example "Both together: gross 40, adjustment −3, net 37"."""
    values = {name: value for name, value in (("one", first), ("other", second)) if value is not None}
    if len(values) < 2:
        return "Only one of the two has a figure, so nothing is counted twice."
    net = net_of(values, [Deduction("one", "other", off)], unit)
    if net.gross is None or net.net is None:
        return "Figures of this unit are not added."
    return (
        f"Both together: gross {net.gross.text(unit)}, adjustment {format_amount(net.adjustment, unit)}, "
        f"net {net.net.text(unit)}"
    )


class JointForm(QWidget):
    """Emits `recorded(JointWish)` and `taken_back(adjustment id)`."""

    recorded = Signal(object)
    taken_back = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._overlap: OverlapView | None = None
        self._refusal = ""
        self.claims_label = QLabel(self)
        self.claims_label.setTextFormat(Qt.TextFormat.PlainText)
        self.claims_label.setWordWrap(True)
        self.rule_combo = QComboBox(self)
        for rule, words in _RULES.items():
            self.rule_combo.addItem(words, rule)
        self.lead_combo = QComboBox(self)
        self.number_spin = QSpinBox(self)
        self.number_spin.setMaximum(_MOST)
        self.reason_edit = QLineEdit(self)
        self.reason_edit.setPlaceholderText("How it was settled, in a few words")
        self.effect_label = QLabel(self)
        self.effect_label.setTextFormat(Qt.TextFormat.PlainText)
        self.effect_label.setFont(tabular_font(self.effect_label.font()))
        set_text_role(self.effect_label, "heading")
        self.record_button = QPushButton("Re&cord", self)
        self.back_button = QPushButton("&Take back", self)
        self._labels: dict[QWidget, QLabel] = {}
        self._lay_out()
        self.rule_combo.currentIndexChanged.connect(lambda _index: self._show_effect())
        self.lead_combo.currentIndexChanged.connect(lambda _index: self._show_effect())
        self.number_spin.valueChanged.connect(lambda _value: self._show_effect())
        self.reason_edit.textChanged.connect(lambda _text: self._show_effect())
        self.reason_edit.returnPressed.connect(self._record)
        self.record_button.clicked.connect(self._record)
        self.back_button.clicked.connect(self._take_back)

    def show_overlap(
        self,
        overlap: OverlapView | None,
        names: Mapping[str, str],
        labels: Mapping[str, str],
        lead: str,
        refusal: str,
    ) -> None:
        """Show an overlap and the rule recorded for it; `lead` is the phase's lead force."""
        self._refusal = refusal
        if overlap == self._overlap:
            self._show_effect()
            return
        self._overlap = overlap
        self.setEnabled(overlap is not None)
        if overlap is None:
            self.claims_label.clear()
            self.effect_label.clear()
            return
        self.claims_label.setText(claims_text(overlap, names, labels))
        adjustment = overlap.adjustment
        self._offer_lead(overlap, names, adjustment.agency if adjustment is not None else lead)
        claimed = overlap.claim is not None or overlap.counter_claim is not None
        rule = JointRule(adjustment.rule) if adjustment is not None else None
        rule = rule or (JointRule.LARGEST if claimed else JointRule.NUMBER)
        self.rule_combo.setCurrentIndex(list(_RULES).index(rule))
        amount = adjustment.amount if adjustment is not None else 0
        self.number_spin.setValue(amount // stored_per_unit(overlap.unit))
        self.reason_edit.setText(adjustment.reason if adjustment is not None else "")
        self._show_effect()

    def _offer_lead(self, overlap: OverlapView, names: Mapping[str, str], lead: str) -> None:
        blocked = self.lead_combo.blockSignals(True)
        self.lead_combo.clear()
        for code in (overlap.agency, overlap.other):
            self.lead_combo.addItem(names.get(code, code), code)
        self.lead_combo.setCurrentIndex(1 if lead == overlap.other else 0)
        self.lead_combo.blockSignals(blocked)

    def _show_effect(self) -> None:
        rule = self._rule()
        for widget, wanted in ((self.lead_combo, JointRule.LEAD), (self.number_spin, JointRule.NUMBER)):
            widget.setVisible(rule is wanted)
            self._labels[widget].setVisible(rule is wanted)
        overlap = self._overlap
        if overlap is None:
            return
        tell(self.effect_label, effect_text(overlap.figure, overlap.other_figure, self._off(), overlap.unit))
        self.effect_label.setAccessibleName(self.effect_label.text())
        reason = "" if self.reason_edit.text().strip() else "Write a reason first."
        allow(self.record_button, self._refusal or reason)
        allow(self.back_button, self._refusal or ("" if overlap.adjustment else "No rule is recorded yet."))

    def _rule(self) -> JointRule:
        return JointRule(self.rule_combo.currentData())

    def _pair(self) -> tuple[str, str]:
        overlap = self._overlap
        assert overlap is not None
        lead = str(self.lead_combo.currentData())
        return (overlap.agency, overlap.other) if lead == overlap.agency else (overlap.other, overlap.agency)

    def _off(self) -> int:
        overlap = self._overlap
        assert overlap is not None
        claim, counter = overlap.claims_of(*self._pair())
        first = claim if claim is not None else counter
        number = self.number_spin.value() * stored_per_unit(overlap.unit)
        return deducted(self._rule(), first or 0, counter if claim is not None else None, number)

    def _record(self) -> None:
        overlap = self._overlap
        if overlap is None or not self.record_button.isEnabled():
            return
        rule = self._rule()
        number = self.number_spin.value() * stored_per_unit(overlap.unit) if rule is JointRule.NUMBER else 0
        reason = self.reason_edit.text().strip()
        self.recorded.emit(JointWish(overlap.phase, overlap.measure, *self._pair(), rule, reason, number))

    def _take_back(self) -> None:
        if self._overlap is not None and self._overlap.adjustment is not None:
            self.taken_back.emit(self._overlap.adjustment.id)

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(RHYTHM)
        grid.addWidget(self.claims_label, 0, 0, 1, 4)
        fields = (
            ("R&ule", self.rule_combo, 1, 0),
            ("&Lead force", self.lead_combo, 1, 2),
            ("Nu&mber", self.number_spin, 1, 2),
            ("Re&ason", self.reason_edit, 2, 0),
        )
        for text, widget, row, column in fields:
            label = QLabel(text, self)
            label.setBuddy(widget)
            self._labels[widget] = label
            grid.addWidget(label, row, column)
            grid.addWidget(widget, row, column + 1, 1, 3 if widget is self.reason_edit else 1)
        below = QHBoxLayout()
        below.setSpacing(RHYTHM)
        below.addWidget(self.effect_label, 1)
        below.addWidget(self.record_button)
        below.addWidget(self.back_button)
        grid.addLayout(below, 3, 0, 1, 4)
        grid.setColumnStretch(1, 2)
        grid.setColumnStretch(3, 1)
        grid.setRowStretch(4, 1)


def claims_text(overlap: OverlapView, names: Mapping[str, str], labels: Mapping[str, str]) -> str:
    """What both agencies returned and claim, and what to mind."""

    def one(code: str, figure: Qualified | None, claim: int | None, other: str) -> str:
        said = figure.text(overlap.unit) if figure is not None else "no figure"
        joint = (
            f"says {format_amount(claim, overlap.unit)} of them are joint with {names.get(other, other)}"
            if claim is not None
            else "does not say that any are joint"
        )
        return f"{names.get(code, code)} returned {said} and {joint}."

    return "\n".join(
        (
            f"{labels.get(overlap.measure, overlap.label)}, phase {overlap.phase}",
            one(overlap.agency, overlap.figure, overlap.claim, overlap.other),
            one(overlap.other, overlap.other_figure, overlap.counter_claim, overlap.agency),
            *_of_three(overlap, names),
        )
    )


def _of_three(overlap: OverlapView, names: Mapping[str, str]) -> tuple[str, ...]:
    """What to mind where a claim names more than one other: a rule for every pair would take off too much."""
    if not overlap.also:
        return ()
    others = join(names.get(code, code) for code in overlap.also)
    enough = len(overlap.also) + 1
    return (
        f"The same claim names {others} too. If all of them report the same results, rules for "
        f"{enough} of the pairs take off enough. Choose “sum” for the rest.",
    )
