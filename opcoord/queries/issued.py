"""What was issued: the documents, the figures they froze, and what of these a public one left unprinted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

#: (phase, measure, agency) of a figure; the agency is "" for the region's total, net of joint results.
FigureKey = tuple[int, str, str]


@dataclass(frozen=True, slots=True)
class PublicIssue:
    """What the public knows from one issued public document: its figures in stored units, and the hidden ones.

    `values` holds the true value also of the hidden cells.
    """

    phase: int
    kind: str
    number: int
    values: Mapping[FigureKey, int]
    hidden: frozenset[FigureKey]
