"""Omega of one factor and its limits: against psych and lavaan, laws, refusals, coverage."""

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from servqual.errors import UndefinedStatisticError
from servqual.statistics.influence import moment_variance, normal_variance
from servqual.statistics.omega import correlations_of, omega_limits, omega_total
from servqual.statistics.powers import PowerSums
from servqual.statistics.reliability import cronbach_alpha
from tests.made import reference_responses, reference_rows
from tests.statistics.covariances import covariance_of

ROWS = [row for row in reference_rows("reliability.csv") if int(row["k"]) > 2]
PROPER = [row for row in ROWS if row["heywood"] == "FALSE"]
IMPROPER = [row for row in ROWS if row["heywood"] == "TRUE"]


def named(row):
    return f"{row['source']}-{row['kind']}-{row['places'].replace(' ', '_')}"


@pytest.mark.parametrize("row", PROPER, ids=named)
def test_omega_of_the_loadings_that_psych_finds(row):
    found = omega_total(covariance_of(row))

    assert found.value == pytest.approx(float(row["omega"]), abs=2e-5)
    assert found.standardised == pytest.approx(float(row["std_omega"]), abs=2e-5)


@pytest.mark.parametrize("row", PROPER, ids=named)
def test_the_same_loadings_give_what_psych_calls_omega_total(row):
    # psych::omega(nfactors = 1) divides by the variance that was observed
    correlations = correlations_of(covariance_of(row))
    loadings = omega_total(correlations).loadings

    over_observed = 1 - (1 - loadings**2).sum() / correlations.sum()
    assert over_observed == pytest.approx(float(row["observed_omega"]), abs=2e-5)


@pytest.mark.parametrize("row", IMPROPER, ids=named)
def test_a_heywood_case_has_no_omega(row):
    with pytest.raises(UndefinedStatisticError) as raised:
        omega_total(covariance_of(row))

    assert raised.value.code == "improper"


def test_kiosk_security_items_as_printed():
    found = omega_total(covariance_of("kiosk", "perception", [19, 20, 21]))

    assert found.standardised == pytest.approx(0.834821, abs=5e-7)
    assert found.loadings == pytest.approx([0.7478, 0.8746, 0.7500], abs=5e-5)


@pytest.mark.parametrize(
    ("places", "printed"), [((1, 2, 3), 0.63255), ((4, 5, 6), 0.88588), ((7, 8, 9), 0.69614)]
)
def test_holzinger_and_swineford_as_printed(places, printed):
    found = omega_total(covariance_of("hs39", "ratings", places))

    assert found.value == pytest.approx(printed, abs=5e-6)


congeneric = st.integers(3, 8).flatmap(
    lambda k: st.tuples(
        st.lists(st.floats(0.2, 2.0), min_size=k, max_size=k),
        st.lists(st.floats(0.1, 3.0), min_size=k, max_size=k),
    )
)


def population(model):
    loadings, uniquenesses = map(np.array, model)
    return np.outer(loadings, loadings) + np.diag(uniquenesses)


@given(congeneric)
def test_alpha_is_not_above_omega_where_one_factor_is_the_truth(model):
    covariance = population(model)

    assert cronbach_alpha(covariance) <= omega_total(covariance).value + 1e-9


@given(congeneric)
def test_omega_of_a_population_is_the_share_of_its_true_variance(model):
    loadings, uniquenesses = map(np.array, model)
    truth = loadings.sum() ** 2 / (loadings.sum() ** 2 + uniquenesses.sum())

    assert omega_total(population(model)).value == pytest.approx(truth, abs=1e-8)


@given(congeneric, st.floats(0.01, 100))
def test_omega_does_not_depend_on_the_unit(model, factor):
    covariance = population(model)

    assert omega_total(covariance * factor).value == pytest.approx(omega_total(covariance).value)


@given(congeneric, st.randoms())
def test_omega_does_not_depend_on_the_order_of_items(model, random):
    covariance = population(model)
    order = list(range(len(covariance)))
    random.shuffle(order)

    turned = covariance[np.ix_(order, order)]
    assert omega_total(turned).value == pytest.approx(omega_total(covariance).value, abs=1e-9)


@pytest.mark.parametrize(
    ("covariance", "code"),
    [
        (np.eye(1), "two_items"),
        (np.array([[1, 0.5], [0.5, 1]]), "two_items"),
        (np.diag([1.0, 1, 0]) + 0.4 * np.array([[0, 1, 0], [1, 0, 0], [0, 0, 0]]), "constant_item"),
        (np.array([[1, 1, 0.5], [1, 1, 0.5], [0.5, 0.5, 1]]), "duplicate_item"),
        (np.array([[1, -1, 0.1], [-1, 1, -0.1], [0.1, -0.1, 1]]), "duplicate_item"),
        (np.array([[1, 0.9, 0.1], [0.9, 1, 0.6], [0.1, 0.6, 1]]), "improper"),
        (np.eye(4), "not_identified"),
        (np.zeros((3, 3)), "constant_item"),
    ],
    ids=[
        "one item", "two items", "a constant", "a copy", "a mirror image", "beyond the bound",
        "nothing in common", "nothing at all",
    ],
)  # fmt: skip
def test_where_there_is_no_omega_a_code_says_why(covariance, code):
    with pytest.raises(UndefinedStatisticError) as raised:
        omega_total(covariance)

    assert raised.value.code == code


@pytest.mark.parametrize("row", reference_rows("omega_errors.csv"), ids=lambda row: row["items"])
def test_standard_errors_as_in_lavaan(row):
    values, _ = triple(row)
    covariance = np.cov(values.T, ddof=0)
    found = omega_total(covariance)
    n = len(values)

    assert found.value == pytest.approx(float(row["omega"]), abs=1e-6)
    normal = normal_variance(correlations_of(covariance), found.slope, n)
    assert math.sqrt(normal) == pytest.approx(float(row["normal"]), rel=1e-5)
    moments = moment_variance(PowerSums.of(values, None, None, False), range(3), found.slope)
    # lavaan divides by n, this by n - 1
    assert math.sqrt(moments * (n - 1) / n) == pytest.approx(float(row["moments"]), rel=1e-5)


@pytest.mark.parametrize("row", reference_rows("omega_errors.csv"), ids=lambda row: row["items"])
def test_weighted_standard_errors_as_in_lavaan(row):
    values, weights = triple(row)
    sums = PowerSums.of(values, weights, None, False)
    found = omega_total(sums.covariance())
    n = len(values)

    assert found.value == pytest.approx(float(row["weighted_omega"]), abs=1e-6)
    variance = moment_variance(sums, range(3), found.slope) * (n - 1) / n
    assert math.sqrt(variance) == pytest.approx(float(row["weighted"]), rel=1e-5)


def triple(row):
    """Return the complete answers to three items, origins taken off, and the weights."""
    answers = reference_responses(weighted=True)
    places = [int(place) - 1 for place in row["items"].split()]
    codes = answers.ratings["perception"][:, places].astype(float)
    complete = (codes >= 1).all(axis=1)
    return codes[complete] - 4, answers.weights[complete]


def test_items_of_a_longer_battery_are_taken_by_their_places():
    rng = np.random.default_rng(4)
    values = rng.normal(size=(80, 5)) + rng.normal(size=(80, 1))
    chosen = [4, 0, 2]
    slope = omega_total(np.cov(values[:, chosen].T)).slope

    short = moment_variance(PowerSums.of(values[:, chosen], None, None, False), range(3), slope)
    long = moment_variance(PowerSums.of(values, None, None, False), chosen, slope)
    assert long == pytest.approx(short, rel=1e-10)


@given(st.floats(0.01, 0.999), st.floats(0, 1), st.floats(0.5, 0.99))
def test_limits_lie_around_omega_within_0_and_1(omega, variance, confidence):
    low, high = omega_limits(omega, variance, confidence)

    assert 0 <= low <= omega + 1e-12
    assert omega - 1e-12 <= high <= 1


def test_an_omega_of_one_has_no_limits():
    with pytest.raises(UndefinedStatisticError, match="an omega of 1 has no limits"):
        omega_limits(1.0, 0.1, 0.95)


@pytest.mark.long
@pytest.mark.parametrize("n", [60, 200])
def test_the_limits_cover_the_truth_in_skewed_ratings(n):
    # five answers, most at the top, cut from one factor; the truth from very many people
    rng = np.random.default_rng(11)
    loadings = np.array([0.6, 0.75, 0.7, 0.65, 0.8])
    cuts = [-2.0, -1.4, -0.8, 0.0]

    def answers(people):
        behind = rng.normal(size=(people, 1)) * loadings
        values = behind + rng.normal(size=(people, 5)) * np.sqrt(1 - loadings**2)
        return np.searchsorted(cuts, values).astype(float)

    truth = omega_total(np.cov(answers(2_000_000).T)).value
    covered = tried = 0
    for _ in range(1500):
        sums = PowerSums.of(answers(n), None, None, False)
        try:
            found = omega_total(sums.covariance())
        except UndefinedStatisticError:  # a Heywood case, now and then among 60 people
            continue
        variance = moment_variance(sums, range(5), found.slope)
        low, high = omega_limits(found.value, variance, 0.95)
        tried += 1
        covered += low <= truth <= high

    assert tried > 1450
    assert 0.92 <= covered / tried <= 0.97


@given(congeneric)
def test_the_slope_is_the_change_that_a_person_makes(model):
    covariance = population(model)
    k = len(covariance)
    found = omega_total(covariance)
    sd = np.sqrt(np.diag(covariance))
    z = np.linspace(-1, 1.5, k)
    assume(found.value < 0.99)

    share = 1e-6
    with_one_more = (1 - share) * covariance + share * np.outer(z * sd, z * sd)
    change = (omega_total(with_one_more).value - found.value) / share
    expected = z @ found.slope @ z - np.trace(found.slope @ correlations_of(covariance))
    assert change == pytest.approx(expected, rel=1e-2, abs=1e-3)
