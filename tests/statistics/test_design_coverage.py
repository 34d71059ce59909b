"""Intervals under weights and clusters hold the truth as often as they say."""

import numpy as np
import pytest

from servqual.statistics.design_sums import Sampled
from servqual.statistics.raking import Margin, jackknife, left_out, rake
from servqual.statistics.summary import Block, Layout, Summary
from servqual.statistics.tails import t_quantile

LAYOUT = Layout(("y",), (1,))


def holds(estimate, se, df, truth):
    return abs(estimate - truth) <= t_quantile(0.975, df) * se


def clustered(rng, n_clusters=20, size=25, rho=0.1):
    """Return answers of people in clusters that are alike, two regions of ten clusters each."""
    region = np.repeat([0, 1], n_clusters // 2)
    own = rng.normal(0, np.sqrt(rho), n_clusters) + region
    y = np.repeat(own, size) + rng.normal(0, np.sqrt(1 - rho), n_clusters * size)
    return y, np.repeat(np.arange(n_clusters), size), region


def coverage_of_clusters(n, seed):
    rng = np.random.default_rng(seed)
    hits = np.zeros(2)
    for _ in range(n):
        y, unit, region = clustered(rng)
        sampled = Sampled((10, 10), (0.0, 0.0), tuple(region.tolist()))
        for k, block in enumerate(
            (Block(y[:, None], sampled=sampled, unit=unit), Block(y[:, None]))
        ):
            found = Summary.of(LAYOUT, block).means(["y"])
            hits[k] += holds(found.mean[0], np.sqrt(found.cov[0, 0]), found.df[0], 0.5)
    return hits / n


def one_survey(rng, n):
    """Return answers, sex and age of people of whom women and the young answer more often."""
    sex = (rng.random(n) < 0.35).astype(int)
    age = (rng.random(n) < 0.3 + 0.1 * sex).astype(int)
    y = 5 + 1.5 * sex + 1.0 * age + rng.normal(0, 1, n)
    return y, sex, age


def coverage_of_raking(n, seed, people=200):
    """Return coverage with linearised errors, with replicates, and of everybody counted once."""
    rng = np.random.default_rng(seed)
    truth, hits = 5 + 1.5 * 0.5 + 1.0 * 0.6, np.zeros(3)
    for _ in range(n):
        y, sex, age = one_survey(rng, people)
        margins = [Margin(sex, np.array([0.5, 0.5])), Margin(age, np.array([0.4, 0.6]))]
        w = rake(np.ones(people), margins).weights
        found = Summary.of(LAYOUT, Block(y[:, None], w)).means(["y"])
        plain = Summary.of(LAYOUT, Block(y[:, None])).means(["y"])
        left = left_out(Sampled((people,), (0.0,)), np.zeros(people, dtype=np.int64), 1)[::4]
        left = [part._replace(part=part.part * 4) for part in left]
        anew = jackknife(
            y[:, None], np.ones(people), lambda base, m=margins: rake(base, m).weights, left
        )
        for k, (mean, variance) in enumerate(
            (
                (found.mean[0], found.cov[0, 0]),
                (found.mean[0], anew[0, 0]),
                (plain.mean[0], plain.cov[0, 0]),
            )
        ):
            hits[k] += holds(mean, np.sqrt(variance), people - 1 if k != 1 else 24, truth)
    return hits / n


def test_clusters_count_in_the_interval():
    own, counted_one_by_one = coverage_of_clusters(300, 1)

    assert 0.91 <= own <= 0.985
    assert counted_one_by_one < 0.8


def test_raking_finds_the_customers_mean():
    linearised, anew, once = coverage_of_raking(25, 2)

    assert linearised > 0.93  # margins are known: these errors are on the wide side
    assert anew > 0.8
    assert once < 0.2


@pytest.mark.long
def test_clusters_count_in_the_interval_many_times():
    own, counted_one_by_one = coverage_of_clusters(4000, 3)

    assert own == pytest.approx(0.95, abs=0.012)
    assert counted_one_by_one < 0.8


@pytest.mark.long
def test_raking_finds_the_customers_mean_many_times():
    linearised, anew, once = coverage_of_raking(500, 4)

    assert linearised >= 0.95
    assert anew == pytest.approx(0.95, abs=0.03)
    assert once < 0.2
