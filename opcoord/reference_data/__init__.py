"""Reference data that ships with the program: the South West operation and what was published of it."""

from __future__ import annotations

import csv
from importlib.resources import files
from pathlib import Path

from opcoord.errors import OpcoordError

Row = dict[str, str]


def shipped(name: str) -> list[Row]:
    """The rows of a CSV file of this package, by column name."""
    text = (files(__name__) / name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def from_folder(folder: Path, name: str, columns: tuple[str, ...]) -> list[Row]:
    """The rows of a CSV file in `folder`; raises OpcoordError where file or columns are missing."""
    path = folder / name
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            missing = [column for column in columns if column not in (reader.fieldnames or [])]
            if missing:
                raise OpcoordError(
                    f"{name} has no column “{missing[0]}”.", "Compare its first line with the reference data."
                )
            return [{key: value or "" for key, value in row.items() if key} for row in reader]
    except FileNotFoundError:
        raise OpcoordError(
            f"There is no {name} in that folder.", "Choose the folder that holds it."
        ) from None
    except (OSError, UnicodeDecodeError, csv.Error):
        raise OpcoordError(f"{name} cannot be read.", "Save it as CSV in UTF-8 and try again.") from None
