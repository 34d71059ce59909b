"""Gaps per group of people, after the disclosure rules."""

from __future__ import annotations

from servqual.results import GroupGap, GroupRow
from servqual.writer.exhibits.common import gap_heads
from servqual.writer.figures.dumbbell import Bell, dumbbell
from servqual.writer.figures.look import Row, hover
from servqual.writer.parts import Cell, Column, Exhibit, Figure, Table
from servqual.writer.sentences import chip, tone
from servqual.writer.view import View


def group_name(view: View, group: str) -> str:
    """Return the name of a group; the people for whom the column is blank are 'not stated'."""
    return group or view.say("exhibits.groups.blank")


def column_name(view: View, by: str) -> str:
    """Return the name of the column that makes the groups."""
    found = next((p for p in view.instrument.people if p.id == by), None)
    return (view.words(found.label) if found else "") or by


def group_gaps(view: View, by: str, kind: str) -> Exhibit:
    """Return the overall gap of each group as dumb-bells, with a table of the dimensions."""
    found = [g for g in view.study.groups.of(by).gaps if g.kind == kind]
    overall = sorted(
        (g for g in found if g.id == "unweighted"), key=lambda g: (g.gap is None, g.gap or 0.0)
    )
    drawn = [g for g in overall if g.gap is not None]
    values = {"by": view.inside(column_name(view, by)), "kind": view.kind(kind)}
    figure = None
    if drawn:
        bells = [Bell(_line(view, g), g.mean_of or 0.0, g.mean_minus or 0.0) for g in drawn]
        heads = gap_heads(view)
        wide, narrow = (dumbbell(bells, view.scale, narrow=n, heads=heads) for n in (False, True))
        parts = [f"{group_name(view, g.group)} {_gap(view, g)}" for g in drawn]
        alt = view.say("exhibits.groups.alt", rows=view.say("words.semicolon").join(parts))
        figure = Figure(
            f"chart-groups-{view.study.groups.columns.index(by) + 1}-{kind}", wide, narrow, alt
        )
    ns = [g.n for g in overall] or [0]
    text = view.say("exhibits.groups.base", n=view.numbers.counts(min(ns), max(ns)))
    return Exhibit(
        id=f"exhibit-groups-{view.study.groups.columns.index(by) + 1}-{kind}",
        title=view.say("exhibits.groups.title", **values),
        how=view.say("exhibits.groups.how", wanted=view.wanted(kind)),
        figure=figure,
        table=_group_table(view, by, kind, overall),
        base=view.say("report.base", text=text),
    )


def _gap(view: View, row: GroupGap) -> str:
    """Return a gap of a group with the decimals that it was rounded to."""
    return view.numbers.gap(row.gap, 2 if row.n >= 30 else 1)


def _line(view: View, row: GroupGap) -> Row:
    numbers = view.numbers
    interval = numbers.interval(row.ci_low, row.ci_high) if row.ci_low is not None else ""
    box = hover(
        group_name(view, row.group),
        view.say(
            "exhibits.hover.gap", gap=_gap(view, row), confidence=view.confidence, interval=interval
        ),
        view.say("exhibits.hover.n", n=numbers.count(row.n)),
    )
    return Row(group_name(view, row.group), _gap(view, row), interval, tone(row), box)


def _group_table(view: View, by: str, kind: str, overall: list[GroupGap]) -> Table:
    """Return one row per group: n, overall gap and verdict, then the gap of each dimension."""
    numbers, dimensions = view.numbers, view.instrument.dimension_ids
    cells = {
        (g.group, g.id): g
        for g in view.study.groups.of(by).gaps
        if g.kind == kind and g.level == "dimension"
    }
    columns = [Column(view.say("words.head.group"), "text"), Column(view.say("words.head.n"))]
    columns += [
        Column(view.label("overall", "unweighted")),
        Column(view.say("words.head.verdict"), "text"),
    ]
    columns += [Column(view.dimension(d)) for d in dimensions]
    body = []
    for row in overall:
        line = [Cell(group_name(view, row.group)), Cell(numbers.count(row.n))]
        line += [Cell(_gap(view, row), tone(row)), Cell(chip(view, row), tone(row))]
        for d in dimensions:
            found = cells.get((row.group, d))
            line.append(Cell(_gap(view, found), tone(found)) if found else Cell(numbers.none))
        body.append(line)
    return Table(
        view.say("exhibits.groups.caption", by=view.inside(column_name(view, by))), columns, body
    )


def hidden_groups(view: View, by: str) -> list[GroupRow]:
    """Return the groups of a breakdown that may not be shown."""
    return [g for g in view.study.groups.of(by).groups if not g.shown]
