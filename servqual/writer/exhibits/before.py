"""The wave before beside this one: then and now, and what is not what it was."""

from __future__ import annotations

from collections.abc import Sequence

from servqual.results import BreakRow, WaveRow
from servqual.results.before import IMPOSSIBLE
from servqual.writer.figures.dumbbell import Bell
from servqual.writer.figures.look import Row, hover
from servqual.writer.figures.then_now import then_now
from servqual.writer.parts import Cell, Column, Exhibit, Figure, Table, Tone
from servqual.writer.sentences_before import (
    certain,
    change_sentence,
    lead_measure,
    moved,
    sides_of,
    was,
)
from servqual.writer.tables import name_cell, without_empty
from servqual.writer.view import View

FEW = 6  # rows that a text alternative names


def changes(view: View, level: str, kind: str) -> Exhibit | None:
    """Return then and now of the dimensions (with the whole) or of the items; None for none."""
    before, measure = view.study.before, lead_measure(kind)
    rows = list(before.of(level, measure, kind))
    if level == "dimension":
        rows = [*before.of("overall", measure, kind), *rows]
    else:
        rows.sort(key=lambda row: row.change)
    if not rows:
        return None
    part = "dimensions" if level == "dimension" else "items"
    suffix = "" if measure == "gap" else "_mean"
    how = view.say(f"before.{part}.how", then=was(view), confidence=view.confidence)
    says = [view.say("before.dimensions.says")] if measure == "gap" and part != "items" else []
    shown = {(row.level, row.id) for row in rows}
    says += [
        note.say(view.language)
        for note in view.study.notes
        if note.code == IMPOSSIBLE and (note.values["level"], note.values["id"]) in shown
    ]
    return Exhibit(
        id=f"exhibit-before-{part}-{kind or 'mean'}",
        title=_titled(view, f"before.{part}.title{suffix}", kind),
        how=view.sentences([how, view.how_turned(row.id for row in rows)]),
        figure=_figure(view, f"chart-before-{part}-{kind or 'mean'}", rows),
        table=_table(view, rows, view.say(f"before.{part}.caption{suffix}"), level),
        base=_base(view, rows, part),
        says=says,
    )


def _titled(view: View, key: str, kind: str) -> str:
    """Return a title; the kind of gap is named where there is more than one."""
    title = view.say(key)
    if len(view.kinds) > 1:
        return view.say("words.bracketed", text=title, note=view.kind(kind))
    return title


def _tone(view: View, row: WaveRow) -> Tone:
    tones: dict[str, Tone] = {"up": "surplus", "down": "shortfall", "open": "small"}
    return tones[certain(view, row)]


def _figure(view: View, chart: str, rows: Sequence[WaveRow]) -> Figure:
    """Return the chart in both widths."""
    numbers, gaps = view.numbers, rows[0].measure == "gap"
    heads = (
        view.say("before.head.change"),
        view.say("before.head.interval", confidence=view.confidence)
        if any(row.ci_low is not None for row in rows)
        else "",
    )
    bells = [Bell(_line(view, row), row.now, row.then) for row in rows]
    tick = numbers.tick if gaps else numbers.points
    wide, narrow = (
        then_now(bells, narrow=narrow, tick=tick, heads=heads, zero=gaps)
        for narrow in (False, True)
    )
    named = rows if len(rows) <= FEW + 1 else [*rows[:3], *rows[-3:]]
    told = view.say("words.semicolon").join(
        view.say(
            "before.dimensions.alt_row",
            label=view.label(row.level, row.id),
            then=_mean(view, row, row.then),
            now=_mean(view, row, row.now),
            change=numbers.gap(row.change),
        )
        for row in named
    )
    return Figure(chart, wide, narrow, view.say("before.dimensions.alt", rows=told))


def _mean(view: View, row: WaveRow, value: float) -> str:
    """Return a gap with its sign, a mean without."""
    return view.numbers.gap(value) if row.measure == "gap" else view.numbers.mean(value)


def _line(view: View, row: WaveRow) -> Row:
    """Return the row of a chart."""
    quiet = view.numbers.interval(row.ci_low, row.ci_high) if row.ci_low is not None else ""
    name = view.label(row.level, row.id)
    box = hover(name, change_sentence(view, row))
    number = view.numbers.gap(row.change)
    return Row(name, number, quiet, _tone(view, row), box, row.level == "overall")


def _table(view: View, rows: Sequence[WaveRow], caption: str, level: str) -> Table:
    """Return then, now and change; for gaps the changes of both means beside."""
    numbers, first = view.numbers, rows[0]
    sides = sides_of(view, first.kind) if first.measure == "gap" else {}
    interval = view.say("before.head.interval", confidence=view.confidence)
    heads = [view.say(f"before.head.{key}") for key in ("then", "now", "change")]
    columns = [
        Column(view.say(f"words.head.{'item' if level == 'item' else 'dimension'}"), "text"),
        *map(Column, (*heads, interval)),
    ]
    for battery in sides.values():
        head = view.say("before.head.change_of", battery=view.battery_short(battery))
        columns.append(Column(head))
    columns.append(Column(view.say("before.head.p_adjusted")))
    body = [
        [
            name_cell(view, row.level, row.id),
            Cell(_mean(view, row, row.then)),
            Cell(_mean(view, row, row.now)),
            Cell(numbers.gap(row.change), _tone(view, row)),
            Cell(numbers.interval(row.ci_low, row.ci_high)),
            *_sides(view, row, list(sides)),
            # one row is no family
            Cell(numbers.p(row.p_adjusted) if row.level != "overall" else numbers.none),
        ]
        for row in rows
    ]
    return without_empty(view, Table(caption, columns, body, dense=bool(sides)))


def _sides(view: View, row: WaveRow, measures: Sequence[str]) -> list[Cell]:
    """Return the changes of the two means behind a gap."""
    cells = []
    for measure in measures:
        try:
            part = view.study.before.row(row.id, measure, row.kind)
        except KeyError:  # that mean was not printed then
            cells.append(Cell(view.numbers.none))
            continue
        cells.append(Cell(moved(view, part)))
    return cells


def _base(view: View, rows: Sequence[WaveRow], part: str) -> str:
    """Return how many people stand behind the figures of either wave."""
    now = [row.n_now for row in rows if row.n_now is not None] or [0]
    then = [row.n_then for row in rows if row.n_then is not None]
    text = view.say(
        f"before.{part}.base",
        n_then=view.numbers.counts(min(then), max(then)) if then else view.numbers.none,
        n_now=view.numbers.counts(min(now), max(now)),
    )
    return view.say("report.base", text=text)


def breaks(view: View) -> Exhibit | None:
    """Return what is not compared, and what is compared with care; None for none."""
    rows = view.study.before.breaks
    if not rows:
        return None
    columns = [
        Column(view.say("before.head.what"), "text"),
        Column(view.say("before.head.then"), "text"),
        Column(view.say("before.head.now"), "text"),
        Column(view.say("before.head.reason"), "text"),
    ]
    body = [
        [
            Cell(_what(view, row)),
            Cell(_said(view, row, row.then)),
            Cell(_said(view, row, row.now)),
            Cell(view.say(f"before.reason.{row.reason}")),
        ]
        for row in rows
    ]
    table = Table(view.say("before.breaks.caption"), columns, body)
    return Exhibit(
        id="exhibit-before-breaks",
        title=view.say("before.breaks.title"),
        how=view.say("before.breaks.how"),
        table=without_empty(view, table),
    )


def _what(view: View, row: BreakRow) -> str:
    """Return what a break concerns; an item that is asked no longer by its id of then."""
    form = view.instrument
    if row.level == "all":
        return view.say("before.what.all")
    known = row.level == "overall" or row.id in (*form.item_ids, *form.dimension_ids)
    return view.label(row.level, row.id) if known else row.id


def _said(view: View, row: BreakRow, value: str) -> str:
    """Return how it was or is; a rule by its name, nothing where nothing was done."""
    if row.reason == "rule" and value:
        return view.say(f"words.rule_incomplete.{value}")
    if not value and row.reason in ("weights", "excluded"):
        return view.say("before.what.none")
    return "" if row.reason == "dropped" else value
