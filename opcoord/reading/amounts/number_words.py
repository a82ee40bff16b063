"""Whole numbers written as words, from "zero" to "nine hundred and ninety-nine"."""

from __future__ import annotations

_ONES = {
    word: number
    for number, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
}
_TENS = {
    word: 10 * place
    for place, word in enumerate(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], start=2
    )
}


def number_from_words(text: str) -> int | None:
    """The number that `text` spells, or None where it spells none."""
    words = text.casefold().replace("-", " ").split()
    if words == ["none"]:
        return 0
    if len(words) >= 2 and words[1] == "hundred":
        hundreds, rest = _ONES.get(words[0], 0), words[2:]
        if not 1 <= hundreds <= 9:
            return None
        if not rest:
            return 100 * hundreds
        below = _below_hundred(rest[1:] if rest[0] == "and" else rest)
        return 100 * hundreds + below if below else None
    return _below_hundred(words)


def _below_hundred(words: list[str]) -> int | None:
    if len(words) == 1:
        return _ONES.get(words[0], _TENS.get(words[0]))
    if len(words) == 2 and words[0] in _TENS and 1 <= _ONES.get(words[1], 0) <= 9:
        return _TENS[words[0]] + _ONES[words[1]]
    return None
