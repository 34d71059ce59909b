"""How the groups of a breakdown use the scale."""

from __future__ import annotations

from servqual.writer.exhibits.groups import column_name, group_name
from servqual.writer.parts import Cell, Column, Exhibit, Table
from servqual.writer.sentences_recovery import style_value
from servqual.writer.sentences_segments import column_inside
from servqual.writer.view import View

MOST_GROUPS = 30  # beyond these a table tells nobody anything; the sentence above it stands


def styles(view: View, by: str, *, first: bool = True) -> Exhibit | None:
    """Return the response styles of the groups of a column; None where there are none or many."""
    rows = [row for row in view.study.segments.styles if row.by == by]
    groups = list(dict.fromkeys(row.group for row in rows))
    if not 1 < len(groups) <= MOST_GROUPS:
        return None
    kinds = list(dict.fromkeys(row.style for row in rows))
    warned = {row.style for row in view.study.segments.style_spreads if row.by == by and row.warns}
    found = {(row.group, row.style): row for row in rows}
    columns = [
        Column(column_name(view, by), "text"),
        Column(view.say("segments.head.n")),
        *(Column(view.say(f"segments.head.{style}")) for style in kinds),
    ]
    body = []
    for group in groups:
        cells = [
            Cell(
                style_value(view, style, found[group, style].mean),
                heat="low-1" if style in warned else "",
                figure=("segments", "styles", by, group, style, "mean"),
            )
            for style in kinds
        ]
        n = max(found[group, style].n for style in kinds)
        body.append([Cell(group_name(view, group)), Cell(view.numbers.count(n)), *cells])
    inside = column_inside(view, by)
    ns = [row.n for row in rows]
    base = view.say("segments.styles.base", n=view.numbers.counts(min(ns), max(ns)))
    number = list(dict.fromkeys(row.by for row in view.study.segments.styles)).index(by) + 1
    return Exhibit(
        id=f"exhibit-styles-{number}",
        title=view.say("segments.styles.chart_title", by=inside),
        how=view.say("segments.styles.how", batteries=_batteries(view)) if first else "",
        table=Table(view.say("segments.styles.caption", by=inside), columns, body),
        base=view.say("report.base", text=base),
    )


def _batteries(view: View) -> str:
    """Return the batteries that the indices are made of."""
    gaps = view.kinds
    names = [*reversed(gaps[0].batteries)] if gaps else []
    if not names:
        names = [next(iter(view.instrument.rated_batteries))]
    scale = view.instrument.scale_of(names[-1])
    kept = [name for name in names if view.instrument.scale_of(name) == scale]
    return view.listed([view.inside(view.battery_short(name)) for name in kept])
