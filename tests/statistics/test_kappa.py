"""Cohen's kappa against R's psych, and where there is none."""

import numpy as np
import pytest

from servqual.statistics.kappa import cohen_kappa
from tests.made import reference_rows


@pytest.mark.parametrize("row", reference_rows("kappa.csv"), ids=lambda row: row["name"])
def test_kappa_and_its_interval_are_those_of_psych(row):
    counts = np.array(row["counts"].split(), dtype=np.int64)
    side = int(len(counts) ** 0.5)
    found = cohen_kappa(counts.reshape(side, side))

    assert found.n == int(row["n"])
    assert found.kappa == pytest.approx(float(row["kappa"]), rel=1e-9)
    assert found.se == pytest.approx(float(row["se"]), rel=1e-9)
    assert found.ci_low == pytest.approx(float(row["low"]), rel=1e-9)
    assert found.ci_high == pytest.approx(float(row["high"]), rel=1e-9)


def test_two_coders_who_agree_on_everything_have_one_and_no_limits():
    assert cohen_kappa(np.array([[7, 0], [0, 3]]))[1:] == (1, 1, 0, None, None)


def test_a_coder_who_never_gave_a_code_leaves_no_limits():
    assert cohen_kappa(np.array([[9, 0], [1, 0]])) == (10, 0.9, 0, 0, None, None)


def test_a_single_code_gives_no_kappa():
    assert cohen_kappa(np.array([[9, 0], [0, 0]])) == (9, 1.0, None, None, None, None)


def test_who_codes_first_does_not_matter():
    counts = np.array([[44, 5, 1], [7, 20, 3], [9, 5, 6]])

    np.testing.assert_allclose(cohen_kappa(counts), cohen_kappa(counts.T), rtol=1e-12)


def test_limits_stay_within_one():
    assert cohen_kappa(np.array([[4, 0], [1, 4]])).ci_high == 1.0


def test_nothing_coded_gives_nothing():
    assert cohen_kappa(np.zeros((2, 2), dtype=np.int64)).kappa is None
