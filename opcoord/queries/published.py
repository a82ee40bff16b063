"""Published figures, sorted by whom and what they speak of. Pure: plain records in, plain records out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from opcoord.model.qualified import Qualified
from opcoord.model.terms import Qualifier
from opcoord.queries.reconciliation_views import REGION, Account
from opcoord.queries.views import AnnouncementView

#: How reporters name all forces together; the operation's own name counts too.
REGION_WORDS = frozenset({"region", "the region", "regional total", "all forces"})


class Published:
    """The announcements of an operation by phase, scope and measure, each in the order they were entered."""

    def __init__(self, announcements: Iterable[AnnouncementView], operation: str = "") -> None:
        self._region = REGION_WORDS | {operation.casefold()}
        #: Rows of pages that number phases their own way; they count in no basis.
        self.page_rows: list[Account] = []
        #: Claims over several phases.
        self.claims: list[Account] = []
        #: (phase, scope) to all that was published of it.
        self.by_scope: dict[tuple[int, str], list[Account]] = defaultdict(list)
        #: (phase, measure code) to scope to what was published; without free labels.
        self.by_measure: dict[tuple[int, str], dict[str, list[Account]]] = defaultdict(dict)
        for each in announcements:
            self._sort(self._account(each))

    def first(self, phase: int, measure: str, scope: str = REGION) -> Account | None:
        """As first published: the first that revises nothing, else the first that does."""
        accounts = self.by_measure.get((phase, measure), {}).get(scope, ())
        plain = [each for each in accounts if not each.is_revision]
        return _in_order(plain or accounts)[0] if accounts else None

    def last(self, phase: int, measure: str, scope: str = REGION) -> Account | None:
        """As last revised: the newest that looks back, else as first published."""
        accounts = self.by_measure.get((phase, measure), {}).get(scope, ())
        revised = [each for each in accounts if each.is_revision]
        return _in_order(revised)[-1] if revised else self.first(phase, measure, scope)

    def _account(self, view: AnnouncementView) -> Account:
        scope = view.agency
        if not scope:
            said = " ".join(view.reporter.casefold().split())
            scope = REGION if said in self._region else f"~{said}"
        return Account(
            scope,
            view.reporter,
            view.measure,
            view.label,
            view.unit,
            Qualified(view.amount, Qualifier(view.qualifier)),
            view.first_phase,
            view.last_phase,
            view.source,
            view.source_key,
            view.note,
            view.id,
            view.is_revision,
            view.published_on,
            view.printed_period,
        )

    def _sort(self, account: Account) -> None:
        if account.printed_period:
            self.page_rows.append(account)
        elif account.first_phase is None:
            return
        elif account.last_phase not in (None, account.first_phase):
            self.claims.append(account)
        else:
            self.by_scope[account.first_phase, account.scope].append(account)
            if account.measure:
                scopes = self.by_measure[account.first_phase, account.measure]
                scopes.setdefault(account.scope, []).append(account)


def _in_order(accounts: Sequence[Account]) -> list[Account]:
    """By day of publication where all have one, else as they were entered."""
    dated = [(each.published_on, place) for place, each in enumerate(accounts) if each.published_on]
    if len(dated) < len(accounts):
        return list(accounts)
    return [accounts[place] for _, place in sorted(dated)]
