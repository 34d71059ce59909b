"""What exhibits about gaps and means share: rows of charts, base lines, text alternatives."""

from __future__ import annotations

from collections.abc import Sequence

from servqual.results import GapRow, ScoreRow
from servqual.writer.figures.dumbbell import Bell, axis_start, dumbbell
from servqual.writer.figures.look import Row, hover
from servqual.writer.parts import Figure
from servqual.writer.sentences import tone
from servqual.writer.view import View

FEW_ROWS = 6  # a text alternative names each row up to here


def gap_labels(view: View, row: GapRow) -> dict[str, str]:
    """Return the names of the two batteries of a gap."""
    return {"of_label": view.battery_short(row.of), "minus_label": view.battery_short(row.minus)}


def gap_heads(view: View) -> tuple[str, str]:
    """Return the headings above the numbers at the right of a chart."""
    return view.say("words.head.gap"), view.say("words.head.interval", confidence=view.confidence)


def gap_line(view: View, row: GapRow) -> Row:
    """Return the row of a chart for a gap."""
    numbers = view.numbers
    interval = numbers.interval(row.ci_low, row.ci_high)
    wording = view.wording(row.id, row.of) if row.level == "item" else ""
    box = hover(
        view.label(row.level, row.id),
        wording,
        view.say(
            "exhibits.hover.numbers",
            minus=numbers.mean(row.mean_minus),
            of=numbers.mean(row.mean_of),
            **gap_labels(view, row),
        ),
        view.say(
            "exhibits.hover.gap",
            gap=numbers.gap(row.gap),
            confidence=view.confidence,
            interval=interval,
        ),
        view.say("exhibits.hover.n", n=numbers.count(row.n)),
    )
    quiet = interval if row.ci_low is not None else ""
    return Row(
        view.label(row.level, row.id),
        numbers.gap(row.gap),
        quiet,
        tone(row),
        box,
        row.level == "overall",
    )


def mean_line(view: View, row: ScoreRow) -> Row:
    """Return the row of a chart for a mean."""
    numbers = view.numbers
    interval = numbers.interval(row.ci_low, row.ci_high, signed=False)
    wording = view.wording(row.id, row.battery) if row.level == "item" else ""
    box = hover(
        view.label(row.level, row.id),
        wording,
        view.say(
            "exhibits.hover.mean",
            mean=numbers.mean(row.mean),
            confidence=view.confidence,
            interval=interval,
        ),
        view.say("exhibits.hover.n", n=numbers.count(row.n)),
    )
    quiet = interval if row.ci_low is not None else ""
    return Row(
        view.label(row.level, row.id),
        numbers.mean(row.mean),
        quiet,
        "",
        box,
        row.level == "overall",
    )


def bells_figure(view: View, chart_id: str, rows: Sequence[GapRow], alt: str) -> Figure:
    """Return gaps as dumb-bells in both widths."""
    bells = [Bell(gap_line(view, r), r.mean_of or 0.0, r.mean_minus or 0.0) for r in rows]
    heads = gap_heads(view)
    wide, narrow = (
        dumbbell(bells, view.scale, narrow=narrow, heads=heads) for narrow in (False, True)
    )
    return Figure(chart_id, wide, narrow, alt)


def axis_words(view: View, values: Sequence[float | None]) -> str:
    """Say where the axis starts, if not at the end of the scale."""
    start = axis_start([v for v in values if v is not None], view.scale)
    return (
        ""
        if start == view.scale.min
        else view.say("exhibits.axis.starts", start=start, min=view.scale.min)
    )


def base(
    view: View, exhibit: str, rows: Sequence[GapRow | ScoreRow], *, smallest: bool = False
) -> str:
    """Return the base line of an exhibit: over whom, and n."""
    ns = [row.n for row in rows] or [0]
    n = view.numbers.counts(min(ns), max(ns))
    key = f"exhibits.{exhibit}.base"
    gaps = [row for row in rows if isinstance(row, GapRow)]
    text = view.say_gap(gaps[0].kind, key, n=n) if gaps else view.say(key, n=n)
    line = view.say("report.base", text=text)
    return (
        view.sentences([line, view.say("report.smallest", sesoi=view.sesoi)]) if smallest else line
    )


def alt_gaps(view: View, rows: Sequence[GapRow]) -> str:
    """Return gaps as the words of a text alternative."""
    numbers = view.numbers
    parts = [
        view.say(
            "exhibits.gap_dimensions.alt_row",
            label=view.label(r.level, r.id),
            of=numbers.mean(r.mean_of),
            minus=numbers.mean(r.mean_minus),
            gap=numbers.gap(r.gap),
            **gap_labels(view, r),
        )
        for r in rows
    ]
    return view.say("words.semicolon").join(parts)


def alt_rows(view: View, rows: Sequence[GapRow]) -> str:
    """Return gaps with their intervals as the words of a text alternative."""
    numbers = view.numbers
    parts = [
        view.say(
            "exhibits.gap_items_dimension.alt_row",
            label=view.label(r.level, r.id),
            gap=numbers.gap(r.gap),
            interval=numbers.interval(r.ci_low, r.ci_high),
        )
        for r in rows
    ]
    return view.say("words.semicolon").join(parts)
