"""Working papers and marked reports in a browser: accessible, on a phone, marked on every page."""

import shutil
import subprocess

import pytest

import servqual as sq
from servqual.settings import ReportOptions
from servqual.writer import render_html
from servqual.writer.working.field import field_paper
from servqual.writer.working.paper import render_paper
from servqual.writer.working.pilot import pilot_paper
from tests.writer import papers

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def texts():
    """Return the pages by name."""
    answers = papers.faulty()
    study = sq.proposal(120, "servperf", units=["Centre", "West"])
    options = ReportOptions(language="en", client="Aurora", status="simulated", style="brief")
    return {
        "pilot": render_paper(pilot_paper(sq.pilot(answers, stops=papers.STOPS), "zh")),
        "field": render_paper(field_paper(papers.running(answers), "en")),
        "proposal": render_html(study, options),
    }


@pytest.mark.parametrize(("name", "width"), [("pilot", 360), ("field", 1280), ("proposal", 1280)])
def test_axe_finds_no_grave_fault(visit, texts, name, width):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    page = visit(texts[name], width).page
    context = {"include": [["body"]], "exclude": [[".chart svg"]]}
    found = axe.Axe().run(page, context=context, options={"resultTypes": ["violations"]})
    wide = page.evaluate("document.documentElement.scrollWidth")
    page.close()
    grave = [
        v["id"] for v in found.response["violations"] if v["impact"] in ("serious", "critical")
    ]

    assert grave == []
    assert wide <= width


@pytest.mark.parametrize(("name", "mark"), [("field", "INTERIM"), ("proposal", "SIMULATED")])
def test_every_printed_page_is_marked(visit, texts, tmp_path, name, mark):
    reader = shutil.which("pdftotext")
    if reader is None:
        pytest.skip("needs pdftotext of poppler-utils")
    page = visit(texts[name]).page
    (tmp_path / "page.pdf").write_bytes(page.pdf(prefer_css_page_size=True))
    page.close()
    printed = subprocess.run(
        [reader, "-layout", tmp_path / "page.pdf", "-"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    pages = printed.split("\f")[:-1]

    assert len(pages) > 1
    assert [number for number, text in enumerate(pages, 1) if mark not in text] == []


def test_a_chart_that_is_saved_from_a_proposal_says_so(visit, texts):
    page = visit(texts["proposal"]).page
    page.evaluate(
        "() => { Plotly.toImage = (figure) => { saved = figure.layout.annotations.at(-1).text;"
        " return Promise.resolve('data:image/svg+xml,x'); }; }"
    )
    with page.expect_download() as download:
        page.locator("[data-do=svg]").first.click()
    name, across = download.value.suggested_filename, page.evaluate("saved")
    page.close()

    assert name.startswith("SIMULATED-exhibit-")
    assert across == "SIMULATED"
