"""People with and without a problem, and member tiers: means, differences, trends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from servqual.disclosure import decimals
from servqual.results.segments import FigureRow, RecoveryDifference, TrendRow
from servqual.writer.exhibits.side_by_side import mean_cell, side_by_side
from servqual.writer.figures.lanes import Mark
from servqual.writer.parts import Cell, Column, Exhibit, Table, Tone
from servqual.writer.sentences_recovery import adjusted_columns
from servqual.writer.sentences_segments import figure_name, group_label, interval, signed_interval
from servqual.writer.tables import without_empty
from servqual.writer.view import View

MARKS: dict[str, Mark] = {"none": "dot", "resolved": "ring", "unresolved": "diamond"}


def compared_means(view: View, comparison: str) -> Exhibit | None:
    """Return the means of the groups of a comparison, ``recovery`` or ``tiers``."""
    found = view.study.segments
    shown = [row.group for row in found.compared(comparison) if row.shown]
    rows = [r for r in found.figures if r.comparison == comparison]
    drawn = [r for r in rows if r.measure != "outcome"]
    if not shown or not drawn:
        return None
    groups = {g: group_label(view, comparison, g) for g in shown}
    words = f"segments.{comparison}"
    ns = [r.n for r in rows]
    base = view.say(f"{words}.base", n=view.numbers.counts(min(ns), max(ns)))
    return Exhibit(
        id=f"exhibit-{comparison}",
        title=view.say(f"{words}.chart_title"),
        how=view.say(f"{words}.how", confidence=view.confidence),
        figure=side_by_side(
            view,
            f"chart-{comparison}",
            drawn,
            _marked(view, comparison, groups),
            words,
            marks=MARKS if comparison == "recovery" else None,
        ),
        table=_means_table(view, comparison, rows, groups),
        base=view.say("report.base", text=base),
    )


def _marked(view: View, comparison: str, groups: Mapping[str, str]) -> dict[str, str]:
    """Return the names of groups beside their marks, as short as they can be."""
    if comparison == "tiers":
        return dict(groups)
    return {group: view.say(f"segments.recovery.mark_{group}") for group in groups}


def _means_table(
    view: View, comparison: str, rows: Sequence[FigureRow], groups: dict[str, str]
) -> Table:
    """Return one line per figure, mean and interval of every group beside each other."""
    columns = [Column(view.say("segments.head.figure"), "text")]
    for name in groups.values():
        columns += [
            Column(name),
            Column(view.say("segments.head.interval", confidence=view.confidence)),
        ]
    body = []
    for measure, row_id in dict.fromkeys((r.measure, r.id) for r in rows):
        own = {r.group: r for r in rows if (r.measure, r.id) == (measure, row_id)}
        line = [Cell(figure_name(view, next(iter(own.values()))))]
        for group in groups:
            line.append(mean_cell(view, comparison, group, measure, row_id))
            line.append(Cell(interval(view, own[group]) if group in own else view.numbers.none))
        body.append(line)
    return Table(view.say(f"segments.{comparison}.caption"), columns, body, dense=True)


def differences(view: View) -> Exhibit | None:
    """Return how the recovery groups differ, before and after adjustment."""
    rows, numbers = view.study.segments.differences, view.numbers
    if not rows:
        return None
    span = view.say("segments.head.interval", confidence=view.confidence)
    columns = [
        *(Column(view.say(f"segments.head.{key}"), "text") for key in ("figure", "compared")),
        *map(Column, (view.say("segments.head.difference"), span)),
        *map(Column, (view.say("segments.head.adjusted"), span)),
    ]
    body = [_difference_cells(view, row) for row in rows]
    columns_named = adjusted_columns(view)
    how = "how" if columns_named else "how_plain"
    ns = [row.n for row in rows]
    base = view.say("segments.differences.base", n=numbers.counts(min(ns), max(ns)))
    table = Table(view.say("segments.differences.caption"), columns, body, dense=True)
    return Exhibit(
        id="exhibit-recovery-differences",
        title=view.say("segments.differences.title"),
        how=view.say(f"segments.differences.{how}", columns=columns_named),
        table=without_empty(view, table),
        base=view.say("report.base", text=base),
    )


def _difference_cells(view: View, row: RecoveryDifference) -> list[Cell]:
    numbers, places = view.numbers, decimals(min(row.n_first, row.n_second))
    tone = _tone(row.adjusted_direction) if row.adjusted is not None else ""
    return [
        Cell(figure_name(view, row)),
        Cell(_pair(view, row)),
        Cell(
            numbers.gap(row.difference, places), _tone(row.direction), figure=_at(row, "difference")
        ),
        Cell(signed_interval(view, row.ci_low, row.ci_high, places)),
        Cell(numbers.gap(row.adjusted, places), tone, figure=_at(row, "adjusted")),
        Cell(signed_interval(view, row.adjusted_low, row.adjusted_high, places)),
    ]


def _at(row: RecoveryDifference, name: str) -> tuple[str, ...]:
    return ("segments", "differences", row.measure, row.id, row.first, row.second, name)


def _pair(view: View, row: RecoveryDifference) -> str:
    first, second = (
        view.say(f"segments.recovery.mark_{group}") for group in (row.first, row.second)
    )
    return view.say("segments.differences.pair", first=first, second=second)


def _tone(way: str) -> Tone:
    tones: dict[str, Tone] = {"up": "surplus", "down": "shortfall", "open": "small"}
    return tones[way]


def trend(view: View) -> Exhibit | None:
    """Return the trend of every figure over the tiers."""
    found = view.study.segments
    if not found.trends:
        return None
    span = view.say("segments.head.interval", confidence=view.confidence)
    head = {
        k: view.say(f"segments.head.{k}") for k in ("figure", "slope", "ends", "p", "p_adjusted")
    }
    columns = [
        Column(head["figure"], "text"),
        *map(Column, (head["slope"], span, head["ends"], span, head["p"], head["p_adjusted"])),
    ]
    body = [_trend_cells(view, row) for row in found.trends]
    people = sum(row.n or 0 for row in found.compared("tiers"))
    base = view.say(
        "segments.trend.base", tiers=found.trends[0].tiers, n=view.numbers.count(people)
    )
    table = Table(view.say("segments.trend.caption"), columns, body, dense=True)
    return Exhibit(
        id="exhibit-tiers-trend",
        title=view.say("segments.trend.title"),
        how=view.say("segments.trend.how"),
        table=table,
        base=view.say("report.base", text=base),
    )


def _trend_cells(view: View, row: TrendRow) -> list[Cell]:
    numbers, places = view.numbers, decimals(row.n_least)
    at = ("segments", "trends", row.measure, row.id)
    way = row.certain(view.study.settings.confidence)
    return [
        Cell(figure_name(view, row)),
        Cell(numbers.gap(row.slope, places), _tone(way), figure=(*at, "slope")),
        Cell(signed_interval(view, row.ci_low, row.ci_high, places)),
        Cell(numbers.gap(row.difference, places), figure=(*at, "difference")),
        Cell(signed_interval(view, row.difference_low, row.difference_high, places)),
        Cell(numbers.p(row.p)),
        Cell(numbers.p(row.p_adjusted)),
    ]
