"""The commands and their arguments."""

from __future__ import annotations

import argparse
import datetime as dt
from pathlib import Path

from opcoord.cli.handover_arguments import add_handover_commands
from opcoord.model.basis import Basis
from opcoord.reports.kind_names import KIND_NAMES

#: The words of --basis.
BASES = {
    "returned": Basis.RETURNED,
    "first": Basis.FIRST_PUBLISHED,
    "revised": Basis.LAST_REVISED,
    "issued": Basis.ISSUED,
}


def build_parser() -> argparse.ArgumentParser:
    """The parser of all commands; wrong usage ends with exit code 2, as argparse does it."""
    parser = argparse.ArgumentParser(
        prog="opcoord",
        description="Plan the phases of a regional operation, import the forces' returns, print what they add up to.",
        epilog="Without a command, opcoord [FILE] opens the window.",
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    new = commands.add_parser("new", help="make an operation file")
    _file(new)
    source = new.add_mutually_exclusive_group()
    source.add_argument("--sample", action="store_true", help="make the sample operation")
    source.add_argument(
        "--reference", type=Path, metavar="DIR", help="folder with the three reference CSV files"
    )
    new.add_argument("--name", default="", help="name of the operation (default: the name of the file)")

    templates = commands.add_parser("templates", help="write return workbooks")
    _file(templates)
    templates.add_argument("--phase", type=int, required=True, metavar="N")
    templates.add_argument(
        "--agency", action="append", metavar="CODE", help="may be repeated; default: all expected"
    )
    templates.add_argument("--out", type=Path, required=True, metavar="DIR")

    import_ = commands.add_parser("import", help="check received workbooks, and accept them if told to")
    _file(import_)
    import_.add_argument("paths", type=Path, nargs="+", metavar="PATH", help="files or folders")
    import_.add_argument("--phase", type=int, metavar="N", help="refuse workbooks of another phase")
    import_.add_argument("--agency", metavar="CODE", help="refuse workbooks of another agency")
    import_.add_argument("--accept", action="store_true", help="accept what has no errors and no warnings")

    results = commands.add_parser("results", help="totals by phase and agency")
    _file(results)
    results.add_argument("--measure", action="append", metavar="CODE", help="may be repeated; default: all")
    results.add_argument(
        "--phase", type=int, metavar="N", help="this phase only; cumulative totals reach up to it"
    )
    results.add_argument(
        "--basis",
        choices=sorted(BASES),
        default="returned",
        help="which version of the figures is added up (default: returned)",
    )
    results.add_argument(
        "--on",
        type=dt.date.fromisoformat,
        metavar="DATE",
        help="with --basis issued: by the end of this day, for example 2024-03-31 (default: today)",
    )

    reconcile = commands.add_parser("reconcile", help="region against forces, and figures that disagree")
    _file(reconcile)
    reconcile.add_argument("--phase", type=int, metavar="N", help="what concerns this phase only")

    summary = commands.add_parser("summary", help="write the phase summary, or another document of a phase")
    _document(summary)
    summary.add_argument(
        "--out", type=Path, required=True, metavar="FILE", help="ends in .pdf, .xlsx or .txt"
    )
    summary.add_argument("--issue", type=int, metavar="K", help="as it was issued (default: the draft)")
    summary.add_argument(
        "--looked",
        action="store_true",
        help="what is odd in a public draft was looked at, and stands",
    )

    issue = commands.add_parser("issue", help="issue a document for good")
    _document(issue)
    issue.add_argument(
        "--reason", default="", metavar="TEXT", help="what was corrected since the issue before"
    )
    issue.add_argument("--looked", action="store_true", help="what is odd was looked at, and stands")

    issued = commands.add_parser("issued", help="what was issued, and what has changed since")
    _file(issued)
    issued.add_argument("--phase", type=int, metavar="N", help="this phase only")

    verify = commands.add_parser("verify", help="check file, fingerprints and history")
    _file(verify)

    keeping = add_handover_commands(commands)

    demo = commands.add_parser("demo", help="do the main job on the sample, without a screen")
    demo.add_argument("--out", type=Path, default=Path("build/demo"), metavar="DIR")

    for command in (new, templates, import_, results, reconcile, summary, issue, issued, verify, *keeping):
        command.add_argument("--json", action="store_true", help="JSON alone on standard output")
    return parser


def _document(parser: argparse.ArgumentParser) -> None:
    _file(parser)
    parser.add_argument("--phase", type=int, required=True, metavar="N")
    parser.add_argument(
        "--kind",
        choices=tuple(KIND_NAMES),
        default="summary",
        help="which document (default: summary)",
    )
    parser.add_argument("--agency", default="", metavar="CODE", help="the force that a force sheet is for")
    parser.add_argument("--public", action="store_true", help="leave out what may not leave the building")


def _file(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="the operation file")
