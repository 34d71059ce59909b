"""Where items stand in an importance-performance matrix, and how sure that is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from servqual.statistics.moments import Array
from servqual.statistics.resampling import SHARE_DEFINED

Quadrant = Literal["concentrate_here", "keep_up", "low_priority", "possible_overkill"]
Certainty = Literal["firm", "firm_here", "leaning", "undetermined", ""]
Codes = npt.NDArray[np.int8]

# a quadrant's code is its place here: 2 for not important, 1 for good performance
QUADRANTS: tuple[Quadrant, ...] = (
    "concentrate_here",
    "keep_up",
    "low_priority",
    "possible_overkill",
)
FIRM, LEANING = 0.90, 0.60
# a mean of means may miss the common value of all of them by a rounding error
ROUNDING = 1e-9


class Cross(NamedTuple):
    """The point at which the two lines of the matrix cross; arrays of them for replicates."""

    importance: float | Array
    performance: float | Array


def cross_at(rule: str, importance: npt.ArrayLike, performance: npt.ArrayLike) -> Cross:
    """Return the cross that follows from the points themselves.

    Parameters
    ----------
    rule : {"grand_mean", "median"}
        Means of the item means, the data-centred cross (Martilla & James 1977), or their medians.
    importance, performance : arrays, shape (..., k)
        Mean of every item; each row is a replicate. NaN where an item has none in it.

    Returns
    -------
    Cross
        Of arrays of shape (...), over the items that have a mean in the row.

    Examples
    --------
    >>> cross_at("median", [6.0, 5.0, 4.0], [1.0, 2.0, 6.0])
    Cross(importance=5.0, performance=2.0)
    """
    return Cross(*(_centre(rule, np.asarray(x, np.float64)) for x in (importance, performance)))


def _centre(rule: str, values: Array) -> float | Array:
    """Return the mean or the median of every row, NaN left out."""
    if np.isnan(values).any():  # hardly ever, and slower
        centre = np.nanmean if rule == "grand_mean" else np.nanmedian
    else:
        centre = np.mean if rule == "grand_mean" else np.median
    found = np.asarray(centre(values, axis=-1))
    return found if found.ndim else float(found)


def quadrant_codes(importance: npt.ArrayLike, performance: npt.ArrayLike, cross: Cross) -> Codes:
    """Return the quadrant of every point as its place in ``QUADRANTS``; on a line counts as high.

    Parameters
    ----------
    importance, performance : arrays, shape (..., k)
    cross : Cross
        One point for all, or one for each row.

    Returns
    -------
    int array, shape (..., k)
        -1 where a figure is missing.
    """
    x, y = np.asarray(importance, dtype=np.float64), np.asarray(performance, dtype=np.float64)
    at_x, at_y = (np.asarray(a, dtype=np.float64)[..., None] for a in cross)
    with np.errstate(invalid="ignore"):
        important, good = x >= at_x - ROUNDING, y >= at_y - ROUNDING
    codes = np.where(important, 0, 2) + good
    missing = np.isnan(x) | np.isnan(y) | np.isnan(at_x) | np.isnan(at_y)
    return np.where(missing, -1, codes).astype(np.int8)


def quadrant(importance: float, performance: float, cross: Cross) -> Quadrant:
    """Return the quadrant of a point; a point on a line counts as high.

    Examples
    --------
    >>> quadrant(6.5, 4.1, Cross(6.0, 4.9))
    'concentrate_here'
    """
    return QUADRANTS[int(quadrant_codes([importance], [performance], cross)[0])]


def probabilities(codes: Codes) -> Array:
    """Return the share of the replicates in which each item lies in each quadrant.

    Parameters
    ----------
    codes : int array, shape (b, k)
        From :func:`quadrant_codes`.

    Returns
    -------
    array, shape (k, 4)
        Rows sum to 1, over the replicates in which the item has a quadrant; NaN where these are
        fewer than 95%.
    """
    known = codes >= 0
    counts = np.stack([(codes == q).sum(axis=0) for q in range(len(QUADRANTS))], axis=-1)
    enough = known.mean(axis=0) >= SHARE_DEFINED if len(codes) else np.zeros(codes.shape[1], bool)
    total = np.where(enough, known.sum(axis=0), 1)
    return np.where(enough[:, None], counts / total[:, None], np.nan)


def certainty(probability: float | None, agreeing: Iterable[str]) -> Certainty:
    """Return how sure a quadrant is, in a word.

    Parameters
    ----------
    probability : float or None
        Share of the replicates in the quadrant under the leading rule for the cross.
    agreeing : iterable of str
        Other rules that put the item into the same quadrant.

    Examples
    --------
    >>> certainty(0.97, ["median"]), certainty(0.97, []), certainty(0.62, []), certainty(None, [])
    ('firm', 'firm_here', 'leaning', '')
    """
    if probability is None:
        return ""
    if probability >= FIRM:
        return "firm" if any(True for _ in agreeing) else "firm_here"
    return "leaning" if probability >= LEANING else "undetermined"
