"""The newcomer's first import: phase 7 of the sample, from its waiting files to totals with cells behind them."""

from __future__ import annotations

from pathlib import Path

import openpyxl

from opcoord.model.qualified import Qualified
from opcoord.model.terms import Qualifier
from opcoord.queries.views import ResultPoint
from opcoord.services.candidate import Candidate
from opcoord.services.sample import SAMPLE_NOTICE
from opcoord.services.workspace import Workspace
from tests.journeys.conftest import Sample


def point(workspace: Workspace, measure: str, phase: int) -> ResultPoint:
    (found,) = workspace.queries.results([measure], up_to=phase)
    return found.points[-1]


def check(workspace: Workspace, path: Path) -> Candidate:
    (found,) = workspace.returns.inspect([path])
    return found


def accept_waiting(sample: Sample) -> None:
    for candidate in sample.workspace.returns.inspect([sample.waiting]):
        assert candidate.can_accept, candidate.reason
        sample.workspace.returns.accept(candidate)


def test_the_sample_says_what_it_is(sample: Sample) -> None:
    assert sample.workspace.queries.operation().notice == SAMPLE_NOTICE
    assert sample.workspace.verify() == []
    phases = sample.workspace.queries.phases()
    assert [len(phase.received) for phase in phases] == [3, 3, 2, 2, 2, 2, 0]
    assert {len(phase.expected) for phase in phases} == {5}


def test_phase_seven_comes_in_with_sheet_and_cell(sample: Sample) -> None:
    accept_waiting(sample)
    expected = {
        ("DO", "arrests"): 37,
        ("DO", "drugs_value"): 7_780_000,
        ("DO", "cash_seized"): 1_800_000,
        ("WI", "arrests"): 31,
        ("WI", "cash_seized"): 2_400_000,
    }
    for (agency, measure), amount in expected.items():
        (figure,) = sample.workspace.queries.figures_behind(measure, 7, agency)
        assert figure.amount == amount
        assert figure.sheet == "Return" and figure.cell.startswith("E")
        book = openpyxl.load_workbook(sample.waiting_file(figure.agency_name.split()[0]))
        assert str(book[figure.sheet][figure.cell].value) == figure.raw
    arrests = point(sample.workspace, "arrests", 7)
    assert arrests.completeness == "2 of 5 forces"
    assert arrests.missing == ("AS", "DC", "GL")
    assert arrests.reasons == {"AS": "no return", "DC": "not answered", "GL": "not answered"}
    assert arrests.total == Qualified(68)
    before = point(sample.workspace, "arrests", 6).cumulative
    assert before is not None and arrests.cumulative == Qualified(before.stored + 68)
    assert point(sample.workspace, "drugs_value", 7).total == Qualified(59_780_000, Qualifier.OVER)


def test_published_figures_are_kept_as_announcements(sample: Sample) -> None:
    announced = sample.workspace.queries.announcements()
    published = [each for each in announced if each.source_key not in ("", "RETRO")]
    assert len(published) == 185
    regional = [
        each.amount
        for each in published
        if each.reporter == "REGION" and each.measure == "arrests" and each.first_phase == 1
    ]
    assert regional == [194, 200, 109]
    heavy = next(each for each in published if each.label == "Class B weight")
    assert (heavy.measure, heavy.unit, heavy.amount, heavy.qualifier) == (
        "class_b_weight",
        "g",
        3_500_000,
        "about",
    )


def test_the_same_file_again_is_already_imported(sample: Sample) -> None:
    accept_waiting(sample)
    again = check(sample.workspace, sample.waiting_file("Dorset"))
    assert again.status == "already imported"
    assert "version 1 from Dorset Police for phase 7" in again.reason


def test_a_changed_cell_becomes_version_two_and_undo_takes_it_back(sample: Sample) -> None:
    accept_waiting(sample)
    workspace = sample.workspace
    path = sample.waiting_file("Dorset")
    (figure,) = workspace.queries.figures_behind("arrests", 7, "DO")
    book = openpyxl.load_workbook(path)
    book[figure.sheet][figure.cell] = 39
    book.save(path)

    changed = check(workspace, path)
    assert (changed.status, changed.version) == ("needs review", 2)
    assert [(each.measure, each.old, each.new) for each in changed.differences] == [("arrests", "37", "39")]
    assert [each.sentence for each in changed.effects] == ["Arrests 37 → 39, region 68 → 70"]
    assert point(workspace, "arrests", 7).total == Qualified(68), "nothing changes before it is accepted"

    workspace.returns.accept(changed)
    assert point(workspace, "arrests", 7).total == Qualified(70)
    assert workspace.undo() == "Accept return from Dorset Police for phase 7"
    assert point(workspace, "arrests", 7).total == Qualified(68)
    assert workspace.redo() is not None
    assert point(workspace, "arrests", 7).total == Qualified(70)
    assert workspace.verify() == []


def test_another_forces_figures_are_noticed_as_a_copy(sample: Sample, tmp_path: Path) -> None:
    accept_waiting(sample)
    workspace = sample.workspace
    workspace.returns.write_templates(7, ["AS"], tmp_path)
    (template,) = tmp_path.glob("Avon*.xlsx")
    theirs = openpyxl.load_workbook(sample.waiting_file("Dorset"))["Return"]
    book = openpyxl.load_workbook(template)
    for row in range(17, 69):
        book["Return"][f"E{row}"] = theirs[f"E{row}"].value
    book.save(template)
    copied = check(workspace, template)
    assert [each.code for each in copied.findings if each.severity == "warning"] == ["same-figures"]
    assert "All 8 figures are those that Dorset Police returned for phase 7." in copied.reason


def test_a_sheet_of_corrections_is_not_passed_over(sample: Sample) -> None:
    path = sample.waiting_file("Dorset")
    book = openpyxl.load_workbook(path)
    sheet = book.create_sheet("Correction")
    sheet.append(["Measure", "Figure"])
    sheet.append(["Arrests", 24])
    book["Return"]["E90"] = 5
    book["Return"]["G20"] = "nil"
    book["Return"]["E20"] = "withheld"
    book.save(path)
    found = check(sample.workspace, path)
    assert {"other-table", "unlabelled-figure", "state-disagrees"} <= {each.code for each in found.findings}
    assert found.status == "needs review"


def test_a_file_made_in_a_worker_can_be_written_after_reopening(tmp_path: Path) -> None:
    import threading

    made: list[Workspace] = []
    path = tmp_path / "made.opcoord"
    worker = threading.Thread(target=lambda: made.append(Workspace.create(path, "Made elsewhere")))
    worker.start()
    worker.join()
    made[0].close()
    again = Workspace.open(path)
    assert not again.read_only, again.read_only_reason
    again.close()
