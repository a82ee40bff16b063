"""Fingerprints of returns and of issued documents: hashes by which damage and quiet changes show."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable

from opcoord.model.returns import Figure

#: The rule by which new returns are fingerprinted. Rule 1, of the first schema, left out what is in `_since_2`.
RULE = 2


def fingerprint(figures: Iterable[tuple[str, Figure]], rule: int = RULE) -> str:
    """SHA-256 over (measure code, figure) pairs in canonical order; independent of the order they come in."""
    rows = sorted(
        (
            code,
            "" if figure.amount is None else str(figure.amount),
            figure.qualifier,
            figure.empty or "",
            figure.state,
            figure.as_at.isoformat() if figure.as_at else "",
            figure.sheet,
            figure.cell,
            figure.raw,
            *(_since_2(figure) if rule >= 2 else ()),
        )
        for code, figure in figures
    )
    written = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def _since_2(figure: Figure) -> tuple[str, ...]:
    return (
        figure.conversion or "",
        "" if figure.joint_amount is None else str(figure.joint_amount),
        figure.joint_with or "",
        figure.note or "",
        figure.label or "",
        figure.correction or "",
        figure.correction_reason or "",
    )


def issue_hash(document: bytes, figures: bytes, pdf: bytes) -> str:
    """SHA-256 over the three frozen parts of an issued document, each with its length."""
    whole = hashlib.sha256()
    for part in (document, figures, pdf):
        whole.update(len(part).to_bytes(8, "big"))
        whole.update(part)
    return whole.hexdigest()
