"""Response styles by hand, and what does not change them."""

import numpy as np
import pytest

from servqual.statistics.response_style import response_styles

RATINGS = np.array(
    [
        [1.0, 7, 7, 7, 4, 4],
        [4, 4, 4, 4, 4, 4],
        [5, 6, np.nan, np.nan, 3, np.nan],
        [np.nan] * 5 + [7],
    ]
)


@pytest.fixture
def found():
    return response_styles(RATINGS, 1, 7, midpoint=True)


def test_use_of_the_ends_is_the_share_of_answers_there(found):
    assert found.extreme[:3] == pytest.approx([4 / 6, 0, 0])


def test_use_of_the_midpoint_is_the_share_of_answers_there(found):
    assert found.middle[:3] == pytest.approx([2 / 6, 1, 0])


def test_net_agreement_is_what_lies_above_the_middle_less_what_lies_below(found):
    assert found.agreement[:3] == pytest.approx([3 / 6 - 1 / 6, 0, 2 / 3 - 1 / 3])


def test_the_spread_is_the_sd_of_a_persons_own_answers(found):
    assert found.spread[0] == pytest.approx(np.std([1, 7, 7, 7, 4, 4], ddof=1))
    assert found.spread[1] == 0


def test_who_gave_less_than_half_of_the_ratings_has_no_style(found):
    assert all(np.isnan(style[3]) for style in found)


def test_without_a_midpoint_nobody_uses_it():
    found = response_styles(np.array([[1.0, 2, 3, 4]]), 1, 4, midpoint=False)

    assert np.isnan(found.middle[0])
    assert (found.extreme[0], found.agreement[0]) == (0.5, 0.0)


def test_turning_the_scale_round_keeps_ends_and_middle_and_flips_agreement(found):
    turned = response_styles(8 - RATINGS, 1, 7, midpoint=True)

    assert np.array_equal(turned.extreme, found.extreme, equal_nan=True)
    assert np.array_equal(turned.middle, found.middle, equal_nan=True)
    assert turned.agreement[:3] == pytest.approx(-found.agreement[:3])
