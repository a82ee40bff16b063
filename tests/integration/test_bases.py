"""Totals on each basis, on the sample's published figures (DOMAIN.md, "Cases with known answers")."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from opcoord.model.basis import Basis
from opcoord.model.qualified import Qualified
from opcoord.model.terms import Qualifier
from opcoord.queries.views import MeasureResults
from opcoord.services.workspace import Workspace
from tests.integration.returns_made import candidate, figure


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """The sample, read only here."""
    made = Workspace.create_sample(tmp_path_factory.mktemp("bases") / "sample.opcoord")
    yield made
    made.close()


def of(workspace: Workspace, measure: str, basis: Basis, up_to: int | None = None) -> MeasureResults:
    """One measure's results."""
    (found,) = workspace.queries.results([measure], up_to, basis)
    assert found.basis is basis
    return found


def totals(found: MeasureResults) -> list[int | None]:
    """The totals by phase, in stored units."""
    return [point.total.stored if point.total is not None else None for point in found.points]


def test_arrests_as_last_revised_make_the_printed_total(sample: Workspace) -> None:
    found = of(sample, "arrests", Basis.LAST_REVISED, up_to=6)
    assert totals(found) == [109, 127, 70, 162, 67, 94]
    assert found.points[-1].cumulative == Qualified(629)


def test_arrests_as_first_published(sample: Workspace) -> None:
    found = of(sample, "arrests", Basis.FIRST_PUBLISHED)
    assert totals(found) == [194, 127, 70, 121, 67, 94, 126]
    assert found.points[2].cumulative == Qualified(391)


def test_cash_keeps_its_qualifier(sample: Workspace) -> None:
    found = of(sample, "cash_seized", Basis.FIRST_PUBLISHED, up_to=3)
    assert totals(found) == [13_100_000, 18_000_000, 5_185_300]
    assert found.points[-1].cumulative == Qualified(36_285_300, Qualifier.AT_LEAST)


def test_a_phase_without_a_published_figure_is_a_gap(sample: Workspace) -> None:
    found = of(sample, "disruptions", Basis.FIRST_PUBLISHED)
    # Forces published disruptions of phase 2; the region did not, and their sum would be another basis.
    assert found.points[1].total is None
    assert found.points[1].by_agency["AS"].stored == 700
    assert found.points[1].completeness == "nothing published"
    assert found.points[2].completeness == "published for the region"


def test_pages_that_number_phases_their_own_way_count_in_no_basis(sample: Workspace) -> None:
    found = of(sample, "safeguarded", Basis.LAST_REVISED)
    assert found.points[5].total == Qualified(62)
    assert found.points[6].total == Qualified(135)


def test_as_returned_is_another_line(sample: Workspace) -> None:
    found = of(sample, "arrests", Basis.RETURNED, up_to=6)
    assert found.points[-1].cumulative == Qualified(314)


def test_per_cents_are_never_added(workspace: Workspace) -> None:
    workspace.reference.add_measure("share", "Share of calls", "%")
    workspace.returns.accept(candidate("DO", 7, figure("share", 40, "%")))
    workspace.returns.accept(candidate("WI", 7, figure("share", 70, "%")))
    point = of(workspace, "share", Basis.RETURNED).points[-1]
    assert point.by_agency == {"DO": Qualified(40), "WI": Qualified(70)}
    assert (point.total, point.cumulative) == (None, None)


def test_the_command_names_its_basis(sample: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    from opcoord.cli.main import main

    command = ["results", str(sample.path), "--measure", "arrests", "--phase", "6"]
    assert main([*command, "--basis", "revised", "--json"]) == 0
    record = json.loads(capsys.readouterr().out)
    assert record["basis"] == "as last revised"
    (point,) = record["measures"][0]["points"]
    assert (point["amount"], point["cumulative"], point["adjustment"]) == (94, 629, 0)
    assert main([*command, "--basis", "first"]) == 0
    printed = capsys.readouterr().out
    assert "Basis: as first published" in printed
    assert "published for the region" in printed
