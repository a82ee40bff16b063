"""The kinds of printed documents by name: what each is called and for whom it may be; loads no Qt."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class KindName:
    """One kind. `file_name` may hold "{phase}" and "{agency}"; `sectioned` where sections can be chosen."""

    title: str
    file_name: str
    publishable: bool = True
    of_force: bool = False
    sectioned: bool = False


#: By the name that the command line knows them by, in the order offered.
KIND_NAMES: dict[str, KindName] = {
    "summary": KindName("Phase summary", "Phase {phase} summary", sectioned=True),
    "cumulative": KindName("Cumulative report", "Report up to phase {phase}"),
    "brief": KindName("One-page brief", "Phase {phase} brief"),
    "force": KindName("Force sheet", "Phase {phase} {agency} sheet", publishable=False, of_force=True),
    "plan": KindName("Plan on a page", "Phase {phase} plan", publishable=False),
    "handover": KindName("Hand-over note", "Hand-over note in phase {phase}", publishable=False),
}
