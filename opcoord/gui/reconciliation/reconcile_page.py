"""The Reconcile page: what was published against what was returned, and what the coordinator decides about it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QTabWidget, QVBoxLayout, QWidget

from opcoord.errors import OpcoordError
from opcoord.gui.lineage.keys import PATH_KEY
from opcoord.gui.lineage.lineage_dialog import show_lineage
from opcoord.gui.messages import show_error
from opcoord.gui.page import Page
from opcoord.gui.reconciliation.announcements_tab import AnnouncementsTab
from opcoord.gui.reconciliation.disagreements_tab import DisagreementsTab
from opcoord.gui.reconciliation.joint_form import JointWish
from opcoord.gui.reconciliation.joint_tab import JointTab
from opcoord.gui.reconciliation.reconcile_dialogs import ReconcileDialogs
from opcoord.gui.reconciliation.region_tab import RegionTab
from opcoord.gui.reconciliation.snapshot import Snapshot, read_snapshot
from opcoord.gui.reconciliation.wording import summary_sentence
from opcoord.gui.tasks import TaskRunner
from opcoord.gui.theme import RHYTHM, set_page_margins, set_text_role
from opcoord.model.basis import Basis
from opcoord.queries.lineage import NumberReference
from opcoord.queries.reconciliation_views import ReconciledReference

if TYPE_CHECKING:
    from opcoord.services.workspace import Workspace

DISAGREEMENTS, REGION, JOINT, ANNOUNCEMENTS = range(4)
_TABS = ("&Disagreements", "&Region and forces", "&Joint results", "A&nnouncements")


class ReconcilePage(Page):
    """Four tabs over one snapshot, read off the screen's thread. `show_item` takes a phase's number, a
    disagreement's key, a NumberReference or a ReconciledReference."""

    key = "reconcile"
    title = "Reconcile"
    icon_name = "reconcile"
    tables = frozenset(
        {
            "announcement", "verdict", "adjustment", "return", "figure", "expected_return", "operation",
            "phase", "phase_window", "agency", "agency_alias", "measure", "measure_alias",
        }
    )  # fmt: skip

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        # Its own runner: reading stands in the way of nothing that writes.
        self._tasks = TaskRunner(self)
        # What is decided here is held against all figures once more before it is kept, which takes a moment.
        self._writing = TaskRunner(self)
        self._again = False
        self._wanted: object = None
        self._focus_due = False
        #: The tabs that do not show the snapshot yet; each is filled when it is looked at.
        self._unfilled: set[int] = set()
        self.snapshot = self._shown = Snapshot()
        self.summary_label = QLabel(self)
        self.summary_label.setTextFormat(Qt.TextFormat.PlainText)
        set_text_role(self.summary_label, "muted")
        self.phase_combo = QComboBox(self)
        self.phase_combo.addItem("All phases", None)
        # Before what it holds: made later, its tabs would come after their own content with the Tab key.
        self.tabs = QTabWidget(self)
        self.disagreements = DisagreementsTab(self)
        self.region = RegionTab(self)
        self.joint = JointTab(self)
        self.announcements = AnnouncementsTab(self)
        self.dialogs = ReconcileDialogs(self)
        self._lay_out()
        self._connect()

    @property
    def at_rest(self) -> bool:
        """Whether what is shown is what the file holds."""
        return not self._tasks.busy and not self._writing.busy

    def reload(self) -> None:
        """Read everything again in the background."""
        if self._tasks.busy:
            self._again = True
            return
        workspace = self._workspace
        self._tasks.run("Reconcile", lambda _progress: read_snapshot(workspace), self._take, self._fail)

    def focus_first(self) -> None:
        """The list of the present tab, as soon as it is there."""
        self._focus_due = self.tabs.isHidden()
        self._tab(self.tabs.currentIndex()).focus_first()

    def show_item(self, item: object) -> None:
        """A phase's number chooses it, a disagreement's key or a row's name its line, a reference opens its path."""
        if isinstance(item, NumberReference):
            self.show_path(item)
        elif isinstance(item, int | str | ReconciledReference) and not self.at_rest:
            self._wanted = item
        elif isinstance(item, int):
            self.phase_combo.setCurrentIndex(max(self.phase_combo.findData(item), 0))
        elif isinstance(item, str):
            self._show_disagreement(item)
        elif isinstance(item, ReconciledReference):
            self.tabs.setCurrentIndex(REGION)
            self.phase_combo.setCurrentIndex(max(self.phase_combo.findData(item.phase), 0))
            self.region.choose(item)

    def show_path(self, reference: NumberReference, basis: Basis = Basis.RETURNED) -> None:
        """Open the path of a number."""
        show_lineage(self, self._workspace, reference, basis)

    def event(self, event: QEvent) -> bool:
        """Before the page goes away its worker ends."""
        if event.type() == QEvent.Type.DeferredDelete:
            self._writing.close()
            self._tasks.close()
        return super().event(event)

    # Showing

    def _take(self, snapshot: Snapshot) -> None:
        if self._again:
            self._again = False
            self.reload()
            return
        self.snapshot = snapshot
        self._offer_phases()
        self._show()
        self.tabs.show()
        if self._focus_due:
            self.focus_first()
        wanted, self._wanted = self._wanted, None
        if wanted is not None:
            self.show_item(wanted)

    def _fail(self, error: Exception) -> None:
        if not isinstance(error, OpcoordError):
            raise error
        self._again = False
        self.summary_label.setText(error.message)

    def _offer_phases(self) -> None:
        combo, chosen = self.phase_combo, self.phase()
        blocked = combo.blockSignals(True)
        combo.clear()
        combo.addItem("All phases", None)
        for each in self.snapshot.phases:
            combo.addItem(f"Phase {each.number}", each.number)
        combo.setCurrentIndex(max(combo.findData(chosen), 0))
        combo.blockSignals(blocked)

    def phase(self) -> int | None:
        """The chosen phase, None for all."""
        chosen = self.phase_combo.currentData()
        return None if chosen is None else int(chosen)

    def _show(self) -> None:
        self._shown = shown = self.snapshot.of_phase(self.phase())
        self.summary_label.setText(summary_sentence(shown.reconciliation))
        self._unfilled = set(range(self.tabs.count()))
        self._fill(self.tabs.currentIndex())
        open_overlaps = sum(each.adjustment is None for each in shown.overlaps)
        counts = (len(shown.reconciliation.undecided), 0, open_overlaps, len(shown.announcements))
        for number, count in enumerate(counts):
            self.tabs.setTabText(number, f"{_TABS[number]} ({count})" if count else _TABS[number])

    def _fill(self, number: int) -> None:
        if number in self._unfilled:
            self._unfilled.remove(number)
            refusal = self._workspace.read_only_reason if self._workspace.read_only else ""
            self._tab(number).show_snapshot(self._shown, refusal)

    def _tab(self, number: int) -> DisagreementsTab | RegionTab | JointTab | AnnouncementsTab:
        return (self.disagreements, self.region, self.joint, self.announcements)[number]

    def _show_disagreement(self, key: str) -> None:
        found = next((e for e in self.snapshot.reconciliation.disagreements if e.key == key), None)
        if found is not None:
            self.tabs.setCurrentIndex(DISAGREEMENTS)
            self.phase_combo.setCurrentIndex(0)
            self.disagreements.undecided_check.setChecked(False)
            self.disagreements.filter.edit.clear()
            self.disagreements.table.choose(found)

    # Doing

    def attempt(self, action: Callable[[], object]) -> None:
        """Do it in the background, after what was asked for before, or say why it cannot be done."""
        self._writing.run("Decide", lambda _progress: action(), None, self._refuse)

    def _refuse(self, error: Exception) -> None:
        if not isinstance(error, OpcoordError):
            raise error
        show_error(self, error)

    def _record_joint(self, wish: JointWish) -> None:
        self.attempt(
            lambda: self._workspace.joint.record(
                wish.phase, wish.measure, wish.agency, wish.other, wish.rule, wish.reason, wish.number
            )
        )

    def _connect(self) -> None:
        workspace, dialogs = self._workspace, self.dialogs
        verdicts = workspace.verdicts
        self.phase_combo.currentIndexChanged.connect(lambda _index: self._show())
        self.tabs.currentChanged.connect(self._fill)
        self.disagreements.recorded.connect(
            lambda key, verdict, reason: self.attempt(lambda: verdicts.decide(key, verdict, reason))
        )
        self.disagreements.withdrawn.connect(lambda key: self.attempt(lambda: verdicts.withdraw(key)))
        self.joint.recorded.connect(self._record_joint)
        self.joint.taken_back.connect(lambda id_: self.attempt(lambda: workspace.joint.remove(id_)))
        self.joint.new_wanted.connect(lambda: dialogs.joint(workspace, self._record_joint))
        self.region.path_wanted.connect(self.show_path)
        for wanted in (
            self.disagreements.entry_wanted,
            self.region.entry_wanted,
            self.announcements.entry_wanted,
        ):
            wanted.connect(lambda: dialogs.announcement(workspace, None))
        self.announcements.change_wanted.connect(lambda each: dialogs.announcement(workspace, each))
        self.announcements.paste_wanted.connect(lambda: dialogs.table(workspace, None))
        self.announcements.import_wanted.connect(lambda: dialogs.choose_file(workspace))
        self.announcements.removal_wanted.connect(
            lambda ids: self.attempt(lambda: workspace.announcements.remove(ids))
        )
        path = QShortcut(QKeySequence(PATH_KEY), self)
        path.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        path.activated.connect(self._ask_path)

    def _ask_path(self) -> None:
        if self.tabs.currentIndex() == REGION:
            self.region.ask_path()
            return
        each = self.disagreements.table.current()
        if self.tabs.currentIndex() == DISAGREEMENTS and each is not None and each.measure and each.phases:
            phases = sorted(each.phases)
            first = phases[0] if len(phases) > 1 else None
            self.show_path(NumberReference(each.measure, phases[-1], first_phase=first))

    def _lay_out(self) -> None:
        title = QLabel(self.title, self)
        set_text_role(title, "title")
        phase_label = QLabel("&Phase", self)
        phase_label.setBuddy(self.phase_combo)
        head = QHBoxLayout()
        head.setSpacing(RHYTHM)
        head.addWidget(title)
        head.addSpacing(RHYTHM)
        head.addWidget(self.summary_label, 1, Qt.AlignmentFlag.AlignBottom)
        head.addWidget(phase_label)
        head.addWidget(self.phase_combo)
        self.tabs.setAccessibleName("Reconcile")
        self.tabs.setDocumentMode(True)
        for number, text in enumerate(_TABS):
            self.tabs.addTab(self._tab(number), text)
        layout = QVBoxLayout(self)
        set_page_margins(layout)
        layout.addLayout(head)
        layout.addWidget(self.tabs, 1)
        # Until everything is read there is nothing to say, and nothing to press.
        self.tabs.hide()
        layout.addStretch()
