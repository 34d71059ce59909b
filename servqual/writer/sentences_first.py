"""What comes first in words: why, and how sure; nothing undetermined sounds settled."""

from __future__ import annotations

from dataclasses import dataclass

from servqual.results import ActionRow, PriorityRow
from servqual.writer.exhibits.matrix import (
    certainty_tone,
    importance_figure,
    likeliest,
    outcome_name,
    quadrant_probability,
    shortlist,
)
from servqual.writer.parts import Tone
from servqual.writer.sentences import perception_ranks
from servqual.writer.view import View

MOST_TIED = 3
UNDETERMINED = "undetermined"


@dataclass(frozen=True)
class First:
    """One action on the page that a client acts on.

    ``mark`` is the name of its mark in the matrix, '' without one; ``tone`` colours the chip.
    """

    rank: int
    number: str
    name: str
    chip: str
    tone: Tone
    mark: str
    why: str
    sure: str


def first_entry(view: View, row: ActionRow) -> First:
    """Return an action with its reasons and its certainty."""
    place = next((r for r in view.study.priorities.items if r.item == row.item), None)
    return First(
        rank=row.rank,
        number=str(view.number(row.item)),
        name=view.item(row.item),
        chip=_chip(view, place),
        tone=certainty_tone(place) if place and place.certainty else "",
        mark=place.certainty if place else "",
        why=_why(view, row, place),
        sure=view.sentences([_quadrant(view, place), rank_sentence(view, row)]),
    )


def _chip(view: View, place: PriorityRow | None) -> str:
    """Return quadrant and certainty in a few words; '' where nothing was resampled."""
    if place is None or not place.certainty:
        return ""
    if place.certainty == UNDETERMINED:
        return view.say("first.page.chip_open")
    word = view.say(f"first.certainty_short.{place.certainty}")
    return view.say(
        "first.page.chip", quadrant=view.say(f"first.short.{place.quadrant}"), certainty=word
    )


def _why(view: View, row: ActionRow, place: PriorityRow | None) -> str:
    """Return the gap, what was perceived, and how important that is."""
    numbers = view.numbers
    interval = numbers.interval(row.ci_low, row.ci_high)
    found = []
    if row.gap is not None:
        verdict = view.verdict_word(row.gap, row.verdict)
        gap = numbers.gap(row.gap)
        found.append(view.say("first.page.gap", gap=gap, interval=interval, verdict=verdict))
    found.append(_perceived(view, row))
    if place is not None:
        ranks = {r.id: r.rank for r in view.study.priorities.ranking("importance")}
        if row.item in ranks:
            importance = importance_figure(view, place.importance)
            rank = ranks[row.item]
            proxy = view.study.priorities.importance_source == "expectation"
            key = "first.page.important_proxy" if proxy else "first.page.important"
            found.append(view.say(key, importance=importance, rank=rank))
    elif row.index is not None:
        found.append(view.say("first.page.share", share=numbers.percent(row.index)))
    return view.sentences(found)


def _perceived(view: View, row: ActionRow) -> str:
    """Return the mean of what people got and its rank from the lowest."""
    numbers = view.numbers
    ranks = performance_ranks(view)
    if row.item not in ranks or row.performance is None:
        return ""
    values = {"rank": ranks[row.item]}
    mean = numbers.mean(row.performance)
    if row.gap is not None:
        return view.say("first.page.perceived", mean=mean, **values)
    battery = view.study.priorities.performance_battery or "perception"
    known = [r for r in view.study.scores.items if r.id == row.item and r.battery == battery]
    interval = numbers.none
    if known:
        interval = numbers.interval(known[0].ci_low, known[0].ci_high, signed=False)
    return view.say("first.page.mean", mean=mean, interval=interval, **values)


def performance_ranks(view: View) -> dict[str, int]:
    """Return the rank of each item by what people got, 1 for the lowest."""
    if view.kinds:
        kind = view.kinds[0]
        rows = [r for r in view.study.gaps.items if r.kind == kind.name]
        return perception_ranks(rows)
    found = view.study.priorities
    battery = found.performance_battery or "perception"
    return {r.id: r.rank for r in found.ranking("performance", battery)}


def rank_sentence(view: View, row: ActionRow) -> str:
    """Return between which ranks an action lies in other samples."""
    values = {"rank": row.rank, "total": len(view.study.actions.rows)}
    if row.rank_low is None or row.rank_high is None:
        return view.say("first.page.rank_only", **values)
    if row.rank_low == row.rank_high:
        return view.say("first.page.rank_one", **values)
    ranks = view.numbers.counts(row.rank_low, row.rank_high)
    return view.say("first.page.rank", ranks=ranks, **values)


def _quadrant(view: View, place: PriorityRow | None) -> str:
    """Return in which quadrant an item lies and how sure that is."""
    if place is None:
        return ""
    if not place.certainty:
        quadrant = view.say(f"words.quadrant.{place.quadrant}")
        return view.say("first.page.quadrant_untested", quadrant=quadrant)
    name, chance = likeliest(place)
    if place.certainty == UNDETERMINED:
        share = view.numbers.percent(chance)
        quadrant = view.say(f"words.quadrant.{name}")
        return view.say("first.page.quadrant_open", quadrant=quadrant, share=share)
    share = view.numbers.percent(quadrant_probability(place))
    return view.say("first.page.quadrant", share=share)


def answer(view: View) -> str:
    """Return which action comes first, or that this is open, or that there is none."""
    found = view.study.actions
    if not found.rows:
        if found.problem == "no_shortfall":
            return view.say(f"first.page.nothing{'' if view.kinds else '_mean'}")
        return ""
    first, name = found.rows[0], view.quoted(view.item(found.rows[0].item))
    if first.rank_high is None:
        return view.say("first.page.untested", first=name)
    tied = [row.item for row in found.rows if row.rank_low == 1]
    if len(tied) < 2:
        by_groups = view.study.priorities.method == "groups"
        return view.say(
            f"first.page.alone{'_groups' if by_groups else ''}",
            first=name,
            share=view.numbers.percent(first.probability_first),
            draws=view.numbers.count(view.study.priorities.replicates),
        )
    names = shortlist(view, tied)
    if len(tied) > MOST_TIED + 1:
        names = view.say("words.comma").join(view.quoted(view.item(i)) for i in tied[:MOST_TIED])
        count = view.count_word(len(tied) - MOST_TIED)
        return view.say("first.page.tied_many", names=names, count=count)
    return view.say("first.page.tied", names=names)


def order_sentence(view: View) -> str:
    """Return what the order of the actions rests on, in one line."""
    source = view.study.actions.rows[0].importance_source
    settings = view.study.settings
    target = "gap" if view.kinds else "set" if settings.target else "top"
    key = source if source in ("ratings", "points", "derived") else "none"
    return view.say(
        f"first.page.index_{key}",
        target=view.say(f"first.page.target_{target}"),
        outcome=outcome_name(view),
    )
