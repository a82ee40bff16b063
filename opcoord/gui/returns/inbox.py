"""The files being checked: what is in the inbox, and reading, deciding and accepting without blocking the screen."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from opcoord.errors import OpcoordError
from opcoord.gui.returns.accept_bar import PENDING
from opcoord.gui.tasks import TaskRunner
from opcoord.progress import Progress
from opcoord.services.candidate import ACCEPTED, ALREADY_IMPORTED, READY, SKIPPED, Candidate

if TYPE_CHECKING:
    import datetime as dt

    from opcoord.queries.views import CountingReturn
    from opcoord.reading.decisions import Decisions
    from opcoord.services.workspace import Workspace

    Counting = frozenset[CountingReturn]

STOPPED = "Reading was stopped. The list is as it was, and nothing was written."


class Inbox(QObject):
    """Candidates in the order in which they came, one an agency and file; what comes again takes its old place.

    Work runs in the task runner; `changed` says that the list is another, `accepted` that returns were
    taken in (their number), `failed` carries what went wrong. Passwords are kept in memory only, by file.
    """

    changed = Signal()
    accepted = Signal(int)
    failed = Signal(object)

    def __init__(self, workspace: Workspace, tasks: TaskRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._tasks = tasks
        self.candidates: list[Candidate] = []
        #: Why files of the last import were not read at all, as sentences.
        self.left_out: list[str] = []
        self._passwords: dict[str, str] = {}
        self._tries: dict[str, int] = {}
        #: The returns that counted when the waiting ones were weighed; None where they were not weighed together.
        self._known: Counting | None = None
        self._catch_up_wanted = False
        self._catching_up = QTimer(self, singleShot=True, interval=0)
        self._catching_up.timeout.connect(self.catch_up)
        # In a turn of its own: filling the list must not lengthen the turn in which the work ended.
        self._telling = QTimer(self, singleShot=True, interval=0)
        self._telling.timeout.connect(self.changed)
        tasks.finished.connect(self._after_task)
        tasks.cancelled.connect(self._after_cancel)

    @property
    def is_telling(self) -> bool:
        """Whether a change is still to be told, or looked for."""
        return self._telling.isActive() or self._catching_up.isActive()

    @property
    def clean(self) -> list[Candidate]:
        """Those that can be accepted as they are."""
        return [each for each in self.candidates if each.status == READY]

    @property
    def waiting(self) -> list[Candidate]:
        """Those that somebody still has to decide about."""
        return [each for each in self.candidates if each.status in PENDING]

    # Coming in

    def import_paths(self, paths: Sequence[Path]) -> None:
        """Read these files and folders and add them; writes nothing. Stopped half-way, the list stays as it was."""
        wanted = [Path(path) for path in paths]
        if wanted:
            passwords = dict(self._passwords)
            self._tasks.run(
                _label("Read", len(wanted), "file"),
                self._against_what_counts(
                    lambda progress: self._workspace.returns.inspect(
                        wanted, passwords=passwords, progress=progress
                    )
                ),
                on_done=lambda found: self._take(*found),
                on_error=self.failed.emit,
            )

    def unlock(self, candidate: Candidate, password: str) -> None:
        """Read a locked file again with its password, which is kept for this session."""
        self._tries[candidate.sha256] = self.tries(candidate) + 1
        passwords = {candidate.sha256: password}

        def done(found: tuple[list[Candidate], Counting]) -> None:
            if any(each.grid is not None for each in found[0]):
                self._passwords.update(passwords)
            self._replace(candidate, *found)

        self._tasks.run(
            f"Read {candidate.name}",
            self._against_what_counts(
                lambda progress: self._workspace.returns.inspect(
                    [candidate.path], passwords=passwords, progress=progress
                )
            ),
            on_done=done,
            on_error=self.failed.emit,
        )

    def tries(self, candidate: Candidate) -> int:
        """How many passwords were tried on a file."""
        return self._tries.get(candidate.sha256, 0)

    def password(self, sha256: str) -> str:
        """The password that opened a file in this session, empty where none did."""
        return self._passwords.get(sha256, "")

    def keep_password(self, sha256: str, password: str) -> None:
        """Remember for this session what opened a file."""
        self._passwords[sha256] = password

    def key_in(
        self, phase: int, agency: str, entries: Mapping[str, str], source: str, as_at: dt.date | None
    ) -> None:
        """Add a return that was keyed by hand; it is reviewed and accepted like others."""
        self._tasks.run(
            "Check what was keyed in",
            self._against_what_counts(
                lambda _progress: [self._workspace.returns.key_in(phase, agency, entries, source, as_at)]
            ),
            on_done=lambda found: self._take(*found),
            on_error=self.failed.emit,
        )

    # Deciding

    def decide(self, candidate: Candidate, decisions: Decisions) -> None:
        """Weigh one candidate again as decided; it keeps its place, and a file of nobody's may become several."""
        known = decisions.agency or candidate.agency
        returns = self._workspace.returns
        self._tasks.run(
            f"Check {candidate.name}",
            self._against_what_counts(
                lambda _progress: (
                    [returns.decide(candidate, decisions)]
                    if known
                    else returns.decide_file(candidate, decisions)
                )
            ),
            on_done=lambda found: self._replace(candidate, *found),
            on_error=self.failed.emit,
        )

    def accept(self, candidate: Candidate, reason: str, keep_file: bool = True) -> None:
        """Take one return in; `reason` is kept with each warning, the file itself where `keep_file`."""

        def work(progress: Progress) -> int:
            progress.step(0, 1, f"Accepting {candidate.name}")
            return self._workspace.returns.accept(candidate, reason_for_all=reason, keep_file=keep_file)

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

    # Staying up to date

    def refresh(self) -> None:
        """Weigh what waits again, as it was decided so far, whatever counts; reads no file."""
        self._known = None
        self.catch_up()

    def catch_up(self) -> None:
        """Weigh again what was held against returns that do not count any more, and what was taken back.

        What this list knows is compared with the file itself: a change that is undone before anybody looked has left
        no other trace than a line that says "accepted".
        """
        if self._tasks.busy:
            self._catch_up_wanted = True
            return
        self._catch_up_wanted = False
        if not any(each.status == ACCEPTED or each.status in PENDING for each in self.candidates):
            return
        counting = self._workspace.queries.counting()
        keys: dict[tuple[str, str | None, int | None], int] = {
            (each.sha256, each.agency, each.phase): each.version for each in counting
        }
        taken = [each for each in self.waiting if each.sha256 and _key(each) in keys]
        if taken:
            self._mark_accepted(taken, {id(each): keys[_key(each)] for each in taken})
        waiting = self.waiting if counting != self._known else []
        taken_back = [each for each in self.candidates if each.status == ACCEPTED and _key(each) not in keys]
        due = [each for each in (*waiting, *taken_back) if each.grid is not None]
        if due:
            self._tasks.run(
                _label("Check", len(due), "waiting file"),
                self._against_what_counts(
                    lambda progress: self._workspace.returns.weigh_again(due, progress)
                ),
                on_done=lambda found: self._take_weighed(due, *found),
                on_error=self.failed.emit,
            )

    def _against_what_counts(
        self, weigh: Callable[[Progress], list[Candidate]]
    ) -> Callable[[Progress], tuple[list[Candidate], Counting]]:
        """That work, and what counted when it began: a change that comes between is then noticed, not missed."""

        def work(progress: Progress) -> tuple[list[Candidate], Counting]:
            counting = self._workspace.queries.counting()
            return weigh(progress), counting

        return work

    def _take_weighed(
        self, before: Sequence[Candidate], weighed: Sequence[Candidate], counting: Counting
    ) -> None:
        newer = {id(old): new for old, new in zip(before, weighed, strict=True)}
        self.candidates = [newer.get(id(each), each) for each in self.candidates]
        self._remember(weighed, counting)
        self._tell_changed()

    def _remember(self, weighed: Sequence[Candidate], counting: Counting) -> None:
        """These were held against what counts; where others were held against something else, no set holds for all."""
        own = {id(each) for each in weighed}
        others = any(each.grid is not None and id(each) not in own for each in self.waiting)
        self._known = counting if not others or self._known == counting else None

    def _after_task(self, _label: str) -> None:
        # Not at once: the task has ended, but what it found is not in the list yet.
        if self._catch_up_wanted:
            self._catching_up.start()

    def _after_cancel(self, label: str) -> None:
        """Of a batch that was stopped, what is in stays in; of reading, nothing does."""
        if label.startswith("Accept"):
            self.catch_up()
        elif label.startswith("Read"):
            self.left_out = [STOPPED]
            self._tell_changed()

    def _mark_accepted(self, taken: Sequence[Candidate], versions: Mapping[int, int] | None = None) -> None:
        """These are in: as the version that they were weighed as, where `versions` does not know another."""
        known = {id(each): each.version for each in taken} | (dict(versions) if versions else {})
        self.candidates = [
            dataclasses.replace(each, status=ACCEPTED, version=known[id(each)]) if id(each) in known else each
            for each in self.candidates
        ]
        self._tell_changed()
        self.accepted.emit(len(taken))

    def _after_failure(self, error: Exception) -> None:
        """What was accepted before the failure stays; the rest is checked again."""
        self.failed.emit(error)
        self.catch_up()

    def _replace(self, candidate: Candidate, read: Sequence[Candidate], counting: Counting) -> None:
        """Put what a file says now in the place of what it said."""
        place = next((number for number, each in enumerate(self.candidates) if each is candidate), None)
        if place is None:
            self._take(read, counting)
            return
        others = {_identity(each) for each in self.candidates if each is not candidate}
        self.candidates[place : place + 1] = [each for each in read if _identity(each) not in others]
        self._remember(read, counting)
        self._tell_changed()

    def _take(self, read: Sequence[Candidate], counting: Counting) -> None:
        self.left_out = list(
            dict.fromkeys(
                finding.message for each in read if each.status == SKIPPED for finding in each.findings
            )
        )
        files = [each for each in read if each.status != SKIPPED]
        if not files and not self.left_out:
            self.failed.emit(
                OpcoordError(
                    "No workbook was found there.", "Choose the files, or the folder that holds them."
                )
            )
            return
        places = {_identity(each): number for number, each in enumerate(self.candidates)}
        for candidate in files:
            place = places.get(_identity(candidate))
            if place is None:
                places[_identity(candidate)] = len(self.candidates)
                self.candidates.append(candidate)
            elif candidate.status != ALREADY_IMPORTED or self.candidates[place].status != ACCEPTED:
                self.candidates[place] = candidate
        self._remember(files, counting)
        self._tell_changed()

    def _tell_changed(self) -> None:
        self._telling.start()


def _identity(candidate: Candidate) -> tuple[object, ...]:
    """What makes a line of the list: a file and an agency; a keyed return has no file but its phase."""
    return candidate.path, candidate.name, candidate.agency, None if candidate.sha256 else candidate.phase


def _key(candidate: Candidate) -> tuple[str, str | None, int | None]:
    return candidate.sha256, candidate.agency, candidate.phase


def _label(verb: str, count: int, noun: str) -> str:
    return f"{verb} {count} {noun}" + ("" if count == 1 else "s")
