"""Hands an operation over, receives one and takes one back, from the command line."""

from __future__ import annotations

import argparse
import codecs
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from opcoord.cli import output
from opcoord.cli.output import say
from opcoord.errors import OpcoordError
from opcoord.model.dates import format_moment
from opcoord.queries.holding import contents_words
from opcoord.services.differences.compare import Differences
from opcoord.services.differences.records import Line
from opcoord.services.handover import KeptFile
from opcoord.services.holders import holder
from opcoord.services.receiving import Outside, receive
from opcoord.services.workspace import Workspace

_DONE, _NEEDS_A_PERSON = 0, 1
_TELL_APART = "Tell the password by another way than the file, for example by telephone."


def _handover(given: argparse.Namespace) -> int:
    password = _password(given.password_file)
    with closing(Workspace.open(given.file)) as workspace:
        names = {each.code: each.name for each in workspace.queries.agencies()}
        files = workspace.handover.kept_files()
        outside = workspace.handover.give(
            given.out,
            names.get(given.to, given.to),
            names.get(given.giver, given.giver) or holder(workspace.queries),
            password=password,
            with_files=given.with_files,
            note=given.note,
        )
    lines = [
        f"Made {given.out} for {outside.label.taker}. {given.file.name} is read-only until it is taken back.",
        *outside_lines(outside),
        *files_lines(files, given.with_files),
        *([_TELL_APART] if outside.locked else []),
    ]
    record = {
        "file": str(given.out),
        **outside_record(outside),
        "received_files": [file_record(each, given.with_files) for each in files],
    }
    say(given, lines, record)
    return _DONE


def _receive(given: argparse.Namespace) -> int:
    outside = receive(given.handover, given.newfile, _password(given.password_file))
    say(
        given,
        [f"Made {given.newfile}.", *outside_lines(outside)],
        {"file": str(given.newfile), **outside_record(outside)},
    )
    return _DONE


def _take_back(given: argparse.Namespace) -> int:
    with closing(Workspace.open(given.file)) as workspace:
        workspace.handover.take_back(given.reason)
    say(given, [f"{given.file.name} can be changed again."], {"file": str(given.file)})
    return _DONE


def _compare(given: argparse.Namespace) -> int:
    with closing(Workspace.open(given.file, read_only=True)) as workspace:
        with closing(workspace.differences.open_other(given.other, _password(given.password_file))) as other:
            found = workspace.differences.compare(other)
            proposed = frozenset(each.key for each in found.lines if each.proposed)
            effects = workspace.differences.effects(other, found, proposed)
    lines = [found.parting.sentence]
    for name in dict.fromkeys(each.group for each in found.lines):
        lines.append(f"{name}:")
        lines += [text for each in found.lines if each.group == name for text in _line_texts(each)]
    if effects:
        lines.append("What is proposed to be taken over would change:")
        lines += [f"  {each.sentence}" for each in effects]
    if not found.lines:
        lines.append("Nothing differs.")
    say(given, lines, _differences_record(found, [each.sentence for each in effects]))
    return _NEEDS_A_PERSON if found.lines else _DONE


def _line_texts(line: Line) -> list[str]:
    texts = [f"  {line.what} ({line.side})", *(f"    {each}" for each in line.details)]
    if line.take is not None:
        return [*texts, "    Can be taken over in the window."]
    return [*texts, f"    {line.advice}"] if line.advice else texts


def _differences_record(found: Differences, effects: list[str]) -> output.Record:
    parting = found.parting
    return {
        "history": {
            "common": parting.common,
            "until": parting.at.isoformat() if parting.at is not None else None,
            "here": parting.here,
            "there": parting.there,
        },
        "differences": [
            {
                "group": each.group,
                "what": each.what,
                "side": each.side.value,
                "details": list(each.details),
                "can_be_taken": each.take is not None,
                "proposed": each.proposed,
                "advice": each.advice,
            }
            for each in found.lines
        ],
        "effects_of_proposed": effects,
    }


def outside_lines(outside: Outside) -> list[str]:
    """What the outside of a hand-over file says."""
    label = outside.label
    made = format_moment(label.made_at.astimezone())
    return [
        f"{label.operation}, from {label.giver} to {label.taker}, {made}",
        f"Inside: {', '.join(contents_words(label.contents))}",
        f"Head of the history: {label.audit_head[:8]}. Check value: {outside.check_value}",
    ]


def files_lines(files: list[KeptFile], with_files: bool) -> list[str]:
    """Which received files go along or stay behind, and what is hidden in them."""
    if not files:
        return []
    verb = "go along" if with_files else "stay behind"
    hiding = [each for each in files if each.hidden]
    lines = [f"Received files that {verb}: {len(files)}"]
    return lines + [f"  {each.name}: {'; '.join(each.hidden)}" for each in hiding]


def file_record(file: KeptFile, with_files: bool) -> output.Record:
    """A received file with the keys of the documented JSON."""
    return {"name": file.name, "size": file.size, "included": with_files, "hidden": list(file.hidden)}


def outside_record(outside: Outside) -> output.Record:
    """The outside of a hand-over file with the keys of the documented JSON."""
    label = outside.label
    return {
        "operation": label.operation,
        "giver": label.giver,
        "taker": label.taker,
        "made_at": label.made_at.isoformat(),
        "locked": outside.locked,
        "contents": dict(label.contents),
        "audit_head": label.audit_head,
        "check_value": outside.check_value,
    }


def _password(path: Path | None) -> str:
    if path is None:
        return ""
    try:
        content = path.read_bytes()
        # What PowerShell writes into a file with ">".
        wide = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
        lines = content.decode("utf-16" if wide else "utf-8-sig").splitlines()
    except (OSError, UnicodeError):
        raise OpcoordError(
            f"The password file {path.name} cannot be read.", "Write the password into a text file."
        ) from None
    if not lines or not lines[0]:
        raise OpcoordError(
            f"The password file {path.name} has an empty first line.", "Write the password into it."
        )
    return lines[0]


HANDOVER_COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "handover": _handover,
    "receive": _receive,
    "take-back": _take_back,
    "compare": _compare,
}
