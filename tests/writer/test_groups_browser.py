"""Switching exhibits to a group, copying and saving, in a browser."""

from functools import partial

import numpy as np
import pytest

from servqual.analysis import analyze
from servqual.responses import Missing
from servqual.settings import ReportOptions
from servqual.writer import render_html
from tests.made import responses

pytestmark = [pytest.mark.browser, pytest.mark.slow]

GAP = "#exhibit-dimensions-gap"
FIRST_GAP = f"{GAP} tbody tr:nth-child(1) td:nth-child(4)"
LONG = "A branch with a name that nobody would ever finish reading " * 5


def study(sizes, *, unanswered=()):
    rng = np.random.default_rng(4)
    n = sum(sizes.values())
    branch = np.repeat(np.array(list(sizes), dtype=object), list(sizes.values()))
    low = rng.integers(2, 7, (n, 22)) - (branch == "Riverside")[:, None].astype(int)
    made = responses(rng.integers(5, 8, (n, 22)), low)
    made.ratings["perception"][np.isin(branch.astype(str), list(unanswered)), 0] = Missing.BLANK
    return analyze(type(made)(**{**vars(made), "people": {"branch": branch}}), by="branch")


STUDIES = {
    "three": lambda: study({"Riverside": 40, "Station Road": 20, "فرع المدينة": 30}),
    "sixty": lambda: study({f"{LONG}{k}": 12 for k in range(60)}),
    "items": lambda: study({"Riverside": 40, "Station Road": 20}, unanswered=["Station Road"]),
}


def text_of(make):
    return render_html(make(), ReportOptions(service="bank", date="2026-05-31"))


PAGES = {name: partial(text_of, make) for name, make in STUDIES.items()}


@pytest.fixture
def opened(opened):
    """Return a function that opens a report where its list of groups can be used."""
    visits = []

    def visit(name, width=1280, *, scripts=True):
        visits.append(opened(name, {"width": width, "height": 900}, scripts=scripts))
        page = visits[-1].page
        if scripts:
            page.locator(GAP).scroll_into_view_if_needed()
            page.wait_for_selector(".selector:not(.away)")
        return page

    yield visit

    assert [said for each in visits for said in each.complaints] == []


def drawn(page):
    return page.evaluate(
        "[...document.querySelector('#chart-dimensions-gap').data].map(t => [...t.x].join())"
    )


def told(page, wanted):
    """Wait until what a screen reader is told is as wanted (the CSP forbids polling by eval)."""
    for _ in range(200):
        text = page.text_content("#said") or ""
        if wanted(text):
            return
        page.wait_for_timeout(50)
    pytest.fail(f"the page still says {text!r}")


def choose(page, value):
    said = page.text_content("#said") or ""
    page.select_option("#group", value)
    told(page, lambda text: text != said)


def test_choosing_a_group_changes_chart_table_base_and_alternative(opened):
    page = opened("three")
    everybody = drawn(page), page.inner_text(FIRST_GAP)
    choose(page, "1-1")

    assert drawn(page) != everybody[0]
    assert page.inner_text(FIRST_GAP) != everybody[1]
    assert page.inner_text(f"{GAP} .base").startswith("Riverside (branch) only. Base:")
    assert page.get_attribute("#chart-dimensions-gap", "aria-label").startswith("Riverside only.")
    assert page.inner_text("#said") == "The exhibits now show \u2068Riverside\u2069."
    assert "Riverside" in page.inner_text("#exhibit-items-gap .showing")


def test_choosing_everybody_again_brings_the_page_back(opened):
    page = opened("three")
    before = drawn(page), page.inner_text("#exhibit-items-gap table"), page.inner_text(GAP)
    choose(page, "1-2")
    choose(page, "")

    assert drawn(page) == before[0]
    assert page.inner_text("#exhibit-items-gap table") == before[1]
    assert page.inner_text(GAP) == before[2]


def test_a_group_is_chosen_with_the_keyboard(opened):
    page = opened("three")
    page.focus("#group")
    page.keyboard.press("ArrowDown")
    told(page, bool)

    assert page.evaluate("document.activeElement.id") == "group"
    assert page.is_visible(f"{GAP} .showing")


def test_paper_shows_everybody_and_the_screen_the_group_again(opened):
    page = opened("three")
    everybody = page.inner_text(FIRST_GAP)
    choose(page, "1-1")
    group = page.inner_text(FIRST_GAP)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    printed = page.inner_text(FIRST_GAP)
    page.evaluate("dispatchEvent(new Event('afterprint'))")

    assert (printed, page.inner_text(FIRST_GAP)) == (everybody, group)
    page.emulate_media(media="print")
    assert not page.is_visible("#group")
    assert not page.is_visible(f"{GAP} .tools")


def test_without_scripts_the_page_shows_everybody_and_no_list(opened):
    page = opened("three", scripts=False)

    assert not page.is_visible("#group")
    assert not page.is_visible(f"{GAP} .tools")
    assert page.inner_text(FIRST_GAP)


def test_a_breakdown_without_items_leaves_everybody_in_the_exhibit_of_items(opened):
    page = opened("items")
    before = page.inner_text("#exhibit-items-gap table")
    choose(page, "1-1")

    assert page.inner_text("#exhibit-items-gap table") == before
    assert page.inner_text("#exhibit-items-gap .showing").startswith("Shown here: everybody.")


@pytest.mark.parametrize("width", [1280, 360])
def test_sixty_groups_with_long_names_fit_the_page(opened, width):
    page = opened("sixty", width)
    choose(page, "1-60")

    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0


def test_a_table_is_copied_for_a_spreadsheet(opened):
    page = opened("three")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.click(f"{GAP} [data-do=copy]")
    told(page, lambda text: text == "Copied")
    lines = page.evaluate("navigator.clipboard.readText()").split("\n")

    assert lines[0].startswith("Dimension\tExpectation\tPerception\tGap\t95% interval\tn\tMet")
    assert {line.count("\t") for line in lines} == {lines[0].count("\t")}
    assert float(lines[1].split("\t")[3]) < 0


def test_copying_falls_back_where_the_clipboard_is_closed(opened):
    page = opened("three")
    page.evaluate(
        "Object.defineProperty(navigator, 'clipboard', {value: undefined});"
        "document.addEventListener('copy', () => "
        "{ window.copied = document.activeElement.value })"
    )
    page.click(f"{GAP} [data-do=copy]")
    told(page, lambda text: text == "Copied")

    assert page.evaluate("window.copied").startswith("Dimension\tExpectation")


@pytest.mark.parametrize(("kind", "head"), [("svg", b"<svg"), ("png", b"\x89PNG")])
def test_a_chart_of_a_group_is_saved_as_a_picture(opened, tmp_path, kind, head):
    page = opened("three")
    choose(page, "1-1")
    with page.expect_download() as found:
        page.click(f"{GAP} [data-do={kind}]")
    found.value.save_as(tmp_path / "saved")

    assert found.value.suggested_filename == f"exhibit-dimensions-gap-group-1-1.{kind}"
    assert (tmp_path / "saved").read_bytes().startswith(head)


def test_nothing_is_asked_of_the_network_while_switching_and_saving(opened):
    page = opened("three")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    choose(page, "1-1")
    with page.expect_download():
        page.click(f"{GAP} [data-do=png]")

    assert [url for url in asked if not url.startswith("blob:")] == []
