"""Charts for others: what leaves the Results page says what it shows, where it is from and how it is marked."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QByteArray, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QImage
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget

from opcoord.gui.results.look import ChartView
from opcoord.gui.results.results_page import CHART, TABLE, THEN_AND_NOW, ResultsPage
from opcoord.gui.widgets.save_dialog import SaveDialog
from opcoord.model.basis import Basis
from opcoord.reports.paper import PT, font, text_width
from opcoord.services.sample import SAMPLE_NOTICE
from opcoord.services.workspace import Workspace
from tests.gui.sample_file import sample_copy

MARKING = "OFFICIAL-SENSITIVE – NOT FOR THE PRESS, KEEP IT IN THE FORCE"
SOURCE = re.compile(
    r"Source: (returns to|figures published for) Operation Scorpion \(sample\), phases \d (to|and) 7, "
    r"as (returned|first published); made \d{1,2} \w+ \d{4} at \d\d:\d\d; history [0-9a-f]{8}\."
)
VIEWS = [view.value for view in ChartView]
#: What the platform without a screen says when a menu opens.
opens_a_menu = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    made = sample_copy(tmp_path)
    made.operation.update(marking="OFFICIAL-SENSITIVE", handling="Not for the press, keep it in the force")
    yield made
    made.close()


@pytest.fixture
def page(workspace: Workspace, qtbot: Any) -> Iterator[ResultsPage]:
    made = ResultsPage(workspace)
    qtbot.addWidget(made)
    made.resize(1080, 700)
    made.show()
    made.activateWindow()
    made.tree.choose(["arrests"])
    made.tree.view.setFocus()
    qtbot.waitUntil(made.tree.view.hasFocus)
    yield made
    qtbot.waitUntil(lambda: made.at_rest)
    for box in made.findChildren(QMessageBox):
        box.close()


def choose(page: ResultsPage, view: str, basis: Basis = Basis.RETURNED) -> None:
    page.choices.basis_combo.setCurrentIndex(page.choices.basis_combo.findData(basis))
    page.choices.view_combo.setCurrentIndex(page.choices.view_combo.findData(view))


def copied_picture(page: ResultsPage, qtbot: Any) -> tuple[QImage, ElementTree.Element]:
    """What the clipboard holds after the key was pressed."""
    QGuiApplication.clipboard().clear()
    qtbot.keyClick(
        page, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    qtbot.waitUntil(lambda: page.said_label.text() == "Picture copied")
    data = QGuiApplication.clipboard().mimeData()
    image = data.imageData()
    assert isinstance(image, QImage)
    return image, ElementTree.fromstring(bytes(data.data("image/svg+xml").data()))


def lines_of(drawing: ElementTree.Element) -> list[ElementTree.Element]:
    return [each for each in drawing.iter() if each.tag.endswith("}text")]


def words_of(drawing: ElementTree.Element) -> str:
    """All texts as they are read, lines joined."""
    return " ".join(" ".join(each.text or "" for each in lines_of(drawing)).split())


def dark_pixels(image: QImage, top: int, height: int) -> list[int]:
    """The columns of a strip in which something dark stands."""
    rows = range(top, top + height, 2)
    return [x for x in range(image.width()) if any(image.pixelColor(x, y).lightness() < 100 for y in rows)]


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("basis", [Basis.RETURNED, Basis.FIRST_PUBLISHED])
def test_every_view_is_copied_with_its_words(
    page: ResultsPage, workspace: Workspace, qtbot: Any, view: str, basis: Basis
) -> None:
    choose(page, view, basis)
    image, drawing = copied_picture(page, qtbot)
    words = words_of(drawing)
    assert words.count(MARKING) == 2
    assert words.startswith(MARKING) and words.endswith(MARKING)
    assert page.chart.title.text() in words
    assert page.chart.sentence.text() in words
    assert SOURCE.search(words), words
    assert SAMPLE_NOTICE in words
    assert all(tick.split("\n")[0] in words for tick in page.chart._picture.ticks)
    assert all(entry.text in words for entry in page.chart._picture.key)
    assert (image.width(), image.dotsPerMeterX(), image.dotsPerMeterY()) == (1890, 11811, 11811)
    # The marking stands in the middle of the first and the last centimetre.
    for top in (20, image.height() - 110):
        columns = dark_pixels(image, top, 90)
        assert columns and abs((columns[0] + columns[-1]) / 2 - image.width() / 2) < 12
    whole = ElementTree.tostring(drawing, encoding="unicode")
    for kept in (str(workspace.path), workspace.path.name, ".opcoord", str(Path.home())):
        assert kept not in whole


@pytest.mark.parametrize("view", VIEWS)
def test_nothing_runs_over_the_edge_of_the_drawing(page: ResultsPage, qtbot: Any, view: str) -> None:
    choose(page, view)
    _, drawing = copied_picture(page, qtbot)
    _, _, width, height = map(float, drawing.attrib["viewBox"].split())
    for line in lines_of(drawing):
        used = font(float(line.attrib["font-size"]) / PT, bold=line.attrib["font-weight"] == "700")
        left, base = float(line.attrib["x"]), float(line.attrib["y"])
        assert left >= 0 and left + text_width(line.text or "", used) <= width, line.text
        assert 0 < base < height, line.text
        families = line.attrib["font-family"]
        assert "Arial" in families and families.endswith("sans-serif")


@pytest.mark.parametrize("view", VIEWS)
def test_the_drawing_and_the_picture_are_one(page: ResultsPage, qtbot: Any, view: str) -> None:
    choose(page, view)
    image, drawing = copied_picture(page, qtbot)
    small = image.scaledToWidth(315, Qt.TransformationMode.SmoothTransformation)
    other = QImage(small.size(), QImage.Format.Format_RGB32)
    other.fill(Qt.GlobalColor.white)
    from PySide6.QtGui import QPainter

    with QPainter(other) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        QSvgRenderer(QByteArray(ElementTree.tostring(drawing))).render(painter)
    pairs = [
        (small.pixelColor(x, y).lightness(), other.pixelColor(x, y).lightness())
        for x in range(0, small.width(), 3)
        for y in range(0, small.height(), 3)
    ]
    apart = sum(abs(one - two) > 90 for one, two in pairs)
    assert apart < 0.02 * len(pairs)
    assert sum(one < 128 for one, _ in pairs) > 0.01 * len(pairs)


def test_a_dark_window_is_copied_dark_on_white(page: ResultsPage, qtbot: Any) -> None:
    from opcoord.gui import theme

    kept = QApplication.palette()
    QApplication.setPalette(theme._dark_palette())
    try:
        image, drawing = copied_picture(page, qtbot)
    finally:
        QApplication.setPalette(kept)
    assert {image.pixelColor(x, y).name() for x in (1, 1888) for y in (1, image.height() - 2)} == {"#ffffff"}
    assert {each.attrib["fill"] for each in lines_of(drawing)} == {"#1a1a1a", "#505050"}


@pytest.mark.parametrize("view", ["by phase", "cumulative by force", "share by force"])
def test_forces_are_told_apart_without_colours(page: ResultsPage, qtbot: Any, view: str) -> None:
    choose(page, view)
    _, drawing = copied_picture(page, qtbot)
    texts = [(each.text or "").strip() for each in lines_of(drawing)]
    for code, name in (("DO", "Dorset Police"), ("WI", "Wiltshire Police")):
        assert f"{code} {name}" in texts
        assert code in texts


def test_lines_are_told_apart_without_colours(page: ResultsPage, qtbot: Any) -> None:
    page.tree.choose(["arrests", "charges"])
    _, drawing = copied_picture(page, qtbot)
    texts = [(each.text or "").strip() for each in lines_of(drawing)]
    assert {"A: Arrests", "B: Charges", "A", "B"} <= set(texts)


class _Cells(HTMLParser):
    """The rows of the one table, and the paragraphs around it."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.paragraphs: list[str] = []
        self.tags: set[str] = set()
        self._into: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.add(tag)
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self._into = self.rows[-1]
            self._into.append("")
        elif tag == "p":
            self._into = self.paragraphs
            self._into.append("")

    def handle_data(self, data: str) -> None:
        if self._into and data != "\n":
            self._into[-1] += data


def copied_table(page: ResultsPage, qtbot: Any) -> tuple[list[str], _Cells]:
    QGuiApplication.clipboard().clear()
    qtbot.keyClick(
        page, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    data = QGuiApplication.clipboard().mimeData()
    parsed = _Cells()
    parsed.feed(data.html())
    return data.text().split("\n"), parsed


@pytest.mark.parametrize("view", VIEWS)
def test_the_numbers_of_every_view_are_copied(page: ResultsPage, qtbot: Any, view: str) -> None:
    choose(page, view)
    lines, parsed = copied_table(page, qtbot)
    assert page.said_label.text() == "Table copied"
    assert lines[:4] == [MARKING, page.chart.title.text(), page.chart.sentence.text(), ""]
    assert SOURCE.fullmatch(lines[-3])
    assert [lines[-4], *lines[-2:]] == ["", SAMPLE_NOTICE, MARKING]
    table = page.numbers.table.cells.table
    rows = [line.split("\t") for line in lines[4:-4]]
    assert rows[0] == [each.title.replace("\n", " ") for each in table.headings]
    assert rows[1:] == [[cell.text.replace("−", "-") for cell in row] for row in table.rows]
    assert parsed.rows == rows
    assert parsed.paragraphs == [*lines[:3], *lines[-3:]]


def test_what_is_selected_is_copied_with_its_marking_too(page: ResultsPage, qtbot: Any) -> None:
    page.tabs.setCurrentIndex(TABLE)
    page.numbers.table.select_row(1)
    qtbot.keySequence(page.numbers.table, "Ctrl+C")
    lines = QGuiApplication.clipboard().text().split("\n")
    assert (lines[0], lines[-1]) == (MARKING, MARKING)
    assert [line.split("\t")[0] for line in lines[4:6]] == ["Phase", "2"]
    assert lines[6] == "", "only the chosen row"


HOSTILE = (
    "=HYPERLINK(\"http://x\";\"<b>&</b>\")\x01\x0b", "@SUM(1)", "\t=1", "-1+1", "=cmd|'/c calc'!A1 <img src=file:///x>"
)  # fmt: skip


def test_imported_text_is_text_wherever_it_is_taken(
    page: ResultsPage, workspace: Workspace, qtbot: Any
) -> None:
    for agency, name in zip(workspace.queries.agencies(), HOSTILE, strict=False):
        workspace.reference.save_agency(agency.code, name=name)
    workspace.reference.save_measure("arrests", label="=1+1 <script>x</script>")
    page.mark_stale()
    for view in VIEWS:
        choose(page, view)
        lines, parsed = copied_table(page, qtbot)
        cells = [cell for line in lines for cell in line.split("\t")]
        for cell in [*cells, *(cell for row in parsed.rows for cell in row), *parsed.paragraphs]:
            number = re.fullmatch(r"[+-]?£?[\d,.]+( ?%)?( p)?", cell)
            assert number or not cell.lstrip().startswith(("=", "+", "-", "@", '"')), cell
        assert parsed.tags == {"html", "body", "p", "b", "span", "table", "tr", "th", "td"}
        assert any("'=1+1 <script>" in cell for cell in cells)
        _, drawing = copied_picture(page, qtbot)
        assert {each.tag.rpartition("}")[2] for each in drawing.iter()}.isdisjoint({"script", "image", "a"})
        assert "=1+1 <script>x</script>" in words_of(drawing)


def press_menu(page: ResultsPage, qtbot: Any, key: Qt.Key) -> None:
    """Open the button's menu and choose by a letter, as a person without a mouse does."""
    page.sharing.button.setFocus()
    qtbot.keyClick(page.sharing.button, Qt.Key.Key_Space)
    qtbot.waitUntil(page.sharing.menu.isVisible)
    qtbot.keyClick(page.sharing.menu, key)


def resolution(content: bytes) -> tuple[int, int, int]:
    """Pixels a metre across and down, and the unit, of a PNG's pHYs chunk."""
    place = content.index(b"pHYs") + 4
    across, down, unit = struct.unpack(">IIB", content[place : place + 9])
    return across, down, unit


@opens_a_menu
def test_the_picture_is_saved_through_the_menu(page: ResultsPage, workspace: Workspace, qtbot: Any) -> None:
    press_menu(page, qtbot, Qt.Key.Key_S)
    (dialog,) = page.findChildren(SaveDialog)
    proposed = Path(workspace.path).resolve().parent / "Arrests to date, phases 1 to 7.png"
    assert [Path(each) for each in dialog.selectedFiles()] == [proposed]
    dialog.accept()
    qtbot.waitUntil(lambda: page.at_rest and bool(page.findChildren(QMessageBox)))
    (message,) = page.findChildren(QMessageBox)
    assert message.text() == "Arrests to date, phases 1 to 7.png was saved."
    content = proposed.read_bytes()
    assert resolution(content) == (11811, 11811, 1)
    saved = QImage.fromData(content)
    assert saved.width() == 1890 and MARKING in saved.text("Description")
    assert dark_pixels(saved, 20, 90) and dark_pixels(saved, saved.height() - 110, 90)
    assert [each.name for each in proposed.parent.glob(".opcoord-*.part")] == []


def test_another_form_has_another_ending(page: ResultsPage, workspace: Workspace, qtbot: Any) -> None:
    choose(page, "one phase against another", Basis.FIRST_PUBLISHED)
    page.sharing.save_action.trigger()
    (dialog,) = page.findChildren(SaveDialog)
    for name_filter, ending in reversed(list(zip(dialog.nameFilters(), ("png", "svg"), strict=True))):
        dialog.selectNameFilter(name_filter)
        dialog.filterSelected.emit(name_filter)
        (chosen,) = dialog.selectedFiles()
        name = f"Arrests, one phase against another, phases 6 and 7, as first published.{ending}"
        assert Path(chosen).name == name
        assert dialog.defaultSuffix() == ending
    dialog.reject()
    path = Path(workspace.path).parent / "x.SVG"
    dialog.fileSelected.emit(str(path))
    qtbot.waitUntil(lambda: page.at_rest and path.exists())
    assert MARKING in words_of(ElementTree.parse(path).getroot())


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("no such folder/a.png", "a.png could not be written: No such file or directory."),
        ("taken.svg", "taken.svg could not be written: Is a directory."),
        ("a.jpg", "a.jpg ends in none of .png, .svg."),
        ("a", "a ends in none of .png, .svg."),
    ],
)
def test_what_cannot_be_saved_is_said(
    page: ResultsPage, tmp_path: Path, qtbot: Any, name: str, said: str
) -> None:
    (tmp_path / "taken.svg").mkdir()
    before = sorted(each.name for each in tmp_path.iterdir())
    page.sharing.ask_save()
    (dialog,) = page.findChildren(SaveDialog)
    dialog.reject()
    dialog.fileSelected.emit(str(tmp_path / name))
    qtbot.waitUntil(lambda: page.at_rest and bool(page.findChildren(QMessageBox)))
    (message,) = page.findChildren(QMessageBox)
    assert message.text() == said
    assert message.informativeText()
    assert sorted(each.name for each in tmp_path.iterdir()) == before


def actions_of(page: ResultsPage) -> dict[str, tuple[bool, str]]:
    """Whether each action can be chosen, and what its tool tip says."""
    return {
        each.text().replace("&", ""): (each.isEnabled(), each.toolTip())
        for each in page.sharing.menu.actions()
    }


def test_what_cannot_be_taken_says_why(page: ResultsPage, qtbot: Any) -> None:
    assert {enabled for enabled, _ in actions_of(page).values()} == {True}
    page.tree.view.selectionModel().clear()
    reason = "Choose a measure on the left."
    assert set(actions_of(page).values()) == {(False, reason)}
    assert not page.sharing.button.isEnabled()
    assert page.sharing.button.accessibleDescription() == reason
    page.tree.choose(["arrests"])
    choose(page, "one phase against another")
    page.choices.against_combo.setCurrentIndex(page.choices.phase_combo.currentIndex())
    assert set(actions_of(page).values()) == {(False, "Choose two different phases.")}
    assert page.sharing.menu.toolTipsVisible()


def test_then_and_now_has_numbers_and_no_chart(page: ResultsPage, qtbot: Any) -> None:
    page.tabs.setCurrentIndex(THEN_AND_NOW)
    qtbot.waitUntil(lambda: actions_of(page)["Copy table"][0])
    assert actions_of(page)["Copy picture"] == (False, "Then and now has no chart. Turn to Chart.")
    page.sharing.table_action.trigger()
    lines = QGuiApplication.clipboard().text().split("\n")
    assert (lines[0], lines[-1]) == (MARKING, MARKING)
    assert lines[1].startswith("Then and now")
    assert "Source: returns to Operation Scorpion (sample), and figures published for it; made" in lines[-3]
    page.tabs.setCurrentIndex(CHART)
    assert actions_of(page)["Copy picture"][0]
    assert page.said_label.text() == ""


@opens_a_menu
@pytest.mark.parametrize("reason", [QContextMenuEvent.Reason.Mouse, QContextMenuEvent.Reason.Keyboard])
def test_the_chart_has_the_same_menu(page: ResultsPage, qtbot: Any, reason: QContextMenuEvent.Reason) -> None:
    plot: QWidget = page.chart.plot
    target = plot.viewport() if reason == QContextMenuEvent.Reason.Mouse else plot  # type: ignore[attr-defined]
    at = QPoint(40, 40)
    QApplication.sendEvent(target, QContextMenuEvent(reason, at, target.mapToGlobal(at)))
    qtbot.waitUntil(page.sharing.menu.isVisible)
    qtbot.keyClick(page.sharing.menu, Qt.Key.Key_P)
    qtbot.waitUntil(lambda: page.said_label.text() == "Picture copied")
