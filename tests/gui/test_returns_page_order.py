"""The inbox when things happen in an unlucky order: undo before anybody looked, and changes while files are checked."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from opcoord.gui.changes import ChangeNotifier
from opcoord.gui.returns.returns_page import ReturnsPage
from opcoord.progress import Progress
from opcoord.services.candidate import ACCEPTED, READY, Candidate
from opcoord.services.workspace import Workspace
from tests.gui.returns_sheets import received, settle, sheet, take

PATIENCE_SECONDS = 20.0


class Gate:
    """Lets work run up to a point and holds it there."""

    def __init__(self) -> None:
        self.reached = threading.Event()
        self._open = threading.Event()

    def pass_through(self) -> None:
        """In the worker: say that the point is reached, and wait."""
        self.reached.set()
        assert self._open.wait(PATIENCE_SECONDS), "Nobody opened the gate."

    def open(self) -> None:
        """Let the work go on, now and from now on."""
        self._open.set()


@pytest.fixture
def page(returns_page: ReturnsPage, returns_workspace: Workspace, qtbot: QtBot) -> Iterator[ReturnsPage]:
    """The page as the main window keeps it up to date, with the returns of two forces waiting."""
    notifier = ChangeNotifier(returns_page, lambda: returns_page._tasks.busy)
    notifier.follow(returns_workspace)
    notifier.changed.connect(lambda _tables: returns_page.mark_stale())
    take(
        returns_page,
        returns_workspace,
        qtbot,
        received(returns_workspace, _return_of(12), agency="DC", name="Devon.xlsx"),
        received(returns_workspace, _return_of(7), agency="DO", name="Dorset.xlsx"),
    )
    assert [each.status for each in returns_page.inbox.candidates] == [READY, READY]
    yield returns_page
    notifier.follow(None)


def _return_of(arrests: int) -> Any:
    return sheet((("Measure", "Figure"), ("Arrests", arrests), ("Charges", arrests // 3)))


def _devon(page: ReturnsPage) -> Candidate:
    return next(each for each in page.inbox.candidates if each.agency == "DC")


def _region_before(page: ReturnsPage) -> int | None:
    """The region's arrests as Dorset's line holds them to be without it."""
    dorset = next(each for each in page.inbox.candidates if each.agency == "DO")
    effect = next(each for each in dorset.effects if each.measure == "arrests")
    return None if effect.region_before is None else effect.region_before.stored


def _hold(workspace: Workspace, method: str, monkeypatch: pytest.MonkeyPatch) -> Gate:
    """Holds the worker after the first call of a method of the returns, with its answer already made."""
    gate = Gate()
    real: Callable[..., Any] = getattr(workspace.returns, method)

    def held(*args: Any, **more: Any) -> Any:
        answer = real(*args, **more)
        gate.pass_through()
        return answer

    monkeypatch.setattr(workspace.returns, method, held)
    return gate


def _accept_devon(page: ReturnsPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.inbox.accepted):
        page.inbox.accept(_devon(page), "")


def test_undo_before_the_page_looked_brings_the_line_back(
    page: ReturnsPage, returns_workspace: Workspace, qtbot: QtBot
) -> None:
    _accept_devon(page, qtbot)
    returns_workspace.undo()
    qtbot.waitUntil(lambda: _devon(page).status == READY)
    settle(page, qtbot)
    assert _region_before(page) is None


def test_undo_of_the_last_of_a_batch_that_was_seen_half_way(
    page: ReturnsPage, returns_workspace: Workspace, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = _hold(returns_workspace, "accept", monkeypatch)
    with qtbot.waitSignal(page.inbox.accepted):
        page.inbox.accept_clean()
        qtbot.waitUntil(gate.reached.is_set)
        page.reload()
        gate.open()
    assert [each.status for each in page.inbox.candidates] == [ACCEPTED, ACCEPTED]
    qtbot.waitUntil(lambda: not page._tasks.busy)
    returns_workspace.undo()
    qtbot.waitUntil(lambda: len(page.inbox.clean) == 1)
    settle(page, qtbot)
    assert _devon(page).status == ACCEPTED
    assert _region_before(page) == 12


def test_undo_while_files_are_checked(
    page: ReturnsPage, returns_workspace: Workspace, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = _hold(returns_workspace, "weigh_again", monkeypatch)
    _accept_devon(page, qtbot)
    qtbot.waitUntil(gate.reached.is_set)
    returns_workspace.undo()
    _let_the_page_look(page, qtbot)
    gate.open()
    qtbot.waitUntil(lambda: _devon(page).status == READY)
    qtbot.waitUntil(lambda: _region_before(page) is None)
    settle(page, qtbot)


def test_redo_while_files_are_checked(
    page: ReturnsPage, returns_workspace: Workspace, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    _accept_devon(page, qtbot)
    qtbot.waitUntil(lambda: _region_before(page) == 12)
    settle(page, qtbot)
    gate = _hold(returns_workspace, "weigh_again", monkeypatch)
    returns_workspace.undo()
    qtbot.waitUntil(gate.reached.is_set)
    returns_workspace.redo()
    _let_the_page_look(page, qtbot)
    gate.open()
    settle(page, qtbot)
    qtbot.waitUntil(lambda: _devon(page).status == ACCEPTED)
    qtbot.waitUntil(lambda: _region_before(page) == 12)
    settle(page, qtbot)


def test_a_check_that_was_stopped_is_made_up_for_at_the_next_look(
    page: ReturnsPage, returns_workspace: Workspace, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = Gate()
    real = returns_workspace.returns.weigh_again

    def held(candidates: Sequence[Candidate], progress: Progress) -> list[Candidate]:
        gate.pass_through()
        return real(candidates, progress)

    monkeypatch.setattr(returns_workspace.returns, "weigh_again", held)
    _accept_devon(page, qtbot)
    qtbot.waitUntil(gate.reached.is_set)
    page._tasks.cancel()
    with qtbot.waitSignal(page._tasks.cancelled):
        gate.open()
    assert _region_before(page) is None
    page.reload()
    qtbot.waitUntil(lambda: _region_before(page) == 12)
    settle(page, qtbot)


def _let_the_page_look(page: ReturnsPage, qtbot: QtBot) -> None:
    """As the notice of a commit does, while the worker is held."""
    page.mark_stale()
    qtbot.waitUntil(lambda: page.at_rest)
    assert page._tasks.busy


def test_what_counts_again_is_called_by_its_own_version(
    page: ReturnsPage, returns_workspace: Workspace, qtbot: QtBot
) -> None:
    page.inbox.accept(page.inbox.candidates[0], "")
    settle(page, qtbot)
    newer = received(returns_workspace, _return_of(15), agency="DC", name="Devon again.xlsx")
    take(page, returns_workspace, qtbot, newer)
    page.inbox.accept(page.inbox.candidates[-1], "Newer")
    settle(page, qtbot)
    first, second = sorted(
        (each for each in returns_workspace.queries.returns() if each.agency == "DC"),
        key=lambda each: each.version,
    )
    returns_workspace.returns.restore_version(first.id)
    qtbot.waitUntil(lambda: page.inbox.candidates[-1].version == 3)
    settle(page, qtbot)
    returns_workspace.returns.restore_version(second.id)
    qtbot.waitUntil(lambda: page.inbox.candidates[-1].status == ACCEPTED)
    settle(page, qtbot)
    assert page.inbox.candidates[-1].version == 2
    foot = page.review.foot
    assert foot.accept_button.width() < foot.width() / 3
