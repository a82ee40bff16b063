"""Whole numbers written as words, from "zero" to "ninety-nine"."""

from __future__ import annotations

_ONES = [
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
_TENS = {
    word: 10 * place
    for place, word in enumerate(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], start=2
    )
}


def number_from_words(text: str) -> int | None:
    """The number that `text` spells, or None where it spells none."""
    words = text.casefold().replace("-", " ").split()
    if len(words) == 1:
        word = words[0]
        if word == "none":
            return 0
        return _ONES.index(word) if word in _ONES else _TENS.get(word)
    if len(words) == 2 and words[0] in _TENS and words[1] in _ONES[1:10]:
        return _TENS[words[0]] + _ONES.index(words[1])
    return None
