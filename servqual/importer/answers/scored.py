"""Notices columns that hold one score per dimension where ratings of items were looked for."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from servqual.importer.answers.cells import clean, number
from servqual.importer.answers.summed import of_dimensions
from servqual.importer.matching.names import Names
from servqual.importer.opening.table import Table
from servqual.instrument import Instrument
from servqual.statistics.moments import Array

SHARE_OF_DIMENSIONS = 0.8
MOST_POINTS = 100
_WORDS = {"sums": "sums of ratings", "means": "means of ratings", "percent": "per cent"}


def score_kind(values: Sequence[Array], n_items: Sequence[int], low: int, high: int) -> str:
    """Return what scores of dimensions seem to be: sums, means, percent, or '' for nothing known.

    Parameters
    ----------
    values : sequence of arrays
        The scores of each dimension, NaN for none.
    n_items : sequence of int
        How many items stand behind each.
    low, high : int
        Ends of the scale of one rating.

    Examples
    --------
    >>> score_kind([np.array([12.0, 25.0]), np.array([9.0, 20.0])], [5, 4], 1, 5)
    'sums'
    >>> score_kind([np.array([3.2, 4.8])], [5], 1, 5), score_kind([np.array([64.0])], [5], 1, 5)
    ('means', 'percent')
    """
    there = [(v[~np.isnan(v)], k) for v, k in zip(values, n_items, strict=True)]
    there = [(v, k) for v, k in there if v.size]
    if not there:
        return ""
    if all(v.min() >= low and v.max() <= high for v, _ in there):
        return "means"
    whole = all(bool((v == np.round(v)).all()) for v, _ in there)
    if whole and all(v.min() >= k * low and v.max() <= k * high for v, k in there):
        return "sums"
    return "percent" if all(v.min() >= 0 and v.max() <= MOST_POINTS for v, _ in there) else ""


def scores_hint(table: Table, instrument: Instrument) -> str:
    """Return how to read the scores of dimensions that a table seems to hold, '' if it does not."""
    forms = of_dimensions(instrument, "means")
    names = Names(forms)
    found: dict[str, dict[str, int]] = {}
    for i, header in enumerate(table.headers):
        target = names.find(header) if header else None
        if target and target[0].kind == "rating":
            found.setdefault(target[0].battery, {})[target[0].id] = i
    for battery, columns in found.items():
        if len(columns) < SHARE_OF_DIMENSIONS * len(instrument.dimension_ids):
            continue
        scale = instrument.scale_of(battery)
        values = [_numbers(table.columns[i]) for i in columns.values()]
        items = [len(instrument.items_of(d)) for d in columns]
        kind = score_kind(values, items, scale.min, scale.max)
        if kind:
            largest = max(float(np.nanmax(v)) for v in values if not np.isnan(v).all())
            first = table.headers[next(iter(columns.values()))]
            return (
                f" {first!r} and others look like one score per dimension, up to {largest:g}: "
                f"{_WORDS[kind]}. Write dimension_scores = {kind!r} above the first [table] of a "
                "mapping file to read them so"
            )
    return ""


def _numbers(cells: Sequence[str]) -> Array:
    """Return a column of numbers, NaN for everything else."""
    read = {cell: number(clean(cell).removesuffix("%").rstrip()) for cell in set(cells)}
    return np.array([np.nan if read[c] is None else read[c] for c in cells], dtype=np.float64)
