"""Signed ranks from a histogram, adjusted p values."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from servqual.statistics.adjust import adjusted, benjamini_hochberg, holm
from servqual.statistics.ranks import signed_rank


def test_toy_set_has_no_positive_rank():
    # E 7,6,7,6,7,5,6,7; P 5,6,6,4,6,5,5,4: W- = 21 over six non-zero differences
    d, n = np.unique(np.array([-2, 0, -1, -2, -1, 0, -1, -3]), return_counts=True)
    result = signed_rank(d, n)

    assert (result.v, result.n_nonzero) == (0.0, 6)


@given(st.lists(st.integers(-6, 6), min_size=1, max_size=60).filter(any))
def test_scipy_gives_the_same(differences):
    d, n = np.unique(np.array(differences), return_counts=True)
    result = signed_rank(d, n)
    values = np.array(differences, dtype=float)
    peer = stats.wilcoxon(values, zero_method="wilcox", correction=False, method="asymptotic")
    positive = result.v
    total = result.n_nonzero * (result.n_nonzero + 1) / 2

    assert min(positive, total - positive) == pytest.approx(peer.statistic)
    assert result.p == pytest.approx(peer.pvalue, rel=1e-9)


@given(st.lists(st.integers(-6, 6), min_size=1, max_size=60).filter(any))
def test_turning_the_signs_keeps_p(differences):
    d, n = np.unique(np.array(differences), return_counts=True)

    assert signed_rank(d, n).p == pytest.approx(signed_rank(-d, n).p)


def test_only_zeros_have_no_test():
    assert signed_rank([0], [9]) == (None, None, 0)


P = [0.012, 0.034, 0.001, 0.20, 0.049]


def test_holm_of_methods_7_2():
    assert holm(P) == pytest.approx([0.048, 0.102, 0.005, 0.200, 0.102])


def test_benjamini_hochberg_of_methods_7_2():
    assert benjamini_hochberg(P) == pytest.approx([0.030, 0.0566667, 0.005, 0.200, 0.06125])


def test_missing_p_values_stay_missing_and_do_not_count():
    assert adjusted([0.01, None, 0.04], "holm") == [pytest.approx(0.02), None, pytest.approx(0.04)]


def test_adjusted_of_nothing_is_nothing():
    assert adjusted([None], "bh") == [None]
