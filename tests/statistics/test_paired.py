"""The five verdicts, the t test without spread, effect sizes."""

import math

import pytest

from servqual.statistics.paired import Test as Interval
from servqual.statistics.paired import effect_sizes, t_test, verdict


def interval(low, high, tost_low=None, tost_high=None):
    return Interval(None, None, low, high, tost_low, tost_high)


@pytest.mark.parametrize(
    ("low", "high", "word"),
    [
        (-2.05, -1.91, "clearly_large"),
        (0.51, 0.90, "clearly_large"),
        (-0.74, -0.43, "size_open"),
        (-0.56, -0.30, "size_open"),
        (0.10, 0.60, "size_open"),
        (-0.39, -0.24, "small"),
        (0.01, 0.49, "small"),
        (-0.20, 0.90, "cannot_tell"),
    ],
)
def test_the_interval_decides(low, high, word):
    assert verdict(interval(low, high, low, high), 0.5) == word


def test_two_kiosk_items_with_limits_on_both_sides_get_the_same_verdict():
    first, second = interval(-0.736, -0.429), interval(-0.56, -0.30)

    assert verdict(first, 0.5) == verdict(second, 0.5) == "size_open"


def test_equivalence_uses_the_narrower_interval():
    # methods 7.5: mean -.10, SD 1, n 200; 90% interval [-.21685, .01685]
    test = t_test(-0.10, 1 / math.sqrt(200), 199, 0.95)

    assert test.tost_low == pytest.approx(-0.21685, abs=1e-5)
    assert test.tost_high == pytest.approx(0.01685, abs=1e-5)
    assert verdict(test, 0.25) == "none_that_matters"
    assert verdict(test, 0.20) == "cannot_tell"


def test_a_limit_on_the_smallest_gap_leaves_the_size_open():
    assert verdict(interval(-0.9, -0.5), 0.5) == "size_open"
    assert verdict(interval(-0.5, -0.1), 0.5) == "size_open"


def test_a_limit_on_zero_is_no_shortfall():
    assert verdict(interval(-0.9, 0.0, -0.8, -0.1), 0.5) == "cannot_tell"


def test_without_an_interval_nothing_can_be_told():
    assert verdict(t_test(-2.0, math.nan, 0, 0.95), 0.5) == "cannot_tell"


def test_without_spread_the_interval_is_the_mean_and_there_is_no_test():
    test = t_test(-2.0, 0.0, 9, 0.95)

    assert (test.ci_low, test.ci_high) == (-2.0, -2.0)
    assert (test.t, test.p) == (None, None)


def test_all_gaps_zero_is_no_gap_that_matters():
    assert verdict(t_test(0.0, 0.0, 9, 0.95), 0.5) == "none_that_matters"


def test_kiosk_item_1_t_and_interval():
    test = t_test(-0.582474, 1.0849426631 / math.sqrt(194), 193, 0.95)

    assert test.t == pytest.approx(-7.4777, abs=1e-4)
    assert (test.ci_low, test.ci_high) == pytest.approx((-0.736108, -0.428841), abs=1e-5)


def test_effect_sizes_of_the_toy_set():
    sizes = effect_sizes(-1.25, 1.035098339, 0.744023809, 0.834522960, 8)

    assert sizes.d_av == pytest.approx(-1.583735, abs=1e-5)
    assert sizes.g_av == pytest.approx(-1.583735 * 0.888889, abs=1e-5)
    assert sizes.d_z == pytest.approx(-1.207615, abs=1e-5)


def test_effect_sizes_without_spread_do_not_exist():
    assert effect_sizes(-1.0, 0.0, 0.0, 0.0, 5) == (None, None, None)


def test_two_people_have_no_hedges_correction():
    # df = 1: 1 - 3 / (4 - 1) = 0 would wipe the effect out
    assert effect_sizes(-1.0, 1.0, 1.0, 1.0, 2).g_av is None
