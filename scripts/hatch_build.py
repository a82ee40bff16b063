"""Hatch build hook: a built package carries the compiled forms, although git does not."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class FormsBuildHook(BuildHookInterface):
    """Compiles the forms before files are collected."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Bring opcoord/gui/forms up to date."""
        sys.path.insert(0, str(Path(self.root, "scripts")))
        from compile_forms import compile_forms

        compile_forms(Path(self.root))
