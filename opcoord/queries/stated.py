"""Makes disagreements out of accounts: who gave them, and a key that names the figures that disagree."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence

from opcoord.queries.force_values import ForceValues
from opcoord.queries.reconciliation_views import REGION, Account, Disagreement, Kind

_NOT_WORD = re.compile(r"[^a-z0-9]+")
_LONGEST_KEY = 200


def who(forces: ForceValues, account: Account) -> str:
    """Whom an account speaks of: "the region", a force's name, or the reporter as printed."""
    if account.scope == REGION:
        return "the region"
    return forces.names.get(account.scope, account.reporter)


def disagreement(
    kind: Kind,
    title: str,
    sentence: str,
    sources: Sequence[Account],
    *,
    subject: Account | None = None,
    phases: Sequence[int] | None = None,
) -> Disagreement:
    """The disagreement of `sources` about `subject` (the first of them unless told)."""
    subject = subject or sources[0]
    numbers = tuple(phases) if phases is not None else _phases(subject)
    return Disagreement(
        key=_key(kind, subject, numbers, sources),
        kind=kind,
        title=title,
        sentence=sentence,
        phases=numbers,
        measure=subject.measure,
        label=subject.label,
        unit=subject.unit,
        sources=tuple(sources),
    )


def _phases(account: Account) -> tuple[int, ...]:
    if account.first_phase is None:
        return ()
    last = account.first_phase if account.last_phase is None else account.last_phase
    return tuple(range(account.first_phase, last + 1))


def _key(kind: Kind, subject: Account, phases: Sequence[int], sources: Sequence[Account]) -> str:
    # The amounts are part of the name: a verdict on 30 against 31 says nothing of 30 against 32. Ids and texts are
    # not: a source that says the same again changes nothing.
    amounts = sorted({each.value.stored for each in sources})
    parts = (
        kind.value,
        "-".join(str(each) for each in phases),
        subject.scope or "region",
        subject.measure or _NOT_WORD.sub("-", subject.label.casefold()).strip("-"),
        "-".join(str(each) for each in amounts),
    )
    key = ":".join(parts)
    if len(key) <= _LONGEST_KEY:
        return key
    return f"{key[:150]}:{hashlib.sha256(key.encode()).hexdigest()[:16]}"
