"""The commands that hand an operation from lead force to lead force, and their arguments."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any


def add_handover_commands(commands: Any) -> tuple[argparse.ArgumentParser, ...]:
    """Add handover, receive, take-back and compare to the parser's `commands`."""
    give = commands.add_parser("handover", help="make the file for the next lead force, and mark this one")
    give.add_argument("file", type=Path, metavar="FILE", help="the operation file")
    give.add_argument("--to", required=True, metavar="NAME", help="the force that goes on, by name or code")
    give.add_argument(
        "--from",
        dest="giver",
        default="",
        metavar="NAME",
        help="the force that gives (default: the last lead)",
    )
    give.add_argument("--out", type=Path, required=True, metavar="HANDOVER", help="ends in .opcoord-handover")
    _password(give, "lock the file with the password in the first line of F")
    give.add_argument(
        "--with-files", action="store_true", help="let the received files go along, with whatever is in them"
    )
    give.add_argument("--note", default="", metavar="TEXT", help="a word to the next lead force")

    take = commands.add_parser("receive", help="make an operation file of a hand-over file")
    take.add_argument("handover", type=Path, metavar="HANDOVER", help="the hand-over file")
    take.add_argument("newfile", type=Path, metavar="NEWFILE", help="the operation file to make")
    _password(take, "the password is in the first line of F")

    back = commands.add_parser("take-back", help="go on with a file that was handed over")
    back.add_argument("file", type=Path, metavar="FILE", help="the operation file")
    back.add_argument("--reason", required=True, metavar="TEXT", help="why you go on here")

    against = commands.add_parser("compare", help="what differs between two files of one operation")
    against.add_argument("file", type=Path, metavar="FILE", help="the operation file")
    against.add_argument("other", type=Path, metavar="OTHER", help="the other one, or a hand-over file")
    _password(against, "the password of a hand-over file is in the first line of F")
    return give, take, back, against


def _password(parser: argparse.ArgumentParser, words: str) -> None:
    parser.add_argument("--password-file", type=Path, metavar="F", help=words)
