"""Whose return it is, and for which phase: what the file says against what the operation knows and was asked."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import PurePosixPath

from opcoord.model.finding import Finding
from opcoord.model.refs import ReadingContext
from opcoord.model.terms import Severity
from opcoord.reading.form.sheet_texts import phase_named
from opcoord.reading.layout import BY_MARKS, Layout
from opcoord.reading.names.known_names import KnownNames
from opcoord.reading.names.labels import Match
from opcoord.reading.texts import clean, one_line, quoted

_PHASE_IN_NAME = re.compile(r"(?<![a-z])(?:(?:phase|ph)\s*|p)0*(\d{1,3})(?![0-9])", re.IGNORECASE)
_WHOSE = "Import it from that agency's row, or ask the force to use the workbook that was sent to it."
_WHICH = "Import it from that phase, or ask the force to use the workbook that was sent to it."


def check_operation(layout: Layout, context: ReadingContext) -> list[Finding]:
    """A warning where the form was made for another operation: this one may have been renamed since."""
    identity = layout.identity
    names = (context.operation, *context.operation_aliases)
    if identity is None or any(_same(identity.operation, name) for name in names):
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


def agencies_named(known: KnownNames, texts: Iterable[str]) -> set[str]:
    """The agencies that file names, sheet names or titles speak of."""
    return {code for text in texts for code in known.agencies_in(_spaced(text))}


def find_agency(
    layout: Layout,
    context: ReadingContext,
    known: KnownNames,
    file_name: str,
    wanted: str | None,
    *,
    alone: bool,
) -> tuple[str | None, list[Finding]]:
    """The agency's code and the findings about it; None where the file does not say or says one unknown.

    `alone` where the file holds no other agency's return: then its title speaks of this one.
    """
    codes = {each.code for each in context.agencies}
    shown = known.agency(layout.agency_text) if layout.agency_text else Match(None)
    if layout.identity is not None:
        code: str | None = layout.identity.agency
        if code not in codes:
            return None, [_unknown(context, layout.agency_text or layout.identity.agency, shown)]
    elif layout.agency is not None:
        code = layout.agency
    elif layout.agency_text:
        code = shown.code
        if code is None and wanted is not None:
            said = f"The file names the agency {quoted(layout.agency_text)}, which is no known name"
            message = f"{said}; the return was taken as from {_name(context, wanted)}."
            return wanted, [_doubt("agency-disagrees", message, "Check whose figures these are.")]
        if code is None:
            return None, [_unknown(context, layout.agency_text, shown)]
    else:
        return _guessed_agency(layout, context, known, file_name, wanted)
    findings = []
    named = agencies_named(known, layout.title) if layout.agency is not None and alone else set()
    if named and code not in named:
        others = " and ".join(sorted(_name(context, each) for each in named))
        message = (
            f"The title above the table speaks of {others}, the figures stand under {_name(context, code)}."
        )
        findings.append(_doubt("agency-disagrees", message, "Check whose figures these are."))
    if layout.identity is not None and shown.code is None and layout.agency_text:
        message = f"The workbook was made for {_name(context, code)} but names the agency {quoted(layout.agency_text)}."
        findings.append(_doubt("agency-disagrees", message, "Check whose figures these are."))
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


def _guessed_agency(
    layout: Layout, context: ReadingContext, known: KnownNames, file_name: str, wanted: str | None
) -> tuple[str | None, list[Finding]]:
    """The agency wanted, else the one that the title, the sheet or the file is named after, which is said."""
    sources: tuple[tuple[str, tuple[str, ...]], ...] = (
        ("The title above the table", layout.title),
        ("The sheet's name", (layout.sheet.name,)),
        ("The file's name", (_stem(file_name),)),
    )
    for source, texts in sources:
        named = agencies_named(known, texts)
        if len(named) != 1:
            continue
        (code,) = named
        if wanted is None:
            message = f"{source} speaks of {_name(context, code)}; the return was taken as theirs."
            return code, [_doubt("guessed-agency", message, "Check whose figures these are.")]
        if code != wanted and source != sources[-1][0]:
            message = f"{source} speaks of {_name(context, code)}, not of {_name(context, wanted)}."
            return wanted, [_doubt("agency-disagrees", message, "Ask whose figures these are.")]
        break
    if wanted is None:
        return None, [_error("unknown-agency", "The file does not say which agency it comes from.", _WHOSE)]
    return wanted, []


def find_phase(
    layout: Layout, context: ReadingContext, file_name: str, wanted: int | None
) -> tuple[int | None, list[Finding]]:
    """The phase's number and the findings about it; None where the file does not say."""
    said = layout.identity.phase if layout.identity is not None else layout.phase_text
    if said is not None and layout.phase_text not in (None, said):
        if wanted is None:
            message = f"The workbook was made for phase {said} but its title says phase {layout.phase_text}."
            return None, [
                _error("phase-disagrees", message, "Choose the phase that it is for, or ask the force.")
            ]
        if wanted in (said, layout.phase_text) and wanted in {each.number for each in context.phases}:
            message = (
                f"The workbook was made for phase {said} and its title says phase {layout.phase_text}; "
                f"it was taken as for phase {wanted}."
            )
            return wanted, [_doubt("phase-disagrees", message, "Check which phase the figures are for.")]
    number = said if said is not None else wanted
    if number is None and layout.found != BY_MARKS:
        for source, phase in (
            ("The sheet's name", phase_named([layout.sheet.name])),
            ("The file's name", _phase_of_file(file_name)),
        ):
            if phase is not None and phase in {each.number for each in context.phases}:
                message = f"{source} speaks of phase {phase}; the return was taken as for it."
                return phase, [_doubt("guessed-phase", message, "Check which phase the figures are for.")]
    if number is None:
        return None, [_error("unknown-phase", "The file does not say which phase it is for.", _WHICH)]
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
    file_name: str, context: ReadingContext, known: KnownNames, agency: str | None, phase: int | None
) -> list[Finding]:
    """Warnings where the file's name speaks of another agency or phase than the file."""
    findings = []
    named = agencies_named(known, [_stem(file_name)])
    if agency is not None and named and agency not in named:
        others = " and ".join(sorted(_name(context, code) for code in named))
        findings.append(
            _disagrees(
                f"The file's name speaks of {others}, the return inside is from {_name(context, agency)}."
            )
        )
    phases = _phases_of_file(file_name)
    if phase is not None and phases and phase not in phases:
        number = sorted(phases)[0]
        findings.append(
            _disagrees(f"The file's name speaks of phase {number}, the return inside is for phase {phase}.")
        )
    return findings


def _stem(file_name: str) -> str:
    return PurePosixPath(file_name.replace("\\", "/")).stem[:200]


def _spaced(text: str) -> str:
    return re.sub(r"[_\-.]+", " ", text[:300])


def _phases_of_file(file_name: str) -> set[int]:
    return {int(number) for number in _PHASE_IN_NAME.findall(_spaced(f" {_stem(file_name)}"))}


def _phase_of_file(file_name: str) -> int | None:
    phases = _phases_of_file(file_name)
    return phases.pop() if len(phases) == 1 else None


def _same(one: str, other: str) -> bool:
    return one_line(clean(one)[0]) == one_line(clean(other)[0])


def _disagrees(message: str) -> Finding:
    return _doubt("file-name-disagrees", message, "Check whether the right file was sent.")


def _doubt(code: str, message: str, remedy: str) -> Finding:
    return Finding(Severity.WARNING, code, message, remedy)


def _unknown(context: ReadingContext, said: str, match: Match) -> Finding:
    names = " or ".join(quoted(_name(context, code)) for code in match.suggestions[:1])
    closest = f" The closest known name is {names}." if names else ""
    return _error(
        "unknown-agency",
        f"The file names the agency {quoted(said)}, which this operation does not know.{closest}",
        "Add the agency, or this name for it, under Reference and import the file again.",
    )


def _name(context: ReadingContext, code: str | None) -> str:
    return next((each.name for each in context.agencies if each.code == code), code or "an unknown agency")


def _error(code: str, message: str, remedy: str) -> Finding:
    return Finding(Severity.ERROR, code, message, remedy)
