"""No file that is fed in can fill the memory, read another file, or run in a spreadsheet later."""

import csv
import io
import re
import sys
import tomllib
import zipfile

import numpy as np
import openpyxl
import pandas as pd
import pyreadstat
import pytest
import xlsxwriter

from servqual._cells import csv_text, runs, safe, unguarded
from servqual.analysis import analyze
from servqual.errors import FormatError
from servqual.importer import propose_mapping, read, review_list
from servqual.importer.opening import apart, archives, limits
from servqual.importer.opening.source import Opening, read_table
from servqual.simulate import simulate
from servqual.writer import to_csv, to_xlsx
from tests.importer.surveys import HEADERS, save, survey, with_columns

FORMULAS = ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", " =HYPERLINK(0)"]
TOO_MUCH = (
    "guests.xlsx: this workbook unpacks to more than can be read. Export the survey again as CSV, "
    "or only the columns that are needed."
)


def refusal(call):
    with pytest.raises(FormatError) as caught:
        call()
    return str(caught.value)


def workbook(folder, change=None, name="guests.xlsx"):
    """Write the plain survey as a workbook; ``change`` maps a member to what becomes of it."""
    made = openpyxl.Workbook()
    for row in survey():
        made.active.append([int(c) if c.isdigit() else c for c in row])
    plain = io.BytesIO()
    made.save(plain)
    path = folder / name
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.namelist():
            content = old.read(member)
            done = (change or {}).get(member, bytes)(content)
            new.writestr(member, done)
    return path


# -- archives --------------------------------------------------------------------------------------


def test_a_workbook_that_was_only_packed_anew_is_read(tmp_path):
    assert len(read(workbook(tmp_path))) == 6


def test_a_workbook_that_unpacks_to_too_much_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(archives, "MOST_UNPACKED", 1_000_000)
    path = workbook(tmp_path, {"xl/styles.xml": lambda old: old + b" " * 2_000_000})

    assert refusal(lambda: read(path)) == TOO_MUCH


def test_the_size_that_an_archive_claims_is_not_believed(tmp_path, monkeypatch):
    monkeypatch.setattr(archives, "MOST_UNPACKED", 1_000_000)
    path = workbook(tmp_path, {"xl/styles.xml": lambda old: old + b" " * 2_000_000})
    content = path.read_bytes()
    true = next(i.file_size for i in zipfile.ZipFile(path).infolist() if i.file_size > 2_000_000)
    path.write_bytes(content.replace(true.to_bytes(4, "little"), (900).to_bytes(4, "little")))

    assert refusal(lambda: read(path)) == TOO_MUCH


def test_an_archive_of_very_many_files_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(archives, "MOST_MEMBERS", 5)

    assert refusal(lambda: read(workbook(tmp_path))) == TOO_MUCH


@pytest.mark.parametrize("quote", [b'"', b"'"])
def test_one_cell_far_away_does_not_make_a_giant_table(tmp_path, quote):
    far = b" r=" + quote + b"XFD1048576" + quote
    path = workbook(
        tmp_path, {"xl/worksheets/sheet1.xml": lambda old: old.replace(b' r="AR7"', far)}
    )

    assert refusal(lambda: read(path)) == (
        "guests.xlsx: 1,048,576 rows of 16,384 columns are more than can be read whole "
        "(50,000,000 cells). servqual summarize reads CSV and Parquet files of any size; or export "
        "only the columns that are needed."
    )


@pytest.mark.parametrize("member", ["xl/worksheets/sheet1.xml", "xl/workbook.xml"])
def test_a_workbook_that_declares_entities_is_refused(tmp_path, member):
    bomb = b'<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;"><!ENTITY c SYSTEM "/etc/passwd">]>'
    path = workbook(tmp_path, {member: lambda old: re.sub(rb"(<\w)", bomb + rb"\1", old, count=1)})

    assert refusal(lambda: read(path)) == (
        "guests.xlsx: this workbook holds a document type declaration, which no spreadsheet "
        "program writes. Export the survey again, from the survey tool itself."
    )


def test_a_long_text_that_is_shown_by_very_many_cells_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(archives, "MOST_TEXT", 100_000)
    path = tmp_path / "guests.xlsx"
    with xlsxwriter.Workbook(path) as made:  # keeps each text once, beside the sheets
        sheet = made.add_worksheet()
        for i, row in enumerate(survey()):
            sheet.write_row(i, 0, [*row, "note" if i == 0 else "x" * 30_000])

    assert refusal(lambda: read(path)) == TOO_MUCH


def test_a_cell_that_says_that_it_comes_very_often_is_refused(tmp_path):
    content = (
        '<office:document-content><table:table table:name="A">'
        '<table:table-row table:number-rows-repeated="1000000">'
        '<table:table-cell office:value-type="float" office:value="1" '
        'table:number-columns-repeated="16384"/>'
        "</table:table-row></table:table></office:document-content>"
    )
    path = tmp_path / "guests.xlsx"
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        made.writestr("content.xml", content)

    assert refusal(lambda: read(path)) == TOO_MUCH


@pytest.mark.parametrize("far", [(0, 1_048_575), (1, 70_000)])
def test_a_cell_far_away_in_a_binary_workbook_is_refused(tmp_path, far):
    row, column = (far[1], 16_383) if far[0] == 0 else (5, far[1])
    sheet = b"\x00\x08" + row.to_bytes(8, "little") + b"\x02\x0c" + column.to_bytes(12, "little")
    path = tmp_path / "guests.xlsb"
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("xl/worksheets/sheet1.bin", b"\x81\x01\x00" + sheet)

    with pytest.raises(FormatError, match=r"columns are more than can be read|columns; at most"):
        read(path)


def test_names_inside_an_archive_are_never_paths(tmp_path):
    path = workbook(tmp_path)
    with zipfile.ZipFile(path, "a") as made:
        made.writestr("../../evil.txt", "evil")
        made.writestr("/tmp/evil.txt", "evil")  # noqa: S108  a name in an archive

    guests = read(path)

    assert len(guests) == 6
    assert sorted(p.name for p in tmp_path.iterdir()) == ["guests.xlsx"]


def test_the_name_of_a_sheet_is_never_a_path(tmp_path):
    path = workbook(
        tmp_path,
        {"xl/workbook.xml": lambda old: old.replace(b'name="Sheet"', b'name="..\\..\\evil"')},
    )

    read(path)

    assert sorted(p.name for p in tmp_path.iterdir()) == ["guests.xlsx"]


def test_formulas_are_not_computed(tmp_path):
    made = openpyxl.Workbook()
    rows = survey()
    for i, row in enumerate(rows):
        first = row[0] if i == 0 else "=3+3"
        made.active.append([first, *(int(c) if c.isdigit() else c for c in row[1:])])
    path = tmp_path / "guests.xlsx"
    made.save(path)

    assert set(read(path).ratings["expectation"][:, 0].tolist()) == {-101}


def test_a_damaged_part_of_a_workbook_is_never_read_as_it_is(tmp_path):
    path = workbook(tmp_path)
    with zipfile.ZipFile(path) as made:
        claimed = made.getinfo("xl/worksheets/sheet1.xml").CRC
    path.write_bytes(
        path.read_bytes().replace(claimed.to_bytes(4, "little"), (1).to_bytes(4, "little"))
    )

    assert refusal(lambda: read(path)) == (
        "guests.xlsx: this file begins like a spreadsheet or an archive but cannot be opened as a "
        "workbook (a part of it is damaged). Export it again, or save it as CSV."
    )


# -- readers that do not survive damage ------------------------------------------------------------


def test_a_file_that_ends_its_reader_does_not_end_the_program(tmp_path):
    path = tmp_path / "guests.sav"
    labels = {"E1": {1.0: "Strongly disagree"}}
    pyreadstat.write_sav(pd.DataFrame({"E1": [1.0, 2.0]}), path, variable_value_labels=labels)
    variable = b"\x04\x00\x00\x00\x01\x00\x00\x00\x01\x00\x00\x00"  # the labels are those of
    content = path.read_bytes()
    assert content.count(variable) == 1
    path.write_bytes(content.replace(variable, variable[:-2] + b"\x56\x00"))  # variable 5636097

    assert refusal(lambda: read(path)) == (
        "guests.sav: this file is damaged: it cannot be read to its end. Export the survey again, "
        "or save it as CSV."
    )


def test_a_reader_that_never_ends_is_stopped(tmp_path, monkeypatch):
    monkeypatch.setattr(apart, "LONGEST", 0.01)
    path = tmp_path / "guests.sav"
    pyreadstat.write_sav(pd.DataFrame({"E1": [1.0, 2.0]}), path)

    assert "cannot be read to its end" in refusal(lambda: read(path))


def test_where_no_process_can_be_started_the_file_is_read_all_the_same(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    path = tmp_path / "guests.sav"
    pyreadstat.write_sav(pd.DataFrame({"E1": [1.0, 2.0]}), path)

    assert read_table(path, Opening()).columns == (["1", "2"],)


# -- sizes -----------------------------------------------------------------------------------------


def test_a_file_of_too_many_bytes_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "guests.csv"
    with path.open("wb") as stream:
        stream.truncate(limits.MOST_BYTES + 1)

    assert refusal(lambda: read(path)) == (
        "guests.csv: this file has 1,024 MB; at most 1,024 MB can be read whole. servqual "
        "summarize reads CSV and Parquet files of any size; or export only the columns that are "
        "needed."
    )


def test_too_many_columns_are_refused():
    frame = pd.DataFrame(np.ones((1, limits.MOST_COLUMNS + 1)))

    assert refusal(lambda: read(frame)) == (
        "DataFrame: 16,385 columns; at most 16,384 can be read. Is it transposed?"
    )


def test_too_many_cells_are_refused(monkeypatch):
    monkeypatch.setattr(limits, "MOST_CELLS", 100)

    assert refusal(lambda: read(pd.DataFrame([[5] * 44] * 3, columns=HEADERS))) == (
        "DataFrame: 3 rows of 44 columns are more than can be read whole (100 cells). servqual "
        "summarize reads CSV and Parquet files of any size; or export only the columns that are "
        "needed."
    )


def test_a_cell_longer_than_any_answer_is_refused():
    frame = pd.DataFrame({"E1": [5], "picture": ["x" * 200_000]})

    assert refusal(lambda: read(frame)) == (
        "DataFrame: a cell of column 'picture' has 200,000 characters; at most 131,072 can be "
        "read. Is this column a picture or an attached file? Leave it out of the export."
    )


# -- what we write ---------------------------------------------------------------------------------


@pytest.mark.parametrize("text", FORMULAS)
def test_a_text_that_would_run_is_guarded_and_comes_back(text):
    assert runs(text)
    assert safe(text) == f"'{text}"
    assert unguarded(safe(text)) == text


@pytest.mark.parametrize("text", ["North", "-1.5", "+3", "1=1", "'quoted'", "−1.5 points", ""])
def test_other_texts_are_left_alone(text):
    assert safe(text) == unguarded(text) == text


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_no_cell_ends_early_under_any_sign_between_fields(sign):
    written = csv_text([[f"a{sign}=1+1", "b"]])

    cells = next(csv.reader(io.StringIO(written, newline=""), delimiter=sign))
    assert not any(map(runs, cells))


def hostile_survey(folder):
    """Return the path of a survey whose groups, headings and comments would run."""
    rows = with_columns(survey(120), branch=["=1+1", "@SUM(A1)"], Comments=["=1+1 is bad", "-rm"])
    rows[0].append('=HYPERLINK("x")')
    rows[1:] = [[*row, "=2"] for row in rows[1:]]
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return save(folder, text.getvalue())


def test_no_cell_of_a_workbook_that_we_write_is_a_formula(tmp_path):
    study = analyze(read(hostile_survey(tmp_path)), by="branch")

    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(study)))

    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    texts = [cell for cell in cells if isinstance(cell.value, str) and runs(cell.value)]
    assert {cell.data_type for cell in cells} <= {"s", "n", "b"}
    assert texts
    assert all(cell.quotePrefix for cell in texts)


def test_no_cell_of_a_table_that_we_write_would_run(tmp_path):
    guests = read(hostile_survey(tmp_path), comments=True)
    tables = [to_csv(analyze(guests)), review_list(guests), review_list(guests, "zh")]
    tables.append(simulate(n=40).to_csv().encode())

    for table in tables:
        rows = csv.reader(io.StringIO(table.decode("utf-8-sig"), newline=""))
        assert not [cell for row in rows for cell in row if runs(cell)]


def test_a_proposed_map_holds_headings_as_text(tmp_path):
    proposed = propose_mapping(hostile_survey(tmp_path))

    assert '=HYPERLINK("x")' in tomllib.loads(proposed)["columns"]
