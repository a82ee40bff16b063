"""Time to the first window: the program's own start against a bare QApplication with a QMainWindow."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

from bench_common import Line, alternating, ratio_line

_AIM = 1.5
_SCREEN = {"name": "laptop", "x": 0, "y": 0, "width": 1920, "height": 1080, "logicalDpi": 96, "dpr": 1}
_CHILD = Path(__file__).with_name("bench_start_child.py")


def measure(folder: Path, quick: bool) -> list[Line]:
    """One line. Each run is a process of its own, from its creation to the window on the screen."""
    # The screen of an ordinary laptop; without one Qt has a small one, on which the program does more.
    screen = folder / "screen.json"
    screen.write_text(json.dumps({"screens": [_SCREEN]}), encoding="utf-8")
    environment = {**os.environ, "QT_QPA_PLATFORM": f"offscreen:configfile={screen}"}
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "APPDATA"):
        environment[name] = str(folder)
    environment["PYTHONPATH"] = str(_CHILD.resolve().parents[1])
    # Both start from compiled modules, as they do for a user, also where Python was told to write none.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    environment["PYTHONPYCACHEPREFIX"] = str(folder / "compiled")

    def run(which: str) -> float:
        command = [sys.executable, str(_CHILD), which]
        began = time.perf_counter()
        child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
        assert child.stdout is not None
        word = child.stdout.readline().strip()
        took = (time.perf_counter() - began) * 1000
        child.communicate()
        if word != "shown":
            raise RuntimeError(f"The {which} window did not come up.")
        return took

    for which in ("ours", "peer"):
        run(which)  # what is only slow the first time: the disk's cache, compiled modules
    ours, peer, _, _ = alternating(lambda: run("ours"), lambda: run("peer"), 3 if quick else 9)
    return [ratio_line("time to first window", ours, peer, _AIM)]
