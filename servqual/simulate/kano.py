"""Answers to Kano's two questions, drawn by what each item is to most people."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from servqual.instrument import KANO_BATTERIES, Instrument
from servqual.simulate.answers import Draws, People, Positions
from servqual.simulate.model import Model, Numbers

# what the items are to most people, over and over in the order of the questionnaire
PLANNED = "MOAI"
SHARE_PLANNED = 0.6  # to the others it is any of the four
# the two answers by class; a slip is any answer at all, which is where R and Q come from
_ANSWERS = {"M": (2, 5), "O": (1, 5), "A": (1, 3), "I": (3, 3)}
_SHARE_SLIPS = 0.03


def draw_kano(
    people: People, model: Model, instrument: Instrument, draws: Draws
) -> Mapping[str, Numbers]:
    """Draw both batteries of Kano's questions, shape (n, n_items) each, NaN for a blank.

    The classes of the items are M, O, A, I in turn; nothing else about the people plays a part.
    """
    n, k = len(people), len(instrument.items)
    stream = draws.stream("kano")
    planned = np.tile(np.arange(k) % len(PLANNED), (n, 1))
    other = stream.integers(0, len(PLANNED), (n, k))
    kind = np.where(stream.random((n, k)) < SHARE_PLANNED, planned, other)
    answers = {}
    for side, battery in enumerate(KANO_BATTERIES):
        usual = np.array([_ANSWERS[letter][side] for letter in PLANNED])[kind]
        slip = stream.random((n, k)) < _SHARE_SLIPS
        given = np.where(slip, stream.integers(1, 6, (n, k)), usual).astype(np.float64)
        given += instrument.scale_of(battery).min - 1
        given[stream.random((n, k)) < model.missing] = np.nan
        answers[battery] = _by_the_careless(given, people.careless)
    return answers


def _by_the_careless(given: Numbers, careless: Positions) -> Numbers:
    """Return the answers with those of the careless replaced: the first one over and over."""
    given[careless] = given[careless, :1]
    return given
