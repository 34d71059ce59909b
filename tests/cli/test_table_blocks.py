"""A table wider than the terminal: several below each other, every row named in each."""

from servqual.cli.table_blocks import in_blocks
from servqual.cli.text_table import table_lines
from servqual.writer.parts import Cell, Column, Table

LEAGUE = Table(
    "League",
    [
        Column("Branch", "text"),
        Column("n"),
        Column("Gap"),
        Column("95% interval"),
        Column("Told apart from"),
    ],
    [[Cell("Riverside"), Cell("111"), Cell("-0.41"), Cell("[-0.57, -0.31]"), Cell("3 of 3")]],
)


def test_a_wide_table_stands_in_parts_with_the_names_of_its_rows():
    assert [table_lines(block, 34) for block in in_blocks(LEAGUE, 34)] == [
        ["Branch      n   Gap   95% interval", "Riverside 111 -0.41 [-0.57, -0.31]"],
        ["Branch     Told apart from", "Riverside           3 of 3"],
    ]


def test_a_table_with_room_stays_whole():
    assert in_blocks(LEAGUE, 80) == [LEAGUE]


def test_names_without_room_for_a_figure_become_one():
    heads = ("Dimension", "First", "Second")
    names = [Cell("Responsiveness"), Cell("City Centre"), Cell("Station Road")]
    table = Table(
        "Pairs",
        [*(Column(head, "text") for head in heads), Column("Difference"), Column("95% interval")],
        [[*names, Cell("+0.29"), Cell("[-0.08, +0.65]")]],
    )

    assert [table_lines(block, 46) for block in in_blocks(table, 46)] == [
        [
            "Dimension, First,   Difference    95% interval",
            "Second",
            "Responsiveness,          +0.29  [-0.08, +0.65]",
            "City Centre,",
            "Station Road",
        ]
    ]
