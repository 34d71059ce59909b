"""Multiple imputation: Rubin's rules by hand, predictive mean matching against mice, and laws."""

import csv
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servqual.statistics.imputation import Predictors, barnard_rubin, complete, rubin

REFERENCE = Path(__file__).resolve().parents[1] / "reference"


def everything_else(k):
    return [Predictors(np.array([i for i in range(k) if i != j], dtype=np.intp)) for j in range(k)]


def test_five_tables_are_pooled_as_in_methods():
    pooled = rubin(
        [-0.80, -0.75, -0.83, -0.79, -0.78], [0.0100, 0.0110, 0.0098, 0.0105, 0.0102], 99
    )

    assert pooled.estimate == pytest.approx(-0.79)
    assert pooled.within == pytest.approx(0.0103)
    assert pooled.between == pytest.approx(0.00085)
    assert pooled.variance == pytest.approx(0.01132)
    assert math.sqrt(pooled.variance) == pytest.approx(0.106395, abs=1e-6)
    assert pooled.share == pytest.approx(0.090106, abs=1e-6)
    assert pooled.df == pytest.approx(74.889, abs=1e-3)


def test_without_missing_answers_the_degrees_of_freedom_stay_those_of_complete_data():
    assert barnard_rubin(0.0, 20, 99) == 99
    assert rubin([1.0, 1.0], [0.1, 0.1], 99).df == 99


def test_what_everybody_answered_is_never_touched():
    rng = np.random.default_rng(3)
    values = rng.integers(1, 8, (50, 4)).astype(float)
    values[:10, 2] = np.nan

    filled = complete(values, everything_else(4), rng)

    np.testing.assert_array_equal(filled[~np.isnan(values)], values[~np.isnan(values)])


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10**6), n=st.integers(8, 40), share=st.floats(0.0, 0.6))
def test_every_value_filled_in_is_an_answer_that_somebody_gave_to_that_item(seed, n, share):
    rng = np.random.default_rng(seed)
    values = rng.integers(1, 8, (n, 3)).astype(float)
    values[rng.random(values.shape) < share] = np.nan

    filled = complete(values, everything_else(3), rng)

    for given_answers, column in zip(values.T, filled.T, strict=True):
        there = ~np.isnan(given_answers)
        if there.any():
            assert set(column) <= set(given_answers[there])
        else:
            assert np.isnan(column).all()


def test_the_same_seed_fills_in_the_same_values():
    values = np.random.default_rng(1).integers(1, 8, (60, 5)).astype(float)
    values[::4, 1] = np.nan

    first, second = (complete(values, everything_else(5), np.random.default_rng(9)) for _ in "ab")

    np.testing.assert_array_equal(first, second)


def test_a_column_that_never_varies_is_filled_with_its_one_value():
    values = np.column_stack([np.full(20, 5.0), np.arange(20.0)])
    values[3, 0] = np.nan

    assert complete(values, everything_else(2), np.random.default_rng(0))[3, 0] == 5.0


def test_answers_missing_where_expectations_are_high_bias_complete_cases_but_not_the_imputed_mean():
    rng = np.random.default_rng(11)
    wanted = rng.normal(size=4000)
    got = wanted * 0.8 + rng.normal(size=4000) * 0.6
    seen = np.where(rng.random(4000) < 1 / (1 + np.exp(-wanted)), np.nan, got)

    tables = [
        complete(np.column_stack([wanted, seen]), everything_else(2), np.random.default_rng(k))
        for k in range(5)
    ]
    pooled = np.mean([table[:, 1].mean() for table in tables])

    assert abs(np.nanmean(seen) - got.mean()) > 0.2
    assert abs(pooled - got.mean()) < 0.04


def reference_rows():
    with (REFERENCE / "imputation.csv").open() as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def completed():
    values = np.genfromtxt(REFERENCE / "imputation_data.csv", delimiter=",", skip_header=1)
    return [complete(values, everything_else(8), np.random.default_rng([5, k])) for k in range(60)]


@pytest.mark.parametrize("row", reference_rows(), ids=lambda row: row["item"])
def test_pooled_gaps_agree_with_mice_within_the_error_of_simulation(completed, row):
    j = int(row["item"][1:]) - 1
    gaps = [table[:, 4 + j] - table[:, j] for table in completed]

    pooled = rubin([g.mean() for g in gaps], [g.var(ddof=1) / len(g) for g in gaps], 119)

    between = float(row["b"])
    error = math.sqrt(between * (1 / 60 + 1 / 300))
    assert abs(pooled.estimate - float(row["qbar"])) < 4 * error
    assert pooled.within == pytest.approx(float(row["ubar"]), rel=0.05)
    # a variance from 60 tables has a relative error of sqrt(2 / 59), .18
    assert pooled.between == pytest.approx(between, rel=0.6)
    assert pooled.df == pytest.approx(float(row["df"]), rel=0.12)
