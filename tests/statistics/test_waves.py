"""The change of a mean between two samples, against R and by hand."""

import math

import pytest

from servqual.statistics.waves import welch

# R 4.2.2: t.test(weight ~ group, PlantGrowth, subset = group != "trt2") and its two samples
CTRL, TRT1 = (5.032, 0.5830914 / math.sqrt(10), 9), (4.661, 0.7936757 / math.sqrt(10), 9)


def test_a_change_is_that_of_welch_in_r():
    found = welch(CTRL, TRT1, 0.95)

    assert found.change == pytest.approx(-0.371)
    assert found.df == pytest.approx(16.524, abs=5e-4)
    assert (found.ci_low, found.ci_high) == pytest.approx((-1.0295162, 0.2875162), abs=1e-6)
    assert found.p == pytest.approx(0.2504, abs=5e-5)


def test_turning_the_waves_round_turns_the_change_round():
    there, back = welch(CTRL, TRT1, 0.9), welch(TRT1, CTRL, 0.9)

    assert (back.change, back.ci_low, back.ci_high) == (
        -there.change,
        -there.ci_high,
        -there.ci_low,
    )
    assert back.p == there.p


def test_a_change_of_recommendations_is_that_of_the_two_shares():
    # methods: 100/60/40 of 200, then 90/60/30 of 180; net promoter scores 30 and 33.33
    then = (30.0, 100 * math.sqrt(0.61 / 200), 1e9)
    now = (100 / 3, 100 * math.sqrt((120 / 180 - (1 / 3) ** 2) / 180), 1e9)

    found = welch(then, now, 0.95)

    assert found.change == pytest.approx(3.3333, abs=1e-4)
    assert found.se == pytest.approx(7.8335, abs=1e-4)


@pytest.mark.parametrize("then", [(1.0, math.nan, 9), (1.0, 0.0, 9), (1.0, 0.5, 0)])
def test_without_an_error_there_is_no_interval(then):
    assert welch(then, (2.0, 0.0, 9), 0.95) is None
