"""Variance between groups and shares of answers against R; the funnel by hand and by simulation."""

import csv
from pathlib import Path

import numpy as np
import pytest

from servqual.statistics.funnel import funnel
from servqual.statistics.heterogeneity import intraclass, share_of_answers

FOLDER = Path(__file__).parent.parent / "reference"


def table(name):
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


R = {(row["case"], row["what"]): float(row["value"]) for row in table("league.csv")}
# travel of ultrasound in six rails, three times each (Devore 2000; nlme::Rail)
RAIL = [[54, 53, 55], [26, 37, 32], [78, 91, 85], [92, 100, 96], [49, 51, 50], [80, 85, 83]]


def described(groups):
    made = [np.array(values, dtype=float) for values in groups]
    return (
        np.array([float(len(values)) for values in made]),
        np.array([values.mean() for values in made]),
        np.array([values.std(ddof=1) for values in made]),
    )


def test_icc_with_its_limits_agrees_with_r():
    rows = table("league_people.csv")
    groups = [[float(r["score"]) for r in rows if r["group"] == name] for name in "abcdefg"]
    found = intraclass(*described(groups))

    for name in ("n0", "f", "p"):
        assert getattr(found, name) == pytest.approx(R["people", name], rel=1e-9)
    assert (found.icc, found.low, found.high) == pytest.approx(
        [R["people", name] for name in ("icc", "icc_low", "icc_high")], rel=1e-9
    )


def test_icc_of_groups_of_equal_size_is_that_of_a_mixed_model():
    found = intraclass(*described(RAIL))

    assert found.icc == pytest.approx(R["rail", "icc_lme"], rel=1e-6)
    assert (found.low, found.high) == pytest.approx(
        (R["rail", "icc_low"], R["rail", "icc_high"]), rel=1e-9
    )


def test_there_is_no_icc_where_nobody_differs_from_their_group():
    assert intraclass(np.array([5.0, 5.0]), np.array([3.0, 4.0]), np.zeros(2)) is None


@pytest.mark.parametrize("case", ["plain", "weighted"])
def test_a_share_of_answers_and_its_error_agree_with_r(case):
    rows = table("league_answers.csv")
    asked, low, w = (np.array([float(r[name]) for r in rows]) for name in ("asked", "low", "w"))
    w = np.ones_like(w) if case == "plain" else w
    n, both = len(w), np.stack([low, asked])
    means = both @ w / w.sum()
    z = w * (both - means[:, None]) / w.sum()
    found = share_of_answers(*means, z @ z.T * n / (n - 1), n)

    assert found.share == pytest.approx(R[case, "share"], rel=1e-9)
    assert found.se == pytest.approx(R[case, "se"], rel=1e-9)


def test_limits_of_a_share_hold_as_often_as_they_should():
    rng = np.random.default_rng(6)
    held = []
    for _ in range(600):
        chance = rng.beta(1.5, 8.5, 80)  # people differ: their answers resemble each other
        both = np.stack([rng.binomial(22, chance), np.full(80, 22)]).astype(float)
        found = share_of_answers(*both.mean(axis=1), np.cov(both) / 80, 80)
        held.append(found.ci_low <= 0.15 <= found.ci_high)

    assert 0.92 < np.mean(held) < 0.975


def test_nobody_with_a_low_answer_leaves_room_above_zero():
    found = share_of_answers(0.0, 22.0, np.zeros((2, 2)), 40)

    assert (found.share, found.ci_low) == (0.0, 0.0)
    assert found.ci_high == pytest.approx(0.0876, abs=1e-4)


def test_limits_of_the_funnel_narrow_with_the_root_of_the_size():
    n, v = np.array([25.0, 100.0]), np.array([0.04, 0.01])
    made = funnel(n, np.array([4.0, 5.0]), v, tau2=0.09)
    low, high = made.limits(n, 1.96)
    wide_low, _ = made.limits(n, 3.09, wide=True)

    assert (high - low) / 2 == pytest.approx([1.96 / 5, 1.96 / 10])
    assert wide_low == pytest.approx(4.8 - 3.09 * np.sqrt(np.array([0.04, 0.01]) + 0.09))
    assert made.places(n, np.array([4.0, 5.0]), wide=True) == ["low", "inside"]


def chance_alarms(tau, wide):
    """Return the share of groups beyond the limits, by their distance, over many worlds."""
    rng = np.random.default_rng(7)
    found = []
    for _ in range(150):
        n = rng.integers(15, 300, 50).astype(float)
        mean = rng.normal(-0.5, tau, 50) + rng.normal(0, 1.1 / np.sqrt(n))
        found += funnel(n, mean, 1.21 / n, tau**2).places(n, mean, wide=wide)
    return np.array(
        [np.mean([p != "inside" for p in found]), np.mean(["very" in p for p in found])]
    )


def test_one_group_in_twenty_lies_outside_the_near_limits_by_chance_and_hardly_any_beyond():
    assert chance_alarms(0.0, wide=False) == pytest.approx([0.05, 0.002], abs=0.008)


def test_true_differences_fill_the_outside_unless_the_limits_allow_for_them():
    narrow, wide = chance_alarms(0.2, wide=False), chance_alarms(0.2, wide=True)

    assert narrow[0] > 0.3
    assert wide == pytest.approx([0.05, 0.002], abs=0.015)
