"""Means of several groups side by side: a block for each figure, a mark for each group."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from servqual.disclosure import decimals
from servqual.results.segments import FigureRow
from servqual.writer.figures.lanes import Axis, Block, Lane, Mark, lanes
from servqual.writer.figures.look import hover
from servqual.writer.parts import Cell, Figure
from servqual.writer.sentences_segments import figure_name, interval, printed
from servqual.writer.view import View

NARROWEST = 0.5  # scale points: an axis that shows less would make much of nothing
ROOM = 0.08


def mean_cell(view: View, comparison: str, group: str, measure: str, row_id: str) -> Cell:
    """Return the mean of a group as a cell, a dash where it is not shown."""
    row = view.study.segments.figure(comparison, group, measure, row_id)
    if row is None:
        return Cell(view.numbers.none)
    at = ("segments", comparison, group, measure, row_id, "mean")
    return Cell(printed(view, row), figure=at)


def side_by_side(
    view: View,
    chart: str,
    rows: Sequence[FigureRow],
    groups: Mapping[str, str],
    words: str,
    *,
    marks: Mapping[str, Mark] | None = None,
    less: Mapping[str, float] | None = None,
) -> Figure:
    """Return the chart in both widths.

    Parameters
    ----------
    view : View
    chart : str
        Its id.
    rows : sequence of FigureRow
        On one scale.
    groups : mapping of group to name
        In the order of the marks of a block.
    words : str
        Beginning of the keys of the text alternative.
    marks : mapping of group to mark, optional
    less : mapping of group to float, optional
        What is taken off every mean of a group.
    """
    off, signed = less or {}, bool(less) or rows[0].measure == "gap"
    blocks, told = [], []
    for row_id in dict.fromkeys(row.id for row in rows):
        own = {row.group: row for row in rows if row.id == row_id}
        found = [
            (name, own[g], (marks or {}).get(g, "dot"), off.get(g, 0.0))
            for g, name in groups.items()
            if g in own
        ]
        title = figure_name(view, found[0][1])
        blocks.append(Block(title, [_lane(view, title, *part) for part in found]))
        values = view.say("words.comma").join(
            f"{name} {lane.number}"
            for (name, *_), lane in zip(found, blocks[-1].lanes, strict=True)
        )
        told.append(view.say(f"{words}.alt_row", name=title, values=values))
    axis = _axis(view, blocks, signed=signed)
    wide, narrow = (lanes(blocks, axis, narrow=narrow) for narrow in (False, True))
    alt = view.say(f"{words}.alt", rows=view.say("words.semicolon").join(told))
    return Figure(chart, wide, narrow, alt)


def _lane(view: View, title: str, name: str, row: FigureRow, mark: Mark, off: float) -> Lane:
    """Return one mark: its group, its figure in words, where it lies, its limits."""
    value = row.mean - off
    number = view.numbers.gap(value, decimals(row.n)) if off else printed(view, row)
    limits = interval(view, row) if row.ci_low is not None else ""
    box = hover(
        f"{title}, {name}", f"{number} {limits}".strip(),
        view.say("exhibits.hover.n", n=view.numbers.count(row.n)),
    )  # fmt: skip
    return Lane(name, number, value, row.ci_low, row.ci_high, mark, box)


def _axis(view: View, blocks: Sequence[Block], *, signed: bool) -> Axis:
    """Return an axis that holds every mark and limit, with a line at 0 where signs matter."""
    ends = [
        at
        for block in blocks
        for lane in block.lanes
        for at in (lane.value, lane.low, lane.high)
        if at is not None
    ]
    low, high = min(ends), max(ends)
    if signed:
        low, high = min(low, 0.0), max(high, 0.0)
    reach = max(high - low, NARROWEST)
    low, high = low - ROOM * reach, high + ROOM * reach
    step = 0.25 if reach < 1 else 0.5 if reach < 2.5 else 1 if reach <= 8 else 2
    marks = [k * step for k in range(round(-(-low // step)), int(high // step) + 1)]
    write = view.numbers.tick if signed else view.numbers.points
    return Axis(low, high, [(m, write(m)) for m in marks], (0.0,) if signed else ())
