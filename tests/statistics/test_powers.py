"""Products of up to four values: what they add up to; blocks and order change nothing."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import servqual as sq
from servqual.plan import columns, sets
from servqual.scoring import summarize
from servqual.statistics.people import RANDOM_GROUPS
from servqual.statistics.powers import (
    PowerSums,
    pairs,
    random_group,
    variables_of,
    with_products,
)
from servqual.statistics.summary import merged


def ratings(n=60, k=4, seed=1, missing=0.05):
    rng = np.random.default_rng(seed)
    x = rng.integers(-3, 4, size=(n, k)).astype(float)
    x[rng.random((n, k)) < missing] = np.nan
    return x


def test_the_products_of_two_people_by_hand():
    sums = PowerSums.of(np.array([[1.0, 2.0], [3.0, -1.0]]), None, None, grouped=False)
    u = np.array([[1, 1, 2, 1, 2, 4], [1, 3, -1, 9, -3, 1]])

    assert (sums.n, sums.k, sums.weight) == (2, 2, 2.0)
    np.testing.assert_array_equal(sums.first, u.T @ u)


def test_mean_and_covariance_are_those_of_the_complete_rows():
    x = ratings()
    complete = x[~np.isnan(x).any(axis=1)]
    sums = PowerSums.of(x, None, None, grouped=False)

    np.testing.assert_allclose(sums.mean(), complete.mean(axis=0), atol=1e-14)
    np.testing.assert_allclose(sums.covariance(), np.cov(complete.T, ddof=0), atol=1e-13)


def test_weights_and_their_squares_are_kept_apart():
    x, w = ratings(missing=0.0), np.linspace(0.5, 2, 60)
    u = with_products(x)
    sums = PowerSums.of(x, w, None, grouped=True)

    np.testing.assert_allclose(sums.first, (u * w[:, None]).T @ u, rtol=1e-12)
    np.testing.assert_allclose(sums.second, (u * (w * w)[:, None]).T @ u, rtol=1e-12)
    np.testing.assert_allclose(sums.groups.sum(axis=0), w @ u, rtol=1e-12)


@settings(max_examples=25, deadline=None)
@given(cut=st.integers(0, 60), seed=st.integers(0, 1000))
def test_blocks_and_order_cannot_change_a_bit(cut, seed):
    x, rows = ratings(seed=seed), np.arange(2, 62)
    shuffled = np.random.default_rng(seed).permutation(60)
    whole = PowerSums.of(x, None, rows, grouped=True)
    mixed, numbers = x[shuffled], rows[shuffled]
    parts = [
        PowerSums.of(mixed[:cut], None, numbers[:cut], grouped=True),
        PowerSums.of(mixed[cut:], None, numbers[cut:], grouped=True),
    ]
    total = parts[0] + parts[1]

    assert total.n == whole.n
    np.testing.assert_array_equal(total.first, whole.first)
    np.testing.assert_array_equal(total.groups, whole.groups)


def test_random_groups_are_even_and_fixed():
    group = random_group(np.arange(2, 100_002))
    sizes = np.bincount(group, minlength=RANDOM_GROUPS)

    assert sizes.sum() == 100_000
    # a multinomial with mean 100: 6 standard deviations either way
    assert 40 < sizes.min() < sizes.max() < 160
    np.testing.assert_array_equal(random_group(np.array([2, 3, 2])), group[[0, 1, 0]])


def test_many_rows_are_taken_in_cuts_with_the_same_sums(monkeypatch):
    x, rows = ratings(), np.arange(2, 62)
    whole = PowerSums.of(x, None, rows, grouped=True)
    monkeypatch.setattr("servqual.statistics.products._ROWS_AT_ONCE", 7)
    cut = PowerSums.of(x, None, rows, grouped=True)

    assert cut.n == whole.n
    np.testing.assert_array_equal(cut.first, whole.first)
    np.testing.assert_array_equal(cut.groups, whole.groups)


def test_no_rows_give_sums_of_nothing():
    sums = PowerSums.of(np.empty((0, 3)), None, None, grouped=True)

    assert (sums.n, sums.weight, sums.groups.sum()) == (0, 0.0, 0.0)


@pytest.mark.parametrize("k", [1, 2, 3, 22, 40])
def test_the_number_of_variables_follows_from_the_length(k):
    assert variables_of(1 + k + len(pairs(k)[0])) == k


def test_a_summary_of_the_whole_sample_holds_them_and_adds_up():
    answers = sq.read(sq.simulate(n=120, seed=5).frame)
    everybody = np.arange(len(answers))
    whole = summarize(answers, powers=True)
    halves = [
        summarize(answers.take(chosen), powers=True) for chosen in (everybody < 50, everybody >= 50)
    ]
    total = merged(halves)
    name = columns.overall("perception", "total")

    assert whole.powers[name].n == whole.sets[name].n
    np.testing.assert_array_equal(total.powers[name].first, whole.powers[name].first)
    np.testing.assert_array_equal(total.powers[name].groups, whole.powers[name].groups)
    np.testing.assert_allclose(
        whole.powers[name].covariance() * whole.sets[name].n / (whole.sets[name].n - 1),
        whole.sets[name].covariance(),
        rtol=1e-10,
    )


def test_an_outcome_stands_beside_the_sums_of_both_sides():
    answers = sq.read(sq.simulate(n=200, seed=5).frame)
    summary = summarize(answers, powers=True)
    sums = summary.powers[columns.constraint("gap", "satisfaction")]
    of, minus = (answers.ratings[b].astype(float) for b in ("perception", "expectation"))
    outcome = answers.outcomes["satisfaction"]
    there = (of > 0).all(axis=1) & (minus > 0).all(axis=1) & ~np.isnan(outcome)

    assert sums.n == there.sum()
    expected = np.column_stack([of.sum(axis=1), minus.sum(axis=1), outcome])[there]
    np.testing.assert_allclose(sums.covariance(), np.cov(expected.T, ddof=0), rtol=1e-9)


def test_groups_of_people_carry_none():
    answers = sq.read(sq.simulate(n=60, seed=5).frame)

    assert summarize(answers).powers == {}


def test_a_very_long_questionnaire_goes_without(monkeypatch):
    monkeypatch.setattr(sets, "MOST_POWER_ITEMS", 21)
    answers = sq.read(sq.simulate(n=60, seed=5).frame)
    summary = summarize(answers, powers=True)

    assert all("constraint" in name for name in summary.powers)
