"""The verdict on the scale, and how reliable its scores are."""

from __future__ import annotations

from collections.abc import Sequence

from servqual.results import ReliabilityRow, VerdictRow
from servqual.writer.figures.lanes import Axis, Block, Lane, Mark, lanes
from servqual.writer.figures.look import hover
from servqual.writer.parts import Cell, Column, Exhibit, Figure, Table
from servqual.writer.sentences_trust import reasons
from servqual.writer.tables import without_empty
from servqual.writer.trust_facts import (
    TOTAL,
    Comparison,
    comparison_name,
    comparisons,
    leading_source,
    problem_word,
)
from servqual.writer.view import View

BENCHMARKS = (0.7, 0.8)
STEP = 0.2


def heads(view: View, *keys: str) -> list[Column]:
    """Return columns of numbers by the keys of their headings."""
    return [Column(view.say(f"trust.head.{key}")) for key in keys]


def text_heads(view: View, *keys: str) -> list[Column]:
    """Return columns of text by the keys of their headings."""
    return [Column(view.say(f"trust.head.{key}"), "text") for key in keys]


def interval_head(view: View) -> Column:
    """Return the heading of a column of intervals."""
    return Column(view.say("words.head.interval", confidence=view.confidence))


def dimension_cell(view: View, dimension: str) -> Cell:
    """Return the first cell of a row about a dimension, or about all items."""
    if dimension == TOTAL:
        return Cell(view.say("words.overall.total"), "strong")
    return Cell(view.dimension(dimension))


def base_line(view: View, exhibit: str, ns: Sequence[int], **values: object) -> str:
    """Return the base line of an exhibit with the people that it stands on."""
    n = view.numbers.counts(min(ns), max(ns)) if ns else view.numbers.none
    return view.say("report.base", text=view.say(f"trust.{exhibit}.base", n=n, **values))


# -- the verdict -------------------------------------------------------------------------------


def verdicts(view: View) -> Exhibit:
    """Return what may be said of each dimension, of the whole, and over groups, with the reason."""
    columns = [
        *text_heads(view, "about", "may_be_said"),
        *heads(view, "reliability", "reliability_gap"),
        *text_heads(view, "why"),
    ]
    rows = view.study.structure.verdicts
    body = [_verdict_cells(view, row) for row in rows]
    body += [_comparison_cells(view, found) for found in comparisons(view)]
    table = Table(view.say("trust.verdicts.caption"), columns, body)
    ns = [
        r.n
        for r in view.study.reliability.rows
        if r.battery == leading_source(view) and not r.problem
    ]
    return Exhibit(
        id="exhibit-verdicts",
        title=view.say("trust.verdicts.title"),
        how=view.say("trust.verdicts.how"),
        table=without_empty(view, table),
        base=base_line(view, "verdicts", ns, set=view.rated_many(leading_source(view))),
    )


def _verdict_cells(view: View, row: VerdictRow) -> list[Cell]:
    numbers, total = view.numbers, row.dimension == TOTAL
    level = view.say(f"trust.level{'_total' if total else ''}.{row.level}")
    return [
        Cell(dimension_cell(view, row.dimension).text),
        Cell(level),
        Cell(numbers.alpha(row.reliability)),
        Cell(numbers.alpha(row.gap_reliability)),
        Cell(reasons(view, row)),
    ]


def _comparison_cells(view: View, found: Comparison) -> list[Cell]:
    none = Cell(view.numbers.none)
    kind = "sides" if found.of_sides else "groups"
    if found.problem:
        said = view.say("trust.level_comparison.untested")
        why = problem_word(view, found.problem)
        if found.problem == "too_few_people":
            why = view.say("trust.why.too_few_in_groups")
    else:
        said = view.say(f"trust.level_comparison.{kind}_{found.level or 'none'}")
        why = view.say(f"trust.why.compared_{found.level or 'none'}")
    name = Cell(comparison_name(view, found))
    return [name, Cell(said), none, none, Cell(why[:1].upper() + why[1:])]


# -- reliability -------------------------------------------------------------------------------


def shown_sets(view: View) -> list[str]:
    """Return the sets of ratings that the chart shows: received, wanted, and the gaps."""
    known = {row.battery for row in view.study.reliability.rows}
    wanted = [g.minus for g in view.kinds]
    gaps = [g.name for g in view.kinds]
    return [s for s in dict.fromkeys([leading_source(view), *wanted, *gaps]) if s in known]


def reliability(view: View) -> Exhibit:
    """Return how reliable the score of each dimension is, in each set of ratings."""
    sets = shown_sets(view)
    rows = [r for r in view.study.reliability.rows if r.battery in sets]
    drawn = [r for r in rows if r.dimension != TOTAL]
    figure = None
    if any(r.coefficient is not None for r in drawn):
        figure = _reliability_figure(view, drawn, sets)
    ns = [r.n for r in rows]
    return Exhibit(
        id="exhibit-reliability",
        title=view.say("trust.reliability.title"),
        how=view.say("trust.reliability.how", confidence=view.confidence) if figure else "",
        figure=figure,
        table=_reliability_table(view, rows, sets),
        says=_reliability_says(view),
        base=base_line(view, "reliability", ns),
    )


def _reliability_figure(view: View, rows: Sequence[ReliabilityRow], sets: list[str]) -> Figure:
    blocks = []
    for dimension in view.instrument.dimension_ids:
        mine = sorted(
            (r for r in rows if r.dimension == dimension), key=lambda r: sets.index(r.battery)
        )
        blocks.append(Block(view.dimension(dimension), [_lane(view, r) for r in mine]))
    lows = [low for r in rows if (low := r.coefficient_limits[0]) is not None]
    start = max(-STEP * 2, STEP * (min([0.0, *lows]) // STEP))
    steps = range(round(start / STEP), round(1 / STEP) + 1)
    ticks = [(k * STEP, view.numbers.fixed(k * STEP, 1)) for k in steps]
    axis = Axis(start - 0.01, 1.01, ticks, BENCHMARKS)
    wide, narrow = (lanes(blocks, axis, narrow=narrow) for narrow in (False, True))
    told = view.say("words.semicolon").join(
        view.say(
            "trust.reliability.alt_row",
            label=block.name,
            rows=view.say("words.comma").join(f"{x.name} {x.number}" for x in block.lanes),
        )
        for block in blocks
    )
    return Figure("chart-reliability", wide, narrow, view.say("trust.reliability.alt", rows=told))


def _lane(view: View, row: ReliabilityRow) -> Lane:
    numbers, value = view.numbers, row.coefficient
    name, (low, high) = view.rated(row.battery), row.coefficient_limits
    if value is None:
        return Lane(name, numbers.none, None, None, None, "dot", "")
    which = "omega" if row.omega is not None else "alpha"
    box = hover(
        view.dimension(row.dimension),
        view.say(
            f"trust.reliability.hover_{which}",
            set=name,
            value=numbers.alpha(value),
            confidence=view.confidence,
            interval=numbers.alpha_interval(low, high),
        ),
        view.say("exhibits.hover.n", n=numbers.count(row.n)),
    )
    return Lane(name, numbers.alpha(value), value, low, high, _mark(view, row.battery), box)


def _mark(view: View, name: str) -> Mark:
    if any(g.name == name for g in view.kinds):
        return "diamond"
    return "ring" if any(g.minus == name for g in view.kinds) else "dot"


def _reliability_table(view: View, rows: Sequence[ReliabilityRow], sets: list[str]) -> Table:
    numbers = view.numbers
    columns = [
        Column(view.say("words.head.dimension"), "text"),
        Column(view.say("words.head.set"), "text"),
        Column(view.say("words.head.items")),
        Column(view.say("words.head.n")),
        *heads(view, "omega"),
        interval_head(view),
        Column(view.say("words.head.alpha")),
        interval_head(view),
        Column(view.say("words.head.mean_r")),
    ]
    order = [*view.instrument.dimension_ids, TOTAL]
    body = [
        [
            dimension_cell(view, row.dimension),
            Cell(view.rated(row.battery)),
            Cell(numbers.count(row.k)),
            Cell(numbers.count(row.n)),
            Cell(_figure_or(view, row.omega, row.problem)),
            Cell(numbers.alpha_interval(row.omega_low, row.omega_high)),
            Cell(_figure_or(view, row.alpha, row.problem)),
            Cell(numbers.alpha_interval(row.alpha_low, row.alpha_high)),
            Cell(numbers.coefficient(row.mean_r)),
        ]
        for row in sorted(rows, key=lambda r: (order.index(r.dimension), sets.index(r.battery)))
    ]
    caption = view.say("trust.reliability.caption")
    return without_empty(view, Table(caption, columns, body, dense=True))


def _figure_or(view: View, value: float | None, problem: str) -> str:
    """Return a coefficient, else why there is none."""
    if value is None and problem:
        return problem_word(view, problem)
    return view.numbers.alpha(value)


def _reliability_says(view: View) -> list[str]:
    """Return that gaps are less reliable than their parts, where they are, and how many so."""
    rows = {(r.battery, r.dimension): r.coefficient for r in view.study.reliability.rows}
    found = []
    for gap in view.kinds[:1]:
        less = total = 0
        for dimension in view.instrument.dimension_ids:
            own = rows.get((gap.name, dimension))
            sides = [rows.get((side, dimension)) for side in (gap.of, gap.minus)]
            known = [s for s in sides if s is not None]
            if own is None or len(known) < 2:
                continue
            total += 1
            less += own < sum(known) / 2
        if total:
            count = {"count": view.count_word(less), "total": view.count_word(total)}
            key = "none" if not less else "all" if less == total else "some"
            found.append(view.say(f"trust.reliability.less_{key}", n=less, **count))
    return [view.sentences([*found, view.say("trust.reliability.not_one"), _no_omega(view)])]


def _no_omega(view: View) -> str:
    """Return which sets have no omega, so that alpha leads, and why; '' where all have one."""
    sets = shown_sets(view)
    rows = [
        r
        for r in view.study.reliability.rows
        if r.battery in sets and r.omega is None and r.omega_problem and r.alpha is not None
    ]
    found = []
    for problem in dict.fromkeys(r.omega_problem for r in rows):
        mine = [r for r in rows if r.omega_problem == problem]
        names = [
            view.say(
                "words.bracketed",
                text=dimension_cell(view, dimension).text,
                note=view.say("words.comma").join(
                    view.rated(r.battery) for r in mine if r.dimension == dimension
                ),
            )
            for dimension in dict.fromkeys(r.dimension for r in mine)
        ]
        found.append(
            view.say(
                "trust.reliability.no_omega",
                names=view.listed(names),
                reason=problem_word(view, problem),
            )
        )
    return view.sentences(found)
