"""Groups pooled partly: against R, at the two ends of pooling, and against a known truth."""

import csv
from pathlib import Path

import numpy as np
import pytest

from servqual.statistics.partial_pooling import (
    between_interval,
    dersimonian_laird,
    pool,
    ranks,
    restricted_likelihood,
)

FOLDER = Path(__file__).parent.parent / "reference"


def table(name):
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


R = {(row["case"], row["what"]): float(row["value"]) for row in table("league.csv")}


def means(case):
    rows = [row for row in table("league_means.csv") if row["case"] == case]
    return tuple(np.array([float(row[name]) for row in rows]) for name in ("y", "v"))


@pytest.mark.parametrize("case", ["wide", "flat"])
def test_the_variance_between_groups_agrees_with_r(case):
    y, v = means(case)
    q, low, high = between_interval(y, v)

    assert restricted_likelihood(y, v) == pytest.approx(R[case, "reml"], rel=1e-5, abs=1e-9)
    assert dersimonian_laird(y, v) == pytest.approx(R[case, "dl"], rel=1e-9)
    assert (q, low, high) == pytest.approx(
        [R[case, name] for name in ("q", "low", "high")], rel=1e-6, abs=1e-9
    )


@pytest.mark.parametrize("case", ["wide", "flat"])
def test_pooled_means_and_their_spread_agree_with_r(case):
    y, v = means(case)
    found = pool(y, v, restricted_likelihood(y, v))
    numbers = range(1, len(y) + 1)

    assert (found.middle, found.centre_se[0]) == pytest.approx(
        (R[case, "centre"], R[case, "centre_se"]), rel=1e-5
    )
    assert found.mean == pytest.approx([R[case, f"eb{i}"] for i in numbers], rel=1e-5)
    assert found.sd == pytest.approx([R[case, f"sd{i}"] for i in numbers], rel=1e-5)


def test_exact_means_stay_and_equal_groups_take_the_mean_of_all():
    y = np.array([-1.0, -0.4, 0.3, 0.9])
    v = np.array([0.2, 0.1, 0.4, 0.2])
    weighted = float((y / v).sum() / (1 / v).sum())

    assert pool(y, v * 1e-9).mean == pytest.approx(y, abs=1e-7)
    assert pool(y, v, tau2=0.0).mean == pytest.approx([weighted] * 4)


def test_ranks_of_groups_that_nothing_tells_apart_span_all_places():
    y = np.array([-0.5, -0.5, -0.5, -0.5, -0.5])
    found = ranks(pool(y, np.full(5, 0.04), tau2=0.0), seed=3)

    assert found.low.tolist() == [1] * 5
    assert found.high.tolist() == [5] * 5
    assert found.lowest == pytest.approx(np.full(5, 0.2), abs=0.03)


def test_ranks_come_out_the_same_for_the_same_seed():
    pooled = pool(*means("wide"))

    assert ranks(pooled, seed=2).low.tolist() == ranks(pooled, seed=2).low.tolist()
    assert ranks(pooled).lowest.sum() == pytest.approx(1)


def test_the_odds_of_two_groups_add_up_to_one():
    above = pool(*means("wide")).above()

    assert above + above.T == pytest.approx(np.ones_like(above))
    assert (np.diff(above[:, 0][np.argsort(above[:, 0])]) >= 0).all()


def test_the_odds_to_lie_above_the_mean_are_those_of_the_draws():
    y, v = means("wide")
    pooled = pool(y[:4], v[:4], tau2=0.08)
    rng = np.random.default_rng(5)
    drawn = pooled.given + (1 - pooled.share) * pooled.centre_se * rng.standard_normal((200000, 1))
    drawn = drawn + np.sqrt(pooled.own) * rng.standard_normal((200000, 4))
    above = (drawn > drawn.mean(axis=1, keepdims=True)).mean(axis=0)

    assert pooled.above_mean() == pytest.approx(above, abs=0.005)


def simulated(k, tau, sd, sizes, runs, seed=4):
    """Return errors of raw and pooled means, of their ranks, and how often limits hold."""
    rng = np.random.default_rng(seed)
    squares, places, held, in_rank = np.zeros(2), np.zeros(2), [], []
    for run in range(runs):
        n = rng.integers(*sizes, k).astype(float)
        truth = rng.normal(-0.6, tau, k)
        y = truth + rng.normal(0, sd / np.sqrt(n))
        v = sd**2 / n * rng.chisquare(n - 1) / (n - 1)  # as it is estimated
        found = pool(y, v)
        low, high = found.limits()
        place = (-truth).argsort().argsort() + 1
        for which, values in enumerate((y, found.mean)):
            squares[which] += ((values - truth) ** 2).mean() / runs
            places[which] += np.abs((-values).argsort().argsort() + 1 - place).mean() / runs
        held.append(((low <= truth) & (truth <= high)).mean())
        if run < 30:
            ranked = ranks(found, seed=run, draws=800)
            in_rank.append(((ranked.low <= place) & (place <= ranked.high)).mean())
    return squares, places, float(np.mean(held)), float(np.mean(in_rank))


def test_pooled_means_err_less_than_raw_means_and_their_limits_hold():
    squares, places, held, in_rank = simulated(20, 0.2, 1.1, (12, 90), 120)

    assert squares[1] < 0.75 * squares[0]
    assert places[1] < places[0]
    assert 0.92 < held < 0.97
    assert in_rank > 0.92


@pytest.mark.slow
@pytest.mark.parametrize(("k", "tau"), [(6, 0.0), (6, 0.3), (20, 0.1), (60, 0.1), (60, 0.3)])
def test_limits_hold_for_few_and_many_groups_that_differ_little_and_much(k, tau):
    squares, places, held, _ = simulated(k, tau, 1.1, (12, 90), 200)

    assert squares[1] < squares[0]
    assert places[1] <= places[0] * 1.03
    assert 0.92 < held <= 1
