"""Friday's e-mails: what cannot be taken gets one sentence, the store stays as it was, the rest goes on."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import pytest

from opcoord.excel.template import write_template
from opcoord.model.refs import AgencyRef, ReadingContext
from opcoord.services.candidate import Candidate
from tests.journeys.conftest import Sample


@pytest.fixture
def friday(sample: Sample, tmp_path: Path) -> Path:
    """A folder with one good return between everything that goes wrong."""
    folder = tmp_path / "friday"
    folder.mkdir()
    good = sample.waiting_file("Dorset").read_bytes()
    (folder / "m Dorset.xlsx").write_bytes(good)
    (folder / "a empty.xlsx").write_bytes(b"")
    (folder / "b cut.xlsx").write_bytes(good[: len(good) // 2])
    (folder / "c text.xlsx").write_text("Dear colleague\nthe figures follow\n")
    (folder / "d picture.xlsx").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(400))
    (folder / "~$m Dorset.xlsx").write_bytes(b"\x00lock")
    with zipfile.ZipFile(folder / "e bomb.xlsx", "w", zipfile.ZIP_DEFLATED) as bomb:
        with zipfile.ZipFile(sample.waiting_file("Dorset")) as source:
            for name in source.namelist():
                bomb.writestr(name, source.read(name))
        with bomb.open("xl/media/image1.png", "w", force_zip64=True) as part:
            for _ in range(260):
                part.write(bytes(1024 * 1024))
    with (folder / "f huge.xlsx").open("wb") as huge:
        huge.truncate(26 * 1024 * 1024)
    context = sample.workspace.returns.context()
    _template(folder / "x phase 99.xlsx", context, "DO", 99)
    stranger = AgencyRef("KE", "Kent Police")
    _template(folder / "y Kent.xlsx", _with(context, stranger), "KE", 7)
    return folder


def _with(context: ReadingContext, agency: AgencyRef) -> ReadingContext:
    from dataclasses import replace

    return replace(context, agencies=(*context.agencies, agency))


def _template(path: Path, context: ReadingContext, agency: str, phase: int) -> None:
    from dataclasses import replace

    last = context.phases[-1]
    phases = (*context.phases, replace(last, number=99)) if phase == 99 else context.phases
    write_template(path, replace(context, phases=phases), agency, phase)


def test_each_gets_a_sentence_and_the_good_one_goes_on(sample: Sample, friday: Path) -> None:
    before = sample.workspace.path.read_bytes()
    found = {each.name[0]: each for each in sample.workspace.returns.inspect([friday])}
    assert sample.workspace.path.read_bytes() == before
    words = {
        "a": "empty",
        "b": "damaged",
        "c": "not an Excel workbook",
        "d": "not an Excel workbook",
        "e": "expands",
        "f": "larger than 25 MB",
        "x": "phase 99",
        "y": "Kent",
    }
    for key, word in words.items():
        each = found[key]
        assert each.status == "refused", each.name
        assert word in each.reason, (each.name, each.reason)
        _is_a_sentence(each)
    good = found["m"]
    assert good.status == "ready"
    sample.workspace.returns.accept(good)
    assert sample.workspace.queries.phase(7).received == ("DO",)  # type: ignore[union-attr]


def _is_a_sentence(candidate: Candidate) -> None:
    for finding in candidate.findings:
        assert finding.message.endswith(".") and len(finding.message) < 300
        assert "Traceback" not in finding.message and "Error" not in finding.message
        assert str(candidate.path.parent) not in finding.message


def test_lock_files_are_skipped_and_said(sample: Sample, friday: Path) -> None:
    (only,) = [each for each in sample.workspace.returns.inspect([friday]) if each.status == "skipped"]
    assert "~$m Dorset.xlsx" in only.reason


def test_an_encrypted_workbook_is_refused_with_a_sentence(sample: Sample, tmp_path: Path) -> None:
    shared = Path(__file__).parents[2].parent / "shared" / "hostile"
    samples = sorted(shared.glob("*encrypt*.xlsx"))
    if not samples:
        pytest.skip("the pack of hostile workbooks is not beside this checkout")
    path = tmp_path / "locked.xlsx"
    shutil.copy2(samples[0], path)
    (found,) = sample.workspace.returns.inspect([path])
    assert found.status == "refused"
    assert "password" in found.reason
