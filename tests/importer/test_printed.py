"""Printed tables are read by what their headings and cells say."""

import pytest

from servqual.errors import FormatError
from servqual.importer.printed import read_printed
from servqual.importer.printed.heads import heads_of


def table(tmp_path, text, name="table.csv"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return read_printed(path)


def figures(*headers):
    return [head.figure for head in heads_of(headers)]


def test_headings_are_known_in_english_and_chinese():
    assert figures("Dimension", "E", "SD E", "P", "SD P", "Gap", "95% CI", "t") == [
        "name", "expectation", "sd_expectation", "perception", "sd_perception", "gap", "ci", "t",
    ]  # fmt: skip
    assert figures("维度", "期望均值", "期望标准差", "感知均值", "差距", "样本量") == [
        "name", "expectation", "sd_expectation", "perception", "gap", "n",
    ]  # fmt: skip


def test_p_is_a_probability_unless_expectations_stand_beside_a_capital_p():
    assert figures("item", "E", "P", "gap")[2] == "perception"
    assert figures("item", "E", "perceived", "p")[3] == "p"
    assert figures("item", "mean", "P")[2] == "p"


def test_means_with_spreads_in_brackets_and_intervals_in_one_cell_are_taken_apart(tmp_path):
    text = 'dimension;E;P;gap;CI\nassurance;4,50 (,46);4,32 ± ,49;−,18;"[−,23; −,13]"\n'
    (found,) = table(tmp_path, text)

    row = found.rows[0]
    assert row.values == {
        "expectation": 4.5, "sd_expectation": 0.46, "perception": 4.32, "sd_perception": 0.49,
        "gap": -0.18, "ci_low": -0.23, "ci_high": -0.13,
    }  # fmt: skip
    assert found.decimals["gap"] == 2


def test_rows_of_one_name_with_a_battery_each_become_one(tmp_path):
    rows = ("expected,23.7,1.8,23", "received,19.4,3.4,18", "difference,-4.4,3.4,-5")
    text = "\n".join(["dim,battery,a_mean,a_sd,b_mean", *(f"Trust,{row}" for row in rows)])

    first, second = table(tmp_path, text)

    assert (first.group, second.group) == ("a", "b")
    assert first.rows[0].values["sd_gap"] == 3.4
    assert second.rows[0].values == {"expectation": 23, "perception": 18, "gap": -5}


def test_words_where_figures_are_wanted_are_all_named(tmp_path):
    with pytest.raises(FormatError) as caught:
        table(tmp_path, "item,E,P\nq1,high,4\nq2,5,low\n")

    assert str(caught.value) == (
        "table.csv: 2 cells are no numbers. Leave a cell blank where nothing is printed.\n"
        "  - row 2, column 'E': 'high'\n  - row 3, column 'P': 'low'"
    )


def test_a_table_without_known_figures_is_refused(tmp_path):
    with pytest.raises(FormatError, match="no printed table of items or dimensions"):
        table(tmp_path, "item,undergrad,grad\nAS-1,1.10,.25\n")
