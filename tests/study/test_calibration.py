"""Stated coverage holds in simulated surveys with known truth: a small version of the benchmark."""

import pytest

from benchmarks.calibration import derived_study, driver_study, quadrant_study, truth_of

pytestmark = pytest.mark.slow

SURVEYS = 40


@pytest.fixture(scope="module")
def placed():
    return quadrant_study(400, SURVEYS, 7)


@pytest.fixture(scope="module")
def driven():
    return driver_study(400, "strong", 2 * SURVEYS, 7)


def test_intervals_of_gaps_hold_the_truth(placed):
    assert placed["gap",].n == 22 * SURVEYS
    assert placed["gap",].share == pytest.approx(0.95, abs=0.025)


def test_intervals_of_ranks_hold_the_truth_at_least_as_often_as_stated(placed):
    assert placed["rank",].share > 0.94


@pytest.mark.parametrize("part", range(6))
def test_quadrants_are_right_as_often_as_their_probability_says(placed, part):
    found = placed["probability", str(part)]

    assert found.n > 50
    assert found.share == pytest.approx(found.promised / found.n, abs=0.1)


def test_firm_quadrants_are_right_nine_times_in_ten_at_least(placed):
    assert placed["label", "firm"].n > 200
    assert placed["label", "firm"].share > 0.93


def test_undetermined_quadrants_are_right_about_half_the_time(placed):
    assert placed["label", "undetermined"].share < 0.75


@pytest.mark.parametrize("figure", ["r", "b", "lmg", "relative_weight", "share"])
def test_intervals_of_drivers_hold_the_truth(driven, figure):
    assert driven["dimension", figure].n == 5 * 2 * SURVEYS
    assert driven["dimension", figure].share == pytest.approx(0.95, abs=0.04)


def test_intervals_of_r2_hold_the_truth(driven):
    assert truth_of("strong")["dimension", ""]["r2"] == pytest.approx(0.423, abs=0.005)
    assert driven["dimension", "r2"].share == pytest.approx(0.95, abs=0.06)


def test_scores_without_relation_hardly_ever_beat_noise():
    found = driver_study(400, "none", SURVEYS, 7)

    assert found["dimension", "above_noise"].n == 5 * SURVEYS
    assert found["dimension", "above_noise"].share < 0.05


def test_quadrants_of_derived_importance_are_not_surer_than_they_should_be():
    found = derived_study(600, SURVEYS // 2, 7)
    sure = [found["probability", part] for part in ("4", "5")]  # stated at .7 and more
    n = sum(one.n for one in sure)

    assert n > 100
    assert sum(one.happened for one in sure) / n > sum(one.promised for one in sure) / n - 0.06
