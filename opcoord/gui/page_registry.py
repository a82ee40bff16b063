"""The pages of the main window in order; each module is imported when its page is first shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from opcoord.gui.page import Page
    from opcoord.gui.tasks import TaskRunner
    from opcoord.services.workspace import Workspace


class PageEntry(NamedTuple):
    """A page before it exists."""

    key: str
    title: str
    icon_name: str
    build: Callable[[Workspace, TaskRunner], Page]


def _overview(workspace: Workspace, tasks: TaskRunner) -> Page:
    from opcoord.gui.overview.overview_page import OverviewPage

    return OverviewPage(workspace)


def _plan(workspace: Workspace, tasks: TaskRunner) -> Page:
    from opcoord.gui.planning.plan_page import PlanPage

    return PlanPage(workspace, tasks)


def _returns(workspace: Workspace, tasks: TaskRunner) -> Page:
    from opcoord.gui.returns.returns_page import ReturnsPage

    return ReturnsPage(workspace, tasks)


def _results(workspace: Workspace, tasks: TaskRunner) -> Page:
    from opcoord.gui.results.results_page import ResultsPage

    return ResultsPage(workspace)


def _reconcile(workspace: Workspace, tasks: TaskRunner) -> Page:
    from opcoord.gui.reconciliation.reconcile_page import ReconcilePage

    return ReconcilePage(workspace)


def _summary(workspace: Workspace, tasks: TaskRunner) -> Page:
    from opcoord.gui.summary.summary_page import SummaryPage

    return SummaryPage(workspace)


def _reference(workspace: Workspace, tasks: TaskRunner) -> Page:
    from opcoord.gui.reference.reference_page import ReferencePage

    return ReferencePage(workspace)


def _history(workspace: Workspace, tasks: TaskRunner) -> Page:
    from opcoord.gui.history.history_page import HistoryPage

    return HistoryPage(workspace, tasks)


PAGES = (
    PageEntry("overview", "Overview", "overview", _overview),
    PageEntry("plan", "Plan", "plan", _plan),
    PageEntry("returns", "Returns", "returns", _returns),
    PageEntry("results", "Results", "results", _results),
    PageEntry("reconcile", "Reconcile", "reconcile", _reconcile),
    PageEntry("summary", "Summary", "summary", _summary),
    PageEntry("reference", "Reference", "reference", _reference),
    PageEntry("history", "History", "history", _history),
)
