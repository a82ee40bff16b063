"""Garbage is collected by the screen's thread alone, and still collected."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from opcoord.gui.collector import MOST_AT_ONCE, Collector


class Node:
    """Something that can stand in a cycle."""

    def __init__(self) -> None:
        self.other: Node | None = None


@pytest.fixture
def collector(qapp: object) -> Iterator[Collector]:
    gc.collect()
    made = Collector()
    assert not gc.isenabled()
    yield made
    made.stop()
    gc.unfreeze()
    assert gc.isenabled()


def cycle() -> weakref.ref[Node]:
    """Two objects that only hold each other."""
    first, second = Node(), Node()
    first.other, second.other = second, first
    return weakref.ref(first)


def test_cycles_are_collected_when_due_and_not_before(collector: Collector) -> None:
    gone = cycle()
    kept = [[] for _ in range(3 * gc.get_threshold()[0])]
    assert gone() is not None, "Python no longer collects by itself"
    assert collector.collect_due() is not None
    assert gone() is None
    assert kept


def test_too_much_for_one_go_is_set_aside_and_looked_through_later(collector: Collector) -> None:
    gone = cycle()
    kept: list[list[int]] = [[] for _ in range(MOST_AT_ONCE + 1)]
    assert collector.collect_due() is None
    assert gone() is not None
    assert gc.get_freeze_count() > len(kept)
    application = QGuiApplication.instance()
    assert isinstance(application, QGuiApplication)
    application.applicationStateChanged.emit(Qt.ApplicationState.ApplicationInactive)
    assert gone() is None


def test_what_came_of_age_counts_as_well(collector: Collector) -> None:
    kept: list[list[int]] = []
    for _ in range(gc.get_threshold()[1] + 1):
        kept += [[] for _ in range(MOST_AT_ONCE // 10)]
        assert collector.collect_due() == 0
    assert collector.collect_due() is None
    assert gc.get_freeze_count() > len(kept)
