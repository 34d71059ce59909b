"""Laws that scoring obeys for any answers (Hypothesis)."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from servqual.catalog import load_instrument
from servqual.responses import Missing
from servqual.scoring import gap_scores, summarize
from servqual.statistics.summary import merged
from tests.made import reference_responses, responses, study_of

CODES = st.sampled_from([Missing.BLANK, Missing.NOT_APPLICABLE, 1, 2, 3, 4, 5, 6, 7])


def ratings(n: int):
    return arrays(np.int16, (n, 22), elements=CODES)


pairs = st.integers(2, 9).flatmap(lambda n: st.tuples(ratings(n), ratings(n)))


def gaps(expectation, perception, **more):
    rows = study_of(responses(expectation, perception, **more)).gaps._rows()
    return np.array([np.nan if row.gap is None else row.gap for row in rows])


@given(pairs)
def test_swapping_the_batteries_flips_every_sign(pair):
    expectation, perception = pair

    np.testing.assert_allclose(
        gaps(expectation, perception), -gaps(perception, expectation), atol=1e-12
    )


@given(pairs)
def test_adding_one_to_every_answer_changes_no_gap(pair):
    lower = [np.where(codes == 7, 6, codes) for codes in pair]
    higher = [np.where(codes > 0, codes + 1, codes) for codes in lower]

    np.testing.assert_allclose(gaps(*lower), gaps(*higher), atol=1e-12)


@given(pairs, st.randoms(use_true_random=False))
def test_the_order_of_people_changes_no_bit(pair, random):
    order = list(range(len(pair[0])))
    random.shuffle(order)

    assert repr(gaps(*pair).tolist()) == repr(gaps(*(codes[order] for codes in pair)).tolist())


@given(pairs, st.integers(1, 8))
def test_summaries_of_two_parts_add_up_to_the_whole_bit_by_bit(pair, cut):
    answers = responses(*pair)
    people = np.arange(len(answers))
    parts = [summarize(answers.take(people[:cut])), summarize(answers.take(people[cut:]))]
    whole, added = summarize(answers), merged(parts)

    for name in ("n", "s", "q", "p"):
        np.testing.assert_array_equal(getattr(whole.counts, name), getattr(added.counts, name))
    assert all(np.array_equal(s.p, added.sets[name].p) for name, s in whole.sets.items())
    assert all(np.array_equal(c, added.tables[name][0]) for name, (c, _) in whole.tables.items())


@given(pairs)
def test_every_row_subtracts(pair):
    for row in study_of(responses(*pair)).gaps._rows():
        if row.gap is not None and row.id != "weighted_aggregate":
            assert row.mean_of - row.mean_minus == pytest.approx(row.gap, abs=1e-9)


@given(pairs)
def test_shares_add_up_to_one(pair):
    for row in study_of(responses(*pair)).gaps.items:
        if row.n:
            assert row.share_below + row.share_equal + row.share_above == pytest.approx(1)
            assert row.share_met == pytest.approx(row.share_equal + row.share_above)


@given(pairs)
def test_reversing_twice_is_reading_straight(pair):
    instrument = load_instrument("servqual-1988")
    turned = []
    for battery, codes in zip(("expectation", "perception"), pair, strict=True):
        reverse = [instrument.is_reversed(i, battery) for i in instrument.item_ids]
        turned.append(np.where(np.array(reverse) & (codes > 0), 8 - codes, codes))

    np.testing.assert_array_equal(
        gaps(*turned, instrument=instrument), gaps(*pair, instrument="servqual")
    )


@given(pairs)
def test_n_counts_the_pairs(pair):
    expectation, perception = pair
    n = ((expectation > 0) & (perception > 0)).sum(axis=0)

    assert [row.n for row in study_of(responses(*pair)).gaps.items] == n.tolist()


@given(pairs)
def test_a_gap_stays_within_the_scale(pair):
    values = gaps(*pair)

    assert (np.abs(values[~np.isnan(values)]) <= 6).all()


def test_perception_minus_expectation_by_hand():
    assert gap_scores(np.array([5.0, 6.0, np.nan]), np.array([7.0, 6.0, 1.0])).tolist()[:2] == [
        -2,
        0,
    ]


def test_merged_weighted_summaries_agree_to_rounding():
    answers = reference_responses(weighted=True)
    people = np.arange(len(answers))
    whole = summarize(answers)
    added = merged(summarize(answers.take(part)) for part in np.array_split(people, 7))

    np.testing.assert_allclose(added.first.p, whole.first.p, rtol=1e-12)
    np.testing.assert_allclose(added.second.p, whole.second.p, rtol=1e-12)


def test_summaries_of_different_questions_do_not_add():
    _, perception = np.full((3, 22), 5), np.full((3, 22), 4)
    one = summarize(responses(perception, perception))
    other = summarize(responses(None, perception, instrument="servperf"))

    with pytest.raises(ValueError, match="hold the same sums of the same columns"):
        _ = one + other
