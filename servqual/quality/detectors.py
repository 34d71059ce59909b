"""Signs in the sums of a survey that it was read the wrong way (methods 9.2); nothing is changed.

Each detector takes a Summary and gives notes with the figures that made it speak. A note whose code
ends in ``_suspected`` has to be settled before the results are used.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from servqual.instrument import Instrument
from servqual.notes import Note
from servqual.plan.columns import item, overall
from servqual.statistics.counted import Counts
from servqual.statistics.keying import opposed_items
from servqual.statistics.moments import Array
from servqual.statistics.reliability import item_reliabilities
from servqual.statistics.summary import Summary

# of the known set of negatively worded items
SHARE_OF_KNOWN_SET = 2 / 3
SHARE_OF_SWAPPED_ITEMS = 0.8
FEWEST_PEOPLE = 30
# to say that an item runs against the others: with fewer than FEWEST_PEOPLE only where it is plain
FEWEST_FOR_ITEMS = 10
# items of a known set, and as many outside, to say that the one runs against the other
FEWEST_OF_SET = 3
FEWEST_TO_COPY = 5
SHARE_BEYOND = 0.10  # of the answers of other items that lie beyond the shorter scale
# of an item's own answers that stand at the end of the shorter scale
SHARE_AT_END, FEWEST_AT_END = 0.05, 10
FEWEST_SHORT_ITEMS = 2
# covariances are in squared scale points; smaller ones are rounding
_ROUNDING = 1e-9


def reading_suspicions(summary: Summary, instrument: Instrument) -> list[Note]:
    """Return notes on a form that seems to have been read the wrong way (methods 9.2)."""
    batteries = [b for b in instrument.battery_names if f"{overall(b, 'total')}" in summary.sets]
    form = _reversed_form(summary, instrument, batteries)
    found = [form] if form else list(_reversed_items(summary, instrument, batteries))
    for gap in instrument.gaps:
        if gap.direct:
            continue
        found += _swapped(summary, instrument, gap.name, gap.of, gap.minus)
        found += _copied(summary, instrument, gap.name, gap.of, gap.minus)
    if {"minimum", "desired"} <= set(batteries):
        found += _zone_upside_down(summary, instrument)
    for battery in batteries:
        found += _short_of_the_scale(summary, instrument, battery)
        found += _two_lengths(summary, instrument, battery)
    return found


def _reversed_form(summary: Summary, instrument: Instrument, batteries: list[str]) -> Note | None:
    """Notice that the items another version words negatively run against all the others."""
    form = instrument.reversed_form
    if form is None or not form.items:
        return None
    for battery in batteries:
        covariance = summary.sets[overall(battery, "total")].covariance()
        against = _against(covariance, instrument.item_ids, set(form.items))
        if against:
            items = ", ".join(i for i in instrument.item_ids if i in against)
            values = {"battery": battery, "items": items, "instrument": form.instrument}
            turned = form.instrument == instrument.id
            code = "turned_twice_suspected" if turned else "reversed_wording_suspected"
            return Note(code, values, where=battery)
    return None


def _against(covariance: Array, item_ids: list[str], known: set[str]) -> set[str]:
    """Return the items of a known set that run against the others, empty unless most of it does.

    Each item is held against the rest of its battery (methods 9.2). A few people who give one
    answer throughout hide that: they agree with both wordings. So each is also held against the
    items outside the set alone, where nine reversed items cannot cancel the others out.
    """
    if not np.isfinite(covariance).all():
        return set()
    spread = [j for j in range(len(covariance)) if covariance[j, j] > 0]
    outside = np.array([j for j in spread if item_ids[j] not in known], dtype=np.intp)
    if min(len(outside), len(spread) - len(outside)) < FEWEST_OF_SET:
        return set()
    for others in (np.array(spread, dtype=np.intp), outside):
        negative = {
            item_ids[j] for j in spread if covariance[j, others[others != j]].sum() < -_ROUNDING
        }
        if negative <= known and len(negative) >= SHARE_OF_KNOWN_SET * len(known):
            return negative
    return set()


def _reversed_items(
    summary: Summary, instrument: Instrument, batteries: list[str]
) -> Iterator[Note]:
    """Notice items that run against the rest of their battery, by more than chance."""
    for battery in batteries:
        sums = summary.sets[overall(battery, "total")]
        covariance = sums.covariance()
        if sums.n < FEWEST_FOR_ITEMS or not np.isfinite(covariance).all():
            continue
        against = {
            instrument.item_ids[j]: r for j, r in _opposed(covariance, float(sums.n)).items()
        }
        if against:
            values = {
                "n": len(against),
                "battery": battery,
                "items": ", ".join(against),
                "r": f"{min(against.values()):.2f}",
                "people": sums.n,
            }
            yield Note("items_against_battery_suspected", values, where=battery)


def _opposed(covariance: Array, n: float) -> dict[int, float]:
    """Return the items that run against the others, with r to the rest.

    Held against the others each counted the way it runs, so that reversed items do not hide each
    other; with enough people also against their plain sum.
    """
    plain = opposed_items(covariance, n)
    found = {j: r for j, r in plain.items() if r < -3 / np.sqrt(n)}
    if found or n < FEWEST_PEOPLE or np.count_nonzero(np.diag(covariance)) < FEWEST_OF_SET:
        return found
    rest = [row.item_rest_r for row in item_reliabilities(covariance)]
    return {j: r for j, r in enumerate(rest) if r is not None and r < -2 / np.sqrt(n)}


def _swapped(
    summary: Summary, instrument: Instrument, name: str, of: str, minus: str
) -> Iterator[Note]:
    """Notice expectations below perceptions on nearly every item."""
    if (of, minus) == ("perception", "expectation") and _paired(summary, instrument, name):
        above, items = _n_above(summary, instrument, of, minus)
        if above > SHARE_OF_SWAPPED_ITEMS * items:
            values = {"n": above, "items": items}
            yield Note("batteries_swapped_suspected", values, where=f"{of}, {minus}")


def _zone_upside_down(summary: Summary, instrument: Instrument) -> Iterator[Note]:
    """Notice the least acceptable level above the desired one on nearly every item."""
    above, items = _n_above(summary, instrument, "minimum", "desired")
    if above > SHARE_OF_SWAPPED_ITEMS * items:
        values = {"n": above, "items": items}
        yield Note("minimum_above_desired_suspected", values, where="minimum, desired")


def _copied(
    summary: Summary, instrument: Instrument, name: str, of: str, minus: str
) -> Iterator[Note]:
    """Notice one battery that repeats another, answer for answer, across the file."""
    if not _paired(summary, instrument, name):
        return
    tables = [summary.tables[item(name, i)][0] for i in instrument.item_ids]
    pairs = sum(int(table.sum()) for table in tables)
    equal = sum(int(np.trace(table)) for table in tables)
    if equal == pairs and pairs >= FEWEST_TO_COPY * len(tables):
        values = {"of": of, "minus": minus, "n": pairs}
        yield Note("battery_copied_suspected", values, where=f"{of}, {minus}")


def _paired(summary: Summary, instrument: Instrument, name: str) -> bool:
    return item(name, instrument.item_ids[0]) in summary.tables


def _n_above(summary: Summary, instrument: Instrument, of: str, minus: str) -> tuple[int, int]:
    """Return on how many items one battery's mean lies above the other's, and of how many."""
    gaps = [summary.difference(item(of, i), item(minus, i))[1] for i in instrument.item_ids]
    return sum(gap > 0 for gap in gaps), len(gaps)


def _counts(summary: Summary, instrument: Instrument, battery: str) -> list[Counts]:
    """Return the counts of the answers as given to each item, lowest answer first."""
    return [
        counts[::-1] if instrument.is_reversed(i, battery) else counts
        for i in instrument.item_ids
        for counts, _ in [summary.histograms[item(battery, i)]]
    ]


def _short_of_the_scale(summary: Summary, instrument: Instrument, battery: str) -> Iterator[Note]:
    """Notice that nobody ever gave the highest answer, or anything near it."""
    total = np.sum(_counts(summary, instrument, battery), axis=0)
    scale = instrument.scale_of(battery)
    # with scores between the points, of means for instance, nobody need reach the very top
    if summary.n < FEWEST_PEOPLE or scale.parts > 1 or not total.any() or total[-1]:
        return
    highest = scale.min + int(np.flatnonzero(total)[-1])
    values = {"battery": battery, "highest": highest, "low": scale.min, "high": scale.max}
    values |= {"n": int(total.sum())}
    code = "scale_length_suspected" if highest <= scale.max - 2 else "scale_top_unused"
    yield Note(code, values, where=battery)


def _two_lengths(summary: Summary, instrument: Instrument, battery: str) -> Iterator[Note]:
    """Notice items answered on five points beside items answered on seven."""
    scale = instrument.scale_of(battery)
    if scale.range != 6 or scale.parts > 1:
        return
    each = _counts(summary, instrument, battery)
    short = [
        i
        for i, counts in zip(instrument.item_ids, each, strict=True)
        if counts.sum() >= FEWEST_PEOPLE
        and not counts[5:].any()
        and counts[4] >= max(FEWEST_AT_END, SHARE_AT_END * counts.sum())
    ]
    long = [c for i, c in zip(instrument.item_ids, each, strict=True) if i not in short and c.any()]
    if len(short) < FEWEST_SHORT_ITEMS or not long:
        return
    beyond = float(np.mean([c[5:].sum() / c.sum() for c in long]))
    if beyond >= SHARE_BEYOND:
        values = {"n": len(short), "battery": battery, "items": ", ".join(short)}
        values |= {"short": scale.min + 4, "high": scale.max, "share": f"{beyond:.0%}"}
        yield Note("two_scale_lengths_suspected", values, where=battery)
