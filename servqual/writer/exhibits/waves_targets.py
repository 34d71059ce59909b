"""What was planned for a wave, and what came of it: plan, do, check, act."""

from __future__ import annotations

from collections.abc import Sequence

from servqual.results.period_rows import TargetRow
from servqual.writer.figures.dumbbell import Bell
from servqual.writer.figures.look import Row, hover
from servqual.writer.figures.then_now import then_now
from servqual.writer.parts import Cell, Column, Exhibit, Figure, Table, Tone
from servqual.writer.tables import name_cell, without_empty
from servqual.writer.view import View

TONES: dict[str, Tone] = {
    "achieved": "surplus",
    "not_achieved": "shortfall",
    "cannot_tell": "small",
    "not_asked": "muted",
}


def targets(view: View) -> Exhibit | None:
    """Return what was planned for each item, and whether it was reached."""
    waves, numbers = view.study.waves, view.numbers
    if not waves.targets:
        return None
    rows = waves.targets
    keys = ("owner", "action", "then", "target", "now")
    columns = [Column(view.say("words.head.item"), "text")]
    columns += [
        Column(view.say(f"waves.head.{key}"), "text" if key in ("owner", "action") else "number")
        for key in keys
    ]
    columns += [Column(view.say("before.head.interval", confidence=_judged_by(view)))]
    columns += [Column(view.say(f"waves.head.{key}"), "text") for key in ("result", "act")]
    body = []
    for row in rows:
        body.append(
            [
                name_cell(view, "item", row.item),
                Cell(row.owner),
                Cell(row.action),
                Cell(numbers.mean(row.then)),
                Cell(_target(view, row)),
                Cell(numbers.mean(row.mean), figure=("target", row.item, "mean")),
                Cell(numbers.interval(row.low, row.high, signed=False)),
                Cell(view.say(f"waves.targets.{row.verdict}"), TONES[row.verdict]),
                Cell(view.say(f"waves.targets.act.{row.verdict}")),
            ]
        )
    drawn = [row for row in rows if row.mean is not None]
    values: dict[str, object] = {
        "file": waves.targets_file,
        "narrow": _judged_by(view),
        "confidence": view.confidence,
    }
    return Exhibit(
        id="exhibit-waves-targets",
        title=view.say("waves.targets.title"),
        how=view.say("waves.targets.how", **values),
        figure=_target_figure(view, drawn) if drawn else None,
        table=without_empty(view, Table(view.say("waves.targets.caption"), columns, body)),
        says=[_counted(view, rows)],
        base=view.say("report.base", text=view.say("waves.targets.base", **values)),
    )


def _judged_by(view: View) -> str:
    """Return the coverage of the interval that two one-sided tests go by: 90% where others are 95%.

    It is the only one printed here, so that a reader sees from it why a verdict is what it is.
    """
    return f"{view.numbers.points((2 * view.study.settings.confidence - 1) * 100)}%"


def _target(view: View, row: TargetRow) -> str:
    text = view.numbers.mean(row.target)
    if not row.margin:
        return text
    return view.say("waves.targets.margin", target=text, margin=view.numbers.points(row.margin))


def _counted(view: View, rows: Sequence[TargetRow]) -> str:
    found = [
        view.say(f"waves.targets.count.{name}", n=n)
        for name in ("achieved", "not_achieved", "cannot_tell", "not_asked")
        if (n := sum(row.verdict == name for row in rows))
    ]
    return view.say("waves.targets.counted", n=len(rows), parts=view.say("words.comma").join(found))


def _target_figure(view: View, rows: Sequence[TargetRow]) -> Figure:
    numbers = view.numbers
    bells = []
    for row in rows:
        name = view.item(row.item)
        word = view.say(f"waves.targets.{row.verdict}")
        values = {"target": numbers.mean(row.target), "now": numbers.mean(row.mean)}
        interval = numbers.interval(row.low, row.high, signed=False)
        box = hover(
            name,
            view.say("waves.targets.hover", interval=interval, narrow=_judged_by(view), **values),
            word,
        )
        line = Row(name, values["now"], word, TONES[row.verdict], box)
        bells.append(Bell(line, row.mean or 0.0, row.target))
    heads = (view.say("waves.head.now"), view.say("waves.head.result"))
    wide, narrow = (
        then_now(bells, narrow=n, tick=numbers.points, heads=heads, zero=False)
        for n in (False, True)
    )
    told = view.say("words.semicolon").join(
        view.say(
            "waves.targets.alt_row",
            label=view.item(row.item),
            target=numbers.mean(row.target),
            now=numbers.mean(row.mean),
            verdict=view.say(f"waves.targets.{row.verdict}"),
        )
        for row in rows
    )
    return Figure("chart-waves-targets", wide, narrow, view.say("waves.targets.alt", rows=told))
