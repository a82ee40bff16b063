"""Figures as forces type them: understood as a whole, or asked about."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opcoord.model.terms import Empty, Qualifier
from opcoord.model.units import from_stored
from opcoord.reading.amounts.read_amount import AmountReading, read_amount

TABLE = Path(__file__).parents[1] / "files" / "figures_as_typed.txt"
SPACES = str.maketrans({"␠": " ", "⏎": "\n", "␢": "\u00a0", "␣": "\u2009"})
LABELS = {"people": "Arrests", "GBP": "Cash seized", "g": "Heroin weight"}


def cases(section: str) -> list[tuple[str, str, str]]:
    """Unit, cell text and outcome of each line of one section of the table."""
    text = TABLE.read_text(encoding="utf-8").partition(f"[{section}]\n")[2].partition("\n\n")[0]
    lines = [line.split("|", 1) for line in text.splitlines() if line and not line.startswith("# ")]
    parted = [(unit, *rest.rpartition("|")[::2]) for unit, rest in lines]
    return [(unit.strip(), said.strip().translate(SPACES), outcome.strip()) for unit, said, outcome in parted]


UNDERSTOOD, EMPTY, ASKED = cases("understood"), cases("empty"), cases("asked")


def read(unit: str, said: str) -> AmountReading:
    return read_amount(said, unit, LABELS.get(unit, "Things"))


def as_written(reading: AmountReading) -> str:
    """A reading as the table writes it; "asked" for a question."""
    if reading.question:
        return "asked"
    doubted = "!" if reading.doubt else ""
    if reading.empty not in (None, Empty.ZERO):
        return f"{doubted}{reading.empty.value}"
    state = f" {reading.state.value}" if reading.state else ""
    mark = f" <{reading.mark}>" if reading.mark else ""
    return f"{doubted}{reading.qualifier.value} {reading.amount}{state}{mark}"


@pytest.mark.parametrize(("unit", "said", "outcome"), UNDERSTOOD)
def test_an_amount_is_understood(unit: str, said: str, outcome: str) -> None:
    reading = read(unit, said)
    assert as_written(reading) == ("asked" if outcome.startswith("?") else outcome)
    assert reading.empty is (Empty.ZERO if reading.amount == 0 else None)
    assert bool(reading.conversion) is not bool(reading.question)


@pytest.mark.parametrize(("unit", "said", "outcome"), EMPTY)
def test_words_for_no_figure_keep_their_kind(unit: str, said: str, outcome: str) -> None:
    reading = read(unit, said)
    assert as_written(reading) == ("asked" if outcome.startswith("?") else outcome)
    assert reading.amount == (0 if reading.empty is Empty.NIL else None)


@pytest.mark.parametrize(("unit", "said", "reason"), ASKED)
def test_whatever_is_unsure_is_asked(unit: str, said: str, reason: str) -> None:
    reading = read(unit, said)
    assert reading.amount is None and reading.empty is None
    assert " ".join(said.split()) in reading.question
    assert reason in reading.question
    assert reading.remedy


def test_no_amount_in_the_corpus_is_taken_for_another() -> None:
    assert len(UNDERSTOOD) + len(EMPTY) + len(ASKED) >= 450
    wrong = [
        f"{said!r} ({unit}) was read as {as_written(read(unit, said))}, not {outcome}"
        for unit, said, outcome in [*UNDERSTOOD, *EMPTY, *((unit, said, "asked") for unit, said, _ in ASKED)]
        if as_written(read(unit, said)) not in ("asked", outcome)
    ]
    assert wrong == []


def test_of_the_amounts_a_clerk_would_take_at_most_one_in_ten_is_asked() -> None:
    clear = [*UNDERSTOOD, *EMPTY]
    asked = [said for unit, said, _ in clear if read(unit, said).question]
    share = len(asked) / len(clear)
    assert share <= 0.10, f"{len(asked)} of {len(clear)} ({share:.1%}) are asked: {asked}"


def test_a_dash_alone_is_not_answered_and_says_what_else_it_may_mean() -> None:
    reading = read("people", "-")
    assert "may mean 0" in reading.doubt and "never as 0" in reading.doubt


def test_a_mark_is_kept() -> None:
    reading = read("people", "5^**")
    assert (reading.amount, reading.mark) == (5, "^**")
    assert "'^**' is kept as a note" in reading.doubt


def test_a_text_that_a_screen_shows_in_another_order_is_asked() -> None:
    assert read("people", "\u202e12").question
    assert read("people", "12\u200e").amount == 12


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


@pytest.mark.parametrize(
    ("unit", "value", "number_format", "shows"),
    [
        ("count", 2500, "0.0,", "2.5"),
        ("count", 2500, '#,##0,"k"', "3 k"),
        ("count", 2600, '#,##0,"k"', "3 k"),
        ("GBP", 2500, '"£"0.0,"k"', "£"),
        ("g", 2500, '0.0,"kg"', "2.5 kg"),
        ("GBP", 2500000, "0.0,,", "2.5"),
        ("count", 12, ";;;", "nothing"),
        ("count", 0, "0;-0;;@", "nothing"),
        ("GBP", 131.5, "0", "132"),
        ("GBP", 51853.27, "#,##0", "51,853"),
        ("count", 12, '0"+"', "12 +"),
        ("count", 12, '"<"0', "12 <"),
        ("count", 12, '"-"0', "12 -"),
        ("count", 12, "(0)", "12 ()"),
        ("count", 12, "# ?/?", "may show something else"),
        ("count", 12, "[>9]0,;0", "may show something else"),
        ("count", 12, "yyyy", "may show something else"),
    ],
)
def test_a_cell_that_shows_something_else_than_it_holds_is_doubted(
    unit: str, value: float, number_format: str, shows: str
) -> None:
    reading = read_amount(value, unit, "It", number_format)
    assert reading.amount == value * {"GBP": 100, "g": 1000}.get(unit, 1)
    assert reading.doubt and shows in reading.doubt
    assert f"{Decimal(str(value)):,}" in reading.doubt


@pytest.mark.parametrize(
    ("value", "number_format"),
    [
        (1234567, "#,##0"),
        (1234567, "General"),
        (1234567, ""),
        (1234567, "@"),
        (131.5, "#,##0.00"),
        (131.5, "0.0#"),
        (0, '_-£* #,##0.00_-;-£* #,##0.00_-;_-£* "-"??_-;_-@_-'),
        (12, "_-£* #,##0_-;-£* #,##0_-"),
        (12, "[Red]0;[Blue]-0"),
        (12, "_(* #,##0_);(#,##0)"),
    ],
)
def test_a_cell_that_shows_what_it_holds_is_not_doubted(value: float, number_format: str) -> None:
    reading = read_amount(value, "GBP", "It", number_format)
    assert (reading.amount, reading.doubt, reading.question) == (value * 100, "", "")


@pytest.mark.parametrize(
    "text", ["[" * 300, '"' * 201, ";" * 300, "\\" * 201, "_" * 201, "0" * 5000, ",." * 300]
)
def test_no_number_format_breaks_it(text: str) -> None:
    reading = read_amount(12, "count", "It", text)
    assert reading.amount == 12 or reading.question


@given(st.text(max_size=60), st.integers(0, 10**9))
def test_a_number_is_never_changed_by_its_format(number_format: str, value: int) -> None:
    reading = read_amount(value, "count", "It", number_format)
    assert reading.amount == value or reading.question


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


BEFORE = {
    "": Qualifier.EXACT,
    "at least ": Qualifier.AT_LEAST,
    "≥": Qualifier.AT_LEAST,
    "over ": Qualifier.OVER,
    "> ": Qualifier.OVER,
    "approx. ": Qualifier.ABOUT,
    "c.": Qualifier.ABOUT,
    "~": Qualifier.ABOUT,
    "almost ": Qualifier.ALMOST,
    "up to ": Qualifier.UP_TO,
    "<": Qualifier.UNDER,
}
GROUPING = st.sampled_from(["", ",", " ", "\u00a0", "\u2009", "\u202f"])


@given(
    st.integers(0, 10**9),
    st.sampled_from(["people", "GBP", "g", "%", "plants"]),
    st.sampled_from(sorted(BEFORE)),
    GROUPING,
    st.sampled_from(["", "*", " ", "\t"]),
)
def test_a_whole_number_reads_back_in_every_style(
    number: int, unit: str, before: str, grouping: str, after: str
) -> None:
    pounds = "£" if unit == "GBP" else ""
    reading = read(unit, f"{before}{pounds}{number:,}{after}".replace(",", grouping))
    stored = number * {"GBP": 100, "g": 1000}.get(unit, 1)
    assert (reading.amount, reading.qualifier) == (stored, BEFORE[before])


@given(
    st.integers(1, 10**7),
    st.sampled_from(
        [
            ("g", "kg", 1_000_000),
            ("g", " kilos", 1_000_000),
            ("g", "g", 1_000),
            ("GBP", "k", 100_000),
            ("GBP", "m", 100_000_000),
            ("people", "k", 1_000),
        ]
    ),
)
def test_a_number_with_decimals_reads_back_in_every_style(
    hundredths: int, style: tuple[str, str, int]
) -> None:
    unit, after, factor = style
    exact = Fraction(hundredths, 100) * factor
    reading = read(unit, f"{hundredths // 100}.{hundredths % 100:02}{after}")
    assert reading.amount == exact if exact.denominator == 1 else reading.question


SILENT = """
approximately approx about around roughly circa ca c estimated est over above just more than in
excess of at least no fewer less minimum min almost nearly under up to most not maximum max below exactly plus or
≈ ≥ > ≤ = < ( ) £ + % * ^ ~ † ‡ § . , ; - per cent people person persons arrests arrest plants plant grams gram grammes
gramme gms gm g pounds pound gbp provisional prov tbc be confirmed date so far revised
"""
SCALES = {
    "": 1, "k": 1000, "thousand": 1000, "m": 10**6, "mn": 10**6, "million": 10**6, "kg": 1000, "kgs": 1000,
    "kilo": 1000, "kilos": 1000, "kilogram": 1000, "kilograms": 1000, "mg": Fraction(1, 1000),
    "p": Fraction(1, 100), "pence": Fraction(1, 100),
}  # fmt: skip


def numbers_it_may_mean(text: str) -> set[Fraction]:
    """Every number that somebody may see in `text`; written without a look at how the program reads it.

    The first run of figures, with points and commas taken as British; all that follows it must be words known
    to say nothing about its size but for one scale.
    """
    text = text.casefold()
    found = re.search(r"\d[\d.,\s]*", text)
    if found is None:
        return set()
    before, after = text[: found.start()], text[found.end() :]
    figures = re.sub(r"[\s,]", "", found[0]).rstrip(".")
    rest = re.findall(r"[a-z]+|[^a-z\s]", f"{before} {after}")
    scale = [SCALES[word] for word in rest if word in SCALES]
    unknown = [word for word in rest if word not in SCALES and word not in SILENT.split()]
    if unknown or len(scale) > 1 or figures.count(".") > 1:
        return set()
    return {Fraction(figures) * (scale[0] if scale else 1)}


CHARACTERS = st.sampled_from("0123456789.,+-~*<>£%/()kmgpxolIO ½ ")


@settings(max_examples=400)
@given(
    st.sampled_from([(unit, said) for unit, said, _ in UNDERSTOOD if any(c.isdigit() for c in said)]),
    st.data(),
)
def test_a_text_changed_in_one_character_is_read_as_it_stands_or_asked(
    case: tuple[str, str], data: st.DataObject
) -> None:
    unit, said = case
    at = data.draw(st.integers(0, len(said)))
    put = data.draw(st.one_of(st.just(""), CHARACTERS))
    changed = said[:at] + put + said[at + data.draw(st.integers(0, 1)) :]
    reading = read(unit, changed)
    if (
        reading.question
        or reading.amount is None
        or any(part in changed for part in ("½", "¼", "¾", "/", "["))
    ):
        return
    if any(each in changed for each in "²１２") or not any(each.isdigit() for each in changed):
        return
    assert Fraction(reading.amount, {"GBP": 100, "g": 1000}.get(unit, 1)) in numbers_it_may_mean(changed)


@given(
    st.integers(0, 10**12), st.sampled_from([each for each in Qualifier]), st.sampled_from(["people", "GBP"])
)
def test_what_is_printed_can_be_typed_again(stored: int, qualifier: Qualifier, unit: str) -> None:
    words = "" if qualifier is Qualifier.EXACT else f"{qualifier.value} "
    amount = from_stored(stored, unit)
    written = f"{amount:,.2f}" if unit == "GBP" else f"{amount:,}"
    reading = read_amount(f"{words}{written}", unit)
    assert (reading.amount, reading.qualifier) == (stored, qualifier)
