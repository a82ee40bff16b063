"""The words around what is taken to others: the source of each basis, and names of files that every system takes."""

from __future__ import annotations

import datetime as dt

import pytest

from opcoord.gui.results.look import ChartView, Look, Shown, prepare
from opcoord.gui.sharing.words import Origin, file_stem, refusal, words_for
from opcoord.model.basis import Basis
from opcoord.model.qualified import Qualified
from opcoord.queries.views import AgencyView, MeasureResults, MeasureView, OperationView, ResultPoint

ORIGIN = Origin(
    OperationView("Operation Test", 4, "OFFICIAL", "", "", {}),
    "1a2b3c4d5e6f",
    dt.datetime(2026, 11, 25, 14, 5, tzinfo=dt.UTC),
)


def shown(label: str = "Arrests", answers: tuple[int | None, ...] = (4, 5, 6), **look: object) -> Shown:
    measure = MeasureView(1, "m", label, "people", "Enforcement", "E", "", "up", "window", False, "", "", ())
    points = tuple(
        ResultPoint(
            phase, None if amount is None else Qualified(amount), None, 1, 1, (),
            {} if amount is None else {"AS": Qualified(amount)}, {}, False, {},
        )
        for phase, amount in enumerate(answers, 1)
    )  # fmt: skip
    force = AgencyView(1, "AS", "Avon", "territorial force", True, "", ())
    return prepare([MeasureResults(measure, points)], [force], Look(**look))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("basis", "on", "source"),
    [
        (Basis.RETURNED, None, "returns to Operation Test, phases 1 to 3, as returned"),
        (
            Basis.FIRST_PUBLISHED,
            None,
            "figures published for Operation Test, phases 1 to 3, as first published",
        ),
        (Basis.LAST_REVISED, None, "figures published for Operation Test, phases 1 to 3, as last revised"),
        (
            Basis.ISSUED,
            dt.date(2022, 3, 7),
            "issued phase summaries of Operation Test, phases 1 to 3, as issued by 7 March 2022",
        ),
    ],
)
def test_the_source_says_which_figures(basis: Basis, on: dt.date | None, source: str) -> None:
    words = words_for(shown(basis=basis, on=on), ORIGIN)
    assert words.source == f"Source: {source}; made 25 November 2026 at 14:05; history 1a2b3c4d."


@pytest.mark.parametrize("basis", list(Basis))
def test_every_basis_can_be_taken(basis: Basis) -> None:
    assert words_for(shown(basis=basis), ORIGIN).source
    assert (basis is Basis.RETURNED) == (basis.value not in file_stem(shown(basis=basis)))


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("Arrests", "Arrests to date, phases 1 to 3"),
        ('../..\\CON:*?"<>|\n\x00', "CON to date, phases 1 to 3"),
        ("Drugs seized: street value", "Drugs seized street value to date, phases 1 to 3"),
        ("W" * 300, "W" * 60 + " to date, phases 1 to 3"),
    ],
)
def test_a_file_has_a_name_that_every_system_takes(label: str, name: str) -> None:
    assert file_stem(shown(label)) == name


def test_a_name_says_what_was_made_comparable() -> None:
    look = {"view": ChartView.BY_PHASE, "per_day": True, "like_for_like": True}
    assert file_stem(shown(**look)) == "Arrests by phase and force, phases 1 to 3, like for like, per day"


def test_nothing_to_take_has_a_reason() -> None:
    assert refusal(shown()) == ""
    assert refusal(shown(answers=(None, 0))) == "", "a zero is an answer"
    assert refusal(shown(answers=(None, None))) == "There is no figure yet to take."
    assert refusal(prepare([], [], Look())) == "Choose a measure on the left."
    assert refusal(shown(view=ChartView.COMPARISON, phase=2, against=2)) == "Choose two different phases."
