"""The numbers of the gap model: the worked example, R, and laws."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from servqual.statistics.roles import Mean, Side, apart, one
from servqual.study.gap_model.antecedents import links, people_means, profile, reliability
from servqual.study.gap_model.rows import Frame, gap_rows
from servqual.study.gap_model.told import Construct, Told
from tests.gap_model.worked import DIMENSIONS, GIVEN, POINTS, frame, rows, told
from tests.made import reference_rows

WORKED = {
    (1, "primary"): (0.1667, -0.4167, -0.5833, -0.8333, -1.0833, -0.55, -0.575),
    (2, "deficit"): (-1.3333, -1.6667, -2.6667, -1.6667, -4.0, -2.2667, -2.2233),
    (2, "difference"): (0, -1.0, -1.3333, -0.3333, -1.6667, -0.8667, -0.9433),
    (3, "deficit"): (-1.5, -2.5, -2.75, -1.5, -1.75, -2.0, -2.135),
    (3, "difference"): (-0.1667, -0.8333, -0.0833, 0.1667, 2.25, 0.2667, 0.0883),
    (4, "deficit"): (-1.25, -2.75, -2.75, -1.75, -1.75, -2.05, -2.235),
    (6, "primary"): (0, -0.25, 0.5, -0.25, 0.5, 0.10, 0.0625),
    (7, "primary"): (0.1667, -0.1667, -1.0833, -0.5833, -1.5833, -0.65, -0.6375),
}


@pytest.mark.parametrize(("gap", "form"), WORKED)
def test_the_worked_example_holds_to_the_digit(gap, form):
    found = [r for r in gap_rows(frame(), gap, difference=True) if r.form == form]

    assert [r.id for r in found] == [*DIMENSIONS, "unweighted", "weighted"]
    assert [round(r.value, 4) for r in found] == [pytest.approx(v) for v in WORKED[gap, form]]
    assert all(r.value == pytest.approx(r.mean_of - r.mean_minus) for r in found)


def test_gaps_2_to_4_are_the_ratings_as_they_are():
    found = [r for r in gap_rows(frame(), 3) if r.form == "primary"]

    assert [r.value for r in found[:5]] == [5.5, 4.5, 4.25, 5.5, 5.25]
    assert {(r.minus, r.mean_minus, r.n_minus) for r in found} == {("", None, None)}


SIDES = {
    1: ("manager_expectation", "customer_expectation"),
    2: ("standards", "manager_expectation"),
    3: ("delivery", "standards"),
    4: ("promises", "delivery"),
    5: ("customer_perception", "customer_expectation"),
    6: ("staff_expectation", "customer_expectation"),
    7: ("manager_expectation", "staff_expectation"),
}


@pytest.mark.parametrize(
    "row", reference_rows("gap_model.csv"), ids=lambda r: "-".join(list(r.values())[:3])
)
def test_limits_and_sizes_are_those_of_r(row):
    of, minus = SIDES[int(row["gap"])]
    if row["form"] == "primary" and int(row["gap"]) in (2, 3, 4):
        of, minus = {2: "standards", 3: "delivery", 4: "promises"}[int(row["gap"])], ""
    shares = {"unweighted": np.full(5, 0.2), "weighted": POINTS}.get(row["id"])
    if shares is None:
        shares = np.eye(5)[DIMENSIONS.index(row["id"])]
    if row["n2"] != "NA":
        found = apart(*(Side.of(GIVEN[name]).mean(shares) for name in (of, minus)), 0.95)
    else:
        values = GIVEN[of] - GIVEN[minus] if minus else GIVEN[of]
        found = one(Side.of(values).mean(shares), 0.95)
    told_by_r = [float(row[name]) for name in ("t", "df", "p", "low", "high")]

    assert [found.test.t, found.df, found.test.p, found.test.ci_low, found.test.ci_high] == [
        pytest.approx(value, rel=1e-9, abs=1e-11) for value in told_by_r
    ]
    if row["n2"] != "NA":
        assert found.g == pytest.approx(float(row["g"]), rel=1e-9)


# -- laws ----------------------------------------------------------------------------------------

ANSWERS = st.integers(2, 6).flatmap(
    lambda n: arrays(float, (n, 3), elements=st.sampled_from([1.0, 2, 3, 4, 5, 6, 7, np.nan]))
)


@settings(max_examples=40)
@given(ANSWERS, ANSWERS, ANSWERS)
def test_gap_1_is_gap_6_plus_gap_7(customers, managers, staff):
    made = Frame(
        ("a", "b", "c"),
        {
            "customer": Told("customer", len(customers), {"customer_expectation": customers}),
            "manager": Told("manager", len(managers), {"manager_expectation": managers}),
            "staff": Told("staff", len(staff), {"staff_expectation": staff}),
        },
        weights=np.array([0.5, 0.3, 0.2]),
    )
    values = {gap: {r.id: r.value for r in gap_rows(made, gap)} for gap in (1, 6, 7)}

    for name in set(values[1]) & set(values[6]):
        assert values[1][name] == pytest.approx(values[6][name] + values[7][name], abs=1e-12)


@given(ANSWERS, ANSWERS)
def test_swapping_the_roles_flips_the_sign_and_nothing_else(first, second):
    a, b = (Side.of(x).mean(np.array([1.0, 0, 0])) for x in (first, second))
    if a is None or b is None:
        return
    there, back = apart(a, b, 0.95), apart(b, a, 0.95)

    assert there.value == -back.value
    assert there.test.p == back.test.p


def test_a_census_of_managers_leaves_the_error_of_the_customers_alone():
    managers = Side.of(GIVEN["manager_expectation"], left=0.0).mean(POINTS)
    customers = Side.of(GIVEN["customer_expectation"]).mean(POINTS)
    found = apart(managers, customers, 0.95)

    assert found.se == pytest.approx(math.sqrt(customers.variance))
    assert found.df == pytest.approx(3)


def test_half_of_all_managers_halve_the_variance():
    whole, half = (Side.of(GIVEN["standards"], left=left).mean(POINTS) for left in (1.0, 0.5))

    assert half.variance == pytest.approx(whole.variance / 2)


def test_managers_are_drawn_again_among_managers():
    spread = rows("77777", "77777", "77777", "77777", "77771")
    side = Side.of(spread)
    drawn = side.draws(1, 1)

    assert set(drawn[:, 0]) == {7.0}
    assert drawn[:, 4].min() < 5 < drawn[:, 4].max() == 7
    assert drawn[:, 4].mean() == pytest.approx(spread[:, 4].mean(), abs=0.1)


def test_weighted_means_are_drawn_with_their_error():
    side = Side.of(GIVEN["customer_expectation"])
    drawn = Side(side.vector, None).draws(1, 2)

    assert drawn.std(axis=0) == pytest.approx(np.sqrt(np.diag(side.vector.cov)), rel=0.1)


def test_no_error_where_nobody_differs():
    thirds = np.full((7, 2), 100 / 6)

    assert Side.of(thirds).mean(np.array([0.3, 0.7])).variance == 0


def test_no_size_without_spread():
    flat = Mean(5.0, 0.0, 3.0, 0.0, 4)

    assert apart(flat, flat, 0.95).g is None


# -- units ---------------------------------------------------------------------------------------


def test_matched_units_are_compared_by_their_means():
    units = {
        "customer": {"unit": np.array(["a", "b", "c", "c"], dtype=object)},
        "manager": {"unit": np.array(["a", "b", "c"], dtype=object)},
        "staff": {"unit": np.array(["a", "b", "c", "c"], dtype=object)},
    }
    made = Frame(DIMENSIONS, told(**units), units=("a", "b", "c"))
    # tangibles: managers 6, 6, 5 against customers 5, 6, (5 + 6) / 2
    row = next(r for r in gap_rows(made, 1) if r.id == "tangibles")

    assert (row.value, row.method, row.n_of) == (pytest.approx((1 + 0 - 0.5) / 3), "units", 3)
    values = {gap: {r.id: r.value for r in gap_rows(made, gap)} for gap in (1, 6, 7)}
    assert all(
        values[1][d] == pytest.approx(values[6][d] + values[7][d], abs=1e-12) for d in DIMENSIONS
    )


def test_t_runs_over_units():
    n = 6
    unit = np.array([f"u{k % n}" for k in range(12)], dtype=object)
    managers = np.array([5.0, 6, 4, 7, 5, 6] * 2)[:, None]
    customers = np.array([6.0, 6, 5, 6, 7, 6] * 2)[:, None]
    both = {
        "manager": Told("manager", 12, {"manager_expectation": managers}, unit=unit),
        "customer": Told("customer", 12, {"customer_expectation": customers}, unit=unit),
    }
    (row, _) = gap_rows(Frame(("d",), both, units=tuple(f"u{k}" for k in range(n))), 1)
    # differences of units: -1, 0, -1, 1, -2, 0
    se = math.sqrt(np.var([-1, 0, -1, 1, -2, 0], ddof=1) / n)

    assert (row.value, row.df) == (pytest.approx(-0.5), 5)
    assert row.se == pytest.approx(se)


# -- conditions ----------------------------------------------------------------------------------


def test_reliabilities_are_those_of_the_formulas():
    (expected,) = reference_rows("gap_model_reliability.csv")
    x = np.array(
        [
            [6, 5, 7, 3, 4, 6, 2, 5, 6, 7, 4],
            [5, 5, 6, 2, 4, 7, 3, 4, 6, 6, 3],
            [6, 4, 7, 4, 3, 6, 1, 5, 7, 7, 5],
        ],
        dtype=float,
    ).T

    assert reliability(x) == (pytest.approx(float(expected["alpha"])), "alpha")
    assert reliability(x[:, :2]) == (
        pytest.approx(float(expected["spearman_brown"])),
        "spearman_brown",
    )
    assert reliability(x[:, :1]) == (None, "")
    assert reliability(np.ones((11, 3))) == (None, "alpha")


def test_a_condition_counts_for_people_who_answered_half_of_it():
    found = people_means(np.array([[100.0, 50, np.nan, np.nan], [100.0, np.nan, np.nan, np.nan]]))

    assert found[0] == 75
    assert np.isnan(found[1])


def profiled(n):
    rating = np.tile([[20.0, 40.0]], (n, 1))
    own = {
        "teamwork": Construct(3, rating + 30, {"en": "Teamwork"}),
        "role_conflict": Construct(3, rating, {"en": "No conflicting demands"}),
    }
    return profile(Told("staff", n, {}, constructs=own), 0.95)


def test_the_profile_begins_with_the_least_healthy():
    assert [(r.rank, r.construct, r.health) for r in profiled(10)] == [
        (1, "role_conflict", 30),
        (2, "teamwork", 60),
    ]


def test_nine_people_have_no_profile():
    assert profiled(9) == ()


def linked(n_units):
    unit = np.array([f"u{k}" for k in range(n_units)], dtype=object)
    standards = np.tile([[3.0, 5.0], [4.0, 6.0], [2.0, 7.0]], (n_units // 3 + 1, 1))[:n_units]
    health = 10 * standards.mean(axis=1)[:, None]
    own = {"goal_setting": Construct(2, health, {"en": "Goals"})}
    managers = Told("manager", n_units, {"standards": standards}, constructs=own, unit=unit)
    return links(Frame(("a", "b"), {"manager": managers}), managers, list(unit), 0.95)


def test_conditions_are_linked_to_their_gap_over_thirty_units():
    (row,) = linked(30)

    assert (row.construct, row.gap, row.n_units, row.pearson) == (
        "goal_setting", 2, 30, pytest.approx(1),
    )  # fmt: skip


def test_twenty_nine_units_link_nothing():
    assert linked(29) == []
