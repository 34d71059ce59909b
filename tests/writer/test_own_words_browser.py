"""Own words and a thesis in a browser: drawn, marked, read out, nothing asked for, on paper too."""

import pytest

import servqual as sq
from servqual.settings import ReportOptions
from servqual.writer import read_own_words, render_html

pytestmark = [pytest.mark.browser, pytest.mark.slow]

NOTES = """
# summary
headline: 先做什么 & why
We agree: **"promises"** \\<b> [site](https://example.org/a?b=1&c=2)

- one
- two

# exhibit-correlations
## before
> Read downwards.
"""


@pytest.fixture(scope="module")
def study():
    return sq.analyze(
        sq.read(sq.simulate(n=90, seed=4).frame, people=["branch"]), by="branch", structure="full"
    )


@pytest.fixture(scope="module")
def pages(study, visit, tmp_path_factory):
    path = tmp_path_factory.mktemp("notes") / "notes.md"
    path.write_text(NOTES, encoding="utf-8")
    own = read_own_words(path)
    return {
        style: visit(render_html(study, ReportOptions(style=style, own=own, date="2026-11-22")))
        for style in ("standard", "thesis")
    }


@pytest.mark.parametrize("style", ["standard", "thesis"])
def test_the_page_draws_without_a_complaint_and_asks_for_nothing(pages, style):
    found = pages[style]

    assert found.complaints == []
    assert [url for url in found.requests if not url.startswith(("file:", "blob:"))] == []


def test_own_words_are_shown_as_written(pages):
    own = pages["standard"].page.locator("#summary .own")

    assert own.locator("p").nth(1).inner_text() == 'We agree: "promises" <b> site'
    assert own.locator("li").all_inner_texts() == ["one", "two"]
    assert own.locator("a").get_attribute("href") == "https://example.org/a?b=1&c=2"
    assert own.locator("b").count() == 0


def test_tables_of_a_thesis_are_numbered_without_a_gap(pages):
    page = pages["thesis"].page
    numbered = page.evaluate(
        "() => [...document.querySelectorAll('.exhibit')].map(e => [!!e.querySelector('table'),"
        " getComputedStyle(e.querySelector('h3'), '::before').content])"
    )

    assert all((content != "none") == has for has, content in numbered)


@pytest.mark.parametrize("style", ["standard", "thesis"])
def test_axe_finds_no_grave_fault(pages, style):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    checked = {"include": [["#summary" if style == "standard" else "#thesis-differences"]]}
    found = axe.Axe().run(pages[style].page, context=checked)
    grave = [
        v["id"] for v in found.response["violations"] if v["impact"] in ("serious", "critical")
    ]

    assert grave == []


def test_the_thesis_keeps_within_a_phone(pages):
    page = pages["thesis"].page
    page.set_viewport_size({"width": 390, "height": 800})

    assert page.evaluate("document.documentElement.scrollWidth") <= 390
