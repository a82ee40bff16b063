"""People's names in running text: a given name before another name, or a name before an age or a sentence passed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from opcoord.reading.checks.given_names import GIVEN_NAMES

#: Looked for at every word, so that the second word of a pair can be the first of another.
_PAIR = re.compile(
    r"\b(?=(?P<first>[A-Z][a-z]{1,20}(?:[-’'][A-Z][a-z]{1,20})?)[ ](?:[A-Z]\.?[ ])?(?P<second>[A-Z][A-Za-z’'-]{1,30}))"
)
_DONE = r"""
    (?:was|were|has[ ]been|had[ ]been)[ ](?:later[ ]|also[ ])?
       (?:jailed|sentenced|convicted|remanded|bailed|imprisoned|found[ ]guilty|charged[ ]with)
  | pleaded | pled | admitted | denied
"""
_AGED = r"""
    ,?[ ]aged[ ]\d{2} | [ ]\(\d{2}\) | ,[ ]\d{2},?[ ](?:(?:of|from)\b(?![ ]+(?:which|whom|them|these|the|all))|who\b|was\b|pleaded|admitted)
"""
# Of any origin, and in capitals too: the age or the sentence tells that it is a person.
_TOLD = re.compile(
    rf"""
    \b (?P<first>[A-Z][a-z]{{1,20}}|[A-Z]{{2,20}}) [ ] (?:[A-Z]\.?[ ])? (?P<second>[A-Z][A-Za-z’'-]{{1,30}})
       (?= {_AGED} | ,?[ ](?:{_DONE}) )
    """,
    re.VERBOSE,
)
#: A surname alone: "Smith, 31, admitted", "Smith, aged 31, was jailed".
_SURNAME = re.compile(
    rf"\b (?P<second>[A-Z][a-z’'-]{{2,20}}) (?= ,[ ](?:aged[ ])?\d{{2}},[ ](?:{_DONE}) )", re.VERBOSE
)
#: "Operation Victoria", "St Paul Street", "Queen Elizabeth Hospital".
_NOT_AFTER = re.compile(
    r"(?:\b(?:Operations?|Op|St|St\.|Saint|King|Queen|Prince|Princess|Lord|Port|Mount|Lake|HMS|HMP|the|The))[ ]$"
)
_PLACES_AND_OFFICES = """
road roads rd street streets st avenue ave lane close drive crescent gardens garden grove terrace
walk mews court courts way park square house hall centre center hospital infirmary school college
academy university library church chapel cathedral station docks dock quay harbour hill ward estate
flats bridge barracks row place parade precinct arcade market green common wood woods field fields
farm beach bay island arms hotel inn club stadium arena theatre museum surgery clinic lodge cottage
tower towers point wharf bank shopping street’s day week weekend weekends month police constabulary
force forces council city town county borough district region regional office officers officer team
teams unit units operation phase crown magistrates prison service services agency partnership trust
foundation charity project group ltd limited plc act award awards cup man men woman women boy boys
girl girls male males female females teenager teenagers dealer dealers suspect suspects offender
offenders person people gang members member drug drugs cocaine cannabis heroin lines line january
february march april may june july august september october november december monday tuesday
wednesday thursday friday saturday sunday and or of the in on at for from to with was were is are
has had
"""
#: What follows a name that is a place's, a court's or an organisation's, and words that are nobody's name.
_NO_SURNAMES = frozenset(_PLACES_AND_OFFICES.split())


def names(text: str) -> Iterator[str]:
    """The names of people in a line of text, each as it stands there."""
    for match in _PAIR.finditer(text):
        if match["first"].lower() in GIVEN_NAMES and _may_be_person(text, match):
            yield text[match.start("first") : match.end("second")]
    for pattern in (_TOLD, _SURNAME):
        for match in pattern.finditer(text):
            if _may_be_person(text, match):
                yield match[0]


def _may_be_person(text: str, match: re.Match[str]) -> bool:
    if any(each.lower() in _NO_SURNAMES for each in match.groups()):
        return False
    return _NOT_AFTER.search(text[max(0, match.start() - 12) : match.start()]) is None
