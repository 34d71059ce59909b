"""Which sums a Summary holds, and the scored rows on their way into one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from servqual.statistics.design_sums import Sampled, Units
from servqual.statistics.drawn import DrawnLayout
from servqual.statistics.moments import Array
from servqual.statistics.powers import PowerSet


@dataclass(frozen=True)
class Layout:
    """Which sums a Summary holds; two Summaries add only if their layouts are equal.

    Attributes
    ----------
    columns : tuple of str
        Names of the scored columns.
    units : tuple of int
        A column's values are stored times this whole number, so that means of a few ratings are
        whole numbers and their sums exact; 1 for columns that are not.
    sets : tuple of (name, columns)
        Item sets whose complete rows are summed apart.
    histograms : tuple of (name, lowest, highest)
        Columns whose every stored value is counted.
    tables : tuple of (name, of, minus, lowest, highest)
        Pairs of columns whose every pair of values is counted.
    powers : tuple of PowerSet
        Item sets of which products of up to four values are summed.
    drawn : DrawnLayout or None
        What is summed for every random group of people.
    whole : tuple of str
        Columns that hold whole numbers only, whatever people answer; others are looked at.
    wide : tuple of str
        Columns of whole numbers so large (up to 2**36) that their sums are kept apart, exactly.
    needs : tuple of (column, columns)
        A row that lacks one of the columns named also lacks this one, as a gap lacks what either
        side lacks. It makes adding up faster, and changes no sum.
    """

    columns: tuple[str, ...]
    units: tuple[int, ...]
    sets: tuple[tuple[str, tuple[str, ...]], ...] = ()
    histograms: tuple[tuple[str, int, int], ...] = ()
    tables: tuple[tuple[str, str, str, int, int], ...] = ()
    powers: tuple[PowerSet, ...] = ()
    drawn: DrawnLayout | None = None
    whole: tuple[str, ...] = ()
    wide: tuple[str, ...] = ()
    needs: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @cached_property
    def position(self) -> dict[str, int]:
        """Column name to its position."""
        return {name: i for i, name in enumerate(self.columns)}

    @cached_property
    def wide_places(self) -> npt.NDArray[np.intp]:
        """Positions of the wide columns."""
        return np.array([self.position[name] for name in self.wide], dtype=np.intp)

    def shared(self, other: Layout) -> Layout:
        """Return the sums that both layouts hold of the same columns, without what is drawn."""
        return replace(
            self,
            sets=tuple(own for own in self.sets if own in other.sets),
            histograms=tuple(own for own in self.histograms if own in other.histograms),
            tables=tuple(own for own in self.tables if own in other.tables),
            powers=(),
            drawn=None,
        )


@dataclass(frozen=True)
class Block:
    """Scored rows on their way into a Summary.

    ``values`` has one column per column of the layout, in stored units, NaN for missing; ``extra``
    holds counts that do not come from the columns (kinds of missing answers, flags). ``rows`` are
    the row numbers in the source, which spread people over the random groups for resampling.
    ``sampled`` says how the sample was drawn, ``unit`` from which cluster (else stratum) each row.
    """

    values: Array
    weights: Array | None = None
    extra: Mapping[str, int] = field(default_factory=dict)
    rows: npt.NDArray[np.int64] | None = None
    sampled: Sampled | None = None
    unit: Units | None = None
