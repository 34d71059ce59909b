"""The journey: gaps (or means) of the touchpoints in order, and the service blueprint."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from servqual.results.journey import TouchpointRow
from servqual.writer.exhibits.common import axis_words, gap_heads
from servqual.writer.figures.blueprint import Stages, Stop, blueprint
from servqual.writer.figures.dumbbell import Bell, dumbbell
from servqual.writer.figures.intervals import Point, mean_intervals
from servqual.writer.figures.look import Row, hover
from servqual.writer.parts import Cell, Column, Exhibit, Figure, Table, Tone
from servqual.writer.sentences import CERTAIN, COLOURED
from servqual.writer.tables import without_empty
from servqual.writer.view import View


def along(view: View, kind: str) -> Exhibit:
    """Return the touchpoints in order: gaps as dumb-bells, means with intervals without a gap."""
    rows = view.study.journey.of_kind(kind)
    drawn = [row for row in rows if row.value is not None]
    part = "gaps" if kind else "means"
    wanted = {"wanted": view.wanted(kind)} if kind else {}
    how = [view.say(f"journey.{part}.how", confidence=view.confidence, **wanted)]
    if kind and drawn:
        how.append(axis_words(view, [v for r in drawn for v in (r.mean_of, r.mean_minus)]))
    return Exhibit(
        id=f"exhibit-journey-{kind or 'means'}",
        title=_titled(view, view.say(f"journey.{part}.title"), kind),
        how=view.sentences(how),
        figure=_figure(view, kind, drawn) if drawn else None,
        table=_table(view, rows),
        base=_base(view, rows, part),
        says=[view.say(f"journey.{part}.says", level=_level(view))] if len(rows) > 1 else [],
    )


def strip(view: View, kind: str) -> Exhibit:
    """Return the service blueprint."""
    rows = view.study.journey.of_kind(kind)
    stops = [_stop(view, row) for row in rows]
    names = {key: view.say(f"journey.stage.{key}") for key in ("front", "line", "back")}
    stages = Stages(**names, mark=view.say("journey.fail_mark"))
    wide, narrow = (blueprint(stops, stages, narrow=narrow) for narrow in (False, True))
    told = view.say("words.semicolon").join(
        view.say(
            "journey.blueprint.alt_fail" if row.fail_point else "journey.blueprint.alt_row",
            label=touchpoint(view, row.id),
            stage=names[view.study.journey.entry(row.id).stage],
            value=value(view, row, row.value),
        )
        for row in rows
    )
    suffix = "" if kind else "_means"
    return Exhibit(
        id="exhibit-blueprint",
        title=_titled(view, view.say("journey.blueprint.title"), kind),
        how=view.say(f"journey.blueprint.how{suffix}"),
        figure=Figure(
            "chart-blueprint", wide, narrow, view.say("journey.blueprint.alt", rows=told)
        ),
        table=_declared(view, rows),
        base=_base(view, rows, "gaps" if kind else "means"),
        says=[view.say(f"journey.blueprint.says{suffix}", sesoi=view.sesoi)],
    )


# -- names and figures -----------------------------------------------------------------------------


def touchpoint(view: View, row_id: str) -> str:
    """Return the name of a touchpoint."""
    return view.words(view.study.journey.entry(row_id).name) or row_id


def value(view: View, row: TouchpointRow, number: float | None) -> str:
    """Return a gap with its sign, a mean without."""
    return view.numbers.gap(number) if row.kind else view.numbers.mean(number)


def interval(view: View, row: TouchpointRow) -> str:
    """Return the limits of a touchpoint's figure."""
    return view.numbers.interval(row.ci_low, row.ci_high, signed=bool(row.kind))


def _level(view: View) -> str:
    """Return the p below which a touchpoint is told apart from the journey, such as 0.05."""
    return view.numbers.points(round(1 - view.study.settings.confidence, 4))


def _titled(view: View, title: str, kind: str) -> str:
    """Return a title; the kind of gap is named where there is more than one."""
    if len(view.kinds) < 2:
        return title
    return view.say("words.bracketed", text=title, note=view.kind(kind))


def _tone(row: TouchpointRow) -> Tone:
    """Return the colour of a touchpoint: grey unless its gap is certain and may matter."""
    if not row.kind:
        return ""
    if row.verdict not in COLOURED or row.value is None:
        return "small"
    return "shortfall" if row.value < 0 else "surplus"


def _figure_of(row: TouchpointRow, key: str) -> tuple[str, ...]:
    return ("touchpoint", row.kind, row.id, key)


def _base(view: View, rows: Sequence[TouchpointRow], part: str) -> str:
    ns = [row.n for row in rows]
    text = view.say(f"journey.{part}.base", n=view.numbers.counts(min(ns), max(ns)))
    return view.say("report.base", text=text)


# -- charts ----------------------------------------------------------------------------------------


def _figure(view: View, kind: str, rows: Sequence[TouchpointRow]) -> Figure:
    lines = [_line(view, row) for row in rows]
    if kind:
        pairs = zip(lines, rows, strict=True)
        bells = [Bell(line, r.mean_of or 0.0, r.mean_minus or 0.0) for line, r in pairs]
        heads = gap_heads(view)
        both = [dumbbell(bells, view.scale, narrow=n, heads=heads) for n in (False, True)]
    else:
        both = _means(view, lines, rows)
    told = view.say("words.semicolon").join(_alt(view, row) for row in rows)
    alt = view.say(f"journey.{'gaps' if kind else 'means'}.alt", rows=told)
    return Figure(f"chart-journey-{kind or 'means'}", both[0], both[1], alt)


def _means(view: View, lines: Sequence[Row], rows: Sequence[TouchpointRow]) -> list[dict[str, Any]]:
    points = [
        Point(line, row.value or 0.0, row.ci_low, row.ci_high)
        for line, row in zip(lines, rows, strict=True)
    ]
    heads = (
        view.say("words.head.mean"),
        view.say("words.head.interval", confidence=view.confidence),
    )
    scale = view.instrument.scale_of(rows[0].of)
    return [mean_intervals(points, scale, narrow=n, heads=heads) for n in (False, True)]


def _line(view: View, row: TouchpointRow) -> Row:
    quiet = interval(view, row) if row.ci_low is not None else ""
    box = _hover(view, row)
    return Row(touchpoint(view, row.id), value(view, row, row.value), quiet, _tone(row), box)


def _hover(view: View, row: TouchpointRow) -> str:
    numbers = view.numbers
    limits = {"confidence": view.confidence, "interval": interval(view, row)}
    if row.kind:
        labels = {
            "of_label": view.battery_short(row.of),
            "minus_label": view.battery_short(row.minus),
        }
        means = {"of": numbers.mean(row.mean_of), "minus": numbers.mean(row.mean_minus)}
        said = [
            view.say("exhibits.hover.numbers", **labels, **means),
            view.say("exhibits.hover.gap", gap=numbers.gap(row.value), **limits),
        ]
    else:
        said = [view.say("exhibits.hover.mean", mean=numbers.mean(row.value), **limits)]
    counted = view.say("exhibits.hover.n", n=numbers.count(row.n))
    return hover(touchpoint(view, row.id), *said, counted)


def _alt(view: View, row: TouchpointRow) -> str:
    numbers = view.numbers
    label = touchpoint(view, row.id)
    if not row.kind:
        return view.say("journey.means.alt_row", label=label, value=numbers.mean(row.value))
    return view.say(
        "journey.gaps.alt_row",
        label=label,
        of=numbers.mean(row.mean_of),
        minus=numbers.mean(row.mean_minus),
        value=numbers.gap(row.value),
    )


def _stop(view: View, row: TouchpointRow) -> Stop:
    entry = view.study.journey.entry(row.id)
    return Stop(
        name=touchpoint(view, row.id),
        owner=view.words(entry.owner),
        number=value(view, row, row.value),
        tone=_tone(row),
        back=entry.stage == "back",
        fail=bool(row.fail_point),
        hover=_hover(view, row),
    )


# -- tables ----------------------------------------------------------------------------------------


def _table(view: View, rows: Sequence[TouchpointRow]) -> Table:
    """Return the figures of the touchpoints in order."""
    numbers, first = view.numbers, rows[0]
    limits = view.say("words.head.interval", confidence=view.confidence)
    columns = [Column(view.say("journey.head.touchpoint"), "text")]
    if first.kind:
        columns += [Column(view.battery_short(name)) for name in (first.minus, first.of)]
    columns += [
        Column(view.say("words.head.gap" if first.kind else "words.head.mean")),
        Column(limits),
        Column(view.say("words.head.n")),
        Column(view.say("journey.head.against")),
        Column(view.say("journey.head.p_adjusted")),
    ]
    if first.kind:
        columns.append(Column(view.say("words.head.verdict"), "text"))
    body = []
    for row in rows:
        cells = [Cell(touchpoint(view, row.id))]
        if row.kind:
            cells += [
                Cell(numbers.mean(row.mean_minus), figure=_figure_of(row, "mean_minus")),
                Cell(numbers.mean(row.mean_of), figure=_figure_of(row, "mean_of")),
            ]
        cells += [
            Cell(value(view, row, row.value), _tone(row), figure=_figure_of(row, "value")),
            Cell(interval(view, row)),
            Cell(numbers.count(row.n), figure=_figure_of(row, "n")),
            Cell(numbers.gap(row.deviation), figure=_figure_of(row, "deviation")),
            Cell(numbers.p(row.p_adjusted), figure=_figure_of(row, "p_adjusted")),
        ]
        if row.kind:
            cells.append(Cell(_verdict(view, row), _tone(row)))
        body.append(cells)
    table = Table(view.say("journey.gaps.caption"), columns, body, dense=True)
    return without_empty(view, table)


def _verdict(view: View, row: TouchpointRow) -> str:
    judged = row.verdict in CERTAIN or row.ci_low is not None
    return view.verdict_word(row.value, row.verdict) if judged else view.numbers.none


def _declared(view: View, rows: Sequence[TouchpointRow]) -> Table:
    """Return stage, owner, figure, mark and items of each touchpoint."""
    heads = ["touchpoint", "stage", "owner", "fail", "lowest", "items"]
    columns = [Column(view.say(f"journey.head.{key}"), "text") for key in heads]
    columns.insert(3, Column(view.say("words.head.gap" if rows[0].kind else "words.head.mean")))
    body = []
    for row in rows:
        entry = view.study.journey.entry(row.id)
        fails = "" if row.fail_point is None else "yes" if row.fail_point else "no"
        numbers_of = [view.numbers.count(view.number(name)) for name in entry.items]
        body.append(
            [
                Cell(touchpoint(view, row.id)),
                Cell(view.say(f"journey.stage.{entry.stage}")),
                Cell(view.words(entry.owner) or view.numbers.none),
                Cell(value(view, row, row.value), _tone(row), figure=_figure_of(row, "value")),
                Cell(view.say(f"journey.head.{fails}") if fails else view.numbers.none),
                Cell(view.item(row.lowest_item) if row.lowest_item else view.numbers.none),
                Cell(view.say("words.comma").join(numbers_of)),
            ]
        )
    return without_empty(view, Table(view.say("journey.blueprint.caption"), columns, body))
