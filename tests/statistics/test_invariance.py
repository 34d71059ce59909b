"""Measurement invariance against lavaan (tests/reference/invariance.R), and what it must obey."""

from functools import cache

import numpy as np
import pytest

from servqual.statistics.cfa import Sample
from servqual.statistics.invariance import (
    Cost,
    Step,
    Undone,
    change,
    costliest,
    group_steps,
    holds,
    occasion_steps,
)
from tests.made import reference_rows

SIZES = {"hs39": (3, 3, 3), "bfi": (5, 5, 5), "kiosk_3x3": (3, 3, 3), "kiosk_8x3": (3,) * 8}
INDICES = {"chi2": "chisq", "p": "pvalue", "cfi": "cfi", "tli": "tli", "rmsea": "rmsea"}


def factors(sizes):
    """Return the places of the items of dimensions of these sizes, one after the other."""
    ends = np.cumsum(sizes)
    return [list(range(end - size, end)) for size, end in zip(sizes, ends, strict=True)]


@cache
def samples(name):
    """Return the moments of each group (or of both ratings together) of one set."""
    groups = {}
    for row in reference_rows("invariance_moments.csv"):
        if row["set"] == name:
            groups.setdefault(row["group"], []).append(row)
    return [sample_of(rows) for rows in groups.values()]


def sample_of(rows):
    k = max(int(row["row"]) for row in rows)
    mean, covariance = np.zeros(k), np.zeros((k, k))
    for row in rows:
        i, j, value = int(row["row"]) - 1, int(row["column"]) - 1, float(row["value"])
        if j < 0:
            mean[i] = value
        else:
            covariance[i, j] = covariance[j, i] = value
    return Sample(int(rows[0]["n"]), mean, covariance)


@cache
def steps(name):
    found = samples(name)
    places = factors(SIZES[name])
    return group_steps(found, places) if len(found) > 1 else occasion_steps(found[0], places)


def people(n, seed=1, k=6, shift=0.0, size=1.0, moved=None):
    """Return the moments of n people on two factors of three items; one mean may be moved."""
    rng = np.random.default_rng(seed)
    common = rng.multivariate_normal([shift, 0.0], [[1, 0.5], [0.5, 1]], size=n) * size
    loadings = np.array([0.8, 0.7, 0.6, 0.7, 0.8, 0.6])
    x = np.repeat(common, k // 2, axis=1) * loadings + 0.6 * rng.normal(size=(n, k))
    if moved is not None:
        x[:, moved] += 0.6
    return Sample(n, x.mean(axis=0), np.cov(x.T, ddof=0))


TWO = factors((3, 3))


@pytest.mark.parametrize(
    "row", reference_rows("invariance.csv"), ids=lambda r: f"{r['set']}-{r['step']}"
)
def test_every_step_is_that_of_lavaan(row):
    step = next(s for s in steps(row["set"]) if s.name == row["step"])

    assert step.df == int(row["df"])
    assert step.srmr == pytest.approx(float(row["srmr"]), abs=1e-6)
    for ours, theirs in INDICES.items():
        assert getattr(step, ours) == pytest.approx(float(row[theirs]), rel=1e-6, abs=1e-12), ours


@pytest.mark.parametrize("row", reference_rows("invariance_release.csv"),
                         ids=lambda r: f"{r['set']}-{r['step']}-{r['item']}")  # fmt: skip
def test_what_an_equality_costs_is_lavaans_score_test(row):
    step = next(s for s in steps(row["set"]) if s.name == row["step"])
    cost = step.costs[int(row["item"]) - 1]

    # lavaan stops where chi2 changes by a relative 1e-10: its gradient is good to four digits
    assert cost.chi2 == pytest.approx(float(row["statistic"]), rel=2e-3, abs=1e-4)
    assert cost.df == int(row["df"])


def test_schools_of_holzinger_and_swineford_as_printed_in_methods():
    configural, metric, scalar = steps("hs39")

    assert [(s.chi2, s.df) for s in (configural, metric, scalar)] == [
        (pytest.approx(115.8513, abs=5e-5), 48),
        (pytest.approx(124.0435, abs=6e-5), 54),
        (pytest.approx(164.1028, abs=5e-5), 60),
    ]
    assert [s.cfi for s in (configural, metric, scalar)] == pytest.approx(
        [0.923398, 0.920923, 0.882472], abs=6e-7
    )
    assert [s.rmsea for s in (configural, metric, scalar)] == pytest.approx(
        [0.096915, 0.092837, 0.107371], abs=6e-7
    )


def test_between_the_schools_metric_invariance_holds_and_scalar_fails_at_x3():
    configural, metric, scalar = steps("hs39")

    assert holds(metric, configural)
    assert not holds(scalar, metric)
    assert costliest(scalar) == 2


def test_people_of_one_population_are_measured_alike():
    found = group_steps([people(800, seed=s) for s in (1, 2, 3)], TWO)

    assert [step.name for step in found] == ["configural", "metric", "scalar"]
    assert holds(found[1], found[0])
    assert holds(found[2], found[1])
    assert min(step.p for step in found) > 0.01


def test_groups_that_differ_in_what_is_measured_only_are_measured_alike():
    found = group_steps([people(900), people(900, seed=2, shift=1.0, size=1.5)], TWO)

    assert holds(found[1], found[0])
    assert holds(found[2], found[1])


def test_an_item_that_one_group_uses_differently_is_found():
    configural, metric, scalar = group_steps([people(900), people(900, seed=2, moved=4)], TWO)

    assert holds(metric, configural)
    assert not holds(scalar, metric)
    assert costliest(scalar) == 4


def test_the_order_of_groups_changes_nothing():
    some = [people(300), people(400, seed=2, moved=1), people(250, seed=3)]
    first, second = group_steps(some, TWO), group_steps(some[::-1], TWO)

    for a, b in zip(first, second, strict=True):
        assert (a.chi2, a.df) == (pytest.approx(b.chi2, rel=1e-8), b.df)
        assert a.srmr == pytest.approx(b.srmr, rel=1e-6)
        assert [c.chi2 for c in a.costs] == pytest.approx([c.chi2 for c in b.costs], rel=1e-5)


def test_units_of_items_change_nothing():
    factor = np.array([2.0, 1, 3, 0.5, 1, 10])
    offset = np.arange(6.0)

    def moved(s):
        return Sample(s.n, s.mean * factor + offset, s.covariance * np.outer(factor, factor))

    some = [people(300), people(400, seed=2, moved=1)]
    for a, b in zip(
        group_steps(some, TWO), group_steps([moved(s) for s in some], TWO), strict=True
    ):
        assert (a.chi2, a.df) == (pytest.approx(b.chi2, rel=1e-7), b.df)
        assert [c.chi2 for c in a.costs] == pytest.approx([c.chi2 for c in b.costs], rel=1e-5)


def test_the_order_of_both_ratings_changes_nothing():
    whole = samples("kiosk_3x3")[0]
    order = [*range(9, 18), *range(9)]
    turned = Sample(whole.n, whole.mean[order], whole.covariance[np.ix_(order, order)])

    for a, b in zip(steps("kiosk_3x3"), occasion_steps(turned, factors((3, 3, 3))), strict=True):
        assert (a.chi2, a.df) == (pytest.approx(b.chi2, rel=1e-8), b.df)


def test_an_item_that_is_a_dimension_alone_costs_nothing():
    found = group_steps([people(300), people(300, seed=2)], [[0], [1, 2], [3, 4, 5]])

    assert [step.name for step in found] == ["configural", "metric", "scalar"]
    assert found[1].costs[0].df == 0
    assert found[2].costs[0].df == 0


def test_of_two_items_alone_in_a_dimension_none_is_named():
    tied = Step("metric", 9.0, 2, 0.01, 0.9, 0.9, 0.1, 0.1, (Cost(5.0, 1), Cost(5.0, 1)))
    clear = tied._replace(costs=(Cost(5.0, 1), Cost(1.0, 1), Cost(7.0, 1)))
    nothing = tied._replace(costs=(Cost(0.0, 0), Cost(0.0, 0)))

    assert [costliest(step) for step in (tied, clear, nothing)] == [None, 2, None]


def test_two_items_of_a_pair_cost_the_same():
    found = group_steps([people(400), people(400, seed=2, moved=4)], [[0, 1, 2, 3], [4, 5]])

    assert found[2].costs[4].chi2 == pytest.approx(found[2].costs[5].chi2, rel=1e-6)
    assert costliest(found[2]) is None


def test_a_saturated_model_has_no_rmsea_and_its_change_is_not_looked_at():
    def three(seed):
        s = people(400, seed=seed)
        return Sample(s.n, s.mean[:3], s.covariance[:3, :3])

    configural, metric, scalar = group_steps([three(1), three(2)], [[0, 1, 2]])

    assert (configural.df, configural.p, configural.rmsea, configural.cfi) == (0, None, None, 1.0)
    assert change(metric.rmsea, configural.rmsea) is None
    assert holds(metric, configural)
    assert (metric.df, scalar.df) == (2, 4)


def test_chens_rule_looks_at_every_index():
    before = Step("configural", 50.0, 20, 0.0, 0.950, 0.94, 0.050, 0.040, ())
    same = before._replace(name="metric")

    assert holds(same._replace(cfi=0.9401, rmsea=0.0649, srmr=0.0699), before)
    assert not holds(same._replace(cfi=0.9399), before)
    assert not holds(same._replace(rmsea=0.0651), before)
    assert not holds(same._replace(srmr=0.0701), before)
    assert not holds(same._replace(name="scalar", srmr=0.0551), before)


def test_a_dimension_of_two_items_alone_is_not_identified():
    def two(seed):
        s = people(300, seed=seed)
        return Sample(s.n, s.mean[:2], s.covariance[:2, :2])

    assert group_steps([two(1), two(2)], [[0, 1]]) == [Undone("configural", "not_identified")]


def test_two_items_rated_twice_are_not_identified():
    s = people(300)
    four = Sample(s.n, s.mean[:4], s.covariance[:4, :4])

    assert occasion_steps(four, [[0, 1]]) == [Undone("configural", "not_identified")]


def test_a_singular_covariance_is_named():
    whole = people(300)
    covariance = whole.covariance.copy()
    covariance[5], covariance[:, 5] = covariance[4], covariance[:, 4]
    covariance[5, 5] = covariance[4, 4]
    twin = Sample(300, whole.mean, covariance)

    assert group_steps([whole, twin], TWO) == [Undone("configural", "singular")]
