"""The page for everybody: axe-core, keyboard, high contrast, less motion, no JavaScript, paper."""

import re

import pytest

from servqual._files import data_folder
from servqual.settings import ReportOptions
from servqual.writer import read_brand, render_html
from tests.writer import studies

pytestmark = [pytest.mark.browser, pytest.mark.slow]

AURORA = data_folder("reports") / "brands" / "aurora.toml"
# a chart is one image to assistive technology, so what it is drawn with is nobody's to read
CHECKED = {"include": [["body"]], "exclude": [[".chart svg"]]}
FOCUSED = """() => {
    const e = document.activeElement, s = getComputedStyle(e);
    return [e.tagName, e.textContent.trim().slice(0, 30),
            s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2];
}"""


def text_of(language, *, brand=None):
    options = ReportOptions(
        language=language, client="Aurora", date="2026-05-31", service="bank", brand=brand
    )
    return render_html(studies.bank(), options)


@pytest.fixture(scope="module")
def english(visit):
    """Return the English report on a desk."""
    return visit(text_of("en"))


@pytest.mark.parametrize(
    ("language", "branded", "width"),
    [("en", False, 1280), ("en", True, 360), ("zh", True, 1280), ("zh", False, 360)],
)
def test_axe_finds_no_grave_fault(visit, language, branded, width):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    page = visit(text_of(language, brand=read_brand(AURORA) if branded else None), width).page
    found = axe.Axe().run(page, context=CHECKED, options={"resultTypes": ["violations"]})
    page.close()
    grave = [
        (v["id"], [n["html"][:120] for n in v["nodes"]])
        for v in found.response["violations"]
        if v["impact"] in ("serious", "critical")
    ]

    assert grave == []


def test_axe_would_find_a_grave_fault(window):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    page = window.new_page()
    page.set_content("<html lang='en'><title>t</title><body><button></button></body></html>")
    found = axe.Axe().run(page, context=CHECKED, options={"resultTypes": ["violations"]})
    page.close()

    assert "button-name" in [v["id"] for v in found.response["violations"]]


def test_every_chart_has_a_text_alternative_with_its_numbers(english):
    alternatives = english.page.evaluate(
        "[...document.querySelectorAll('.chart')].map(c => [c.getAttribute('role'), c.ariaLabel])"
    )

    assert len(alternatives) > 10
    assert {role for role, _ in alternatives} == {"img"}
    assert all(re.search(r"\d", words) or "“" in words or ";" in words for _, words in alternatives)
    assert all(len(words) > 40 for _, words in alternatives)


def test_every_chart_stands_above_a_table_of_its_numbers(english):
    without = english.page.evaluate(
        "[...document.querySelectorAll('.exhibit')].filter(e => e.querySelector('.chart')"
        " && !e.querySelector('table')).map(e => e.id)"
    )

    assert without == []


def test_every_contents_line_leads_to_a_heading(english):
    lost = english.page.evaluate(
        "[...document.querySelectorAll('nav a')].map(a => a.hash)"
        ".filter(h => !document.querySelector(h + ' h2'))"
    )

    assert lost == []


def test_the_keyboard_reaches_contents_and_tables_and_shows_where_it_is(english):
    page = english.page
    page.evaluate("scrollTo(0, 0)")
    page.locator("a.skip").focus()
    seen = []
    for _ in range(40):
        page.keyboard.press("Tab")
        seen.append(page.evaluate(FOCUSED))
    tags = [tag for tag, _, _ in seen]

    assert tags.count("A") >= 15
    assert "DIV" in tags
    assert [words for _, words, outlined in seen if not outlined] == []


def test_nothing_inside_a_chart_takes_the_focus(english):
    inside = english.page.locator(".chart [tabindex], .chart a[href], .chart button").count()

    assert inside == 0


def test_a_high_contrast_theme_keeps_charts_on_their_own_ground(visit):
    page = visit(text_of("en"), forced_colors="active", color_scheme="dark").page
    ground = page.evaluate("getComputedStyle(document.querySelector('.chart')).backgroundColor")
    paper = page.evaluate("getComputedStyle(document.body).color")
    page.close()

    assert ground == "rgb(255, 255, 255)"
    assert paper == "rgb(255, 255, 255)"


def test_who_asks_for_less_motion_gets_no_smooth_scrolling(visit):
    page = visit(text_of("zh"), reduced_motion="reduce").page
    behaviour = page.evaluate("getComputedStyle(document.documentElement).scrollBehavior")
    page.close()

    assert behaviour == "auto"


def test_without_scripts_no_control_stands_there_dead(visit):
    page = visit(text_of("zh"), 360, scripts=False).page
    controls = page.locator("button, select, input").all()
    dead = [c.inner_text() for c in controls if c.is_visible()]
    tables, wider = page.locator("table").count(), page.locator("table:visible").count()
    page.close()

    assert dead == []
    assert tables == wider > 10


@pytest.mark.parametrize("language", ["en", "zh"])
def test_on_a_phone_table_rows_are_whole_pixels_so_that_no_rule_is_covered(visit, language):
    page = visit(text_of(language), 360, scripts=False).page
    heights = page.evaluate(
        "[...document.querySelectorAll('tr')].map(row => row.getBoundingClientRect().height)"
    )
    page.close()

    assert heights
    assert [h for h in heights if abs(h - round(h)) > 0.01] == []


def test_the_policy_forbids_everything_and_nothing_is_asked_for(english):
    policy = english.page.locator("meta[http-equiv='Content-Security-Policy']")

    assert policy.get_attribute("content").startswith("default-src 'none';")
    assert english.complaints == []
    assert [r for r in english.requests if not r.startswith("file:")] == []


def test_a_script_that_was_not_written_with_the_page_does_not_run(english):
    english.page.evaluate(
        """() => {
            const s = document.createElement('script');
            s.textContent = "document.documentElement.dataset.foreign = 'ran'";
            document.body.append(s);
        }"""
    )
    ran = english.page.evaluate("document.documentElement.dataset.foreign")
    english.complaints.clear()

    assert ran is None


@pytest.mark.parametrize("width", [1280, 360])
def test_overall_score_and_worst_item_stand_on_the_first_screen(visit, width):
    page = visit(text_of("en"), width).page
    bottoms = [
        page.locator(spot).first.bounding_box() for spot in (".big", ".finding .finding-name")
    ]
    page.close()

    assert all(box["y"] + box["height"] <= 800 for box in bottoms)
