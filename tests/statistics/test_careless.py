"""Indices of careless answering: by hand, against R, and by laws."""

import csv
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from servqual.errors import UndefinedStatisticError
from servqual.statistics.careless import (
    correlated_pairs,
    even_odd,
    mahalanobis,
    no_variance,
    pair_consistency,
    response_variability,
    row_correlation,
    runs,
)
from servqual.statistics.tails import chi2_quantile

REFERENCE = Path(__file__).resolve().parents[1] / "reference"
TEN_SCALES = [range(start, start + 5) for start in range(0, 50, 5)]

answers = arrays.arrays(
    np.int16, st.tuples(st.integers(2, 12), st.integers(2, 9)), elements=st.integers(1, 7)
)
with_blanks = arrays.arrays(
    np.int16, st.tuples(st.integers(2, 12), st.integers(2, 9)), elements=st.integers(0, 7)
)


def codes(*rows):
    return np.array(rows, dtype=np.int16)


@pytest.fixture(scope="module")
def simulated():
    """Return careless_dataset of the R package careless, 200 people, 50 items."""
    return np.loadtxt(REFERENCE / "careless_dataset.csv", delimiter=",", skiprows=1)


@pytest.fixture(scope="module")
def from_r():
    with (REFERENCE / "careless.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    return {
        name: np.array([float(row[name]) if row[name] != "NA" else np.nan for row in rows])
        for name in rows[0]
    }


# -- by hand -----------------------------------------------------------------------------------


def test_a_missing_answer_ends_a_run():
    found = runs(codes((5, 5, 0, 5, 5, 5)), 1)

    assert found.longest.tolist() == [3]
    assert found.average.tolist() == [2.5]


def test_nobody_without_answers_has_a_run():
    found = runs(codes((0, 0, 0)), 1)

    assert found.longest.tolist() == [0]
    assert np.isnan(found.average).all()


def test_one_answer_throughout_needs_enough_answers():
    table = codes((7, 7, 7, 7, 7), (7, 7, 7, 7, 0), (7, 7, 7, 7, 6))

    assert no_variance(table, 1, 5).tolist() == [True, False, False]
    assert no_variance(table, 1, 4).tolist() == [True, True, False]


def test_own_variability_leaves_out_what_is_missing():
    assert response_variability(np.array([[1, 5, np.nan]])).tolist() == [pytest.approx(8**0.5)]


def test_even_odd_is_high_for_the_consistent():
    scales = [[0, 1], [2, 3], [4, 5], [6, 7]]
    consistent, contrary = [1, 1, 3, 3, 5, 5, 7, 7], [1, 7, 3, 5, 5, 3, 7, 1]

    assert even_odd(np.array([consistent, contrary], dtype=float), scales).tolist() == [1.0, -1.0]


def test_even_odd_leaves_out_scales_of_one_item():
    values = np.array([[1.0, 2.0, 2.0, 3.0, 3.0, 4.0, 6.0]])
    scales = [[0, 1], [2, 3], [4, 5]]

    assert even_odd(values, [*scales, [6]]) == pytest.approx(even_odd(values, scales))


def test_even_odd_does_not_exist_without_scales():
    assert np.isnan(even_odd(np.ones((2, 3)), [[0], [1], [2]])).all()


def test_a_correlation_over_two_places_does_not_exist():
    a, b = np.array([[1.0, 2.0, np.nan]]), np.array([[2.0, 1.0, 5.0]])

    assert np.isnan(row_correlation(a, b)).all()


def test_distances_need_more_people_than_items():
    with pytest.raises(UndefinedStatisticError) as caught:
        mahalanobis(np.ones((3, 3)))

    assert str(caught.value) == "distances need more complete rows than columns"


def test_distances_need_items_that_are_not_sums_of_others():
    values = np.random.default_rng(1).normal(size=(30, 2))
    with pytest.raises(UndefinedStatisticError) as caught:
        mahalanobis(np.column_stack([values, values.sum(axis=1)]))

    assert str(caught.value) == "the covariance matrix cannot be inverted"


# -- known answers (methods 9.1) and R ------------------------------------------------------------


def test_the_known_answers_of_the_published_data(simulated):
    distances = mahalanobis(simulated)

    assert runs(simulated.astype(np.int16), 1).longest[:5].tolist() == [6, 4, 3, 3, 3]
    assert response_variability(simulated)[:5] == pytest.approx(
        [0.86307, 1.03510, 0.96890, 0.96489, 1.16916], abs=5e-6
    )
    assert distances[:5] == pytest.approx(
        [44.05238, 40.08368, 49.12762, 39.91097, 53.88571], abs=5e-6
    )
    assert int((distances > chi2_quantile(0.99, 50)).sum()) == 23


def test_runs_against_r(simulated, from_r):
    found = runs(simulated.astype(np.int16), 1)

    assert found.longest.tolist() == from_r["longstr"].tolist()
    assert found.average == pytest.approx(from_r["avgstr"], rel=1e-12)


def test_own_variability_against_r(simulated, from_r):
    assert response_variability(simulated) == pytest.approx(from_r["irv"], rel=1e-10)


def test_distances_against_r(simulated, from_r):
    assert mahalanobis(simulated) == pytest.approx(from_r["mahad"], rel=1e-9)


def test_even_odd_against_r(simulated, from_r):
    found = even_odd(simulated, TEN_SCALES)

    assert found == pytest.approx(from_r["evenodd"], rel=1e-9, nan_ok=True)
    assert int(np.isnan(found).sum()) == 5


def test_synonyms_against_r(simulated, from_r):
    with (REFERENCE / "careless_pairs.csv").open(encoding="utf-8", newline="") as stream:
        expected = [[int(later), int(earlier)] for later, earlier in list(csv.reader(stream))[1:]]
    pairs = correlated_pairs(simulated, 0.60)

    assert (pairs + 1).tolist() == expected
    found = pair_consistency(simulated, pairs)
    assert found == pytest.approx(from_r["psychsyn"], rel=1e-9, nan_ok=True)


def test_antonyms_are_pairs_that_correlate_below(simulated):
    turned = simulated.copy()
    turned[:, 0] = 6 - turned[:, 0]
    pairs = correlated_pairs(turned, 0.60, negative=True)

    assert pairs.tolist() == [[10, 0], [40, 0]]


def test_the_chi_squared_quantile_against_r():
    assert chi2_quantile(0.999, 24) == pytest.approx(51.17859777737739, rel=1e-12)


# -- laws -----------------------------------------------------------------------------------------


@given(with_blanks, st.integers(0, 2**32 - 1))
def test_the_order_of_the_people_does_not_matter(table, seed):
    order = np.random.default_rng(seed).permutation(len(table))
    values = np.where(table >= 1, table, np.nan).astype(float)

    assert runs(table[order], 1).longest.tolist() == runs(table, 1).longest[order].tolist()
    np.testing.assert_array_equal(
        response_variability(values[order]), response_variability(values)[order]
    )


@given(answers)
def test_answers_moved_along_the_scale_keep_every_index(table):
    values = table.astype(float)
    halves = [range(0, table.shape[1], 2), range(1, table.shape[1], 2)]

    assert runs(table + 1, 2).longest.tolist() == runs(table, 1).longest.tolist()
    np.testing.assert_allclose(response_variability(values + 1), response_variability(values))
    np.testing.assert_allclose(even_odd(values + 1, halves), even_odd(values, halves))


@given(answers)
def test_a_scale_turned_round_keeps_runs_and_variability(table):
    assert runs(8 - table, 1).average.tolist() == runs(table, 1).average.tolist()
    np.testing.assert_allclose(
        response_variability(8.0 - table), response_variability(table.astype(float)), atol=1e-12
    )


@given(with_blanks)
def test_a_run_is_no_longer_than_the_answers_and_no_shorter_than_the_mean_run(table):
    found = runs(table, 1)
    answered = (table >= 1).sum(axis=1)

    assert (found.longest <= answered).all()
    assert (found.longest[answered > 0] >= found.average[answered > 0]).all()


@given(answers)
def test_one_answer_throughout_means_one_run_and_no_variability(table):
    same = no_variance(table, 1, 1)

    assert (runs(table, 1).longest[same] == table.shape[1]).all()
    assert (response_variability(table.astype(float))[same] == 0).all()


def test_distances_do_not_depend_on_the_scale_of_an_item(simulated):
    turned = simulated.copy()
    turned[:, 3] = 6 - turned[:, 3]
    turned[:, 7] = 10 * turned[:, 7] + 2

    assert mahalanobis(turned) == pytest.approx(mahalanobis(simulated), rel=1e-9)


def test_distances_add_up_to_people_times_items(simulated):
    assert mahalanobis(simulated).sum() == pytest.approx(199 * 50, rel=1e-9)
