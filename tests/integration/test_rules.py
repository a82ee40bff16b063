"""The history of counting rules: kept, asked by phase, carried into templates, checks, directions and exports."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from opcoord.errors import OpcoordError
from opcoord.model.direction import Direction, Trend
from opcoord.model.rules import RuleChange, changed_between, rule_in, rule_since
from opcoord.queries.lineage import NumberReference
from opcoord.queries.views import MeasureResults, MeasureView
from opcoord.services.workspace import Workspace
from tests.integration.returns_made import candidate, figure

NEW = "Voluntary attendances are counted as well."
CHANGES = (RuleChange(3, "second"), RuleChange(5, "third"))


def arrests(workspace: Workspace) -> MeasureView:
    return next(each for each in workspace.queries.measures() if each.code == "arrests")


def results(workspace: Workspace) -> MeasureResults:
    (found,) = workspace.queries.results(["arrests"])
    return found


@pytest.mark.parametrize(
    ("phase", "rule", "since"),
    [
        (1, "first", None),
        (2, "first", None),
        (3, "second", 3),
        (4, "second", 3),
        (5, "third", 5),
        (9, "third", 5),
    ],
)
def test_the_newest_rule_by_then_is_in_force(phase: int, rule: str, since: int | None) -> None:
    assert rule_in(phase, "first", CHANGES) == rule
    assert rule_since(phase, CHANGES) == since


@pytest.mark.parametrize(
    ("one", "other", "since"),
    [(1, 2, None), (3, 4, None), (2, 3, 3), (3, 2, 3), (1, 7, 5), (4, 5, 5), (5, 6, None), (5, 5, None)],
)
def test_phases_compare_only_under_one_rule(one: int, other: int, since: int | None) -> None:
    assert changed_between(one, other, CHANGES) == since


def test_rules_outlive_the_window_and_are_undone(workspace: Workspace) -> None:
    first = arrests(workspace).definition
    workspace.rules.add("arrests", 5, f" {NEW} ", "The board asked for it")
    workspace.close()
    again = Workspace.open(workspace.path)
    view = arrests(again)
    assert [(each.first_phase, each.definition, each.reason) for each in view.rules] == [
        (5, NEW, "The board asked for it")
    ]
    assert (view.rule_in(4), view.rule_in(5), view.newest_rule) == (first, NEW, NEW)
    assert again.undo_label == "Change the counting rule of arrests"
    again.undo()
    assert arrests(again).rules == ()
    again.close()


def test_a_rule_is_changed_in_place_and_taken_away(workspace: Workspace) -> None:
    rule = workspace.rules.add("arrests", 5, NEW, "The board")
    workspace.rules.change(rule, 6, NEW, "The board, later")
    assert [each.first_phase for each in arrests(workspace).rules] == [6]
    workspace.rules.reword("arrests", "In other words")
    assert arrests(workspace).rules[0].definition == "In other words"
    workspace.rules.change_first("arrests", "As it was")
    assert arrests(workspace).rule_in(1) == "As it was"
    workspace.rules.remove(rule)
    assert arrests(workspace).rules == ()
    workspace.rules.reword("arrests", "Without a history")
    assert arrests(workspace).definition == "Without a history"


@pytest.mark.parametrize(
    ("phase", "words", "reason", "message"),
    [
        (5, " ", "Why", "needs its words and a reason"),
        (5, NEW, "", "needs its words and a reason"),
        (1, NEW, "Why", "Phase 1 is the operation's first"),
        (6, NEW, "Why", "begins with phase 6 already"),
        (7, "The SIXTH  rule", "Why", "says the same"),
    ],
)
def test_what_is_no_new_rule_is_refused(
    workspace: Workspace, phase: int, words: str, reason: str, message: str
) -> None:
    workspace.rules.add("arrests", 6, "The sixth rule", "Why")
    with pytest.raises(OpcoordError, match=message):
        workspace.rules.add("arrests", phase, words, reason)
    assert len(arrests(workspace).rules) == 1


def test_a_rule_that_is_gone_is_a_sentence(workspace: Workspace) -> None:
    with pytest.raises(OpcoordError, match="not there any more"):
        workspace.rules.remove(99)
    with pytest.raises(OpcoordError, match="not there any more"):
        workspace.rules.change(99, 5, NEW, "Why")


def test_templates_carry_the_rule_of_their_phase(workspace: Workspace, tmp_path: Path) -> None:
    first = arrests(workspace).definition
    workspace.rules.add("arrests", 7, NEW, "The board")
    for phase, expected, absent in ((6, first, NEW), (7, NEW, first)):
        (path,) = workspace.returns.write_templates(phase, ["DO"], tmp_path / str(phase))
        sheet = openpyxl.load_workbook(path)["Return"]
        texts = {str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value}
        assert expected in texts
        assert absent not in texts


def test_a_form_of_another_phases_rule_is_told(workspace: Workspace, tmp_path: Path) -> None:
    (old,) = workspace.returns.write_templates(7, ["DO"], tmp_path)
    book = openpyxl.load_workbook(old)
    sheet = book["Return"]
    cell = next(cell for row in sheet.iter_rows() for cell in row if cell.value == "Arrests")
    sheet.cell(cell.row, 5, 37)
    book.save(old)
    (before,) = workspace.returns.inspect([old])
    assert "rule-changed" not in [each.code for each in before.findings]
    workspace.rules.add("arrests", 7, NEW, "The board")
    (after,) = workspace.returns.inspect([old])
    (finding,) = [each for each in after.findings if each.code == "rule-changed"]
    assert finding.message.endswith("It is the rule of other phases.")


def test_figures_of_another_rule_are_no_measure_of_what_is_unusual(
    workspace: Workspace, tmp_path: Path
) -> None:
    for phase in (4, 5, 6):
        workspace.returns.accept(candidate("DO", phase, figure("arrests", 10)))
    (form,) = workspace.returns.write_templates(7, ["DO"], tmp_path)
    book = openpyxl.load_workbook(form)
    sheet = book["Return"]
    cell = next(cell for row in sheet.iter_rows() for cell in row if cell.value == "Arrests")
    sheet.cell(cell.row, 5, 200)
    book.save(form)
    (found,) = workspace.returns.inspect([form])
    assert "ten-times" in [each.code for each in found.findings]
    workspace.rules.add("arrests", 7, NEW, "The board")
    (found,) = workspace.returns.inspect([form])
    assert "ten-times" not in [each.code for each in found.findings]


def test_directions_do_not_compare_across_a_change(workspace: Workspace) -> None:
    for phase, amount in ((4, 10), (5, 30), (6, 33)):
        workspace.returns.accept(candidate("DO", phase, figure("arrests", amount)))
    workspace.standards.set_baseline("arrests", 20, "mean of 2021")
    workspace.rules.add("arrests", 5, NEW, "The board")

    (across,) = workspace.queries.directions(5)
    assert across.travel.on_last.direction is Direction.UNKNOWN
    assert across.travel.on_last.remark == "counted differently from phase 5 on"
    assert across.travel.on_baseline.direction is Direction.UP
    assert "counted differently from phase 5 on" in across.travel.on_baseline.remark
    assert (across.counted_since, across.travel.trend) == (5, Trend.NOT_ASSIGNED)
    (after,) = workspace.queries.directions(6)
    assert after.travel.on_last.direction is Direction.UP
    assert after.counted_since is None
    assert after.travel.trend is Trend.POSITIVE
    # Against the last phase nothing moved, and the baseline may have been counted otherwise: no trend is made of that.
    workspace.returns.accept(candidate("DO", 6, figure("arrests", 30), replacing=workspace))
    (still,) = workspace.queries.directions(6)
    assert still.travel.on_baseline.direction is Direction.UP
    assert still.travel.trend is Trend.STABLE


def test_a_break_lies_only_between_figures(workspace: Workspace) -> None:
    workspace.rules.add("arrests", 5, NEW, "The board")
    for phase in (6, 7):
        workspace.returns.accept(candidate("DO", phase, figure("arrests", phase)))
    assert results(workspace).breaks == ()
    workspace.returns.accept(candidate("DO", 2, figure("arrests", 2)))
    assert results(workspace).breaks == (5,)
    workspace.rules.add("arrests", 9, "Again otherwise", "The board")
    assert results(workspace).breaks == (5,)


def test_the_path_of_a_sum_over_both_rules_says_so(workspace: Workspace) -> None:
    from opcoord.gui.lineage import wording

    for phase in (4, 5):
        workspace.returns.accept(candidate("DO", phase, figure("arrests", phase)))
    workspace.rules.add("arrests", 5, NEW, "The board")
    found = workspace.queries.lineage(NumberReference("arrests", 5, first_phase=4))
    assert found is not None
    assert "The phases do not compare: counted differently from phase 5 on." in wording.sentence(found, {})
    alone = workspace.queries.lineage(NumberReference("arrests", 5))
    assert alone is not None
    assert "compare" not in wording.sentence(alone, {})


def test_the_exported_workbook_says_it(workspace: Workspace, tmp_path: Path) -> None:
    for phase in (4, 5):
        workspace.returns.accept(candidate("DO", phase, figure("arrests", phase)))
    workspace.rules.add("arrests", 5, NEW, "The board")
    workspace.export_results(tmp_path / "out.xlsx", ["arrests"])
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx").active
    assert "Arrests: counted differently from phase 5 on." in [cell.value for cell in sheet["A"]]


def test_a_measure_with_a_history_can_be_removed(workspace: Workspace) -> None:
    workspace.reference.add_measure("drones", "Drones", "count")
    workspace.rules.add("drones", 5, "Drones seen", "Why")
    workspace.reference.remove_measure("drones")
    assert "drones" not in [each.code for each in workspace.queries.measures()]
    workspace.undo()
    assert next(e for e in workspace.queries.measures() if e.code == "drones").rules
