"""Published figures entered by hand, pasted and imported: what is understood, what is refused, and what is kept."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from opcoord import reference_data
from opcoord.errors import OpcoordError
from opcoord.model.terms import Severity
from opcoord.queries.views import AnnouncementView
from opcoord.services.announcements import AnnouncementPreview
from opcoord.services.workspace import Workspace

PASTED = """phase\treporter\tmeasure\tunit\tqualifier\tvalue\tsource_key\tsource\tnote
7\tREGION\tarrests\tn\t=\t126\tWDP7\thttps://example.org/a\t
7\tDorset\tdrugs value\tGBP\tover\t£77.8k\tDE7\thttps://example.org/b\t"they say ""about"" it"
7\tWiltshire\tcuckooing victims\tn\t=\t79\tBBC7\thttps://example.org/c\t
7\tBTP (national)\tarrests\tn\t=\t62\tBTP7\thttps://example.org/d\twhole railway
3\tREGION\tClass B weight\tkg\tapprox\t3.5\tDV3\thttps://example.org/e\t
2\tREGION\tecstasy doses\tdoses\t=\t10,401\tPLY\thttps://example.org/f\t
"""


def _kept(workspace: Workspace) -> list[AnnouncementView]:
    return workspace.queries.announcements()


def _codes(preview: AnnouncementPreview) -> list[tuple[str, str, str]]:
    return [(each.cell, each.severity.value, each.code) for each in preview.all_findings]


def test_a_pasted_table_is_shown_before_it_is_kept(workspace: Workspace) -> None:
    preview = workspace.announcements.read_text(PASTED)
    assert _kept(workspace) == []
    assert _codes(preview) == [("row 4", "notice", "free-label"), ("row 5", "notice", "reporter")]
    workspace.announcements.add(preview.drafts)
    seen = [(each.agency, each.measure, each.unit, each.amount, each.qualifier) for each in _kept(workspace)]
    assert seen == [
        ("", "arrests", "people", 126, "exact"),
        ("DO", "drugs_value", "GBP", 7_780_000, "over"),
        ("WI", "", "count", 79, "exact"),
        ("", "arrests", "people", 62, "exact"),
        ("", "class_b_weight", "g", 3_500_000, "about"),
        ("", "pills_seized", "pills", 10_401, "exact"),
    ]
    assert _kept(workspace)[1].note == 'they say "about" it'
    assert workspace.undo_label == "Enter 6 published figures"
    workspace.undo()
    assert _kept(workspace) == []


def test_without_a_heading_the_columns_stand_in_their_order(workspace: Workspace) -> None:
    preview = workspace.announcements.read_text("7,Dorset,arrests,n,=,37,DE7,https://example.org,\n")
    (draft,) = preview.drafts
    assert (draft.agency, draft.measure, draft.amount, draft.first_phase) == ("DO", "arrests", 37, 7)


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("7,REGION,arrests,n,=,=1+1,,,", "formula"),
        ("7,=cmd|x,arrests,n,=,12,,,", "formula"),
        ("99,REGION,arrests,n,=,12,,,", "phase"),
        ("seven,REGION,arrests,n,=,12,,,", "phase"),
        (",REGION,arrests,n,=,12,,,", "phase"),
        ("7,REGION,arrests,n,=,,,,", "value"),
        ("7,REGION,arrests,n,=,many,,,", "value"),
        ("7,REGION,arrests,n,roughly speaking,12,,,", "value"),
        ("7,REGION,arrests,n,at least,up to 12,,,", "qualifier"),
        ("7,,arrests,n,=,12,,,", "missing"),
        ("7,REGION,,n,=,12,,,", "missing"),
        (f"7,REGION,{'x' * 201},n,=,12,,,", "too-long"),
    ],
)
def test_what_is_wrong_with_a_row_is_said_with_its_number(workspace: Workspace, row: str, code: str) -> None:
    preview = workspace.announcements.read_text(f"7,Dorset,arrests,n,=,37,,,\n{row}\n")
    errors = [each for each in preview.all_findings if each.severity is Severity.ERROR]
    assert {(each.cell, each.code) for each in errors} >= {("row 2", code)}
    assert all(each.message and each.remedy for each in errors)
    assert len(preview.drafts) == 1


def test_a_joint_label_is_kept_as_printed_and_is_no_force(workspace: Workspace) -> None:
    (row,) = workspace.announcements.read_text("7,Devon & Cornwall and Dorset,arrests,n,=,12,,,").rows
    assert row.draft is not None and (row.draft.agency, row.draft.measure) == ("", "arrests")
    assert [each.code for each in row.findings] == ["reporter"]


def test_pounds_are_never_taken_for_a_count(workspace: Workspace) -> None:
    (row,) = workspace.announcements.read_text("7,REGION,arrests,GBP,=,12,,,").rows
    assert row.draft is not None and (row.draft.measure, row.draft.unit) == ("", "GBP")
    assert [each.code for each in row.findings] == ["unit"]


def test_the_shipped_figures_come_in_from_csv_and_agree_with_the_sample(workspace: Workspace) -> None:
    folder = Path(reference_data.__file__).parent
    preview = workspace.announcements.read_file(folder / "published_figures.csv")
    assert len(preview.rows) == 185
    assert [each for each in preview.all_findings if each.severity is Severity.ERROR] == []
    assert len(preview.drafts) == 185
    free = {each.label for each in preview.drafts if not each.measure}
    assert free == {
        "OCG disruption actions", "cocaine value", "crack value", "cuckooing victims", "drug intelligence change",
        "drug seizures", "drugs weight", "heroin value",
    }  # fmt: skip
    workspace.announcements.add(preview.drafts)
    claims = workspace.announcements.read_file(folder / "period_claims.csv")
    assert [(each.first_phase, each.last_phase) for each in claims.drafts] == [(1, 3)] * 5
    workspace.announcements.add(claims.drafts)
    found = {each.claim.label: each.kind.value for each in workspace.queries.reconciliation().claims}
    assert found["cash seized"] == "agrees" and found["drug-related arrests"] == "differs"

    again = workspace.announcements.read_file(folder / "published_figures.csv")
    assert again.drafts == ()
    assert {each.code for each in again.all_findings if each.cell == "row 2"} == {"already-entered"}


def test_a_workbook_is_read_by_its_headings(workspace: Workspace, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Published figures of phase 7"])
    sheet.append(["Force", "Label", "Figure", "Phase", "Date", "Revision", "Unit", "Initials"])
    sheet.append(["Dorset", "Arrests", 37, 7, dt.datetime(2024, 3, 15), "yes", "n", "xy"])
    sheet.append(["Dorset", "Cash seized", "=A1", 7, None, None, "GBP", ""])
    path = tmp_path / "figures.xlsx"
    book.save(path)
    preview = workspace.announcements.read_file(path)
    (draft,) = preview.drafts
    assert (draft.agency, draft.measure, draft.amount, draft.first_phase) == ("DO", "arrests", 37, 7)
    assert (draft.published_on, draft.is_revision) == (dt.date(2024, 3, 15), True)
    assert ("row 4", "error", "value") in _codes(preview), "a formula without its result is no value"


def test_what_is_no_table_is_a_sentence(workspace: Workspace, tmp_path: Path) -> None:
    for text in ("", "  \n\t\n"):
        with pytest.raises(OpcoordError, match="no table"):
            workspace.announcements.read_text(text)
    with pytest.raises(OpcoordError, match="more than 5,000 rows"):
        workspace.announcements.read_text("7,REGION,arrests,n,=,12,,,\n" * 5_001)
    bad = tmp_path / "bad.xlsx"
    bad.write_bytes(b"PK\x03\x04 nothing")
    with pytest.raises(OpcoordError):
        workspace.announcements.read_file(bad)


def test_by_hand_change_and_remove(workspace: Workspace) -> None:
    row = workspace.announcements.read_row(
        {"phase": "7", "reporter": "Dorset", "measure": "arrests", "value": "over 30", "source": "Echo"}
    )
    assert row.draft is not None
    (id_,) = workspace.announcements.add([row.draft])
    workspace.announcements.change(id_, replace(row.draft, amount=37))
    (kept,) = _kept(workspace)
    assert (kept.amount, kept.qualifier, kept.agency) == (37, "over", "DO")
    workspace.announcements.remove([id_])
    assert _kept(workspace) == []
    with pytest.raises(OpcoordError, match="not there any more"):
        workspace.announcements.remove([id_])
    with pytest.raises(OpcoordError, match="no agency"):
        workspace.announcements.add([replace(row.draft, agency="XX")])


def _two_accounts(workspace: Workspace) -> str:
    text = "7,Wiltshire,arrests,n,=,31,CN7,a,\n7,Wiltshire,arrests,n,=,30,ITV7,b,\n"
    workspace.announcements.add(workspace.announcements.read_text(text).drafts)
    (found,) = workspace.queries.reconciliation(7).disagreements
    return found.key


def test_a_verdict_needs_a_reason_and_can_be_withdrawn(workspace: Workspace) -> None:
    key = _two_accounts(workspace)
    with pytest.raises(OpcoordError, match="needs a reason"):
        workspace.verdicts.decide(key, "31", " ")
    workspace.verdicts.decide(key, "31", "The force’s own release")
    workspace.close()
    again = Workspace.open(workspace.path)
    (found,) = again.queries.reconciliation(7).disagreements
    assert (found.verdict, found.reason, found.decided_on) == (
        "31",
        "The force’s own release",
        dt.date.today(),
    )
    again.verdicts.withdraw(key)
    assert len(again.queries.reconciliation(7).undecided) == 1
    with pytest.raises(OpcoordError, match="no verdict"):
        again.verdicts.withdraw(key)
    again.close()


def test_a_verdict_ends_with_the_figures_it_was_about(workspace: Workspace) -> None:
    key = _two_accounts(workspace)
    workspace.verdicts.decide(key, "31", "The force’s own release")
    other = _kept(workspace)[1]
    draft = workspace.announcements.read_text("7,Wiltshire,arrests,n,=,29,ITV7,b,").drafts[0]
    workspace.announcements.change(other.id, draft)
    (found,) = workspace.queries.reconciliation(7).disagreements
    assert found.verdict == ""
    assert [each.key for each in workspace.queries.verdicts()] == [key]
    with pytest.raises(OpcoordError, match="do not disagree any more"):
        workspace.verdicts.decide(key, "31", "Again")
