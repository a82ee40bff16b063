"""The names that a table is recognised by: agencies, measures, and labels that were answered or learned."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from opcoord.model.refs import AgencyRef, MeasureRef, ReadingContext
from opcoord.reading.decisions import Decisions
from opcoord.reading.names.labels import Match, Names
from opcoord.reading.texts import one_line

#: Numbers of footnotes that stand apart from the words: "Avon and Somerset 9", "North West 7,8".
_APART = re.compile(r"\s+(\d{1,2}(?:\s?,\s?\d{1,2})*)$")
_LONGEST_NAME = 150
_MOST_TEXTS = 4_000


class KnownNames:
    """Answers whether a text names a measure or an agency."""

    def __init__(self, context: ReadingContext, decisions: Decisions) -> None:
        #: The agency that a text names, and the codes of those that it mentions among other words.
        self.agency, self.agencies_in = _agency_names(context.agencies)
        #: The measure that a text names, and its code alone, which is known sooner.
        self.measure, self._measure_code = _measure_names(context.measures)
        answered = [label for label, _ in decisions.labels]
        self._answered = {one_line(label) for label in (*answered, *_learned(context))}

    def is_measure(self, text: str) -> bool:
        """Whether `text` names a measure for certain, or was answered before."""
        if not text or len(text) > _LONGEST_NAME:
            return False
        return text in self._answered or self._measure_code(text) is not None

    def is_agency(self, text: str) -> bool:
        """Whether `text` names an agency for certain."""
        return bool(text) and len(text) <= _LONGEST_NAME and self.agency(text).code is not None

    def speaks_of_agency(self, text: str) -> bool:
        """Whether `text` names an agency, alone or among other words."""
        return self.is_agency(text) or bool(self.agencies_in(text))


# Names are taken apart once for a batch of files, and each text of theirs is looked at once.
@lru_cache(maxsize=4)
def _measure_names(
    measures: tuple[MeasureRef, ...],
) -> tuple[Callable[[str], Match], Callable[[str], str | None]]:
    names, remember = Names.of_measures(measures), lru_cache(maxsize=_MOST_TEXTS)
    return remember(names.match), remember(names.code)


@lru_cache(maxsize=4)
def _agency_names(
    agencies: tuple[AgencyRef, ...],
) -> tuple[Callable[[str], Match], Callable[[str], frozenset[str]]]:
    names = Names.of_agencies(agencies)

    @lru_cache(maxsize=_MOST_TEXTS)
    def match(text: str) -> Match:
        found = names.match(text)
        # Tables of forces leave "Police" out.
        as_force = names.match(f"{text} Police") if found.code is None else found
        return as_force if as_force.code is not None else found

    return match, lru_cache(maxsize=_MOST_TEXTS)(names.mentioned)


def without_notes(text: str, notes: frozenset[str]) -> str:
    """`text` without footnote numbers at its end that stand apart, where the sheet has notes of these numbers."""
    match = _APART.search(text) if notes and text[-1:].isdigit() else None
    if match is None:
        return text
    numbers = {number.strip() for number in match[1].split(",")}
    return text[: match.start()] if numbers <= notes else text


def _learned(context: ReadingContext) -> tuple[str, ...]:
    return tuple(each.label for each in context.learned_labels)
