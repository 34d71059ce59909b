"""What changed over several waves: since the first, since a year before, and what moved."""

from __future__ import annotations

from collections.abc import Sequence

from servqual.results.wave_rows import ChangeRow
from servqual.writer.exhibits.waves import changed, interval_head, leading_kind, measure, named
from servqual.writer.figures.dumbbell import Bell
from servqual.writer.figures.look import Row, hover
from servqual.writer.figures.then_now import then_now
from servqual.writer.parts import Cell, Column, Exhibit, Figure, Table, Tone
from servqual.writer.tables import name_cell, without_empty
from servqual.writer.view import View

TONES: dict[str, Tone] = {"up": "surplus", "down": "shortfall", "open": "small"}


def limits(view: View, row: ChangeRow, low: float | None, high: float | None) -> str:
    """Return the interval of a change."""
    if low is None or high is None:
        return view.numbers.none
    return view.numbers.limits(changed(view, row, low), changed(view, row, high))


def tone_of(row: ChangeRow) -> Tone:
    """Return the tone of a change by what is certain about it.

    A shortfall that shrinks only because people ask for less is no better service: it stays grey.
    """
    way, _, how = row.verdict.partition("_")
    # whether yes, or a high mean (of effort, say), is good depends on the question
    if how == "hollow" or (row.level == "outcome" and row.measure in ("yes", "mean")):
        return "small"
    return TONES[way]


def verdict(view: View, row: ChangeRow) -> str:
    """Return what a change may be taken for, in a few words."""
    way, _, how = row.verdict.partition("_")
    if not how:
        return view.say(f"waves.verdict.{way}")
    side = "shortfall" if row.then + row.now < 0 else "surplus"
    return view.say(f"waves.verdict.{side}.{way}_{how}")


def short_verdict(view: View, row: ChangeRow) -> str:
    """Return the same in two or three words, for a column."""
    way, _, how = row.verdict.partition("_")
    return view.say(f"waves.short.{way}_{how}" if how else f"waves.short.{way}")


def sentence(view: View, row: ChangeRow) -> str:
    """Return the same as a sentence."""
    way, _, how = row.verdict.partition("_")
    if how:
        side = "shortfall" if row.then + row.now < 0 else "surplus"
        return view.say(f"before.verdict.{side}.{way}_{how}")
    mean = row.measure != "gap" and way != "open"
    return view.say(f"before.verdict.{'mean_' if mean else ''}{way}")


def since(view: View, against: str) -> Exhibit | None:
    """Return the changes of the last wave since the first one, or since a year before."""
    waves, kind = view.study.waves, leading_kind(view)
    lead = "gap" if kind else "mean"
    rows = [
        row
        for level in ("overall", "dimension")
        for row in waves.since(against, level, lead, kind)  # type: ignore[arg-type]
        if level != "overall" or row.id in ("unweighted", "item_mean")
    ]
    battery = next((row.battery for row in rows), "")
    rows = [row for row in rows if row.battery == battery]
    if not rows:
        return None
    then, now = rows[0].since, rows[0].wave
    key = f"waves.since.{against}"
    heads = (view.say("before.head.change"), interval_head(view))
    bells = [Bell(_line(view, row), row.now, row.then) for row in rows]
    tick = view.numbers.tick if kind else view.numbers.points
    wide, narrow = (
        then_now(bells, narrow=n, tick=tick, heads=heads, zero=bool(kind)) for n in (False, True)
    )
    told = view.say("words.semicolon").join(
        view.say(
            "before.dimensions.alt_row",
            label=named(view, row),
            then=measure(view, row, row.then),
            now=measure(view, row, row.now),
            change=changed(view, row, row.change),
        )
        for row in rows
    )
    alt = view.say("before.dimensions.alt", rows=told)
    ns = [(row.n_then or 0, row.n_now or 0) for row in rows]
    return Exhibit(
        id=f"exhibit-waves-{against.replace('_', '-')}",
        title=view.say(f"{key}.title", then=then),
        how=view.say(f"{key}.how", then=then, now=now, confidence=view.confidence),
        figure=Figure(f"chart-waves-{against}", wide, narrow, alt),
        table=change_table(view, rows, view.say(f"{key}.caption", then=then, now=now)),
        base=view.say(
            "report.base",
            text=view.say(
                "before.dimensions.base",
                n_then=view.numbers.counts(min(a for a, _ in ns), max(a for a, _ in ns)),
                n_now=view.numbers.counts(min(b for _, b in ns), max(b for _, b in ns)),
            ),
        ),
        says=[view.say("waves.since.says")] if kind else [],
    )


def _line(view: View, row: ChangeRow) -> Row:
    interval = limits(view, row, row.ci_low, row.ci_high) if row.ci_low is not None else ""
    text = view.say(
        "waves.since.hover",
        then=measure(view, row, row.then),
        now=measure(view, row, row.now),
        change=changed(view, row, row.change),
        interval=interval,
    )
    name = named(view, row)
    box = hover(name, text, verdict(view, row))
    number = changed(view, row, row.change)
    return Row(name, number, interval, tone_of(row), box, row.level == "overall")


def parts_of(view: View, row: ChangeRow) -> dict[str, ChangeRow]:
    """Return the changes of the two means behind that of a gap, by measure."""
    return {
        other.measure: other
        for other in view.study.waves.changes
        if other.measure in ("of", "minus")
        and (other.wave, other.against, other.level, other.id, other.kind)
        == (row.wave, row.against, row.level, row.id, row.kind)
    }


def _p_cell(view: View, row: ChangeRow) -> Cell:
    """Return the adjusted p of a change; the overall row is no family and has none."""
    one_of_many = row.level in ("item", "dimension")
    return Cell(view.numbers.p(row.p_adjusted) if one_of_many else view.numbers.none)


def change_table(view: View, rows: Sequence[ChangeRow], caption: str) -> Table:
    """Return then, now and change; of gaps the changes of both means with their limits, too."""
    first = rows[0]
    heads = [view.say(f"before.head.{key}") for key in ("then", "now", "change")]
    level = "item" if first.level == "item" else "dimension"
    columns = [Column(view.say(f"words.head.{level}"), "text"), *map(Column, heads)]
    columns.append(Column(interval_head(view)))
    columns.append(Column(view.say("waves.head.verdict"), "text"))
    sides: list[str] = []
    if first.measure == "gap":
        gap = next(g for g in view.instrument.gaps if g.name == first.kind)
        sides = ["of", "minus"]
        for battery in (gap.of, gap.minus):
            head = view.say("before.head.change_of", battery=view.battery_short(battery))
            columns.append(Column(head))
    # beside both means a p has no room; what was moved is said by it all the same
    with_p = not sides
    if with_p:
        columns.append(Column(view.say("before.head.p_adjusted")))
    body = []
    for row in rows:
        parts = parts_of(view, row)
        body.append(
            [
                Cell(named(view, row))
                if row.level == "outcome"
                else name_cell(view, row.level, row.id),
                Cell(measure(view, row, row.then)),
                Cell(measure(view, row, row.now)),
                Cell(changed(view, row, row.change), tone_of(row)),
                Cell(limits(view, row, row.ci_low, row.ci_high)),
                Cell(short_verdict(view, row), tone_of(row)),
                *(Cell(_moved(view, parts.get(side))) for side in sides),
                *([_p_cell(view, row)] if with_p else []),
            ]
        )
    return without_empty(view, Table(caption, columns, body, dense=bool(sides)))


def _moved(view: View, row: ChangeRow | None) -> str:
    if row is None:
        return view.numbers.none
    change = changed(view, row, row.change)
    if row.ci_low is None:
        return change
    return f"{change} {limits(view, row, row.ci_low, row.ci_high)}"
