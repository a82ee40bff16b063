"""What figures disagree about, on plain records: rows, accounts, claims and pages, and what is no disagreement."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opcoord.model.joint import Deduction
from opcoord.model.qualified import Qualified, step_text
from opcoord.model.terms import Qualifier
from opcoord.queries.accounts import account_disagreements
from opcoord.queries.bounds import bounds, rounds_to, say_the_same, sum_of_bounds
from opcoord.queries.disagreements import disagreements
from opcoord.queries.force_values import ForceValues, Returned
from opcoord.queries.period_claims import period_claims
from opcoord.queries.published import Published
from opcoord.queries.reconciliation_views import ClaimKind, Disagreement, Kind, Origin, RowKind, VerdictView
from opcoord.queries.region_rows import region_rows
from opcoord.queries.related import Relations, stems
from opcoord.queries.retrospective_pages import page_disagreements
from opcoord.queries.views import AgencyView, AnnouncementView, MeasureView

EXACT, OVER, ABOUT = Qualifier.EXACT, Qualifier.OVER, Qualifier.ABOUT
FORCES = ("AS", "DC", "DO")
AGENCIES = [
    AgencyView(n, code, f"{code} Police", "territorial force", True, "", ()) for n, code in enumerate(FORCES)
]


def _measure(code: str, label: str, unit: str, heading: str, part_of: str = "", *aliases: str) -> MeasureView:
    return MeasureView(0, code, label, unit, heading, "", "", "", "", False, part_of, "", aliases)


MEASURES = [
    _measure("arrests", "Arrests", "people", "Enforcement"),
    _measure("warrants", "Warrants executed", "count", "Enforcement", "", "Search warrants"),
    _measure("person_searches", "Person searches", "count", "Enforcement"),
    _measure("cash_seized", "Cash seized", "GBP", "Seizures"),
    _measure("drugs_value", "Drugs value", "GBP", "Seizures"),
    _measure("class_a_value", "Class A value", "GBP", "Seizures", "drugs_value"),
    _measure("lines_disrupted", "Drug lines disrupted", "count", "Disruption"),
    _measure("lines_closed", "County lines closed", "count", "Disruption", "", "Drug lines shut down"),
    _measure("disruptions", "Disruptions", "count", "Disruption", "", "Drug disruptions"),
    _measure("safeguarded", "People safeguarded", "people", "Safeguarding"),
    _measure("children", "of which children", "people", "Safeguarding", "safeguarded"),
    _measure("adults", "of which adults", "people", "Safeguarding", "safeguarded"),
    _measure("visits", "Welfare visits", "visits", "Safeguarding", "", "Safeguarding visits"),
    _measure("share", "Share of searches with a find", "%", "Enforcement"),
]
_UNITS = {each.code: each.unit for each in MEASURES}


class Announced:
    """Collects announcements in the order they are entered."""

    def __init__(self) -> None:
        self.views: list[AnnouncementView] = []

    def __call__(
        self,
        who: str,
        measure: str,
        amount: int,
        qualifier: Qualifier = EXACT,
        *,
        phase: int | None = 1,
        last: int | None = None,
        label: str = "",
        unit: str = "",
        source: str = "",
        revision: bool = False,
        day: dt.date | None = None,
        period: str = "",
    ) -> Announced:
        self.views.append(
            AnnouncementView(
                id=len(self.views) + 1,
                first_phase=phase,
                last_phase=last or phase,
                reporter=who,
                measure=measure,
                label=label or measure,
                unit=unit or _UNITS[measure],
                amount=amount,
                qualifier=qualifier.value,
                source_key="",
                source=source or f"source {len(self.views)}",
                note="",
                agency=who if who in FORCES else "",
                published_on=day,
                is_revision=revision,
                printed_period=period,
            )
        )
        return self

    def forces(
        self, returned: Mapping[tuple[int, str], Mapping[str, Qualified]] | None = None
    ) -> ForceValues:
        """What counts for each force with these announcements and returned figures."""
        published = Published(self.views, "Operation Test")
        return ForceValues(published, Returned(returned or {}, {}), Relations(MEASURES), AGENCIES, MEASURES)

    def found(
        self, returned: Mapping[tuple[int, str], Mapping[str, Qualified]] | None = None
    ) -> list[Disagreement]:
        """What disagrees between accounts."""
        return list(account_disagreements(self.forces(returned)))


@pytest.fixture
def announced() -> Announced:
    return Announced()


def _returned(measure: str, **amounts: int) -> dict[tuple[int, str], dict[str, Qualified]]:
    return {(1, measure): {code: Qualified(amount) for code, amount in amounts.items()}}


def _row(forces: ForceValues, measure: str, deductions: Sequence[Deduction] = ()):  # type: ignore[no-untyped-def]
    rows = region_rows(forces, {1: FORCES}, {(measure, 1): deductions})
    return next(each for each in rows if each.measure == measure)


# -- bounds ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("qualifier", "low", "high"),
    [
        (EXACT, 100, 100),
        (Qualifier.AT_LEAST, 100, None),
        (OVER, 101, None),
        (Qualifier.UP_TO, 0, 100),
        (Qualifier.UNDER, 0, 99),
        (ABOUT, 90, 110),
        (Qualifier.ALMOST, 90, 100),
    ],
)
def test_bounds_follow_the_qualifier(qualifier: Qualifier, low: int, high: int | None) -> None:
    assert bounds(Qualified(100, qualifier)) == (low, high)


_QUALIFIED = st.builds(Qualified, st.integers(0, 10**9), st.sampled_from(Qualifier))


@given(st.lists(_QUALIFIED, max_size=8))
def test_a_sums_bounds_are_the_sums_of_bounds(values: list[Qualified]) -> None:
    each = [bounds(value) for value in values]
    high = None if any(part.high is None for part in each) else sum(part.high or 0 for part in each)
    assert sum_of_bounds(values) == (sum(part.low for part in each), high)


@given(_QUALIFIED, _QUALIFIED)
def test_saying_the_same_goes_both_ways(one: Qualified, other: Qualified) -> None:
    assert say_the_same(one, other, "GBP") == say_the_same(other, one, "GBP")
    assert say_the_same(one, one, "GBP")


@pytest.mark.parametrize(
    ("precise", "printed", "unit", "expected"),
    [
        (36_285_300, 36_300_000, "GBP", True),
        (35_000_000, 36_300_000, "GBP", False),
        (5_185_300, 5_100_000, "GBP", True),  # cut to thousands
        (237, 230, "people", False),
        (121, 120, "people", False),  # a count is not taken as rounded
        (0, 0, "people", True),
    ],
)
def test_rounding_is_that_of_the_press(precise: int, printed: int, unit: str, expected: bool) -> None:
    assert rounds_to(precise, printed, unit) is expected


# -- relations -------------------------------------------------------------------------------------------


def test_related_is_what_adds_words_to_a_telling_name() -> None:
    relations = Relations(MEASURES)
    assert relations.related("disruptions") == ("lines_disrupted",)
    assert relations.related("lines_disrupted") == ("disruptions",)
    assert relations.related("lines_closed") == ()
    assert relations.related("warrants") == ()
    assert relations.related("drugs_value") == (), "a part is no relation"
    assert stems("Drug disruptions") == stems("drugs disrupted")


def test_a_free_label_names_the_measure_it_extends() -> None:
    relations = Relations(MEASURES)
    assert relations.named_in("drug-related arrests", "count") == "arrests"
    assert relations.named_in("drug-related arrests", "GBP") == ""
    assert relations.named_in("something else", "count") == ""
    assert relations.whole_of("heroin value", "", "GBP") == "drugs_value"


# -- rows ------------------------------------------------------------------------------------------------


def test_one_missing_force_has_an_implied_figure(announced: Announced) -> None:
    forces = announced("REGION", "arrests", 126).forces(_returned("arrests", AS=40, DC=50))
    row = _row(forces, "arrests")
    assert (row.kind, row.implied, row.missing) == (RowKind.ONE_MISSING, Qualified(36), ("DO",))
    assert "DO Police is missing, so 36 is implied" in row.sentence


def test_nothing_is_implied_by_inexact_figures(announced: Announced) -> None:
    forces = announced("REGION", "arrests", 126, OVER).forces(_returned("arrests", AS=40, DC=50))
    row = _row(forces, "arrests")
    assert (row.kind, row.implied) == (RowKind.ONE_MISSING, None)


def test_a_return_counts_before_an_announcement_before_the_parts(announced: Announced) -> None:
    announced("AS", "safeguarded", 9)("DC", "safeguarded", 7)("DC", "children", 99)
    announced("DO", "children", 5)("DO", "adults", 14, OVER)
    row = _row(announced.forces(_returned("safeguarded", AS=8)), "safeguarded")
    assert [(each.agency, each.value, each.origin) for each in row.forces] == [
        ("AS", Qualified(8), Origin.RETURNED),
        ("DC", Qualified(7), Origin.ANNOUNCED),
        ("DO", Qualified(19, Qualifier.AT_LEAST), Origin.PARTS),
    ]
    assert row.kind is RowKind.NO_REGION


def test_joint_results_are_counted_once_against_the_region(announced: Announced) -> None:
    forces = announced("REGION", "arrests", 97).forces(_returned("arrests", AS=40, DC=30, DO=30))
    assert _row(forces, "arrests").kind is RowKind.PARTS_EXCEED
    row = _row(forces, "arrests", [Deduction("AS", "DC", 3)])
    assert (row.kind, row.sum, row.adjustment, row.difference) == (RowKind.AGREES, Qualified(97), -3, 0)


def test_a_region_above_all_its_forces_is_told(announced: Announced) -> None:
    forces = announced("REGION", "arrests", 130).forces(_returned("arrests", AS=40, DC=50, DO=36))
    assert _row(forces, "arrests").kind is RowKind.FALLS_SHORT


def test_a_lower_bound_of_the_region_is_never_exceeded(announced: Announced) -> None:
    forces = announced("REGION", "cash_seized", 1_000, OVER).forces(
        _returned("cash_seized", AS=500, DC=500, DO=900)
    )
    assert _row(forces, "cash_seized").kind is RowKind.AGREES


def test_who_is_no_force_and_not_the_region_is_in_no_sum(announced: Announced) -> None:
    announced("REGION", "arrests", 100)("BTP (national)", "arrests", 62)("AS and DC", "arrests", 200)
    row = _row(announced.forces(), "arrests")
    assert (row.forces, row.kind) == ((), RowKind.NO_FORCE)
    assert announced.found() == []


def test_per_cents_are_not_added(announced: Announced) -> None:
    forces = announced("REGION", "share", 20)("AS", "share", 30).forces()
    row = _row(forces, "share")
    assert (row.kind, row.sum, row.difference) == (RowKind.NOT_ADDED, None, None)


def test_first_and_last_follow_entry_or_dates(announced: Announced) -> None:
    announced("REGION", "arrests", 109, revision=True)("REGION", "arrests", 194)("region", "arrests", 200)
    row = _row(announced.forces(), "arrests")
    assert row.first and row.last
    assert (row.first.value.stored, row.last.value.stored) == (194, 109)
    dated = Announced()
    dated("REGION", "arrests", 2, day=dt.date(2022, 3, 2))("REGION", "arrests", 1, day=dt.date(2022, 3, 1))
    row = _row(dated.forces(), "arrests")
    assert row.first and row.first.value.stored == 1


def test_a_part_above_a_related_whole_says_that_definitions_differ(announced: Announced) -> None:
    announced("REGION", "lines_disrupted", 465)("AS", "disruptions", 700, Qualifier.ALMOST)
    row = _row(announced.forces(), "disruptions")
    assert row.kind is RowKind.DEFINITIONS_DIFFER
    announced("REGION", "disruptions", 900)
    assert _row(announced.forces(), "disruptions").kind is RowKind.SEVERAL_MISSING


# -- accounts --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        (112, 122, Kind.DIGITS),
        (33_600, 36_000, Kind.DIGITS),
        (162, 126, Kind.DIGITS),
        (31, 30, Kind.ACCOUNTS_DIFFER),
        (121, 162, Kind.ACCOUNTS_DIFFER),
        (93, 920, Kind.FACTOR_OF_TEN),
        (100, 1_000, Kind.FACTOR_OF_TEN),
        (10, 79, Kind.ACCOUNTS_DIFFER),
    ],
)
def test_two_accounts_of_one_force(announced: Announced, one: int, other: int, kind: Kind) -> None:
    (found,) = announced("AS", "arrests", one)("AS", "arrests", other).found()
    assert found.kind is kind
    assert [each.value.stored for each in found.sources] == [one, other]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Qualified(194), Qualified(200, Qualifier.ALMOST)),
        (Qualified(404_000), Qualified(400_000, OVER)),
        (Qualified(131_000, Qualifier.AT_LEAST), Qualified(130_000, ABOUT)),
        (Qualified(70), Qualified(70)),
    ],
)
def test_what_can_both_be_right_is_no_disagreement(
    announced: Announced, one: Qualified, other: Qualified
) -> None:
    for value in (one, other):
        announced("AS", "arrests", value.stored, value.qualifier)
    assert announced.found() == []


def test_a_return_stands_beside_what_was_published(announced: Announced) -> None:
    (found,) = announced("AS", "arrests", 30).found(_returned("arrests", AS=31))
    assert [each.source for each in found.sources] == ["Return, version 1", "source 0"]


def test_a_regional_total_given_as_one_forces_own(announced: Announced) -> None:
    announced("REGION", "arrests", 126)("AS", "arrests", 126)("DC", "arrests", 40)
    (found,) = announced.found()
    assert (found.kind, found.key) == (Kind.REGION_AS_FORCE, "region-as-force:1:AS:arrests:126")
    alone = Announced()("REGION", "arrests", 126)("AS", "arrests", 126)
    assert alone.found() == [], "one force may be all there is"
    few = Announced()("REGION", "arrests", 2)("AS", "arrests", 2)("DC", "arrests", 0)
    assert few.found() == []


def test_people_and_visits_of_one_number(announced: Announced) -> None:
    announced("AS", "visits", 79)("AS", "safeguarded", 79)("AS", "arrests", 79)("DC", "safeguarded", 79)
    (found,) = announced.found()
    assert (found.kind, [each.measure for each in found.sources]) == (
        Kind.PEOPLE_AGAINST_VISITS,
        ["visits", "safeguarded"],
    )


def test_parts_of_one_account_against_the_whole_in_another(announced: Announced) -> None:
    for label, amount in (("heroin value", 150_000), ("crack value", 100_000), ("cocaine value", 670_000)):
        announced("AS", "", amount, label=label, unit="GBP", source="one")
    announced("AS", "drugs_value", 9_300_000, OVER)
    (found,) = announced.found()
    assert found.kind is Kind.FACTOR_OF_TEN and "£9,200" in found.sentence


def test_keys_name_the_figures_and_not_their_ids(announced: Announced) -> None:
    (first,) = announced("AS", "arrests", 31)("AS", "arrests", 30).found()
    later = Announced()("DC", "arrests", 5)("AS", "arrests", 31)("AS", "arrests", 30)("AS", "arrests", 30)
    assert [each.key for each in later.found()] == [first.key]
    other = Announced()("AS", "arrests", 31)("AS", "arrests", 29)
    assert [each.key for each in other.found()] != [first.key]
    wide = Announced()
    for amount in range(100, 200):
        wide("AS", "arrests", amount)
    assert all(len(each.key) <= 200 for each in wide.found())


# -- claims and pages ------------------------------------------------------------------------------------


def test_a_claim_is_held_against_what_was_first_published(announced: Announced) -> None:
    announced("REGION", "arrests", 194)("REGION", "arrests", 109, revision=True)
    announced("REGION", "arrests", 127, phase=2)(
        "REGION", "", 388, last=2, label="drug-related arrests", unit="count"
    )
    (claim,) = period_claims(announced.forces())
    assert (claim.kind, claim.difference) == (ClaimKind.DIFFERS, 321 - 388)


def test_a_claim_without_a_phase_is_not_comparable(announced: Announced) -> None:
    announced("REGION", "arrests", 194)("REGION", "arrests", 300, last=2)
    announced("REGION", "share", 30, last=2)("REGION", "", 5, last=2, label="kites", unit="count")
    claims = period_claims(announced.forces())
    assert {each.kind for each in claims} == {ClaimKind.NOT_COMPARABLE}
    assert "for phase 2" in claims[0].sentence and "fits no measure" in claims[2].sentence


_WINDOWS = {
    number: (dt.date(2023, month, 1), dt.date(2023, month, 7)) for number, month in ((1, 1), (2, 4), (3, 9))
}


def _page(announced: Announced, *blocks: tuple[int | None, str, int]) -> list[Disagreement]:
    for number, period, amount in blocks:
        announced("REGION", "arrests", amount, phase=number, period=period, source="page")
    return list(page_disagreements(announced.forces(), _WINDOWS))


def test_a_copied_block_a_new_number_and_the_total(announced: Announced) -> None:
    announced("REGION", "arrests", 94, phase=3)
    found = _page(
        announced,
        (1, "January 2023", 50),
        (2, "April 2023", 60),
        (3, "April 2023", 60),
        (4, "September 2023", 94),
        (None, "in all", 204),
    )
    assert [(each.kind, each.phases) for each in found] == [
        (Kind.REPEATED_BLOCK, (2, 3)),
        (Kind.RENUMBERED_BLOCK, (3,)),
    ]
    assert "add up to 264; without it to 204, the printed total" in found[0].sentence


def test_a_page_whose_total_is_no_sum(announced: Announced) -> None:
    (found,) = _page(announced, (1, "January 2023", 50), (2, "April 2023", 60), (None, "in all", 111))
    assert (found.kind, found.sentence) == (
        Kind.PAGE_TOTAL,
        "The blocks add up to 110, the page prints 111.",
    )


def test_page_rows_count_in_no_basis(announced: Announced) -> None:
    _page(announced, (1, "January 2023", 50))
    assert region_rows(announced.forces(), {1: FORCES}, {}) == []


def test_each_disagreement_comes_once_with_its_verdict(announced: Announced) -> None:
    forces = announced("AS", "arrests", 31)("AS", "arrests", 30)("REGION", "arrests", 12).forces()
    rows = region_rows(forces, {1: FORCES}, {})
    key = "accounts-differ:1:AS:arrests:30-31"
    verdict = VerdictView(key, "31", "The force’s own release", dt.date(2024, 4, 1))
    found = disagreements(forces, rows, [], {}, {key: verdict, "accounts-differ:9:AS:arrests:1-2": verdict})
    assert [(each.kind, each.verdict) for each in found] == [
        (Kind.PARTS_EXCEED, ""),
        (Kind.ACCOUNTS_DIFFER, "31"),
    ]


def test_a_difference_is_as_exact_as_the_figures_it_lies_between() -> None:
    over, exact = Qualified(1_500_000, Qualifier.OVER), Qualified(51_406_500)
    assert step_text(49_906_500, "GBP", exact, over) == "about £499,065"
    assert step_text(-4, "people", Qualified(135), Qualified(139)) == "−4"
    assert step_text(None, "people", None, Qualified(139, Qualifier.OVER)) == ""
