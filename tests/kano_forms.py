"""A questionnaire of ratings and Kano's questions, and made-up answers to it."""

from __future__ import annotations

import tomllib

import numpy as np

from servqual.instrument import Instrument, parse_instrument
from servqual.responses import Missing, Responses, Source

BOTH = """
id = "both"
version = "1"
source = "none"
wording = "own"
scale = { min = 1, max = 7 }
title = { en = "Both" }
batteries = [
  { name = "perception", label = { en = "Perception" } },
  { name = "functional", label = { en = "With it" }, scale = { min = 1, max = 5 } },
  { name = "dysfunctional", label = { en = "Without it" }, scale = { min = 1, max = 5 } },
]
dimensions = [{ id = "place", name = { en = "Place" } }, { id = "staff", name = { en = "Staff" } }]
items = [
  { id = "q1", dimension = "place", topic = { en = "Quiet rooms" } },
  { id = "q2", dimension = "place", topic = { en = "Enough seats" } },
  { id = "q3", dimension = "staff", topic = { en = "Patient staff" }, reverse = true },
  { id = "q4", dimension = "staff", topic = { en = "Helpful staff" } },
]
outcomes = [{ id = "satisfaction", label = { en = "Satisfaction" }, min = 0, max = 10 }]
"""
BOTH_SIMPLE = BOTH.replace("reverse = true", "reverse = false")


def form(text: str = BOTH) -> Instrument:
    """Return the questionnaire of a TOML text."""
    return parse_instrument(tomllib.loads(text), "both.toml")


def answers(
    perception: np.ndarray | None = None,
    kano: tuple[np.ndarray, np.ndarray] | None = None,
    *,
    y: np.ndarray | None = None,
    weights: np.ndarray | None = None,
    text: str = BOTH_SIMPLE,
) -> Responses:
    """Return Responses of ratings and of the two questions; -1 is a blank."""
    ratings = {} if perception is None else {"perception": perception}
    if kano is not None:
        ratings |= {"functional": kano[0], "dysfunctional": kano[1]}
    codes = {
        name: np.where(given < 0, int(Missing.BLANK), given).astype(np.int16)
        for name, given in ratings.items()
    }
    n = len(next(iter(codes.values())))
    return Responses(
        instrument=form(text),
        ratings=codes,
        rows=np.arange(2, n + 2),
        source=Source("made.csv", "0" * 64, n, n, 0),
        outcomes={} if y is None else {"satisfaction": y.astype(np.float64)},
        weights=weights,
        weights_name="" if weights is None else "w",
    )
