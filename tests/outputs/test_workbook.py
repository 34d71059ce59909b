"""The workbook: a sheet per table, readable as it opens, nothing that runs."""

import io
import zipfile
from dataclasses import replace

import openpyxl
import pytest

from servqual.results import Gaps
from servqual.writer.workbook import to_xlsx

SHEETS = [
    "Gaps",
    "Differences",
    "Scores",
    "Reliability",
    "Reliability items",
    "Distributions",
    "Importance points",
]


@pytest.fixture(scope="module")
def book(study):
    return openpyxl.load_workbook(io.BytesIO(to_xlsx(study)))


def reopened(study):
    return openpyxl.load_workbook(io.BytesIO(to_xlsx(study)))


def column(sheet, name):
    heads = [cell.value for cell in sheet[1]]
    return [row[heads.index(name)] for row in sheet.iter_rows(min_row=2)]


def test_every_table_has_its_sheet(book):
    known = [name for name in book.sheetnames if name in SHEETS]

    assert known == SHEETS
    assert book.sheetnames[-1] == "Sample and settings"


def test_an_empty_table_has_no_sheet(study):
    assert "Gaps" not in reopened(replace(study, gaps=Gaps())).sheetnames


def test_cells_hold_full_precision(study, book):
    held = [cell.value for cell in column(book["Gaps"], "gap")[:22]]

    assert held == pytest.approx([row.gap for row in study.gaps.items], rel=1e-15)


def test_cells_show_three_decimals_counts_none_and_shares_per_cent(book):
    gaps = book["Gaps"]

    assert column(gaps, "gap")[0].number_format == "0.000"
    assert column(gaps, "n")[0].number_format == "0"
    assert column(gaps, "share_met")[0].number_format == "0.0%"


def test_the_header_row_stays_in_sight(book):
    assert book["Gaps"].freeze_panes == "C2"
    assert book["Gaps"]["A1"].font.bold


def test_answer_counts_have_a_column_per_answer(book):
    heads = [cell.value for cell in book["Distributions"][1]]

    assert [head for head in heads if head.startswith("n_")] == [f"n_{v}" for v in range(1, 8)]


@pytest.mark.parametrize("text", ["=1+1", "@SUM(A1)", "-2+3", "https://example.org/x"])
def test_text_is_stored_as_text(with_note, text):
    cell = column(reopened(with_note(text))["Notes"], "where")[0]

    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)


def test_text_that_looks_like_a_formula_is_marked_as_text(with_note):
    sheet = reopened(with_note("=1+1"))["Notes"]

    assert column(sheet, "where")[0].quotePrefix
    assert not column(sheet, "code")[0].quotePrefix


def test_the_settings_are_written_down(book):
    facts = dict(
        zip(
            [cell.value for cell in column(book["Sample and settings"], "fact")],
            [cell.value for cell in column(book["Sample and settings"], "value")],
            strict=True,
        )
    )

    assert facts["instrument"] == "servqual"
    assert facts["sesoi"] == 0.5
    assert facts["seed"] == 1


def test_the_same_study_gives_the_same_bytes(study):
    assert to_xlsx(study) == to_xlsx(study)


def test_the_clock_is_not_written_down(study):
    with zipfile.ZipFile(io.BytesIO(to_xlsx(study))) as archive:
        core = archive.read("docProps/core.xml").decode()

    assert core.count("2000-01-01T00:00:00Z") == 2


def test_without_gaps_the_means_come_first(perceptions_only):
    assert reopened(perceptions_only).sheetnames[0] == "Scores"
