"""What to expect at the end of fieldwork, and the limits of a correlation."""

import numpy as np
import pytest

from servqual.errors import UndefinedStatisticError
from servqual.statistics.fisher import correlation_limits
from servqual.statistics.pace import expected_total


@pytest.mark.parametrize(
    ("r", "n", "confidence", "limits"),
    [
        (0.5, 30, 0.95, (0.1704313651, 0.7289585564)),  # R: psych::r.con(.5, 30)
        (-0.12, 24, 0.90, (-0.4458571222, 0.2339418123)),  # R: psych::r.con(-.12, 24, p = .9)
    ],
)
def test_limits_of_a_correlation_are_those_of_r(r, n, confidence, limits):
    assert correlation_limits(r, n, confidence) == pytest.approx(limits, rel=1e-9)


def test_a_perfect_correlation_is_its_own_limit():
    assert correlation_limits(-1.0, 30, 0.95) == (-1.0, -1.0)


def test_three_pairs_have_no_limits():
    with pytest.raises(UndefinedStatisticError, match="at least four pairs"):
        correlation_limits(0.2, 3, 0.95)


def test_two_whole_days_are_too_early_to_expect_anything():
    assert expected_total(np.array([5.0, 7.0]), 12, 10) is None


def test_the_pace_goes_on():
    found = expected_total(np.array([9.0, 11.0, 10.0, 10.0, 9.0, 11.0, 10.0]), 70, 14)

    assert (found.per_day, found.total) == (10.0, 210.0)


def test_no_answer_is_taken_back():
    assert expected_total(np.array([0.0, 0.0, 30.0]), 30, 2).low == 30.0


def test_a_week_without_answers_promises_nothing():
    found = expected_total(np.zeros(7), 12, 7)

    assert (found.total, found.low) == (12.0, 12.0)
    assert 12 < found.high < 20


def test_limits_widen_with_every_day_to_come():
    week = np.array([8.0, 12.0, 10.0, 9.0, 11.0, 14.0, 6.0])
    reach = [expected_total(week, 70, days).high - 70 - 10 * days for days in range(1, 20)]

    assert reach == sorted(reach)


@pytest.mark.parametrize("ratio", [1.0, 3.0])
def test_the_limits_hold_what_comes_in_nineteen_of_twenty_simulations(ratio):
    # days as people come by themselves, and days that differ more than that (gamma-Poisson)
    draw, mean, left = np.random.default_rng(4), 12.0, 10
    shape = np.inf if ratio == 1.0 else mean / (ratio - 1)
    even = np.full((1000, 17), mean)
    rates = even if ratio == 1.0 else draw.gamma(shape, mean / shape, even.shape)
    days = draw.poisson(rates)
    found = [expected_total(row[:7].astype(float), int(row[:7].sum()), left) for row in days]
    held = [f.low <= row.sum() <= f.high for f, row in zip(found, days, strict=True)]

    assert np.mean(held) >= 0.93
