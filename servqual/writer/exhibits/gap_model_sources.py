"""Gap 5 by where customers take their expectations from."""

from __future__ import annotations

from collections.abc import Sequence

from servqual.disclosure import decimals
from servqual.results.gap_model import SourceRow
from servqual.writer.exhibits.common import gap_heads
from servqual.writer.exhibits.gap_model_words import name
from servqual.writer.exhibits.groups import column_name, shown_name
from servqual.writer.figures.intervals import Point, gap_intervals
from servqual.writer.figures.look import Row, hover
from servqual.writer.parts import Cell, Column, Exhibit, Figure, Table, Tone
from servqual.writer.sentences import COLOURED
from servqual.writer.tables import without_empty
from servqual.writer.view import View


def sources(view: View) -> list[Exhibit]:
    """Return gap 5 by source of expectations, as a whole and by dimension; [] if not asked."""
    found = view.study.gap_model
    if not found.sources:
        return []
    rows = [row for row in found.sources if row.shown and row.level == "overall"]
    inside = [row for row in found.sources if row.shown and row.level == "dimension"]
    title = view.say("gap_model.sources.title")
    if not rows:
        return [Exhibit(id="exhibit-gap-sources", title=title, says=_hidden(view))]
    values = {"confidence": view.confidence, "sesoi": view.sesoi}
    column = column_name(view, found.source_column)
    whole = Exhibit(
        id="exhibit-gap-sources",
        title=title,
        how=view.say("gap_model.sources.how", column=column, **values),
        figure=_source_figure(view, rows) if len(rows) > 1 else None,
        table=_source_table(view, rows, "gap_model.sources.caption"),
        says=[view.say("gap_model.sources.says"), *_hidden(view)],
        base=_source_base(view, rows),
    )
    if not inside:
        return [whole]
    caption = "gap_model.sources.by_dimension"
    more = Exhibit(
        id="exhibit-gap-sources-dimensions",
        title=view.say(caption),
        table=_source_table(view, inside, caption),
        base=_source_base(view, inside),
    )
    return [whole, more]


def _hidden(view: View) -> list[str]:
    """Return how many sources too few customers named."""
    n = len({row.source for row in view.study.gap_model.sources if not row.shown})
    return [view.say("gap_model.sources.hidden", n=n, count=view.count_word(n))] if n else []


def _source_base(view: View, rows: Sequence[SourceRow]) -> str:
    ns = [row.n or 0 for row in rows]
    text = view.say("gap_model.sources.base", n=view.numbers.counts(min(ns), max(ns)))
    return view.say("report.base", text=text)


def _source_tone(row: SourceRow) -> Tone:
    if row.verdict not in COLOURED or row.gap is None:
        return "small"
    return "shortfall" if row.gap < 0 else "surplus"


def _source_interval(view: View, row: SourceRow) -> str:
    if row.ci_low is None or row.ci_high is None:
        return view.numbers.none
    places = decimals(row.n or 0)
    return view.numbers.limits(*(view.numbers.gap(x, places) for x in (row.ci_low, row.ci_high)))


def _source_figure(view: View, rows: Sequence[SourceRow]) -> Figure:
    points = []
    for row in rows:
        label, number = (
            shown_name(view, row.source),
            view.numbers.gap(row.gap, decimals(row.n or 0)),
        )
        quiet = _source_interval(view, row) if row.ci_low is not None else ""
        counted = view.say("exhibits.hover.n", n=view.numbers.count(row.n or 0))
        box = hover(label, view.say("words.figure", name=number, value=quiet), counted)
        line = Row(label, number, quiet, _source_tone(row), box)
        points.append(Point(line, row.gap or 0.0, row.ci_low, row.ci_high))
    wide, narrow = (
        gap_intervals(
            points, view.study.sesoi, narrow=n, tick=view.numbers.tick, heads=gap_heads(view)
        )
        for n in (False, True)
    )
    told = view.say("words.semicolon").join(
        view.say("words.figure", name=p.row.label, value=p.row.number) for p in points
    )
    alt = view.say("gap_model.sources.alt", rows=told)
    return Figure("chart-gap-sources", wide, narrow, alt)


def _source_table(view: View, rows: Sequence[SourceRow], caption: str) -> Table:
    """Return gap 5 of each source with both means, a line per dimension where there are some."""
    numbers = view.numbers
    several = rows[0].level == "dimension"
    columns = [
        Column(view.say("gap_model.head.source"), "text"),
        *([Column(view.say("words.head.dimension"), "text")] if several else []),
        Column(view.say("words.head.n")),
        *(Column(view.say(f"gap_model.head.{key}")) for key in ("expects", "received")),
        Column(name(view, 5)),
        Column(view.say("words.head.interval", confidence=view.confidence)),
    ]
    body = []
    for row in rows:
        places = decimals(row.n or 0)
        at = ("gap_source", row.source, row.id)
        body.append(
            [
                Cell(shown_name(view, row.source)),
                *([Cell(view.dimension(row.id))] if several else []),
                Cell(numbers.count(row.n or 0), figure=(*at, "n")),
                Cell(numbers.fixed(row.mean_expectation, places)),
                Cell(numbers.fixed(row.mean_perception, places)),
                Cell(numbers.gap(row.gap, places), _source_tone(row), figure=(*at, "gap")),
                Cell(_source_interval(view, row)),
            ]
        )
    return without_empty(view, Table(view.say(caption), columns, body, dense=several))
