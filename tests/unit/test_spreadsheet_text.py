"""What is copied into a spreadsheet stays what it was: imported text is text, an amount is a number."""

from __future__ import annotations

import pytest

from opcoord.model.spreadsheet_text import pasted


@pytest.mark.parametrize(
    "text",
    [
        "=1+1", "=cmd|'/c calc'!A1", "+1", "-1+1", "@SUM(1)", "\t=1", "\r=1", "\uff1d1+1", '"=1"', " =1", "\u200b=1",
        "\xa0@x", "-", '=HYPERLINK("http://x","y")', "\x00=1", "\ufeff+1", "+44 7700", "\uff0d1",
    ],
)  # fmt: skip
def test_imported_text_never_becomes_a_formula(text: str) -> None:
    for number in (False, True):
        if number and text == "+1":
            continue
        made = pasted(text, number)
        assert made.startswith("'"), made
        assert not set(made) & set("\t\r\n\x00")


@pytest.mark.parametrize(
    ("text", "made"),
    [("−8", "-8"), ("-5", "-5"), ("+160.0 %", "+160.0 %"), ("£131,000", "£131,000"), ("−£75.50", "-£75.50")],
)
def test_an_amount_stays_a_number(text: str, made: str) -> None:
    assert pasted(text, number=True) == made


def test_other_text_is_left_alone_on_one_line() -> None:
    assert pasted("Avon and\nSomerset") == "Avon and Somerset"
    assert pasted("2 of 5") == "2 of 5"
    assert pasted("no return", number=True) == "no return"
    assert pasted(None) == ""
    assert pasted("  ") == "  "
    assert pasted("a\tb\x0bc") == "a b c"
    assert pasted("Überfall 日本") == "Überfall 日本"
