"""Regressions and contrasts against R (tests/reference/segments.R)."""

import csv
from pathlib import Path

import numpy as np
import pytest

from servqual.statistics.design_sums import Sampled
from servqual.statistics.linear import contrast, linear_fit, trend_weights
from servqual.statistics.summary import Block, Layout, Summary

REFERENCE = Path(__file__).resolve().parents[1] / "reference"
NAMES = ("a", "b", "c", "v")


@pytest.fixture(scope="module")
def r():
    with (REFERENCE / "segments.csv").open() as file:
        return {row["what"]: float(row["value"]) for row in csv.DictReader(file)}


@pytest.fixture(scope="module")
def rows():
    with (REFERENCE / "segments_data.csv").open() as file:
        found = list(csv.DictReader(file))
    x = np.array([[*(row["group"] == g for g in "abc"), row["held"] == "v"] for row in found])
    y, w = (np.array([float(row[name]) for row in found]) for name in ("y", "w"))
    return x.astype(float), y, w, np.array([int(row["cluster"]) for row in found]) - 1


def errors(fit, weights=None, clusters=None):
    """Return standard errors from the influences, as the sample was drawn."""
    sampled, unit = None, None
    if clusters is not None:
        n = int(clusters.max()) + 1
        sampled, unit = Sampled((n,), (0.0,), (0,) * n), clusters
    block = Block(fit.influence, weights, {}, None, sampled, unit)
    return np.sqrt(np.diag(Summary.of(Layout(NAMES, (1,) * 4), block).means(NAMES).cov))


def test_coefficients_and_hc2_errors_are_those_of_r(r, rows):
    x, y, _, _ = rows
    fit = linear_fit(x, y, leverage=True)
    se = np.sqrt((fit.influence**2).sum(axis=0)) / len(y)

    assert fit.b == pytest.approx([r[f"hc2_b_{j}"] for j in range(1, 5)], rel=1e-9)
    assert se == pytest.approx([r[f"hc2_se_{j}"] for j in range(1, 5)], rel=1e-9)


def test_weighted_errors_are_those_of_svyglm(r, rows):
    x, y, w, _ = rows
    fit = linear_fit(x, y, w)

    assert fit.b == pytest.approx([r[f"weights_b_{j}"] for j in range(1, 5)], rel=1e-8)
    assert errors(fit, w) == pytest.approx([r[f"weights_se_{j}"] for j in range(1, 5)], rel=1e-6)


def test_errors_under_clusters_are_those_of_svyglm(r, rows):
    x, y, w, clusters = rows
    found = errors(linear_fit(x, y, w), w, clusters)

    assert found == pytest.approx([r[f"clusters_se_{j}"] for j in range(1, 5)], rel=1e-6)


def test_the_difference_of_two_means_is_that_of_welch(r):
    means, se, n = (
        np.array([r[f"{what}_{j}"] for j in (1, 2)]) for what in ("mean", "mean_se", "mean_n")
    )
    found = contrast(np.array([1.0, -1.0]), means, se, n - 1)

    assert found.value == pytest.approx(r["welch_difference"], rel=1e-9)
    assert (found.se, found.df) == pytest.approx((r["welch_se"], r["welch_df"]), rel=1e-9)


def test_the_slope_over_three_means_has_the_degrees_of_satterthwaite(r):
    means, se, n = (
        np.array([r[f"{what}_{j}"] for j in (1, 2, 3)]) for what in ("mean", "mean_se", "mean_n")
    )
    found = contrast(trend_weights(np.array([1.0, 2.0, 3.0])), means, se, n - 1)

    assert tuple(found) == pytest.approx((r["slope"], r["slope_se"], r["slope_df"]), rel=1e-9)


def test_errors_hc2_of_two_groups_are_those_of_welch(r, rows):
    x, y, _, _ = rows
    two = x[:, 2] == 0
    fit = linear_fit(x[two][:, :2], y[two], leverage=True)
    cov = fit.influence.T @ fit.influence / len(fit.influence) ** 2

    assert np.sqrt(np.trace(cov)) == pytest.approx(r["welch_se"], rel=1e-9)


def covered(runs, seed):
    """Return how often the interval of a slope over three unequal tiers holds the truth."""
    rng, sizes, sds = np.random.default_rng(seed), (200, 40, 12), (0.8, 1.0, 1.6)
    from servqual.statistics.tails import t_quantile

    hits = 0
    for _ in range(runs):
        groups = [
            rng.normal(5 + 0.2 * k, sd, n) for k, (n, sd) in enumerate(zip(sizes, sds, strict=True))
        ]
        means = np.array([g.mean() for g in groups])
        se = np.array([g.std(ddof=1) / np.sqrt(len(g)) for g in groups])
        found = contrast(trend_weights(np.arange(3.0)), means, se, np.array(sizes) - 1.0)
        hits += abs(found.value - 0.2) <= t_quantile(0.975, found.df) * found.se
    return hits / runs


def test_the_interval_of_a_slope_covers_the_truth_about_as_often_as_it_says():
    assert 0.91 <= covered(400, 1) <= 0.985


@pytest.mark.long
def test_the_interval_of_a_slope_covers_the_truth_as_often_as_it_says():
    assert 0.942 <= covered(10_000, 2) <= 0.958
