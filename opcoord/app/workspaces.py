"""Opens and makes operation files; the store is imported at the first use, not at start-up."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from opcoord.progress import Progress

if TYPE_CHECKING:
    from opcoord.gui.documents import NewOperation
    from opcoord.services.workspace import Workspace


class LazyWorkspaces:
    """What `Documents` needs to open and make files."""

    def open(self, path: Path) -> Workspace:
        """Open a file, read-only where somebody else has it."""
        from opcoord.services.workspace import Workspace

        workspace = Workspace.open(path)
        _ask_ahead(workspace)
        return workspace

    def create(self, new: NewOperation) -> Workspace:
        """Make a file with the given name, cadence and reference data."""
        from opcoord.services.workspace import Workspace

        return Workspace.create(
            new.path,
            name=new.name,
            cadence_months=new.cadence_months,
            with_reference=new.with_reference_data,
        )

    def create_sample(self, path: Path, progress: Progress) -> Workspace:
        """Make the sample operation."""
        from opcoord.services.workspace import Workspace

        return Workspace.create_sample(path, progress)


def _ask_ahead(workspace: Workspace) -> None:
    """Ask once what the first pages will ask: the first time takes long, and here no window waits."""
    queries = workspace.queries
    for ask in (queries.operation, queries.phases, queries.agencies, queries.measures, queries.matrix):
        ask()
