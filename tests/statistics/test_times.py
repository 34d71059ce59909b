"""How often each person is drawn: counts of a multinomial distribution, the same for one seed."""

import numpy as np
import pytest

from servqual.statistics.times import sums_drawn, times_drawn


@pytest.mark.parametrize("n", [7, 1000, 1001, 20_000])
def test_as_many_are_drawn_as_there_are(n):
    times = times_drawn(n, 3, 60)

    assert times.shape == (60, n)
    assert (times.sum(axis=1, dtype=np.int64) == n).all()


def test_the_same_seed_draws_the_same_and_another_does_not():
    first, other = times_drawn.__wrapped__(2500, 1, 20), times_drawn.__wrapped__(2500, 2, 20)

    np.testing.assert_array_equal(first, times_drawn.__wrapped__(2500, 1, 20))
    assert not np.array_equal(first, other)


def test_up_to_a_thousand_are_drawn_one_after_the_other():
    rng = np.random.default_rng([4, 600])
    expected = [np.bincount(row, minlength=600) for row in rng.integers(0, 600, (30, 600))]

    np.testing.assert_array_equal(times_drawn(600, 4, 30), expected)


@pytest.mark.parametrize("n", [1000, 1001, 6000])
def test_counts_are_those_of_a_multinomial_distribution(n):
    times = times_drawn.__wrapped__(n, 5, 1000)
    shares = np.bincount(times.ravel(), minlength=9)[:9] / times.size
    # binomial of n draws with chance 1/n each
    expected, chance = [], (1 - 1 / n) ** n
    for k in range(9):
        expected.append(chance)
        chance *= (n - k) / (k + 1) / (n - 1)

    error = np.sqrt(np.array(expected) / times.size)
    assert (np.abs(shares - expected) < 5 * error + 1e-9).all()
    # each person is drawn once on average, and none more readily than others
    assert times.mean(axis=0).std() == pytest.approx(np.sqrt((1 - 1 / n) / 1000), rel=0.06)
    # two people are drawn instead of each other: counts correlate by -1 / (n - 1)
    halves = times[:, : n // 2].sum(axis=1, dtype=np.int64)
    assert halves.var() == pytest.approx(n / 4, rel=0.2)


def test_sums_of_whole_numbers_are_exact_and_others_precise():
    rng = np.random.default_rng(1)
    columns = np.column_stack(
        [rng.integers(-3, 4, 3000), rng.random(3000), rng.integers(0, 2**20, 3000)]
    )
    times = times_drawn(3000, 1, 30)
    expected = times.astype(np.float64) @ columns
    found = sums_drawn(times, columns)

    np.testing.assert_array_equal(found[:, [0, 2]], expected[:, [0, 2]])
    np.testing.assert_allclose(found[:, 1], expected[:, 1], rtol=1e-12)
