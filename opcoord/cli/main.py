"""The headless front: one command over the same services as the window.

Exit codes: 0 done, 1 something needs a person or was refused, 2 wrong usage.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from opcoord.cli import output
from opcoord.cli.arguments import BASES, build_parser
from opcoord.cli.handover import HANDOVER_COMMANDS
from opcoord.cli.output import say as _say
from opcoord.cli.patterns import matched
from opcoord.cli.reconcile import reconciliation_lines, reconciliation_record
from opcoord.errors import OpcoordError
from opcoord.model.basis import basis_words
from opcoord.model.terms import Severity
from opcoord.services.candidate import ALREADY_IMPORTED, READY, SKIPPED, Candidate
from opcoord.services.workspace import Workspace

if TYPE_CHECKING:
    from opcoord.reports.issuing import ToLookAt

DONE, NEEDS_A_PERSON = 0, 1


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; usage faults leave through argparse with 2."""
    given = build_parser().parse_args(arguments)
    run: Callable[[argparse.Namespace], int] = _RUN[given.command]
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        return run(given)
    except OpcoordError as refusal:
        if getattr(given, "json", False):
            output.print_json({"error": {"message": refusal.message, "remedy": refusal.hint}})
        else:
            print(refusal, file=sys.stderr)
        return NEEDS_A_PERSON


def _new(given: argparse.Namespace) -> int:
    if given.sample:
        workspace = Workspace.create_sample(given.file)
    else:
        name = given.name or given.file.stem
        workspace = Workspace.create(given.file, name, reference_folder=given.reference)
    with closing(workspace):
        operation = workspace.queries.operation()
        record = {"file": str(given.file), "operation": operation.name, "notice": operation.notice}
        lines = [f"Made {given.file}: {operation.name}", *([operation.notice] if operation.notice else [])]
        _say(given, lines, record)
    return DONE


def _templates(given: argparse.Namespace) -> int:
    with closing(Workspace.open(given.file, read_only=True)) as workspace:
        written = workspace.returns.write_templates(given.phase, given.agency, given.out)
    _say(given, [str(path) for path in written], {"files": [str(path) for path in written]})
    return DONE


def _import(given: argparse.Namespace) -> int:
    with closing(Workspace.open(given.file, read_only=not given.accept)) as workspace:
        if given.accept and workspace.read_only:
            raise OpcoordError("This file cannot be changed here.", workspace.read_only_reason)
        outcome: list[tuple[Candidate, bool]] = []
        taken: set[tuple[int | None, str | None]] = set()
        for path in matched(given.paths):
            for each in workspace.returns.inspect([path], phase=given.phase, agency=given.agency):
                outcome.append(_accepted(workspace, each, given, taken) if given.accept else (each, False))
    records = [output.candidate_record(each, accepted) for each, accepted in outcome]
    lines = [
        f"{record['status']:<17} {Path(record['path']).name}: {each.reason}"
        for record, (each, _) in zip(records, outcome, strict=True)
    ]
    _say(given, lines, {"files": records})
    settled = all(
        accepted
        or (each.status in (ALREADY_IMPORTED, SKIPPED) and not each.of(Severity.WARNING))
        or (not given.accept and each.status == READY)
        for each, accepted in outcome
    )
    return DONE if settled else NEEDS_A_PERSON


def _accepted(
    workspace: Workspace,
    candidate: Candidate,
    given: argparse.Namespace,
    taken: set[tuple[int | None, str | None]],
) -> tuple[Candidate, bool]:
    if not candidate.can_accept or candidate.of(Severity.WARNING):
        return candidate, False
    if (candidate.phase, candidate.agency) in taken:
        # Two files of one force in one run: which of them counts is for a person to say.
        again = workspace.returns.inspect([candidate.path], phase=given.phase, agency=given.agency)
        return (again or [candidate])[0], False
    # What was accepted before it in this run counts by now: it may be a copy of that.
    candidate = workspace.returns.decide(candidate, candidate.decisions)
    if not candidate.can_accept or candidate.of(Severity.WARNING):
        return candidate, False
    workspace.returns.accept(candidate)
    taken.add((candidate.phase, candidate.agency))
    return candidate, True


def _results(given: argparse.Namespace) -> int:
    with closing(Workspace.open(given.file, read_only=True)) as workspace:
        known = {each.code for each in workspace.queries.measures()}
        for code in given.measure or []:
            if code not in known:
                raise OpcoordError(
                    f"There is no measure with the code {code}.", "Leave --measure out to see all."
                )
        if given.phase is not None and workspace.queries.phase(given.phase) is None:
            raise OpcoordError(
                f"There is no phase {given.phase} in this operation.", "Leave --phase out to see all."
            )
        operation = workspace.queries.operation()
        basis = BASES[given.basis]
        found = workspace.queries.results(given.measure, up_to=given.phase, basis=basis, on=given.on)
    _say(
        given,
        output.results_lines(operation, found, given.phase, basis_words(basis, given.on)),
        output.results_record(operation, found, given.phase, basis_words(basis, given.on)),
    )
    return DONE


def _reconcile(given: argparse.Namespace) -> int:
    with closing(Workspace.open(given.file, read_only=True)) as workspace:
        if given.phase is not None and workspace.queries.phase(given.phase) is None:
            raise OpcoordError(
                f"There is no phase {given.phase} in this operation.", "Leave --phase out to see all."
            )
        operation = workspace.queries.operation()
        found = workspace.queries.reconciliation(given.phase)
    _say(given, reconciliation_lines(operation, found), reconciliation_record(operation, found))
    return NEEDS_A_PERSON if found.undecided else DONE


def _summary(given: argparse.Namespace) -> int:
    from opcoord.cli.printing import doubts, read_summary, write_summary  # Qt is loaded only for paper
    from opcoord.reports.summary import SummaryOptions

    options = SummaryOptions(given.phase, public=given.public, kind=given.kind, agency=given.agency)
    with closing(Workspace.open(given.file, read_only=True)) as workspace:
        if given.issue is not None:
            from opcoord.cli.issuing import the_issue, write_issue

            pages = write_issue(workspace, the_issue(workspace, options, given.issue), given.out)
        else:
            document = read_summary(workspace, options, given.out)
            found = () if given.looked else doubts(workspace, options)
            if found:
                return _not_published(given, found)
            pages = write_summary(document, given.out)
    lines = [
        f"Wrote {given.out} ({pages} page{'' if pages == 1 else 's'})" if pages else f"Wrote {given.out}"
    ]
    _say(given, lines, {"file": str(given.out), "pages": pages or None})
    return DONE


def _not_published(given: argparse.Namespace, found: Sequence[ToLookAt]) -> int:
    """Say what must be looked at; nothing was written."""
    things = "there is 1 thing" if len(found) == 1 else f"there are {len(found)} things"
    refusal = OpcoordError(
        f"{given.out.name} was not written: {things} to look at before it is published.",
        "Mend what is odd, or repeat the command with --looked.",
    )
    if given.json:
        error = {"message": refusal.message, "remedy": refusal.hint}
        output.print_json({"error": error, "to_look_at": output.look_records(found)})
    else:
        print(*output.look_lines(found), refusal, sep="\n", file=sys.stderr)
    return NEEDS_A_PERSON


def _issue(given: argparse.Namespace) -> int:
    from opcoord.cli.issuing import issue, issue_lines, issue_record
    from opcoord.reports.summary import SummaryOptions

    options = SummaryOptions(given.phase, public=given.public, kind=given.kind, agency=given.agency)
    with closing(Workspace.open(given.file)) as workspace:
        if workspace.read_only:
            raise OpcoordError("This file cannot be changed here.", workspace.read_only_reason)
        made, found = issue(workspace, options, given.reason, given.looked)
    lines = output.look_lines(found)
    record: dict[str, object] = {"to_look_at": output.look_records(found)}
    if made is None:
        lines.append("Nothing was issued. Mend what is odd, or repeat the command with --looked.")
    else:
        lines += issue_lines(made, [], {})[:2]
        record["issue"] = issue_record(made, [])
    _say(given, lines, record)
    return NEEDS_A_PERSON if made is None else DONE


def _issued(given: argparse.Namespace) -> int:
    from opcoord.cli.issuing import issue_lines, issue_record

    with closing(Workspace.open(given.file, read_only=True)) as workspace:
        found = [
            (each, workspace.queries.changed_since(each.id)) for each in workspace.queries.issued(given.phase)
        ]
        names = {each.code: each.name for each in workspace.queries.agencies()}
    lines = [line for each, changed in found for line in issue_lines(each, changed, names)]
    _say(given, lines or ["Nothing was issued."], {"issued": [issue_record(*each) for each in found]})
    return DONE


def _verify(given: argparse.Namespace) -> int:
    with closing(Workspace.open(given.file, read_only=True)) as workspace:
        findings = workspace.verify()
        head = workspace.queries.audit_head()
    lines = [f"{each.message} {each.remedy}" for each in findings] or [
        f"All checks passed. Head of the history: {head[:8]}"
    ]
    record = {
        "ok": not findings,
        "audit_head": head,
        "findings": [output.finding_record(each) for each in findings],
    }
    _say(given, lines, record)
    return NEEDS_A_PERSON if findings else DONE


def _demo(given: argparse.Namespace) -> int:
    from opcoord.cli.demo import run_demo

    return run_demo(given.out)


_RUN: dict[str, Callable[[argparse.Namespace], int]] = {
    "new": _new,
    "templates": _templates,
    "import": _import,
    "results": _results,
    "reconcile": _reconcile,
    "summary": _summary,
    "issue": _issue,
    "issued": _issued,
    "verify": _verify,
    "demo": _demo,
    **HANDOVER_COMMANDS,
}
