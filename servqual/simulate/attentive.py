"""Simulated people who answer with care: whom rules for careless answering flag by mistake."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from servqual.instrument import Instrument, Scale
from servqual.simulate.answers import Draws, draw_people
from servqual.simulate.model import Model, Numbers
from servqual.simulate.truth import WANTED, dimension_of, expected_rating, stretch

Codes = npt.NDArray[np.int16]

_HALVINGS = 40  # of an interval of a few scale points: far below any rounding


def attentive_ratings(
    instrument: Instrument,
    means: Mapping[str, Numbers],
    n: int = 2000,
    *,
    seed: int = 1,
    model: Model | None = None,
) -> dict[str, Codes]:
    """Return ratings of simulated people who read every item, with given item means.

    Parameters
    ----------
    instrument : Instrument
    means : mapping of battery to float64 array, shape (n_items,)
        The mean of each item, negatively worded items turned round; the simulated people have the
        same. NaN stands for the middle of the scale.
    n : int
    seed : int
        The same seed gives the same people.
    model : Model, optional
        How far people differ, from each other and from item to item; means and shares of it are not
        used.

    Returns
    -------
    dict of battery to int16 array, shape (n, n_items)
        Whole points as given, nothing missing, stored as ``Responses.ratings`` holds them.
    """
    used = replace(model or Model(), careless=0.0)
    draws = Draws(seed)
    people = draw_people(n, 1, used, len(instrument.dimensions), draws)
    where = dimension_of(instrument)
    found = {}
    for battery, wanted in means.items():
        scale = instrument.scale_of(battery)
        unit = stretch(scale)
        level = people.levels["wanted" if battery in WANTED else "received"][:, where]
        noise = draws.stream("item", battery).standard_normal((n, len(where)))
        centre = latent_mean(wanted, used.sd * unit, scale)
        latent = centre + unit * (level + used.item_sd * noise)
        rating = np.clip(np.floor(latent + 0.5), scale.min, scale.max)
        turned = [instrument.is_reversed(item.id, battery) for item in instrument.items]
        given = np.where(turned, scale.min + scale.max - rating, rating)
        found[battery] = (given * scale.parts).astype(np.int16)
    return found


def latent_mean(wanted: Numbers, sd: float, scale: Scale) -> Numbers:
    """Return the latent means whose rounded and cut answers have the means ``wanted``.

    Means at the very ends of the scale, which no latent mean gives, count as a tenth of a point
    inside.

    Examples
    --------
    >>> scale = Scale(min=1, max=7)
    >>> latent_mean(np.array([4.0]), 1.0, scale).round(6).tolist()
    [4.0]
    """
    middle = (scale.min + scale.max) / 2
    target = np.clip(np.where(np.isnan(wanted), middle, wanted), scale.min + 0.1, scale.max - 0.1)
    low = np.full(target.shape, scale.min - 10 * sd - 1.0)
    high = np.full(target.shape, scale.max + 10 * sd + 1.0)
    for _ in range(_HALVINGS):
        half = (low + high) / 2
        below = expected_rating(half, sd, scale.min, scale.max) < target
        low, high = np.where(below, half, low), np.where(below, high, half)
    return np.asarray((low + high) / 2)
