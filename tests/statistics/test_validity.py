"""CR, AVE, Fornell-Larcker and HTMT: published tables, lavaan and semTools, laws, refusals."""

import csv

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from servqual.errors import UndefinedStatisticError
from servqual.statistics.powers import pairs
from servqual.statistics.validity import (
    average_variance_extracted,
    composite_reliability,
    fornell_larcker,
    heterotrait_monotrait,
    heterotrait_monotrait_2,
    upper_correlations,
)
from tests.made import reference_rows
from tests.statistics.correlations import matrix

TRIPLES = [range(3 * j, 3 * j + 3) for j in range(8)]
DIMENSIONS = {
    "hs39": [range(3), range(3, 6), range(6, 9)],
    "bb1992": [range(4), range(4, 9), range(9, 13), range(13, 17), range(17, 22)],
    "bfi": [range(j, j + 5) for j in range(0, 25, 5)],
    "bank": [range(5), range(5, 10)],
    "kiosk_e": TRIPLES,
    "kiosk_p": TRIPLES,
    "kiosk_gap": TRIPLES,
    "kiosk_s": TRIPLES,
}
# methods 6.4: loadings, CR and AVE as printed, and as they follow to four decimals
PUBLISHED = [
    ((0.71, 0.71, 0.74, 0.79, 0.72), 0.8541, 0.5397),
    ((0.84, 0.97, 0.92, 0.67), 0.9161, 0.7354),
    ((0.85, 0.77, 0.90, 0.84), 0.9062, 0.7078),
    ((0.56, 0.82, 0.78), 0.7685, 0.5315),
    ((0.806, 0.881, 0.678, 0.606), 0.8348, 0.5632),
]


def upper(square):
    return square[pairs(len(square))]


def keyed(source):
    """Return the correlations of a source, negatively keyed items of the bfi turned round."""
    sign = np.ones(len(matrix(source)))
    if source == "bfi":
        sign[[0, 8, 9, 10, 11, 21, 24]] = -1.0  # A1, C4, C5, E1, E2, O2, O5
    return matrix(source) * np.outer(sign, sign)


def reference(source):
    """Return HTMT and HTMT2 of every two dimensions as semTools gives them."""
    rows = [row for row in reference_rows("validity_htmt.csv") if row["source"] == source]
    rows.sort(key=lambda row: (int(row["a"]), int(row["b"])))
    return [float(row["htmt"]) for row in rows], [float(row["htmt2"]) for row in rows]


@pytest.mark.parametrize("source", DIMENSIONS)
def test_htmt_is_that_of_semtools(source):
    htmt, htmt2 = reference(source)
    r = upper(keyed(source))

    assert heterotrait_monotrait(r, DIMENSIONS[source]) == pytest.approx(htmt, rel=1e-9)
    assert heterotrait_monotrait_2(r, DIMENSIONS[source]) == pytest.approx(htmt2, rel=1e-9)


def test_items_keyed_both_ways_have_no_htmt():
    r = upper(matrix("bfi"))

    # only conscientiousness and neuroticism have correlations within that are above 0 on average
    assert np.isfinite(heterotrait_monotrait(r, DIMENSIONS["bfi"])).sum() == 1
    assert np.isnan(heterotrait_monotrait_2(r, DIMENSIONS["bfi"])).all()


def test_htmt_of_holzinger_and_swineford_as_printed_in_methods():
    r = upper(matrix("hs39"))

    assert heterotrait_monotrait(r, DIMENSIONS["hs39"]) == pytest.approx(
        [0.42432, 0.46655, 0.28957], abs=6e-6
    )
    assert heterotrait_monotrait_2(r, DIMENSIONS["hs39"]) == pytest.approx(
        [0.38409, 0.38677, 0.27968], abs=6e-6
    )


@pytest.mark.parametrize("row", reference_rows("validity_convergent.csv"), ids=str)
def test_cr_and_ave_of_lavaans_loadings(row):
    loadings = np.array([float(x) for x in row["loadings"].split()])

    assert composite_reliability(loadings) == pytest.approx(float(row["cr"]), rel=1e-9)
    assert average_variance_extracted(loadings) == pytest.approx(float(row["ave"]), rel=1e-9)


@pytest.mark.parametrize(("loadings", "cr", "ave"), PUBLISHED)
def test_cr_and_ave_of_published_loadings(loadings, cr, ave):
    assert composite_reliability(np.array(loadings)) == pytest.approx(cr, abs=5e-5)
    assert average_variance_extracted(np.array(loadings)) == pytest.approx(ave, abs=5e-5)


def test_a_printed_table_of_loadings_gives_its_cr_and_ave(shared_data):
    path = shared_data / "published" / "bmchsr2013_13_22_cr_ave.csv"
    with path.open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            loadings = np.array([float(x) for x in row["loadings"].split()])

            assert composite_reliability(loadings) == pytest.approx(float(row["CR"]), abs=0.0051)
            assert average_variance_extracted(loadings) == pytest.approx(
                float(row["AVE"]), abs=0.0051
            )


def test_all_loadings_turned_round_change_nothing():
    loadings = np.array([-0.7, -0.8, -0.6])

    assert composite_reliability(loadings) == composite_reliability(-loadings)
    assert average_variance_extracted(loadings) == average_variance_extracted(-loadings)


def test_fornell_and_larcker_ask_both_dimensions():
    assert fornell_larcker(0.50, 0.60, 0.70)
    assert not fornell_larcker(0.48, 0.60, 0.70)
    assert not fornell_larcker(0.60, 0.48, -0.70)


@given(seed=st.integers(0, 10_000), scale=st.floats(0.1, 50))
def test_htmt_knows_neither_units_nor_order_of_items(seed, scale):
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(60, 1)) + rng.normal(size=(60, 6))
    units = scale * rng.uniform(0.5, 2, size=6)
    order = rng.permutation(6)
    dimensions = [(0, 1, 2), (3, 4, 5)]
    moved = [[int(np.flatnonzero(order == i)[0]) for i in d] for d in dimensions]
    plain = heterotrait_monotrait(upper_correlations(upper(np.cov(x.T))), dimensions)
    other = np.cov((x * units)[:, order].T)

    np.testing.assert_allclose(
        heterotrait_monotrait(upper_correlations(upper(other)), moved), plain, rtol=1e-9
    )


@given(phi=st.floats(0.0, 1.0), first=st.floats(0.3, 0.95), second=st.floats(0.3, 0.95))
def test_with_equal_loadings_htmt_is_the_correlation_of_the_factors(phi, first, second):
    loadings = np.array([first] * 3 + [second] * 4)
    between = np.full((7, 7), phi)
    between[:3, :3] = between[3:, 3:] = 1.0
    r = np.outer(loadings, loadings) * between
    np.fill_diagonal(r, 1.0)

    found = heterotrait_monotrait(upper(r), [range(3), range(3, 7)])
    assert found == pytest.approx([phi], abs=1e-12)


@given(loadings=st.lists(st.floats(0.3, 0.95), min_size=6, max_size=6), phi=st.floats(0.05, 1.0))
def test_with_unequal_loadings_htmt2_is_the_correlation_of_the_factors(loadings, phi):
    size = np.array(loadings)
    between = np.full((6, 6), phi)
    between[:3, :3] = between[3:, 3:] = 1.0
    r = np.outer(size, size) * between
    np.fill_diagonal(r, 1.0)

    found = heterotrait_monotrait_2(upper(r), [range(3), range(3, 6)])
    assert found == pytest.approx([phi], rel=1e-9)


def test_many_matrices_at_a_time_give_what_each_gives_alone():
    r = upper(matrix("bb1992"))
    some = np.stack([r, r**3, np.sqrt(r)])

    found = heterotrait_monotrait(some, DIMENSIONS["bb1992"])
    assert found.shape == (3, 10)
    for row, alone in zip(found, some, strict=True):
        np.testing.assert_allclose(
            row, heterotrait_monotrait(alone, DIMENSIONS["bb1992"]), rtol=1e-12
        )


def test_items_that_do_not_go_together_have_no_htmt():
    r = np.eye(4)
    r[0, 1] = r[1, 0] = -0.2
    r[2, 3] = r[3, 2] = 0.5

    assert np.isnan(heterotrait_monotrait(upper(r), [(0, 1), (2, 3)])).all()
    assert np.isnan(heterotrait_monotrait_2(upper(r), [(0, 1), (2, 3)])).all()


def test_an_item_without_spread_has_no_htmt():
    covariance = np.diag([1.0, 1.0, 1.0, 0.0]) + 0.0
    covariance[0, 1] = covariance[1, 0] = 0.5

    found = heterotrait_monotrait(upper_correlations(upper(covariance)), [(0, 1), (2, 3)])
    assert np.isnan(found).all()


def test_one_item_has_no_htmt():
    with pytest.raises(UndefinedStatisticError) as error:
        heterotrait_monotrait(upper(np.eye(3)), [(0, 1), (2,)])

    assert str(error.value) == "one_item: HTMT needs two items in each dimension"


@pytest.mark.parametrize("statistic", [composite_reliability, average_variance_extracted])
def test_one_item_has_neither_cr_nor_ave(statistic):
    with pytest.raises(UndefinedStatisticError) as error:
        statistic(np.array([1.0]))

    assert str(error.value) == "one_item: a single item shares its variance with no other"


@pytest.mark.parametrize("statistic", [composite_reliability, average_variance_extracted])
def test_an_improper_loading_has_neither_cr_nor_ave(statistic):
    with pytest.raises(UndefinedStatisticError) as error:
        statistic(np.array([1.04, 0.5, 0.4]))

    assert str(error.value) == "improper: a standardised loading is beyond 1"
