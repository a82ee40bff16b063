"""The Returns page with real workbooks: the sample's waiting returns are checked, accepted, undone, read again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from opcoord.gui.changes import ChangeNotifier
from opcoord.gui.returns.returns_page import ReturnsPage
from opcoord.gui.tasks import TaskRunner
from opcoord.services.sample import waiting_folder
from opcoord.services.workspace import Workspace

PATIENCE_MS = 60_000


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    made = Workspace.create_sample(tmp_path / "sample.opcoord")
    yield made
    made.close()


def test_waiting_returns_are_accepted_and_undone(workspace: Workspace, qtbot: Any) -> None:
    tasks = TaskRunner()
    page = ReturnsPage(workspace, tasks)
    qtbot.addWidget(page)
    notifier = ChangeNotifier(page)
    notifier.follow(workspace)
    notifier.changed.connect(lambda _tables: page.mark_stale())
    page.resize(1080, 700)
    page.show()
    with qtbot.waitSignal(page.inbox.changed, timeout=PATIENCE_MS):
        page.import_paths([waiting_folder(workspace.path)])
    qtbot.waitUntil(lambda: page.at_rest)
    count = len(page.inbox.candidates)
    assert count >= 3
    assert {each.phase for each in page.inbox.candidates} == {7}
    assert page.review.changes.rows_model.rowCount() > 0
    assert page.head.accept_all_button.isVisible()
    clean = len(page.inbox.clean)
    with qtbot.waitSignal(page.inbox.accepted, timeout=PATIENCE_MS):
        page.head.accept_all_button.click()
    received = [each for each in workspace.queries.matrix() if each.phase == 7 and each.state == "received"]
    assert len(received) == clean
    qtbot.waitUntil(lambda: not tasks.busy, timeout=PATIENCE_MS)
    workspace.undo()
    qtbot.waitUntil(lambda: len(page.inbox.clean) >= 1, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: not tasks.busy, timeout=PATIENCE_MS)
    notifier.follow(None)
