"""Measure opcoord against bare peers: `python3 scripts/bench.py [--quick] [section ...]`.

Sections: start, stall, import, messy, redraw, long, print; all of them where none is named. Each runs in a process of its own,
prints its lines into one table, and the command ends with 0 whether an aim is met or not.
"""

from __future__ import annotations

import argparse
import dataclasses
import importlib
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import bootstrap
from bench_common import Line, table

SECTIONS = ("start", "stall", "import", "messy", "redraw", "long", "print")


def main() -> int:
    """Run the sections in the environment and print their table."""
    parser = argparse.ArgumentParser(description="Measure opcoord against bare peers.")
    parser.add_argument("sections", nargs="*", metavar="section", help=", ".join(SECTIONS))
    parser.add_argument("--quick", action="store_true", help="fewer and smaller runs, for a first look")
    parser.add_argument("--raw", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    for name in given.sections:
        if name not in SECTIONS:
            parser.error(f"there is no section {name}; choose from {', '.join(SECTIONS)}")
    if given.raw:
        print(json.dumps([dataclasses.asdict(line) for line in run(given.sections[0], given.quick)]))
        return 0
    python = bootstrap.ensure()
    lines: list[Line] = []
    for name in given.sections or SECTIONS:
        print(f"Measuring: {name}", flush=True)
        lines += _in_own_process(python, name, given.quick)
    print()
    print(table(lines))
    return 0


def run(section: str, quick: bool) -> list[Line]:
    """Measure one section in this process, in a folder that is removed afterwards."""
    module = importlib.import_module(f"bench_{section}")
    with tempfile.TemporaryDirectory(prefix="opcoord-bench-", ignore_cleanup_errors=True) as folder:
        found: list[Line] = module.measure(Path(folder), quick)
    return found


def _in_own_process(python: Path, section: str, quick: bool) -> list[Line]:
    command = [str(python), str(Path(__file__).resolve()), "--raw", section, *(["--quick"] if quick else [])]
    with tempfile.TemporaryDirectory(prefix="opcoord-bench-home-", ignore_cleanup_errors=True) as home:
        environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
        for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
            environment[name] = home
        done = subprocess.run(
            command, cwd=bootstrap.ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=False
        )
    if done.returncode:
        return [Line(f"{section} (failed, see above)", 0.0, None, "–", None)]
    return [Line(**each) for each in json.loads(done.stdout.splitlines()[-1])]


if __name__ == "__main__":
    sys.exit(main())
