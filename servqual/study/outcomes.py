"""The questions about the whole: overall quality, satisfaction, recommendation, problems."""

from __future__ import annotations

import math

import numpy as np

from servqual.instrument import Instrument, Outcome
from servqual.plan import columns
from servqual.results import OutcomeRow, Outcomes, frozen
from servqual.settings import Settings
from servqual.statistics.paired import t_test
from servqual.statistics.shares import Share, net_share, wilson
from servqual.statistics.summary import Summary
from servqual.study.gap_rows import number

PROMOTERS_FROM, DETRACTORS_TO = 9, 6
# below so many answers a net promoter score, and any other share, is shown and no finding
FEWEST = {"nps": 50}
FEWEST_OTHERS = 30
METHODS = {"nps": "adjusted_wald"}


def outcome_table(summary: Summary, instrument: Instrument, settings: Settings) -> Outcomes:
    """Return every outcome that somebody answered."""
    rows = [
        _row(summary, outcome, settings)
        for outcome in instrument.outcomes
        if summary.has(columns.outcome(outcome.id))
    ]
    return Outcomes(tuple(row for row in rows if row.n))


def _row(summary: Summary, outcome: Outcome, settings: Settings) -> OutcomeRow:
    name = columns.outcome(outcome.id)
    vector = summary.means([name])
    n, mean, variance = int(vector.n[0]), float(vector.mean[0]), float(vector.cov[0, 0])
    se = math.sqrt(max(variance, 0.0)) if math.isfinite(variance) else math.nan
    test = t_test(mean, se, float(vector.df[0]), settings.confidence)
    counts, weight = summary.histograms[name]
    values = range(outcome.min, outcome.max + 1)
    figure, parts = parts_of(outcome, np.array(values))
    shares = [float(weight[part].sum() / weight.sum()) if n else None for part in parts]
    limits = None if summary.weighted or not n else _limits(figure, counts, parts, settings)
    return OutcomeRow(
        id=outcome.id,
        kind=outcome.kind,
        n=n,
        mean=number(mean),
        sd=number(float(vector.sd[0])),
        se=number(se),
        ci_low=test.ci_low,
        ci_high=test.ci_high,
        figure=figure,
        share=_leading(figure, shares),
        share_low=limits.ci_low if limits else None,
        share_high=limits.ci_high if limits else None,
        share_high_answers=shares[0],
        share_middle=shares[1],
        share_low_answers=shares[2],
        counts=frozen({v: int(c) for v, c in zip(values, counts, strict=True)}),
        method=method_of(figure) if limits else "",
        few=n < FEWEST.get(figure, FEWEST_OTHERS),
    )


def method_of(figure: str) -> str:
    """Return how the limits of a figure are made."""
    return METHODS.get(figure, "wilson")


Parts = tuple[np.ndarray[tuple[int, ...], np.dtype[np.bool_]], ...]


def parts_of(
    outcome: Outcome, values: np.ndarray[tuple[int, ...], np.dtype[np.int64]]
) -> tuple[str, Parts]:
    """Return the name of the figure and which answers are high, in the middle and low for it."""
    if outcome.kind == "recommend":
        high, low, figure = values >= PROMOTERS_FROM, values <= DETRACTORS_TO, "nps"
    elif outcome.kind == "yes_no":
        high, low, figure = values == outcome.max, values == outcome.min, "yes"
    elif outcome.kind == "effort":
        middle = (outcome.min + outcome.max) / 2
        high, low, figure = values > middle, values < middle, "easy"
        if outcome.version == 1:
            high, low, figure = low, high, "little_effort"
    else:
        high, low, figure = values >= outcome.max - 1, values <= outcome.min + 1, "top_two"
    return figure, (high, ~(high | low), low)


def _leading(figure: str, shares: list[float | None]) -> float | None:
    high, _, low = shares
    if high is None or low is None:
        return None
    return high - low if figure == "nps" else high


def _limits(
    figure: str,
    counts: np.ndarray[tuple[int, ...], np.dtype[np.int64]],
    parts: Parts,
    settings: Settings,
) -> Share:
    high, _, low = (int(counts[part].sum()) for part in parts)
    n = int(counts.sum())
    if figure == "nps":
        return net_share(high, low, n, settings.confidence)
    return wilson(high, n, settings.confidence)
