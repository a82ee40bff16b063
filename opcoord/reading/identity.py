"""Whose return it is, and for which phase: what the file says against what the operation knows and was asked."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from opcoord.model.finding import Finding
from opcoord.model.refs import ReadingContext
from opcoord.model.terms import Severity
from opcoord.reading.labels import Names
from opcoord.reading.layout import Layout
from opcoord.reading.texts import clean, one_line, quoted

_PHASE_IN_NAME = re.compile(r"(?<![a-z])(?:(?:phase|ph)\s*|p)0*(\d{1,3})(?![0-9])", re.IGNORECASE)


def check_operation(layout: Layout, context: ReadingContext) -> list[Finding]:
    """A warning where the form was made for another operation: this one may have been renamed since."""
    identity = layout.identity
    if identity is None or _same(identity.operation, context.operation):
        return []
    return [
        Finding(
            Severity.WARNING,
            "wrong-operation",
            f"The workbook was made for the operation {quoted(identity.operation)}, not for this one.",
            "If this operation was renamed since, accept it and say so; otherwise send the force this "
            "operation's return workbook.",
        )
    ]


def find_agency(
    layout: Layout, context: ReadingContext, wanted: str | None
) -> tuple[str | None, list[Finding]]:
    """The agency's code and the findings about it; None where the file does not say or says one unknown."""
    codes = {each.code for each in context.agencies}
    names = Names.of_agencies(context.agencies)
    shown = names.match(layout.agency_text)
    if layout.identity is not None:
        code: str | None = layout.identity.agency
        if code not in codes:
            return None, [_unknown(layout.agency_text or layout.identity.agency, shown.suggestion)]
    elif layout.agency_text:
        code = shown.code
        if code is None:
            return None, [_unknown(layout.agency_text, shown.suggestion)]
    else:
        code = wanted
        if code is None:
            return None, [
                _error(
                    "unknown-agency",
                    "The file does not say which agency it comes from.",
                    "Import it from that agency's row, or ask the force to use the workbook that was sent to it.",
                )
            ]
    findings = []
    if layout.identity is not None and shown.code is not None and shown.code != code:
        findings.append(
            _error(
                "agency-disagrees",
                f"The workbook was made for {_name(context, code)} but says {quoted(layout.agency_text)}.",
                "Ask whose figures these are.",
            )
        )
    if wanted is not None and code != wanted:
        findings.append(
            _error(
                "wrong-agency",
                f"The return is from {_name(context, code)}, not from {_name(context, wanted)}.",
                "Import it for the agency that it names, or ask whose figures these are.",
            )
        )
    return code, findings


def find_phase(
    layout: Layout, context: ReadingContext, wanted: int | None
) -> tuple[int | None, list[Finding]]:
    """The phase's number and the findings about it; None where the file does not say."""
    said = layout.identity.phase if layout.identity is not None else layout.phase_text
    number = said if said is not None else wanted
    if number is None:
        return None, [
            _error(
                "unknown-phase",
                "The file does not say which phase it is for.",
                "Import it from that phase, or ask the force to use the workbook that was sent to it.",
            )
        ]
    if number not in {each.number for each in context.phases}:
        return number, [
            _error(
                "wrong-phase",
                f"The return is for phase {number}, which this operation does not have.",
                "Plan the phase first, or ask the force which phase is meant.",
            )
        ]
    if wanted is not None and number != wanted:
        return number, [
            _error(
                "wrong-phase",
                f"The return is for phase {number}, not for phase {wanted}.",
                "Import it for the phase that it names, or ask the force for the right workbook.",
            )
        ]
    return number, []


def check_file_name(
    file_name: str, context: ReadingContext, agency: str | None, phase: int | None
) -> list[Finding]:
    """Warnings where the file's name speaks of another agency or phase than the file."""
    stem = PurePosixPath(file_name.replace("\\", "/")).stem[:200]
    findings = []
    named = Names.of_agencies(context.agencies).mentioned(re.sub(r"[_\-.]+", " ", stem))
    if agency is not None and named and agency not in named:
        others = " and ".join(sorted(_name(context, code) for code in named))
        findings.append(
            _disagrees(
                f"The file's name speaks of {others}, the return inside is from {_name(context, agency)}."
            )
        )
    phases = {int(number) for number in _PHASE_IN_NAME.findall(re.sub(r"[_\-.]+", " ", f" {stem}"))}
    if phase is not None and phases and phase not in phases:
        number = sorted(phases)[0]
        findings.append(
            _disagrees(f"The file's name speaks of phase {number}, the return inside is for phase {phase}.")
        )
    return findings


def _same(one: str, other: str) -> bool:
    return one_line(clean(one)[0]) == one_line(clean(other)[0])


def _disagrees(message: str) -> Finding:
    return Finding(Severity.WARNING, "file-name-disagrees", message, "Check whether the right file was sent.")


def _unknown(said: str, suggestion: str) -> Finding:
    closest = f" The closest known name is {quoted(suggestion)}." if suggestion else ""
    return _error(
        "unknown-agency",
        f"The file names the agency {quoted(said)}, which this operation does not know.{closest}",
        "Add the agency, or this name for it, under Reference and import the file again.",
    )


def _name(context: ReadingContext, code: str | None) -> str:
    return next((each.name for each in context.agencies if each.code == code), code or "an unknown agency")


def _error(code: str, message: str, remedy: str) -> Finding:
    return Finding(Severity.ERROR, code, message, remedy)
