"""What to do first: the one page that answers what, why, and how sure."""

from __future__ import annotations

from servqual.writer.exhibits.matrix import (
    FIXED,
    importance_set,
    marks,
    outcome_name,
    quadrant_sentences,
)
from servqual.writer.exhibits.matrix import priorities as matrix_exhibit
from servqual.writer.parts import Section
from servqual.writer.sentences import direction, orders_sentence
from servqual.writer.sentences_first import answer, first_entry, order_sentence
from servqual.writer.view import View

MOST_FIRST = 5


def first(view: View) -> list[Section]:
    """Return the first actions with their reasons beside the matrix with its doubt."""
    rows, found = view.study.actions.rows, view.study.priorities
    if not rows and not found.items:
        return []
    shown, total = min(MOST_FIRST, len(rows)), len(rows)
    key = "list" if shown < total else "list_all"
    values = {"n": total, "shown": view.numbers.count(shown), "total": view.numbers.count(total)}
    context = {
        "lead": [text for text in (answer(view),) if text],
        "heading": view.say(f"first.page.{key}", **values) if rows else "",
        "entries": [first_entry(view, row) for row in rows[:MOST_FIRST]],
        "order": _order(view),
        "marks": marks(view),
        "says": _says(view),
    }
    title, nav = view.say("first.page.title"), view.say("first.page.nav")
    exhibits = [matrix_exhibit(view)] if found.items else []
    return [Section("priorities", title, nav, "first", context, exhibits)]


def _order(view: View) -> str:
    """Return what the order rests on; '' without one."""
    if not view.study.actions.rows:
        return ""
    return view.sentences([order_sentence(view), view.say("first.page.feasible")])


def _says(view: View) -> list[str]:
    """Return what stands for importance, what the lines do not say, and where orders disagree."""
    found = view.study.priorities
    lines: list[str] = []
    if found.items:
        key = found.importance_source if found.importance_source != "desired" else "expectation"
        battery = view.battery_short(importance_set(view))
        source = view.say(f"first.source.{key}", outcome=outcome_name(view), battery=battery)
        kind = "fixed" if found.rule in FIXED else "relative"
        rule = view.say(f"first.rule_says.{kind}", rule=view.say(f"first.rule.{found.rule}"))
        lines = [quadrant_sentences(view), view.sentences([source, rule, _elsewhere(view)])]
    if view.kinds:
        kind_rows = view.study.gaps.of_kind(view.kinds[0].name).items
        lines.append(orders_sentence(view, kind_rows, disagreement=True))
    return [line for line in lines if line]


def _elsewhere(view: View) -> str:
    """Return how many items with a clearly large shortfall lie in other quadrants; '' for none."""
    if not view.kinds:
        return ""
    quadrants = {r.item: r.quadrant for r in view.study.priorities.items}
    large = [
        r.id
        for r in view.study.gaps.of_kind(view.kinds[0].name).items
        if r.verdict == "clearly_large" and direction(r) == "shortfall" and r.id in quadrants
    ]
    n = sum(quadrants[name] != "concentrate_here" for name in large)
    if not n:
        return ""
    if len(large) == 1:
        return view.say("sentences.priority.elsewhere_only")
    values = {"count": view.count_word(n), "total": view.count_word(len(large))}
    return view.say("sentences.priority.elsewhere", n=n, **values)
