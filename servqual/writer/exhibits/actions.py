"""The register of actions, and where the shortfall lies by theme."""

from __future__ import annotations

from collections.abc import Sequence

from servqual.results import ActionRow, CauseRow
from servqual.writer.exhibits.drivers import first_heads, rank_text
from servqual.writer.exhibits.matrix import likeliest
from servqual.writer.figures.look import Row, hover
from servqual.writer.figures.shares import Share, shares
from servqual.writer.parts import Cell, Column, Exhibit, Figure, Table
from servqual.writer.view import View

MOST_ACTIONS = 12


def owner(view: View, item_id: str) -> str:
    """Return who usually mends what an item is about, as the questionnaire file suggests."""
    themes = view.instrument.themes
    return next((view.words(t.owner) for t in themes if item_id in t.items and t.owner), "")


def register(view: View) -> Exhibit:
    """Return the first actions with their evidence, and columns to fill in."""
    rows = view.study.actions.rows[:MOST_ACTIONS]
    suggested = any(owner(view, row.item) for row in rows)
    aims = any(row.next_target is not None for row in rows)
    sure = any(row.quadrant for row in rows)
    keys = ["rank", "action", "evidence", *(["certainty"] if sure else [])]
    keys += [*(["next_target"] if aims else []), "effort"]
    keys += ["owner_suggested" if suggested else "owner", "due"]
    # the item heads its row, so that a reader of tables hears it first
    keys[0], keys[1] = keys[1], keys[0]
    columns = [
        Column(view.say(f"first.head.{key}"), "number" if key == "next_target" else "text")
        for key in keys
    ]
    body = [
        [
            Cell(view.item(row.item), mark=str(view.number(row.item))),
            Cell(rank_text(view, row.rank, row.rank_low, row.rank_high)),
            Cell(_evidence(view, row)),
            *([Cell(_sure(view, row))] if sure else []),
            *([Cell(_aim(view, row))] if aims else []),
            Cell(""),
            Cell(owner(view, row.item), "muted"),
            Cell(""),
        ]
        for row in rows
    ]
    says = [view.say("first.actions.aim_says")] if aims else []
    return Exhibit(
        id="exhibit-actions",
        title=view.say("exhibits.actions.title"),
        table=Table(view.say("first.actions.caption"), columns, body, ruled=True),
        says=says,
    )


def _evidence(view: View, row: ActionRow) -> str:
    """Return the gap of an item with its interval and verdict, or its mean."""
    numbers = view.numbers
    if row.gap is None:
        return view.say("first.actions.evidence_mean", mean=numbers.mean(row.performance))
    return view.say(
        "first.actions.evidence",
        gap=numbers.gap(row.gap),
        interval=numbers.interval(row.ci_low, row.ci_high),
        verdict=view.verdict_word(row.gap, row.verdict),
    )


def _sure(view: View, row: ActionRow) -> str:
    """Return the quadrant of an action and how sure it is; an open one is not named as its own."""
    place = next((r for r in view.study.priorities.items if r.item == row.item), None)
    if place is None:
        return view.numbers.none
    quadrant = view.say(f"first.short.{place.quadrant}")
    if not place.certainty:
        return view.say("first.actions.sure_untested", quadrant=quadrant)
    if place.certainty == "undetermined":
        name, chance = likeliest(place)
        quadrant = view.say(f"first.short.{name}")
        share = view.numbers.percent(chance)
        return view.say("first.actions.sure_open", quadrant=quadrant, share=share)
    word = view.say(f"first.certainty_short.{place.certainty}")
    return view.say(
        "first.actions.sure",
        quadrant=quadrant,
        certainty=word,
        share=view.numbers.percent(row.probability),
    )


def _aim(view: View, row: ActionRow) -> str:
    """Return the mean to reach next time and how many people that takes to see."""
    target = view.numbers.mean(row.next_target)
    if row.next_target is None or row.n_next is None:
        return target
    return view.say("first.actions.aim_n", target=target, n=view.numbers.count(row.n_next))


# -- themes --------------------------------------------------------------------------------------


def theme_label(view: View, row: CauseRow) -> str:
    """Return the name of a theme, or of the dimension that takes its place."""
    found = next((view.words(t.name) for t in view.instrument.themes if t.id == row.theme), "")
    known = row.theme in view.instrument.dimension_ids
    return found or (view.dimension(row.theme) if known else row.theme)


def pareto(view: View) -> Exhibit:
    """Return how the weighted shortfall is spread over the themes, the largest part first."""
    numbers, rows = view.numbers, view.study.actions.causes
    columns = [
        Column(view.say("first.head.theme"), "text"),
        *first_heads(view, "share_shortfall", "cumulative", "items_short"),
        Column(view.say("first.head.looks_at"), "text"),
    ]
    body = [
        [
            Cell(theme_label(view, row)),
            Cell(numbers.percent(row.share)),
            Cell(numbers.percent(row.cumulative)),
            Cell(numbers.count(len(row.items))),
            Cell(view.say(f"causes.gap_number.{row.gap_number}")),
        ]
        for row in rows
    ]
    return Exhibit(
        id="exhibit-pareto",
        title=view.say("first.causes.pareto"),
        how=view.say("first.causes.pareto_how"),
        figure=_figure(view, rows) if len(rows) > 1 else None,
        table=Table(view.say("first.causes.pareto_caption"), columns, body),
        base=view.say("report.base", text=view.say("first.causes.pareto_base")),
    )


def _figure(view: View, rows: Sequence[CauseRow]) -> Figure:
    numbers = view.numbers
    entries = []
    for row in rows:
        share, together = numbers.percent(row.share), numbers.percent(row.cumulative)
        name = theme_label(view, row)
        box = hover(name, share, view.say("first.causes.with", share=together))
        quiet = view.say("first.causes.sum", share=together)
        entries.append(Share(Row(name, share, quiet, "", box), row.share, 0.0, row.share))
    heads = (view.say("first.head.share_shortfall"), "")
    wide, narrow = (
        shares(entries, None, narrow=narrow, tick=numbers.percent, heads=heads)
        for narrow in (False, True)
    )
    told = view.say("words.semicolon").join(
        view.say("words.figure", name=theme_label(view, r), value=numbers.percent(r.share))
        for r in rows
    )
    return Figure("chart-pareto", wide, narrow, view.say("first.causes.pareto_alt", rows=told))
