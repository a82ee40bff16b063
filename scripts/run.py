"""Start opcoord: `python3 scripts/run.py [arguments]`. Sets everything up the first time.

With a screen the main window opens. Without one the sample operation is worked through and its
summary and pictures of the pages are left in build/demo. Arguments go to opcoord's command line.
"""

from __future__ import annotations

import os
import subprocess
import sys

import bootstrap


def main() -> int:
    """Hand over to opcoord in the environment and return its code."""
    screen = bootstrap.has_screen()
    python = bootstrap.ensure(screen=screen)
    arguments = sys.argv[1:]
    environment = dict(os.environ)
    if not screen:
        environment.setdefault("QT_QPA_PLATFORM", "offscreen")
        if not arguments:
            print("There is no screen here, so the sample operation is worked through instead.", flush=True)
            arguments = ["demo", "--out", str(bootstrap.ROOT / "build" / "demo")]
    command = [str(python), "-m", "opcoord", *arguments]
    if os.name == "nt":
        # Windows has no exec: it would return to the prompt while opcoord goes on in the background.
        return subprocess.call(command, env=environment)
    os.execve(command[0], command, environment)


if __name__ == "__main__":
    sys.exit(main())
