"""The sample as a newcomer gets it, made once and copied for each journey."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from opcoord.services.sample import waiting_folder
from opcoord.services.workspace import Workspace


@dataclass(frozen=True)
class Sample:
    """An open sample and the folder of its waiting returns."""

    workspace: Workspace
    waiting: Path

    def waiting_file(self, force: str) -> Path:
        """The waiting workbook of the force whose name begins like this."""
        return next(path for path in self.waiting.iterdir() if path.name.startswith(force))


@pytest.fixture(scope="session")
def made_sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sample") / "sample.opcoord"
    Workspace.create_sample(path).close()
    return path


@pytest.fixture
def sample(made_sample: Path, tmp_path: Path) -> Iterator[Sample]:
    """A copy of the sample, open."""
    path = tmp_path / made_sample.name
    shutil.copy2(made_sample, path)
    shutil.copytree(waiting_folder(made_sample), waiting_folder(path))
    workspace = Workspace.open(path)
    yield Sample(workspace, waiting_folder(path))
    workspace.close()
