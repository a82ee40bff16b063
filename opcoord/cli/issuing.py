"""Issuing from the command line, what was issued, and printing it again as it was."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from opcoord.cli.printing import start_qt
from opcoord.errors import OpcoordError
from opcoord.model.dates import format_moment
from opcoord.queries.issued import ChangedFigure, IssuedView
from opcoord.reports.completed import change_text
from opcoord.reports.issuing import ToLookAt, issued_document, look_before, prepare_issue
from opcoord.reports.saving import write_whole
from opcoord.reports.summary import SummaryOptions
from opcoord.reports.summary_document import check_form, kept_options, save_summary
from opcoord.services.workspace import Workspace


def issue(
    workspace: Workspace, options: SummaryOptions, reason: str, looked: bool
) -> tuple[IssuedView | None, tuple[ToLookAt, ...]]:
    """Issue the document; None, and what to look at first, where something is odd and nobody has `looked`.

    Raises OpcoordError as the service does.
    """
    options = kept_options(workspace.queries, options)
    found = look_before(workspace.queries, options, dt.date.today(), reason)
    if not looked and any(each.odd for each in found):
        return None, found
    start_qt()
    draft = prepare_issue(workspace.queries, options, reason, dt.datetime.now().astimezone())
    issued_id = workspace.papers.issue(draft)
    return next(each for each in workspace.queries.issued() if each.id == issued_id), found


def the_issue(workspace: Workspace, options: SummaryOptions, number: int) -> IssuedView:
    """The issue of that number; raises OpcoordError where there is none."""
    wanted = (options.kind, options.agency, options.public, number)
    for each in workspace.queries.issued(options.phase):
        if (each.kind, each.agency, each.public, each.number) == wanted:
            return each
    raise OpcoordError(
        f"There is no issue {number} of that document.", "The command “issued” lists what was issued."
    )


def write_issue(workspace: Workspace, issue: IssuedView, out: Path) -> int:
    """Write what was issued, a PDF byte for byte as it was kept; the number of pages, 0 for other forms."""
    check_form(out)
    start_qt()
    document, pdf = issued_document(workspace.queries, issue.id)
    if out.suffix.lower() != ".pdf":
        return save_summary(document, out)
    write_whole(out, pdf)
    from pypdf import PdfReader

    return len(PdfReader(out).pages)


def issue_lines(issue: IssuedView, changed: list[ChangedFigure], names: dict[str, str]) -> list[str]:
    """An issued document, and a line for each of its figures that is another one today."""
    readers = "public" if issue.public else "internal"
    state = "superseded" if issue.superseded else "stands"
    head = f"{issue.title} ({readers}), issue {issue.number} of {format_moment(issue.issued_at.astimezone())}: {state}"
    lines = [head, f"  fingerprint {issue.sha256}"]
    if issue.reason:
        lines.append(f"  replaces issue {issue.number - 1}: {issue.reason}")
    lines.append(f"  figures changed since: {len(changed)}")
    for each in changed:
        who = " and ".join(names.get(code, code) for code in (each.agency, each.other) if code)
        then, now = change_text(each.then, each.unit), change_text(each.now, each.unit)
        lines.append(f"    phase {each.phase}, {each.label}, {who}: {then} -> {now}")
    return lines


def issue_record(issue: IssuedView, changed: list[ChangedFigure]) -> dict[str, Any]:
    """The same for programs; amounts in stored units."""
    return {
        "phase": issue.phase,
        "kind": issue.kind,
        "agency": issue.agency,
        "public": issue.public,
        "number": issue.number,
        "title": issue.title,
        "reason": issue.reason,
        "issued_at": issue.issued_at.isoformat(),
        "issued_by": issue.issued_by,
        "sha256": issue.sha256,
        "superseded": issue.superseded,
        "changed": [
            {
                "phase": each.phase,
                "measure": each.measure,
                "agency": each.agency,
                "other": each.other,
                "then": change_text(each.then, each.unit),
                "now": change_text(each.now, each.unit),
            }
            for each in changed
        ],
    }
