"""A browser for the tests of pages, and what is asked of every page that it opens."""

from collections import namedtuple

import pytest

Visit = namedtuple("Visit", "page complaints requests")
DESK = {"width": 1280, "height": 900}

ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")


@pytest.fixture(scope="module")
def window(chromium):
    """Return one Chromium for a module."""
    api = pytest.importorskip("playwright.sync_api")
    with api.sync_playwright() as tool:
        found = tool.chromium.launch(executable_path=chromium, args=list(ARGUMENTS))
        yield found
        found.close()


@pytest.fixture(scope="module")
def visit(window, tmp_path_factory):
    """Return a function that opens a page from disk and waits until every chart is drawn."""
    folder, contexts = tmp_path_factory.mktemp("pages"), []

    def opened(text, width=1280, *, scripts=True, **context):
        path = folder / f"{len(contexts)}.html"
        path.write_text(text, encoding="utf-8")
        size = {"width": width, "height": 800}
        made = window.new_context(viewport=size, java_script_enabled=scripts, **context)
        contexts.append(made)
        return open_page(made, path, scripts=scripts)

    yield opened
    for made in contexts:
        made.close()


@pytest.fixture(scope="module")
def written(request, tmp_path_factory):
    """Return the folder of the reports that a module lists in its ``PAGES``: name to text."""
    folder = tmp_path_factory.mktemp("reports")
    for name, make in request.module.PAGES.items():
        (folder / f"{name}.html").write_text(make(), encoding="utf-8")
    return folder


@pytest.fixture
def opened(window, written):
    """Return a function that opens a written report, each time as a reader who has seen none."""
    contexts = []

    def visit(name, viewport=DESK, *, folder=written, scripts=True):
        made = window.new_context(viewport=viewport, java_script_enabled=scripts)
        contexts.append(made)
        return open_page(made, folder / f"{name}.html", scripts=scripts)

    yield visit
    for made in contexts:
        made.close()


def open_page(context, path, *, scripts):
    """Open a page, listen to what it complains of and asks for, wait until it is drawn."""
    page = context.new_page()
    complaints, requests = [], []
    page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("dialog", lambda d: (complaints.append(f"dialog {d.message}"), d.dismiss()))
    page.on("request", lambda request: requests.append(request.url))
    page.goto(path.as_uri())
    if scripts:
        page.wait_for_selector("html[data-drawn]", timeout=120_000)
    return Visit(page, complaints, requests)
