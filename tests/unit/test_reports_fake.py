"""A store made of records, for the tests of the reports: answers go in, queries come out as the store gives them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace

from opcoord.model.joint import Deduction, net_of
from opcoord.model.qualified import Qualified, total
from opcoord.model.terms import Qualifier
from opcoord.queries.expected import ExpectedPeriodView
from opcoord.queries.holding import HandoverView, KeptFile
from opcoord.queries.issued import ChangedFigure, IssuedView, PublicIssue
from opcoord.queries.notes import NoteView
from opcoord.queries.papers import PageSetupView, WordingView
from opcoord.queries.reconciliation_views import Reconciliation
from opcoord.queries.standards import BaselineView, DirectionView, ExceptionView, TargetView, direction
from opcoord.queries.then_and_now import ThenAndNow
from opcoord.queries.views import (
    AdjustmentView,
    AgencyView,
    FigureView,
    FindingView,
    LearnedView,
    MeasureResults,
    MeasureView,
    NotableView,
    OperationView,
    PhaseView,
    ResultPoint,
    ReturnView,
    WindowView,
)

NOTICE = "Sample. Invented figures."


def agency(number: int, code: str, name: str) -> AgencyView:
    return AgencyView(number, code, name, "territorial force", True, "", ())


def measure(
    code: str, label: str, unit: str = "count", heading: str = "Enforcement", **more: object
) -> MeasureView:
    made = MeasureView(
        1, code, label, unit, heading, "E", "Pursue", "up", "window", False, "", f"Rule of {label}.", ()
    )
    return replace(made, **more)  # type: ignore[arg-type]


def phase(
    number: int, start: dt.date, expected: Sequence[str], measures: Sequence[str], days: int = 7
) -> PhaseView:
    return PhaseView(
        id=number,
        number=number,
        theme="Ring of steel: visible street dealing",
        lead=expected[0] if expected else "",
        windows=(WindowView(start, start + dt.timedelta(days=days - 1)),),
        returns_due=start + dt.timedelta(days=14),
        runs_with="County Lines Intensification Week",
        objectives="",
        note="",
        partners=(),
        expected=tuple(expected),
        measures=tuple(measures),
        milestones=(),
        received=(),
    )


@dataclass(frozen=True)
class Answer:
    """What one force said of one measure; `empty` as in the store."""

    amount: int | None
    qualifier: Qualifier = Qualifier.EXACT
    empty: str | None = None
    state: str = "confirmed"


@dataclass
class FakeQueries:
    """The part of the queries facade that reports use. `answers` is keyed by phase, agency, measure."""

    agency_list: list[AgencyView]
    measure_list: list[MeasureView]
    phase_list: list[PhaseView]
    answers: dict[tuple[int, str, str], Answer] = field(default_factory=dict)
    notables: list[NotableView] = field(default_factory=list)
    finding_list: list[FindingView] = field(default_factory=list)
    adjustment_list: list[AdjustmentView] = field(default_factory=list)
    exception_list: list[ExceptionView] = field(default_factory=list)
    target_list: list[TargetView] = field(default_factory=list)
    period_list: list[ExpectedPeriodView] = field(default_factory=list)
    baselines: dict[str, BaselineView] = field(default_factory=dict)
    #: By force and measure: what was corrected, and why.
    corrections: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    reconciled: Reconciliation = field(default_factory=lambda: Reconciliation((), (), ()))
    marking: str = "OFFICIAL-SENSITIVE"
    handling: str = ""
    notice: str = NOTICE
    words: list[WordingView] = field(default_factory=list)
    embargo_until: dt.datetime | None = None
    note_list: list[NoteView] = field(default_factory=list)
    learned_list: list[LearnedView] = field(default_factory=list)
    handover_list: list[HandoverView] = field(default_factory=list)
    kept_list: list[KeptFile] = field(default_factory=list)
    issued_list: list[IssuedView] = field(default_factory=list)
    public: list[PublicIssue] = field(default_factory=list)
    small_number: int = 5

    def operation(self) -> OperationView:
        return OperationView(
            "Operation Example",
            4,
            self.marking,
            self.handling,
            self.notice,
            {},
            small_number=self.small_number,
        )

    def agencies(self) -> list[AgencyView]:
        return self.agency_list

    def measures(self) -> list[MeasureView]:
        return self.measure_list

    def phases(self) -> list[PhaseView]:
        return self.phase_list

    def returns(self, phase: int | None = None) -> list[ReturnView]:
        keys = sorted({(number, code) for number, code, _ in self.answers if phase in (None, number)})
        names = {each.code: each.name for each in self.agency_list}
        return [
            ReturnView(
                id=number * 1000 + [each.code for each in self.agency_list].index(code),
                phase=number,
                agency=code,
                agency_name=names[code],
                version=1,
                status="accepted",
                file_name=f"{names[code]} phase {number} return.xlsx",
                sha256="0" * 64,
                as_at=dt.date(2024, 3, 15),
                completed_by="",
                completed_on=None,
                source="",
                accepted_at=dt.datetime(2024, 3, 20, 9, 30),
                accepted_by="",
                figure_count=1,
                warning_count=0,
            )
            for number, code in keys
        ]

    def figures(self, return_id: int) -> list[FigureView]:
        number, index = divmod(return_id, 1000)
        found = self.agency_list[index]
        units = {each.code: each for each in self.measure_list}
        made = [
            FigureView(
                code, units[code].label, units[code].unit, said.amount, said.qualifier.value, said.empty,
                said.state, None, "Return", "D5", "", "", None, "", "", found.code, found.name, number, 1, "", "",
            )
            for (in_phase, sender, code), said in self.answers.items()
            if (in_phase, sender) == (number, found.code)
        ]  # fmt: skip
        return [
            replace(each, correction=words, correction_reason=reason)
            for each in made
            for words, reason in [self.corrections.get((each.agency, each.measure), ("", ""))]
        ]

    def findings(self, phase: int) -> list[FindingView]:
        return [each for each in self.finding_list if each.phase == phase]

    def notable_results(self, phase: int) -> list[NotableView]:
        return [each for each in self.notables if each.phase == phase]

    def results(
        self, measures: Sequence[str] | None = None, up_to: int | None = None
    ) -> list[MeasureResults]:
        return [MeasureResults(each, tuple(self._points(each.code, up_to))) for each in self.measure_list]

    def adjustments(self, phase: int | None = None) -> list[AdjustmentView]:
        return [each for each in self.adjustment_list if phase in (None, each.phase)]

    def directions(self, phase: int) -> list[DirectionView]:
        moved = [
            direction(each, self.baselines.get(each.measure.code), phase)
            for each in self.results(None, phase)
        ]
        return [each for each in moved if each is not None]

    def expected_periods(self) -> list[ExpectedPeriodView]:
        return self.period_list

    def targets(self) -> list[TargetView]:
        return self.target_list

    def exceptions(self) -> list[ExceptionView]:
        return self.exception_list

    def reconciliation(self, phase: int | None = None) -> Reconciliation:
        return self.reconciled

    def then_and_now(self) -> list[ThenAndNow]:
        return []

    def wording(self, phase: int, kind: str) -> list[WordingView]:
        return self.words

    def page_setup(self, phase: int, kind: str, public: bool) -> PageSetupView:
        return PageSetupView(embargo_until=self.embargo_until)

    def issued(self, phase: int | None = None) -> list[IssuedView]:
        return [each for each in self.issued_list if phase in (None, each.phase)]

    def public_issues(self, measures: Collection[str]) -> list[PublicIssue]:
        return self.public

    def changed_since(self, issued_id: int) -> list[ChangedFigure]:
        return []

    def notes(self) -> list[NoteView]:
        return self.note_list

    def learned(self) -> list[LearnedView]:
        return self.learned_list

    def handovers(self) -> list[HandoverView]:
        return self.handover_list

    def handover_contents(self, with_files: bool = False) -> tuple[tuple[str, int], ...]:
        return (("phases", len(self.phase_list)), ("files", len(self.kept_list) if with_files else 0))

    def kept_files(self) -> list[KeptFile]:
        return self.kept_list

    def audit_head(self) -> str:
        return "a1b2c3d4e5f6" + "0" * 52

    def _points(self, code: str, up_to: int | None) -> list[ResultPoint]:
        points: list[ResultPoint] = []
        totals: list[Qualified] = []
        for each in self.phase_list:
            if up_to is not None and each.number > up_to:
                continue
            said = {sender: a for (n, sender, m), a in self.answers.items() if (n, m) == (each.number, code)}
            known = {s: Qualified(a.amount, a.qualifier) for s, a in said.items() if a.amount is not None}
            senders = {sender for n, sender, _ in self.answers if n == each.number}
            expected = {*each.expected, *known}
            reasons = {
                s: (said[s].empty or "not answered")
                if s in said
                else "not answered"
                if s in senders
                else "no return"
                for s in expected - set(known)
            }
            off = tuple(
                Deduction(a.agency, a.other, a.amount)
                for a in self.adjustment_list
                if (a.phase, a.measure) == (each.number, code)
            )
            sums = net_of(known, off, "count")
            summed = sums.net
            totals += [summed] if summed else []
            points.append(
                ResultPoint(
                    each.number, summed, total(totals), len(known), len(expected), tuple(sorted(reasons)), known, {},
                    any(a.state == "provisional" for a in said.values()), reasons,
                    sums.gross, sums.adjustment, deductions=off,
                    provisional_of=frozenset(s for s, a in said.items() if a.state == "provisional"),
                )
            )  # fmt: skip
        return points


FORCES = [
    agency(1, "AS", "Avon and Somerset Police"),
    agency(2, "DC", "Devon & Cornwall Police"),
    agency(3, "DO", "Dorset Police"),
    agency(4, "GL", "Gloucestershire Constabulary"),
    agency(5, "WI", "Wiltshire Police"),
]
MEASURES = [
    measure("arrests", "Arrests", "people"),
    measure("charges", "Charges", "people", part_of="arrests"),
    measure("warrants", "Warrants executed"),
    measure("cash_seized", "Cash seized", "GBP", "Seizures"),
    measure("drugs_value", "Drugs seized: street value", "GBP", "Seizures"),
    measure("class_a_weight", "Class A seized", "g", "Seizures"),
    measure("safeguarded", "People safeguarded", "people", "Safeguarding", sensitive=True),
    measure(
        "safeguarded_children",
        "of which children",
        "people",
        "Safeguarding",
        sensitive=True,
        part_of="safeguarded",
    ),
]
STARTS = {4: dt.date(2023, 3, 27), 5: dt.date(2023, 6, 1), 6: dt.date(2023, 10, 9), 7: dt.date(2024, 3, 4)}


def example() -> FakeQueries:
    """Five forces, phases 4 to 7; two of five answered phase 7."""
    codes = [each.code for each in FORCES]
    store = FakeQueries(
        list(FORCES),
        list(MEASURES),
        [
            phase(number, start, codes, [each.code for each in MEASURES], 30 if number == 5 else 7)
            for number, start in STARTS.items()
        ],
    )
    for number, force, arrests, cash in (
        (4, "AS", 60, 9_000_00), (4, "DC", 30, 4_000_00), (4, "DO", 22, 0), (4, "GL", 20, 500_00),
        (4, "WI", 30, 8_000_00), (5, "AS", 40, 7_000_00), (5, "WI", 27, 3_000_00), (6, "AS", 50, 2_000_00),
        (6, "WI", 44, 8_000_00), (7, "AS", 41, 150_000_00), (7, "WI", 26, 6_000_50),
    ):  # fmt: skip
        store.answers[number, force, "arrests"] = Answer(arrests)
        store.answers[number, force, "cash_seized"] = Answer(cash, empty=None if cash else "zero")
    store.answers |= {
        (7, "AS", "charges"): Answer(12, state="provisional"),
        (7, "AS", "cash_seized"): Answer(150_000_00, Qualifier.OVER),
        (7, "WI", "warrants"): Answer(0, empty="zero"),
        (7, "AS", "warrants"): Answer(0, empty="nil"),
        (7, "AS", "drugs_value"): Answer(None, empty="withheld"),
        (7, "WI", "drugs_value"): Answer(12_345_00),
        (7, "AS", "safeguarded"): Answer(31),
        (7, "WI", "safeguarded"): Answer(12),
        (7, "AS", "safeguarded_children"): Answer(9),
        (7, "WI", "safeguarded_children"): Answer(3),
    }
    return store


def crowded(forces: int = 12, measures: int = 45) -> FakeQueries:
    """The most that a summary must bear: long names, large amounts, a theme of 300 characters."""
    senders = [
        agency(index, f"F{index:02}", f"Northamptonshire & Shire {index} Constabulary")
        for index in range(forces)
    ]
    asked = [
        measure(
            f"m{index}",
            f"Measure number {index} with a rather long label",
            ("GBP", "people", "g")[index % 3],
            ("Enforcement", "Seizures", "Safeguarding")[index // 15 % 3],
            part_of=f"m{index - 1}" if index % 5 == 3 else "",
        )
        for index in range(measures)
    ]
    codes = [each.code for each in senders]
    plan = phase(1, dt.date(2024, 3, 4), codes, [each.code for each in asked])
    store = FakeQueries(
        senders, asked, [replace(plan, theme=("A very long theme of street dealing. " * 9)[:300])]
    )
    for place, code in enumerate(codes[:-1]):
        for index, each in enumerate(asked):
            store.answers[1, code, each.code] = Answer(
                1_234_567_00 * (place + 1) + index,
                Qualifier.AT_LEAST if (index + place) % 4 == 0 else Qualifier.EXACT,
                state="provisional" if (index + place) % 7 == 0 else "confirmed",
            )
    return store
