"""A printed record as JSON and back, so that what was issued can be shown, printed and exported as it was."""

from __future__ import annotations

import dataclasses
import datetime as dt
import enum
import json
from typing import Any

from opcoord.model.basis import Basis
from opcoord.model.qualified import Qualified
from opcoord.model.terms import Qualifier
from opcoord.queries.lineage import NumberReference, PublishedReference
from opcoord.queries.reconciliation_views import ReconciledReference
from opcoord.reports import content, document
from opcoord.reports.document import Document
from opcoord.reports.words import WordsPlace

#: Of the form below; a later form keeps reading the older ones.
_FORM = 1
_SOURCES = (content, document)
_RECORDS: dict[str, type[Any]] = {
    name: each
    for source in _SOURCES
    for name, each in vars(source).items()
    if isinstance(each, type) and dataclasses.is_dataclass(each)
} | {
    each.__name__: each
    for each in (NumberReference, PublishedReference, Qualified, ReconciledReference, WordsPlace)
}
_ENUMS: dict[str, type[enum.Enum]] = {
    name: each
    for source in _SOURCES
    for name, each in vars(source).items()
    if isinstance(each, type) and issubclass(each, enum.Enum)
} | {"Basis": Basis}


def freeze(made: Document) -> bytes:
    """The document as JSON, the same bytes for the same document."""
    record = {"form": _FORM, "document": _plain(made)}
    return json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def thaw(frozen: bytes) -> Document:
    """What `freeze` froze; fields that a later release added keep their usual values."""
    made = _made(json.loads(frozen)["document"])
    assert isinstance(made, Document)
    return made


def _plain(value: Any) -> Any:
    if isinstance(value, Qualified):
        return {"is": "Qualified", "stored": value.stored, "qualifier": value.qualifier.value}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        named = {each.name: _plain(getattr(value, each.name)) for each in dataclasses.fields(value)}
        return {"is": _name(type(value)), **named}
    if isinstance(value, enum.Enum) and type(value).__name__ in _ENUMS:
        return {"is": type(value).__name__, "value": value.value}
    if isinstance(value, dt.datetime):
        return {"is": "moment", "iso": value.isoformat()}
    if isinstance(value, frozenset):
        return {"is": "set", "of": sorted(map(_plain, value))}
    if isinstance(value, (tuple, list)):
        return [_plain(each) for each in value]
    return value.value if isinstance(value, enum.Enum) else value


def _name(kind: type) -> str:
    if _RECORDS.get(kind.__name__) is not kind:
        raise TypeError(f"{kind.__name__} cannot be kept with an issued document")
    return kind.__name__


def _made(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_made(each) for each in value)
    if not isinstance(value, dict):
        return value
    name = value["is"]
    if name == "moment":
        return dt.datetime.fromisoformat(value["iso"])
    if name == "set":
        return frozenset(value["of"])
    if name in _ENUMS:
        return _ENUMS[name](value["value"])
    if name == "Qualified":
        return Qualified(value["stored"], Qualifier(value["qualifier"]))
    kind = _RECORDS[name]
    known = {each.name for each in dataclasses.fields(kind)}
    return kind(**{field: _made(each) for field, each in value.items() if field in known})
