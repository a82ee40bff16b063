"""How the arrow keys go from place to place on a page: along the reading order, or to what stands above and below."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF

LEFT, RIGHT, UP, DOWN = (-1, 0), (1, 0), (0, -1), (0, 1)
#: Rows overlap by less than this, in points.
_OVERLAP = 1.0
#: A place out of line counts as so many times farther.
_ASIDE = 3.0


def neighbour(rects: Sequence[QRectF], current: int, way: tuple[int, int]) -> int | None:
    """The place reached from `current`, None where there is none; `rects` are in the order they are read."""
    along, across = way
    if current < 0:
        return 0 if rects else None
    if along:
        following = current + along
        return following if 0 <= following < len(rects) else None
    here = rects[current]
    beyond = [index for index, rect in enumerate(rects) if _gap(here, rect, across) > -_OVERLAP]
    return min(
        (index for index in beyond if index != current),
        key=lambda index: _gap(here, rects[index], across) + _ASIDE * _aside(here, rects[index]),
        default=None,
    )


def _gap(here: QRectF, there: QRectF, across: int) -> float:
    return there.top() - here.bottom() if across > 0 else here.top() - there.bottom()


def _aside(here: QRectF, there: QRectF) -> float:
    """How far the middle of `there` is from standing over or under `here`."""
    middle = there.center().x()
    return max(here.left() - middle, middle - here.right(), 0.0)
