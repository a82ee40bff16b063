"""PySide6 must not eat references to None and True: 6.12.0 on Python 3.10 and 3.11 does, and aborts."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtCore import QObject

CALLS = 20_000
# Other code may take or drop a few hundred references meanwhile; the fault loses one a call.
NOISE = 1_000


@pytest.mark.parametrize("value", [None, True], ids=["None", "True"])
def test_calls_into_qt_keep_reference_counts_steady(value: object) -> None:
    thing = QObject()
    before = sys.getrefcount(value)
    for _ in range(CALLS):
        thing.setObjectName("theme_edit")
        thing.blockSignals(False)
    assert abs(sys.getrefcount(value) - before) < NOISE
