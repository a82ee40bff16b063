"""Small operations for the tests of what public documents hide, drawn at random and revised between two issues."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from itertools import pairwise

from hypothesis import strategies as st

from opcoord.model.joint import JointRule
from opcoord.model.terms import Qualifier
from opcoord.queries.frozen_figures import REGION
from opcoord.queries.issued import PublicIssue
from opcoord.queries.standards import BaselineView
from opcoord.queries.views import AdjustmentView
from opcoord.reports.evidence import gather
from opcoord.reports.force_table import full_label, printed_label
from opcoord.reports.summary import SummaryOptions
from opcoord.reports.summary_document import read_document
from tests.unit.reports_attacker import JOINT, TO_DATE, TOTAL, Key, Reading
from tests.unit.test_reports_fake import Answer, FakeQueries, agency, measure, phase

PRINTED = dt.datetime(2024, 3, 25, 14, 5)
KINDS = ("summary", "brief", "cumulative")
CODES = ("AS", "DC", "DO", "GL", "WI", "BT")
NAMES = dict(
    zip(CODES, ("Avon", "Devon", "Dorset", "Gloucestershire", "Wiltshire", "Transport"), strict=True)
)
FORCES = [agency(place, code, f"{NAMES[code]} Police") for place, code in enumerate(CODES, 1)]
LABELS = {"people": "People helped", "young": "of which young", "old": "of which old", "visits": "Visits"}
WHOLES = {"young": "people", "old": "people"}


def store_of(
    forces: int,
    phases: int,
    sensitive: Sequence[str],
    codes: Sequence[str],
    answers: Mapping[tuple[int, str, str], Answer],
) -> FakeQueries:
    senders = list(CODES[:forces])
    measures = [
        measure(
            code,
            LABELS[code],
            "people",
            "Safeguarding",
            sensitive=code in sensitive,
            part_of=WHOLES.get(code, ""),
        )
        for code in codes
    ]
    planned = [
        phase(number, dt.date(2022, 3, 7) + dt.timedelta(days=120 * number), senders, list(codes))
        for number in range(1, phases + 1)
    ]
    return FakeQueries(FORCES[:forces], measures, planned, dict(answers))


def row(number: int, code: str, *said: int | None) -> dict[tuple[int, str, str], Answer]:
    """What the forces answered of a measure in a phase; None where one did not."""
    return {
        (number, force, code): Answer(each)
        for force, each in zip(CODES, said, strict=False)
        if each is not None
    }


def truth_of(store: FakeQueries, up_to: int) -> dict[Key, int]:
    """All figures, as the attacker names them."""
    truth: dict[Key, int] = {}
    for found in store.results(None, up_to):
        for point in found.points:
            code = found.measure.code
            truth |= {(point.phase, code, force): each.stored for force, each in point.by_agency.items()}
            if point.total is not None:
                truth[point.phase, code, TOTAL] = point.total.stored
            if point.adjustment:
                truth[point.phase, code, JOINT] = -point.adjustment
            if point.cumulative is not None:
                truth[point.phase, code, TO_DATE] = point.cumulative.stored
    return truth


def read_all(store: FakeQueries, number: int) -> Reading:
    """What stands in all public documents of a phase."""
    evidence = gather(store, SummaryOptions(number, public=True), PRINTED.date())
    labels = {LABELS[each.code]: each.code for each in store.measure_list}
    for each in store.measure_list:
        labels |= {printed_label(evidence, each): each.code, full_label(evidence, each): each.code}
    reading = Reading(labels)
    for kind in KINDS:
        made = read_document(store, SummaryOptions(number, public=True, kind=kind), PRINTED)
        reading.read(made, number, {each.code: evidence.short_name(each.code) for each in store.agency_list})
    return reading


def issue(store: FakeQueries, number: int) -> PublicIssue:
    """The public summary as it is kept when it is issued."""
    evidence = gather(store, SummaryOptions(number, public=True), PRINTED.date())
    values = {
        (point.phase, found.measure.code, force): each.stored
        for found in store.results(None, number)
        for point in found.points
        for force, each in (*point.by_agency.items(), *([(REGION, point.total)] if point.total else []))
    }
    return PublicIssue(number, "summary", 1, values, evidence.suppression.hidden)


def secrets(store: FakeQueries, reading: Reading, truth: Mapping[Key, int]) -> set[Key]:
    """What nobody may find out: what is hidden, and every small number of a sensitive measure, printed or not."""
    sensitive = {each.code for each in store.measure_list if each.sensitive}
    small = {key for key, value in truth.items() if key[1] in sensitive and 0 < value < store.small_number}
    return reading.hidden | small


numbers = st.one_of(st.integers(0, 6), st.integers(0, 30))


@st.composite
def operations(draw: st.DrawFn) -> FakeQueries:
    """Small tables: some forces silent, parts below their whole, joint results, qualified amounts."""
    forces = draw(st.integers(2, 6))
    phases = draw(st.integers(1, 4))
    codes = draw(
        st.sampled_from(
            [("people",), ("people", "young"), ("people", "young", "old"), ("people", "young", "visits")]
        )
    )
    open_ = draw(st.sampled_from(["", "", "people", "old"]))
    answers: dict[tuple[int, str, str], Answer] = {}
    for number in range(1, phases + 1):
        for force in CODES[:forces]:
            if draw(st.integers(0, 4)) == 0:
                continue
            say(draw, answers, number, force, codes)
    store = store_of(forces, phases, [each for each in codes if each != open_], codes, answers)
    joint(draw, store)
    if draw(st.booleans()):
        store.baselines = {code: BaselineView(code, draw(st.integers(1, 40)), "mean", 25) for code in codes}
    return store


def say(
    draw: st.DrawFn,
    answers: dict[tuple[int, str, str], Answer],
    number: int,
    force: str,
    codes: Sequence[str],
) -> None:
    whole = draw(numbers)
    left = whole
    for code in codes:
        if draw(st.integers(0, 9)) == 0:
            answers[number, force, code] = Answer(
                None, empty=draw(st.sampled_from(["withheld", "not answered"]))
            )
            if code == "people":
                # No whole is known that the parts could exceed.
                left = 99
            continue
        said = (
            whole
            if code == "people"
            else draw(numbers)
            if code == "visits"
            else draw(st.integers(0, min(left, 30)))
        )
        if code == "young" and draw(st.booleans()):
            # The two parts make up the whole, or at least do not exceed it.
            left = max(left - said, 0)
        qualifier = draw(st.sampled_from([Qualifier.EXACT] * 5 + [Qualifier.OVER, Qualifier.ABOUT]))
        empty = None if said else draw(st.sampled_from(["zero", "nil"]))
        answers[number, force, code] = Answer(said, qualifier, empty)


def joint(draw: st.DrawFn, store: FakeQueries) -> None:
    answered = sorted({(number, code) for number, _, code in store.answers})
    if not answered or draw(st.booleans()):
        return
    number, code = draw(st.sampled_from(answered))
    senders = [force for n, force, m in store.answers if (n, m) == (number, code)]
    pairs = list(pairwise(senders))[: draw(st.integers(1, 2))]
    store.adjustment_list = [
        AdjustmentView(
            1, number, code, code, "people", one, other, JointRule.NUMBER, draw(st.integers(1, 8)), ""
        )
        for one, other in pairs
    ]


@st.composite
def revised(draw: st.DrawFn) -> tuple[FakeQueries, int, FakeQueries, int]:
    """An operation as it is when a public document of one phase is issued, and as it is at the next issue."""
    then = draw(operations())
    phases = [each.number for each in then.phase_list]
    first = draw(st.sampled_from(phases))
    second = draw(st.sampled_from(phases))
    answers = dict(then.answers)
    codes = [each.code for each in then.measure_list]
    senders = [each.code for each in then.agency_list]
    for _ in range(draw(st.integers(0, 3))):
        # Late returns, and returns of which some figures are other ones.
        say(draw, answers, draw(st.sampled_from(phases)), draw(st.sampled_from(senders)), codes)
    if len(senders) < len(CODES) and draw(st.booleans()):
        senders.append(CODES[len(senders)])
        say(draw, answers, second, senders[-1], codes)
    sensitive = [each.code for each in then.measure_list if each.sensitive]
    now = store_of(len(senders), len(phases), sensitive, codes, answers)
    now.adjustment_list, now.baselines = list(then.adjustment_list), then.baselines
    if draw(st.integers(0, 3)) == 0:
        joint(draw, now)
    return then, first, now, second
