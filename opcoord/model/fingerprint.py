"""The fingerprint of a return: a hash over its figures, by which damage and quiet changes show."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable

from opcoord.model.returns import Figure


def fingerprint(figures: Iterable[tuple[str, Figure]]) -> str:
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
        )
        for code, figure in figures
    )
    written = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()
