"""Where items stand, replicate by replicate, and how sure that is."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from servqual.statistics.quadrants import (
    QUADRANTS,
    Cross,
    certainty,
    cross_at,
    probabilities,
    quadrant,
    quadrant_codes,
)

means = arrays(np.float64, (2, 5, 6), elements=st.integers(70, 490).map(lambda x: x / 70))
rules = st.sampled_from(["grand_mean", "median"])


@pytest.mark.parametrize(
    ("importance", "performance", "name"),
    [
        (6.1, 4.0, "concentrate_here"),
        (6.1, 5.0, "keep_up"),
        (5.9, 4.0, "low_priority"),
        (5.9, 5.0, "possible_overkill"),
        (6.0, 4.5, "keep_up"),
        (6.0, 4.0, "concentrate_here"),
        (5.9, 4.5, "possible_overkill"),
    ],
)
def test_a_point_on_the_line_counts_as_high(importance, performance, name):
    assert quadrant(importance, performance, Cross(6.0, 4.5)) == name


def test_the_grand_mean_cross_is_the_mean_of_the_item_means():
    assert cross_at("grand_mean", [6, 5, 4], [1, 2, 6]) == (5.0, 3.0)


def test_the_median_cross_lies_between_the_two_items_in_the_middle():
    assert cross_at("median", [6, 5, 4, 1], [1, 2, 6, 3]) == (4.5, 2.5)


def test_every_replicate_has_its_own_cross():
    cross = cross_at("grand_mean", [[6, 4], [2, 2]], [[1, 2], [6, 6]])

    assert cross.importance.tolist() == [5, 2]
    assert cross.performance.tolist() == [1.5, 6]


def test_an_item_that_nobody_of_a_replicate_answered_does_not_move_the_cross():
    cross = cross_at("median", [[6, 4, np.nan]], [[1, 2, 3]])

    assert (cross.importance.tolist(), cross.performance.tolist()) == ([5], [2])


def test_an_item_without_a_mean_is_in_no_quadrant():
    codes = quadrant_codes([6.0, np.nan], [2.0, 2.0], Cross(5.0, 3.0))

    assert codes.tolist() == [QUADRANTS.index("concentrate_here"), -1]


def test_items_that_are_all_alike_are_all_high():
    # 7 x 4.1 / 7 is 4.1 less a rounding error, or more
    alike = [4.1] * 7

    assert quadrant_codes(alike, alike, cross_at("grand_mean", alike, alike)).tolist() == [1] * 7


def test_probabilities_are_shares_of_the_replicates():
    codes = np.array([[0], [0], [1], [3]], dtype=np.int8)

    assert probabilities(codes).tolist() == [[0.5, 0.25, 0.0, 0.25]]


def test_replicates_without_a_place_do_not_count():
    codes = np.array([[0]] * 30 + [[-1]], dtype=np.int8)

    assert probabilities(codes).tolist() == [[1.0, 0.0, 0.0, 0.0]]


def test_with_more_than_one_in_twenty_replicates_missing_there_is_no_probability():
    codes = np.array([[0, 0]] * 18 + [[-1, 0]] * 2, dtype=np.int8)
    found = probabilities(codes)

    assert np.isnan(found[0]).all()
    assert found[1].tolist() == [1.0, 0.0, 0.0, 0.0]


@pytest.mark.parametrize(
    ("probability", "agreeing", "word"),
    [
        (1.0, ["median"], "firm"),
        (0.90, ["midpoint"], "firm"),
        (0.90, [], "firm_here"),
        (0.89, ["median"], "leaning"),
        (0.60, [], "leaning"),
        (0.59, ["median", "midpoint"], "undetermined"),
        (None, ["median"], ""),
    ],
)
def test_firm_needs_nine_in_ten_and_a_second_rule(probability, agreeing, word):
    assert certainty(probability, agreeing) == word


@given(means, rules)
def test_probabilities_sum_to_1(drawn, rule):
    found = probabilities(quadrant_codes(*drawn, cross_at(rule, *drawn)))

    assert found.sum(axis=1) == pytest.approx(1)


@given(means, rules, st.floats(0.1, 30), st.floats(-50, 50))
def test_another_scale_moves_no_item_to_another_quadrant(drawn, rule, width, start):
    moved = start + width * drawn
    plain = quadrant_codes(*drawn, cross_at(rule, *drawn))

    assert (quadrant_codes(*moved, cross_at(rule, *moved)) == plain).all()


@given(means, rules, st.permutations(range(6)))
def test_the_order_of_the_items_does_not_matter(drawn, rule, order):
    plain = quadrant_codes(*drawn, cross_at(rule, *drawn))
    turned = drawn[:, :, order]

    assert (quadrant_codes(*turned, cross_at(rule, *turned)) == plain[:, order]).all()


@given(means, rules)
def test_the_cross_of_the_data_leaves_an_item_on_each_side(drawn, rule):
    codes = quadrant_codes(*drawn, cross_at(rule, *drawn))

    assert (codes < 2).any(axis=1).all()
    assert (codes % 2 == 1).any(axis=1).all()
