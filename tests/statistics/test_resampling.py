"""Replicates of means and covariances from the sums of random groups of people."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servqual.errors import UndefinedStatisticError
from servqual.statistics.powers import PowerSums, pairs
from servqual.statistics.resampling import (
    REPLICATES,
    full,
    method,
    percentile_limits,
    replicates,
)


def people(n, k=4, seed=1):
    """Return whole ratings of n people that share something."""
    rng = np.random.default_rng(seed)
    return np.round(rng.normal(size=(n, 1)) + rng.normal(size=(n, k))).clip(-3, 3)


def sums(x, weights=None, *, grouped=True):
    return PowerSums.of(x, weights, np.arange(2, len(x) + 2), grouped)


def drawn(of, seed=1, n=REPLICATES):
    """Return the means and covariance matrices of all replicates."""
    mean, covariance = zip(*replicates(of, seed, n), strict=True)
    return np.concatenate(mean), full(np.concatenate(covariance), of.k)


def bootstrapped(x, n=2000, weights=None):
    """Return correlations of the first two columns when people themselves are drawn."""
    rng = np.random.default_rng(9)
    w = np.ones(len(x)) if weights is None else weights
    found = []
    for _ in range(n):
        some = rng.integers(0, len(x), len(x))
        c = np.cov(x[some, :2].T, aweights=w[some], ddof=0)
        found.append(c[0, 1] / np.sqrt(c[0, 0] * c[1, 1]))
    return np.array(found)


def correlations(covariance):
    return covariance[:, 0, 1] / np.sqrt(covariance[:, 0, 0] * covariance[:, 1, 1])


def test_the_groups_drawn_are_known_by_their_seed():
    of = sums(people(300))
    first, again, other = drawn(of), drawn(of), drawn(of, seed=2)

    np.testing.assert_array_equal(first[1], again[1])
    assert not np.array_equal(first[1], other[1])


def test_every_replicate_is_a_mean_and_a_covariance_of_people():
    x = people(40)
    mean, covariance = drawn(sums(x), n=50)

    assert mean.shape == (50, 4)
    assert (np.linalg.eigvalsh(covariance) > -1e-12).all()
    assert (mean >= x.min()).all()
    assert (mean <= x.max()).all()


def test_replicates_scatter_as_means_do():
    x = people(5000)
    mean, _ = drawn(sums(x))

    assert mean.std(axis=0) == pytest.approx(x.std(axis=0) / np.sqrt(5000), rel=0.08)
    assert mean.mean(axis=0) == pytest.approx(x.mean(axis=0), abs=2e-3)


@pytest.mark.parametrize("n", [150, 3000])
def test_limits_are_those_of_drawing_people(n):
    x = people(n)
    _, covariance = drawn(sums(x))
    found = percentile_limits(correlations(covariance), 0.95)

    expected = np.quantile(bootstrapped(x), [0.025, 0.975])
    assert np.array(found) == pytest.approx(expected, abs=0.35 * (expected[1] - expected[0]) / 2)
    assert found[1] - found[0] == pytest.approx(expected[1] - expected[0], rel=0.12)


def test_weighted_people_are_drawn_with_their_weights():
    x, w = people(2000), np.random.default_rng(4).uniform(0.2, 4, 2000)
    _, covariance = drawn(sums(x, w))

    expected = np.quantile(bootstrapped(x, weights=w), [0.025, 0.975])
    assert np.array(percentile_limits(correlations(covariance), 0.95)) == pytest.approx(
        expected, abs=0.012
    )


@pytest.mark.parametrize("weighted", [False, True])
def test_without_groups_normal_draws_have_the_same_limits(weighted):
    x = people(3000)
    w = np.random.default_rng(4).uniform(0.2, 4, 3000) if weighted else None
    grouped, plain = sums(x, w), sums(x, w, grouped=False)
    limits = [
        percentile_limits(correlations(drawn(of, n=8000)[1]), 0.95) for of in (grouped, plain)
    ]

    assert (method(grouped), method(plain)) == ("rows", "normal")
    assert np.array(limits[1]) == pytest.approx(np.array(limits[0]), abs=0.006)


@settings(max_examples=10)
@given(cut=st.integers(0, 200), seed=st.integers(0, 1000))
def test_merged_sums_give_the_very_same_limits(cut, seed):
    x, rows = people(200, seed=seed), np.arange(2, 202)
    parts = [
        PowerSums.of(x[some], None, rows[some], grouped=True)
        for some in (slice(cut), slice(cut, None))
    ]
    whole = drawn(sums(x), n=20)

    np.testing.assert_array_equal(drawn(parts[0] + parts[1], n=20)[1], whole[1])


def test_a_figure_that_seldom_exists_has_no_limits():
    values = np.column_stack([np.arange(100.0), np.arange(100.0), np.arange(100.0)])
    values[:5, 1] = np.nan
    values[:6, 2] = np.nan

    low, high = percentile_limits(values, 0.90)
    np.testing.assert_allclose(low, [4.95, 9.7, np.nan])
    np.testing.assert_allclose(high, [94.05, 94.3, np.nan])


def test_matrices_are_made_of_triangles():
    triangle = np.array([[1.0, 2, 3, 4, 5, 6]])

    np.testing.assert_array_equal(full(triangle, 3)[0], [[1, 2, 3], [2, 4, 5], [3, 5, 6]])
    np.testing.assert_array_equal(full(triangle, 3)[0][pairs(3)], triangle[0])


def test_nobody_cannot_be_drawn():
    with pytest.raises(UndefinedStatisticError) as error:
        next(replicates(sums(np.full((3, 2), np.nan)), 1))

    assert str(error.value) == "too_few_people: nobody answered all of these items"


@pytest.mark.long
def test_limits_of_a_correlation_cover_it_as_often_as_they_say():
    rng = np.random.default_rng(11)
    inside = 0
    for _ in range(400):
        x = rng.normal(size=(250, 1)) + rng.normal(size=(250, 2))
        low, high = percentile_limits(correlations(drawn(sums(x), n=1000)[1]), 0.95)
        inside += low <= 0.5 <= high

    assert 0.92 <= inside / 400 <= 0.975
