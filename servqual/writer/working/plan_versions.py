"""The short versions of a plan: which asks what, and what that costs."""

from __future__ import annotations

from servqual.results.planning import SurveyPlan
from servqual.writer.parts import Cell, Column, Exhibit, Table
from servqual.writer.working.paper import Part, Sheet
from servqual.writer.working.plan_names import PlanNames


def versions_part(names: PlanNames, found: SurveyPlan) -> Part:
    """Return what the short versions ask, what they cost, and how they are scored."""
    n = len(found.versions)
    sizes = [row.n_items for row in found.versions]
    values = {"n": n, "all": len(found.instrument.item_ids), "most": max(sizes)}
    lead = names.say("lead_same", **values)
    if min(sizes) < max(sizes):
        lead = names.say("lead", **values, fewest=min(sizes))
    together = {"together": found.fewest_together, "n": n}
    items = names.listed([names.number(i) for i in found.linking])
    linking = names.say("no_linking", **together)
    if found.linking:
        linking = names.say("linking", items=items, **together)
    share = names.numbers.percent(found.instrument.min_answered)
    exhibits = [_asks(names, found), _precision(names, found)]
    return Part(
        "versions",
        names.say("title"),
        names.say("nav"),
        [lead, linking],
        sheets=[Sheet(exhibit) for exhibit in exhibits],
        listed=[names.say("scoring", share=share), names.say("spread"), names.say("limits")],
    )


def _asks(names: PlanNames, found: SurveyPlan) -> Exhibit:
    rows = [
        [
            Cell(names.item(item), mark=names.number(item)),
            *(Cell("x" if item in row.items else "") for row in found.versions),
        ]
        for item in found.instrument.item_ids
    ]
    counts = [Cell(names.numbers.count(row.n_items)) for row in found.versions]
    rows.append([Cell(names.say("n_items"), "strong"), *counts])
    table = Table(
        names.say("asks_caption"),
        [Column(names.say("item"), "text"), *(Column(row.version) for row in found.versions)],
        rows,
        dense=True,
    )
    return Exhibit("exhibit-versions", names.say("asks_title"), table=table)


def _precision(names: PlanNames, found: SurveyPlan) -> Exhibit:
    heads = ("asked", "margin", "margin_short", "factor")
    numbers = names.numbers
    rows = [
        [
            Cell(names.dimension(row.dimension)),
            Cell(_range(names, row.fewest, row.most, row.n_items)),
            Cell(numbers.fixed(row.margin, 3)),
            Cell(numbers.fixed(row.margin_short, 3)),
            Cell(numbers.fixed(row.factor, 2)),
        ]
        for row in found.precision
    ]
    table = Table(
        names.say("precision_caption"),
        [Column(names.say("dimension"), "text"), *(Column(names.say(head)) for head in heads)],
        rows,
    )
    how = names.say("precision_how", people=numbers.count(found.people))
    return Exhibit("exhibit-precision", names.say("precision_title"), how=how, table=table)


def _range(names: PlanNames, low: int, high: int, of: int) -> str:
    if low == high:
        return names.say("range_same", low=low, all=of)
    return names.say("range", low=low, high=high, all=of)
