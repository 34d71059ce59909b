"""Files of another questionnaire, and scales that cannot be right, are not read in silence."""

import numpy as np
import pandas as pd
import pytest

from servqual.errors import ColumnError, RatingError
from servqual.importer import read


def frame(numbers, form, value=5, n=10):
    """Return a frame with one expectation and one perception column per number."""
    columns = {}
    for battery, rating in (("expectation", value + 1), ("perception", value)):
        for number in numbers:
            columns[form.format(n=number, battery=battery)] = [rating] * n
    return pd.DataFrame(columns)


def test_more_numbered_items_than_the_questionnaire_has_are_another_questionnaire():
    with pytest.raises(ColumnError) as caught:
        read(frame(range(1, 25), "{n}-1. Loves dogs no. {n} ({battery})"))

    assert "the columns also number items 23, 24, and servqual ends at 22" in str(caught.value)
    assert "Name its own file with -i" in str(caught.value)


def test_the_other_items_can_be_ignored_on_purpose(tmp_path):
    table = frame(range(1, 24), "{n}-1. Loves dogs no. {n} ({battery})")
    lines = "\n".join(f'"{name}" = "ignore"' for name in table.columns if name.startswith("23-"))
    mapping = tmp_path / "map.toml"
    mapping.write_text(f"[columns]\n{lines}\n", "utf-8")

    assert len(read(table, mapping=mapping)) == 10


def test_a_number_that_only_one_battery_goes_on_to_is_just_a_column():
    table = frame(range(1, 23), "{battery}_{n}")
    table["P23"] = 4

    assert "columns_not_used" in read(table).notes.codes()


def test_columns_found_by_number_alone_are_said_to_be():
    notes = read(frame(range(1, 23), "{n}-1. Loves dogs no. {n} ({battery})")).notes

    assert "columns_by_number" in notes.codes()
    assert "columns_by_wording" not in notes.codes()


def test_a_wrong_scale_is_not_set_aside_as_missing_answers():
    rng = np.random.default_rng(1)
    table = pd.DataFrame(
        rng.integers(1, 8, (40, 44)), columns=[f"{b}{i}" for b in "EP" for i in range(1, 23)]
    )
    with pytest.raises(RatingError) as caught:
        read(table, scale="1-5", invalid="missing")

    text = str(caught.value)
    assert "ratings are off the scale, too many to set aside with --invalid missing" in text
    assert text.endswith("say so with --scale 1-7.")


def test_one_slip_does_not_turn_the_advice_to_another_scale():
    rng = np.random.default_rng(1)
    table = pd.DataFrame(
        rng.integers(1, 8, (40, 44)), columns=[f"{b}{i}" for b in "EP" for i in range(1, 23)]
    )
    table.loc[3, "P8"] = 9
    with pytest.raises(RatingError, match=r"say so with --scale 1-7\.$"):
        read(table, scale="1-5")
