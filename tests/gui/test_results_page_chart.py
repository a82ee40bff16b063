"""The results chart: honest shapes, words that tell the finding, keys and clicks that lead to the figures."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette

from opcoord.gui.results.chart import ResultsChart
from opcoord.gui.results.colours import PALETTE, contrast, series_colours
from opcoord.gui.results.look import ChartView, Look, Shown, prepare
from opcoord.gui.results.picture import Block, Picture
from opcoord.gui.results.pictures import make_picture
from opcoord.gui.results.sentences import sentence_of, title_of
from opcoord.gui.results.spoken import words_of
from opcoord.model.qualified import Qualified, total
from opcoord.model.terms import Qualifier
from opcoord.queries.views import AgencyView, MeasureResults, MeasureView, ResultPoint

CODES = ("AS", "DC", "DO")


def measure(code: str = "arrests", label: str = "Arrests", unit: str = "people") -> MeasureView:
    return MeasureView(1, code, label, unit, "Enforcement", "E", "Pursue", "up", "window", False, "", "", ())


def results(
    answers: list[dict[str, int]], of: MeasureView | None = None, provisional: int = 0
) -> MeasureResults:
    points, running = [], None
    by_force: dict[str, Qualified] = {}
    for phase, given in enumerate(answers, 1):
        known = {code: Qualified(amount) for code, amount in given.items()}
        missing = tuple(code for code in CODES if code not in known)
        amount = total(known.values())
        running = total(part for part in (running, amount) if part is not None)
        by_force = {
            code: Qualified(by_force.get(code, Qualified(0)).stored + given.get(code, 0))
            for code in CODES
            if code in by_force or code in given
        }
        points.append(
            ResultPoint(
                phase, amount, running, len(known), len(CODES), missing, known, by_force,
                phase == provisional, {code: "no return" for code in missing},
                provisional_of=frozenset(known if phase == provisional else ()),
            )
        )  # fmt: skip
    return MeasureResults(of or measure(), tuple(points))


def agencies(count: int = 3) -> list[AgencyView]:
    return [
        AgencyView(number, code, f"{code} Police", "territorial force", True, "", ())
        for number, code in enumerate(CODES[:count])
    ]


def shown(found: MeasureResults | list[MeasureResults], view: ChartView = ChartView.CUMULATIVE) -> Shown:
    return prepare(found if isinstance(found, list) else [found], agencies(), Look(view))


def picture_of(found: MeasureResults, view: ChartView) -> Picture:
    return make_picture(shown(found, view))


GAPPED = [{"AS": 10, "DC": 5, "DO": 1}, {"AS": 12, "DC": 6}, {}, {"AS": 3, "DC": 0, "DO": 2}]


def test_title_tells_the_finding() -> None:
    title = title_of(shown(results(GAPPED)))
    assert title == "Arrests as returned: 39 since phase 1; 5 in phase 4 from 3 of 3 forces"
    assert title_of(shown(results([{}]))) == "Arrests as returned: no force has returned a figure yet"
    assert title_of(shown(results([{"AS": 4}]))) == "Arrests as returned: 4 in phase 1 from 1 of 3 forces"


def test_a_qualifier_reaches_the_title() -> None:
    over = Qualified(13_100_000, Qualifier.AT_LEAST)
    point = ResultPoint(1, over, over, 1, 1, (), {"AS": over}, {"AS": over}, False, {})
    cash = MeasureResults(measure("cash", "Cash seized", "GBP"), (point,))
    assert title_of(shown(cash)) == "Cash seized as returned: at least £131,000 in phase 1 from 1 of 1 forces"


def test_sentence_names_the_missing() -> None:
    sentence = sentence_of(shown(results(GAPPED[:2])))
    assert sentence == (
        "18 arrests in phase 2, 2 more than phase 1 (not the same forces); 34 since phase 1; "
        "2 of 3 forces returned, missing: DO Police."
    )
    whole = sentence_of(shown(results(GAPPED)))
    assert whole.endswith(
        "3 of 3 forces returned; no figure for phase 3; forces are missing in 1 other phase."
    )


def test_a_missing_force_is_never_drawn_as_zero() -> None:
    picture = picture_of(results(GAPPED), ChartView.BY_PHASE)
    second = [block for block in picture.blocks if block.phase == 2]
    assert [block.agency for block in second if block.series is not None] == ["AS", "DC"]
    assert len([block for block in second if block.series is None]) == 1
    third = [block for block in picture.blocks if block.phase == 3]
    assert [block.series for block in third] == [None]
    assert "no return" in [note.text for note in picture.notes]


def test_an_answered_zero_can_be_told_from_a_gap() -> None:
    picture = picture_of(results(GAPPED), ChartView.BY_PHASE)
    zero = [block for block in picture.blocks if block.phase == 4 and block.agency == "DC"]
    assert [block.height for block in zero] == [0]


def test_the_line_is_dashed_to_an_incomplete_phase_and_across_a_gap() -> None:
    picture = picture_of(results(GAPPED), ChartView.CUMULATIVE)
    assert [segment.dashed for segment in picture.segments] == [True, True]
    assert [mark.hollow for mark in picture.marks] == [False, True, False]
    assert [mark.phase for mark in picture.marks] == [1, 2, 4]


def test_provisional_is_lighter_and_marked() -> None:
    picture = picture_of(results(GAPPED, provisional=1), ChartView.BY_PHASE)
    assert {block.provisional for block in picture.blocks if block.phase == 1} == {True}
    assert "16 p" in [note.text for note in picture.notes]
    assert ("p", "Provisional, drawn lighter") in [(entry.sign, entry.text) for entry in picture.key]


def test_units_are_never_mixed() -> None:
    cash = results(GAPPED, measure("cash", "Cash", "GBP"))
    both = shown([results(GAPPED), cash])
    assert [each.measure.code for each in both.results] == ["arrests"]
    assert title_of(both).endswith("(1 of 2 chosen measures)")


def test_money_is_drawn_in_pounds() -> None:
    cash = results([{"AS": 12_345}], measure("cash", "Cash", "GBP"))
    picture = picture_of(cash, ChartView.BY_PHASE)
    assert picture.blocks[0].height == pytest.approx(123.45)


@pytest.mark.parametrize("ground", ["#ffffff", "#1c1e21"])
def test_every_colour_stands_out_from_the_ground(ground: str, qapp: object) -> None:
    palette = QPalette()
    palette.setColor(QPalette.ColorRole.Base, QColor(ground))
    # The green and the orange of the palette have just under 3:1 on pure white; they are darkened.
    for colour in (*series_colours(palette), *series_colours(palette, greys=True, count=12)):
        assert contrast(colour, QColor(ground)) >= 3.0
    assert len(PALETTE) == 6


def test_one_plot_for_life(qtbot) -> None:  # type: ignore[no-untyped-def]
    chart = ResultsChart()
    qtbot.addWidget(chart)
    plot, items = chart.plot, len(chart.plot.getPlotItem().items)
    for view in (*ChartView, ChartView.BY_PHASE):
        chart.show_results(shown(results(GAPPED), view))
    assert chart.plot is plot
    assert len(chart.plot.getPlotItem().items) == items
    chart.show_results(shown([]))
    assert chart.title.text() == "Choose a measure on the left."


def test_keys_walk_the_chart_and_open_a_figure(qtbot) -> None:  # type: ignore[no-untyped-def]
    chart = ResultsChart()
    qtbot.addWidget(chart)
    chart.resize(600, 400)
    chart.show()
    chart.show_results(shown(results(GAPPED), ChartView.BY_PHASE))
    qtbot.keyClick(chart.plot, Qt.Key.Key_Right)
    qtbot.keyClick(chart.plot, Qt.Key.Key_Right)
    with qtbot.waitSignal(chart.picked) as picked:
        qtbot.keyClick(chart.plot, Qt.Key.Key_Return)
    assert picked.args == ["arrests", 1, "DC"]
    assert chart.plot.accessibleDescription().startswith(
        "Arrests, phase 1, DC Police: 5. 5 arrests in phase 4"
    )


@pytest.mark.parametrize("view", list(ChartView))
def test_every_point_has_words(view: ChartView) -> None:
    made = shown(results(GAPPED), view)
    if view is ChartView.COMPARISON:
        made = replace(made, look=replace(made.look, phase=1, against=2))
    things = make_picture(made).things()
    assert things
    for thing in things:
        said = words_of(thing, made)
        assert f"phase {thing.phase}" in said
        if isinstance(thing, Block) and thing.series is None:
            assert "missing" in said
        if view is ChartView.SHARE and thing.agency:
            assert "%" in said


def test_a_point_per_day_says_so() -> None:
    made = shown(results(GAPPED), ChartView.BY_PHASE)
    made = replace(made, look=replace(made.look, per_day=True))
    assert words_of(make_picture(made).things()[0], made).startswith("Arrests per day, phase 1")


def test_a_click_finds_the_block_under_it(qtbot) -> None:  # type: ignore[no-untyped-def]
    chart = ResultsChart()
    qtbot.addWidget(chart)
    chart.resize(700, 500)
    chart.show()
    qtbot.waitExposed(chart)
    chart.show_results(shown(results(GAPPED), ChartView.BY_PHASE))
    chart.grab()
    from PySide6.QtCore import QPointF

    scene = chart.plot.getViewBox().mapViewToScene(QPointF(0, 12))
    with qtbot.waitSignal(chart.picked) as picked:
        qtbot.mouseClick(chart.plot.viewport(), Qt.MouseButton.LeftButton, pos=chart.plot.mapFromScene(scene))
    assert picked.args == ["arrests", 1, "DC"]


def test_cumulative_by_force_goes_on_over_a_gap() -> None:
    picture = picture_of(results(GAPPED), ChartView.CUMULATIVE_BY_FORCE)
    by_phase = picture_of(results(GAPPED), ChartView.BY_PHASE)
    for phase, height in enumerate((16, 34, 34, 39), 1):
        blocks = [each for each in picture.blocks if each.phase == phase and each.series is not None]
        assert sum(block.height for block in blocks) == height
    gaps = [[block.phase for block in each.blocks if block.series is None] for each in (picture, by_phase)]
    assert gaps[0] == gaps[1] == [2, 3], "what is missing is seen in both views"
