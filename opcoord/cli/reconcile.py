"""What `opcoord reconcile` prints: region against forces, claims over several phases, and disagreements."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from typing import Any

from opcoord.model.qualified import Qualified
from opcoord.model.units import json_number
from opcoord.queries.reconciliation_views import (
    Account,
    Disagreement,
    PeriodClaim,
    Reconciliation,
    ReconciliationRow,
    RowKind,
)
from opcoord.queries.views import OperationView

Record = dict[str, Any]
_WIDTH = 100


def reconciliation_record(operation: OperationView, found: Reconciliation) -> Record:
    """The reconciliation with the keys of the documented JSON; amounts are in the measure's unit."""
    return {
        "operation": operation.name,
        "notice": operation.notice,
        "rows": [_row_record(each) for each in found.rows],
        "claims": [_claim_record(each) for each in found.claims],
        "disagreements": [_disagreement_record(each) for each in found.disagreements],
    }


def reconciliation_lines(operation: OperationView, found: Reconciliation) -> list[str]:
    """The reconciliation as text, no line longer than 100 characters but for addresses."""
    lines = [operation.name, *_wrapped(operation.notice)]
    lines += ["", "REGION AGAINST THE SUM OF ITS FORCES"]
    phase = None
    for row in found.rows:
        if row.kind is RowKind.NO_REGION:
            continue
        if row.phase != phase:
            phase = row.phase
            lines += ["", f"Phase {phase}"]
        lines += _row_lines(row)
    alone = sum(row.kind is RowKind.NO_REGION for row in found.rows)
    if alone:
        lines += ["", f"Left out: {alone} with no figure for the region (--json has them)."]
    if found.claims:
        lines += ["", "CLAIMS OVER SEVERAL PHASES", ""]
        for claim in found.claims:
            head = f"Phases {claim.claim.first_phase} to {claim.claim.last_phase}, {claim.claim.label}"
            lines += [
                *_wrapped(f"{head} ({claim.kind.value.replace('-', ' ')})"),
                *_wrapped(claim.sentence, 2),
            ]
    lines += ["", f"DISAGREEMENTS: {len(found.disagreements)}, {len(found.undecided)} without a verdict"]
    for each in found.disagreements:
        lines += ["", *_disagreement_lines(each)]
    return lines


def _row_lines(row: ReconciliationRow) -> list[str]:
    gap = "" if row.difference is None else f", difference {row.difference_text}"
    return [
        *_wrapped(f"{row.label} ({row.kind.value.replace('-', ' ')}{gap})", 2),
        *_wrapped(row.sentence, 4),
    ]


def _disagreement_lines(each: Disagreement) -> list[str]:
    lines = [*_wrapped(each.title), *_wrapped(each.sentence, 2)]
    for source in each.sources:
        where = source.source or source.source_key
        # A page that numbers phases its own way is told apart by the block that the figure stands in.
        phase = "" if source.first_phase is None else f"phase {source.first_phase}, "
        block = f" ({phase}{source.printed_period})" if source.printed_period else ""
        lines += _wrapped(f"- {source.reporter}, {source.label}{block}: {source.text}. {where}", 4)
    decided = f"Verdict: {each.verdict} ({each.reason})" if each.verdict else "No verdict yet."
    return [*lines, *_wrapped(decided, 2), f"  {each.key}"]


def _wrapped(text: str, indent: int = 0) -> list[str]:
    space = " " * indent
    return textwrap.wrap(
        text,
        _WIDTH,
        initial_indent=space,
        subsequent_indent=space,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _row_record(row: ReconciliationRow) -> Record:
    return {
        "phase": row.phase,
        "measure": row.measure,
        "label": row.label,
        "unit": row.unit,
        "region_first": _account_record(row.first),
        "region_last": _account_record(row.last),
        "forces": [
            {"agency": each.agency, **_value(each.value, row.unit), "origin": each.origin.value}
            for each in row.forces
        ],
        "missing": list(row.missing),
        "sum": _value(row.sum, row.unit) if row.sum else None,
        "adjustment": json_number(row.adjustment, row.unit),
        "difference": json_number(row.difference, row.unit),
        "difference_is": "about" if row.difference_text.startswith("about") else "exact",
        "first_difference": json_number(row.first_difference, row.unit),
        "kind": row.kind.value,
        "implied": json_number(row.implied.stored, row.unit) if row.implied else None,
        "sentence": row.sentence,
    }


def _claim_record(claim: PeriodClaim) -> Record:
    unit = claim.claim.unit
    return {
        "first_phase": claim.claim.first_phase,
        "last_phase": claim.claim.last_phase,
        "claim": _account_record(claim.claim),
        "parts": _accounts(claim.parts),
        "sum": _value(claim.sum, unit) if claim.sum else None,
        "difference": json_number(claim.difference, unit),
        "kind": claim.kind.value,
        "sentence": claim.sentence,
    }


def _disagreement_record(each: Disagreement) -> Record:
    return {
        "key": each.key,
        "kind": each.kind.value,
        "title": each.title,
        "phases": list(each.phases),
        "measure": each.measure,
        "label": each.label,
        "sentence": each.sentence,
        "sources": _accounts(each.sources),
        "verdict": each.verdict,
        "reason": each.reason,
    }


def _accounts(accounts: Iterable[Account]) -> list[Record | None]:
    return [_account_record(each) for each in accounts]


def _account_record(account: Account | None) -> Record | None:
    if account is None:
        return None
    return {
        "reporter": account.reporter,
        "label": account.label,
        "unit": account.unit,
        **_value(account.value, account.unit),
        "phase": account.first_phase,
        "source": account.source,
        "source_key": account.source_key,
        "printed_period": account.printed_period,
    }


def _value(value: Qualified, unit: str) -> Record:
    return {"amount": json_number(value.stored, unit), "qualifier": value.qualifier.value}
