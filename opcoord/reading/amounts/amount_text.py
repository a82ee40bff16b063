"""The grammar of figures typed as text: qualifier, currency, number, multiplier, unit, state and marks.

A text is understood as a whole or not at all: whatever is left over makes it unclear.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from opcoord.model.terms import Empty, Qualifier, State
from opcoord.reading.amounts.amount_words import (
    AFTER,
    AFTER_LONGEST_FIRST,
    BEFORE_BY_START,
    KILOS,
    MONEY,
    MONEY_ONLY,
    MULTIPLIERS,
    NO_FIGURE,
    OTHER_WEIGHTS,
    STATE_ENDS,
    STATES,
    WEIGHTS,
    NoFigure,
)
from opcoord.reading.amounts.number_words import number_from_words


@dataclass(frozen=True, slots=True)
class AmountText:
    """An amount in units of the measure (pounds, grams, things), as understood from a text."""

    amount: Decimal
    qualifier: Qualifier = Qualifier.EXACT
    state: State | None = None
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Unclear:
    """A text that was not understood, with a sentence where the reason is known."""

    why: str = ""


@dataclass(frozen=True, slots=True)
class _Start:
    """The number a text begins with, what follows it, and its digits where it was typed in digits."""

    number: Decimal
    rest: str
    digits: str = ""
    is_fraction: bool = False


_NUMBER = re.compile(r"([0-9][0-9., ]*[0-9]|[0-9])\s*(.*)", re.DOTALL)
# A group of three never begins a number with 0: "0,123" is a decimal comma or a slip.
_GROUPED = re.compile(r"[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]{1,4})?")
_SPACED = re.compile(r"[1-9][0-9]{0,2}(?: [0-9]{3})+")
_PLAIN = re.compile(r"[0-9]{1,15}(?:\.[0-9]{1,9})?")
_LONG_WITH_ZERO = re.compile(r"0[0-9]{3,}")
_BEGINS_WITH_ZERO = "It begins with 0, as a telephone number or a reference does."
_POINT_OR_COMMA = re.compile(r"[1-9][0-9]{0,2}\.[0-9]{3}")
_FRACTION = re.compile(r"(?:([0-9]{1,3}) )?(1/2|1/4|3/4)(?![0-9/.,])\s*(.*)")
_FRACTIONS = {"1/2": Decimal("0.5"), "1/4": Decimal("0.25"), "3/4": Decimal("0.75")}
_MARK = re.compile(r" ?(?:[*^~†‡§¹²³⁰⁴-⁹]{1,5}|\[(?:note ?[0-9a-z]{1,2}|[0-9a-z])\])$")
# Digits, comma and full stop of East Asian keyboards; every dash as one; fractions that are one character.
_ONE_FORM = (
    {0xFF10 + digit: str(digit) for digit in range(10)}
    | {0xFF0C: ",", 0xFF0E: "."}
    | dict.fromkeys(map(ord, "\u2010\u2011\u2012–—―−"), "-")
    | {ord("½"): " 1/2", ord("¼"): " 1/4", ord("¾"): " 3/4"}
)


def understand(text: str, unit: str, label: str) -> AmountText | NoFigure | Unclear:
    """What `text` (clean, in one line) says of a measure called `label` in `unit`."""
    folded = (text if text.isascii() else text.translate(_ONE_FORM)).casefold().strip()
    if folded.isdecimal() and folded.isascii() and len(folded) <= 15:
        return Unclear(_BEGINS_WITH_ZERO) if _LONG_WITH_ZERO.match(folded) else AmountText(Decimal(folded))
    if no_figure := _no_figure(folded, unit):
        return no_figure
    if folded.startswith("-"):
        return Unclear("It must not be negative." if any(map(str.isdigit, folded)) else "")
    rest, state = _take_state(folded)
    rest, mark = _take_mark(rest)
    rest, qualifier = _take_qualifier(rest)
    rest, in_pounds = _take_currency(rest)
    if in_pounds and unit != "GBP":
        return Unclear("It is an amount of money.")
    amount = _number(rest, unit, label, in_pounds)
    if isinstance(amount, Unclear):
        return amount
    number, ending = amount
    if ending:
        before, after = qualifier, AFTER[ending]
        if before is not None and before is not after:
            return Unclear()
        qualifier = after
    return AmountText(number, qualifier or Qualifier.EXACT, state, mark)


def _no_figure(text: str, unit: str) -> NoFigure | None:
    if set(text) <= {"-", " "}:
        return NoFigure(Empty.NOT_ANSWERED, why="may mean 0 or not known")
    text = text.replace(" / ", "/")
    if unit == "GBP":
        text = text.removeprefix("£").strip() or text
    return NO_FIGURE.get(text) or NO_FIGURE.get(text.removesuffix("."))


def _take_state(text: str) -> tuple[str, State | None]:
    if text[-1:] in STATE_ENDS:
        for words, state in STATES.items():
            for ending in (f"({words})", f" {words}"):
                if text.endswith(ending):
                    return text.removesuffix(ending).rstrip(" ,;-"), state
    return text, None


def _take_mark(text: str) -> tuple[str, str]:
    match = None if text[-1:].isalnum() and text.isascii() else _MARK.search(text)
    return (text[: match.start()], match[0].strip()) if match and match.start() else (text, "")


def _take_qualifier(text: str) -> tuple[str, Qualifier | None]:
    for words, qualifier in BEFORE_BY_START.get(text[:1], ()):
        rest = text.removeprefix(words)
        if rest == text:
            continue
        # A word must end where it ends: "overt 5" is not "over", and "c5" may be the name of a cell.
        if words[-1].isalpha() and (rest[:1].isalpha() or (len(words) == 1 and rest[:1] != " ")):
            continue
        return rest.strip(), qualifier
    return text, None


def _take_currency(text: str) -> tuple[str, bool]:
    for sign in ("£", "gbp "):
        if text.startswith(sign):
            return text.removeprefix(sign).strip(), True
    return text, False


def _number(text: str, unit: str, label: str, in_pounds: bool) -> tuple[Decimal, str] | Unclear:
    """The amount at the start of `text` in units of the measure, and the qualifier's words behind it."""
    start = _start(text)
    if isinstance(start, Unclear):
        return start
    rest, qualified = _take_ending(start.rest.strip())
    factor = _factor(rest, unit, label)
    if isinstance(factor, Unclear):
        return factor
    if start.is_fraction and rest not in WEIGHTS and rest.partition(" ")[0] not in MULTIPLIERS:
        return Unclear("It is a fraction.")
    if in_pounds and rest in ("p", "pence"):
        return Unclear("It says pounds and pence at once.")
    if _POINT_OR_COMMA.fullmatch(start.digits) and rest not in KILOS and factor != 1_000_000:
        return Unclear("The point in it may stand for a comma.")
    return start.number * factor, qualified


def _start(text: str) -> _Start | Unclear:
    """The number that `text` begins with: a fraction, digits or words."""
    if fraction := _FRACTION.fullmatch(text):
        number = Decimal(fraction[1] or 0) + _FRACTIONS[fraction[2]]
        return _Start(number, fraction[3], is_fraction=True)
    match = _NUMBER.fullmatch(text.removesuffix("."))
    if match is None:
        return _spelt(text) or Unclear()
    if _LONG_WITH_ZERO.match(match[1]):
        return Unclear(_BEGINS_WITH_ZERO)
    read = _digits(match[1])
    if read is None:
        return Unclear("The points, commas or spaces in it can be read in more than one way.")
    return _Start(read, match[2], match[1])


def _take_ending(text: str) -> tuple[str, str]:
    for ending in AFTER_LONGEST_FIRST if text else ():
        rest = text.removesuffix(ending)
        if rest != text and not (ending[0].isalpha() and rest[-1:].isalpha()):
            return rest.strip(), ending
    return text, ""


def _spelt(text: str) -> _Start | None:
    """The number that the first words of `text` spell, as many of them as make one."""
    words = text.split()
    for count in range(min(len(words), 5), 0, -1):
        whole = number_from_words(" ".join(words[:count]))
        if whole is not None:
            return _Start(Decimal(whole), " ".join(words[count:]))
    return None


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
    if words in WEIGHTS:
        return WEIGHTS[words] if unit == "g" else Unclear("It is a weight.")
    if words in OTHER_WEIGHTS and unit != "GBP":
        return Unclear("It is a weight in another unit.")
    if unit == "GBP" and words in MONEY:
        return MONEY[words]
    if unit == "%" and words in ("%", "per cent"):
        return Decimal(1)
    if "%" in words:
        return Unclear("It is a percentage.")
    multiplier, _, noun = words.partition(" ")
    if multiplier in MONEY_ONLY and unit != "GBP":
        return Unclear("The letter behind the number may mean million or something else.")
    if multiplier in MULTIPLIERS and unit not in ("g", "%") and (not noun or noun in nouns(unit, label)):
        return Decimal(MULTIPLIERS[multiplier])
    return Decimal(1) if words in nouns(unit, label) else Unclear()


@lru_cache(maxsize=1_000)
def nouns(unit: str, label: str) -> frozenset[str]:
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
