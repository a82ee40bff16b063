"""All that the Reconcile page shows, read in one go off the screen's thread."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from opcoord.gui.results.wording import full_labels
from opcoord.queries.reconciliation_views import Reconciliation
from opcoord.queries.views import AgencyView, AnnouncementView, OverlapView, PhaseView

if TYPE_CHECKING:
    from opcoord.services.workspace import Workspace


@dataclass(frozen=True)
class Snapshot:
    """What was in the file at one moment; `labels` names the measures so that they can stand alone."""

    reconciliation: Reconciliation = field(default_factory=lambda: Reconciliation((), (), ()))
    overlaps: tuple[OverlapView, ...] = ()
    announcements: tuple[AnnouncementView, ...] = ()
    phases: tuple[PhaseView, ...] = ()
    agencies: tuple[AgencyView, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)

    @property
    def names(self) -> dict[str, str]:
        """Names of the agencies by code."""
        return {each.code: each.name for each in self.agencies}

    def of_phase(self, phase: int | None) -> Snapshot:
        """What concerns one phase; everything for None."""
        if phase is None:
            return self
        return Snapshot(
            self.reconciliation.of_phase(phase),
            tuple(each for each in self.overlaps if each.phase == phase),
            tuple(each for each in self.announcements if _concerns(each, phase)),
            self.phases,
            self.agencies,
            self.labels,
            self.units,
        )


def read_snapshot(workspace: Workspace) -> Snapshot:
    """Read it; for the worker's thread."""
    queries = workspace.queries
    measures = queries.measures()
    return Snapshot(
        queries.reconciliation(),
        tuple(workspace.joint.overlaps()),
        tuple(queries.announcements()),
        tuple(queries.phases()),
        tuple(queries.agencies()),
        full_labels(measures),
        {each.code: each.unit for each in measures},
    )


def _concerns(announcement: AnnouncementView, phase: int) -> bool:
    first = announcement.first_phase
    return first is not None and first <= phase <= (announcement.last_phase or first)
