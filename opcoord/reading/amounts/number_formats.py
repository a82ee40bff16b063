"""What a cell shows of the number that it holds: a number format can hide it, scale it, round it or add to it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

_LONGEST = 200
_CURRENCIES = "£€$¥"
# Quoted text; an escaped character; a space as wide as a character, or a filler; a currency of a locale, as in
# [$€-2]; another bracket (a colour or a condition); or one character.
_TOKEN = re.compile(
    r'"(?P<text>[^"]*)"|\\(?P<escaped>.)|[_*].|\[\$(?P<currency>[^\]-]*)[^\]]*\]|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<general>General)|(?P<char>.)",
    re.IGNORECASE | re.DOTALL,
)
_DIGITS = "0#?"
#: Characters that dress a number without saying anything about it.
_PLAIN = frozenset(" :'\u00a0")


@dataclass(frozen=True, slots=True)
class Shown:
    """How a cell shows an amount of 0 or more.

    `amount` is what its digits say, None where it shows no digits. `words` are texts with letters or
    currencies that it adds, `signs` other texts. `is_percent` where it shows a hundred times what it holds;
    `amount` is then that. `certain` is False where the format was not understood.
    """

    amount: Decimal | None
    words: tuple[str, ...] = ()
    signs: str = ""
    is_percent: bool = False
    certain: bool = True


def shown(amount: Decimal, number_format: str) -> Shown:
    """What a cell with `number_format` (in the file's own notation) shows of `amount`."""
    tokens = [match for match in _TOKEN.finditer(number_format[:_LONGEST])]
    sections: list[list[re.Match[str]]] = [[]]
    for token in tokens:
        if token["char"] == ";":
            sections.append([])
        else:
            sections[-1].append(token)
    if any(token["bracket"] and token["bracket"][0] in "<>=" for token in tokens):
        return Shown(amount, certain=False)
    section = sections[2] if amount == 0 and len(sections) > 2 else sections[0]
    if not number_format:
        return Shown(amount)
    return _of_section(amount, section)


def _of_section(amount: Decimal, section: list[re.Match[str]]) -> Shown:
    pattern = ""
    words, signs = [], ""
    for token in section:
        literal = token["text"] or token["escaped"] or token["currency"] or ""
        char = token["char"] or ""
        if token["general"]:
            pattern += "@"
        elif char and char in _DIGITS + ".,%@/eE":
            pattern += char
        elif char.isalpha():
            # A letter that is no text stands for a part of a date or an era.
            return Shown(amount, certain=False)
        elif any(each.isalpha() or each in _CURRENCIES for each in literal + char):
            words.append((literal + char).strip())
        else:
            # The accounting formats show 0 as a dash; before another number it would look like less than 0.
            plain = _PLAIN | {"-"} if amount == 0 else _PLAIN
            signs += "".join(each for each in literal + char if each not in plain)
    is_percent = "%" in pattern
    return Shown(_digits(amount, pattern), tuple(words), signs, is_percent, not set(pattern) & set("/eE"))


def _digits(amount: Decimal, pattern: str) -> Decimal | None:
    """What the digits say that `pattern` (placeholders, points, commas, per cent) makes of `amount`."""
    if "%" in pattern:
        amount *= 100
    if "@" in pattern or set(pattern) & set("/eE"):
        return amount
    pattern = pattern.replace("%", "")
    if not any(each in _DIGITS for each in pattern):
        # A zero shown as "-" by the accounting formats has a placeholder too: "??".
        return None
    whole, _, decimals = pattern.partition(".")
    scaled = len(whole) - len(whole.rstrip(","))
    scaled += len(decimals) - len(decimals.rstrip(",")) if decimals else 0
    places = sum(each in _DIGITS for each in decimals)
    return (amount / 1000**scaled).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
