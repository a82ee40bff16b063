"""The words of figures typed as text: for no figure, qualifiers, states, weights, money and multipliers."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from opcoord.model.terms import Empty, Qualifier, State


@dataclass(frozen=True, slots=True)
class NoFigure:
    """A text that says there is no figure; `certain` where it names the kind of empty itself.

    `why` says what else it may mean, as the end of a sentence that begins "Arrests says '-', which".
    """

    empty: Empty
    certain: bool = False
    why: str = "is no figure"


NO_FIGURE = {
    "nil": NoFigure(Empty.NIL, certain=True),
    "nil return": NoFigure(Empty.NIL, certain=True),
    "not answered": NoFigure(Empty.NOT_ANSWERED, certain=True),
    "not collected": NoFigure(Empty.NOT_COLLECTED, certain=True),
    "not recorded": NoFigure(Empty.NOT_COLLECTED),
    "withheld": NoFigure(Empty.WITHHELD, certain=True),
    "suppressed": NoFigure(Empty.WITHHELD),
    "[c]": NoFigure(Empty.WITHHELD),
    **dict.fromkeys(
        [
            "n/a",
            "na",
            "n.a.",
            "n.a",
            "n/k",
            "nk",
            "not known",
            "unknown",
            "not available",
            "not applicable",
            "tbc",
            "tba",
            "tbd",
            "to be confirmed",
            "to follow",
            "pending",
            "awaited",
            "awaiting",
            "awaiting results",
            "?",
            "??",
            ".",
            "..",
            "...",
            "…",
            "[x]",
            "[z]",
            "x",
            "z",
        ],
        NoFigure(Empty.NOT_ANSWERED),
    ),
}

# Longest first when they are tried, so that "no more than" is not read as something that begins with "no".
BEFORE = {
    Qualifier.AT_LEAST: "at least|no fewer than|no less than|minimum of|minimum|min|≥|>=",
    Qualifier.OVER: "just over|more than|over|above|in excess of|>",
    Qualifier.ABOUT: "approximately|approx.|approx|about|around|roughly|circa|ca.|ca|c.|c|~|≈|estimated|est.|est",
    Qualifier.ALMOST: "almost|nearly|just under",
    Qualifier.UP_TO: "up to|no more than|at most|not more than|maximum of|maximum|max|≤|<=",
    Qualifier.UNDER: "under|less than|fewer than|below|<",
    Qualifier.EXACT: "exactly",
}
AFTER = {
    "+": Qualifier.AT_LEAST,
    "plus": Qualifier.AT_LEAST,
    "or more": Qualifier.AT_LEAST,
    "or over": Qualifier.AT_LEAST,
    "approx": Qualifier.ABOUT,
    "approx.": Qualifier.ABOUT,
    "approximately": Qualifier.ABOUT,
    "or fewer": Qualifier.UP_TO,
    "or less": Qualifier.UP_TO,
}
STATES = {
    "provisional": State.PROVISIONAL,
    "prov": State.PROVISIONAL,
    "prov.": State.PROVISIONAL,
    "tbc": State.PROVISIONAL,
    "to be confirmed": State.PROVISIONAL,
    "to date": State.PROVISIONAL,
    "so far": State.PROVISIONAL,
    "confirmed": State.CONFIRMED,
    "revised": State.REVISED,
}
# Three decimals are usual beside these: "2.500 kg".
KILOS = ("kg", "kgs", "kilo", "kilos", "kilogram", "kilograms")
WEIGHTS = {
    **dict.fromkeys(("g", "gm", "gms", "gram", "grams", "gramme", "grammes"), Decimal(1)),
    **dict.fromkeys(KILOS, Decimal(1000)),
    **dict.fromkeys(("mg", "milligram", "milligrams"), Decimal("0.001")),
}
OTHER_WEIGHTS = frozenset(
    {"lb", "lbs", "oz", "ounce", "ounces", "pound", "pounds", "tonne", "tonnes", "stone"}
)
MONEY = {
    **dict.fromkeys(("gbp", "pounds", "pound"), Decimal(1)),
    "p": Decimal("0.01"),
    "pence": Decimal("0.01"),
}
MULTIPLIERS = {"k": 1_000, "thousand": 1_000, "m": 1_000_000, "mn": 1_000_000, "million": 1_000_000}
# Beside things counted or weighed an "m" is as often metres, male or a slip of the key.
MONEY_ONLY = frozenset({"m", "mn"})
_BEFORE_PATTERNS = sorted(
    ((words, qualifier) for qualifier, many in BEFORE.items() for words in many.split("|")),
    key=lambda pair: -len(pair[0]),
)
#: The words of qualifiers by the character that they begin with, the longest first.
BEFORE_BY_START = {
    start: tuple(pair for pair in _BEFORE_PATTERNS if pair[0][0] == start)
    for start in {words[0] for words, _ in _BEFORE_PATTERNS}
}
AFTER_LONGEST_FIRST = tuple(sorted(AFTER, key=len, reverse=True))
#: Characters with which a text ends that names a state.
STATE_ENDS = frozenset(words[-1] for words in STATES) | {")"}
