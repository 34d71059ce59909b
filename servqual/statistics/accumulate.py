"""Scored rows added up in place, block by block, into a Summary."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from servqual.statistics.careful_sums import CarefulSum
from servqual.statistics.design_sums import DesignSums
from servqual.statistics.drawing import Drawing
from servqual.statistics.layout import Block, Layout
from servqual.statistics.moments import Array, Moments
from servqual.statistics.pair_sums import PairSums
from servqual.statistics.pieces import ROWS_AT_ONCE, Piece
from servqual.statistics.powers import PowerSums
from servqual.statistics.set_sums import CompleteSums, SetSums, WeightedSets
from servqual.statistics.summary import Summary
from servqual.statistics.tallies import Tallies


class Accumulator:
    """Sums of scored rows, of which a Summary can be had at any time.

    Unweighted sums of whole numbers do not depend, in any bit, on how the rows are cut into blocks
    or in which order they come; weighted ones agree to some 1e-14.

    Parameters
    ----------
    layout : Layout
    weighted : bool
        Whether the blocks carry weights: all or none.

    Examples
    --------
    >>> sums = Accumulator(Layout(("a", "b"), (1, 1)))
    >>> sums.add(Block(np.array([[1.0, 2.0], [3.0, np.nan]])))
    >>> sums.add(Block(np.array([[5.0, 6.0]])))
    >>> sums.summary().counts.p.tolist()
    [[35.0, 32.0], [32.0, 40.0]]
    """

    def __init__(self, layout: Layout, weighted: bool = False) -> None:
        self._layout, self._is_weighted = layout, weighted
        self._n, self._weights = 0, CarefulSum((2,))
        self._counts = PairSums(layout)
        self._sets = CompleteSums(layout) if not weighted else None
        self._weighted_sets = WeightedSets(layout) if weighted else None
        c = len(layout.columns)
        self._heavy = [CarefulSum((4, c, c)) for _ in range(2)] if weighted else []
        self._tallies = Tallies(layout, weighted=weighted)
        self._extra: dict[str, int] = {}
        drawn = layout.powers or layout.drawn is not None
        self._drawing = Drawing(layout, weighted) if drawn else None
        self._design: DesignSums | None = None
        self._plain = False  # whether some rows came without the design of their sample

    def add(self, block: Block) -> None:
        """Add the rows of a block.

        Raises
        ------
        ValueError
            The block has weights and others have none, or has values that the layout cannot count.
        """
        if (block.weights is not None) != self._is_weighted:
            raise ValueError("either all blocks carry weights or none")
        for start in range(0, len(block.values), ROWS_AT_ONCE):
            cut = slice(start, start + ROWS_AT_ONCE)
            self._add(block.values[cut], None if block.weights is None else block.weights[cut])
        for name, n in block.extra.items():
            self._extra[name] = self._extra.get(name, 0) + n
        self._add_drawn(block)

    def _add(self, values: Array, weights: Array | None) -> None:
        piece = Piece.of(self._layout, values)
        ready, places = self._counts.add(piece)
        self._tallies.add(piece, weights)
        self._n += len(values)
        if self._sets is not None:
            self._sets.add(piece, ready, places, values)
        if weights is None or self._weighted_sets is None:
            return
        squares = weights * weights
        self._weights.add([weights.sum(), squares.sum()])
        for total, w in zip(self._heavy, (weights, squares), strict=True):
            more = Moments.of(values, w)
            total.add(np.stack([more.n, more.s, more.q, more.p]))
        self._weighted_sets.add(values, weights)

    def _add_drawn(self, block: Block) -> None:
        """Add what is kept for resampling, products of four and the design of the sample."""
        if self._drawing is not None:
            clusters = block.unit if block.sampled and block.sampled.clustered else None
            self._drawing.add(block.values, block.weights, block.rows, clusters)
        if block.sampled is not None and block.unit is not None:
            more = DesignSums.of(block.sampled, block.values, block.weights, block.unit)
            self._design = more if self._design is None else self._design + more
        elif len(block.values):
            self._plain = True

    def summary(self) -> Summary:
        """Return the Summary of all rows so far."""
        counts, wide = self._counts.sums()
        weight, weight2 = (
            self._weights.value.tolist() if self._is_weighted else [float(self._n)] * 2
        )
        first, second = counts, counts
        if self._is_weighted:
            first, second = (Moments(*total.value) for total in self._heavy)
        sets = self._set_sums(counts)
        histograms = self._tallies.histograms(counts.n)
        powers: Mapping[str, PowerSums] = {}
        drawn = None
        if self._drawing is not None:
            powers, drawn = self._drawing.sums(first, sets, histograms)
        return Summary(
            layout=self._layout,
            n=self._n,
            weight=weight,
            weight2=weight2,
            weighted=self._is_weighted,
            counts=counts,
            first=first,
            second=second,
            sets=sets,
            histograms=histograms,
            tables=self._tallies.tables(counts.n),
            extra=dict(sorted(self._extra.items())),
            powers=powers,
            drawn=drawn,
            design=None if self._plain else self._design,
            wide=wide,
        )

    def _set_sums(self, counts: Moments) -> Mapping[str, SetSums]:
        if self._sets is not None:
            return self._sets.sums(counts)
        return {} if self._weighted_sets is None else self._weighted_sets.sums()
