"""Operational figures: standards against what was delivered, defects per million."""

from __future__ import annotations

from collections.abc import Sequence
from unicodedata import category

from servqual.results.operations import MeasureRow, StandardRow
from servqual.writer.exhibits.groups import LONGEST_NAME, column_name, isolated, shown_name
from servqual.writer.figures.look import Row, hover
from servqual.writer.figures.standards import Kept, kept
from servqual.writer.parts import Cell, Column, Exhibit, Figure, Table
from servqual.writer.tables import without_empty
from servqual.writer.view import View

MOST_COLUMNS = 6  # measures of one table
MOST_UNITS = 60  # rows of one table


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
    if measure.percent and signed:
        return view.say("operations.percentage_points", value=text)
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
