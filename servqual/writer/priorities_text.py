"""What ``servqual priorities`` prints: what comes first, why, and how sure, without charts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from servqual.results import ActionRow, WhatIf, WhatIfRow
from servqual.writer.exhibits.actions import pareto
from servqual.writer.exhibits.drivers import rank_text
from servqual.writer.parts import Cell, Column, Exhibit, Table
from servqual.writer.sentences_first import First, answer, first_entry, order_sentence
from servqual.writer.view import View

MOST_FIRST = 5
SHARES = ("share_met", "in_zone")


def title(view: View) -> str:
    """Return the question, with the file that it is asked of."""
    return view.say("terminal.priorities.title", file=view.study.sample.file)


def lead(view: View) -> list[str]:
    """Return who answered, what comes first, and what the order rests on."""
    people = view.say(
        "report.instrument_line",
        title=view.words(view.instrument.title),
        n_items=len(view.instrument.items),
        min=view.scale.min,
        max=view.scale.max,
        n=view.study.sample.respondents,
        n_people=view.numbers.count(view.study.sample.respondents),
    )
    if not view.study.actions.rows:
        return [people, answer(view) or view.say("first.page.no_order")]
    order = view.sentences([order_sentence(view), view.say("first.page.feasible")])
    return [people, answer(view), order]


def heading(view: View) -> str:
    """Return how many of the actions follow; '' where there are none."""
    total = len(view.study.actions.rows)
    if not total:
        return ""
    shown = min(MOST_FIRST, total)
    key = "list" if shown < total else "list_all"
    count = view.numbers.count
    return view.say(f"first.page.{key}", n=total, shown=count(shown), total=count(total))


def entries(view: View) -> Iterator[tuple[First, list[str]]]:
    """Yield the first actions, each with why and how sure in words."""
    for row in view.study.actions.rows[:MOST_FIRST]:
        entry = first_entry(view, row)
        reasons = [("first.page.why", entry.why), ("first.page.sure", entry.sure)]
        yield (
            entry,
            [
                view.say("terminal.priorities.lead", word=view.say(key), text=text)
                for key, text in reasons
            ],
        )


def exhibits(view: View) -> Iterator[Exhibit]:
    """Yield the register and where the shortfall lies, as far as there is one."""
    if view.study.actions.rows:
        yield _register(view)
    if view.study.actions.causes:
        yield replace(pareto(view), figure=None)


def _register(view: View) -> Exhibit:
    """Return every action in a line."""
    rows = view.study.actions.rows
    columns = [
        Column(view.say("words.head.item"), "text"),
        Column(view.say("first.head.rank")),
        Column(view.rated(rows[0].kind) if rows[0].kind else view.say("words.head.mean")),
        Column(view.say("terminal.priorities.part")),
        Column(view.say("first.head.certainty"), "text"),
        Column(view.say("first.head.next_target")),
    ]
    known = any(row.rank_low is not None for row in rows)
    key = "register_base" if known else "register_base_plain"
    base = view.say(
        f"terminal.priorities.{key}",
        draws=view.numbers.count(view.study.priorities.replicates),
        confidence=view.confidence,
    )
    return Exhibit(
        id="exhibit-register",
        title=view.say("terminal.priorities.register_title"),
        how=view.say("terminal.priorities.register_how"),
        table=Table("", columns, [_line(view, row) for row in rows]),
        base=view.say("report.base", text=base),
    )


def _line(view: View, row: ActionRow) -> list[Cell]:
    numbers = view.numbers
    aim = numbers.mean(row.next_target)
    if row.n_next is not None:
        aim = view.say("words.bracketed", text=aim, note=numbers.count(row.n_next))
    return [
        Cell(view.item(row.item), mark=str(view.number(row.item))),
        Cell(rank_text(view, row.rank, row.rank_low, row.rank_high)),
        Cell(numbers.mean(row.performance) if row.gap is None else numbers.gap(row.gap)),
        Cell(numbers.percent(row.index)),
        Cell(first_entry(view, row).chip),
        Cell(aim),
    ]


# -- what if -------------------------------------------------------------------------------------


def what_if(view: View, found: WhatIf) -> Exhibit:
    """Return what would be different if an item were rated higher."""
    numbers = view.numbers
    moves = any(row.change for row in found.rows if row.figure == "item")
    n_next = numbers.count(found.n_next or 0)
    says = [view.say("terminal.what_if.limits")] if moves else [view.say("terminal.what_if.none")]
    says += [view.say("terminal.what_if.n_next", n=n_next)] if found.n_next else []
    columns = [
        Column("", "text"),
        *(Column(view.say(f"terminal.what_if.{name}")) for name in ("now", "then", "change")),
        Column(view.say("words.head.interval", confidence=view.confidence)),
    ]
    name = view.quoted(view.item(found.item))
    return Exhibit(
        id=f"exhibit-what-if-{found.item}",
        title=view.say(
            "terminal.what_if.title",
            n=found.raised_by,
            item=name,
            by=numbers.points(found.raised_by),
        ),
        how=view.say(
            "terminal.what_if.how",
            who=view.say(f"terminal.what_if_who.{found.who}"),
            share=numbers.percent(found.share_raised),
        ),
        table=Table(
            view.say("terminal.what_if.caption"),
            columns,
            [_changed(view, row) for row in found.rows],
        ),
        says=[view.sentences(says)],
    )


def _changed(view: View, row: WhatIfRow) -> list[Cell]:
    numbers = view.numbers
    limits = numbers.none
    if row.change_low is not None and row.change_high is not None:
        limits = numbers.limits(_move(view, row, row.change_low), _move(view, row, row.change_high))
    change = _move(view, row, row.change)
    if row.figure in SHARES:
        change = view.say("terminal.what_if.share", value=change)
    return [
        Cell(_name(view, row)),
        Cell(_level(view, row, row.before)),
        Cell(_level(view, row, row.after)),
        Cell(change),
        Cell(limits),
    ]


def _name(view: View, row: WhatIfRow) -> str:
    """Return the name of a figure."""
    if row.figure in ("item", "dimension"):
        return view.label(row.figure, row.id)
    if row.figure == "outcome":
        found = next((o for o in view.instrument.outcomes if o.id == row.id), None)
        return view.words(found.label) if found else row.id
    return view.say(f"terminal.what_if_figure.{row.figure}")


def _level(view: View, row: WhatIfRow, value: float | None) -> str:
    """Return a figure: a share, a gap with its sign, or a mean."""
    numbers = view.numbers
    if row.figure in SHARES:
        return numbers.percent(value)
    is_gap = any(row.kind == gap.name for gap in view.instrument.gaps)
    return numbers.gap(value) if is_gap else numbers.mean(value)


def _move(view: View, row: WhatIfRow, value: float | None) -> str:
    """Return a change: points of the scale to three places, percentage points to one."""
    if row.figure in SHARES:
        return view.numbers.gap(None if value is None else value * 100, 1)
    return view.numbers.gap(value, 3)
