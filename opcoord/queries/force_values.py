"""What counts for each force in one phase and measure: its return, else its own announcement, else its parts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from opcoord.model.qualified import Qualified
from opcoord.model.terms import Qualifier
from opcoord.model.units import adds_up
from opcoord.queries.bounds import bounds
from opcoord.queries.published import Published
from opcoord.queries.reconciliation_views import REGION, Account, ForceValue, Origin
from opcoord.queries.related import Relations
from opcoord.queries.views import AgencyView, MeasureView


@dataclass(frozen=True, slots=True)
class Returned:
    """The answers of the accepted returns: by (phase, measure) and agency, and each return's version."""

    values: Mapping[tuple[int, str], Mapping[str, Qualified]]
    versions: Mapping[tuple[int, str], int]

    def value(self, phase: int, measure: str, agency: str) -> Qualified | None:
        """What the agency's accepted return answers, None where it does not."""
        return self.values.get((phase, measure), {}).get(agency)


class ForceValues:
    """Looks up what counts for forces, with names and labels for what is said about it."""

    def __init__(
        self,
        published: Published,
        returned: Returned,
        relations: Relations,
        agencies: Sequence[AgencyView],
        measures: Sequence[MeasureView],
    ) -> None:
        self.published = published
        self.returned = returned
        self.relations = relations
        self.names = {each.code: each.name for each in agencies}
        self.measures = {each.code: each for each in measures}
        self._places = {each.code: place for place, each in enumerate(agencies)}

    def subject(self, measure: str) -> str:
        """A measure's name where nothing stands above it: "Weapons seized, of which firearms"."""
        view = self.measures[measure]
        above = self.measures.get(view.part_of)
        return f"{above.label}, {view.label}" if above and view.label.startswith("of which") else view.label

    def values(self, phase: int, measure: str, expected: Sequence[str]) -> tuple[ForceValue, ...]:
        """The values of all forces that have one, in the fixed order of agencies."""
        key = (phase, measure)
        returned = self.returned.values.get(key, {})
        found = {agency: ForceValue(agency, value, Origin.RETURNED) for agency, value in returned.items()}
        for agency in self._announced(key):
            if agency not in found and (account := self.published.first(phase, measure, agency)):
                found[agency] = ForceValue(agency, account.value, Origin.ANNOUNCED)
        if (
            measure in self.relations.parts
            and adds_up(self.measures[measure].unit)
            and (len(found) < len(expected) or not set(expected) <= set(found))
        ):
            for agency, parts in self._parts(phase, measure).items():
                least = sum(min(bounds(each.value).low, each.value.stored) for each in parts)
                if agency not in found and least > 0:
                    found[agency] = ForceValue(agency, Qualified(least, Qualifier.AT_LEAST), Origin.PARTS)
        return tuple(found[each] for each in sorted(found, key=lambda code: self._places.get(code, 0)))

    def account(self, phase: int, measure: str, force: ForceValue) -> Account:
        """The source behind a force's value, to be shown beside others."""
        if force.origin is Origin.RETURNED:
            return self.of_return(phase, measure, force.agency, force.value)
        if force.origin is Origin.ANNOUNCED:
            announced = self.published.first(phase, measure, force.agency)
            assert announced is not None
            return announced
        parts = self._parts(phase, measure)[force.agency]
        return Account(
            force.agency,
            self.names[force.agency],
            measure,
            " + ".join(each.label for each in parts),
            self.measures[measure].unit,
            force.value,
            phase,
            phase,
            parts[0].source,
            parts[0].source_key,
            "Sum of the parts: " + " + ".join(each.text for each in parts),
        )

    def of_return(self, phase: int, measure: str, agency: str, value: Qualified) -> Account:
        """What a return answers, as an account beside what was published."""
        view = self.measures[measure]
        version = self.returned.versions.get((phase, agency), 1)
        name = self.names[agency]
        return Account(
            agency, name, measure, view.label, view.unit, value, phase, phase, f"Return, version {version}"
        )

    def _announced(self, key: tuple[int, str]) -> list[str]:
        scopes = self.published.by_measure.get(key, ())
        return [each for each in scopes if each != REGION and each in self.names]

    def _parts(self, phase: int, measure: str) -> dict[str, list[Account]]:
        """By agency, what is known of the direct parts of `measure`."""
        found: dict[str, list[Account]] = {}
        for code in self.relations.parts.get(measure, ()):
            if self.measures[code].unit != self.measures[measure].unit:
                continue
            returned = self.returned.values.get((phase, code), {})
            for agency, value in returned.items():
                found.setdefault(agency, []).append(self.of_return(phase, code, agency, value))
            for agency in self._announced((phase, code)):
                account = self.published.first(phase, code, agency)
                if agency not in returned and account is not None:
                    found.setdefault(agency, []).append(account)
        return found
