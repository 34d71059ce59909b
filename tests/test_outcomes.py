"""Outcomes: recommendation, satisfaction, yes or no, against methods section 11."""

import numpy as np
import pytest

from tests.made import responses, study_of


def with_outcome(name, values, weights=None):
    n = len(values)
    made = responses(np.full((n, 22), 6), np.full((n, 22), 5), weights=weights)
    values = np.asarray(values, dtype=float)
    return study_of(type(made)(**{**vars(made), "outcomes": {name: values}})).outcomes


def test_net_promoter_score_with_adjusted_wald_limits():
    (row,) = with_outcome("recommend", [10] * 100 + [8] * 60 + [5] * 40).rows

    assert (row.figure, row.n) == ("nps", 200)
    assert row.share == pytest.approx(0.30)
    assert (row.share_low, row.share_high) == pytest.approx((0.1882, 0.4030), abs=5e-5)
    assert (row.share_high_answers, row.share_middle, row.share_low_answers) == pytest.approx(
        (0.5, 0.3, 0.2)
    )


def test_ratings_give_the_share_of_the_two_highest_answers_with_wilson_limits():
    (row,) = with_outcome("satisfaction", [6] * 100 + [7] * 64 + [3] * 36).rows

    assert (row.figure, row.share) == ("top_two", pytest.approx(0.82))
    assert (row.share_low, row.share_high) == pytest.approx((0.76089, 0.86705), abs=1e-5)


def test_yes_or_no_gives_the_share_of_yes():
    (row,) = with_outcome("problem", [1, 0, 0, np.nan, 1]).rows

    assert (row.figure, row.share, row.n) == ("yes", 0.5, 4)
    assert dict(row.counts) == {0: 2, 1: 2}


def test_weighted_shares_have_no_limits():
    (row,) = with_outcome("recommend", [10, 5, 5], weights=np.array([2.0, 1, 1])).rows

    assert row.share == pytest.approx(0.0)
    assert row.share_low is None


def test_an_outcome_that_nobody_answered_is_left_out():
    assert with_outcome("recommend", [np.nan, np.nan]).rows == ()
