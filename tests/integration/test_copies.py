"""A copy is noticed: of another force, of another phase, most of one, and of an earlier version (rule 10)."""

from __future__ import annotations

from opcoord.model.finding import Finding
from opcoord.model.terms import Severity
from opcoord.reading.parsed import ParsedFigure
from opcoord.services.copies import KnownReturns, known_returns
from opcoord.services.workspace import Workspace
from tests.integration.returns_made import candidate, figure

#: Phase 4's block of the retrospective page, which it prints again as "phase six".
PHASE_FOUR = (figure("arrests", 162), figure("safeguarded", 34))
#: Dorset's own release of phase 7; money in pence.
DORSET = (
    figure("arrests", 37),
    figure("drugs_value", 7_780_000, "GBP"),
    figure("cash_seized", 1_800_000, "GBP"),
    figure("warrants", 15, "count"),
    figure("safeguarded_adults", 14),
    figure("safeguarded_children", 5),
    figure("person_searches", 45, "count"),
    figure("hotspot_patrols", 3, "count"),
)


def check(workspace: Workspace, phase: int, agency: str, *figures: ParsedFigure) -> list[Finding]:
    """The findings about these figures as `agency`'s return for `phase`."""
    with workspace._database.read() as session:
        return KnownReturns(known_returns(session)).copy_findings(phase, agency, figures)


def said(workspace: Workspace, phase: int, agency: str, *figures: ParsedFigure) -> list[tuple[str, str]]:
    """Code and message of each finding."""
    found = check(workspace, phase, agency, *figures)
    assert all(each.severity is Severity.WARNING and each.remedy for each in found)
    return [(each.code, each.message) for each in found]


def with_changed(figures: tuple[ParsedFigure, ...], *changed: ParsedFigure) -> tuple[ParsedFigure, ...]:
    """`figures` with those of the same measures replaced by `changed`."""
    by_measure = {each.measure: each for each in (*figures, *changed)}
    return tuple(by_measure.values())


def test_a_block_repeated_as_another_phases_is_noticed(workspace: Workspace) -> None:
    workspace.returns.accept(candidate("WI", 4, *PHASE_FOUR))
    assert said(workspace, 6, "WI", *PHASE_FOUR) == [
        ("same-figures", "All 2 figures are those that Wiltshire Police returned for phase 4.")
    ]


def test_a_few_small_numbers_are_equal_by_chance(workspace: Workspace) -> None:
    workspace.returns.accept(candidate("WI", 4, figure("arrests", 162), figure("safeguarded", 4)))
    assert check(workspace, 6, "WI", figure("arrests", 162), figure("safeguarded", 4)) == []
    pence = figure("cash_seized", 500, "GBP")
    workspace.returns.accept(candidate("GL", 4, figure("arrests", 19), pence))
    assert check(workspace, 6, "GL", figure("arrests", 19), pence) == [], "£5 tells nothing"


def test_another_forces_figures_are_noticed_whatever_zeros_stand_beside(workspace: Workspace) -> None:
    workspace.returns.accept(candidate("DO", 7, *DORSET))
    zero = figure("vehicles_seized", 0, "count")
    assert said(workspace, 7, "AS", *DORSET, zero) == [
        ("same-figures", "All 8 figures are those that Dorset Police returned for phase 7.")
    ]


def test_most_of_another_return_is_noticed(workspace: Workspace) -> None:
    workspace.returns.accept(candidate("DO", 7, *DORSET))
    some = with_changed(DORSET, figure("arrests", 39), figure("warrants", 16, "count"))
    assert check(workspace, 7, "AS", *some) == [], "6 of 8 are fewer than four in five"
    most = with_changed(DORSET, figure("arrests", 39))
    assert said(workspace, 7, "AS", *most) == [
        ("mostly-same-figures", "7 of 8 figures are among the 8 that Dorset Police returned for phase 7.")
    ]


def test_a_whole_block_among_other_figures_is_noticed(workspace: Workspace) -> None:
    workspace.returns.accept(candidate("DO", 6, *DORSET))
    more = (
        figure("charges", 12),
        figure("vehicles_seized", 6, "count"),
        figure("phones_seized", 44, "count"),
        figure("events", 9, "count"),
    )
    assert said(workspace, 7, "DO", *DORSET, *more) == [
        ("mostly-same-figures", "8 of 12 figures are among the 8 that Dorset Police returned for phase 6.")
    ]


def test_five_small_equal_numbers_are_no_block(workspace: Workspace) -> None:
    codes = ("warrants", "events", "closure_orders", "weapons_sweeps", "grows_closed")
    small = tuple(figure(code, 2, "count") for code in codes)
    workspace.returns.accept(candidate("DO", 6, *small))
    assert check(workspace, 7, "DO", *small, figure("phones_seized", 44, "count")) == []


def test_the_version_to_be_replaced_is_no_copy(workspace: Workspace) -> None:
    workspace.returns.accept(candidate("DO", 7, *DORSET))
    assert check(workspace, 7, "DO", *DORSET) == []
    assert check(workspace, 7, "DO", *with_changed(DORSET, figure("arrests", 39))) == []


def test_figures_of_an_earlier_version_again_are_noticed(workspace: Workspace) -> None:
    workspace.returns.accept(candidate("DO", 7, figure("arrests", 22)))
    second = workspace.returns.accept(candidate("DO", 7, figure("arrests", 24), replacing=workspace))
    again = "These are the figures of version 1 again."
    assert said(workspace, 7, "DO", figure("arrests", 22)) == [
        ("earlier-version-again", f"{again} Version 2 counts now and differs.")
    ]
    assert check(workspace, 7, "DO", figure("arrests", 24)) == []
    assert check(workspace, 7, "DO", figure("arrests", 22), figure("charges", 0)) == [], "it says more"
    assert check(workspace, 7, "DO", figure("arrests", None)) == []
    workspace.returns.withdraw(second)
    assert said(workspace, 7, "DO", figure("arrests", 22)) == [
        ("earlier-version-again", f"{again} It does not count any more.")
    ]


def test_a_superseded_version_of_another_phase_is_noticed_and_named_once(workspace: Workspace) -> None:
    workspace.returns.accept(candidate("DO", 6, *DORSET))
    changed = with_changed(DORSET, figure("arrests", 39))
    second = workspace.returns.accept(candidate("DO", 6, *changed, replacing=workspace))
    assert [code for code, _ in said(workspace, 7, "DO", *DORSET)] == ["same-figures"]
    assert [code for code, _ in said(workspace, 7, "DO", *changed)] == ["same-figures"]
    workspace.returns.withdraw(second)
    assert [code for code, _ in said(workspace, 7, "DO", *changed)] == ["mostly-same-figures"]
