"""Queries that are put to the store once, however often the making of documents asks them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from opcoord.reports.summary import SummaryQueries


def asked_once(queries: SummaryQueries) -> SummaryQueries:
    """The same queries with every answer kept: for as long as nothing in the store changes, and no longer."""
    return cast("SummaryQueries", _AskedOnce(queries))


class KeptAnswers:
    """Answers kept from document to document until the store changes, which the head of its ledger tells."""

    def __init__(self, queries: SummaryQueries) -> None:
        self._queries = queries
        self._head = ""
        self._kept = asked_once(queries)

    def now(self) -> SummaryQueries:
        """Queries that answer as the store would now."""
        head = self._queries.audit_head()
        if head != self._head:
            self._head, self._kept = head, asked_once(self._queries)
        return self._kept


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
