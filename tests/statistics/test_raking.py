"""Weights made to fit margins, and the jackknife that counts the fitting."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servqual.errors import UndefinedStatisticError
from servqual.statistics.design_sums import Sampled
from servqual.statistics.raking import MOST_REPLICATES, Margin, jackknife, left_out, rake
from servqual.weighting import weight_effect
from tests.statistics.test_design_sums import WANTED, codes, column, sampled, table

SEX = np.repeat([0, 0, 1, 1], [30, 10, 40, 20])
AGE = np.repeat([0, 1, 0, 1], [30, 10, 40, 20])
GAPS = np.repeat([-0.5, -1.0, -0.8, -1.2], [30, 10, 40, 20])
MARGINS = [Margin(SEX, np.array([0.5, 0.5])), Margin(AGE, np.array([0.4, 0.6]))]


def test_a_hundred_people_by_sex_and_age():
    w = rake(np.ones(100), MARGINS).weights
    effect = weight_effect(100, w.sum(), (w**2).sum())

    assert w[[0, 30, 40, 80]].tolist() == pytest.approx(
        [0.747450, 2.757651, 0.439413, 1.621175], abs=1e-6
    )
    assert GAPS.mean() == pytest.approx(-0.81)
    assert w @ GAPS / w.sum() == pytest.approx(-0.917577, abs=1e-6)
    assert effect.n_effective == pytest.approx(65.3192, abs=1e-4)
    assert effect.deff == pytest.approx(1.530943, abs=1e-6)


@pytest.fixture(scope="module")
def clus():
    return table("design_clus.csv")


def school_margins(clus):
    kinds = np.array(["EHM".index(row["stype"]) for row in clus])
    wide = np.array([row["sch.wide"] == "Yes" for row in clus]).astype(int)
    of_kind = np.array([4421, 755, 1018]) / 6194
    return [Margin(kinds, of_kind), Margin(wide, np.array([1072, 5122]) / 6194)]


def test_raking_agrees_with_survey(clus):
    w = rake(column(clus, "pw"), school_margins(clus)).weights

    assert w @ column(clus, "api00") / w.sum() == pytest.approx(
        WANTED["rake", "api00", "mean"], rel=1e-6
    )
    assert [w[0], w.max(), w.min()] == pytest.approx(
        [WANTED["rake", "w", what] for what in ("first", "max", "min")], rel=1e-6
    )


def test_one_margin_is_post_stratification_as_in_survey(clus):
    w = rake(column(clus, "pw"), school_margins(clus)[:1]).weights

    assert w @ column(clus, "api00") / w.sum() == pytest.approx(
        WANTED["post", "api00", "mean"], rel=1e-6
    )
    assert w.max() == pytest.approx(WANTED["post", "w", "max"], rel=1e-6)


@pytest.mark.parametrize("raked", [True, False])
def test_leaving_clusters_out_agrees_with_survey_weights_fitted_anew(clus, raked):
    values = np.column_stack([column(clus, "api00"), column(clus, "api99")])
    drawn, unit = sampled(np.zeros(len(clus), dtype=np.int64), codes(clus, "dnum"))
    margins = school_margins(clus)
    refit = (lambda base: rake(base, margins).weights) if raked else (lambda base: base)
    found = jackknife(values, column(clus, "pw"), refit, left_out(drawn, unit, 1))
    case = "jk1_rake" if raked else "jk1_plain"

    assert np.sqrt(found[0, 0]) == pytest.approx(WANTED[case, "api00", "se"], rel=1e-6)
    if raked:
        assert np.sqrt(found[1, 1]) == pytest.approx(WANTED[case, "api99", "se"], rel=1e-6)


def test_leaving_branches_of_regions_out_agrees_with_survey():
    rows = [row for row in table("design_answers.csv") if row["region"] != "West"]
    drawn, unit = sampled(codes(rows, "region"), codes(rows, "region", "branch"))
    found = jackknife(
        column(rows, "o")[:, None], column(rows, "w"), lambda base: base, left_out(drawn, unit, 1)
    )

    assert np.sqrt(found[0, 0]) == pytest.approx(WANTED["jkn_plain", "o", "se"], rel=1e-6)


def test_people_left_out_in_random_groups_tell_about_the_error_of_a_mean():
    rng = np.random.default_rng(3)
    y, unit = rng.normal(size=2000), np.zeros(2000, np.int64)
    replicates = left_out(Sampled((2000,), (0.0,)), unit, 1)
    found = jackknife(y[:, None], np.ones(2000), lambda base: base, replicates)

    assert len(replicates) == MOST_REPLICATES
    assert np.sqrt(found[0, 0]) == pytest.approx(1 / np.sqrt(2000), rel=0.2)


def test_a_stratum_of_one_cluster_is_never_left_out():
    drawn = Sampled((2, 1), (0.0, 0.0), (0, 0, 1))
    replicates = left_out(drawn, np.array([0, 0, 1, 1, 2, 2]), 1)

    assert [r.factors.tolist() for r in replicates] == [[0, 0, 2, 2, 1, 1], [2, 2, 0, 0, 1, 1]]
    assert [r.part for r in replicates] == [0.5, 0.5]


def test_weights_beyond_the_bounds_are_cut_and_the_margins_met_again():
    sex = np.repeat([0, 0, 1, 1], [380, 20, 300, 300])
    age = np.repeat([0, 1, 0, 1], [380, 20, 300, 300])
    margins = [Margin(sex, np.array([0.5, 0.5])), Margin(age, np.array([0.55, 0.45]))]
    free, cut = rake(np.ones(1000), margins), rake(np.ones(1000), margins, (0.3, 3.0))

    assert free.weights.max() > 3
    assert (free.trimmed, cut.trimmed) == (0, 20)
    assert cut.weights.max() < free.weights.max()
    assert cut.error < 1e-6
    assert cut.weights.mean() == pytest.approx(1)


def test_people_without_a_group_keep_their_part_of_the_whole():
    codes_ = np.array([0, 0, 0, 1, -1])
    w = rake(np.ones(5), [Margin(codes_, np.array([0.5, 0.5]))]).weights

    assert w.tolist() == pytest.approx([2 / 3, 2 / 3, 2 / 3, 2, 1])


def test_margins_that_contradict_each_other_are_refused():
    same = np.repeat([0, 1], [50, 50])
    margins = [Margin(same, np.array([0.5, 0.5])), Margin(same, np.array([0.4, 0.6]))]

    with pytest.raises(UndefinedStatisticError, match=r"no_convergence: after 200 rounds"):
        rake(np.ones(100), margins)


def test_a_group_that_nobody_has_cannot_be_weighted():
    with pytest.raises(UndefinedStatisticError, match="empty_cell"):
        rake(np.ones(4), [Margin(np.zeros(4, int), np.array([0.5, 0.5]))])


@settings(max_examples=25, deadline=None)
@given(st.permutations(range(100)), st.floats(0.1, 10))
def test_neither_the_order_of_people_nor_the_size_of_base_weights_matters(order, factor):
    place = np.array(order)
    mixed = [Margin(m.codes[place], m.shares) for m in MARGINS]

    assert rake(np.full(100, factor), mixed).weights == pytest.approx(
        rake(np.ones(100), MARGINS).weights[place]
    )
