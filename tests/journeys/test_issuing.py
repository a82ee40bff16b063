"""Issuing by the real commands: kept, reprinted to the letter, superseded, and what has changed since."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from opcoord.cli.main import main
from tests.journeys.conftest import Sample


@pytest.fixture
def run(sample: Sample, capsys: pytest.CaptureFixture[str]) -> Any:
    """Runs a command on the sample with phase 7 in; gives the exit code and the JSON."""
    sample.workspace.close()
    file = sample.workspace.path

    def command(name: str, *arguments: object) -> tuple[int, Any]:
        code = main([name, str(file), *map(str, arguments), "--json"])
        return code, json.loads(capsys.readouterr().out)

    assert command("import", sample.waiting, "--accept")[0] == 0
    return command


def test_an_issue_is_reprinted_to_the_letter_and_knows_what_changed(
    run: Any, sample: Sample, tmp_path: Path, qapp: Any
) -> None:
    code, made = run("issue", "--phase", 7)
    assert code == 0
    assert (made["issue"]["number"], made["issue"]["kind"]) == (1, "summary")
    first = tmp_path / "first.pdf"
    assert run("summary", "--phase", 7, "--issue", 1, "--out", first)[1]["pages"] > 1
    from opcoord.services.workspace import Workspace

    workspace = Workspace.open(sample.workspace.path)
    returned = next(each for each in workspace.queries.returns(7) if each.agency == "WI")
    figures = sum(each.amount is not None for each in workspace.queries.figures(returned.id))
    workspace.returns.withdraw(returned.id)
    workspace.close()
    again = tmp_path / "again.pdf"
    run("summary", "--phase", 7, "--issue", 1, "--out", again)
    assert again.read_bytes() == first.read_bytes()
    for form in ("xlsx", "txt"):
        run("summary", "--phase", 7, "--issue", 1, "--out", tmp_path / f"issue.{form}")
    assert "ISSUE 1" in (tmp_path / "issue.txt").read_text("utf-8")
    (listed,) = run("issued")[1]["issued"]
    assert len(listed["changed"]) == figures
    assert {each["now"] for each in listed["changed"]} == {"none"}
    assert run("verify")[0] == 0


def test_a_second_issue_asks_for_a_reason(run: Any, qapp: Any) -> None:
    assert run("issue", "--phase", 7)[0] == 0
    code, refused = run("issue", "--phase", 7)
    assert code == 1
    assert "without a reason" in refused["error"]["message"]
    assert run("issue", "--phase", 7, "--reason", "Counted again")[1]["issue"]["number"] == 2
    assert [each["superseded"] for each in run("issued")[1]["issued"]] == [False, True]


def test_words_against_the_figures_stop_the_issue(run: Any, sample: Sample, qapp: Any) -> None:
    from opcoord.services.workspace import Workspace

    workspace = Workspace.open(sample.workspace.path)
    workspace.papers.set_wording(7, "summary", "Introduction", "Ten forces took part.")
    workspace.close()
    code, found = run("issue", "--phase", 7)
    assert code == 1
    assert "Ten forces" in next(each["text"] for each in found["to_look_at"] if each["odd"])
    assert run("issued")[1] == {"issued": []}
    assert run("issue", "--phase", 7, "--looked")[0] == 0


def test_an_issue_that_is_not_there_is_a_sentence(run: Any, tmp_path: Path) -> None:
    code, refused = run("summary", "--phase", 7, "--issue", 3, "--out", tmp_path / "x.pdf")
    assert code == 1
    assert refused["error"]["message"] == "There is no issue 3 of that document."
