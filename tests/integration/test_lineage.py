"""Every number of the sample leads to cells whose sum, with adjustments, is that number."""

from __future__ import annotations

from pathlib import Path

import pytest

from opcoord.model.joint import JointRule
from opcoord.queries.lineage import Lineage, NumberReference
from opcoord.services.sample import waiting_folder
from opcoord.services.workspace import Workspace
from tests.integration.returns_made import candidate, figure


def check(found: Lineage | None) -> None:
    """The path ends in cells, and they add up."""
    assert found is not None
    off = sum(each.amount for each in found.adjustments)
    amounts = [each.amount for each in found.figures if each.amount is not None]
    if found.value is None:
        assert not amounts
        return
    assert sum(amounts) - off == found.value.stored
    assert found.gross is not None
    assert sum(amounts) == found.gross.stored
    for each in found.figures:
        assert each.sheet and each.cell and each.raw and each.sha256 and each.accepted_by


def test_every_number_of_the_sample_leads_to_cells(tmp_path: Path) -> None:
    workspace = Workspace.create_sample(tmp_path / "sample.opcoord")
    for each in workspace.returns.inspect([waiting_folder(workspace.path)]):
        workspace.returns.accept(each, reason_for_all="Kept as published in the sample.")
    numbers = 0
    for results in workspace.queries.results():
        code = results.measure.code
        for point in results.points:
            references = [
                NumberReference(code, point.phase),
                NumberReference(code, point.phase, first_phase=1),
                *(NumberReference(code, point.phase, agency) for agency in point.by_agency),
                *(NumberReference(code, point.phase, agency, 1) for agency in point.cumulative_by_agency),
            ]
            if point.cumulative is None:
                continue
            for reference in references:
                check(workspace.queries.lineage(reference))
                numbers += 1
    assert numbers > 300
    workspace.close()


def test_adjustments_are_part_of_the_path(workspace: Workspace) -> None:
    workspace.returns.accept(candidate("DO", 7, figure("arrests", 37, joint=(3, "BTP"))))
    workspace.returns.accept(candidate("BTP", 7, figure("arrests", 3, joint=(3, "Dorset"))))
    workspace.joint.record(7, "arrests", "DO", "BTP", JointRule.LARGEST, "Agreed")
    found = workspace.queries.lineage(NumberReference("arrests", 7))
    assert found is not None
    assert [each.amount for each in found.adjustments] == [3]
    assert found.value is not None and found.value.stored == 37
    since = workspace.queries.lineage(NumberReference("arrests", 7, first_phase=1))
    assert since is not None and since.gross is not None and since.gross.stored == 40


def test_what_two_agencies_make_together_is_net_of_what_both_report(workspace: Workspace) -> None:
    workspace.returns.accept(candidate("DO", 7, figure("arrests", 37, joint=(3, "BTP"))))
    workspace.returns.accept(candidate("BTP", 7, figure("arrests", 3, joint=(3, "Dorset"))))
    workspace.returns.accept(candidate("WI", 7, figure("arrests", 10)))
    workspace.joint.record(7, "arrests", "DO", "BTP", JointRule.LARGEST, "Agreed")
    for codes, value, count in (("DO+BTP", 37, 2), ("DO+WI", 47, 2), ("WI+DO+BTP", 47, 3)):
        found = workspace.queries.lineage(NumberReference("arrests", 7, codes))
        check(found)
        assert found is not None and found.value is not None
        assert (found.value.stored, len(found.figures)) == (value, count)


@pytest.mark.parametrize(
    "text",
    [
        "arrests.7",
        "arrests.1-7",
        "arrests.7.DO",
        "class_a_value.2-5.BTP",
        "arrests.7.DO+WI",
        "arrests.1-7.A+B+C",
    ],
)
def test_references_are_read_as_they_are_written(text: str) -> None:
    reference = NumberReference.parse(f" {text} ")
    assert reference is not None
    assert str(reference) == text
    assert NumberReference.parse(text.upper()) == reference == NumberReference.parse(text.capitalize())


@pytest.mark.parametrize(
    "text", ["", "arrests", "7", "arrests.", "arrests.7.", "Arrests 7", "arrests.x", "arrests.7.DO+"]
)
def test_other_texts_are_no_references(text: str) -> None:
    assert NumberReference.parse(text) is None


def test_a_number_that_is_not_there_has_no_path(workspace: Workspace) -> None:
    assert workspace.queries.lineage(NumberReference("nonsense", 7)) is None
    assert workspace.queries.lineage(NumberReference("arrests", 99)) is None
