"""The names of an operation's agencies and measures, for sentences about a file."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from opcoord.queries import reference
from opcoord.queries.views import AgencyView, MeasureView


@dataclass(frozen=True, slots=True)
class Known:
    """What a file knows by code; `needs` name things as lines do."""

    agencies: dict[str, AgencyView]
    measures: dict[str, MeasureView]
    phases: frozenset[int]

    def agency(self, code: str) -> str:
        """The agency's name; the code where it is not known, empty for none."""
        return self.agencies[code].name if code in self.agencies else code

    def measure(self, code: str) -> str:
        """The measure's label; the code where it is not known."""
        found = self.measures.get(code)
        if found is None:
            return code
        whole = self.measures.get(found.part_of)
        return f"{whole.label}: {found.label}" if whole is not None else found.label

    @property
    def met(self) -> frozenset[str]:
        """What other things can rely on."""
        return frozenset(
            (
                *(need_agency(code) for code in self.agencies),
                *(need_measure(code) for code in self.measures),
                *(need_phase(number) for number in self.phases),
            )
        )


def need_agency(code: str) -> str:
    """How a line says that it needs an agency."""
    return f"agency {code}"


def need_measure(code: str) -> str:
    """How a line says that it needs a measure."""
    return f"measure {code}"


def need_phase(number: int) -> str:
    """How a line says that it needs a phase."""
    return f"phase {number}"


def needs(
    agencies: tuple[str, ...] = (), measures: tuple[str, ...] = (), phase: int | None = None
) -> frozenset[str]:
    """What a line needs, from codes (empty ones are nothing) and a phase's number."""
    found = {need_agency(code) for code in agencies if code}
    found |= {need_measure(code) for code in measures if code}
    return frozenset(found | ({need_phase(phase)} if phase is not None else set()))


def known(session: Session, phases: frozenset[int]) -> Known:
    """What the file of `session` knows; `phases` are its phases' numbers."""
    return Known(
        {each.code: each for each in reference.agencies(session)},
        {each.code: each for each in reference.measures(session)},
        phases,
    )
