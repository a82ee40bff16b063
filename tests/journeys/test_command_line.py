"""The command line: the documented JSON, alone on standard output, and the documented exit codes."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from opcoord import reference_data
from opcoord.cli.main import main
from opcoord.services.workspace import Workspace
from tests.journeys.conftest import Sample


@pytest.fixture
def file(sample: Sample) -> Path:
    """The sample's operation file, closed."""
    sample.workspace.close()
    return sample.workspace.path


class Run:
    """Runs commands and reads what they print."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def __call__(self, *arguments: object) -> tuple[int, str]:
        code = main([str(each) for each in arguments])
        return code, self._capsys.readouterr().out

    def json(self, *arguments: object) -> tuple[int, Any]:
        code, out = self(*arguments, "--json")
        return code, json.loads(out)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    return Run(capsys)


def test_a_dry_run_changes_nothing(run: Run, file: Path, sample: Sample) -> None:
    before = file.read_bytes()
    code, found = run.json("import", file, sample.waiting)
    assert code == 0
    assert {each["status"] for each in found["files"]} == {"needs review"}
    assert file.read_bytes() == before


def test_a_pattern_that_no_shell_has_replaced_is_replaced(run: Run, file: Path, sample: Sample) -> None:
    """As from Windows' prompts."""
    code, found = run.json("import", file, sample.waiting / "*.xlsx")
    assert code == 0
    names = sorted(Path(each["path"]).name for each in found["files"])
    assert names == sorted(path.name for path in sample.waiting.glob("*.xlsx")) and len(names) > 1
    code, found = run.json("import", file, sample.waiting / "*.nothing")
    assert code == 1 and [Path(each["path"]).name for each in found["files"]] == ["*.nothing"]


def test_import_accept_and_results(run: Run, file: Path, sample: Sample) -> None:
    code, found = run.json("import", file, sample.waiting, "--accept")
    assert code == 0
    by_agency = {each["agency"]: each for each in found["files"]}
    assert {each["status"] for each in found["files"]} == {"accepted"}
    dorset = {each["measure"]: each for each in by_agency["DO"]["figures"]}
    assert set(by_agency["DO"]) >= {
        "path",
        "sha256",
        "status",
        "agency",
        "phase",
        "version",
        "figures",
        "findings",
    }
    assert (dorset["arrests"]["amount"], dorset["drugs_value"]["amount"]) == (37, 77800)
    assert set(dorset["arrests"]) == {
        "measure", "amount", "unit", "qualifier", "empty", "state", "sheet", "cell", "raw", "conversion",
    }  # fmt: skip
    assert dorset["charges"]["amount"] is None and dorset["charges"]["empty"] == "not answered"

    code, again = run.json("import", file, sample.waiting, "--accept")
    assert code == 0
    assert {each["status"] for each in again["files"]} == {"already imported"}

    code, results = run.json("results", file, "--measure", "arrests", "--phase", 7)
    (measure,) = results["measures"]
    (point,) = measure["points"]
    assert (code, measure["unit"], point["amount"], point["received"], point["expected"]) == (
        0,
        "people",
        68,
        2,
        5,
    )
    assert point["missing"] == ["AS", "DC", "GL"]
    assert point["by_agency"] == {"DO": 37, "WI": 31}
    assert point["cumulative"] == 103 + 67 + 12 + 79 + 25 + 28 + 68


def test_what_needs_a_person_ends_with_one(run: Run, file: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.xlsx"
    bad.write_bytes(b"")
    code, found = run.json("import", file, bad, tmp_path / "missing.xlsx")
    assert code == 1
    assert [each["status"] for each in found["files"]] == ["refused", "refused"]
    code, error = run.json("results", tmp_path / "nothing.opcoord")
    assert code == 1 and "no file" in error["error"]["message"]


def test_wrong_usage_ends_with_two(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as leaving:
        run("summary")
    assert leaving.value.code == 2


def test_new_templates_and_import_round(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "made.opcoord"
    folder = Path(reference_data.__file__).parent
    assert run("new", file, "--reference", folder)[0] == 0
    code, written = run.json("templates", file, "--phase", 7, "--agency", "DO", "--out", tmp_path / "out")
    assert code == 0 and len(written["files"]) == 1
    code, found = run.json("import", file, written["files"][0])
    assert (found["files"][0]["agency"], found["files"][0]["phase"]) == ("DO", 7)
    assert all(each["amount"] is None for each in found["files"][0]["figures"])
    assert run("new", file)[0] == 1, "an existing file is not replaced"


def test_a_reference_folder_that_lacks_a_column_is_a_sentence(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "reference"
    folder.mkdir()
    for name in ("agencies.csv", "measures.csv", "phases.csv"):
        shutil.copy(Path(reference_data.__file__).parent / name, folder)
    (folder / "phases.csv").write_text("number,theme\n1,x\n", encoding="utf-8")
    code, error = run.json("new", tmp_path / "x.opcoord", "--reference", folder)
    assert code == 1 and "no column “starts_on”" in error["error"]["message"]
    assert not (tmp_path / "x.opcoord").exists()


def test_verify_tells_damage(run: Run, file: Path) -> None:
    import sqlite3

    assert run.json("verify", file)[1]["ok"] is True
    connection = sqlite3.connect(file)
    connection.execute("UPDATE figure SET amount = amount + 1 WHERE amount > 0")
    connection.commit()
    connection.close()
    code, found = run.json("verify", file)
    assert code == 1
    assert {each["code"] for each in found["findings"]} == {"fingerprint"}


def test_the_summary_is_a_pdf_with_pages(run: Run, file: Path, tmp_path: Path, qapp: object) -> None:
    out = tmp_path / "summary.pdf"
    code, made = run.json("summary", file, "--phase", 6, "--out", out)
    assert code == 0 and made["pages"] >= 2
    assert out.read_bytes().startswith(b"%PDF")
    assert run("summary", file, "--phase", 99, "--out", out)[0] == 1
    assert run("summary", file, "--phase", 6, "--out", tmp_path / "x.docx")[0] == 1


def test_two_files_of_one_force_wait_for_a_person(
    run: Run, file: Path, sample: Sample, tmp_path: Path
) -> None:
    import openpyxl

    folder = tmp_path / "both"
    folder.mkdir()
    first = folder / "Dorset a.xlsx"
    shutil.copy2(sample.waiting_file("Dorset"), first)
    book = openpyxl.load_workbook(first)
    book["Return"]["E17"] = 22
    book.save(folder / "Dorset b.xlsx")
    code, found = run.json("import", file, folder, "--accept")
    assert code == 1
    assert [(each["status"], each["version"]) for each in found["files"]] == [
        ("accepted", 1),
        ("needs review", 2),
    ]
    assert found["files"][1]["differences"] == [{"measure": "arrests", "old": "37", "new": "22"}]


@pytest.mark.parametrize("kind", ["summary", "cumulative", "brief", "force", "plan", "handover"])
@pytest.mark.parametrize("ending", ["pdf", "xlsx", "txt"])
def test_every_kind_of_page_in_every_form(made_sample: Path, tmp_path: Path, kind: str, ending: str) -> None:
    out = tmp_path / f"{kind}.{ending}"
    agency = ["--agency", "DO"] if kind == "force" else []
    assert (
        main(["summary", str(made_sample), "--phase", "6", "--kind", kind, *agency, "--out", str(out)]) == 0
    )
    content = out.read_bytes()
    if ending == "txt":
        lines = content.decode("utf-8").splitlines()
        assert lines[0].strip() == lines[-1].strip() == "OFFICIAL"
        assert max(map(len, lines)) <= 78
        assert "Sample" in content.decode("utf-8")
    else:
        assert content.startswith(b"%PDF" if ending == "pdf" else b"PK")


def test_results_carry_the_counting_rules(run: Run, file: Path) -> None:
    with closing(Workspace.open(file)) as workspace:
        workspace.rules.add("arrests", 5, "Voluntary attendances as well", "The board")
    code, found = run.json("results", file, "--measure", "arrests")
    (measure,) = found["measures"]
    assert code == 0
    assert measure["counting_rule"].startswith("People arrested")
    assert measure["rule_changes"] == [
        {"first_phase": 5, "counting_rule": "Voluntary attendances as well", "reason": "The board"}
    ]
    assert [each["rule_since"] for each in measure["points"]] == [None] * 4 + [5] * 3
    _, text = run("results", file, "--measure", "arrests")
    assert text.rstrip().endswith("Arrests: counted differently from phase 5 on.")


@pytest.mark.parametrize("kind", ["summary", "cumulative", "brief"])
@pytest.mark.parametrize("phase", [1, 3, 6])
def test_the_samples_public_documents_are_written_without_a_look(
    made_sample: Path, tmp_path: Path, kind: str, phase: int
) -> None:
    out = tmp_path / "public.txt"
    arguments = [
        "summary",
        str(made_sample),
        "--phase",
        str(phase),
        "--kind",
        kind,
        "--public",
        "--out",
        str(out),
    ]
    assert main(arguments) == 0
    assert "publication" in out.read_text(encoding="utf-8")


def test_a_public_document_that_names_somebody_waits_for_a_person(
    run: Run, sample: Sample, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sample.workspace.papers.set_wording(6, "summary", "Introduction", "Ring John Smith on 07700 900123.")
    sample.workspace.close()
    out = tmp_path / "public.txt"
    asked = ("summary", sample.workspace.path, "--phase", 6, "--out", out)
    assert main([str(each) for each in (*asked, "--public")]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert "Introduction: “07700 900123” looks like a telephone number. Change the words" in said.err
    assert "public.txt was not written: there are 2 things to look at" in said.err
    assert not out.exists()

    code, record = run.json(*asked, "--public")
    assert (code, out.exists()) == (1, False)
    told = ["“John Smith” looks like ", "“07700 900123” looks like a telephone number"]
    assert all(words in each["text"] for words, each in zip(told, record["to_look_at"], strict=True))
    assert "--looked" in record["error"]["remedy"]

    assert run(*asked, "--public", "--looked")[0] == 0
    assert "07700 900123" in out.read_text(encoding="utf-8")
    out.unlink()
    # Who works in the house may be named to the house.
    assert run(*asked)[0] == 0
    assert out.exists()


def test_a_public_draft_that_disagrees_with_the_figures_waits_as_its_issue_does(
    run: Run, sample: Sample, tmp_path: Path
) -> None:
    sample.workspace.papers.set_wording(
        6, "summary", "Introduction", "The region made 95 arrests in phase 6."
    )
    sample.workspace.papers.set_embargo(6, "brief", dt.datetime.now() + dt.timedelta(days=9))
    sample.workspace.close()
    out = tmp_path / "draft.pdf"
    asked = ("summary", sample.workspace.path, "--phase", 6, "--out", out)
    code, record = run.json(*asked, "--public")
    assert (code, out.exists()) == (1, False)
    issued = run.json("issue", sample.workspace.path, "--phase", 6, "--public")[1]
    assert record["to_look_at"] == [each for each in issued["to_look_at"] if each["odd"]]
    assert [each["text"].partition(":")[0] for each in record["to_look_at"]] == ["Introduction", "Embargo"]
    assert run(*asked, "--public", "--looked")[0] == 0
    out.unlink()
    assert run(*asked)[0] == 0
