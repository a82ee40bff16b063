"""All mapped classes in one import, so that `Base.metadata` is complete."""

from opcoord.model.announcements import Announcement, Verdict
from opcoord.model.base import Base
from opcoord.model.holding import Handover, Note
from opcoord.model.judgement import (
    Adjustment,
    Baseline,
    CheckException,
    ExpectedPeriod,
    PanelMeasure,
    Target,
)
from opcoord.model.learned import AgencyLabel, AgencyTable
from opcoord.model.ledger import AuditEntry, UndoStep
from opcoord.model.papers import IssuedDocument, IssuedTotal, PageSetup, Wording
from opcoord.model.phases import (
    CollectedMeasure,
    ExpectedReturn,
    Milestone,
    Phase,
    PhasePartner,
    PhaseWindow,
)
from opcoord.model.reference import Agency, AgencyAlias, Measure, MeasureAlias, MeasureRule, Operation
from opcoord.model.returns import Figure, NotableResult, ReceivedFile, Return, ReturnFinding

#: Evidence that is only ever added to: neither undo nor redo touches it.
APPEND_ONLY_TABLES = frozenset(
    {"received_file", "audit_entry", "undo_step", "issued_document", "issued_total", "handover"}
)

__all__ = [
    "APPEND_ONLY_TABLES",
    "Adjustment",
    "Agency",
    "AgencyAlias",
    "AgencyLabel",
    "AgencyTable",
    "Announcement",
    "AuditEntry",
    "Base",
    "Baseline",
    "CheckException",
    "CollectedMeasure",
    "ExpectedPeriod",
    "ExpectedReturn",
    "Figure",
    "Handover",
    "IssuedDocument",
    "IssuedTotal",
    "Measure",
    "MeasureAlias",
    "MeasureRule",
    "Milestone",
    "NotableResult",
    "Note",
    "Operation",
    "PageSetup",
    "PanelMeasure",
    "Phase",
    "PhasePartner",
    "PhaseWindow",
    "ReceivedFile",
    "Return",
    "ReturnFinding",
    "Target",
    "UndoStep",
    "Verdict",
    "Wording",
]
