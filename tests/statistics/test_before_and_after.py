"""Sigma levels, pilot units, targets and seasons: against R, printed numbers and by simulation."""

import csv
from collections import defaultdict
from pathlib import Path

import numpy as np
import pytest

from servqual.errors import UndefinedStatisticError
from servqual.statistics.did import difference_in_differences
from servqual.statistics.seasonal import same_period, season_effects, trailing
from servqual.statistics.sigma import dpmo, exact_limits
from servqual.statistics.tost import against_target, equivalence

REFERENCE = Path(__file__).parent.parent / "reference" / "control.csv"
BEFORE = np.array([4.0, 4.2, 4.1, 4.3, 4.0, 4.4, 4.1, 4.0, 4.2, 4.3, 4.6])
AFTER = np.array([4.5, 4.6, 4.7, 4.8, 4.3, 4.5, 4.2, 3.9, 4.4, 4.2, 4.7])
PILOT = np.arange(11) < 5


@pytest.fixture(scope="module")
def of_r():
    found = defaultdict(list)
    with REFERENCE.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            found[row["case"]].append(float(row["value"]))
    return {case: np.array(values) for case, values in found.items()}


@pytest.mark.parametrize(("x", "n"), [(0, 50), (3, 50), (50, 50), (7, 1200)])
def test_exact_limits_of_a_share_are_those_of_r(of_r, x, n):
    assert exact_limits(x, n) == pytest.approx(of_r[f"exact {x} of {n}"])


def test_the_sigma_level_is_that_of_r_and_its_ends_change_places(of_r):
    found = dpmo(7, 1200)

    assert found.sigma == pytest.approx(of_r["sigma 7 of 1200"][0])
    assert found.sigma_low < found.sigma < found.sigma_high
    assert found.dpmo == pytest.approx(7 / 1200 * 1e6)
    assert dpmo(7, 1200, shift=0).sigma == pytest.approx(found.sigma - 1.5)


def test_without_a_defect_the_level_has_only_a_lower_end():
    found = dpmo(0, 100)

    assert (found.sigma, found.sigma_high, found.dpmo_low) == (None, None, 0.0)
    assert found.sigma_low == pytest.approx(3.2960, abs=1e-3)


def test_more_defects_than_opportunities_are_refused():
    with pytest.raises(UndefinedStatisticError):
        dpmo(11, 10)


def test_units_compared_before_and_after_are_those_of_r(of_r):
    found = difference_in_differences(BEFORE, AFTER, PILOT)
    numbers = [found.effect, found.se, found.df, found.ci_low, found.ci_high, found.p]

    assert numbers == pytest.approx(of_r["did"])
    assert (found.n_treated, found.n_control, found.descriptive) == (5, 6, False)


def test_four_units_on_a_side_are_described_only():
    found = difference_in_differences(BEFORE[1:], AFTER[1:], PILOT[1:])

    assert found.effect == pytest.approx(0.45 - 0.05)
    assert found.descriptive
    assert found.ci_low is None


def test_a_unit_without_one_of_its_figures_is_left_out():
    hidden = np.where(np.arange(11) == 10, np.nan, AFTER)
    found = difference_in_differences(BEFORE, hidden, PILOT)

    assert found.n_control == 5
    with pytest.raises(UndefinedStatisticError):
        difference_in_differences(BEFORE, AFTER, np.zeros(11, dtype=bool))


def test_limits_between_units_hold_where_those_between_people_would_not():
    """Units change by chance (SD .2) whatever their people say: 95% of the limits hold 0."""
    rng = np.random.default_rng(5)
    held = 0
    for _ in range(1000):
        before = rng.normal(5, 0.3, 16)
        found = difference_in_differences(
            before, before + rng.normal(0, 0.2, 16), np.arange(16) < 6
        )
        held += found.ci_low <= 0 <= found.ci_high

    assert held / 1000 == pytest.approx(0.95, abs=0.02)


def test_equivalence_has_the_printed_numbers():
    found = equivalence(-0.10, 1 / np.sqrt(200), 199, 0.25)

    assert found.equivalent
    assert (found.t_low, found.p_low) == pytest.approx((2.12132, 0.017566), abs=1e-5)
    assert (found.t_high, found.p_high) == pytest.approx((-4.94975, 7.9e-7), abs=1e-5)
    assert (found.low, found.high) == pytest.approx((-0.21685, 0.01685), abs=1e-5)


@pytest.mark.parametrize(
    ("mean", "margin", "verdict"),
    [
        (6.10, 0.0, "achieved"),
        (6.05, 0.0, "cannot_tell"),
        (5.95, 0.0, "cannot_tell"),
        (5.90, 0.0, "not_achieved"),
        (5.95, 0.2, "achieved"),
        (5.80, 0.2, "cannot_tell"),
        (5.60, 0.2, "not_achieved"),
    ],
)
def test_a_target_is_reached_missed_or_open(mean, margin, verdict):
    assert against_target(mean, 0.05, 199, 6.0, margin).verdict == verdict
    assert against_target(-mean, 0.05, 199, -6.0, margin, higher=False).verdict == verdict


def test_a_figure_without_an_error_tells_nothing_about_its_target():
    assert against_target(6.5, float("nan"), 0, 6.0).verdict == "cannot_tell"
    assert equivalence(0.0, float("nan"), 0, 0.2) is None


def test_a_mean_at_its_target_is_wrongly_called_reached_in_five_percent():
    rng = np.random.default_rng(6)
    n = 40
    answers = rng.normal(6.0, 1.2, (4000, n))
    means, errors = answers.mean(axis=1), answers.std(axis=1, ddof=1) / np.sqrt(n)
    reached = [
        against_target(m, e, n - 1, 6.0).verdict == "achieved"
        for m, e in zip(means.tolist(), errors.tolist(), strict=True)
    ]

    assert np.mean(reached) == pytest.approx(0.05, abs=0.01)


def test_effects_of_months_are_those_of_r(of_r):
    years, months = np.repeat([2021, 2022, 2023], 12), np.tile(np.arange(1, 13), 3)
    found = season_effects(years, months, of_r["season values"])

    assert found.effect == pytest.approx(of_r["season"], abs=1e-8)
    assert found.se == pytest.approx(of_r["season se"], abs=1e-8)
    assert found.trend == pytest.approx(of_r["season trend"][0], abs=1e-8)
    assert found.adjusted + found.effect[months - 1] == pytest.approx(of_r["season values"])


def test_two_years_and_a_missing_month_have_no_effects_of_months():
    months = np.tile(np.arange(1, 13), 3)
    values = np.where(np.arange(36) == 3, np.nan, 5.0)
    years = np.repeat([2021, 2022, 2023], 12)

    with pytest.raises(UndefinedStatisticError, match="few_years"):
        season_effects(years, months, values)
    with pytest.raises(UndefinedStatisticError, match="few_years"):
        season_effects(years[:24], months[:24], values[12:])


def test_a_period_is_set_against_the_same_one_a_year_before():
    years, quarters = [2023, 2023, 2024, 2024, 2025], [1, 4, 1, 2, 1]
    found = same_period(years, quarters, [(5.0 + 0.1 * t, 0.1, 99.0) for t in range(5)])

    assert [(f.at, f.before) for f in found] == [(2, 0), (4, 2)]
    assert found[1].change.change == pytest.approx(0.2)
    assert found[1].change.se == pytest.approx(0.1 * np.sqrt(2))


def test_a_trailing_mean_counts_people_and_stops_at_a_gap():
    means, n = np.array([4.0, 5, np.nan, 6, 7]), np.array([10.0, 30, 0, 20, 20])
    found = trailing(means, n, 2)

    assert found.values == pytest.approx([np.nan, 4.75, np.nan, np.nan, 6.5], nan_ok=True)
    assert found.n[1:] == pytest.approx([40, 30, 20, 40])
