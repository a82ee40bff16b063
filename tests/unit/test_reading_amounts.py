"""Figures as forces type them: understood as a whole, or asked about."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opcoord.model.terms import Empty, Qualifier
from opcoord.model.units import from_stored
from opcoord.reading.amounts import read_amount

TABLE = Path(__file__).parents[1] / "files" / "figures_as_typed.txt"


def cases(section: str) -> list[tuple[str, str, str]]:
    """Unit, cell text and outcome of each line of one section of the table."""
    text = TABLE.read_text(encoding="utf-8").partition(f"[{section}]\n")[2].partition("\n\n")[0]
    lines = [line.split("|", 1) for line in text.splitlines() if line and not line.startswith("#")]
    parted = [(unit, *rest.rpartition("|")[::2]) for unit, rest in lines]
    return [(unit.strip(), said.strip().replace("␠", " "), outcome.strip()) for unit, said, outcome in parted]


LABELS = {"people": "Arrests", "GBP": "Cash seized", "g": "Heroin weight"}


@pytest.mark.parametrize(("unit", "said", "outcome"), cases("understood"))
def test_an_amount_is_understood(unit: str, said: str, outcome: str) -> None:
    reading = read_amount(said, unit, LABELS.get(unit, "Things"))
    assert not reading.question
    doubted = "!" if reading.doubt else ""
    state = f" {reading.state.value}" if reading.state else ""
    assert f"{doubted}{reading.qualifier.value} {reading.amount}{state}" == outcome
    assert reading.empty is (Empty.ZERO if reading.amount == 0 else None)
    assert reading.conversion


@pytest.mark.parametrize(("unit", "said", "outcome"), cases("empty"))
def test_words_for_no_figure_keep_their_kind(unit: str, said: str, outcome: str) -> None:
    reading = read_amount(said, unit)
    assert not reading.question
    assert reading.empty is not None
    assert ("!" if reading.doubt else "") + reading.empty.value == outcome
    assert reading.amount == (0 if reading.empty is Empty.NIL else None)


@pytest.mark.parametrize(("unit", "said", "reason"), cases("asked"))
def test_whatever_is_unsure_is_asked(unit: str, said: str, reason: str) -> None:
    reading = read_amount(said, unit, LABELS.get(unit, "Things"))
    assert reading.amount is None and reading.empty is None
    assert said in reading.question
    assert reason in reading.question
    assert reading.remedy


@pytest.mark.parametrize(
    ("unit", "value", "stored"),
    [
        ("people", 22, 22),
        ("people", 22.0, 22),
        ("people", 2.9999999999, 3),
        ("GBP", 362853.1, 36285310),
        ("GBP", 0.1 + 0.2, 30),
        ("g", 2500.5, 2500500),
        ("people", 0, 0),
    ],
)
def test_a_number_is_taken_exactly(unit: str, value: float, stored: int) -> None:
    assert read_amount(value, unit).amount == stored


@pytest.mark.parametrize(
    ("unit", "value"),
    [
        ("people", 2.5),
        ("people", 2.9999999),
        ("people", -1),
        ("people", True),
        ("people", float("nan")),
        ("people", float("inf")),
        ("people", 1e20),
        ("GBP", 33.333333),
        ("g", 12.34567),
        ("people", dt.datetime(2024, 3, 4)),
        ("people", dt.time(4, 3)),
    ],
)
def test_a_number_that_cannot_be_right_is_asked(unit: str, value: object) -> None:
    reading = read_amount(value, unit)
    assert reading.question and reading.amount is None


@pytest.mark.parametrize(
    ("unit", "number_format", "taken"),
    [
        ("GBP", '"£"#,##0.00', True),
        ("GBP", "[$£-809]#,##0", True),
        ("GBP", '_-£* #,##0.00_-;-£* #,##0.00_-;_-£* "-"??_-;_-@_-', True),
        ("GBP", "[$€-2]#,##0", False),
        ("GBP", '0.0"k"', False),
        ("g", '0.0"kg"', False),
        ("g", '0.0" g"', True),
        ("people", "0%", False),
        ("people", '"£"0', False),
        ("people", "#,##0;[Red]-#,##0", True),
        ("people", '0" people"', True),
    ],
)
def test_what_the_cell_shows_beside_the_number_counts(unit: str, number_format: str, taken: bool) -> None:
    assert bool(read_amount(3, unit, "It", number_format).question) is not taken


def test_a_number_too_long_to_write_is_asked() -> None:
    assert "too large" in read_amount(10**5000, "people").question


def test_a_blank_cell_is_not_answered_and_never_zero() -> None:
    reading = read_amount(None, "people")
    assert (reading.amount, reading.empty, reading.question) == (None, Empty.NOT_ANSWERED, "")


@given(st.text(max_size=300), st.sampled_from(["people", "GBP", "g", "%", "plants"]))
def test_no_text_breaks_it_and_every_text_is_answered_or_asked(text: str, unit: str) -> None:
    reading = read_amount(text, unit)
    assert (reading.amount is not None) + (reading.empty is not None) + bool(reading.question) >= 1
    assert reading.amount is None or reading.amount >= 0


@given(
    st.integers(0, 10**12), st.sampled_from([each for each in Qualifier]), st.sampled_from(["people", "GBP"])
)
def test_what_is_printed_can_be_typed_again(stored: int, qualifier: Qualifier, unit: str) -> None:
    words = "" if qualifier is Qualifier.EXACT else f"{qualifier.value} "
    amount = from_stored(stored, unit)
    written = f"{amount:,.2f}" if unit == "GBP" else f"{amount:,}"
    reading = read_amount(f"{words}{written}", unit)
    assert (reading.amount, reading.qualifier) == (stored, qualifier)
