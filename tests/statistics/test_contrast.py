"""Penalty and reward contrasts: against lm with HC3 errors in R, laws, refusals, classes."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from servqual.errors import UndefinedStatisticError
from servqual.statistics.contrast import Estimate, contrasts, high_from, kind_of, low_below
from tests.made import reference_rows

CASES = ("plain", "weighted")
EXPECTED = {(row["case"], row["figure"]): row for row in reference_rows("contrast.csv")}


def data():
    rows = reference_rows("contrast_data.csv")
    return (np.array([float(row[name]) for row in rows]) for name in ("a", "b", "y", "w"))


def found_for(case):
    a, b, y, w = data()
    x = np.column_stack([a, b])
    return contrasts(x < 4, x >= 6, y, w if case == "weighted" else None)


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("score", ["a", "b"])
@pytest.mark.parametrize("figure", ["penalty", "reward", "difference"])
def test_contrasts_and_limits_as_in_r(case, score, figure):
    row = found_for(case).rows["ab".index(score)]

    expected = EXPECTED[case, f"{figure}_{score}"]
    limits = [float(expected[key]) for key in ("value", "low", "high")]
    assert list(getattr(row, figure)) == pytest.approx(limits, rel=1e-8)


@pytest.mark.parametrize("case", CASES)
def test_constant_and_share_of_variance_as_in_r(case):
    found = found_for(case)

    assert found.n == 240
    assert found.constant == pytest.approx(float(EXPECTED[case, "constant"]["value"]), rel=1e-10)
    assert found.r2 == pytest.approx(float(EXPECTED[case, "r2"]["value"]), rel=1e-10)


def test_two_top_and_three_bottom_boxes_on_seven_points():
    assert (low_below(1, 7), high_from(1, 7)) == (4.0, 6.0)


@pytest.mark.parametrize(
    ("low", "high", "bottom", "top"),
    [(1, 4, [1, 2], [4]), (1, 5, [1, 2], [5]), (1, 6, [1, 2, 3], [6]), (1, 9, [1, 2, 3, 4], [8, 9]),
     (1, 10, [1, 2, 3, 4, 5], [9, 10]), (0, 10, [0, 1, 2, 3, 4], [9, 10])],
)  # fmt: skip
def test_boxes_on_other_scales(low, high, bottom, top):
    answers = range(low, high + 1)

    assert [v for v in answers if v < low_below(low, high)] == bottom
    assert [v for v in answers if v >= high_from(low, high)] == top


def made(n=400, seed=1, penalty=(-1.0, -0.5), reward=(0.0, 0.5)):
    rng = np.random.default_rng(seed)
    x = rng.integers(1, 8, (n, len(penalty)))
    y = 5 + (x < 4) @ np.array(penalty) + (x >= 6) @ np.array(reward) + rng.normal(0, 0.3, n)
    return x < 4, x >= 6, y


def test_what_was_planted_is_found():
    first, second = contrasts(*made(n=20_000)).rows

    assert first.penalty.value == pytest.approx(-1.0, abs=0.02)
    assert first.reward.value == pytest.approx(0.0, abs=0.02)
    assert second.difference.value == pytest.approx(0.0, abs=0.03)
    assert kind_of(first.penalty, first.reward, first.difference, 0.3) == "penalty_dominant"
    assert kind_of(second.penalty, second.reward, second.difference, 0.3) == "balanced"


@given(st.floats(0.05, 20), st.floats(-50, 50))
def test_unit_and_origin_of_the_outcome_move_contrasts_with_them(unit, origin):
    low, high, y = made(n=120)
    rows = contrasts(low, high, y).rows

    moved = contrasts(low, high, origin + unit * y).rows
    for row, other in zip(rows, moved, strict=True):
        assert list(other.penalty) == pytest.approx([unit * v for v in row.penalty], rel=1e-6)
        assert list(other.reward) == pytest.approx(
            [unit * v for v in row.reward], rel=1e-6, abs=1e-8
        )


@given(st.permutations(range(80)))
def test_the_order_of_people_changes_nothing(order):
    low, high, y = made(n=80)

    shuffled = contrasts(low[order], high[order], y[order])
    assert shuffled.rows[0].penalty == pytest.approx(contrasts(low, high, y).rows[0].penalty)


def test_a_block_at_a_time_gives_the_same(monkeypatch):
    whole = contrasts(*made())
    monkeypatch.setattr("servqual.statistics.contrast._ROWS_AT_ONCE", 37)

    assert contrasts(*made()).rows[1].reward == pytest.approx(whole.rows[1].reward, rel=1e-10)


def test_low_and_high_change_places_when_the_scale_is_turned_round():
    low, high, y = made()
    row, turned = contrasts(low, high, y).rows[0], contrasts(high, low, -y).rows[0]

    assert turned.penalty.value == pytest.approx(-row.reward.value)
    assert turned.difference.value == pytest.approx(-row.difference.value)


def test_weights_that_are_all_the_same_change_nothing():
    low, high, y = made()

    assert contrasts(low, high, y, np.full(len(y), 3.7)).rows[0].reward == pytest.approx(
        contrasts(low, high, y).rows[0].reward
    )


def sized(n_low, n_high, n=200):
    rng = np.random.default_rng(4)
    low, high = (np.zeros((n, 1), dtype=bool) for _ in range(2))
    low[:n_low], high[n_low : n_low + n_high] = True, True
    return low, high, rng.normal(size=n)


@pytest.mark.parametrize(
    ("n_low", "n_high", "problem"),
    [(20, 20, ""), (19, 20, "too_few_low"), (20, 19, "too_few_high"), (19, 19, "too_few_both"),
     (90, 91, "too_few_middle"), (90, 90, "")],
)  # fmt: skip
def test_classes_below_twenty_are_refused(n_low, n_high, problem):
    (row,) = contrasts(*sized(n_low, n_high)).rows

    assert row.problem == problem
    assert (row.n_low, row.n_high, row.n_middle) == (n_low, n_high, 200 - n_low - n_high)


def test_four_people_give_no_contrast_and_count_with_the_middle():
    low, high, y = sized(4, 40)
    (row,) = contrasts(low, high, y).rows

    assert row.penalty is None
    assert row.difference is None
    assert row.reward.value == pytest.approx(y[high[:, 0]].mean() - y[~high[:, 0]].mean())


def test_two_scores_that_are_one_cannot_be_told_apart():
    low, high, y = made()
    twice = [np.column_stack([side, side[:, 0]]) for side in (low, high)]
    rows = contrasts(*twice, y).rows

    assert [row.problem for row in rows] == ["collinear", "", "collinear"]
    assert rows[0].penalty is None
    assert rows[1].penalty == pytest.approx(contrasts(low, high, y).rows[1].penalty, rel=0.02)


def test_nobody_in_the_middle_leaves_nothing_to_compare_with():
    low = np.arange(100)[:, None] < 50
    (row,) = contrasts(low, ~low, np.random.default_rng(1).normal(size=100)).rows

    assert row.problem == "collinear"
    assert row.penalty is None


@pytest.mark.parametrize(
    ("n", "code"), [(0, "too_few_people"), (1, "too_few_people"), (12, "too_few_people")]
)
def test_too_few_people(n, code):
    low, high, y = made(n=400)
    low[:n], high[:n] = [True, False], [False, True]
    with pytest.raises(UndefinedStatisticError) as raised:
        contrasts(low[:n], high[:n], y[:n])

    assert raised.value.code == code


def test_an_outcome_that_never_differs():
    low, high, _ = made()
    with pytest.raises(UndefinedStatisticError) as raised:
        contrasts(low, high, np.full(len(low), 7.0))

    assert raised.value.code == "constant"


def estimates(penalty, reward, reach=0.1):
    difference = -penalty - reward
    return (Estimate(v, v - reach, v + reach) for v in (penalty, reward, difference))


@pytest.mark.parametrize(
    ("penalty", "reward", "kind"),
    [
        (-1.0, 0.1, "penalty_dominant"),
        (-1.0, 0.5, "penalty_dominant"),
        (-0.1, 1.0, "reward_dominant"),
        (-0.8, 0.7, "balanced"),
        (-0.1, 0.1, "neutral"),
        (0.1, 0.1, "neutral"),
        (0.15, 0.0, "neutral"),  # a wrong sign for certain, and too small to matter
        (0.5, 1.0, "undetermined"),  # a low score that seems to win: it stands for others
        (-1.0, -0.5, "undetermined"),
    ],
)
def test_kinds(penalty, reward, kind):
    assert kind_of(*estimates(penalty, reward), 0.3) == kind


def test_a_sure_cost_with_an_open_difference_is_undetermined():
    assert kind_of(*estimates(-0.32, 0.05, 0.3), 0.3) == "undetermined"


def test_planted_kinds_are_seldom_taken_for_others():
    planted = {"penalty_dominant": (-1, 0), "balanced": (-0.8, 0.8), "neutral": (0, 0)}
    rng, told = np.random.default_rng(6), []
    for _ in range(60):
        x = rng.integers(1, 8, (1000, len(planted)))
        low, high = x < 4, x >= 6
        costs, rewards = np.array(list(planted.values())).T
        y = low @ costs + high @ rewards + rng.normal(0, 1, 1000)
        rows = contrasts(low, high, y).rows
        told += [kind_of(r.penalty, r.reward, r.difference, 0.5) for r in rows]

    wrong = [kind for kind, true in zip(told, [*planted] * 60, strict=True) if kind != true]
    assert sum(kind != "undetermined" for kind in wrong) / len(told) < 0.05
    assert len(wrong) / len(told) < 0.2


def test_one_sure_contrast_beside_an_unsure_one_is_not_dominance():
    # the cost is above 0 and the reward is not, but their difference is open
    penalty, reward = Estimate(-0.6, -1.1, -0.1), Estimate(0.4, -0.1, 0.9)

    assert kind_of(penalty, reward, Estimate(0.2, -0.5, 0.9), 0.3) == "undetermined"


def test_limits_hold_what_they_should_where_low_scores_scatter_more():
    rng = np.random.default_rng(8)
    held = 0
    for _ in range(400):
        x = rng.integers(1, 8, (150, 2))
        low, high = x < 4, x >= 6
        y = 5 - low[:, 0] + rng.normal(0, 1, 150) * np.where(low[:, 0], 2.0, 0.5)
        penalty = contrasts(low, high, y).rows[0].penalty
        held += penalty.ci_low <= -1 <= penalty.ci_high

    assert held / 400 == pytest.approx(0.95, abs=0.025)
