"""Compares a received return with what counts now: differing figures and the effect on the totals."""

from __future__ import annotations

from collections.abc import Sequence

from opcoord.model.joint import net_of
from opcoord.model.qualified import Qualified
from opcoord.model.terms import Qualifier
from opcoord.model.units import format_amount
from opcoord.queries.views import FigureView
from opcoord.reading.parsed import ParsedFigure
from opcoord.services.candidate import Difference, Effect
from opcoord.services.standing import CountingFigure, Standing

#: A figure that counts, or one that has not been accepted yet.
Either = CountingFigure | FigureView | ParsedFigure


def _value(figure: Either | None) -> Qualified | None:
    if figure is None or figure.amount is None:
        return None
    qualifier = figure.qualifier
    return Qualified(figure.amount, qualifier if type(qualifier) is Qualifier else Qualifier(qualifier))


def shown(figure: Either | None) -> str:
    """A figure as the tables write it: "over £7,000", "0", "nil", "not answered", "12 (provisional)"."""
    if figure is None:
        return "not answered"
    if figure.amount is None or figure.empty == "nil":
        return str(figure.empty or "not answered")
    words = "" if figure.qualifier == Qualifier.EXACT else f"{figure.qualifier} "
    state = "" if figure.state == "confirmed" else f" ({figure.state})"
    return f"{words}{format_amount(figure.amount, figure.unit)}{state}"


def compare(
    standing: Standing,
    phase: int,
    agency: str,
    current: Sequence[CountingFigure | FigureView] | None,
    figures: Sequence[Either],
    labels: dict[str, str],
) -> tuple[tuple[Difference, ...], tuple[Effect, ...]]:
    """Differences to the figures that count now (`current`, None without a version) and effects on the totals."""
    before = {each.measure: each for each in current or ()}
    after = {each.measure: each for each in figures}
    codes = [code for code in labels if code in before or code in after]
    differences = tuple(
        Difference(
            code, labels[code], _unit(before, after, code), shown(before.get(code)), shown(after.get(code))
        )
        for code in (codes if current is not None else ())
        if shown(before.get(code)) != shown(after.get(code))
    )
    values, off = standing.values(phase), standing.deductions
    effects = []
    for code in codes:
        old, new = _value(before.get(code)), _value(after.get(code))
        if old == new:
            continue
        given = values.get(code, {})
        then = {name: value for name, value in given.items() if name != agency}
        if new is not None:
            then[agency] = new
        joint, unit = off.get((code, phase), ()), _unit(before, after, code)
        effects.append(
            Effect(
                code,
                labels[code],
                unit,
                given.get(agency),
                new,
                net_of(given, joint, unit).net,
                net_of(then, joint, unit).net,
            )
        )
    return differences, tuple(effects)


def _unit(before: dict[str, CountingFigure | FigureView], after: dict[str, Either], code: str) -> str:
    return after[code].unit if code in after else before[code].unit
