"""What a cell shows of the number that it holds: a number format can hide it, scale it, round it or add to it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

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


@dataclass(frozen=True, slots=True)
class _Section:
    """One section of a number format, taken apart: its placeholders and the texts around them.

    `signs_of_zero` are those beside a 0. `certain` is False where the section was not understood.
    """

    pattern: str
    words: tuple[str, ...] = ()
    signs: str = ""
    signs_of_zero: str = ""
    certain: bool = True


def shown(amount: Decimal, number_format: str) -> Shown:
    """What a cell with `number_format` (in the file's own notation) shows of `amount`."""
    if not number_format:
        return Shown(amount)
    sections = _sections(number_format[:_LONGEST])
    section = sections[2] if amount == 0 and len(sections) > 2 else sections[0]
    if not section.certain:
        return Shown(amount, certain=False)
    pattern = section.pattern
    signs = section.signs if amount else section.signs_of_zero
    digits = _digits(amount, pattern)
    return Shown(digits, section.words, signs, "%" in pattern, not set(pattern) & set("/eE"))


@lru_cache(maxsize=500)
def _sections(number_format: str) -> tuple[_Section, ...]:
    """The sections of a number format: of numbers, and where there are three the last of 0."""
    tokens = [match for match in _TOKEN.finditer(number_format)]
    if any(token["bracket"] and token["bracket"][0] in "<>=" for token in tokens):
        # A condition may show anything of any number.
        return (_Section("", certain=False),)
    sections: list[list[re.Match[str]]] = [[]]
    for token in tokens:
        if token["char"] == ";":
            sections.append([])
        else:
            sections[-1].append(token)
    return tuple(map(_section, sections))


def _section(tokens: list[re.Match[str]]) -> _Section:
    pattern = ""
    words, signs = [], ""
    for token in tokens:
        literal = token["text"] or token["escaped"] or token["currency"] or ""
        char = token["char"] or ""
        if token["general"]:
            pattern += "@"
        elif char and char in _DIGITS + ".,%@/eE":
            pattern += char
        elif char.isalpha():
            # A letter that is no text stands for a part of a date or an era.
            return _Section("", certain=False)
        elif any(each.isalpha() or each in _CURRENCIES for each in literal + char):
            words.append((literal + char).strip())
        else:
            signs += "".join(each for each in literal + char if each not in _PLAIN)
    # The accounting formats show 0 as a dash; before another number it would look like less than 0.
    return _Section(pattern, tuple(words), signs, signs.replace("-", ""))


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
