"""What a simulated survey would show if all were asked: exact expected values of the model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from servqual.instrument import Instrument, Scale
from servqual.simulate.model import Model, Numbers, repeated, shares

# batteries that ask what people want; all others ask what they received
WANTED = {"expectation": 0.0, "desired": 0.0, "importance": 0.0, "minimum": -1.0}
LATENT_MIN, LATENT_RANGE = 1.0, 6.0


@dataclass(frozen=True)
class Truth:
    """Expected values under the model, for people who answer with care.

    Items worded negatively are meant after their answers were turned round. Careless people are not
    part of these means; blanks come at random and do not move them.

    Attributes
    ----------
    items : mapping of battery or gap name to float64 array, shape (n_items,)
        Expected rating (scale points) per item, and expected gap.
    dimensions : mapping of battery or gap name to float64 array, shape (n_dimensions,)
        Mean of the above over the items of each dimension.
    overall : mapping of battery or gap name to float
        Mean over dimensions, or over items where the questionnaire says so.
    branches : mapping of battery or gap name to float64 array, shape (n_branches, n_dimensions)
        Expected dimension scores inside each branch.
    branch_shares : float64 array, shape (n_branches,)
    importance : float64 array, shape (n_dimensions,)
        Expected importance points; empty when the questionnaire does not ask for points.
    drivers : float64 array, shape (n_dimensions,)
        Weight of each dimension's perceptions in the outcomes, adding up to 1.
    careless : int64 array
        Positions (from 0) of the people who gave one and the same answer throughout.
    """

    items: Mapping[str, Numbers]
    dimensions: Mapping[str, Numbers]
    overall: Mapping[str, float]
    branches: Mapping[str, Numbers]
    branch_shares: Numbers
    importance: Numbers
    drivers: Numbers
    careless: npt.NDArray[np.int64]


def expected_rating(mean: Numbers, sd: float, low: int, high: int) -> Numbers:
    """Return the mean of a normal variable that is rounded to whole numbers and cut at both ends.

    A rating exceeds k when the latent value exceeds k + 1/2, hence
    ``low + sum over k = low .. high - 1 of Phi((mean - k - 1/2) / sd)``.

    Parameters
    ----------
    mean : float64 array, any shape
    sd : float
        Above 0.
    low, high : int
        Ends of the scale.

    Examples
    --------
    >>> expected_rating(np.array([4.0, 6.6]), 1.0, 1, 7).round(4).tolist()
    [4.0, 6.3853]
    """
    from scipy.special import ndtr  # a tenth of a second that reading a survey does without

    thresholds = np.arange(low, high) + 0.5
    return np.asarray(low + ndtr((mean[..., None] - thresholds) / sd).sum(axis=-1))


def stretch(scale: Scale) -> float:
    """Return how many points of a scale one point of a 1-7 scale is."""
    return scale.range / LATENT_RANGE


def latent_means(model: Model, instrument: Instrument, battery: str) -> Numbers:
    """Return the latent mean of every item in every branch, in points of a 1-7 scale.

    Returns
    -------
    float64 array, shape (n_branches, n_items)
    """
    where = dimension_of(instrument)
    k, d, b = len(instrument.items), len(instrument.dimensions), len(model.branches)
    if battery in WANTED:
        means = repeated(model.wanted, d)[where] + repeated(model.wanted_items, k)
        return np.tile(means + WANTED[battery], (b, 1))
    means = repeated(model.received, d)[where] + repeated(model.received_items, k)
    shifts = np.array([repeated(branch.received, d)[where] for branch in model.branches])
    return np.asarray(means + shifts)


def make_truth(model: Model, instrument: Instrument, careless: npt.NDArray[np.int64]) -> Truth:
    """Return the expected values of a model for a questionnaire."""
    in_branches: dict[str, Numbers] = {}
    for battery in instrument.rated_batteries:
        scale = instrument.scale_of(battery)
        latent = scale.min + (latent_means(model, instrument, battery) - LATENT_MIN) * stretch(
            scale
        )
        in_branches[battery] = expected_rating(
            latent, model.sd * stretch(scale), scale.min, scale.max
        )
    for gap in instrument.gaps:
        scale = instrument.scale_of(gap.of)
        middle = (scale.min + scale.max) / 2
        minus = middle if gap.direct else in_branches[gap.minus]
        in_branches[gap.name] = in_branches[gap.of] - minus
    share = model.branch_shares
    items = {name: (share[:, None] * means).sum(axis=0) for name, means in in_branches.items()}
    dimensions = {name: _by_dimension(means, instrument) for name, means in items.items()}
    top = dimensions if instrument.overall == "dimensions" else items
    asked = instrument.importance.method == "points"
    d = len(instrument.dimensions)
    return Truth(
        items=MappingProxyType(items),
        dimensions=MappingProxyType(dimensions),
        overall=MappingProxyType({name: float(means.mean()) for name, means in top.items()}),
        branches=MappingProxyType(
            {name: _by_dimension(means, instrument) for name, means in in_branches.items()}
        ),
        branch_shares=share,
        importance=shares(model.importance, d) * instrument.importance.total
        if asked
        else np.empty(0),
        drivers=shares(model.drivers, d),
        careless=careless,
    )


def dimension_of(instrument: Instrument) -> npt.NDArray[np.int64]:
    """Return the position of each item's dimension, shape (n_items,)."""
    ids = instrument.dimension_ids
    return np.array([ids.index(item.dimension) for item in instrument.items])


def _by_dimension(means: Numbers, instrument: Instrument) -> Numbers:
    """Average the last axis, items, into dimensions."""
    where = dimension_of(instrument)
    return np.stack(
        [means[..., where == d].mean(axis=-1) for d in range(len(instrument.dimensions))], axis=-1
    )
