"""Importance points and the importance-performance matrix."""

from __future__ import annotations

from servqual.results import PriorityRow
from servqual.writer.figures.bars import Bar, bars
from servqual.writer.figures.look import Row, hover
from servqual.writer.figures.matrix import Frame, Spot, matrix
from servqual.writer.parts import Cell, Column, Exhibit, Figure, Table, Tone
from servqual.writer.tables import head, name_cell
from servqual.writer.view import View

QUADRANTS = ("concentrate_here", "keep_up", "low_priority", "possible_overkill")


def points(view: View) -> Exhibit:
    """Return the importance points as bars, most points first."""
    numbers, importance = view.numbers, view.study.importance
    known = [r for r in importance.rows if r.mean is not None]
    rows = sorted(known, key=lambda r: -(r.mean or 0.0))
    equal = importance.total / len(importance.rows)
    entries = []
    for row in rows:
        said = numbers.fixed(row.mean, 1)
        box = hover(view.dimension(row.dimension), view.say("exhibits.hover.points", points=said))
        entries.append(Bar(Row(view.dimension(row.dimension), said, "", "", box), row.mean or 0.0))
    alt_parts = [
        view.say(
            "exhibits.points.alt_row",
            label=view.dimension(r.dimension),
            mean=numbers.fixed(r.mean, 1),
        )
        for r in rows
    ]
    alt = view.say("exhibits.points.alt", rows=view.say("words.semicolon").join(alt_parts))
    heads = (view.say("words.head.points"), "")
    wide, narrow = (bars(entries, equal, narrow=narrow, heads=heads) for narrow in (False, True))
    body = [
        [
            Cell(view.dimension(r.dimension)),
            Cell(numbers.fixed(r.mean, 1)),
            Cell(numbers.fixed(r.sd, 1)),
            Cell(numbers.fixed(r.se, 2)),
            Cell(numbers.count(r.n)),
        ]
        for r in rows
    ]
    columns = head(view, "points", "sd", "se", "n", first="dimension")
    ns = [r.n for r in rows]
    return Exhibit(
        id="exhibit-points",
        title=view.say("exhibits.points.title"),
        how=view.say("exhibits.points.how", total=importance.total, equal=numbers.points(equal)),
        figure=Figure("chart-points", wide, narrow, alt),
        table=Table(view.say("exhibits.points.caption"), columns, body),
        base=view.say(
            "report.base", text=view.say("exhibits.points.base", n=numbers.counts(min(ns), max(ns)))
        ),
    )


def importance_battery(view: View) -> str:
    """Return the name of what stands for importance: the importance ratings, or the proxy."""
    return view.battery_short(importance_set(view))


def importance_set(view: View) -> str:
    """Return the ratings that stand for importance."""
    source = view.study.priorities.importance_source
    return "importance" if source == "ratings" else source


def priorities(view: View) -> Exhibit:
    """Return the importance-performance matrix with its legend table."""
    numbers, found = view.numbers, view.study.priorities
    names = {q: view.say(f"words.quadrant.{q}") for q in QUADRANTS}
    battery = view.battery_short(found.performance_battery)
    ends = {"min": view.scale.min, "max": view.scale.max}
    axis = view.options.importance_axis or view.say("exhibits.matrix.importance_axis")
    frame = Frame(
        cross_performance=found.cross_performance or 0.0,
        cross_importance=found.cross_importance or 0.0,
        performance_title=view.say("exhibits.matrix.axis_performance", battery=battery, **ends),
        importance_title=view.say(
            "exhibits.matrix.axis_importance", battery=importance_battery(view), **ends
        ),
        names=names,
        importance_on_x=axis == "x",
    )
    spots = [_spot(view, row) for row in found.items]
    wide, narrow = (matrix(spots, frame, narrow=narrow) for narrow in (False, True))
    alt = view.say("exhibits.matrix.alt", n=len(spots), rows=_quadrants_in_words(view, names))
    said = {
        "importance": numbers.mean(found.cross_importance),
        "performance": numbers.mean(found.cross_performance),
    }
    over = {"importance": importance_battery(view), "performance": battery}
    return Exhibit(
        id="exhibit-matrix",
        title=view.say("exhibits.matrix.title"),
        how=view.sentences(
            [
                view.say("exhibits.matrix.how", **said),
                view.say(f"exhibits.matrix.lies_{axis}", quadrant=names["concentrate_here"]),
            ]
        ),
        figure=Figure("chart-matrix", wide, narrow, alt),
        table=_legend(view, names),
        base=view.say("report.base", text=view.say("exhibits.matrix.base", n=_n(view), **over)),
    )


def _n(view: View) -> str:
    """Return over how many answers the means of the matrix stand, from the fewest to the most."""
    found = view.study.priorities
    sets = {found.performance_battery, importance_set(view)}
    ns = [r.n for r in view.study.scores.items if r.battery in sets and r.mean is not None]
    return view.numbers.counts(min(ns, default=0), max(ns, default=0))


def _spot(view: View, row: PriorityRow) -> Spot:
    numbers = view.numbers
    said = {
        "importance": numbers.mean(row.importance),
        "performance": numbers.mean(row.performance),
    }
    box = hover(
        view.say("words.numbered", number=view.number(row.item), name=view.item(row.item)),
        view.say("exhibits.matrix.hover", **said),
        view.say(f"words.quadrant.{row.quadrant}"),
    )
    return Spot(
        view.number(row.item),
        row.performance,
        row.importance,
        row.quadrant == "concentrate_here",
        box,
    )


def _quadrants_in_words(view: View, names: dict[str, str]) -> str:
    parts = []
    for quadrant, name in names.items():
        inside = [view.item(r.item) for r in view.study.priorities.items if r.quadrant == quadrant]
        key = "exhibits.matrix.alt_row" if inside else "exhibits.matrix.alt_none"
        parts.append(view.say(key, quadrant=name, names=view.say("words.comma").join(inside)))
    return view.say("words.semicolon").join(parts)


def _legend(view: View, names: dict[str, str]) -> Table:
    """Return the numbered items by quadrant, the urgent one and the important items first."""
    numbers = view.numbers
    order = list(names)
    rows = sorted(
        view.study.priorities.items, key=lambda r: (order.index(r.quadrant), -r.importance)
    )
    columns = [
        *head(view, "importance", "performance", first="item"),
        Column(view.say("words.head.quadrant"), "text"),
    ]
    body = []
    for row in rows:
        tone: Tone = "shortfall" if row.quadrant == "concentrate_here" else ""
        body.append(
            [
                name_cell(view, "item", row.item),
                Cell(numbers.mean(row.importance)),
                Cell(numbers.mean(row.performance)),
                Cell(names[row.quadrant], tone),
            ]
        )
    return Table(view.say("exhibits.matrix.caption"), columns, body)
