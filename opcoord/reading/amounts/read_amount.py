"""From what a figure cell says to an amount, or to the question that must be asked. Never a guess."""

from __future__ import annotations

import datetime as dt
import math
import re
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import NamedTuple

from opcoord.model.terms import Empty, Qualifier, State
from opcoord.model.units import format_amount, stored_per_unit
from opcoord.reading.amounts.amount_text import AmountText, Unclear, nouns, understand
from opcoord.reading.amounts.amount_words import NoFigure
from opcoord.reading.amounts.number_formats import Shown, shown
from opcoord.reading.texts import LONGEST_LOOKED_AT, clean, one_line, quoted

# Arithmetic in binary leaves dust this far behind the point; anything larger was typed or computed.
_DUST = Decimal("1e-9")
_NEGATIVE = "It must not be negative."
_TOO_LARGE = "It is too large to be right."
_LARGEST = Decimal(10) ** 12
#: Number formats that show a whole number as it is.
_PLAIN_FORMATS = frozenset({"General", "0", "#,##0"})
_UNIT_NAMES = {"GBP": "an amount of money in pounds", "g": "a weight in grams", "%": "a whole per cent"}
_TOO_FINE = {"GBP": "in pounds and whole pence", "g": "in grams, no finer than a milligram"}
# A right-to-left mark makes a screen show other figures than the text holds, in another order.
_TURNED = re.compile("[\u200f\u202b\u202e\u2067]")
# Digits on two lines, or more than one space apart, are two numbers as likely as one.
_APART = re.compile(r"[0-9](?:\s{2,}|[^\S\u0020\u00a0\u2007\u2009\u202f])[0-9]")


class AmountReading(NamedTuple):
    """What one figure cell was understood to say.

    `amount` is in stored units. `question` is set where it was not understood: what must be told (a sentence)
    and `remedy` what to do; then `amount` is None. `doubt` is a sentence for a warning beside an amount.
    `conversion` says what was made of the text, and `state` is set where the cell itself names one. `mark` is
    what was glued to the number ("*"), to be kept as a note.
    """

    amount: int | None = None
    qualifier: Qualifier = Qualifier.EXACT
    empty: Empty | None = None
    state: State | None = None
    conversion: str = ""
    doubt: str = ""
    question: str = ""
    remedy: str = ""
    mark: str = ""


def read_amount(
    value: object, unit: str, label: str = "The figure", number_format: str = "General"
) -> AmountReading:
    """The amount that a cell with `value` gives for a measure called `label`, counted in `unit`."""
    if value is None:
        return AmountReading(empty=Empty.NOT_ANSWERED)
    if type(value) is int and 0 <= value <= _LARGEST and number_format in _PLAIN_FORMATS:
        return _counted(value, unit)
    if isinstance(value, bool):
        return _ask(label, unit, str(value).upper())
    if isinstance(value, dt.date | dt.time | dt.timedelta):
        return _ask(label, unit, str(value), "The cell holds a date or time.")
    if isinstance(value, int | float | Decimal):
        return _from_number(value, unit, label, number_format)
    return _from_text(str(value), unit, label)


def expected(unit: str) -> str:
    """What a figure in `unit` must be, for a sentence: "a whole number"."""
    return _UNIT_NAMES.get(unit, "a whole number")


@lru_cache(maxsize=2_000)
def _counted(number: int, unit: str) -> AmountReading:
    """A whole number in a cell that shows it as it is, which most figures are."""
    return AmountReading(number * stored_per_unit(unit), empty=None if number else Empty.ZERO)


def _from_number(value: int | float | Decimal, unit: str, label: str, number_format: str) -> AmountReading:
    if isinstance(value, int) and abs(value) > _LARGEST:
        # Python refuses to write numbers of thousands of digits.
        return _ask(label, unit, "a very long number", _TOO_LARGE)
    said = str(value)
    if isinstance(value, float) and not math.isfinite(value):
        return _ask(label, unit, said)
    # The shortest text of a float is what a person typed; the binary number itself never is.
    amount = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    if amount < 0:
        return _ask(label, unit, said, _NEGATIVE)
    seen = shown(amount, number_format)
    other = {word.casefold() for word in seen.words}
    other -= _own_words(unit, label) if other else set()
    if other and not _scales_alike(amount, seen, other, unit):
        return _ask(label, unit, said, f"The cell shows it as {quoted(', '.join(sorted(other)))}.")
    conversion = ""
    if seen.is_percent:
        if unit != "%":
            return _ask(label, unit, said, "The cell shows it as a percentage.")
        amount *= 100
        conversion = f"{said} shown as {amount.normalize():f}%"
    reading = _stored(amount, unit, label, said)
    if reading.question:
        return reading
    return reading._replace(conversion=conversion, doubt=_hidden_by_format(amount, seen, label))


def _own_words(unit: str, label: str) -> set[str]:
    """Words that may stand beside the number because they only repeat the measure's unit or name."""
    return {"GBP": {"£", "gbp", "pounds"}, "g": {"g", "grams"}}.get(unit, {unit, *nouns(unit, label)})


def _scales_alike(amount: Decimal, seen: Shown, words: set[str], unit: str) -> bool:
    """Whether the format shows a thousandth and says so: 2,500 shown as "2.5k", or 2,500 g as "2.5kg"."""
    if seen.amount is None or words - {"k", "m", "kg"} or len(words) != 1:
        return False
    factor = {"k": 1000, "kg": 1000, "m": 1_000_000}[next(iter(words))]
    if ("kg" in words) != (unit == "g"):
        return False
    # Half a unit of the last place shown is what rounding may take away.
    exponent = seen.amount.as_tuple().exponent
    step = Decimal(1).scaleb(exponent) if isinstance(exponent, int) else Decimal(1)
    return abs(amount / factor - seen.amount) * 2 <= step and seen.amount * factor != seen.amount


def _hidden_by_format(amount: Decimal, seen: Shown, label: str) -> str:
    """The doubt about a cell that shows something else than it holds; empty where both agree."""
    if seen.certain and seen.amount == amount and not seen.signs:
        return ""
    holds = f"{amount.normalize():,f}"
    if not seen.certain:
        return f"{label} holds {holds}, but its number format may show something else."
    if seen.amount is None:
        shows = quoted(seen.signs) if seen.signs else "nothing"
    elif abs(seen.amount - amount) > _DUST or seen.signs:
        shows = " ".join((f"{seen.amount.normalize():,f}", *seen.words, *seen.signs.split()))
    else:
        return ""
    return f"{label} shows {shows} in its cell, but the cell holds {holds}. The number it holds was taken."


def _from_text(text: str, unit: str, label: str) -> AmountReading:
    cleaned = one_line(clean(text[: LONGEST_LOOKED_AT + 1])[0])
    if not cleaned:
        return AmountReading(empty=Empty.NOT_ANSWERED)
    if len(text) > 200:
        return _ask(label, unit, text)
    if _TURNED.search(text):
        return _ask(label, unit, text, "It holds an invisible mark that turns the order of its figures.")
    if _APART.search(text.strip()):
        return _ask(label, unit, text, "It holds two numbers, or one that can be read in more than one way.")
    understood = understand(cleaned, unit, label)
    if isinstance(understood, Unclear):
        return _ask(label, unit, text, understood.why)
    if isinstance(understood, NoFigure):
        return _no_figure(understood, text, label)
    return _from_understood(understood, unit, label, text)


def _no_figure(found: NoFigure, text: str, label: str) -> AmountReading:
    said, taken = quoted(text), found.empty.value
    doubt = f"{label} says {said}, which {found.why}. It was taken as {taken}, never as 0."
    return AmountReading(
        amount=0 if found.empty is Empty.NIL else None,
        empty=found.empty,
        state=State.WITHHELD if found.empty is Empty.WITHHELD else None,
        conversion=f"{said} read as {taken}",
        doubt="" if found.certain else doubt,
    )


def _from_understood(found: AmountText, unit: str, label: str, text: str) -> AmountReading:
    reading = _stored(found.amount, unit, label, text)
    if reading.question or reading.amount is None:
        return reading
    doubt, said = "", quoted(text)
    if found.mark:
        doubt = f"{label} says {said}. The mark {quoted(found.mark)} is kept as a note; ask what it means."
    words = "" if found.qualifier is Qualifier.EXACT else f"{found.qualifier.value} "
    return AmountReading(
        amount=reading.amount,
        qualifier=found.qualifier,
        empty=reading.empty,
        state=found.state,
        conversion=f"{said} read as {words}{format_amount(reading.amount, unit)}",
        doubt=doubt,
        mark=found.mark,
    )


def _stored(amount: Decimal, unit: str, label: str, said: str) -> AmountReading:
    """`amount` of `unit` in stored units, or the question why it cannot be one."""
    if amount < 0:
        return _ask(label, unit, said, _NEGATIVE)
    if amount > _LARGEST:
        return _ask(label, unit, said, _TOO_LARGE)
    try:
        scaled = amount * stored_per_unit(unit)
        whole = scaled.to_integral_value()
    except InvalidOperation:
        return _ask(label, unit, said)
    if abs(scaled - whole) > _DUST * stored_per_unit(unit):
        fine = _TOO_FINE.get(unit)
        return _ask(label, unit, said, f"It must be {fine}." if fine else "")
    return AmountReading(amount=int(whole), empty=Empty.ZERO if whole == 0 else None)


def _ask(label: str, unit: str, said: str, why: str = "") -> AmountReading:
    sentence = f"{label} must be {expected(unit)}."
    return AmountReading(
        question=" ".join(part for part in (sentence, f"It says {quoted(said)}.", why) if part),
        remedy="Ask the force what is meant and have the number alone typed into the cell, or the cell left blank.",
    )
