"""What the means and gaps of the whole sample are made of: sums that anybody can work on with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from servqual.results.gaps import Level
from servqual.results.table import Parts


@dataclass(frozen=True)
class MeanSums:
    """The sums behind one mean of a battery, over the people who have that score.

    Attributes
    ----------
    level, id, battery
        As in :class:`servqual.results.ScoreRow`; of ``overall`` only what is formed person by
        person.
    n
        People.
    total, squares
        Sum of their scores and of the squares, in scale points; under survey weights where there
        are any.
    weight, weight2, total2, squares2
        Sum of the weights; sums of the squared weights and of scores and squares under these, which
        the standard error needs. None without survey weights, where they are ``n``, ``n``,
        ``total`` and ``squares``.
    """

    level: Level
    id: str
    battery: str
    n: int
    total: float
    squares: float
    weight: float | None = None
    weight2: float | None = None
    total2: float | None = None
    squares2: float | None = None


@dataclass(frozen=True)
class GapSums:
    """The sums behind one gap, over the people who rated both sides.

    Attributes
    ----------
    level, id, kind
        As in :class:`servqual.results.GapRow`; of ``overall`` only what is formed person by person.
    n
        Pairs.
    total_of, squares_of, total_minus, squares_minus
        Sums of both sides and of their squares, in scale points.
    squares
        Sum of the squared differences.
    below, equal, above
        Pairs with a negative, zero and positive difference; None where they are not counted.
    weight, weight2, total2, squares2
        As in :class:`MeanSums`, of the differences. With survey weights every sum but ``n`` is a
        weighted one.
    """

    level: Level
    id: str
    kind: str
    n: int
    total_of: float
    squares_of: float
    total_minus: float
    squares_minus: float
    squares: float
    below: float | None = None
    equal: float | None = None
    above: float | None = None
    weight: float | None = None
    weight2: float | None = None
    total2: float | None = None
    squares2: float | None = None


@dataclass(frozen=True)
class PairSums:
    """The sums behind the covariance of two dimension means, over the people who have both.

    Attributes
    ----------
    source
        A battery, or the kind of a gap.
    first, second
        Two dimensions, or the same one twice.
    n
        People who have both.
    total_first, total_second, products
        Sums of both scores and of their products.
    weight, weight2, total2_first, total2_second, products2
        Sums of the weights and of their squares, and the three sums under the squared weights; None
        without survey weights.
    """

    source: str
    first: str
    second: str
    n: int
    total_first: float
    total_second: float
    products: float
    weight: float | None = None
    weight2: float | None = None
    total2_first: float | None = None
    total2_second: float | None = None
    products2: float | None = None


@dataclass(frozen=True)
class Sums(Parts):
    """Sums of the whole sample from which its means, gaps, errors and limits follow.

    They are of everybody, never of a group: what n, mean and SD tell, in another form. Empty where
    several completed tables are pooled, whose errors follow from no sum.
    """

    shown: ClassVar = {
        "gaps": ("level", "id", "kind", "n", "total_of", "total_minus", "squares"),
        "means": ("level", "id", "battery", "n", "total", "squares"),
    }

    gaps: tuple[GapSums, ...] = ()
    means: tuple[MeanSums, ...] = ()
    pairs: tuple[PairSums, ...] = ()

    def _rows(self) -> Sequence[GapSums]:
        return self.gaps
