"""Signs of careless answering and of a form that was read the wrong way; nothing is removed."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from servqual.instrument import Instrument
from servqual.notes import Note
from servqual.plan import item, overall
from servqual.statistics.moments import Array
from servqual.statistics.summary import Summary

Mask = npt.NDArray[np.bool_]

# a battery with fewer answers says nothing about how somebody answers
FEWEST_ANSWERS = 5
# of the known set, by methods 9.2
SHARE_OF_KNOWN_SET = 2 / 3
SHARE_OF_SWAPPED_ITEMS = 0.8
# covariances are in squared scale points; smaller ones are rounding
_ROUNDING = 1e-9


def longest_run(codes: npt.NDArray[np.int16], lowest: int) -> npt.NDArray[np.int64]:
    """Return the longest run of one and the same answer per person, in the order of the items.

    A missing answer ends a run (careless in R: ``careless::longstring`` on complete data).

    Examples
    --------
    >>> longest_run(np.array([[5, 5, 5, 2], [1, 2, 3, 4]], dtype=np.int16), 1).tolist()
    [3, 1]
    """
    n, k = codes.shape
    longest = np.zeros(n, dtype=np.int64)
    run = np.zeros(n, dtype=np.int64)
    for j in range(k):
        valid = codes[:, j] >= lowest
        same = valid & (codes[:, j] == codes[:, j - 1]) if j else np.zeros(n, dtype=bool)
        run = np.where(same, run + 1, valid.astype(np.int64))
        longest = np.maximum(longest, run)
    return longest


def no_variance(codes: npt.NDArray[np.int16], lowest: int) -> Mask:
    """Say who gave one and the same answer to every item they answered (at least five)."""
    valid = codes >= lowest
    enough = valid.sum(axis=1) >= FEWEST_ANSWERS
    high = np.where(valid, codes, -(10**4)).max(axis=1, initial=-(10**4))
    low = np.where(valid, codes, 10**4).min(axis=1, initial=10**4)
    return np.asarray(enough & (high == low))


def duplicates(codes: npt.NDArray[np.int16]) -> Mask:
    """Say who repeats, answer for answer, somebody earlier in the file."""
    _, first = np.unique(codes, axis=0, return_index=True)
    repeated = np.ones(len(codes), dtype=bool)
    repeated[first] = False
    return repeated


def careless_flags(
    ratings: Mapping[str, npt.NDArray[np.int16]], instrument: Instrument
) -> dict[str, Mask]:
    """Return who is caught by each absolute rule, keyed ``rule:battery`` (methods 9.1).

    ``no_variance`` and ``long_run`` (a run of at least half the battery) per battery, ``no_gap``
    when perception repeats expectation on every item, ``duplicate`` for a whole answer vector seen
    before in the file.
    """
    flags: dict[str, Mask] = {}
    for battery, codes in ratings.items():
        lowest = instrument.scale_of(battery).min
        flags[f"no_variance:{battery}"] = no_variance(codes, lowest)
        half = max(FEWEST_ANSWERS, codes.shape[1] / 2)
        flags[f"long_run:{battery}"] = longest_run(codes, lowest) >= half
    for gap in instrument.gaps:
        if gap.of in ratings and gap.minus in ratings:
            of, minus = ratings[gap.of], ratings[gap.minus]
            lowest = instrument.scale_of(gap.of).min
            pairs = (of >= lowest) & (minus >= lowest)
            enough = pairs.sum(axis=1) >= FEWEST_ANSWERS
            flags[f"no_gap:{gap.name}"] = enough & ~(pairs & (of != minus)).any(axis=1)
    if ratings and sum(codes.shape[1] for codes in ratings.values()) >= 2 * FEWEST_ANSWERS:
        flags["duplicate:"] = duplicates(np.hstack(list(ratings.values())))
    return flags


def suspects(flags: Mapping[str, Mask], n: int) -> Mask:
    """Say who is caught by at least two absolute rules on what was received.

    Expectations alone never make anybody suspect: honest people do give the top mark
    throughout.
    """
    counted = [
        mask
        for name, mask in flags.items()
        if name.split(":")[0] in {"no_variance", "long_run", "duplicate"}
        and name.split(":")[1] in {"perception", ""}
    ]
    return np.sum(counted, axis=0) >= 2 if counted else np.zeros(n, dtype=bool)


def reading_suspicions(summary: Summary, instrument: Instrument) -> list[Note]:
    """Return notes on a form that seems to have been read the wrong way (methods 9.2)."""
    batteries = [b for b in instrument.battery_names if f"{overall(b, 'total')}" in summary.sets]
    found = [_reversed_form(summary, instrument, batteries)]
    found += [_swapped(summary, instrument, g.name, g.of, g.minus) for g in instrument.gaps]
    return [note for note in found if note is not None]


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
    for others in (np.array(spread, dtype=np.intp), outside):
        negative = {
            item_ids[j] for j in spread if covariance[j, others[others != j]].sum() < -_ROUNDING
        }
        if negative <= known and len(negative) >= SHARE_OF_KNOWN_SET * len(known):
            return negative
    return set()


def _swapped(
    summary: Summary, instrument: Instrument, name: str, of: str, minus: str
) -> Note | None:
    """Notice expectations below perceptions on nearly every item."""
    if (of, minus) != ("perception", "expectation") or item(
        name, instrument.item_ids[0]
    ) not in summary.tables:
        return None
    gaps = [summary.difference(item(of, i), item(minus, i))[1] for i in instrument.item_ids]
    above = sum(gap > 0 for gap in gaps)
    if above <= SHARE_OF_SWAPPED_ITEMS * len(gaps):
        return None
    return Note(
        "batteries_swapped_suspected", {"n": above, "items": len(gaps)}, where=f"{of}, {minus}"
    )
