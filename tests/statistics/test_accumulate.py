"""Sums are added up in place, fast, and without a bit of difference."""

import numpy as np
import pytest
import scipy.sparse  # noqa: F401  # loaded, it is used from a few hundred rows on
from hypothesis import given, settings
from hypothesis import strategies as st

from servqual.statistics.accumulate import Accumulator
from servqual.statistics.layout import Block, Layout
from servqual.statistics.moments import Moments
from servqual.statistics.set_sums import SetSums

NAMES = ("a", "b", "gap", "score", "wide", "often", "loose")


def layout(**more):
    told = {
        "whole": ("a", "b", "gap", "score"),
        "wide": ("wide",),
        "needs": (("gap", ("a", "b")),),
        "sets": (("two", ("a", "b")), ("mixed", ("a", "score", "often")), ("rare", ("often", "b"))),
        "histograms": (("a", 0, 7), ("score", -300, 600), ("b", 0, 7)),
        "tables": (("ab", "a", "b", 0, 7),),
    }
    return Layout(NAMES, (1, 1, 1, 60, 2**30, 1, 1), **(told | more))


def values(seed: int, n: int, *, loose: bool = False) -> np.ndarray:
    rng = np.random.default_rng(seed)
    x = np.empty((n, 7))
    x[:, :2] = rng.integers(0, 8, (n, 2))
    x[:, 3] = rng.integers(-300, 601, n)
    x[:, 4] = rng.integers(-(2**36), 2**36, n)
    x[:, 5] = rng.integers(0, 11, n)
    x[:, 6] = rng.normal(size=n) if loose else rng.integers(0, 100, n)
    x[rng.random((n, 7)) < 0.05] = np.nan
    x[rng.random(n) < 0.8, 5] = np.nan
    x[:, 2] = x[:, 0] - x[:, 1]
    return x


def exactly(x: np.ndarray) -> list[np.ndarray]:
    """n, s, q and p by Python's whole numbers, rounded once."""
    there = ~np.isnan(x)
    whole = np.where(there, x, 0).astype(object)
    whole = np.vectorize(int, otypes=[object])(whole)
    mask = there.astype(int).astype(object)
    sums = [mask.T @ mask, whole.T @ mask, (whole * whole).T @ mask, whole.T @ whole]
    return [np.array([[float(v) for v in row] for row in s]) for s in sums]


def same(one, other):
    for name in ("n", "s", "q", "p"):
        np.testing.assert_array_equal(getattr(one.counts, name), getattr(other.counts, name))
    for name, sums in one.sets.items():
        assert sums.n == other.sets[name].n
        np.testing.assert_array_equal(sums.s, other.sets[name].s)
        np.testing.assert_array_equal(sums.p, other.sets[name].p)
    for ours, theirs in ((one.histograms, other.histograms), (one.tables, other.tables)):
        for name, (counts, heavy) in ours.items():
            np.testing.assert_array_equal(counts, theirs[name][0])
            np.testing.assert_array_equal(heavy, theirs[name][1])
    if one.wide is not None:
        np.testing.assert_array_equal(one.wide.p, other.wide.p)


def summed(blocks, **more):
    sums = Accumulator(layout(**more))
    for block in blocks:
        sums.add(Block(block))
    return sums.summary()


@pytest.mark.parametrize("n", [1, 30, 300, 9000])
def test_sums_are_those_of_whole_numbers_rounded_once(n):
    x = values(1, n)
    found = summed([x])

    for name, sums in zip(("n", "s", "q", "p"), exactly(x), strict=True):
        np.testing.assert_array_equal(getattr(found.counts, name), sums)


@pytest.mark.parametrize("n", [1, 30, 300, 9000])
def test_sets_tables_and_histograms_are_those_of_every_row_counted_alone(n):
    x = values(2, n)
    found = summed([x])

    for name, columns in layout().sets:
        expected = SetSums.of(x[:, [NAMES.index(c) for c in columns]], None)
        assert found.sets[name].n == expected.n
        np.testing.assert_array_equal(found.sets[name].p, expected.p)
        np.testing.assert_array_equal(found.sets[name].s, expected.s)
    for column, low, high in layout().histograms:
        own = x[:, NAMES.index(column)]
        counted = [(own == v).sum() for v in range(low, high + 1)]
        np.testing.assert_array_equal(found.histograms[column][0], counted)
    pairs = [[((x[:, 0] == a) & (x[:, 1] == b)).sum() for b in range(8)] for a in range(8)]
    np.testing.assert_array_equal(found.tables["ab"][0], pairs)


@settings(max_examples=60, deadline=None)
@given(
    st.integers(0, 10**6),
    st.integers(1, 700),
    st.lists(st.integers(0, 700), max_size=6),
    st.booleans(),
)
def test_no_cut_and_no_order_changes_a_bit(seed, n, cuts, hinted):
    x = values(seed, n)
    order = np.random.default_rng(seed).permutation(n)
    more = {} if hinted else {"needs": (), "whole": ()}
    whole = summed([x], **more)
    parts = np.split(x[order], sorted(min(cut, n) for cut in cuts))

    same(whole, summed(parts, **more))
    added = [summed([part], **more) for part in parts]
    total = added[0]
    for part in added[1:]:
        total = total + part
    same(whole, total)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 600))
def test_what_the_layout_tells_of_the_columns_changes_no_bit(seed, n):
    x = values(seed, n)

    for got, told in zip((summed([x]), summed([x], needs=(), whole=())), [{}, {}], strict=True):
        assert not told
        same(got, summed([x]))


def test_numbers_that_grow_beyond_float32_stay_exact():
    small, large = values(3, 5000), values(4, 5000)
    large[:, 0] = np.where(np.isnan(large[:, 0]), np.nan, 7)
    large[:, 3] *= 1000
    more = {"histograms": (), "tables": ()}
    found = summed([small, large], **more)

    for name, sums in zip(("n", "s", "q", "p"), exactly(np.vstack([small, large])), strict=True):
        np.testing.assert_array_equal(getattr(found.counts, name), sums)


def test_fractions_are_added_up_to_rounding():
    x = values(5, 9000, loose=True)
    found, expected = summed([x[:100], x[100:]]), Moments.of(x)

    at = [i for i in range(7) if i != 4]
    for name in ("n", "s", "q", "p"):
        got, wanted = getattr(found.counts, name), getattr(expected, name)
        np.testing.assert_allclose(
            got[np.ix_(at, at)], wanted[np.ix_(at, at)], rtol=1e-10, atol=1e-9
        )


def test_the_sums_of_all_less_those_of_some_are_the_sums_of_the_others():
    x = values(6, 3000)
    same(summed([x]) - summed([x[:700]]), summed([x[700:]]))


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10**6), st.lists(st.integers(1, 5000), max_size=4))
def test_weighted_sums_agree_over_any_cut(seed, cuts):
    x = values(seed, 5000)
    w = np.random.default_rng(seed).uniform(0.1, 5, len(x))
    whole, parts = Accumulator(layout(), weighted=True), Accumulator(layout(), weighted=True)
    whole.add(Block(x, w))
    for cut in np.split(np.arange(len(x)), sorted(cuts)):
        parts.add(Block(x[cut], w[cut]))
    one, other = whole.summary(), parts.summary()

    for ours, theirs in ((one.first, other.first), (one.second, other.second)):
        for name in ("n", "q"):
            np.testing.assert_allclose(getattr(ours, name), getattr(theirs, name), rtol=1e-12)
        scale = np.sqrt(np.outer(np.diag(ours.q), np.diag(ours.q)))
        assert (np.abs(ours.p - theirs.p) <= 1e-12 * scale).all()
    np.testing.assert_allclose(one.tables["ab"][1], other.tables["ab"][1], rtol=1e-12)
    expected = Moments.of(x, w)
    np.testing.assert_allclose(one.first.q, expected.q, rtol=1e-12)


def test_a_column_that_a_row_has_without_what_it_needs_is_noticed():
    x = values(7, 400)
    x[:, 0], x[0, 2] = np.nan, 1.0

    with pytest.raises(ValueError, match="lacks one that the layout says it needs"):
        summed([x])


@pytest.mark.parametrize("value", [8, -1, 10**6])
def test_an_answer_beyond_the_table_is_noticed(value):
    x = values(8, 400)
    x[5, 0] = value
    x[:, 2] = x[:, 0] - x[:, 1]

    with pytest.raises(ValueError, match=r"range that the layout counts|negative"):
        summed([x])


def test_weighted_sums_of_sets_are_the_same_to_the_last_bit_in_any_order():
    rng = np.random.default_rng(8)
    x, w = values(8, 6000), rng.uniform(0.1, 4, 6000)
    whole, *parts = (Accumulator(layout(), weighted=True) for _ in range(4))
    whole.add(Block(x, w))
    for k, rows in enumerate(np.array_split(rng.permutation(6000), 700)):
        parts[k % 3].add(Block(x[rows], w[rows]))

    one = whole.summary().sets
    other = (parts[2].summary() + (parts[0].summary() + parts[1].summary())).sets

    for name in ("two", "mixed", "rare"):
        np.testing.assert_array_equal(one[name].p, other[name].p)
        np.testing.assert_array_equal(one[name].s, other[name].s)
        assert one[name].weight == other[name].weight


def test_blocks_with_and_without_weights_do_not_mix():
    sums = Accumulator(layout())
    with pytest.raises(ValueError, match="either all blocks carry weights or none"):
        sums.add(Block(values(9, 5), np.ones(5)))


def test_no_rows_at_all_make_a_summary_of_nobody():
    found = summed([values(1, 0)])

    assert found.n == 0
    assert not found.counts.n.any()
    same(found + summed([values(2, 50)]), summed([values(2, 50)]))


def test_a_summary_says_how_much_memory_it_takes():
    assert summed([values(1, 50)]).nbytes > 4 * 7 * 7 * 8
