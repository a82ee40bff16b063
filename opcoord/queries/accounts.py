"""Accounts of one thing that cannot all be right: same phase, same force (or the region), other figures. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import groupby

from opcoord.model.qualified import Qualified
from opcoord.model.terms import Qualifier
from opcoord.model.units import from_stored, stored_per_unit
from opcoord.queries.bounds import bounds, say_the_same
from opcoord.queries.force_values import ForceValues
from opcoord.queries.reconciliation_views import REGION, Account, Disagreement, Kind
from opcoord.queries.stated import disagreement, who

#: About ten times: a slipped digit, with room for rounding on either side.
_TEN_TIMES = (8, 12.5)
#: Smaller figures are equal by chance.
_TELLING = 10

_TITLES = {
    Kind.REVISED: "revised after it was published",
    Kind.ACCOUNTS_DIFFER: "accounts differ",
    Kind.DIGITS: "digits repeated or swapped",
    Kind.FACTOR_OF_TEN: "ten times as much in one account",
}


def account_disagreements(forces: ForceValues) -> Iterator[Disagreement]:
    """What disagrees within what was published, and returned, of one force (or the region) in one phase."""
    for (phase, scope), published in forces.published.by_scope.items():
        by_subject: dict[str, list[Account]] = defaultdict(list)
        for each in published:
            by_subject[each.measure or f"~{each.label.casefold()}"].append(each)
        wholes: dict[str, list[Account]] = {}
        for subject, accounts in by_subject.items():
            value = forces.returned.value(phase, subject, scope)
            returned = [] if value is None else [forces.of_return(phase, subject, scope, value)]
            wholes[subject] = [*returned, *accounts]
            yield from _differing(forces, wholes[subject])
        yield from _sums_of_parts(forces, published, wholes)
        yield from _people_against_visits(forces, wholes)
    yield from _region_as_force(forces)


def _differing(forces: ForceValues, accounts: list[Account]) -> Iterator[Disagreement]:
    """Each account against the first: the return, or what was first published."""
    first = next((each for each in accounts if not each.is_revision), accounts[0])
    by_kind: dict[Kind, list[Account]] = defaultdict(list)
    for each in accounts:
        if kind := _kind(first, each):
            by_kind[kind].append(each)
    for kind, others in by_kind.items():
        # Whoever says the same as the first stands beside it.
        same = [each for each in accounts if each.value == first.value]
        sources = [*same, *others]
        texts = list(dict.fromkeys(each.text for each in others))
        sentence = {
            Kind.REVISED: f"Published as {first.text}, later given as {' and '.join(texts)}.",
            Kind.ACCOUNTS_DIFFER: f"One account says {first.text}, another {' and '.join(texts)}.",
            Kind.DIGITS: f"{first.text} and {' and '.join(texts)} are alike but for a repeated or swapped digit.",
            Kind.FACTOR_OF_TEN: f"{first.text} and {' and '.join(texts)} differ by about a factor of ten.",
        }[kind]
        yield disagreement(kind, _title(forces, first, _TITLES[kind]), sentence, sources)


def _kind(first: Account, other: Account) -> Kind | None:
    one, two = first.value, other.value
    if one == two or first.unit != other.unit:
        return None
    if _ten_times(one.stored, two.stored):
        return Kind.FACTOR_OF_TEN
    if say_the_same(one, two, first.unit):
        return None
    if _digits_slipped(one, two, first.unit):
        return Kind.DIGITS
    return Kind.REVISED if other.is_revision else Kind.ACCOUNTS_DIFFER


def _ten_times(one: int, two: int) -> bool:
    less, more = sorted((one, two))
    return less > 0 and _TEN_TIMES[0] * less <= more <= _TEN_TIMES[1] * less


def _digits_slipped(one: Qualified, two: Qualified, unit: str) -> bool:
    """Whether two exact figures are alike but for a digit written twice or two digits that changed places."""
    if {one.qualifier, two.qualifier} != {Qualifier.EXACT} or one.stored == two.stored:
        return False
    first, second = (f"{from_stored(each.stored, unit):f}".replace(".", "") for each in (one, two))
    if len(first) != len(second) or len(first) < 2:
        return False
    if _without_runs(first) == _without_runs(second):
        return True
    at = [place for place, (a, b) in enumerate(zip(first, second, strict=True)) if a != b]
    return (
        len(at) == 2 and at[1] == at[0] + 1 and (first[at[0]], first[at[1]]) == (second[at[1]], second[at[0]])
    )


def _without_runs(digits: str) -> str:
    return "".join(digit for digit, _ in groupby(digits))


def _sums_of_parts(
    forces: ForceValues, published: list[Account], wholes: dict[str, list[Account]]
) -> Iterator[Disagreement]:
    """Parts of one account added ("cocaine value" + "heroin value") against the whole in another."""
    by_page: dict[tuple[str, str], list[Account]] = defaultdict(list)
    for each in published:
        # Things that are counted have many parts, and few are told; money and weights are told in full.
        if stored_per_unit(each.unit) > 1 and (
            whole := forces.relations.whole_of(each.label, each.measure, each.unit)
        ):
            by_page[whole, each.source].append(each)
    for (whole, _), parts in by_page.items():
        summed = sum(each.value.stored for each in parts)
        if len({each.label for each in parts}) < 2:
            continue
        others = [each for each in wholes.get(whole, ()) if _ten_times(summed, each.value.stored)]
        if others:
            added = " + ".join(each.text for each in parts)
            total = Qualified(summed).text(parts[0].unit)
            yield disagreement(
                Kind.FACTOR_OF_TEN,
                _title(forces, others[0], _TITLES[Kind.FACTOR_OF_TEN]),
                f"{added} = {total} in one account, {others[0].text} in another: about a factor of ten.",
                [*parts, *others],
                subject=others[0],
            )


def _people_against_visits(forces: ForceValues, wholes: dict[str, list[Account]]) -> Iterator[Disagreement]:
    """One amount told once of people and once of visits or addresses (rule 8)."""
    by_amount: dict[int, list[Account]] = defaultdict(list)
    for accounts in wholes.values():
        for each in {each.label: each for each in accounts}.values():
            if stored_per_unit(each.unit) == 1 and each.value.stored >= _TELLING:
                by_amount[each.value.stored].append(each)
    relations = forces.relations
    for accounts in by_amount.values():
        people = [each for each in accounts if relations.counted(each.label, each.measure) == "people"]
        for each in accounts:
            counted = relations.counted(each.label, each.measure)
            if counted in ("", "people"):
                continue
            alike = [
                one for one in people if relations.alike((one.measure, one.label), (each.measure, each.label))
            ]
            if alike:
                yield disagreement(
                    Kind.PEOPLE_AGAINST_VISITS,
                    _title(forces, each, f"people or {counted}", label=each.label),
                    f"{each.text} is given as “{each.label}” and as “{alike[0].label}”: "
                    f"people and {counted} are different measures.",
                    [each, *alike],
                )


def _region_as_force(forces: ForceValues) -> Iterator[Disagreement]:
    """A figure of the region that is also given as one force's own, while other forces have figures too."""
    for (phase, measure), scopes in forces.published.by_measure.items():
        regional: dict[int, Account] = {}
        for each in scopes.get(REGION, ()):
            if each.value.stored >= _TELLING * stored_per_unit(each.unit):
                regional.setdefault(each.value.stored, each)
        if not regional:
            continue
        given = [
            each
            for scope, accounts in scopes.items()
            if scope in forces.names
            for each in accounts
            if each.value.stored in regional
        ]
        returned = forces.returned.values.get((phase, measure), {})
        given += [
            forces.of_return(phase, measure, agency, value)
            for agency, value in returned.items()
            if value.stored in regional
        ]
        for each in given:
            if _others_have_some(forces, phase, measure, each.scope):
                whole = regional[each.value.stored]
                yield disagreement(
                    Kind.REGION_AS_FORCE,
                    _title(forces, each, "the region’s total given as one force’s own"),
                    f"{whole.text} is given for the region and for {who(forces, each)} alone.",
                    [whole, each],
                    subject=each,
                )


def _others_have_some(forces: ForceValues, phase: int, measure: str, agency: str) -> bool:
    return any(
        other != agency and bounds(value).low > 0 for other, value, _ in forces.values(phase, measure, ())
    )


def _title(forces: ForceValues, account: Account, what: str, label: str = "") -> str:
    subject = label or (forces.subject(account.measure) if account.measure else account.label)
    return f"Phase {account.first_phase}, {who(forces, account)}, {subject}: {what}"
