"""The sample with all its returns in, made once and copied for each test."""

from __future__ import annotations

import shutil
import tempfile
from functools import lru_cache
from pathlib import Path

from opcoord.services.sample import waiting_folder
from opcoord.services.workspace import Workspace


def sample_copy(folder: Path) -> Workspace:
    """An open copy of the full sample in `folder`."""
    path = folder / "sample.opcoord"
    shutil.copy(_made(), path)
    return Workspace.open(path)


@lru_cache(maxsize=1)
def _made() -> Path:
    # Beneath the home of the tests, which is removed at the end.
    path = Path(tempfile.mkdtemp(dir=Path.home()), "sample.opcoord")
    workspace = Workspace.create_sample(path)
    for each in workspace.returns.inspect([waiting_folder(path)]):
        workspace.returns.accept(each, reason_for_all="Kept as published in the sample.")
    workspace.close()
    return path
