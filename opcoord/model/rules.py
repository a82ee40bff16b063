"""The counting rule of a measure, which may be another one from a phase on: figures on both sides do not compare."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RuleChange:
    """From `first_phase` on a measure is counted by `definition`, and why; `id` is the store's."""

    first_phase: int
    definition: str
    reason: str = ""
    id: int = 0


def rule_in(phase: int, first: str, changes: Sequence[RuleChange]) -> str:
    """The rule in force in a phase: the newest of `changes` (in order of phase) by then, else the `first` one."""
    held = [each.definition for each in changes if each.first_phase <= phase]
    return held[-1] if held else first


def rule_since(phase: int, changes: Sequence[RuleChange]) -> int | None:
    """From which phase on the rule of a phase has held; None where it is the first one."""
    return max((each.first_phase for each in changes if each.first_phase <= phase), default=None)


def changed_between(one: int, other: int, changes: Sequence[RuleChange]) -> int | None:
    """From which phase on figures of two phases are counted differently; None where one rule holds in both."""
    earlier, later = sorted((one, other))
    since = rule_since(later, changes)
    return since if since is not None and since > earlier else None


def counted_differently(phase: int) -> str:
    """What is said wherever figures on both sides of a change meet."""
    return f"counted differently from phase {phase} on"
