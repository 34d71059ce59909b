"""Files of every kind: opened, or refused with one clear message."""

import csv
import io

import numpy as np
import openpyxl
import pytest

from servqual.errors import FileError, FormatError, SettingsError
from servqual.importer import read
from servqual.importer.opening.encoding import codec_of, decode
from tests.importer.surveys import HEADERS, save, survey, text_of, with_columns


def refusal(kind, call):
    with pytest.raises(kind) as caught:
        call()
    return str(caught.value)


def test_a_plain_file_needs_no_mapping(tmp_path):
    guests = read(save(tmp_path, survey()))

    assert (len(guests), list(guests.ratings)) == (6, ["expectation", "perception"])
    assert guests.ratings["expectation"][0].tolist() == [7, 6] * 11
    assert guests.rows.tolist() == [2, 3, 4, 5, 6, 7]
    assert str(guests.notes) == (
        "- The text was read as UTF-8. (guests.csv)\n"
        "- Fields are separated by commas. (guests.csv)\n"
        "- 44 rating columns were matched by their common names: E1 to P22. (guests.csv)"
    )


def test_the_source_names_file_digest_and_counts(tmp_path):
    rows = survey()
    rows[3] = [""] * 44

    source = read(save(tmp_path, rows)).source

    assert (source.file, source.rows, source.respondents, source.ineligible) == (
        "guests.csv",
        6,
        5,
        1,
    )
    assert len(source.sha256) == 64


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8 with BOM"),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16"),
        ("utf-16-be", "UTF-16"),
        ("utf-32", "UTF-32"),
        ("gbk", "GB18030"),
        ("gb18030", "GB18030"),
    ],
)
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_chinese_headers_are_read_in_any_encoding_and_delimiter(
    tmp_path, encoding, name, delimiter
):
    rows = survey()
    rows[0] = [h.replace("E", "期望").replace("P", "感知") for h in HEADERS]

    guests = read(save(tmp_path, rows, delimiter, encoding))

    assert np.array_equal(
        guests.ratings["perception"], read(save(tmp_path, survey())).ratings["perception"]
    )
    assert guests.notes[0].values["encoding"] == name


@pytest.mark.parametrize(
    ("encoding", "expected", "received", "branch"),
    [
        ("cp949", "기대", "인지", "서울 지점"),
        ("big5", "期望", "感知", "臺北分行"),
        ("cp932", "期待", "知覚 perception ", "とうきょうの店"),
        ("euc_jp", "期待", "知覚 perception ", "とうきょうの店"),
        ("cp1252", "Expectativa", "Percepción", "São João é aqui"),
        ("cp1251", "Exp", "Per", "Первое отделение"),
    ],
)
def test_other_scripts_are_told_by_their_letters(tmp_path, encoding, expected, received, branch):
    rows = with_columns(survey(), branch=[branch])
    rows[0] = [*(h.replace("E", expected).replace("P", received) for h in HEADERS), "branch"]
    rows[0] = [h.replace("知覚 ", "") for h in rows[0]]

    guests = read(save(tmp_path, rows, encoding=encoding))

    assert set(guests.people["branch"]) == {branch}


CHINESE = "编号,网点,年龄段,期望1,感知1,权重_有形性,总体服务质量,遇到过问题"
RUSSIAN = "номер,отделение,возраст,ожидание1,восприятие1,общая оценка,была ли проблема"


@pytest.mark.parametrize(
    ("encoding", "headings", "cells"),
    [
        ("gb18030", CHINESE, "{},滨江支行,30–44 岁,7,6,20,5,否"),
        ("gb18030", CHINESE, "{},市中心支行,60 岁及以上,7,6,20,5,是"),
        ("gb18030", CHINESE, "{},b,,7,6,20,5,"),
        ("cp1251", RUSSIAN, "{},Центральное,до 30 лет,7,6,5,да"),
        ("cp1251", RUSSIAN.upper(), "{},СЕВЕР,,7,6,5,НЕТ"),
        ("cp1251", RUSSIAN, "{},ЦентрБанк,ЮЗАО,7,6,5,нет"),
    ],
)
def test_chinese_and_russian_are_told_apart_in_beginning_and_whole(encoding, headings, cells):
    rows = [cells.format(i) for i in range(200)]
    text = "\n".join([headings, *rows]) + "\n"
    content = text.encode(encoding)

    assert decode(content, "guests.csv")[0] == text
    assert codec_of(content, "guests.csv") == encoding
    assert codec_of(content[: content.find(b"\n") + 1], "guests.csv") == encoding


def test_a_rare_encoding_can_be_named(tmp_path):
    rows = with_columns(survey(), branch=["Łódź"])

    guests = read(save(tmp_path, rows, encoding="cp1250"), encoding="cp1250")

    assert set(guests.people["branch"]) == {"Łódź"}


def test_a_wrong_encoding_is_refused(tmp_path):
    path = save(tmp_path, with_columns(survey(), branch=["München"]), encoding="cp1252")

    assert refusal(FormatError, lambda: read(path, encoding="utf-8")) == (
        "guests.csv: this file is not UTF-8 (byte 255). Leave out --encoding to have the encoding "
        "found, or name another."
    )


def test_an_unknown_encoding_is_refused(tmp_path):
    path = save(tmp_path, survey())

    assert refusal(SettingsError, lambda: read(path, encoding="klingon")) == (
        "there is no encoding called 'klingon'. Examples: utf-8, utf-16, gb18030, cp949, cp1252."
    )


def test_a_delimiter_can_be_named_by_word(tmp_path):
    path = save(tmp_path, survey(), "\t")

    assert len(read(path, delimiter="tab")) == 6


def test_a_senseless_delimiter_is_refused(tmp_path):
    path = save(tmp_path, survey())

    assert refusal(SettingsError, lambda: read(path, delimiter="ab")) == (
        "the delimiter is 'ab'; it must be one character, such as ',' or ';', or the word tab."
    )


def test_the_hint_of_excel_names_the_delimiter_and_counts_as_a_row(tmp_path):
    guests = read(save(tmp_path, "sep=;\n" + text_of(survey(), ";")))

    assert guests.rows.tolist() == [3, 4, 5, 6, 7, 8]


def test_commas_inside_quoted_headers_and_answers_do_not_count(tmp_path):
    rows = with_columns(survey(), **{"Any, really, any comments?": ["too slow, too dear"]})
    out = io.StringIO()
    csv.writer(out).writerows(rows)

    assert len(read(save(tmp_path, out.getvalue()))) == 6


def test_windows_line_ends_and_old_mac_line_ends_are_read(tmp_path):
    text = text_of(survey())

    assert len(read(save(tmp_path, text.replace("\n", "\r\n")))) == 6
    assert len(read(save(tmp_path, text.replace("\n", "\r")))) == 6


def test_empty_rows_are_dropped_and_row_numbers_kept(tmp_path):
    lines = text_of(survey()).splitlines()
    lines.insert(3, "")
    lines += ["," * 43, "," * 43]

    guests = read(save(tmp_path, "\n".join(lines)))

    assert guests.rows.tolist() == [2, 3, 5, 6, 7, 8]
    assert guests.notes[2].text == "3 empty rows were left out."
    assert guests.source.rows == 6


def test_a_trailing_delimiter_makes_no_column(tmp_path):
    rows = [[*row, ""] for row in survey()]

    assert read(save(tmp_path, rows)).notes.codes() == [
        "file_encoding",
        "file_delimiter_comma",
        "columns_by_name",
    ]


# -- workbooks and frames --------------------------------------------------------------------------


def workbook(path, rows, *others):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Answers"
    for row in rows:
        sheet.append(row)
    for name in others:
        book.create_sheet(name)
    book.save(path)
    return path


def numbers(rows):
    return [rows[0], *([float(cell) for cell in row] for row in rows[1:])]


def test_a_workbook_is_read_from_its_first_sheet(tmp_path):
    guests = read(workbook(tmp_path / "guests.xlsx", numbers(survey()), "Codes"))

    assert len(guests) == 6
    assert guests.notes[0].text == (
        "The first sheet, “Answers”, was read; the workbook also holds: Codes."
    )


def test_a_workbook_is_known_by_its_content_not_its_name(tmp_path):
    path = workbook(tmp_path / "guests.xlsx", numbers(survey()))
    other = path.rename(tmp_path / "guests.csv")

    assert len(read(other, sheet="Answers")) == 6
    assert len(read(other, sheet=1)) == 6


def test_row_numbers_are_those_of_the_sheet(tmp_path):
    rows = [[None], [None], *numbers(survey())]

    assert read(workbook(tmp_path / "guests.xlsx", rows)).rows.tolist() == [4, 5, 6, 7, 8, 9]


def test_an_unknown_sheet_is_refused(tmp_path):
    path = workbook(tmp_path / "guests.xlsx", numbers(survey()), "Codes")

    assert refusal(SettingsError, lambda: read(path, sheet="Data")) == (
        "guests.xlsx: there is no sheet 'Data'. Sheets: Answers, Codes."
    )


def test_a_sheet_of_a_text_file_is_refused(tmp_path):
    assert refusal(SettingsError, lambda: read(save(tmp_path, survey()), sheet="Data")) == (
        "guests.csv: this is a text file and has no sheets. Leave out --sheet."
    )


def test_a_truncated_workbook_is_refused(tmp_path):
    path = workbook(tmp_path / "guests.xlsx", numbers(survey()))
    path.write_bytes(path.read_bytes()[:900])

    message = refusal(FormatError, lambda: read(path))

    assert message.startswith(
        "guests.xlsx: this file begins like a spreadsheet or an archive but cannot be opened as a "
        "workbook ("
    )
    assert message.endswith("). Export it again, or save it as CSV.")


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_a_frame_gives_what_its_file_gives(tmp_path, library):
    frames = pytest.importorskip(library)
    path = save(tmp_path, with_columns(survey(), branch=["North", "South"]))

    from_frame, from_file = read(frames.read_csv(path)), read(path)

    assert from_frame.source.file == "DataFrame"
    assert from_frame.rows.tolist() == from_file.rows.tolist()
    assert from_frame.people["branch"].tolist() == from_file.people["branch"].tolist()
    for battery, codes in from_file.ratings.items():
        assert np.array_equal(from_frame.ratings[battery], codes)


def test_missing_values_of_a_frame_are_blanks():
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame(numbers(survey())[1:], columns=HEADERS)
    frame.loc[0, "E1"] = float("nan")

    assert read(frame).ratings["expectation"][0, 0] == -101


def test_a_frame_without_rows_is_refused():
    pandas = pytest.importorskip("pandas")

    assert refusal(FormatError, lambda: read(pandas.DataFrame(columns=HEADERS))) == (
        "DataFrame: this frame has 0 rows and 44 columns; there is nothing to read."
    )


def test_anything_else_is_a_mistake_of_the_programmer():
    assert refusal(TypeError, lambda: read([1, 2])) == (
        "expected a path or a pandas or polars DataFrame, got list"
    )


# -- refusals --------------------------------------------------------------------------------------

WEB_PAGE = (
    "guests.csv: this is a web page (HTML or XML), not a table; often it is the log-in page of the "
    "survey tool. Export the answers again as CSV or .xlsx."
)
EMPTY = "guests.csv: this file is empty. Export the survey again and check its size."


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", EMPTY),
        (b" \r\n\n", EMPTY),
        (b"\xef\xbb\xbf", EMPTY),
        (b"<!DOCTYPE html><html><body>Log in</body></html>", WEB_PAGE),
        (b"\xef\xbb\xbf\n<table><tr><td>E1</td></tr></table>", WEB_PAGE),
        (
            b'[{"E1": 5}]',
            "guests.csv: this is JSON, not a table. Export the answers as CSV or .xlsx.",
        ),
        (
            b"%PDF-1.7 and so on",
            "guests.csv: this is a PDF document, not a table. Export the answers as CSV or .xlsx.",
        ),
        (
            b"$FL2@(#) SPSS",
            "guests.csv: this SPSS file is damaged or cut off (Unable to read from file). Save it "
            "again in SPSS, or export the answers as CSV.",
        ),
        (
            b"E1,P1\n1,\x002\n",
            "guests.csv: row 2 holds a NUL character, so the file is damaged or not text. Export "
            "it "
            "again.",
        ),
        (
            b"E1,P1\n",
            "guests.csv: this file has a header row but no answers below it. Export the survey "
            "again, with its answers.",
        ),
        (
            b'E1,P1\n5,5\n"5,6\n7,7\n',
            "guests.csv: a quotation that begins in row 3 is never closed, so the file is cut "
            "off or "
            "a quotation mark is missing. Export it again.",
        ),
        (
            b'E1,P1\n5,"very "good" indeed"\n',
            "guests.csv: row 2 holds a quotation mark in the wrong place (',' expected after "
            "'\"'). "
            "Double the quotation marks inside a field, or export the file as .xlsx.",
        ),
        (
            "E1,P1,ort\n5,5,Münchä".encode()[:-1],
            "guests.csv: the file ends in the middle of a character, so it is cut off. Export it "
            "again.",
        ),
        (
            b"E1,P1\n" + b"5,5\n" * 3 + b"5",
            "guests.csv: row 5, the last one, has 1 fields where the header has 2. The file "
            "seems to "
            "be cut off; export it again.",
        ),
        (
            b"E1,P1\n5\n5,5,5\n5,5\n",
            "guests.csv: the header has 2 fields, but row 2 has 1, row 3 has 3. Export the file "
            "again, or save it from the survey tool as .xlsx.",
        ),
    ],
)
def test_what_is_no_table_is_refused(tmp_path, content, message):
    path = save(tmp_path, content)

    assert refusal(FormatError, lambda: read(path)) == message


def test_a_field_without_end_is_refused(tmp_path):
    path = save(tmp_path, "E1,P1\n5," + "x" * 200_000 + "\n")

    assert refusal(FormatError, lambda: read(path)) == (
        "guests.csv: a field in row 2 is longer than 131,072 characters; a quotation mark is "
        "probably missing. Export it again."
    )


def test_a_folder_is_refused(tmp_path):
    assert refusal(FileError, lambda: read(tmp_path)) == (
        f"{tmp_path}: this is a folder, not a survey file. Name the survey file inside it."
    )


def test_a_missing_file_is_refused(tmp_path):
    assert refusal(FileError, lambda: read(tmp_path / "nothing.csv")) == (
        f"{tmp_path / 'nothing.csv'}: there is no such survey file. Check the spelling and the "
        "folder."
    )


def test_random_bytes_are_refused(tmp_path):
    path = save(tmp_path, bytes(range(1, 256)) * 40)

    with pytest.raises(FormatError):
        read(path)
