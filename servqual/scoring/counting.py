"""What is counted beside the scores: kinds of missing answers, flags, people left out."""

from __future__ import annotations

import numpy as np

from servqual.instrument import KANO_BATTERIES
from servqual.quality import absolute_flags, suspects
from servqual.responses import Missing, Responses
from servqual.scoring.scores import item_shares, needed, places_of, plan_for


def extra_counts(responses: Responses) -> dict[str, int]:
    """Count missing answers by battery, item and kind, flags, equal splits and weights' sums."""
    counts: dict[str, int] = {}
    instrument = responses.instrument
    for battery, codes in responses.ratings.items():
        for kind in Missing:
            if instrument.forms and kind is Missing.NOT_SHOWN:
                continue  # what a version does not ask was not asked for
            per_item = (codes == kind).sum(axis=0)
            if battery in KANO_BATTERIES and kind is Missing.NOT_SHOWN:
                per_item[per_item == len(codes)] = 0  # an item that was not among those asked
            for i, n in zip(instrument.item_ids, per_item, strict=True):
                if n:
                    counts[f"missing:{battery}:{i}:{kind.name.lower()}"] = int(n)
    flags = absolute_flags(responses)
    for flag in flags:
        counts[f"flag:{'counted' if flag.counts else 'shown'}:{flag.name}"] = flag.n
    counts |= _left_out(responses)
    counts["suspect"] = int(suspects(flags, len(responses)).sum())
    counts["complete_pairs"] = _complete_pairs(responses)
    if plan_for(responses).points and responses.points is not None:
        given = responses.points[~np.isnan(responses.points).any(axis=1)]
        counts["equal_split"] = int((np.ptp(given, axis=1) == 0).sum()) if len(given) else 0
    return counts


def _left_out(responses: Responses) -> dict[str, int]:
    """Count people with some pairs of a dimension but too few for a score."""
    counts = {}
    plan, instrument = plan_for(responses), responses.instrument
    shares = item_shares(responses)
    for gap in plan.gaps:
        lowest = instrument.scale_of(gap.of).codes[0]
        pairs = np.all([responses.ratings[b] >= lowest for b in gap.batteries], axis=0)
        for d in instrument.dimension_ids:
            places = places_of(instrument, d)
            answered = pairs[:, places].sum(axis=1)
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
        codes = responses.ratings[battery]
        lowest = responses.instrument.scale_of(battery).codes[0]
        given = codes >= lowest
        if responses.instrument.forms:  # every item of one's version
            given |= codes == Missing.NOT_SHOWN
        complete &= given.all(axis=1)
    return int(complete.sum())
