"""What to do and why in the workbook: a register to fill in, leads, importance and ranks."""

import io
from dataclasses import replace

import openpyxl
import pytest

from servqual.results import Actions, Importance, KanoRow, Priorities
from servqual.writer.workbook import to_xlsx

KANO = KanoRow(
    "q1", 34, {"M": 2, "O": 3, "A": 19, "I": 9, "R": 1, "Q": 0}, "A", "I", True, 0.7, 0.3, False,
    0.7, 0.5, 0.8, -0.1, -0.2, 0.0, 3.0, 1.0, "A", True, False,
)  # fmt: skip


@pytest.fixture(scope="module")
def bank(bank_of_300):
    return bank_of_300


@pytest.fixture(scope="module")
def book(bank):
    whole = replace(bank, importance=replace(bank.importance, kano=(KANO,)))
    return openpyxl.load_workbook(io.BytesIO(to_xlsx(whole)))


def rows(sheet):
    head, *others = sheet.iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in others]


def test_every_table_has_its_sheet(book):
    assert [name for name in book.sheetnames if name in ("Scores", "Actions", "Leads")] == [
        "Scores", "Actions", "Leads",
    ]  # fmt: skip
    first = book.sheetnames.index("Priorities")
    found = [n for n in book.sheetnames[first:] if n not in ("CSI", "Indices", "Asymmetry")]
    assert found[:10] == [
        "Priorities", "Stability", "Ranks", "Importance points", "Importance stated", "Drivers",
        "Driver models", "Stated and derived", "Rank agreement", "Kano",
    ]  # fmt: skip


def test_the_register_has_columns_to_fill_in(book, bank):
    sheet = rows(book["Actions"])

    assert list(sheet[0])[-6:] == ["owner_suggested", "effort", "owner", "start", "due", "status"]
    assert {row[name] for row in sheet for name in list(row)[-5:]} == {None}
    assert sheet[0]["owner_suggested"] == bank.actions.rows[0].owner


def test_the_register_names_the_item_and_keeps_its_order(book, bank):
    sheet = rows(book["Actions"])
    item = bank.instrument.item(bank.actions.rows[0].item)

    assert list(sheet[0])[:4] == ["rank", "item", "name", "evidence"]
    assert sheet[0]["evidence"].startswith("Gap −")
    assert [row["item"] for row in sheet] == [row.item for row in bank.actions.rows]
    assert sheet[0]["name"] == item.topic["en"]


def test_a_column_to_fill_in_has_room(book):
    sheet = book["Actions"]
    letter = next(cell.column_letter for cell in sheet[1] if cell.value == "effort")

    assert sheet.column_dimensions[letter].width > 14


def test_probabilities_have_a_column_per_quadrant(book, bank):
    row = rows(book["Priorities"])[0]

    assert [name for name in row if name.startswith("probability_")] == [
        "probability_concentrate", "probability_keep_up", "probability_low_priority",
        "probability_overkill",
    ]  # fmt: skip
    assert row["probability_keep_up"] == bank.priorities.items[0].probability["keep_up"]


def test_probabilities_show_per_cent(book):
    heads = [cell.value for cell in book["Priorities"][1]]
    cell = book["Priorities"].cell(2, heads.index("probability_keep_up") + 1)

    assert cell.number_format == "0.0%"


def test_leads_are_questions_in_words(book, bank):
    row, cause = rows(book["Leads"])[0], bank.actions.causes[0]

    assert row["looked_at_first"].startswith(f"Gap {cause.gap_number}, ")
    assert row["questions"].count("?") >= 4
    assert row["not_asked"]


def test_lists_are_one_cell(book, bank):
    row = rows(book["Leads"])[0]

    assert row["items"] == "; ".join(bank.actions.causes[0].items)


def test_kano_classes_have_a_column_each(book):
    row = rows(book["Kano"])[0]

    assert [row[f"counts_{letter}"] for letter in "MOAIRQ"] == [2, 3, 19, 9, 1, 0]


def test_without_anything_to_do_there_are_no_such_sheets(bank):
    bare = replace(bank, actions=Actions(), priorities=Priorities(), importance=Importance())
    names = openpyxl.load_workbook(io.BytesIO(to_xlsx(bare))).sheetnames

    assert not {"Actions", "Leads", "Priorities", "Drivers", "Kano"} & set(names)
