"""From the store's answers to what is printed, in one step for every kind and every form it leaves in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from opcoord.errors import OpcoordError
from opcoord.reports.asked_once import asked_once
from opcoord.reports.book import write_book
from opcoord.reports.completed import completed
from opcoord.reports.document import Document
from opcoord.reports.evidence import Evidence, gather
from opcoord.reports.kind_names import KIND_NAMES
from opcoord.reports.kinds import MAKERS
from opcoord.reports.output import print_to, to_image, write_pdf
from opcoord.reports.page_layout import lay_out
from opcoord.reports.pages import SummaryPages
from opcoord.reports.summary import Section, SummaryOptions, SummaryQueries
from opcoord.reports.text_layout import write_text

__all__ = [
    "SummaryPages",
    "build_summary",
    "check_form",
    "kept_options",
    "lay_out",
    "print_to",
    "read_document",
    "save_summary",
    "to_image",
    "write_pdf",
]


def kept_options(queries: SummaryQueries, options: SummaryOptions) -> SummaryOptions:
    """The options with the sections that were chosen for this document and kept."""
    kept = queries.page_setup(options.phase, options.kind, options.public).sections
    if kept is None:
        return options
    known = {each.value: each for each in Section}
    return replace(options, sections=tuple(known[each] for each in kept if each in known))


def read_document(queries: SummaryQueries, options: SummaryOptions, printed_at: dt.datetime) -> Document:
    """What is printed as it stands now, before it takes a form.

    Raises OpcoordError if there is no such phase, force or kind, if it is not for publication, or if the basis
    cannot be printed.
    """
    asked = asked_once(queries)
    return made_from(gather(asked, options, printed_at.date()), asked, printed_at)


def made_from(evidence: Evidence, queries: SummaryQueries, made_at: dt.datetime) -> Document:
    """The document that the evidence's options ask for.

    Raises OpcoordError if there is no such force or kind, or if it is not for publication.
    """
    options = evidence.options
    kind = KIND_NAMES.get(options.kind)
    if kind is None:
        raise OpcoordError(f"There is no kind “{options.kind}”.", f"Choose one of {', '.join(KIND_NAMES)}.")
    if options.public and not kind.publishable:
        raise OpcoordError(f"A {kind.title.lower()} is not for publication.", "Print it for internal use.")
    return completed(MAKERS[options.kind](evidence, queries, made_at), evidence, queries)


def build_summary(queries: SummaryQueries, options: SummaryOptions, printed_at: dt.datetime) -> SummaryPages:
    """The pages as they stand now; needs a running QGuiApplication for its fonts.

    Raises OpcoordError as `read_document` does.
    """
    return lay_out(read_document(queries, options, printed_at))


def check_form(path: Path) -> None:
    """Refuse a file name whose ending says no form that can be written.

    Raises OpcoordError.
    """
    if path.suffix.lower() not in _FORMS:
        raise OpcoordError(
            f"{path.name} ends in none of {', '.join(_FORMS)}.", "Give it a name that ends in one of them."
        )


def save_summary(document: Document, path: Path) -> int:
    """Write the document in the form that the name's ending says; the number of pages, 0 where it has none.

    Raises OpcoordError where the ending is no form or the file cannot be written.
    """
    check_form(path)
    return _FORMS[path.suffix.lower()](document, path)


def _pdf(document: Document, path: Path) -> int:
    pages = lay_out(document)
    write_pdf(pages, path)
    return pages.page_count


def _book(document: Document, path: Path) -> int:
    write_book(document, path)
    return 0


def _text(document: Document, path: Path) -> int:
    write_text(document, path)
    return 0


_FORMS: dict[str, Callable[[Document, Path], int]] = {".pdf": _pdf, ".xlsx": _book, ".txt": _text}
