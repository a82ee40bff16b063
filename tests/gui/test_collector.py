"""Garbage is collected by the screen's thread alone, and still collected."""

from __future__ import annotations

import gc
import weakref

from opcoord.gui.collector import Collector


class Node:
    """Something that can stand in a cycle."""

    def __init__(self) -> None:
        self.other: Node | None = None


def test_cycles_are_collected_when_due_and_not_before(qapp: object) -> None:
    gc.collect()
    collector = Collector()
    try:
        assert not gc.isenabled()
        first, second = Node(), Node()
        first.other, second.other = second, first
        gone = weakref.ref(first)
        del first, second
        kept = [[] for _ in range(3 * gc.get_threshold()[0])]
        assert gone() is not None, "Python no longer collects by itself"
        assert collector.collect_due() is not None
        assert gone() is None
        assert kept
    finally:
        collector.stop()
    assert gc.isenabled()
