"""Competing models of one battery or gap, from ratings to rows."""

import csv
from itertools import groupby

import numpy as np
import pytest

from servqual.importer import read
from servqual.scoring import summarize
from servqual.settings import Settings
from servqual.statistics.powers import PowerSums
from servqual.statistics.summary import SetSums
from servqual.study.structure.models import CHANGE_COUNTS, MOST_CHANGES, model_rows
from servqual.study.structure.sources import Source, sources
from tests.made import formula_ratings, reference_responses, reference_rows, responses
from tests.test_kiosk import DROPPED, INSTRUMENTS

PZB = {
    "tangibles": range(4),
    "reliability": range(4, 9),
    "responsiveness": range(9, 13),
    "assurance": range(13, 17),
    "empathy": range(17, 22),
}
WORDED_NEGATIVELY = (*range(9, 13), *range(17, 22))


def source_of(values, dimensions, negative=(), *, powers=True):
    """Return the source of some ratings, shape (people, items), items q1, q2 ..."""
    values = np.asarray(values, dtype=float)
    k = values.shape[1]
    products = PowerSums.of(values, None, None, grouped=False) if powers else None
    return Source(
        name="perception",
        items=tuple(f"q{i + 1}" for i in range(k)),
        dimensions=tuple((name, tuple(places)) for name, places in dimensions.items()),
        negative=tuple(i in negative for i in range(k)),
        sums=SetSums.of(values, None),
        powers=products,
    )


def people(seed=1, n=300, k=6):
    """Return whole ratings 1 to 7 of k items on one factor."""
    rng = np.random.default_rng(seed)
    noise = rng.normal(size=(n, k))
    return np.round(4 + 1.2 * (0.7 * rng.normal(size=(n, 1)) + 0.7 * noise)).clip(1, 7)


# -- published and reference values ----------------------------------------------------------------


@pytest.fixture(scope="module")
def bb1992(shared_data):
    with (shared_data / "psychometrics" / "bb1992.csv").open(encoding="utf-8") as lines:
        values = [[float(x) for x in row.values()] for row in csv.DictReader(lines)]
    return model_rows(source_of(values, PZB, WORDED_NEGATIVELY), Settings())


def test_babakus_and_boller_have_three_models(bb1992):
    found = [(row.model, row.df) for row in bb1992.fits]
    chi2 = [row.chi2 for row in bb1992.fits]

    assert found == [("theory", 199), ("one_factor", 209), ("wording", 208)]
    assert chi2 == pytest.approx([624.0062, 960.2210, 762.7555], abs=6e-5)


def test_their_fit_as_published_in_the_specification(bb1992):
    theory, one_factor, wording = bb1992.fits

    assert (theory.cfi, theory.tli, theory.srmr) == pytest.approx(
        (0.8996042, 0.8834602, 0.0646446), abs=1e-6
    )
    assert (theory.rmsea, theory.rmsea_low, theory.rmsea_high) == pytest.approx(
        (0.0652258, 0.0594817, 0.0710427), abs=1e-6
    )
    assert (one_factor.cfi, one_factor.rmsea) == pytest.approx((0.8225451, 0.0846172), abs=1e-6)
    assert (wording.cfi, wording.srmr) == pytest.approx((0.8689546, 0.0518051), abs=1e-6)


def test_their_negative_dimensions_are_one_and_that_is_a_finding(bb1992):
    theory = bb1992.fits[0]

    assert bb1992.phi["responsiveness", "empathy"].value == pytest.approx(0.9985485, abs=1e-6)
    assert theory.findings == ("not_positive_definite",)
    assert theory.problem == ""


def test_wording_has_loadings_of_its_own(bb1992):
    found = {row.factor for row in bb1992.loadings if row.model == "wording"}

    assert found == {"positive", "negative"}
    assert len(bb1992.loadings) == 3 * 22


@pytest.fixture(scope="module")
def kiosk(shared_data):
    answers = read(shared_data / "kiosk" / "kiosk.csv", str(INSTRUMENTS / "kiosk_8x3.toml"))
    kept = np.ones(len(answers), dtype=bool)
    kept[np.array(DROPPED) - 1] = False
    answers = answers.take(kept)
    summary = summarize(answers, powers=True)
    there = sources(summary, answers.instrument)
    return {source.name: model_rows(source, Settings()) for source in there}


@pytest.mark.parametrize(
    ("name", "source"),
    [("perception", "kiosk_p"), ("expectation", "kiosk_e"), ("gap", "kiosk_gap")],
)
def test_kiosk_fits_are_those_of_lavaan(kiosk, name, source):
    rows = [row for row in reference_rows("cfa_robust.csv") if row["source"] == source]
    for model, some in groupby(rows, lambda row: row["model"]):
        expected = {row["measure"]: float(row["value"]) for row in some}
        row = next(row for row in kiosk[name].fits if row.model == model)

        assert (row.estimator, row.n) == ("MLR", 194)
        assert (row.chi2, row.chi2_scaled, row.scaling) == pytest.approx(
            [expected[x] for x in ("chisq", "chisq.scaled", "chisq.scaling.factor")], rel=1e-5
        )
        assert (row.cfi_scaled, row.tli_scaled, row.rmsea_scaled) == pytest.approx(
            [expected[x] for x in ("cfi.robust", "tli.robust", "rmsea.robust")], abs=1e-5
        )
        assert (row.rmsea_scaled_low, row.rmsea_scaled_high) == pytest.approx(
            [expected[f"rmsea.ci.{side}.robust"] for side in ("lower", "upper")], abs=1e-5
        )


def test_kiosk_perceptions_as_published_in_the_specification(kiosk):
    row = kiosk["perception"].fits[0]
    security = [x.loading for x in kiosk["perception"].loadings if x.factor == "security"]

    assert row.chi2_scaled == pytest.approx(377.153, abs=5e-4)
    assert (row.cfi, row.cfi_scaled, row.rmsea_scaled) == pytest.approx(
        (0.871, 0.889, 0.064), abs=5e-4
    )
    assert security[:3] == pytest.approx([0.742, 0.860, 0.772], abs=5e-4)


def test_a_factor_correlation_has_limits_of_its_sandwich_error(kiosk):
    # lavaan: .300062, error .105899
    phi = kiosk["perception"].phi["usefulness", "fun"]

    assert phi.value == pytest.approx(0.300062, abs=1e-5)
    assert (phi.low, phi.high) == pytest.approx(
        (0.300062 - 1.959964 * 0.105899, 0.300062 + 1.959964 * 0.105899), abs=1e-4
    )


def test_the_largest_changes_come_first_and_are_few(kiosk):
    changes = kiosk["expectation"].changes
    sizes = [row.index for row in changes]

    assert len(changes) == MOST_CHANGES
    assert sizes == sorted(sizes, reverse=True)
    assert min(sizes) > CHANGE_COUNTS
    assert (changes[0].kind, changes[0].a, changes[0].b) == ("loading", "control", "q23")


# -- which models there are ------------------------------------------------------------------------


def test_one_dimension_is_one_factor_and_has_one_model():
    found = model_rows(source_of(people(), {"quality": range(6)}), Settings())

    assert [row.model for row in found.fits] == ["theory"]
    assert found.phi == {}


def test_a_single_negative_item_is_no_model_of_wording():
    halves = {"a": range(3), "b": range(3, 6)}
    found = model_rows(source_of(people(), halves, (5,)), Settings())

    assert [row.model for row in found.fits] == ["theory", "one_factor"]


def test_wording_that_is_the_dimensions_is_no_second_model():
    halves = {"a": range(3), "b": range(3, 6)}
    found = model_rows(source_of(people(), halves, (3, 4, 5)), Settings())

    assert [row.model for row in found.fits] == ["theory", "one_factor"]


def test_only_the_models_that_are_asked_for():
    source = source_of(people(), {"a": range(3), "b": range(3, 6)})
    found = model_rows(source, Settings(), iter(["one_factor"]))

    assert [row.model for row in found.fits] == ["one_factor"]


def test_without_fourth_moments_the_estimator_is_plain():
    halves = {"a": range(3), "b": range(3, 6)}
    row = model_rows(source_of(people(), halves, powers=False), Settings()).fits[0]

    assert (row.estimator, row.scaling, row.chi2_scaled, row.cfi_scaled) == ("ML", None, None, None)
    assert row.cfi is not None


def test_a_gap_of_items_worded_negatively_in_both_batteries_has_a_model_of_wording():
    expectation, perception = formula_ratings()
    answers = responses(expectation, perception, instrument="servqual-1988")
    gap = sources(summarize(answers), answers.instrument)[-1]

    assert gap.name == "gap"
    assert [i for i, turned in enumerate(gap.negative) if turned] == list(WORDED_NEGATIVELY)


def test_the_unit_of_stored_values_does_not_move_aic():
    values = people()
    halves = {"a": range(3), "b": range(3, 6)}
    plain = model_rows(source_of(values, halves), Settings()).fits[0]
    twice = source_of(2 * values, halves)
    stored = Source(
        twice.name, twice.items, twice.dimensions, twice.negative, twice.sums, twice.powers, unit=2
    )
    row = model_rows(stored, Settings()).fits[0]

    assert (row.aic, row.bic) == pytest.approx((plain.aic, plain.bic), rel=1e-9)


def test_weighted_answers_give_the_fit_of_lavaan_with_sampling_weights():
    answers = reference_responses(weighted=True)
    perception = sources(summarize(answers, powers=True), answers.instrument)[0]
    rows = model_rows(perception, Settings()).fits
    expected = {
        (row["model"], row["measure"]): float(row["value"])
        for row in reference_rows("cfa_robust.csv")
        if row["source"] == "weighted"
    }

    for row in rows[:2]:
        assert row.chi2 == pytest.approx(expected[row.model, "chisq"], rel=1e-6)
        assert row.chi2_scaled == pytest.approx(expected[row.model, "chisq.scaled"], rel=1e-5)


# -- where there is no model -----------------------------------------------------------------------


def problems(values, dimensions):
    found = model_rows(source_of(values, dimensions), Settings())

    assert found.loadings == found.changes == ()
    assert found.theory is None
    assert all(row.chi2 is None and row.cfi is None and row.aic is None for row in found.fits)
    return {row.problem for row in found.fits}


def test_a_constant_item():
    values = people()
    values[:, 2] = 5

    assert problems(values, {"a": range(3), "b": range(3, 6)}) == {"constant_item"}


def test_a_duplicate_item():
    values = people()
    values[:, 2] = values[:, 0]

    assert problems(values, {"a": range(3), "b": range(3, 6)}) == {"duplicate_item"}


def test_an_item_that_is_the_sum_of_others():
    values = people()
    values[:, 5] = values[:, 0] + values[:, 1]

    assert problems(values, {"a": range(3), "b": range(3, 6)}) == {"singular"}


def test_no_more_people_than_items():
    assert problems(people(n=6), {"a": range(3), "b": range(3, 6)}) == {"too_few_people"}


def test_nobody_answered_everything():
    values = people()
    values[:, 0] = np.nan

    assert problems(values, {"a": range(3), "b": range(3, 6)}) == {"too_few_people"}


@pytest.mark.parametrize("k", [1, 2])
def test_fewer_than_three_items(k):
    assert problems(people(k=k), {"a": range(k)}) == {"too_few_items"}


def test_items_that_have_nothing_in_common():
    rng = np.random.default_rng(4)
    values = rng.normal(size=(4000, 4))
    # exactly without correlation between the pairs: their loadings could be anything
    values -= values.mean(axis=0)
    values = (
        np.linalg.qr(values)[0]
        @ np.linalg.cholesky(
            np.array([[1, 0.5, 0, 0], [0.5, 1, 0, 0], [0, 0, 1, 0.5], [0, 0, 0.5, 1]])
        ).T
    )
    row = model_rows(source_of(100 * values, {"a": [0, 1], "b": [2, 3]}), Settings()).fits[0]

    assert row.problem == "not_identified"
    assert row.chi2 is None


def test_a_likelihood_without_a_maximum():
    rng = np.random.default_rng(4)
    common = rng.normal(size=(500, 2))
    values = np.column_stack([common.sum(axis=1), common + 0.2 * rng.normal(size=(500, 2))])
    values[:, 0] += rng.normal(size=500)
    values -= values.mean(axis=0)
    # the last two uncorrelated, exactly
    values[:, 2] -= values[:, 1] * (values[:, 1] @ values[:, 2]) / (values[:, 1] @ values[:, 1])

    assert problems(values, {"a": range(3)}) == {"not_converged"}


def test_a_negative_variance_is_a_finding_with_its_item():
    rng = np.random.default_rng(2)
    factor = rng.normal(size=(2000, 1))
    values = factor * [1.2, 0.6, 0.6] + rng.normal(size=(2000, 3)) * [0.01, 0.8, 0.8]
    values[:, 2] -= 0.15 * values[:, 1]
    row = model_rows(source_of(values, {"a": range(3)}), Settings()).fits[0]

    assert row.findings == ("negative_variance:q1",)
    assert (row.df, row.p, row.tli, row.rmsea, row.scaling) == (0, None, None, None, None)


def test_a_correlation_above_one_is_a_finding_with_its_dimensions():
    rng = np.random.default_rng(2)
    matrix = np.full((6, 6), 0.54)
    matrix[:3, :3] = matrix[3:, 3:] = 0.36
    np.fill_diagonal(matrix, 1)
    values = rng.multivariate_normal(np.zeros(6), matrix, size=2000)
    found = model_rows(source_of(values, {"a": range(3), "b": range(3, 6)}), Settings())

    assert found.fits[0].findings == ("correlation_above_one:a:b",)
    assert found.phi["a", "b"].value > 1
    assert [row.chi2 is not None for row in found.fits] == [True, True]


def test_a_dimension_of_one_item_has_no_error_of_its_own():
    found = model_rows(source_of(people(), {"a": [0], "b": range(1, 6)}), Settings())
    alone = next(row for row in found.loadings if row.factor == "a")

    assert found.fits[0].problem == ""
    assert (alone.loading, alone.se, alone.r2) == (1.0, None, 1.0)


def test_a_dimension_against_the_others_is_turned_to_point_upwards():
    values = people()
    values[:, 3:] = 8 - values[:, 3:]
    found = model_rows(source_of(values, {"a": range(3), "b": range(3, 6)}), Settings())

    assert all(row.loading > 0 for row in found.loadings if row.model == "theory")
    assert found.phi["a", "b"].value < -0.8


def test_very_many_people_are_no_obstacle():
    values = people()
    one = source_of(values, {"a": range(3), "b": range(3, 6)})
    many = 1_000_000
    sums = one.sums
    large = SetSums(
        sums.n * many, sums.weight * many, sums.weight2 * many, sums.s * many, sums.p * many
    )
    powers = one.powers
    products = PowerSums.of_products(powers.n * many, powers.first * many, powers.first * many)
    found = Source(one.name, one.items, one.dimensions, one.negative, large, products)
    row, small = (model_rows(s, Settings()).fits[0] for s in (found, one))

    assert row.problem == ""
    # covariances of n and n - 1 people apart
    assert row.chi2 / many == pytest.approx(small.chi2, rel=1e-6)
    assert row.scaling == pytest.approx(small.scaling, rel=1e-5)
    assert 0 < row.rmsea_low < row.rmsea < row.rmsea_high
