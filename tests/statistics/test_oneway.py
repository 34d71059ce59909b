"""Means of groups against R (tests/reference/groups_means.R), pingouin and by hand."""

import csv
from pathlib import Path

import numpy as np
import pytest

from servqual.errors import UndefinedStatisticError
from servqual.statistics.oneway import least_squares, one_way, pairs
from servqual.statistics.studentized import range_quantile, range_upper
from servqual.statistics.tails import t_two_sided

FOLDER = Path(__file__).resolve().parents[1] / "reference"
CASES = ("plant", "sleep", "made")


def rows(name):
    with (FOLDER / f"groups_means{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def groups(case):
    found = [r for r in rows("_groups") if r["case"] == case]
    names = [r["group"] for r in found]
    return names, *(np.array([float(r[key]) for r in found]) for key in ("n", "mean", "sd"))


@pytest.mark.parametrize("expected", rows(""), ids=lambda r: f"{r['case']}-{r['test']}")
def test_all_means_together_against_r(expected):
    _, n, mean, sd = groups(expected["case"])
    found = one_way(n, mean, sd)
    test = getattr(found, expected["test"])

    for key in ("value", "df1", "df2", "p"):
        assert getattr(test, key) == pytest.approx(float(expected[key]), rel=1e-7)
    assert found.eta2 == pytest.approx(float(expected["eta2"]), rel=1e-8)


@pytest.mark.parametrize("case", CASES)
def test_every_two_means_against_r(case):
    names, n, mean, sd = groups(case)
    expected = [r for r in rows("_pairs") if r["case"] == case]
    found = pairs(n, mean, sd)

    assert [(names[f.a], names[f.b]) for f in found] == [(r["a"], r["b"]) for r in expected]
    for one, r in zip(found, expected, strict=True):
        for key in ("difference", "lsd_p", "low", "high"):
            assert getattr(one, key) == pytest.approx(float(r[key]), rel=1e-6)
        assert one.p == pytest.approx(float(r["p"]), rel=1e-6, abs=1e-9)


def test_plant_growth_as_published():
    _, n, mean, sd = groups("plant")
    welch = one_way(n, mean, sd).welch

    assert (round(welch.value, 6), round(welch.df2, 6)) == (5.180972, 17.128419)
    assert [round(f.p, 5) for f in pairs(n, mean, sd)] == [0.47455, 0.11289, 0.0237]


@pytest.mark.parametrize("r", rows("_range"), ids=lambda r: f"{r['q']}-{r['k']}-{r['df']}")
def test_the_studentized_range_against_r(r):
    k, df = int(r["k"]), float(r["df"])

    # below 5 degrees of freedom R is the less exact of the two
    close = 5e-7 if df < 5 else 1e-9
    assert range_upper(float(r["q"]), k, df) == pytest.approx(float(r["p"]), rel=1e-6, abs=close)
    assert range_quantile(0.95, k, df) == pytest.approx(
        float(r["q95"]), rel=1e-4 if df < 5 else 1e-6
    )


@pytest.mark.parametrize("df", [1, 2.5, 4.4, 30, 5000])
@pytest.mark.parametrize("t", [0.2, 1.5, 4.0])
def test_the_range_of_two_means_is_students_t(t, df):
    assert range_upper(t * 2**0.5, 2, df) == pytest.approx(t_two_sided(t, df), rel=1e-7)


def test_a_range_of_nothing_is_always_exceeded():
    assert range_upper(0.0, 3, 10) == 1.0


def test_games_and_howell_as_pingouin():
    pingouin = pytest.importorskip("pingouin")
    import pandas as pd

    data = pd.DataFrame(rows("_data")).astype({"score": float})
    theirs = pingouin.pairwise_gameshowell(data, dv="score", between="group")
    _, n, mean, sd = groups("made")
    name = next(c for c in theirs.columns if c in ("pval", "p_corr"))

    assert theirs[name].tolist() == pytest.approx([f.p for f in pairs(n, mean, sd)], abs=1e-6)


def test_slopes_with_errors_against_r():
    data = np.array([[float(r[k]) for k in ("score", "x", "y")] for r in rows("_data")])
    b, se, t, reach = least_squares(np.cov(data.T), data.mean(axis=0), len(data))
    expected = rows("_slopes")

    for key, values in {"b": b, "se": se, "t": t, "low": b - reach, "high": b + reach}.items():
        assert values == pytest.approx([float(r[key]) for r in expected], rel=1e-8)


def test_means_by_hand():
    found = one_way(np.array([2.0, 2.0, 2.0]), np.array([1.0, 2.0, 3.0]), np.ones(3))

    # between 2 * (1 + 0 + 1) = 4 over 2, within 3 over 3: F = 2
    assert found.classic.value == pytest.approx(2.0)
    assert found.eta2 == pytest.approx(4 / 7)


def test_groups_in_which_nobody_differs_are_refused():
    with pytest.raises(UndefinedStatisticError, match="no_spread"):
        one_way(np.array([5.0, 5.0]), np.array([1.0, 2.0]), np.zeros(2))


def test_a_group_without_spread_has_no_welch_and_no_games_howell():
    n, mean, sd = np.array([5.0, 5.0]), np.array([1.0, 2.0]), np.array([0.0, 1.0])

    assert one_way(n, mean, sd).welch is None
    assert np.isnan(pairs(n, mean, sd)[0].p)


def test_the_order_of_groups_changes_no_p():
    _, n, mean, sd = groups("made")
    turned = one_way(n[::-1], mean[::-1], sd[::-1])

    assert turned.classic.p == pytest.approx(one_way(n, mean, sd).classic.p)
    assert turned.welch.p == pytest.approx(one_way(n, mean, sd).welch.p)
