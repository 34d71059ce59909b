"""Workbooks as people keep them: covers, titles, merged headings, several sheets."""

import numpy as np
import openpyxl
import pytest

from servqual.errors import FormatError
from servqual.importer import read
from servqual.importer.opening.sheets import answer_columns
from tests.importer.surveys import HEADERS, save, survey, with_columns

COVER = [["Guest survey 2026"], [], ["Client", "Hotel Aurora"], ["Field work", "May"]]


def numbers(rows):
    return [rows[0], *([int(c) if c.isdigit() else c for c in row] for row in rows[1:])]


def book(folder, *sheets, merge=(), hide=()):
    """Write sheets of (name, rows); ``merge`` are ranges of the first one."""
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets:
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
        if name in hide:
            sheet.sheet_state = "hidden"
    for cells in merge:
        made.worksheets[0].merge_cells(cells)
    path = folder / "guests.xlsx"
    made.save(path)
    return path


def same(guests, folder):
    plain = read(save(folder, survey()))
    return all(np.array_equal(guests.ratings[b], codes) for b, codes in plain.ratings.items())


def refusal(call):
    with pytest.raises(FormatError) as caught:
        call()
    return str(caught.value)


# -- which sheet -----------------------------------------------------------------------------------


def test_the_sheet_with_the_answers_is_read_whatever_stands_before_it(tmp_path):
    codes = [["variable", "meaning"], *([h, f"Item {h}"] for h in HEADERS)]
    path = book(tmp_path, ("Cover", COVER), ("Codes", codes), ("Data", numbers(survey())))

    guests = read(path)

    assert same(guests, tmp_path)
    assert guests.notes[0].text == (
        "The sheet “Data” was read, because it holds the answers; the workbook also holds: Cover, "
        "Codes."
    )


def test_a_summary_before_the_answers_is_not_taken_for_them(tmp_path):
    means = [["dimension", "E", "P", "gap"], ["tangibles", 6.25, 5.5, -0.75], ["empathy", 6, 5, -1]]

    assert same(read(book(tmp_path, ("Means", means), ("Data", numbers(survey())))), tmp_path)


def test_two_sheets_of_answers_are_never_chosen_between(tmp_path):
    path = book(tmp_path, ("May", numbers(survey())), ("June", numbers(survey(3))))

    assert refusal(lambda: read(path)) == (
        "guests.xlsx: 2 sheets hold answers: 'May' (44 columns of answers), 'June' (44 columns of "
        "answers). Name the one to read with --sheet. If one questionnaire is spread over several "
        "sheets, put its columns side by side on one sheet first."
    )
    assert len(read(path, sheet="June")) == 3


def test_a_hidden_sheet_is_read_only_by_name(tmp_path):
    sheets = (("May", numbers(survey())), ("Old", numbers(survey(3))))
    path = book(tmp_path, *sheets, hide=("Old",))

    assert (len(read(path)), len(read(path, sheet="Old"))) == (6, 3)


def test_a_workbook_of_words_is_recognised_by_answers_said_often():
    words = ["agree", "disagree", "neutral"]
    rows = [["a", "b"], *([words[i % 3], words[i % 2]] for i in range(20))]
    texts = [["a", "b"], *([f"word {i}", f"{i} more words"] for i in range(20))]

    assert (answer_columns(rows), answer_columns(texts)) == (2, 0)


# -- titles and merged cells -----------------------------------------------------------------------


def test_lines_of_title_above_the_headings_are_left_out(tmp_path):
    rows = [["Guest survey 2026"], ["as of", "31 May"], [], *numbers(survey())]

    guests = read(book(tmp_path, ("Data", rows)))

    assert same(guests, tmp_path)
    assert guests.rows.tolist() == [5, 6, 7, 8, 9, 10]
    assert guests.notes[1].text == "2 lines of title above the headings were left out."


def test_a_title_merged_over_the_whole_table_is_no_group(tmp_path):
    rows = [["Guest survey 2026", *[None] * 43], *numbers(survey())]

    assert same(read(book(tmp_path, ("Data", rows), merge=["A1:AR1"])), tmp_path)


def test_headings_under_merged_groups_are_joined_with_them(tmp_path):
    items = [h[1:] for h in HEADERS]
    rows = [["Expectation", *[None] * 21, "Perception", *[None] * 21], items, *survey()[1:]]

    guests = read(book(tmp_path, ("Data", rows), merge=["A1:V1", "W1:AR1"]))

    assert same(guests, tmp_path)
    assert guests.rows[0] == 3
    assert guests.notes[1].text == (
        "The headings stand in 2 rows; each group was joined with the headings below it."
    )


def test_groups_that_reach_to_the_next_one_need_not_be_merged(tmp_path):
    items = [f"q{h[1:]}" for h in HEADERS]
    rows = [["Expectation", *[None] * 21, "Perception", *[None] * 21], items, *survey()[1:]]

    assert same(read(book(tmp_path, ("Data", rows))), tmp_path)


def test_a_heading_merged_downwards_stands_for_itself(tmp_path):
    items = [h[1:] for h in HEADERS]
    rows = with_columns(survey(), branch=["North", "South"])
    top = ["branch", "Expectation", *[None] * 21, "Perception", *[None] * 21]
    body = [[row[-1], *row[:-1]] for row in rows[1:]]
    path = book(
        tmp_path, ("Data", [top, [None, *items], *body]), merge=["A1:A2", "B1:W1", "X1:AS1"]
    )

    guests = read(path)

    assert same(guests, tmp_path)
    assert guests.people["branch"].tolist() == ["North", "South"] * 3


def test_a_group_merged_over_several_rows_of_answers_belongs_to_each(tmp_path):
    rows = with_columns(survey(), branch=["North", "", "", "South", "", ""])
    path = book(tmp_path, ("Data", numbers(rows)), merge=["AS2:AS4", "AS5:AS7"])

    guests = read(path)

    assert guests.people["branch"].tolist() == ["North"] * 3 + ["South"] * 3
    assert guests.notes[1].text == (
        "4 cells that were merged with the one above them were given the same text."
    )


def test_a_title_and_merged_groups_may_stand_together(tmp_path):
    items = [h[1:] for h in HEADERS]
    groups = ["Expectation", *[None] * 21, "Perception", *[None] * 21]
    rows = [["Guest survey"], [], groups, items, *survey()[1:]]

    guests = read(book(tmp_path, ("Data", rows), merge=["A3:V3", "W3:AR3"]))

    assert same(guests, tmp_path)
    assert guests.rows[0] == 5
