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


@pytest.mark.long
@pytest.mark.parametrize(("k", "tau"), [(6, 0.0), (6, 0.3), (20, 0.1), (60, 0.1), (60, 0.3)])
def test_limits_hold_for_few_and_many_groups_that_differ_little_and_much(k, tau):
    squares, places, held, _ = simulated(k, tau, 1.1, (12, 90), 200)

    assert squares[1] < squares[0]
    assert places[1] <= places[0] * 1.03
    assert 0.92 < held <= 1


def places_of(values):
    """Return ranks, 1 the highest."""
    return (-values).argsort().argsort() + 1


def ordered(k, icc, sizes, runs, seed=1, sd=1.1):
    """Return how well units are put in order: raw, pooled, by expected ranks, by printed ranks.

    Sizes are drawn evenly on a log scale; each unit's variance is estimated. Of every run and way:
    mean squared and absolute error of a rank, and the share of the lowest tenth that is listed in
    the lowest tenth; shape (runs, 4, 3).
    """
    rng = np.random.default_rng(seed)
    tau, tenth, found = sd * np.sqrt(icc / (1 - icc)), max(1, round(k / 10)), []
    for run in range(runs):
        n = np.rint(np.exp(rng.uniform(*np.log(sizes), k)))
        truth = rng.normal(-0.6, tau, k)
        y = truth + rng.normal(0, sd / np.sqrt(n))
        pooled = pool(y, sd**2 / n * rng.chisquare(n - 1) / (n - 1))
        expected, printed = pooled.above().sum(axis=0), ranks(pooled, seed=run, draws=500).median
        true, lowest = places_of(truth), set(truth.argsort()[:tenth])
        rows = []
        ways = (places_of(y), places_of(pooled.mean), places_of(-expected), printed)
        for place in ways:
            off = place - true
            listed = lowest & set((-place).argsort(kind="stable")[:tenth])
            rows.append([(off**2).mean(), np.abs(off).mean(), len(listed) / tenth])
        found.append(rows)
    return np.array(found)


def paired(first, second):
    """Return the mean difference of two columns of runs over its standard error."""
    off = first - second
    return float(off.mean() / (off.std(ddof=1) / np.sqrt(len(off))))


def test_units_in_pooled_order_stand_clearly_nearer_their_true_places_than_in_raw_order():
    raw, pooled = ordered(60, 0.03, (10, 400), 60).transpose(1, 0, 2)[:2]

    assert pooled[:, 0].mean() < 0.93 * raw[:, 0].mean()
    assert paired(raw[:, 0], pooled[:, 0]) > 5
    assert paired(raw[:, 1], pooled[:, 1]) > 3


def test_units_of_equal_size_and_spread_have_one_order_raw_and_pooled():
    y = np.random.default_rng(2).normal(size=30)

    assert places_of(pool(y, np.full(30, 0.4)).mean).tolist() == places_of(y).tolist()


@pytest.mark.long
@pytest.mark.parametrize(
    ("k", "icc", "runs", "ratio", "found"),
    [(20, 0.03, 600, 0.93, 0), (20, 0.1, 600, 0.98, 0), (60, 0.03, 250, 0.91, 3),
     (60, 0.1, 250, 0.95, 2)],
)  # fmt: skip
def test_the_pooled_order_beats_the_raw_one_from_few_to_many_units(k, icc, runs, ratio, found):
    raw, pooled, expected, printed = ordered(k, icc, (10, 400), runs).transpose(1, 0, 2)

    assert pooled[:, 0].mean() < ratio * raw[:, 0].mean()
    assert paired(raw[:, 0], pooled[:, 0]) > 5
    # more of the truly lowest are among the lowest listed
    assert paired(pooled[:, 2], raw[:, 2]) > found
    # expected ranks put in order win nothing over it, and the ranks that are printed err least
    assert pooled[:, 0].mean() < 1.01 * expected[:, 0].mean()
    assert pooled[:, 1].mean() < expected[:, 1].mean()
    assert printed[:, 1].mean() < pooled[:, 1].mean()


@pytest.mark.long
def test_units_of_equal_size_are_ordered_as_well_raw_as_pooled():
    raw, pooled = ordered(60, 0.05, (50, 50), 150).transpose(1, 0, 2)[:2]

    assert pooled[:, 0].mean() == pytest.approx(raw[:, 0].mean(), rel=0.01)
