"""Charts as files: drawn in one start of the browser, with their words inside."""

import io
import re
import struct
import zipfile
import zlib
from types import SimpleNamespace

import pytest

from servqual.cli.app import main
from servqual.settings import ReportOptions
from servqual.writer import pictures
from servqual.writer.charts import alone
from servqual.writer.pictures import Album, drawn, to_figures, to_figures_zip
from servqual.writer.png import described
from servqual.writer.sections import build
from servqual.writer.view import View
from tests.writer import studies
from tests.writer.docx_files import dot

SVG_LOGO = "data:image/svg+xml;base64,PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciLz4="


def chunks(picture):
    """Return the parts of a PNG by name."""
    at, found = 8, {}
    while at < len(picture):
        (size,) = struct.unpack(">I", picture[at : at + 4])
        name, content = picture[at + 4 : at + 8], picture[at + 8 : at + 8 + size]
        assert struct.unpack(">I", picture[at + 8 + size : at + 12 + size])[0] == zlib.crc32(
            name + content
        )
        found.setdefault(name.decode(), []).append(content)
        at += size + 12
    return found


def told(html, script, asked):
    """Answer as the browser does: a dot for a PNG, an empty drawing for an SVG."""
    import base64

    png = "data:image/png;base64," + base64.b64encode(dot()).decode()
    forms = {"png": png, "svg": "data:image/svg+xml,%3Csvg width='1'%3E%3Cg/%3E%3C/svg%3E"}
    return {
        "charts": {name: {k: forms[k] for k in asked["kinds"]} for name in asked["charts"]},
        "images": dict.fromkeys(asked["images"], png),
    }


@pytest.fixture
def starts(monkeypatch):
    """Return what a browser that is not there was asked, one entry for each start."""
    found = []
    monkeypatch.setattr(pictures, "told", lambda *asked: found.append(asked[2]) or told(*asked))
    return found


def test_a_png_says_its_dots_per_inch_and_its_words():
    found = chunks(described(dot(), 300, {"Title": "Gaps", "Description": "−1.49 与期望"}))

    assert list(found) == ["IHDR", "pHYs", "iTXt", "IDAT", "IEND"]
    assert struct.unpack(">IIB", found["pHYs"][0]) == (11811, 11811, 1)
    assert found["iTXt"] == [
        b"Title\0\0\0\0\0Gaps",
        b"Description\0\0\0\0\0" + "−1.49 与期望".encode(),
    ]


def test_every_chart_of_the_report_is_a_file_of_both_kinds_drawn_in_one_start(starts):
    study, options = studies.bank(), ReportOptions()
    shown = [e for s in build(View(study, options)) for e in s.exhibits if e.figure]
    files = to_figures(study, options)
    names = [f"{e.id.removeprefix('exhibit-')}.{k}" for e in shown for k in ("svg", "png")]

    assert list(files) == names
    assert {"dimensions-gap.svg", "items-gap.png", "matrix.svg"} <= set(files)
    assert len(starts) == 1


def test_names_are_the_same_in_every_language(starts):
    english, chinese = (
        list(to_figures(studies.bank(), ReportOptions(language=code))) for code in ("en", "zh")
    )

    assert english == chinese


def test_a_drawing_says_its_title_and_what_it_shows(starts):
    svg = to_figures(studies.bank(), ReportOptions())["dimensions-gap.svg"].decode("utf-8")

    assert svg.startswith(
        "<svg width='1' role=\"img\"><title>Expectation and perception by dimension</title><desc>"
    )
    assert "gap −1.49" in svg or "gap −" in svg


def test_hostile_words_are_words_in_a_drawing(starts):
    study = studies.grouped({"</desc><script>x()</script>": 111, "Riverside": 83})
    files = to_figures(study, ReportOptions())
    svg = files["groups-1-gap-1.svg"].decode("utf-8")

    assert "<script>" not in svg
    assert "&lt;/desc&gt;&lt;script&gt;" in svg


def test_a_zip_holds_the_files_and_no_clock(starts):
    first, second = (to_figures_zip(studies.bank(), ReportOptions()) for _ in range(2))
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        days = {entry.date_time for entry in archive.infolist()}
        names = archive.namelist()

    assert first == second
    assert days == {(1980, 1, 1, 0, 0, 0)}
    assert names[:2] == ["dimensions-gap.svg", "dimensions-gap.png"]


def test_nothing_to_draw_starts_no_browser(starts):
    assert drawn({}, ReportOptions(), ["png"]) == Album({}, {})
    assert starts == []


def test_an_exhibit_without_a_chart_cannot_stand_alone():
    view = View(studies.bank(), ReportOptions())
    with pytest.raises(ValueError, match=r"^exhibit-x has no chart$"):
        alone(view, SimpleNamespace(id="exhibit-x", figure=None))


def test_answers_carry_their_legend_in_the_picture():
    view = View(studies.bank(), ReportOptions())
    exhibit = next(e for s in build(view) for e in s.exhibits if e.legend)
    chart = alone(view, exhibit)

    assert [trace["name"] for trace in chart["data"]] == list("1234567")
    assert chart["layout"]["showlegend"]


@pytest.mark.browser
@pytest.mark.slow
def test_the_browser_draws_the_same_bytes_twice_and_turns_a_logo_into_a_png(chromium):
    view = View(studies.bank(), ReportOptions(language="zh"))
    shown = {e.id: e for s in build(view) for e in s.exhibits if e.figure}
    few = {name: alone(view, shown[name]) for name in ("exhibit-dimensions-gap", "exhibit-matrix")}
    first, second = (drawn(few, view.options, ["svg", "png"], {"logo": SVG_LOGO}) for _ in range(2))
    png, svg = (first.charts["exhibit-matrix"][kind] for kind in ("png", "svg"))

    assert first == second
    assert struct.unpack(">II", chunks(png)["IHDR"][0][:8])[0] == 1950
    assert first.images["logo"].startswith(b"\x89PNG")
    words = svg.decode("utf-8")
    assert "优先改进区" in words
    assert not re.search(r'(?:href|src)="(?!#|data:)', words)


@pytest.mark.browser
@pytest.mark.slow
def test_the_command_writes_every_chart_into_a_zip(chromium, plain_survey, tmp_path):
    path = tmp_path / "figures.zip"
    status = main(["report", str(plain_survey), "-o", str(path), "--style", "brief", "--quiet"])
    with zipfile.ZipFile(path) as archive:
        png = archive.read("dimensions-gap.png")

    assert status == 0
    assert struct.unpack(">IIB", chunks(png)["pHYs"][0]) == (11811, 11811, 1)
    assert b"Expectation and perception by dimension" in chunks(png)["iTXt"][0]
