"""Targets, baselines, the panel table and exceptions: kept, undone, and applied."""

from __future__ import annotations

import datetime as dt

import pytest

from opcoord.errors import OpcoordError
from opcoord.model.direction import Direction, Trend
from opcoord.model.qualified import Qualified
from opcoord.model.terms import Qualifier, Severity, State
from opcoord.queries.inexact_change import NOT_EXACT_ENOUGH
from opcoord.queries.standards import DirectionView
from opcoord.queries.views import ResultPoint
from opcoord.reports.direction_data import direction_table
from opcoord.reports.evidence import gather
from opcoord.reports.summary import SummaryOptions
from opcoord.services.exceptions import measure_of, read_day, with_exceptions
from opcoord.services.standard_texts import read_band
from opcoord.services.standards import PanelDraft
from opcoord.services.workspace import Workspace
from tests.integration.returns_made import candidate, figure, warning

TODAY = dt.date(2024, 3, 20)


def test_a_later_target_ends_the_earlier_one(workspace: Workspace) -> None:
    workspace.standards.set_target("arrests", 100, 1)
    workspace.standards.set_target("arrests", 20, 1, agency="DO")
    workspace.standards.set_target("arrests", 120, 5)
    region = [each for each in workspace.queries.targets() if not each.agency]
    assert [(each.amount, each.first_phase, each.last_phase) for each in region] == [
        (100, 1, 4),
        (120, 5, None),
    ]
    assert [each.amount for each in region if each.holds_in(4)] == [100]
    assert [each.amount for each in workspace.queries.targets() if each.agency == "DO"] == [20]
    with pytest.raises(OpcoordError, match="last phase"):
        workspace.standards.set_target("arrests", 100, 5, 4)


def test_direction_compares_the_same_agencies(workspace: Workspace) -> None:
    workspace.returns.accept(candidate("DO", 6, figure("arrests", 28)))
    workspace.returns.accept(candidate("DO", 7, figure("arrests", 37)))
    workspace.returns.accept(candidate("WI", 7, figure("arrests", 31)))
    (moved,) = [each for each in workspace.queries.directions(7) if each.measure.code == "arrests"]
    assert not moved.like_for_like
    assert (moved.previous, moved.current, moved.agencies) == (Qualified(28), Qualified(37), ("DO",))
    assert moved.travel.on_last.direction is Direction.UP
    assert moved.travel.on_baseline.direction is Direction.UNKNOWN
    assert moved.travel.trend is Trend.POSITIVE


@pytest.mark.parametrize(
    ("before", "now", "said"),
    [
        (Qualified(25), Qualified(20, Qualifier.OVER), "not comparable"),
        (Qualified(25), Qualified(30, Qualifier.OVER), "↑ up, about +20.0 %"),
        (Qualified(15, Qualifier.AT_LEAST), Qualified(38), "not comparable"),
        (Qualified(15, Qualifier.AT_LEAST), Qualified(10), "↓ down, about −33.3 %"),
        (Qualified(25, Qualifier.ALMOST), Qualified(37), "↑ up, about +48.0 %"),
        (Qualified(25, Qualifier.ALMOST), Qualified(24), "not comparable"),
        (Qualified(100, Qualifier.ABOUT), Qualified(100, Qualifier.ABOUT), "not comparable"),
        (Qualified(100, Qualifier.ABOUT), Qualified(60), "↓ down, about −40.0 %"),
        (Qualified(25), Qualified(20, Qualifier.UP_TO), "↓ down, about −20.0 %"),
    ],
)
def test_a_direction_is_told_only_where_the_qualifiers_allow_no_other(
    workspace: Workspace, before: Qualified, now: Qualified, said: str
) -> None:
    for phase, value in ((6, before), (7, now)):
        made = figure("arrests", value.stored, qualifier=value.qualifier)
        workspace.returns.accept(candidate("DO", phase, made))
    travel = _arrests(workspace).travel
    assert travel.on_last.text == said
    unknown = said == "not comparable"
    assert (travel.on_last.remark == NOT_EXACT_ENOUGH) is unknown
    assert (travel.trend is Trend.NOT_ASSIGNED) is unknown
    # On paper both figures stand there, with why nothing is said of them.
    evidence = gather(workspace.queries, SummaryOptions(7), TODAY)
    table = direction_table(evidence, workspace.queries)
    (row,) = table.rows
    assert row.now == now.text("people")
    assert row.on_last.endswith(NOT_EXACT_ENOUGH) is unknown


def test_paper_names_few_forces_and_counts_many(workspace: Workspace) -> None:
    def note(*codes: str) -> str:
        for code in codes:
            workspace.returns.accept(candidate(code, 6, figure("arrests", 30)))
            workspace.returns.accept(candidate(code, 7, figure("arrests", 40)))
        table = direction_table(gather(workspace.queries, SummaryOptions(7), TODAY), workspace.queries)
        return table.rows[0].note

    # Avon and Somerset's figure is in no comparison: that it is not exact is of no concern.
    inexact = figure("arrests", 9, qualifier=Qualifier.ABOUT)
    workspace.returns.accept(candidate("AS", 7, inexact))
    assert note("DC", "DO") == "only Devon & Cornwall, Dorset"
    assert note("GL", "WI", "BTP") == "5 forces, without Avon and Somerset"


def test_a_baseline_with_its_own_band(workspace: Workspace) -> None:
    for agency, amount in (("AS", 30), ("DC", 20), ("DO", 30), ("GL", 10), ("WI", 14)):
        workspace.returns.accept(candidate(agency, 7, figure("arrests", amount)))
    workspace.standards.set_baseline("arrests", 100, "mean of 2021", 50)
    moved = _arrests(workspace)
    assert moved.travel.on_baseline.direction is Direction.SAME
    assert moved.previous is None
    workspace.standards.remove_baseline("arrests")
    assert workspace.queries.baselines() == {}


def test_while_forces_are_missing_only_a_rise_on_the_baseline_is_certain(workspace: Workspace) -> None:
    workspace.returns.accept(candidate("DO", 7, figure("arrests", 60)))
    workspace.standards.set_baseline("arrests", 100, "mean of 2021")
    fell = _arrests(workspace).travel
    assert (fell.on_baseline.direction, fell.on_baseline.percent) == (Direction.UNKNOWN, "")
    assert fell.on_baseline.remark == "only 1 of 5 forces in"
    assert fell.trend is Trend.NOT_ASSIGNED
    workspace.standards.set_baseline("arrests", 50, "mean of 2021")
    rose = _arrests(workspace).travel
    assert rose.on_baseline.text == "↑ up, +20.0 %"
    assert rose.on_baseline.remark == "only 1 of 5 forces in"


def test_over_twenty_after_25_is_no_fall(workspace: Workspace) -> None:
    for agency in ("AS", "DC", "DO", "GL"):
        workspace.returns.accept(candidate(agency, 7, figure("arrests", 10)))
    workspace.returns.accept(candidate("WI", 6, figure("arrests", 25)))
    workspace.returns.accept(candidate("WI", 7, figure("arrests", 20, qualifier=Qualifier.OVER)))
    workspace.standards.set_baseline("arrests", 80, "mean of 2021")
    moved = _arrests(workspace).travel
    assert moved.on_last.direction is moved.on_baseline.direction is Direction.UNKNOWN
    assert moved.on_last.remark == moved.on_baseline.remark == NOT_EXACT_ENOUGH
    assert moved.trend is Trend.NOT_ASSIGNED
    workspace.standards.set_baseline("arrests", 50, "mean of 2021")
    assert _arrests(workspace).travel.on_baseline.text == "↑ up, about +20.0 %"


def test_a_provisional_figure_is_told_with_its_direction(workspace: Workspace) -> None:
    workspace.returns.accept(candidate("DO", 6, figure("arrests", 28, state=State.PROVISIONAL)))
    workspace.returns.accept(candidate("DO", 7, figure("arrests", 37)))
    assert _arrests(workspace).provisional
    workspace.undo()
    workspace.returns.accept(candidate("WI", 7, figure("arrests", 37)))
    assert not _arrests(workspace).provisional


def _arrests(workspace: Workspace) -> DirectionView:
    return next(each for each in workspace.queries.directions(7) if each.measure.code == "arrests")


def test_targets_of_one_measure_never_overlap(workspace: Workspace) -> None:
    standards = workspace.standards
    later = standards.set_target("arrests", 120, 5)
    first = standards.set_target("arrests", 100, 1)
    assert _spans(workspace) == [(1, 4), (5, None)]
    with pytest.raises(OpcoordError, match="begins in phase 5"):
        standards.change_target(first, last_phase=6)
    with pytest.raises(OpcoordError, match="begins in phase 5"):
        standards.change_target(first, first_phase=5, last_phase=None)
    standards.change_target(later, first_phase=4, reason=" Agreed ")
    assert _spans(workspace) == [(1, 3), (4, None)]
    assert workspace.undo_label == "Change a target of arrests"
    workspace.undo()
    assert _spans(workspace) == [(1, 4), (5, None)]


def _spans(workspace: Workspace) -> list[tuple[int, int | None]]:
    return [(each.first_phase, each.last_phase) for each in workspace.queries.targets()]


def test_amounts_are_understood_as_people_type_them(workspace: Workspace) -> None:
    standards = workspace.standards
    assert standards.understand("cash_seized", "£2.5k") == 250_000
    assert standards.understand("arrests", "100") == 100
    assert standards.understand("class_a_weight", "2.5kg") == 2_500_000
    for text in ("about 100", "", "n/a", "6/7"):
        with pytest.raises(OpcoordError):
            standards.understand("arrests", text)
    assert [read_band(text) for text in ("2.5", "5 %", "0", "")] == [25, 50, 0, 25]
    for text in ("2.55", "-1", "51", "x"):
        with pytest.raises(OpcoordError):
            read_band(text)


def test_a_panel_table_is_pasted_as_printed_or_as_copied(workspace: Workspace) -> None:
    workspace.standards.paste_panel(
        "measure,baseline,preferred,previous_label,previous,current_label,current,printed_change\n"
        "Trafficking,981,,January,997,September,978,same\n"
    )
    workspace.standards.paste_panel("Disruptions\t69\tup\tJanuary\t941\tSeptember\t1,204\n")
    assert [(each.label, each.current, each.preferred) for each in workspace.queries.panel()] == [
        ("Trafficking", 978, ""),
        ("Disruptions", 1204, "up"),
    ]
    with pytest.raises(OpcoordError, match="Line 1"):
        workspace.standards.paste_panel("Disruptions\tabout 69\n")
    with pytest.raises(OpcoordError, match="no table"):
        workspace.standards.paste_panel(" \n")
    assert len(workspace.queries.panel()) == 2
    workspace.undo()
    assert [each.label for each in workspace.queries.panel()] == ["Trafficking"]


def test_an_exception_can_be_changed(workspace: Workspace) -> None:
    kept = workspace.exceptions.add("ten-times", "off", "Short series", agency="DO")
    workspace.exceptions.change(kept, "New unit", dt.date(2099, 1, 1))
    (changed,) = workspace.queries.exceptions()
    assert (changed.reason, changed.ends_on) == ("New unit", dt.date(2099, 1, 1))
    with pytest.raises(OpcoordError, match="needs a reason"):
        workspace.exceptions.change(kept, " ", None)
    workspace.undo()
    assert workspace.queries.exceptions()[0].ends_on is None
    assert read_day("7 March 2099") == dt.date(2099, 3, 7)
    assert read_day("") is None
    with pytest.raises(OpcoordError, match="not a date"):
        read_day("31 February 2099")


def test_a_warning_leads_to_its_measure() -> None:
    assert measure_of(warning(), (figure("arrests", 370),)) == "arrests"
    assert measure_of(warning(), ()) == ""


def test_the_panel_table_is_replaced_as_a_whole(workspace: Workspace) -> None:
    line = PanelDraft("Organised drug disruptions", 69, "up", "January", 941, "September", 1204)
    workspace.standards.set_panel([line])
    workspace.standards.set_panel([line])
    (view,) = workspace.queries.panel()
    assert (view.travel.on_last.percent, view.travel.trend) == ("+27.9 %", Trend.POSITIVE)
    workspace.undo()
    workspace.undo()
    assert workspace.queries.panel() == []


def test_exceptions_relax_warnings_and_never_errors(workspace: Workspace) -> None:
    workspace.exceptions.add("outlier", "accept", "Dorset doubled its teams", agency="DO", measure="arrests")
    (exception,) = workspace.queries.exceptions()
    figures = (figure("arrests", 370),)
    (relaxed,) = with_exceptions([warning()], [exception], figures, "DO", 7, TODAY)
    assert relaxed.severity is Severity.NOTICE
    assert relaxed.message.endswith("Accepted beforehand: Dorset doubled its teams")
    assert with_exceptions([warning()], [exception], figures, "WI", 7, TODAY) == (warning(),)
    assert with_exceptions([warning()], [exception], (figure("charges", 3),), "DO", 7, TODAY) == (warning(),)


def test_an_exception_can_switch_off_and_end(workspace: Workspace) -> None:
    until = dt.date(2099, 1, 1)
    kept = workspace.exceptions.add("outlier", "off", "Short series", phase=7, ends_on=until)
    (exception,) = workspace.queries.exceptions()
    assert with_exceptions([warning()], [exception], (), "DO", 7, TODAY) == ()
    assert with_exceptions([warning()], [exception], (), "DO", 7, dt.date(2099, 1, 2)) == (warning(),)
    workspace.exceptions.remove(kept)
    assert workspace.queries.exceptions() == []
    with pytest.raises(OpcoordError, match="needs a reason"):
        workspace.exceptions.add("outlier", "off", "")
    with pytest.raises(OpcoordError, match="ended already"):
        workspace.exceptions.add("outlier", "off", "Late", ends_on=dt.date(2001, 1, 1))


def test_points_know_their_gross(workspace: Workspace) -> None:
    workspace.returns.accept(candidate("DO", 7, figure("arrests", 37)))
    (found,) = workspace.queries.results(["arrests"])
    last: ResultPoint = found.points[-1]
    assert (last.gross, last.adjustment, last.total) == (Qualified(37), 0, Qualified(37))
