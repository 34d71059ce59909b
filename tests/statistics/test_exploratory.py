"""Exploratory factors: against R, laws of rotation, the faults of the library behind the door."""

import warnings
from functools import cache

import numpy as np
import pytest

from servqual.errors import UndefinedStatisticError
from servqual.statistics.exploratory import OBLIQUE, congruence, extract, most_factors
from tests.made import reference_rows
from tests.statistics.correlations import matrix

QUICK = ("attitude", "hs39", "bank")


@cache
def in_r():
    found = {}
    for row in reference_rows("exploratory.csv"):
        job = (row["source"], int(row["factors"]), row["extraction"], row["rotation"])
        place = int(row["row"]) - 1, int(row["column"]) - 1
        found.setdefault(job, {}).setdefault(row["what"], {})[place] = float(row["value"])
    return found


def table(cells):
    rows, columns = (max(place[i] for place in cells) + 1 for i in (0, 1))
    return np.array([[cells[i, j] for j in range(columns)] for i in range(rows)])


def is_slow(job):
    return job[0] not in QUICK and job[2] != "paf"


@pytest.mark.parametrize(
    "job",
    [
        pytest.param(job, id="-".join(map(str, job)), marks=[pytest.mark.slow] * is_slow(job))
        for job in in_r()
    ],
)
def test_factors_are_those_of_r(job):
    source, n_factors, extraction, rotation = job
    expected = in_r()[job]
    found = extract(matrix(source), n_factors, extraction, rotation)

    assert found.converged
    assert found.pattern == pytest.approx(table(expected["pattern"]), abs=5e-4)
    assert found.phi == pytest.approx(table(expected["phi"]), abs=5e-4)
    assert found.ss_loadings == pytest.approx(table(expected["ss"])[0], abs=5e-4)
    if rotation == "none":
        assert found.communalities == pytest.approx(
            table(expected["communalities"])[:, 0], abs=2e-4
        )


def test_published_factors_of_kiosk_satisfaction():
    found = extract(matrix("kiosk_s"), 6, "paf", "varimax")
    security = found.pattern[18:21]

    # R's varimax stops at a change of 1e-5 of its criterion: the third digit is not settled there
    assert found.ss_loadings == pytest.approx([3.008, 2.877, 2.744, 2.004, 1.901, 1.609], abs=3e-3)
    assert found.ss_loadings.sum() / 24 == pytest.approx(0.589, abs=5e-4)
    assert security[:, np.argmax(security[0])] == pytest.approx([0.834, 0.891, 0.773], abs=1e-3)


@pytest.mark.slow
def test_published_communalities_of_kiosk_perceptions():
    found = extract(matrix("kiosk_p"), 8, "minres", "none")

    assert found.communalities[[15, 9, 19]].round(3).tolist() == [0.899, 0.820, 0.812]


# -- what holds of every solution ------------------------------------------------------------------

ROTATED = [("minres", "oblimin"), ("ml", "promax"), ("paf", "varimax"), ("paf", "oblimin")]


@pytest.mark.parametrize(("extraction", "rotation"), ROTATED)
@pytest.mark.parametrize("source", ["hs39", "bank"])
def test_rotation_moves_no_communality(source, extraction, rotation):
    found = extract(matrix(source), 2, extraction, rotation)
    model = found.pattern @ found.phi @ found.pattern.T

    assert np.diag(model) == pytest.approx(found.communalities, abs=1e-10)
    plain = extract(matrix(source), 2, extraction, "none")
    assert model == pytest.approx(plain.pattern @ plain.pattern.T, abs=1e-10)


@pytest.mark.parametrize(("extraction", "rotation"), ROTATED)
def test_sums_of_squares_fall_and_add_up_to_the_communalities(extraction, rotation):
    found = extract(matrix("hs39"), 3, extraction, rotation)

    assert (np.diff(found.ss_loadings) <= 0).all()
    assert found.ss_loadings.sum() == pytest.approx(found.communalities.sum())


@pytest.mark.parametrize(("extraction", "rotation"), ROTATED)
def test_every_factor_adds_up_to_more_than_nothing(extraction, rotation):
    turned = np.array([1, -1, 1, -1, -1, -1, 1, 1, 1])
    found = extract(matrix("hs39") * np.outer(turned, turned), 3, extraction, rotation)

    assert (found.pattern.sum(axis=0) > 0).all()


def test_structure_is_pattern_times_phi():
    found = extract(matrix("hs39"), 3, "paf", "oblimin")

    assert found.structure == pytest.approx(found.pattern @ found.phi)
    assert np.diag(found.phi) == pytest.approx(np.ones(3))


@pytest.mark.parametrize("rotation", ["varimax", "none"])
def test_factors_at_right_angles_do_not_correlate(rotation):
    found = extract(matrix("hs39"), 3, "paf", rotation)

    assert (found.phi == np.eye(3)).all()
    assert (found.structure == found.pattern).all()


@pytest.mark.parametrize("rotation", ["oblimin", "promax", "varimax", "none"])
def test_one_factor_is_never_rotated(rotation):
    found = extract(matrix("hs39"), 1, "paf", rotation)

    assert found.phi.tolist() == [[1.0]]
    assert (found.pattern == extract(matrix("hs39"), 1, "paf", "none").pattern).all()


def test_phi_follows_the_order_of_the_factors():
    # planted: factors of 2, 3 and 4 items come back as 4, 3 and 2, and with them their correlations
    pattern = np.zeros((9, 3))
    pattern[:2, 0], pattern[2:5, 1], pattern[5:, 2] = 0.8, 0.75, 0.7
    phi = np.array([[1, 0.6, 0.1], [0.6, 1, 0.3], [0.1, 0.3, 1]])
    r = pattern @ phi @ pattern.T
    np.fill_diagonal(r, 1)
    found = extract(r, 3, "minres", "promax")

    assert np.diag(congruence(found.pattern, pattern[:, [2, 1, 0]])) == pytest.approx(1, abs=0.02)
    assert (found.phi[0, 1], found.phi[0, 2], found.phi[1, 2]) == pytest.approx(
        (0.3, 0.1, 0.6), abs=0.1
    )


@pytest.mark.parametrize("extraction", ["minres", "ml"])
def test_an_improper_solution_names_its_items(extraction):
    found = extract(matrix("bb1992"), 5, extraction, "none")

    assert found.heywood == (1,)


def test_a_search_that_ends_at_no_numbers_is_no_result(monkeypatch):
    import factor_analyzer

    def fit(self, _):
        self.loadings_ = np.full((7, 2), np.nan)

    monkeypatch.setattr(factor_analyzer.FactorAnalyzer, "fit", fit)

    with pytest.raises(UndefinedStatisticError, match=r"^not_converged: ") as caught:
        extract(matrix("attitude"), 2, "minres", "none")
    assert caught.value.code == "not_converged"


def test_the_librarys_word_that_it_did_not_converge_is_heard(monkeypatch):
    import factor_analyzer

    def fit(self, _):
        warnings.warn("Failed to converge: ABNORMAL", stacklevel=1)
        self.loadings_ = np.full((7, 1), 0.5)

    monkeypatch.setattr(factor_analyzer.FactorAnalyzer, "fit", fit)

    assert not extract(matrix("attitude"), 1, "minres", "none").converged


def test_the_matrix_that_was_handed_in_stays_as_it_was():
    r = matrix("attitude").copy()
    extract(r, 2, "minres", "oblimin")

    assert (r == matrix("attitude")).all()


def test_the_library_is_left_as_it_was():
    import factor_analyzer.factor_analyzer as library

    before = library.check_array
    extract(matrix("attitude"), 1, "minres", "none")

    assert library.check_array is before


# -- congruence and limits -------------------------------------------------------------------------


def test_congruence_by_hand():
    # (.8 + .6) / (1 * sqrt 2)
    found = congruence(np.array([[0.8], [0.6]]), np.array([[1.0, 0], [1, 0]]))

    assert found[0, 0] == pytest.approx(1.4 / np.sqrt(2))
    assert found[0, 1] == 0


def test_items_have_so_many_factors_at_most():
    assert [most_factors(k) for k in (3, 4, 5, 6, 7, 22, 24)] == [1, 1, 2, 3, 3, 15, 17]


@pytest.mark.parametrize("n_factors", [0, 4])
def test_other_numbers_of_factors_are_refused(n_factors):
    with pytest.raises(ValueError, match="7 items have 1 to 3 factors"):
        extract(matrix("attitude"), n_factors, "paf", "none")


def test_unknown_words_are_refused():
    with pytest.raises(ValueError, match="extraction is one of"):
        extract(matrix("attitude"), 1, "principal", "none")


def test_oblique_rotations_are_those_named():
    assert OBLIQUE == ("oblimin", "promax")
