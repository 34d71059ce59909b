"""How people use a scale whatever they are asked: its ends, its middle, one side of it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from servqual.statistics.moments import Array

LEAST_ANSWERED = 0.5  # share of the ratings that a person must have given


class Styles(NamedTuple):
    """Indices of each person, shape (n,); NaN for those who rated too little.

    Attributes
    ----------
    extreme : share of answers at either end of the scale (ERS), 0 to 1
    middle : share of answers at the midpoint (MRS); NaN for everybody where there is none
    agreement : share above the middle of the scale less the share below it (net acquiescence)
    spread : SD of the person's answers in scale points, over n - 1
    """

    extreme: Array
    middle: Array
    agreement: Array
    spread: Array


def response_styles(ratings: Array, low: float, high: float, *, midpoint: bool) -> Styles:
    """Return the response styles of each person.

    Parameters
    ----------
    ratings : array, shape (n_respondents, n_ratings)
        As they were ticked, negatively worded items not turned round. NaN means no answer.
    low, high : float
        Ends of the scale.
    midpoint : bool
        Whether the middle of the scale can be ticked.

    Notes
    -----
    Baumgartner & Steenkamp (2001) *J Marketing Research* 38:143-156. Their indices want items that
    have nothing in common; those of one questionnaire have, so that an index holds opinion beside
    style.

    Examples
    --------
    Two people, four ratings on 1-7: 7 7 1 4 (three at the ends, one in the middle), and 5 5 6 2.

    >>> found = response_styles(np.array([[7.0, 7, 1, 4], [5, 5, 6, 2]]), 1, 7, midpoint=True)
    >>> found.extreme.tolist(), found.middle.tolist(), found.agreement.tolist()
    ([0.75, 0.0], [0.25, 0.0], [0.25, 0.5])
    """
    there = ~np.isnan(ratings)
    answered = there.sum(axis=1)
    enough = (answered >= LEAST_ANSWERED * ratings.shape[1]) & (answered > 0)
    centre = (low + high) / 2
    count = np.maximum(answered, 1)

    def share(chosen: npt.NDArray[np.bool_]) -> Array:
        found = (chosen & there).sum(axis=1) / count
        return np.asarray(np.where(enough, found, np.nan))

    extreme = share((ratings == low) | (ratings == high))
    middle = share(ratings == centre) if midpoint else np.full(len(ratings), np.nan)
    agreement = np.subtract(share(ratings > centre), share(ratings < centre))
    filled = np.where(there, ratings, 0.0)
    mean = filled.sum(axis=1) / count
    squares = (np.where(there, ratings - mean[:, None], 0.0) ** 2).sum(axis=1)
    spread = np.sqrt(squares / np.maximum(answered - 1, 1))
    return Styles(extreme, middle, agreement, np.where(enough & (answered > 1), spread, np.nan))
