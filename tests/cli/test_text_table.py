"""Tables of the report on a terminal: whole where there is room, broken or row by row elsewhere."""

import pytest

from servqual.cli.text_table import plain, table_lines
from servqual.writer.parts import Cell, Column, Table

MODELS = Table(
    "Models",
    [Column("Model", "text"), Column("χ²"), Column("90% interval"), Column("CFI")],
    [
        [
            Cell("Five dimensions of the questionnaire"),
            Cell("377.2"),
            Cell("[.053, .075]"),
            Cell(".889"),
        ],
        [Cell("One factor"), Cell("1,018.9"), Cell("–"), Cell("−.01")],
    ],
)


def test_a_table_with_room_stands_in_columns_numbers_at_the_right():
    assert table_lines(MODELS, 80) == [
        "Model                                    chi2  90% interval   CFI",
        "Five dimensions of the questionnaire    377.2  [.053, .075]  .889",
        "One factor                            1,018.9             –  -.01",
    ]


def test_words_and_headings_are_broken_figures_are_not():
    assert table_lines(MODELS, 44) == [
        "Model               chi2  90% interval   CFI",
        "Five dimensions    377.2  [.053, .075]  .889",
        "of the",
        "questionnaire",
        "One factor       1,018.9             –  -.01",
    ]


def test_columns_come_nearer_before_the_table_is_given_up():
    assert table_lines(MODELS, 40)[:2] == [
        "Model             chi2 90% interval  CFI",
        "Five             377.2 [.053, .075] .889",
    ]


def test_without_room_for_columns_each_row_stands_alone():
    assert table_lines(MODELS, 30) == [
        "Five dimensions of the",
        "questionnaire",
        "    chi2 377.2; 90% interval",
        "    [.053, .075]; CFI .889",
        "One factor",
        "    chi2 1,018.9; 90% interval",
        "    –; CFI -.01",
    ]


def test_a_reason_in_place_of_a_figure_may_be_broken():
    table = Table(
        "Reliability",
        [Column("Dimension", "text"), Column("ω"), Column("n")],
        [[Cell("Tangibles"), Cell("no proper solution with one factor"), Cell("60")]],
    )

    assert table_lines(table, 34) == [
        "Dimension                omega   n",
        "Tangibles   no proper solution  60",
        "               with one factor",
    ]


def test_the_mark_of_an_item_stands_before_its_name():
    table = Table(
        "Items", [Column("Item", "text"), Column("r")], [[Cell("Neat", mark="3"), Cell("1")]]
    )

    assert table_lines(table, 40)[1] == "3 Neat  1"


def test_full_width_signs_take_two_columns():
    table = Table("信度", [Column("维度", "text"), Column("n")], [[Cell("有形性"), Cell("60")]])

    assert table_lines(table, 40) == ["维度     n", "有形性  60"]


@pytest.mark.parametrize(
    ("symbol", "letters"),
    [("ω", "omega"), ("α", "alpha"), ("φ", "phi"), ("R²", "R2"), ("≤ −1", "<= -1")],
)
def test_symbols_are_spelled_out(symbol, letters):
    assert plain(symbol) == letters


def test_signs_that_steer_a_terminal_are_taken_out():
    assert plain("a\x1b[31m\nb\u202e") == "a[31m b"
