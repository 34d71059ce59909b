"""Loyalty and effort: how dimensions go with each outcome, and the satisfaction index."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from servqual.instrument import Scale
from servqual.results.loyalty import IndexRow, LinkRow
from servqual.writer.exhibits.drivers import rank_text
from servqual.writer.figures.intervals import Point, mean_intervals
from servqual.writer.figures.links import Mark, Panel, panels
from servqual.writer.figures.look import Row, hover
from servqual.writer.parts import Cell, Column, Exhibit, Figure, Table
from servqual.writer.tables import name_cell, without_empty
from servqual.writer.view import View

INDEX = "index"
# up to so many questions have room for their intervals beside each other
MOST_INTERVALS = 5
HUNDRED, TICKS = Scale(min=0, max=100), [0, 20, 40, 60, 80, 100]


def outcome_text(view: View, outcome_id: str) -> str:
    """Return the heading of an outcome."""
    found = next((o for o in view.instrument.outcomes if o.id == outcome_id), None)
    return (view.words(found.label) if found else "") or outcome_id


def outcomes_of(view: View) -> list[str]:
    """Return the outcomes that dimensions are linked with, in the order of the questionnaire."""
    return list(dict.fromkeys(row.outcome for row in view.study.loyalty.links))


def drawn_measure(rows: Sequence[LinkRow]) -> str:
    """Return which figure is drawn: slopes where every outcome has them, else correlations."""
    return "beta" if all(row.beta is not None for row in rows) else "r"


def links(view: View) -> Exhibit:
    """Return how each dimension goes with each outcome."""
    rows = view.study.loyalty.links
    measure = drawn_measure(rows)
    values = {"confidence": view.confidence, "battery": view.battery_short(rows[0].battery)}
    says = [view.say(f"loyalty.links.says_{measure}")]
    if any(row.low_is_good for row in rows):
        turned = dict.fromkeys(row.outcome for row in rows if row.low_is_good)
        names = view.listed([view.quoted(outcome_text(view, o)) for o in turned])
        says.append(view.say("loyalty.links.low_is_good", names=names))
    return Exhibit(
        id="exhibit-links",
        title=view.say("loyalty.links.title"),
        how=view.say(f"loyalty.links.how_{measure}", **values),
        figure=_figure(view, rows, measure),
        table=_drawn_table(view, rows, measure),
        says=says,
        base=_base(view, "loyalty.links.base", rows),
    )


def every_link(view: View) -> list[Exhibit]:
    """Return every link with its correlation, slopes, place among the dimensions and n, or []."""
    rows = view.study.loyalty.links if view.study.loyalty else ()
    if not rows:
        return []
    return [
        Exhibit(
            id="exhibit-links-all",
            title=view.say("loyalty.links.caption_all"),
            table=_every_table(view, rows),
            says=[view.say("loyalty.links.says_all")],
            base=_base(view, "loyalty.links.base_all", rows),
        )
    ]


def _base(view: View, key: str, rows: Sequence[LinkRow]) -> str:
    """Return whose answers stand behind links."""
    ns = [row.n for row in rows]
    counts = view.numbers.counts(min(ns), max(ns))
    said = view.say(key, n=counts, battery=view.battery_short(rows[0].battery))
    return view.say("report.base", text=said)


def _figure(view: View, rows: Sequence[LinkRow], measure: str) -> Figure:
    """Return a panel per outcome, and the strongest link of each in words."""
    dimensions = list(dict.fromkeys(row.dimension for row in rows))
    found = {(row.outcome, row.dimension): row for row in rows}
    drawn = [
        Panel(
            outcome_text(view, o),
            [_mark(view, found.get((o, d)), measure) for d in dimensions],
        )
        for o in outcomes_of(view)
    ]
    labels = [view.dimension(d) for d in dimensions]
    wide, narrow = (
        panels(drawn, labels, narrow=narrow, tick=partial(_tick, view)) for narrow in (False, True)
    )
    told = view.say("words.semicolon").join(
        view.say(
            "loyalty.links.alt_row",
            outcome=outcome_text(view, o),
            rows=view.say("words.comma").join(
                view.say(
                    "words.figure",
                    name=view.dimension(row.dimension),
                    value=view.numbers.coefficient(getattr(row, measure)),
                )
                for row in rows
                if row.outcome == o
            ),
        )
        for o in outcomes_of(view)
    )
    alt = view.say(f"loyalty.links.alt_{measure}", rows=told)
    return Figure("chart-links", wide, narrow, alt)


def _tick(view: View, value: float) -> str:
    """Return a mark of the axis, written as the figures of the table are."""
    return view.numbers.coefficient(value, 1) if value else "0"


def _mark(view: View, row: LinkRow | None, measure: str) -> Mark | None:
    """Return one estimate of a panel."""
    value = None if row is None else getattr(row, measure)
    if row is None or value is None:
        return None
    low, high = (getattr(row, f"{measure}_{end}") for end in ("low", "high"))
    text = view.say(
        f"loyalty.links.hover_{measure}",
        value=view.numbers.coefficient(value),
        interval=view.numbers.alpha_interval(low, high),
        n=view.numbers.count(row.n),
    )
    head = view.say(
        "words.bracketed", text=view.dimension(row.dimension), note=outcome_text(view, row.outcome)
    )
    return Mark(value, low, high, hover(head, text))


def _drawn_table(view: View, rows: Sequence[LinkRow], measure: str) -> Table:
    """Return what is drawn: a line per dimension, a figure and its interval per question."""
    numbers, outcomes = view.numbers, outcomes_of(view)
    with_limits = len(outcomes) <= MOST_INTERVALS
    found = {(row.outcome, row.dimension): row for row in rows}
    columns = [Column(view.say("words.head.dimension"), "text")]
    for outcome in outcomes:
        columns.append(Column(outcome_text(view, outcome)))
        if with_limits:
            columns.append(Column(view.say("words.head.interval", confidence=view.confidence)))
    body = []
    for dimension in dict.fromkeys(row.dimension for row in rows):
        cells = [name_cell(view, "dimension", dimension)]
        for outcome in outcomes:
            row, at = found.get((outcome, dimension)), ("link", outcome, dimension)
            value, low, high = (
                None if row is None else getattr(row, measure + end)
                for end in ("", "_low", "_high")
            )
            cells.append(Cell(numbers.coefficient(value), figure=(*at, measure)))
            if with_limits:
                limits = numbers.alpha_interval(low, high)
                cells.append(Cell(limits, figure=(*at, f"{measure}_ci")))
        body.append(cells)
    caption = view.say(f"loyalty.links.caption_{measure}")
    return without_empty(view, Table(caption, columns, body, dense=True))


def _every_table(view: View, rows: Sequence[LinkRow]) -> Table:
    """Return every link with its correlation, slopes, place among the dimensions and n."""
    numbers = view.numbers
    interval = Column(view.say("words.head.interval", confidence=view.confidence))
    columns = [
        Column(view.say("words.head.outcome"), "text"),
        Column(view.say("words.head.dimension"), "text"),
        *(Column(view.say(f"loyalty.head.{key}")) for key in ("r", "beta")),
        interval,
        Column(view.say("loyalty.head.b")),
        interval,
        Column(view.say("loyalty.head.rank")),
        Column(view.say("words.head.n")),
    ]
    body = []
    for row in rows:
        at = ("link", row.outcome, row.dimension)
        body.append(
            [
                Cell(outcome_text(view, row.outcome)),
                name_cell(view, "dimension", row.dimension),
                Cell(numbers.coefficient(row.r), figure=(*at, "r")),
                Cell(numbers.coefficient(row.beta), figure=(*at, "beta")),
                Cell(numbers.alpha_interval(row.beta_low, row.beta_high), figure=(*at, "beta_ci")),
                Cell(numbers.gap(row.b), figure=(*at, "b")),
                Cell(numbers.interval(row.b_low, row.b_high), figure=(*at, "b_ci")),
                Cell(rank_text(view, row.rank, row.rank_low, row.rank_high)),
                Cell(numbers.count(row.n), figure=(*at, "n")),
            ]
        )
    caption = view.say("loyalty.links.caption_all")
    return without_empty(view, Table(caption, columns, body, dense=True))


def index(view: View) -> Exhibit:
    """Return the satisfaction index and the questions that it is made of, on 0 to 100."""
    rows = view.study.loyalty.index
    ns = [row.n for row in rows]
    points = [_point(view, row) for row in rows]
    wide, narrow = (mean_intervals(points, HUNDRED, narrow=narrow) for narrow in (False, True))
    for figure in (wide, narrow):
        axis = {"range": [-2, 102], "tickvals": TICKS, "ticktext": list(map(str, TICKS))}
        figure["layout"]["xaxis"] |= axis
    told = view.say("words.semicolon").join(
        view.say("words.figure", name=_name(view, row), value=view.numbers.fixed(row.value, 1))
        for row in rows
    )
    columns = [
        Column(view.say("words.head.outcome"), "text"),
        Column(view.say("loyalty.head.index")),
        Column(view.say("words.head.interval", confidence=view.confidence)),
        Column(view.say("words.head.n")),
    ]
    body = [
        [
            Cell(_name(view, row), "strong" if row.id == INDEX else ""),
            Cell(view.numbers.fixed(row.value, 1), figure=("index", row.id, "value")),
            Cell(_limits(view, row), figure=("index", row.id, "ci")),
            Cell(view.numbers.count(row.n), figure=("index", row.id, "n")),
        ]
        for row in rows
    ]
    base = view.say("loyalty.index.base", n=view.numbers.counts(min(ns), max(ns)))
    return Exhibit(
        id="exhibit-index",
        title=view.say("loyalty.index.title"),
        how=view.say("loyalty.index.how", confidence=view.confidence),
        figure=Figure("chart-index", wide, narrow, view.say("loyalty.index.alt", rows=told)),
        table=Table(view.say("loyalty.index.caption"), columns, body),
        says=[view.say("loyalty.index.says")],
        base=view.say("report.base", text=base),
    )


def _name(view: View, row: IndexRow) -> str:
    return view.say("loyalty.index.name") if row.id == INDEX else outcome_text(view, row.id)


def _limits(view: View, row: IndexRow) -> str:
    """Return the limits of an index, a dash where there are none."""
    if row.ci_low is None or row.ci_high is None:
        return view.numbers.none
    return view.numbers.limits(*(view.numbers.fixed(x, 1) for x in (row.ci_low, row.ci_high)))


def _point(view: View, row: IndexRow) -> Point:
    """Return a row of the chart."""
    quiet = _limits(view, row) if row.ci_low is not None else ""
    number, name = view.numbers.fixed(row.value, 1), _name(view, row)
    box = hover(name, view.say("words.figure", name=number, value=quiet))
    return Point(
        Row(name, number, quiet, "", box, row.id == INDEX), row.value, row.ci_low, row.ci_high
    )
