"""Beside the gaps of the model: what managers think matters to customers, and audits."""

from __future__ import annotations

from collections.abc import Sequence

from servqual.instrument import Scale
from servqual.results.gap_model import AuditRow, WeightGapRow
from servqual.writer.exhibits.common import gap_heads
from servqual.writer.exhibits.gap_model_words import value
from servqual.writer.exhibits.groups import shown_name
from servqual.writer.figures.dumbbell import Bell, dumbbell
from servqual.writer.figures.look import Row, hover
from servqual.writer.parts import Cell, Column, Exhibit, Figure, Table
from servqual.writer.tables import name_cell, without_empty
from servqual.writer.view import View

OF_KIND = {"standard": 2, "delivery": 3, "promise": 4}
STEP = 10  # points between two marks of the axis


# -- importance ------------------------------------------------------------------------------------


def weights(view: View) -> Exhibit | None:
    """Return managers' points beside customers', None where they are not shown."""
    rows = view.study.gap_model.weights
    if not rows:
        return None
    total = view.study.gap_model.points_total
    counts = {
        "managers": view.say(
            "gap_model.count.manager", n=rows[0].n_managers, count=_counted(view, rows, "managers")
        ),
        "customers": view.say(
            "gap_model.count.customer",
            n=rows[0].n_customers,
            count=_counted(view, rows, "customers"),
        ),
    }
    return Exhibit(
        id="exhibit-gap-weights",
        title=view.say("gap_model.weights.title"),
        how=view.say("gap_model.weights.how", total=total, confidence=view.confidence),
        figure=_weights_figure(view, rows),
        table=_weights_table(view, rows),
        says=[view.say("gap_model.weights.says")],
        base=view.say("report.base", text=view.say("gap_model.weights.base", **counts)),
    )


def _counted(view: View, rows: Sequence[WeightGapRow], role: str) -> str:
    ns = [getattr(row, f"n_{role}") for row in rows]
    return view.numbers.counts(min(ns), max(ns))


def _weight_interval(view: View, row: WeightGapRow) -> str:
    if row.ci_low is None or row.ci_high is None:
        return view.numbers.none
    return view.numbers.limits(*(view.numbers.gap(x, 1) for x in (row.ci_low, row.ci_high)))


def _weights_figure(view: View, rows: Sequence[WeightGapRow]) -> Figure:
    bells, told = [], []
    for row in rows:
        label = view.dimension(row.dimension)
        said = view.say(
            "gap_model.weights.alt_row",
            label=label,
            minus=view.numbers.fixed(row.mean_customers, 1),
            of=view.numbers.fixed(row.mean_managers, 1),
        )
        number = view.numbers.gap(row.value, 1)
        quiet = _weight_interval(view, row) if row.ci_low is not None else ""
        line = Row(label, number, quiet, "", hover(said, f"{number} {quiet}"))
        bells.append(Bell(line, row.mean_managers, row.mean_customers))
        told.append(said)
    top = max(max(b.of, b.minus) for b in bells)
    end = int(top) + STEP // 2
    scale = Scale(min=0, max=end)
    heads = (view.say("gap_model.head.difference"), gap_heads(view)[1])
    wide, narrow = (dumbbell(bells, scale, narrow=small, heads=heads) for small in (False, True))
    ticks = list(range(0, int(top) + 1, STEP))
    for figure in (wide, narrow):
        axis = {"range": [-0.02 * end, 1.02 * end], "tickvals": ticks}
        figure["layout"]["xaxis"] |= axis | {"ticktext": list(map(str, ticks))}
    alt = view.say("gap_model.weights.alt", rows=view.say("words.semicolon").join(told))
    return Figure("chart-gap-weights", wide, narrow, alt)


def _weights_table(view: View, rows: Sequence[WeightGapRow]) -> Table:
    numbers = view.numbers
    columns = [
        Column(view.say("words.head.dimension"), "text"),
        *(
            Column(view.say(f"gap_model.head.{key}"))
            for key in ("customers", "managers", "difference")
        ),
        Column(view.say("words.head.interval", confidence=view.confidence)),
    ]
    body = []
    for row in rows:
        at = ("gap_weight", row.dimension)
        body.append(
            [
                name_cell(view, "dimension", row.dimension),
                Cell(numbers.fixed(row.mean_customers, 1), figure=(*at, "mean_customers")),
                Cell(numbers.fixed(row.mean_managers, 1), figure=(*at, "mean_managers")),
                Cell(numbers.gap(row.value, 1), figure=(*at, "value")),
                Cell(_weight_interval(view, row), figure=(*at, "ci")),
            ]
        )
    return without_empty(view, Table(view.say("gap_model.weights.caption"), columns, body))


# -- audits ----------------------------------------------------------------------------------------


def audit(view: View) -> Exhibit | None:
    """Return audited figures beside what managers and staff say, None without an audit."""
    found = view.study.gap_model
    if not found.audit:
        return None
    ends = {"min": found.rating_min, "max": found.rating_max}
    return Exhibit(
        id="exhibit-gap-audit",
        title=view.say("gap_model.audit.title"),
        how=view.say("gap_model.audit.how", **ends),
        table=_audit_table(view, found.audit),
        says=[view.say("gap_model.audit.says")],
        base=view.say(
            "report.base",
            text=view.say("gap_model.audit.base", file=shown_name(view, found.audit_file)),
        ),
    )


def _audit_table(view: View, rows: Sequence[AuditRow]) -> Table:
    numbers = view.numbers
    columns = [
        Column(view.say("words.head.dimension"), "text"),
        Column(view.say("gap_model.head.kind"), "text"),
        *(
            Column(view.say(f"gap_model.head.{key}"))
            for key in ("audited", "own", "units", "range")
        ),
        Column(view.say("gap_model.head.source"), "text"),
    ]
    body = []
    for row in rows:
        own = view.study.gap_model.row(OF_KIND[row.kind], row.dimension)
        ends = [numbers.mean(x) for x in (row.lowest, row.highest)]
        at = ("gap_audit", row.kind, row.dimension)
        body.append(
            [
                name_cell(view, "dimension", row.dimension),
                Cell(view.say(f"gap_model.kind.{row.kind}")),
                Cell(numbers.mean(row.value), figure=(*at, "value")),
                Cell(value(view, own)),
                Cell(numbers.count(row.n_units), figure=(*at, "n_units")),
                Cell(view.say("gap_model.audit.ends", low=ends[0], high=ends[1])),
                Cell(view.listed([shown_name(view, one) for one in row.sources]) or numbers.none),
            ]
        )
    return without_empty(view, Table(view.say("gap_model.audit.caption"), columns, body))
