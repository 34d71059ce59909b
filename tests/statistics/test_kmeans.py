"""k-means against R, and segments that are there or are not."""

import csv
import itertools
from pathlib import Path

import numpy as np
import pytest

from servqual.statistics.kmeans import (
    STABLE,
    first_centres,
    jaccard_stability,
    kmeans,
    lloyd,
    one_cloud,
)

REFERENCE = Path(__file__).resolve().parents[1] / "reference"


def known():
    with (REFERENCE / "segments.csv").open() as file:
        return {row["what"]: float(row["value"]) for row in csv.DictReader(file)}


@pytest.fixture(scope="module")
def points():
    with (REFERENCE / "segments_data.csv").open() as file:
        return np.array([[float(r[f"x{j}"]) for j in (1, 2, 3)] for r in csv.DictReader(file)])


def planted(n, seed, spread=0.7):
    """Return people of three kinds on five dimensions, and which kind each is."""
    rng = np.random.default_rng(seed)
    kind = rng.integers(0, 3, n)
    centre = np.array([[2, 2, 5, 5, 4], [5, 5, 2, 2, 4], [5, 5, 5, 5, 5.0]])
    return centre[kind] + rng.normal(size=(n, 5)) * spread, kind


def agreement(labels, kind):
    """Return the share that one of the ways to name the clusters puts right."""
    k = int(kind.max()) + 1
    return max((np.array(p)[labels] == kind).mean() for p in itertools.permutations(range(k)))


@pytest.mark.parametrize("k", [2, 3, 4])
def test_the_smallest_sum_of_squares_is_that_of_r(points, k):
    found, r = kmeans(points, k, np.random.default_rng(1), restarts=60), known()

    assert found.within == pytest.approx(r[f"within_{k}"], rel=1e-9)
    assert found.total == pytest.approx(r[f"total_{k}"], rel=1e-9)
    assert np.bincount(found.labels).tolist() == [r[f"size_{k}_{j}"] for j in range(1, k + 1)]


def test_clusters_are_numbered_by_size(points):
    sizes = np.bincount(kmeans(points, 4, np.random.default_rng(2)).labels)

    assert sizes.tolist() == sorted(sizes, reverse=True)


def test_a_centre_is_the_mean_of_its_cluster_and_every_row_lies_nearest_to_its_own(points):
    found = kmeans(points, 3, np.random.default_rng(3))
    means = [points[found.labels == k].mean(axis=0) for k in range(3)]
    nearest = ((points[:, None] - found.centres) ** 2).sum(axis=2).argmin(axis=1)

    assert np.allclose(found.centres, means)
    assert (nearest == found.labels).all()


def test_the_same_seed_gives_the_same_clusters(points):
    first, second = (kmeans(points, 4, np.random.default_rng(4)) for _ in range(2))

    assert (first.labels == second.labels).all()


def test_a_weight_of_two_counts_as_two_people(points):
    rng = np.random.default_rng(5)
    weights = rng.integers(1, 4, len(points)).astype(float)
    heavy = kmeans(points, 3, np.random.default_rng(1), weights=weights, restarts=40)
    many = kmeans(
        np.repeat(points, weights.astype(int), axis=0), 3, np.random.default_rng(2), restarts=40
    )

    assert heavy.within == pytest.approx(many.within)


def test_a_centre_without_anybody_starts_again_where_people_are_far():
    rows = np.array([[[0.0], [0.1], [9.0], [9.1]]])
    labels, _, within = lloyd(rows, np.ones((1, 4)), np.array([[[0.0], [-50.0]]]))

    assert labels.tolist() == [[0, 0, 1, 1]]
    assert within[0] == pytest.approx(0.01)


def test_first_centres_are_rows_of_the_sample(points):
    many = np.broadcast_to(points, (5, *points.shape))
    centres = first_centres(many, np.ones(many.shape[:2]), 3, np.random.default_rng(6))
    rows = {tuple(row) for row in points}

    assert all(tuple(centre) in rows for sample in centres for centre in sample)


def test_kinds_of_people_are_found_and_stable():
    values, kind = planted(240, 7)
    rng = np.random.default_rng(1)
    found = kmeans(values, 3, rng)
    jaccard = jaccard_stability(values, found.labels, rng)

    assert agreement(found.labels, kind) > 0.95
    assert (jaccard >= 0.95).all()


def test_more_segments_than_kinds_are_not_stable():
    values, _ = planted(240, 8)
    rng = np.random.default_rng(1)
    found = kmeans(values, 5, rng)

    assert jaccard_stability(values, found.labels, rng).min() < STABLE


def test_one_round_cloud_has_no_stable_segments():
    values = np.random.default_rng(9).normal(size=(240, 5))
    rng = np.random.default_rng(1)
    stable = [
        jaccard_stability(values, kmeans(values, k, rng).labels, rng).min() >= STABLE
        for k in (2, 3, 4, 5, 6)
    ]

    assert not any(stable)


def test_stability_is_one_where_clusters_cannot_be_mistaken():
    values = np.repeat(np.array([[0.0, 0.0], [9.0, 9.0]]), 20, axis=0)
    labels = np.repeat([0, 1], 20)

    assert jaccard_stability(values, labels, np.random.default_rng(1)).tolist() == [1.0, 1.0]


def cloud(n, seed):
    """Return people without kinds whose dimensions go together."""
    rng = np.random.default_rng(seed)
    return rng.normal(size=(n, 5)) + rng.normal(size=(n, 1))


def test_kinds_of_people_are_more_bunched_than_one_cloud():
    values, _ = planted(240, 10)
    rng = np.random.default_rng(1)

    assert kmeans(values, 3, rng).explained > one_cloud(values, 3, rng).max()


def test_a_cloud_is_no_more_bunched_than_one_cloud():
    values = cloud(400, 11)
    rng = np.random.default_rng(1)

    assert kmeans(values, 2, rng).explained < one_cloud(values, 2, rng).max()


@pytest.mark.long
def test_stability_alone_does_not_tell_a_cloud_from_kinds_and_the_cloud_does():
    """Of 20 samples: three kinds are found as three; a cloud is seldom more than a cloud."""
    found, stable, beyond = 0, 0, 0
    for seed in range(20):
        rng = np.random.default_rng([1, seed])
        values, _ = planted(400, [2, seed], spread=1.0)
        able = [
            k
            for k in range(2, 6)
            if jaccard_stability(values, kmeans(values, k, rng).labels, rng).min() >= STABLE
        ]
        found += able[-1:] == [3]
        values = cloud(400, [3, seed])
        halves = kmeans(values, 2, rng)
        stable += jaccard_stability(values, halves.labels, rng).min() >= STABLE
        beyond += halves.explained > one_cloud(values, 2, rng).max()

    assert found >= 18
    assert stable >= 18
    assert beyond <= 3
