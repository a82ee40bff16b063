"""From a row of texts to a published figure, or to what is wrong with the row. Nothing is guessed and nothing written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from opcoord.model.finding import Finding
from opcoord.model.refs import MeasureRef, ReadingContext
from opcoord.model.terms import Qualifier, Severity
from opcoord.queries.published import REGION_WORDS
from opcoord.reading.amounts.read_amount import AmountReading, read_amount
from opcoord.reading.names.labels import Match, Names
from opcoord.reading.texts import clean, one_line, parse_date, quoted

#: The columns of a table of published figures, in the order they have without a heading.
COLUMNS = ("phase", "reporter", "measure", "unit", "qualifier", "value", "source_key", "source", "note")
_LONGEST = {
    "reporter": 200,
    "measure": 200,
    "source_key": 40,
    "printed_period": 60,
    "source": 2_000,
    "note": 2_000,
}
#: Units as published, and as they are kept; "n" is whatever the measure counts.
_UNITS = {"": "", "n": "", "number": "", "count": "", "gbp": "GBP", "£": "GBP", "kg": "g", "g": "g", "%": "%"}
_UNITS |= {"doses": "pills", "pills": "pills", "tablets": "pills", "grams": "g"}
_MEASURED = frozenset({"GBP", "g", "%"})
_EXACTLY = frozenset({"", "=", "exact", "exactly"})
_YES = frozenset({"yes", "y", "true", "1", "revised", "revision"})
_NO = frozenset({"", "no", "n", "false", "0"})


@dataclass(frozen=True, slots=True)
class AnnouncementDraft:
    """A published figure as it is to be kept; see model.Announcement. Agency and measure are codes or empty."""

    reporter: str
    label: str
    unit: str
    amount: int
    first_phase: int | None
    last_phase: int | None
    qualifier: Qualifier = Qualifier.EXACT
    agency: str = ""
    measure: str = ""
    source_key: str = ""
    source: str = ""
    note: str = ""
    published_on: dt.date | None = None
    is_revision: bool = False
    printed_period: str = ""


@dataclass(frozen=True, slots=True)
class ReadRow:
    """One row of a table: its texts by column, the figure where it was understood, and what was noticed."""

    number: int
    texts: Mapping[str, str]
    draft: AnnouncementDraft | None
    findings: tuple[Finding, ...]


class RowReader:
    """Reads rows against what the operation knows."""

    def __init__(self, context: ReadingContext) -> None:
        # Tables say the same names again and again, and looking for a near one takes its time.
        self._agency_named = cache(Names.of_agencies(context.agencies).match)
        self._measure_named = cache(Names.of_measures(context.measures).match)
        self._measures = {each.code: each for each in context.measures}
        self._phases = {each.number for each in context.phases}
        self._region = REGION_WORDS | {context.operation.casefold()}

    def read(self, number: int, texts: Mapping[str, str]) -> ReadRow:
        """The figure in a row; `texts` are by column name, missing columns are empty."""
        row = _Row(number, {name: one_line(clean(text)[0]) for name, text in texts.items()})
        self._check(row)
        first, last = self._phases_of(row)
        measure = self._measure(row)
        amount = self._amount(row, measure)
        agency = self._agency(row)
        published = row.date("published_on")
        revision = row.texts.get("is_revision", "").casefold()
        if revision not in _YES | _NO:
            row.error("revision", f"{quoted(revision)} does not say whether it revises.", "Write yes or no.")
        if any(each.severity is Severity.ERROR for each in row.findings) or amount is None:
            return ReadRow(number, row.texts, None, tuple(row.findings))
        draft = AnnouncementDraft(
            reporter=row.texts["reporter"],
            label=row.texts["measure"],
            unit=measure.unit if measure else _kept_unit(row),
            amount=amount.amount or 0,
            first_phase=first,
            last_phase=last,
            qualifier=amount.qualifier,
            agency=agency,
            measure=measure.code if measure else "",
            source_key=row.texts.get("source_key", ""),
            source=row.texts.get("source", ""),
            note=row.texts.get("note", ""),
            published_on=published,
            is_revision=revision in _YES,
            printed_period=row.texts.get("printed_period", ""),
        )
        return ReadRow(number, row.texts, draft, tuple(row.findings))

    def _check(self, row: _Row) -> None:
        for name, what in (("reporter", "who published or reported it"), ("measure", "what was counted")):
            if not row.texts.get(name):
                row.error("missing", f"The row does not say {what}.", f"Fill the column “{name}”.")
        for name, text in row.texts.items():
            if name != "qualifier" and text.startswith("="):
                row.error("formula", f"The column “{name}” holds a formula.", "Paste the value instead.")
            if len(text) > _LONGEST.get(name, 2_000):
                row.error("too-long", f"The text in “{name}” is too long.", "Shorten it.")

    def _phases_of(self, row: _Row) -> tuple[int | None, int | None]:
        own_numbers = bool(row.texts.get("printed_period"))
        first = row.whole_number(
            "first_phase" if "first_phase" in row.texts else "phase", optional=own_numbers
        )
        last = row.whole_number("last_phase", optional=False) if row.texts.get("last_phase") else first
        if first is None or last is None or own_numbers:
            return first, last
        for number in {first, last} - self._phases:
            row.error(
                "phase", f"There is no phase {number} in this operation.", "The Plan page lists the phases."
            )
        if last < first:
            row.error("phases", "The last phase is before the first.", "Check the two columns.")
        return first, last

    def _measure(self, row: _Row) -> MeasureRef | None:
        label = row.texts.get("measure", "")
        if not label:
            return None
        # A code, also in words: "hotspot patrols".
        written = label.casefold().replace(" ", "_")
        match = Match(written) if written in self._measures else self._measure_named(label)
        if match.code is None:
            near = " or ".join(f"“{self._measures[code].label}”" for code in match.suggestions)
            remedy = (
                f"If {near} is meant, choose the measure." if near else "Choose a measure if one is meant."
            )
            row.notice(
                "free-label", f"{quoted(label)} fits no measure for certain; it is kept as a label.", remedy
            )
            return None
        measure = self._measures[match.code]
        said = _kept_unit(row)
        # Pounds, grams and counts are never one another (rule 7); "n" is whatever the measure counts.
        if said != measure.unit and (said in _MEASURED or measure.unit in _MEASURED):
            row.notice(
                "unit",
                f"{quoted(label)} is given in another unit than “{measure.label}”; it is kept as a label.",
                "Check the unit.",
            )
            return None
        return measure

    def _amount(self, row: _Row, measure: MeasureRef | None) -> AmountReading | None:
        said_unit = row.texts.get("unit", "").casefold()
        if said_unit not in _UNITS and len(said_unit) > 20:
            row.error("unit", "The unit is too long.", "Write for example n, GBP or kg.")
            return None
        unit = measure.unit if measure else _kept_unit(row)
        value = row.texts.get("value", "")
        if said_unit == "kg" and not value.casefold().endswith("g"):
            value += " kg"
        reading = read_amount(value, unit, "The value")
        qualifier = row.texts.get("qualifier", "").casefold()
        if qualifier not in _EXACTLY and reading.amount is not None:
            if reading.qualifier is Qualifier.EXACT:
                reading = read_amount(f"{qualifier} {value}", unit, "The value")
            elif read_amount(f"{qualifier} 1", "count").qualifier is not reading.qualifier:
                row.error("qualifier", "Value and qualifier say two things.", "Keep one of them.")
        if reading.amount is None:
            row.error("value", reading.question or "The row has no value.", reading.remedy or "Fill “value”.")
            return None
        if reading.doubt:
            row.notice("value", reading.doubt, "Look at the source again.")
        return reading

    def _agency(self, row: _Row) -> str:
        reporter = row.texts.get("reporter", "")
        if not reporter or reporter.casefold() in self._region:
            return ""
        code = self._agency_named(reporter).code
        if code is None:
            row.notice(
                "reporter",
                f"{quoted(reporter)} is neither the region nor one agency; it is compared with no force.",
                "Write REGION or an agency’s name if one is meant.",
            )
        return code or ""


class _Row:
    """A row's texts and what is noticed about it on the way."""

    def __init__(self, number: int, texts: dict[str, str]) -> None:
        self.number = number
        self.texts = texts
        self.findings: list[Finding] = []

    def error(self, code: str, message: str, remedy: str) -> None:
        self.findings.append(Finding(Severity.ERROR, code, message, remedy, cell=f"row {self.number}"))

    def notice(self, code: str, message: str, remedy: str) -> None:
        self.findings.append(Finding(Severity.NOTICE, code, message, remedy, cell=f"row {self.number}"))

    def whole_number(self, name: str, optional: bool) -> int | None:
        text = self.texts.get(name, "")
        # Spreadsheets hold whole numbers as 7.0.
        digits = text.removesuffix(".0")
        if digits.isascii() and digits.isdigit() and len(digits) <= 4:
            return int(digits)
        if text or not optional:
            said = quoted(text) if text else "nothing"
            self.error("phase", f"The phase must be a number. It says {said}.", "Write for example 7.")
        return None

    def date(self, name: str) -> dt.date | None:
        text = self.texts.get(name, "")
        day = parse_date(text) if text else None
        if text and day is None:
            self.error(
                "date", f"{quoted(text)} is not a date for certain.", "Write for example 7 March 2022."
            )
        return day


def _kept_unit(row: _Row) -> str:
    """The unit as said, in the words that are kept; a plain number counts things."""
    said = row.texts.get("unit", "")
    return _UNITS.get(said.casefold(), said) or "count"
