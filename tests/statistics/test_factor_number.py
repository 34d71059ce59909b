"""Parallel analysis and MAP: decisions of psych, limits of chance, laws."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servqual.statistics.factor_number import (
    chance,
    leading,
    minimum_average_partial,
    parallel_analysis,
    random_correlations,
    roots,
)
from tests.made import reference_rows
from tests.statistics.correlations import SOURCES, figures, matrix, people


@pytest.mark.parametrize("source", SOURCES)
def test_eigenvalues_reduced_by_one_factor_are_those_of_psych(source):
    found = roots(matrix(source))

    assert found.factors == pytest.approx(figures(source, "factor_eigenvalues"), abs=1e-5)


@pytest.mark.parametrize("source", SOURCES)
def test_average_partial_correlations_are_those_of_r(source):
    found = minimum_average_partial(matrix(source))

    assert found.squared == pytest.approx(figures(source, "map"), rel=1e-8)
    assert found.fourth == pytest.approx(figures(source, "map4"), rel=1e-8)


@pytest.mark.parametrize("source", SOURCES)
def test_average_partial_correlations_are_those_of_psych(source):
    expected = figures(source, "vss_map")
    found = minimum_average_partial(matrix(source)).squared[1 : len(expected) + 1]

    assert found == pytest.approx(expected[: len(found)], rel=1e-8)


# methods 6.2, and psych::fa.parallel(r, n, fm = "minres", fa = "both", quant = .95)
@pytest.mark.parametrize(
    ("source", "components", "factors", "squared"), [("kiosk_p", 3, 5, 2), ("bb1992", 2, 4, 1)]
)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_numbers_of_factors(source, components, factors, squared, seed):
    r = matrix(source)
    found = parallel_analysis(r, people()[source], seed)

    assert (found.n_components, found.n_factors) == (components, factors)
    assert minimum_average_partial(r).n_squared == squared


def test_published_map_of_kiosk_and_bb1992():
    assert minimum_average_partial(matrix("kiosk_p")).squared[1:5] == pytest.approx(
        [0.02161, 0.02026, 0.02057, 0.02237], abs=5e-6
    )
    assert minimum_average_partial(matrix("bb1992")).squared[1:4] == pytest.approx(
        [0.01218, 0.01328, 0.01420], abs=5e-6
    )


@pytest.mark.parametrize("source", ["attitude", "hs39", "bb1992", "kiosk_p", "bank"])
def test_limits_of_chance_are_those_of_1000_draws_in_r(source):
    r = matrix(source)
    limits = chance(people()[source], len(r), 1, 2000, 0.95)
    expected = [row for row in reference_rows("factors_chance.csv") if row["source"] == source]
    by_basis = {
        basis: [float(row["limit"]) for row in expected if row["basis"] == basis]
        for basis in ("components", "factors")
    }

    # two simulations: the largest of few people vary most
    tolerance = 0.25 / np.sqrt(people()[source])
    assert limits.components == pytest.approx(by_basis["components"], abs=tolerance)
    assert limits.factors[1:] == pytest.approx(by_basis["factors"][1:], abs=2 * tolerance)
    # one factor of noise has several minima, and programs end in different ones
    assert limits.factors[0] == pytest.approx(by_basis["factors"][0], rel=0.08)


def test_counting_ends_at_the_first_eigenvalue_within_chance():
    assert leading(np.array([2.0, 0.9, 0.8]), np.array([1.5, 1.0, 0.5])) == 1
    assert leading(np.array([1.0, 0.9]), np.array([1.5, 0.5])) == 0
    assert leading(np.array([2.0, 1.0]), np.array([1.5, 0.5])) == 2


def test_unrelated_items_have_no_factor():
    (r,) = random_correlations(300, 8, seed=12, draws=1)
    found = parallel_analysis(r, 300, seed=1)

    assert (found.n_components, found.n_factors) == (0, 0)


def test_no_correlation_at_all_means_no_component_to_take_out():
    found = minimum_average_partial(np.eye(6))

    assert (found.n_squared, found.n_fourth) == (0, 0)
    assert found.squared[0] == 0


def test_map_ends_where_components_leave_nothing_of_an_item():
    # the first component is the first item
    found = minimum_average_partial(np.diag([1.0, 1, 1, 1]) + 0.0)

    assert np.isfinite(found.squared).all()


def test_the_same_seed_gives_the_same_limits_and_another_one_others():
    first, again = (chance.__wrapped__(200, 8, seed, 100, 0.95).components for seed in (3, 3))

    assert (first == again).all()
    assert not (first == chance.__wrapped__(200, 8, 4, 100, 0.95).components).all()


def test_limits_that_are_kept_cannot_be_changed():
    with pytest.raises(ValueError, match="read-only"):
        chance(200, 8, 3, 100, 0.95).factors[0] = 9


def test_random_correlations_spread_as_those_of_normal_answers():
    r = random_correlations(50, 5, seed=8, draws=4000)[:, np.tril_indices(5, -1)[0], 0]
    off = random_correlations(50, 5, seed=8, draws=4000)[:, *np.tril_indices(5, -1)]

    # the variance of r between unrelated normal variables is 1 / (n - 1)
    assert off.var() == pytest.approx(1 / 49, rel=0.03)
    assert abs(off.mean()) < 0.002
    assert np.isfinite(r).all()


def test_random_correlations_need_more_people_than_items():
    with pytest.raises(ValueError, match="more people than items"):
        random_correlations(5, 5, seed=1, draws=2)


@given(st.permutations(range(9)))
@settings(max_examples=20)
def test_the_order_of_items_changes_nothing(order):
    r = matrix("hs39")
    turned = r[np.ix_(order, order)]

    assert roots(turned).factors == pytest.approx(roots(r).factors, abs=1e-6)
    assert minimum_average_partial(turned).fourth == pytest.approx(
        minimum_average_partial(r).fourth, rel=1e-8
    )
