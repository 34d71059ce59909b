"""The report in a browser: silent, whole, at every width, on paper."""

import re
import shutil
import subprocess
from collections import namedtuple

import pytest

from servqual.settings import ReportOptions
from servqual.writer import render_html
from tests.writer import studies

pytestmark = [pytest.mark.browser, pytest.mark.slow]

Opened = namedtuple("Opened", "page complaints requests")
PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 900}
STUDIES = {
    "bank-en": (studies.bank, "en"),
    "bank-zh": (studies.bank, "zh"),
    "servperf-en": (studies.servperf, "en"),
    "zone-zh": (studies.zone, "zh"),
    "one-en": (studies.one_person, "en"),
    "dimension-zh": (studies.one_dimension, "zh"),
}
LONG = "An answer that nobody would ever shorten although it runs on and on " * 5


@pytest.fixture(scope="module")
def browser(chromium):
    api = pytest.importorskip("playwright.sync_api")
    with api.sync_playwright() as tool:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        window = tool.chromium.launch(executable_path=chromium, args=arguments)
        yield window
        window.close()


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    folder = tmp_path_factory.mktemp("reports")
    for name, (make, language) in STUDIES.items():
        options = ReportOptions(
            language=language, client="Aurora", date="2026-05-31", service="bank"
        )
        (folder / f"{name}.html").write_text(render_html(make(), options), encoding="utf-8")
    return folder


@pytest.fixture
def opened(browser, written):
    """Open a report and wait until every chart is drawn."""
    pages = []

    def visit(name, viewport=DESK, *, folder=written, scripts=True):
        context = browser.new_context(viewport=viewport, java_script_enabled=scripts)
        page = context.new_page()
        pages.append(context)
        complaints, requests = [], []
        page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda request: requests.append(request.url))
        page.goto((folder / f"{name}.html").as_uri())
        if scripts:
            page.wait_for_selector("html[data-drawn]", timeout=60_000)
        return Opened(page, complaints, requests)

    yield visit
    for context in pages:
        context.close()


def overflow(page):
    return page.evaluate("document.documentElement.scrollWidth - window.innerWidth")


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("name", STUDIES)
def test_a_report_opens_in_silence_with_every_chart_drawn(opened, name, viewport):
    page, complaints, requests = opened(name, viewport)
    charts = page.evaluate(
        "[...document.querySelectorAll('.chart')].map(c => c.querySelectorAll("
        "'.point path, .lines path, .trace path').length)"
    )

    assert complaints == []
    assert len(requests) == 1
    assert page.evaluate("document.documentElement.dataset.drawn") == "all"
    assert charts
    assert all(marks > 0 for marks in charts)
    assert overflow(page) <= 0


def test_charts_are_drawn_anew_for_a_phone(opened):
    desk, phone = opened("bank-en").page, opened("bank-en", PHONE).page
    height = "document.querySelector('#chart-items-gap').getBoundingClientRect().height"

    assert phone.evaluate(height) > 1.5 * desk.evaluate(height)


def test_charts_follow_a_window_that_changes(opened):
    page = opened("bank-en").page
    page.set_viewport_size(PHONE)
    page.wait_for_timeout(1500)

    assert page.locator("#chart-items-gap svg").first.bounding_box()["width"] < 360
    assert overflow(page) <= 0


@pytest.mark.parametrize("name", ["bank-en", "bank-zh"])
def test_no_two_texts_of_a_chart_overlap(opened, name):
    for viewport in (DESK, PHONE):
        page = opened(name, viewport).page
        clashes = page.evaluate(
            """() => [...document.querySelectorAll('.chart')].flatMap(chart => {
                const kinds = '.annotation-text, .xtick text, .ytick text';
                const boxes = [...chart.querySelectorAll(kinds)]
                    .filter(t => t.textContent.trim())
                    .map(t => [t.textContent, t.getBoundingClientRect()]);
                const found = [];
                boxes.forEach(([a, p], i) => boxes.slice(i + 1).forEach(([b, q]) => {
                    const across = Math.min(p.right, q.right) - Math.max(p.left, q.left);
                    const down = Math.min(p.bottom, q.bottom) - Math.max(p.top, q.top);
                    if (across > 3 && down > 4) found.push(`${chart.id}: ${a} / ${b}`);
                }));
                return found;
            })"""
        )

        assert clashes == []


def test_no_text_of_a_chart_leaves_it(opened):
    for name in ("bank-en", "zone-zh"):
        for viewport in (DESK, PHONE):
            outside = opened(name, viewport).page.evaluate(
                """() => [...document.querySelectorAll('.chart')].flatMap(chart => {
                    const c = chart.getBoundingClientRect();
                    return [...chart.querySelectorAll('svg text')].filter(t => {
                        const b = t.getBoundingClientRect();
                        return b.width && (b.left < c.left - 1 || b.right > c.right + 1
                            || b.top < c.top - 1 || b.bottom > c.bottom + 1);
                    }).map(t => `${chart.id}: ${t.textContent}`);
                })"""
            )

            assert outside == []


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
            window.paper = [...document.querySelectorAll('.chart svg.main-svg:first-child')]
                .map(s => s.getAttribute('width'));
        })"""
    )
    target = tmp_path / "report.pdf"
    page.pdf(path=str(target), prefer_css_page_size=True)
    widths = page.evaluate("window.paper")

    assert set(widths) == {"680"}
    assert len(widths) == page.locator(".chart").count()
    assert len(re.findall(rb"/Type\s*/Page\b", target.read_bytes())) > 10


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
