"""Whether an outcome follows a difference: against lm and svyglm, laws, refusals."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from servqual.errors import UndefinedStatisticError
from servqual.statistics.powers import PowerSums
from servqual.statistics.surface import gap_constraint
from tests.made import reference_rows

EXPECTED = {row["figure"]: float(row["value"]) for row in reference_rows("surface.csv")}
PLAIN = [name for name in EXPECTED if not name.startswith("weighted_")]
WEIGHTED = [name for name in EXPECTED if name.startswith("weighted_")]


def columns(*names):
    rows = reference_rows("surface_data.csv")
    return np.array([[float(row[name]) for name in names] for row in rows])


def sums(values, weights=None):
    return PowerSums.of(values, weights, None, False)


@pytest.mark.parametrize("figure", PLAIN)
def test_as_in_lm(figure):
    found = gap_constraint(sums(columns("p", "e", "y")))

    assert getattr(found, figure) == pytest.approx(EXPECTED[figure], rel=1e-8)


@pytest.mark.parametrize("figure", WEIGHTED)
def test_with_weights_as_in_svyglm(figure):
    found = gap_constraint(sums(columns("p", "e", "y"), columns("w")[:, 0]))

    name = figure.removeprefix("weighted_")
    assert getattr(found, name) == pytest.approx(EXPECTED[figure], rel=1e-8)


def test_with_weights_the_curved_terms_are_not_tested():
    found = gap_constraint(sums(columns("p", "e", "y"), columns("w")[:, 0]))

    assert found.p_surface is None


@given(st.integers(-40, 40), st.integers(-40, 40), st.floats(0.05, 20))
def test_where_the_scales_begin_and_their_unit_change_no_share_and_no_test(of, minus, unit):
    values = columns("p", "e", "y")
    scaled = (values + np.array([of, minus, 0])) * np.array([unit, unit, 1])
    moved = gap_constraint(sums(scaled))

    expected = gap_constraint(sums(values))
    for figure in ("r2_gap", "r2_of", "r2_both", "r2_surface", "f", "p", "p_surface"):
        assert getattr(moved, figure) == pytest.approx(getattr(expected, figure), rel=1e-6), figure
    assert moved.slope_of * unit == pytest.approx(expected.slope_of)


def test_sums_of_two_halves_give_the_same():
    values = columns("p", "e", "y")
    whole, halves = sums(values), sums(values[:40]) + sums(values[40:])

    assert gap_constraint(halves) == pytest.approx(gap_constraint(whole), rel=1e-10)


def test_an_outcome_that_is_the_gap_passes_the_test_of_its_constraint():
    values = columns("p", "e", "y")
    rng = np.random.default_rng(3)
    values[:, 2] = values[:, 0] - values[:, 1] + rng.normal(size=len(values))
    found = gap_constraint(sums(values))

    assert found.p > 0.05
    assert found.r2_gap == pytest.approx(found.r2_both, abs=0.02)


def test_shares_rise_with_every_term():
    found = gap_constraint(sums(columns("p", "e", "y")))

    assert max(found.r2_gap, found.r2_of) <= found.r2_both <= found.r2_surface


def rows(n=30):
    rng = np.random.default_rng(7)
    return rng.normal(size=(n, 3))


def constant(place):
    values = rows()
    values[:, place] = 2.0
    return values


def tied(change):
    values = rows()
    values[:, 1] = change(values[:, 0])
    return values


@pytest.mark.parametrize(
    ("values", "code"),
    [
        (rows(11), "too_few_people"),
        (np.empty((0, 3)), "too_few_people"),
        (constant(0), "no_spread"),
        (constant(1), "no_spread"),
        (constant(2), "no_spread"),
        (tied(lambda p: p), "collinear"),
        (tied(lambda p: p + 1.5), "collinear"),
        (tied(lambda p: 3 - 2 * p), "collinear"),
    ],
    ids=[
        "eleven", "nobody", "p alike", "e alike", "y alike", "e is p", "a constant gap",
        "e against p",
    ],
)  # fmt: skip
def test_where_there_is_no_answer_a_code_says_why(values, code):
    with pytest.raises(UndefinedStatisticError) as raised:
        gap_constraint(sums(values))

    assert raised.value.code == code


def test_two_valued_scores_have_no_squares_of_their_own():
    values = rows(40)
    values[:, :2] = values[:, :2] > 0
    found = gap_constraint(sums(values))

    assert 0 <= found.r2_both <= found.r2_surface <= 1
    assert 0 <= found.p_surface <= 1


def test_a_perfect_fit_is_no_division_by_zero():
    values = rows()
    values[:, 2] = 2 * values[:, 0] - values[:, 1]
    found = gap_constraint(sums(values))

    assert found.r2_both == pytest.approx(1)
    assert 0 <= found.p <= 1
    assert 0 <= found.p_surface <= 1
