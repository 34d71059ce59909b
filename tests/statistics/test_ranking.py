"""Ranks and their limits over replicates."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from servqual.statistics.ranking import placed, ranks, spearman

NUMBERS = st.integers(-5, 5).map(float)
TABLES = hnp.arrays(np.float64, st.tuples(st.integers(1, 6), st.integers(1, 6)), elements=NUMBERS)


def test_equal_values_share_the_better_rank():
    assert ranks([3.0, 1.0, 3.0, 2.0]).tolist() == [1, 4, 1, 3]


def test_the_lowest_comes_first_where_asked():
    assert ranks([3.0, 1.0, 3.0, 2.0], lowest_first=True).tolist() == [3, 1, 3, 2]


@pytest.mark.parametrize("lowest_first", [False, True])
def test_what_has_no_value_comes_last(lowest_first):
    assert ranks([np.nan, 5.0, np.nan, 7.0], lowest_first=lowest_first).tolist() in (
        [3, 2, 3, 1],
        [3, 1, 3, 2],
    )


@given(TABLES)
def test_every_row_is_ranked_for_itself(table):
    whole = ranks(table)

    assert whole.tolist() == [ranks(row).tolist() for row in table]


@given(TABLES, st.integers(1, 4), st.integers(-3, 3))
def test_another_unit_and_origin_change_no_rank(table, unit, origin):
    assert ranks(table).tolist() == ranks(table * unit + origin).tolist()


@given(TABLES)
def test_turning_round_the_values_turns_round_the_order(table):
    assert ranks(table, lowest_first=True).tolist() == ranks(-table).tolist()


def test_limits_hold_at_least_the_share_asked_for():
    drawn = np.array([[2.0, 1.0]] * 96 + [[1.0, 2.0]] * 4)

    found = placed([2.0, 1.0], drawn, 0.95)

    assert (found.low.tolist(), found.high.tolist()) == ([1, 1], [2, 2])
    assert placed([2.0, 1.0], drawn, 0.90).high.tolist() == [1, 2]


def test_limits_never_leave_out_the_rank_itself():
    found = placed([1.0, 2.0], np.array([[2.0, 1.0]] * 100))

    assert found.rank.tolist() == [2, 1]
    assert (found.low.tolist(), found.high.tolist()) == ([1, 1], [2, 2])


@given(TABLES)
def test_shares_of_first_places_sum_to_one(drawn):
    found = placed(drawn[0], drawn)

    assert found.first.sum() == pytest.approx(1.0)


@given(TABLES)
def test_the_order_of_things_changes_nothing_else(drawn):
    k = drawn.shape[1]
    turned = placed(drawn[0, ::-1], drawn[:, ::-1])
    found = placed(drawn[0], drawn)

    assert [turned.low[k - 1 - j] for j in range(k)] == found.low.tolist()
    assert [turned.high[k - 1 - j] for j in range(k)] == found.high.tolist()


def test_a_few_replicates_without_a_value_are_left_out():
    drawn = np.array([[2.0, 1.0]] * 96 + [[np.nan, 1.0]] * 4)

    assert placed([2.0, 1.0], drawn).high.tolist() == [1, 2]


@pytest.mark.parametrize(
    "drawn", [None, np.empty((0, 2)), np.array([[2.0, 1.0]] * 9 + [[np.nan, 1.0]])]
)
def test_without_enough_replicates_there_are_no_limits(drawn):
    found = placed([2.0, 1.0], drawn)

    assert found.rank.tolist() == [1, 2]
    assert (found.low, found.high, found.first) == (None, None, None)


def test_spearman_as_r_gives_it_with_ties():
    # cor(c(1, 2, 2, 4, 5), c(2, 1, 4, 4, 9), method = "spearman")
    assert spearman([1, 2, 2, 4, 5], [2, 1, 4, 4, 9]) == pytest.approx(0.7631578947368423)


@given(TABLES)
def test_spearman_of_the_same_order_is_one(table):
    found = spearman(table, 3 * table + 1)

    known = ~np.isnan(found)
    assert found[known] == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("first", "second"), [([1, 2], [1, 2]), ([1, 1, 1], [1, 2, 3]), ([1, np.nan, 2], [1, 2, 3])]
)
def test_spearman_does_not_exist_for_two_values_no_spread_or_a_gap(first, second):
    assert np.isnan(spearman(first, second))
