"""The gap model as it is known: customers above, the company below, each gap at its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from servqual.writer.figures.drawn import (
    Badge,
    Box,
    Drawn,
    Spot,
    badge,
    drawing,
    frame,
    inside,
    path,
    width_of_drawing,
    words,
)
from servqual.writer.figures.look import SMALL_FONT, colour, escape

PLACES = (
    *("mouth", "needs", "past", "expected", "perceived"),
    *("delivery", "outside", "standards", "managers", "staff"),
)
"""What stands in boxes; ``customers`` and ``company`` name the two sides."""
LIGHT = (6, 7)


@dataclass(frozen=True)
class _Plan:
    """Where everything stands, in pixels."""

    boxes: Mapping[str, Box]
    badges: Mapping[int, Spot]
    lines: Mapping[int, Sequence[Spot]]
    outside: Sequence[Spot]  # from what is promised to what is expected
    line: float
    sides: tuple[float, str]  # where the names of the sides stand, and which end of them
    height: float
    badge: Spot
    size: float


def gap_model(badges: Mapping[int, Badge], names: Mapping[str, str], *, narrow: bool) -> Drawn:
    """Return the figure.

    Parameters
    ----------
    badges : mapping of gap to Badge
        Gaps 1 to 7.
    names : mapping of str to str
        The words of ``PLACES`` and of the two sides.
    narrow : bool
        Whether it is for a phone: figures then stand without their limits.
    """
    plan = _narrow() if narrow else _wide()
    width = width_of_drawing(narrow=narrow)
    shapes = [path([(0, plan.line), (width, plan.line)], stroke="ring", width=1.5, dash="dot")]
    if plan.outside:
        shapes.append(path(plan.outside, stroke="ring", width=1.2))
    shapes += [
        path(spots, stroke="ring" if gap in LIGHT else "muted") for gap, spots in plan.lines.items()
    ]
    notes = _sides(plan, names)
    for name, box in plan.boxes.items():
        shapes.append(frame(box, edge="hair" if name == "staff" else "ring"))
        notes.append(inside(_said(name, names, narrow=narrow), box, plan.size))
    for gap, spot in plan.badges.items():
        drawn, told = badge(badges[gap], Box.around(spot, *plan.badge))
        shapes, notes = shapes + drawn, notes + told
    touch = [(spot, badges[gap].hover) for gap, spot in plan.badges.items()]
    return drawing(shapes, notes, touch, (width, plan.height))


def _said(name: str, names: Mapping[str, str], *, narrow: bool) -> str:
    """Return the words of a box; on a phone one box names all that expectations come from."""
    return names["sources"] if narrow and name == "mouth" else names[name]


def _sides(plan: _Plan, names: Mapping[str, str]) -> list[Drawn]:
    """Return the names of the two sides, above and below the line between them."""
    x, end = plan.sides
    quiet = {"size": SMALL_FONT, "color": colour("muted")}
    return [
        words(escape(names[key]), (x, plan.line + shift), font=quiet, xanchor=end)
        for key, shift in (("customers", -9), ("company", 9))
    ]


def _wide() -> _Plan:
    left, width, tall = 140.0, 260.0, 36.0
    right, right_width = 502.0, 122.0
    rows = {"expected": 46.0, "perceived": 140.0, "delivery": 212.0, "standards": 306.0}
    rows["managers"] = 400.0
    boxes = {name: Box(left, top, width, tall) for name, top in rows.items()}
    above = ("mouth", "needs", "past")
    boxes |= {name: Box(100.0 + k * 116, 0, 108, tall) for k, name in enumerate(above)}
    boxes["outside"] = Box(right, rows["delivery"], right_width, tall)
    boxes["staff"] = Box(right, rows["managers"], right_width, tall)
    up, half, middle = rows["expected"], tall / 2, left + width / 2
    low, high = rows["managers"] + half, rows["delivery"] + half
    between = {5: ("expected", "perceived"), 3: ("delivery", "standards")}
    between[2] = ("standards", "managers")
    badges = {gap: (middle, (rows[a] + tall + rows[b]) / 2) for gap, (a, b) in between.items()}
    badges |= {1: (50.0, 277.0), 4: (451.0, high), 6: (674.0, 324.0), 7: (451.0, low)}
    lines: dict[int, Sequence[Spot]] = {
        gap: [(middle, rows[a] + tall), (middle, rows[b])] for gap, (a, b) in between.items()
    }
    lines |= {
        1: [(left, low), (50.0, low), (50.0, up + half), (left, up + half)],
        4: [(left + width, high), (right, high)],
        6: [(right + right_width, low), (674.0, low), (674.0, up + 10), (left + width, up + 10)],
        7: [(left + width, low), (right, low)],
    }
    outside = [(right + 61, rows["delivery"]), (right + 61, up + 26), (left + width, up + 26)]
    return _Plan(boxes, badges, lines, outside, 193, (60, "left"), 444, (92, 50), 12.5)


def _narrow() -> _Plan:
    first, second = (78.0, 106.0), (192.0, 100.0)
    boxes = {
        "mouth": Box(first[0], 0, 214, 34),
        "expected": Box(first[0], 46, 214, 34),
        "perceived": Box(first[0], 142, 214, 34),
        "delivery": Box(first[0], 222, first[1], 42),
        "outside": Box(second[0], 276, second[1], 44),
        "standards": Box(first[0], 332, first[1], 42),
        "staff": Box(second[0], 386, second[1], 44),
        "managers": Box(first[0], 442, first[1], 72),
    }
    one, two, rail, edge = 131.0, 242.0, 35.0, 297.0
    badges = {5: (185.0, 111.0), 3: (one, 298.0), 2: (one, 408.0), 1: (rail, 298.0)}
    badges |= {4: (two, 243.0), 6: (two, 353.0), 7: (two, 478.0)}
    lines: dict[int, Sequence[Spot]] = {
        1: [(first[0], 478), (rail, 478), (rail, 63), (first[0], 63)],
        2: [(one, 374), (one, 442)],
        3: [(one, 264), (one, 332)],
        4: [(184, 243), (two, 243), (two, 276)],
        5: [(185, 80), (185, 142)],
        6: [(292, 63), (edge, 63), (edge, 353), (two, 353), (two, 386)],
        7: [(two, 430), (two, 478), (184, 478)],
    }
    return _Plan(boxes, badges, lines, (), 200, (290, "right"), 516, (70, 42), 11.5)
