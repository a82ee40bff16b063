"""Debian and Ubuntu packages that no Python package can bring: install them as root, else say how."""

from __future__ import annotations

import os
import shutil
import subprocess

QT_ANYWHERE = (
    "libgl1",
    "libegl1",
    "libglib2.0-0",
    "libxkbcommon0",
    "libfontconfig1",
    "libdbus-1-3",
    "fonts-dejavu-core",
)
QT_ON_SCREEN = (
    "libxcb-cursor0",
    "libxcb-icccm4",
    "libxcb-keysyms1",
    "libxcb-shape0",
    "libxkbcommon-x11-0",
)


class Missing(Exception):
    """Packages are missing that only an administrator can install; the text gives the command."""


def qt_packages(screen: bool) -> list[str]:
    """Name the packages that Qt needs to draw, and with a screen to show windows."""
    return [*QT_ANYWHERE, *(QT_ON_SCREEN if screen else ())]


def install(packages: list[str], reason: str) -> None:
    """Install the packages when this user may; raise `Missing` with the one command otherwise."""
    command = ["apt-get", "install", "--yes", "--no-install-recommends", *packages]
    is_root = getattr(os, "geteuid", lambda: 1)() == 0
    if is_root and shutil.which("apt-get"):
        print(f"{reason} Installing: {' '.join(packages)}", flush=True)
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.call(["apt-get", "update", "--quiet"], env=environment)
        if subprocess.call(command, env=environment) == 0:
            return
    prefix = "" if is_root else "sudo "
    raise Missing(f"{reason} Run this, then try again: {prefix}apt-get install {' '.join(packages)}")
