"""PDF and PNG: what is said when a tool is missing, and what a browser makes of a report."""

import re
import shutil
import struct
import subprocess
import sys
import zlib
from pathlib import Path

import pytest

import servqual as sq
from servqual.errors import BrowserError, FileError, MissingToolError, SettingsError
from servqual.settings import ReportOptions
from servqual.writer import browser, png, render_html
from tests.writer import studies

PNG_HEAD = b"\x89PNG\r\n\x1a\n"


def test_a_full_report_needs_a_study_with_everything_in_it(tmp_path):
    with pytest.raises(SettingsError) as raised:
        sq.report(studies.bank(), tmp_path / "r.html", style="full")

    assert str(raised.value) == (
        "a full report shows exploratory factors and ordinal coefficients, and this study has "
        'none. Make it with servqual.analyze(..., structure="full"), or leave style out.'
    )
    assert list(tmp_path.iterdir()) == []


def nothing(*_):
    return None


def painted(rows, filters, channels=3):
    """Return a PNG of some rows of bytes, each row coded by its own filter."""
    width, above = len(rows[0]) // channels, bytes(len(rows[0]))
    coded = b""
    for row, kind in zip(rows, filters, strict=True):
        coded += bytes([kind]) + bytes(
            (value - guess(kind, row, above, k, channels)) % 256 for k, value in enumerate(row)
        )
        above = row
    head = struct.pack(">IIBBBBB", width, len(rows), 8, {3: 2, 4: 6}[channels], 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", zlib.compress(coded)), (b"IEND", b"")]
    return PNG_HEAD + b"".join(
        struct.pack(">I", len(c)) + n + c + struct.pack(">I", zlib.crc32(n + c)) for n, c in chunks
    )


def guess(kind, row, above, k, step):
    """Return what a filter of the PNG specification (9.2) foresees for a byte."""
    left = row[k - step] if k >= step else 0
    corner = above[k - step] if k >= step else 0
    near = min((left, above[k], corner), key=lambda c: abs(left + above[k] - corner - c))
    return (0, left, above[k], (left + above[k]) // 2, near)[kind]


def unpacked(picture):
    """Return width, height and rows of a PNG, read by the whole rules of the specification."""
    width, height, _, colour, *_ = struct.unpack(">IIBBBBB", picture[16:29])
    size = struct.unpack(">I", picture[33:37])[0]
    coded, step = zlib.decompress(picture[41 : 41 + size]), {2: 3, 6: 4}[colour]
    above, rows, long = bytes(width * step), [], width * step + 1
    for start in range(0, height * long, long):
        kind, row = coded[start], bytearray(coded[start + 1 : start + long])
        for k in range(len(row)):
            row[k] = (row[k] + guess(kind, row, above, k, step)) % 256
        above = bytes(row)
        rows.append(above)
    return width, height, rows


@pytest.mark.parametrize("channels", [3, 4])
@pytest.mark.parametrize("kind", range(5))
def test_stacked_pictures_hold_the_rows_of_both(kind, channels):
    rows = [bytes((r * 37 + k * k * 11) % 256 for k in range(4 * channels)) for r in range(5)]
    one = painted(rows[:2], [kind, 4], channels)
    two = painted(rows[2:], [kind, kind, 2], channels)

    assert unpacked(png.stacked([one, two])) == (4, 5, rows)


def test_pictures_of_different_width_are_not_stacked():
    with pytest.raises(ValueError, match="different width"):
        png.stacked([painted([bytes(3)], [0]), painted([bytes(6)], [0])])


def test_the_variable_names_the_browser(monkeypatch, tmp_path):
    named = tmp_path / "my browser.exe"
    named.write_text("", "utf-8")
    named.chmod(0o755)
    monkeypatch.setenv("SERVQUAL_BROWSER", str(named))

    assert browser.find_browser() == str(named)


def test_a_variable_that_names_no_program_is_a_fault(monkeypatch):
    monkeypatch.setenv("SERVQUAL_BROWSER", "/nowhere/chromium")
    with pytest.raises(MissingToolError) as raised:
        browser.find_browser()

    assert str(raised.value) == (
        "SERVQUAL_BROWSER is '/nowhere/chromium', and no program of that name can be run. Install "
        "Chromium, Google Chrome or Microsoft Edge, or name yours in SERVQUAL_BROWSER. The report "
        "as .html needs none, and any browser prints it."
    )


def test_no_browser_at_all_is_said_with_the_remedy(monkeypatch):
    monkeypatch.delenv("SERVQUAL_BROWSER", raising=False)
    monkeypatch.setattr(browser.shutil, "which", nothing)
    monkeypatch.setattr(browser, "_usual_places", list)
    with pytest.raises(MissingToolError) as raised:
        browser.find_browser()

    assert str(raised.value).startswith(
        "a PDF or PNG is made by a browser, and none was found. Install Chromium, Google Chrome or "
        "Microsoft Edge"
    )


def test_browsers_of_windows_and_macos_are_found_in_their_usual_places(monkeypatch, tmp_path):
    monkeypatch.delenv("SERVQUAL_BROWSER", raising=False)
    monkeypatch.setattr(browser.shutil, "which", nothing)
    edge = tmp_path / r"Microsoft\Edge\Application\msedge.exe"
    edge.parent.mkdir(parents=True, exist_ok=True)
    edge.write_text("", "utf-8")
    monkeypatch.setattr(browser.sys, "platform", "win32")
    monkeypatch.setenv("PROGRAMFILES(X86)", str(tmp_path))

    assert browser.find_browser() == str(edge)

    monkeypatch.setattr(browser.sys, "platform", "darwin")

    assert Path("/Applications/Chromium.app/Contents/MacOS/Chromium") in browser._usual_places()


@pytest.mark.parametrize("ending", ["pdf", "PNG"])
def test_without_the_package_a_picture_says_how_to_get_it_and_writes_nothing(
    monkeypatch, tmp_path, ending
):
    monkeypatch.setattr(browser, "find_spec", nothing)
    with pytest.raises(MissingToolError) as raised:
        sq.report(studies.bank(), tmp_path / f"r.{ending}")

    assert str(raised.value) == (
        "a PDF or PNG needs the package playwright, which drives your browser. "
        'Run: pip install "servqual[pdf]". The report as .html needs nothing.'
    )
    assert list(tmp_path.iterdir()) == []


def test_a_program_that_is_no_browser_is_a_fault_and_nothing_is_written(monkeypatch, tmp_path):
    pytest.importorskip("playwright")
    monkeypatch.setenv("SERVQUAL_BROWSER", sys.executable)
    with pytest.raises(BrowserError, match="could not write the report"):
        sq.report(studies.bank(), tmp_path / "r.pdf")

    assert list(tmp_path.iterdir()) == []


@pytest.fixture(scope="module")
def tools(chromium):
    pytest.importorskip("playwright.sync_api")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SERVQUAL_BROWSER", chromium)
        yield


@pytest.fixture(scope="module")
def report_pdf(tools, tmp_path_factory):
    path = tmp_path_factory.mktemp("pdf") / "r.pdf"
    return sq.report(
        studies.bank(), path, client="Aurora", date="2026-05-31", service="bank", status="draft"
    )


@pytest.fixture(scope="module")
def kiosk_pdf(tools, shared_data, tmp_path_factory):
    form = Path(__file__).parents[1] / "instruments" / "kiosk_8x3.toml"
    study = sq.analyze(sq.read(shared_data / "kiosk" / "kiosk.csv", str(form)))
    path = tmp_path_factory.mktemp("pdf") / "kiosk.pdf"
    return sq.report(study, path, language="zh", date="2026-05-31")


def told_by(program, path, *options):
    if shutil.which(program) is None:
        pytest.skip(f"needs {program} of poppler")
    return subprocess.run(
        [program, *options, str(path), *(["-"] if program == "pdftotext" else [])],
        check=True,
        capture_output=True,
        text=True,
        encoding="utf-8",
    ).stdout


@pytest.mark.browser
@pytest.mark.slow
def test_a_pdf_numbers_and_marks_every_page(report_pdf):
    pages = told_by("pdftotext", report_pdf, "-layout").split("\f")[:-1]
    n = len(pages)

    assert n > 10
    assert all(f"{k} / {n}" in text for k, text in enumerate(pages, start=1))
    assert all("DRAFT" in text for text in pages)


@pytest.mark.browser
@pytest.mark.slow
def test_a_pdf_holds_its_charts_as_vectors(report_pdf):
    pictures = told_by("pdfimages", report_pdf, "-list").splitlines()[2:]
    text = told_by("pdftotext", report_pdf, "-layout")

    assert pictures == []
    assert text.count("Keeps promised times") > 3


@pytest.mark.browser
@pytest.mark.slow
def test_a_pdf_embeds_its_fonts_and_carries_bookmarks(report_pdf):
    fonts = told_by("pdffonts", report_pdf).splitlines()[2:]

    assert fonts
    assert {line.split()[-5] for line in fonts} == {"yes"}
    assert b"/Outlines" in report_pdf.read_bytes()


def sizes_of(pdf):
    """Return the sizes of type in a PDF, in points, cut to thirds (as poppler tells them)."""
    xml = told_by("pdftohtml", pdf, "-xml", "-i", "-stdout", "-zoom", "3")
    return {int(size) / 3 for size in re.findall(r'<fontspec id="\d+" size="(\d+)"', xml)}


@pytest.mark.browser
@pytest.mark.slow
def test_no_type_of_a_pdf_is_smaller_than_seven_points(report_pdf):
    sizes = sizes_of(report_pdf)

    assert len(sizes) > 5
    assert min(sizes) >= 7


@pytest.mark.browser
@pytest.mark.slow
def test_no_type_is_smaller_where_every_item_has_four_ratings(kiosk_pdf):
    whole = ["：全部回答" in text for text in pages_of(kiosk_pdf) if "：各题项的差距" in text]

    assert min(sizes_of(kiosk_pdf)) >= 7
    assert whole == [True] * 8


@pytest.mark.browser
@pytest.mark.slow
def test_a_pdf_splits_no_chart(report_pdf):
    pages = told_by("pdftotext", report_pdf, "-layout").split("\f")
    (page,) = [text for text in pages if "Where the distance is" in text]
    labels = [
        topic for item in studies.bank().instrument.items if len(topic := item.topic["en"]) < 20
    ]

    assert len(labels) > 5
    assert [label for label in labels if label not in page] == []


def pages_of(pdf):
    return told_by("pdftotext", pdf, "-layout").split("\f")[:-1]


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize("name", ["Tangibles", "Reliability", "Empathy"])
def test_a_pdf_gives_each_dimension_one_page(report_pdf, name):
    (page,) = [text for text in pages_of(report_pdf) if f"{name}: the gap of each item" in text]

    assert f"{name}: every answer" in page
    assert page.count("Base:") == 2


@pytest.mark.browser
@pytest.mark.slow
def test_a_pdf_keeps_the_chart_and_the_table_of_all_items_on_one_page(report_pdf):
    (page,) = [text for text in pages_of(report_pdf) if "Where the distance is" in text]

    assert "Verdict" in page
    assert "Base: pairs rated" in page


@pytest.mark.browser
@pytest.mark.slow
def test_a_table_that_goes_on_over_a_page_repeats_its_head(kiosk_pdf):
    pages = [" ".join(text.split()) for text in pages_of(kiosk_pdf)]
    first = next(k for k, text in enumerate(pages) if "配对检验与效应量" in text)
    last = next(k for k, text in enumerate(pages) if "均值：满意度" in text)
    heads = [pages[k].count("维度或题项") for k in range(first, last + 1)]

    assert last > first
    assert sum(heads) > 6
    assert all("维度或题项" in pages[k][:60] for k in range(first + 1, last + 1))


@pytest.mark.browser
@pytest.mark.slow
def test_no_page_of_a_pdf_ends_with_the_head_of_a_table(kiosk_pdf):
    lines = [[line for line in text.splitlines() if line.strip()] for text in pages_of(kiosk_pdf)]

    assert [k for k, page in enumerate(lines, start=1) if "维度或题项" in page[-2]] == []


@pytest.mark.browser
@pytest.mark.slow
def test_no_page_of_a_pdf_holds_a_leftover_alone(report_pdf):
    assert [
        k for k, text in enumerate(pages_of(report_pdf), start=1) if len(text.split()) < 60
    ] == []


@pytest.mark.browser
@pytest.mark.slow
def test_an_existing_pdf_is_replaced_only_with_force(report_pdf):
    before = report_pdf.read_bytes()
    with pytest.raises(FileError, match="Add --force"):
        sq.report(studies.bank(), report_pdf)

    assert report_pdf.read_bytes() == before


@pytest.mark.browser
@pytest.mark.slow
def test_one_long_picture_is_sharp_and_shows_the_whole_page(tools, tmp_path):
    import asyncio

    async def as_in_a_notebook():
        return sq.report(studies.bank(), tmp_path / "r.png", style="brief", date="2026-05-31")

    picture = asyncio.run(as_in_a_notebook()).read_bytes()
    width, height = struct.unpack(">II", picture[16:24])

    assert picture.startswith(PNG_HEAD)
    assert width == 1500
    assert height > 2 * browser.TILE
    assert len(picture) > 300_000


@pytest.mark.browser
@pytest.mark.slow
def test_nothing_leaves_the_picture_at_its_right(tools):
    def overflow(page):
        browser._png(page)
        wide = "[...document.querySelectorAll('table')].map(t => t.getBoundingClientRect().right)"
        return [right for right in page.evaluate(wide) if right > browser.COLUMN - 10]

    html = render_html(studies.bank(), ReportOptions(date="2026-05-31"))

    assert browser._in_browser(html, overflow, sharpness=1) == []


@pytest.mark.browser
@pytest.mark.slow
def test_a_page_that_fails_to_draw_is_never_taken_for_a_report(tools):
    html = render_html(studies.bank(), ReportOptions()).replace('id="plotly">', 'id="plotly">x')
    with pytest.raises(BrowserError, match="could not draw the charts; it may be too old"):
        browser.to_pdf(html)
