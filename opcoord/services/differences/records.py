"""Anything two files may differ in, as a record in words; and what differs between two sets of records."""

from __future__ import annotations

import hashlib
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Side(StrEnum):
    """Where something is."""

    HERE = "only here"
    THERE = "only there"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class Take:
    """What is written when a line is taken over: its kind, and what finds it in the other file."""

    kind: str
    which: int | str


@dataclass(frozen=True, slots=True)
class Line:
    """One difference. `key` names it and its content: it is another one when either file changes."""

    key: str
    group: str
    what: str
    side: Side
    details: tuple[str, ...]
    #: What to do by hand; empty where nothing needs to be done, or where it can be taken over.
    advice: str = ""
    #: None where it cannot be taken over.
    take: Take | None = None
    #: Whether it is proposed: nothing here speaks against it.
    proposed: bool = False
    #: What must be here first ("phase 8", "agency NP"), and what this line brings.
    needs: frozenset[str] = frozenset()
    brings: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """One thing of a file: what it is called, and what is said of it, all in words; empty texts are nothing."""

    what: str
    fields: Mapping[str, str]
    take: Take | None = None
    needs: frozenset[str] = frozenset()
    brings: str = ""
    #: Why it cannot be taken over, and what to do; empty where it can.
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """How records of one kind are compared: what to do about those that differ or are only there."""

    name: str
    here: Mapping[Hashable, Record]
    there: Mapping[Hashable, Record]
    #: For what is different in both.
    advice: str
    #: For what is only there and cannot be taken over.
    advice_there: str = ""
    #: Needs that this file meets already.
    met: frozenset[str] = field(default=frozenset())

    def lines(self) -> Iterator[Line]:
        """What differs, in the order of the other file, then what is only here."""
        for key, there in self.there.items():
            here = self.here.get(key)
            if here is None:
                yield self._only_there(key, there)
            elif here.fields != there.fields:
                details = _differing(here.fields, there.fields)
                mark = line_key(self.name, key, here.fields, there.fields)
                yield Line(mark, self.name, there.what, Side.DIFFERENT, details, self.advice)
        for key, here in self.here.items():
            if key not in self.there:
                mark = line_key(self.name, key, here.fields)
                yield Line(mark, self.name, here.what, Side.HERE, said(here.fields))

    def _only_there(self, key: Hashable, there: Record) -> Line:
        advice = there.refusal or self.advice_there
        take = None if advice else there.take
        return Line(
            line_key(self.name, key, there.fields),
            self.name,
            there.what,
            Side.THERE,
            said(there.fields),
            advice,
            take,
            proposed=take is not None,
            needs=there.needs - self.met,
            brings=there.brings,
        )


def line_key(*parts: object) -> str:
    """A short name of something and all that is said of it."""
    return hashlib.sha256(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def said(fields: Mapping[str, str]) -> tuple[str, ...]:
    """What is said, for example "Theme: County lines"."""
    return tuple(f"{name}: {text}" for name, text in fields.items() if text)


def _differing(here: Mapping[str, str], there: Mapping[str, str]) -> tuple[str, ...]:
    names = dict.fromkeys((*there, *here))
    return tuple(
        f"{name}: {here.get(name) or 'nothing'} here, {there.get(name) or 'nothing'} there"
        for name in names
        if here.get(name, "") != there.get(name, "")
    )
