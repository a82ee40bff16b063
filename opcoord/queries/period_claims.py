"""Claims over several phases against what was first published of each phase. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from opcoord.model.qualified import Qualified, step_text, total
from opcoord.model.terms import Qualifier
from opcoord.model.units import adds_up
from opcoord.queries.bounds import Bounds, bounds, last_place, rounds_to, sum_of_bounds
from opcoord.queries.force_values import ForceValues
from opcoord.queries.reconciliation_views import Account, ClaimKind, Disagreement, Kind, PeriodClaim
from opcoord.queries.stated import disagreement, who


def period_claims(forces: ForceValues) -> list[PeriodClaim]:
    """Each claim over several phases, judged."""
    return [_judged(forces, claim) for claim in forces.published.claims]


def claim_disagreements(forces: ForceValues, claims: Sequence[PeriodClaim]) -> Iterator[Disagreement]:
    """The claims that do not agree with what was first published, or only across definitions."""
    for each in claims:
        if each.kind is ClaimKind.AGREES:
            continue
        kind = Kind.DEFINITIONS_DIFFER if each.kind is ClaimKind.DEFINITIONS_DIFFER else Kind.PERIOD_CLAIM
        claim = each.claim
        title = f"Phases {claim.first_phase} to {claim.last_phase}, {who(forces, claim)}, {claim.label}"
        what = {
            ClaimKind.DEFINITIONS_DIFFER: "labels added whose definitions differ",
            ClaimKind.DIFFERS: "the printed sum is another",
            ClaimKind.NOT_COMPARABLE: "cannot be compared",
        }[each.kind]
        yield disagreement(kind, f"{title}: {what}", each.sentence, [claim, *each.parts], subject=claim)


def _judged(forces: ForceValues, claim: Account) -> PeriodClaim:
    if not adds_up(claim.unit):
        sentence = f"The printed {claim.text} cannot be compared: figures in this unit are not added."
        return PeriodClaim(claim, (), None, None, ClaimKind.NOT_COMPARABLE, sentence)
    measure = claim.measure or forces.relations.named_in(claim.label, claim.unit)
    assert claim.first_phase is not None and claim.last_phase is not None
    phases = range(claim.first_phase, claim.last_phase + 1)
    found = {phase: _published(forces, phase, measure, claim.scope) for phase in phases} if measure else {}
    parts = tuple(each for each in found.values() if each is not None)
    absent = [phase for phase in phases if found.get(phase) is None]
    summed = total(each.value for each in parts)
    if absent or summed is None:
        sentence = _not_comparable(forces, claim, measure, absent, summed)
        return PeriodClaim(claim, parts, summed, None, ClaimKind.NOT_COMPARABLE, sentence)
    difference = summed.stored - claim.value.stored
    added = " + ".join(each.text for each in parts) + f" = {summed.text(claim.unit)}"
    agrees, how = _agrees(claim, parts, summed)
    labels = list(dict.fromkeys(each.label for each in parts))
    mixed = ""
    if len({each.measure for each in parts}) > 1:
        mixed = f" {len(labels)} labels were added (" + ", ".join(f"“{each}”" for each in labels)
        mixed += "): the definitions differ."
    if agrees:
        kind = ClaimKind.DEFINITIONS_DIFFER if mixed else ClaimKind.AGREES
        return PeriodClaim(claim, parts, summed, difference, kind, f"{added}, {how}.{mixed}")
    gap = step_text(abs(difference), claim.unit, claim.value, summed)
    sentence = f"{added} against a printed {claim.text}: a difference of {gap}.{mixed}"
    return PeriodClaim(claim, parts, summed, difference, ClaimKind.DIFFERS, sentence)


def _published(forces: ForceValues, phase: int, measure: str, scope: str) -> Account | None:
    """As first published, under the measure's own name or else a related one."""
    for code in (measure, *forces.relations.related(measure)):
        if (account := forces.published.first(phase, code, scope)) is not None:
            return account
    return None


def _agrees(claim: Account, parts: Sequence[Account], summed: Qualified) -> tuple[bool, str]:
    printed = claim.text
    if summed.stored == claim.value.stored:
        exactly = summed.qualifier is claim.value.qualifier is Qualifier.EXACT
        return True, "exactly as printed" if exactly else f"printed as {printed}: agrees"
    if claim.value.qualifier in (Qualifier.EXACT, Qualifier.ABOUT, Qualifier.ALMOST) and rounds_to(
        summed.stored, claim.value.stored, claim.unit
    ):
        return True, f"printed as {printed}: agrees, rounded"
    if sum_of_bounds(each.value for each in parts).meets(_meant(claim)):
        return True, f"printed as {printed}: agrees as far as the qualifiers say"
    return False, ""


def _meant(claim: Account) -> Bounds:
    """The bounds of a claim; "about £363,000" is given in thousands and means no more than that."""
    if claim.value.qualifier is not Qualifier.ABOUT:
        return bounds(claim.value)
    half = last_place(claim.value.stored, claim.unit) // 2
    return Bounds(claim.value.stored - half, claim.value.stored + half)


def _not_comparable(
    forces: ForceValues, claim: Account, measure: str, absent: Sequence[int], summed: Qualified | None
) -> str:
    printed = f"The printed {claim.text} cannot be compared: "
    if not measure:
        return f"{printed}“{claim.label}” fits no measure of this operation."
    label = forces.measures[measure].label
    numbers = " and ".join(
        f"phase {each}{_only_parts(forces, each, measure, claim.scope)}" for each in absent
    )
    rest = f" The other phases add up to {summed.text(claim.unit)}." if summed is not None else ""
    note = f" Its note says: {claim.note.rstrip('.')}." if claim.note else ""
    return (
        f"{printed}for {numbers}, no figure for “{label}” was published for {who(forces, claim)}.{rest}{note}"
    )


def _only_parts(forces: ForceValues, phase: int, measure: str, scope: str) -> str:
    """What was published of the parts where the whole was not, in brackets."""
    found = [
        account
        for code in forces.relations.parts.get(measure, ())
        if (account := forces.published.first(phase, code, scope)) is not None
    ]
    return f" ({', '.join(f'{each.text} {each.label}' for each in found)} alone)" if found else ""
