"""What was issued stays as it was: frozen, hashed, superseded, and compared with what is now."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import replace
from typing import Any

import pytest
from pypdf import PdfReader
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from opcoord.errors import OpcoordError
from opcoord.model.joint import JointRule
from opcoord.model.terms import Qualifier, State
from opcoord.reading.parsed import ParsedNotable
from opcoord.reports.frozen import freeze
from opcoord.reports.issuing import issued_document, look_before, prepare_issue
from opcoord.reports.page_layout import lay_out
from opcoord.reports.pdf import pdf_bytes
from opcoord.reports.summary import SummaryOptions
from opcoord.reports.summary_document import read_document, save_summary
from opcoord.services.workspace import Workspace
from tests.integration.returns_made import candidate, figure

NOW = dt.datetime(2024, 4, 5, 10, 30, tzinfo=dt.UTC)
OPTIONS = SummaryOptions(7)
MEASURES = ("arrests", "charges", "warrants", "weapons", "vehicles_stopped")


@pytest.fixture
def returned(workspace: Workspace, qapp: Any) -> Workspace:
    """Three forces answered phase 7, two of them phase 6."""
    for phase, agency in ((6, "AS"), (6, "DO"), (7, "AS"), (7, "DO"), (7, "WI")):
        figures = (figure(code, 10 + place) for place, code in enumerate(_codes(workspace)))
        workspace.returns.accept(candidate(agency, phase, *figures))
    return workspace


def _codes(workspace: Workspace) -> list[str]:
    return [each.code for each in workspace.queries.measures() if each.unit == "people" and not each.part_of][
        :6
    ]


def issue(workspace: Workspace, reason: str = "", options: SummaryOptions = OPTIONS) -> int:
    return workspace.papers.issue(prepare_issue(workspace.queries, options, reason, NOW))


def _pages(pdf: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages]


def revise(workspace: Workspace, agency: str, *amounts: int) -> None:
    """A new version in which the first measures have these amounts."""
    codes = _codes(workspace)
    new = (*amounts, *(10 + place for place in range(len(amounts), len(codes))))
    figures = (figure(code, amount) for code, amount in zip(codes, new, strict=True))
    workspace.returns.accept(candidate(agency, 7, *figures, replacing=workspace))


def test_reprinting_gives_the_identical_document_and_then_and_now_lists_exactly_ten(
    returned: Workspace,
) -> None:
    issued_id = issue(returned)
    before = issued_document(returned.queries, issued_id)
    revise(returned, "AS", 20, 21, 22, 23, 24)
    revise(returned, "DO", 30, 31, 32)
    revise(returned, "WI", 40, 41)
    path = returned.path
    returned.close()
    again = Workspace.open(path)
    assert issued_document(again.queries, issued_id) == before
    document, pdf = before
    # Printed anew from the frozen record: the same bytes as the file that was kept, dates included.
    assert pdf_bytes(lay_out(document)) == pdf
    changed = again.queries.changed_since(issued_id)
    assert len(changed) == 10
    assert {each.agency for each in changed} == {"AS", "DO", "WI"}
    first = next(each for each in changed if each.agency == "AS")
    assert first.then is not None and first.now is not None
    assert (first.then.amount, first.now.amount) == (10, 20)
    # And the draft shows the new figures.
    assert freeze(read_document(again.queries, OPTIONS, NOW)) != freeze(document)
    again.close()


def test_an_issued_page_says_so_and_a_draft_does_not(returned: Workspace) -> None:
    _, pdf = issued_document(returned.queries, issue(returned))
    words = _pages(pdf)[0]
    assert "ISSUE 1" in words
    assert "Issued 5 April 2024" in words
    assert "DRAFT" not in words
    assert read_document(returned.queries, OPTIONS, NOW).page.status == "DRAFT"


def test_a_later_issue_supersedes_and_says_what_changed(returned: Workspace) -> None:
    issue(returned)
    revise(returned, "AS", 20)
    with pytest.raises(OpcoordError, match="without a reason"):
        issue(returned)
    second = issue(returned, "Avon and Somerset counted again")
    document, _ = issued_document(returned.queries, second)
    (fact,) = [
        each for block in document.blocks for each in getattr(block, "facts", ()) if each.name == "Issue"
    ]
    assert fact.text == "2, replaces issue 1 of 5 April 2024: Avon and Somerset counted again"
    (table,) = [
        each
        for heading, each in zip(document.blocks, document.blocks[1:], strict=False)
        if getattr(heading, "words", "") == "Changed since issue 1"
    ]
    assert [row.cells[2:] for row in table.rows] == [("Avon and Somerset", "10", "20")]  # type: ignore[union-attr]
    newest, first = returned.queries.issued(7)
    assert (newest.number, newest.superseded, first.number, first.superseded) == (2, False, 1, True)


def test_internal_and_public_issues_are_numbered_apart(returned: Workspace) -> None:
    issue(returned)
    issue(returned, options=replace(OPTIONS, public=True))
    issue(returned, options=replace(OPTIONS, kind="brief"))
    issue(returned, options=replace(OPTIONS, kind="force", agency="AS"))
    assert [each.number for each in returned.queries.issued()] == [1, 1, 1, 1]


def test_a_changed_part_is_called_what_the_page_calls_it(returned: Workspace) -> None:
    parts = [each for each in returned.queries.measures() if each.part_of]
    first, charges = next(each for each in parts if each.label.startswith("of which")), "charges"
    for amount in (5, 6):
        figures = (figure(first.code, amount, first.unit), figure(charges, amount))
        returned.returns.accept(candidate("GL", 7, *figures, replacing=returned))
        if amount == 5:
            issued_id = issue(returned)
    whole = next(each.label for each in returned.queries.measures() if each.code == first.part_of)
    labels = {each.measure: each.label for each in returned.queries.changed_since(issued_id)}
    assert labels == {first.code: f"{whole}, {first.label}", charges: "Arrests, of which charges"}


def test_undo_does_not_touch_what_was_issued(returned: Workspace) -> None:
    revise(returned, "AS", 20)
    issued_id = issue(returned)
    label = returned.undo_label
    assert label is not None and "Accept" in label
    returned.undo()
    assert [each.id for each in returned.queries.issued()] == [issued_id]
    (changed,) = returned.queries.changed_since(issued_id)
    assert changed.now is not None and changed.now.amount == 10
    returned.redo()
    assert returned.queries.changed_since(issued_id) == []
    assert returned.verify() == []


def test_what_was_changed_while_the_document_was_made_is_not_issued_over(returned: Workspace) -> None:
    draft = prepare_issue(returned.queries, OPTIONS, "", NOW)
    revise(returned, "AS", 20)
    with pytest.raises(OpcoordError, match="changed while"):
        returned.papers.issue(draft)
    assert returned.queries.issued() == []


def test_late_withdrawn_and_joint_are_changes_too(returned: Workspace) -> None:
    issued_id = issue(returned)
    code = _codes(returned)[0]
    returned.returns.accept(
        candidate("GL", 7, figure(code, 3, qualifier=Qualifier.OVER), figure("charges", None))
    )
    (late,) = returned.queries.changed_since(issued_id)
    assert late.then is None and late.now is not None and late.now.qualifier == "over"
    returned.joint.record(7, code, "AS", "DO", JointRule.NUMBER, "Agreed", 2)
    joint = next(each for each in returned.queries.changed_since(issued_id) if each.other)
    assert joint.now is not None and joint.now.amount == -2
    returned.undo()
    returned.undo()
    wiltshire = next(each.id for each in returned.queries.returns(7) if each.agency == "WI")
    returned.returns.withdraw(wiltshire)
    assert {each.now for each in returned.queries.changed_since(issued_id)} == {None}
    assert len(returned.queries.changed_since(issued_id)) == len(_codes(returned))


def test_a_firmer_figure_is_a_change(returned: Workspace) -> None:
    code = _codes(returned)[0]
    returned.returns.accept(candidate("GL", 7, figure(code, 3, state=State.PROVISIONAL)))
    issued_id = issue(returned)
    returned.returns.accept(candidate("GL", 7, figure(code, 3), replacing=returned))
    (changed,) = returned.queries.changed_since(issued_id)
    assert changed.then is not None and changed.now is not None
    assert (changed.then.state, changed.now.state) == ("provisional", "confirmed")


def test_what_was_issued_cannot_be_rewritten_in_the_file(returned: Workspace) -> None:
    issue(returned)
    with pytest.raises(IntegrityError), returned._database.transaction("Tamper") as session:
        session.execute(text("UPDATE issued_document SET reason = 'x'"))
    with pytest.raises(IntegrityError), returned._database.transaction("Tamper") as session:
        session.execute(text("DELETE FROM issued_total"))


@pytest.mark.parametrize("column", ["document", "figures", "pdf", "sha256"])
def test_verify_notices_an_issued_document_that_was_changed(returned: Workspace, column: str) -> None:
    issued_id = issue(returned)
    with returned._database.transaction("Tamper") as session:
        session.execute(text("DROP TRIGGER issued_document_keeps_update"))
        value = "x" * 64 if column == "sha256" else b"x" * 64
        session.execute(text(f"UPDATE issued_document SET {column} = :value"), {"value": value})
    assert [each.code for each in returned.verify()] == ["issued-document"]
    with pytest.raises(OpcoordError, match="not as it was issued"):
        issued_document(returned.queries, issued_id)


def test_words_stand_at_their_places_and_internal_ones_stay_inside(
    returned: Workspace, tmp_path: Any
) -> None:
    papers = returned.papers
    papers.set_wording(7, "summary", "Introduction", "Forces worked together.\n\nA second paragraph.")
    papers.set_wording(7, "summary", "Headline totals", "For chiefs only.", internal=True)
    papers.set_wording(7, "summary", "Closing words", "Ends.")
    for public in (False, True):
        made = read_document(returned.queries, replace(OPTIONS, public=public), NOW)
        words = [getattr(each, "words", "") for each in made.blocks]
        assert words[1:3] == ["Forces worked together.", "A second paragraph."]
        assert ("For chiefs only." in words) is not public
        assert words.index("Ends.") == words.index("Annex") - 1
        save_summary(made, tmp_path / "page.txt")
        assert ("For chiefs only." in (tmp_path / "page.txt").read_text("utf-8")) is not public
    papers.set_wording(
        7, "summary", "Introduction", "Made \u202e021\u202c arrests, \ufeffand 2\u200b0 warrants."
    )
    assert returned.queries.wording(7, "summary")[0].text == "Made 021 arrests, and 20 warrants."
    papers.set_wording(7, "summary", "Introduction", "")
    assert [each.place for each in returned.queries.wording(7, "summary")] == [
        "Headline totals",
        "Closing words",
    ]
    with pytest.raises(OpcoordError, match="4,001"):
        papers.set_wording(7, "summary", "Introduction", "x" * 4_001)


def test_an_embargo_stands_on_every_public_page(returned: Workspace) -> None:
    returned.papers.set_embargo(7, "summary", dt.datetime(2024, 4, 9, 6, 0))
    issued_id = issue(returned, options=replace(OPTIONS, public=True))
    _, pdf = issued_document(returned.queries, issued_id)
    assert all("EMBARGOED UNTIL 9 APRIL 2024, 06:00" in words for words in _pages(pdf))
    assert read_document(returned.queries, OPTIONS, NOW).page.embargo == ""


def test_words_are_read_beside_the_figures(returned: Workspace) -> None:
    returned.papers.set_wording(7, "summary", "Introduction", "All five forces made 31 arrests in phase 7.")
    texts = [each.text for each in look_before(returned.queries, OPTIONS, NOW.date()) if each.odd]
    assert texts == ["Introduction: it says “31 arrests”; the figures say 30 for arrests."]
    assert any(
        "No return is in from" in each.text for each in look_before(returned.queries, OPTIONS, NOW.date())
    )


def test_the_reason_of_a_public_issue_is_read_like_all_other_words(returned: Workspace) -> None:
    public = replace(OPTIONS, public=True)
    sensitive = next(each for each in returned.queries.measures() if each.sensitive)
    for agency, amount in (("AS", 2), ("DO", 40), ("WI", 60)):
        returned.returns.accept(candidate(agency, 7, figure(sensitive.code, amount), replacing=returned))
    issue(returned, options=public)

    def odd(reason: str, options: SummaryOptions = public) -> list[str]:
        found = look_before(returned.queries, options, NOW.date(), reason)
        return [each.text for each in found if each.odd]

    assert odd("Two returns came late") == []
    (told,) = odd(f"Avon and Somerset had 2 {sensitive.label.lower()}")
    assert told.startswith("Reason for the new issue: it says “2 ") and told.endswith(
        "this document hides it."
    )
    (told,) = odd("Told by PC 4471 Harris")
    assert told.endswith("Word the reason for the new issue otherwise.")
    assert odd("Told by PC 4471 Harris", OPTIONS) == []


def test_a_notable_result_that_tells_a_hidden_number_is_pointed_out(returned: Workspace) -> None:
    sensitive = next(each for each in returned.queries.measures() if each.sensitive)
    label = sensitive.label.lower()
    told = (
        ParsedNotable(f"In one place there were 2 {label}, and 3 arrests.", True, None, "", ""),
        ParsedNotable(f"Elsewhere 2 {label} too.", False, None, "", ""),
    )
    for agency, amount in (("AS", 2), ("DO", 40), ("WI", 60)):
        texts = told if agency == "AS" else ()
        made = candidate(agency, 7, figure(sensitive.code, amount), notable=texts, replacing=returned)
        returned.returns.accept(made)

    def odd(public: bool) -> list[str]:
        options = replace(OPTIONS, public=public)
        return [each.text for each in look_before(returned.queries, options, NOW.date()) if each.odd]

    # What has no consent is not printed, and the text's own other numbers are no business of ours.
    (said,) = odd(public=True)
    assert said.startswith("Notable results, Avon and Somerset Police: it says “2 ")
    # The coordinator is told that another one stays inside; the public is not.
    found = look_before(returned.queries, replace(OPTIONS, public=True), NOW.date())
    assert "1 notable result is not printed: no consent yet, or under embargo." in [
        each.text for each in found
    ]
    assert odd(public=False) == []


def test_a_marking_or_an_embargo_that_speaks_against_publishing_is_pointed_out(returned: Workspace) -> None:
    public = replace(OPTIONS, public=True)
    brief = replace(public, kind="brief")

    def odd(options: SummaryOptions, days: int = 0) -> list[str]:
        today = NOW.date() + dt.timedelta(days=days)
        return [each.text for each in look_before(returned.queries, options, today) if each.odd]

    assert odd(public) == odd(brief) == []
    returned.papers.set_embargo(7, "summary", dt.datetime(2024, 4, 9, 6, 0))
    assert odd(public) == []
    assert odd(brief) == [
        "Embargo: the phase summary of this phase is under embargo until 9 April 2024, 06:00; "
        "this document is under none."
    ]
    assert odd(brief, days=5) == []
    assert odd(public, days=5) == ["Embargo: 9 April 2024, 06:00 is over, and it would stand on every page."]
    returned.papers.set_embargo(7, "brief", dt.datetime(2024, 4, 9, 5, 59))
    assert odd(brief)[0].endswith("that of this document ends sooner.")
    returned.papers.set_embargo(7, "brief", dt.datetime(2024, 4, 9, 6, 0))
    assert odd(brief) == []
    returned.operation.update(handling="Not for the press")
    (said,) = odd(public)
    assert "OFFICIAL – NOT FOR THE PRESS" in said
    assert odd(OPTIONS) == []


def test_the_head_of_the_history_at_issue_is_kept_and_the_history_names_the_document(
    returned: Workspace,
) -> None:
    head = returned.queries.audit_head()
    issue(returned)
    (view,) = returned.queries.issued()
    assert view.audit_head == head
    newest = returned.queries.history(1)[0]
    assert newest.action.startswith("Issue Phase summary, Phase 7")
    assert view.sha256 in newest.details


def test_a_phase_with_issued_documents_keeps_its_number_and_stays(returned: Workspace) -> None:
    issue(returned, options=SummaryOptions(5, kind="plan"))
    with pytest.raises(OpcoordError, match="stays"):
        returned.plan.delete(5)
    draft = replace(returned.plan.draft_of(5), number=9)
    with pytest.raises(OpcoordError, match="keeps its number"):
        returned.plan.save(draft, original_number=5)
    returned.plan.save(replace(draft, number=5, theme="Other"), original_number=5)


def test_what_a_public_issue_hides_is_kept_and_stays_hidden(returned: Workspace) -> None:
    public = replace(OPTIONS, public=True)
    sensitive = next(each.code for each in returned.queries.measures() if each.sensitive)
    for agency, amount in (("AS", 2), ("DO", 40), ("WI", 60)):
        returned.returns.accept(candidate(agency, 7, figure(sensitive, amount), replacing=returned))
    issue(returned, options=public)
    (known,) = returned.queries.public_issues([sensitive])
    hidden = {agency for phase, code, agency in known.hidden if (phase, code) == (7, sensitive)}
    # The small number, and a second one, so that the total does not give it away.
    assert "AS" in hidden and len(hidden) > 1
    assert known.values[7, sensitive, "AS"] == 2
    # The figure is no small number any more, but the old one could be worked out if the other were shown.
    returned.returns.accept(candidate("WI", 7, figure(sensitive, 61), replacing=returned))
    issue(returned, "Counted again", public)
    again = returned.queries.public_issues([sensitive])[-1]
    assert (7, sensitive, "AS") in again.hidden
    issue_internal = issue(returned)
    assert returned.queries.issued(7)[0].id == issue_internal
    assert len(returned.queries.public_issues([sensitive])) == 2
