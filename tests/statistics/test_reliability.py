"""Alpha: known values, laws, refusals."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from servqual.errors import UndefinedStatisticError
from servqual.statistics.reliability import (
    cronbach_alpha,
    feldt_limits,
    item_correlations,
    item_reliabilities,
    spearman_brown,
    standardised_alpha,
)
from tests.made import reference_rows
from tests.statistics.covariances import covariance_of

tables = arrays(np.float64, (12, 4), elements=st.integers(1, 7)).map(lambda x: np.cov(x.T))


def test_two_items_by_hand():
    # variances 1, covariance .5: 2 (1 - 2 / 3) = 2/3, as Spearman-Brown of r = .5
    assert cronbach_alpha(np.array([[1, 0.5], [0.5, 1]])) == pytest.approx(2 / 3)


def test_feldt_limits_of_kiosk_security_items():
    assert feldt_limits(0.831783, 194, 3, 0.95) == pytest.approx((0.786179, 0.868994), abs=2e-6)


def test_feldt_limits_of_24_kiosk_perceptions():
    assert feldt_limits(0.891245, 194, 24, 0.95) == pytest.approx((0.867876, 0.912196), abs=2e-6)


@given(tables)
def test_alpha_is_never_above_one(covariance):
    if covariance.sum() > 1e-9:
        assert cronbach_alpha(covariance) <= 1 + 1e-9


@given(tables, st.floats(0.1, 9))
def test_alpha_does_not_depend_on_the_unit(covariance, factor):
    if covariance.sum() > 1e-6:
        assert cronbach_alpha(covariance * factor) == pytest.approx(cronbach_alpha(covariance))


@given(tables, st.permutations(range(4)))
def test_alpha_does_not_depend_on_the_order_of_items(covariance, order):
    if covariance.sum() > 1e-6:
        turned = covariance[np.ix_(order, order)]
        assert cronbach_alpha(turned) == pytest.approx(cronbach_alpha(covariance))


def test_one_item_has_no_alpha():
    with pytest.raises(UndefinedStatisticError, match=r"^alpha needs at least two items$"):
        cronbach_alpha(np.array([[1.0]]))


def test_a_total_without_spread_has_no_alpha():
    message = r"^every respondent has the same total, so alpha is undefined$"
    with pytest.raises(UndefinedStatisticError, match=message):
        cronbach_alpha(np.array([[1.0, -1.0], [-1.0, 1.0]]))


def test_limits_need_two_people():
    with pytest.raises(UndefinedStatisticError, match="at least two people and two items"):
        feldt_limits(0.5, 1, 3, 0.95)


def test_an_item_without_spread_has_no_correlation_but_can_be_deleted():
    covariance = np.array([[0.0, 0, 0], [0, 1, 0.5], [0, 0.5, 1]])
    first = item_reliabilities(covariance)[0]

    assert first.item_rest_r is None
    assert first.alpha_if_deleted == pytest.approx(2 / 3)
    assert item_correlations(covariance) is None


def test_with_two_items_there_is_no_alpha_without_one():
    rows = item_reliabilities(np.array([[1, 0.5], [0.5, 1]]))

    assert [row.alpha_if_deleted for row in rows] == [None, None]
    assert [row.item_rest_r for row in rows] == pytest.approx([0.5, 0.5])


@pytest.mark.parametrize(
    "row",
    reference_rows("reliability.csv"),
    ids=lambda row: f"{row['source']}-{row['kind']}-{row['places'].replace(' ', '_')}",
)
def test_alpha_and_correlations_as_psych_has_them(row):
    covariance = covariance_of(row)
    between = item_correlations(covariance)

    assert cronbach_alpha(covariance) == pytest.approx(float(row["alpha"]), rel=1e-6)
    assert between.mean == pytest.approx(float(row["mean_r"]), rel=1e-6)
    assert between.smallest == pytest.approx(float(row["min_r"]), rel=1e-6)
    assert between.largest == pytest.approx(float(row["max_r"]), rel=1e-6)
    standardised = standardised_alpha(between.mean, int(row["k"]))
    assert standardised == pytest.approx(float(row["std_alpha"]), rel=1e-6)


def test_spearman_brown_of_two_kiosk_items():
    # methods 5.3 has .7921975, from a correlation rounded to .6559
    r = item_correlations(covariance_of("kiosk", "perception", [20, 21])).mean

    assert r == pytest.approx(0.65591, abs=5e-6)
    assert spearman_brown(r) == pytest.approx(0.7922021, abs=5e-8)
    assert spearman_brown(0.6559) == pytest.approx(0.7921975, abs=5e-7)


def test_items_that_cancel_each_other_have_no_standardised_alpha():
    with pytest.raises(UndefinedStatisticError, match=r"^no_spread: every respondent has the same"):
        spearman_brown(-1.0)


@given(tables, st.integers(0, 3), st.floats(0.1, 9))
def test_the_unit_of_an_item_changes_no_correlation(covariance, place, factor):
    if (np.diag(covariance) > 1e-6).all():
        scale = np.ones(4)
        scale[place] = factor
        found = item_correlations(covariance * np.outer(scale, scale))
        assert found == pytest.approx(item_correlations(covariance))


@given(tables)
def test_alpha_without_an_item_is_alpha_of_the_others(covariance):
    for place, row in enumerate(item_reliabilities(covariance)):
        others = np.delete(np.delete(covariance, place, 0), place, 1)
        if row.alpha_if_deleted is not None and others.sum() > 1e-6:
            assert row.alpha_if_deleted == pytest.approx(cronbach_alpha(others))
