"""Keeps what is chosen and written for a document, and shows what is kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from opcoord.errors import OpcoordError
from opcoord.gui.summary.options_panel import OptionsPanel
from opcoord.reports.summary import Section

if TYPE_CHECKING:
    from opcoord.gui.summary.words_dialog import WordsDialog
    from opcoord.reports.summary import SummaryOptions
    from opcoord.services.workspace import Workspace


class SetupFlow(QObject):
    """Sections, embargo and words between the panel and the file; `refused` carries what could not be kept."""

    refused = Signal(object)

    def __init__(self, workspace: Workspace, panel: OptionsPanel, window: QWidget) -> None:
        super().__init__(window)
        self._workspace = workspace
        self._panel = panel
        self._window = window
        panel.sections.changed.connect(self._keep_sections)
        panel.readers.embargo_set.connect(self._keep_embargo)
        panel.sections.words_requested.connect(self.edit)

    def show_kept(self) -> None:
        """Show what is kept for the document that is chosen."""
        options = self._panel.options()
        if options is None:
            return
        queries, refusal = self._workspace.queries, self._workspace.read_only_reason
        setup = queries.page_setup(options.phase, options.kind, options.public)
        # Who may not write chooses sections for this look alone.
        if not refusal:
            self._panel.sections.show_sections(setup.sections)
        embargo = queries.page_setup(options.phase, options.kind, True).embargo_until
        self._panel.readers.show_embargo(embargo, refusal)
        self._show_words(options)

    def edit(self, place: str) -> WordsDialog | None:
        """Open the words at a place, to be written or changed."""
        options = self._panel.options()
        if options is None or self._workspace.read_only:
            return None
        from opcoord.gui.summary.words_dialog import WordsDialog
        from opcoord.reports.evidence import gather
        from opcoord.reports.text_check import text_doubts

        queries = self._workspace.queries
        written = next(
            (each for each in queries.wording(options.phase, options.kind) if each.place == place), None
        )
        doubts = ""
        if written is not None:
            evidence = gather(queries, options, dt.date.today())
            doubts = "\n".join(f"“{each.says}”: {each.found}." for each in text_doubts(evidence, [written]))
        dialog = WordsDialog(place, written, doubts, self._window)
        dialog.kept.connect(lambda text, internal: self._keep_words(options, place, text, internal))
        dialog.open()
        return dialog

    def _show_words(self, options: SummaryOptions) -> None:
        written = self._workspace.queries.wording(options.phase, options.kind)
        self._panel.sections.show_words(written, self._workspace.read_only_reason)

    def _keep_sections(self) -> None:
        options = self._panel.options()
        if options is None:
            return
        chosen = None if options.sections == tuple(Section) else [each.value for each in options.sections]
        kept = self._workspace.queries.page_setup(options.phase, options.kind, options.public).sections
        if not self._workspace.read_only and chosen != (None if kept is None else list(kept)):
            self._try(
                lambda: self._workspace.papers.set_sections(
                    options.phase, options.kind, options.public, chosen
                )
            )

    def _keep_embargo(self, until: dt.datetime | None) -> None:
        options = self._panel.options()
        if options is not None:
            self._try(lambda: self._workspace.papers.set_embargo(options.phase, options.kind, until))

    def _keep_words(self, options: SummaryOptions, place: str, text: str, internal: bool) -> None:
        written = self._workspace.queries.wording(options.phase, options.kind)
        before = next(((each.text, each.internal) for each in written if each.place == place), ("", False))
        if (text.strip(), internal) != before and (text.strip() or before[0]):
            self._try(
                lambda: self._workspace.papers.set_wording(options.phase, options.kind, place, text, internal)
            )

    def _try(self, change: Callable[[], object]) -> None:
        try:
            change()
        except OpcoordError as error:
            self.refused.emit(error)
            self.show_kept()
