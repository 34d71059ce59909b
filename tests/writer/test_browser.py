"""The report in a browser: silent, whole, at every width, on paper."""

import re
import shutil
import subprocess
from functools import cache, partial

import pytest

from servqual._files import data_folder
from servqual.settings import ReportOptions
from servqual.writer import read_brand, render_html
from tests.writer import studies
from tests.writer.conftest import open_page
from tests.writer.measured import measured
from tests.writer.prioritised import prioritised

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 900}
STUDIES = {
    "bank-en": (studies.bank, "en"),
    "bank-zh": (studies.bank, "zh"),
    "servperf-en": (studies.servperf, "en"),
    "zone-zh": (studies.zone, "zh"),
    "one-en": (studies.one_person, "en"),
    "dimension-zh": (studies.one_dimension, "zh"),
    "measured-en": (measured, "en"),
    "measured-zh": (measured, "zh"),
    "first-en": (prioritised, "en"),
    "first-zh": (partial(prioritised, source="derived"), "zh"),
}
LONG = "An answer that nobody would ever shorten although it runs on and on " * 5


def text_of(make, language, brand=None):
    options = ReportOptions(
        language=language,
        client="Aurora",
        date="2026-05-31",
        service="bank",
        style="full",
        brand=read_brand(brand) if brand else None,
    )
    return render_html(make(), options)


AURORA = data_folder("reports") / "brands" / "aurora.toml"
PAGES = {name: partial(text_of, *about) for name, about in STUDIES.items()}
PAGES |= {f"dressed-{code}": partial(text_of, studies.bank, code, AURORA) for code in ("en", "zh")}


def overflow(page):
    return page.evaluate("document.documentElement.scrollWidth - window.innerWidth")


# what is asked of an open page, all at once: opening it takes longer than every answer
ASKED = """() => {
    const charts = [...document.querySelectorAll('.chart')];
    const bottom = e => e && e.getBoundingClientRect().bottom + scrollY;
    const overlap = chart => {
        const boxes = [...chart.querySelectorAll('.annotation-text, .xtick text, .ytick text')]
            .filter(t => t.textContent.trim())
            .map(t => [t.textContent, t.getBoundingClientRect()]);
        return boxes.flatMap(([a, p], i) => boxes.slice(i + 1).filter(([, q]) =>
            Math.min(p.right, q.right) - Math.max(p.left, q.left) > 3
            && Math.min(p.bottom, q.bottom) - Math.max(p.top, q.top) > 4
        ).map(([b]) => `${chart.id}: ${a} / ${b}`));
    };
    const outside = chart => {
        const c = chart.getBoundingClientRect();
        return [...chart.querySelectorAll('svg text')].filter(t => {
            const b = t.getBoundingClientRect();
            return b.width && (b.left < c.left - 1 || b.right > c.right + 1
                || b.top < c.top - 1 || b.bottom > c.bottom + 1);
        }).map(t => `${chart.id}: ${t.textContent}`);
    };
    return {
        drawn: document.documentElement.dataset.drawn,
        marks: charts.map(
            c => c.querySelectorAll('.point path, .lines path, .trace path').length),
        overflow: document.documentElement.scrollWidth - window.innerWidth,
        // the overall score, the worst item and the first thing to mend, from the top of the page
        first: ['.big', '.worst', '.finding:first-child .finding-name']
            .map(s => bottom(document.querySelector(s))),
        hidden: [...document.querySelectorAll('.scroll')]
            .filter(e => e.scrollWidth > e.clientWidth + 1).map(e => e.closest('[id]').id),
        overlap: charts.flatMap(overlap),
        outside: charts.flatMap(outside),
        items: bottom(document.querySelector('#chart-items-gap'))
            - document.querySelector('#chart-items-gap')?.getBoundingClientRect().top - scrollY,
    };
}"""


@pytest.fixture(scope="module")
def looked(window, written):
    """Return a function that says what a report looks like in a window of some size."""

    @cache
    def look(name, width, height):
        made = window.new_context(viewport={"width": width, "height": height})
        seen = open_page(made, written / f"{name}.html", scripts=True)
        found = seen.page.evaluate(ASKED)
        made.close()
        return found | {"complaints": seen.complaints, "requests": seen.requests}

    return lambda name, size: look(name, *size.values())


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("name", STUDIES)
def test_a_report_opens_in_silence_with_every_chart_drawn(looked, name, viewport):
    seen = looked(name, viewport)

    assert seen["complaints"] == []
    assert len(seen["requests"]) == 1
    assert seen["drawn"] == "all"
    assert seen["marks"]
    assert all(marks > 0 for marks in seen["marks"])
    assert seen["overflow"] <= 0


@pytest.mark.parametrize("name", ["bank-en", "bank-zh", "dressed-en", "dressed-zh"])
def test_score_worst_item_and_first_action_stand_on_the_first_screen(looked, name):
    assert max(looked(name, DESK)["first"]) <= 800


@pytest.mark.parametrize("name", ["bank-en", "bank-zh", "dressed-en", "dressed-zh"])
def test_on_a_phone_they_stand_within_the_first_two_swipes(looked, name):
    score, worst, action = looked(name, PHONE)["first"]

    assert score <= PHONE["height"]
    assert worst <= 1.5 * PHONE["height"]
    assert action <= 2 * PHONE["height"]


@pytest.mark.parametrize(
    "name",
    ["bank-en", "bank-zh", "dressed-en", "measured-en", "measured-zh", "first-en", "first-zh"],
)
def test_on_a_desk_no_table_hides_a_column(looked, name):
    assert looked(name, DESK)["hidden"] == []


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize(
    "name", ["bank-en", "bank-zh", "measured-en", "measured-zh", "first-en", "first-zh"]
)
def test_no_two_texts_of_a_chart_overlap(looked, name, viewport):
    assert looked(name, viewport)["overlap"] == []


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize(
    "name", ["bank-en", "zone-zh", "measured-en", "measured-zh", "first-en", "first-zh"]
)
def test_no_text_of_a_chart_leaves_it(looked, name, viewport):
    assert looked(name, viewport)["outside"] == []


def test_charts_are_drawn_anew_for_a_phone(looked):
    assert looked("bank-en", PHONE)["items"] > 1.5 * looked("bank-en", DESK)["items"]


def test_charts_follow_a_window_that_changes(opened):
    page = opened("bank-en").page
    page.set_viewport_size(PHONE)
    page.wait_for_timeout(1500)

    assert page.locator("#chart-items-gap svg").first.bounding_box()["width"] < 360
    assert overflow(page) <= 0


def test_the_contents_lead_to_their_sections_and_follow_the_reader(opened):
    page = opened("bank-en").page
    page.click("nav a[href='#trust']")
    page.wait_for_selector("nav a[href='#trust'][aria-current]")

    assert page.url.endswith("#trust")
    assert page.locator("nav a[aria-current]").count() == 1


def test_the_contents_work_by_keyboard(opened):
    page = opened("bank-en").page
    page.keyboard.press("Tab")
    skip = page.evaluate("document.activeElement.className")
    page.locator("nav a[href='#methods']").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("nav a[href='#methods'][aria-current]")

    assert skip == "skip"


def test_on_a_phone_the_contents_are_folded_and_open(opened):
    page = opened("bank-en", PHONE).page
    link = page.locator("nav a[href='#methods']")
    folded = link.is_visible()
    page.click("nav summary")
    link.click()
    page.wait_for_selector("nav a[href='#methods'][aria-current]", state="attached")

    assert folded is False
    assert link.is_visible() is False


def test_text_and_tables_are_there_without_scripts(opened):
    page = opened("bank-en", scripts=False).page

    assert page.locator("h1").inner_text().startswith("Perceptions fall short")
    assert page.locator("table").count() > 10
    assert page.locator(".chart").first.is_visible() is False
    assert "The charts need JavaScript" in page.locator("noscript").inner_text()


def test_words_contrast_with_their_ground(opened):
    page = opened("bank-en").page
    weak = page.evaluate(
        r"""() => {
            const light = c => {
                const [r, g, b] = c.match(/[\d.]+/g).map(Number).map(v => v / 255)
                    .map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
                return 0.2126 * r + 0.7152 * g + 0.0722 * b;
            };
            const ground = e => {
                for (; e; e = e.parentElement) {
                    const c = getComputedStyle(e).backgroundColor;
                    if (!/, 0\)$|transparent/.test(c)) return c;
                }
                return 'rgb(255, 255, 255)';
            };
            const found = new Set();
            for (const e of document.querySelectorAll('nav a, main *')) {
                const own = [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim());
                if (e.closest('.chart') || !own) continue;
                const both = [light(getComputedStyle(e).color), light(ground(e))];
                const [a, b] = both.sort((x, y) => y - x);
                if ((a + 0.05) / (b + 0.05) < 4.5) found.add(e.tagName + '.' + e.className);
            }
            return [...found];
        }"""
    )

    assert weak == []


@pytest.mark.parametrize("name", ["bank-en", "bank-zh"])
def test_on_paper_every_chart_is_drawn_to_the_column(opened, tmp_path, name):
    page = opened(name).page
    page.evaluate(
        """() => window.addEventListener('beforeprint', () => {
            const drawn = [...document.querySelectorAll('.chart svg.main-svg:first-child')];
            window.paper = drawn.map(s => {
                const zoom = getComputedStyle(s.closest('.chart')).getPropertyValue('--paper-zoom');
                return s.getAttribute('width') * (zoom || 1);
            });
        })"""
    )
    target = tmp_path / "report.pdf"
    page.pdf(path=str(target), prefer_css_page_size=True)
    widths = page.evaluate("window.paper")

    assert set(map(round, widths)) <= {679, 680}
    assert len(widths) == page.locator(".chart").count()
    assert len(re.findall(rb"/Type\s*/Page\b", target.read_bytes())) > 10


def test_on_paper_no_page_is_nearly_empty(opened, tmp_path):
    reader = shutil.which("pdftotext")
    if reader is None:
        pytest.skip("needs pdftotext of poppler-utils")
    target = tmp_path / "report.pdf"
    opened("bank-en").page.pdf(path=str(target), prefer_css_page_size=True)
    text = subprocess.run([reader, "-layout", target, "-"], check=True, capture_output=True).stdout
    pages = text.decode().removesuffix("\f").split("\f")
    lines = [sum(bool(line.strip()) for line in page.splitlines()) for page in pages]

    assert min(lines) >= 14


def test_on_paper_the_numbers_of_the_matrix_keep_off_one_another(opened):
    page = opened("bank-en").page
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    page.wait_for_timeout(300)
    clashes = page.evaluate(
        """() => {
            const boxes = [...document.querySelectorAll('#chart-matrix .annotation-text')]
                .map(t => [t.textContent, t.getBoundingClientRect()]);
            return boxes.flatMap(([a, p], i) => boxes.slice(i + 1).filter(([, q]) =>
                Math.min(p.right, q.right) - Math.max(p.left, q.left) > 3
                && Math.min(p.bottom, q.bottom) - Math.max(p.top, q.top) > 4
            ).map(([b]) => `${a} / ${b}`));
        }"""
    )

    assert clashes == []


def test_on_paper_charts_carry_their_numbers(opened, tmp_path):
    reader = shutil.which("pdftotext")
    if reader is None:
        pytest.skip("needs pdftotext of poppler-utils")
    target = tmp_path / "report.pdf"
    opened("servperf-en").page.pdf(path=str(target), prefer_css_page_size=True)
    text = subprocess.run([reader, "-layout", target, "-"], check=True, capture_output=True).stdout
    mean = min(r.mean for r in studies.servperf().scores.items)

    # once in the summary, once in the chart, once in the table, and again on the dimension's page
    assert text.decode().count(f"{mean:.2f}") >= 4


def test_very_long_names_widen_nothing(opened, tmp_path):
    study = studies.one_dimension()
    items = [i.model_copy(update={"topic": {"en": LONG}}) for i in study.instrument.items]
    instrument = study.instrument.model_copy(update={"items": items})
    page = render_html(
        type(study)(**{**vars(study), "instrument": instrument}),
        ReportOptions(client="W" * 300, service="bank"),
    )
    (tmp_path / "long.html").write_text(page, encoding="utf-8")
    seen = opened("long", PHONE, folder=tmp_path)

    assert overflow(seen.page) <= 0
    assert seen.complaints == []
