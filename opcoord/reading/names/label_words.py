"""The words of a label as labels are compared: what only dresses a name is taken off, what changes it stays."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from opcoord.excel.grid import Cell
from opcoord.reading.texts import clean

#: Longer labels are cut; no name is as long.
LONGEST_LABEL = 300

# "1.", "3.1)", "Q1:", "a)" before the label proper.
_NUMBERING = re.compile(r"[\s•–—-]{0,9}\(?(?:q?[0-9]{1,2}(?:\.[0-9]{1,2})?|[a-z])[.):]\s+", re.IGNORECASE)
# Letters in brackets are marks one at a time; "[kg]" and "[g]" are units and change what the label means.
_MARKS = re.compile(
    r"[*†‡§^~]+|\[(?:note\s?)?(?:[0-9]{1,2}|[a-fh-z])\]|\((?:note\s?[0-9]{1,2}|[0-9])\)", re.IGNORECASE
)
# Superscripts, and digits stuck to the end of a word of four letters or more ("Somerset8", "Arrests2,3").
_FOOTNOTE = re.compile(r"[¹²³⁰⁴-⁹]+|(?<=[^\W\d_]{4})[0-9]{1,2}(?:,[0-9]{1,2}){0,3}(?=\W|$)")
_NUMBER_OF = re.compile(r"\bnos?\.|\bnos?(?=\s+of\b)|#|\bhow\s+many\b", re.IGNORECASE)
_TOKENS = re.compile(r"[^\W_]+|[^\w\s]")
#: Punctuation that says nothing. Whatever is not among it, as "%" or "£", stays as a word of its own.
_SILENT = frozenset(".:!?()[]{}'\"\\|-\u2010\u2011–—…•·“”‘’`")
# "Crack, cocaine" and "Crack/cocaine" are two things: what joins two words is the word for it.
_JOINS = frozenset(",;/+&")
_LITTLE = frozenset({"of", "the", "to", "in"})
AND = "and"
_SPAN = re.compile(
    r" (?:(?:during|in|within|over|for|throughout)(?: (?:the|this))?|this)"
    r" (?:phase|week|window|period|phase week|week of action|action week|reporting period)$"
)
_DONE = re.compile(r" (?:were )?(?:carried out|conducted|completed|undertaken|recorded|made)\b")
_SINGULARS = {
    "people": "person",
    "persons": "person",
    "individuals": "person",
    "children": "child",
    "knives": "knife",
    "intel": "intelligence",
    "pounds": "pound",
}
# Units that change what a number beside a label means; "g" alone only in brackets or by itself.
_UNIT_IN_LABEL = re.compile(
    r"(?<![^\W_])\(?(?:£ ?(?:k|m|mn|'?0{3}s?|thousands?|millions?)|'?0{3}s|kgs?|kilos?|kilogram(?:me)?s?|mg|lbs?|oz|ounces?"
    r"|tonnes?|in thousands|thousands|millions|pence|%|per cent)(?![\w])\)?|\((?:g|grams?|£)\)",
    re.IGNORECASE,
)
# By itself beside a figure a multiple is one; within a label it may be anything.
_MULTIPLES = frozenset({"k", "m", "mn", "thousand", "million"})
# What may stand for the unit beside a figure.
_NUMBER_WORDS = frozenset({"number", "no", "count"})
_UNITS = {
    "GBP": frozenset({"£", "gbp", "pound"}),
    "g": frozenset({"g", "gram"}),
    "%": frozenset({"%", "per", "cent", "percent"}),
}


@lru_cache(maxsize=4_000)
def plain_words(text: str) -> str:
    """The words of `text`, folded, with single spaces; symbols that matter are words too."""
    text = clean(text[:LONGEST_LABEL])[0]
    text = _NUMBERING.sub("", text, count=1) if _NUMBERING.match(text) else text
    text = _FOOTNOTE.sub("", _MARKS.sub(" ", text.replace("(s)", "s")))
    text = _NUMBER_OF.sub(" number ", text).replace("'", "").replace("’", "")
    folded = unicodedata.normalize("NFKC", text).casefold().strip(" ,;/\n\t\r")
    words = (AND if word in _JOINS else word for word in _TOKENS.findall(folded))
    return " ".join(word for word in words if word not in _SILENT)


def without_occasion(words: str) -> str:
    """`words` without "made", "carried out", "during the phase" and the like, which every measure implies."""
    return _DONE.sub("", _SPAN.sub("", words))


def singulars(words: str) -> list[str]:
    """`words` in the singular, without little words."""
    return [singular(word) for word in words.split() if word not in _LITTLE]


def singular(word: str) -> str:
    """The singular of an English noun, well enough to compare two spellings of one word."""
    if word in _SINGULARS:
        return _SINGULARS[word]
    if len(word) < 3 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "ches", "shes", "xes")):
        return word[:-2]
    return word[:-1]


def participles(labels: Iterable[str]) -> frozenset[str]:
    """The words of `labels` that say what was done: "seized", "executed", "closed"."""
    return frozenset(word for label in labels for word in plain_words(label).split() if word.endswith("ed"))


@lru_cache(maxsize=1_000)
def says_unit(said: str, unit: str) -> bool:
    """Whether `said`, as typed beside a figure, is the measure's own `unit`; a blank says nothing against it."""
    known = _UNITS.get(unit, _NUMBER_WORDS | {singular(unit)})
    return frozenset(singulars(plain_words(said))) <= known


@lru_cache(maxsize=2_000)
def other_unit(label: str, unit: str) -> str:
    """What in a measure's `label` names another unit than `unit`, such as "(kg)" or "£000s"; empty without."""
    for match in _UNIT_IN_LABEL.finditer(label[:LONGEST_LABEL]):
        said = match[0].strip(" ()")
        if not says_unit(said, unit):
            return said
    return ""


def lone_unit(cell: Cell) -> str:
    """The unit that a cell holds and nothing else; empty where it holds something else."""
    if not isinstance(cell.value, str):
        return ""
    text = cell.value.strip()
    if not 0 < len(text) <= 15:
        return ""
    return text if text.casefold() in _MULTIPLES or _UNIT_IN_LABEL.fullmatch(f"({text.strip('()')})") else ""
