"""The files being checked: what is in the inbox, and reading, accepting and setting aside without blocking the screen."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from opcoord.errors import OpcoordError
from opcoord.gui.tasks import TaskRunner
from opcoord.progress import Progress
from opcoord.services.candidate import ACCEPTED, ALREADY_IMPORTED, NEEDS_REVIEW, READY, Candidate

if TYPE_CHECKING:
    from opcoord.services.workspace import Workspace

#: Statuses of files that wait for a decision.
PENDING = (READY, NEEDS_REVIEW)


class Inbox(QObject):
    """Candidates in the order in which they came; a file that comes again takes its old place.

    Work runs in the task runner; `changed` says that the list is another, `accepted` that returns were
    taken in (their number), `failed` carries what went wrong.
    """

    changed = Signal()
    accepted = Signal(int)
    failed = Signal(object)

    def __init__(self, workspace: Workspace, tasks: TaskRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._tasks = tasks
        self.candidates: list[Candidate] = []
        self._refresh_wanted = False
        tasks.finished.connect(self._refresh_if_wanted)

    @property
    def clean(self) -> list[Candidate]:
        """Those that can be accepted as they are."""
        return [each for each in self.candidates if each.status == READY]

    @property
    def waiting(self) -> list[Candidate]:
        """Those that somebody still has to decide about."""
        return [each for each in self.candidates if each.status in PENDING]

    def import_paths(self, paths: Sequence[Path]) -> None:
        """Read these files and folders and add them; writes nothing."""
        wanted = [Path(path) for path in paths]
        if wanted:
            self._tasks.run(
                _label("Read", len(wanted), "file"),
                lambda progress: self._workspace.returns.inspect(wanted, progress=progress),
                on_done=self._take,
                on_error=self.failed.emit,
            )

    def read_again(self, candidate: Candidate, agency: str | None, phase: int | None) -> None:
        """Read one file as another force's or another phase's return."""
        self._tasks.run(
            f"Read {candidate.name}",
            lambda progress: self._workspace.returns.inspect(
                [candidate.path], phase=phase, agency=agency, progress=progress
            ),
            on_done=self._take,
            on_error=self.failed.emit,
        )

    def accept(self, candidate: Candidate, reason: str) -> None:
        """Take one return in; `reason` is kept with each warning."""

        def work(progress: Progress) -> int:
            progress.step(0, 1, f"Accepting {candidate.name}")
            return self._workspace.returns.accept(candidate, reason_for_all=reason)

        self._tasks.run(
            f"Accept {candidate.name}",
            work,
            lambda _result: self._mark_accepted([candidate]),
            self._after_failure,
        )

    def accept_clean(self) -> None:
        """Take in every return about which nothing is odd."""
        clean = self.clean

        def work(progress: Progress) -> object:
            return self._workspace.returns.accept_all(clean, progress)

        def done(result: tuple[list[int], list[tuple[Candidate, OpcoordError]]]) -> None:
            left = {id(candidate) for candidate, _ in result[1]}
            self._mark_accepted([each for each in clean if id(each) not in left])
            for _, refusal in result[1][:1]:
                self.failed.emit(refusal)

        if clean:
            self._tasks.run(_label("Accept", len(clean), "return"), work, done, self._after_failure)

    def set_aside(self, candidate: Candidate) -> None:
        """Take a file off the list; nothing about it was written."""
        self.candidates = [each for each in self.candidates if each is not candidate]
        self.changed.emit()

    def refresh(self) -> None:
        """Read the files again whose effect depends on what is accepted now, and those whose return was undone."""
        if self._tasks.busy:
            # Each accepted return of a batch says so; one look at the end is enough.
            self._refresh_wanted = True
            return
        self._refresh_wanted = False
        counted = {each.sha256 for each in self._workspace.queries.returns() if each.status == "accepted"}
        waiting = [
            each.path
            for each in self.candidates
            if (each.status in PENDING or (each.status == ACCEPTED and each.sha256 not in counted))
            and each.path.exists()
        ]
        if waiting:
            self._tasks.run(
                _label("Check", len(waiting), "waiting file"),
                lambda progress: self._workspace.returns.inspect(waiting, progress=progress),
                on_done=self._take,
                on_error=self.failed.emit,
            )

    def _refresh_if_wanted(self) -> None:
        if self._refresh_wanted:
            self.refresh()

    def _mark_accepted(self, taken: Sequence[Candidate]) -> None:
        names = {id(each) for each in taken}
        self.candidates = [
            dataclasses.replace(each, status=ACCEPTED) if id(each) in names else each
            for each in self.candidates
        ]
        self.changed.emit()
        self.accepted.emit(len(taken))

    def _after_failure(self, error: Exception) -> None:
        """What was accepted before the failure stays; the rest is checked again."""
        self.failed.emit(error)
        self.refresh()

    def _take(self, read: Sequence[Candidate]) -> None:
        if not read:
            self.failed.emit(
                OpcoordError(
                    "No workbook was found there.", "Choose the files, or the folder that holds them."
                )
            )
            return
        places = {(each.path, each.name): number for number, each in enumerate(self.candidates)}
        for candidate in read:
            place = places.get((candidate.path, candidate.name))
            if place is None:
                self.candidates.append(candidate)
            elif candidate.status != ALREADY_IMPORTED or self.candidates[place].status != ACCEPTED:
                self.candidates[place] = candidate
        self.changed.emit()


def _label(verb: str, count: int, noun: str) -> str:
    return f"{verb} {count} {noun}" + ("" if count == 1 else "s")
