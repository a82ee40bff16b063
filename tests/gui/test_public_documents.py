"""What a public document must not hold is in none of its forms: not on paper, not in a cell, not behind one."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from opcoord.model.joint import JointRule
from opcoord.queries.papers import WordingView
from opcoord.queries.reconciliation_views import Disagreement, Kind, Reconciliation
from opcoord.queries.standards import ExceptionView, TargetView
from opcoord.queries.views import AdjustmentView, FigureView, FindingView, NotableView
from opcoord.reports.evidence import gather
from opcoord.reports.kind_names import KIND_NAMES
from opcoord.reports.summary import SummaryOptions
from opcoord.reports.summary_document import read_document, save_summary
from tests.unit.test_reports_fake import Answer, FakeQueries, example

pytestmark = pytest.mark.usefixtures("qapp")

PRINTED = dt.datetime(2024, 3, 25, 14, 5)
PUBLIC_KINDS = [name for name, kind in KIND_NAMES.items() if kind.publishable]
each_kind = pytest.mark.parametrize("kind", PUBLIC_KINDS)
each_form = pytest.mark.parametrize("ending", ["pdf", "xlsx", "txt"])
#: Rare words that stand in internal documents, or in the store, and in no public one; "file" is a part of a name.
INTERNAL = {
    "no consent": "zephyr",
    "embargo": "jonquil",
    "file": ".xlsx",
    "warning": "quagmire",
    "reason": "oxbow",
    "wording": "yarrow",
    "correction": "lozenge",
    "correction reason": "kestrel",
    "joint": "umlaut",
    "exception": "wigwam",
    "target": "vortex",
    "disagreement": "ibex",
    "joint with": "quorum",
    "that there are decisions": "disagree",
    "that there are warnings": "warning",
    "late": ", late",
}
FREE = "saffron"


class Store(FakeQueries):
    """A store whose figures carry what forces typed beside them."""

    def figures(self, return_id: int) -> list[FigureView]:
        return [
            replace(each, joint_amount=3, joint_with=INTERNAL["joint with"], raw="typed so", note="noted so")
            if each.measure == "warrants"
            else each
            for each in super().figures(return_id)
        ]


def store() -> FakeQueries:
    made = example()
    made = Store(made.agency_list, made.measure_list, made.phase_list, made.answers)
    made.answers[7, "DC", "warrants"] = Answer(9)
    made.notables = [
        NotableView(7, "AS", "Avon and Somerset Police", FREE, True, dt.date(2024, 3, 25)),
        NotableView(7, "AS", "Avon and Somerset Police", INTERNAL["no consent"], False, None),
        NotableView(7, "WI", "Wiltshire Police", INTERNAL["embargo"], True, dt.date(2024, 3, 26)),
    ]
    made.finding_list = [
        FindingView(7, "AS", "warning", "W", "Return", "D5", INTERNAL["warning"], "", INTERNAL["reason"])
    ]
    made.words = [WordingView("Introduction", INTERNAL["wording"], True)]
    made.corrections = {("AS", "arrests"): (INTERNAL["correction"], INTERNAL["correction reason"])}
    made.adjustment_list = [
        AdjustmentView(
            1, 7, "arrests", "Arrests", "people", "AS", "WI", JointRule.NUMBER, 6, INTERNAL["joint"]
        )
    ]
    made.exception_list = [
        ExceptionView(1, "unusually-high", "off", "", "", None, INTERNAL["exception"], None)
    ]
    made.target_list = [TargetView(1, "arrests", "Arrests", "people", "", 80, 5, None, INTERNAL["target"])]
    disagreement = Disagreement(
        "k", Kind.DIGITS, "Digits", INTERNAL["disagreement"], (7,), "arrests", "Arrests", "people", ()
    )
    made.reconciled = Reconciliation((), (), (disagreement,))
    return made


def text_of(made: FakeQueries, kind: str, public: bool, path: Path, at: dt.datetime = PRINTED) -> str:
    """Everything that can be read in the file, on one line."""
    save_summary(read_document(made, SummaryOptions(7, public=public, kind=kind), at), path)
    if path.suffix == ".pdf":
        reader = PdfReader(path)
        parts = [page.extract_text() for page in reader.pages] + [
            str(each) for each in (reader.metadata or {}).values()
        ]
    elif path.suffix == ".xlsx":
        book = load_workbook(path)
        cells = [cell for sheet in book for line in sheet.iter_rows() for cell in line]
        parts = [f"{cell.value} {cell.number_format}" for cell in cells if cell.value is not None]
        parts += [str(book.properties.title), str(book.properties.description), *book.sheetnames]
    else:
        parts = [path.read_text(encoding="utf-8")]
    return " ".join(" ".join(parts).replace("\u00a0", " ").split())


@each_form
@each_kind
def test_nothing_internal_leaves_the_building(kind: str, ending: str, tmp_path: Path) -> None:
    text = text_of(store(), kind, True, tmp_path / f"made.{ending}").lower()
    assert [name for name, words in INTERNAL.items() if words in text] == []
    assert "typed so" not in text and "noted so" not in text
    if kind != "cumulative":
        assert FREE in text


def test_all_of_it_stands_in_the_internal_summary(tmp_path: Path) -> None:
    # Otherwise its absence would show nothing.
    text = text_of(store(), "summary", False, tmp_path / "made.txt").lower()
    assert [name for name, words in INTERNAL.items() if words not in text] == []


@each_kind
def test_what_is_under_embargo_comes_out_on_its_day(kind: str, tmp_path: Path) -> None:
    later = PRINTED + dt.timedelta(days=1)
    text = text_of(store(), kind, True, tmp_path / "made.txt", later).lower()
    assert (INTERNAL["embargo"] in text) == (kind != "cumulative")
    assert INTERNAL["no consent"] not in text


SMALL_NUMBER = 1_000


def rare() -> FakeQueries:
    """Hidden figures that can be told from every other number on the page."""
    made = store()
    made.small_number = SMALL_NUMBER
    made.phase_list = [
        replace(each, measures=tuple(code for code in each.measures if not code.startswith("safeguarded_")))
        for each in made.phase_list
    ]
    made.answers = {key: each for key, each in made.answers.items() if not key[2].startswith("safeguarded")}
    for force, amount in (("AS", 773), ("DC", 8_642), ("DO", 9_531), ("WI", 7_419)):
        made.answers[6, force, "safeguarded"] = Answer(amount)
    made.answers[5, "AS", "safeguarded"] = Answer(664)
    for force, amount in (("AS", 881), ("DC", 6_173), ("DO", 9_842), ("WI", 8_317)):
        made.answers[7, force, "safeguarded"] = Answer(amount)
    return made


def hidden_numbers(made: FakeQueries) -> set[str]:
    evidence = gather(made, SummaryOptions(7, public=True), PRINTED.date())
    found = set()
    for phase, measure, agency in evidence.suppression.hidden:
        point = evidence.point(measure, phase)
        assert point is not None
        value = (
            point.total if agency == "" else point.cumulative if agency == "Σ" else point.by_agency[agency]
        )
        assert value is not None
        found |= {str(value.stored), f"{value.stored:,}"}
    return found


@each_form
@each_kind
def test_a_hidden_number_is_in_no_form(kind: str, ending: str, tmp_path: Path) -> None:
    made = rare()
    numbers = hidden_numbers(made)
    assert {"773", "881", "664", "6,173"} <= numbers
    path = tmp_path / f"made.{ending}"
    text = text_of(made, kind, True, path)
    # On the brief no number is hidden here, only not named.
    assert ("[c]" in text) == (kind != "brief")
    assert [each for each in numbers if re.search(rf"(?<![\d,]){each}(?![\d,])", text)] == []
    inside = text_of(made, "summary", False, tmp_path / f"inside.{ending}")
    assert re.search(r"\b881\b", inside), "the number would be found"
    if ending == "xlsx":
        with zipfile.ZipFile(path) as archive:
            assert not [
                name for name in archive.namelist() if re.search("chart|drawing|embed|external|comment", name)
            ]
            parts = [archive.read(name).decode("utf-8") for name in archive.namelist()]
        assert not [each for each in numbers for part in parts if f">{each}<" in part]


def test_a_number_that_is_shown_has_the_same_text_in_the_workbook(tmp_path: Path) -> None:
    text_of(rare(), "summary", True, tmp_path / "made.xlsx")
    sheet = load_workbook(tmp_path / "made.xlsx")["Results by force"]
    (row,) = [line for line in sheet.iter_rows(values_only=True) if line[0] == "People safeguarded"]
    assert row[1:6] == ("[c]", "[c]", 9_842, "–", 8_317)
