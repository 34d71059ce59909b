"""Indices of careless answering that depend on the other people (methods 9.1): shown, not counted.

They need everybody's answers at once, so they are not part of a Summary.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import numpy as np

from servqual.errors import UndefinedStatisticError
from servqual.quality.careless import (
    FEWEST_ANSWERS,
    Flag,
    Mask,
    n_answered,
    received,
    shown_order,
)
from servqual.statistics.alike import near_copies
from servqual.statistics.careless import (
    correlated_pairs,
    even_odd,
    mahalanobis,
    pair_consistency,
    response_variability,
    runs,
)
from servqual.statistics.moments import Array
from servqual.statistics.tails import chi2_quantile

if TYPE_CHECKING:
    from servqual.responses import Responses

FEWEST_PEOPLE = 30  # below it a percentile is a person
UPPER, LOWER = 0.95, 0.05
MAHALANOBIS_P = 0.001  # Meade & Craig 2012
CASES_PER_ITEM = 5
CONSISTENT = 0.30  # Jackson 1977, after Spearman-Brown
FEWEST_SCALES = 4
SYNONYMS = 0.60  # Meade & Craig 2012
FEWEST_PAIRS = 5
OF_MEDIAN_TIME = 1 / 3
AGREEING = 0.95
MOST_COMPARED = 20_000  # people whose answers are compared pair by pair
FEWEST_COMPARED = 20  # ratings
_NONE = np.iinfo(np.int16).min


def relative_flags(answers: Responses, turned: Mapping[str, Array]) -> list[Flag]:
    """Return whom each relative index flags.

    Parameters
    ----------
    answers : Responses
    turned : mapping of battery to array, shape (n, n_items)
        The same ratings with negatively worded items turned round, NaN for missing.
    """
    if len(answers) < FEWEST_PEOPLE:
        return []
    found: list[Flag] = []
    for battery in received(answers.instrument, answers.ratings):
        found += _spread(answers, battery)
        found += _distance(battery, turned[battery])
        found += _consistency(answers, battery, turned[battery])
    return [*_speed(answers), *_copies(answers), *found]


def _spread(answers: Responses, battery: str) -> Iterator[Flag]:
    """Yield the upper 5% in mean run length and both ends of the spread of own answers."""
    scale = answers.instrument.scale_of(battery)
    lowest, codes = scale.codes[0], shown_order(answers, battery)
    values = np.where(codes >= lowest, codes / scale.parts, np.nan)
    few = (codes >= lowest).sum(axis=1) < FEWEST_ANSWERS
    average = np.where(few, np.nan, runs(codes, lowest).average)
    own = np.where(few, np.nan, response_variability(values))
    if few.all():
        return
    limit, low, high = (
        float(np.nanquantile(index, part))
        for index, part in ((average, UPPER), (own, LOWER), (own, UPPER))
    )
    yield Flag("average_run", battery, np.asarray(average > limit), limit=limit)
    yield Flag("low_spread", battery, np.asarray(own < low), limit=low)
    yield Flag("high_spread", battery, np.asarray(own > high), limit=high)


def _distance(battery: str, values: Array) -> Iterator[Flag]:
    """Yield people far from the mean of all, where there are enough complete answers."""
    complete = int((~np.isnan(values).any(axis=1)).sum())
    items = values.shape[1]
    if complete <= CASES_PER_ITEM * items:
        return
    limit = chi2_quantile(1 - MAHALANOBIS_P, items)
    try:
        distances = mahalanobis(values)
    except UndefinedStatisticError:
        return
    yield Flag("outlying", battery, np.asarray(distances > limit), limit=limit)


def _consistency(answers: Responses, battery: str, values: Array) -> Iterator[Flag]:
    """Yield people who answer the halves of the dimensions, or like items, unlike."""
    instrument = answers.instrument
    scales = [
        [instrument.item_ids.index(i) for i in instrument.items_of(d)]
        for d in instrument.dimension_ids
    ]
    if sum(len(columns) > 1 for columns in scales) >= FEWEST_SCALES:
        halves = even_odd(values, scales)
        yield Flag("even_odd", battery, np.asarray(halves < CONSISTENT), limit=CONSISTENT)
    # antonyms are sought among the answers as given: turned round, nothing should be one
    codes = answers.ratings[battery]
    there = codes >= instrument.scale_of(battery).codes[0]
    given = np.where(there, codes, np.nan).astype(np.float64)
    for rule, negative in (("synonyms", False), ("antonyms", True)):
        pairs = correlated_pairs(given, SYNONYMS, negative=negative)
        if len(pairs) >= FEWEST_PAIRS:
            r = pair_consistency(given, pairs)
            yield Flag(rule, battery, np.asarray(r > 0 if negative else r < 0), limit=0.0)


def _speed(answers: Responses) -> Iterator[Flag]:
    """Yield people who took less than a third of the median time."""
    if answers.seconds is not None and not np.isnan(answers.seconds).all():
        limit = OF_MEDIAN_TIME * float(np.nanmedian(answers.seconds))
        yield Flag("fast_for_sample", "", np.asarray(answers.seconds < limit), limit=limit)


def _copies(answers: Responses) -> Iterator[Flag]:
    """Yield people whose varied answers agree nearly everywhere with somebody else's."""
    codes = np.hstack(list(answers.ratings.values()))
    if len(answers) > MOST_COMPARED or codes.shape[1] < FEWEST_COMPARED:
        return
    who = np.zeros(len(answers), dtype=bool)
    who[near_copies(codes, varied(answers), AGREEING).pairs.ravel()] = True
    yield Flag("near_copy", "", who, limit=AGREEING)


def varied(answers: Responses) -> Mask:
    """Say who answered nearly everything, with at least three different answers and no long run."""
    everything = np.hstack(
        [
            np.where(codes >= answers.instrument.scale_of(b).codes[0], codes, _NONE)
            for b, codes in answers.ratings.items()
        ]
    )
    items = everything.shape[1]
    levels = np.sort(everything, axis=1)
    different = (np.diff(levels, axis=1) > 0).sum(axis=1) + (levels[:, 0] > _NONE)
    longest = runs(everything, _NONE + 1).longest
    answered = n_answered(answers) >= AGREEING * items
    return np.asarray((different >= 3) & (longest < items / 2) & answered)
