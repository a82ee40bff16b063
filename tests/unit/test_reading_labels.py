"""Names of agencies and measures as people type them."""

from __future__ import annotations

import pytest

from opcoord.model.refs import AgencyRef, MeasureRef
from opcoord.reading.labels import Names

AGENCIES = Names.of_agencies(
    [
        AgencyRef("AS", "Avon and Somerset Police", ("Avon & Somerset", "ASP")),
        AgencyRef("DC", "Devon & Cornwall Police", ("Devon & Cornwall",)),
        AgencyRef("DO", "Dorset Police", ("Dorset",)),
        AgencyRef("GL", "Gloucestershire Constabulary", ("Gloucestershire",)),
        AgencyRef("BTP", "British Transport Police"),
    ]
)
MEASURES = Names.of_measures(
    [
        MeasureRef("arrests", "Arrests", "people", aliases=("Number of arrests",)),
        MeasureRef("visits", "Welfare visits", "visits", aliases=("Welfare checks", "Visits")),
        MeasureRef("events", "Events", "count", aliases=("Visits",)),
        MeasureRef("children", "of which children", "people", aliases=("U18 safeguarded",)),
    ]
)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Dorset Police", "DO"),
        ("dorset", "DO"),
        (" DORSET  POLICE ", "DO"),
        ("Dorset Constabulary", "DO"),
        ("Avon and Somerset8", "AS"),
        ("Avon and Somerset⁸", "AS"),
        ("Avon & Somerset Constabulary", "AS"),
        ("Avon and Somerset Police [note 2]", "AS"),
        ("Devon and\nCornwall", "DC"),
        ("Gloucestershire Police", "GL"),
        ("Dorset*", "DO"),
        ("BTP", "BTP"),
        ("do", "DO"),
    ],
)
def test_an_agency_is_recognised(typed: str, code: str) -> None:
    assert AGENCIES.match(typed).code == code


def test_a_misspelt_agency_is_not_taken_but_suggested() -> None:
    match = AGENCIES.match("Dorsett Police")
    assert (match.code, match.suggestion) == (None, "Dorset Police")


def test_letters_that_only_look_alike_are_not_taken() -> None:
    assert AGENCIES.match("D\u043erset Police").code is None


def test_nothing_is_suggested_for_something_else() -> None:
    assert AGENCIES.match("Kent").suggestion == ""
    assert AGENCIES.match("").suggestion == ""


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Arrests", "arrests"),
        ("arrests*", "arrests"),
        ("Number of arrests", "arrests"),
        ("Arrests2", "arrests"),
        ("of which children", "children"),
        ("U18 safeguarded", "children"),
        ("Arrest", None),
        ("Visits", None),
    ],
)
def test_a_measure_is_recognised_by_its_exact_name(typed: str, code: str | None) -> None:
    assert MEASURES.match(typed).code == code


def test_names_in_a_file_name_are_found_once() -> None:
    assert AGENCIES.mentioned("Avon and Somerset Police phase 6") == {"AS"}
    assert AGENCIES.mentioned("return of Dorset and Gloucestershire") == {"DO", "GL"}
    assert AGENCIES.mentioned("Dorsetshire") == set()
    assert AGENCIES.mentioned("what to do as at March") == set()
    assert AGENCIES.mentioned("DO phase 6") == {"DO"}
