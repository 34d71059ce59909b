"""One common factor: against psych, by hand, improper solutions, many matrices at once."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from servqual.errors import UndefinedStatisticError
from servqual.statistics.minres import LOWEST_UNIQUENESS, one_factor
from tests.statistics.correlations import SOURCES, figures, matrix

sizes = arrays(np.float64, st.integers(3, 12), elements=st.floats(0.2, 0.95))


def implied(loadings):
    r = np.outer(loadings, loadings)
    np.fill_diagonal(r, 1)
    return r


@pytest.mark.parametrize("source", SOURCES)
def test_loadings_are_those_of_psych(source):
    found = one_factor(matrix(source))

    assert found.converged
    assert not found.heywood.any()
    assert found.loadings == pytest.approx(figures(source, "one_factor"), abs=1e-5)


@given(sizes)
def test_a_matrix_made_of_one_factor_gives_it_back(loadings):
    found = one_factor(implied(loadings))

    assert found.loadings == pytest.approx(loadings, abs=1e-6)
    assert found.uniquenesses == pytest.approx(1 - loadings**2, abs=1e-6)


def test_three_items_by_hand():
    # r12 r13 / r23 is the first communality: .6 * .5 / .4 = .75
    r = np.array([[1, 0.6, 0.5], [0.6, 1, 0.4], [0.5, 0.4, 1]])

    assert one_factor(r).loadings[0] == pytest.approx(np.sqrt(0.75))


def test_a_turned_item_only_changes_its_sign():
    r, turned = matrix("attitude"), np.array([1, -1, 1, 1, 1, 1, 1])

    assert one_factor(r * np.outer(turned, turned)).loadings == pytest.approx(
        one_factor(r).loadings * turned
    )


def test_loadings_add_up_to_more_than_nothing():
    turned = np.array([-1, -1, -1, -1, -1, 1, 1])
    found = one_factor(matrix("attitude") * np.outer(turned, turned))

    assert found.loadings.sum() > 0


# two items nearly the same, which others hardly follow
IMPROPER = np.array(
    [
        [1.0, 0.96, 0.1, 0.0, 0.3, 0.2],
        [0.96, 1.0, 0.3, 0.1, 0.4, 0.3],
        [0.1, 0.3, 1.0, 0.1, 0.1, 0.0],
        [0.0, 0.1, 0.1, 1.0, 0.2, 0.1],
        [0.3, 0.4, 0.1, 0.2, 1.0, 0.1],
        [0.2, 0.3, 0.0, 0.1, 0.1, 1.0],
    ]
)


def test_an_improper_solution_is_flagged_and_kept_within_bounds():
    found = one_factor(IMPROPER)

    assert found.converged
    assert found.heywood.tolist() == [False, True, False, False, False, False]
    assert found.uniquenesses.min() == LOWEST_UNIQUENESS
    # R: psych::fa(r, 1)$loadings, which stops a little earlier
    expected = [0.88287, 1.03125, 0.21599, 0.10786, 0.37906, 0.26144]
    assert found.loadings == pytest.approx(expected, abs=1e-3)


def test_two_items_share_what_they_have_in_common_evenly():
    assert one_factor(np.array([[1, 0.49], [0.49, 1]])).loadings == pytest.approx([0.7, 0.7])
    assert one_factor(np.array([[1, -0.49], [-0.49, 1]])).loadings.tolist() == [0.7, -0.7]


def test_items_without_anything_in_common_have_no_loadings():
    found = one_factor(np.eye(5))

    assert np.abs(found.loadings).max() < 1e-3
    assert found.uniquenesses == pytest.approx(np.ones(5), abs=1e-5)


def test_one_item_has_no_factor():
    with pytest.raises(UndefinedStatisticError, match=r"^one factor needs at least two items$"):
        one_factor(np.ones((1, 1)))


def test_many_matrices_at_once_give_what_each_gives_alone():
    rng = np.random.default_rng(4)
    stack = np.stack([np.corrcoef(rng.normal(size=(40, 6)).T) + 0.0 for _ in range(80)])
    stack = 0.6 * stack + 0.4 * implied(np.linspace(0.5, 0.9, 6))
    together = one_factor(stack.reshape(8, 10, 6, 6))

    assert together.loadings.shape == (8, 10, 6)
    assert together.converged.shape == (8, 10)
    alone = np.array([one_factor(r).loadings for r in stack])
    assert together.loadings.reshape(80, 6) == pytest.approx(alone, abs=1e-6)


def test_a_singular_matrix_has_loadings_too():
    rng = np.random.default_rng(7)
    r = np.corrcoef((rng.normal(size=(5, 1)) + rng.normal(size=(5, 9))).T)

    assert one_factor(r).converged
