"""The sums of a study: its means, gaps and errors follow from them by hand."""

import math
from dataclasses import replace

import numpy as np
import pytest

from servqual.analysis import analyze
from servqual.responses import Missing
from servqual.results import GapSums, Sums
from servqual.scoring import summarize
from servqual.statistics.pooling import PooledSummary
from servqual.study.sums import sum_tables
from servqual.writer.databook.together import covariance
from tests.made import POINTS, formula_ratings, responses, study_of


def gappy(*, weighted=False):
    """Return 40 people who left some answers blank, with weights or without."""
    rng = np.random.default_rng(3)
    expectation, perception = rng.integers(4, 8, (40, 22)), rng.integers(2, 8, (40, 22))
    for ratings in (expectation, perception):
        ratings[rng.random((40, 22)) < 0.1] = Missing.BLANK
    made = responses(expectation, perception)
    if not weighted:
        return made
    return replace(made, weights=rng.uniform(0.4, 2.5, 40), weights_name="w")


@pytest.fixture(scope="module", params=[False, True], ids=["plain", "weighted"])
def study(request):
    return analyze(gappy(weighted=request.param))


def test_the_sums_of_an_item_are_those_of_its_pairs():
    study = study_of(responses(*formula_ratings(), points=POINTS))

    assert study.sums.gaps[0] == GapSums(
        "item", "q1", "gap", n=6, total_of=31.0, squares_of=171.0, total_minus=39.0,
        squares_minus=255.0, squares=22.0, below=4.0, equal=2.0, above=0.0,
    )  # fmt: skip


def test_a_gap_is_what_its_sums_leave(study):
    rows = {(r.level, r.id): r for r in (*study.gaps.items, *study.gaps.dimensions)}
    for sums in study.sums.gaps:
        row, weight = rows[sums.level, sums.id], sums.weight or sums.n

        assert row.n == sums.n
        assert row.gap == pytest.approx((sums.total_of - sums.total_minus) / weight, abs=1e-12)
        if sums.below is not None and row.share_below is not None:
            assert row.share_below == pytest.approx(sums.below / weight, abs=1e-12)


def test_the_error_of_the_overall_gap_follows_from_the_pairs_of_dimensions(study):
    pairs = [p for p in study.sums.pairs if p.source == "gap"]
    own = {p.first: p for p in pairs if p.first == p.second}
    total = sum(
        (1 if p.first == p.second else 2) * covariance(p, own[p.first], own[p.second])
        for p in pairs
    )

    assert math.sqrt(total) / 5 == pytest.approx(study.gaps.row("unweighted").se, rel=1e-10)


def test_answers_that_were_filled_in_have_no_sums():
    answers = gappy()
    pooled = PooledSummary.over([summarize(answers), summarize(answers)])

    assert sum_tables(pooled, answers.instrument) == Sums()
