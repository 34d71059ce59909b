"""Reliability of a study: rows from ratings, laws, and a code for each thing that is missing."""

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from servqual.catalog import load_instrument
from servqual.importer import read
from servqual.responses import Missing
from servqual.results import Importance, PointsRow, record
from servqual.scoring import summarize
from servqual.settings import Settings
from servqual.study.reliability import reliability_table
from tests.made import DIMENSIONS, POINTS, formula_ratings, reference_responses, responses

INSTRUMENTS = Path(__file__).parent.parent / "instruments"
# methods 14.8: rows that the authors dropped from the 207 eligible, counted from 1
DROPPED = [21, 22, 25, 38, 61, 77, 84, 90, 100, 124, 136, 185, 205]
# methods 5.3: reliability of the difference of the eight triples
DIFFERENCES = [0.4780, 0.4767, 0.6725, 0.5851, 0.5747, 0.6116, 0.8306, 0.3299]
FIGURES = (
    "alpha", "alpha_low", "alpha_high", "std_alpha", "mean_r", "min_r", "max_r", "omega",
    "omega_low", "omega_high", "std_omega", "difference", "combination", "combination_weighted",
)  # fmt: skip


def reliability_of(answers, *, answer_pairs=False, powers=True, points=None, **settings):
    summary = summarize(answers, powers=powers, answer_pairs=answer_pairs)
    given = Importance() if points is None else points
    return reliability_table(summary, answers.instrument, Settings(**settings), given)


def correlated(n=200, seed=1, loading=0.8):
    """Return E and P, shape (n, 22): a factor for each dimension, rounded to 1-7."""
    rng = np.random.default_rng(seed)
    sides = []
    for middle in (5.0, 4.0):
        people = rng.normal(size=(n, 5))
        behind = np.repeat(people, [4, 5, 4, 4, 5], axis=1) * loading
        noise = rng.normal(size=(n, 22)) * math.sqrt(1 - loading**2)
        sides.append(np.clip(np.round(middle + 1.2 * (behind + noise)), 1, 7).astype(np.int16))
    return sides


def every_number(value):
    if isinstance(value, float):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from every_number(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from every_number(part)


def assert_finite(found):
    assert all(math.isfinite(x) for x in every_number(record(found)))
    for part in (found.rows, found.spread, found.constraints):
        for row in part:
            assert all(math.isfinite(x) for x in every_number(record(row)))


# -- the kiosk --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def kiosk(shared_data):
    eligible = read(shared_data / "kiosk" / "kiosk.csv", str(INSTRUMENTS / "kiosk_8x3.toml"))
    mask = np.ones(len(eligible), dtype=bool)
    mask[np.array(DROPPED) - 1] = False
    return eligible.take(mask)


@pytest.fixture(scope="module")
def kiosk_reliability(kiosk):
    return reliability_of(kiosk, answer_pairs=True)


def test_differences_of_the_kiosk_as_printed(kiosk, kiosk_reliability):
    found = [kiosk_reliability.row("gap", d).difference for d in kiosk.instrument.dimension_ids]

    assert found == pytest.approx(DIFFERENCES, abs=5e-5)


def test_ordinal_coefficients_of_the_security_items_as_printed(kiosk, kiosk_reliability):
    row = kiosk_reliability.row("perception", kiosk.instrument.dimension_ids[6])

    assert row.std_alpha == pytest.approx(0.83248, abs=5e-6)
    assert row.std_omega == pytest.approx(0.834821, abs=5e-7)
    assert row.ordinal_alpha == pytest.approx(0.86113, abs=2e-5)
    assert row.ordinal_omega == pytest.approx(0.86346, abs=2e-5)
    assert row.categorical_omega == pytest.approx(0.8390, abs=5e-5)


def test_perceptions_and_not_gaps_predict_satisfaction_with_the_kiosk(kiosk_reliability):
    row = next(r for r in kiosk_reliability.constraints if r.outcome == "satisfaction")

    assert (row.gap, row.n, row.df1, row.df2) == ("gap", 194, 1, 191)
    assert (row.r2_gap, row.r2_of, row.r2_both) == pytest.approx((0.1749, 0.2724, 0.2727), abs=5e-5)
    assert (row.slope_of, row.slope_minus) == pytest.approx((0.5493, 0.0274), abs=5e-5)
    assert row.f == pytest.approx(25.68, abs=5e-3)
    assert row.p < 0.001


def test_more_than_half_of_all_expectations_of_the_kiosk_are_sevens(kiosk_reliability):
    found = {
        row.battery: row.share_top for row in kiosk_reliability.spread if row.dimension == "total"
    }

    assert found["expectation"] == pytest.approx(0.543, abs=5e-4)
    assert found["perception"] == pytest.approx(0.177, abs=5e-4)


def test_heywood_cases_of_the_kiosk_are_said(kiosk, kiosk_reliability):
    economy = kiosk.instrument.dimension_ids[3]
    row = kiosk_reliability.row("expectation", economy)

    assert row.alpha == pytest.approx(0.5269, abs=5e-5)
    assert (row.omega, row.omega_low, row.omega_problem) == (None, None, "improper")


# -- what stands in a row ---------------------------------------------------------------------


@pytest.fixture(scope="module")
def full():
    return reliability_of(responses(*correlated()), answer_pairs=True)


def test_every_battery_and_gap_has_every_dimension_and_the_total(full):
    found = [(row.battery, row.dimension) for row in full.rows]

    parts = [*DIMENSIONS, "total"]
    assert found == [(b, d) for b in ("expectation", "perception", "gap") for d in parts]


def test_omega_lies_within_its_limits(full):
    for row in full.rows:
        assert 0 <= row.omega_low < row.omega < row.omega_high < 1
        assert row.omega_limits == "moments"


def test_differences_belong_to_the_gaps_of_dimensions(full):
    there = {(row.battery, row.dimension == "total") for row in full.rows if row.difference}

    assert there == {("gap", False)}


def test_combinations_belong_to_totals(full):
    there = {row.dimension for row in full.rows if row.combination is not None}

    assert there == {"total"}
    assert all(row.combination_weighted is None for row in full.rows)


def test_ordinal_coefficients_belong_to_dimensions_of_batteries(full):
    there = {
        (row.battery, row.dimension == "total")
        for row in full.rows
        if row.ordinal_alpha is not None
    }

    assert there == {("expectation", False), ("perception", False)}
    for row in full.rows:
        assert (row.ordinal_omega is None) == (row.ordinal_alpha is None)
        assert (row.categorical_omega is None) == (row.ordinal_alpha is None)


def test_without_counted_pairs_there_are_no_ordinal_coefficients_and_no_complaint():
    found = reliability_of(responses(*correlated()))

    assert all(row.ordinal_alpha is None and row.ordinal_problem == "" for row in found.rows)


def test_importance_points_weight_the_overall_score():
    answers = responses(*correlated())
    rows = tuple(
        PointsRow(d, 6, float(mean), None, None)
        for d, mean in zip(DIMENSIONS, POINTS.mean(axis=0), strict=True)
    )
    weighted = reliability_of(answers, points=Importance(points=rows)).row("gap", "total")
    equal = tuple(replace(row, mean=20.0) for row in rows)
    alike = reliability_of(answers, points=Importance(points=equal)).row("gap", "total")

    assert weighted.combination_weighted != pytest.approx(weighted.combination, abs=1e-6)
    assert alike.combination_weighted == pytest.approx(alike.combination, rel=1e-12)


def test_spread_of_scores_beside_that_of_perceptions(full):
    rows = {(row.battery, row.dimension): row for row in full.spread}
    expectation, perception = rows["expectation", "empathy"], rows["perception", "empathy"]

    assert expectation.sd_ratio == pytest.approx(expectation.sd / perception.sd)
    assert perception.sd_ratio is None
    assert rows["expectation", "total"].mean is None


# -- laws -------------------------------------------------------------------------------------


def same(found, expected, tolerance):
    for row, other in zip(found.rows, expected.rows, strict=True):
        assert (row.omega_problem, row.omega_limits) == (other.omega_problem, other.omega_limits)
        for figure in FIGURES:
            a, b = getattr(row, figure), getattr(other, figure)
            assert (a is None) == (b is None), (row.battery, row.dimension, figure)
            if a is not None:
                assert a == pytest.approx(b, abs=tolerance), (row.battery, row.dimension, figure)


def test_the_order_of_people_changes_nothing():
    answers = reference_responses(weighted=True)
    order = np.random.default_rng(2).permutation(len(answers))

    same(reliability_of(answers.take(order)), reliability_of(answers), 1e-10)


def test_summaries_of_two_halves_give_the_same():
    answers = reference_responses(weighted=True)
    first = np.arange(len(answers)) < 47
    merged = summarize(answers.take(first), powers=True) + summarize(
        answers.take(~first), powers=True
    )

    found = reliability_table(merged, answers.instrument, Settings(), Importance())
    same(found, reliability_of(answers), 1e-10)


def test_weights_of_one_change_nothing():
    answers = reference_responses()
    ones = replace(answers, weights=np.ones(len(answers)))

    same(reliability_of(ones), reliability_of(answers), 1e-10)


def test_without_fourth_moments_limits_rest_on_normality():
    found = reliability_of(reference_responses(), powers=False)

    there = {row.omega_limits for row in found.rows if row.omega is not None}
    assert there == {"normal"}


def test_limits_rest_on_normality_where_few_answered_the_whole_battery():
    expectation, perception = correlated()
    perception[50:, 0] = Missing.BLANK
    found = reliability_of(responses(expectation, perception))

    # 50 of 200 people answered all; empathy has 200
    assert found.row("perception", "empathy").omega_limits == "normal"
    assert found.row("perception", "tangibles").omega_limits == "moments"


# -- what may be missing ----------------------------------------------------------------------


def changed(change, n=200):
    expectation, perception = correlated(n)
    change(perception)
    return reliability_of(responses(expectation, perception), answer_pairs=True)


def test_a_constant_item_is_named_and_alpha_stays():
    def constant(ratings):
        ratings[:, 0] = 5

    found = changed(constant)
    row = found.row("perception", "tangibles")

    assert row.alpha is not None
    assert (row.omega, row.omega_problem) == (None, "constant_item")
    assert (row.std_alpha, row.mean_r) == (None, None)
    assert (row.ordinal_alpha, row.ordinal_problem) == (None, "constant_item")
    assert_finite(found)


def test_a_copied_item_is_named():
    def copied(ratings):
        ratings[:, 1] = ratings[:, 0]

    found = changed(copied)
    row = found.row("perception", "tangibles")

    assert (row.omega, row.omega_problem, row.max_r) == (None, "duplicate_item", pytest.approx(1))
    assert (row.ordinal_alpha, row.ordinal_problem) == (None, "not_converged")
    assert_finite(found)


def test_two_items_have_spearman_brown_and_no_omega():
    form = load_instrument("servqual")
    kept = tuple(i for i in form.items if i.id not in ("q3", "q4"))
    two = form.model_copy(update={"items": kept})
    ratings = [np.delete(codes, [2, 3], axis=1) for codes in correlated()]
    found = reliability_of(responses(*ratings, instrument=two), answer_pairs=True)
    row = found.row("perception", "tangibles")

    assert (row.k, row.omega, row.omega_problem) == (2, None, "two_items")
    assert row.spearman_brown == pytest.approx(row.std_alpha)
    assert row.ordinal_alpha is not None
    assert (row.ordinal_omega, row.ordinal_problem) == (None, "two_items")
    assert found.row("gap", "total").combination is not None
    assert_finite(found)


def test_one_item_has_no_reliability_and_neither_has_a_combination_with_it():
    form = load_instrument("servqual")
    kept = tuple(i for i in form.items if i.id not in ("q2", "q3", "q4"))
    one = form.model_copy(update={"items": kept})
    ratings = [np.delete(codes, [1, 2, 3], axis=1) for codes in correlated()]
    found = reliability_of(responses(*ratings, instrument=one), answer_pairs=True)
    row = found.row("gap", "tangibles")

    assert (row.k, row.alpha, row.problem) == (1, None, "one_item")
    assert (row.omega, row.omega_problem, row.difference) == (None, "", None)
    assert found.row("gap", "total").combination is None
    assert found.row("gap", "total").alpha is not None
    assert_finite(found)


def test_no_more_people_than_items_is_too_few_for_omega():
    expectation, perception = formula_ratings()
    found = reliability_of(responses(expectation, perception), answer_pairs=True)
    row = found.row("perception", "total")

    assert (row.n, row.k, row.omega, row.omega_problem) == (6, 22, None, "too_few_people")
    assert row.alpha is not None
    assert_finite(found)


def test_one_person_is_too_few_for_anything():
    expectation, perception = formula_ratings()
    found = reliability_of(responses(expectation[[0]], perception[[0]]), answer_pairs=True)

    assert {row.problem for row in found.rows} == {"too_few_people"}
    assert_finite(found)


def test_answers_that_are_all_alike_have_no_spread():
    found = reliability_of(responses(np.full((30, 22), 6), np.full((30, 22), 5)), answer_pairs=True)

    assert {row.problem for row in found.rows} == {"no_spread"}
    assert_finite(found)


def test_people_who_always_answer_alike_give_copies():
    level = np.arange(30)[:, None] % 5 + 2
    found = reliability_of(responses(np.full((30, 22), 7), level * np.ones((1, 22), dtype=int)))
    row = found.row("perception", "total")

    assert (row.alpha, row.omega_problem) == (pytest.approx(1), "duplicate_item")
    assert_finite(found)


def test_gaps_without_spread_have_no_difference():
    expectation, _ = correlated()
    found = reliability_of(responses(expectation, expectation))
    row = found.row("gap", "empathy")

    assert (row.problem, row.difference) == ("no_spread", None)
    assert_finite(found)


def test_answers_without_a_common_core_are_no_number_by_accident():
    rng = np.random.default_rng(8)
    ratings = [rng.integers(1, 8, size=(400, 22)) for _ in range(2)]
    found = reliability_of(responses(*ratings), answer_pairs=True)

    for row in found.rows:
        assert (row.omega is None) == bool(row.omega_problem)
    assert_finite(found)


def test_a_weight_on_one_person_only_leaves_no_limits():
    weights = np.zeros(30)
    weights[4] = 1.0
    expectation, perception = correlated(30)
    found = reliability_of(responses(expectation, perception, weights=weights))

    assert {row.problem for row in found.rows} <= {"no_spread", "too_few_people"}
    assert_finite(found)


# -- the gap constraint -----------------------------------------------------------------------


def with_outcome(expectation, perception, outcome):
    answers = responses(expectation, perception)
    return replace(answers, outcomes={"satisfaction": np.asarray(outcome, dtype=np.float64)})


def constraint_of(expectation, perception, outcome):
    found = reliability_of(with_outcome(expectation, perception, outcome))
    assert_finite(found)
    (row,) = found.constraints
    return row


def outcome_of(perception):
    rng = np.random.default_rng(6)
    return np.clip(np.round(perception.mean(axis=1) + rng.normal(size=len(perception))), 1, 7)


def test_slopes_are_outcome_points_per_scale_point():
    expectation, perception = correlated()
    y = outcome_of(perception)
    x = np.column_stack([np.ones(len(y)), perception.mean(axis=1), expectation.mean(axis=1)])
    row = constraint_of(expectation, perception, y)

    slopes = np.linalg.lstsq(x, y, rcond=None)[0]
    assert (row.slope_of, row.slope_minus) == pytest.approx((slopes[1], slopes[2]))


def test_people_without_the_outcome_or_a_pair_are_left_out():
    expectation, perception = correlated()
    y = outcome_of(perception)
    y[:10] = np.nan
    perception[10:15, 3] = Missing.DONT_KNOW
    row = constraint_of(expectation, perception, y)

    assert (row.n, row.df2) == (185, 182)


def test_without_an_outcome_nothing_is_checked():
    assert reliability_of(responses(*correlated())).constraints == ()


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda e, _, y: (e, e, y), "collinear"),
        (lambda e, p, y: (np.full_like(e, 7), p, y), "no_spread"),
        (lambda e, p, y: (e, p, np.full_like(y, 4.0)), "no_spread"),
        (lambda e, p, y: (e[:8], p[:8], y[:8]), "too_few_people"),
    ],
    ids=["the gap is 0", "expectations alike", "outcomes alike", "eight people"],
)
def test_where_the_constraint_cannot_be_checked_the_row_says_why(change, problem):
    expectation, perception = correlated()
    row = constraint_of(*change(expectation, perception, outcome_of(perception)))

    assert (row.problem, row.f, row.r2_gap) == (problem, None, None)
