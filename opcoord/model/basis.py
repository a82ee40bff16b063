"""The basis of a total (rule 5): as returned, as published, as issued. One line never mixes two."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from opcoord.model.dates import format_date


class Basis(StrEnum):
    """Which version of the figures a total adds up."""

    RETURNED = "as returned"
    FIRST_PUBLISHED = "as first published"
    LAST_REVISED = "as last revised"
    #: By the phase summaries that stood on a day.
    ISSUED = "as issued"

    @property
    def published(self) -> bool:
        """Whether a total is the region's own figure that somebody published, and not the sum of the forces'."""
        return self in (Basis.FIRST_PUBLISHED, Basis.LAST_REVISED)


def basis_words(basis: Basis, on: dt.date | None = None) -> str:
    """The basis with its day where it has one: "as returned", "as issued by 7 March 2022"."""
    return f"{basis.value} by {format_date(on)}" if basis is Basis.ISSUED and on is not None else basis.value
