"""What first, why, how sure: on one screen, on one page of paper, readable on both."""

import shutil
import subprocess
from functools import partial

import pytest

from servqual.settings import ReportOptions
from servqual.writer import render_html
from tests.writer.prioritised import prioritised

pytestmark = [pytest.mark.browser, pytest.mark.slow]

A4 = {"width": 688, "height": 1010}
PHONE = {"width": 360, "height": 740}
# how much higher than the heading the last action and the last mark of the matrix end
ENDS = """() => {
    const top = document.querySelector('#priorities h2').getBoundingClientRect().top;
    return ['.firsts', '#chart-matrix', '.marks-legend']
        .map(s => document.querySelector(s).getBoundingClientRect().bottom - top);
}"""
SMALL = """() => [...document.querySelectorAll('main *')].filter(e => {
    const own = [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim());
    const hidden = !e.offsetParent || e.closest('.chart') || e.closest('.unseen');
    const size = parseFloat(getComputedStyle(e).fontSize) * (e.currentCSSZoom || 1);
    return own && !hidden && size * 0.75 < 6.99;
}).map(e => `${(e.closest('[id]') || {}).id} ${e.tagName}.${e.className}`)"""
WIDE = """() => [...document.querySelectorAll('.scroll')]
    .filter(e => e.offsetParent && e.scrollWidth > e.clientWidth + 1)
    .map(e => e.closest('[id]').id)"""


def text_of(language, **options):
    made = prioritised(**options)
    dress = ReportOptions(language=language, client="Aurora", date="2026-05-31", service="bank")
    return render_html(made, dress)


PAGES = {
    "en": partial(text_of, "en"),
    "zh": partial(text_of, "zh"),
    "derived-en": partial(text_of, "en", source="derived"),
}


@pytest.mark.parametrize("name", ["en", "zh"])
def test_list_and_matrix_stand_beside_each_other_on_one_screen(opened, name):
    page = opened(name, {"width": 1280, "height": 900}).page
    left, right = page.evaluate(
        "['.first', '.matrix'].map(s => document.querySelector(s).getBoundingClientRect().left)"
    )

    assert right > left + 300
    assert max(page.evaluate(ENDS)) <= 850


def test_on_a_phone_they_stand_below_each_other(opened):
    page = opened("en", PHONE).page
    list_, matrix = page.evaluate(ENDS)[:2]

    assert matrix > list_
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0


@pytest.mark.parametrize(("name", "words"), [("en", "undetermined"), ("zh", "尚难判定")])
def test_list_matrix_and_marks_stand_on_one_page_of_paper(opened, tmp_path, name, words):
    reader = shutil.which("pdftotext")
    if reader is None:
        pytest.skip("needs pdftotext of poppler-utils")
    target = tmp_path / "report.pdf"
    opened(name).page.pdf(path=str(target), prefer_css_page_size=True)
    text = subprocess.run([reader, "-layout", target, "-"], check=True, capture_output=True).stdout
    study, form = prioritised(), prioritised().instrument
    firsts = [form.item(r.item).topic[name] for r in study.actions.rows[:5]]
    title = {"en": "The first 5 of 21", "zh": "按优先指数排在前面的 5 项"}[name]
    corner = {"en": "Possible overkill", "zh": "过度供给区"}[name]
    flat = [" ".join(page.split()) for page in text.decode().split("\f")]
    (page,) = [p for p in flat if title in p]

    assert [n for n in firsts if n not in page] == []
    assert corner in page
    assert words in page


@pytest.mark.parametrize("name", ["en", "zh", "derived-en"])
def test_on_paper_no_table_is_cut_and_no_type_is_too_small(opened, name):
    page = opened(name, A4).page
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    page.wait_for_timeout(300)

    assert page.evaluate(WIDE) == []
    assert page.evaluate(SMALL) == []
