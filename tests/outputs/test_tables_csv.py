"""The gap table as CSV: opens in a spreadsheet, runs nothing there, loses no digit."""

import csv
import io
from dataclasses import fields, replace

import pytest

from servqual.results import GapRow, ScoreRow
from servqual.writer.tables_csv import to_csv


def read_back(content):
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def with_topic(study, topic):
    """Return a study whose first item is about something else."""
    first, *rest = study.instrument.items
    item = first.model_copy(update={"topic": {"en": topic}})
    form = study.instrument.model_copy(update={"items": [item, *rest]})
    return replace(study, instrument=form)


def test_the_table_has_items_dimensions_and_overall_rows_in_order(study):
    rows = read_back(to_csv(study))

    assert [row["id"] for row in rows[:2]] == ["q1", "q2"]
    assert [row["id"] for row in rows[22:24]] == ["tangibles", "reliability"]
    assert {row["level"] for row in rows[27:]} == {"overall"}


def test_the_columns_are_the_fields_of_a_gap_and_its_name(study):
    names = [field.name for field in fields(GapRow)]

    assert list(read_back(to_csv(study))[0]) == ["level", "id", "name", *names[2:]]


def test_numbers_lose_no_digit(study):
    rows = read_back(to_csv(study))

    assert [float(row["gap"]) for row in rows[:22]] == [row.gap for row in study.gaps.items]


def test_negative_numbers_stay_numbers(study):
    assert read_back(to_csv(study))[0]["gap"] == "-1.3333333333333333"


def test_spreadsheets_find_the_encoding(study):
    assert to_csv(study).startswith(b"\xef\xbb\xbflevel,id,name,")


@pytest.mark.parametrize(
    "topic", ["=1+1", "+1+1", "-cmd", "@SUM(A1)", "\t=1", "＝1+1", '=HYPERLINK("x")']
)
def test_text_that_a_spreadsheet_would_run_is_quoted(study, topic):
    rows = read_back(to_csv(with_topic(study, topic)))

    assert rows[0]["name"] == f"'{topic}"


@pytest.mark.parametrize("topic", ["+1", "-1.5"])
def test_text_that_is_a_number_needs_no_guard(study, topic):
    assert read_back(to_csv(with_topic(study, topic)))[0]["name"] == topic


def test_other_text_stays_as_it_is(study):
    rows = read_back(to_csv(with_topic(study, 'Neat, "tidy" 1=1')))

    assert rows[0]["name"] == 'Neat, "tidy" 1=1'


def test_a_number_that_does_not_exist_is_an_empty_cell(study):
    first, *rest = study.gaps.items
    for nothing in (None, float("nan")):
        items = (replace(first, t=nothing), *rest)
        rows = read_back(to_csv(replace(study, gaps=replace(study.gaps, items=items))))

        assert rows[0]["t"] == ""


def test_without_gaps_the_table_holds_the_means(perceptions_only):
    rows = read_back(to_csv(perceptions_only))
    names = [field.name for field in fields(ScoreRow)]

    assert list(rows[0]) == ["level", "id", "name", *names[2:]]
    assert {row["battery"] for row in rows} == {"perception"}
