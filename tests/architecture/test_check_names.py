"""Every warning that a return can carry has words under which the coordinator can make an exception from it."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from opcoord.model.checks import CHECKS

PACKAGE = Path(__file__).resolve().parents[2] / "opcoord"
CODE = re.compile(r"[a-z]+(-[a-z]+)*")
#: Functions that always make a warning.
GIVE_WARNINGS = ("_warn", "_doubt", "warning_at")
#: Warnings about a file that is in already, and about published figures: nothing waits for their acceptance.
ELSEWHERE = {"already-superseded", "already-entered"}


def test_every_warning_has_words() -> None:
    assert _warned_of() - ELSEWHERE - {each.code for each in CHECKS} == set()


def test_no_words_are_left_over() -> None:
    strings = {
        node.value
        for path in PACKAGE.rglob("*.py")
        if path.name != "checks.py"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert {each.code for each in CHECKS} - strings == set()


def test_codes_and_words_are_unique() -> None:
    assert len({each.code for each in CHECKS}) == len({each.words for each in CHECKS}) == len(CHECKS)


def _warned_of() -> set[str]:
    """The codes in calls that make a warning: plain strings that look like codes, beside Severity.WARNING."""
    found = set()
    for room in ("excel", "reading", "services"):
        for path in (PACKAGE / room).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call):
                    found |= _codes(node.args, _name(node.func))
                elif isinstance(node, ast.Tuple):
                    found |= _codes(node.elts, "")
    return found


def _codes(parts: list[ast.expr], name: str) -> set[str]:
    warns = any(ast.unparse(part) == "Severity.WARNING" for part in parts)
    if not warns and name not in GIVE_WARNINGS:
        return set()
    return {
        part.value
        for part in parts
        if isinstance(part, ast.Constant)
        and isinstance(part.value, str)
        and "-" in part.value
        and CODE.fullmatch(part.value)
    }


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
