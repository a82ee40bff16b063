"""Which files an import takes from what was chosen or dropped."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from opcoord.errors import OpcoordError
from opcoord.model.finding import Finding
from opcoord.model.terms import Severity

RETURN_ENDINGS = frozenset({".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv", ".tsv"})


def collect(paths: Iterable[Path]) -> tuple[list[Path], list[Finding]]:
    """The files to read, each once and in order, and notices of what was left out.

    Folders are expanded to the workbooks and tables of text below them. A file that was chosen itself is always taken, whatever
    its name, except for the lock files that Office and LibreOffice leave beside an open workbook. Raises OpcoordError
    where a folder cannot be listed to its end.
    """
    taken: dict[Path, None] = {}
    findings: list[Finding] = []
    for path in paths:
        if _is_folder(path):
            _collect_folder(path, taken, findings)
        elif is_lock_file(path):
            findings.append(_lock_notice(path))
        else:
            taken.setdefault(path)
    return list(taken), findings


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # a name longer than the system takes; opening it will say so
        return False


def is_lock_file(path: Path) -> bool:
    """Whether `path` only says that somebody has a workbook open."""
    return path.name.startswith(("~$", ".~lock."))


def open_elsewhere(path: Path) -> tuple[Finding, ...]:
    """A notice where Excel or LibreOffice has the workbook open: what is not saved there yet, nobody else can read."""
    try:
        is_open = any(path.with_name(name).exists() for name in (f"~${path.name}", f".~lock.{path.name}#"))
    except OSError:  # a name that the system takes just so, and with two letters more does not
        is_open = False
    if not is_open:
        return ()
    return (
        Finding(
            Severity.NOTICE,
            "open-elsewhere",
            "The workbook is open in another program. It was read as it was last saved.",
            "If it was changed there, save and close it, then import it again.",
        ),
    )


def _collect_folder(folder: Path, taken: dict[Path, None], findings: list[Finding]) -> None:
    others: list[str] = []
    for path in _all_below(folder):
        if not path.is_file():
            continue
        if is_lock_file(path):
            findings.append(_lock_notice(path))
        elif path.suffix.lower() in RETURN_ENDINGS:
            taken.setdefault(path)
        elif not path.name.startswith("."):
            others.append(path.name)
    if others:
        shown = ", ".join(others[:5]) + (" and others" if len(others) > 5 else "")
        findings.append(
            Finding(
                Severity.NOTICE,
                "not-a-workbook",
                f"{len(others)} {'file is' if len(others) == 1 else 'files are'} not a workbook and left out: {shown}.",
                "Choose a file by itself if it should be looked at all the same.",
            )
        )


def _all_below(folder: Path) -> list[Path]:
    try:
        return sorted(folder.rglob("*"), key=lambda each: str(each).casefold())
    except OSError as problem:
        # Half a folder would be half the returns, and nobody would know.
        raise OpcoordError(
            f"The folder {folder.name} could not be read to its end.",
            "Check that its drive or the network is connected, and choose it again.",
        ) from problem


def _lock_notice(path: Path) -> Finding:
    return Finding(
        Severity.NOTICE,
        "lock-file",
        f"{path.name} only shows that a workbook is open in another program; it was left out.",
        "Close the workbook there if it should be imported.",
    )
