"""Means, shares, covariances of people, or of random groups of them, drawn again."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servqual.statistics.drawn import Drawn, DrawnLayout
from servqual.statistics.resampling import full, times_drawn

LAYOUT = DrawnLayout(("x", "y"), (1, 2), (("both", ("x", "y")),), (("y", 12),))
SEED = 5


def people(n: int, seed: int = 1, blank: float = 0.2) -> dict[str, np.ndarray]:
    """Return two columns as they are stored, y in halves of a point, some blank."""
    rng = np.random.default_rng(seed)
    columns = {"x": rng.integers(1, 8, n), "y": 2 * rng.integers(1, 8, n)}
    return {
        name: np.where(rng.random(n) < blank, np.nan, values) for name, values in columns.items()
    }


def drawn(columns, weights=None, rows=None) -> Drawn:
    rows = np.arange(len(columns["x"])) if rows is None else rows
    return Drawn.of(LAYOUT, columns, weights, rows)


def one_by_one(columns, n: int, weights=None):
    """Yield the people of every replicate, each as often as drawn, with their weights."""
    w = np.ones(len(columns["x"])) if weights is None else weights
    for times in times_drawn(len(w), SEED, n).astype(float):
        yield times * w


@pytest.mark.parametrize("weighted", [False, True])
def test_means_are_those_of_the_people_drawn(weighted):
    columns = people(40)
    weights = np.linspace(0.5, 2, 40) if weighted else None
    found = drawn(columns, weights).means(["y", "x"], SEED, 20)

    for row, w in zip(found, one_by_one(columns, 20, weights), strict=True):
        expected = [
            np.nansum(columns[c] * w) / w[~np.isnan(columns[c])].sum() / unit
            for c, unit in (("y", 2), ("x", 1))
        ]
        assert row == pytest.approx(expected)


def test_shares_are_of_those_drawn_who_reach_the_top():
    columns = people(40)
    found = drawn(columns).shares(["y"], SEED, 20)

    for row, w in zip(found, one_by_one(columns, 20), strict=True):
        there = ~np.isnan(columns["y"])
        assert row == pytest.approx([w[columns["y"] >= 12].sum() / w[there].sum()])


def test_moments_are_of_those_drawn_who_have_all_columns():
    columns = people(40)
    found = drawn(columns).moments("both", SEED, 20)
    values = np.column_stack([columns["x"], columns["y"] / 2])
    complete = ~np.isnan(values).any(axis=1)

    for mean, covariance, w in zip(
        found.mean, full(found.covariance, 2), one_by_one(columns, 20), strict=True
    ):
        kept, heavy = values[complete], w[complete]
        assert mean == pytest.approx(np.average(kept, axis=0, weights=heavy))
        expected = np.cov(kept, rowvar=False, bias=True, fweights=heavy.astype(int))
        assert covariance == pytest.approx(expected)


def test_means_and_moments_of_a_replicate_are_of_the_same_people():
    sums = drawn(people(40, blank=0))

    assert sums.means(["x", "y"], SEED, 20) == pytest.approx(sums.moments("both", SEED, 20).mean)


@settings(max_examples=20)
@given(st.integers(1, 39))
def test_blocks_add_up_to_the_whole_bit_by_bit(cut):
    columns = people(40)
    first, second = (
        drawn({name: x[part] for name, x in columns.items()}, rows=np.arange(40)[part])
        for part in (slice(0, cut), slice(cut, 40))
    )
    added, whole = first + second, drawn(columns)

    assert (added.means(["x", "y"], SEED, 20) == whole.means(["x", "y"], SEED, 20)).all()
    assert (added.shares(["y"], SEED, 20) == whole.shares(["y"], SEED, 20)).all()


def test_where_nobody_drawn_has_a_column_there_is_no_mean_and_no_share():
    columns = people(30)
    columns["y"][1:], columns["y"][0] = np.nan, 14
    sums = drawn(columns)
    there = times_drawn(30, SEED, 50)[:, 0] > 0

    assert (np.isnan(sums.means(["y"], SEED, 50)[:, 0]) == ~there).all()
    assert (np.isnan(sums.shares(["y"], SEED, 50)[:, 0]) == ~there).all()


@pytest.mark.parametrize("weighted", [False, True])
def test_thousands_are_drawn_one_by_one_with_means_of_the_very_people(weighted):
    columns = people(3000)
    weights = np.linspace(0.5, 2, 3000) if weighted else None
    sums = drawn(columns, weights)
    x, y = columns["x"], columns["y"]

    assert sums.method == "rows"
    for row, w in zip(
        sums.means(["x", "y"], SEED, 5), one_by_one(columns, 5, weights), strict=True
    ):
        expected = [np.nansum(v * w) / w[~np.isnan(v)].sum() for v in (x, y / 2)]
        assert row == pytest.approx(expected, rel=1e-12)


def test_many_people_are_drawn_in_random_groups_with_the_same_spread():
    columns = people(25_000, blank=0)
    sums = drawn(columns)
    found = sums.means(["x"], SEED)

    assert (sums.method, sums.times(SEED, 1).shape) == ("groups", (1, 1000))
    assert found.std() == pytest.approx(columns["x"].std() / np.sqrt(25_000), rel=0.1)
    assert found.mean() == pytest.approx(columns["x"].mean(), abs=0.002)


def test_the_times_that_all_figures_share_cannot_be_changed():
    with pytest.raises(ValueError, match="read-only"):
        drawn(people(10)).times(SEED, 20)[0, 0] = 9
