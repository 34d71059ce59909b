"""Sample sizes and powers against methods 7.4 and R's power.t.test."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servqual.statistics.planning import (
    change_sd,
    cluster_deff,
    detectable_difference,
    detectable_each,
    margin_of_mean,
    margin_of_share,
    n_each,
    n_for_mean,
    n_for_nps,
    n_for_share,
    n_pairs,
    n_pairs_of,
    nps_sd,
    of_population,
    power_each,
    strictest,
    weights_deff,
)
from servqual.statistics.second_opinion import d_by_t, n_by_t
from tests.made import reference_rows

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


# -- margins, designs, several tests ---------------------------------------------------------------


def test_the_margin_of_a_gap_is_that_of_students_t():
    assert margin_of_mean(1.0849, 194) == pytest.approx(0.15363, abs=6e-6)
    assert margin_of_mean(1.0849, 194, population=1000) == pytest.approx(0.13799, abs=6e-6)


def test_the_margins_are_those_of_r():
    rows = {row["what"]: row for row in reference_rows("planning.csv")}

    assert margin_of_mean(1.0849, 194) == pytest.approx(float(rows["margin"]["value"]))
    assert margin_of_mean(1.0849, 194, population=1000) == pytest.approx(
        float(rows["margin_of_1000"]["value"])
    )


@given(st.floats(0.02, 0.2), st.floats(0.05, 0.95))
def test_so_many_people_have_that_margin(error, share):
    assert margin_of_share(share, n_for_share(error, share)) == pytest.approx(error)


def test_a_census_has_no_margin():
    assert margin_of_mean(1.2, 500, population=500) == 0.0
    assert margin_of_share(0.5, 500, population=500) == 0.0


@given(st.floats(1.0, 1e6), st.floats(2.0, 1e6))
def test_nobody_is_asked_twice_of_a_population(n, population):
    assert of_population(n, population) <= min(n, population) + 1e-6


def test_a_net_promoter_score_of_200_people_has_the_variance_of_the_methods():
    assert nps_sd(0.5, 0.2) ** 2 == pytest.approx(0.61)
    assert nps_sd(0.5, 0.2) / math.sqrt(200) * 100 == pytest.approx(5.5227, abs=6e-5)
    assert n_for_nps(0.1, 0.5, 0.2) == pytest.approx(0.61 * (1.959964 / 0.1) ** 2, rel=1e-6)


def test_design_effects_are_those_of_kish():
    assert cluster_deff(20, 0.05) == pytest.approx(1.95)
    weights = [1, 1, 2, 2, 4]
    mean = sum(weights) / 5
    cv = math.sqrt(sum((w - mean) ** 2 for w in weights) / 5) / mean
    assert weights_deff(cv) == pytest.approx(1.3)


def test_ten_comparisons_are_planned_at_a_half_percent():
    assert n_pairs_of(5) == 10
    assert 1 - strictest(0.95, n_pairs_of(5)) == pytest.approx(0.005)


def test_people_who_answer_alike_twice_need_fewer():
    assert change_sd(1.2, 0.5) == pytest.approx(1.2)
    assert change_sd(1.2, 0.8) < change_sd(1.2, 0.5) < change_sd(1.2, 0.0)


# -- noncentral t, which pingouin computes ---------------------------------------------------------


def test_the_smallest_gap_that_is_seen_by_exact_t():
    found = d_by_t(200, 0.8, 0.05, paired=True)

    assert found * 1.2 == pytest.approx(0.23888, abs=6e-6)


@pytest.mark.parametrize("row", [r for r in reference_rows("planning.csv") if r["type"]])
def test_exact_numbers_are_those_of_r(row):
    power, alpha, paired = float(row["power"]), float(row["alpha"]), row["type"] == "paired"
    if row["what"] == "n":
        found = n_by_t(float(row["d"]), power, alpha, paired=paired)
    else:
        found = d_by_t(float(row["n"]), power, alpha, paired=paired)

    assert found == pytest.approx(float(row["value"]), rel=1e-5)


@pytest.mark.parametrize("row", [r for r in reference_rows("planning.csv") if r["type"]])
def test_the_normal_formula_is_near_the_exact_number(row):
    power, level = float(row["power"]), 1 - float(row["alpha"])
    paired, exact = row["type"] == "paired", float(row["value"])
    if row["what"] == "n":
        found = (n_pairs if paired else n_each)(float(row["d"]), 1.0, level, power)

        assert found == pytest.approx(exact, abs=0.6)
    else:
        n = float(row["n"])
        found = (detectable_difference if paired else detectable_each)(1.0, n, level, power)

        assert found == pytest.approx(exact, rel=0.18 if n < 100 else 0.01)


def test_two_pairs_are_the_least():
    assert n_by_t(20.0, 0.8, 0.05, paired=False) == 2.0


def test_too_few_for_any_difference_have_none():
    assert d_by_t(2, 0.8, 0.001, paired=True) is None
