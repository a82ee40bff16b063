"""Printing the sample's summary, against a bare QTextDocument that prints an HTML page of the same content."""

from __future__ import annotations

import datetime as dt
import gc
import time
from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from bench_common import Line, alternating, milliseconds, ratio_line

if TYPE_CHECKING:
    from PySide6.QtGui import QImage, QTextDocument

    from opcoord.reports.document import Block, Column, Document, Row
    from opcoord.services.workspace import Workspace

_AIM = 2.0
_DPI = 1200
_STYLE = """
body { font-family: 'DejaVu Sans'; font-size: 9pt; } h1 { font-size: 18pt; color: #12436D; }
h2 { font-size: 13pt; color: #12436D; } h3 { font-size: 9.5pt; } td, th { padding: 3px; font-size: 8pt; }
.number { text-align: right; } .small { font-size: 8pt; color: #505050; } .amount { font-size: 22pt; }
"""


def measure(folder: Path, quick: bool, runs: int = 0) -> list[Line]:
    """Two lines: from the store to the PDF, and from a click to the first page on the screen."""
    from PySide6.QtWidgets import QApplication

    from opcoord.services.sample import waiting_folder
    from opcoord.services.workspace import Workspace

    application = QApplication.instance() or QApplication([])
    assert application is not None
    path = folder / "sample.opcoord"
    workspace = Workspace.create_sample(path)
    try:
        for candidate in workspace.returns.inspect([waiting_folder(path)]):
            workspace.returns.accept(candidate, reason_for_all="Bench.")
        # As in the window, where garbage is collected between the events.
        gc.disable()
        runs = runs or (5 if quick else 25)
        return [_to_pdf(workspace, folder, runs), _to_screen(workspace, runs)]
    finally:
        gc.enable()
        workspace.close()


def _to_pdf(workspace: Workspace, folder: Path, runs: int) -> Line:
    from opcoord.reports.summary import SummaryOptions
    from opcoord.reports.summary_document import read_document, save_summary

    printed_at = dt.datetime.now().astimezone()

    def ours() -> None:
        save_summary(read_document(workspace.queries, SummaryOptions(7), printed_at), folder / "ours.pdf")

    document = read_document(workspace.queries, SummaryOptions(7), printed_at)
    html, pictures = page_of(document)

    def peer() -> None:
        _print(_text_document(html, pictures), folder / "peer.pdf")

    ours()
    peer()
    found, other, _, _ = alternating(lambda: milliseconds(ours), lambda: milliseconds(peer), runs)
    return ratio_line("summary of the sample to PDF", found, other, _AIM, "(read, laid out, written)")


def _to_screen(workspace: Workspace, runs: int) -> Line:
    """From a click on Public or Internal until the new first page is painted in the window."""
    from PySide6.QtCore import QEventLoop, QTimer

    from opcoord.gui.summary.summary_page import SummaryPage
    from opcoord.reports.summary import SummaryOptions
    from opcoord.reports.summary_document import read_document

    page = SummaryPage(workspace)
    page.resize(1280, 800)
    loop = QEventLoop()
    page.preview.first_shown.connect(loop.quit)
    rest = QTimer()
    rest.setInterval(5)
    rest.timeout.connect(lambda: loop.quit() if page.at_rest else None)

    def settle() -> None:
        rest.start()
        while not page.at_rest:
            loop.exec()
        rest.stop()

    page.show()
    settle()
    readers = page.options_panel.readers

    def ours() -> float:
        # The other readers' pages: what is on the screen is not asked for again.
        button = readers.internal_button if readers.public else readers.public_button
        began = time.perf_counter()
        button.click()
        loop.exec()
        page.preview.pages[0].repaint()
        spent = (time.perf_counter() - began) * 1000
        settle()
        return spent

    document = read_document(workspace.queries, SummaryOptions(7), dt.datetime.now().astimezone())
    html, pictures = page_of(document)
    width = page.preview.pixels_wide

    def peer() -> float:
        return milliseconds(lambda: _paint_first(_text_document(html, pictures), width))

    ours()
    peer()
    found, other, _, _ = alternating(ours, peer, runs)
    page.close()
    page.deleteLater()
    return ratio_line("first preview page after a click", found, other, _AIM, "(read, laid out, painted)")


def _text_document(html: str, pictures: Sequence[QImage]) -> QTextDocument:
    from PySide6.QtCore import QUrl
    from PySide6.QtGui import QTextDocument

    document = QTextDocument()
    for number, picture in enumerate(pictures):
        document.addResource(QTextDocument.ResourceType.ImageResource, QUrl(f"chart:{number}"), picture)
    document.setDefaultStyleSheet(_STYLE)
    document.setHtml(html)
    return document


def _print(document: QTextDocument, path: Path) -> None:
    from PySide6.QtGui import QPageSize, QPdfWriter

    writer = QPdfWriter(str(path))
    writer.setResolution(_DPI)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    document.print_(writer)


def _paint_first(document: QTextDocument, width: int) -> QImage:
    """The first page alone, as wide as ours on the screen."""
    from PySide6.QtCore import QRectF, QSizeF
    from PySide6.QtGui import QImage, QPainter

    size = QSizeF(595, 842)
    document.setPageSize(size)
    # Ours says "Page 1 of 5", so the peer must know how many there are, too.
    document.pageCount()
    image = QImage(width, round(width * size.height() / size.width()), QImage.Format.Format_RGB32)
    image.fill(0xFFFFFFFF)
    painter = QPainter(image)
    painter.scale(width / size.width(), width / size.width())
    document.drawContents(painter, QRectF(0, 0, size.width(), size.height()))
    painter.end()
    return image


def page_of(document: Document) -> tuple[str, list[QImage]]:
    """What the document says as HTML, with its charts as pictures that are drawn already."""
    pictures: list[QImage] = []
    body = "".join(_html(block, pictures) for block in document.blocks)
    page = document.page
    head = f"<p align='center'><b>{escape(page.marking)}</b></p><p><i>{escape(page.notice)}</i></p>"
    foot = f"<p class='small'>{escape(page.basis)} | {escape(page.made)} | {escape(page.audit_head)}</p>"
    return f"<html><body>{head}{body}{foot}</body></html>", pictures


def _html(block: Block, pictures: list[QImage]) -> str:
    from opcoord.reports import document as blocks

    if isinstance(block, blocks.TitleBlock):
        facts = "".join(f"<tr><td>{escape(f.name)}</td><td>{escape(f.text)}</td></tr>" for f in block.facts)
        return f"<p>{escape(block.title)}</p><h1>{escape(block.subtitle)}</h1><table>{facts}</table>"
    if isinstance(block, blocks.Heading):
        return (
            f"<h{block.level + 1}>{escape(block.words)}</h{block.level + 1}><p>{escape(block.explained)}</p>"
        )
    if isinstance(block, blocks.Paragraph):
        return f"<p class='{'small' if block.tone is blocks.Tone.SMALL else ''}'>{escape(block.words)}</p>"
    if isinstance(block, blocks.Tiles):
        cells = "".join(
            f"<td>{escape(h.qualifier)}<br><b class='amount'>{escape(h.amount)}</b><br><b>{escape(h.label)}</b>"
            f"<br>{escape(h.completeness)}<br>{escape(h.change)}</td>"
            for h in block.headlines
        )
        return f"<table width='100%'><tr>{cells}</tr></table>"
    if isinstance(block, blocks.Chart):
        pictures.append(_picture(block))
        return f"<p><img src='chart:{len(pictures) - 1}' width='480'></p>"
    if isinstance(block, blocks.ByForce):
        key = "; ".join(block.results.key)
        columns = blocks.force_columns(block.results, block.results.forces)
        return f"{_table(*columns)}<p class='small'>{escape(key)}</p>"
    return _table(block.columns, block.rows)


def _table(columns: Sequence[Column], rows: Sequence[Row]) -> str:
    def cells(texts: Sequence[str], tag: str) -> str:
        return "".join(
            f"<{tag} align='{'right' if column.number else 'left'}'>{escape(text)}</{tag}>"
            for column, text in zip(columns, texts, strict=True)
        )

    head = f"<thead><tr>{cells([column.title for column in columns], 'th')}</tr></thead>"
    body = "".join(
        f"<tr><td colspan='{len(columns)}'><b>{escape(row.cells[0])}</b></td></tr>"
        if row.group
        else f"<tr>{cells(row.cells, 'td')}</tr>"
        for row in rows
    )
    return f"<table width='100%'>{head}{body}</table>"


def _picture(block: Block) -> QImage:
    """The chart as our pages draw it, at 150 dots an inch."""
    from PySide6.QtGui import QImage, QPainter

    from opcoord.reports.page_layout import block_slices
    from opcoord.reports.paper import CONTENT_WIDTH

    (strip,) = block_slices(block)
    scale = 150 / 72 / 20
    image = QImage(round(CONTENT_WIDTH * scale), round(strip.height * scale), QImage.Format.Format_RGB32)
    image.fill(0xFFFFFFFF)
    painter = QPainter(image)
    painter.scale(scale, scale)
    strip.paint(painter, 0, 0)
    painter.end()
    return image
