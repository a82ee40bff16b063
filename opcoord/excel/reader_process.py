"""One reader process seen from outside: started, given files, heard, ended."""

from __future__ import annotations

import contextlib
import multiprocessing
import threading
import time
from queue import SimpleQueue
from typing import Any, cast

from opcoord.excel import child
from opcoord.progress import Progress

START_SECONDS = 60.0
_POLL_SECONDS = 0.05
_END_SECONDS = 1.0


class TakesTooLong(Exception):
    """The process did not answer in the time it has."""


class DoesNotStart(Exception):
    """The process never became ready: it died, or took far too long."""

    def __init__(self, *, died: bool) -> None:
        super().__init__()
        self.died = died


class ReaderProcess:
    """A reader process that is starting or ready. Raises OSError where the system gives none."""

    def __init__(self, most_memory: int) -> None:
        # A fresh interpreter on every system: no copy of this program's memory, windows or locks.
        context = multiprocessing.get_context("spawn")
        self._connection, theirs = context.Pipe()
        self._process = context.Process(
            target=child.serve, args=(theirs, most_memory), name="opcoord-reader", daemon=True
        )
        self._is_ready = False
        #: Messages for the process; None once there will be no more.
        self._outgoing: SimpleQueue[bytes | None] = SimpleQueue()
        # A process that does not listen, because it starts or is lost in a file, holds nobody else up.
        self._sender = threading.Thread(target=self._send, name="opcoord-sending", daemon=True)
        try:
            self._process.start()
        except OSError:
            self._connection.close()
            raise
        finally:
            theirs.close()
        self._sender.start()

    @property
    def id(self) -> int | None:
        """The process's id."""
        return self._process.pid

    @property
    def is_alive(self) -> bool:
        """Whether it has not ended."""
        return self._process.is_alive()

    def give(self, content: bytes, password: str) -> None:
        """Send it a file to read, at once or as soon as it listens; never waits."""
        self._outgoing.put(content)
        self._outgoing.put(password.encode("utf-8", "replace"))

    def answer(self, most_seconds: float, progress: Progress) -> tuple[Any, ...]:
        """What it says of the next file. Raises EOFError or OSError where it died, TakesTooLong, DoesNotStart,
        and Cancelled once `progress` was cancelled."""
        if not self._is_ready:
            try:
                self._next_message(START_SECONDS, progress)
            except (EOFError, OSError, TakesTooLong) as error:
                raise DoesNotStart(died=not isinstance(error, TakesTooLong)) from error
            self._is_ready = True
        return self._next_message(most_seconds, progress)

    def end(self) -> None:
        """Ask it to end, which it does at once; end it where it does not."""
        self._outgoing.put(b"")
        self._process.join(_END_SECONDS)
        self.kill()

    def kill(self) -> None:
        """End it, whatever it is doing."""
        if self._process.is_alive():
            self._process.kill()
        self._process.join()
        self._process.close()
        # With the process the other end of the pipe is gone, so that no sending can last. Only on Windows a process
        # that died before it took its end over leaves that end here; there, closing ours ends the sending.
        self._outgoing.put(None)
        self._sender.join(_END_SECONDS)
        self._connection.close()

    def _send(self) -> None:
        # That the pipe was closed in the middle of a message, each Python says in its own way.
        with contextlib.suppress(OSError, AssertionError, TypeError):
            while (message := self._outgoing.get()) is not None:
                self._connection.send_bytes(message)

    def _next_message(self, most_seconds: float, progress: Progress) -> tuple[Any, ...]:
        deadline = time.monotonic() + most_seconds
        while not self._connection.poll(_POLL_SECONDS):
            progress.check()
            # What it said before it ended is still to be heard.
            if not self.is_alive and not self._connection.poll():
                raise EOFError
            if time.monotonic() > deadline:
                raise TakesTooLong
        return cast("tuple[Any, ...]", self._connection.recv())
