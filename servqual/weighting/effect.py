"""What survey weights cost: effective sample size and design effect."""

from __future__ import annotations

from typing import NamedTuple


class WeightEffect(NamedTuple):
    """Kish's effective sample size and design effect from unequal weights."""

    n_effective: float
    deff: float


def weight_effect(n: int, total: float, squares: float) -> WeightEffect:
    """Return ``(sum w)^2 / sum w^2`` and ``n sum w^2 / (sum w)^2`` (Kish 1965).

    Parameters
    ----------
    n : int
        People.
    total, squares : float
        Sum of the weights and of their squares, both above 0.

    Examples
    --------
    Weights 1, 1, 2, 2, 4:

    >>> effect = weight_effect(5, 10, 26)
    >>> round(effect.n_effective, 5), effect.deff
    (3.84615, 1.3)
    """
    return WeightEffect(total**2 / squares, n * squares / total**2)
