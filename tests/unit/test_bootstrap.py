"""Setting up says in a sentence what stood in its way."""

from __future__ import annotations

import importlib
from pathlib import Path
from types import ModuleType

import pytest

SCRIPTS = Path(__file__).resolve().parents[2] / "scripts"


@pytest.fixture
def bootstrap(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> ModuleType:
    """The module, with an environment of its own to make."""
    monkeypatch.syspath_prepend(str(SCRIPTS))
    module = importlib.import_module("bootstrap")
    monkeypatch.setattr(module, "VENV", tmp_path / ".venv")
    return module


def test_an_environment_in_use_is_said(bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows lets nobody replace the Python of a program that runs."""

    def in_use(*_arguments: object, **_options: object) -> None:
        raise PermissionError(13, "Access is denied")

    monkeypatch.setattr(bootstrap.venv, "create", in_use)
    with pytest.raises(SystemExit, match=r"Access is denied.*Close opcoord"):
        bootstrap.ensure()
