"""Regression of an outcome and the parts of its R2, against R and against every order of entry."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servqual.errors import UndefinedStatisticError
from servqual.statistics.drivers import (
    adjusted_r2,
    correlations,
    noise_weights,
    regression,
    relative_weights,
    slopes,
)
from servqual.statistics.lmg import lmg
from servqual.statistics.roots import FEW, symmetric_roots
from tests.made import reference_rows

SETS = ("mtcars4", "mtcars10", "kiosk")
ROWS = reference_rows("drivers.csv")


def covariance(name):
    rows = [row for row in reference_rows("drivers_covariances.csv") if row["set"] == name]
    found = np.empty((max(int(row["column"]) for row in rows),) * 2)
    for row in rows:
        i, j = int(row["row"]) - 1, int(row["column"]) - 1
        found[i, j] = found[j, i] = float(row["value"])
    return found


def expected(name, field):
    return [float(row[field]) for row in ROWS if row["set"] == name]


def people_of(name):
    return int(next(row["n"] for row in ROWS if row["set"] == name))


def scores(n, p, seed=1, noise=2.0):
    """Return p scores that share something, and behind them an outcome."""
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(n, p)) + rng.normal(size=(n, 1))
    return np.column_stack([x, x @ np.arange(p) / p + noise * rng.normal(size=n)])


# -- against R -------------------------------------------------------------------------------------


@pytest.mark.parametrize("field", ["r", "partial", "b", "beta", "vif"])
@pytest.mark.parametrize("name", SETS)
def test_regression_as_in_r(name, field):
    found = regression(covariance(name), people_of(name))

    assert getattr(found, field) == pytest.approx(expected(name, field), rel=1e-6)


@pytest.mark.parametrize("name", SETS)
def test_r2_and_adjusted_r2_as_in_r(name):
    found = regression(covariance(name), people_of(name))

    assert found.r2 == pytest.approx(expected(name, "r2")[0], rel=1e-9)
    assert found.r2_adjusted == pytest.approx(expected(name, "r2_adjusted")[0], rel=1e-9)


@pytest.mark.parametrize("name", SETS)
def test_relative_weights_as_in_r(name):
    assert relative_weights(covariance(name)) == pytest.approx(
        expected(name, "relative_weight"), rel=1e-8
    )


@pytest.mark.parametrize("name", SETS)
def test_lmg_as_in_r(name):
    assert lmg(correlations(covariance(name))) == pytest.approx(expected(name, "lmg"), rel=1e-8)


def test_relative_weights_of_mtcars_as_published_with_rwa():
    found = relative_weights(covariance("mtcars4"))

    assert found == pytest.approx([0.2284797, 0.2221469, 0.2321744, 0.0963886], abs=5e-8)


# -- laws ------------------------------------------------------------------------------------------

shapes = st.tuples(st.integers(20, 60), st.integers(1, 6), st.integers(0, 10_000))


@given(shapes)
@settings(max_examples=40, deadline=None)
def test_parts_add_up_to_r2(shape):
    found = np.cov(scores(*shape), rowvar=False)
    r2 = regression(found, shape[0]).r2

    assert lmg(correlations(found)).sum() == pytest.approx(r2, rel=1e-9)
    assert relative_weights(found).sum() == pytest.approx(r2, rel=1e-9)


@given(shapes, st.floats(0.01, 100))
@settings(max_examples=40, deadline=None)
def test_the_unit_of_a_score_changes_its_slope_alone(shape, unit):
    x = scores(*shape)
    moved = x.copy()
    moved[:, 0] *= unit
    a, b = slopes(np.cov(x, rowvar=False)), slopes(np.cov(moved, rowvar=False))

    assert b.weight == pytest.approx(a.weight, rel=1e-6)
    assert b.beta == pytest.approx(a.beta, rel=1e-6)
    assert b.b[0] * unit == pytest.approx(a.b[0], rel=1e-6)


@given(shapes)
@settings(max_examples=40, deadline=None)
def test_the_order_of_scores_changes_no_part(shape):
    x = scores(*shape)
    turned = np.column_stack([x[:, -2::-1], x[:, -1]])
    a, b = (correlations(np.cov(table, rowvar=False)) for table in (x, turned))

    assert lmg(b)[::-1] == pytest.approx(lmg(a), rel=1e-9)
    assert relative_weights(b)[::-1] == pytest.approx(relative_weights(a), rel=1e-9)


@given(shapes)
@settings(max_examples=40, deadline=None)
def test_turning_a_score_round_changes_no_part(shape):
    x = scores(*shape)
    turned = x.copy()
    turned[:, 0] *= -1
    a, b = (correlations(np.cov(table, rowvar=False)) for table in (x, turned))

    assert lmg(b) == pytest.approx(lmg(a), rel=1e-9)


def test_lmg_is_the_mean_over_every_order_of_entry():
    r = correlations(np.cov(scores(50, 4), rowvar=False))

    def r2(chosen):
        within = list(chosen)
        across = r[within, -1]
        return across @ np.linalg.solve(r[np.ix_(within, within)], across) if within else 0.0

    orders = list(itertools.permutations(range(4)))
    wanted = np.zeros(4)
    for order in orders:
        for k, j in enumerate(order):
            wanted[j] += (r2(order[: k + 1]) - r2(order[:k])) / len(orders)

    assert lmg(r) == pytest.approx(wanted, rel=1e-9)


def test_two_equal_scores_share_what_one_would_have():
    x = scores(80, 2)
    twice = np.column_stack([x[:, 0], x[:, 0], x[:, 2]])
    found = lmg(correlations(np.cov(twice, rowvar=False)))

    assert found[0] == pytest.approx(found[1])
    assert found.sum() == pytest.approx(np.corrcoef(x[:, 0], x[:, 2])[0, 1] ** 2)


def test_many_matrices_at_once_give_what_each_gives():
    many = np.array([np.cov(scores(200, 5, seed), rowvar=False) for seed in range(3 * FEW)])
    found = slopes(many)
    each = [slopes(one) for one in many]

    assert found.r2 == pytest.approx([float(one.r2) for one in each], rel=1e-9)
    assert found.weight == pytest.approx(np.array([one.weight for one in each]), abs=1e-4)
    assert lmg(correlations(many[:7])) == pytest.approx(
        np.array([lmg(correlations(one)) for one in many[:7]]), rel=1e-12
    )


# -- refusals --------------------------------------------------------------------------------------


def test_an_outcome_without_spread_is_refused():
    x = scores(30, 2)
    x[:, 2] = 4

    with pytest.raises(UndefinedStatisticError) as refused:
        regression(np.cov(x, rowvar=False), 30)

    assert str(refused.value) == "constant: a predictor or the outcome has no spread"


def test_a_score_that_is_a_sum_of_others_is_refused():
    x = scores(30, 2)
    x = np.column_stack([x[:, 0], x[:, 1], x[:, 0] + x[:, 1], x[:, 2]])

    with pytest.raises(UndefinedStatisticError) as refused:
        regression(np.cov(x, rowvar=False), 30)

    assert str(refused.value) == "collinear: a predictor is a sum of others"


def test_replicates_that_have_no_answer_are_missing_and_harm_no_other():
    many = np.array([np.cov(scores(200, 3, seed), rowvar=False) for seed in range(2 * FEW)])
    before = slopes(many).weight
    many[3, 1, :] = many[3, :, 1] = 0
    many[5, 1, :], many[5, :, 1] = many[5, 0, :], many[5, :, 0]
    many[5, 1, 1] = many[5, 0, 0]
    after = slopes(many)

    assert np.isnan(after.weight[[3, 5]]).all()
    assert np.isnan(after.r2[[3, 5]]).all()
    others = np.delete(np.arange(len(many)), [3, 5])
    assert after.weight[others] == pytest.approx(before[others], abs=1e-4)


def test_lmg_is_not_tried_with_more_than_fifteen_scores():
    with pytest.raises(ValueError, match=r"^lmg takes at most 15 predictors, not 16$"):
        lmg(np.eye(17))


def test_adjusted_r2_needs_more_people_than_scores():
    assert np.isnan(adjusted_r2(0.5, 4, 3))


# -- noise -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["lmg", "relative_weights"])
def test_the_noise_yardstick_is_what_columns_of_random_numbers_get(method):
    x, n = scores(300, 4), 300
    rng = np.random.default_rng(3)
    added = []
    for _ in range(1500):
        with_noise = np.column_stack([x[:, :4], rng.normal(size=n), x[:, 4]])
        c = np.cov(with_noise, rowvar=False)
        added.append((lmg(correlations(c)) if method == "lmg" else relative_weights(c))[4])
    found = noise_weights(np.cov(x, rowvar=False), n, method, 1, 4000)

    assert found.mean() == pytest.approx(np.mean(added), rel=0.1)
    assert np.quantile(found, 0.95) == pytest.approx(np.quantile(added, 0.95), rel=0.12)


def test_more_people_lower_the_yardstick():
    c = np.cov(scores(300, 4), rowvar=False)

    few, many = (noise_weights(c, n, "lmg", 1, 500) for n in (100, 400))

    assert many == pytest.approx(few / 4)


# -- roots -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("n", [40, 200, 1000])
def test_roots_that_are_approached_are_those_that_are_decomposed(n):
    many = np.array(
        [np.corrcoef(scores(n, 12, seed)[:, :12], rowvar=False) for seed in range(3 * FEW)]
    )
    found = symmetric_roots(many)
    each = np.concatenate([symmetric_roots(many[k : k + 1]).root for k in range(len(many))])

    assert found.regular.all()
    assert found.root == pytest.approx(each, abs=2e-4)


def test_a_singular_matrix_is_told_apart():
    many = np.array([np.eye(3)] * (2 * FEW))
    many[4, 0, 1] = many[4, 1, 0] = 1.0

    assert np.flatnonzero(~symmetric_roots(many).regular).tolist() == [4]
    assert np.flatnonzero(~symmetric_roots(many[:9]).regular).tolist() == [4]
