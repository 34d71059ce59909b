"""Sample sizes and powers against methods 7.4 and R's power.t.test."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servqual.statistics.planning import (
    detectable_difference,
    n_each,
    n_for_mean,
    n_for_share,
    n_pairs,
    power_each,
)

SIZES = st.floats(0.05, 2.0)
SPREADS = st.floats(0.2, 3.0)


@pytest.mark.parametrize(
    ("population", "n", "people"),
    [
        (math.inf, 384.146, 385),
        (10_000, 369.97, 370),
        (1_000, 277.73, 278),
        (500, 217.49, 218),
        (200, 131.75, 132),
    ],
)
def test_a_share_within_five_points_needs_so_many(population, n, people):
    found = n_for_share(0.05, population=population)

    assert found == pytest.approx(n, abs=0.006)
    assert math.ceil(found) == people


def test_a_mean_within_a_margin_needs_so_many():
    assert n_for_mean(0.15, 1.2) == pytest.approx(245.85, abs=0.006)


def test_so_small_a_difference_is_seen():
    assert detectable_difference(1.2, 200) == pytest.approx(0.23772, abs=6e-6)


def test_so_many_pairs_show_a_difference():
    assert n_pairs(0.3, 1.0) == pytest.approx(89.15, abs=0.03)
    assert math.ceil(n_pairs(0.3, 1.0)) == 90


def test_so_many_in_each_of_two_samples_show_a_difference():
    assert n_each(0.3, 1.0) == pytest.approx(175.4, abs=0.03)
    assert math.ceil(n_each(0.3, 1.0)) == 176


@pytest.mark.parametrize(
    # R: power.t.test(n, delta, sd, strict = TRUE)$power
    ("difference", "sd", "n", "power"),
    [(0.5, 1.2, 100, 0.8345), (0.3, 1.0, 50, 0.3178), (0.5, 1.5, 20, 0.1770), (0.0, 1.0, 40, 0.05)],
)
def test_the_power_is_that_of_the_t_test_within_a_hundredth(difference, sd, n, power):
    assert power_each(difference, sd, n) == pytest.approx(power, abs=0.011)


@given(SIZES, SPREADS, st.sampled_from([0.7, 0.8, 0.9]))
def test_so_many_people_have_at_least_that_power(difference, sd, power):
    n = n_each(difference, sd, power=power)

    assert power_each(difference, sd, n) >= power - 1e-9


@given(SIZES, SPREADS, SPREADS)
def test_the_unit_does_not_matter(difference, sd, times):
    assert n_each(difference * times, sd * times) == pytest.approx(n_each(difference, sd))


@given(SIZES, SPREADS)
def test_a_fall_needs_as_many_as_a_rise(difference, sd):
    assert n_each(-difference, sd) == n_each(difference, sd)
    assert power_each(-difference, sd, 50) == power_each(difference, sd, 50)


@given(st.floats(0.01, 0.2), st.floats(0.05, 0.95))
def test_half_the_error_needs_four_times_as_many(error, share):
    assert n_for_share(error / 2, share) == pytest.approx(4 * n_for_share(error, share))
