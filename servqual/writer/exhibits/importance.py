"""Importance as people say it: points shared out over the dimensions, an order, or ratings."""

from __future__ import annotations

from collections.abc import Sequence

from servqual.instrument import Scale
from servqual.results import StatedRow
from servqual.writer.exhibits.drivers import first_heads, interval_head, level_head, rank_text
from servqual.writer.exhibits.matrix import importance_set
from servqual.writer.figures.bars import Bar, bars
from servqual.writer.figures.intervals import Point, mean_intervals
from servqual.writer.figures.look import Row, hover
from servqual.writer.parts import Cell, Column, Exhibit, Figure, Table
from servqual.writer.tables import head, name_cell, without_empty
from servqual.writer.view import View


def stated_rows(view: View, source: str, level: str = "dimension") -> list[StatedRow]:
    """Return the rows of one kind of stated importance, the most important first."""
    rows = [
        r
        for r in view.study.importance.stated
        if (r.source, r.level) == (source, level) and r.mean is not None
    ]
    return sorted(rows, key=lambda r: (r.mean or 0.0) * (1 if source == "ranking" else -1))


def points(view: View) -> Exhibit:
    """Return the importance points as bars, most points first."""
    numbers, importance = view.numbers, view.study.importance
    known = [r for r in importance.points if r.mean is not None]
    rows = sorted(known, key=lambda r: -(r.mean or 0.0))
    equal = importance.points_total / len(importance.points)
    stated = {r.id: r for r in stated_rows(view, "points")}
    entries = []
    for row in rows:
        said = numbers.fixed(row.mean, 1)
        own = stated.get(row.dimension)
        limits = _limits(view, own) if own else ""
        box = hover(view.dimension(row.dimension), view.say("exhibits.hover.points", points=said))
        entries.append(
            Bar(Row(view.dimension(row.dimension), said, limits, "", box), row.mean or 0.0)
        )
    alt_parts = [
        view.say(
            "exhibits.points.alt_row",
            label=view.dimension(r.dimension),
            mean=numbers.fixed(r.mean, 1),
        )
        for r in rows
    ]
    alt = view.say("exhibits.points.alt", rows=view.say("words.semicolon").join(alt_parts))
    heads = (view.say("words.head.points"), interval_head(view).head if stated else "")
    wide, narrow = (bars(entries, equal, narrow=narrow, heads=heads) for narrow in (False, True))
    columns = [
        *head(view, "points", first="dimension"),
        interval_head(view),
        *first_heads(view, "centre", "first", "rank"),
        Column(view.say("words.head.sd")),
        Column(view.say("words.head.n")),
    ]
    body = [
        [
            Cell(view.dimension(r.dimension)),
            Cell(numbers.fixed(r.mean, 1)),
            *_of_points(view, stated.get(r.dimension)),
            Cell(numbers.fixed(r.sd, 1)),
            Cell(numbers.count(r.n)),
        ]
        for r in rows
    ]
    ns = [r.n for r in rows]
    n = numbers.counts(min(ns), max(ns))
    base = "first.points.base" if stated else "exhibits.points.base"
    over = {
        "total": importance.points_total,
        "equal": numbers.points(equal),
        "confidence": view.confidence,
    }
    table = Table(view.say("exhibits.points.caption"), columns, body)
    return Exhibit(
        id="exhibit-points",
        title=view.say("exhibits.points.title"),
        how=view.say("first.points.how" if stated else "exhibits.points.how", **over),
        figure=Figure("chart-points", wide, narrow, alt),
        table=without_empty(view, table),
        says=[view.say("first.points.how_centre")] if stated else [],
        base=view.say("report.base", text=view.say(base, n=n)),
    )


def _limits(view: View, row: StatedRow) -> str:
    numbers = view.numbers
    if row.ci_low is None or row.ci_high is None:
        return ""
    return numbers.limits(numbers.fixed(row.ci_low, 1), numbers.fixed(row.ci_high, 1))


def _of_points(view: View, row: StatedRow | None) -> list[Cell]:
    """Return interval, geometric centre, share of first places and rank of a dimension."""
    numbers = view.numbers
    if row is None:
        return [Cell(numbers.none)] * 4
    return [
        Cell(_limits(view, row) or numbers.none),
        Cell(numbers.fixed(row.centre, 1)),
        Cell(numbers.percent(row.share_first)),
        Cell(rank_text(view, row.rank, row.rank_low, row.rank_high)),
    ]


def stated(view: View) -> Exhibit:
    """Return importance as people rated it, by dimension, the most important first."""
    scale = view.instrument.scale_of(importance_set(view) or "importance")
    return _means_of(view, stated_rows(view, "ratings"), scale, "stated")


def ranking(view: View) -> Exhibit:
    """Return the mean places in people's own order of the dimensions, the first one first."""
    rows = stated_rows(view, "ranking")
    return _means_of(view, rows, Scale(min=1, max=len(rows)), "order")


def _means_of(view: View, rows: Sequence[StatedRow], scale: Scale, name: str) -> Exhibit:
    """Return means with their intervals on a scale; ``name`` is that of its texts."""
    numbers = view.numbers
    entries = [_point(view, row) for row in rows]
    heads = (view.say(f"first.{name}.head"), interval_head(view).head)
    wide, narrow = (
        mean_intervals(entries, scale, narrow=narrow, heads=heads) for narrow in (False, True)
    )
    told = view.say("words.semicolon").join(
        view.say("words.figure", name=view.dimension(r.id), value=numbers.mean(r.mean))
        for r in rows
    )
    ns = [r.n for r in rows]
    base = view.say(f"first.{name}.base", n=numbers.counts(min(ns), max(ns)))
    return Exhibit(
        id=f"exhibit-{name}",
        title=view.say(f"first.{name}.title"),
        how=view.say(f"first.{name}.how", confidence=view.confidence, k=len(rows)),
        figure=Figure(f"chart-{name}", wide, narrow, view.say(f"first.{name}.alt", rows=told)),
        table=_stated_table(view, rows, name),
        base=view.say("report.base", text=base),
    )


def _point(view: View, row: StatedRow) -> Point:
    numbers = view.numbers
    interval = numbers.interval(row.ci_low, row.ci_high, signed=False)
    box = hover(
        view.label(row.level, row.id),
        view.say(
            "exhibits.hover.mean",
            mean=numbers.mean(row.mean),
            confidence=view.confidence,
            interval=interval,
        ),
    )
    line = Row(view.label(row.level, row.id), numbers.mean(row.mean), interval, "", box)
    return Point(line, row.mean or 0.0, row.ci_low, row.ci_high)


def _stated_table(view: View, rows: Sequence[StatedRow], name: str) -> Table:
    """Return the means; with the share of first places where people gave places."""
    numbers, places = view.numbers, name == "order"
    columns = [
        level_head(view, "dimension"),
        Column(view.say(f"first.{name}.head")),
        interval_head(view),
        *(first_heads(view, "put_first") if places else ()),
        *first_heads(view, "rank"),
        Column(view.say("words.head.n")),
    ]
    body = [
        [
            name_cell(view, row.level, row.id),
            Cell(numbers.mean(row.mean)),
            Cell(numbers.interval(row.ci_low, row.ci_high, signed=False)),
            *([Cell(numbers.percent(row.share_first))] if places else ()),
            Cell(rank_text(view, row.rank, row.rank_low, row.rank_high)),
            Cell(numbers.count(row.n)),
        ]
        for row in rows
    ]
    return Table(view.say(f"first.{name}.caption"), columns, body)
