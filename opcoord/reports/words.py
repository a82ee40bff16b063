"""The coordinator's own words in a document: an introduction, words at the head of sections, closing words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from opcoord.queries.papers import WordingView
from opcoord.reports.document import Block, Document, Heading, Paragraph, TitleBlock
from opcoord.reports.summary import Section

INTRODUCTION, CLOSING = "Introduction", "Closing words"


@dataclass(frozen=True, slots=True)
class WordsPlace:
    """Where words stand in a document: what a click on them leads to."""

    place: str


def with_words(made: Document, words: Sequence[WordingView], public: bool) -> Document:
    """The document with the words at their places; those of a section that is not printed are left out."""
    by_place = {each.place: each.text for each in words if not (public and each.internal)}
    if not by_place:
        return made
    blocks: list[Block] = []
    closing: list[Block] = [
        replace(each, apart=index == 0) for index, each in enumerate(_paragraphs(by_place, CLOSING))
    ]
    sections = [each for each in made.blocks if isinstance(each, Heading) and each.level == 1]
    # They close what is read; an annex comes after that, where it is printed last.
    annex = next((each for each in sections[-1:] if each.words == Section.ANNEX), None)
    for block in made.blocks:
        if block is annex:
            blocks += closing
            closing = []
        blocks.append(block)
        if isinstance(block, TitleBlock):
            blocks += _paragraphs(by_place, INTRODUCTION)
        elif isinstance(block, Heading) and block.level == 1:
            blocks += _paragraphs(by_place, block.words)
    return replace(made, blocks=(*blocks, *closing))


def _paragraphs(by_place: Mapping[str, str], place: str) -> list[Paragraph]:
    """What an empty line parts becomes paragraphs; single line ends stay."""
    parts = (each.strip("\n") for each in by_place.get(place, "").split("\n\n"))
    return [Paragraph(each, target=WordsPlace(place)) for each in parts if each.strip()]
