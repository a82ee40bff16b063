"""The overview: which phase is current, what is said about it, and running totals without false comparisons."""

from __future__ import annotations

import datetime as dt
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox, QPushButton, QScrollArea
from pytestqt.qtbot import QtBot

from opcoord.errors import OpcoordError
from opcoord.gui.lineage.lineage_dialog import LineageDialog
from opcoord.gui.overview import overview_page
from opcoord.gui.overview.card_grid import CardGrid
from opcoord.gui.overview.current_phase import current_phase, due_sentence, next_steps, received_sentence
from opcoord.gui.overview.directions import DirectionCardText, card_text, travelled
from opcoord.gui.overview.overview_page import OverviewPage
from opcoord.gui.overview.sparkline import Sparkline
from opcoord.gui.overview.totals import running_totals
from opcoord.gui.reader import FEW_FIGURES
from opcoord.gui.widgets.icon_label import IconLabel
from opcoord.model.qualified import Qualified
from opcoord.model.terms import Qualifier
from opcoord.queries.standards import BaselineView
from opcoord.queries.views import MeasureResults, MeasureView, PhaseView, ResultPoint, WindowView
from opcoord.services.workspace import Workspace
from opcoord.storage.database import Database
from tests.integration.returns_made import candidate, figure

TODAY = dt.date(2024, 3, 20)
ARRESTS = MeasureView(1, "arrests", "Arrests", "people", "", "", "", "up", "window", False, "", "", ())


def _phase(number: int, first: dt.date, received: tuple[str, ...] = ()) -> PhaseView:
    window = WindowView(first, first + dt.timedelta(days=6))
    due = first + dt.timedelta(days=20)
    return PhaseView(
        number,
        number,
        "Theme",
        "DO",
        (window,),
        due,
        "",
        "",
        "",
        (),
        ("DO", "WI"),
        ("arrests",),
        (),
        received,
    )


OVER = _phase(1, dt.date(2024, 3, 4), ("DO",))
LIVE = _phase(2, dt.date(2024, 3, 18))
PLANNED = _phase(3, dt.date(2024, 7, 1))
DONE = _phase(4, dt.date(2023, 1, 1), ("DO", "WI"))


def shown(page: OverviewPage, qtbot: QtBot) -> OverviewPage:
    """The page on the screen, with its totals added up."""
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(lambda: page.at_rest)
    return page


@pytest.mark.parametrize(
    ("phases", "expected"),
    [
        ([DONE, OVER, LIVE, PLANNED], LIVE),
        ([DONE, OVER, PLANNED], OVER),
        ([OVER, DONE], DONE),
        ([OVER, DONE, PLANNED], PLANNED),
        ([DONE, PLANNED], PLANNED),
        ([DONE], DONE),
        ([], None),
    ],
)
def test_the_most_urgent_phase_is_current(phases: list[PhaseView], expected: PhaseView | None) -> None:
    assert current_phase(phases, TODAY) == expected


def test_sentences_about_returns() -> None:
    assert received_sentence(OVER) == "1 of 2 returns received"
    assert due_sentence(OVER, TODAY) == "Returns are due on 24 March 2024, in 4 days."
    assert due_sentence(OVER, dt.date(2024, 3, 25)) == "Returns were due on 24 March 2024, 1 day ago."
    assert due_sentence(replace(OVER, returns_due=None), TODAY) == "No due date is set for returns."


def test_next_steps_follow_the_status() -> None:
    assert [step.page for step in next_steps([], None, TODAY)] == ["plan"]
    assert next_steps([OVER], OVER, TODAY)[0].page == "returns"
    assert next_steps([DONE], DONE, TODAY)[0].item == "new"


def _point(phase: int, by_agency: dict[str, int], qualifier: Qualifier = Qualifier.EXACT) -> ResultPoint:
    total = Qualified(sum(by_agency.values()), qualifier) if by_agency else None
    agencies = {code: Qualified(amount, qualifier) for code, amount in by_agency.items()}
    return ResultPoint(phase, total, total, len(by_agency), 2, (), agencies, agencies, False, {})


def _only(*points: ResultPoint) -> tuple[str, str]:
    card = running_totals([MeasureResults(ARRESTS, points)])[0]
    return card.change, card.direction


def test_change_is_told_only_where_the_same_forces_answered_exactly() -> None:
    same = _only(_point(1, {"DO": 10}), _point(2, {"DO": 7}))
    other = _only(_point(1, {"DO": 10}), _point(2, {"WI": 7}))
    vague = _only(_point(1, {"DO": 10}), _point(2, {"DO": 7}, Qualifier.ABOUT))
    assert same == ("7 in phase 2, 3 fewer than phase 1", "down")
    assert other == ("7 in phase 2, not comparable with phase 1", "")
    assert vague[1] == ""


def test_a_running_total_says_how_many_answers_and_what_is_provisional_in_any_phase() -> None:
    soft = replace(_point(1, {"DO": 10}), provisional=True)
    nobody = _point(2, {})
    (card,) = running_totals([MeasureResults(ARRESTS, (soft, nobody, _point(3, {"DO": 7, "WI": 2})))])
    assert card.since == "since phase 1, 3 of 6 returns"
    assert card.provisional


def test_a_phase_without_answers_is_a_gap_in_the_line(qtbot: QtBot) -> None:
    line = Sparkline()
    qtbot.addWidget(line)
    line.resize(200, 44)
    line.set_values((1, None, 2, 3))
    assert [len(piece) for piece in line.runs()] == [1, 2]


def test_a_measure_nobody_answered_has_no_card() -> None:
    assert running_totals([MeasureResults(ARRESTS, (_point(1, {}),))]) == []


def test_the_sample_shows_phase_seven_and_four_totals(qtbot: QtBot, tmp_path: Path) -> None:
    workspace = Workspace.create_sample(tmp_path / "sample.opcoord")
    page = shown(OverviewPage(workspace), qtbot)
    assert page.phase_label.text().startswith("Phase 7")
    assert page.received_label.text() == "0 of 5 returns received"
    assert [card.isVisible() for card in page.cards] == [True] * 4
    assert all(card.accessibleDescription() for card in page.cards)
    with qtbot.waitSignal(page.page_requested) as wanted:
        page.steps_holder.findChildren(QPushButton)[0].click()
    assert wanted.args == ["returns", 7]
    workspace.close()


def test_without_phases_it_offers_to_plan_one(qtbot: QtBot, tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "new.opcoord", "New")
    page = shown(OverviewPage(workspace), qtbot)
    assert page._layers.currentIndex() == 1
    workspace.close()


def test_what_changes_the_file_waits_until_it_may(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "held.opcoord"
    holder = Workspace.create_sample(path)
    reader = Workspace.open(path)
    page = shown(OverviewPage(reader), qtbot)
    buttons = {button.text(): button for button in page.steps_holder.findChildren(QPushButton)}
    refused = buttons.pop("Import returns")
    assert not refused.isEnabled()
    assert refused.toolTip() == refused.accessibleDescription() == reader.read_only_reason != ""
    assert all(button.isEnabled() for button in buttons.values())
    reader.close()
    holder.close()


@pytest.mark.parametrize(("width", "columns"), [(1100, 4), (880, 4), (617, 2), (320, 1)])
def test_cards_take_fewer_columns_where_room_is_short(qtbot: QtBot, width: int, columns: int) -> None:
    grid = CardGrid([QLabel("Arrests") for _ in range(4)])
    qtbot.addWidget(grid)
    grid.resize(width, 300)
    grid.show()
    assert grid.columns == columns


def test_nothing_scrolls_sideways_or_is_cut_in_a_narrow_window(qtbot: QtBot, tmp_path: Path) -> None:
    workspace = Workspace.create_sample(tmp_path / "sample.opcoord")
    page = OverviewPage(workspace)
    page.resize(660, 500)
    shown(page, qtbot)
    area = page.findChildren(QScrollArea)[0]
    qtbot.waitUntil(lambda: area.verticalScrollBar().maximum() > 0)
    assert area.horizontalScrollBar().maximum() == 0
    cards = [*page.cards, *(card for card in page.directions.cards if card.isVisible())]
    labels = [label for card in cards for label in card.findChildren(QLabel) if label.isVisible()]
    qtbot.waitUntil(lambda: [each.text() for each in labels if _is_cut(each)] == [])
    workspace.close()


NAMES = {"DO": "Dorset Police", "WI": "Wiltshire Police"}


def _said(*points: ResultPoint, baseline: BaselineView | None = None) -> DirectionCardText:
    baselines = {"arrests": baseline} if baseline else {}
    _, moved = travelled([MeasureResults(ARRESTS, points)], baselines, points[-1].phase)
    return card_text(moved[0], NAMES)


def test_direction_says_sign_word_and_percentage_of_both_changes() -> None:
    both = {"DO": 60, "WI": 40}
    said = _said(
        _point(1, both), _point(2, {"DO": 70, "WI": 58}), baseline=BaselineView("arrests", 100, "2021", 25)
    )
    assert said.now == "128 in phase 2, 2 of 2 forces"
    assert (said.on_last.icon_name, said.on_last.text) == ("up", "up, +28.0 % on phase 1 (100)")
    assert said.on_baseline.text == "up, +28.0 % on the baseline (2021, 100)"
    assert (said.trend, said.note) == ("Trend: positive", "")


def test_direction_compares_like_for_like_and_names_who() -> None:
    said = _said(_point(1, {"DO": 10, "WI": 90}), _point(2, {"DO": 12}))
    assert said.on_last.text == "up, +20.0 % on phase 1 (10 to 12)"
    assert said.on_baseline.text == "No baseline is set"
    assert said.note == "Compared like for like: Dorset"


def test_direction_says_what_cannot_be_compared() -> None:
    apart = _said(_point(1, {"WI": 90}), _point(2, {"DO": 12}), baseline=BaselineView("arrests", 100, "", 25))
    assert apart.on_last.text == "Not comparable with phase 1: no force answered in both"
    assert apart.on_baseline.text == "Not comparable with the baseline (100): only 1 of 2 forces in"
    assert apart.trend == "No trend assigned"
    first = _said(_point(1, {"DO": 5}, Qualifier.OVER))
    assert first.on_last.text == "No earlier phase to compare with"
    assert first.note == "Not all of these figures are exact"


def test_direction_is_not_told_where_the_figures_may_mean_either() -> None:
    said = _said(_point(1, {"DO": 25}), _point(2, {"DO": 20}, Qualifier.OVER))
    assert said.on_last.icon_name == ""
    assert said.on_last.text == "Not comparable with phase 1 (25): not exact enough to tell"
    assert said.trend == "No trend assigned"
    soft = replace(_point(2, {"DO": 30}), provisional=True, provisional_of=frozenset({"DO"}))
    assert _said(_point(1, {"DO": 25}), soft).note == "Some figures are provisional"


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        (0, "up on the baseline (none, 0); no percentage can be given of 0"),
        (4, "up, +150.0 % on the baseline (none, 4); compared with only 4"),
    ],
)
def test_zero_and_tiny_baselines_are_said(amount: int, said: str) -> None:
    point = _point(1, {"DO": 6, "WI": 4})
    assert _said(point, baseline=BaselineView("arrests", amount, "none", 25)).on_baseline.text == said


def test_only_headline_measures_have_a_direction() -> None:
    point = _point(1, {"DO": 5})
    unsaid = MeasureResults(replace(ARRESTS, code="searches", preferred=""), (point,))
    part = MeasureResults(replace(ARRESTS, code="charges", part_of="arrests"), (point,))
    assert travelled([unsaid, part], {}, 1) == (None, [])


def test_the_sample_shows_the_last_phase_with_answers_and_leads_to_results(
    qtbot: QtBot, tmp_path: Path
) -> None:
    workspace = Workspace.create_sample(tmp_path / "sample.opcoord")
    page = OverviewPage(workspace)
    workspace.on_change(lambda _tables: page.mark_stale())
    shown(page, qtbot)
    section = page.directions
    assert section.heading.text() == "Direction of travel, phase 6"
    assert section.note.text() == "Phase 7 has no such figures yet."
    card = section.cards[0]
    assert card.label.text() == "Arrests"
    workspace.standards.set_baseline("arrests", 20, "mean of 2021")
    qtbot.waitUntil(lambda: page.at_rest)
    assert (
        card.on_baseline.words.text()
        == "up, +40.0 % on the baseline (mean of 2021, 20); only 1 of 5 forces in"
    )
    assert card.on_baseline.words.text() in card.accessibleDescription()
    with qtbot.waitSignal(page.page_requested) as wanted:
        card.button.click()
    assert wanted.args == ["results", "arrests"]
    with qtbot.waitSignal(page.page_requested) as wanted:
        section.all_button.click()
    assert wanted.args == ["results", None]
    workspace.close()


def _is_cut(label: QLabel) -> bool:
    return label.heightForWidth(label.width()) > label.height() + 1


def test_icons_follow_the_palette(qtbot: QtBot, qapp: QApplication) -> None:
    before = QPalette(qapp.palette())
    label = IconLabel(20, None, "missing")
    qtbot.addWidget(label)
    label.show()
    light = label.pixmap().toImage()
    other = QPalette(before)
    other.setColor(QPalette.ColorRole.WindowText, QColor("#ff0000"))
    qapp.setPalette(other)
    qtbot.waitUntil(lambda: label.pixmap().toImage() != light)
    qapp.setPalette(before)


def test_a_total_leads_to_the_cells_behind_it(tmp_path: Path, qtbot: QtBot) -> None:
    workspace = Workspace(Database.create(tmp_path / "lead.opcoord"))
    workspace.operation.start_from_shipped("Operation Lead", with_phases=True)
    workspace.returns.accept(candidate("DO", 6, figure("arrests", 28)))
    workspace.returns.accept(candidate("DO", 7, figure("arrests", 37)))
    page = shown(OverviewPage(workspace), qtbot)
    card = next(each for each in page.cards if each.label.text() == "Arrests")
    assert card.total.text() == "65"
    card.path_button.click()
    dialog = page.findChild(LineageDialog)
    assert dialog is not None
    qtbot.waitUntil(lambda: "65" in dialog.heading.text())
    dialog.close()
    workspace.close()


def test_totals_are_added_up_in_the_background_and_only_the_last_ones_are_shown(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = Workspace(Database.create(tmp_path / "lead.opcoord"))
    workspace.operation.start_from_shipped("Operation Lead", with_phases=True)
    workspace.returns.accept(candidate("DO", 6, figure("arrests", 28)))
    reached, gate, asked = threading.Event(), threading.Event(), []
    real = workspace.queries.results

    def held() -> list[MeasureResults]:
        found = real()
        asked.append(threading.current_thread())
        reached.set()
        assert gate.wait(10)
        return found

    monkeypatch.setattr(workspace.queries, "results", held)
    monkeypatch.setattr(overview_page, "FEW_FIGURES", 0)
    page = OverviewPage(workspace)
    qtbot.addWidget(page)
    page.show()
    assert page.phase_label.text().startswith("Phase 7")
    assert not page.at_rest and not page.cards[0].isVisible()
    qtbot.waitUntil(reached.is_set)
    workspace.returns.accept(candidate("DO", 7, figure("arrests", 37)))
    page.reload()
    gate.set()
    qtbot.waitUntil(lambda: page.at_rest)
    card = next(each for each in page.cards if each.label.text() == "Arrests")
    assert card.total.text() == "65"
    assert len(asked) == 2 and threading.main_thread() not in asked
    workspace.close()


@pytest.mark.parametrize("few", [0, FEW_FIGURES])
def test_totals_that_cannot_be_read_are_told(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr(overview_page, "FEW_FIGURES", few)
    workspace = Workspace(Database.create(tmp_path / "lead.opcoord"))
    workspace.operation.start_from_shipped("Operation Lead", with_phases=True)
    workspace.returns.accept(candidate("DO", 6, figure("arrests", 28)))

    def refuse() -> list[MeasureResults]:
        raise OpcoordError("The file cannot be read.", "Look whether the drive is still there.")

    monkeypatch.setattr(workspace.queries, "results", refuse)
    page = shown(OverviewPage(workspace), qtbot)
    box = page.findChildren(QMessageBox)[0]
    assert box.text() == "The file cannot be read."
    box.close()
    workspace.close()
