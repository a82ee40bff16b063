"""The path of a number in words and rows; no Qt."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from opcoord.gui.results.wording import INDENT, join, missing_names
from opcoord.model.dates import format_date, format_moment
from opcoord.model.qualified import Qualified
from opcoord.model.rules import counted_differently
from opcoord.model.terms import Qualifier, State
from opcoord.model.units import format_amount
from opcoord.queries.lineage import Lineage
from opcoord.queries.reconciliation_views import Account
from opcoord.queries.views import AdjustmentView, FigureView, ResultPoint

#: So many parts are still written out as a sum.
_MOST_ADDED = 8
_SHORT_HASH = 16


@dataclass(frozen=True)
class PathRow:
    """One step of the path; at most one of `figure`, `account` and `adjustment` is what it rests on."""

    depth: int
    what: str
    amount: str
    where: str = ""
    came_from: str = ""
    state: str = ""
    figure: FigureView | None = None
    account: Account | None = None
    adjustment: AdjustmentView | None = None

    @property
    def indented(self) -> str:
        """What it is, set in by its depth."""
        return INDENT * self.depth + self.what


def heading(found: Lineage, label: str, names: Mapping[str, str]) -> str:
    """For example "Arrests, phase 7: 68 (2 of 5 forces)"."""
    value = found.value.text(found.measure.unit) if found.value is not None else "no figure"
    codes = found.reference.agencies
    who = f", {join(names.get(code, code) for code in codes)}" if codes else ""
    rest = "" if codes else f" ({_completeness(found)})"
    return f"{label}, {_span(found)}{who}: {value}{rest}"


def sentence(found: Lineage, names: Mapping[str, str]) -> str:
    """How the parts make the number, what is not exact about it, and who is missing."""
    parts = [_sum(found)]
    if any(each.state == State.PROVISIONAL for each in found.figures):
        parts.append("Holds provisional figures.")
    since = found.measure.changed_between(found.points[0].phase, found.points[-1].phase)
    if since is not None:
        parts.append(f"The phases do not compare: {counted_differently(since)}.")
    if found.parts:
        parts.append("No figure of its own; what is known of its parts stands below.")
    if not found.basis.published and not _alone(found):
        parts.append(_missing(found.points, names))
    return " ".join(part for part in parts if part)


def path_rows(found: Lineage, label: str, names: Mapping[str, str]) -> list[PathRow]:
    """The path from the total down, phase by phase where it spans several."""
    unit = found.measure.unit
    value = found.value.text(unit) if found.value is not None else "no figure"
    rows = [PathRow(0, f"{label}, {_span(found)}", value, came_from=f"Basis: {found.basis.value}")]
    # A published figure is one line of its phase.
    several = len(found.points) > 1 and not found.basis.published
    for point in found.points:
        if several:
            rows.append(_phase_row(found, point))
        rows += _rows_of(found, point, names, 2 if several else 1)
    return rows


def figure_fields(figure: FigureView) -> tuple[dict[str, str], dict[str, str]]:
    """What is known of a figure: of its return, and of its cell. Empty texts are left out by the screen."""
    of_return = {
        "Agency": figure.agency_name,
        "Phase and version": f"phase {figure.phase}, version {figure.version}",
        "File": figure.file_name or "entered by hand",
        "SHA-256 begins": figure.sha256[:_SHORT_HASH],
        "Accepted": _accepted(figure),
        "As at": format_date(figure.as_at),
        "Source": figure.source,
    }
    joint = ""
    if figure.joint_amount:
        joint = (
            f"{format_amount(figure.joint_amount, figure.unit)} with {figure.joint_with or 'another agency'}"
        )
    of_cell = {
        "Sheet and cell": f"{figure.sheet} {figure.cell}".strip(),
        "Label in the file": figure.label_in_file,
        "As typed": figure.raw,
        "Read as": figure.conversion,
        "Corrected": figure.correction,
        "Reason": figure.correction_reason,
        "State": figure.state,
        "Joint": joint,
        "Note": figure.note,
    }
    return of_return, of_cell


def account_fields(account: Account) -> tuple[dict[str, str], dict[str, str]]:
    """What is known of a published figure."""
    return (
        {
            "Published by": account.reporter,
            "Label as printed": account.label,
            "Published on": format_date(account.published_on),
            "Kind": "looks back and revises" if account.is_revision else "first published",
        },
        {"Source": account.source, "Key of the source": account.source_key, "Note": account.note},
    )


def adjustment_fields(
    each: AdjustmentView, names: Mapping[str, str]
) -> tuple[dict[str, str], dict[str, str]]:
    """What is known of a joint result that is counted once."""
    return (
        {"Agencies": f"{names.get(each.agency, each.agency)} and {names.get(each.other, each.other)}"},
        {"Rule": each.rule, "Reason": each.reason},
    )


def _missing(points: Sequence[ResultPoint], names: Mapping[str, str]) -> str:
    count = sum(len(point.missing) for point in points)
    if not count:
        return ""
    if len(points) == 1:
        return f"Missing: {missing_names(points[0], dict(names))}."
    return f"{count} figures of forces are missing; each is named below with its reason."


def _rows_of(found: Lineage, point: ResultPoint, names: Mapping[str, str], depth: int) -> Iterator[PathRow]:
    unit = found.measure.unit
    for figure in found.figures:
        if figure.phase == point.phase:
            yield _figure_row(figure, figure.agency_name, depth)
    for account in found.accounts:
        if account.first_phase == point.phase:
            who = "the region" if not account.scope else names.get(account.scope, account.reporter)
            who = f"Phase {point.phase}, {who}"
            yield PathRow(
                depth, who, account.text, account.source_key, account.source, _kind(account), account=account
            )
    for each in found.adjustments:
        if each.phase == point.phase:
            pair = f"{names.get(each.agency, each.agency)} and {names.get(each.other, each.other)}"
            off = format_amount(-each.amount, unit)
            yield PathRow(depth, f"Joint result of {pair}", off, each.rule, each.reason, adjustment=each)
    yield from _kept(found, point, depth)
    for figure in found.parts:
        if figure.phase == point.phase:
            yield _figure_row(figure, f"Its part: {figure.label}", depth)
    if not found.basis.published and not _alone(found):
        for code in point.missing:
            yield PathRow(
                depth, names.get(code, code), "no figure", state=point.reasons.get(code, "no return")
            )


def _kept(found: Lineage, point: ResultPoint, depth: int) -> Iterator[PathRow]:
    """What joint results would take off beyond what they may."""
    kept = sum(each.amount for each in found.adjustments if each.phase == point.phase) + point.adjustment
    if kept > 0:
        amount = f"+{format_amount(kept, found.measure.unit)}"
        yield PathRow(depth, "Not taken off", amount, "limit", "The larger of two figures stays whole")


def _figure_row(figure: FigureView, what: str, depth: int) -> PathRow:
    amount = Qualified(figure.amount or 0, Qualifier(figure.qualifier)).text(figure.unit)
    where = f"{figure.sheet} {figure.cell}".strip() or "by hand"
    came_from = f"{figure.file_name or 'entered by hand'}, version {figure.version}"
    return PathRow(depth, what, amount, where, came_from, figure.state, figure=figure)


def _phase_row(found: Lineage, point: ResultPoint) -> PathRow:
    unit = found.measure.unit
    alone = _alone(found)
    value = point.by_agency.get(alone) if alone else point.total
    rest = "" if alone else point.completeness
    return PathRow(
        1, f"Phase {point.phase}", value.text(unit) if value is not None else "no figure", state=rest
    )


def _alone(found: Lineage) -> str:
    """The one agency that the number is of; empty for the region, or for what several make together."""
    return found.reference.agency if len(found.reference.agencies) == 1 else ""


def _kind(account: Account) -> str:
    return "revision" if account.is_revision else "as first published"


def _span(found: Lineage) -> str:
    reference = found.reference
    if reference.first_phase is None:
        return f"phase {reference.phase}"
    return f"phases {reference.first_phase} to {reference.phase}"


def _completeness(found: Lineage) -> str:
    if len(found.points) == 1:
        return found.points[0].completeness
    if found.basis.published:
        return f"published for {len(found.accounts)} of {len(found.points)} phases"
    received, expected = (sum(getattr(p, name) for p in found.points) for name in ("received", "expected"))
    return f"{received} of {expected} returns"


def _sum(found: Lineage) -> str:
    unit = found.measure.unit
    if found.value is None:
        return ""
    amounts = [
        Qualified(each.amount or 0, Qualifier(each.qualifier)).text(unit) for each in found.figures
    ] or [each.text for each in found.accounts]
    gross = found.gross.text(unit) if found.gross is not None else ""
    if len(amounts) < 2 and not found.adjustments:
        return ""
    if len(amounts) <= _MOST_ADDED:
        said = f"{' + '.join(amounts)} = {gross}"
    else:
        said = f"{len(amounts)} figures add up to {gross}"
    if found.adjustments:
        off = sum(point.adjustment for point in found.points)
        said += f"; joint results {format_amount(off, unit)}; net {found.value.text(unit)}"
    return said + "."


def _accepted(figure: FigureView) -> str:
    when = ""
    if figure.accepted_at is not None:
        # The store keeps UTC; people read the time of their own clock.
        when = format_moment(figure.accepted_at.replace(tzinfo=dt.UTC).astimezone())
    return ", ".join(
        part for part in (f"by {figure.accepted_by}" if figure.accepted_by else "", when) if part
    )
