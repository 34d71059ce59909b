"""KMO, Bartlett, eigenvalues and faults of a matrix: against psych, by hand, refusals."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from servqual.statistics.factorability import (
    bartlett,
    correlations,
    eigenvalues,
    find_fault,
    kmo,
)
from tests.statistics.correlations import SOURCES, figures, matrix, people


@pytest.fixture
def answers():
    rng = np.random.default_rng(2)
    return np.clip(np.rint(4 + rng.normal(size=(60, 1)) + rng.normal(size=(60, 6))), 1, 7)


def covariance(values):
    return np.cov(values.T)


@pytest.mark.parametrize("source", SOURCES)
def test_kmo_is_that_of_psych(source):
    found = kmo(matrix(source))

    assert found.overall == pytest.approx(figures(source, "kmo")[0], rel=1e-9)
    assert found.items == pytest.approx(figures(source, "msa"), rel=1e-9)


@pytest.mark.parametrize("source", SOURCES)
def test_bartlett_is_that_of_psych(source):
    chi2, df, p = figures(source, "bartlett")
    found = bartlett(matrix(source), people()[source])

    assert found.chi2 == pytest.approx(chi2, rel=1e-9)
    assert found.df == df
    assert found.p == pytest.approx(p, rel=1e-6, abs=1e-300)


@pytest.mark.parametrize("source", SOURCES)
def test_eigenvalues_are_those_of_r(source):
    assert eigenvalues(matrix(source)) == pytest.approx(figures(source, "eigenvalues"), rel=1e-9)


def test_published_figures_of_kiosk_and_bb1992():
    assert kmo(matrix("kiosk_p")).overall == pytest.approx(0.8232821, abs=1e-7)
    assert bartlett(matrix("kiosk_p"), 194).chi2 == pytest.approx(1870.1932, abs=1e-4)
    assert kmo(matrix("kiosk_gap")).overall == pytest.approx(0.832152, abs=1e-6)
    assert kmo(matrix("kiosk_s")).overall == pytest.approx(0.8838222, abs=1e-7)
    assert kmo(matrix("bb1992")).overall == pytest.approx(0.9283611, abs=1e-7)
    assert bartlett(matrix("bb1992"), 502).chi2 == pytest.approx(4382.788, abs=1e-3)


def test_unrelated_items_have_the_limit_of_kmo_and_no_bartlett():
    assert kmo(np.eye(4)).overall == 0.5
    assert kmo(np.eye(4)).items.tolist() == [0.5] * 4
    assert bartlett(np.eye(4), 50) == (0.0, 6, 1.0)


@given(st.permutations(range(7)))
def test_the_order_of_items_changes_nothing(order):
    r = matrix("attitude")
    turned = r[np.ix_(order, order)]

    assert kmo(turned).overall == pytest.approx(kmo(r).overall)
    assert kmo(turned).items == pytest.approx(kmo(r).items[list(order)])
    assert bartlett(turned, 30).chi2 == pytest.approx(bartlett(r, 30).chi2)


@given(st.lists(st.floats(0.01, 100), min_size=6, max_size=6))
def test_the_unit_of_items_changes_nothing(units):
    rng = np.random.default_rng(2)
    values = rng.normal(size=(40, 1)) + rng.normal(size=(40, 6))
    scaled = covariance(values * np.array(units))

    assert correlations(scaled) == pytest.approx(correlations(covariance(values)))
    assert find_fault(scaled, 40) is None


# -- refusals: one each --------------------------------------------------------------------------


def test_ordinary_answers_have_no_fault(answers):
    assert find_fault(covariance(answers), 60, size=7) is None


def test_two_items_are_too_few(answers):
    assert find_fault(covariance(answers[:, :2]), 60) == ("too_few_items", ())


def test_as_many_people_as_items_are_too_few(answers):
    assert find_fault(covariance(answers[:6]), 6) == ("too_few_people", ())


def test_one_person_is_too_few():
    assert find_fault(np.full((4, 4), np.nan), 1) == ("too_few_people", ())


def test_constant_items_are_named(answers):
    answers[:, 2] = 7

    assert find_fault(covariance(answers), 60) == ("constant_item", (2,))


def test_what_rounding_leaves_of_a_constant_item_is_not_spread(answers):
    matrix = covariance(answers)
    matrix[2], matrix[:, 2] = 1e-11, 1e-11

    assert find_fault(matrix, 60, size=420.0) == ("constant_item", (2,))


def test_when_everybody_answers_alike_every_item_is_named():
    assert find_fault(np.zeros((3, 3)), 60) == ("constant_item", (0, 1, 2))


def test_duplicates_are_named_also_when_turned_round(answers):
    answers[:, 4] = 8 - answers[:, 1]

    assert find_fault(covariance(answers), 60) == ("duplicate_item", (1, 4))


def test_the_items_of_a_sum_are_named(answers):
    answers[:, 5] = answers[:, 0] + answers[:, 3]

    assert find_fault(covariance(answers), 60) == ("singular", (0, 3, 5))


def test_a_gap_beside_both_of_its_parents_is_named(answers):
    together = np.column_stack([answers[:, :4], answers[:, 0] - answers[:, 1]])

    assert find_fault(covariance(together), 60) == ("singular", (0, 1, 4))


def test_a_matrix_that_no_answers_can_have_is_singular():
    r = np.array([[1, 0.9, -0.9], [0.9, 1, 0.9], [-0.9, 0.9, 1]])

    assert find_fault(r, 60) == ("singular", (0, 1, 2))


def test_complete_cases_of_few_people_are_judged_before_their_dependence(answers):
    assert find_fault(covariance(answers[:4]), 4).code == "too_few_people"
