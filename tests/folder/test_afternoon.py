"""A scripted afternoon: two exports and last year's table become everything a client is sent."""

import csv
import io
import json
from shutil import copytree

import pytest

import servqual as sq
from tests.folder.afternoon import made
from tests.folder.studies import files

pytestmark = [pytest.mark.slow, pytest.mark.browser]


@pytest.fixture(scope="module")
def afternoon(tmp_path_factory, chromium_here):
    """Return the study folder of that afternoon after one run, and what the run said."""
    pytest.importorskip("docx")
    pytest.importorskip("pptx")
    folder = made(tmp_path_factory.mktemp("afternoon") / "aurora-2026")
    return folder, sq.run(folder)


@pytest.fixture(scope="module")
def chromium_here(request):
    """Skip, or fail in CI, where there is no browser."""
    return request.getfixturevalue("chromium")


@pytest.fixture(scope="module")
def results(afternoon):
    """Return results.json as a dict."""
    return json.loads((afternoon[0] / "out" / "results.json").read_text("utf-8"))


def overall(results):
    """Return the overall gap."""
    return results["gaps"]["overall"]["unweighted"]["gap"]


def test_everything_is_made_in_its_language(afternoon):
    folder, run = afternoon

    assert [path.relative_to(folder).as_posix() for path in run.written] == [
        "out/results.json",
        "data/joined.csv",
        "data/joined.map.toml",
        "out/report.zh.pdf",
        "out/report.en.docx",
        "out/board.en.pptx",
        "out/databook.en.xlsx",
        "out/manifest.json",
    ]


def test_both_exports_are_in_the_results(results):
    shown = [row["group"] for row in results["groups"]["groups"] if row["shown"]]

    assert results["source"]["respondents"] == 180
    assert shown == ["中心店", "滨江店"]


def test_the_change_since_last_year_comes_from_printed_figures(afternoon):
    since = afternoon[1].study.before
    row = since.row("tangibles")

    assert since.origin == "printed"
    assert row.then == -1.0
    assert row.change == pytest.approx(row.now - row.then)


def test_the_pdf_is_a_chinese_page_of_its_day(afternoon):
    content = (afternoon[0] / "out" / "report.zh.pdf").read_bytes()

    assert content.startswith(b"%PDF-")
    assert b"/Lang (zh-CN)" in content
    assert b"D:20260615000000" in content


def test_the_word_file_says_the_overall_gap_and_the_promise(afternoon, results):
    import docx

    document = docx.Document(afternoon[0] / "out" / "report.en.docx")
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    words = "\n".join([*(p.text for p in document.paragraphs), *cells])

    assert f"{overall(results):.2f}".replace("-", "−") in words
    assert "We show no group of fewer than fifteen people." in words
    assert "agreed with 李女士" in words


def test_the_slides_say_the_overall_gap(afternoon, results):
    import pptx

    deck = pptx.Presentation(str(afternoon[0] / "out" / "board.en.pptx"))
    said = [
        shape.text_frame.text
        for slide in deck.slides
        for shape in slide.shapes
        if shape.has_text_frame
    ]

    assert f"{overall(results):.2f}".replace("-", "−") in "\n".join(said)
    assert 10 <= len(deck.slides) <= 12


def test_the_data_book_holds_the_overall_gap(afternoon, results):
    import openpyxl

    path = afternoon[0] / "out" / "databook.en.xlsx"
    book = openpyxl.load_workbook(path, data_only=True, read_only=True)
    numbers = [
        cell
        for sheet in book.worksheets
        for row in sheet.iter_rows(values_only=True)
        for cell in row
        if isinstance(cell, float)
    ]

    assert any(abs(number - overall(results)) < 1e-9 for number in numbers)


def test_a_year_later_the_run_gives_the_same_bytes(afternoon):
    folder, _ = afternoon
    before = files(folder)
    sq.run(folder, languages=["en"], deliver=["pptx", "xlsx"])

    assert [name for name, content in files(folder).items() if content != before[name]] == []


def test_a_year_later_reproducing_finds_no_difference(afternoon):
    folder, _ = afternoon
    found = sq.reproduce(folder / "out" / "results.json", before=folder / "last-year.csv")

    assert (found.differences, found.reasons) == ((), ())


@pytest.fixture(scope="module")
def after_a_change(afternoon, tmp_path_factory):
    """Return a copy of the folder, run again after one person's first answer was changed."""
    folder = copytree(afternoon[0], tmp_path_factory.mktemp("later") / "aurora-2026")
    survey = folder / "data" / "wjx.csv"
    records = list(csv.reader(io.StringIO(survey.read_bytes().decode("gbk"), newline="")))
    records[1][7] = "非常不同意"
    text = io.StringIO(newline="")
    csv.writer(text).writerows(records)
    survey.write_bytes(text.getvalue().encode("gbk"))
    return folder, sq.run(folder, deliver=[])


def test_after_one_changed_answer_the_run_names_the_file(after_a_change):
    assert after_a_change[1].changed == ("data/wjx.csv",)


def test_after_one_changed_answer_reproducing_names_it(afternoon, after_a_change):
    folder, later = afternoon[0], after_a_change[0]
    found = sq.reproduce(
        folder / "out" / "results.json",
        later / "data" / "joined.csv",
        old_data=folder / "data" / "joined.csv",
    )
    (cell,) = found.cells

    assert (cell.column, cell.row, cell.now) == ("q1_expectation", 2, "1")
    assert {row.cause for row in found.differences} == {"data"}
    assert any(row.figure.startswith("gaps items q1") for row in found.differences)
