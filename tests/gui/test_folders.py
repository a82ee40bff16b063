"""Folders that are typed."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from opcoord.gui.new_operation_dialog import NewOperationDialog
from opcoord.gui.widgets.folders import is_folder
from opcoord.gui.widgets.save_dialog import SaveDialog


def test_no_server_is_looked_for_while_its_name_is_typed(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = NewOperationDialog(tmp_path)
    qtbot.addWidget(dialog)
    dialog.ui.name_edit.setText("Operation Scorpion")
    asked: list[str] = []

    def is_dir(path: Path) -> bool:
        asked.append(str(path))
        return True

    monkeypatch.setattr(Path, "is_dir", is_dir)
    place = "\\\\dorset-files\\operations"
    for length in range(1, len(place) + 1):
        dialog.ui.folder_edit.setText(place[:length])
    assert not any(path.startswith("\\\\") and "\\" not in path[2:].rstrip("\\") for path in asked)
    assert place in asked
    assert dialog.ui.problem_label.text() == "The file will be Operation Scorpion.opcoord."


def test_a_proposed_name_is_a_name_and_no_path(qtbot: QtBot, tmp_path: Path) -> None:
    dialog = SaveDialog(
        "Save", tmp_path / "a.opcoord", "Phase 7 A/S sheet (internal).pdf", "PDF files (*.pdf)"
    )
    qtbot.addWidget(dialog)
    assert dialog.selectedFiles() == [str(tmp_path / "Phase 7 A S sheet (internal).pdf")]


def test_folders_are_found(tmp_path: Path) -> None:
    assert is_folder(str(tmp_path)) and is_folder(f"/{tmp_path}")
    assert not is_folder("") and not is_folder(" "), "that would be wherever the program was started"
    assert not is_folder(str(tmp_path / ("long" * 100)))
    assert not is_folder(str(tmp_path / "none")) and not is_folder("\\\\server\\")
