"""Ranks and effect sizes of groups against R (tests/reference/groups_tests.R), and coverage."""

import csv
from pathlib import Path

import numpy as np
import pytest

from servqual.errors import UndefinedStatisticError
from servqual.statistics.dunn import rank_test
from servqual.statistics.effects import hedges_g, omega_squared
from servqual.statistics.means_apart import pairs_of_means, welch_of_means
from servqual.statistics.oneway import one_way, pairs
from servqual.statistics.studentized import range_quantile, range_quantiles
from servqual.statistics.tails import f_noncentrality

FOLDER = Path(__file__).resolve().parents[1] / "reference"
PLANT = (
    (4.17, 5.58, 5.18, 6.11, 4.50, 4.61, 5.17, 4.53, 5.33, 5.14),
    (4.81, 4.17, 4.41, 3.59, 5.87, 3.83, 6.03, 4.89, 4.32, 4.69),
    (6.31, 5.12, 5.54, 5.50, 5.37, 5.29, 4.92, 6.15, 5.80, 5.26),
)
SLEEP = (
    (0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0),
    (1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4),
)


def rows(name):
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def tied():
    made = rows("groups_means_data.csv")
    scores = {g: [round(float(r["score"])) for r in made if r["group"] == g] for g in "abcd"}
    return list(scores.values())


CASES = {"plant": PLANT, "sleep": SLEEP, "tied": tied()}


def expected(case):
    return {r["what"]: float(r["value"]) for r in rows("groups_tests.csv") if r["case"] == case}


def counted(groups):
    values = sorted({v for group in groups for v in group})
    return np.array([[list(group).count(v) for v in values] for group in groups])


def moments(groups):
    n, mean = np.array([len(g) for g in groups], float), np.array([np.mean(g) for g in groups])
    return n, mean, np.array([np.std(g, ddof=1) for g in groups])


@pytest.mark.parametrize("case", CASES)
def test_ranks_against_r(case):
    found, r = rank_test(counted(CASES[case])), expected(case)

    assert found.h == pytest.approx(r["h"], rel=1e-10)
    assert found.p == pytest.approx(r["p"], rel=1e-8)
    for pair in found.pairs:
        key = f"{pair.a + 1}{pair.b + 1}"
        assert pair.z == pytest.approx(r[f"z{key}"], rel=1e-9)
        assert pair.p_holm == pytest.approx(r[f"holm{key}"], rel=1e-7)


@pytest.mark.parametrize("case", ["plant", "tied"])
def test_the_share_that_goes_with_the_group_against_r(case):
    n, mean, sd = moments(CASES[case])
    f, df1, df2, _ = welch_of_means(mean, sd / np.sqrt(n), n - 1)
    found, r = omega_squared(f, df1, df2, n.sum()), expected(case)

    assert found == pytest.approx((r["effect"], r["low"], r["high"]), rel=1e-6)


def test_the_standardised_difference_against_r():
    n, mean, sd = moments(SLEEP)
    r = expected("sleep")

    assert hedges_g(mean, sd, n) == pytest.approx((r["effect"], r["low"], r["high"]), rel=1e-10)


def test_plant_growth_as_published():
    n, mean, sd = moments(PLANT)
    welch = welch_of_means(mean, sd / np.sqrt(n), n - 1)
    games_howell = pairs_of_means(mean, sd / np.sqrt(n), n - 1)
    kruskal = rank_test(counted(PLANT))

    assert (round(welch.value, 6), round(welch.df2, 6), round(welch.p, 6)) == (
        5.180972, 17.128419, 0.017393,
    )  # fmt: skip
    assert [round(pair.p, 5) for pair in games_howell] == [0.47455, 0.11289, 0.0237]
    assert (round(kruskal.h, 6), round(kruskal.p, 6)) == (7.988229, 0.018424)


@pytest.mark.parametrize("case", CASES)
def test_errors_alone_give_the_tests_of_the_textbook(case):
    n, mean, sd = moments(CASES[case])
    se = sd / np.sqrt(n)

    assert welch_of_means(mean, se, n - 1) == pytest.approx(one_way(n, mean, sd).welch, rel=1e-10)
    for own, textbook in zip(pairs_of_means(mean, se, n - 1), pairs(n, mean, sd), strict=True):
        assert (own.low, own.high, own.p) == pytest.approx(
            (textbook.low, textbook.high, textbook.p), rel=1e-7
        )


def test_of_two_groups_all_pairs_are_welchs_t():
    n, mean, sd = moments(SLEEP)
    (pair,) = pairs_of_means(mean, sd / np.sqrt(n), n - 1)

    assert pair.p == pytest.approx(welch_of_means(mean, sd / np.sqrt(n), n - 1).p, rel=1e-8)


def test_the_order_of_answers_is_all_that_ranks_see():
    counts = counted(PLANT)
    blown_up = np.zeros((3, 3 * counts.shape[1]), dtype=int)
    blown_up[:, ::3] = counts

    assert rank_test(blown_up) == rank_test(counts)


def test_everybody_alike_is_no_test():
    with pytest.raises(UndefinedStatisticError, match="no_spread"):
        rank_test([[0, 9, 0], [0, 4, 0]])
    with pytest.raises(UndefinedStatisticError, match="no_spread"):
        welch_of_means(np.array([1.0, 2.0]), np.array([0.0, 0.1]), np.array([9.0, 9.0]))


def test_quantiles_between_points_are_those_that_are_computed():
    df = np.random.default_rng(1).uniform(6, 900, 40)
    alone = [range_quantile(0.95, 9, float(one)) for one in df]

    assert range_quantiles(0.95, 9, df) == pytest.approx(alone, abs=1e-6)


def test_a_small_f_has_no_noncentrality():
    assert f_noncentrality(0.3, 3, 60, 0.975) == 0.0


def covered(seed, times):
    """Return how often the limits of both effects held the truth, and how often Welch alarmed."""
    rng = np.random.default_rng(seed)
    sd, n = np.array([0.6, 1.0, 1.4]), np.array([40.0, 60.0, 90.0])
    means = np.array([0.0, 0.3, 0.5])
    w = n / sd**2
    centre = w @ means / w.sum()
    truth = w @ (means - centre) ** 2
    omega, unit = truth / (truth + n.sum()), np.sqrt((sd[:2] ** 2).mean())
    held = np.zeros(3)
    for _ in range(times):
        groups = [rng.normal(m, s, int(k)) for m, s, k in zip(means, sd, n, strict=True)]
        _, mean, spread = moments(groups)
        f, df1, df2, _ = welch_of_means(mean, spread / np.sqrt(n), n - 1)
        share = omega_squared(f, df1, df2, n.sum())
        g = hedges_g(mean[:2], spread[:2], n[:2])
        null = welch_of_means(mean - means, spread / np.sqrt(n), n - 1)
        held += [
            share.low <= omega <= share.high,
            g.low <= (means[0] - means[1]) / unit <= g.high,
            null.p < 0.05,
        ]
    return held / times


def test_limits_hold_the_truth_and_alarms_are_rare():
    omega, g, alarms = covered(seed=4, times=400)

    assert 0.92 <= omega <= 0.98
    assert 0.92 <= g <= 0.98
    assert alarms <= 0.08


@pytest.mark.long
def test_limits_hold_the_truth_as_often_as_they_say():
    omega, g, alarms = covered(seed=5, times=3000)

    assert omega == pytest.approx(0.95, abs=0.012)
    assert g == pytest.approx(0.95, abs=0.012)
    assert alarms == pytest.approx(0.05, abs=0.012)
