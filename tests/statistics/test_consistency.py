"""Printed figures held against each other: what rounding allows, and what it does not."""

import math

import pytest

from servqual.statistics import consistency
from servqual.statistics.consistency import Printed

HALF = 0.005


def printed(*values, half=HALF):
    return [Printed(value, half) for value in values]


def test_a_gap_may_be_one_and_a_half_units_off():
    of, minus, near, far = printed(4.04, 4.94, -0.885, -0.88)

    assert consistency.difference(of, minus, near).fits
    assert not consistency.difference(of, minus, far).fits


def test_the_published_t_of_assurance_does_not_fit_its_interval():
    gap, low, high, t = printed(-0.18, -0.23, -0.13, -4.87)

    found = consistency.t_of_interval(gap, low, high, 385, t)

    assert found.value == pytest.approx(-7.078, abs=5e-4)
    assert not found.fits


@pytest.mark.parametrize(
    ("gap", "low", "high", "t"),
    [
        (-0.25, -0.30, -0.19, -9.14),
        (-0.13, -0.18, -0.08, -4.93),
        (-0.13, -0.18, -0.07, -4.87),
        (-0.16, -0.20, -0.10, -5.65),
    ],
)
def test_the_other_published_t_values_fit(gap, low, high, t):
    assert consistency.t_of_interval(*printed(gap, low, high), 385, printed(t)[0]).fits


def test_three_spreads_imply_a_correlation_between_minus_one_and_one():
    possible, too_large = printed(3.4, 6.0, half=0.05)
    of, minus = printed(3.4, 1.8, half=0.05)

    assert consistency.correlation(of, minus, possible).value == pytest.approx(0.2647, abs=1e-4)
    assert consistency.correlation(of, minus, possible).fits
    assert not consistency.correlation(of, minus, too_large).fits


def test_no_spread_on_a_scale_is_larger_than_half_at_each_end():
    middle = Printed(3.0, 0.0)

    assert consistency.largest_sd(middle, 1, 5, None) == 2.0
    assert consistency.largest_sd(middle, 1, 5, 2) == pytest.approx(2 * math.sqrt(2))


def test_t_of_two_spreads_has_bounds_whatever_the_correlation():
    gap, of, minus, fits, too_small = printed(-0.25, 0.53, 0.44, -9.14, -0.4)

    assert consistency.t_of_sds(gap, of, minus, 386, fits).fits
    assert not consistency.t_of_sds(gap, of, minus, 386, too_small).fits


def test_published_loadings_give_the_published_composites():
    cr, ave = consistency.composite([0.71, 0.71, 0.74, 0.79, 0.72], HALF)

    assert (round(cr.value, 2), round(ave.value, 2)) == (0.85, 0.54)
