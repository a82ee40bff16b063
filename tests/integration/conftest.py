"""Operation files for tests: small real ones on disk, no mocks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from opcoord import reference_data
from opcoord.services.workspace import Workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """A new operation with the South West's agencies, measures and seven phases, and no returns."""
    folder = Path(reference_data.__file__).parent
    made = Workspace.create(tmp_path / "operation.opcoord", "Operation Test", reference_folder=folder)
    yield made
    made.close()
