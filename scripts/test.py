"""Run the tests: `python3 scripts/test.py [pytest arguments]`. Sets everything up the first time."""

from __future__ import annotations

import os
import subprocess
import sys

import bootstrap


def main() -> int:
    """Run pytest in the environment, with no window, and return its code."""
    python = bootstrap.ensure(dev=True)
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    return subprocess.call([str(python), "-m", "pytest", *sys.argv[1:]], cwd=bootstrap.ROOT, env=environment)


if __name__ == "__main__":
    sys.exit(main())
