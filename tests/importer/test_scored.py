"""Scores of dimensions where ratings of items were looked for are noticed, with the remedy."""

import numpy as np
import pandas as pd
import pytest

from servqual.errors import ColumnError, RatingError
from servqual.importer import read
from servqual.importer.answers.scored import score_kind

ITEMS = {"tangibles": 4, "reliability": 5, "responsiveness": 4, "assurance": 4, "empathy": 5}


def scores(make):
    """Return one column per battery and dimension."""
    rng = np.random.default_rng(1)
    return pd.DataFrame(
        {
            f"{b}_{name}": make(rng.integers(1, 8, (50, k)))
            for b in "EP"
            for name, k in ITEMS.items()
        }
    )


def refusal(frame, error=ColumnError):
    with pytest.raises(error) as caught:
        read(frame)
    return str(caught.value)


def test_sums_are_noticed_with_the_line_that_reads_them():
    assert refusal(scores(lambda ratings: ratings.sum(axis=1))).endswith(
        "name that one with -i. 'E_tangibles' and others look like one score per dimension, up to "
        "28: sums of ratings. Write dimension_scores = 'sums' above the first [table] of a mapping "
        "file to read them so."
    )


def test_means_and_percent_are_told_apart():
    means = refusal(scores(lambda ratings: ratings.mean(axis=1)))
    percent = refusal(scores(lambda ratings: ratings.mean(axis=1) * 100 / 7))

    assert "means of ratings. Write dimension_scores = 'means'" in means
    assert "per cent. Write dimension_scores = 'percent'" in percent


def test_numbers_that_fit_nothing_get_no_such_advice():
    assert "dimension_scores" not in refusal(scores(lambda ratings: ratings.sum(axis=1) * 1000))


def test_the_line_reads_them(tmp_path):
    mapping = tmp_path / "m.toml"
    mapping.write_text('dimension_scores = "sums"\n', "utf-8")
    answers = read(scores(lambda ratings: ratings.sum(axis=1)), mapping=mapping)

    assert answers.instrument.item_ids == list(ITEMS)


def test_items_beyond_the_scale_may_be_sums():
    rng = np.random.default_rng(1)
    frame = pd.DataFrame({f"{b}{i}": rng.integers(5, 36, 60) for b in "EP" for i in range(1, 23)})

    assert (
        "Answers up to 35 look like sums of several ratings on 1-7, not like single ones."
        in refusal(frame, RatingError)
    )


def test_ratings_on_ten_points_are_not_called_sums():
    rng = np.random.default_rng(1)
    frame = pd.DataFrame({f"{b}{i}": rng.integers(1, 11, 60) for b in "EP" for i in range(1, 23)})

    assert "sums" not in refusal(frame, RatingError)


@pytest.mark.parametrize("high", [5, 7])
def test_whole_scores_within_the_scale_are_means(high):
    assert score_kind([np.array([1.0, float(high)])], [4], 1, high) == "means"


def test_nothing_at_all_is_no_score():
    assert score_kind([np.array([np.nan])], [4], 1, 7) == ""
