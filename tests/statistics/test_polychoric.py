"""Polychoric correlations and reliability of ordered answers: against R, laws, refusals."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from servqual.errors import UndefinedStatisticError
from servqual.statistics.omega import omega_total
from servqual.statistics.polychoric import (
    bivariate_normal,
    categorical_omega,
    polychoric,
    thresholds,
)
from servqual.statistics.reliability import standardised_alpha
from tests.made import DIMENSIONS, reference_responses, reference_rows

PLACES = dict(zip(DIMENSIONS, np.split(np.arange(22), [4, 9, 13, 17]), strict=True))
BATTERIES = {"E": "expectation", "P": "perception"}
tables = arrays(np.int64, (4, 5), elements=st.integers(0, 30)).map(lambda x: x.astype(float))


def complete_answers(row):
    """Return the complete answers to a dimension, 0 to 6, shape (n, k)."""
    codes = reference_responses().ratings[BATTERIES[row["battery"]]]
    codes = codes[:, PLACES[row["dimension"]]]
    return codes[(codes >= 1).all(axis=1)] - 1


def table(answers, i, j):
    counts = np.zeros((7, 7))
    np.add.at(counts, (answers[:, i], answers[:, j]), 1)
    return counts


def correlations(answers):
    k = answers.shape[1]
    found = np.eye(k)
    for i in range(k):
        for j in range(i):
            found[i, j] = found[j, i] = polychoric(table(answers, i, j))
    return found


@pytest.mark.parametrize(
    "row",
    reference_rows("categories_pairs.csv"),
    ids=lambda r: f"{r['battery']}-{r['dimension']}-{r['row']}-{r['column']}",
)
def test_polychoric_correlations_as_in_polycor(row):
    answers = complete_answers(row)
    found = polychoric(table(answers, int(row["row"]) - 1, int(row["column"]) - 1))

    assert len(answers) == int(row["n"])
    assert found == pytest.approx(float(row["r"]), abs=5e-5)


@pytest.mark.parametrize(
    "row", reference_rows("categories.csv"), ids=lambda r: f"{r['battery']}-{r['dimension']}"
)
def test_coefficients_of_ordered_answers_as_in_lavaan_and_semtools(row):
    answers = complete_answers(row)
    r = correlations(answers)
    k = len(r)
    omega = omega_total(r)
    cuts = [thresholds(np.bincount(column, minlength=7).astype(float)) for column in answers.T]

    alpha = standardised_alpha(float(r[np.triu_indices(k, 1)].mean()), k)
    assert alpha == pytest.approx(float(row["ordinal_alpha"]), abs=5e-5)
    assert omega.value == pytest.approx(float(row["ordinal_omega"]), abs=1e-4)
    assert categorical_omega(omega.loadings, r, cuts) == pytest.approx(
        float(row["categorical_omega"]), abs=1e-4
    )


@pytest.mark.parametrize(
    ("h", "k", "rho", "expected"),
    [
        # R: mvtnorm::pmvnorm(upper = c(h, k), corr = matrix(c(1, rho, rho, 1), 2))
        (0.0, 0.0, 0.5, 1 / 3),
        (0.0, 0.0, -0.5, 1 / 6),
        (0.0, 0.0, 0.9999, 0.25 + np.arcsin(0.9999) / (2 * np.pi)),
        (np.inf, 0.7, 0.3, 0.758036347776927),
        (-np.inf, 0.7, 0.3, 0.0),
        (np.inf, np.inf, -0.8, 1.0),
    ],
)
def test_probabilities_of_two_normal_values(h, k, rho, expected):
    found = float(bivariate_normal(np.array(h), np.array(k), np.array(rho)))

    assert found == pytest.approx(expected, abs=1e-12)


@given(st.floats(-4, 4), st.floats(-4, 4), st.floats(-0.999, 0.999))
def test_turning_one_value_round_leaves_the_rest(h, k, rho):
    below, turned, alone = (
        float(bivariate_normal(np.array(h), np.array(limit), np.array(r)))
        for limit, r in ((k, rho), (-k, -rho), (np.inf, 0.0))
    )

    assert below + turned == pytest.approx(alone, abs=1e-10)


@given(tables)
def test_turning_one_item_round_flips_the_sign(counts):
    found = value_or_code(counts)

    turned = value_or_code(counts[::-1])
    assert turned == (pytest.approx(-found, abs=1e-6) if isinstance(found, float) else found)


@given(tables)
def test_swapping_the_items_changes_nothing(counts):
    found = value_or_code(counts)

    swapped = value_or_code(counts.T)
    assert swapped == (pytest.approx(found, abs=1e-6) if isinstance(found, float) else found)


@given(tables, st.floats(0.01, 50))
def test_only_shares_of_the_table_matter(counts, factor):
    found = value_or_code(counts)

    heavier = value_or_code(counts * factor)
    assert heavier == (pytest.approx(found, abs=1e-6) if isinstance(found, float) else found)


def value_or_code(counts):
    try:
        return polychoric(counts)
    except UndefinedStatisticError as error:
        return error.code


def test_answers_that_nobody_gave_change_nothing():
    counts = np.array([[20.0, 5, 1], [6, 18, 7], [2, 6, 25]])
    wider = np.insert(np.insert(counts, 1, 0, axis=0), 3, 0, axis=1)

    assert polychoric(wider) == pytest.approx(polychoric(counts), abs=1e-12)


@pytest.mark.parametrize(
    ("counts", "code"),
    [
        (np.zeros((3, 3)), "constant_item"),
        (np.array([[4.0, 7.0], [0.0, 0.0]]), "constant_item"),
        (np.diag([9.0, 8.0, 7.0]), "not_converged"),
        (np.diag([9.0, 8.0, 7.0])[::-1], "not_converged"),
    ],
    ids=["nobody", "one answer only", "the same answers", "opposite answers"],
)
def test_where_there_is_no_correlation_a_code_says_why(counts, code):
    with pytest.raises(UndefinedStatisticError) as raised:
        polychoric(counts)

    assert raised.value.code == code


def test_many_categories_bring_categorical_omega_near_the_ordinal_one():
    loadings = np.array([0.7, 0.8, 0.6, 0.75])
    r = np.outer(loadings, loadings)
    np.fill_diagonal(r, 1)
    cuts = [np.linspace(-3, 3, 60)] * 4

    omega = loadings.sum() ** 2 / (loadings.sum() ** 2 + (1 - loadings**2).sum())
    assert categorical_omega(loadings, r, cuts) == pytest.approx(omega, abs=2e-3)


def test_two_answers_by_hand():
    # halves: the covariance of the cut values is asin(rho) / (2 pi), the variance 1/4
    loadings = np.array([0.6, 0.6, 0.6])
    r = np.outer(loadings, loadings)
    np.fill_diagonal(r, 1)
    pair = np.arcsin(0.36) / (2 * np.pi)

    found = categorical_omega(loadings, r, [np.array([0.0])] * 3)
    assert found == pytest.approx(9 * pair / (3 * 0.25 + 6 * pair), rel=1e-10)
