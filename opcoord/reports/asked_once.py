"""Queries that are put to the store once, however often the making of a document asks them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from opcoord.reports.summary import SummaryQueries


def asked_once(queries: SummaryQueries) -> SummaryQueries:
    """The same queries with every answer kept: for as long as nothing in the store changes, and no longer."""
    return cast("SummaryQueries", _AskedOnce(queries))


class _AskedOnce:
    def __init__(self, queries: SummaryQueries) -> None:
        self._queries = queries
        self._answers: dict[tuple[str, tuple[object, ...]], object] = {}

    def __getattr__(self, name: str) -> Callable[..., Any]:
        query = getattr(self._queries, name)

        def ask(*about: object) -> object:
            key = (name, about)
            if key not in self._answers:
                self._answers[key] = query(*about)
            return self._answers[key]

        return ask
