"""What is counted beside the scores: kinds of missing answers, flags, people left out."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from servqual.instrument import KANO_BATTERIES
from servqual.quality import Flag, absolute_flags, suspects
from servqual.responses import Missing, Responses
from servqual.scoring.scores import item_shares, needed, places_of, plan_for


def extra_counts(
    responses: Responses, *, duplicates: bool = True, flags: Sequence[Flag] | None = None
) -> dict[str, int]:
    """Count missing answers by battery, item and kind, flags, equal splits and weights' sums.

    Without ``duplicates`` nobody is held against others, so that counts of blocks add up.
    ``flags`` are those of these answers, where they are at hand.
    """
    counts: dict[str, int] = {}
    for battery in responses.ratings:
        counts |= _missing(responses, battery)
    if flags is None:
        flags = absolute_flags(responses, duplicates=duplicates)
    for flag in flags:
        counts[f"flag:{'counted' if flag.counts else 'shown'}:{flag.name}"] = flag.n
    counts |= _left_out(responses)
    counts["suspect"] = int(suspects(flags, len(responses)).sum())
    counts["complete_pairs"] = _complete_pairs(responses)
    if plan_for(responses).points and responses.points is not None:
        columns = responses.points.T
        alike = np.all([column == columns[0] for column in columns], axis=0)
        counts["equal_split"] = int(alike.sum())
    return counts


def _missing(responses: Responses, battery: str) -> dict[str, int]:
    """Count missing answers of a battery by item and kind."""
    instrument, codes = responses.instrument, responses.ratings[battery]
    across = np.ascontiguousarray(codes.T)
    item, person = np.nonzero(across < instrument.scale_of(battery).codes[0])
    kinds = list(Missing)
    highest = max(kinds)
    # kinds are neighbouring numbers below every scale
    place = highest - across[item, person].astype(np.int64)
    size = len(kinds)
    known = (place >= 0) & (place < size)
    n = np.bincount((item * size + place)[known], minlength=size * len(across))
    per_kind = n.reshape(len(across), size)
    found = {}
    for kind in kinds:
        if instrument.forms and kind is Missing.NOT_SHOWN:
            continue  # what a version does not ask was not asked for
        per_item = per_kind[:, highest - kind]
        if battery in KANO_BATTERIES and kind is Missing.NOT_SHOWN:
            per_item[per_item == len(codes)] = 0  # an item that was not among those asked
        for i, count in zip(instrument.item_ids, per_item, strict=True):
            if count:
                found[f"missing:{battery}:{i}:{kind.name.lower()}"] = int(count)
    return found


def _left_out(responses: Responses) -> dict[str, int]:
    """Count people with some pairs of a dimension but too few for a score."""
    counts = {}
    plan, instrument = plan_for(responses), responses.instrument
    shares = item_shares(responses)
    for gap in plan.gaps:
        lowest = instrument.scale_of(gap.of).codes[0]
        # an item a row: what is counted for every person is counted side by side
        across = [np.ascontiguousarray(responses.ratings[b].T) for b in gap.batteries]
        pairs = np.all([codes >= lowest for codes in across], axis=0)
        for d in instrument.dimension_ids:
            places = places_of(instrument, d)
            answered = pairs[places].sum(axis=0, dtype=np.int16)
            need = needed(plan, shares[d]) if shares else plan.need(len(places))
            n = int(((answered > 0) & (answered < need)).sum())
            if n:
                counts[f"left_out:{gap.name}:{d}"] = n
    return counts


def _complete_pairs(responses: Responses) -> int:
    """Count people who answered every item of every battery of ratings."""
    complete = np.ones(len(responses), dtype=bool)
    rated = [b for b in responses.ratings if b not in KANO_BATTERIES]
    for battery in rated or responses.ratings:
        across = np.ascontiguousarray(responses.ratings[battery].T)
        lowest = responses.instrument.scale_of(battery).codes[0]
        given = across >= lowest
        if responses.instrument.forms:  # every item of one's version
            given |= across == Missing.NOT_SHOWN
        complete &= given.all(axis=0)
    return int(complete.sum())
