"""What the plan of a questionnaire tells of its columns is true, and changes no sum."""

from dataclasses import replace

import numpy as np
import pytest
import scipy.sparse  # noqa: F401  # loaded, it is used from a few hundred rows on

import servqual as sq
from servqual.scoring.scores import plan_for, scored_values
from servqual.statistics.accumulate import Accumulator
from servqual.statistics.layout import Block

N = 300


def answers(instrument):
    return sq.read(sq.simulate(N, instrument, seed=3).frame, instrument=instrument)


def summed(layout, values, cuts=()):
    sums = Accumulator(layout)
    for part in np.split(values, cuts):
        sums.add(Block(part))
    return sums.summary()


@pytest.mark.parametrize(
    "instrument",
    ["servqual-1988", "library-three-level", "hospital-direct", "lodging-one-column", "kano"],
)
def test_scores_are_what_the_layout_says_of_them(instrument):
    people = answers(instrument)
    layout, values = plan_for(people).layout(), scored_values(people)
    told = summed(layout, values)
    untold = summed(replace(layout, whole=(), needs=()), values)

    whole = values[:, [layout.position[name] for name in (*layout.whole, *layout.wide)]]
    there = whole[~np.isnan(whole)]
    assert (there == np.rint(there)).all()
    assert (np.abs(there) < 2**36).all()
    for name in ("n", "s", "q", "p"):
        np.testing.assert_array_equal(getattr(told.counts, name), getattr(untold.counts, name))


def test_persons_overall_scores_add_up_to_the_same_bits_in_any_order():
    people = answers("servqual")
    layout, values = plan_for(people).layout(), scored_values(people)
    order = np.random.default_rng(1).permutation(N)
    one, other = summed(layout, values), summed(layout, values[order], [1, 20, 290])

    assert "gap:overall:weighted" in layout.wide
    for name in ("n", "s", "q", "p"):
        np.testing.assert_array_equal(getattr(one.counts, name), getattr(other.counts, name))
    for name, sums in one.sets.items():
        np.testing.assert_array_equal(sums.p, other.sets[name].p)


def test_a_persons_overall_score_is_kept_to_some_billionths_of_a_point():
    people = answers("servqual")
    plan = plan_for(people)
    scores = dict(zip(plan.layout().columns, scored_values(people).T, strict=True))
    d = plan.instrument.dimension_ids
    gaps = np.column_stack([scores[f"gap:dimension:{i}"] for i in d]) / plan.dimension_unit
    points = people.points
    both = ~np.isnan(gaps) & ~np.isnan(points)
    weight = np.where(both, points, 0)
    with np.errstate(invalid="ignore"):
        expected = (np.where(both, gaps, 0) * weight).sum(axis=1) / weight.sum(axis=1)
    found = scores["gap:overall:weighted"] / plan.overall_unit("weighted")

    there = ~np.isnan(found)
    assert there.sum() > N / 2
    np.testing.assert_allclose(found[there], expected[there], atol=1e-9)
