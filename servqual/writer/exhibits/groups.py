"""Gaps per group of people, after the disclosure rules."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from itertools import combinations

from servqual.disclosure import decimals
from servqual.results import GapRow, GroupGap, GroupRow
from servqual.settings import parents
from servqual.writer.exhibits.common import gap_heads
from servqual.writer.figures.intervals import Point, gap_intervals
from servqual.writer.figures.look import Row, hover
from servqual.writer.parts import Cell, Column, Exhibit, Figure, Table
from servqual.writer.sentences import chip, tone
from servqual.writer.view import View

MOST_ROWS = 20  # of one chart, so that it fits a printed page; further groups get a chart more
LONGEST_NAME = 80
Line = list[Cell]
MOST_ALT = 12


def group_name(view: View, group: str) -> str:
    """Return the name of a group; the people for whom the column is blank are 'not stated'."""
    return group or view.say("exhibits.groups.blank")


def shown_name(view: View, group: str) -> str:
    """Return a name for sentences and lists: no hidden signs, a long one cut inside."""
    name = group_name(view, group)
    plain = "".join(c for c in name if unicodedata.category(c) not in ("Cc", "Cf")).strip()
    # long names of one series often differ only at their end
    cut = f"{plain[: LONGEST_NAME - 21].rstrip()}…{plain[-20:].lstrip()}"
    return cut if len(plain) > LONGEST_NAME else plain


def isolated(name: str) -> str:
    """Return a name that reads from right to left in marks that keep the sentence round it whole.

    >>> isolated("Riverside"), isolated("فرع") == "\u2068فرع\u2069"
    ('Riverside', True)
    """
    leftward = any(unicodedata.bidirectional(c) in ("R", "AL") for c in name)
    return f"\u2068{name}\u2069" if leftward else name


def column_name(view: View, by: str) -> str:
    """Return the name of the column that makes the groups, or of both that are crossed."""
    sides = parents(by)
    if len(sides) == 2:
        first, second = column_name(view, sides[0]), view.inside(column_name(view, sides[1]))
        return view.say("compared.crossed", first=first, second=second)
    found = next((p for p in view.instrument.people if p.id == by), None)
    return (view.words(found.label) if found else "") or by


def overall_gaps(view: View, by: str, kind: str) -> list[GroupGap]:
    """Return the overall gap of each group, the largest shortfall first."""
    found = view.study.groups.of(by).gaps
    rows = [g for g in found if g.kind == kind and g.id == "unweighted" and g.gap is not None]
    return sorted(rows, key=lambda g: g.gap or 0.0)


def group_exhibits(view: View, by: str, kind: str) -> list[Exhibit]:
    """Return the overall gap of every group with its interval, then a heat table of dimensions."""
    rows = overall_gaps(view, by, kind)
    if not rows or view.study.groups.many(by):
        return []
    number = view.study.groups.columns.index(by) + 1
    parts = [rows[k : k + MOST_ROWS] for k in range(0, len(rows), MOST_ROWS)]
    charts = [_chart(view, rows, part, f"{number}-{kind}-{k}") for k, part in enumerate(parts, 1)]
    values = {"by": view.inside(column_name(view, by)), "kind": view.kind(kind)}
    exhibits = []
    for k, figure in enumerate(charts, 1):
        title = view.say("exhibits.groups.title", **values)
        if len(charts) > 1:
            title = view.say("exhibits.groups.part", title=title, k=k, total=len(charts))
        exhibits.append(
            Exhibit(
                id=f"exhibit-groups-{number}-{kind}-{k}",
                title=title,
                how=_how(view, rows) if k == 1 else "",
                figure=figure,
                base=_base(view, parts[k - 1]),
            )
        )
    heat = Exhibit(
        id=f"exhibit-groups-{number}-{kind}-heat",
        title=view.say("exhibits.groups_heat.title", **values),
        how=view.say("exhibits.groups_heat.how", sesoi=view.sesoi),
        table=_heat_table(view, by, kind, rows),
        base=_base(view, rows),
    )
    return [*exhibits, heat]


def _how(view: View, rows: Sequence[GroupGap]) -> str:
    how = view.say("exhibits.groups.how", confidence=view.confidence, sesoi=view.sesoi)
    if any(pair.by == rows[0].by for pair in view.study.comparisons.pairs):
        where = view.quoted(view.say("compared.title"))
        return view.sentences([how, view.say("exhibits.groups.see_pairs", where=where)])
    return view.sentences([how, apart_sentence(view, rows)])


def apart_sentence(view: View, rows: Sequence[GroupGap]) -> str:
    """Say how many pairs of groups have intervals wholly apart; '' where there is no pair."""
    apart, total = _pairs_apart(rows)
    if not total:
        return ""
    if not apart:
        known = sum(g.ci_low is not None for g in rows)
        return view.say("exhibits.groups.none_apart", n=known)
    if total == 1:
        return furthest_sentence(view, rows)
    names = _furthest(view, apart)
    return view.say(
        "exhibits.groups.apart",
        n=len(apart),
        count=view.numbers.count(len(apart)),
        total=view.numbers.count(total),
        first=names[0],
        second=names[1],
    )


def furthest_sentence(view: View, rows: Sequence[GroupGap]) -> str:
    """Name the two groups that lie furthest apart; '' where no intervals lie wholly apart."""
    apart, _ = _pairs_apart(rows)
    if not apart:
        return ""
    names = _furthest(view, apart)
    return view.say("exhibits.groups.pair_apart", first=names[0], second=names[1])


def _pairs_apart(rows: Sequence[GroupGap]) -> tuple[list[tuple[GroupGap, GroupGap]], int]:
    """Return the pairs of groups whose intervals lie wholly apart, and how many pairs there are."""
    known = [(g.ci_low, g.ci_high, g) for g in rows if g.ci_low is not None]
    pairs = [
        (low2 - high1, first, second)
        for (_, high1, first), (low2, _, second) in combinations(known, 2)
        if high1 is not None and low2 is not None
    ]
    return [(first, second) for distance, first, second in pairs if distance > 0], len(pairs)


def _furthest(view: View, apart: Sequence[tuple[GroupGap, GroupGap]]) -> list[str]:
    pair = max(apart, key=lambda both: (both[1].gap or 0.0) - (both[0].gap or 0.0))
    return [isolated(view.quoted(shown_name(view, g.group))) for g in pair]


def _base(view: View, rows: Sequence[GroupGap]) -> str:
    ns = [g.n for g in rows]
    text = view.say("exhibits.groups.base", n=view.numbers.counts(min(ns), max(ns)))
    base = view.say("report.base", text=text)
    return view.sentences([base, view.say("report.smallest", sesoi=view.sesoi)])


def _chart(view: View, rows: Sequence[GroupGap], part: Sequence[GroupGap], name: str) -> Figure:
    """Return part of the groups as gaps with intervals, on the axis of all of them."""
    heads = gap_heads(view)
    forms = []
    for narrow in (False, True):
        whole, form = (
            gap_intervals(
                [_point(view, g) for g in some],
                view.study.sesoi,
                narrow=narrow,
                tick=view.numbers.tick,
                heads=heads,
            )
            for some in (rows, part)
        )
        form["layout"]["xaxis"] = whole["layout"]["xaxis"]
        forms.append(form)
    told = [f"{isolated(shown_name(view, g.group))} {_gap(view, g)}" for g in part[:MOST_ALT]]
    alt = view.say("exhibits.groups.alt", n=len(part), rows=view.say("words.semicolon").join(told))
    return Figure(f"chart-groups-{name}", forms[0], forms[1], alt)


def _gap(view: View, row: GroupGap) -> str:
    """Return a gap of a group with the decimals that it was rounded to."""
    return view.numbers.gap(row.gap, decimals(row.n))


def _point(view: View, row: GroupGap) -> Point:
    numbers, places = view.numbers, decimals(row.n)
    interval = ""
    if row.ci_low is not None:
        ends = (numbers.gap(row.ci_low, places), numbers.gap(row.ci_high, places))
        interval = numbers.limits(*ends)
    box = hover(
        group_name(view, row.group),
        view.say(
            "exhibits.hover.gap", gap=_gap(view, row), confidence=view.confidence, interval=interval
        ),
        view.say("exhibits.hover.n", n=numbers.count(row.n)),
    )
    name = shown_name(view, row.group)
    line = Row(name, _gap(view, row), interval, tone(row), box, tail=True)
    return Point(line, row.gap or 0.0, row.ci_low, row.ci_high)


def _heat_table(view: View, by: str, kind: str, overall: Sequence[GroupGap]) -> Table:
    """Return everybody and one row per group: n, overall gap, verdict, then each dimension."""
    numbers, dimensions = view.numbers, view.instrument.dimension_ids
    cells: dict[tuple[str, str], GapRow | GroupGap] = {
        (g.group, g.id): g
        for g in view.study.groups.of(by).gaps
        if g.kind == kind and g.level == "dimension"
    }
    columns = [Column(column_name(view, by), "text"), Column(view.say("words.head.n"))]
    columns += [
        Column(view.label("overall", "unweighted")),
        Column(view.say("words.head.verdict"), "text"),
    ]
    columns += [Column(view.dimension(d)) for d in dimensions]

    def line(name: Cell, row: GapRow | GroupGap, found: Sequence[GapRow | GroupGap | None]) -> Line:
        first = [name, Cell(numbers.count(row.n)), _heat(view, row)]
        parts = [_heat(view, g) if g else Cell(numbers.none) for g in found]
        return [*first, Cell(chip(view, row), tone(row)), *parts]

    body = []
    whole = {r.id: r for r in view.study.gaps.of_kind(kind).dimensions}
    for everybody in (g for g in view.study.gaps.of_kind(kind).overall if g.id == "unweighted"):
        name = Cell(view.say("exhibits.groups_heat.everybody"), "strong")
        body.append(line(name, everybody, [whole.get(d) for d in dimensions]))
    for row in overall:
        name = Cell(group_name(view, row.group))
        body.append(line(name, row, [cells.get((row.group, d)) for d in dimensions]))
    caption = view.say("exhibits.groups_heat.caption", by=view.inside(column_name(view, by)))
    return Table(caption, columns, body, dense=True)


def _heat(view: View, row: GapRow | GroupGap) -> Cell:
    """Return a gap as a cell: tinted from the smallest gap of interest on, in three steps."""
    steps = min(int(abs(row.gap or 0.0) / view.study.sesoi), 3)
    side = "low" if (row.gap or 0.0) < 0 else "high"
    places = decimals(row.n) if isinstance(row, GroupGap) else None
    return Cell(view.numbers.gap(row.gap, places), heat=f"{side}-{steps}" if steps else "even")


def hidden_groups(view: View, by: str) -> list[GroupRow]:
    """Return the groups of a breakdown that may not be shown."""
    return [g for g in view.study.groups.of(by).groups if not g.shown]
