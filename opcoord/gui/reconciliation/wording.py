"""What the Reconcile page says in words; no Qt."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from opcoord.gui.results.wording import join
from opcoord.queries.reconciliation_views import (
    REGION,
    Account,
    ClaimKind,
    Kind,
    Reconciliation,
    ReconciliationRow,
    RowKind,
)

#: What sort of disagreement it is, as the list says it.
KIND_WORDS = {
    Kind.PARTS_EXCEED: "Parts exceed the whole",
    Kind.FALLS_SHORT: "Parts fall short",
    Kind.DEFINITIONS_DIFFER: "Definitions differ",
    Kind.FACTOR_OF_TEN: "Factor of ten",
    Kind.DIGITS: "Digits",
    Kind.REGION_AS_FORCE: "Region as a force",
    Kind.PEOPLE_AGAINST_VISITS: "People or visits",
    Kind.REPEATED_BLOCK: "Copied block",
    Kind.RENUMBERED_BLOCK: "Other numbering",
    Kind.PAGE_TOTAL: "Page total",
    Kind.PERIOD_CLAIM: "Claim over phases",
    Kind.REVISED: "Revised",
    Kind.ACCOUNTS_DIFFER: "Accounts differ",
}
#: Those that want a look before a figure is used; the others inform.
GRAVE = frozenset(
    {
        Kind.PARTS_EXCEED,
        Kind.FALLS_SHORT,
        Kind.FACTOR_OF_TEN,
        Kind.DIGITS,
        Kind.REGION_AS_FORCE,
        Kind.REPEATED_BLOCK,
        Kind.PAGE_TOTAL,
        Kind.PERIOD_CLAIM,
    }
)
ROW_WORDS = {
    RowKind.AGREES: "Agrees",
    RowKind.PARTS_EXCEED: "Parts exceed the whole",
    RowKind.FALLS_SHORT: "Parts fall short",
    RowKind.ONE_MISSING: "One force missing",
    RowKind.SEVERAL_MISSING: "Several forces missing",
    RowKind.NO_FORCE: "No force’s figure",
    RowKind.NO_REGION: "No regional figure",
    RowKind.DEFINITIONS_DIFFER: "Definitions differ",
    RowKind.NOT_ADDED: "Not added",
}
CLAIM_WORDS = {
    ClaimKind.AGREES: "Agrees",
    ClaimKind.DEFINITIONS_DIFFER: "Definitions differ",
    ClaimKind.DIFFERS: "Another sum",
    ClaimKind.NOT_COMPARABLE: "Cannot be compared",
}
_GRAVE_ROWS = frozenset({RowKind.PARTS_EXCEED, RowKind.FALLS_SHORT, RowKind.DEFINITIONS_DIFFER})


def summary_sentence(found: Reconciliation) -> str:
    """How much disagrees and how much of it is decided: "9 disagreements, 2 decided"."""
    count = len(found.disagreements)
    if not count:
        return "Nothing disagrees."
    decided = count - len(found.undecided)
    return f"{counted(count, 'disagreement')}, {decided or 'none'} decided."


def counted(count: int, thing: str) -> str:
    """ "1 disagreement", "1,204 disagreements"."""
    return f"{count:,} {thing}{'' if count == 1 else 's'}"


def phases_text(phases: Iterable[int]) -> str:
    """The phases of a disagreement: "7", "1 to 3", "4 and 6"."""
    numbers = sorted(phases)
    if len(numbers) > 2 and numbers == list(range(numbers[0], numbers[-1] + 1)):
        return f"{numbers[0]} to {numbers[-1]}"
    return join(map(str, numbers))


def span_text(first: int | None, last: int | None, printed: str = "") -> str:
    """The phase or phases that a published figure speaks of, as printed where the page has its own numbers."""
    if first is None:
        span = ""
    elif last in (None, first):
        span = str(first)
    else:
        span = f"{first} to {last}"
    if printed:
        return f"“{span}”, {printed}" if span else printed
    return span


def region_text(row: ReconciliationRow) -> str:
    """The region as published, first and last where it was revised: "194 → 109"."""
    if row.first is None or row.last is None:
        return ""
    if row.first.text == row.last.text:
        return row.last.text
    return f"{row.first.text} → {row.last.text}"


def sum_text(row: ReconciliationRow) -> str:
    """The sum of the forces, with gross and adjustment where joint results are taken off."""
    if row.sum is None:
        return ""
    return row.sum.text(row.unit)


def difference_text(row: ReconciliationRow) -> str:
    """The region minus the sum of its forces."""
    return row.difference_text


def completeness_text(row: ReconciliationRow) -> str:
    """How many of the forces are in the sum."""
    known = len(row.forces)
    return f"{known} of {known + len(row.missing)}"


def row_sign(row: ReconciliationRow) -> str:
    """The sign of a row: a tick where region and forces agree, a triangle where they cannot both be right."""
    if row.kind is RowKind.AGREES:
        return "accepted"
    return "warning" if row.kind in _GRAVE_ROWS else "notice" if row.kind is RowKind.ONE_MISSING else ""


def claim_sign(kind: ClaimKind) -> str:
    """The sign of a claim over several phases."""
    return {ClaimKind.AGREES: "accepted", ClaimKind.DIFFERS: "warning"}.get(kind, "notice")


def who(account: Account, names: Mapping[str, str]) -> str:
    """Whose figure it is: the reporter's own words, with the force's name where that says more."""
    if account.scope == REGION:
        return "The region" if account.reporter.isupper() else account.reporter
    name = names.get(account.scope, "")
    if not name or name == account.reporter:
        return account.reporter
    return name


def source_text(source: str, source_key: str) -> str:
    """Where it stands: address or description, with the short key where there is one."""
    if source and source_key:
        return f"{source_key}: {source}"
    return source or source_key
