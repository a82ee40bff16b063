"""Rules that a reviewer should not have to remember."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
GENERATED = re.compile(r"opcoord/gui/forms/(ui_\w+|\w+_rc)\.py$")
LONGEST_MODULE_LINES = 450


def test_events_are_never_pumped_by_hand() -> None:
    assert _calls("processEvents") == []


def test_nothing_sleeps() -> None:
    assert _calls("sleep") == []


def test_only_the_application_runs_an_event_loop() -> None:
    # The demonstration is a front of its own: it has no window to be frozen.
    # The chart library is Python's own `exec`: it runs statements, not events.
    fronts = ("opcoord/app/", "opcoord/cli/demo.py", "opcoord/gui/chart_library.py")
    assert [place for place in _calls("exec", "exec_") if not place.startswith(fronts)] == []


def test_only_the_command_line_prints() -> None:
    assert [place for place in _calls("print") if not place.startswith("opcoord/cli/")] == []


def test_no_module_is_too_long_to_read() -> None:
    long = {_name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in _modules()}
    assert {name: lines for name, lines in long.items() if lines > LONGEST_MODULE_LINES} == {}


def test_every_module_says_what_it_promises() -> None:
    written = (path for path in _modules() if path.stat().st_size)
    silent = [_name(path) for path in written if not ast.get_docstring(_parse(path))]
    assert silent == []


def test_generated_code_is_not_committed() -> None:
    if not shutil.which("git") or not (ROOT / ".git").exists():
        pytest.skip("not a git working tree")
    run = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if run.returncode:
        pytest.skip("git cannot read this working tree")
    assert [name for name in run.stdout.splitlines() if GENERATED.search(name)] == []


def test_running_and_testing_use_the_same_versions() -> None:
    runtime = _locked("requirements.lock")
    assert runtime
    assert runtime - _locked("requirements-dev.lock") == set()


def _locked(name: str) -> set[str]:
    text = (ROOT / "scripts" / name).read_text(encoding="utf-8")
    return {line.rstrip(" \\") for line in text.splitlines() if "==" in line}


def _modules() -> Iterator[Path]:
    return (path for path in (ROOT / "opcoord").rglob("*.py") if not GENERATED.search(_name(path)))


def _calls(*names: str) -> list[str]:
    """Name each place in the package that calls a function or method of one of these names."""
    return [
        f"{_name(path)}:{node.lineno}"
        for path in _modules()
        for node in ast.walk(_parse(path))
        if isinstance(node, ast.Call) and _called(node) in names
    ]


def _called(node: ast.Call) -> str:
    if isinstance(node.func, ast.Attribute):
        return node.func.attr
    return node.func.id if isinstance(node.func, ast.Name) else ""


def _parse(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()
