"""Look at the code without running it: format, lint, types and the order of the rooms."""

from __future__ import annotations

import subprocess
import sys

import bootstrap

CHECKS = {
    "format": ["-m", "ruff", "format", "--check", "."],
    "lint": ["-m", "ruff", "check", "."],
    "types": ["-m", "mypy", "opcoord"],
    # import-linter has no __main__; this is its lint-imports command.
    "rooms": ["-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"],
}


def main() -> int:
    """Run every check, even after one failed, and return 1 if any did."""
    python = bootstrap.ensure(dev=True)
    failed = []
    for name, arguments in CHECKS.items():
        print(f"== {name}", flush=True)
        if subprocess.call([str(python), *arguments], cwd=bootstrap.ROOT):
            failed.append(name)
    print("Failed: " + ", ".join(failed) if failed else "All checks passed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
