"""Quadrants, ranks and relative weights of 24 items in 2,000 resamples of 1,000 people.

Ours begins with the answers summed, as in a report; what summing them takes stands beside it. The
peer is the loop that one writes with pandas: draw people, take their means, cross the matrix at the
means of the items, rank, correlate, take Johnson's weights. It runs fewer resamples, and its time
is scaled up to 2,000; both draw the same 24 items of importance and satisfaction and one outcome.
Before the times their figures are held against each other. Nothing is asserted.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from measuring import timed

from servqual.instrument import Instrument
from servqual.plan import columns
from servqual.responses import Responses, Source
from servqual.scoring import summarize
from servqual.statistics.drivers import slopes
from servqual.statistics.quadrants import cross_at, probabilities, quadrant_codes
from servqual.statistics.ranking import placed
from servqual.statistics.resampling import REPLICATES, full, percentile_limits

if TYPE_CHECKING:
    import pandas as pd

    from servqual.statistics.summary import Summary

PEOPLE, ITEMS, RUNS = 1000, 24, 4
PEER_REPLICATES = 100
BATTERIES = ("importance", "satisfaction")
SEED = 1


class Drawn(NamedTuple):
    """What both sides find: probabilities of the first quadrant, limits of ranks and of weights."""

    concentrate: np.ndarray
    rank_limits: np.ndarray
    weight_limits: np.ndarray


def best(what: Callable[[], object]) -> float:
    """Return the shortest time of some runs in seconds, chance draws made anew in each."""
    return min(timed(what) for _ in range(RUNS))


def survey(people: int = PEOPLE) -> Responses:
    """Return importance and satisfaction of 24 items on 1-7 and an outcome on 1-10."""
    rng = np.random.default_rng(SEED)
    person, levels = rng.normal(0, 0.7, (people, 1)), rng.normal(5, 0.6, (2, ITEMS))
    ratings, wanted = {}, np.linspace(0.05, 0.4, ITEMS)
    for name, level in zip(BATTERIES, levels, strict=True):
        values = level + person + rng.normal(0, 1, (people, ITEMS))
        ratings[name] = np.clip(np.rint(values), 1, 7).astype(np.int16)
    outcome = (ratings["satisfaction"] - 5) @ wanted / 2 + 6 + rng.normal(0, 1, people)
    return Responses(
        instrument=questionnaire(),
        ratings=ratings,
        rows=np.arange(2, people + 2),
        source=Source("made.csv", "0" * 64, people, people, 0),
        outcomes={"satisfaction": np.clip(np.rint(outcome), 1, 10)},
    )


def questionnaire() -> Instrument:
    """Return six dimensions of four items, rated by importance and satisfaction."""
    return Instrument.model_validate(
        {
            "id": "bench",
            "version": "1",
            "title": {"en": "Items"},
            "source": "made up",
            "wording": "own",
            "expectation_type": "will",
            "overall": "dimensions",
            "service": {"en": "service"},
            "scale": {"min": 1, "max": 7},
            "batteries": [{"name": name, "label": {"en": name}} for name in BATTERIES],
            "dimensions": [{"id": f"d{k}", "name": {"en": f"d{k}"}} for k in range(6)],
            "items": [
                {"id": f"q{k + 1}", "dimension": f"d{k // 4}", "topic": {"en": f"q{k + 1}"}}
                for k in range(ITEMS)
            ],
            "outcomes": [{"id": "satisfaction", "label": {"en": "Satisfaction"}}],
        }
    )


def ours(summary: Summary) -> Drawn:
    """Return quadrants, ranks and weights from the sums."""
    groups, form = summary.drawn, questionnaire()
    if groups is None:
        raise ValueError("these sums hold no random groups")
    names = [columns.item(battery, i) for battery in BATTERIES for i in form.item_ids]
    means, whole = groups.means(names, SEED), summary.means(names).mean
    importance, performance = means[:, :ITEMS], means[:, ITEMS:]
    codes = quadrant_codes(importance, performance, cross_at("grand_mean", importance, performance))
    first = placed(whole[:ITEMS], importance)
    lowest = placed(whole[ITEMS:], performance, lowest_first=True)
    name = columns.drivers("satisfaction", "satisfaction", "item")
    covariance = full(groups.moments(name, SEED).covariance, ITEMS + 1)
    return Drawn(
        probabilities(codes)[:, 0],
        np.array([first.low, first.high, lowest.low, lowest.high]),
        np.array(percentile_limits(slopes(covariance).weight, 0.95)),
    )


def peer(people: pd.DataFrame, n: int) -> Drawn:
    """Return the same by a loop over resampled frames."""
    import pandas as pd

    stated = [c for c in people if c.startswith("importance")]
    received = [c for c in people if c.startswith("satisfaction:")]
    concentrate, ranks, weights = [], [], []
    for b in range(n):
        sample = people.sample(frac=1, replace=True, random_state=b)
        x, y = sample[stated].mean(), sample[received].mean()
        concentrate.append((x.to_numpy() >= x.mean()) & (y.to_numpy() < y.mean()))
        ranks.append(pd.concat([x.rank(ascending=False, method="min"), y.rank(method="min")]))
        weights.append(relative_weights(sample[[*received, "outcome"]].corr()))
    limits = pd.DataFrame(ranks).quantile([0.025, 0.975], interpolation="lower").to_numpy()
    return Drawn(
        np.mean(concentrate, axis=0),
        np.concatenate([limits[:, :ITEMS], limits[:, ITEMS:]]),
        pd.DataFrame(weights).quantile([0.025, 0.975]).to_numpy(),
    )


def relative_weights(table: pd.DataFrame) -> pd.Series:
    """Return Johnson's (2000) relative weights from a table of correlations, outcome last."""
    import pandas as pd

    among, outcome = table.iloc[:-1, :-1], table.iloc[:-1, -1]
    roots, vectors = np.linalg.eigh(among)
    symmetric = vectors @ np.diag(np.sqrt(roots)) @ vectors.T
    slope = np.linalg.solve(symmetric, outcome)
    return pd.Series(symmetric**2 @ slope**2, index=among.index)


def frame_of(answers: Responses) -> pd.DataFrame:
    """Return the answers as the loop takes them."""
    import pandas as pd

    ratings = [
        pd.DataFrame(answers.ratings[name]).add_prefix(f"{name}:").astype(float)
        for name in BATTERIES
    ]
    return pd.concat(ratings, axis=1).assign(outcome=answers.outcomes["satisfaction"])


def main() -> None:
    """Print both times and their ratio."""
    answers = survey()
    frame = frame_of(answers)
    summary = summarize(answers, powers=True)
    found, theirs = ours(summary), peer(frame, PEER_REPLICATES)
    loop = best(lambda: peer(frame, PEER_REPLICATES)) * REPLICATES / PEER_REPLICATES
    apart = [float(np.abs(a - b).max()) for a, b in zip(found, theirs, strict=True)]
    print(
        f"largest difference from the loop of {PEER_REPLICATES}: probability {apart[0]:.3f}, "
        f"limit of a rank {apart[1]:.0f}, limit of a weight {apart[2]:.4f}"
    )
    print(
        f"{REPLICATES} resamples of {PEOPLE} people, {ITEMS} items: pandas {loop:.1f} s "
        f"({PEER_REPLICATES} resamples, scaled)"
    )
    seconds = best(lambda: ours(summary))
    print(f"ours from the sums: {seconds:.3f} s = 1/{loop / seconds:.0f}; aim below 1/50 and 1 s")
    summing = best(lambda: summarize(answers, powers=True))
    print(f"all sums of a report, from which it begins: {summing:.3f} s")


if __name__ == "__main__":
    sys.exit(main())
