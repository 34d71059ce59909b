"""What a study says of factorability, numbers of factors and exploratory factors."""

import numpy as np
import pytest

from servqual.errors import SettingsError
from servqual.importer import read
from servqual.results import Correlations, FactorRow, Structure
from servqual.scoring import summarize
from servqual.settings import Settings
from servqual.statistics.summary import SetSums
from servqual.study.structure.exploratory import exploratory_rows
from servqual.study.structure.factors import correlations_row, factor_row
from servqual.study.structure.sources import Source, source, sources
from tests.made import reference_responses, responses
from tests.statistics.correlations import matrix
from tests.test_kiosk import DROPPED, INSTRUMENTS

VECTORS = ("msa", "eigenvalues", "limits", "factor_eigenvalues", "factor_limits", "map", "map4")


def ratings(n, seed=3, **shape):
    """Return made ratings of 22 items on 1-7 that share one factor."""
    rng = np.random.default_rng(seed)
    common = rng.normal(size=(n, 1))
    return np.clip(np.rint(4.5 + common + rng.normal(size=(n, 22))), 1, 7).astype(np.int16)


def row_of(answers, name="perception", **settings):
    summary = summarize(answers)
    chosen = source(summary, answers.instrument, name)
    return factor_row(chosen, Settings(**settings), 5)


def structure_of(answers):
    found = sources(summarize(answers), answers.instrument)
    rows = tuple(factor_row(s, Settings(), 5) for s in found)
    tables = tuple(c for c in map(correlations_row, found) if c)
    return Structure(factors=rows, correlations=tables)


@pytest.fixture(scope="module")
def kiosk(shared_data):
    eligible = read(shared_data / "kiosk" / "kiosk.csv", str(INSTRUMENTS / "kiosk_8x3.toml"))
    mask = np.ones(len(eligible), dtype=bool)
    mask[np.array(DROPPED) - 1] = False
    return eligible.take(mask)


# -- whole answers ---------------------------------------------------------------------------------


def test_kiosk_has_the_published_figures(kiosk):
    row = row_of(kiosk)

    assert (row.source, row.n, row.k, row.problem) == ("perception", 194, 24, "")
    assert row.kmo == pytest.approx(0.8232821, abs=1e-7)
    assert (min(row.msa), max(row.msa)) == pytest.approx((0.7099, 0.9103), abs=5e-5)
    assert (row.bartlett, row.bartlett_df) == (pytest.approx(1870.1932, abs=1e-4), 276)
    assert row.eigenvalues[:8] == pytest.approx(
        [7.0397, 2.1645, 1.7298, 1.3127, 1.2028, 1.0961, 1.0243, 0.9347], abs=5e-5
    )
    assert (row.n_components, row.n_factors, row.n_map, row.n_kaiser) == (3, 5, 2, 7)


def test_kiosk_gaps_have_the_published_figures(kiosk):
    row = row_of(kiosk, "gap")

    assert row.kmo == pytest.approx(0.832152, abs=5e-7)
    assert row.bartlett == pytest.approx(1887.198, abs=5e-4)


def test_every_figure_is_there_and_finite():
    row = row_of(responses(ratings(150, 1), ratings(150)), seed=7)

    for name in VECTORS:
        assert np.isfinite(getattr(row, name)).all(), name
    assert {len(getattr(row, name)) for name in VECTORS[:5]} == {22}
    assert len(row.map) == len(row.map4) == 21
    assert (row.n_theory, row.draws, row.percentile, row.seed) == (5, 200, 0.95, 7)
    assert row.first_share == pytest.approx(row.factor_eigenvalues[0] / 22)
    assert row.n_factors == 1


def test_the_order_of_people_changes_nothing():
    answers = reference_responses()
    turned = answers.take(np.random.default_rng(5).permutation(len(answers)))

    assert row_of(turned) == row_of(answers)


def test_merged_halves_give_what_the_whole_gives():
    answers = reference_responses()
    half = len(answers) // 2
    parts = [answers.take(np.arange(half)), answers.take(np.arange(half, len(answers)))]
    merged = summarize(parts[0]) + summarize(parts[1])
    row = factor_row(source(merged, answers.instrument, "perception"), Settings(), 5)

    expected = row_of(answers)
    for name in ("kmo", "bartlett", *VECTORS):
        assert getattr(row, name) == pytest.approx(getattr(expected, name), rel=1e-10), name


def test_weights_of_two_change_nothing():
    perceptions = ratings(150)
    plain = row_of(responses(None, perceptions, instrument="servperf"))
    double = row_of(responses(None, perceptions, instrument="servperf", weights=np.full(150, 2.0)))

    for name in ("n", "n_components", "n_factors", "n_map"):
        assert getattr(double, name) == getattr(plain, name), name
    assert double.bartlett == pytest.approx(plain.bartlett, rel=1e-9)
    assert double.limits == plain.limits


def test_uneven_weights_count_as_fewer_people():
    weights = np.where(np.arange(150) < 75, 1.0, 5.0)
    perceptions = ratings(150)
    plain = row_of(responses(None, perceptions, instrument="servperf"))
    uneven = row_of(responses(None, perceptions, instrument="servperf", weights=weights))

    assert uneven.n == 150
    assert uneven.limits[0] > plain.limits[0]


# -- what cannot be factored -----------------------------------------------------------------------


def faulty(change, n=150):
    perceptions = ratings(n)
    change(perceptions)
    return row_of(responses(None, perceptions, instrument="servperf"))


def test_a_constant_item_is_named():
    def change(x):
        x[:, 6] = 7

    row = faulty(change)

    assert (row.problem, row.items) == ("constant_item", ("q7",))
    assert (row.kmo, row.n_factors, row.eigenvalues) == (None, None, ())


def test_a_duplicate_item_is_named():
    def change(x):
        x[:, 6] = x[:, 2]

    row = faulty(change)

    assert (row.problem, row.items) == ("duplicate_item", ("q3", "q7"))


def test_items_that_follow_from_each_other_are_named():
    def change(x):
        x[:, 0] = 1 + np.arange(150) % 3
        x[:, 1] = 1 + np.arange(150) // 3 % 3
        x[:, 2] = x[:, 0] + x[:, 1]

    row = faulty(change)

    assert (row.problem, row.items) == ("singular", ("q1", "q2", "q3"))


def test_fewer_complete_cases_than_items_are_too_few():
    row = faulty(lambda x: x, n=22)

    assert (row.problem, row.n, row.k, row.items) == ("too_few_people", 22, 22, ())


def test_nobody_complete_is_too_few():
    def change(x):
        x[np.arange(150), np.arange(150) % 22] = -1

    row = faulty(change)

    assert (row.problem, row.n) == ("too_few_people", 0)


def test_two_items_are_too_few():
    sums = SetSums.of(ratings(60)[:, :2].astype(float), None)
    pair = Source("perception", ("q1", "q2"), (("a", (0, 1)),), (False, False), sums, None)
    row = factor_row(pair, Settings(), 1)

    assert (row.problem, row.n, row.k) == ("too_few_items", 60, 2)
    assert correlations_row(pair) is None


def test_equal_expectations_and_perceptions_leave_no_gap_to_factor():
    row = row_of(responses(ratings(150), ratings(150)), "gap")

    assert row.problem == "constant_item"
    assert len(row.items) == 22


# -- exploratory factors ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def structure():
    return structure_of(responses(ratings(150, 1), ratings(150)))


def test_factors_are_of_the_leading_battery_unless_said_otherwise(structure):
    assert structure.efa().source == "perception"
    assert structure.efa("gap").source == "gap"


def test_there_are_as_many_factors_as_parallel_analysis_finds(structure):
    found = structure.efa(extraction="paf")

    assert np.shape(found.pattern) == (22, structure.factors[0].n_factors)
    assert np.shape(structure.efa(n_factors=3, extraction="paf").pattern) == (22, 3)


def test_no_more_factors_are_taken_than_the_items_can_have():
    items = ("q1", "q2", "q3", "q4")
    table = tuple(map(tuple, matrix("hs39")[:4, :4].tolist()))
    found = Structure(
        factors=(FactorRow("perception", 301, 4, n_factors=2),),
        correlations=(Correlations("perception", 301, items, table),),
    )

    assert np.shape(found.efa(extraction="paf").pattern) == (4, 1)
    assert np.shape(exploratory_rows(found.correlations, found.factors)[0].pattern) == (4, 1)


def test_factors_are_compared_with_every_dimension(structure):
    found = structure.efa(n_factors=2, extraction="paf")

    assert found.dimensions == (
        "tangibles", "reliability", "responsiveness", "assurance", "empathy",
    )  # fmt: skip
    assert np.shape(found.congruence) == (2, 5)


def test_people_are_few_below_200_and_below_10_an_item(structure):
    many = structure_of(responses(None, ratings(220), instrument="servperf"))

    assert "few_people" in structure.efa(extraction="paf").warnings
    assert "few_people" not in many.efa(extraction="paf").warnings


def test_a_battery_that_cannot_be_factored_says_why():
    constant = ratings(150)
    constant[:, 3] = 7
    found = structure_of(responses(constant, ratings(150))).efa("expectation")

    assert (found.problem, found.n, found.pattern) == ("constant_item", 150, ())


def test_an_improper_solution_names_its_item():
    items = tuple(f"q{j}" for j in range(1, 23))
    table = tuple(map(tuple, matrix("bb1992").tolist()))
    found = Structure(
        factors=(FactorRow("gap", 502, 22, n_factors=5),),
        correlations=(Correlations("gap", 502, items, table),),
    ).efa(extraction="paf")

    assert found.warnings == ("heywood:q2",)
    assert (found.dimensions, found.congruence) == ((), ((),) * 5)


def test_every_source_that_can_be_factored_has_a_row():
    constant = ratings(150, 1)
    constant[:, 3] = 7
    found = structure_of(responses(constant, ratings(150)))
    rows = exploratory_rows(found.correlations, found.factors, extraction="paf")

    assert [row.source for row in rows] == ["perception", "gap"]


def test_unknown_sources_are_refused(structure):
    message = (
        r"^no battery or gap called 'perceptions' was factored\. "
        r"Known: perception, expectation, gap\.$"
    )
    with pytest.raises(SettingsError, match=message):
        structure.efa("perceptions")


def test_unknown_extractions_are_refused(structure):
    message = r"^the extraction is 'principal'; it must be minres, ml or paf\.$"
    with pytest.raises(SettingsError, match=message):
        structure.efa(extraction="principal")


def test_unknown_rotations_are_refused(structure):
    message = r"^the rotation is 'quartimax'; it must be oblimin, promax, varimax or none\.$"
    with pytest.raises(SettingsError, match=message):
        structure.efa(rotation="quartimax")


@pytest.mark.parametrize("number", [0, 16])
def test_more_factors_than_items_can_have_are_refused(structure, number):
    message = rf"^the number of factors is {number}; 22 items have 1 to 15\.$"
    with pytest.raises(SettingsError, match=message):
        structure.efa(n_factors=number)
