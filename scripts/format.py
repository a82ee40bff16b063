"""Put the code into house style: sort imports, mend what ruff can mend, and format."""

from __future__ import annotations

import subprocess
import sys

import bootstrap


def main() -> int:
    """Fix first, since fixes may need formatting; return 1 if something is left to do by hand."""
    ruff = [str(bootstrap.ensure(dev=True)), "-m", "ruff"]
    left_over = subprocess.call([*ruff, "check", "--fix", "."], cwd=bootstrap.ROOT)
    return subprocess.call([*ruff, "format", "."], cwd=bootstrap.ROOT) or left_over


if __name__ == "__main__":
    sys.exit(main())
