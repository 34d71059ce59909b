"""Missing ratings, careless answers, reliability."""

from __future__ import annotations

from servqual.writer.parts import Cell, Exhibit, Table
from servqual.writer.sentences_summary import most_moved
from servqual.writer.tables import (
    flag_table,
    head,
    item_rest_table,
    missing_table,
    reliability_table,
)
from servqual.writer.view import View


def missing(view: View) -> Exhibit:
    """Return what became of the ratings."""
    n = view.numbers.count(view.study.sample.respondents)
    text = view.say("exhibits.missing.base", n=n, items=len(view.instrument.items))
    return Exhibit(
        id="exhibit-missing",
        title=view.say("exhibits.missing.title"),
        table=missing_table(view, view.say("exhibits.missing.caption")),
        base=view.say("report.base", text=text),
    )


def flags(view: View) -> Exhibit:
    """Return how many people the rules for careless answering flag."""
    quality, numbers = view.study.quality, view.numbers
    total = numbers.count(view.study.sample.respondents)
    any_flag = any(row.n for row in quality.flags)
    key = "exhibits.flags.says" if any_flag else "exhibits.flags.none"
    if any_flag and not quality.n_suspect:
        key = "exhibits.flags.says_nobody"
    return Exhibit(
        id="exhibit-flags",
        title=view.say("exhibits.flags.title"),
        table=flag_table(view, view.say("exhibits.flags.caption")) if any_flag else None,
        base=view.say("report.base", text=view.say("exhibits.flags.base", n=total)),
        says=[view.say(key, n=numbers.count(quality.n_suspect), total=total)],
    )


def reliability(view: View) -> Exhibit:
    """Return alpha per dimension and set of ratings."""
    return Exhibit(
        id="exhibit-reliability",
        title=view.say("exhibits.reliability.title"),
        how=view.say("exhibits.reliability.how", confidence=view.confidence),
        table=reliability_table(view, view.say("exhibits.reliability.caption")),
        base=view.say("report.base", text=view.say("exhibits.reliability.base")),
    )


def item_rest(view: View, name: str) -> Exhibit:
    """Return what each item adds to its dimension in one set of ratings."""
    return Exhibit(
        id=f"exhibit-items-within-{name}",
        title=view.say("exhibits.item_rest.title"),
        how=view.say("exhibits.item_rest.how"),
        table=item_rest_table(
            view, name, view.say("exhibits.item_rest.caption", set=view.rated(name))
        ),
        base=view.say("report.base", text=view.say("exhibits.item_rest.base")),
    )


def sensitivity(view: View) -> Exhibit:
    """Return the gaps with everybody and without suspect answers, overall and by dimension."""
    numbers = view.numbers
    rows = [r for r in view.study.quality.sensitivity if r.level != "item"]
    body = []
    for row in rows:
        moved = None if row.gap is None or row.gap_without is None else row.gap_without - row.gap
        name = view.label(row.level, row.id)
        if len(view.kinds) > 1:
            name = view.say("words.bracketed", text=name, note=view.kind(row.kind))
        cells = [Cell(name, "strong" if row.level == "overall" else ""), Cell(numbers.gap(row.gap))]
        cells += [Cell(numbers.count(row.n)), Cell(numbers.gap(row.gap_without))]
        body.append([*cells, Cell(numbers.count(row.n_without)), Cell(numbers.gap(moved, 3))])
    columns = head(view, "gap_all", "n", "gap_without", "n_without", "moved", first="dimension")
    most = most_moved(view)
    says = []
    if most is not None:
        moved_most = numbers.size((most.gap or 0.0) - (most.gap_without or 0.0))
        name = view.label(most.level, most.id)
        says = [view.say("exhibits.sensitivity.says", moved=moved_most, name=name)]
    return Exhibit(
        id="exhibit-sensitivity",
        title=view.say("exhibits.sensitivity.title"),
        table=Table(view.say("exhibits.sensitivity.caption"), columns, body),
        base=view.say("report.base", text=view.say("exhibits.sensitivity.base")),
        says=says,
    )
