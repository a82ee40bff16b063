"""Both went on: what differs is told in words, and only what is chosen is taken over, as one step that can be undone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from opcoord.errors import OpcoordError
from opcoord.model.holding import NoteKind
from opcoord.model.joint import JointRule
from opcoord.model.refs import LearnedTable
from opcoord.model.terms import Severity
from opcoord.reading.decisions import Decisions
from opcoord.services.differences.compare import Differences
from opcoord.services.differences.records import Line, Side
from opcoord.services.differences.service import OtherFile
from opcoord.services.notes import NoteDraft
from opcoord.services.receiving import receive
from opcoord.services.workspace import Workspace
from tests.integration.handovers import GIVER, PASSWORD, TAKER, filled
from tests.integration.returns_made import candidate, figure
from tests.integration.test_undo import contents


@pytest.fixture
def mine(workspace: Workspace) -> Workspace:
    """The old holder's file, taken back."""
    filled(workspace)
    workspace.notes.add(NoteDraft(NoteKind.QUERY, "Visits or addresses?", 7, "WI"))
    return workspace


@pytest.fixture
def theirs(mine: Workspace, tmp_path: Path) -> Iterator[Workspace]:
    """The same operation, received elsewhere; both may be changed."""
    out = tmp_path / "out.opcoord-handover"
    mine.handover.give(out, TAKER, GIVER, with_files=True)
    mine.handover.take_back("It goes on.")
    receive(out, tmp_path / "theirs.opcoord")
    made = Workspace.open(tmp_path / "theirs.opcoord")
    yield made
    made.close()


class Comparing:
    """Compares `mine` with a file and takes lines over by what they are called."""

    def __init__(self, mine: Workspace, other: OtherFile) -> None:
        self.mine, self.other = mine, other

    @property
    def found(self) -> Differences:
        return self.mine.differences.compare(self.other)

    def lines(self, group: str = "") -> list[Line]:
        return [each for each in self.found.lines if not group or each.group == group]

    def line(self, group: str, begins: str = "") -> Line:
        (found,) = [each for each in self.lines(group) if each.what.startswith(begins)]
        return found

    def take(self, *lines: Line) -> int:
        return self.mine.differences.take_over(self.other, frozenset(each.key for each in lines))


@pytest.fixture
def compare(mine: Workspace, theirs: Workspace) -> Iterator[Comparing]:
    other = mine.differences.open_other(theirs.path)
    yield Comparing(mine, other)
    other.close()


def arrests(workspace: Workspace) -> dict[str, int]:
    (found,) = workspace.queries.results(["arrests"])
    return {code: value.stored for code, value in found.points[-1].by_agency.items()}


def test_the_same_file_in_two_places_does_not_differ(compare: Comparing) -> None:
    found = compare.found
    assert found.lines == ()
    assert (found.parting.here, found.parting.there) == (1, 1)
    assert found.parting.sentence.endswith("since then 1 change here and 1 there.")


def test_a_return_that_is_only_there(compare: Comparing, mine: Workspace, theirs: Workspace) -> None:
    theirs.returns.accept(candidate("GL", 7, figure("arrests", 9), figure("cash_seized", 5_000, "GBP")))
    line = compare.line("Returns")
    assert (line.what, line.side, line.proposed) == (
        "Phase 7, Gloucestershire Constabulary",
        Side.THERE,
        True,
    )
    assert line.details == ("GL.xlsx, 2 figures.", "Arrests 9", "Cash seized £50")
    keys = frozenset({line.key})
    told = [each.sentence for each in mine.differences.effects(compare.other, compare.found, keys)]
    # Two of the arrests are joint and counted once: 31 + 37 - 2.
    assert told == [
        "Phase 7, Gloucestershire Constabulary: Arrests none → 9, region 66 → 75",
        "Phase 7, Gloucestershire Constabulary: Cash seized none → £50, region £123 → £173",
    ]
    before = contents(mine)
    assert compare.take(line) == 1
    assert arrests(mine) == {"WI": 31, "DO": 37, "GL": 9}
    assert mine.verify() == []
    (taken,) = [each for each in mine.queries.returns(7) if each.agency == "GL"]
    assert (taken.version, taken.file_name, taken.file_kept) == (1, "GL.xlsx", True)
    (note,) = [each for each in mine.queries.findings(7) if each.code == "taken-over"]
    assert note.message.startswith("Taken over from theirs.opcoord, where it was accepted on ")
    assert compare.lines() == []
    assert mine.undo() == "Take over 1 line from theirs.opcoord"
    assert contents(mine) == before
    assert mine.redo() is not None
    assert arrests(mine)["GL"] == 9 and mine.verify() == []


def test_a_newer_version_there_supersedes_ours(
    compare: Comparing, mine: Workspace, theirs: Workspace
) -> None:
    theirs.returns.accept(
        candidate("WI", 7, figure("arrests", 33), figure("cash_seized", 12_300, "GBP"), replacing=theirs)
    )
    line = compare.line("Returns")
    assert (line.side, line.proposed) == (Side.DIFFERENT, True)
    assert line.details == (
        "What counts there (WI.xlsx) came after version 1, which counts here.",
        "Arrests 31 here, 33 there",
    )
    compare.take(line)
    versions = [(each.version, each.status) for each in mine.queries.returns(7) if each.agency == "WI"]
    assert versions == [(1, "superseded"), (2, "accepted")]
    assert arrests(mine)["WI"] == 33
    # Their notable results and findings came with it; ours of version 1 stay with version 1.
    assert mine.verify() == [] and compare.lines() == []


def test_where_both_went_on_nothing_is_proposed(
    compare: Comparing, mine: Workspace, theirs: Workspace
) -> None:
    mine.returns.accept(candidate("WI", 7, figure("arrests", 32), replacing=mine))
    theirs.returns.accept(candidate("WI", 7, figure("arrests", 33), replacing=theirs))
    line = compare.line("Returns")
    assert line.details[0] == "Both went on: WI.xlsx counts here, WI.xlsx there."
    assert line.take is not None and not line.proposed
    assert compare.found.parting.both_went_on
    compare.take(line)
    versions = [(each.version, each.status) for each in mine.queries.returns(7) if each.agency == "WI"]
    assert versions == [(1, "superseded"), (2, "superseded"), (3, "accepted")]
    # From the other side, what is here came after what counts there.
    assert arrests(mine)["WI"] == 33 and arrests(theirs)["WI"] == 33


def test_what_is_newer_here_is_not_offered(compare: Comparing, mine: Workspace) -> None:
    mine.returns.accept(candidate("WI", 7, figure("arrests", 32), replacing=mine))
    line = compare.line("Returns")
    assert line.take is None
    assert line.details[0].startswith("Version 2 here is newer than what counts there")
    assert line.advice == "Go back to version 1 on the Returns page if it should count."


def test_what_was_withdrawn_is_told(compare: Comparing, mine: Workspace, theirs: Workspace) -> None:
    def counting(workspace: Workspace, agency: str) -> int:
        returns = workspace.queries.returns(7)
        return next(each.id for each in returns if (each.agency, each.status) == (agency, "accepted"))

    theirs.returns.withdraw(counting(theirs, "WI"))
    mine.returns.withdraw(counting(mine, "DO"))
    there, here = compare.line("Returns", "Phase 7, Wiltshire"), compare.line("Returns", "Phase 7, Dorset")
    assert "it was withdrawn there" in there.details[0] and "withdraw it" in there.advice
    assert here.advice == "If it should count, go back to version 2 on the Returns page."
    assert there.take is None and here.take is None


def test_figures_in_another_unit_are_never_taken(
    compare: Comparing, mine: Workspace, theirs: Workspace
) -> None:
    for workspace, unit in ((mine, "GBP"), (theirs, "count")):
        workspace.reference.add_measure("fines", "Fines", unit)
    theirs.returns.accept(candidate("GL", 7, figure("fines", 500, "count")))
    text = "7,REGION,fines,n,=,500,A,a,\n"
    theirs.announcements.add(theirs.announcements.read_text(text).drafts)
    for group in ("Returns", "Published figures"):
        line = compare.line(group)
        assert line.take is None
        assert (
            line.advice == "Fines is counted in another unit here. Settle that first, on the Reference page."
        )
    assert compare.line("Measures").details == ("Unit: number here, £ there",) or (
        compare.line("Measures").details == ("Unit: £ here, number there",)
    )


def test_a_copy_is_noticed_before_it_is_taken(compare: Comparing, mine: Workspace, theirs: Workspace) -> None:
    figures = [figure(code, 20 + number) for number, code in enumerate(("arrests", "charges", "convictions"))]
    mine.returns.accept(candidate("AS", 6, *figures))
    theirs.returns.accept(candidate("GL", 7, *figures))
    line = compare.line("Returns", "Phase 7")
    assert not line.proposed
    assert "All 3 figures are those that Avon and Somerset Police returned for phase 6." in line.details[-1]
    compare.take(line)
    (warning,) = [each for each in mine.queries.findings(7) if each.code == "same-figures"]
    assert (warning.severity, warning.accepted_reason) == (
        Severity.WARNING,
        "Taken over from theirs.opcoord.",
    )


def test_what_needs_something_brings_it_along(compare: Comparing, mine: Workspace, theirs: Workspace) -> None:
    theirs.reference.add_agency("NP", "New Police", "territorial force")
    theirs.reference.add_measure("drones", "Drones seized", "count", "Seizures")
    theirs.reference.add_measure("big_drones", "of which large", "count", "Seizures")
    theirs.reference.save_measure("big_drones", part_of="drones")
    theirs.reference.save_measure("drones", aliases=("UAVs",))
    draft = replace(theirs.plan.propose_next(), theme="Drones", lead="NP", expected=("NP", "WI"))
    theirs.plan.save(draft)
    theirs.papers.set_wording(8, "summary", "introduction", "Drones are new.")
    theirs.notes.add(NoteDraft(NoteKind.PROMISE, "the return", 8, "NP", dt.date(2024, 8, 1)))
    given = candidate("NP", 8, figure("big_drones", 2, "count"))
    theirs.returns.accept(replace(given, decisions=Decisions().answered("Quadcopters", "drones")))
    line = compare.line("Returns")
    assert line.needs == {"agency NP", "measure big_drones", "phase 8"}
    wanted = [compare.line(group) for group in ("Returns", "Notes", "Words in documents")]
    found = compare.found
    with_needs = found.chosen(found.needed(frozenset(each.key for each in wanted)))
    assert [each.what for each in with_needs] == [
        "Phase 8, New Police",
        "Phase 8",
        "Promise: the return",
        "Phase 8, summary, introduction",
        "New Police",
        "Drones seized",
        "Drones seized: of which large",
    ]
    before = contents(mine)
    assert compare.take(*wanted) == 7
    phase = mine.queries.phase(8)
    their_phase = theirs.queries.phase(8)
    assert phase is not None and their_phase is not None
    assert replace(phase, id=0) == replace(their_phase, id=0)
    assert [each.text for each in mine.queries.wording(8, "summary")] == ["Drones are new."]
    measures = {each.code: each for each in mine.queries.measures()}
    assert (measures["big_drones"].part_of, measures["drones"].aliases) == ("drones", ("UAVs",))
    assert "Quadcopters" in {each.label for each in mine.queries.learned() if each.agency == "NP"}
    assert mine.verify() == []
    assert compare.lines() == []
    mine.undo()
    assert contents(mine) == before


def test_published_figures_and_notes_only_there(
    compare: Comparing, mine: Workspace, theirs: Workspace
) -> None:
    text = "7,REGION,arrests,n,=,70,A,a,\n7,REGION,arrests,n,=,71,A,a,\n"
    theirs.announcements.add(theirs.announcements.read_text(text).drafts)
    mine.announcements.add(mine.announcements.read_text("7,REGION,arrests,n,=,70,A,a,\n").drafts)
    lines = compare.lines("Published figures")
    assert [(each.what, each.side) for each in lines] == [("phase 7, REGION, arrests: 71", Side.THERE)]
    theirs.notes.settle(1, "Addresses.")
    (note,) = compare.lines("Notes")
    assert note.take is None and note.advice.startswith("Change or settle it")
    assert any(each.startswith("Answer: nothing here, Addresses. there") for each in note.details)
    compare.take(*lines)
    assert compare.lines("Published figures") == []


def test_everything_else_is_told_and_done_by_hand(
    compare: Comparing, mine: Workspace, theirs: Workspace
) -> None:
    theirs.operation.update(name="Operation Heron", owner="Operation coordinator")
    theirs.operation.set_alias("GL", "Vanquish")
    theirs.reference.save_agency("DO", contact="desk@example.org")
    theirs.reference.save_measure("arrests", definition="Counted at the station.")
    theirs.plan.save(replace(theirs.plan.draft_of(6), theme="Changed", partners=("CS",)), original_number=6)
    theirs.standards.set_target("charges", 40, 2)
    theirs.standards.change_target(1, amount=80)
    theirs.standards.set_baseline("arrests", 120, "mean of 2022")
    theirs.exceptions.add("ten-times", "off", "Short series", agency="DO")
    theirs.verdicts.decide(theirs.queries.verdicts()[0].key, "90", "Asked again")
    theirs.joint.record(7, "arrests", "WI", "DO", JointRule.NUMBER, "Counted anew", 3)
    theirs.papers.set_embargo(6, "summary", dt.datetime(2024, 5, 1, 12, 0))
    mine.standards.set_target("convictions", 10, 1)
    by_group = {each.group: each for each in compare.lines() if each.side is not Side.HERE}
    told = {
        "Phases": "Theme: Community intelligence and county lines here, Changed there",
        "Decisions": "Decision: 94 here, 90 there",
        "Joint results": "Taken off: 2 here, 3 there",
        "Agencies": "Contact: Returns desk, Dorset Police here, desk@example.org there",
        "Baselines": "Baseline: 100 here, 120 there",
        "Exceptions": "Reason: Short series",
        "Sections and embargoes": "Embargo: 1 May 2024, 12:00",
        "The operation": "Name: Operation Test here, Operation Heron there",
    }
    for group, words in told.items():
        assert words in by_group[group].details, group
    assert by_group["Measures"].what == "Arrests"
    assert {each.what for each in compare.lines("Targets")} == {
        "Arrests, region, from phase 1",
        "Arrests: Charges, region, from phase 2",
        "Charges: Convictions, region, from phase 1",
    }
    assert all(each.take is None for each in compare.lines())
    assert all(each.advice for each in compare.lines() if each.side is not Side.HERE)
    with pytest.raises(OpcoordError, match="has changed"):
        compare.take(*compare.lines())


def test_a_table_learned_there_comes_with_the_return(
    compare: Comparing, mine: Workspace, theirs: Workspace
) -> None:
    given = candidate("GL", 7, figure("arrests", 9))
    assert given.parsed is not None
    table = LearnedTable("GL", "Figures", "Activity", "Total")
    theirs.returns.accept(replace(given, parsed=replace(given.parsed, table=table)))
    assert [each.what for each in compare.lines("What was learned")] == [
        "Gloucestershire Constabulary: its own table"
    ]
    compare.take(compare.line("Returns"))
    assert compare.lines() == []


def test_what_changed_meanwhile_is_not_taken(compare: Comparing, mine: Workspace, theirs: Workspace) -> None:
    theirs.returns.accept(candidate("GL", 7, figure("arrests", 9)))
    line = compare.line("Returns")
    theirs.returns.accept(candidate("GL", 7, figure("arrests", 10), replacing=theirs))
    before = contents(mine)
    with pytest.raises(OpcoordError, match="has changed since they were compared"):
        compare.take(line)
    line = compare.line("Returns")
    mine.returns.accept(candidate("GL", 7, figure("arrests", 11)))
    with pytest.raises(OpcoordError, match="has changed since they were compared"):
        compare.take(line)
    mine.undo()
    with pytest.raises(OpcoordError, match="Nothing is chosen"):
        compare.take()
    assert contents(mine) == before


def test_a_hand_over_file_is_compared_without_being_received(
    mine: Workspace, theirs: Workspace, tmp_path: Path
) -> None:
    theirs.returns.accept(candidate("GL", 7, figure("arrests", 9)))
    out = tmp_path / "back.opcoord-handover"
    theirs.handover.give(out, GIVER, TAKER, password=PASSWORD)
    with pytest.raises(OpcoordError, match="locked with a password"):
        mine.differences.open_other(out)
    files = set(tmp_path.iterdir())
    with closing(mine.differences.open_other(out, PASSWORD)) as other:
        compare = Comparing(mine, other)
        assert [each.what for each in compare.lines("Returns")] == ["Phase 7, Gloucestershire Constabulary"]
        compare.take(compare.line("Returns"))
    assert {each for each in tmp_path.iterdir() if not each.name.startswith(".")} <= files
    (taken,) = [each for each in mine.queries.returns(7) if each.agency == "GL"]
    assert not taken.file_kept, "the received files stayed behind"
    assert mine.verify() == []


def test_other_files_are_refused(mine: Workspace, tmp_path: Path) -> None:
    with closing(Workspace.create(tmp_path / "heron.opcoord", "Operation Heron")):
        pass
    for path, words in (
        (tmp_path / "heron.opcoord", "holds another operation: Operation Heron"),
        (mine.path, "is the file that is open"),
        (tmp_path / "none.opcoord", "no file"),
    ):
        with pytest.raises(OpcoordError, match=words):
            mine.differences.open_other(path)
    # Nothing is left open: the files can be opened for writing.
    with closing(Workspace.open(tmp_path / "heron.opcoord")) as heron:
        assert not heron.read_only


def test_a_read_only_file_compares_and_takes_nothing(
    compare: Comparing, mine: Workspace, theirs: Workspace
) -> None:
    theirs.returns.accept(candidate("GL", 7, figure("arrests", 9)))
    with closing(Workspace.open(mine.path)) as second:
        with closing(second.differences.open_other(theirs.path)) as other:
            (line,) = second.differences.compare(other).lines
            with pytest.raises(OpcoordError, match="cannot be changed"):
                second.differences.take_over(other, frozenset({line.key}))


def test_two_upgraded_copies_of_one_old_file_are_one_operation(tmp_path: Path) -> None:
    import lzma

    old = lzma.decompress((Path(__file__).parent.parent / "files" / "schema_2.opcoord.xz").read_bytes())
    for name in ("a", "b"):
        (tmp_path / f"{name}.opcoord").write_bytes(old)
        Workspace.open(tmp_path / f"{name}.opcoord").close()
    with closing(Workspace.open(tmp_path / "a.opcoord")) as one:
        with closing(Workspace.open(tmp_path / "b.opcoord")) as two:
            assert one.queries.operation().identity != two.queries.operation().identity
        with closing(one.differences.open_other(tmp_path / "b.opcoord")) as other:
            assert one.differences.compare(other).lines == ()
