"""What speaks against publishing a document, beside its texts: its marking, and the embargo on its relatives."""

from __future__ import annotations

import datetime as dt

from opcoord.model.dates import format_moment
from opcoord.reports.evidence import Evidence
from opcoord.reports.kind_names import KIND_NAMES
from opcoord.reports.summary import SummaryQueries

_OFFICIAL = "OFFICIAL"


def publishing_doubts(evidence: Evidence, queries: SummaryQueries) -> tuple[str, ...]:
    """Sentences on a public document that says of itself, or whose relatives say, that it must not go out yet."""
    return (*_marking(evidence), *_embargo(evidence, queries))


def _marking(evidence: Evidence) -> list[str]:
    operation = evidence.operation
    if operation.printed_marking in ("", _OFFICIAL):
        return []
    return [
        f"Every page, marking: this document is for publication and says “{operation.printed_marking}”. "
        "Change it on the page Reference, or let it stand."
    ]


def _embargo(evidence: Evidence, queries: SummaryQueries) -> list[str]:
    """One that is over already, and the same figures in another document of the phase, which could go out sooner."""
    own = evidence.embargo_until
    start_of_today = dt.datetime.combine(evidence.today, dt.time())
    found = []
    if own is not None and own < start_of_today:
        found.append(f"Embargo: {format_moment(own)} is over, and it would stand on every page.")
    for kind, name in KIND_NAMES.items():
        if kind == evidence.options.kind or not name.publishable:
            continue
        until = queries.page_setup(evidence.phase.number, kind, True).embargo_until
        if until is None or until < start_of_today or (own is not None and own >= until):
            continue
        said = "this document is under none" if own is None else "that of this document ends sooner"
        found.append(
            f"Embargo: the {name.title.lower()} of this phase is under embargo until {format_moment(until)}; {said}."
        )
    return found
