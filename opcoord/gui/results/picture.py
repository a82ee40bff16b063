"""What a results chart draws, as plain shapes in the chart's own coordinates; no Qt, so that it can be tested.

Phases (or forces) stand at 0, 1, 2... on the horizontal axis; heights are in the measure's unit (pounds, grams,
things). Where each force has a panel, the panels stand in a grid of squares of 1 by 1.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

BAR_WIDTH = 0.7
#: What stands along the lower axis.
PHASES, PHASES_AND_FORCES, FORCES = "Phase", "Phase, and how many forces are in it", "Force"


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a bar that can be picked; `series` is a colour's number, None for a hatched gap.

    An open block is only outlined: the part of a published total that no force gave as its own.
    """

    left: float
    bottom: float
    width: float
    height: float
    series: int | None
    measure: str
    phase: int
    agency: str = ""
    provisional: bool = False
    open: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """A point of a line that can be picked; hollow where forces are missing."""

    x: float
    y: float
    series: int
    measure: str
    phase: int
    hollow: bool
    provisional: bool
    agency: str = ""


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a line; dashed where it runs to an incomplete phase or across a gap."""

    x1: float
    y1: float
    x2: float
    y2: float
    series: int
    dashed: bool


@dataclass(frozen=True, slots=True)
class Note:
    """Lines of text that stand above a place."""

    x: float
    y: float
    text: str


@dataclass(frozen=True, slots=True)
class Level:
    """A target: a level line with its label at the left end, empty where it goes on from the bar before."""

    x1: float
    x2: float
    y: float
    text: str


@dataclass(frozen=True, slots=True)
class Break:
    """An upright line between two phases whose figures are not of the same thing, and what is said at its head.

    It is as high as the chart where no ends are given.
    """

    x: float
    text: str = ""
    bottom: float = 0.0
    top: float | None = None


@dataclass(frozen=True, slots=True)
class Panel:
    """One force's own small chart: its frame, its title and what stands at the foot's two ends."""

    left: float
    bottom: float
    width: float
    height: float
    title: str
    first: str
    last: str


class KeyKind(StrEnum):
    """What stands beside the text of a key's entry."""

    COLOUR = "colour"
    HATCHING = "hatching"
    HOLLOW = "hollow"
    OPEN = "open"
    LEVEL = "level"
    BREAK = "break"
    SIGN = "sign"


@dataclass(frozen=True, slots=True)
class KeyEntry:
    """One entry of the key; `series` is the colour's number, `sign` the letters, where the kind has them."""

    kind: KeyKind
    text: str
    series: int = 0
    sign: str = ""


@dataclass(slots=True)
class Picture:
    """Everything that is drawn, with the height and width that hold it and the texts of the lower axis."""

    unit: str = ""
    blocks: list[Block] = field(default_factory=list)
    segments: list[Segment] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    levels: list[Level] = field(default_factory=list)
    breaks: list[Break] = field(default_factory=list)
    panels: list[Panel] = field(default_factory=list)
    key: list[KeyEntry] = field(default_factory=list)
    ticks: list[str] = field(default_factory=list)
    axis: str = PHASES
    top: float = 1.0
    #: The width in which panels stand; elsewhere as many as there are ticks.
    columns: int = 0
    #: More forces than the palette can tell apart: one in colour, the rest grey.
    greys: bool = False

    @property
    def sides(self) -> tuple[float, float]:
        """The left and the right end of the lower axis."""
        return (0.0, float(self.columns)) if self.panels else (-0.6, max(len(self.ticks), 1) - 0.4)

    def things(self) -> list[Block | Mark]:
        """What can be picked, in the order in which the keyboard walks it."""
        things: list[Block | Mark] = [*self.marks, *self.blocks]
        if self.panels or self.axis == FORCES:
            return things
        return sorted(things, key=_reading_order)


def _reading_order(thing: Block | Mark) -> tuple[int, float]:
    return (thing.phase, thing.y if isinstance(thing, Mark) else thing.bottom)
