"""Columns of whole numbers that stand for themselves, read all at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from servqual.importer.streaming.lookups import Lookup

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True)
class Straight:
    """A column whose whole numbers are the answers.

    Attributes
    ----------
    answers : array, shape (rows,)
        Of the kind of its lookup, blanks as the lookup reads them.
    low, high : int
        Its ends.
    n_blank : int
    """

    answers: npt.NDArray[Any]
    low: int
    high: int
    n_blank: int

    @property
    def met(self) -> set[str]:
        """What :meth:`Lookup.read` says it met."""
        return {str(self.low), str(self.high), *([""] if self.n_blank else [])}


def read_together(frame: pl.DataFrame, lookups: Mapping[int, Lookup]) -> dict[int, Straight]:
    """Return those columns of a frame whose numbers all stand for themselves.

    Each is what its lookup would read; one call for all of them takes a fraction of the time.

    Examples
    --------
    >>> import polars as pl
    >>> found = read_together(pl.DataFrame({"3": [1, 5]}), {3: Lookup(len, "i2", straight=(1, 7))})
    >>> found[3].answers, found[3].high
    (array([1, 5], dtype=int16), 5)
    """
    if not len(frame):
        return {}
    schema = frame.schema
    whole = [i for i, look in lookups.items() if look.straight and schema[str(i)].is_integer()]
    columns = {i: frame[str(i)] for i in whole}
    ends: dict[int, tuple[Any, Any]] = {i: (own.min(), own.max()) for i, own in columns.items()}
    fits = [i for i in whole if _fits(lookups[i], *ends[i])]
    if not fits:
        return {}
    filled = frame.select([_filled(i, lookups[i].kind.kind, int(_blank(lookups[i]))) for i in fits])
    found = {}
    for i, own in zip(fits, filled.get_columns(), strict=True):
        low, high = ends[i]
        found[i] = Straight(own.to_numpy(), low, high, columns[i].null_count())
    return found


def _fits(lookup: Lookup, low: Any, high: Any) -> bool:
    straight = lookup.straight
    return (
        straight is not None
        and low is not None
        and high is not None
        and (straight[0] <= low and high <= straight[1])
    )


def _blank(lookup: Lookup) -> Any:
    """Return what a blank is among whole answers; among numbers it is NaN."""
    return 0 if lookup.kind.kind == "f" else lookup.of("")


@lru_cache(maxsize=4096)  # to make it takes longer than to use it on some thousand rows
def _filled(column: int, kind: str, blank: int) -> pl.Expr:
    import polars as pl

    if kind == "f":
        return pl.col(str(column)).cast(pl.Float64).fill_null(np.nan)
    return pl.col(str(column)).cast(pl.Int16).fill_null(blank)
