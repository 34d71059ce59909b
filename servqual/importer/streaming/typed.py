"""Weights and times of a block, without asking for every single cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from servqual.importer.answers.extras import LARGEST_WEIGHT
from servqual.importer.answers.numbers import Numbers
from servqual.importer.streaming.lookups import Lookup

if TYPE_CHECKING:
    import polars as pl

# how most survey tools write a time; the same digits always mean the same moment
_USUAL = r"^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$"
_MILLISECONDS = 1000.0


def weights_of(cells: pl.Series, lookup: Lookup) -> Numbers:
    """Return weights, NaN for what is none; ``lookup`` reads those that are text."""
    import polars as pl

    if not (cells.dtype.is_integer() or cells.dtype.is_float()):
        numbers = cells.cast(pl.Float64, strict=False)
        plain = cells.str.contains(r"^[0-9]{1,12}(?:\.[0-9]*)?$") & numbers.is_not_null()
        if plain.all() and not plain.null_count():
            return numbers.to_numpy()
        found: Numbers = lookup.read(cells)
        return found
    values: Numbers = cells.cast(pl.Float64).to_numpy()
    with np.errstate(invalid="ignore"):
        return np.where((values >= 0) & (values <= LARGEST_WEIGHT), values, np.nan)


def moments_of(cells: pl.Series, lookup: Lookup) -> Numbers:
    """Return times in seconds since 1970, NaN for none; ``lookup`` reads the unusual ones."""
    import polars as pl

    cells = cells.cast(pl.String).fill_null("")
    usual = cells.str.contains(_USUAL)
    if not usual.any():
        found: Numbers = lookup.read(cells)
        return found
    times = cells.str.to_datetime("%Y-%m-%d %H:%M:%S", strict=False, time_unit="ms")
    usual &= times.is_not_null()
    seconds: Numbers = times.dt.timestamp("ms").cast(pl.Float64).to_numpy() / _MILLISECONDS
    other = np.flatnonzero(~usual.to_numpy())
    if other.size:
        seconds = seconds.copy()
        seconds[other] = lookup.read(cells.gather(other))
    return seconds
