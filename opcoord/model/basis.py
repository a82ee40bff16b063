"""The basis of a total (rule 5): as returned, as first published, as last revised. One line never mixes two."""

from __future__ import annotations

from enum import StrEnum


class Basis(StrEnum):
    """Which version of the figures a total adds up."""

    RETURNED = "as returned"
    FIRST_PUBLISHED = "as first published"
    LAST_REVISED = "as last revised"
