"""Each way of looking at results: shapes, tables and words; measures by strand; switches that make comparable."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

import pytest

from opcoord.gui.results.cells import table_of
from opcoord.gui.results.choices import Choices
from opcoord.gui.results.look import ChartView, Look, Shown, prepare
from opcoord.gui.results.measures_tree import MeasuresTree
from opcoord.gui.results.pictures import make_picture
from opcoord.gui.results.sentences import sentence_of, title_of
from opcoord.model.basis import Basis
from opcoord.model.joint import Deduction, net_of
from opcoord.model.qualified import Qualified, total
from opcoord.model.terms import Qualifier
from opcoord.queries.comparable import by_day, like_for_like, steady_agencies, window_days
from opcoord.queries.standards import TargetView
from opcoord.queries.views import AgencyView, MeasureResults, MeasureView, PhaseView, ResultPoint, WindowView

CODES = ("AS", "BTP", "DO")
AGENCIES = [
    AgencyView(number, code, f"{code} Police", "territorial force", True, "", ())
    for number, code in enumerate(CODES)
]


def measure(
    code: str = "arrests", label: str = "Arrests", unit: str = "people", adder: str = "E"
) -> MeasureView:
    return MeasureView(1, code, label, unit, "Enforcement", adder, "", "up", "window", False, "", "", ())


def results(
    answers: list[dict[str, int]], of: MeasureView | None = None, joint: tuple[Deduction, ...] = ()
) -> MeasureResults:
    of = of or measure()
    points, running = [], None
    by_force: dict[str, Qualified] = {}
    for phase, given in enumerate(answers, 1):
        known = {code: Qualified(amount) for code, amount in given.items()}
        missing = tuple(code for code in CODES if code not in known)
        sums = net_of(known, joint, of.unit)
        running = total(part for part in (running, sums.net) if part is not None)
        by_force = {
            code: Qualified(by_force.get(code, Qualified(0)).stored + given.get(code, 0))
            for code in CODES
            if code in by_force or code in given
        }
        points.append(
            ResultPoint(
                phase, sums.net, running, len(known), len(CODES), missing, known, by_force, False,
                {code: "no return" for code in missing}, sums.gross, sums.adjustment, deductions=joint,
            )
        )  # fmt: skip
    return MeasureResults(of, tuple(points))


def shown(found: MeasureResults, view: ChartView, **more: Any) -> Shown:
    look = Look(view, **{k: v for k, v in more.items() if k not in ("days", "targets")})
    return prepare([found], AGENCIES, look, more.get("days"), more.get("targets", ()))


def texts(made: Shown) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table_of(made).rows]


OVER_20 = Qualified(20, Qualifier.OVER)
THREE = [{"AS": 30, "BTP": 5, "DO": 5}, {"AS": 20, "DO": 4}, {"AS": 22, "BTP": 5, "DO": 13}]


def test_shares_make_a_hundred() -> None:
    made = shown(results(THREE), ChartView.SHARE)
    picture = make_picture(made)
    for phase in (1, 2, 3):
        bars = [block for block in picture.blocks if block.phase == phase and block.series is not None]
        assert sum(block.height for block in bars) == pytest.approx(100)
    assert [row[3:6] for row in texts(made)] == [
        ["75 %", "13 %", "13 %"],
        ["83 %", "no return", "17 %"],
        ["55 %", "13 %", "33 %"],
    ]
    assert "AS Police 55 %, DO Police 33 % and BTP Police 13 %" in sentence_of(made)


def test_nothing_is_shared_where_the_phase_has_nothing() -> None:
    made = shown(results([{"AS": 0, "DO": 0}]), ChartView.SHARE)
    assert title_of(made) == "Arrests as returned: there is nothing to share in phase 1"
    assert sentence_of(made) == "0 arrests in phase 1; 2 of 3 forces returned, missing: BTP Police."


def test_each_force_has_its_panel_on_one_scale() -> None:
    picture = make_picture(shown(results(THREE), ChartView.EACH_FORCE))
    assert [each.title for each in picture.panels] == [
        "AS: 22 in phase 3",
        "BTP: 5 in phase 3",
        "DO: 13 in phase 3",
    ]
    heights = {(block.agency, block.phase): block.height for block in picture.blocks}
    assert heights["AS", 1] / heights["BTP", 1] == pytest.approx(6)
    assert [(b.agency, b.phase) for b in picture.blocks if b.series is None] == [("BTP", 2)]


def test_one_phase_against_another() -> None:
    made = shown(results(THREE), ChartView.COMPARISON, phase=1, against=3)
    picture = make_picture(made)
    assert picture.ticks == ["AS", "BTP", "DO"]
    assert [(b.agency, b.phase) for b in picture.blocks] == [
        ("AS", 1), ("AS", 3), ("BTP", 1), ("BTP", 3), ("DO", 1), ("DO", 3),
    ]  # fmt: skip
    assert texts(made)[1:] == [
        ["AS Police", "30", "22", "−8", "−26.7 %"],
        ["BTP Police", "5", "5", "0", "0.0 %"],
        ["DO Police", "5", "13", "+8", "+160.0 %"],
    ]
    assert title_of(made) == "Arrests as returned: 40 in phase 3 against 40 in phase 1"
    assert sentence_of(made).startswith("40 arrests in phase 3, as many as phase 1; 3 of 3 forces returned")


def test_no_percentage_where_other_forces_answered_or_figures_are_not_exact() -> None:
    found = results(THREE[1:])
    over = dataclasses.replace(found.points[1], by_agency={**found.points[1].by_agency, "AS": OVER_20})
    made = shown(
        dataclasses.replace(found, points=(found.points[0], over)), ChartView.COMPARISON, phase=1, against=2
    )
    whole, force = texts(made)[:2]
    assert whole[-2:] == ["+16", "not the same forces"]
    assert force == ["AS Police", "20", "over 20", "about 0", "not exact enough"]


def test_the_same_phase_twice_is_no_comparison() -> None:
    made = shown(results(THREE), ChartView.COMPARISON, phase=2, against=2)
    assert make_picture(made).blocks == []
    assert title_of(made) == "Arrests as returned: choose two different phases"


def test_many_forces_are_told_apart_by_codes_on_two_lines() -> None:
    many = [AgencyView(n, f"F{n}", f"Force {n}", "force", True, "", ()) for n in range(20)]
    known = {each.code: Qualified(1 + each.id) for each in many}
    points = tuple(
        ResultPoint(phase, Qualified(210), Qualified(210 * phase), 20, 20, (), known, known, False, {})
        for phase in (1, 2)
    )
    found = MeasureResults(measure(), points)
    picture = make_picture(prepare([found], many, Look(ChartView.COMPARISON, phase=1, against=2)))
    assert picture.ticks[:3] == ["F0", "\nF1", "F2"]
    stacked = make_picture(prepare([found], many, Look(ChartView.BY_PHASE)))
    assert stacked.greys and [entry.text for entry in stacked.key] == ["Force 19", "19 other forces"]


def test_joint_results_have_columns_only_where_there_are_any() -> None:
    joint = shown(results(THREE, joint=(Deduction("AS", "BTP", 3),)), ChartView.BY_PHASE)
    titles = [heading.title for heading in table_of(joint).headings]
    assert titles[:5] == ["Phase", "Gross", "Joint\nresults", "Net total", "Cumulative"]
    assert [row[1:4] for row in texts(joint)] == [["40", "−3", "37"], ["24", "", "24"], ["40", "−3", "37"]]
    assert "; 40 before 3 joint results were counted once" in sentence_of(joint)
    plain = [heading.title for heading in table_of(shown(results(THREE), ChartView.BY_PHASE)).headings]
    assert plain[:3] == ["Phase", "Total", "Cumulative"]


def test_like_for_like_keeps_the_deductions_of_those_that_remain() -> None:
    found = results(THREE, joint=(Deduction("AS", "BTP", 3), Deduction("AS", "DO", 2)))
    assert steady_agencies(found) == ("AS", "DO")
    alike = like_for_like(found, ("AS", "DO"))
    assert [(p.total, p.adjustment, p.missing) for p in alike.points] == [
        (Qualified(33), -2, ()), (Qualified(22), -2, ()), (Qualified(33), -2, ()),
    ]  # fmt: skip
    assert alike.points[-1].cumulative == Qualified(88)
    assert steady_agencies(found, [1, 3]) == ("AS", "BTP", "DO")


def _phase(number: int, *windows: WindowView) -> PhaseView:
    return PhaseView(number, number, "", "", windows, None, "", "", "", (), CODES, ("arrests",), (), CODES)


def test_days_of_a_window_are_counted_once() -> None:
    day = dt.date(2022, 3, 7)
    week, weekend = (
        WindowView(day, day + dt.timedelta(6)),
        WindowView(day + dt.timedelta(5), day + dt.timedelta(8)),
    )
    own = WindowView(day, day + dt.timedelta(20), "AS")
    phases = [_phase(1, week, weekend, own), _phase(2), _phase(3, own)]
    assert window_days(phases) == {1: 9, 3: 21}


def test_per_day_divides_and_adds_nothing_up() -> None:
    made = shown(results(THREE), ChartView.BY_PHASE, per_day=True, days={1: 7, 3: 30})
    assert made.first.measure.unit == "people per day"
    rows = texts(made)
    assert rows[0][:4] == ["1", "5.7", "3 of 3", "4.3"]
    assert rows[1][1] == "no answer"
    assert rows[2][1] == "1.3"
    assert "Cumulative" not in [heading.title for heading in table_of(made).headings]
    assert "no dates" in [note.text for note in make_picture(made).notes]
    assert title_of(made) == "Arrests as returned (per day): most in phase 1, 5.7 per day"
    assert sentence_of(made).startswith("Arrests: 1.3 per day in phase 3, 4.4 less than phase 1")


def test_money_per_day_is_in_pence() -> None:
    cash = results([{"AS": 1000}], measure("cash", "Cash", "GBP"))
    rate = by_day(cash, {1: 3}).points[0].total
    assert rate is not None and rate.text("GBP per day") == "£3.33"


def test_targets_are_level_lines_with_their_label() -> None:
    targets = [
        TargetView(1, "arrests", "Arrests", "people", "", 60, 2, None, ""),
        TargetView(2, "arrests", "Arrests", "people", "DO", 10, 1, None, ""),
        TargetView(3, "charges", "Charges", "people", "", 99, 1, None, ""),
    ]
    made = shown(results(THREE), ChartView.BY_PHASE, targets=targets)
    picture = make_picture(made)
    assert [(level.x1, level.y, level.text) for level in picture.levels] == [
        (0.5, 60, "Target 60"),
        (1.5, 60, ""),
    ]
    assert picture.top > 60
    assert [row[3] for row in texts(made)] == ["", "60", "60"]
    panels = make_picture(shown(results(THREE), ChartView.EACH_FORCE, targets=targets))
    assert len(panels.levels) == 3
    assert make_picture(shown(results(THREE), ChartView.CUMULATIVE, targets=targets)).levels == []


def test_the_sentence_of_the_brief() -> None:
    found = results([{"AS": 100, "BTP": 40, "DO": 22}, {"AS": 60, "DO": 7}])
    said = sentence_of(shown(found, ChartView.BY_PHASE))
    assert said == (
        "67 arrests in phase 2, 95 fewer than phase 1 (not the same forces); "
        "2 of 3 forces returned, missing: BTP Police."
    )


def test_one_is_not_said_as_many() -> None:
    assert sentence_of(shown(results([{"AS": 1}]), ChartView.BY_PHASE)).startswith("Arrests: 1 in phase 1;")


def test_switches_that_do_not_fit_say_why(qtbot: Any) -> None:
    choices = Choices()
    qtbot.addWidget(choices)
    choices.day_check.setChecked(True)
    assert not choices.day_check.isEnabled() and not choices.look.per_day
    assert choices.day_check.toolTip() == "A running total has no days of its own."
    choices.view_combo.setCurrentIndex(2)
    assert choices.day_check.isEnabled() and choices.look.per_day


def test_the_phases_to_compare_are_the_last_two(qtbot: Any) -> None:
    choices = Choices()
    qtbot.addWidget(choices)
    choices.offer_phases([1, 2, 3, 4], [1, 2, 3])
    assert (choices.look.phase, choices.look.against) == (3, 2)
    choices.against_combo.setCurrentIndex(0)
    choices.offer_phases([1, 2, 3, 4, 5], [1, 2, 3, 4])
    assert (choices.look.phase, choices.look.against) == (3, 1)
    assert choices.look.basis is Basis.RETURNED


def test_measures_by_strand_stay_chosen(qtbot: Any) -> None:
    tree = MeasuresTree()
    qtbot.addWidget(tree)
    visits = measure("visits", "Visits", adder="Di")
    part = dataclasses.replace(measure("adults", "of which adults", adder="Ds"), part_of="visits")
    tree.set_measures([measure(), visits, part])
    tree.choose(["visits"])
    with qtbot.assertNotEmitted(tree.chosen):
        tree.group_combo.setCurrentIndex(1)
    model = tree.view.model()
    groups = {
        model.index(row, 0).data(): model.index(0, 0, model.index(row, 0)).data()
        for row in range(model.rowCount())
    }
    # Apart from its whole, a part needs its full name.
    assert groups == {
        "Diversion": "Visits",
        "Disruption": "Visits, of which adults",
        "Enforcement": "Arrests",
    }
    assert tree.codes() == ["visits"]
