"""The Returns page over a small operation, for the tests of its parts."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from opcoord.gui.returns.returns_page import ReturnsPage
from opcoord.gui.tasks import TaskRunner
from opcoord.queries.views import WindowView
from opcoord.services.workspace import Workspace


@pytest.fixture
def returns_workspace(tmp_path: Path) -> Iterator[Workspace]:
    """Phase 1 with three forces expected, its window over; nothing has come in."""
    made = Workspace.create(tmp_path / "test.opcoord", "Operation Test")
    draft = made.plan.propose_next()
    window = WindowView(dt.date(2022, 3, 7), dt.date(2022, 3, 13))
    made.plan.save(
        dataclasses.replace(
            draft, number=1, theme="County lines", windows=(window,), expected=("AS", "DC", "DO")
        )
    )
    yield made
    made.close()


@pytest.fixture
def returns_page(returns_workspace: Workspace, qtbot: QtBot) -> Iterator[ReturnsPage]:
    """The page as large as a window of 1280 by 800 leaves it."""
    tasks = TaskRunner()
    made = ReturnsPage(returns_workspace, tasks)
    qtbot.addWidget(made)
    made.resize(1108, 712)
    made.show()
    yield made
    qtbot.waitUntil(lambda: not tasks.busy)
