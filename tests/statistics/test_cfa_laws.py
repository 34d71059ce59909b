"""What holds for every confirmatory model, and what happens where there is none."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import special

from servqual.errors import UndefinedStatisticError
from servqual.statistics import cfa
from servqual.statistics.cfa.search import aggregate, curvature, objective
from servqual.statistics.powers import PowerSums, pairs
from servqual.statistics.tails import noncentrality

FACTORS = [[0, 1, 2], [3, 4, 5, 6]]
LOADINGS = st.lists(st.floats(0.3, 0.95), min_size=7, max_size=7)
SEEDS = st.integers(0, 10_000)


def population(loadings, phi):
    """Return the correlations of seven items on two factors that correlate by phi."""
    pattern = np.zeros((7, 2))
    for j, items in enumerate(FACTORS):
        pattern[items, j] = np.array(loadings)[items]
    common = pattern @ np.array([[1, phi], [phi, 1]]) @ pattern.T
    return common - np.diag(np.diag(common)) + np.eye(7)


def one_group(covariance, factors=FACTORS, n=300):
    k = len(covariance)
    return cfa.fit([cfa.Sample(n, np.zeros(k), covariance)], [cfa.simple_structure(factors, k)])


def ratings(seed, n=200):
    """Return whole ratings 1 to 7 of n people on seven items."""
    rng = np.random.default_rng(seed)
    matrix = population([0.8, 0.7, 0.6, 0.7, 0.8, 0.5, 0.6], 0.4)
    return np.round(rng.multivariate_normal(np.full(7, 5.0), 1.5 * matrix, size=n)).clip(1, 7)


def sums_of(values):
    return PowerSums.of(values - 4, None, None, grouped=False)


def scaled(sums):
    found = cfa.fit(
        [cfa.Sample(sums.n, sums.mean(), sums.covariance())], [cfa.simple_structure(FACTORS, 7)]
    )
    fourth = cfa.FourthMoments.of(sums)
    return found, cfa.robust(found, fourth), fourth


# -- laws -----------------------------------------------------------------------------------------


@given(LOADINGS, st.floats(-0.9, 0.9))
@settings(max_examples=25)
def test_the_model_of_a_population_is_found_again(loadings, phi):
    found = one_group(population(loadings, phi))
    standard = cfa.standardized_loadings(found, found.vcov).value

    assert found.converged
    assert found.chi2 == pytest.approx(0, abs=1e-7)
    assert np.abs(standard.sum(axis=1)) == pytest.approx(loadings, abs=1e-4)
    assert abs(found.matrices[0].factor_cov[0, 1]) == pytest.approx(abs(phi), abs=1e-4)
    assert cfa.indices(found, cfa.baseline(found.samples)).cfi == pytest.approx(1)


@given(SEEDS, st.lists(st.floats(0.01, 100), min_size=7, max_size=7))
@settings(max_examples=20)
def test_other_units_of_the_items_change_nothing_that_is_printed(seed, units):
    covariance = np.cov(ratings(seed).T, bias=True)
    found, other = one_group(covariance), one_group(covariance * np.outer(units, units))
    ours, theirs = (cfa.standardized_loadings(f, f.vcov) for f in (found, other))

    assert other.chi2 == pytest.approx(found.chi2, rel=1e-8)
    assert cfa.srmr(other) == pytest.approx(cfa.srmr(found), abs=1e-7)
    assert theirs.value == pytest.approx(ours.value, abs=1e-6)
    assert theirs.se == pytest.approx(ours.se, abs=1e-6)


@given(SEEDS)
@settings(max_examples=10)
def test_people_in_any_order_and_in_any_parts_give_the_same(seed):
    values = ratings(seed)
    shuffled = values[np.random.default_rng(seed).permutation(len(values))]
    whole, robust, fourth = scaled(sums_of(values))
    parts = sums_of(shuffled[:77]) + sums_of(shuffled[77:])
    merged, again, spread = scaled(parts)

    assert merged.chi2 == pytest.approx(whole.chi2, rel=1e-10)
    assert again.scaling == pytest.approx(robust.scaling, rel=1e-10)
    assert spread.baseline_scaling == pytest.approx(fourth.baseline_scaling, rel=1e-10)
    assert again.vcov == pytest.approx(robust.vcov, rel=1e-8, abs=1e-12)


@given(SEEDS)
@settings(max_examples=10)
def test_items_in_another_order_give_the_same(seed):
    covariance = np.cov(ratings(seed).T, bias=True)
    order = np.random.default_rng(seed).permutation(7)
    moved = [[int(np.flatnonzero(order == i)[0]) for i in items] for items in FACTORS]

    other = one_group(covariance[np.ix_(order, order)], moved)
    assert other.chi2 == pytest.approx(one_group(covariance).chi2, rel=1e-8)


def test_two_groups_with_nothing_equal_are_two_models():
    samples, models = [], []
    for g in range(2):
        values = ratings(g, n=150 + 50 * g)
        samples.append(cfa.Sample(len(values), values.mean(axis=0), np.cov(values.T, bias=True)))
        model = cfa.simple_structure(FACTORS, 7)
        labels = [np.where(a > 0, a + 100 * g, 0) for a in model.labels()[:3]]
        models.append(cfa.GroupModel(*labels, fixed_factor_cov=np.eye(2)))
    both = cfa.fit(samples, models)
    apart = [cfa.fit([s], [m]) for s, m in zip(samples, models, strict=True)]

    assert both.chi2 == pytest.approx(sum(one.chi2 for one in apart), rel=1e-9)
    assert both.df == sum(one.df for one in apart)
    assert both.log_likelihood == pytest.approx(sum(one.log_likelihood for one in apart))


def model_with_means():
    """Return two groups with equal loadings and intercepts, a factor mean free in the second."""
    models = []
    for g in range(2):
        own = 100 * g
        base = cfa.simple_structure(FACTORS, 7)
        models.append(
            cfa.GroupModel(
                loadings=base.loadings,
                factor_cov=np.where(base.factor_cov > 0, base.factor_cov + own, 0)
                + (np.diag([90, 91]) if g else 0),
                residual_cov=np.where(base.residual_cov > 0, base.residual_cov + own, 0),
                intercepts=50 + np.arange(7),
                factor_means=np.array([60, 61]) * g,
                fixed_factor_cov=None if g else np.eye(2),
            )
        )
    return models


def test_slopes_and_curvature_are_the_derivatives_of_the_likelihood():
    samples = [
        cfa.Sample(200, v.mean(axis=0), np.cov(v.T, bias=True)) for v in map(ratings, (3, 4))
    ]
    found = cfa.fit(samples, model_with_means())
    # away from the maximum, where every term counts
    at = found.theta * 1.05 + 0.03
    steps = 1e-5 * np.eye(len(at))
    slope = [
        (objective(found.groups, at - h) - objective(found.groups, at + h)) / 4e-5 for h in steps
    ]
    bent = [
        (aggregate(found.groups, at - h)[0] - aggregate(found.groups, at + h)[0]) / 2e-5
        for h in steps
    ]
    exact = curvature(found.groups, at)

    assert aggregate(found.groups, at)[0] == pytest.approx(np.array(slope), rel=1e-5, abs=1e-3)
    assert exact == pytest.approx(np.array(bent), abs=1e-6 * np.abs(exact).max())


def test_an_equality_that_costs_nothing_has_a_score_of_nothing():
    values = ratings(5)
    sample = cfa.Sample(200, values.mean(axis=0), np.cov(values.T, bias=True))
    models = model_with_means()
    found = cfa.fit([sample, sample], models)
    places = [cfa.Element(1, cfa.LOADING, i, int(i > 2)) for i in range(7)]

    for change in cfa.changes(found, places):
        assert change.chi2 == pytest.approx(0, abs=1e-8)


def test_freeing_a_place_gains_about_its_modification_index():
    values = ratings(6, n=2000)
    values[:, 6] = np.round(0.5 * values[:, 6] + 0.5 * values[:, 0])
    covariance = np.cov(values.T, bias=True)
    found = one_group(covariance, n=2000)
    place = cfa.Element(0, cfa.RESIDUAL_COV, 0, 6)
    (change,) = cfa.changes(found, [place])
    residual_cov = found.models[0].residual_cov.copy()
    residual_cov[0, 6] = residual_cov[6, 0] = 99
    freed = cfa.GroupModel(
        found.models[0].loadings,
        found.models[0].factor_cov,
        residual_cov,
        fixed_factor_cov=np.eye(2),
    )
    gain = found.chi2 - cfa.fit(found.samples, [freed]).chi2

    assert found.df == 13
    assert change.chi2 == pytest.approx(gain, rel=0.25)


def test_normal_fourth_moments_scale_nothing():
    matrix = population([0.8, 0.7, 0.6, 0.7, 0.8, 0.5, 0.6], 0.4)
    a, b = pairs(7)
    spread = matrix[np.ix_(a, a)] * matrix[np.ix_(b, b)]
    spread += matrix[np.ix_(a, b)] * matrix[np.ix_(b, a)]
    found, fourth = one_group(matrix), cfa.FourthMoments(matrix, spread)
    robust = cfa.robust(found, fourth)

    assert robust.scaling == pytest.approx(1, abs=1e-6)
    assert robust.vcov == pytest.approx(found.vcov, abs=1e-6)
    assert fourth.saturated == pytest.approx(28)


# -- where there is no model -----------------------------------------------------------------------


def correlations(*below):
    k = 3 if len(below) == 3 else 4
    matrix = np.eye(k)
    matrix[np.tril_indices(k, -1)] = below
    return matrix + matrix.T - np.eye(k)


def test_two_items_cannot_carry_a_factor():
    with pytest.raises(UndefinedStatisticError) as raised:
        one_group(np.array([[1.0, 0.5], [0.5, 1.0]]), [[0, 1]])

    assert str(raised.value) == "not_identified: more parameters than moments"


def test_two_uncorrelated_pairs_say_nothing_about_their_loadings():
    found = one_group(correlations(0.5, 0, 0, 0, 0, 0.4), [[0, 1], [2, 3]])

    assert not found.identified


def test_an_item_twice_has_no_inverse():
    with pytest.raises(UndefinedStatisticError) as raised:
        one_group(correlations(0.5, 0.5, 1.0), [[0, 1, 2]])

    assert str(raised.value) == "singular: the covariance matrix has no inverse"


def test_an_item_without_spread_is_named_so():
    matrix = correlations(0.5, 0.5, 0.5)
    matrix[2] = matrix[:, 2] = 0

    with pytest.raises(UndefinedStatisticError) as raised:
        one_group(matrix, [[0, 1, 2]])

    assert str(raised.value) == "singular: an item has no spread"


def test_a_negative_variance_is_found_and_named():
    # by hand: the first loading squared is .7 * .7 / .4 = 1.225
    found = one_group(correlations(0.7, 0.7, 0.4), [[0, 1, 2]])

    assert found.converged
    assert found.matrices[0].loadings[0, 0] ** 2 == pytest.approx(1.225, abs=1e-6)
    assert cfa.improper(found) == cfa.Improper((0,), (), not_positive_definite=False)
    assert cfa.explained(found)[0] == pytest.approx(1.225, abs=1e-6)


def test_factors_that_correlate_above_one_are_found():
    # within .36, between .54: by hand loadings .6 and a correlation of .54 / .36 = 1.5
    matrix = np.full((6, 6), 0.54)
    matrix[:3, :3] = matrix[3:, 3:] = 0.36
    np.fill_diagonal(matrix, 1)
    found = one_group(matrix, [[0, 1, 2], [3, 4, 5]])

    assert found.converged
    assert found.matrices[0].factor_cov[0, 1] == pytest.approx(1.5, abs=1e-6)
    assert cfa.improper(found) == cfa.Improper((), ((0, 1),), not_positive_definite=True)


def test_a_likelihood_that_rises_for_ever_does_not_converge():
    # r23 = 0 although both correlate with the first: its loading would have to be infinite
    assert not one_group(correlations(0.6, 0.6, 0.0), [[0, 1, 2]]).converged


@pytest.mark.parametrize("values", [[-9.0] * 22, [np.nan] * 22])
def test_values_to_begin_at_that_fit_no_matrix_are_passed_over(values):
    # what an earlier step found may imply no proper matrix under the equalities of the next
    sample = cfa.Sample(300, np.zeros(7), population([0.7] * 7, 0.4))
    model = cfa.simple_structure(FACTORS, 7)
    plain = cfa.fit([sample], [model])
    found = cfa.fit([sample], [model], np.array(values[: plain.n_free]))

    assert found.theta == pytest.approx(plain.theta, abs=1e-12)
    assert (found.converged, found.chi2) == (True, pytest.approx(plain.chi2, abs=1e-12))


def test_a_model_that_implies_no_proper_matrix_anywhere_does_not_converge():
    base = cfa.simple_structure(FACTORS, 7)
    # two factors that correlate by minus 4
    model = replace(base, factor_cov=np.zeros((2, 2), int), fixed_factor_cov=5 * np.eye(2) - 4)
    with pytest.raises(UndefinedStatisticError) as raised:
        cfa.fit([cfa.Sample(300, np.zeros(7), population([0.9] * 7, -0.9))], [model])

    assert str(raised.value) == ("not_converged: no values to begin at imply a proper matrix")


def test_a_model_without_degrees_of_freedom_has_no_test():
    found = one_group(correlations(0.5, 0.5, 0.5), [[0, 1, 2]])
    indices = cfa.indices(found, cfa.baseline(found.samples))

    assert (found.df, indices.cfi) == (0, 1.0)
    assert (indices.p, indices.tli, indices.rmsea, indices.rmsea_low) == (None,) * 4


def test_items_without_any_correlation_have_no_tli():
    found = one_group(np.eye(7), [list(range(7))])
    indices = cfa.indices(found, cfa.baseline(found.samples))

    assert (indices.cfi, indices.tli) == (1.0, None)


def test_a_place_that_the_parameters_tell_already_has_no_index():
    found = one_group(correlations(0.5, 0.5, 0.5), [[0, 1, 2]])

    (change,) = cfa.changes(found, [cfa.Element(0, cfa.RESIDUAL_COV, 0, 1)])
    assert change == cfa.Change(None, None)


# -- limits of the RMSEA ---------------------------------------------------------------------------


@pytest.mark.parametrize("p", [0.95, 0.05])
@pytest.mark.parametrize(("x", "df"), [(442.593, 224), (9e6, 199), (30, 1)])
def test_a_noncentral_variable_stays_below_with_the_probability_asked_for(x, df, p):
    # R: pchisq(x, df, ncp)
    assert special.chndtr(x, df, noncentrality(x, df, p)) == pytest.approx(p, abs=1e-9)


@pytest.mark.parametrize("p", [0.95, 0.05])
def test_noncentrality_has_no_step_where_the_normal_distribution_takes_over(p):
    below, above = noncentrality(0.9999e7, 199, p), noncentrality(1.0001e7, 199, p)

    assert above - below == pytest.approx(2000, abs=6)


def test_a_statistic_below_what_chance_gives_has_no_noncentrality():
    assert noncentrality(150, 224, 0.05) == 0.0
