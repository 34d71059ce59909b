"""How quadrants move with the rule, every ranking with its limits, indices in use elsewhere."""

from __future__ import annotations

from collections.abc import Sequence

from servqual.results import Csi, StabilityRow
from servqual.writer.exhibits.drivers import (
    first_heads,
    level_head,
    rank_text,
    share_text,
)
from servqual.writer.exhibits.matrix import importance_figure
from servqual.writer.parts import Cell, Column, Exhibit, Table
from servqual.writer.tables import head, name_cell, without_empty
from servqual.writer.view import View

RANKINGS = ("gap", "performance", "importance", "diagonal", "opportunity", "pgcv")


# -- the quadrants under other rules ------------------------------------------------------------


def stability_tables(view: View) -> list[tuple[str, str]]:
    """Return the kinds of importance and the axes of the stability tables, the leading one first.

    A table of one rule alone would say nothing new, unless it is about gaps.
    """
    rows = view.study.priorities.stability
    kinds = dict.fromkeys((r.importance_source, r.axis) for r in rows)
    return [
        kind
        for kind in kinds
        if kind[1] == "gap"
        or len({r.rule for r in rows if (r.importance_source, r.axis) == kind}) > 1
    ]


def stability(view: View, source: str, axis: str) -> Exhibit:
    """Return the quadrant of each item under every rule, by one kind of importance and axis."""
    rows = [
        r
        for r in view.study.priorities.stability
        if (r.importance_source, r.axis) == (source, axis)
    ]
    rules = list(dict.fromkeys(r.rule for r in rows))
    cells = {(r.rule, r.item): r for r in rows}
    items = [r.item for r in view.study.priorities.items]
    columns = [
        *head(view, first="item"),
        *(Column(view.say(f"first.rule_short.{rule}"), "text") for rule in rules),
    ]
    body = [
        [
            name_cell(view, "item", item),
            *(_stability_cell(view, cells.get((rule, item))) for rule in rules),
        ]
        for item in items
    ]
    name = view.say(f"first.stability.source_{source}")
    table = Table(view.say(f"first.stability.caption_{axis}", source=name), columns, body, True)
    quadrant = view.say("words.quadrant.concentrate_here")
    how = [view.say("first.stability.how", quadrant=quadrant)]
    how += [view.say("first.stability.how_gap")] if axis == "gap" else []
    return Exhibit(
        id=f"exhibit-stability-{source}-{axis}",
        title=view.say(f"first.stability.title_{axis}", source=name),
        how=view.sentences(how),
        table=table,
        says=[_stability_says(view, rows, items)] if len(rules) > 1 else [],
        base=view.say("report.base", text=_crosses(view, rows, rules)),
    )


def _stability_cell(view: View, row: StabilityRow | None) -> Cell:
    """Return a quadrant with its share of resamples, tinted where it calls for action."""
    if row is None:
        return Cell(view.numbers.none)
    name = view.say(f"first.short.{row.quadrant}")
    if row.probability is not None:
        name = view.say("words.figure", name=name, value=view.numbers.percent(row.probability))
    return Cell(name, heat="low-1" if row.quadrant == "concentrate_here" else "")


def _stability_says(view: View, rows: Sequence[StabilityRow], items: Sequence[str]) -> str:
    """Return how many items keep their quadrant under every rule."""
    quadrants: dict[str, set[str]] = {}
    for row in rows:
        quadrants.setdefault(row.item, set()).add(row.quadrant)
    same = sum(len(quadrants.get(item, ())) == 1 for item in items)
    total = view.count_word(len(items))
    key = "all" if same == len(items) else "some" if same else "none"
    count = view.count_word(same) if same else ""
    text = view.say(f"first.stability.same_{key}", n=same, count=count, total=total)
    return text[:1].upper() + text[1:]


def _crosses(view: View, rows: Sequence[StabilityRow], rules: Sequence[str]) -> str:
    """Return where the lines cross under each rule."""
    found = []
    for rule in rules:
        first = next(r for r in rows if r.rule == rule)
        value = first.cross_importance
        derived = first.importance_source == "derived"
        found.append(
            view.say(
                "first.stability.cross",
                rule=view.say(f"first.rule_short.{rule}"),
                importance=share_text(view, value) if derived else view.numbers.mean(value),
                performance=view.numbers.mean(first.cross_performance),
            )
        )
    return view.say("first.stability.base", crosses=view.say("words.semicolon").join(found))


# -- rankings -----------------------------------------------------------------------------------


def ranks(view: View, level: str) -> Exhibit:
    """Return the rank of each item or dimension in every ranking, with its limits."""
    found = view.study.priorities
    rows = [r for r in found.ranks if r.level == level]
    kinds = sorted(
        dict.fromkeys((r.ranking, r.kind) for r in rows),
        key=lambda kind: RANKINGS.index(kind[0]) if kind[0] in RANKINGS else len(RANKINGS),
    )
    cells = {(r.ranking, r.kind, r.id): r for r in rows}
    ids = view.instrument.item_ids if level == "item" else view.instrument.dimension_ids
    known = {r.id for r in rows}
    columns = [level_head(view, level), *(Column(_ranking_name(view, *kind)) for kind in kinds)]
    body = []
    for row_id in (i for i in ids if i in known):
        own = [cells.get((*kind, row_id)) for kind in kinds]
        texts = [
            rank_text(view, r.rank, r.rank_low, r.rank_high) if r else view.numbers.none
            for r in own
        ]
        body.append([name_cell(view, level, row_id), *map(Cell, texts)])
    part = "" if level == "item" else "_dimension"
    table = Table(view.say(f"first.ranks.caption{part}"), columns, body, dense=level == "item")
    return Exhibit(
        id=f"exhibit-ranks-{level}",
        title=view.say(f"first.ranks.title{part}"),
        how=view.say("first.ranks.how"),
        table=table,
        base=view.say("report.base", text=_draws(view, "ranks")),
    )


def _draws(view: View, exhibit: str) -> str:
    """Return what the limits of the ranks rest on."""
    found = view.study.priorities
    if not found.replicates:
        return view.say(f"first.{exhibit}.base_plain")
    draws = view.numbers.count(found.replicates)
    return view.say(f"first.{exhibit}.base", draws=draws, confidence=view.confidence)


def _ranking_name(view: View, ranking: str, kind: str) -> str:
    """Return the heading of a ranking: the gap or the ratings that it is about."""
    if ranking == "gap":
        name = view.kind(kind)
        return name[:1].upper() + name[1:]
    if ranking == "performance":
        return view.battery_short(kind)
    if ranking == "importance" and kind in ("expectation", "desired"):
        return view.battery_short(kind)
    return view.say(f"first.ranking.{ranking}")


def diagonal(view: View) -> Exhibit:
    """Return the items by importance minus performance on 0 to 100."""
    found = view.study.priorities
    rows = sorted(
        (r for r in found.items if r.diagonal is not None), key=lambda r: -(r.diagonal or 0.0)
    )
    columns = [
        *head(view, "importance", "performance", first="item"),
        *first_heads(view, "diagonal", "rank"),
    ]
    body = [
        [
            name_cell(view, "item", row.item),
            Cell(importance_figure(view, row.importance)),
            Cell(view.numbers.mean(row.performance)),
            Cell(view.numbers.gap(row.diagonal, 1)),
            Cell(rank_text(view, row.diagonal_rank, row.diagonal_low, row.diagonal_high)),
        ]
        for row in rows
    ]
    return Exhibit(
        id="exhibit-diagonal",
        title=view.say("first.diagonal.title"),
        how=view.say("first.diagonal.how"),
        table=Table(view.say("first.diagonal.caption"), columns, body, dense=True),
        base=view.say("report.base", text=_draws(view, "diagonal")),
    )


# -- indices ------------------------------------------------------------------------------------


def indices(view: View) -> Exhibit:
    """Return the indices of every item, and the satisfaction index of the whole."""
    numbers, found = view.numbers, view.study.priorities
    columns = [
        *head(view, first="item"),
        *first_heads(view, "share_important", "share_satisfied", "opportunity", "pgcv"),
        *first_heads(view, "share_met"),
    ]
    body = [
        [
            name_cell(view, "item", row.item),
            Cell(numbers.percent(row.share_important)),
            Cell(numbers.percent(row.share_satisfied)),
            Cell(numbers.fixed(row.opportunity, 1)),
            Cell(numbers.fixed(row.pgcv, 1)),
            Cell(numbers.percent(row.share_met)),
        ]
        for row in found.indices
    ]
    rated = any(row.opportunity is not None for row in found.indices)
    met = any(row.share_met is not None for row in found.indices)
    pgcv = any(row.pgcv is not None for row in found.indices)
    keys = ["how"] if rated else ["how_pgcv"] if pgcv else []
    keys += ["how_met"] if met else []
    table = Table(view.say("first.indices.caption"), columns, body, dense=True)
    return Exhibit(
        id="exhibit-indices",
        title=view.say("first.indices.title"),
        how=view.sentences([view.say(f"first.indices.{key}") for key in keys]),
        table=without_empty(view, table),
        says=[_csi(view, row) for row in found.csi],
        base=view.say("report.base", text=view.say("first.indices.base")),
    )


def _csi(view: View, row: Csi) -> str:
    """Return the customer satisfaction index in a sentence."""
    numbers = view.numbers
    values = {
        "index": numbers.fixed(row.index, 1),
        "battery": view.battery_short(row.battery),
        "source": view.say(f"first.stability.source_{row.importance_source}"),
        "floor": numbers.fixed(row.floor, 1),
    }
    if row.ci_low is None or row.ci_high is None:
        return view.say("first.indices.csi_alone", **values)
    interval = numbers.limits(numbers.fixed(row.ci_low, 1), numbers.fixed(row.ci_high, 1))
    return view.say("first.indices.csi", interval=interval, confidence=view.confidence, **values)
