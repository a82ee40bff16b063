"""What a workbook carries besides figures: the coordinator is told, nothing of it is run, followed or copied."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from opcoord.excel.grid import VISIBLE, Sheet
from opcoord.model.finding import Finding
from opcoord.model.terms import Severity

# Part of a part's name, severity, code, sentence, remedy.
_PARTS: tuple[tuple[tuple[str, ...], Severity, str, str, str], ...] = (
    (
        ("vbaproject", "macrosheets/", "activex/", "basic/", "scripts/"),
        Severity.WARNING,
        "macros",
        "The workbook contains macros. They were not run.",
        "Ask the force to send the return without macros.",
    ),
    (
        ("externallinks/", "connections.xml", "querytables/"),
        Severity.WARNING,
        "external-links",
        "Values in the workbook come from other files. The links were not followed.",
        "Check with the force that the figures were up to date when the workbook was saved.",
    ),
    (
        ("pivotcache/",),
        Severity.WARNING,
        "pivot-cache",
        "The workbook contains a hidden copy of source data (a pivot table's cache).",
        "Tell the force, and consider keeping only the cells that were read.",
    ),
    (
        ("embeddings/",),
        Severity.WARNING,
        "embedded-objects",
        "The workbook contains embedded files. They were not opened.",
        "Consider keeping only the cells that were read.",
    ),
    (
        ("xl/comments", "threadedcomments/", "xl/persons/"),
        Severity.NOTICE,
        "comments",
        "The workbook contains comments, which were not read.",
        "Look through them in Excel: they may explain a figure or name people.",
    ),
    (
        ("_xmlsignatures/",),
        Severity.NOTICE,
        "signed",
        "The workbook is digitally signed. The signature was not checked.",
        "",
    ),
)


def notices(names: Iterable[str], sheets: Sequence[Sheet]) -> tuple[Finding, ...]:
    """Findings about the workbook as a whole, from its part names and sheets."""
    lowered = [name.lower() for name in names]
    findings = [
        Finding(severity, code, message, remedy)
        for marks, severity, code, message, remedy in _PARTS
        if any(mark in name for mark in marks for name in lowered)
    ]
    hidden = [f"{sheet.name} ({sheet.visibility})" for sheet in sheets if sheet.visibility != VISIBLE]
    if hidden:
        word = "a hidden sheet" if len(hidden) == 1 else "hidden sheets"
        findings.append(
            Finding(
                Severity.WARNING,
                "hidden-sheets",
                f"The workbook has {word}: {', '.join(hidden[:10])}.",
                "It was not imported. Tell the force what was sent without being seen.",
            )
        )
    return tuple(findings)
