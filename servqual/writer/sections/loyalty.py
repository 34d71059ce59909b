"""Loyalty and effort: how perceptions go with each question about the whole, and the index."""

from __future__ import annotations

from servqual.writer.exhibits.drivers import MOST_TIED
from servqual.writer.exhibits.loyalty import INDEX, index, links, outcome_text, outcomes_of
from servqual.writer.parts import Section
from servqual.writer.view import View


def loyalty(view: View) -> list[Section]:
    """Return the links of every outcome and the index, nothing where there are neither."""
    found = view.study.loyalty
    if not found:
        return []
    lead = [view.say("loyalty.lead")] if found.links else []
    if found.index:
        lead.append(_index_lead(view))
    wanted = ((links, found.links), (index, found.index))
    exhibits = [make(view) for make, rows in wanted if rows]
    title, nav = view.say("loyalty.title"), view.say("loyalty.nav")
    context = {"lead": [said for said in lead if said], "facts": _facts(view)}
    return [Section("loyalty", title, nav, "exhibits", context, exhibits)]


def _facts(view: View) -> list[tuple[str, str]]:
    """Return for each question which dimension goes with it most closely."""
    return [(outcome_text(view, outcome), _closest(view, outcome)) for outcome in outcomes_of(view)]


def _closest(view: View, outcome: str) -> str:
    """Return the closest link of one question, as far as it can be told."""
    rows = [row for row in view.study.loyalty.links if row.outcome == outcome]
    n = view.numbers.count(rows[0].n)
    if rows[0].problem:
        return view.say("loyalty.closest.unknown", n=n)
    tied = [row for row in rows if row.rank_low == 1] or [r for r in rows if r.rank == 1]
    names = view.listed([view.dimension_inside(row.dimension) for row in tied])
    key = "one" if len(tied) == 1 else "tied" if len(tied) <= MOST_TIED else "open"
    said = view.say(f"loyalty.closest.{key}", names=names[:1].upper() + names[1:])
    r2 = view.numbers.percent(rows[0].r2)
    return view.sentences([said, view.say("loyalty.closest.explained", r2=r2, n=n)])


def _index_lead(view: View) -> str:
    """Return the index with its interval."""
    numbers = view.numbers
    whole, *parts = (row for row in view.study.loyalty.index)
    if whole.id != INDEX or whole.ci_low is None or whole.ci_high is None:
        return ""
    return view.say(
        "loyalty.index.lead",
        value=numbers.fixed(whole.value, 1),
        confidence=view.confidence,
        interval=numbers.limits(numbers.fixed(whole.ci_low, 1), numbers.fixed(whole.ci_high, 1)),
        n=numbers.count(whole.n),
        k=len(parts),
        count=view.count_word(len(parts)),
    )
