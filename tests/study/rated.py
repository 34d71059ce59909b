"""Priorities of answers straight from their sums, and answers to four batteries made up."""

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from servqual.catalog import load_instrument
from servqual.responses import Missing, Responses, Source
from servqual.results import Gaps, Importance, Priorities, Scores
from servqual.scoring import summarize
from servqual.settings import Settings
from servqual.statistics.summary import merged
from servqual.study.gaps import gap_tables
from servqual.study.importance import importance_table
from servqual.study.priorities import priority_table
from servqual.study.scores import score_tables

INSTRUMENTS = Path(__file__).parent.parent / "instruments"


class Found(NamedTuple):
    """Priorities and what they are made from."""

    gaps: Gaps
    scores: Scores
    importance: Importance
    priorities: Priorities


def resampled(answers: Responses, *cuts: int, powers: bool = True, **told) -> Found:
    """Return the priorities of some answers, summed in blocks, with sums for resampling."""
    people, form = np.split(np.arange(len(answers)), cuts), answers.instrument
    summary = merged(summarize(answers.take(some), powers=powers) for some in people)
    chosen = Settings(**told)
    gaps, scores = gap_tables(summary, form, chosen), score_tables(summary, form, chosen)
    importance = importance_table(summary, form, chosen, scores)
    made_from = (gaps, scores, importance)
    return Found(*made_from, priority_table(summary, form, chosen, *made_from))


@cache
def rated(n: int = 90, seed: int = 3, *, blank: float = 0.0) -> Responses:
    """Return answers to four batteries of the kiosk's questionnaire, some of them blank."""
    form = load_instrument(str(INSTRUMENTS / "kiosk_8x3.toml"))
    rng = np.random.default_rng(seed)
    person, item = rng.normal(0, 0.8, (n, 1)), rng.normal(0, 0.7, (4, 24))
    ratings = {}
    for k, (battery, level) in enumerate(
        (("expectation", 6), ("perception", 5), ("importance", 5.5), ("satisfaction", 5))
    ):
        values = level + item[k] + person + rng.normal(0, 1, (n, 24))
        codes = np.clip(np.rint(values), 1, 7).astype(np.int16)
        codes[rng.random((n, 24)) < blank] = Missing.BLANK
        ratings[battery] = codes
    source = Source("made.csv", "0" * 64, n, n, 0)
    return Responses(form, ratings, np.arange(2, n + 2), source)


def only(answers: Responses, *batteries: str) -> Responses:
    """Return answers to some batteries."""
    return replace(answers, ratings={b: answers.ratings[b] for b in batteries})
