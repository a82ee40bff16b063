"""Looks through everything that a document prints for people: names, numbers, addresses, and what refers to them.

A pattern cannot know what may be published. Each finding is a place to look at before the document leaves the building.
"""

from __future__ import annotations

import string
from collections.abc import Iterator
from dataclasses import dataclass

from opcoord.reading.checks.personal_data import personal_passages
from opcoord.reports.content import PageFacts
from opcoord.reports.document import (
    Block,
    ByForce,
    Chart,
    Document,
    Heading,
    Paragraph,
    Table,
    Tiles,
    TitleBlock,
    Tone,
)
from opcoord.reports.summary import Section
from opcoord.reports.words import INTRODUCTION

_OPERATION = "Change it on the page Reference."
_PLAN = "Change it on the page Plan."
_RULE = "Change the measure’s counting rule on the page Reference."
_NOTABLE = "If it must not be published, ask the force for a return with another text."
_ISSUE = "Word the reason for the new issue otherwise."
_WORDS = "Change the words on the page Summary, or where they were entered."
#: By the names of the facts of the title block.
_FACTS = {"Owner": _OPERATION, "Issue": _ISSUE}


@dataclass(frozen=True, slots=True)
class TextFinding:
    """Words that look like personal data: what they look like, where they stand, the words, and what can be done."""

    what: str
    where: str
    words: str
    remedy: str

    @property
    def sentence(self) -> str:
        """For example "Notable results, Dorset Police: “07700 900123” looks like a telephone number."."""
        return f"{self.where}: “{self.words}” looks like {self.what}."


def personal_findings(document: Document) -> tuple[TextFinding, ...]:
    """What must be looked at before the document is published, in the order of print; each once."""
    found: dict[tuple[str, str], TextFinding] = {}
    for where, text, remedy in (*_page_texts(document.page), *_block_texts(document.blocks)):
        for kind, words in personal_passages(text):
            found.setdefault((kind, words.casefold()), TextFinding(kind, where, words, remedy))
    return tuple(found.values())


#: Where a text stands, the text, and what can be done about it.
_Text = tuple[str, str, str]


def _page_texts(page: PageFacts) -> Iterator[_Text]:
    yield "Every page, operation", page.operation, _OPERATION
    yield "Every page, phase", page.phase, _PLAN
    yield "Every page, notice", page.notice, _OPERATION
    # In capitals no name can be told from other words.
    yield "Every page, marking", string.capwords(page.marking), _OPERATION
    yield "Properties of the file, author", page.author, _OPERATION


def _block_texts(blocks: tuple[Block, ...]) -> Iterator[_Text]:
    section, place, remedy = INTRODUCTION, INTRODUCTION, _WORDS
    for block in blocks:
        match block:
            case Heading():
                section = block.words if block.level == 1 else section
                place = block.words
                remedy = _NOTABLE if section == Section.NOTABLE else _WORDS
                yield place, block.explained, _WORDS
            case Paragraph():
                if block.tone is Tone.STRONG:
                    # A name above what follows, such as the force's above its results.
                    place = f"{section}, {block.words}"
                yield place, block.words, remedy
            case TitleBlock():
                yield "Title", block.title, _OPERATION
                yield "Title", block.subtitle, _PLAN
                for fact in block.facts:
                    yield f"Title block, {fact.name}", fact.text, _FACTS.get(fact.name, _PLAN)
            case Table():
                yield from _table_texts(block, place)
            case ByForce():
                for group in block.results.groups:
                    for row in group.rows:
                        yield place, row.label, _OPERATION
                for text in (*block.results.key, *block.results.code_key):
                    yield place, text, _OPERATION
            case Chart():
                for text in (block.data.title, block.data.note):
                    yield place, text, _OPERATION
            case Tiles():
                for tile in block.headlines:
                    yield place, tile.label, _OPERATION


def _table_texts(table: Table, place: str) -> Iterator[_Text]:
    remedy = _RULE if place == "Counting rules" else _WORDS
    for row in table.rows:
        for column, cell in zip(table.columns, row.cells, strict=False):
            if not column.number:
                where = f"{place}, {row.cells[0]}" if cell != row.cells[0] else place
                yield where, cell, remedy
