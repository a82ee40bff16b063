"""The process that the crash test kills while it hands an operation over.

Run as a script. Says "ready" once everything is imported, then reads one line of JSON: operation file, hand-over file and
password. Says "open", then each step as it begins, then "done".
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from opcoord.progress import Progress
from opcoord.services.workspace import Workspace


def say(word: object) -> None:
    """One line through the pipe, at once."""
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    say("ready")
    order = json.loads(sys.stdin.readline())
    workspace = Workspace.open(Path(order["operation"]))
    say("open")
    workspace.handover.give(
        Path(order["out"]),
        "Wiltshire Police",
        "Dorset Police",
        password=order["password"],
        with_files=True,
        progress=Progress(lambda done, _total, _text: say(done)),
    )
    say("done")
    # Whoever started this process also ends it.
    sys.stdin.read()
