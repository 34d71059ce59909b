"""Confirmatory models against lavaan (tests/reference/cfa.R)."""

import csv
from itertools import groupby

import numpy as np
import pytest

from servqual.statistics import cfa
from servqual.statistics.powers import PowerSums
from tests.made import reference_rows

TRIPLES = [[3 * j, 3 * j + 1, 3 * j + 2] for j in range(8)]
PZB = [range(4), range(4, 9), range(9, 13), range(13, 17), range(17, 22)]
MODELS = {
    "attitude": {"theory": [range(7)]},
    "bfi": {"theory": [range(j, j + 5) for j in range(0, 25, 5)], "one_factor": [range(25)]},
    "hs39": {
        "theory": [range(3), range(3, 6), range(6, 9)],
        "one_factor": [range(9)],
        "one_item": [[0], range(3, 6), range(6, 9)],
    },
    "bb1992": {
        "theory": PZB,
        "one_factor": [range(22)],
        "wording": [[*range(9), *range(13, 17)], [*range(9, 13), *range(17, 22)]],
    },
    "kiosk_e": {"theory": TRIPLES, "one_factor": [range(24)]},
    "kiosk_p": {"theory": TRIPLES, "one_factor": [range(24)]},
    "kiosk_gap": {"theory": TRIPLES, "one_factor": [range(24)]},
    "bank": {"theory": [range(5), range(5, 10)], "one_factor": [range(10)]},
    "ratings": {"theory": PZB, "one_factor": [range(22)]},
    "weighted": {"theory": PZB, "one_factor": [range(22)]},
}
CASES = [(s, m) for s, models in MODELS.items() for m in models if s not in ("ratings", "weighted")]


def reference(name, *keys):
    """Return the rows of a reference file by the values of some of its columns."""
    found = reference_rows(f"{name}.csv")
    return {key: list(some) for key, some in groupby(found, lambda r: tuple(r[k] for k in keys))}


FITS = reference("cfa_fits", "source", "model")
ESTIMATES = reference("cfa_estimates", "source", "model")
CHANGES = reference("cfa_changes", "source")
CORRELATIONS = reference("factors_correlations", "source")


def matrix_of(source):
    """Return the correlations of a source and the number of people."""
    found = CORRELATIONS[source,]
    k = max(int(r["row"]) for r in found)
    matrix = np.eye(k)
    for r in found:
        i, j = int(r["row"]) - 1, int(r["column"]) - 1
        matrix[i, j] = matrix[j, i] = float(r["r"])
    return matrix, int(found[0]["n"])


def fitted_to_correlations(source, model):
    return fitted_to(*matrix_of(source), MODELS[source][model])


def fitted_to(matrix, n, factors):
    """Fit a simple structure to the items that its factors name."""
    items = sorted(i for some in factors for i in some)
    sample = cfa.Sample(n, np.zeros(len(items)), matrix[np.ix_(items, items)])
    return fitted_to_items(sample, factors)


def fitted_to_items(sample, factors):
    """Fit a simple structure whose items, and no others, make the sample."""
    items = sorted(i for some in factors for i in some)
    inside = [[items.index(i) for i in some] for some in factors]
    return cfa.fit([sample], [cfa.simple_structure(inside, len(items))])


@pytest.fixture(scope="module")
def fits():
    return {case: fitted_to_correlations(*case) for case in CASES}


def test_the_five_factors_of_the_vignette_fit_as_published():
    # R package FCO (Niemand & Mai 2018): CFI .960, SRMR .038, chi2 318.059 on 160
    factors = [[5, 7, 8], [2, 4], [10, 11, 12, 13, 18, 19, 20, 21, 22], [1, 17], [6, 14, 15, 16]]
    found = fitted_to(*matrix_of("bb1992"), [[i - 1 for i in some] for some in factors])
    indices = cfa.indices(found, cfa.baseline(found.samples))

    assert (found.chi2, found.df) == pytest.approx((318.058919, 160), abs=1e-5)
    assert (indices.cfi, indices.rmsea) == pytest.approx((0.9595809, 0.0443606), abs=1e-7)
    assert cfa.srmr(found) == pytest.approx(0.0384710, abs=1e-7)


def of_lavaan(found):
    return {r["measure"]: float(r["value"]) if r["value"] != "NA" else None for r in found}


@pytest.mark.parametrize("case", CASES, ids=".".join)
def test_fit_is_that_of_lavaan(fits, case):
    expected, found = of_lavaan(FITS[case]), fits[case]
    indices = cfa.indices(found, cfa.baseline(found.samples))

    assert found.converged
    assert found.identified
    assert (found.df, found.n_free) == (expected["df"], expected["npar"])
    assert found.chi2 == pytest.approx(expected["chisq"], rel=1e-6)
    assert indices.p == pytest.approx(expected["pvalue"], abs=1e-8)
    assert (indices.cfi, indices.tli, indices.rmsea) == pytest.approx(
        (expected["cfi"], expected["tli"], expected["rmsea"]), abs=1e-6
    )
    assert (indices.rmsea_low, indices.rmsea_high) == pytest.approx(
        (expected["rmsea.ci.lower"], expected["rmsea.ci.upper"]), abs=1e-6
    )
    assert cfa.srmr(found) == pytest.approx(expected["srmr"], abs=1e-6)
    assert cfa.aic_bic(found) == pytest.approx((expected["aic"], expected["bic"]), abs=1e-3)


def place(name):
    return int(name[1:]) - 1


def items_of(expected):
    """Return the place of each item that a model names among those that it names."""
    names = sorted({place(r["rhs"]) for r in expected if r["op"] == "=~"})
    return {name: i for i, name in enumerate(names)}


def turned(found, expected):
    """Return by what our factors are turned to point as lavaan's: their direction is arbitrary."""
    ours = cfa.standardized_loadings(found, found.vcov).value
    signs = np.ones(ours.shape[1])
    for r in expected:
        if r["op"] == "=~" and abs(float(r["value"])) > 0.3:
            i, j = items_of(expected)[place(r["rhs"])], place(r["lhs"])
            signs[j] = np.sign(float(r["value"]) * ours[i, j])
    return signs


def assert_estimates(found, vcov, expected):
    loadings, phi = cfa.standardized_loadings(found, vcov), cfa.factor_correlations(found, vcov)
    signs = turned(found, expected)
    for r in expected:
        a, b = place(r["lhs"]), place(r["rhs"])
        if r["op"] == "=~":
            i = items_of(expected)[b]
            value, se = signs[a] * loadings.value[i, a], loadings.se[i, a]
        else:
            value, se = signs[a] * signs[b] * phi.value[a, b], phi.se[a, b]
        assert value == pytest.approx(float(r["value"]), abs=1e-4), r
        assert se == pytest.approx(float(r["se"]), abs=1e-4), r


@pytest.mark.parametrize("case", CASES, ids=".".join)
def test_standardised_loadings_and_correlations_with_errors_are_those_of_lavaan(fits, case):
    found = fits[case]

    assert_estimates(found, found.vcov, ESTIMATES[case])


@pytest.mark.parametrize("source", [s for (s,) in CHANGES])
def test_modification_indices_above_chance_are_those_of_lavaan(fits, source):
    found = fits[source, "theory"]
    places = cfa.fixed_places(found)
    mine = {
        (e.kind, e.row, e.column): (e, c)
        for e, c in zip(places, cfa.changes(found, places), strict=True)
    }
    signs = turned(found, ESTIMATES[source, "theory"])
    large = sum(c.chi2 is not None and c.chi2 > 10.83 for _, c in mine.values())

    assert large == len(CHANGES[source,])
    for r in CHANGES[source,]:
        a, b = place(r["lhs"]), place(r["rhs"])
        kind = cfa.LOADING if r["op"] == "=~" else cfa.RESIDUAL_COV
        crossed = kind == cfa.LOADING
        element, change = mine[(kind, b, a) if crossed else (kind, min(a, b), max(a, b))]
        expected = change.expected * (signs[a] if crossed else 1.0)
        assert change.chi2 == pytest.approx(float(r["mi"]), rel=1e-3), r
        assert expected == pytest.approx(float(r["epc"]), rel=1e-3, abs=1e-4), r
        standard = cfa.standardized_change(found, element, expected)
        assert standard == pytest.approx(float(r["sepc"]), rel=1e-3, abs=1e-4), r


# -- scaled statistics, from ratings ---------------------------------------------------------------

ROBUST = reference("cfa_robust", "source", "model")
ROBUST_ESTIMATES = reference("cfa_robust_estimates", "source", "model")


def own_ratings():
    table = reference_rows("ratings.csv")
    values = [[float(r[f"P{j}"] or "nan") for j in range(1, 23)] for r in table]
    return np.array(values), np.array([float(r["w"]) for r in table])


def moments(values, weights=None):
    """Return the sample and its fourth moments, by the sums that a Summary holds."""
    sums = PowerSums.of(values - np.round(np.nanmean(values)), weights, None, grouped=False)
    sample = cfa.Sample(sums.n, sums.mean(), sums.covariance())
    return sample, cfa.FourthMoments.of(sums)


def assert_scaled(case, values, weights=None):
    source, model = case
    factors = MODELS[source][model]
    sample, fourth = moments(values[:, sorted(i for some in factors for i in some)], weights)
    found = fitted_to_items(sample, factors)
    robust = cfa.robust(found, fourth)
    none = cfa.baseline(found.samples)
    indices = cfa.indices(found, none, robust.scaling, fourth.baseline_scaling)
    expected = of_lavaan(ROBUST[case])

    assert found.chi2 == pytest.approx(expected["chisq"], rel=1e-6)
    assert robust.scaling == pytest.approx(expected["chisq.scaling.factor"], rel=1e-5)
    assert found.chi2 / robust.scaling == pytest.approx(expected["chisq.scaled"], rel=1e-5)
    assert fourth.baseline_scaling == pytest.approx(
        expected["baseline.chisq.scaling.factor"], rel=1e-6
    )
    assert indices.p == pytest.approx(expected["pvalue.scaled"], abs=1e-8)
    names = ("cfi", "tli", "rmsea")
    assert indices[1:4] == pytest.approx([expected[f"{x}.robust"] for x in names], abs=1e-5)
    limits = [expected[f"rmsea.ci.{side}.robust"] for side in ("lower", "upper")]
    assert indices[4:] == pytest.approx(limits, abs=1e-5)
    assert_estimates(found, robust.vcov, ROBUST_ESTIMATES[case])


@pytest.mark.parametrize("model", ["theory", "one_factor"])
def test_scaled_fit_is_that_of_lavaan(model):
    assert_scaled(("ratings", model), own_ratings()[0])


@pytest.mark.parametrize("model", ["theory", "one_factor"])
def test_scaled_fit_with_survey_weights_is_that_of_lavaan(model):
    values, weights = own_ratings()

    assert_scaled(("weighted", model), values, weights)


@pytest.mark.parametrize(
    ("source", "file", "columns"),
    [
        ("hs39", "psychometrics/HolzingerSwineford1939.csv", [f"x{i}" for i in range(1, 10)]),
        ("bb1992", "psychometrics/bb1992.csv", [f"Q{i}" for i in range(1, 23)]),
        ("bfi", "psychometrics/bfi.csv", [f"{x}{i}" for x in "ACENO" for i in range(1, 6)]),
        ("bank", "service/bank_es.csv", [f"{x}{i}" for x in ("expe", "qual") for i in range(1, 6)]),
    ],
    ids=["hs39", "bb1992", "bfi", "bank"],
)
def test_scaled_fit_of_published_ratings_is_that_of_lavaan(shared_data, source, file, columns):
    with (shared_data / file).open(encoding="utf-8") as lines:
        table = [[r[c] for c in columns] for r in csv.DictReader(lines)]
    values = np.array([[np.nan if x in ("", "NA") else float(x) for x in r] for r in table])

    for model in MODELS[source]:
        assert_scaled((source, model), values)
