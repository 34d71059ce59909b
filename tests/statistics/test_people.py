"""People kept one by one: who is in the sample, and how little memory they take."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servqual.statistics import people
from servqual.statistics.collecting import Collecting
from servqual.statistics.people import (
    People,
    Sample,
    hashed,
    random_group,
)


def some(n=300, seed=1, weighted=False, numbers=None):
    """Return people with two answers each, some blank."""
    rng = np.random.default_rng(seed)
    values = rng.integers(1, 8, (n, 2)).astype(float)
    values[rng.random((n, 2)) < 0.1] = np.nan
    weights = rng.uniform(0.5, 2, n) if weighted else None
    return People.of(np.arange(2, n + 2) if numbers is None else numbers, values, weights)


def same(one: People, other: People) -> bool:
    np.testing.assert_array_equal(one.numbers, other.numbers)
    np.testing.assert_array_equal(one.table(), other.table())
    if one.weights is not None:
        np.testing.assert_array_equal(one.weights, other.weights)
    return True


@settings(max_examples=30, deadline=None)
@given(
    cuts=st.lists(st.integers(0, 300), max_size=6),
    seed=st.integers(0, 1000),
    weighted=st.booleans(),
    twice=st.booleans(),
)
def test_who_is_in_the_sample_follows_from_the_rows_alone(cuts, seed, weighted, twice):
    numbers = np.arange(300) // 2 if twice else None
    everybody = some(seed=seed, weighted=weighted, numbers=numbers)
    whole = Sample(300, (everybody,), 40)
    mixed = everybody.take(np.random.default_rng(seed).permutation(300))
    ends = [0, *sorted(cuts), 300]
    parts = [mixed.take(np.arange(a, b)) for a, b in pairwise(ends)]
    added = Sample(0, (everybody.take(np.arange(0)),), 40)
    for part in reversed(parts):
        added += Sample(len(part), (part,), 40)

    assert len(whole.people) == 40
    assert (added.n, added.whole) == (300, False)
    assert same(added.people, whole.people)


def test_people_who_stream_by_are_sampled_as_if_they_stood_together(monkeypatch):
    monkeypatch.setattr(people, "MOST_PEOPLE", 40)
    everybody = some()
    collecting = Collecting()
    for start in range(0, 300, 13):
        part = everybody.take(np.arange(start, min(start + 13, 300)))
        still = collecting.still(hashed(part.numbers))
        collecting.add(part.take(still), len(part))

    found = collecting.sample(everybody.take(np.arange(0)))
    assert (found.n, found.whole) == (300, False)
    assert same(found.people, Sample(300, (everybody,), 40).people)


def test_up_to_the_limit_everybody_stays_by_row_number():
    everybody = some(40)
    sample = Sample(40, (everybody.take(np.arange(39, -1, -1)),), 40)

    assert sample.whole
    assert same(sample.people, everybody)


def test_every_row_has_the_same_chance_to_be_in_the_sample():
    numbers = np.arange(2, 200_002)
    there = People.of(numbers, np.zeros((200_000, 1)), None).fewest(20_000).numbers
    tenths = np.bincount((there - 2) // 20_000, minlength=10)

    # each holds 2,000 by chance, standard deviation 42
    assert abs(tenths - 2000).max() < 5 * 42
    # and the groups are spread over those in the sample
    assert np.bincount(random_group(there), minlength=1000).std() == pytest.approx(20**0.5, rel=0.1)


@given(
    st.lists(
        st.one_of(st.integers(-40_000, 40_000), st.floats(width=32, allow_infinity=False)),
        max_size=30,
    )
)
def test_packing_loses_nothing(values):
    table = np.array(values, dtype=float).reshape(-1, 1)
    there = People.of(np.arange(len(values)), table, None)

    np.testing.assert_array_equal(there.table(), table)


def test_small_whole_numbers_take_two_bytes_and_others_eight():
    values = np.array([[1.0, -32_767.0, -32_768.0, 0.5, np.inf], [np.nan, 3, 1, np.nan, 2]])
    there = People.of(np.arange(2), values, None)

    assert there.loose_at.tolist() == [2, 3, 4]
    assert (there.small.dtype, there.loose.dtype) == (np.int16, np.float64)
    np.testing.assert_array_equal(there.table(), values)


def test_parts_packed_in_two_ways_go_together():
    tables = [np.array([[2.0, 1.0, np.nan]]), np.array([[2.5, 3.0, 1.0]]), np.array([[1, 7, 0.1]])]
    parts = [People.of(np.array([k]), table, None) for k, table in enumerate(tables)]
    together = People.all_of(parts)

    assert together.loose_at.tolist() == [0, 2]
    np.testing.assert_array_equal(together.table(), np.concatenate(tables))
    np.testing.assert_array_equal(People.all_of(parts[:1]).table(), tables[0])
