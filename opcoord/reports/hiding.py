"""The set of hidden figures as it grows: what each secret needs beside it, and nothing that is not needed."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from opcoord.queries.frozen_figures import REGION, TO_DATE
from opcoord.reports.printed_sums import Line, PrintedSums
from opcoord.reports.witness import Price, Witness, find_witness


class Hiding:
    """Hides figures together with what their witnesses change, so that every hidden figure has a witness.

    `proofs` holds a witness for each hidden figure but those that are known already.
    """

    def __init__(self, sums: PrintedSums, prices: Sequence[int | None]) -> None:
        self.hidden: set[int] = set()
        self.proofs: dict[int, Witness] = {}
        self._sums = sums
        self._prices = prices
        self._secret: frozenset[int] = frozenset()

    def protect(self, secret: Collection[int]) -> None:
        """Hide the secrets and, where those do not protect each other, the least that does."""
        self._secret = frozenset(secret)
        self.hidden |= self._secret
        self._settle()
        order = sorted(self._secret, key=lambda place: (self._sums.keys[place], self._sums.values[place]))
        for place in order:
            if place not in self.proofs:
                self._prove(place, self._among_hidden)
        for place in order:
            if place not in self.proofs and not self._prove(place, self._with_further):
                self._hide_phase(place)
                self._prove(place, self._among_hidden)

    def round_up(self, page: Sequence[Line], threshold: int) -> None:
        """Hide more where what is hidden of one sum makes up less than `threshold`: their sum is printed, in effect."""
        tried: set[int] = set()
        while (short := next(self._short(page, threshold, tried), None)) is not None:
            candidates, mark = short
            found = [
                witness
                for place in candidates
                if (witness := find_witness(self._sums, place, self._with_further)) is not None
            ]
            if found:
                self._hide(min(found, key=self._price))
            else:
                tried.add(mark)

    def thin_out(self, page: Sequence[Line], threshold: int) -> None:
        """Show again what is not needed, dearest first."""
        spare = [place for place in self.hidden - self._secret if self._prices[place]]
        given_up = {mark for _, mark in self._short(page, threshold, ())}
        for place in sorted(spare, key=lambda each: (-(self._prices[each] or 0), self._sums.keys[each])):
            before, proofs = set(self.hidden), dict(self.proofs)
            self.hidden.discard(place)
            told = self._settle() | {place}
            weakened = [each for each, witness in proofs.items() if not told.isdisjoint(witness)]
            for each in weakened:
                self.proofs.pop(each, None)
            proved = all(
                each == place or each in self.proofs or self._prove(each, self._among_hidden)
                for each in weakened
            )
            if not proved or any(mark not in given_up for _, mark in self._short(page, threshold, ())):
                self.hidden, self.proofs = before, proofs
                self._settle()

    def _prove(self, place: int, price_of: Price) -> bool:
        witness = find_witness(self._sums, place, price_of)
        if witness is not None:
            self._hide(witness)
        return witness is not None

    def _hide(self, witness: Witness) -> None:
        self.hidden |= set(witness)
        for place in witness:
            self.proofs.setdefault(place, witness)
        self._settle()

    def _settle(self) -> set[int]:
        """Where a total is hidden it is not printed either that joint results were taken off it; those now printed."""
        told = set()
        for joint, totals in self._sums.nets.items():
            least = 0 if all(map(self._unknown, totals)) else 1
            if least > self._sums.least[joint]:
                told.add(joint)
            self._sums.least[joint] = least
        return told

    def _price(self, witness: Witness) -> int:
        return sum(self._prices[place] or 0 for place in witness if place not in self.hidden)

    def _among_hidden(self, place: int) -> int | None:
        """The price where only what is hidden already can change."""
        price = self._prices[place]
        return 0 if price == 0 or (price is not None and place in self.hidden) else None

    def _with_further(self, place: int) -> int | None:
        """The price where anything can be hidden that is not known."""
        price = self._prices[place]
        return 0 if price is not None and place in self.hidden else price

    def _hide_phase(self, place: int) -> None:
        """The last resort: nothing of these measures is shown for the phase, nor what adds it up later."""
        phase = self._sums.keys[place][0]
        if self._prices[place] is None:
            return
        for other, (number, _, agency) in enumerate(self._sums.keys):
            later = agency == TO_DATE and number > phase
            if (number == phase or later) and self._prices[other] is not None:
                self.hidden.add(other)
        self._settle()

    def _short(
        self, page: Sequence[Line], threshold: int, tried: Collection[int]
    ) -> Iterator[tuple[list[int], int]]:
        """Sums of which less than `threshold` is hidden: what could be hidden too, and a mark of the sum."""
        running: dict[str, int] = {}
        for line in page:
            if not self._sums.measures[line.measure].sensitive:
                continue
            places = {figure.key[2]: self._sums.place(figure) for figure in line.figures()}
            least = threshold * self._sums.steps[places[TO_DATE]]
            if REGION in places:
                cells = [places[agency] for agency, _ in line.cells]
                amount = sum(self._sums.values[each] for each in cells if self._unknown(each))
                total = places[REGION]
                if 0 < amount < least and not self._unknown(total) and total not in tried:
                    further = [each for each in cells if self._could_hide(each) and self._sums.values[each]]
                    if further:
                        yield further, -total - 1
                    if -total - 1 in tried or not further:
                        yield [total], total
                if self._unknown(total):
                    running[line.measure] = running.get(line.measure, 0) + self._sums.values[total]
            to_date = places[TO_DATE]
            if not self._unknown(to_date):
                if 0 < running.get(line.measure, 0) < least and to_date not in tried:
                    yield [to_date], to_date
                running[line.measure] = 0

    def _unknown(self, place: int) -> bool:
        return place in self.hidden and self._prices[place] is not None

    def _could_hide(self, place: int) -> bool:
        return place not in self.hidden and bool(self._prices[place])
