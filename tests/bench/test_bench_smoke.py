"""The measurements run and tell something; what they tell is not judged here."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

SCRIPTS = Path(__file__).resolve().parents[2] / "scripts"


@pytest.fixture
def bench(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """The script as a module, with its neighbours importable."""
    monkeypatch.syspath_prepend(str(SCRIPTS))
    import bench as module

    yield module
    for name in [each for each in sys.modules if each == "bench" or each.startswith("bench_")]:
        del sys.modules[name]


def test_import_and_redraw_are_measured(bench: ModuleType, tmp_path: Path, qapp: object) -> None:
    """Tiny inputs: two workbooks, three phases of two forces."""
    import bench_import
    import bench_redraw

    lines = bench_import.measure(tmp_path, True, count=2)
    lines += bench_redraw.measure(tmp_path, True, phases=3, forces=2)
    assert len(lines) == 4
    assert all(line.ours > 0 and line.peer for line in lines)
    text = bench.table(lines)
    assert len(text.splitlines()) == 1 + len(lines)
    assert "redraw of 3 phases by 2 forces" in text


def test_messy_returns_are_measured(bench: ModuleType, tmp_path: Path) -> None:
    """One return of each shape."""
    import bench_messy

    checking, memory = bench_messy.measure(tmp_path, True, count=7)
    assert checking.ours > 0 and checking.peer and memory.unit == "MB"
    assert " MB" in bench.table([memory])


def test_the_longest_gap_is_found(bench: ModuleType, qapp: object) -> None:
    """A call that blocks the loop shows as a gap at least as long."""
    import threading

    import bench_stall

    gaps = bench_stall._gaps(lambda: threading.Event().wait(0.06), lambda: True)
    assert max(gaps) >= 60


def test_printing_is_measured(bench: ModuleType, tmp_path: Path, qapp: object) -> None:
    """One run each; the peer prints the same words."""
    import bench_print

    lines = bench_print.measure(tmp_path, True, runs=1)
    assert [line.what for line in lines] == [
        "summary of the sample to PDF",
        "first preview page after a click",
    ]
    assert all(line.ours > 0 and line.peer for line in lines)
    ours, peer = (_words(tmp_path / f"{name}.pdf") for name in ("ours", "peer"))
    assert len(ours & peer) > 0.9 * len(ours)


def _words(path: Path) -> set[str]:
    from pypdf import PdfReader

    return {word for page in PdfReader(path).pages for word in page.extract_text().split() if word.isalpha()}
