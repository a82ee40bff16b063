"""Figures on their way out, by command line and workbook: per cents make no sum, and every number keeps its marks."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from opcoord.cli.output import results_lines, results_record
from opcoord.gui.results.cells import table_of
from opcoord.gui.results.look import ChartView, Look, prepare
from opcoord.gui.results.pictures import make_picture
from opcoord.gui.results.sentences import sentence_of, title_of
from opcoord.model.basis import Basis
from opcoord.model.joint import JointRule
from opcoord.model.qualified import Qualified
from opcoord.model.terms import Qualifier, State
from opcoord.queries.comparable import window_days
from opcoord.queries.lineage import NumberReference
from opcoord.services.announcement_rows import AnnouncementDraft
from opcoord.services.workspace import Workspace
from tests.integration.returns_made import candidate, figure


@pytest.fixture
def rated(workspace: Workspace) -> Workspace:
    """A measure in per cent: two forces answered phases 6 and 7, the region published both."""
    workspace.reference.add_measure("cleared", "Cases cleared", "%")
    for phase, amount in ((6, 40), (7, 60)):
        for agency in ("DO", "WI"):
            workspace.returns.accept(candidate(agency, phase, figure("cleared", amount, "%")))
    workspace.announcements.add(
        [
            AnnouncementDraft("REGION", "Cases cleared", "%", amount, phase, phase, measure="cleared")
            for phase, amount in ((6, 41), (7, 61))
        ]
        + [AnnouncementDraft("Dorset Police", "Cleared", "%", 50, p, p, agency="DO", measure="cleared") for p in (6, 7)]
    )  # fmt: skip
    return workspace


@pytest.mark.parametrize("basis", list(Basis))
def test_per_cents_are_never_added(rated: Workspace, basis: Basis) -> None:
    (found,) = rated.queries.results(["cleared"], basis=basis)
    assert [each.cumulative for each in found.points] == [None] * 7
    assert all(not each.cumulative_by_agency for each in found.points)
    for reference in ("cleared.6-7", "cleared.6-7.DO", "cleared.7.DO+WI"):
        named = NumberReference.parse(reference)
        assert named is not None
        path = rated.queries.lineage(named, basis)
        assert path is not None and path.value is None


def test_one_per_cent_is_a_number_all_the_same(rated: Workspace) -> None:
    alone = rated.queries.lineage(NumberReference("cleared", 7, "DO"))
    region = rated.queries.lineage(NumberReference("cleared", 7), Basis.FIRST_PUBLISHED)
    assert alone is not None and alone.value == Qualified(60)
    assert region is not None and region.value == Qualified(61)


def test_per_cents_are_neither_spread_over_days_nor_shared(rated: Workspace) -> None:
    queries = rated.queries
    (found,) = queries.results(["cleared"])
    days = window_days(queries.phases())
    by_day = prepare([found], queries.agencies(), Look(ChartView.BY_PHASE, per_day=True), days)
    assert "60" in [cell.text for cell in table_of(by_day).rows[-1]]
    assert "per day" not in title_of(by_day) + sentence_of(by_day)
    share = prepare([found], queries.agencies(), Look(ChartView.SHARE))
    assert "no share" in [cell.text for cell in table_of(share).rows[-1]]
    assert not any(cell.text.endswith("%") for row in table_of(share).rows for cell in row)


def test_published_per_cents_have_no_running_total(rated: Workspace) -> None:
    (found,) = rated.queries.results(["cleared"], basis=Basis.FIRST_PUBLISHED)
    shown = prepare([found], rated.queries.agencies(), Look(basis=Basis.FIRST_PUBLISHED))
    assert title_of(shown) == "Cases cleared as first published: 61 in phase 7 for the region"
    assert [note.text for note in make_picture(shown).notes[-2:]] == ["not added", "not added"]


def test_figures_that_make_no_sum_are_told_all_the_same(rated: Workspace, tmp_path: Path) -> None:
    found = rated.queries.results(["cleared"])
    lines = results_lines(rated.queries.operation(), found, None)
    assert [line.split()[2] for line in lines if line.startswith("Cases")] == ["6", "7"]
    assert lines[-1].split() == [
        "Cases",
        "cleared",
        "7",
        "not",
        "added",
        "not",
        "added",
        "2",
        "of",
        "5",
        "AS,",
        "DC,",
        "GL",
    ]
    rated.export_results(tmp_path / "out.xlsx", ["cleared"])
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx").active
    assert sheet is not None
    assert [cell.value for cell in sheet[sheet.max_row]][:5] == ["Cases cleared", "per cent", 7, 60, 60]


def test_the_command_line_marks_what_is_provisional_and_qualified(workspace: Workspace) -> None:
    workspace.returns.accept(
        candidate("DO", 6, figure("arrests", 20, qualifier=Qualifier.OVER, state=State.PROVISIONAL))
    )
    workspace.returns.accept(candidate("WI", 7, figure("arrests", 5)))
    found = workspace.queries.results(["arrests"])
    lines = results_lines(workspace.queries.operation(), found, None)
    assert "Arrests      6  over 20 p   over 20 p  1 of 5  AS, DC, GL, WI" in lines
    assert "Arrests      7          5   over 25 p  1 of 5  AS, DC, DO, GL" in lines
    assert lines[-1] == "p: a provisional figure is in it."
    point = results_record(workspace.queries.operation(), found, 6, "as returned")["measures"][0]["points"][0]
    assert point["qualifier_by_agency"] == {"DO": "over"}
    assert point["provisional_agencies"] == ["DO"]
    assert point["reasons"]["AS"] == "no return"


def test_where_nothing_was_published_that_is_said(workspace: Workspace) -> None:
    workspace.announcements.add(
        [AnnouncementDraft("REGION", "Arrests", "people", 9, 6, 6, measure="arrests")]
    )
    found = workspace.queries.results(["arrests"], basis=Basis.FIRST_PUBLISHED)
    lines = results_lines(workspace.queries.operation(), found, None, "as first published")
    assert "nothing published" in lines[-1]


def test_the_exported_workbook_adds_up_and_keeps_the_marks(workspace: Workspace, tmp_path: Path) -> None:
    for agency, amount in (("DO", 3_700_000), ("BTP", 30_050)):
        workspace.returns.accept(
            candidate(
                agency,
                7,
                figure("cash_seized", amount, "GBP", state=State.PROVISIONAL, joint=(300, "Dorset, BTP")),
            )
        )
    workspace.joint.record(7, "cash_seized", "BTP", "DO", JointRule.LARGEST, "One joint team")
    workspace.export_results(tmp_path / "out.xlsx", ["cash_seized"])
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx").active
    assert sheet is not None
    row = sheet.max_row
    heads = [cell.value for cell in sheet[row - 1]]
    cells = dict(zip(heads, sheet[row], strict=True))
    parts = [cells["Dorset Police"], cells["British Transport Police"], cells["Joint results"]]
    assert [cell.value for cell in parts] == [37_000, 300.5, -3]
    assert cells["Total"].value == cells["Cumulative"].value == 37_297.5
    # A whole number of pounds has no point at its end.
    assert parts[0].number_format == '£#,##0" p"'
    assert parts[1].number_format == '£#,##0.00" p"'
