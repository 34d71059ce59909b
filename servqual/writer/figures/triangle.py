"""The service triangle: company, staff and customers, with the gaps at its sides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from servqual.writer.figures.drawn import (
    Box,
    Drawn,
    Spot,
    drawing,
    frame,
    path,
    width_of_drawing,
    words,
)
from servqual.writer.figures.look import FONT, SMALL_FONT, broken, colour, escape, lines

LINE, TALL = 17, 40  # pixels of a line of words and of a corner
SPARE = 30  # pixels by which short lines may be wider than they are reckoned


@dataclass(frozen=True)
class Side:
    """One side: what it is called, what it does with promises, its gaps line by line."""

    name: str
    promise: str
    gaps: Sequence[str]
    hover: str


def triangle(corners: Mapping[str, str], sides: Mapping[str, Side], *, narrow: bool) -> Drawn:
    """Return the figure.

    Parameters
    ----------
    corners : mapping of str to str
        Names of ``company``, ``staff`` and ``customers``, each on one line or two.
    sides : mapping of str to Side
        ``internal``, ``external`` and ``interactive``.
    narrow : bool
    """
    width = width_of_drawing(narrow=narrow)
    each, wide = (140.0, 104.0) if narrow else (220.0, 170.0)
    tallest = max(_height(side, each) for side in sides.values())
    middle, low = width / 2, TALL + tallest + 56
    boxes = {
        "company": Box(middle - wide / 2, 0, wide, TALL),
        "staff": Box(0 if narrow else 40, low, wide, TALL),
        "customers": Box(width - wide - (0 if narrow else 40), low, wide, TALL),
    }
    ends = {
        "internal": ("company", "staff"),
        "external": ("company", "customers"),
        "interactive": ("staff", "customers"),
    }
    height_between = TALL + 28 + tallest / 2
    spots = {
        "internal": (each / 2, height_between),
        "external": (width - each / 2, height_between),
        "interactive": (middle, low + TALL / 2 + _under(narrow, sides["interactive"], each)),
    }
    shapes = [path([boxes[a].middle, boxes[b].middle], stroke="ring") for a, b in ends.values()]
    notes: list[Drawn] = []
    for name, box in boxes.items():
        shapes.append(frame(box))
        told = (broken(line, box.width - 8, FONT, 1) for line in corners[name].split("\n"))
        notes.append(words("<br>".join(told), box.middle, font={"size": FONT}))
    for name, side in sides.items():
        notes.append(_told(side, spots[name], each))
    touch = [(spots[name], side.hover) for name, side in sides.items()]
    bottom = spots["interactive"][1] + _height(sides["interactive"], each) / 2
    return drawing(shapes, notes, touch, (width, max(bottom, low + TALL) + 4))


def _under(narrow: bool, side: Side, each: float) -> float:
    """Return how far below the line between staff and customers its words have their middle."""
    return _height(side, each) / 2 + (26 if narrow else 10)


def _parts(side: Side, each: float) -> list[str]:
    """Return the lines of a side: its name, what it does with promises, its gaps."""
    quiet = f"color:{colour('muted')};font-size:{SMALL_FONT}px"
    promise = [
        f'<span style="{quiet}">{escape(line)}</span>'
        for line in lines(side.promise, each, SMALL_FONT, 2)
    ]
    gaps = [
        f'<span style="font-size:{SMALL_FONT}px">{broken(text, each + SPARE, SMALL_FONT, 1)}</span>'
        for text in side.gaps
    ]
    return [f"<b>{broken(side.name, each + SPARE, FONT, 1)}</b>", *promise, *gaps]


def _height(side: Side, each: float) -> float:
    return LINE * len(_parts(side, each))


def _told(side: Side, spot: Spot, each: float) -> Drawn:
    """Return the words of a side, on paper so that no line runs through them."""
    text = "<br>".join(_parts(side, each))
    return words(text, spot, font={"size": FONT}, bgcolor=colour("paper"))
