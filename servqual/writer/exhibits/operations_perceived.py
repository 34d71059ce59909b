"""Operational figures beside what people perceived: gaps of the units, and complaints."""

from __future__ import annotations

from collections.abc import Sequence

from servqual.results.operations import MeasureRow, StandardRow
from servqual.writer.exhibits.groups import shown_name
from servqual.writer.exhibits.operations import base, belongs_to, measure_name, rows_of, value_text
from servqual.writer.figures.bars import Bar, bars
from servqual.writer.figures.beside import Chart, Spot, beside
from servqual.writer.figures.look import Row, hover
from servqual.writer.parts import Cell, Column, Exhibit, Figure, Table
from servqual.writer.tables import name_cell, without_empty
from servqual.writer.view import View

MOST_CHARTS = 9


def perceived(view: View) -> Exhibit | None:
    """Return every measure beside the gaps of its units; None where no unit has both."""
    rows = [m for m in view.study.operations.measures if m.n_pairs > 1]
    if not rows:
        return None
    drawn = rows[:MOST_CHARTS]
    numbers = view.numbers
    interval = Column(view.say("words.head.interval", confidence=view.confidence))
    columns = [
        Column(view.say("operations.head.measure"), "text"),
        Column(view.say("words.head.dimension"), "text"),
        Column(view.say("operations.head.pairs")),
        Column(view.say("operations.head.spearman")),
        interval,
        Column(view.say("operations.head.pearson")),
        interval,
    ]
    body = []
    for m in rows:
        at = ("operations", m.measure)
        body.append(
            [
                Cell(measure_name(m)),
                Cell(belongs_to(view, m)),
                Cell(numbers.count(m.n_pairs), figure=(*at, "n_pairs")),
                Cell(numbers.coefficient(m.spearman), figure=(*at, "spearman")),
                Cell(numbers.alpha_interval(m.spearman_low, m.spearman_high)),
                Cell(numbers.coefficient(m.pearson), figure=(*at, "pearson")),
                Cell(numbers.alpha_interval(m.pearson_low, m.pearson_high)),
            ]
        )
    fewest = view.study.operations.fewest_units
    says = [view.say("operations.perceived.says")]
    if any(m.spearman is None for m in rows):
        says.insert(0, view.say("operations.perceived.few", fewest=fewest))
    if any(m.kind == "complaints" and m.opportunities is None for m in rows):
        says.append(view.say("operations.perceived.counts"))
    how = [view.say("operations.perceived.how", kind=view.inside(view.kind(rows[0].gap_kind)))]
    if len(drawn) < len(rows):
        how.append(view.say("operations.perceived.first", n=len(drawn)))
    table = Table(view.say("operations.perceived.caption"), columns, body)
    return Exhibit(
        id="exhibit-perceived",
        title=view.say("operations.perceived.title"),
        how=view.sentences(how),
        figure=_perceived_figure(view, drawn),
        table=without_empty(view, table),
        says=says,
        base=base(view),
    )


def _perceived_figure(view: View, rows: Sequence[MeasureRow]) -> Figure:
    charts = [_chart(view, m) for m in rows]
    wide, narrow = (
        beside(charts, narrow=narrow, tick=view.numbers.tick) for narrow in (False, True)
    )
    told = view.say("words.semicolon").join(_told(view, m) for m in rows)
    return Figure("chart-perceived", wide, narrow, view.say("operations.perceived.alt", rows=told))


def _chart(view: View, measure: MeasureRow) -> Chart:
    """Return the chart of one measure."""
    percent = measure.opportunities is not None
    times = 100.0 if percent else 1.0
    rows = [row for row in rows_of(view, measure) if row.gap is not None]
    spots = [
        Spot(
            row.value * times, row.gap or 0.0, shown_name(view, row.unit), _box(view, measure, row)
        )
        for row in rows
    ]
    targets = {row.target for row in rows}
    target = targets.pop() if len(targets) == 1 else None
    title = view.say("words.bracketed", text=measure_name(measure), note=belongs_to(view, measure))
    suffix = "%" if measure.percent else ""
    return Chart(title, spots, None if target is None else target * times, suffix)


def _box(view: View, measure: MeasureRow, row: StandardRow) -> str:
    figure = view.say(
        "words.figure", name=measure_name(measure), value=value_text(view, measure, row.value)
    )
    gap = view.say("words.figure", name=view.say("words.head.gap"), value=view.numbers.gap(row.gap))
    return hover(shown_name(view, row.unit), figure, gap)


def _told(view: View, measure: MeasureRow) -> str:
    """Return the two ends of a chart in words."""
    rows = sorted(
        (r for r in rows_of(view, measure) if r.gap is not None), key=lambda r: r.gap or 0
    )
    low, high = rows[0], rows[-1]
    return view.say(
        "operations.perceived.alt_row",
        measure=measure_name(measure),
        n=view.numbers.count(len(rows)),
        first=shown_name(view, low.unit),
        first_gap=view.numbers.gap(low.gap),
        first_value=value_text(view, measure, low.value),
        last=shown_name(view, high.unit),
        last_gap=view.numbers.gap(high.gap),
        last_value=value_text(view, measure, high.value),
    )


def complaints(view: View) -> Exhibit | None:
    """Return complaints by dimension beside its gap; None where none is coded."""
    numbers, rows = view.numbers, view.study.operations.complaints
    if not rows:
        return None
    entries, told = [], []
    for row in rows:
        count = numbers.count(row.count)
        name = view.dimension(row.dimension)
        box = hover(name, view.say("words.figure", name=count, value=numbers.percent(row.share)))
        entries.append(Bar(Row(name, count, numbers.percent(row.share), "", box), row.count))
        told.append(view.say("words.figure", name=name, value=count))
    equal = sum(row.count for row in rows) / len(rows)
    heads = (view.say("operations.head.complaints"), view.say("words.head.share"))
    wide, narrow = (bars(entries, equal, narrow=narrow, heads=heads) for narrow in (False, True))
    columns = [
        Column(view.say("words.head.dimension"), "text"),
        Column(view.say("operations.head.complaints")),
        Column(view.say("words.head.share")),
        Column(view.say("words.head.gap")),
    ]
    body = [
        [
            name_cell(view, "dimension", row.dimension),
            Cell(numbers.count(row.count), figure=("complaints", row.dimension, "count")),
            Cell(numbers.percent(row.share), figure=("complaints", row.dimension, "share")),
            Cell(numbers.gap(row.gap), figure=("complaints", row.dimension, "gap")),
        ]
        for row in rows
    ]
    alt = view.say("operations.complaints.alt", rows=view.say("words.semicolon").join(told))
    table = Table(view.say("operations.complaints.caption"), columns, body)
    return Exhibit(
        id="exhibit-complaints",
        title=view.say("operations.complaints.title"),
        how=view.say("operations.complaints.how"),
        figure=Figure("chart-complaints", wide, narrow, alt),
        table=without_empty(view, table),
        says=[view.say("operations.complaints.says")],
        base=base(view),
    )
