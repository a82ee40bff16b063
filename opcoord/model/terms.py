"""The words of the field as values: qualifiers, states, kinds of empty, severities, kinds of agency."""

from __future__ import annotations

from enum import StrEnum


class Qualifier(StrEnum):
    """How exactly a figure is meant."""

    EXACT = "exact"
    AT_LEAST = "at least"
    OVER = "over"
    ABOUT = "about"
    ALMOST = "almost"
    UP_TO = "up to"
    UNDER = "under"


class State(StrEnum):
    """How firm a figure is."""

    CONFIRMED = "confirmed"
    PROVISIONAL = "provisional"
    REVISED = "revised"
    WITHHELD = "withheld"


class Empty(StrEnum):
    """The five kinds of empty (rule 1). Zero and nil are answers and add as 0; the other three are no answer."""

    ZERO = "zero"
    NIL = "nil"
    NOT_ANSWERED = "not answered"
    NOT_COLLECTED = "not collected"
    WITHHELD = "withheld"


class Severity(StrEnum):
    """What a finding asks for: an error holds the return back, a warning wants a look, a notice informs."""

    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"


class AgencyKind(StrEnum):
    """What sort of body an agency is."""

    TERRITORIAL = "territorial force"
    REGIONAL = "regional unit"
    NATIONAL = "national force"
    PARTNER = "partner"


class ReturnStatus(StrEnum):
    """Which version of a return counts: exactly one of an agency and phase is accepted."""

    ACCEPTED = "accepted"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"
