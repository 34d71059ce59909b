"""Sentences about gaps: direction, size and certainty apart, no claim beyond the interval."""

from __future__ import annotations

from collections.abc import Sequence

from servqual.results import GapRow, Gaps, GroupGap
from servqual.writer.parts import Tone
from servqual.writer.view import View

CERTAIN = ("clearly_large", "size_open", "small")
COLOURED = ("clearly_large", "size_open")
MOST_TIES_NAMED = 3
NO_INTERVAL = ("weighted_aggregate", "item_mean")


def direction(row: GapRow | GroupGap) -> str:
    """Return ``shortfall`` or ``surplus`` where the interval excludes zero, else ``level``."""
    if row.verdict not in CERTAIN or row.gap is None:
        return "level"
    return "shortfall" if row.gap < 0 else "surplus"


def tone(row: GapRow | GroupGap) -> Tone:
    """Return the colour of a row: grey unless the gap is certain and may matter."""
    side = direction(row)
    if row.verdict not in COLOURED or side == "level":
        return "small"
    return "shortfall" if side == "shortfall" else "surplus"


def chip(view: View, row: GapRow | GroupGap) -> str:
    """Return the verdict in two or three words, a dash for a figure without an interval."""
    return view.verdict_word(row.gap, row.verdict) if has_verdict(row) else view.numbers.none


def has_verdict(row: GapRow | GroupGap) -> bool:
    """Say whether a row is judged; a figure that never has an interval is not."""
    return row.ci_low is not None or row.id not in NO_INTERVAL


def verdict_sentence(view: View, row: GapRow) -> str:
    """Return what the interval says about the size of a gap."""
    side = direction(row)
    key = (
        f"sentences.verdict.{row.verdict}"
        if side == "level"
        else f"sentences.verdict.{side}.{row.verdict}"
    )
    # a language may name what was wanted in this sentence, which is not always an expectation
    if view.has(f"{key}_other") and view.minus(row.kind) != "expectation":
        key = f"{key}_other"
    return view.say(key, sesoi=view.sesoi)


def row_sentence(view: View, row: GapRow) -> str:
    """Return a gap in words: two means, the difference with interval and n, then the verdict."""
    name = view.label(row.level, row.id)
    if row.gap is None:
        whole = row.level == "overall" and len(view.instrument.dimensions) > 1
        return view.say(f"sentences.row.none{'_overall' if whole else ''}", name=name)
    numbers = view.numbers
    values = {
        "name": name,
        "of": numbers.mean(row.mean_of),
        "minus": numbers.mean(row.mean_minus),
        "wanted": view.wanted(row.kind),
        "gap": numbers.gap(row.gap),
        "confidence": view.confidence,
        "interval": numbers.interval(row.ci_low, row.ci_high),
        "n": numbers.count(row.n),
    }
    if row.ci_low is None:
        said = view.say_gap(row.kind, "sentences.row.alone", **values)
    else:
        said = view.say_gap(row.kind, f"sentences.row.{direction(row)}", **values)
    return view.sentences([said, verdict_sentence(view, row)])


def by_gap(rows: Sequence[GapRow]) -> list[GapRow]:
    """Return rows from the largest shortfall upwards; rows without a gap last."""
    return sorted(rows, key=lambda r: (r.gap is None, r.gap or 0.0))


def group_sentences(view: View, rows: Sequence[GapRow]) -> str:
    """Return how many (items) or which (dimensions) rows share a verdict, the worst first."""
    known = [row for row in by_gap(rows) if row.gap is not None]
    if not known:
        return ""
    level = known[0].level
    if level == "dimension" and len(known) > 2:
        whole = _all_alike(view, known)
        if whole:
            return whole
    order = [("shortfall", v) for v in CERTAIN] + [
        ("level", "none_that_matters"),
        ("level", "cannot_tell"),
    ]
    order += [("surplus", v) for v in reversed(CERTAIN)]
    found: list[str] = []
    for side, verdict in order:
        group = [r for r in known if direction(r) == side and r.verdict == verdict]
        if group:
            found.append(_group(view, level, side, group, len(known), first=not found))
    return view.clauses(found)


def _group(
    view: View, level: str, side: str, group: list[GapRow], total: int, *, first: bool
) -> str:
    """Return one verdict and who shares it."""
    key = f"sentences.group.{level}.{side}.{group[0].verdict}"
    values = {"n": len(group), "total": view.numbers.count(total), "sesoi": view.sesoi}
    if level == "item":
        whole = len(group) == total
        count = view.count_word(len(group))
        count = view.say("words.all", n=total, total=count) if whole else count
        text = view.say(key, count=count, **values)
        if first and not whole:
            return view.say("sentences.group.item.of", total=view.numbers.count(total)) + text
        return text[:1].upper() + text[1:]
    names = view.listed([view.dimension_inside(row.id) for row in group])
    text = view.say(key, names=names, **values)
    return text[:1].upper() + text[1:]


def _all_alike(view: View, rows: list[GapRow]) -> str:
    """Return one sentence where every dimension has the same verdict, else ''."""
    kinds = {(direction(r), r.verdict) for r in rows}
    keys = {
        ("shortfall", "clearly_large"): "all_shortfall",
        ("level", "none_that_matters"): "all_none",
        ("level", "cannot_tell"): "all_cannot_tell",
    }
    if len(kinds) != 1 or (kind := kinds.pop()) not in keys:
        return ""
    values = {"total": view.count_word(len(rows)), "sesoi": view.sesoi}
    return view.say(f"sentences.group.dimension.{keys[kind]}", **values)


def largest_sentence(view: View, gaps: Gaps, level: str) -> str:
    """Return the largest shortfall and what ties with it; '' if none is certain."""
    rows = gaps.items if level == "item" else gaps.dimensions
    worst = by_gap(rows)[0] if rows else None
    if worst is None or direction(worst) != "shortfall" or len(rows) < 2:
        return ""
    first = view.say(
        f"sentences.largest.{level}", name=view.named(worst), gap=view.numbers.gap(worst.gap)
    )
    return view.sentences([first, tie_sentence(view, gaps, worst)])


def ties(gaps: Gaps, worst: GapRow) -> list[str]:
    """Return what the paired difference cannot tell from the largest, nearest first."""
    mine = [
        c for c in gaps.contrasts if c.level == worst.level and c.largest == worst.id and c.tied
    ]
    return [c.other for c in sorted(mine, key=lambda c: c.difference)]


def tie_sentence(view: View, gaps: Gaps, worst: GapRow) -> str:
    """Return which others tie with the largest shortfall, by the paired difference only."""
    compared = [c for c in gaps.contrasts if c.level == worst.level and c.largest == worst.id]
    if not compared:
        return ""
    tied = ties(gaps, worst)
    if not tied:
        return view.say("sentences.largest.alone")
    names = view.listed([view.named(worst, other) for other in tied[:MOST_TIES_NAMED]])
    if len(tied) > MOST_TIES_NAMED:
        return view.say("sentences.largest.tie_many", n=view.count_word(len(tied)), names=names)
    return view.say("sentences.largest.tie", n=len(tied), names=names)


def perception_ranks(rows: Sequence[GapRow]) -> dict[str, int]:
    """Return each row's rank by perception, 1 = lowest; equal means share a rank."""
    means = {row.id: row.mean_of for row in rows if row.mean_of is not None}
    return {name: 1 + sum(other < mean for other in means.values()) for name, mean in means.items()}


def orders_sentence(view: View, rows: Sequence[GapRow], *, disagreement: bool = False) -> str:
    """Say whether the orders by gap and by perception agree; '' if there is no order.

    With ``disagreement`` only a disagreement is said.
    """
    known = [r for r in rows if r.gap is not None and r.mean_of is not None]
    k = min(5, len(known) // 2)
    if k < 2 or not any(direction(r) == "shortfall" for r in known):
        return ""
    largest = {r.id for r in by_gap(known)[:k]}
    lowest = {r.id for r in sorted(known, key=lambda r: r.mean_of or 0.0)[:k]}
    m = len(largest & lowest)
    values = {"k": view.count_word(k), "m": view.count_word(m), "n": m}
    if m * 2 >= k:
        key = "agree_all" if m == k else "agree"
        return "" if disagreement else view.say(f"sentences.orders.{key}", **values)
    return view.say(
        "sentences.orders.disagree" if m else "sentences.orders.disagree_none", **values
    )
