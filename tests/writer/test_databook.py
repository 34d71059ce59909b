"""The data book: the report's exhibits as sheets whose figures recalculate."""

import html
import io
import re
import subprocess
import tempfile
import zipfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import openpyxl
import pytest

import servqual as sq
from servqual.analysis import analyze
from servqual.notes import Note, Notes
from servqual.results import Sums
from servqual.settings import ReportOptions
from servqual.writer.databook import to_databook
from servqual.writer.sections import build
from servqual.writer.view import View
from tests.made import responses, study_of
from tests.office import program

BRIEF = ReportOptions(client="晨光", language="zh", style="brief")
CACHED = re.compile(r"(</f>)<v>[^<]*</v>")
PATIENCE = 240


def opened(content, *, values=True):
    return openpyxl.load_workbook(io.BytesIO(content), data_only=values)


@pytest.fixture(scope="module")
def study():
    """Return a bank by branch: both sides rated, points, outcomes, some answers missing."""
    frame = sq.simulate(150, seed=4).frame
    return analyze(sq.read(frame, people=["branch"]), by="branch")


@pytest.fixture(scope="module")
def weighted():
    """Return few people with survey weights, blanks among their answers."""
    rng = np.random.default_rng(7)
    made = responses(rng.integers(4, 8, (40, 22)), rng.integers(2, 8, (40, 22)))
    made.ratings["perception"][3, :6] = -101
    return study_of(replace(made, weights=rng.uniform(0.4, 2.5, 40), weights_name="w"))


@pytest.fixture(scope="module")
def zone():
    """Return a library whose overall score is formed from items, person by person."""
    form = Path(__file__).resolve().parents[1] / "instruments" / "library_six.toml"
    return study_of(sq.read(sq.simulate(60, form, seed=4).frame, instrument=str(form)))


@pytest.fixture(scope="module")
def books(study, weighted, zone):
    return {
        "plain": to_databook(study, ReportOptions(client="Aurora", date="2026-05-31")),
        "brief": to_databook(study, BRIEF),
        "weighted": to_databook(weighted, BRIEF),
        "zone": to_databook(zone, BRIEF),
    }


CELL = re.compile(
    r'<c r="(?P<cell>[A-Z]+\d+)"(?P<how>[^>]*)>(?P<formula><f[^>]*>[^<]*</f>)?'
    r"<v>(?P<value>[^<]*)</v>"
)


def numbers(content, *, formulas=False):
    """Return the number or text of every cell, or of those with formulas: (sheet, cell) -> value.

    Read without a library, which would take a minute for these books.
    """
    found = {}
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        for name in book.namelist():
            if not name.startswith("xl/worksheets/sheet"):
                continue
            for one in CELL.finditer(book.read(name).decode()):
                if one["formula"] or not formulas:
                    text = re.search('t="(s|str|e)"', one["how"])
                    value = html.unescape(one["value"])
                    found[name, one["cell"]] = value if text else float(value)
    return found


def without_numbers(content):
    """Return a workbook whose formulas have no number beside them, so that it must be computed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            if name.startswith("xl/worksheets/"):
                text = CACHED.sub(r"\1", text.decode()).encode()
            new.writestr(name, text)
    return out.getvalue()


@pytest.mark.office
def test_libreoffice_computes_every_formula_to_the_number_of_the_results(books, tmp_path):
    # every sheet of a longer report leads to the same figures as the sheet of checks
    short = {name: content for name, content in books.items() if name != "plain"}
    for name, content in short.items():
        (tmp_path / f"{name}.xlsx").write_bytes(without_numbers(content))
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(
            [
                program(), f"-env:UserInstallation={Path(profile).as_uri()}", "--headless",
                "--convert-to", "xlsx", "--outdir", str(tmp_path / "again"),
                *(str(tmp_path / f"{name}.xlsx") for name in short),
            ],
            check=True, capture_output=True, timeout=PATIENCE,
        )  # fmt: skip
    for name, content in short.items():
        again = numbers((tmp_path / "again" / f"{name}.xlsx").read_bytes())
        wanted = numbers(content, formulas=True)
        wrong = {
            place: (value, again.get(place))
            for place, value in wanted.items()
            if again.get(place) != value
            and (isinstance(value, str) or again.get(place) != pytest.approx(value, abs=1e-9))
        }

        assert len(wanted) > 400
        assert wrong == {}


@pytest.fixture(scope="module")
def shown(books):
    """Return the plain book as it opens."""
    return opened(books["plain"])


@pytest.fixture(scope="module")
def built(books):
    """Return the plain book with its formulas."""
    return opened(books["plain"], values=False)


def checks(book, sheet):
    """Return the list of checks: name of the figure, reported number."""
    rows = book[sheet].iter_rows(min_row=8, max_col=3, values_only=True)
    return {row[0]: row[1:] for row in rows if row[0]}


def test_the_checks_hold_the_numbers_of_the_results(study, shown):
    found = checks(shown, "Check")
    view = View(study, ReportOptions())
    rows = (*study.gaps.items, *study.gaps.dimensions, *study.gaps.overall)
    fields = {"Gap": "gap", "SD": "sd", "Standard error": "se", "Upper limit": "ci_high", "p": "p"}
    missing = []
    for row in rows:
        for word, field in fields.items():
            value = getattr(row, field)
            name = f"{view.label(row.level, row.id)} · {view.kind(row.kind)}: {word}"
            if value is None or (row.id == "item_mean" and field != "gap"):
                continue
            if found.get(name) != pytest.approx((value, value), rel=1e-14):
                missing.append(name)

    assert missing == []
    assert len(found) > 800


def test_the_checks_say_that_all_agree(books, shown):
    assert shown["Check"]["B3"].value == "All figures agree"
    assert opened(books["zone"])["核对"]["B3"].value == "全部数字一致"


def test_every_exhibit_with_a_table_has_a_sheet_with_its_title_and_base(study, shown):
    sections = build(View(study, ReportOptions(client="Aurora", date="2026-05-31")))
    exhibits = [e for s in sections for e in s.exhibits if e.table is not None and e.table.rows]
    sheets = [sheet for sheet in shown if re.match(r"\d+ ", sheet.title)]

    assert [sheet["A1"].value for sheet in sheets] == [e.title for e in exhibits]
    for sheet, exhibit in zip(sheets, exhibits, strict=True):
        column = [row[0].value for row in sheet.iter_rows(max_col=1)]

        assert not exhibit.base or exhibit.base in column


def test_a_gap_subtracts_two_means_that_divide_two_sums(built):
    heads = {box.value: box.column_letter for box in built["Gaps"][4]}
    of, minus = heads["Mean of what was received"], heads["Mean of what was wanted"]
    total = heads["Sum of what was received"]

    assert built["Gaps"][f"{heads['Gap']}5"].value == f"={of}5-{minus}5"
    assert built["Gaps"][f"{of}5"].value == f"={total}5/{heads['n']}5"


def test_a_mean_is_summed_from_the_counted_answers(built):

    assert built["Means"]["D5"].value == "=SUMPRODUCT('Answers'!$C$4:$I$4,'Answers'!$C$5:$I$5)"
    assert [built["Answers"].cell(4, k).value for k in range(3, 10)] == [1, 2, 3, 4, 5, 6, 7]


def test_a_printed_gap_leads_to_its_sum(built):
    (sheet,) = (s for s in built if s["A1"].value == "Where the distance is")
    heads = {box.value: box.column_letter for row in sheet.iter_rows(max_row=5) for box in row}
    row = next(r[0].row for r in sheet.iter_rows() if str(r[0].value).startswith("5 "))

    assert re.fullmatch(r"='Gaps'!\$\w+\$9", sheet[f"{heads['Gap']}{row}"].value)
    assert sheet[f"{heads['Gap']}{row}"].number_format == '+0.00;"−"0.00;0.00'


def test_an_interval_is_two_numbers(shown):
    sheet = next(s for s in shown if s["A1"].value == "Where the distance is")
    heads = [box.value for box in sheet[3]]

    assert heads[4:6] == ["95% interval: from", "95% interval: to"]
    assert all(isinstance(box.value, float) for box in sheet[4][4:6])


def test_figures_without_sums_stand_as_they_were_reported(study):
    book = opened(
        to_databook(replace(study, sums=Sums()), ReportOptions(style="brief")), values=False
    )
    cells = [row[0].value for row in book["Read me"].iter_rows(max_col=1)]

    assert "Gaps" not in book.sheetnames
    assert any("multiple imputation" in str(text) for text in cells)


def test_text_never_runs_as_a_formula(study):
    text = '=HYPERLINK("http://evil.example","x")'
    hostile = replace(study, notes=Notes((Note("rows_ineligible", {"n": 4}, text),)))
    content = to_databook(hostile, ReportOptions(client=text, title="@SUM(A1)", style="brief"))
    book = opened(content, values=False)
    found = [box for sheet in book for row in sheet.iter_rows() for box in row]
    strange = [
        box.value
        for box in found
        if box.data_type == "f" and not re.match(r"=[-A-Z('$\d]+", str(box.value))
    ]

    assert strange == []
    assert not any("HYPERLINK" in str(box.value) for box in found if box.data_type == "f")
    assert book["Read me"]["A1"].value == "Data book: @SUM(A1)"


def test_the_same_study_gives_the_same_bytes(zone, books):
    assert to_databook(zone, BRIEF) == books["zone"]


def test_the_report_of_that_ending_is_the_data_book(zone, books, tmp_path):
    path = tmp_path / "r.xlsx"
    sq.report(zone, path, client="晨光", language="zh", style="brief", date="")

    assert path.read_bytes() == books["zone"]
