"""Rows of penalties and rewards: cut-points by scale, people, weights, levels, refusals."""

import numpy as np
import pytest

import servqual as sq
from servqual.analysis.contrasts import asymmetry_of
from servqual.settings import Settings
from tests.kano_forms import BOTH_SIMPLE, answers

ON_FIVE = BOTH_SIMPLE.replace("scale = { min = 1, max = 7 }", "scale = { min = 1, max = 5 }", 1)


def people(n=400, seed=3, high=7):
    """Return ratings and an outcome that a low first dimension costs 3 points and no high one."""
    rng = np.random.default_rng(seed)
    level = rng.integers(1, high + 1, (n, 2))
    ratings = np.repeat(level, 2, axis=1)
    y = 6 - 3 * (level[:, 0] < (1 + high) / 2) + 2 * (level[:, 1] >= 1 + 5 * (high - 1) / 6)
    return ratings, np.clip(np.round(y + rng.normal(0, 0.5, n)), 0, 10)


def rows(level="dimension", settings=None, **given):
    ratings, y = people()
    found = asymmetry_of(answers(ratings, y=y, **given), settings or Settings())
    return [row for row in found if row.level == level]


def test_what_was_planted_is_told():
    place, staff = rows()

    assert (place.id, place.kind, staff.id, staff.kind) == (
        "place", "penalty_dominant", "staff", "reward_dominant",
    )  # fmt: skip
    assert place.penalty == pytest.approx(-3, abs=0.2)
    assert place.range == pytest.approx(place.reward - place.penalty)
    assert staff.reward == pytest.approx(2, abs=0.2)


def test_the_smallest_effect_is_a_twelfth_of_the_outcomes_range():
    assert {row.smallest for row in rows()} == {10 / 12}


def test_asymmetry_runs_from_penalty_to_reward():
    ratings, _ = people()
    y = 5 - 3.0 * (ratings[:, 0] < 4) + 1.0 * (ratings[:, 0] >= 6)
    place = asymmetry_of(answers(ratings, y=y), Settings())[0]

    assert place.asymmetry == pytest.approx(-0.5)
    assert place.range == pytest.approx(4)


@pytest.mark.parametrize(
    ("text", "high", "low_below", "dimension_from", "item_from"),
    [(BOTH_SIMPLE, 7, 4.0, 6.0, 6.0), (ON_FIVE, 5, 3.0, 1 + 10 / 3, 5.0)],
)
def test_cut_points_by_scale(text, high, low_below, dimension_from, item_from):
    ratings, y = people(high=high)
    found = asymmetry_of(answers(ratings, y=y, text=text), Settings())

    assert {(r.level, r.low_below, round(r.high_from, 9)) for r in found} == {
        ("dimension", low_below, round(dimension_from, 9)),
        ("item", low_below, item_from),
    }


def test_a_dimension_of_half_points_is_cut_between_answers():
    ratings, y = people()
    ratings[:, 1] = np.clip(ratings[:, 1] + 1, 1, 7)
    place = asymmetry_of(answers(ratings, y=y), Settings())[0]

    means = ratings[:, :2].mean(axis=1)
    assert (place.n_penalty, place.n_reward) == ((means < 4).sum(), (means >= 6).sum())


def test_items_of_one_dimension_that_are_one_are_not_told_apart():
    assert {(row.problem, row.penalty) for row in rows("item")} == {("collinear", None)}


def test_items_need_twenty_people_for_each_of_their_contrasts():
    ratings, y = people(n=160)
    enough = asymmetry_of(answers(ratings, y=y), Settings())
    ratings, y = people(n=159)
    fewer = asymmetry_of(answers(ratings, y=y), Settings())

    assert {row.level for row in enough} == {"dimension", "item"}
    assert {row.level for row in fewer} == {"dimension"}


def test_people_without_the_outcome_or_a_dimension_do_not_count():
    ratings, y = people()
    ratings[:7, :2], y[7:12] = -1, np.nan

    assert {row.n for row in asymmetry_of(answers(ratings, y=y), Settings())} >= {388}


def test_weights_move_the_contrasts_and_nobody_of_weight_nought_counts():
    ratings, y = people()
    y[:200] -= 2.0 * (ratings[:200, 0] < 4)
    heavy = np.where(np.arange(400) < 200, 3.0, 1.0)
    heavy[-10:] = 0.0
    plain = asymmetry_of(answers(ratings, y=y), Settings())[0]
    weighted = asymmetry_of(answers(ratings, y=y, weights=heavy), Settings())[0]

    assert (plain.n, weighted.n) == (400, 390)
    assert weighted.penalty < plain.penalty - 0.2


def test_wider_confidence_wider_limits():
    narrow, wide = (rows(settings=Settings(confidence=c))[0] for c in (0.9, 0.99))

    assert wide.penalty_low < narrow.penalty_low
    assert wide.penalty == narrow.penalty


def test_too_few_people_leave_a_reason():
    ratings, y = people(n=12)
    found = asymmetry_of(answers(ratings, y=y), Settings())

    assert [(row.problem, row.penalty, row.kind, row.n) for row in found] == [
        ("too_few_people", None, "", 12)
    ] * 2


def test_an_outcome_that_never_differs_leaves_a_reason():
    ratings, y = people()

    assert {r.problem for r in asymmetry_of(answers(ratings, y=0 * y), Settings())} == {"constant"}


def test_without_an_outcome_there_are_no_rows():
    assert asymmetry_of(answers(people()[0]), Settings()) == ()


def test_the_outcome_that_is_asked_for(tmp_path):
    text = BOTH_SIMPLE.replace(
        "outcomes = [", 'outcomes = [{ id = "other", label = { en = "Other" } }, '
    )
    ratings, y = people()
    one = answers(ratings, y=y, text=text)
    both = one.__class__(**{**one.__getstate__(), "outcomes": {"other": y, "satisfaction": y}})

    assert {r.outcome for r in asymmetry_of(both, Settings())} == {"satisfaction"}
    assert {r.outcome for r in asymmetry_of(both, Settings(outcome="other"))} == {"other"}


def test_the_study_holds_the_rows():
    ratings, y = people()
    given = answers(ratings, y=y)

    assert sq.analyze(given).importance.asymmetry == asymmetry_of(given, Settings())
