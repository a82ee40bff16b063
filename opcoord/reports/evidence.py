"""Everything a summary needs from the store, asked once, with look-ups by phase, measure and force."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from opcoord.errors import OpcoordError
from opcoord.model.terms import AgencyKind, Empty, ReturnStatus
from opcoord.queries.frozen_figures import REGION
from opcoord.queries.lineage import NumberReference
from opcoord.queries.views import (
    AgencyView,
    FigureView,
    MeasureResults,
    MeasureView,
    OperationView,
    PhaseView,
    ResultPoint,
    ReturnView,
)
from opcoord.reports.summary import AS_RETURNED, SummaryOptions, SummaryQueries
from opcoord.reports.suppression import NOTHING, Suppression, concerned_measures, suppress

_HEADLINE_CODES = ("arrests", "cash_seized", "drugs_value", "safeguarded")
_HEADLINES = 4
# Words that say nothing in a column of forces.
_FORCE_WORDS = (" Police", " Constabulary", " Police Service")
_LONGEST_SHORT_NAME = 20


@dataclass(frozen=True)
class Evidence:
    """One phase and all phases before it, as the store knows them at this moment; what follows is found once."""

    options: SummaryOptions
    today: dt.date
    operation: OperationView
    phase: PhaseView
    phases: tuple[PhaseView, ...]
    agencies: dict[str, AgencyView]
    measures: dict[str, MeasureView]
    results: dict[str, MeasureResults]
    accepted: tuple[ReturnView, ...]
    figures: dict[tuple[str, str], FigureView]
    #: Of the public document, in local time.
    embargo_until: dt.datetime | None = None
    #: What a public document must not show; an internal one hides nothing.
    suppression: Suppression = NOTHING

    def point(self, measure: str, phase: int | None = None) -> ResultPoint | None:
        """What is known of a measure in a phase, this summary's phase unless another is named."""
        number = self.phase.number if phase is None else phase
        return self._points.get((measure, number))

    @cached_property
    def _points(self) -> dict[tuple[str, int], ResultPoint]:
        return {(code, each.phase): each for code, found in self.results.items() for each in found.points}

    def breaks(self, measure: MeasureView) -> tuple[int, ...]:
        """The phases up to this one from which on a measure is counted differently than before."""
        found = self.results.get(measure.code)
        return found.breaks if found is not None else ()

    def since_the_beginning(self, measure: str, phase: int | None = None) -> NumberReference:
        """What the total of a measure up to a phase (this summary's) is called."""
        number = self.phase.number if phase is None else phase
        return NumberReference(measure, number, first_phase=self.phases[0].number)

    def hides(self, measure: str, agency: str = REGION, phase: int | None = None) -> bool:
        """Whether a figure must not be shown: an agency's, or one of `queries.frozen_figures` that are made of several."""
        number = self.phase.number if phase is None else phase
        return (number, measure, agency) in self.suppression.hidden

    def name(self, agency: str) -> str:
        """The agency's full name, or the code where it is no longer known."""
        return self.agencies[agency].name if agency in self.agencies else agency

    def short_name(self, agency: str) -> str:
        """The name for a column head: "Dorset" for Dorset Police, the code for units with long names."""
        name = self.spoken_name(agency)
        return agency if len(name) > _LONGEST_SHORT_NAME else name

    def spoken_name(self, agency: str) -> str:
        """The name in sentences and lists, where no key spells out a code: "Dorset" for Dorset Police."""
        name = self.name(agency)
        found = self.agencies.get(agency)
        if found is not None and found.kind == AgencyKind.TERRITORIAL.value:
            for word in _FORCE_WORDS:
                name = name.removesuffix(word)
        return name

    @cached_property
    def answering(self) -> tuple[str, ...]:
        """Codes of all forces that are expected or sent something, in the operation's order."""
        codes = {*self.phase.expected, *(each.agency for each in self.accepted)}
        for each in self.results.values():
            found = self.point(each.measure.code)
            codes |= set(found.by_agency) if found else set()
        order = list(self.agencies)
        return tuple(
            sorted(codes, key=lambda code: (order.index(code) if code in order else len(order), code))
        )

    @cached_property
    def printed_measures(self) -> tuple[MeasureView, ...]:
        """Measures with something to show, each parent followed by its parts.

        That is what somebody answered or withheld; the rest of what was asked is `unanswered_measures`.
        """
        wanted = {code for code in self.measures if self._answered(code) or self._withheld(code)}
        ordered: list[MeasureView] = []

        def add(measure: MeasureView) -> None:
            if measure not in ordered:
                ordered.append(measure)
                for part in self.measures.values():
                    if part.part_of == measure.code and part.code in wanted:
                        add(part)

        for code, measure in self.measures.items():
            if code in wanted and self._parent_in(measure, wanted) is None:
                add(measure)
        return tuple(ordered)

    @cached_property
    def unanswered_measures(self) -> tuple[MeasureView, ...]:
        """Measures that the phase collects and for which there is nothing to show."""
        printed = {each.code for each in self.printed_measures}
        return tuple(
            each
            for code, each in self.measures.items()
            if code in self.phase.measures and code not in printed
        )

    def depth(self, measure: MeasureView) -> int:
        """How many of its parents are printed above it."""
        depth = 0
        parent = self._parent_in(measure, self._printed_codes)
        while parent is not None and depth < len(self._printed_codes):
            depth += 1
            parent = self._parent_in(parent, self._printed_codes)
        return depth

    @cached_property
    def _printed_codes(self) -> frozenset[str]:
        return frozenset(each.code for each in self.printed_measures)

    def headline_measures(self, ever: bool = False) -> tuple[MeasureView, ...]:
        """Up to four measures that matter most and were answered: in this phase, or `ever` in any so far."""
        top = [each for each in self.measures.values() if not each.part_of]
        first = [self.measures[code] for code in _HEADLINE_CODES if code in self.measures]
        known = self._ever if ever else self._answered
        return tuple(dict.fromkeys(each for each in [*first, *top] if known(each.code)))[:_HEADLINES]

    def _answered(self, code: str) -> bool:
        found = self.point(code)
        return found is not None and found.total is not None

    def _withheld(self, code: str) -> bool:
        found = self.point(code)
        return found is not None and Empty.WITHHELD.value in found.reasons.values()

    def _ever(self, code: str) -> bool:
        found = self.results.get(code)
        return found is not None and any(each.total is not None for each in found.points)

    def _parent_in(self, measure: MeasureView, codes: Iterable[str]) -> MeasureView | None:
        return self.measures.get(measure.part_of) if measure.part_of in codes else None


def gather(queries: SummaryQueries, options: SummaryOptions, today: dt.date) -> Evidence:
    """Ask the store for everything at once.

    Raises OpcoordError if there is no such phase or the basis cannot be printed.
    """
    if options.basis != AS_RETURNED:
        raise OpcoordError(
            f"A summary cannot be made on the basis “{options.basis}”.", f"Choose the basis “{AS_RETURNED}”."
        )
    phases = tuple(
        sorted(
            (each for each in queries.phases() if each.number <= options.phase), key=lambda each: each.number
        )
    )
    if not phases or phases[-1].number != options.phase:
        raise OpcoordError(f"Phase {options.phase} is not in this operation.", "Choose another phase.")
    accepted = tuple(
        each for each in queries.returns(options.phase) if each.status == ReturnStatus.ACCEPTED.value
    )
    operation = queries.operation()
    results = queries.results(None, options.phase)
    numbers = [each.number for each in phases]
    return Evidence(
        options=options,
        today=today,
        operation=operation,
        phase=phases[-1],
        phases=phases,
        agencies={each.code: each for each in queries.agencies()},
        measures={each.code: each for each in queries.measures()},
        results={each.measure.code: each for each in results},
        accepted=accepted,
        figures={
            (figure.agency, figure.measure): figure
            for each in accepted
            for figure in queries.figures(each.id)
        },
        embargo_until=queries.page_setup(options.phase, options.kind, True).embargo_until,
        suppression=_suppression(queries, results, numbers, operation) if options.public else NOTHING,
    )


def _suppression(
    queries: SummaryQueries,
    results: Sequence[MeasureResults],
    phases: Sequence[int],
    operation: OperationView,
) -> Suppression:
    concerned = tuple(concerned_measures(each.measure for each in results))
    issues = queries.public_issues(concerned) if concerned else ()
    return suppress(results, phases, operation.small_number, issues)
