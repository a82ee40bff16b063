"""What the coordinator decided about figures, as tables of the annex; and the references that find a number's path."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from opcoord.model.basis import Basis
from opcoord.model.checks import CHECKS
from opcoord.model.dates import format_date
from opcoord.model.units import format_amount
from opcoord.queries.expected import span_words
from opcoord.queries.lineage import NumberReference, PublishedReference
from opcoord.queries.reconciliation_views import ReconciledReference, RowKind
from opcoord.queries.views import AdjustmentView, MeasureView, ResultPoint
from opcoord.reports.content import AnnexPart, Target
from opcoord.reports.document import unbroken
from opcoord.reports.evidence import Evidence
from opcoord.reports.force_table import full_label, led, printed_label, total_text
from opcoord.reports.history_data import running_text
from opcoord.reports.summary import SummaryQueries

_AGREEING = {RowKind.AGREES, RowKind.NO_REGION, RowKind.NOT_ADDED}
_UNWRITTEN = "no rule was written down"
_ACTIONS = {"accept": "accepted beforehand", "off": "switched off"}
_ALL_FORCES, _ALL_MEASURES, _ALL_PHASES = "all forces", "all measures", "all phases"


def references(evidence: Evidence) -> AnnexPart:
    """Each printed total with the short name under which its path is found."""
    number = evidence.phase.number
    rows = []
    depths = []
    targets = []
    for measure in evidence.printed_measures:
        point = evidence.point(measure.code)
        if point is None or point.total is None:
            continue
        depths.append(evidence.depth(measure))
        total = total_text(point, measure.unit, evidence.hides(measure.code))
        running = running_text(evidence, measure, marked=True)
        here, since = NumberReference(measure.code, number), evidence.since_the_beginning(measure.code)
        rows.append((printed_label(evidence, measure), total, str(here), running, str(since)))
        targets.append((None, *[led(total, here)] * 2, *[led(running, since)] * 2))
    return AnnexPart(
        "References to totals",
        ("Measure", f"Phase {number}", "Reference", "To date", "Reference"),
        tuple(rows),
        # The public has no opcoord to type into.
        "Who asks about a total may name its reference: under it the path to the returns is found."
        if evidence.options.public
        else "Typed into the finder of opcoord (Ctrl+K), a reference shows the path from the total to the cells.",
        frozenset({1, 3}),
        tuple(targets),
        tuple(depths),
    )


def rule_changes(evidence: Evidence, measures: Iterable[MeasureView]) -> AnnexPart:
    """The measures that were not always counted as they are in this phase; why, only in the internal version."""
    rows = []
    for measure in measures:
        before = measure.definition
        for each in measure.rules:
            if each.first_phase > evidence.phase.number:
                break
            reason = () if evidence.options.public else (each.reason,)
            since = unbroken(f"phase {each.first_phase}")
            rows.append(
                (full_label(evidence, measure), since, each.definition, before or _UNWRITTEN, *reason)
            )
            before = each.definition
    reason = () if evidence.options.public else ("Reason",)
    return AnnexPart(
        "Changes of counting rules",
        ("Measure", "From", "Counts", "Before", *reason),
        tuple(rows),
        "Figures before and after a change are not compared.",
    )


def decisions(evidence: Evidence, queries: SummaryQueries) -> tuple[AnnexPart, ...]:
    """What was decided and what does not agree; parts without a row are left out."""
    parts = (each(evidence, queries) for each in _DECISIONS)
    return tuple(each for each in parts if each.rows)


def joint(evidence: Evidence, found: tuple[AdjustmentView, ...], phases: bool = False) -> AnnexPart:
    """Joint results counted once: who, how many, by which rule and why; with their phase where told."""
    head = ("Phase",) if phases else ()
    return AnnexPart(
        "Joint results counted once",
        (*head, "Measure", "Forces", "Taken off", "Rule", "Reason"),
        tuple(
            (
                *((str(each.phase),) if phases else ()),
                each.label,
                f"{evidence.spoken_name(each.agency)} and {evidence.spoken_name(each.other)}",
                _taken_off(evidence, each, found),
                unbroken(each.rule),
                each.reason or "none given",
            )
            for each in found
        ),
        "Each force’s own figure stays as it was returned. A rule is in force while both figures are in.",
        targets=tuple(
            (*(None for _ in (*head, "Measure", "Forces")), NumberReference(each.measure, each.phase))
            for each in found
        ),
    )


def _taken_off(evidence: Evidence, each: AdjustmentView, rules: Sequence[AdjustmentView]) -> str:
    """What a rule takes off the total: never more than the smaller figure, nor together more than all but the largest."""
    said, point = format_amount(each.amount, each.unit), evidence.point(each.measure, each.phase)
    if point is None or not {each.agency, each.other} <= set(point.by_agency):
        return f"{said} (not in force)"
    beside = [rule for rule in rules if (rule.measure, rule.phase) == (each.measure, each.phase)]
    own = _most(point, each)
    if own < each.amount:
        said = f"{format_amount(own, each.unit)} of {said}"
    if sum(_most(point, rule) for rule in beside) > -point.adjustment:
        said += f" (together {format_amount(-point.adjustment, each.unit)})"
    return said


def _most(point: ResultPoint, rule: AdjustmentView) -> int:
    both = [point.by_agency[code].stored for code in (rule.agency, rule.other) if code in point.by_agency]
    return min(rule.amount, *both) if len(both) == 2 else 0


def _joint(evidence: Evidence, queries: SummaryQueries) -> AnnexPart:
    return joint(evidence, tuple(queries.adjustments(evidence.phase.number)))


def _corrections(evidence: Evidence, _queries: SummaryQueries) -> AnnexPart:
    found = [(agency, figure) for (agency, _), figure in evidence.figures.items() if figure.correction]
    rows = tuple(
        (
            evidence.spoken_name(agency),
            figure.label,
            ", ".join(part for part in (figure.sheet, figure.cell) if part),
            figure.correction,
            figure.correction_reason or "none given",
        )
        for agency, figure in found
    )
    return AnnexPart(
        "Corrections made before accepting",
        ("Force", "Measure", "Cell", "Correction", "Reason"),
        rows,
        targets=tuple(
            (None, None, NumberReference(each.measure, each.phase, agency)) for agency, each in found
        ),
    )


def _exceptions(evidence: Evidence, queries: SummaryQueries) -> AnnexPart:
    words = {each.code: each.words for each in CHECKS}
    rows = []
    for each in queries.exceptions():
        over = each.ends_on is not None and each.ends_on < evidence.today
        if each.phase not in (None, evidence.phase.number) or over:
            continue
        measure = evidence.measures.get(each.measure)
        scope = (
            evidence.spoken_name(each.agency) if each.agency else _ALL_FORCES,
            measure.label if measure else each.measure or _ALL_MEASURES,
            _ALL_PHASES if each.phase is None else f"phase {each.phase}",
        )
        until = format_date(each.ends_on) or "no end"
        rows.append(
            (
                words.get(each.code, each.code),
                _ACTIONS.get(each.action, each.action),
                ", ".join(scope),
                each.reason,
                until,
            )
        )
    return AnnexPart("Checks that do not apply", ("Check", "Now", "For", "Reason", "Until"), tuple(rows))


def _targets(evidence: Evidence, queries: SummaryQueries) -> AnnexPart:
    number = evidence.phase.number
    rows = []
    led_to = []
    for each in queries.targets():
        point = evidence.point(each.measure)
        if not each.holds_in(number):
            continue
        own = point.by_agency.get(each.agency) if point and each.agency else None
        reached = (own.text(each.unit) if own else "..") if each.agency else total_text(point, each.unit)
        who = evidence.spoken_name(each.agency) if each.agency else "region"
        holds = unbroken(span_words(each.first_phase, each.last_phase))
        rows.append((each.label, who, format_amount(each.amount, each.unit), reached, holds, each.reason))
        led_to.append((None, None, None, led(reached, NumberReference(each.measure, number, each.agency))))
    return AnnexPart(
        "Targets",
        ("Measure", "Of", "Target", "Reached", "Holds", "Reason"),
        tuple(rows),
        numbers=frozenset({2, 3}),
        targets=tuple(led_to),
    )


def _expected(evidence: Evidence, queries: SummaryQueries) -> AnnexPart:
    """Of whom a return is expected from one phase to another; of all others each phase's plan says it."""
    number = evidence.phase.number
    received = {each.agency for each in evidence.accepted}
    periods = [each for each in queries.expected_periods() if each.first_phase <= number]
    inside = {each.agency for each in periods if each.holds_in(number)}
    rows = []
    for each in periods:
        here = "expected" if each.agency in inside else "not expected"
        if each.agency not in inside and each.agency in received:
            here = "outside, and returned"
        rows.append((evidence.spoken_name(each.agency), unbroken(each.span), unbroken(here), each.reason))
    return AnnexPart(
        "Expected returns", ("Force", "Returns expected", f"Phase {number}", "Reason"), tuple(rows)
    )


def _announced(evidence: Evidence, queries: SummaryQueries) -> AnnexPart:
    found = queries.reconciliation(evidence.phase.number)
    rows = []
    targets: list[tuple[Target | None, ...]] = []
    for each in found.rows:
        if each.kind in _AGREEING:
            continue
        difference = each.difference_text
        published = each.last.text if each.last else ""
        forces = each.sum.text(each.unit) if each.sum else "none"
        rows.append((each.label, published, forces, difference, each.sentence))
        region = PublishedReference(NumberReference(each.measure, each.phase), Basis.LAST_REVISED)
        row = ReconciledReference(each.phase, each.measure)
        targets.append(
            (None, region if each.last else None, row if each.sum else None, row if difference else None)
        )
    return AnnexPart(
        "Differences from what was announced",
        ("Measure", "Published", "Sum of forces", "Difference", "What it means"),
        tuple(rows),
        "The region as published, less the sum of its forces.",
        frozenset({1, 2, 3}),
        tuple(targets),
    )


def _disagreements(evidence: Evidence, queries: SummaryQueries) -> AnnexPart:
    found = queries.reconciliation(evidence.phase.number).disagreements
    return AnnexPart(
        "Figures that disagree",
        ("What", "What was found", "Decision", "Reason"),
        tuple(
            (each.title, each.sentence, each.verdict or unbroken("not decided"), each.reason)
            for each in found
        ),
    )


_DECISIONS: tuple[Callable[[Evidence, SummaryQueries], AnnexPart], ...] = (
    _joint,
    _corrections,
    _exceptions,
    _targets,
    _expected,
    _announced,
    _disagreements,
)
