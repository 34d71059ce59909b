"""The importance-performance matrix of answers made up: its laws, and where it says nothing."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servqual.responses import Missing
from servqual.results import PROBABILITY_KEYS
from servqual.statistics.resampling import MOST_ROWS
from tests.study.rated import Found, rated, resampled


def without_ranks(study: Found):
    """Return priorities without what the seed's draw of people decides."""
    return [
        (r.item, r.importance, r.performance, r.quadrant, r.agreeing, r.diagonal)
        for r in study.priorities.items
    ]


@settings(max_examples=15)
@given(st.integers(0, 40), st.floats(0, 0.3), st.sampled_from(["grand_mean", "median"]))
def test_the_four_probabilities_sum_to_1_and_fit_the_word(seed, blank, rule):
    rows = resampled(rated(25, seed, blank=blank), cross=rule).priorities.items

    for row in rows:
        assert list(row.probability) == ["concentrate", "keep_up", "low_priority", "overkill"]
        assert sum(row.probability.values()) == pytest.approx(1)
        own = row.probability[PROBABILITY_KEYS[row.quadrant]]
        firm = "firm" if row.agreeing else "firm_here"
        word = firm if own >= 0.9 else "leaning" if own >= 0.6 else "undetermined"
        assert row.certainty == word


@settings(max_examples=15)
@given(st.randoms(use_true_random=False))
def test_the_order_of_people_moves_no_item(random):
    answers = rated(40, blank=0.1)
    order = list(range(40))
    random.shuffle(order)

    assert without_ranks(resampled(answers.take(np.array(order)))) == without_ranks(
        resampled(answers)
    )


@settings(max_examples=15)
@given(st.lists(st.integers(1, 39), max_size=4, unique=True))
def test_blocks_give_the_same_priorities_as_the_whole_bit_by_bit(cuts):
    answers = rated(40, blank=0.1)

    assert resampled(answers, *sorted(cuts)).priorities == resampled(answers).priorities


def test_an_item_that_hardly_anybody_answered_has_no_probability_and_spoils_no_other():
    answers = rated(90)
    codes = answers.ratings["satisfaction"].copy()
    codes[2:, 5] = Missing.BLANK
    made = replace(answers, ratings={**answers.ratings, "satisfaction": codes})
    rows = {row.item: row for row in resampled(made).priorities.items}

    assert (rows["q6"].probability, rows["q6"].certainty) == (None, "")
    assert rows["q7"].probability is not None
    assert sum(rows["q7"].probability.values()) == pytest.approx(1)


def test_items_that_nobody_rated_have_no_place():
    answers = rated(90)
    codes = answers.ratings["importance"].copy()
    codes[:, 5] = Missing.BLANK
    made = replace(answers, ratings={**answers.ratings, "importance": codes})
    found = resampled(made).priorities

    assert len(found.items) == 23
    assert "q6" not in {row.item for row in found.items}
    assert "q6" in {row.id for row in found.ranking("gap", "gap")}


def test_people_are_drawn_one_by_one_and_very_many_in_groups(monkeypatch):
    assert MOST_ROWS == 20_000
    monkeypatch.setattr("servqual.statistics.resampling.MOST_ROWS", 1000)
    few, many = resampled(rated(40)).priorities, resampled(rated(1200)).priorities

    assert (few.method, few.replicates) == ("people", 2000)
    assert (many.method, many.replicates) == ("groups", 2000)


def test_without_sums_for_resampling_there_is_no_certainty_and_no_limit():
    found = resampled(rated(40), powers=False).priorities

    assert (found.method, found.replicates) == ("", 0)
    assert {(r.probability, r.certainty) for r in found.items} == {(None, "")}
    assert {r.rank_low for r in found.ranks} == {None}
    assert {(c.ci_low, c.ci_high) for c in found.csi} == {(None, None)}


@pytest.mark.parametrize("n", [1, 2, 9])
def test_fewer_than_ten_people_are_sure_of_nothing(n):
    found = resampled(rated(n)).priorities

    assert (found.method, found.replicates, len(found.items)) == ("", 0, 24)
    assert {(r.probability, r.certainty) for r in found.items} == {(None, "")}
    assert {r.rank_low for r in found.ranks} == {None}


def test_one_person_has_no_errors():
    rows = resampled(rated(1)).priorities.items

    assert {(r.importance_se, r.performance_se, r.correlation) for r in rows} == {
        (None, None, None)
    }


def test_an_item_with_fewer_than_ten_answers_is_not_called_firm():
    answers = rated(90)
    codes = answers.ratings["satisfaction"].copy()
    codes[9:, 5] = Missing.BLANK
    made = replace(answers, ratings={**answers.ratings, "satisfaction": codes})
    rows = {row.item: row for row in resampled(made).priorities.items}

    assert (rows["q6"].n_performance, rows["q6"].probability, rows["q6"].certainty) == (9, None, "")
    assert rows["q7"].certainty != ""


def test_another_seed_gives_nearly_the_same_probabilities():
    one, other = (resampled(rated(90), seed=seed).priorities.items for seed in (1, 2))

    assert [r.probability["keep_up"] for r in one] == pytest.approx(
        [r.probability["keep_up"] for r in other], abs=0.05
    )


def test_weights_count_people_in_the_cross_and_in_the_replicates():
    answers = rated(60)
    weights = np.where(np.arange(60) < 30, 2.0, 0.0)
    twice = replace(answers, weights=weights, weights_name="w")
    half = answers.take(np.arange(30))

    ours, theirs = (resampled(some).priorities.items for some in (twice, half))
    assert [r.importance for r in ours] == pytest.approx([r.importance for r in theirs])
    assert [(r.quadrant, r.agreeing) for r in ours] == [(r.quadrant, r.agreeing) for r in theirs]
    assert [r.probability["keep_up"] for r in ours] == pytest.approx(
        [r.probability["keep_up"] for r in theirs], abs=0.06
    )
