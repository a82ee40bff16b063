"""Names of agencies and measures as people type them: taken for certain, asked with the two best answers, or unknown."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opcoord import reference_data
from opcoord.model.refs import AgencyRef, MeasureRef
from opcoord.reading.names.label_words import says_unit
from opcoord.reading.names.labels import Names

FILES = Path(__file__).parents[1] / "files"


def aliases(row: reference_data.Row) -> tuple[str, ...]:
    return tuple(alias for alias in row["aliases"].split("|") if alias)


MEASURES = [
    MeasureRef(row["code"], row["label"], row["unit"], part_of=row["part_of"], aliases=aliases(row))
    for row in reference_data.shipped("measures.csv")
]
AGENCIES = [
    AgencyRef(row["code"], row["name"], aliases(row)) for row in reference_data.shipped("agencies.csv")
]
NAMES = {"labels": Names.of_measures(MEASURES), "agencies": Names.of_agencies(AGENCIES)}


def cases(kind: str) -> list[tuple[str, str, str]]:
    """The table's kind, what was typed and the outcome of each line."""
    lines = (FILES / f"{kind}_as_typed.txt").read_text(encoding="utf-8").splitlines()
    parted = [line.rpartition("|") for line in lines if "|" in line]
    return [
        (kind, said.strip().replace("⏎", "\n").replace("␠", "\u00a0"), outcome.strip())
        for said, _, outcome in parted
    ]


CASES = cases("labels") + cases("agencies")


@pytest.mark.parametrize(("kind", "typed", "outcome"), CASES)
def test_a_name_is_taken_asked_or_unknown(kind: str, typed: str, outcome: str) -> None:
    match = NAMES[kind].match(typed)
    word, *wanted = outcome.split()
    if word == "NONE":
        assert (match.code, match.suggestions) == (None, ())
    elif word == "ASK" or word.startswith("?"):
        assert match.code is None
        assert len(match.suggestions) <= 2
        assert set(wanted) <= set(match.suggestions)
    else:
        assert (match.code, match.suggestions) == (word, ())


def test_the_corpus_is_large_and_no_name_in_it_is_taken_for_another() -> None:
    assert len(CASES) >= 450
    wrong = [
        f"{typed!r} was taken for {taken}, not {outcome}"
        for kind, typed, outcome in CASES
        if (taken := NAMES[kind].match(typed).code) is not None and taken != outcome
    ]
    assert wrong == []


def test_of_the_names_a_clerk_would_take_at_most_one_in_ten_is_asked() -> None:
    clear = [case for case in CASES if case[2].split()[0] not in ("ASK", "NONE")]
    asked = [typed for kind, typed, _ in clear if NAMES[kind].match(typed).code is None]
    share = len(asked) / len(clear)
    assert share <= 0.10, f"{len(asked)} of {len(clear)} ({share:.1%}) are asked: {asked}"


@pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure.code)
def test_every_shipped_name_is_known(measure: MeasureRef) -> None:
    for name in (measure.label, measure.code, *measure.aliases):
        assert NAMES["labels"].match(name).code == measure.code
        assert NAMES["labels"].match(f" {name.upper()}:").code == measure.code


def test_a_name_of_two_measures_is_asked_with_both() -> None:
    names = Names.of_measures(
        [
            MeasureRef("welfare", "Welfare visits", "visits", aliases=("Visits",)),
            MeasureRef("events", "Events", "count", aliases=("Visits",)),
        ]
    )
    for typed in ("Visits", "Visit", "Number of visits"):
        assert (names.match(typed).code, names.match(typed).suggestions) == (None, ("welfare", "events"))


def test_the_unit_of_a_measure_decides_what_may_stand_around_its_name() -> None:
    names = Names.of_measures([MeasureRef("cash", "Cash", "GBP"), MeasureRef("raids", "Raids", "count")])
    assert names.match("Value of cash (£)").code == "cash"
    assert names.match("Number of raids").code == "raids"
    assert names.match("Number of cash").code is None
    assert names.match("Value of raids").code is None


def test_measures_that_are_part_of_each_other_in_a_ring_are_named_all_the_same() -> None:
    names = Names.of_measures(
        [MeasureRef("a", "Apples", "count", part_of="b"), MeasureRef("b", "Pears", "count", part_of="a")]
    )
    assert names.match("Pears").code == "b"


@given(st.text(max_size=400))
def test_no_text_breaks_it(text: str) -> None:
    match = NAMES["labels"].match(text)
    assert match.code is None or match.suggestions == ()


LETTERS = st.sampled_from("abcdefghijklmnopqrstuvwxyz £%+0123456789")


@given(st.sampled_from(MEASURES), st.data())
def test_a_name_with_one_letter_changed_is_never_another_measure(
    measure: MeasureRef, data: st.DataObject
) -> None:
    label = measure.label
    at = data.draw(st.integers(0, len(label) - 1))
    changed = label[:at] + data.draw(LETTERS) + label[at + 1 :]
    known = {name.casefold() for other in MEASURES for name in (other.label, other.code, *other.aliases)}
    if changed.casefold() not in known:
        assert NAMES["labels"].match(changed).code in (None, measure.code)


@pytest.mark.parametrize(
    ("said", "unit", "same"),
    [
        ("", "GBP", True),
        ("£", "GBP", True),
        ("pounds (£)", "GBP", True),
        ("GBP", "GBP", True),
        ("£k", "GBP", False),
        ("grams", "GBP", False),
        ("g", "g", True),
        ("Grams", "g", True),
        ("kg", "g", False),
        ("%", "%", True),
        ("%", "people", False),
        ("people", "people", True),
        ("number", "people", True),
        ("visits", "people", False),
        ("number", "count", True),
        ("No.", "count", True),
        ("plants", "cannabis", False),
        ("£", "count", False),
    ],
)
def test_a_unit_as_typed_is_the_measures_own_or_not(said: str, unit: str, same: bool) -> None:
    assert says_unit(said, unit) is same


def test_names_in_a_file_name_are_found_once() -> None:
    agencies = NAMES["agencies"]
    assert agencies.mentioned("Avon and Somerset Police phase 6") == {"AS"}
    assert agencies.mentioned("return of Dorset and Gloucestershire") == {"DO", "GL"}
    assert agencies.mentioned("Dorsetshire") == set()
    assert agencies.mentioned("what to do as at March") == set()
    assert agencies.mentioned("DO phase 6") == {"DO"}
