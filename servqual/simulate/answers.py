"""The random part of a simulated survey: who the people are and what they answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from servqual.instrument import Instrument
from servqual.simulate.model import Model, Numbers, shares
from servqual.simulate.truth import (
    LATENT_MIN,
    LATENT_RANGE,
    WANTED,
    dimension_of,
    latent_means,
    stretch,
)

Positions = npt.NDArray[np.int64]
SIDES = ("wanted", "received")
# people write down round numbers
POINTS_STEP = 5
POINTS_TOO_MANY = 5
# a problem is met by those whose latent experience, noise included, lies below this (1-7)
PROBLEM_BELOW = 4.4
SHARE_RESOLVED = 0.5


@dataclass(frozen=True)
class People:
    """Everybody's latent side, before anything is written down.

    Attributes
    ----------
    branch, age : int64 arrays, shape (n,)
        Positions in the lists of branches and age groups.
    levels : mapping of side to float64 array, shape (n, n_dimensions)
        A person's deviation from the mean in what is wanted and in what was received.
    careless : int64 array
        Positions of the careless, in order.
    """

    branch: Positions
    age: Positions
    levels: Mapping[str, Numbers]
    careless: Positions

    def __len__(self) -> int:
        return len(self.branch)


class Draws:
    """Independent streams of random numbers by name, the same on every platform for a seed.

    A change in one part of the model (say, fewer comments) leaves the numbers of the others alone.
    So does ``block``: every block of a survey that is drawn piece by piece has streams of its own.
    """

    def __init__(self, seed: int, block: int | None = None) -> None:
        self._seed = seed
        self._block = () if block is None else (block,)

    def stream(self, *name: str) -> np.random.Generator:
        """Return the stream of a name, always from its beginning."""
        key = list("/".join(name).encode())
        seeds = np.random.SeedSequence([self._seed, *key], spawn_key=self._block)
        return np.random.default_rng(seeds)


def draw_people(n: int, n_ages: int, model: Model, n_dimensions: int, draws: Draws) -> People:
    """Draw who the people are.

    The level of person i in dimension d on one side is
    ``general_sd * g_i + dimension_sd * f_id``; ``g`` and ``f`` of the two sides are standard normal
    with correlation ``carry``.
    """
    edges = np.cumsum(model.branch_shares)[:-1]
    branch = np.searchsorted(edges, draws.stream("branch").random(n), side="right")
    age = draws.stream("age").integers(0, n_ages, n)
    number = round(n * model.careless)
    careless = np.sort(draws.stream("careless").permutation(n)[:number])
    own = {
        side: (
            draws.stream("general", side).standard_normal((n, 1)),
            draws.stream("dimension", side).standard_normal((n, n_dimensions)),
        )
        for side in SIDES
    }
    rest = np.sqrt(1 - model.carry**2)
    g, f = (model.carry * w + rest * r for w, r in zip(*own.values(), strict=True))
    levels = {
        "wanted": model.general_sd * own["wanted"][0] + model.dimension_sd * own["wanted"][1],
        "received": model.general_sd * g + model.dimension_sd * f,
    }
    return People(branch.astype(np.int64), age, levels, careless)


def draw_ratings(
    people: People, battery: str, model: Model, instrument: Instrument, draws: Draws
) -> Numbers:
    """Draw the answers to one battery as they were written down.

    The latent rating is the item's mean in the person's branch, plus the person's level in the
    dimension, plus item noise; it is rounded and cut to the scale. Answers to items worded
    negatively are turned round, blanks are put in at random, and the careless give one answer.

    Returns
    -------
    float64 array, shape (n, n_items)
        Whole numbers on the scale, NaN for a blank.
    """
    n, k = len(people), len(instrument.items)
    side = "wanted" if battery in WANTED else "received"
    noise = draws.stream("item", battery).standard_normal((n, k))
    latent = latent_means(model, instrument, battery)[people.branch]
    latent = latent + people.levels[side][:, dimension_of(instrument)] + model.item_sd * noise
    scale = instrument.scale_of(battery)
    rating = np.floor(scale.min + (latent - LATENT_MIN) * stretch(scale) + 0.5)
    rating = np.clip(rating, scale.min, scale.max)
    turned = [instrument.is_reversed(item.id, battery) for item in instrument.items]
    rating = np.where(turned, scale.min + scale.max - rating, rating)
    rating[draws.stream("missing", battery).random((n, k)) < model.missing] = np.nan
    rating[people.careless] = _one_answer(people, battery, instrument, draws)
    return rating


def _one_answer(people: People, battery: str, instrument: Instrument, draws: Draws) -> Numbers:
    """Return the answer that each careless person gives throughout, shape (n_careless, 1)."""
    scale = instrument.scale_of(battery)
    # the same share of the scale in every battery: they do not read which one it is
    height = draws.stream("one answer").random(len(people.careless))
    return np.asarray(scale.min + np.floor((0.4 + 0.6 * height) * scale.size))[:, None]


def experience(people: People, model: Model, instrument: Instrument) -> Numbers:
    """Return everybody's latent experience per dimension (1-7), shape (n, n_dimensions)."""
    return _latent_dimensions(people, "perception", model, instrument) + people.levels["received"]


def latent_gaps(people: People, model: Model, instrument: Instrument) -> Numbers:
    """Return latent experience minus what is wanted, per dimension; negative = shortfall."""
    wanted = _latent_dimensions(people, "expectation", model, instrument) + people.levels["wanted"]
    return np.asarray(experience(people, model, instrument) - wanted)


def _latent_dimensions(
    people: People, battery: str, model: Model, instrument: Instrument
) -> Numbers:
    """Return the latent mean of each dimension in each person's branch."""
    means, where = latent_means(model, instrument, battery), dimension_of(instrument)
    by_dimension = [means[:, where == d].mean(axis=1) for d in range(len(instrument.dimensions))]
    return np.stack(by_dimension, axis=1)[people.branch]


def draw_points(people: People, model: Model, instrument: Instrument, draws: Draws) -> Numbers:
    """Draw how everybody shares out the importance points, shape (n, n_dimensions), NaN for blanks.

    Shares are Dirichlet; they are cut to multiples of five with one uniform number per person, so
    that a person's points add up and the expected points are exactly the expected shares.
    """
    n, d = len(people), len(instrument.dimensions)
    total = instrument.importance.total
    step = POINTS_STEP if total % POINTS_STEP == 0 else 1
    alpha = shares(model.importance, d) * model.importance_concentration
    gamma = draws.stream("importance").standard_gamma(alpha, (n, d))
    start = draws.stream("importance start").random((n, 1))
    ends = np.cumsum(gamma, axis=1)[:, :-1] / gamma.sum(axis=1, keepdims=True)
    cut = np.floor(ends * (total / step) + start)
    edges = np.hstack([np.zeros((n, 1)), cut, np.full((n, 1), total / step)])
    points = np.diff(edges, axis=1) * step
    points[draws.stream("points off").random(n) < model.points_off, 0] += POINTS_TOO_MANY
    points[draws.stream("points blank").random(n) < model.missing] = np.nan
    return points


def draw_outcome(
    score: Numbers, low: int, high: int, model: Model, stream: np.random.Generator
) -> Numbers:
    """Draw answers to a question about the whole from the latent experience; NaN for blanks.

    ``score`` is the mean experience weighted by the drivers (1-7), shape (n,).
    """
    latent = score + model.outcome_sd * stream.standard_normal(len(score))
    stretched = low + (latent - LATENT_MIN) * (high - low) / LATENT_RANGE
    answers = np.clip(np.floor(stretched + 0.5), low, high)
    return np.where(stream.random(len(score)) < model.missing, np.nan, answers)


def overall_experience(people: People, model: Model, instrument: Instrument) -> Numbers:
    """Return the mean experience of everybody, weighted by the drivers (1-7), shape (n,)."""
    found = experience(people, model, instrument)
    return np.asarray((found * shares(model.drivers, found.shape[1])).sum(axis=1))
