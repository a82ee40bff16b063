"""What runs inside the reader process: receives workbooks, answers with grids or refusals, until told to end.

Imports nothing heavy by itself, nothing of Qt ever, and writes nothing to the screen.
"""

from __future__ import annotations

import gc
import logging
import os
import signal
import sys
import threading
import warnings
from queue import SimpleQueue
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from opcoord.excel.grid import Grid

#: First words of the messages that the process sends.
READY = "ready"
READ = "read"
REFUSED = "refused"


def serve(connection: Connection, memory_bytes: int) -> None:
    """Answer every file that comes through `connection`, its content and then its password or nothing, in turn.

    Empty content or a closed pipe ends the process at once, whatever it is doing.
    """
    _become_silent()
    _limit_memory(memory_bytes)
    # openpyxl would import numpy if it could, for types that no workbook contains.
    sys.modules.setdefault("numpy", None)  # type: ignore[arg-type]
    warnings.simplefilter("ignore")
    import openpyxl  # noqa: F401
    import python_calamine  # noqa: F401

    # What is imported stays for good and a workbook makes few cycles; the collector need not look so often.
    gc.freeze()
    gc.set_threshold(100_000)
    connection.send((READY,))
    files: SimpleQueue[tuple[bytes, str]] = SimpleQueue()
    # The next file is fetched while this one is read, so that whoever sends it never waits for an answer.
    threading.Thread(target=_fetch, args=(connection, files), daemon=True).start()
    while True:
        connection.send(_answer(*files.get()))


def _fetch(connection: Connection, files: SimpleQueue[tuple[bytes, str]]) -> None:
    """Put what comes through `connection` into `files`, and end the process when nothing more will come."""
    try:
        while content := connection.recv_bytes():
            files.put((content, connection.recv_bytes().decode("utf-8")))
    except (EOFError, OSError):
        pass
    # Nothing here is worth a tidy end, and nobody waits for one.
    os._exit(0)


def _answer(content: bytes, password: str) -> tuple[str, Grid] | tuple[str, str, str, str]:
    from opcoord.excel.parse import parse
    from opcoord.excel.refused import RefusedFile, damaged

    try:
        return READ, parse(content, password)
    except RefusedFile as refusal:
        known = refusal
    except MemoryError:
        known = RefusedFile("too-much-memory", "Reading the file needs more memory than a return ever does.")
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException:
        # Panics of the second reader arrive as BaseException; whatever it is, the file is at fault.
        known = damaged()
    return REFUSED, known.code, known.message, known.hint


def _become_silent() -> None:
    """Send everything that libraries print, panics included, nowhere."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nowhere, descriptor)
    # One library would log passwords for debugging.
    logging.disable()
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _limit_memory(memory_bytes: int) -> None:
    """Let the system refuse memory beyond the limit; a Windows that will not set one still limits time."""
    if sys.platform == "win32":
        import ctypes

        from opcoord.excel.memory_job import limit_by_job

        limit_by_job(memory_bytes, ctypes.WinDLL("kernel32"))
    else:
        import resource

        for limit, most in ((resource.RLIMIT_AS, memory_bytes), (resource.RLIMIT_CORE, 0)):
            _, hard = resource.getrlimit(limit)
            soft = most if hard == resource.RLIM_INFINITY else min(most, hard)
            resource.setrlimit(limit, (soft, hard))
