"""What the rule for incomplete answers changes."""

from __future__ import annotations

from servqual.results import RuleRow
from servqual.writer.parts import Cell, Column, Exhibit, Table
from servqual.writer.view import View


def incomplete(view: View) -> Exhibit:
    """Return the gaps under each rule for incomplete answers, side by side."""
    chosen = view.study.settings.incomplete
    return Exhibit(
        id="exhibit-incomplete",
        title=view.say("exhibits.incomplete.title"),
        how=view.say("exhibits.incomplete.how", rule=_rule(view, chosen)),
        table=_table(view),
        base=view.say("report.base", text=view.say("exhibits.incomplete.base")),
        says=[_most(view, chosen)],
    )


def _rule(view: View, rule: str) -> str:
    return view.say(f"words.rule_incomplete.{rule}")


def _table(view: View) -> Table:
    """Return one row per gap, gap and n under each rule."""
    table = view.study.incomplete
    rules = list(dict.fromkeys(row.rule for row in table.rows))
    columns = [Column(view.say("words.head.dimension"), "text")]
    for rule in rules:
        columns += [Column(_rule(view, rule)), Column(view.say("words.head.n"))]
    body = []
    for rows in zip(*(table.of(rule) for rule in rules), strict=True):
        cells = [Cell(_name(view, rows[0]), "strong" if rows[0].level == "overall" else "")]
        for row in rows:
            cells += [Cell(view.numbers.gap(row.gap)), Cell(view.numbers.count(row.n))]
        body.append(cells)
    return Table(view.say("exhibits.incomplete.caption"), columns, body)


def _name(view: View, row: RuleRow) -> str:
    name = view.label(row.level, row.id)
    if len(view.kinds) > 1:
        return view.say("words.bracketed", text=name, note=view.kind(row.kind))
    return name


def _most(view: View, chosen: str) -> str:
    """Return the largest change against the half rule as a sentence."""
    table = view.study.incomplete
    moves = [
        (abs(row.gap - half.gap), row)
        for half, row in zip(table.of("half"), table.of(chosen), strict=True)
        if half.gap is not None and row.gap is not None
    ]
    size, row = max(moves, key=lambda move: move[0], default=(0.0, None))
    if row is None or round(size, 2) == 0:
        return view.say("exhibits.incomplete.says_none")
    moved = view.numbers.size(size)
    return view.say("exhibits.incomplete.says", moved=moved, name=_name(view, row))
