"""The grammar of figures typed as text: qualifier, currency, number, multiplier, unit, state and marks.

A text is understood as a whole or not at all: whatever is left over makes it unclear.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from opcoord.model.terms import Empty, Qualifier, State
from opcoord.reading.number_words import number_from_words


@dataclass(frozen=True, slots=True)
class AmountText:
    """An amount in units of the measure (pounds, grams, things), as understood from a text."""

    amount: Decimal
    qualifier: Qualifier = Qualifier.EXACT
    state: State | None = None
    mark: str = ""


@dataclass(frozen=True, slots=True)
class NoFigure:
    """A text that says in words that there is no figure; `certain` where it names the kind of empty itself."""

    empty: Empty
    certain: bool = False


@dataclass(frozen=True, slots=True)
class Unclear:
    """A text that was not understood, with a sentence where the reason is known."""

    why: str = ""


_NO_FIGURE = {
    "nil": NoFigure(Empty.NIL, certain=True),
    "nil return": NoFigure(Empty.NIL, certain=True),
    "not answered": NoFigure(Empty.NOT_ANSWERED, certain=True),
    "not collected": NoFigure(Empty.NOT_COLLECTED, certain=True),
    "not recorded": NoFigure(Empty.NOT_COLLECTED),
    "withheld": NoFigure(Empty.WITHHELD, certain=True),
    "[c]": NoFigure(Empty.WITHHELD),
    **dict.fromkeys(
        [
            "n/a",
            "na",
            "n.a.",
            "n/k",
            "nk",
            "not known",
            "unknown",
            "not available",
            "not applicable",
            "tbc",
            "tba",
            "to be confirmed",
            "to follow",
            "pending",
            "awaited",
            "?",
            "??",
            "..",
            "...",
            "…",
            "[x]",
            "[z]",
            "x",
        ],
        NoFigure(Empty.NOT_ANSWERED),
    ),
}

# Longest first when they are tried, so that "no more than" is not read as something that begins with "no".
_BEFORE = {
    Qualifier.AT_LEAST: "at least|no fewer than|no less than|minimum of|minimum|min|≥|>=",
    Qualifier.OVER: "just over|more than|over|above|in excess of|>",
    Qualifier.ABOUT: "approximately|approx.|approx|about|around|roughly|circa|c.|c|~|estimated|est.|est",
    Qualifier.ALMOST: "almost|nearly|just under",
    Qualifier.UP_TO: "up to|no more than|at most|not more than|maximum of|maximum|max|≤|<=",
    Qualifier.UNDER: "under|less than|fewer than|below|<",
    Qualifier.EXACT: "exactly",
}
_AFTER = {
    "+": Qualifier.AT_LEAST,
    "plus": Qualifier.AT_LEAST,
    "or more": Qualifier.AT_LEAST,
    "or over": Qualifier.AT_LEAST,
    "approx": Qualifier.ABOUT,
    "approx.": Qualifier.ABOUT,
    "approximately": Qualifier.ABOUT,
    "or fewer": Qualifier.UP_TO,
    "or less": Qualifier.UP_TO,
}
_STATES = {
    "provisional": State.PROVISIONAL,
    "prov": State.PROVISIONAL,
    "prov.": State.PROVISIONAL,
    "tbc": State.PROVISIONAL,
    "to be confirmed": State.PROVISIONAL,
    "to date": State.PROVISIONAL,
    "so far": State.PROVISIONAL,
    "confirmed": State.CONFIRMED,
    "revised": State.REVISED,
}
_WEIGHTS = {
    **dict.fromkeys(("g", "gram", "grams", "gramme", "grammes"), Decimal(1)),
    **dict.fromkeys(("kg", "kgs", "kilo", "kilos", "kilogram", "kilograms"), Decimal(1000)),
    **dict.fromkeys(("mg", "milligram", "milligrams"), Decimal("0.001")),
}
_OTHER_WEIGHTS = frozenset({"lb", "lbs", "oz", "ounce", "ounces", "pound", "tonne", "tonnes", "stone"})
_MONEY = {
    **dict.fromkeys(("gbp", "pounds", "pound"), Decimal(1)),
    "p": Decimal("0.01"),
    "pence": Decimal("0.01"),
}
_MULTIPLIERS = {"k": 1_000, "thousand": 1_000, "m": 1_000_000, "mn": 1_000_000, "million": 1_000_000}
_BEFORE_PATTERNS = sorted(
    ((words, qualifier) for qualifier, many in _BEFORE.items() for words in many.split("|")),
    key=lambda pair: -len(pair[0]),
)

_NUMBER = re.compile(r"([0-9][0-9., ]*[0-9]|[0-9])\s*(.*)", re.DOTALL)
_GROUPED = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]{1,4})?")
_SPACED = re.compile(r"[0-9]{1,3}(?: [0-9]{3})+")
_PLAIN = re.compile(r"[0-9]{1,15}(?:\.[0-9]{1,9})?")
_MARK = re.compile(r"\s*(?:[*^†‡§¹²³⁰⁴-⁹]{1,5}|\[(?:note\s?)?[0-9a-z]{1,2}\])$", re.IGNORECASE)
# Digits, comma and full stop of East Asian keyboards.
_FULL_WIDTH = {0xFF10 + digit: str(digit) for digit in range(10)} | {0xFF0C: ",", 0xFF0E: "."}


def understand(text: str, unit: str, label: str) -> AmountText | NoFigure | Unclear:
    """What `text` (clean, in one line) says of a measure called `label` in `unit`."""
    folded = text.translate(_FULL_WIDTH).casefold().replace("−", "-").strip()
    if folded in _NO_FIGURE:
        return _NO_FIGURE[folded]
    if folded.startswith("-"):
        why = (
            "It must not be negative."
            if any(each.isdigit() for each in folded)
            else "A dash may mean 0 or not known."
        )
        return Unclear(why)
    rest, state = _take_state(folded)
    rest, mark = _take_mark(rest)
    rest, qualifier = _take_qualifier(rest)
    if unit == "GBP" or not rest.startswith("£"):
        rest = rest.removeprefix("£").strip()
    else:
        return Unclear("It is an amount of money.")
    amount = _number(rest, unit, label)
    if isinstance(amount, Unclear):
        return amount
    number, ending = amount
    if ending:
        before, after = qualifier, _AFTER.get(ending)
        if after is None or (before is not None and before is not after):
            return Unclear()
        qualifier = after
    return AmountText(number, qualifier or Qualifier.EXACT, state, mark)


def _take_state(text: str) -> tuple[str, State | None]:
    for words, state in _STATES.items():
        for ending in (f"({words})", f" {words}"):
            if text.endswith(ending):
                return text.removesuffix(ending).rstrip(" ,;-"), state
    return text, None


def _take_mark(text: str) -> tuple[str, str]:
    match = _MARK.search(text)
    return (text[: match.start()], match[0].strip()) if match and match.start() else (text, "")


def _take_qualifier(text: str) -> tuple[str, Qualifier | None]:
    for words, qualifier in _BEFORE_PATTERNS:
        rest = text.removeprefix(words)
        if rest == text:
            continue
        # A word must end where it ends: "overt 5" is not "over".
        if words[-1].isalpha() and rest[:1].isalpha():
            continue
        return rest.strip(), qualifier
    return text, None


def _number(text: str, unit: str, label: str) -> tuple[Decimal, str] | Unclear:
    """The amount at the start of `text` in units of the measure, and what follows it."""
    match = _NUMBER.fullmatch(text)
    if match is None:
        spelt = _spelt(text, unit, label)
        return (spelt, "") if spelt is not None else Unclear()
    digits, rest = match[1].strip(), match[2].strip()
    number = _digits(digits)
    if number is None:
        return Unclear("The points, commas or spaces in it can be read in more than one way.")
    for ending in sorted(_AFTER, key=len, reverse=True):
        if rest.endswith(ending):
            rest, qualified = rest.removesuffix(ending).strip(), ending
            break
    else:
        qualified = ""
    factor = _factor(rest, unit, label)
    if isinstance(factor, Unclear):
        return factor
    decimals = len(digits.partition(".")[2])
    # "198.088" may be a point typed for a comma; beside "kg" or "k" three decimals are usual.
    if decimals == 3 and factor == 1:
        return Unclear("The point in it may stand for a comma.")
    return number * factor, qualified


def _spelt(text: str, unit: str, label: str) -> Decimal | None:
    whole = number_from_words(text)
    if whole is None:
        first, _, noun = text.rpartition(" ")
        if noun in _nouns(unit, label):
            whole = number_from_words(first)
    return None if whole is None else Decimal(whole)


def _digits(text: str) -> Decimal | None:
    if _PLAIN.fullmatch(text):
        return Decimal(text)
    if _GROUPED.fullmatch(text):
        return Decimal(text.replace(",", ""))
    if _SPACED.fullmatch(text):
        return Decimal(text.replace(" ", ""))
    return None


def _factor(words: str, unit: str, label: str) -> Decimal | Unclear:
    """By what the number is multiplied because of the `words` behind it."""
    if not words:
        return Decimal(1)
    if words in _WEIGHTS:
        return _WEIGHTS[words] if unit == "g" else Unclear("It is a weight.")
    if words in _OTHER_WEIGHTS and unit != "GBP":
        return Unclear("It is a weight in another unit.")
    if unit == "GBP" and words in _MONEY:
        return _MONEY[words]
    if unit == "%" and words in ("%", "per cent"):
        return Decimal(1)
    if "%" in words:
        return Unclear("It is a percentage.")
    multiplier, _, noun = words.partition(" ")
    if multiplier in _MULTIPLIERS and unit not in ("g", "%") and (not noun or noun in _nouns(unit, label)):
        return Decimal(_MULTIPLIERS[multiplier])
    return Decimal(1) if words in _nouns(unit, label) else Unclear()


def _nouns(unit: str, label: str) -> frozenset[str]:
    """Words that may follow the number because they only repeat what is counted."""
    if unit == "GBP":
        return frozenset({"pounds", "gbp"})
    if unit in ("g", "%"):
        return frozenset()
    nouns = {unit, "person", "persons"} if unit == "people" else {unit}
    first = label.casefold().split()[0] if label.split() else ""
    # Only a label of one word is sure to name what is counted: "arrests", not "people safeguarded".
    if first and len(label.split()) == 1:
        nouns.add(first)
    return frozenset(
        nouns
        | {noun.removesuffix("es") if noun.endswith("sses") else noun.removesuffix("s") for noun in nouns}
    )
