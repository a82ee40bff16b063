"""The operation since it began: the phase-by-phase table and the numbers of the charts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from opcoord.model.dates import format_month
from opcoord.model.rules import counted_differently
from opcoord.model.terms import Qualifier
from opcoord.queries.bounds import certain_most
from opcoord.queries.frozen_figures import TO_DATE
from opcoord.queries.lineage import NumberReference
from opcoord.queries.views import MeasureView, PhaseView
from opcoord.reports.content import ChartData, ChartPhase, CumulativeTable, PhaseRow, Target
from opcoord.reports.evidence import Evidence
from opcoord.reports.force_table import SMALL, full_label, key_to, led, total_text

#: More than six colours cannot be told apart.
MOST_COLOURS = 6
#: More phases than this cannot be labelled across a page.
MOST_PHASES = 14


def cumulative_table(evidence: Evidence) -> CumulativeTable:
    """The headline measures phase by phase: in the phase, its completeness, and since the beginning."""
    measures = evidence.headline_measures(ever=True)
    columns = [_column(evidence, measure, marked=True) for measure in measures]
    rows = tuple(
        PhaseRow(
            f"Phase {phase.number}",
            format_month(phase.starts_on),
            tuple(column[index] for column in columns),
            tuple(
                _targets(evidence, measure, phase, column[index])
                for measure, column in zip(measures, columns, strict=True)
            ),
        )
        for index, phase in enumerate(evidence.phases)
    )
    texts = {text for column in columns for cell in column for text in cell}
    return CumulativeTable(
        tuple(each.label for each in measures),
        rows,
        key_to(evidence, texts),
        _cumulative_notes(evidence, measures),
    )


def _targets(
    evidence: Evidence, measure: MeasureView, phase: PhaseView, cell: tuple[str, str, str]
) -> tuple[Target | None, Target | None]:
    total, _, running = cell
    return (
        led(total, NumberReference(measure.code, phase.number)),
        led(running, evidence.since_the_beginning(measure.code, phase.number)),
    )


def running_text(evidence: Evidence, measure: MeasureView, marked: bool = False) -> str:
    """A measure's total since the beginning, as the last line of its column says it; a "p" behind it if `marked`."""
    return _column(evidence, measure, marked)[-1][2]


def _column(evidence: Evidence, measure: MeasureView, marked: bool) -> list[tuple[str, str, str]]:
    cells: list[tuple[str, str, str]] = []
    soft = False
    for phase in evidence.phases:
        point = evidence.point(measure.code, phase.number)
        hidden = evidence.hides(measure.code, phase=phase.number)
        running = ""
        if point is not None and point.cumulative is not None:
            shut = evidence.hides(measure.code, TO_DATE, phase.number)
            soft = soft or point.provisional
            running = (
                SMALL if shut else point.cumulative.text(measure.unit) + (" p" if marked and soft else "")
            )
        completeness = f"{point.received} of {point.expected}" if point and point.total is not None else ""
        cells.append((total_text(point, measure.unit, hidden), completeness, running))
    return cells


def _cumulative_notes(evidence: Evidence, measures: tuple[MeasureView, ...]) -> tuple[str, ...]:
    points = [evidence.point(each.code, phase.number) for each in measures for phase in evidence.phases]
    notes = [
        "Running totals hold the newest accepted return of every phase; figures published at the time may differ."
    ]
    if any(each is not None and each.received < each.expected for each in points):
        notes.append("A phase in which forces are missing adds only what was answered.")
    return (*notes, *notes_on_rules(evidence, measures))


def notes_on_rules(evidence: Evidence, measures: Iterable[MeasureView]) -> tuple[str, ...]:
    """What is said below totals that add up figures counted by different rules."""
    return tuple(
        f"{full_label(evidence, each)}: {' and again '.join(map(counted_differently, evidence.breaks(each)))}; "
        "totals to date add both counts."
        for each in measures
        if evidence.breaks(each)
    )


def charts(evidence: Evidence) -> tuple[ChartData, ...]:
    """Bars by phase for the first headline measure and a running total for the second, where there is something."""
    # The height of a bar is a number too.
    small = {code for _, code, _ in evidence.suppression.hidden}
    measures = [
        each
        for each in evidence.headline_measures(ever=True)
        if not (evidence.options.public and (each.sensitive or each.code in small))
    ]
    drawn = [_bars(evidence, measures[0])] if measures else []
    if len(measures) > 1 and len(evidence.phases) > 1:
        drawn.append(_line(evidence, measures[1]))
    return tuple(drawn)


def _bars(evidence: Evidence, measure: MeasureView) -> ChartData:
    phases = evidence.phases[-MOST_PHASES:]
    answered = {
        code
        for phase in phases
        if (point := evidence.point(measure.code, phase.number))
        for code in point.by_agency
    }
    forces = [code for code in evidence.agencies if code in answered]
    divided = forces if len(forces) <= MOST_COLOURS else []
    points = tuple(
        _chart_phase(evidence, measure, phase, divided, NumberReference(measure.code, phase.number))
        for phase in phases
    )
    note = _note_on_phases(evidence, phases)
    if forces and not divided:
        note += " Whole bars: more forces than can be told apart by colour."
    if any(each.missing for each in points):
        note += (
            " Hatched: at least one force has not answered; the height of the hatching stands for no number."
        )
    found = (evidence.point(measure.code, each.phase) for each in points)
    if divided and any(each is not None and each.adjustment for each in found):
        note += " Joint results stand in both forces’ parts, and once in the totals."
    if any(each.provisional for each in points):
        note += " Lighter, and p: provisional."
    return ChartData(
        "bars",
        _bars_title(evidence, measure),
        measure.label,
        measure.unit,
        points,
        tuple((code, evidence.spoken_name(code)) for code in divided),
        f"{note}{_note_on_rules(evidence, measure, phases)}".strip(),
        _breaks(evidence, measure, phases),
    )


def _bars_title(evidence: Evidence, measure: MeasureView) -> str:
    """What the bars show, and which phase had the most of all so far, drawn or not, where that is certain."""
    number = evidence.phase.number
    this = evidence.point(measure.code)
    if this is None or this.total is None:
        return f"{measure.label}: no answers for phase {number} yet"
    state = " (provisional)" if this.provisional else ""
    now = (
        f"{measure.label}: {this.total.text(measure.unit)}{state} in phase {number} from {this.completeness}"
    )
    points = [evidence.point(measure.code, each.number) for each in evidence.phases]
    answered = {each.phase: each for each in points if each is not None and each.total is not None}
    known = {
        phase: point for phase, point in answered.items() if measure.changed_between(phase, number) is None
    }
    if len({frozenset(each.by_agency) for each in known.values()}) > 1:
        # Which phase has most is not known while forces are missing in one of them.
        return f"{now}; not the same forces in every phase"
    totals = {phase: each.total for phase, each in known.items() if each.total is not None}
    most = certain_most(totals)
    if most is None or len(known) == 1:
        return now
    since = f"since phase {min(known)}" if len(known) < len(answered) else ""
    if most == number:
        return f"{now}, the most {since or 'of any phase so far'}"
    return f"{now}; most{since and f' {since}'} in phase {most}, {totals[most].text(measure.unit)}"


def _line(evidence: Evidence, measure: MeasureView) -> ChartData:
    phases = evidence.phases[-MOST_PHASES:]
    points = tuple(
        _chart_phase(evidence, measure, phase, [], evidence.since_the_beginning(measure.code, phase.number))
        for phase in phases
    )
    running = [each.cumulative for each in points if each.cumulative is not None]
    reached = running[-1].text(measure.unit) if running else "no answers yet"
    reached += " (provisional)" if points[-1].soft_so_far else ""
    note = _note_on_phases(evidence, phases)
    if any(each.missing for each in points):
        note += " Open points: at least one force has not answered."
    if any(each.total is None for each in points):
        note += " Hatched: no force has."
    if any(each.qualifier is not Qualifier.EXACT for each in running):
        note += " The line is as exact as its least exact part."
    if points[-1].soft_so_far:
        note += " p: provisional."
    first = evidence.phases[0].number
    title = f"{measure.label} since phase {first}: {reached}"
    note += _note_on_rules(evidence, measure, phases)
    breaks = _breaks(evidence, measure, phases)
    return ChartData("line", title, measure.label, measure.unit, points, (), note.strip(), breaks)


def _note_on_phases(evidence: Evidence, drawn: Sequence[PhaseView]) -> str:
    count = len(evidence.phases)
    return f"Drawn: the last {len(drawn)} of {count} phases." if len(drawn) < count else ""


def _breaks(evidence: Evidence, measure: MeasureView, phases: Sequence[PhaseView]) -> tuple[int, ...]:
    """The places among `phases` with which another counting rule begins."""
    found = evidence.breaks(measure)
    places = (sum(each.number < since for each in phases) for since in found)
    return tuple(each for each in places if 0 < each < len(phases))


def _note_on_rules(evidence: Evidence, measure: MeasureView, phases: Sequence[PhaseView]) -> str:
    found = [phases[place].number for place in _breaks(evidence, measure, phases)]
    return f" Dotted: {' and '.join(map(counted_differently, found))}." if found else ""


def _soft_up_to(evidence: Evidence, measure: MeasureView, phase: int) -> bool:
    """Whether a provisional figure is in the total of all phases up to one."""
    points = (evidence.point(measure.code, each.number) for each in evidence.phases if each.number <= phase)
    return any(each is not None and each.provisional for each in points)


def _chart_phase(
    evidence: Evidence, measure: MeasureView, phase: PhaseView, forces: list[str], number: NumberReference
) -> ChartPhase:
    point = evidence.point(measure.code, phase.number)
    if point is None:
        return ChartPhase(phase.number, (), None, None, "no forces", len(phase.expected), False)
    return ChartPhase(
        phase=phase.number,
        parts=tuple((code, point.by_agency[code].stored) for code in forces if code in point.by_agency),
        total=point.total,
        cumulative=point.cumulative,
        completeness=point.completeness,
        missing=point.expected - point.received,
        provisional=point.provisional,
        soft_so_far=_soft_up_to(evidence, measure, phase.number),
        soft_parts=frozenset(point.provisional_of),
        target=number if (point.total if number.first_phase is None else point.cumulative) else None,
    )
