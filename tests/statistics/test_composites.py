"""Reliability of differences and of weighted sums of scores."""

import numpy as np
import pytest

from servqual.errors import UndefinedStatisticError
from servqual.statistics.composites import (
    combination_reliability,
    difference_reliability,
    score_covariance,
)
from servqual.statistics.reliability import cronbach_alpha
from tests.made import reference_rows
from tests.statistics.covariances import covariance_of

EXPECTED = {
    row["figure"]: float(row["value"]) for row in reference_rows("reliability_composites.csv")
}
TRIPLES = [[3 * d, 3 * d + 1, 3 * d + 2] for d in range(8)]
POINTS = [5, 10, 20, 5, 15, 20, 10, 15]


@pytest.mark.parametrize(
    ("between", "expected"), [(0, 0.8), (0.2, 0.75), (0.4, 2 / 3), (0.6, 0.5), (0.7, 1 / 3)]
)
def test_the_closer_two_equal_scores_the_less_reliable_their_difference(between, expected):
    scores = np.array([[1, between], [between, 1]])

    assert combination_reliability([0.8, 0.8], scores, [1, -1]) == pytest.approx(expected)


@pytest.mark.parametrize("dimension", range(8))
def test_differences_of_the_kiosk_dimensions(dimension):
    places = [*(place + 1 for place in TRIPLES[dimension])]
    covariance = covariance_of("kiosk", "ratings", [*places, *(place + 24 for place in places)])
    expected = EXPECTED[f"difference_{dimension + 1}"]

    assert difference_reliability(covariance, [0, 1, 2], [3, 4, 5]) == pytest.approx(
        expected, rel=1e-6
    )


@pytest.mark.parametrize("kind", ["perception", "expectation", "gap"])
def test_overall_scores_of_the_kiosk(kind):
    alphas, scores = dimensions(kind)

    found = combination_reliability(alphas, scores)
    assert found == pytest.approx(EXPECTED[f"alike_{kind}"], rel=1e-6)


def test_the_overall_gap_of_the_kiosk_by_points():
    found = combination_reliability(*dimensions("gap"), POINTS)

    assert found == pytest.approx(EXPECTED["weighted_gap"], rel=1e-6)


def test_only_proportions_of_the_weights_matter():
    alphas, scores = dimensions("gap")

    shares = [points / 100 for points in POINTS]
    assert combination_reliability(alphas, scores, shares) == pytest.approx(
        combination_reliability(alphas, scores, POINTS), rel=1e-12
    )


def dimensions(kind):
    covariance = covariance_of("kiosk", kind, range(1, 25))
    alphas = [cronbach_alpha(covariance[np.ix_(d, d)]) for d in TRIPLES]
    return alphas, score_covariance(covariance, TRIPLES)


def test_scores_that_are_always_alike_have_no_difference():
    with pytest.raises(UndefinedStatisticError) as raised:
        combination_reliability([0.8, 0.8], np.ones((2, 2)), [1, -1])

    assert raised.value.code == "no_spread"


def test_a_score_of_one_item_has_no_reliability_to_start_from():
    with pytest.raises(UndefinedStatisticError, match=r"^alpha needs at least two items$"):
        difference_reliability(np.eye(2), [0], [1])
