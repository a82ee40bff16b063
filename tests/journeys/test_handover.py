"""Give, receive in a fresh folder, go on working there: from the command line, with the files as a force would have them."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from opcoord.cli.main import main
from opcoord.services.workspace import Workspace
from tests.journeys.conftest import Sample

PASSWORD = "three blue wrens"


class Run:
    """Runs a command with --json."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def __call__(self, *arguments: object) -> tuple[int, Any]:
        code = main([*map(str, arguments), "--json"])
        return code, json.loads(self._capsys.readouterr().out)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    return Run(capsys)


@pytest.fixture
def file(sample: Sample) -> Path:
    """The sample, closed, with its returns of phase 7 still waiting."""
    sample.workspace.close()
    return sample.workspace.path


@pytest.fixture
def password(tmp_path: Path) -> Path:
    path = tmp_path / "password.txt"
    path.write_text(f"{PASSWORD}\n", encoding="utf-8")
    return path


def test_give_receive_and_go_on(run: Run, file: Path, sample: Sample, password: Path, tmp_path: Path) -> None:
    out = tmp_path / "Scorpion.opcoord-handover"
    lock = ("--password-file", password)
    _, before = run("results", file)
    code, given = run("handover", file, "--to", "WI", "--out", out, *lock, "--note", "Phase 8 is planned.")
    assert code == 0
    assert (given["giver"], given["taker"], given["locked"]) == ("Dorset Police", "Wiltshire Police", True)
    assert given["contents"]["returns"] == 14 and given["contents"]["files"] == 0
    assert {each["included"] for each in given["received_files"]} == {False}

    # The old holder's file is read, and refuses what changes it.
    assert run("results", file) == (0, before)
    code, refused = run("import", file, sample.waiting, "--accept")
    assert code == 1 and "handed over to Wiltshire Police" in refused["error"]["remedy"]

    fresh = tmp_path / "fresh"
    fresh.mkdir()
    new = fresh / "Scorpion.opcoord"
    assert run("receive", out, new)[0] == 1
    password.write_text("another password", encoding="utf-8")
    code, wrong = run("receive", out, new, *lock)
    assert code == 1 and "does not open with that password" in wrong["error"]["message"]
    assert list(fresh.iterdir()) == []
    # As PowerShell writes it.
    password.write_text(f"{PASSWORD}\r\n", encoding="utf-16", newline="")
    code, received = run("receive", out, new, *lock)
    assert code == 0
    assert (received["check_value"], received["audit_head"]) == (given["check_value"], given["audit_head"])
    assert run("results", new) == (0, before)

    # The new holder goes on.
    code, found = run("import", new, sample.waiting, "--accept")
    assert code == 0
    assert {each["status"] for each in found["files"]} == {"accepted"}
    _, after = run("results", new, "--measure", "arrests", "--phase", 7)
    assert after["measures"][0]["points"][0]["amount"] == 68
    assert run("verify", new)[1]["ok"] is True
    # What came before the hand-over is known there, although the files stayed behind.
    with closing(Workspace.open(new)) as workspace:
        assert workspace.undo() is not None
        assert [each.note for each in workspace.queries.handovers()] == ["Phase 8 is planned."] * 2

    # What the new holder did is seen from the old file; the last of it was undone.
    code, compared = run("compare", file, new)
    assert code == 1
    assert [(each["what"], each["side"], each["proposed"]) for each in compared["differences"]] == [
        (f"Phase 7, {force}", "only there", True)
        for force in ("Devon & Cornwall Police", "Dorset Police", "Gloucestershire Constabulary")
    ]
    code, _back = run("take-back", file, "--reason", "They cannot take it before May.")
    assert code == 0
    assert run("import", file, sample.waiting, "--accept")[0] == 0
    code, compared = run("compare", file, out, *lock)
    assert code == 1
    assert {each["side"] for each in compared["differences"]} == {"only here"}
    assert run("compare", file, file)[0] == 1


def test_usage(file: Path, password: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "x.opcoord-handover"
    missing = ["--password-file", str(tmp_path / "none.txt")]
    assert main(["handover", str(file), "--to", "WI", "--out", str(out), *missing]) == 1
    password.write_text("\nsecond line", encoding="utf-8")
    assert main(["handover", str(file), "--to", "WI", "--out", str(out), *missing[:1], str(password)]) == 1
    assert not out.exists()
    assert main(["handover", str(file), "--to", "Wiltshire Police", "--out", str(out)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].endswith("is read-only until it is taken back.")
    assert "Received files that stay behind: 14" in lines
    with pytest.raises(SystemExit) as leaving:
        main(["handover", str(file)])
    assert leaving.value.code == 2
