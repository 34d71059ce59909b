"""Penalty and reward: whether low scores weigh more than high ones; no Kano letters."""

from __future__ import annotations

from collections.abc import Sequence

from servqual.results import AsymmetryRow
from servqual.writer.exhibits.drivers import first_heads, level_head
from servqual.writer.exhibits.matrix import outcome_name
from servqual.writer.figures.look import Row, hover
from servqual.writer.figures.sided import Sided, sided
from servqual.writer.parts import Cell, Column, Exhibit, Figure, Table
from servqual.writer.tables import name_cell, without_empty
from servqual.writer.view import View

MOST_NAMED = 4


def leading_outcome(view: View) -> str:
    """Return the outcome whose contrasts lead: that of the drivers, else the first one."""
    rows = view.study.importance.asymmetry
    model = view.study.importance.leading_model()
    if model and any(r.outcome == model.outcome for r in rows):
        return model.outcome
    return rows[0].outcome if rows else ""


def asymmetry_rows(view: View, outcome: str, level: str = "dimension") -> list[AsymmetryRow]:
    """Return the rows of an outcome on one level, of the first battery that has them."""
    mine = [r for r in view.study.importance.asymmetry if (r.outcome, r.level) == (outcome, level)]
    return [r for r in mine if r.battery == mine[0].battery]


def estimated(view: View, outcome: str) -> bool:
    """Say whether any contrast of an outcome could be estimated."""
    mine = [r for r in view.study.importance.asymmetry if r.outcome == outcome]
    return any(r.penalty is not None or r.reward is not None for r in mine)


def asymmetry(view: View) -> Exhibit:
    """Return the penalty and the reward of each dimension of the leading outcome."""
    outcome = leading_outcome(view)
    rows = asymmetry_rows(view, outcome) or asymmetry_rows(view, outcome, "item")
    numbers, known = (
        view.numbers,
        [r for r in rows if r.penalty is not None or r.reward is not None],
    )
    columns = [
        level_head(view, rows[0].level),
        *first_heads(view, "penalty"),
        *first_heads(view, "reward"),
        Column(view.say("first.head.kind"), "text"),
        *first_heads(view, "n_penalty", "n_reward"),
    ]
    body = [
        [
            name_cell(view, row.level, row.id),
            Cell(_effect(view, row.penalty, row.penalty_low, row.penalty_high)),
            Cell(_effect(view, row.reward, row.reward_low, row.reward_high)),
            Cell(kind_word(view, row), "" if row.kind not in ("", "undetermined") else "muted"),
            Cell(numbers.count(row.n_penalty)),
            Cell(numbers.count(row.n_reward)),
        ]
        for row in rows
    ]
    ns = [r.n for r in rows]
    how = view.say(
        "first.asymmetry.how",
        outcome=outcome_name(view, outcome),
        low=numbers.points(rows[0].low_below),
        high=numbers.points(rows[0].high_from),
        confidence=view.confidence,
    )
    base = view.say(
        "first.asymmetry.base",
        n=numbers.counts(min(ns), max(ns)),
        smallest=numbers.points(rows[0].smallest or 0.0),
    )
    table = Table(view.say("first.asymmetry.caption"), columns, body)
    return Exhibit(
        id="exhibit-asymmetry",
        title=view.say("first.asymmetry.title", outcome=outcome_name(view, outcome)),
        how=how if known else "",
        figure=_figure(view, known) if known else None,
        table=without_empty(view, table),
        says=[view.sentences([asymmetry_sentence(view, rows), view.say("first.asymmetry.says")])],
        base=view.say("report.base", text=base),
    )


def kind_word(view: View, row: AsymmetryRow) -> str:
    """Return the class of a row in words, or why there is none."""
    return view.say(f"first.asymmetry_kind.{row.problem or row.kind or 'none'}")


def _effect(view: View, value: float | None, low: float | None, high: float | None) -> str:
    if value is None:
        return view.numbers.none
    interval = view.numbers.interval(low, high)
    return view.say("words.figure", name=view.numbers.gap(value), value=interval)


def _figure(view: View, rows: Sequence[AsymmetryRow]) -> Figure:
    numbers = view.numbers
    entries = []
    for row in rows:
        label = view.label(row.level, row.id)
        both = view.say(
            "first.asymmetry.both", penalty=numbers.gap(row.penalty), reward=numbers.gap(row.reward)
        )
        box = hover(
            label,
            view.say(
                "first.asymmetry.hover",
                penalty=_effect(view, row.penalty, row.penalty_low, row.penalty_high),
                reward=_effect(view, row.reward, row.reward_low, row.reward_high),
            ),
            kind_word(view, row),
        )
        line = Row(label, both, kind_word(view, row), "", box)
        entries.append(
            Sided(
                line,
                (row.penalty or 0.0, row.penalty_low, row.penalty_high),
                (row.reward or 0.0, row.reward_low, row.reward_high),
            )
        )
    heads = ("", view.say("first.head.kind"))
    wide, narrow = (
        sided(entries, narrow=narrow, tick=numbers.tick, heads=heads) for narrow in (False, True)
    )
    told = view.say("words.semicolon").join(
        view.say(
            "first.asymmetry.alt_row",
            label=view.label(r.level, r.id),
            penalty=numbers.gap(r.penalty),
            reward=numbers.gap(r.reward),
        )
        for r in rows
    )
    return Figure("chart-asymmetry", wide, narrow, view.say("first.asymmetry.alt", rows=told))


def asymmetry_sentence(view: View, rows: Sequence[AsymmetryRow]) -> str:
    """Return which rows are uneven, as far as their intervals tell."""
    found = []
    for kind, key in (("penalty_dominant", "penalty"), ("reward_dominant", "reward")):
        names = [view.label(r.level, r.id) for r in rows if r.kind == kind]
        if names:
            text = view.listed([view.inside(name) for name in names[:MOST_NAMED]])
            found.append(view.say(f"first.asymmetry.found_{key}", n=len(names), names=text))
    if found:
        return view.sentences([text[:1].upper() + text[1:] for text in found])
    level = view.say(f"first.drivers.level_{rows[0].level}")
    return view.say("first.asymmetry.found_none", level=level)


def asymmetry_more(view: View, outcome: str, level: str) -> Exhibit:
    """Return the contrasts of an outcome in figures."""
    numbers, rows = view.numbers, asymmetry_rows(view, outcome, level)
    # the table of what matters has the kinds of the leading outcome
    told = outcome == leading_outcome(view) and level == "dimension"
    columns = [
        level_head(view, level),
        *first_heads(view, "n_penalty", "n_reward", "penalty", "reward", "difference"),
        *first_heads(view, "range", "asymmetry"),
        *([] if told else [Column(view.say("first.head.kind"), "text")]),
    ]
    body = [
        [
            name_cell(view, row.level, row.id),
            Cell(numbers.count(row.n_penalty)),
            Cell(numbers.count(row.n_reward)),
            Cell(_effect(view, row.penalty, row.penalty_low, row.penalty_high)),
            Cell(_effect(view, row.reward, row.reward_low, row.reward_high)),
            Cell(_effect(view, row.difference, row.difference_low, row.difference_high)),
            Cell(numbers.mean(row.range)),
            Cell(numbers.gap(row.asymmetry)),
            *([] if told else [Cell(kind_word(view, row))]),
        ]
        for row in rows
    ]  # fmt: skip
    name, ns = outcome_name(view, outcome), [r.n for r in rows]
    table = Table(view.say("first.asymmetry_more.caption", outcome=name), columns, body, dense=True)
    base = view.say("first.asymmetry_more.base", n=numbers.counts(min(ns), max(ns)))
    return Exhibit(
        id=f"exhibit-contrasts-{level}-{outcome}",
        title=view.say("first.asymmetry_more.title", outcome=name),
        how=view.say(
            "first.asymmetry_more.how",
            low=numbers.points(rows[0].low_below),
            high=numbers.points(rows[0].high_from),
        ),
        table=without_empty(view, table),
        base=view.say("report.base", text=base),
    )
