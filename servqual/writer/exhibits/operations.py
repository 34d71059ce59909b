"""Operational figures: standards against what was delivered, and beside what people perceived."""

from __future__ import annotations

from collections.abc import Sequence
from unicodedata import category

from servqual.results.operations import MeasureRow, StandardRow
from servqual.writer.exhibits.groups import LONGEST_NAME, column_name, isolated, shown_name
from servqual.writer.figures.bars import Bar, bars
from servqual.writer.figures.beside import Chart, Spot, beside
from servqual.writer.figures.look import Row, hover
from servqual.writer.figures.standards import Kept, kept
from servqual.writer.parts import Cell, Column, Exhibit, Figure, Table
from servqual.writer.tables import name_cell, without_empty
from servqual.writer.view import View

MOST_COLUMNS = 6  # measures of one table
MOST_UNITS = 60  # rows of one table
MOST_CHARTS = 9


def base(view: View) -> str:
    """Return the base line: whose units, and where the figures come from."""
    found = view.study.operations
    parts = [
        view.say(
            "operations.base",
            by=view.inside(column_name(view, found.by)),
            file=isolated(found.file),
            n=len({row.unit for row in found.standards}),
        )
    ]
    if found.n_hidden:
        parts.append(view.say("operations.hidden", n=found.n_hidden))
    if found.n_without:
        parts.append(view.say("operations.without", n=found.n_without))
    return view.say("report.base", text=view.say("words.semicolon").join(parts))


def rows_of(view: View, measure: MeasureRow) -> list[StandardRow]:
    """Return the units of a measure."""
    return [row for row in view.study.operations.standards if row.measure == measure.measure]


def value_text(
    view: View, measure: MeasureRow, value: float | None, *, signed: bool = False
) -> str:
    """Return a figure as its measure is written: with as many decimals, in percent, signed."""
    if value is None:
        return view.numbers.none
    shown = value * 100 if measure.opportunities is not None else value
    write = view.numbers.gap if signed else view.numbers.fixed
    text = write(shown, measure.decimals)
    return f"{text}%" if measure.percent else text


def measure_name(measure: MeasureRow) -> str:
    """Return the name that the file gives a measure: no hidden signs, a long one cut."""
    plain = "".join(c for c in measure.measure if category(c) not in ("Cc", "Cf")).strip()
    return isolated(plain if len(plain) <= LONGEST_NAME else f"{plain[: LONGEST_NAME - 1]}…")


def belongs_to(view: View, measure: MeasureRow) -> str:
    """Return the dimension of a measure, or the whole."""
    if measure.dimension:
        return view.dimension(measure.dimension)
    return view.say("words.overall.unweighted")


# -- standards -----------------------------------------------------------------------------------


def measures(view: View) -> Exhibit:
    """Return in how many units each standard was met."""
    numbers, rows = view.numbers, view.study.operations.measures
    drawn = [m for m in rows if m.share_met is not None]
    heads = ("operations.head.kind", "words.head.dimension")
    columns = [
        Column(view.say("operations.head.measure"), "text"),
        *(Column(view.say(key), "text") for key in (*heads, "operations.head.direction")),
        *(
            Column(view.say(f"operations.head.{key}"))
            for key in ("units", "with_target", "met", "share", "met_short")
        ),
    ]
    body = []
    for m in rows:
        at = ("operations", m.measure)
        none = m.share_met is None
        body.append(
            [
                Cell(measure_name(m)),
                Cell(view.say(f"operations.kind.{m.kind}")),
                Cell(belongs_to(view, m)),
                Cell(view.say(f"operations.direction.{m.direction}")),
                Cell(numbers.count(m.n_units), figure=(*at, "n_units")),
                Cell(numbers.count(m.n_with_target), figure=(*at, "n_with_target")),
                Cell(numbers.none if none else numbers.count(m.n_met), figure=(*at, "n_met")),
                Cell(numbers.percent(m.share_met), figure=(*at, "share_met")),
                Cell(
                    numbers.none if none or not m.gap_kind else numbers.count(m.n_met_short),
                    figure=(*at, "n_met_short"),
                ),
            ]
        )
    says = [view.say("operations.measures.says")]
    if any(m.n_met_short for m in drawn):
        says.append(view.say("operations.measures.met_short"))
    return Exhibit(
        id="exhibit-operations",
        title=view.say("operations.measures.title"),
        how=view.say("operations.measures.how") if drawn else "",
        figure=_kept_figure(view, drawn) if drawn else None,
        table=without_empty(view, Table(view.say("operations.measures.caption"), columns, body)),
        says=says if drawn else [],
        base=base(view),
    )


def _kept_figure(view: View, drawn: Sequence[MeasureRow]) -> Figure:
    entries, told = [], []
    for m in drawn:
        number = view.say(
            "operations.measures.number",
            met=view.numbers.count(m.n_met),
            total=view.numbers.count(m.n_with_target),
        )
        box = hover(measure_name(m), number)
        entries.append(Kept(Row(measure_name(m), number, "", "", box), m.share_met or 0.0))
        told.append(view.say("words.figure", name=measure_name(m), value=number))
    heads = (view.say("operations.head.met"), "")
    wide, narrow = (kept(entries, narrow=narrow, heads=heads) for narrow in (False, True))
    alt = view.say("operations.measures.alt", rows=view.say("words.semicolon").join(told))
    return Figure("chart-operations", wide, narrow, alt)


def standards(view: View) -> list[Exhibit]:
    """Return what each unit delivered beside its standard, so many measures a table."""
    rows = view.study.operations.measures
    parts = [rows[k : k + MOST_COLUMNS] for k in range(0, len(rows), MOST_COLUMNS)]
    return [_standards(view, part, k, len(parts)) for k, part in enumerate(parts, 1)]


def _standards(view: View, part: Sequence[MeasureRow], k: int, total: int) -> Exhibit:
    found = {(row.unit, row.measure): row for row in view.study.operations.standards}
    units = list(dict.fromkeys(row.unit for row in view.study.operations.standards))
    missed = {u: sum(r.met is False for (unit, _), r in found.items() if unit == u) for u in units}
    shown = sorted(units, key=lambda u: -missed[u])[:MOST_UNITS]
    column = column_name(view, view.study.operations.by)
    columns = [Column(column, "text"), *(Column(measure_name(m)) for m in part)]
    body = [[Cell(view.say("operations.head.target"), "muted"), *(_target(view, m) for m in part)]]
    for unit in shown:
        cells = [_delivered(view, m, found.get((unit, m.measure))) for m in part]
        body.append([Cell(shown_name(view, unit)), *cells])
    title = view.say("operations.standards.title", by=view.inside(column))
    if total > 1:
        title = view.say("exhibits.groups.part", title=title, k=k, total=total)
    said = [view.say("operations.standards.how"), *_periods(view, part)]
    if len(units) > len(shown):
        said.append(view.say("operations.standards.first", shown=len(shown), total=len(units)))
    return Exhibit(
        id=f"exhibit-standards-{k}",
        title=title,
        how=view.sentences(said),
        table=Table(view.say("operations.standards.caption"), columns, body),
        base=base(view),
    )


def _periods(view: View, part: Sequence[MeasureRow]) -> list[str]:
    """Return which periods the figures are of, where the file says so."""
    rows = [row for m in part for row in rows_of(view, m)]
    last = dict.fromkeys(r.period for r in rows if r.count is None and r.period)
    added = dict.fromkeys(r.period for r in rows if r.count is not None and r.period)
    names = view.say("words.comma")
    return [
        view.say(f"operations.standards.{key}", periods=names.join(found))
        for key, found in (("last", last), ("added", added))
        if found
    ]


def _target(view: View, measure: MeasureRow) -> Cell:
    """Return the standard of a measure, where all units have the same."""
    targets = {row.target for row in rows_of(view, measure)}
    if len(targets) > 1:
        return Cell(view.say("operations.standards.own"), "muted")
    return Cell(value_text(view, measure, targets.pop() if targets else None), "muted")


def _delivered(view: View, measure: MeasureRow, row: StandardRow | None) -> Cell:
    """Return what a unit delivered, with its distance from the standard."""
    if row is None:
        return Cell(view.numbers.none)
    value = value_text(view, measure, row.value)
    at = ("standard", row.measure, row.unit, "value")
    if row.difference is None:
        return Cell(value, figure=at)
    note = value_text(view, measure, row.difference, signed=True)
    text = view.say("words.bracketed", text=value, note=note)
    return Cell(text, "surplus" if row.met else "shortfall", figure=at)


def capability(view: View) -> Exhibit | None:
    """Return defects per million and sigma levels, where opportunities were counted."""
    numbers = view.numbers
    rows = [m for m in view.study.operations.measures if m.dpmo is not None]
    if not rows:
        return None
    interval = Column(view.say("words.head.interval", confidence=view.confidence))
    columns = [
        Column(view.say("operations.head.measure"), "text"),
        *(Column(view.say(f"operations.head.{k}")) for k in ("defects", "opportunities", "dpmo")),
        interval,
        Column(view.say("operations.head.sigma")),
        interval,
    ]
    body = []
    for m in rows:
        at = ("operations", m.measure)
        low, high = (numbers.count(x or 0.0) for x in (m.dpmo_low, m.dpmo_high))
        ends = [numbers.fixed(x, 2) for x in (m.sigma_low, m.sigma_high)]
        body.append(
            [
                Cell(measure_name(m)),
                Cell(numbers.count(m.defects or 0.0), figure=(*at, "defects")),
                Cell(numbers.count(m.opportunities or 0.0), figure=(*at, "opportunities")),
                Cell(numbers.count(m.dpmo or 0.0), figure=(*at, "dpmo")),
                Cell(numbers.limits(low, high), figure=(*at, "dpmo_ci")),
                Cell(numbers.fixed(m.sigma, 2), figure=(*at, "sigma")),
                Cell(numbers.limits(*ends), figure=(*at, "sigma_ci")),
            ]
        )
    shift = numbers.points(rows[0].shift or 0.0)
    return Exhibit(
        id="exhibit-capability",
        title=view.say("operations.capability.title"),
        how=view.say("operations.capability.how", shift=shift, confidence=view.confidence),
        table=Table(view.say("operations.capability.caption"), columns, body),
        base=base(view),
    )


# -- beside perceptions --------------------------------------------------------------------------


def perceived(view: View) -> Exhibit | None:
    """Return every measure beside the gaps of its units; None where no unit has both."""
    rows = [m for m in view.study.operations.measures if m.n_pairs > 1]
    if not rows:
        return None
    drawn = rows[:MOST_CHARTS]
    numbers = view.numbers
    interval = Column(view.say("words.head.interval", confidence=view.confidence))
    columns = [
        Column(view.say("operations.head.measure"), "text"),
        Column(view.say("words.head.dimension"), "text"),
        Column(view.say("operations.head.pairs")),
        Column(view.say("operations.head.spearman")),
        interval,
        Column(view.say("operations.head.pearson")),
        interval,
    ]
    body = []
    for m in rows:
        at = ("operations", m.measure)
        body.append(
            [
                Cell(measure_name(m)),
                Cell(belongs_to(view, m)),
                Cell(numbers.count(m.n_pairs), figure=(*at, "n_pairs")),
                Cell(numbers.coefficient(m.spearman), figure=(*at, "spearman")),
                Cell(numbers.alpha_interval(m.spearman_low, m.spearman_high)),
                Cell(numbers.coefficient(m.pearson), figure=(*at, "pearson")),
                Cell(numbers.alpha_interval(m.pearson_low, m.pearson_high)),
            ]
        )
    fewest = view.study.operations.fewest_units
    says = [view.say("operations.perceived.says")]
    if any(m.spearman is None for m in rows):
        says.insert(0, view.say("operations.perceived.few", fewest=fewest))
    if any(m.kind == "complaints" and m.opportunities is None for m in rows):
        says.append(view.say("operations.perceived.counts"))
    how = [view.say("operations.perceived.how", kind=view.inside(view.kind(rows[0].gap_kind)))]
    if len(drawn) < len(rows):
        how.append(view.say("operations.perceived.first", n=len(drawn)))
    table = Table(view.say("operations.perceived.caption"), columns, body)
    return Exhibit(
        id="exhibit-perceived",
        title=view.say("operations.perceived.title"),
        how=view.sentences(how),
        figure=_perceived_figure(view, drawn),
        table=without_empty(view, table),
        says=says,
        base=base(view),
    )


def _perceived_figure(view: View, rows: Sequence[MeasureRow]) -> Figure:
    charts = [_chart(view, m) for m in rows]
    wide, narrow = (
        beside(charts, narrow=narrow, tick=view.numbers.tick) for narrow in (False, True)
    )
    told = view.say("words.semicolon").join(_told(view, m) for m in rows)
    return Figure("chart-perceived", wide, narrow, view.say("operations.perceived.alt", rows=told))


def _chart(view: View, measure: MeasureRow) -> Chart:
    """Return the chart of one measure."""
    percent = measure.opportunities is not None
    times = 100.0 if percent else 1.0
    rows = [row for row in rows_of(view, measure) if row.gap is not None]
    spots = [
        Spot(
            row.value * times, row.gap or 0.0, shown_name(view, row.unit), _box(view, measure, row)
        )
        for row in rows
    ]
    targets = {row.target for row in rows}
    target = targets.pop() if len(targets) == 1 else None
    title = view.say("words.bracketed", text=measure_name(measure), note=belongs_to(view, measure))
    suffix = "%" if measure.percent else ""
    return Chart(title, spots, None if target is None else target * times, suffix)


def _box(view: View, measure: MeasureRow, row: StandardRow) -> str:
    figure = view.say(
        "words.figure", name=measure_name(measure), value=value_text(view, measure, row.value)
    )
    gap = view.say("words.figure", name=view.say("words.head.gap"), value=view.numbers.gap(row.gap))
    return hover(shown_name(view, row.unit), figure, gap)


def _told(view: View, measure: MeasureRow) -> str:
    """Return the two ends of a chart in words."""
    rows = sorted(
        (r for r in rows_of(view, measure) if r.gap is not None), key=lambda r: r.gap or 0
    )
    low, high = rows[0], rows[-1]
    return view.say(
        "operations.perceived.alt_row",
        measure=measure_name(measure),
        n=view.numbers.count(len(rows)),
        first=shown_name(view, low.unit),
        first_gap=view.numbers.gap(low.gap),
        first_value=value_text(view, measure, low.value),
        last=shown_name(view, high.unit),
        last_gap=view.numbers.gap(high.gap),
        last_value=value_text(view, measure, high.value),
    )


def complaints(view: View) -> Exhibit | None:
    """Return complaints by dimension beside its gap; None where none is coded."""
    numbers, rows = view.numbers, view.study.operations.complaints
    if not rows:
        return None
    entries, told = [], []
    for row in rows:
        count = numbers.count(row.count)
        name = view.dimension(row.dimension)
        box = hover(name, view.say("words.figure", name=count, value=numbers.percent(row.share)))
        entries.append(Bar(Row(name, count, numbers.percent(row.share), "", box), row.count))
        told.append(view.say("words.figure", name=name, value=count))
    equal = sum(row.count for row in rows) / len(rows)
    heads = (view.say("operations.head.complaints"), view.say("words.head.share"))
    wide, narrow = (bars(entries, equal, narrow=narrow, heads=heads) for narrow in (False, True))
    columns = [
        Column(view.say("words.head.dimension"), "text"),
        Column(view.say("operations.head.complaints")),
        Column(view.say("words.head.share")),
        Column(view.say("words.head.gap")),
    ]
    body = [
        [
            name_cell(view, "dimension", row.dimension),
            Cell(numbers.count(row.count), figure=("complaints", row.dimension, "count")),
            Cell(numbers.percent(row.share), figure=("complaints", row.dimension, "share")),
            Cell(numbers.gap(row.gap), figure=("complaints", row.dimension, "gap")),
        ]
        for row in rows
    ]
    alt = view.say("operations.complaints.alt", rows=view.say("words.semicolon").join(told))
    table = Table(view.say("operations.complaints.caption"), columns, body)
    return Exhibit(
        id="exhibit-complaints",
        title=view.say("operations.complaints.title"),
        how=view.say("operations.complaints.how"),
        figure=Figure("chart-complaints", wide, narrow, alt),
        table=without_empty(view, table),
        says=[view.say("operations.complaints.says")],
        base=base(view),
    )
