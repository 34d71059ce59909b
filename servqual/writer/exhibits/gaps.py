"""Gaps as exhibits: by dimension, all items, the items of one dimension."""

from __future__ import annotations

from collections.abc import Sequence

from servqual.instrument import MIDPOINT
from servqual.results import GapRow
from servqual.writer.exhibits.common import (
    FEW_ROWS,
    alt_gaps,
    alt_rows,
    axis_words,
    base,
    bells_figure,
    gap_heads,
    gap_labels,
    gap_line,
)
from servqual.writer.figures.intervals import Point, gap_intervals
from servqual.writer.parts import Exhibit, Figure
from servqual.writer.sentences import by_gap
from servqual.writer.tables import gap_table, whole_first
from servqual.writer.view import View


def gap_dimensions(view: View, kind: str) -> Exhibit:
    """Return the overall gap and the dimensions as dumb-bells."""
    gaps = view.study.gaps.of_kind(kind)
    overall = [r for r in gaps.overall if r.id == view.whole and r.gap is not None]
    alone = len(gaps.dimensions) == 1
    rows = [*(overall if not alone else []), *by_gap(gaps.dimensions)]
    drawn = [r for r in rows if r.gap is not None]
    labels = gap_labels(view, rows[0])
    plain = view.minus(kind) == "expectation"
    direct = view.minus(kind) == MIDPOINT
    other = "" if plain else "_midpoint" if direct else "_other"
    title = view.say(f"exhibits.gap_dimensions.title{other}", **labels)
    says = view.say(f"exhibits.gap_dimensions.says{other}", **labels)
    how = view.say_gap(
        kind,
        "exhibits.gap_dimensions.how",
        wanted=view.wanted(kind),
        kind=view.kind(kind),
        confidence=view.confidence,
    )
    figure = None
    if drawn:
        how = view.sentences(
            [how, axis_words(view, [v for r in drawn for v in (r.mean_of, r.mean_minus)])]
        )
        alt = view.say("exhibits.gap_dimensions.alt", rows=alt_gaps(view, drawn))
        figure = bells_figure(view, f"chart-dimensions-{kind}", drawn, alt)
    shown = rows if alone else whole_first([*gaps.overall, *by_gap(gaps.dimensions)], view.whole)
    met = _met(view, shown, labels)
    return Exhibit(
        id=f"exhibit-dimensions-{kind}",
        title=title,
        how=how,
        figure=figure,
        table=gap_table(view, shown, view.say("exhibits.gap_dimensions.caption")),
        base=base(view, "gap_dimensions", gaps.dimensions, smallest=True),
        says=[says, met] if met else [says],
    )


def _met(view: View, rows: Sequence[GapRow], labels: dict[str, str]) -> str:
    """Return whom the column of shares counts, people or single ratings; '' if it is empty."""
    if all(r.share_met is None for r in rows if r.level == "dimension"):
        return ""
    if not any(r.id == "item_mean" and r.share_met is not None for r in rows):
        return view.say_gap(rows[0].kind, "exhibits.gap_dimensions.met", **labels)
    name = view.label("overall", "item_mean")
    return view.say_gap(rows[0].kind, "exhibits.gap_dimensions.met_items", name=name, **labels)


def gap_items(view: View, kind: str) -> Exhibit:
    """Return all items as dumb-bells, sorted by gap, the rank by perception in the table."""
    rows = by_gap(view.study.gaps.of_kind(kind).items)
    drawn = [r for r in rows if r.gap is not None]
    how = view.say_gap(kind, "exhibits.gap_items.how", wanted=view.wanted(kind))
    how = view.sentences([how, view.how_turned(r.id for r in rows)])
    figure = None
    if drawn:
        how = view.sentences(
            [how, axis_words(view, [v for r in drawn for v in (r.mean_of, r.mean_minus)])]
        )
        ends = (drawn[:3], drawn[-1:]) if len(drawn) > FEW_ROWS else (drawn, [])
        alt = [view.say("exhibits.gap_items.alt", n=len(drawn))]
        alt += [view.say("exhibits.gap_items.alt_first", rows=alt_gaps(view, ends[0]))]
        alt += (
            [view.say("exhibits.gap_items.alt_last", rows=alt_gaps(view, ends[1]))]
            if ends[1]
            else []
        )
        figure = bells_figure(
            view,
            f"chart-items-{kind}",
            drawn,
            view.sentences([*alt, view.say("exhibits.gap_items.alt_table")]),
        )
    return Exhibit(
        id=f"exhibit-items-{kind}",
        title=view.say("exhibits.gap_items.title"),
        how=how,
        figure=figure,
        table=gap_table(view, rows, view.say("exhibits.gap_items.caption"), ranks=True),
        base=base(view, "gap_items", rows, smallest=True),
    )


def gap_items_dimension(view: View, kind: str, dimension: str) -> Exhibit:
    """Return one dimension's items as gaps with intervals and the smallest gap of interest."""
    inside = view.instrument.items_of(dimension)
    rows = by_gap([r for r in view.study.gaps.of_kind(kind).items if r.id in inside])
    drawn = [r for r in rows if r.gap is not None]
    name = view.dimension(dimension)
    values = {
        "name": name,
        "confidence": view.confidence,
        "sesoi": view.sesoi,
        "wanted": view.wanted(kind),
    }
    figure = None
    if drawn:
        alt = view.say("exhibits.gap_items_dimension.alt", rows=alt_rows(view, drawn))
        points = [Point(gap_line(view, r), r.gap or 0.0, r.ci_low, r.ci_high) for r in drawn]
        heads = gap_heads(view)
        both = [
            gap_intervals(
                points, view.study.sesoi, narrow=narrow, tick=view.numbers.tick, heads=heads
            )
            for narrow in (False, True)
        ]
        figure = Figure(f"chart-items-{kind}-{dimension}", both[0], both[1], alt)
    return Exhibit(
        id=f"exhibit-items-{kind}-{dimension}",
        title=view.say("exhibits.gap_items_dimension.title", **values),
        how=view.sentences(
            [
                view.say("exhibits.gap_items_dimension.how", **values),
                view.how_turned(r.id for r in rows),
            ]
        ),
        figure=figure,
        table=gap_table(view, rows, view.say("exhibits.gap_items_dimension.caption", name=name)),
        base=base(view, "gap_items_dimension", rows),
    )
