"""The pages as a PDF: drawn by Qt, then given language, outline and dates, which Qt has no words for.

The same pages make the same bytes: nothing in them comes from the clock or from chance.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import unicodedata
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter, QPdfWriter

from opcoord.reports.pages import SummaryPages
from opcoord.reports.paper import clean

if TYPE_CHECKING:
    from pypdf import PdfWriter

LANGUAGE = "en-GB"
_PROGRAM = "opcoord"
_DPI = 1200
_POINTS_PER_INCH = 72
_NO_IDENTITY = bytes(16)
#: The same properties once more, in the form that archives and search engines read.
_XMP = """<?xpacket begin='\ufeff' id='W5M0MpCehiHzreSzNTczkc9d'?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<xmp:CreatorTool>{program}</xmp:CreatorTool>{dates}
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end='w'?>"""


def pdf_bytes(pages: SummaryPages) -> bytes:
    """The whole file: title, author, language, outline, date of printing, fonts embedded, text to search."""
    from pypdf import PdfReader, PdfWriter
    from pypdf.generic import ArrayObject, ByteStringObject, NameObject

    reader = PdfReader(io.BytesIO(_drawn(pages)))
    reader.trailer[NameObject("/ID")] = ArrayObject([ByteStringObject(_NO_IDENTITY)] * 2)
    writer = PdfWriter(clone_from=reader)
    writer.pdf_header = reader.pdf_header
    _set_properties(writer, pages)
    _name_fonts(writer)
    _add_outline(writer, pages)
    made = io.BytesIO()
    writer.write(made)
    return _identified(made.getvalue())


def _identified(made: bytes) -> bytes:
    """The file with an identity that follows from all else in it, in place of none."""
    identity = hashlib.sha256(made).digest()[: len(_NO_IDENTITY)]
    before, key, after = made.rpartition(b"/ID")
    return before + key + after.replace(_NO_IDENTITY.hex().encode(), identity.hex().encode())


def _drawn(pages: SummaryPages) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setDocumentXmpMetadata(_xmp(pages).encode())
    writer.setResolution(_DPI)
    writer.setPageLayout(
        QPageLayout(QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, QMarginsF())
    )
    painter = QPainter(writer)
    for index in range(pages.page_count):
        if index:
            writer.newPage()
        painter.save()
        painter.scale(_DPI / _POINTS_PER_INCH, _DPI / _POINTS_PER_INCH)
        pages.paint(painter, index)
        painter.restore()
    painter.end()
    return bytes(buffer.data().data())


def _set_properties(writer: PdfWriter, pages: SummaryPages) -> None:
    from pypdf.generic import BooleanObject, DictionaryObject, NameObject, TextStringObject

    facts = {"/Title": _one_line(pages.title), "/Author": _one_line(pages.facts.author)}
    facts |= {"/Creator": _PROGRAM, "/Producer": _PROGRAM}
    moment = pages.facts.made_at
    if moment is not None:
        facts |= dict.fromkeys(("/CreationDate", "/ModDate"), _pdf_date(moment))
    writer.metadata = facts
    root = writer.root_object
    root[NameObject("/Lang")] = TextStringObject(LANGUAGE)
    root[NameObject("/ViewerPreferences")] = DictionaryObject(
        {NameObject("/DisplayDocTitle"): BooleanObject(True)}
    )


def _name_fonts(writer: PdfWriter) -> None:
    """Give each embedded part of a font the six letters that mark it as one, in order of use and not by chance."""
    from pypdf.generic import NameObject

    named: dict[int, NameObject] = {}
    for page in writer.pages:
        resources: Any = page["/Resources"]
        for reference in resources.get("/Font", {}).values():
            font = reference.get_object()
            for part in font.get("/DescendantFonts", ()):
                part = part.get_object()
                descriptor = part["/FontDescriptor"]
                tag = "".join(chr(ord("A") + len(named) // 26**place % 26) for place in range(5, -1, -1))
                name = descriptor["/FontName"].removeprefix("/").rpartition("+")[2]
                made = NameObject(f"/{tag}+{name}")
                made = named.setdefault(descriptor.indirect_reference.idnum, made)
                font[NameObject("/BaseFont")] = part[NameObject("/BaseFont")] = made
                descriptor[NameObject("/FontName")] = made


def _add_outline(writer: PdfWriter, pages: SummaryPages) -> None:
    from pypdf.generic import Fit

    height = pages.page_size.height()
    section = None
    for bookmark, page, y in pages.bookmarks:
        item = writer.add_outline_item(
            title=_one_line(bookmark.words),
            page_number=page,
            parent=section if bookmark.level > 1 else None,
            fit=Fit.xyz(left=0, top=round(height - y, 1)),
            is_open=False,
        )
        if bookmark.level == 1:
            section = item


def _xmp(pages: SummaryPages) -> str:
    moment = pages.facts.made_at
    when = moment.isoformat(timespec="seconds") if moment is not None else ""
    names = ("CreateDate", "ModifyDate", "MetadataDate") if when else ()
    return _XMP.format(
        title=escape(_one_line(pages.title)),
        author=escape(_one_line(pages.facts.author)),
        language=LANGUAGE,
        program=_PROGRAM,
        dates="".join(f"\n<xmp:{name}>{when}</xmp:{name}>" for name in names),
    )


def _pdf_date(moment: dt.datetime) -> str:
    """For example "D:20240325140500+01'00'"; without the zone where it is not known."""
    zone = moment.strftime("%z")
    return moment.strftime("D:%Y%m%d%H%M%S") + (f"{zone[:3]}'{zone[3:5]}'" if zone else "")


def _one_line(text: str) -> str:
    """Without what neither a property nor XML may hold."""
    kept = (" " if unicodedata.category(each) in {"Cc", "Cs", "Cn"} else each for each in clean(text))
    return " ".join("".join(kept).split())
