"""The table beside each view, as plain cells; no Qt. Every number carries the reference that leads to its path."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from opcoord.gui.results.look import ChartView, Shown
from opcoord.gui.results.stack_picture import Stack, share_text, stacks
from opcoord.gui.results.wording import missing_names, short_names, two_lines
from opcoord.model.basis import Basis
from opcoord.model.direction import Direction
from opcoord.model.qualified import Qualified
from opcoord.model.rules import rule_since
from opcoord.model.terms import Qualifier
from opcoord.model.units import format_amount
from opcoord.queries.inexact_change import change_of
from opcoord.queries.lineage import NumberReference
from opcoord.queries.views import AgencyView, MeasureResults, ResultPoint


@dataclass(frozen=True, slots=True)
class Heading:
    """A column; `whole` is its unbroken name, for the tool tip."""

    title: str
    number: bool = True
    whole: str = ""


class Cell(NamedTuple):
    """One cell; a muted one stands for what is missing. A tuple, because ten years make thousands at a time."""

    text: str
    sort: object = None
    reference: NumberReference | None = None
    basis: Basis = Basis.RETURNED
    muted: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Headings and rows."""

    headings: tuple[Heading, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()


def table_of(shown: Shown) -> Table:
    """The same numbers as the chart shows, and what stands behind them."""
    if not shown.results:
        return Table()
    if shown.look.view is ChartView.COMPARISON:
        return _comparison(shown)
    return _phases(shown)


def force_headings(forces: list[AgencyView]) -> list[Heading]:
    """The forces as column headings, on two lines."""
    names = [agency.name for agency in forces]
    short = short_names(names)
    return [Heading(two_lines(each), whole=name) for each, name in zip(short, names, strict=True)]


def _phases(shown: Shown) -> Table:
    concerned = {c for each in shown.results for p in each.points for c in (*p.missing, *p.by_agency)}
    forces = [agency for agency in shown.agencies if agency.code in concerned]
    points = [point for each in shown.results for point in each.points]
    published = shown.look.basis.published
    share = shown.look.view is ChartView.SHARE
    bars = stacks(shown)
    columns = _Columns(
        several=len(shown.results) > 1,
        joint=any(point.adjustment for point in points),
        running=any(point.cumulative is not None for point in points) and not share,
        targets=bool(shown.targets),
        rest=published and any(bar.rest for bar in bars) and len(shown.results) == 1,
        published=published,
        rules=any(results.breaks for results in shown.results),
    )
    headings = [*columns.headings(), *force_headings(forces)]
    headings += [Heading("Not given\nby force")] if columns.rest else []
    headings.append(Heading("Source" if published else "Missing", number=False))
    rows = []
    for results in shown.results:
        soft = False
        soft_of: frozenset[str] = frozenset()
        for bar, point in zip(bars, results.points, strict=True):
            soft = soft or point.provisional
            soft_of = point.provisional_of | (soft_of if shown.look.view.is_running else frozenset())
            row = columns.cells(shown, results, point, soft)
            row += [
                _force_cell(shown, results, point, bar, agency.code, agency.code in soft_of)
                for agency in forces
            ]
            if columns.rest:
                rest = format_amount(bar.rest, results.measure.unit) if bar.rest else ""
                row.append(Cell(share_text(bar.rest, bar) if share and rest else rest, bar.rest))
            last = point.source if published else missing_names(point, shown.names)
            row.append(Cell(last, len(point.missing)))
            rows.append(tuple(row))
    return Table(tuple(headings), tuple(rows))


@dataclass(frozen=True, slots=True)
class _Columns:
    """Which columns stand before the forces, so that the totals are seen however many forces there are."""

    several: bool
    joint: bool
    running: bool
    targets: bool
    rest: bool
    published: bool
    rules: bool

    def headings(self) -> list[Heading]:
        titles = ["Phase", *(["Gross", "Joint\nresults", "Net total"] if self.joint else ["Total"])]
        titles += ["Cumulative"] if self.running else []
        titles += ["Target"] if self.targets else []
        first = [Heading("Measure", number=False)] if self.several else []
        last = Heading("Published as", number=False) if self.published else Heading("Forces")
        rules = [Heading("Counting rule", number=False)] if self.rules else []
        return [*first, *map(Heading, titles), last, *rules]

    def cells(self, shown: Shown, results: MeasureResults, point: ResultPoint, soft: bool) -> list[Cell]:
        """`soft` tells whether a provisional figure is in the sum up to this phase."""
        measure = results.measure
        row = [Cell(measure.label, (measure.label.casefold(), point.phase))] if self.several else []
        row.append(Cell(str(point.phase), point.phase))
        named = shown.reference(results, point.phase, running=False)
        whole = _number(results, point.total, named, point.provisional, point.nothing)
        if self.joint:
            row.append(_number(results, point.gross, named, point.provisional, point.nothing))
            off = format_amount(point.adjustment, measure.unit) if point.adjustment else ""
            row.append(Cell(off, point.adjustment, named if off else None))
        row.append(whole)
        if self.running:
            up_to = shown.reference(results, point.phase, running=True)
            row.append(_number(results, point.cumulative, up_to, soft, point.nothing))
        if self.targets:
            target = shown.target(point.phase)
            amount = target.amount if target is not None else None
            row.append(Cell(format_amount(amount, measure.unit), amount))
        if self.published:
            row.append(Cell(point.label, point.label))
        else:
            of = "" if point.not_issued else f"{point.received} of {point.expected}"
            row.append(Cell(of, point.received))
        if self.rules:
            since = rule_since(point.phase, measure.rules)
            row.append(Cell("the first" if since is None else f"from phase {since} on", since or 0))
        return row


def _force_cell(
    shown: Shown, results: MeasureResults, point: ResultPoint, bar: Stack, code: str, soft: bool
) -> Cell:
    running = shown.look.view.is_running
    value = (point.cumulative_by_agency if running else point.by_agency).get(code)
    reference = shown.reference(results, point.phase, code)
    if value is None:
        return Cell(point.reasons.get(code, ""), None, reference, results.basis, muted=True)
    if shown.look.view is ChartView.SHARE:
        if bar.total is None:
            # Per cents of several forces are parts of nothing.
            return Cell("no share", None, reference, results.basis, muted=True)
        text = share_text(value.stored, bar) + (" p" if soft else "")
        return Cell(text, value.stored / (bar.whole or 1), reference, results.basis)
    return _number(results, value, reference, soft)


def _comparison(shown: Shown) -> Table:
    results, points = shown.first, shown.compared()
    if points is None:
        return Table()
    one, other = points
    concerned = {code for point in points for code in (*point.by_agency, *point.missing)}
    forces = [agency for agency in shown.agencies if agency.code in concerned]
    headings = (
        Heading("Force", number=False),
        Heading(f"Phase {one.phase}"),
        Heading(f"Phase {other.phase}"),
        Heading("Difference"),
        Heading("Change"),
    )
    whole = f"All forces ({_of(one)} and {_of(other)})"
    if results.basis.published:
        whole = "The region"
    rows = [_compared_row(shown, whole, "", one.total, other.total)]
    for agency in forces:
        values = (point.by_agency.get(agency.code) for point in points)
        rows.append(_compared_row(shown, agency.name, agency.code, *values))
    return Table(headings, tuple(rows))


def _of(point: ResultPoint) -> str:
    return point.nothing if point.not_issued else f"{point.received} of {point.expected}"


def _compared_row(
    shown: Shown, name: str, code: str, one: Qualified | None, other: Qualified | None
) -> tuple[Cell, ...]:
    results, points = shown.first, shown.compared()
    assert points is not None
    cells = [Cell(name, name.casefold())]
    for point, value in zip(points, (one, other), strict=True):
        reference = shown.reference(results, point.phase, code)
        soft = code in point.provisional_of if code else point.provisional
        if value is None:
            reason = point.reasons.get(code, "no figure")
            cells.append(Cell(reason, None, reference, results.basis, muted=True))
        else:
            cells.append(_number(results, value, reference, soft))
    if one is None or other is None:
        return (*cells, Cell("", None), Cell("", None))
    if results.measure.changed_between(*(point.phase for point in points)) is not None:
        return (*cells, Cell("not comparable", None, muted=True), Cell("", None))
    step = other.stored - one.stored
    sign = "+" if step > 0 else ""
    about = "" if one.qualifier is other.qualifier is Qualifier.EXACT else "about "
    difference = Cell(about + sign + format_amount(step, results.measure.unit), step)
    if not code and not results.basis.published and set(points[0].by_agency) != set(points[1].by_agency):
        return (*cells, difference, Cell("not the same forces", None, muted=True))
    moved = change_of(one, other, results.measure.unit)
    if moved.direction is Direction.UNKNOWN:
        return (*cells, difference, Cell("not exact enough", None, muted=True))
    return (*cells, difference, Cell(moved.percent, None if moved.ratio is None else float(moved.ratio)))


def _number(
    results: MeasureResults,
    value: Qualified | None,
    reference: NumberReference,
    soft: bool,
    nothing: str = "",
) -> Cell:
    if value is None:
        return Cell(nothing, None, reference, results.basis, muted=True)
    text = value.text(results.measure.unit) + (" p" if soft else "")
    return Cell(text, value.stored, reference, results.basis)
