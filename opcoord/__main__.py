"""`python -m opcoord`: the window without arguments or with one file, otherwise the command line."""

from __future__ import annotations

import gc
import sys
from pathlib import Path


def main() -> int:
    """Start the window or the command line and return its exit code."""
    arguments = sys.argv[1:]
    if not arguments or (len(arguments) == 1 and _is_operation_file(arguments[0])):
        # The thousands of names that Qt brings are no garbage; looking through them again and again costs a
        # tenth of the time to the first window. The collector that starts with the window takes over.
        gc.disable()
        from opcoord.app.main import main as start_window

        return start_window(arguments)
    from opcoord.cli.main import main as run_command

    return run_command(arguments)


def _is_operation_file(name: str) -> bool:
    """A path, not the name of a command."""
    return not name.startswith("-") and (name.lower().endswith(".opcoord") or Path(name).is_file())


if __name__ == "__main__":
    sys.exit(main())
