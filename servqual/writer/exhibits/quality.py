"""Missing ratings, careless answers, what each item adds."""

from __future__ import annotations

from servqual.writer.parts import Cell, Exhibit, Table
from servqual.writer.sentences_summary import most_moved
from servqual.writer.tables import (
    flag_table,
    head,
    item_rest_table,
    missing_table,
    whole_first,
)
from servqual.writer.view import View


def missing(view: View) -> Exhibit:
    """Return what became of the ratings."""
    n = view.numbers.count(view.study.sample.respondents)
    items, some = len(view.instrument.items), len(view.study.importance.kano)
    text = view.say("exhibits.missing.base", n=n, items=items)
    if 0 < some < items:
        text = view.say("exhibits.missing.base_kano", n=n, items=items, some=some)
    return Exhibit(
        id="exhibit-missing",
        title=view.say("exhibits.missing.title"),
        table=missing_table(view, view.say("exhibits.missing.caption")),
        base=view.say("report.base", text=text),
    )


def flags(view: View) -> Exhibit:
    """Return how many people the rules for careless answering flag."""
    quality, sample = view.study.quality, view.study.sample
    total = view.numbers.count(sample.answered)
    any_flag = any(row.n for row in quality.flags)
    base = "exhibits.flags.base_excluded" if sample.excluded else "exhibits.flags.base"
    return Exhibit(
        id="exhibit-flags",
        title=view.say("exhibits.flags.title"),
        how=view.say("exhibits.flags.how") if any_flag else "",
        table=flag_table(view, view.say("exhibits.flags.caption")) if any_flag else None,
        base=view.say("report.base", text=view.say(base, n=total)),
        says=_flags_say(view, total) if any_flag else [view.say("exhibits.flags.none")],
    )


def _flags_say(view: View, total: str) -> list[str]:
    """Return who is suspect, how often that would be wrong, and how long people took."""
    quality, numbers = view.study.quality, view.numbers
    key = "exhibits.flags.says" if quality.n_suspect else "exhibits.flags.says_nobody"
    found = [view.say(key, n=numbers.count(quality.n_suspect), total=total)]
    if quality.false_rate is not None:
        key = f"exhibits.flags.false_{'rate' if quality.false_rate else 'none'}"
        share = f"{numbers.fixed(quality.false_rate * 100, 2)}%"
        simulated = numbers.count(quality.n_simulated)
        found.append(view.say(key, simulated=simulated, share=share))
    if quality.seconds is not None:
        minutes = numbers.fixed(quality.seconds / 60, 1)
        seconds = numbers.fixed(quality.seconds_per_rating, 1)
        found.append(view.say("exhibits.flags.time", minutes=minutes, seconds=seconds))
    return [view.sentences(found)]


def item_rest(view: View, name: str) -> Exhibit:
    """Return what each item adds to its dimension in one set of ratings."""
    return Exhibit(
        id=f"exhibit-items-within-{name}",
        title=view.say("exhibits.item_rest.title", set=view.rated(name)),
        how=view.say("exhibits.item_rest.how"),
        table=item_rest_table(
            view, name, view.say("exhibits.item_rest.caption", set=view.rated(name))
        ),
        base=view.say("report.base", text=view.say("exhibits.item_rest.base")),
    )


def sensitivity(view: View) -> Exhibit:
    """Return the gaps with everybody and without suspects or the people left out."""
    numbers = view.numbers
    rows = [r for r in view.study.quality.sensitivity if r.level != "item"]
    rows = whole_first(rows, view.whole)
    body = []
    for row in rows:
        moved = None if row.gap is None or row.gap_without is None else row.gap_without - row.gap
        name = view.label(row.level, row.id)
        if len(view.kinds) > 1:
            name = view.say("words.bracketed", text=name, note=view.kind(row.kind))
        whole = row.level == "overall" and row.id == view.whole
        cells = [Cell(name, "strong" if whole else ""), Cell(numbers.gap(row.gap))]
        cells += [Cell(numbers.count(row.n)), Cell(numbers.gap(row.gap_without))]
        body.append([*cells, Cell(numbers.count(row.n_without)), Cell(numbers.gap(moved, 3))])
    columns = head(view, "gap_all", "n", "gap_without", "n_without", "moved", first="dimension")
    most = most_moved(view)
    other = "_excluded" if view.study.quality.compared == "excluded" else ""
    says = []
    if most is not None:
        moved_most = numbers.size((most.gap or 0.0) - (most.gap_without or 0.0))
        name = view.label(most.level, most.id)
        says = [view.say(f"exhibits.sensitivity.says{other}", moved=moved_most, name=name)]
    return Exhibit(
        id="exhibit-sensitivity",
        title=view.say(f"exhibits.sensitivity.title{other}"),
        table=Table(view.say(f"exhibits.sensitivity.caption{other}"), columns, body),
        base=view.say("report.base", text=view.say("exhibits.sensitivity.base")),
        says=says,
    )
