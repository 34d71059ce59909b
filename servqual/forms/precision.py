"""What short versions cost: the error of every dimension beside that of the whole questionnaire."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from servqual.forms.versions import ShortForms
from servqual.results.planning import PrecisionRow
from servqual.statistics.blocks import alike_covariance, score_variance
from servqual.statistics.planning import margin_of_mean

CORRELATION = 0.5  # of every two items of a dimension, unless results say otherwise


@dataclass(frozen=True)
class Items:
    """What is known of a dimension's items: the SD of each, and how they correlate on average."""

    sds: tuple[float, ...]
    correlation: float


def usual_items(sd: float, k: int, correlation: float = CORRELATION) -> Items:
    """Return k items alike whose mean has a given SD over people.

    Examples
    --------
    >>> found = usual_items(1.2, 4)
    >>> round(found.sds[0], 3)
    1.518
    """
    one = sd / math.sqrt((1 + (k - 1) * correlation) / k)
    return Items((one,) * k, correlation)


def precision(
    short: ShortForms, known: Mapping[str, Items], people: int, confidence: float = 0.95
) -> tuple[PrecisionRow, ...]:
    """Return the error of every dimension's mean in short versions and in the whole.

    Parameters
    ----------
    short : ShortForms
    known : mapping of dimension to Items
    people : int
        Who answer one version each, by chance.
    confidence : float

    Notes
    -----
    The variance of a person's score is ``w' S w`` with the shares of the version, in the mean over
    the versions (:func:`servqual.statistics.blocks.score_variance`).
    """
    return tuple(
        _one(short, dimension, known[dimension], people, confidence)
        for dimension in short.instrument.dimension_ids
    )


def _one(
    short: ShortForms, dimension: str, known: Items, people: int, confidence: float
) -> PrecisionRow:
    items = short.instrument.items_of(dimension)
    shares = short.instrument.form_shares()[dimension]
    weights = [np.array([row.get(i, 0.0) for i in items]) for row in shares]
    cov = alike_covariance(np.array(known.sds), known.correlation)
    whole = score_variance([np.full(len(items), 1 / len(items))], cov)
    part = score_variance(weights, cov)
    asked = [len(row) for row in shares]
    return PrecisionRow(
        dimension=dimension,
        n_items=len(items),
        fewest=min(asked),
        most=max(asked),
        sd=math.sqrt(whole),
        sd_short=math.sqrt(part),
        margin=margin_of_mean(math.sqrt(whole), people, confidence),
        margin_short=margin_of_mean(math.sqrt(part), people, confidence),
        factor=part / whole,
    )
