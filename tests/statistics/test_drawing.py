"""What is kept for resampling while rows stream by: the same people, sums and limits as at once."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servqual.statistics import people
from servqual.statistics.accumulate import Accumulator
from servqual.statistics.cfa import FourthMoments
from servqual.statistics.drawn import Drawn, DrawnLayout
from servqual.statistics.influence import moment_variance
from servqual.statistics.layout import Block, Layout
from servqual.statistics.powers import PowerSet, PowerSums
from servqual.statistics.resampling import full, method, percentile_limits, replicates
from servqual.statistics.summary import merged

ITEMS = ("a", "b", "c", "d")
LAYOUT = Layout(
    columns=(*ITEMS, "y"),
    units=(1, 1, 1, 1, 2),
    sets=(("items", ITEMS), ("drivers", (*ITEMS, "y"))),
    histograms=tuple((name, 1, 7) for name in ITEMS),
    powers=(
        PowerSet("items", tuple((i,) for i in ITEMS), (4,) * 4, grouped=True),
        PowerSet("sides", (("a", "b"), ("c", "d"), ("y",)), (8, 8, 0)),
    ),
    drawn=DrawnLayout((*ITEMS, "y"), (1, 1, 1, 1, 2), (("drivers", (*ITEMS, "y")),), (("a", 6),)),
)


def answers(n, seed=1, missing=0.05):
    """Return ratings that share something, and twice an outcome on 0 to 10."""
    rng = np.random.default_rng(seed)
    person = rng.normal(size=(n, 1))
    values = np.empty((n, 5))
    values[:, :4] = np.clip(np.round(4.5 + person + rng.normal(size=(n, 4))), 1, 7)
    values[:, 4] = np.clip(np.round(5 + person[:, 0] + rng.normal(size=n)), 0, 10) * 2
    values[rng.random((n, 5)) < missing] = np.nan
    return values


def summed(values, weights=None, rows=None, cuts=()):
    """Return the Summary of some rows that come in blocks."""
    rows = np.arange(2, len(values) + 2) if rows is None else rows
    sums = Accumulator(LAYOUT, weighted=weights is not None)
    ends = [0, *sorted(cuts), len(values)]
    for a, b in pairwise(ends):
        own = None if weights is None else weights[a:b]
        sums.add(Block(values[a:b], own, rows=rows[a:b]))
    return sums.summary()


def same(one, other):
    for name, ours in one.powers.items():
        theirs = other.powers[name]
        assert (ours.n, ours.n_sampled) == (theirs.n, theirs.n_sampled)
        np.testing.assert_array_equal(ours.first, theirs.first)
        np.testing.assert_array_equal(ours.total, theirs.total)
        if ours.grouped:
            np.testing.assert_array_equal(ours.groups, theirs.groups)
    np.testing.assert_array_equal(
        one.drawn.means(["a", "y"], 1, 50), other.drawn.means(["a", "y"], 1, 50)
    )
    np.testing.assert_array_equal(one.drawn.shares(["a"], 1, 50), other.drawn.shares(["a"], 1, 50))
    np.testing.assert_array_equal(
        one.drawn.moments("drivers", 1, 50).covariance,
        other.drawn.moments("drivers", 1, 50).covariance,
    )


@pytest.fixture
def few(monkeypatch):
    """Let no more than sixty people be kept one by one."""
    monkeypatch.setattr(people, "MOST_PEOPLE", 60)


@settings(max_examples=15, deadline=None)
@given(cuts=st.lists(st.integers(0, 200), max_size=5), seed=st.integers(0, 99))
@pytest.mark.parametrize("most", [60, 1000])
def test_blocks_and_order_cannot_change_a_bit(most, cuts, seed):
    values, rows = answers(200, seed), np.arange(2, 202)
    order = np.random.default_rng(seed).permutation(200)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(people, "MOST_PEOPLE", most)
        whole = summed(values)
        mixed = summed(values[order], rows=rows[order], cuts=cuts)
        ends = [0, *sorted(cuts), 200]
        parts = merged(summed(values[order][a:b], rows=rows[order][a:b]) for a, b in pairwise(ends))
        same(mixed, whole)
        same(parts, whole)


@pytest.mark.usefixtures("few")
def test_weighted_rows_agree_over_blocks():
    values, rows = answers(200), np.arange(2, 202)
    w = np.random.default_rng(3).uniform(0.3, 3, 200)
    order = np.random.default_rng(4).permutation(200)
    whole, mixed = summed(values, w), summed(values[order], w[order], rows[order], (30, 31, 150))

    for name in ("items", "sides"):
        for part in ("first", "second", "total"):
            ours, theirs = (getattr(s.powers[name], part) for s in (whole, mixed))
            np.testing.assert_allclose(ours, theirs, rtol=1e-12, atol=1e-9)
    np.testing.assert_allclose(
        whole.drawn.means(["a"], 1, 50), mixed.drawn.means(["a"], 1, 50), rtol=1e-12
    )


def test_one_block_is_what_its_parts_say():
    values = answers(300)
    found = summed(values)
    column = {name: values[:, k] for k, name in enumerate(LAYOUT.columns)}
    items = PowerSums.of(values[:, :4] - 4, None, np.arange(2, 302), grouped=True)
    drawn = Drawn.of(LAYOUT.drawn, column, None, np.arange(2, 302))

    np.testing.assert_array_equal(found.powers["items"].first, items.first)
    np.testing.assert_array_equal(found.drawn.means(ITEMS, 1, 20), drawn.means(ITEMS, 1, 20))
    both = values[:, :2].sum(axis=1) - 8, values[:, 2:4].sum(axis=1) - 8, values[:, 4]
    sides = PowerSums.of(np.column_stack(both), None, None, grouped=False)
    np.testing.assert_array_equal(found.powers["sides"].first, sides.first)


@pytest.mark.parametrize("weighted", [False, True])
def test_of_a_sample_the_sums_are_exact_and_products_of_four_close(monkeypatch, weighted):
    values = answers(30_000, missing=0.02)
    w = np.random.default_rng(3).uniform(0.3, 3, 30_000) if weighted else None
    exact = summed(values, w).powers["items"]
    monkeypatch.setattr(people, "MOST_PEOPLE", 5000)
    found = summed(values, w).powers["items"]

    assert (found.n, found.n_sampled, exact.n_sampled) == (exact.n, 5000, exact.n)
    assert (found.weight, found.n_effective) == pytest.approx((exact.weight, exact.n_effective))
    np.testing.assert_allclose(found.total, exact.total, rtol=1e-12, atol=1e-7)
    np.testing.assert_allclose(found.covariance(), exact.covariance(), rtol=1e-9)
    spread, whole = (np.diag(FourthMoments.of(s).spread) for s in (found, exact))
    np.testing.assert_allclose(spread, whole, rtol=0.12)
    slope = np.full((2, 2), 0.5) - 0.5 * np.eye(2)
    variances = [moment_variance(s, [0, 1], slope) for s in (found, exact)]
    assert variances[0] == pytest.approx(variances[1], rel=0.12)


@pytest.mark.parametrize("weighted", [False, True])
def test_of_a_sample_limits_are_those_of_everybody(monkeypatch, weighted):
    values = answers(40_000, missing=0.02)
    w = np.random.default_rng(3).uniform(0.3, 3, 40_000) if weighted else None
    exact = summed(values, w)
    monkeypatch.setattr(people, "MOST_PEOPLE", 5000)
    found = summed(values, w)

    limits = [
        np.array(percentile_limits(s.drawn.means(["a", "y"], 1), 0.95)) for s in (found, exact)
    ]
    widths = [high - low for low, high in limits]
    np.testing.assert_allclose(widths[0], widths[1], rtol=0.1)
    np.testing.assert_allclose(limits[0], limits[1], atol=0.15 * widths[1].max())
    mean = found.means(["a", "y"]).mean
    assert found.drawn.means(["a", "y"], 1).mean(axis=0) == pytest.approx(mean, abs=4e-4)

    correlations = []
    for summary in (found, exact):
        c = full(summary.drawn.moments("drivers", 1).covariance, 5)
        correlations.append(c[:, 0, 4] / np.sqrt(c[:, 0, 0] * c[:, 4, 4]))
    ours, theirs = (np.array(percentile_limits(r, 0.95)) for r in correlations)
    np.testing.assert_allclose(ours, theirs, atol=0.15 * (theirs[1] - theirs[0]))


def test_what_is_drawn_follows_from_how_many_there_are(monkeypatch):
    monkeypatch.setattr("servqual.statistics.resampling.MOST_ROWS", 500)
    few, many = summed(answers(500)), summed(answers(501, missing=0))

    assert (few.drawn.method, many.drawn.method) == ("rows", "groups")
    assert (method(few.powers["items"]), method(many.powers["items"])) == ("rows", "groups")
    assert method(many.powers["items"].coarser(0)) == "normal"


def test_without_people_the_sums_still_add_and_still_draw():
    values, rows = answers(30_000, missing=0), np.arange(2, 30_002)
    halves = [summed(values[a:b], rows=rows[a:b]) for a, b in ((0, 12_000), (12_000, 30_000))]
    whole = summed(values)
    items = halves[0].powers["items"].coarser(200) + halves[1].powers["items"].coarser(500)
    drawn = halves[0].drawn.coarser(200) + halves[1].drawn

    assert (items.sample, drawn.sample, len(items.groups)) == (None, None, 100)
    assert (items.n, items.people_in.sum()) == (30_000, 30_000)
    np.testing.assert_array_equal(items.first, whole.powers["items"].first)
    np.testing.assert_array_equal(items.groups.sum(axis=0), whole.powers["items"].total)
    assert drawn.method == "groups"
    assert len(drawn.groups.weight) == 200
    ours, theirs = (x.means(["a", "y"], 1).std(axis=0) for x in (drawn, whole.drawn))
    np.testing.assert_allclose(ours, theirs, rtol=0.2)
    assert sum(len(some.mean) for some in replicates(items, 1, 70)) == 70


def test_clusters_are_drawn_whole_however_many_people_there_are(few):
    del few
    values, clusters = answers(400, missing=0), np.repeat(np.arange(20), 20)
    column = {name: values[:, k] for k, name in enumerate(LAYOUT.columns)}
    rows = np.arange(400)
    drawn = Drawn.of(LAYOUT.drawn, column, None, rows, clusters)
    items = PowerSums.of(values[:, :4] - 4, None, rows, grouped=True, together=clusters)

    assert (drawn.times(1, 5).shape, drawn.method) == ((5, 20), "groups")
    assert (method(items), int((items.groups[:, 0] > 0).sum())) == ("groups", 20)
    np.testing.assert_array_equal(items.groups.sum(axis=0), items.total)
