"""Answers that are too much alike, and answers that came too close together."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from servqual.statistics.alike import bursts, near_copies, repeated


def people(n, k, seed=1):
    return np.random.default_rng(seed).integers(1, 8, (n, k)).astype(np.int16)


def test_the_second_of_two_equal_rows_is_repeated():
    assert repeated(np.array([[1, 2], [3, 4], [1, 2], [1, 2]])).tolist() == [
        False, False, True, True,
    ]  # fmt: skip


def test_no_rows_have_no_repetition():
    assert repeated(np.empty((0, 3))).tolist() == []


def test_a_copy_with_two_changes_in_forty_four_is_found():
    table = people(100, 44)
    table[60] = table[10]
    table[60, [3, 30]] = table[10, [3, 30]] % 7 + 1
    found = near_copies(table, np.ones(100, dtype=bool), 0.95)

    assert found.pairs.tolist() == [[10, 60]]
    assert found.agreeing.tolist() == [42]


def test_a_copy_with_three_changes_in_forty_four_is_none():
    table = people(100, 44)
    table[60] = table[10]
    table[60, [3, 20, 30]] = table[10, [3, 20, 30]] % 7 + 1

    assert len(near_copies(table, np.ones(100, dtype=bool), 0.95).pairs) == 0


def test_only_the_people_named_are_compared():
    table = people(50, 44)
    table[7] = table[3]
    among = np.ones(50, dtype=bool)
    among[3] = False

    assert len(near_copies(table, among, 0.95).pairs) == 0


def test_agreement_that_everybody_shares_is_no_copy():
    table = np.full((200, 44), 6, dtype=np.int16)
    rows = np.arange(200)
    table[rows, rows % 44] = 7  # everybody differs from everybody else in two answers at most

    assert len(near_copies(table, np.ones(200, dtype=bool), 0.95).pairs) == 0


@given(st.integers(0, 2**32 - 1))
def test_near_copies_do_not_depend_on_the_order_of_items(seed):
    table = people(40, 30, seed=5)
    table[20] = table[2]
    table[20, 4] = table[2, 4] % 7 + 1
    order = np.random.default_rng(seed).permutation(30)

    assert near_copies(table[:, order], np.ones(40, dtype=bool), 0.95).pairs.tolist() == [[2, 20]]


def at_random(n, seconds, seed=1):
    """Return n moments spread over some time as independent people come."""
    return np.floor(np.random.default_rng(seed).uniform(0, seconds, n)) + 1.7e9


def test_eight_answers_within_three_seconds_are_a_burst():
    moments = np.append(
        at_random(300, 14 * 86400), 1.7e9 + 5e5 + np.array([0, 0, 1, 1, 2, 2, 3, 3])
    )
    found = bursts(np.random.default_rng(2).permutation(moments))

    assert found == [(8, 3.0, 1.7e9 + 5e5)]


@pytest.mark.parametrize("seed", range(20))
def test_people_who_come_by_themselves_make_no_burst(seed):
    assert bursts(at_random(2000, 86400, seed)) == []


@pytest.mark.parametrize("seed", range(5))
def test_a_clock_of_minutes_makes_no_burst(seed):
    assert bursts(np.floor(at_random(400, 5 * 86400, seed) / 60) * 60) == []


def test_dates_alone_make_no_burst():
    assert bursts(np.floor(at_random(60, 60 * 86400) / 86400) * 86400) == []


def test_fewer_than_five_moments_are_no_burst():
    assert bursts(np.array([1.0, 1.0, 1.0, 1.0, np.nan])) == []


def test_a_file_of_one_moment_has_no_pace_to_hold_against():
    assert bursts(np.full(50, 1.7e9)) == []
