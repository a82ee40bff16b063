"""Results across a change of the counting rule: parted, marked, said, and never compared."""

from __future__ import annotations

from dataclasses import replace

import pytest

from opcoord.gui.results.cells import table_of
from opcoord.gui.results.look import ChartView, Look, prepare
from opcoord.gui.results.pictures import make_picture
from opcoord.gui.results.sentences import sentence_of, title_of
from opcoord.model.qualified import Qualified
from opcoord.model.rules import RuleChange
from opcoord.model.terms import Qualifier
from opcoord.queries.bounds import certain_most
from opcoord.queries.views import MeasureResults
from tests.gui.test_results_page_views import AGENCIES, THREE, measure, results, shown, texts

CHANGED = RuleChange(2, "Another rule", "The board")


def changed(answers: list[dict[str, int]], *changes: RuleChange) -> MeasureResults:
    return results(answers, replace(measure(), rules=changes or (CHANGED,)))


def test_a_line_is_parted_where_the_counting_rule_changes() -> None:
    picture = make_picture(shown(changed(THREE), ChartView.CUMULATIVE))
    assert [(each.x1, each.x2) for each in picture.segments] == [(1, 2)]
    assert [(each.x, each.text) for each in picture.breaks] == [(0.5, "counted differently from phase 2 on")]
    assert "Another counting rule from here: not comparable" in [each.text for each in picture.key]
    joined = make_picture(shown(results(THREE), ChartView.CUMULATIVE))
    assert [(each.x1, each.x2) for each in joined.segments] == [(0, 1), (1, 2)]
    assert joined.breaks == []


def test_of_several_measures_only_the_changed_one_is_parted() -> None:
    other = results(THREE, measure("charges", "Charges"))
    picture = make_picture(prepare([changed(THREE), other], AGENCIES, Look(ChartView.CUMULATIVE)))
    assert [(each.series, each.x1) for each in picture.segments] == [(0, 1), (1, 0), (1, 1)]
    assert [each.text for each in picture.breaks] == ["Arrests counted differently from phase 2 on"]


@pytest.mark.parametrize("view", [ChartView.BY_PHASE, ChartView.SHARE, ChartView.CUMULATIVE_BY_FORCE])
def test_bars_have_the_break_between_them(view: ChartView) -> None:
    picture = make_picture(shown(changed(THREE, RuleChange(3, "x")), view))
    assert [each.x for each in picture.breaks] == [1.5]


def test_each_panel_has_its_break() -> None:
    picture = make_picture(shown(changed(THREE), ChartView.EACH_FORCE))
    assert len(picture.breaks) == len(picture.panels) == 3
    for line, panel in zip(picture.breaks, picture.panels, strict=True):
        assert panel.left < line.x < panel.left + panel.width
        assert (line.bottom, line.top) == (panel.bottom, panel.bottom + panel.height)
    assert "Counted differently from phase 2 on: not comparable" in [each.text for each in picture.key]


def test_sentences_do_not_compare_across_a_change() -> None:
    across = shown(changed(THREE[:2]), ChartView.CUMULATIVE)
    assert sentence_of(across).startswith(
        "24 arrests in phase 2, not comparable with phase 1: counted differently from phase 2 on; 64 since phase 1"
    )
    assert sentence_of(across).count("counted differently") == 1
    assert title_of(across).startswith("Arrests as returned (counted differently from phase 2 on): ")
    later = sentence_of(shown(changed(THREE), ChartView.CUMULATIVE))
    assert "40 arrests in phase 3, 16 more than phase 2" in later
    assert later.endswith("; counted differently from phase 2 on.")


def test_the_most_is_sought_among_what_is_counted_alike() -> None:
    few = [{"AS": 90}, {"AS": 20}, {"AS": 10}]
    assert title_of(shown(results(few), ChartView.BY_PHASE)).endswith("most in phase 1, 90")
    assert title_of(shown(changed(few), ChartView.BY_PHASE)).endswith("most since phase 2 in phase 2, 20")


def test_the_most_is_told_only_where_one_is_certain() -> None:
    tie = shown(results([{"AS": 90}, {"AS": 90}]), ChartView.BY_PHASE)
    assert "most" not in title_of(tie)
    assert "90 in phase 2 from" in title_of(tie) and "since" not in title_of(tie)
    assert certain_most({}) is None
    assert certain_most({1: Qualified(90, Qualifier.OVER), 2: Qualified(100)}) is None
    assert certain_most({1: Qualified(90), 2: Qualified(100, Qualifier.OVER)}) == 2
    assert certain_most({1: Qualified(95, Qualifier.ABOUT), 2: Qualified(100)}) is None
    assert certain_most({3: Qualified(0)}) == 3


def test_the_table_names_each_phases_rule_only_where_there_are_several() -> None:
    made = table_of(shown(changed(THREE), ChartView.BY_PHASE))
    place = [each.title for each in made.headings].index("Counting rule")
    assert [row[place].text for row in made.rows] == ["the first", "from phase 2 on", "from phase 2 on"]
    plain = table_of(shown(results(THREE), ChartView.BY_PHASE))
    assert "Counting rule" not in [each.title for each in plain.headings]


def test_one_phase_against_another_of_another_rule_has_no_difference() -> None:
    across = shown(changed(THREE), ChartView.COMPARISON, phase=2, against=1)
    assert texts(across)[0][1:] == ["40", "24", "not comparable", ""]
    assert "not comparable with phase 1: counted differently from phase 2 on" in sentence_of(across)
    within = shown(changed(THREE), ChartView.COMPARISON, phase=3, against=2)
    assert texts(within)[0][3] == "+16"
    assert "counted differently" not in sentence_of(within) + title_of(within)


def test_like_for_like_leaves_out_what_was_counted_differently() -> None:
    made = shown(changed(THREE), ChartView.CUMULATIVE, like_for_like=True)
    assert [(point.phase, point.total) for point in made.first.points] == [
        (2, Qualified(24)),
        (3, Qualified(35)),
    ]
    assert [point.cumulative for point in made.first.points] == [Qualified(24), Qualified(59)]
    assert made.first.points[-1].cumulative_by_agency == {"AS": Qualified(42), "DO": Qualified(17)}
    assert str(made.reference(made.first, 3)) == "arrests.2-3.AS+DO"
    assert "; phases before phase 2 were counted differently and are left out." in sentence_of(made)
    assert make_picture(made).breaks == []
