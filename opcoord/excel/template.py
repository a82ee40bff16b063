"""Writes the return workbook that one agency fills in for one phase, from nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from opcoord.errors import OpcoordError
from opcoord.excel.form_content import FormContent, NotableText, TemplateValue
from opcoord.excel.saving import save_book
from opcoord.model.refs import AgencyRef, MeasureRef, PhaseRef, ReadingContext

__all__ = ["TemplateValue", "write_template"]


def write_template(
    path: Path,
    context: ReadingContext,
    agency: str,
    phase: int,
    values: Mapping[str, TemplateValue] | None = None,
    notable: Sequence[NotableText] = (),
    completed_by: str = "",
    completed_on: dt.date | None = None,
    as_at: dt.date | None = None,
    source: str = "",
) -> None:
    """Write the return of agency code `agency` for `phase` to `path`: either whole or not at all.

    `values` by measure code fill the form as a force would. Raises OpcoordError where the operation knows no
    such agency or phase, where the phase collects nothing, or where the file cannot be written.
    """
    content = FormContent(
        context,
        _agency(context, agency),
        _phase(context, phase),
        _collected(context, _phase(context, phase)),
        values or {},
        notable,
        completed_by,
        completed_on,
        as_at,
        source,
    )
    # openpyxl costs a quarter of a second to import and is only wanted now.
    from opcoord.excel.form_sheets import build_workbook

    save_book(build_workbook(content), path)


def _agency(context: ReadingContext, code: str) -> AgencyRef:
    for each in context.agencies:
        if each.code == code:
            return each
    raise OpcoordError(f"The operation has no agency '{code}'.", "Add it under Reference first.")


def _phase(context: ReadingContext, number: int) -> PhaseRef:
    for each in context.phases:
        if each.number == number:
            return each
    raise OpcoordError(f"The operation has no phase {number}.", "Plan the phase first.")


def _collected(context: ReadingContext, phase: PhaseRef) -> tuple[MeasureRef, ...]:
    wanted = set(phase.collected)
    measures = tuple(
        replace(measure, definition=measure.rule_in(phase.number))
        for measure in context.measures
        if measure.code in wanted
    )
    if not measures:
        raise OpcoordError(
            f"Phase {phase.number} collects no measures, so there is nothing to ask for.",
            "Choose the measures in the phase's plan first.",
        )
    return measures
