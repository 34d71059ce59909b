"""How far dimensions are apart, and whether their items belong together, from whole answers."""

import itertools
from dataclasses import replace

import numpy as np
import pytest

from servqual.importer import read
from servqual.results import ConvergentRow, LoadingRow
from servqual.scoring import summarize
from servqual.settings import Settings
from servqual.statistics.summary import merged
from servqual.study.structure.models import model_rows
from servqual.study.structure.pairs import Phi, convergent_rows, pair_rows
from servqual.study.structure.sources import source
from tests.made import DIMENSIONS, reference_rows, responses
from tests.test_kiosk import DROPPED, INSTRUMENTS

OWNER = np.repeat(np.arange(5), [4, 5, 4, 4, 5])


def ratings(n, phi=0.5, seed=3, loading=1.0):
    """Return ratings of 22 items on 1-7, five factors that correlate by phi."""
    rng = np.random.default_rng(seed)
    shared = rng.normal(size=(n, 1))
    own = rng.normal(size=(n, 5))
    factors = np.sqrt(phi) * shared + np.sqrt(1 - phi) * own
    x = 4.5 + loading * factors[:, OWNER] + 0.8 * rng.normal(size=(n, 22))
    return np.clip(np.rint(x), 1, 7).astype(np.int16)


def source_of(answers, name="perception", *, powers=True):
    return source(summarize(answers, powers=powers), answers.instrument, name)


def rows_of(answers, name="perception", **settings):
    chosen = source_of(answers, name)
    models = model_rows(chosen, Settings(**settings), ("theory",))
    convergent = convergent_rows(chosen, models.loadings)
    return pair_rows(chosen, models.phi, convergent, Settings(**settings)), convergent


@pytest.fixture(scope="module")
def kiosk(shared_data):
    eligible = read(shared_data / "kiosk" / "kiosk.csv", str(INSTRUMENTS / "kiosk_8x3.toml"))
    mask = np.ones(len(eligible), dtype=bool)
    mask[np.array(DROPPED) - 1] = False
    return rows_of(eligible.take(mask))


@pytest.fixture(scope="module")
def apart():
    return rows_of(responses(None, ratings(600)))


def test_kiosk_has_the_cr_and_ave_of_lavaans_loadings(kiosk):
    _, convergent = kiosk
    expected = [
        row for row in reference_rows("validity_convergent.csv") if row["source"] == "kiosk_p"
    ]

    for row, other in zip(convergent, expected, strict=True):
        assert row.cr == pytest.approx(float(other["cr"]), abs=1e-5)
        assert row.ave == pytest.approx(float(other["ave"]), abs=1e-5)


def test_five_kiosk_dimensions_share_less_than_half_with_their_items(kiosk):
    _, convergent = kiosk

    assert [row.dimension for row in convergent if row.ave < 0.5] == [
        "usefulness", "control", "personalisation", "convenience", "tangibles",
    ]  # fmt: skip


def test_kiosk_has_the_published_phi_and_htmt(kiosk):
    pairs, _ = kiosk
    row = next(p for p in pairs if (p.a, p.b) == ("personalisation", "convenience"))

    assert (row.phi, row.htmt) == (
        pytest.approx(0.805, abs=6e-4),
        pytest.approx(0.808, abs=6e-4),
    )
    assert row.fornell_larcker is False
    assert row.distinguishable is True


def test_every_two_dimensions_have_a_row_in_the_order_of_the_questionnaire(apart):
    pairs, _ = apart

    assert [(p.a, p.b) for p in pairs] == list(itertools.combinations(DIMENSIONS, 2))


def test_dimensions_that_are_apart_are_called_so(apart):
    pairs, convergent = apart

    for row in pairs:
        assert row.htmt_low < row.htmt < row.htmt_high < 0.9
        assert (row.distinguishable, row.fornell_larcker) == (True, True)
        assert row.htmt == pytest.approx(row.phi, abs=0.05)
        assert row.htmt2 == pytest.approx(row.htmt, abs=0.05)
    assert min(row.cr for row in convergent) > 0.8


def test_dimensions_that_are_one_are_not_distinguishable():
    pairs, _ = rows_of(responses(None, ratings(600, phi=0.97)))

    assert {row.distinguishable for row in pairs} == {False}
    assert {row.fornell_larcker for row in pairs} == {False}


def test_the_higher_of_phi_and_htmt_decides():
    answers = responses(None, ratings(600))
    chosen = source_of(answers)
    pair = ("tangibles", "reliability")
    high = pair_rows(chosen, {pair: Phi(0.901, 0.8, 0.95)}, (), Settings())[0]
    low = pair_rows(chosen, {pair: Phi(-0.901, None, None)}, (), Settings())[0]
    edge = pair_rows(chosen, {pair: Phi(0.90, 0.8, 0.95)}, (), Settings())[0]

    assert high.htmt < 0.9
    assert [row.distinguishable for row in (high, low, edge)] == [False, False, True]


def test_without_a_model_htmt_speaks_alone():
    row = pair_rows(source_of(responses(None, ratings(600))), {}, (), Settings())[0]

    assert (row.phi, row.phi_low, row.phi_high, row.fornell_larcker) == (None,) * 4
    assert row.distinguishable is True


def test_limits_are_as_wide_as_the_confidence_asks_for():
    answers = responses(None, ratings(300))
    wide, narrow = (rows_of(answers, confidence=c)[0][0] for c in (0.99, 0.80))

    assert wide.htmt == narrow.htmt
    assert wide.htmt_low < narrow.htmt_low < narrow.htmt_high < wide.htmt_high


def test_the_seed_fixes_the_limits():
    answers = responses(None, ratings(300))
    first, again, other = (rows_of(answers, seed=s)[0] for s in (1, 1, 2))

    assert first == again
    assert first[0].htmt == other[0].htmt
    assert first[0].htmt_low != other[0].htmt_low
    assert first[0].htmt_low == pytest.approx(other[0].htmt_low, abs=0.02)


def test_merged_summaries_give_the_same_rows():
    answers = responses(None, ratings(300))
    half = np.arange(300) % 2 == 0
    parts = [answers.take(half), answers.take(~half)]
    together = merged([summarize(part, powers=True) for part in parts])

    whole = pair_rows(source_of(answers), {}, (), Settings())
    assert (
        pair_rows(source(together, answers.instrument, "perception"), {}, (), Settings()) == whole
    )


def test_a_summary_without_products_of_four_has_no_limits():
    row = pair_rows(source_of(responses(None, ratings(300)), powers=False), {}, (), Settings())[0]

    assert row.htmt is not None
    assert (row.htmt_low, row.htmt_high) == (None, None)


def test_fewer_people_than_items_have_no_htmt():
    rows = pair_rows(source_of(responses(None, ratings(22))), {}, (), Settings())

    assert {(row.htmt, row.htmt_low, row.htmt2, row.distinguishable) for row in rows} == {
        (None, None, None, None)
    }


def test_an_item_that_everybody_answers_alike_leaves_its_dimension_without_htmt():
    x = ratings(300)
    x[:, 0] = 5
    rows = pair_rows(source_of(responses(None, x)), {}, (), Settings())

    for row in rows:
        there = "tangibles" not in (row.a, row.b)
        assert (row.htmt is not None, row.htmt_low is not None, row.htmt2 is not None) == (
            (there,) * 3
        )


def test_items_that_do_not_go_together_have_no_htmt():
    x = ratings(400)
    rng = np.random.default_rng(8)
    base = rng.normal(size=(400, 1))
    x[:, :4] = np.clip(np.rint(4 + base * [1, -1, 1, -1] + rng.normal(size=(400, 4))), 1, 7)
    row = pair_rows(source_of(responses(None, x)), {}, (), Settings())[0]

    assert (row.htmt, row.htmt_low, row.htmt_high, row.htmt2) == (None,) * 4


def test_a_dimension_of_one_item_has_no_htmt_and_no_ave():
    chosen = source_of(responses(None, ratings(300)))
    one = replace(chosen, dimensions=(("alone", (0,)), ("others", (1, 2, 3)), ("more", (4, 5))))
    rows = pair_rows(one, {}, (), Settings())
    loadings = [LoadingRow("perception", "theory", "alone", "q1", 1.0, None, 1.0)]

    assert [row.htmt is None for row in rows] == [True, True, False]
    assert convergent_rows(one, loadings)[0] == ConvergentRow("perception", "alone", 1, None, None)


def test_one_dimension_has_no_pairs():
    one = replace(source_of(responses(None, ratings(60))), dimensions=(("all", tuple(range(22))),))

    assert pair_rows(one, {}, (), Settings()) == ()


def test_an_improper_loading_leaves_its_dimension_without_cr_and_ave():
    chosen = replace(
        source_of(responses(None, ratings(60))), dimensions=(("a", (0, 1)), ("b", (2, 3)))
    )
    loadings = [
        LoadingRow("perception", "theory", d, f"q{i}", value, 0.1, value**2)
        for i, (d, value) in enumerate([("a", 1.05), ("a", 0.4), ("b", 0.7), ("b", 0.8)], start=1)
    ]
    a, b = convergent_rows(chosen, loadings)

    assert (a.cr, a.ave) == (None, None)
    assert (b.cr, b.ave) == (pytest.approx(2.25 / 3.12), pytest.approx(0.565))


def test_loadings_of_other_models_and_sources_do_not_count():
    chosen = replace(source_of(responses(None, ratings(60))), dimensions=(("a", (0, 1)),))
    rows = [
        LoadingRow("perception", "one_factor", "a", "q1", 0.9, 0.1, 0.81),
        LoadingRow("gap", "theory", "a", "q1", 0.9, 0.1, 0.81),
    ]

    assert convergent_rows(chosen, rows)[0].cr is None
