"""The gap model as a drawing, and the same gaps at the service triangle."""

from __future__ import annotations

from collections.abc import Mapping

from servqual.results.gap_model import GapState
from servqual.writer.exhibits.gap_model_says import caption, census, managing, opposites
from servqual.writer.exhibits.gap_model_words import (
    badge_of,
    figure_of,
    interval,
    name,
    nick,
    people,
    shown,
    told,
    tone,
)
from servqual.writer.figures import gap_model as drawn
from servqual.writer.figures.look import hover
from servqual.writer.figures.triangle import Side, triangle
from servqual.writer.parts import Cell, Column, Exhibit, Figure, Table
from servqual.writer.tables import without_empty
from servqual.writer.view import View

ALL = tuple(range(1, 8))
AT_SIDE: Mapping[str, tuple[int, ...]] = {
    "external": (1, 4),
    "internal": (2, 7),
    "interactive": (3, 6),
}
"""Which gaps stand at which side of the triangle: our reading, and said to be."""


def model(view: View) -> Exhibit:
    """Return the gaps of the model at their places, each with its figure over all dimensions."""
    alt = view.say(
        "gap_model.model.alt",
        rows=view.say("words.semicolon").join(told(view, gap) for gap in ALL),
    )
    return Exhibit(
        id="exhibit-gap-model",
        title=view.say("gap_model.model.title"),
        how=caption(view),
        figure=_model_figure(view, alt),
        table=_model_table(view),
        says=[*managing(view), view.say("gap_model.model.says"), *census(view, ALL)],
        base=view.sentences([view.say("report.base", text=_base(view)), *opposites(view)]),
    )


def _base(view: View) -> str:
    units = "_units" if view.study.gap_model.matched else ""
    return view.say(f"gap_model.model.base{units}")


def _model_figure(view: View, alt: str) -> Figure:
    keys = (*drawn.PLACES, "sources", "customers", "company")
    names = {key: view.say(f"gap_model.box.{key}") for key in keys}
    wide, narrow = (
        drawn.gap_model(
            {gap: badge_of(view, gap, limits=not small) for gap in ALL}, names, narrow=small
        )
        for small in (False, True)
    )
    return Figure("chart-gap-model", wide, narrow, alt)


def _model_table(view: View) -> Table:
    """Return every gap with its figure or why it has none, what it compares, who was asked."""
    found = view.study.gap_model
    columns = [
        Column(view.say("gap_model.head.gap"), "text"),
        Column(view.say("gap_model.head.whole")),
        Column(view.say("gap_model.head.compares"), "text"),
        Column(view.say("words.head.interval", confidence=view.confidence)),
        Column(view.say("words.head.n")),
        Column(view.say("gap_model.head.state"), "text"),
    ]
    body = []
    for gap in ALL:
        row, state = found.whole(gap), found.state(gap)
        about = view.say(f"gap_model.about.{gap}")
        compares = Cell(about[:1].upper() + about[1:])
        if row is None:
            none = Cell(view.numbers.none)
            cells = [none, compares, none, none]
        else:
            cells = [
                Cell(shown(view, row), tone(row), figure=figure_of(row, "value")),
                compares,
                Cell(interval(view, row), figure=figure_of(row, "ci")),
                Cell(people(view, row)),
            ]
        body.append([Cell(nick(view, gap)), *cells, Cell(_state(view, state))])
    return without_empty(view, Table(view.say("gap_model.model.caption"), columns, body))


def _state(view: View, state: GapState) -> str:
    """Return in two or three words why a gap has no figure, and whether it was audited."""
    key = {"asked": "short_kept", "missing": "short_missing"}.get(state.state)
    said = [view.say(f"gap_model.state.{key}")] if key else []
    said += [view.say("gap_model.state.audit")] if state.audit else []
    return view.say("words.semicolon").join(said)


# -- the triangle --------------------------------------------------------------------------------


def at_triangle(view: View) -> Exhibit:
    """Return the gaps at the sides of the service triangle."""
    corners = {key: view.say(f"gap_model.corner.{key}") for key in ("company", "staff")}
    own = {"name": view.say("gap_model.corner.customers"), "gap": _stands(view, 5)}
    corners["customers"] = view.say("gap_model.corner.with_gap", **own)
    sides = {key: _side(view, key) for key in AT_SIDE}
    wide, narrow = (triangle(corners, sides, narrow=small) for small in (False, True))
    rows = view.say("words.semicolon").join(
        view.say("words.figure", name=side.name, value=view.say("words.comma").join(side.gaps))
        for side in sides.values()
    )
    alt = view.say("gap_model.triangle.alt", rows=rows)
    return Exhibit(
        id="exhibit-service-triangle",
        title=view.say("gap_model.triangle.title"),
        how=view.say("gap_model.triangle.how"),
        figure=Figure("chart-service-triangle", wide, narrow, alt),
        table=_triangle_table(view),
        says=[view.say("gap_model.triangle.says")],
        base=view.say("report.base", text=view.say("gap_model.triangle.base")),
    )


def _stands(view: View, gap: int) -> str:
    """Return a gap with its figure, or the plain word that there is none."""
    found = view.study.gap_model
    row = found.whole(gap)
    if row is not None:
        said = shown(view, row)
    elif found.state(gap).state == "missing":
        said = view.say("gap_model.state.short_missing")
    else:
        said = view.say("gap_model.state.short_kept")
    return view.say("gap_model.state.with", name=name(view, gap), value=said)


def _side(view: View, key: str) -> Side:
    title, promise = view.say(f"gap_model.side.{key}"), view.say(f"gap_model.promise.{key}")
    gaps = [_stands(view, gap) for gap in AT_SIDE[key]]
    box = hover(title, *(nick(view, gap) for gap in AT_SIDE[key]), *gaps)
    return Side(title, promise, gaps, box)


def _triangle_table(view: View) -> Table:
    columns = [
        Column(view.say(f"gap_model.head.{key}"), "text")
        for key in ("side", "between", "promise", "stands")
    ]
    body = []
    for key, gaps in AT_SIDE.items():
        own = [nick(view, gap) for gap in gaps]
        body.append(
            [
                Cell(view.say(f"gap_model.side.{key}")),
                Cell(view.say(f"gap_model.between.{key}")),
                Cell(view.say(f"gap_model.promise.{key}")),
                Cell(view.say("words.semicolon").join(own)),
            ]
        )
    return Table(view.say("gap_model.triangle.caption"), columns, body)
