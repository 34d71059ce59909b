"""Multiple imputation of ratings: the same people several times, their blanks filled in."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from servqual.errors import SettingsError
from servqual.instrument import Instrument
from servqual.responses import Missing, Responses
from servqual.statistics.imputation import Predictors, complete

Array = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]

FEWEST_PEOPLE = 30
FEWEST_TABLES = 20
MOST_TABLES = 100
SHARE_ANSWERED = 0.5
# a rating that would exist had the person given it; "not applicable" has no true value
MEANT = (Missing.BLANK, Missing.REFUSED, Missing.DECLARED, Missing.INVALID)


@dataclass(frozen=True)
class Completed:
    """Answers with their blanks filled in, several times.

    Attributes
    ----------
    tables : tuple of Responses
        Of all people, each with other values imputed.
    n_cells, n_people : int
        Ratings that were imputed, and people who had any.
    n_left : int
        People with blanks that were left, because they answered less than half of a battery.
    """

    tables: tuple[Responses, ...]
    n_cells: int
    n_people: int
    n_left: int


def impute(responses: Responses, seed: int = 1) -> Completed:
    """Return answers whose blank ratings are filled in, at least twenty times.

    Parameters
    ----------
    responses : Responses
    seed : int
        The same seed gives the same values.

    Returns
    -------
    Completed
        With as many tables as per cent of people are incomplete, from 20 to 100.

    Raises
    ------
    SettingsError
        Fewer than 30 people: nothing can be learnt about those who did not answer; or no ratings.

    Notes
    -----
    All batteries together, item by item: an item is predicted from the items of its own dimension
    in every battery, from the person's mean of each other dimension in each battery, from the
    outcomes and from the survey weight (Eekhout et al. 2014, who call the means parcels). Gaps
    are computed afterwards. "Not applicable", "don't know" and "not shown" are never imputed,
    nor are answers to Kano's questions, nor is anybody who answered less than half of a battery.

    Examples
    --------
    >>> import servqual as sq
    >>> guests = sq.read(sq.simulate(n=60, seed=2).frame)
    >>> len(impute(guests).tables) >= 20
    True
    """
    if len(responses) < FEWEST_PEOPLE:
        raise SettingsError(
            f"multiple imputation needs at least {FEWEST_PEOPLE} people, and {len(responses)} "
            "answered. Keep the half rule: leave out --incomplete, or write --incomplete half."
        )
    if not set(responses.ratings) & set(responses.instrument.rated_batteries):
        raise SettingsError(
            "multiple imputation fills in ratings, and nobody was asked for any: answers to Kano's "
            "questions are never filled in. Leave out --incomplete."
        )
    table = _Table(responses)
    fill, left = table.blanks()
    incomplete = fill.any(axis=1)
    percent = math.ceil(100 * float(incomplete.mean()))
    n_tables = min(max(FEWEST_TABLES, percent), MOST_TABLES)
    tables = tuple(
        table.filled(fill, np.random.default_rng([seed, k])) for k in range(n_tables)
    )  # each table has its own stream, so that more tables leave the first ones as they are
    return Completed(tables, int(fill.sum()), int(incomplete.sum()), int(left.sum()))


class _Table:
    """All ratings side by side, negatively worded items turned round, and what predicts them."""

    def __init__(self, responses: Responses) -> None:
        self._responses = responses
        rated = responses.instrument.rated_batteries
        self._batteries = [b for b in responses.ratings if b in rated]
        parts = [_turned(responses, battery) for battery in self._batteries]
        extra = [*responses.outcomes.values()]
        extra += [responses.weights] if responses.weights is not None else []
        self._values = np.column_stack([*parts, *extra])
        self._predictors = list(_predictors(responses.instrument, len(parts), len(extra)))

    def blanks(self) -> tuple[Mask, Mask]:
        """Return the ratings to fill in, shape (n, ratings), and the people left as they are."""
        codes = [self._responses.ratings[b] for b in self._batteries]
        blank = np.hstack([np.isin(c, MEANT) for c in codes])
        enough = np.ones(len(blank), dtype=bool)
        for battery, answers in zip(self._batteries, codes, strict=True):
            lowest = self._responses.instrument.scale_of(battery).codes[0]
            enough &= (answers >= lowest).mean(axis=1) >= SHARE_ANSWERED
        return blank & enough[:, None], blank.any(axis=1) & ~enough

    def filled(self, fill: Mask, rng: np.random.Generator) -> Responses:
        """Return the answers with values drawn for the ratings to fill in."""
        drawn = complete(self._values, self._predictors, rng)
        ratings, k = dict(self._responses.ratings), len(self._responses.instrument.items)
        for place, battery in enumerate(self._batteries):
            codes = ratings[battery]
            own = slice(place * k, (place + 1) * k)
            there = fill[:, own] & ~np.isnan(drawn[:, own])
            turned = _turn(self._responses.instrument, battery, drawn[:, own])
            ratings[battery] = np.where(there, np.nan_to_num(turned), codes).astype(np.int16)
        return replace(self._responses, ratings=ratings)


def _turned(responses: Responses, battery: str) -> Array:
    """Return a battery's ratings with NaN for missing, negatively worded items turned round."""
    codes = responses.ratings[battery]
    lowest = responses.instrument.scale_of(battery).codes[0]
    values = np.where(codes >= lowest, codes, np.nan).astype(np.float64)
    return _turn(responses.instrument, battery, values)


def _turn(instrument: Instrument, battery: str, values: Array) -> Array:
    """Return values with negatively worded items as min + max - x; twice gives them back."""
    codes = instrument.scale_of(battery).codes
    reverse = [instrument.is_reversed(i, battery) for i in instrument.item_ids]
    return np.where(reverse, codes[0] + codes[-1] - values, values)


def _predictors(instrument: Instrument, n_batteries: int, n_extra: int) -> Iterator[Predictors]:
    """Yield what every column is predicted from: ratings of all batteries, then the extras."""
    k = len(instrument.items)
    dimension = np.array([instrument.dimension_ids.index(i.dimension) for i in instrument.items])
    of_rating, battery = np.tile(dimension, n_batteries), np.repeat(np.arange(n_batteries), k)
    n = n_batteries * k
    extras = np.arange(n, n + n_extra, dtype=np.intp)
    parcels = {
        (b, d): np.flatnonzero((battery == b) & (of_rating == d)).astype(np.intp)
        for b in range(n_batteries)
        for d in range(len(instrument.dimension_ids))
    }
    for j in range(n):
        same = np.flatnonzero((of_rating == of_rating[j]) & (np.arange(n) != j))
        others = tuple(group for (_, d), group in parcels.items() if d != of_rating[j])
        yield Predictors(np.concatenate([same, extras]).astype(np.intp), others)
    for extra in extras:
        yield Predictors(extras[extras != extra], tuple(parcels.values()))
