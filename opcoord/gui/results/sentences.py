"""What the results say: the active title of each view and its one sentence, with basis, gaps and qualifiers; no Qt."""

from __future__ import annotations

from collections.abc import Sequence

from opcoord.gui.results.look import ChartView, Shown
from opcoord.gui.results.stack_picture import Stack, share_text, stacks
from opcoord.gui.results.wording import join, missing_names
from opcoord.model.qualified import Qualified
from opcoord.model.rules import counted_differently
from opcoord.model.terms import Qualifier
from opcoord.model.units import counted_unit, format_amount
from opcoord.queries.bounds import certain_most
from opcoord.queries.views import MeasureResults, ResultPoint

_NOTHING = "Choose a measure on the left."
#: More missing forces are counted and not named: the table names them.
_MOST_NAMED = 5
_COUNTED = "counted differently"
_WEIGHED = ("GBP", "g", "%")


def title_of(shown: Shown) -> str:
    """What was found, on which basis: "Arrests as returned: 291 since phase 1; 67 in phase 5 from 2 of 5 forces"."""
    if not shown.results:
        return _NOTHING
    if len(shown.results) > 1:
        said = _several(shown)
    else:
        said = f"{shown.first.measure.label} {shown.look.basis_words}{_how(shown)}: {_finding(shown)}"
    if len(shown.results) < shown.chosen:
        said += f" ({len(shown.results)} of {shown.chosen} chosen measures)"
    return said


def sentence_of(shown: Shown) -> str:
    """The view in one sentence (several measures: one each), for those who cannot see it too."""
    return " ".join(_sentence(shown, each) for each in shown.results)


def _several(shown: Shown) -> str:
    parts = []
    for results in shown.results:
        last = _latest(results)
        amount = "no figure yet" if last is None else _running(results, last)
        parts.append(f"{results.measure.label} {amount}")
    points = shown.first.points
    since = f" since phase {points[0].phase}" if points else ""
    return f"{', '.join(parts)}{since}, {shown.look.basis_words}"


def _how(shown: Shown) -> str:
    parts = []
    if shown.steady is not None:
        parts.append("same forces in all phases")
    if shown.look.per_day and shown.look.view.spreads_over_days:
        parts.append("per day")
    parts += map(counted_differently, _breaks(shown, shown.first)[-1:])
    return f" ({', '.join(parts)})" if parts else ""


def _finding(shown: Shown) -> str:
    results, view = shown.first, shown.look.view
    last = _latest(results)
    if last is None:
        return _none_yet(shown, results)
    if view is ChartView.COMPARISON:
        return _compared(shown)
    if view is ChartView.BY_PHASE:
        alike = {p.phase: p for p in results.points if p.total is not None and _alike(results, p, last)}
        same = {frozenset(p.by_agency) for p in alike.values()}
        if not results.basis.published and len(same) > 1:
            # Which phase has most is not known while forces are missing in one of them.
            return (
                f"{_amount(last, results)} in phase {last.phase} from {last.completeness}; "
                "not the same forces in every phase"
            )
        most = certain_most({phase: p.total for phase, p in alike.items() if p.total is not None})
        if most is not None:
            return f"most{_since(results, last)} in phase {most}, {_amount(alike[most], results)}"
    if view in (ChartView.SHARE, ChartView.EACH_FORCE):
        return _leader(shown, last)
    whose = "for the region" if results.basis.published else f"from {last.completeness}"
    latest = f"{_amount(last, results)} in phase {last.phase} {whose}"
    first = next(point for point in results.points if point.total is not None)
    if first is last or last.cumulative is None or view is ChartView.BY_PHASE:
        return latest
    return f"{_running(results, last)} since phase {first.phase}; {latest}"


def _leader(shown: Shown, last: ResultPoint) -> str:
    if not last.by_agency:
        return f"phase {last.phase} is not given by force"
    if shown.look.view is ChartView.SHARE and not _bar(shown, last).whole:
        return f"there is nothing to share in phase {last.phase}"
    code = max(last.by_agency, key=lambda each: last.by_agency[each].stored)
    name = shown.names.get(code, code)
    if shown.look.view is ChartView.SHARE:
        return f"{name} has {_share(shown, last, code)} of phase {last.phase}{_among(last)}"
    most = _text(last.by_agency[code], shown.first)
    return f"most in phase {last.phase} from {name}, {most}{_among(last)}"


def _among(point: ResultPoint) -> str:
    """Of how many forces somebody is first, where not all are in."""
    return f", with {point.completeness} in" if point.missing else ""


def _sentence(shown: Shown, results: MeasureResults) -> str:
    last = _latest(results)
    if last is None:
        return f"{results.measure.label}: {_none_yet(shown, results)}{_rules(shown, results, None, None)}."
    view = shown.look.view
    points = shown.compared() if view is ChartView.COMPARISON else None
    if points is not None and points[1].total is not None:
        before: ResultPoint | None = points[0] if points[0].total is not None else None
        last = points[1]
    else:
        answered = [point for point in results.points if point.total is not None]
        before = answered[-2] if len(answered) > 1 else None
    said = f"{_things(last, results)} in phase {last.phase}{_soft(last)}"
    if before is not None:
        said += f", {_change(before, last, results)}"
    if view.is_running and last.cumulative is not None and before is not None:
        first = next(point for point in results.points if point.total is not None)
        said += f"; {_running(results, last)} since phase {first.phase}"
    if view is ChartView.SHARE:
        said += _shares(shown, last)
    if view is ChartView.EACH_FORCE and last.by_agency:
        said += f"; {_leader(shown, last)}"
    said += f"{_excess(results, last)}; {_completeness(shown, last)}{_gaps(shown, results, last)}"
    said += f"{_joint(last, results)}{_steady(shown)}{_rules(shown, results, before, last)}."
    return said[0].upper() + said[1:]


def _things(point: ResultPoint, results: MeasureResults) -> str:
    """ "67 arrests", or where that cannot be said, "Cash seized: £73,000"."""
    label, unit = results.measure.label, results.measure.unit
    text = _text(point.total, results)
    counted = counted_unit(unit) == unit and unit not in _WEIGHED
    one = point.total is not None and point.total.stored == 1
    if not counted or one:
        return f"{label}: {text}"
    plain = label if label[1:2].isupper() else label[0].lower() + label[1:]
    return f"{text} {plain}"


def _change(before: ResultPoint, now: ResultPoint, results: MeasureResults) -> str:
    """ "95 fewer than phase 4", and whether other forces are in it."""
    assert before.total is not None and now.total is not None
    since = results.measure.changed_between(before.phase, now.phase)
    if since is not None:
        return f"not comparable with phase {before.phase}: {counted_differently(since)}"
    unit, step = results.measure.unit, now.total.stored - before.total.stored
    exact = before.total.qualifier is now.total.qualifier is Qualifier.EXACT
    less = "less" if unit in _WEIGHED or counted_unit(unit) != unit else "fewer"
    if step == 0:
        said = f"{'' if exact else 'about '}as {'much' if less == 'less' else 'many'} as phase {before.phase}"
    else:
        amount = format_amount(abs(step), unit)
        said = f"{'' if exact else 'about '}{amount} {'more' if step > 0 else less} than phase {before.phase}"
    if not results.basis.published and set(before.by_agency) != set(now.by_agency):
        said += " (not the same forces)"
    if before.label and now.label and before.label.casefold() != now.label.casefold():
        said += ", which was published under another label"
    return said


def _running(results: MeasureResults, last: ResultPoint) -> str:
    soft = any(point.provisional for point in results.points if point.phase <= last.phase)
    return f"{_text(last.cumulative, results)}{' (provisional)' if soft else ''}"


def _completeness(shown: Shown, point: ResultPoint) -> str:
    if point.basis.published:
        return f"{point.basis.value}, for the region"
    said = f"{point.completeness} returned"
    if not point.missing:
        return said
    if len(point.missing) > _MOST_NAMED:
        return f"{said}, {len(point.missing)} are missing"
    return f"{said}, missing: {missing_names(point, shown.names)}"


def _gaps(shown: Shown, results: MeasureResults, last: ResultPoint) -> str:
    """Where forces are missing, or all is, elsewhere than in the phase that the sentence tells of."""
    if shown.look.view is ChartView.COMPARISON:
        points = shown.compared()
        if points is None or results.basis.published:
            return ""
        return f"; {points[0].completeness} in phase {points[0].phase}"
    empty = [str(point.phase) for point in results.points if point.total is None]
    gaps = sum(1 for p in results.points if p.missing and p.total is not None and p is not last)
    said = f"; no figure for phase{'s' if len(empty) > 1 else ''} {_listed(empty)}" if empty else ""
    return said + (f"; forces are missing in {gaps} other phase{'s' if gaps > 1 else ''}" if gaps else "")


def _listed(numbers: Sequence[str]) -> str:
    return join(numbers) if len(numbers) <= 2 * _MOST_NAMED else f"{numbers[0]} to {numbers[-1]} and others"


def _joint(point: ResultPoint, results: MeasureResults) -> str:
    if not point.adjustment or point.gross is None:
        return ""
    unit = results.measure.unit
    off = format_amount(-point.adjustment, unit)
    return f"; {point.gross.text(unit)} before {off} joint results were counted once"


def _excess(results: MeasureResults, point: ResultPoint) -> str:
    """Rule 6: parts may exceed the published whole, and that is said."""
    given = sum(part.stored for part in point.by_agency.values())
    if not results.basis.published or point.total is None or given <= point.total.stored:
        return ""
    over = format_amount(given - point.total.stored, results.measure.unit)
    return f"; the forces’ own figures exceed it by {over}"


def _steady(shown: Shown) -> str:
    if shown.steady is None:
        return ""
    if len(shown.steady) > _MOST_NAMED:
        return f"; only the {len(shown.steady)} forces that answered in every phase shown"
    if not shown.steady:
        return "; no force answered in every phase shown"
    return f"; only {join(shown.names.get(code, code) for code in shown.steady)}, which answered in every phase shown"


def _rules(
    shown: Shown, results: MeasureResults, before: ResultPoint | None, last: ResultPoint | None
) -> str:
    """What was counted by another rule, unless the change on the phase before has said it."""
    if shown.since is not None:
        return f"; phases before phase {shown.since} were {_COUNTED} and are left out"
    told = (
        None if before is None or last is None else results.measure.changed_between(before.phase, last.phase)
    )
    return "".join(f"; {counted_differently(each)}" for each in _breaks(shown, results) if each != told)


def _breaks(shown: Shown, results: MeasureResults) -> tuple[int, ...]:
    """From which phases on what is shown is counted differently."""
    points = shown.compared() if shown.look.view is ChartView.COMPARISON else None
    if points is None:
        return results.breaks
    since = results.measure.changed_between(points[0].phase, points[1].phase)
    return () if since is None else (since,)


def _alike(results: MeasureResults, point: ResultPoint, last: ResultPoint) -> bool:
    return results.measure.changed_between(point.phase, last.phase) is None


def _since(results: MeasureResults, last: ResultPoint) -> str:
    """Among which phases something is the most, where not all are counted alike."""
    first = next(p for p in results.points if p.total is not None and _alike(results, p, last))
    return f" since phase {first.phase}" if results.breaks else ""


def _compared(shown: Shown) -> str:
    points = shown.compared()
    if points is None:
        return "choose two different phases"
    one, other = points
    return (
        f"{_amount(other, shown.first)} in phase {other.phase} against "
        f"{_amount(one, shown.first)} in phase {one.phase}{_apart(one, other)}"
    )


def _apart(one: ResultPoint, other: ResultPoint) -> str:
    """Of how many forces the totals of two phases are, where not the same answered in both."""
    if one.basis.published or set(one.by_agency) == set(other.by_agency):
        return ""
    return f", not from the same forces ({other.received} of {other.expected} and {one.received} of {one.expected})"


def _share(shown: Shown, point: ResultPoint, code: str) -> str:
    return share_text(point.by_agency[code].stored, _bar(shown, point))


def _shares(shown: Shown, point: ResultPoint) -> str:
    """The largest shares, largest first."""
    bar = _bar(shown, point)
    if not bar.whole:
        return ""
    ordered = sorted(point.by_agency, key=lambda code: -point.by_agency[code].stored)[:_MOST_NAMED]
    parts = [f"{shown.names.get(c, c)} {share_text(point.by_agency[c].stored, bar)}" for c in ordered]
    return f"; {join(parts)}" if parts else ""


def _bar(shown: Shown, point: ResultPoint) -> Stack:
    return next(bar for bar in stacks(shown) if bar.point.phase == point.phase)


def _latest(results: MeasureResults) -> ResultPoint | None:
    answered = [point for point in results.points if point.total is not None]
    return answered[-1] if answered else None


def _none_yet(shown: Shown, results: MeasureResults) -> str:
    if shown.steady == () and results.points:
        return "no force answered in every phase shown"
    if results.basis.published:
        return f"nothing is known {results.basis.value} for the region"
    if all(point.not_issued for point in results.points):
        return "no phase summary was issued by then"
    return (
        "no total can be shown"
        if any(p.by_agency for p in results.points)
        else "no force has returned a figure yet"
    )


def _amount(point: ResultPoint, results: MeasureResults) -> str:
    return f"{_text(point.total, results)}{_soft(point)}" if point.total is not None else "no figure"


def _soft(point: ResultPoint) -> str:
    return " (provisional)" if point.provisional else ""


def _text(amount: Qualified | None, results: MeasureResults) -> str:
    if amount is None:
        return "no figure"
    unit = results.measure.unit
    return amount.text(unit) + ("" if counted_unit(unit) == unit else " per day")
