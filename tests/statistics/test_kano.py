"""Kano's classes: the table of answers, ties, Fong's test, Better and Worse, laws, refusals."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from servqual.errors import UndefinedStatisticError
from servqual.statistics.kano import CLASSES, class_counts, kano
from servqual.statistics.shares import wilson

# one cell of each class: functional, dysfunctional answer from 0
CELL = {"M": (2, 4), "O": (0, 4), "A": (0, 2), "I": (2, 2), "R": (4, 1), "Q": (0, 0)}


def table(**counts):
    cells = np.zeros((5, 5))
    for letter, n in counts.items():
        cells[CELL[letter]] += n
    return cells


def found(**counts):
    return kano(table(**counts), table(**counts))


@pytest.mark.parametrize(
    ("functional", "letters"),
    [(1, "QAAAO"), (2, "RIIIM"), (3, "RIIIM"), (4, "RIIIM"), (5, "RRRRQ")],
)
def test_the_table_of_classes(functional, letters):
    for dysfunctional, letter in enumerate(letters):
        cells = np.zeros((5, 5))
        cells[functional - 1, dysfunctional] = 1

        assert kano(cells, cells).kind == letter


@pytest.mark.parametrize(
    ("counts", "kind", "second"),
    [
        ({"M": 5, "O": 5, "A": 5, "I": 5, "R": 5, "Q": 5}, "M", "O"),
        ({"O": 5, "A": 5, "I": 2}, "O", "A"),
        ({"A": 4, "I": 4, "M": 1}, "A", "I"),
        ({"I": 6, "R": 6}, "I", "R"),
        ({"R": 6, "Q": 6}, "R", "Q"),
        ({"A": 9, "M": 3, "O": 3}, "A", "M"),
    ],
)
def test_ties_go_to_what_is_missed_most(counts, kind, second):
    assert (found(**counts).kind, found(**counts).second) == (kind, second)


@pytest.mark.parametrize(("lead", "clear"), [(1, False), (12, False), (14, True)])
def test_fong_at_its_limit(lead, clear):
    # 1.65 sqrt((a + b) (2 n - a - b) / (2 n)) = 12.05 for a + b = 80 of n = 120
    a = 40 + lead / 2
    row = kano(table(O=a, A=80 - a, I=24, M=16), table(O=a, A=80 - a, I=24, M=16))

    assert row.clear is clear


def test_better_and_worse_of_the_french_example():
    row = found(A=19, O=2, I=9, Q=4)

    assert row.better.share == pytest.approx(0.7)
    assert row.worse.share == pytest.approx(-2 / 30)
    assert (row.better.ci_low, row.better.ci_high) == pytest.approx(wilson(21, 30, 0.95)[1:])
    low, high = wilson(2, 30, 0.95)[1:]
    assert (row.worse.ci_low, row.worse.ci_high) == pytest.approx((-high, -low))


def test_the_second_french_example():
    row = found(A=17, O=3, M=1, I=13)

    assert (round(row.better.share, 4), round(row.worse.share, 4)) == (0.5882, -0.1176)


def test_strengths_and_a_combination():
    row = found(O=33, M=30, I=37)

    assert row.total_strength == pytest.approx(0.63)
    assert row.category_strength == pytest.approx(0.04)
    assert row.kind == "I"
    assert found(O=35, M=29, A=6, I=30).combined is True
    assert found(O=36, M=29, A=6, I=29).combined is False  # leads by .07


def test_strengths_at_their_very_limits_make_a_combination():
    # .53 - .47 is .06 and a little, as numbers are stored
    row = found(O=53, M=47)

    assert row.category_strength > 0.06
    assert row.combined is True


def test_where_everybody_contradicts_there_is_no_better():
    row = found(Q=3, R=2)

    assert row.better is None
    assert row.worse is None
    assert row.kind == "Q"


def test_one_person():
    row = found(A=1)

    assert (row.kind, row.second, row.clear, row.continuous) == ("A", "M", False, "A")
    assert row.functional == pytest.approx((4.0, -2.0, 4.0))


@pytest.mark.parametrize(
    ("functional", "dysfunctional", "continuous"),
    [(1, 2, "O"), (1, 1, "A"), (2, 2, "M"), (2, 1, "I")],
)
def test_means_of_two_count_as_high(functional, dysfunctional, continuous):
    # half like, half as told: functional 4 and 0 or 0 and 0; dysfunctional 4 and 0, or 0 and 0
    cells = np.zeros((5, 5))
    cells[0 if functional == 1 else 2, 4 if dysfunctional == 2 else 2] += 1
    cells[2, 2] += 1

    assert kano(cells, cells).continuous == continuous


def test_limits_of_the_means_are_those_of_a_t_interval():
    # 4, 4, 2, 0: mean 2.5, sd 1.914854, t(3) = 3.182446
    cells = np.zeros((5, 5))
    cells[0, 2], cells[1, 2], cells[2, 2] = 2, 1, 1
    mean, low, high = kano(cells, cells).functional

    assert (mean, low, high) == pytest.approx((2.5, 2.5 - 3.046960, 2.5 + 3.046960), abs=1e-6)


def test_nobody():
    with pytest.raises(UndefinedStatisticError) as raised:
        kano(np.zeros((5, 5)), np.zeros((5, 5)))

    assert raised.value.code == "nobody"


TABLES = st.lists(st.integers(0, 30), min_size=25, max_size=25).filter(any)


@given(TABLES)
def test_shares_add_up_and_limits_hold_what_they_should(cells):
    counts = np.array(cells, dtype=float).reshape(5, 5)
    row = kano(counts, counts)

    assert sum(class_counts(counts).values()) == counts.sum() == row.n
    assert sum(row.shares.values()) == pytest.approx(1)
    assert row.shares[row.kind] == max(row.shares.values())
    assert 0 <= row.category_strength <= 1
    if row.better:
        assert -1e-12 <= row.better.ci_low <= row.better.share <= row.better.ci_high <= 1 + 1e-12
        assert -1 - 1e-12 <= row.worse.ci_low <= row.worse.share <= row.worse.ci_high <= 1e-12


@given(TABLES, st.floats(0.01, 50))
def test_weights_that_are_all_the_same_change_nothing(cells, weight):
    counts = np.array(cells, dtype=float).reshape(5, 5)
    row, weighted = kano(counts, counts), kano(counts, counts * weight)

    assert (weighted.kind, weighted.second, weighted.clear) == (row.kind, row.second, row.clear)
    assert weighted.functional == pytest.approx(row.functional)


def test_weights_move_the_classes_and_fewer_effective_people_widen_the_limits():
    counts = table(M=60, A=40)
    weights = table(M=20, A=80)
    row, unsure = kano(counts, weights), kano(counts, weights, n_effective=40)

    assert (row.kind, row.n) == ("A", 100)
    assert row.better.share == unsure.better.share == pytest.approx(0.8)
    assert unsure.better.ci_low < row.better.ci_low


@given(TABLES)
def test_turning_both_questions_round_mirrors_good_and_bad(cells):
    counts = np.array(cells, dtype=float).reshape(5, 5)
    swapped = class_counts(counts.T)

    assert {swapped[c] for c in "Q"} == {class_counts(counts)["Q"]}
    assert (
        swapped["R"]
        == class_counts(counts)["A"] + class_counts(counts)["M"] + (class_counts(counts)["O"])
    )


def test_six_classes():
    assert "".join(CLASSES) == "MOAIRQ"
