"""The parameters of a simulated survey, with defaults that make an instructive example."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from math import inf, isfinite

import numpy as np
import numpy.typing as npt

from servqual.errors import SettingsError

Numbers = npt.NDArray[np.float64]


# lowest and highest value of each parameter that is not just any number
_SMALLEST = 1e-6
_LIMITS = {
    **dict.fromkeys(("missing", "careless", "points_off", "comments"), (0.0, 1.0)),
    **dict.fromkeys(("general_sd", "dimension_sd", "outcome_sd"), (0.0, inf)),
    **dict.fromkeys(("item_sd", "importance_concentration", "share"), (_SMALLEST, inf)),
    **dict.fromkeys(("importance", "drivers"), (_SMALLEST, inf)),
    "carry": (-1.0, 1.0),
}


def _check(name: str, value: float | tuple[float, ...]) -> None:
    """Raise unless every number of a parameter is finite and within its limits."""
    numbers = value if isinstance(value, tuple) else (value,)
    low, high = _LIMITS.get(name, (-inf, inf))
    if not numbers:
        raise SettingsError(f"simulate: {name} is empty; give it at least one number.")
    if not all(isfinite(x) and low <= x <= high for x in numbers):
        above = f"at least {low:g}" if low > -inf else ""
        below = f"at most {high:g}" if high < inf else ""
        limits = " and ".join(filter(None, (above, below))) or "finite"
        raise SettingsError(f"simulate: {name} is {value}; it must be {limits}.")


@dataclass(frozen=True)
class Branch:
    """One of the places where people were served.

    Parameters
    ----------
    share : float
        Its share of the customers, as a part of the sum over all branches.
    received : tuple of float
        What is added to the mean of what people received there, one number per dimension (repeated
        where there are more dimensions), in points of a 1-7 scale.
    name : str
        What it is called; '' for a name of the example.
    """

    share: float
    received: tuple[float, ...] = (0.0,)
    name: str = ""

    def __post_init__(self) -> None:
        _check("share", self.share)
        _check("received", self.received)


@dataclass(frozen=True)
class Model:
    """How the answers of a simulated survey come about.

    Everything is stated in points of a 1-7 scale and stretched to the scale of the questionnaire;
    sequences "by dimension" and "by item" are repeated where the questionnaire is longer.

    Parameters
    ----------
    wanted, received : tuple of float
        Latent mean of what people want and of what they received, by dimension.
    wanted_items, received_items : tuple of float
        What is added to these means, by item.
    general_sd, dimension_sd, item_sd : float
        Standard deviations of the three latent parts of a rating: a person's level in everything,
        in the dimension, and in the single item.
    carry : float
        Correlation of a person's level in what is wanted with that in what was received, -1 to 1.
    branches : tuple of Branch
    missing : float
        Share of the answers that are blank, completely at random.
    careless : float
        Share of the people who give one and the same answer to every item.
    importance : tuple of float
        Expected shares of the importance points, by dimension, as parts of their sum.
    importance_concentration : float
        How alike people share out the points (the sum of the Dirichlet parameters).
    points_off : float
        Share of the people whose points add up to 5 too many.
    drivers : tuple of float
        Weight of each dimension's perceptions in the outcomes, as a part of the sum.
    outcome_sd : float
        Standard deviation of the noise in each outcome.
    comments : float
        Share of the people who write a comment.
    """

    wanted: tuple[float, ...] = (5.45, 6.60, 6.15, 6.25, 5.80)
    received: tuple[float, ...] = (5.45, 4.90, 5.25, 5.95, 5.15)
    wanted_items: tuple[float, ...] = (
        *(0.20, 0.05, 0.10, -0.35),
        *(0.10, 0.05, -0.05, 0.15, -0.25),
        *(-0.20, 0.20, 0.15, -0.15),
        *(0.05, 0.25, -0.20, -0.10),
        *(0.10, 0.30, -0.30, -0.20, 0.10),
    )
    received_items: tuple[float, ...] = (
        *(0.10, 0.05, 0.25, -0.40),
        *(-0.45, 0.20, 0.15, -0.30, 0.40),
        *(-0.30, -0.10, 0.35, 0.05),
        *(-0.10, 0.20, 0.10, -0.20),
        *(0.25, -0.55, 0.30, 0.05, -0.05),
    )
    general_sd: float = 0.55
    dimension_sd: float = 0.45
    item_sd: float = 0.75
    carry: float = 0.20
    branches: tuple[Branch, ...] = (
        Branch(0.35),
        Branch(0.30, (0.20, 0.25, 0.25, 0.10, 0.20)),
        Branch(0.20, (-0.10, -0.50, -0.35, -0.15, 0.00)),
        Branch(0.15, (-0.45, 0.10, 0.00, 0.00, 0.30)),
    )
    missing: float = 0.02
    careless: float = 0.015
    importance: tuple[float, ...] = (0.12, 0.31, 0.22, 0.19, 0.16)
    importance_concentration: float = 25.0
    points_off: float = 0.02
    drivers: tuple[float, ...] = (0.08, 0.37, 0.25, 0.15, 0.15)
    outcome_sd: float = 0.60
    comments: float = 0.25

    def __post_init__(self) -> None:
        if not self.branches:
            raise SettingsError("simulate: branches is empty; give it at least one Branch.")
        for part in fields(self):
            if part.name != "branches":
                _check(part.name, getattr(self, part.name))

    @property
    def sd(self) -> float:
        """Standard deviation of a latent rating inside a branch, in points of a 1-7 scale."""
        return float(np.sqrt(self.general_sd**2 + self.dimension_sd**2 + self.item_sd**2))

    @property
    def branch_shares(self) -> Numbers:
        """Share of each branch among the customers, shape (n_branches,), adding up to 1."""
        return shares([branch.share for branch in self.branches], len(self.branches))


def repeated(numbers: Sequence[float], length: int) -> Numbers:
    """Return numbers over and over, up to a length.

    Examples
    --------
    >>> repeated((1.0, 2.0), 3).tolist()
    [1.0, 2.0, 1.0]
    """
    return np.resize(np.array(numbers, dtype=np.float64), length)


def shares(numbers: Sequence[float], length: int) -> Numbers:
    """Return numbers repeated up to a length and divided by their sum.

    Examples
    --------
    >>> shares((1.0, 3.0), 2).tolist()
    [0.25, 0.75]
    """
    found = repeated(numbers, length)
    return np.asarray(found / found.sum())
