"""What room the answers leave, and whether a gap may stand for its two sides."""

from __future__ import annotations

from collections.abc import Sequence

from servqual.results import ConstraintRow, SpreadRow
from servqual.writer.exhibits.outcomes import outcome_label
from servqual.writer.exhibits.trust import (
    base_line,
    dimension_cell,
    heads,
    shown_sets,
    text_heads,
)
from servqual.writer.parts import Cell, Column, Exhibit, Table
from servqual.writer.tables import without_empty
from servqual.writer.trust_facts import TOTAL, problem_word
from servqual.writer.view import View

# -- ceilings ----------------------------------------------------------------------------------


def spread(view: View) -> Exhibit:
    """Return how much room the answers leave: shares at both ends of the scale, and spread."""
    numbers, sets = view.numbers, shown_sets(view)
    rows = [r for r in view.study.reliability.spread if r.battery in sets]
    columns = [
        Column(view.say("words.head.dimension"), "text"),
        Column(view.say("words.head.set"), "text"),
        Column(view.say("words.head.n")),
        Column(view.say("words.head.lowest", value=view.scale.min)),
        Column(view.say("words.head.lowest", value=view.scale.max)),
        Column(view.say("words.head.mean")),
        Column(view.say("words.head.sd")),
        *heads(view, "sd_ratio"),
    ]
    order = [*view.instrument.dimension_ids, TOTAL]
    body = [
        [
            dimension_cell(view, row.dimension),
            Cell(view.rated(row.battery)),
            Cell(numbers.count(row.n)),
            Cell(numbers.percent(row.share_bottom)),
            Cell(numbers.percent(row.share_top)),
            Cell(numbers.mean(row.mean)),
            Cell(numbers.mean(row.sd)),
            Cell(numbers.mean(row.sd_ratio)),
        ]
        for row in sorted(rows, key=lambda r: (order.index(r.dimension), sets.index(r.battery)))
    ]
    table = Table(view.say("trust.spread.caption"), columns, body, dense=True)
    return Exhibit(
        id="exhibit-spread",
        title=view.say("trust.spread.title"),
        how=view.say("trust.spread.how"),
        table=without_empty(view, table),
        says=_spread_says(view, rows),
        base=base_line(view, "spread", [r.n for r in rows]),
    )


def _spread_says(view: View, rows: Sequence[SpreadRow]) -> list[str]:
    """Return how many of the answers stand at the top, and how far wants differ."""
    found = []
    for gap in view.kinds[:1]:
        total = next((r for r in rows if (r.battery, r.dimension) == (gap.minus, TOTAL)), None)
        if total is None or total.share_top is None:
            continue
        share = view.numbers.percent(total.share_top)
        text = view.say("trust.spread.says", set=view.rated_many(gap.minus), share=share)
        less = [r for r in rows if r.battery == gap.minus and (r.sd_ratio or 1.0) < 1]
        of = [r for r in rows if r.battery == gap.minus and r.sd_ratio is not None]
        if less:
            values = {"of": view.rated_many(gap.of), "minus": view.rated_many(gap.minus)}
            values |= {"count": view.count_word(len(less)), "total": view.count_word(len(of))}
            key = "trust.spread.narrower" if len(less) == len(of) else "trust.spread.narrower_some"
            text = view.sentences([text, view.say(key, n=len(less), **values)])
        found.append(text)
    return found


# -- may a gap stand for its two sides ---------------------------------------------------------


def constraint(view: View) -> Exhibit:
    """Return whether outcomes follow the gap, or what was received alone."""
    rows = view.study.reliability.constraints
    two = len(view.kinds) > 1
    columns = [
        *text_heads(view, "outcome"),
        Column(view.say("words.head.n")),
        *heads(view, "r2_gap", "r2_of", "r2_both", "r2_surface"),
        *heads(view, "slope_of", "slope_minus", "f"),
        Column(view.say("words.head.p")),
    ]
    body = [_constraint_cells(view, row, named=two) for row in rows]
    table = Table(view.say("trust.constraint.caption"), columns, body, dense=True)
    ns = [r.n for r in rows]
    return Exhibit(
        id="exhibit-constraint",
        title=view.say("trust.constraint.title"),
        how=view.say("trust.constraint.how"),
        table=without_empty(view, table),
        says=_constraint_says(view, rows),
        base=base_line(view, "constraint", ns),
    )


def _outcome(view: View, row: ConstraintRow) -> str:
    found = next((o for o in view.study.outcomes.rows if o.id == row.outcome), None)
    return outcome_label(view, found) if found else row.outcome


def _constraint_cells(view: View, row: ConstraintRow, *, named: bool) -> list[Cell]:
    numbers = view.numbers
    name = _outcome(view, row)
    if named:
        name = view.say("words.bracketed", text=name, note=view.kind(row.gap))
    f = numbers.none
    if row.f is not None:
        df = f"{row.df1}, {numbers.none if row.df2 is None else numbers.count(row.df2)}"
        f = view.say("words.bracketed", text=numbers.fixed(row.f, 2), note=df)
    shares = (row.r2_gap, row.r2_of, row.r2_both, row.r2_surface)
    first = problem_word(view, row.problem) if row.problem else ""
    return [
        Cell(view.say("words.bracketed", text=name, note=first) if first else name),
        Cell(numbers.count(row.n)),
        *(Cell(numbers.coefficient(v)) for v in shares),
        Cell(_slope(view, row.slope_of, row.slope_of_se)),
        Cell(_slope(view, row.slope_minus, row.slope_minus_se)),
        Cell(f),
        Cell(numbers.p(row.p)),
    ]


def _slope(view: View, value: float | None, se: float | None) -> str:
    if value is None or se is None:
        return view.numbers.none
    note = view.numbers.fixed(se, 2)
    return view.say("words.bracketed", text=view.numbers.gap(value), note=note)


def _constraint_says(view: View, rows: Sequence[ConstraintRow]) -> list[str]:
    """Return which outcomes the gap may predict, one sentence for each kind of answer."""
    kinds: dict[tuple[str, str], list[ConstraintRow]] = {}
    for row in rows:
        if not row.problem and row.p is not None:
            kinds.setdefault((row.gap, _answer(view, row)), []).append(row)
    return [_constraint_sentence(view, *key, found) for key, found in kinds.items()]


def _answer(view: View, row: ConstraintRow) -> str:
    """Return whether a gap may stand for its sides, else which predicts better alone."""
    if (row.p or 0.0) >= 1 - view.study.settings.confidence:
        return "holds"
    return "rejected_of" if (row.r2_of or 0.0) > (row.r2_gap or 0.0) else "rejected_gap"


def _constraint_sentence(view: View, kind: str, answer: str, rows: list[ConstraintRow]) -> str:
    gap, numbers = next(g for g in view.instrument.gaps if g.name == kind), view.numbers
    return view.say(
        f"trust.constraint.{answer}",
        n=len(rows),
        outcomes=view.listed([view.quoted(_outcome(view, row)) for row in rows]),
        of=view.rated_many(gap.of),
        gaps=view.rated_many(kind),
        r2_of=view.listed([numbers.percent(row.r2_of) for row in rows]),
        r2_gap=view.listed([numbers.percent(row.r2_gap) for row in rows]),
    )
