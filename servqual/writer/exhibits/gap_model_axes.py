"""The gaps of the model by dimension: scale points on one axis, ratings on their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from servqual.results.gap_model import ONE_AXIS, OWN_AXIS, GapModelRow
from servqual.writer.exhibits.gap_model_says import census
from servqual.writer.exhibits.gap_model_words import (
    base,
    figure_of,
    interval,
    label,
    name,
    over_units,
    people,
    tone,
    value,
)
from servqual.writer.figures.links import Mark, Panel, panels
from servqual.writer.figures.look import hover
from servqual.writer.parts import Cell, Column, Exhibit, Figure, Table
from servqual.writer.tables import name_cell, without_empty
from servqual.writer.view import View


def points(view: View) -> Exhibit | None:
    """Return gaps 1, 5, 6 and 7 by dimension; None where none of them is shown."""
    shown = _shown(view, ONE_AXIS)
    if not shown:
        return None
    about = [_about(view, gap) for gap in shown]
    how = view.say("gap_model.points.how", confidence=view.confidence, about=view.sentences(about))
    return Exhibit(
        id="exhibit-gaps-in-points",
        title=view.say("gap_model.points.title"),
        how=how,
        figure=_figure(view, shown, "points", view.numbers.tick),
        table=_points_table(view, shown),
        says=_says(view, shown),
        base=base(view, "points", shown),
    )


def ratings(view: View) -> Exhibit | None:
    """Return gaps 2 to 4 by dimension on the axis of ratings; None where none is shown."""
    shown = _shown(view, OWN_AXIS)
    if not shown:
        return None
    ends = _ends(view)
    listed = view.say("words.semicolon").join(
        view.say("words.bracketed", text=name(view, gap), note=view.say(f"gap_model.rates.{gap}"))
        for gap in shown
    )
    figure = _figure(view, shown, "ratings", view.numbers.points, ends)
    return Exhibit(
        id="exhibit-gaps-rated",
        title=view.say("gap_model.ratings.title", n=len(shown)),
        how=view.say("gap_model.ratings.how", confidence=view.confidence, about=listed, **ends),
        figure=figure,
        table=_ratings_table(view, shown),
        says=[view.say("gap_model.ratings.says"), *over_units(view), *census(view, shown)],
        base=base(view, "ratings", shown),
    )


# -- words ---------------------------------------------------------------------------------------


def _shown(view: View, gaps: Sequence[int]) -> list[int]:
    found = view.study.gap_model
    return [gap for gap in gaps if found.rows(gap)]


def _ends(view: View) -> dict[str, int]:
    found = view.study.gap_model
    return {"min": found.rating_min, "max": found.rating_max}


def _about(view: View, gap: int) -> str:
    about = view.say(f"gap_model.about.{gap}")
    return view.say("gap_model.points.is", gap=name(view, gap), about=about)


def _says(view: View, gaps: Sequence[int]) -> list[str]:
    """Return what stands under the gaps in scale points."""
    found = view.study.gap_model
    said = []
    if {1, 6} & set(gaps):
        said.append(view.say("gap_model.points.says_one"))
    if 7 in gaps:
        said.append(view.say("gap_model.points.says_seven"))
    said += census(view, gaps)
    if found.identity is not None:
        said.append(view.say("gap_model.points.says_identity"))
    if found.matched and set(gaps) - {5}:
        said += over_units(view)
    elif any(row.method == "welch" for gap in gaps for row in found.rows(gap)):
        said.append(view.say("gap_model.points.says_method"))
    return said


# -- charts --------------------------------------------------------------------------------------


def _figure(
    view: View,
    gaps: Sequence[int],
    part: str,
    tick: Callable[[float], str],
    ends: dict[str, int] | None = None,
) -> Figure:
    """Return a panel per gap; with ``ends`` on a scale of ratings instead of around zero."""
    rows = {gap: _drawn_rows(view, gap) for gap in gaps}
    ids = list(dict.fromkeys((r.level, r.id) for found in rows.values() for r in found))
    labels = [view.label(*one) for one in ids]
    drawn = [
        Panel(name(view, gap), [_mark(view, _of(rows[gap], row_id)) for _, row_id in ids])
        for gap in gaps
    ]
    wide, narrow = (panels(drawn, labels, narrow=small, tick=tick) for small in (False, True))
    if ends:
        for figure in (wide, narrow):
            _on_scale(figure["layout"], ends, tick)
    told = view.say("words.semicolon").join(
        view.say(
            "gap_model.points.alt_row",
            gap=name(view, gap),
            rows=view.say("words.comma").join(
                view.say("words.figure", name=label(view, row), value=value(view, row))
                for row in rows[gap]
            ),
        )
        for gap in gaps
    )
    alt = view.say(f"gap_model.{part}.alt", rows=told, **(ends or {}))
    return Figure(f"chart-gaps-{part}", wide, narrow, alt)


def _drawn_rows(view: View, gap: int) -> list[GapModelRow]:
    return [row for row in view.study.gap_model.rows(gap) if row.id != "weighted"]


def _of(rows: Sequence[GapModelRow], row_id: str) -> GapModelRow | None:
    return next((row for row in rows if row.id == row_id), None)


def _mark(view: View, row: GapModelRow | None) -> Mark | None:
    """Return one estimate of a panel; of a census both limits are the figure itself."""
    if row is None:
        return None
    low, high = row.ci_low, row.ci_high
    if row.method == "census":
        low = high = row.value
    said = view.say(
        "gap_model.points.hover",
        gap=value(view, row),
        interval=interval(view, row) if row.ci_low is not None else "",
        n=people(view, row),
    )
    head = view.say("words.bracketed", text=label(view, row), note=name(view, row.gap))
    return Mark(row.value, low, high, hover(head, said))


def _on_scale(layout: dict[str, Any], ends: dict[str, int], tick: Callable[[float], str]) -> None:
    """Put panels on a scale of ratings: its own marks, no line at zero."""
    ticks = list(range(ends["min"], ends["max"] + 1))
    room = 0.05 * (ends["max"] - ends["min"])
    own = {
        "range": [ends["min"] - room, ends["max"] + room],
        "tickvals": ticks,
        "ticktext": [tick(t) for t in ticks],
    }
    layout |= {key: axis | own for key, axis in layout.items() if key.startswith("xaxis")}
    layout["shapes"] = []


# -- tables --------------------------------------------------------------------------------------


def _points_table(view: View, gaps: Sequence[int]) -> Table:
    """Return a line per dimension, a figure and its limits per gap."""
    limits = view.say("words.head.interval", confidence=view.confidence)
    columns = [Column(view.say("words.head.dimension"), "text")]
    for gap in gaps:
        columns += [Column(name(view, gap)), Column(limits)]
    body = []
    for level, row_id in _ids(view, gaps):
        cells = [name_cell(view, level, row_id)]
        for gap in gaps:
            row = view.study.gap_model.row(gap, row_id)
            cells += _two(view, row)
        body.append(cells)
    caption = view.say("gap_model.points.caption")
    return without_empty(view, Table(caption, columns, body, dense=True))


def _two(view: View, row: GapModelRow | None) -> list[Cell]:
    """Return a figure and its limits."""
    if row is None:
        return [Cell(view.numbers.none)] * 2
    return [
        Cell(value(view, row), tone(row), figure=figure_of(row, "value")),
        Cell(interval(view, row), figure=figure_of(row, "ci")),
    ]


def _ratings_table(view: View, gaps: Sequence[int]) -> Table:
    """Return a line per dimension: rating, limits and what it lacks to the full mark."""
    limits = view.say("words.head.interval", confidence=view.confidence)
    columns = [Column(view.say("words.head.dimension"), "text")]
    for gap in gaps:
        lacks = view.say("gap_model.ratings.head_lacks", gap=name(view, gap))
        columns += [Column(name(view, gap)), Column(limits), Column(lacks)]
    body = []
    for level, row_id in _ids(view, gaps):
        cells = [name_cell(view, level, row_id)]
        for gap in gaps:
            row = view.study.gap_model.row(gap, row_id)
            lack = view.study.gap_model.row(gap, row_id, "deficit")
            cells += _two(view, row)
            at = figure_of(lack, "value") if lack else ()
            cells.append(Cell(value(view, lack), figure=at))
        body.append(cells)
    caption = view.say("gap_model.ratings.caption")
    return without_empty(view, Table(caption, columns, body, dense=True))


def _ids(view: View, gaps: Sequence[int]) -> Iterator[tuple[str, str]]:
    """Yield the dimensions, then the whole, weighted last."""
    rows = [row for gap in gaps for row in view.study.gap_model.rows(gap)]
    there = dict.fromkeys((row.level, row.id) for row in rows)
    dimensions = [d for d in view.instrument.dimension_ids if ("dimension", d) in there]
    yield from (("dimension", d) for d in dimensions)
    yield from (("overall", k) for k in ("unweighted", "weighted") if ("overall", k) in there)
