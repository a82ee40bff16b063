"""Notices a copy (rule 10): the figures stand already under another force, phase or version of the return."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from opcoord.model.finding import Finding
from opcoord.model.tables import Agency, Figure, Measure, Phase, Return
from opcoord.model.terms import Qualifier, ReturnStatus, Severity
from opcoord.model.units import stored_per_unit
from opcoord.queries.views import FigureView
from opcoord.reading.parsed import ParsedFigure

#: Fewer equal figures than this are no sign of a copy, unless all of them are telling.
_FEWEST_EQUAL = 3
_FEWEST_TELLING = 2
#: From here an amount (in pounds, grams, things) is not equal by chance; small numbers often are.
_TELLING = 10
#: From so many equal figures, and such a share of all, most of the return is a copy.
_FEWEST_MOSTLY = 5
_SHARE_MOSTLY = 0.8
_ASK = "Ask whether the right file was sent."

_Amounts = dict[str, int]


@dataclass
class KnownReturn:
    """One version of a return that is kept: its amounts in stored units, zeros included.

    `qualifiers` are those of amounts that are not exact.
    """

    phase: int
    agency: str
    agency_name: str
    version: int
    status: str
    amounts: _Amounts = field(default_factory=dict)
    qualifiers: dict[str, Qualifier] = field(default_factory=dict)


class KnownReturns:
    """The returns that are kept, by the amounts that they hold, so that each file is compared with few of them."""

    def __init__(self, returns: Iterable[KnownReturn] = ()) -> None:
        self._returns: list[KnownReturn] = []
        self._own: dict[tuple[int, str], list[KnownReturn]] = defaultdict(list)
        self._with_amount: dict[tuple[str, int], list[int]] = defaultdict(list)
        for each in returns:
            self.add(each)

    def __iter__(self) -> Iterator[KnownReturn]:
        return iter(self._returns)

    def add(self, known: KnownReturn) -> None:
        """Keep one more."""
        self._own[known.phase, known.agency].append(known)
        if known.status != ReturnStatus.WITHDRAWN:
            for measure, amount in known.amounts.items():
                if amount:
                    self._with_amount[measure, amount].append(len(self._returns))
        self._returns.append(known)

    def copy_findings(
        self, phase: int, agency: str, figures: Sequence[ParsedFigure | FigureView]
    ) -> list[Finding]:
        """A warning for each return that these figures repeat, wholly or mostly, and for an earlier version.

        The version that counts now is left out: it is to be replaced, and what differs from it is shown beside.
        """
        mine = {each.measure: each.amount for each in figures if each.amount is not None}
        units = {each.measure: stored_per_unit(each.unit) for each in figures}
        findings = _earlier_version(self._own.get((phase, agency), ()), mine)
        for versions in self._alike(phase, agency, mine).values():
            # One warning a return, for the version that is most alike; of equals, the one that counts.
            versions.sort(key=lambda each: each.status == ReturnStatus.ACCEPTED, reverse=True)
            likest = max(versions, key=lambda each: len(_equal(mine, each.amounts)))
            findings += _copied(likest, mine, units)
        return findings

    def _alike(self, phase: int, agency: str, mine: _Amounts) -> dict[tuple[int, str], list[KnownReturn]]:
        """The versions of others' returns that have enough figures equal to `mine`, in their order."""
        equal = Counter(
            place
            for measure, amount in mine.items()
            if amount
            for place in self._with_amount.get((measure, amount), ())
        )
        others: dict[tuple[int, str], list[KnownReturn]] = defaultdict(list)
        for place in sorted(equal):
            known = self._returns[place]
            if equal[place] >= _FEWEST_TELLING and (known.phase, known.agency) != (phase, agency):
                others[known.phase, known.agency].append(known)
        return others


def _earlier_version(own: Sequence[KnownReturn], mine: _Amounts) -> list[Finding]:
    current = next((each for each in own if each.status == ReturnStatus.ACCEPTED), None)
    if not mine or (current is not None and current.amounts == mine):
        return []
    again = [each for each in own if each.amounts == mine]
    if not again:
        return []
    newest = max(again, key=lambda each: each.version)
    now = f"Version {current.version} counts now and differs." if current else "It does not count any more."
    return [
        Finding(
            Severity.WARNING,
            "earlier-version-again",
            f"These are the figures of version {newest.version} again. {now}",
            "Ask the force which figures are right. An old file may have been sent.",
        )
    ]


def _copied(known: KnownReturn, mine: _Amounts, units: dict[str, int]) -> list[Finding]:
    counted = {measure for measure, amount in mine.items() if amount}
    theirs = {measure for measure, amount in known.amounts.items() if amount}
    equal = _equal(mine, known.amounts)
    telling = [each for each in equal if mine[each] >= _TELLING * units[each]]
    whose = f"{known.agency_name} returned for phase {known.phase}"
    if equal == counted == theirs:
        enough = len(equal) >= _FEWEST_EQUAL or len(equal) == len(telling) >= _FEWEST_TELLING
        message = f"All {len(equal)} figures are those that {whose}."
        return [Finding(Severity.WARNING, "same-figures", message, _ASK)] if enough else []
    # The share of the smaller return: a whole block of theirs may stand among other figures of mine.
    share = len(equal) / max(1, min(len(counted), len(theirs)))
    if len(equal) < _FEWEST_MOSTLY or len(telling) < _FEWEST_EQUAL or share < _SHARE_MOSTLY:
        return []
    message = f"{len(equal)} of {len(counted)} figures are among the {len(theirs)} that {whose}."
    return [Finding(Severity.WARNING, "mostly-same-figures", message, _ASK)]


def _equal(mine: _Amounts, theirs: _Amounts) -> set[str]:
    """The measures that have the same amount in both, zeros aside."""
    return {measure for measure, amount in mine.items() if amount and theirs.get(measure) == amount}


def known_returns(session: Session) -> list[KnownReturn]:
    """Every version of every return that is kept, with its amounts."""
    query = (
        select(
            Return.id,
            Phase.number,
            Agency.code,
            Agency.name,
            Return.version,
            Return.status,
            Measure.code,
            Figure.amount,
            Figure.qualifier,
        )
        .select_from(Figure)
        .join(Return, Return.id == Figure.return_id)
        .join(Measure, Measure.id == Figure.measure_id)
        .join(Phase, Phase.id == Return.phase_id)
        .join(Agency, Agency.id == Return.agency_id)
        .where(Figure.amount.is_not(None))
        .order_by(Phase.number, Agency.position, Return.version)
    )
    found: dict[int, KnownReturn] = {}
    for id_, phase, agency, name, version, status, measure, amount, qualifier in session.execute(query).all():
        known = found.get(id_)
        if known is None:
            known = found[id_] = KnownReturn(phase, agency, name, version, status)
        if amount is not None:
            known.amounts[measure] = amount
            if qualifier != Qualifier.EXACT:
                known.qualifiers[measure] = Qualifier(qualifier)
    return list(found.values())
