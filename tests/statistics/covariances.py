"""The covariance matrices that R wrote with its results, so that no test needs the survey files."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np

from servqual.statistics.moments import Array
from tests.made import reference_rows

KIOSK_ITEMS = 24  # perceptions first, then expectations


@cache
def _whole(source: str) -> Array:
    rows = [row for row in reference_rows("reliability_covariances.csv") if row["source"] == source]
    size = max(int(row["row"]) for row in rows)
    covariance = np.empty((size, size))
    for row in rows:
        i, j = int(row["row"]) - 1, int(row["column"]) - 1
        covariance[i, j] = covariance[j, i] = float(row["value"])
    return covariance


def covariance_of(
    row: dict[str, str] | str, kind: str = "ratings", places: Sequence[int] = ()
) -> Array:
    """Return the covariance of some items, counted from 1, of a source; or of a row of results."""
    if not isinstance(row, str):
        places = [int(place) for place in row["places"].split()]
        return covariance_of(row["source"], row["kind"], places)
    whole = _whole(row)
    chosen = np.array(places) - 1
    of, minus = chosen, chosen + KIOSK_ITEMS
    if kind == "gap":
        cross = whole[np.ix_(of, minus)]
        return whole[np.ix_(of, of)] + whole[np.ix_(minus, minus)] - cross - cross.T
    chosen = minus if kind == "expectation" else of
    return whole[np.ix_(chosen, chosen)]
