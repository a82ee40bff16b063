"""What a force calls the operation: kept, taken out, gone with the force, and known when its workbooks are read."""

from __future__ import annotations

from pathlib import Path

import pytest

from opcoord.errors import OpcoordError
from opcoord.services.workspace import Workspace


def test_a_name_is_kept_changed_and_taken_out(workspace: Workspace) -> None:
    workspace.operation.set_alias("GL", " Vanquish ")
    workspace.operation.set_alias("DO", "Viper")
    assert workspace.queries.operation().aliases == {"GL": "Vanquish", "DO": "Viper"}
    workspace.operation.set_alias("GL", "  ")
    assert workspace.queries.operation().aliases == {"DO": "Viper"}


def test_a_force_that_is_not_there_has_no_name_for_it(workspace: Workspace) -> None:
    with pytest.raises(OpcoordError, match="XX"):
        workspace.operation.set_alias("XX", "Vanquish")
    assert workspace.queries.operation().aliases == {}


def test_an_agency_that_is_removed_takes_its_name_along(workspace: Workspace) -> None:
    workspace.operation.set_alias("OPCC", "Vanquish")
    workspace.reference.remove_agency("OPCC")
    assert workspace.queries.operation().aliases == {}
    workspace.undo()
    assert workspace.queries.operation().aliases == {"OPCC": "Vanquish"}


def test_a_workbook_made_under_a_force_s_own_name_is_taken(workspace: Workspace, tmp_path: Path) -> None:
    workspace.operation.update(name="Vanquish")
    (book,) = workspace.returns.write_templates(7, ["GL"], tmp_path)
    workspace.operation.update(name="Operation Test")
    assert "wrong-operation" in _codes(workspace, book)
    workspace.operation.set_alias("GL", "Vanquish")
    assert "wrong-operation" not in _codes(workspace, book)


def _codes(workspace: Workspace, book: Path) -> set[str]:
    (read,) = workspace.returns.inspect([book])
    return {finding.code for finding in read.findings}
