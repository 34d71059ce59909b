"""The only module that touches playwright: pages and charts as PDF and pictures, by a browser."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from servqual.errors import BrowserError, MissingToolError
from servqual.writer.png import stacked

if TYPE_CHECKING:
    from playwright.sync_api import Page

Taken = TypeVar("Taken")
VARIABLE = "SERVQUAL_BROWSER"
ON_PATH = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "microsoft-edge-stable",
    "msedge",
)
APPLICATIONS = (
    "Google Chrome.app/Contents/MacOS/Google Chrome",
    "Chromium.app/Contents/MacOS/Chromium",
    "Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
)
PROGRAMS = (
    r"Google\Chrome\Application\chrome.exe",
    r"Microsoft\Edge\Application\msedge.exe",
    r"Chromium\Application\chrome.exe",
)
WHAT = "a PDF or PNG"
PATIENCE = 120_000  # milliseconds until everything must be drawn
COLUMN, SHARPNESS = 750, 2  # CSS pixels across one long picture, and picture dots for each
TILE = 4_000  # CSS pixels taken at once; browsers repeat themselves above 16,384 dots

# a picture cannot be scrolled sideways: a table that is wider than the column is made smaller
FIT_TABLES = """document.querySelectorAll('.scroll').forEach((place) => {
  const table = place.querySelector('table');
  const share = place.clientWidth / Math.max(table.scrollWidth, table.offsetWidth);
  if (share < 1) table.style.zoom = 0.995 * share;
})"""

_HOW = (
    f"Install Chromium, Google Chrome or Microsoft Edge, or name yours in {VARIABLE}. "
    "The report as .html needs none, and any browser prints it."
)


def find_browser(what: str = WHAT) -> str:
    """Return the path of an installed Chromium, Chrome or Edge; none is ever downloaded.

    ``SERVQUAL_BROWSER`` outranks the PATH, which outranks the usual places of the system.

    Raises
    ------
    MissingToolError
        There is none, or ``SERVQUAL_BROWSER`` names none.
    """
    if named := os.environ.get(VARIABLE):
        found = shutil.which(named)
        if found is None:
            raise MissingToolError(
                f"{VARIABLE} is {named!r}, and no program of that name can be run. {_HOW}"
            )
        return found
    on_path = filter(None, map(shutil.which, ON_PATH))
    usual = (str(place) for place in _usual_places() if place.is_file())
    found = next(on_path, None) or next(usual, None)
    if found is None:
        raise MissingToolError(f"{what} is made by a browser, and none was found. {_HOW}")
    return found


def _usual_places() -> list[Path]:
    """Return where browsers stand that are not on the PATH."""
    if sys.platform == "darwin":
        homes = (Path("/Applications"), Path.home() / "Applications")
        return [home / name for home in homes for name in APPLICATIONS]
    roots = (os.environ.get(name) for name in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"))
    return [Path(root) / name for root in roots if root for name in PROGRAMS]


def check_tools(what: str = WHAT) -> None:
    """Raise unless a PDF or PNG can be made here: the package playwright, and a browser.

    ``what`` is what the message says that it is for.

    Raises
    ------
    MissingToolError
        One of them is missing; the message says how to get it.
    """
    if find_spec("playwright") is None:
        raise MissingToolError(
            f"{what} needs the package playwright, which drives your browser. "
            'Run: pip install "servqual[pdf]". The report as .html needs nothing.'
        )
    find_browser(what)


def to_pdf(html: str) -> bytes:
    """Return a report as PDF, A4 with page numbers, as the page's own print style lays it out.

    Parameters
    ----------
    html : str
        A page as :func:`servqual.writer.render_html` returns it.

    Raises
    ------
    MissingToolError
        Playwright or a browser is missing.
    BrowserError
        The browser did not start, or did not draw every chart.
    """
    return _in_browser(html, _pdf, sharpness=1)


def to_png(html: str) -> bytes:
    """Return a report as one PNG, 750 CSS pixels wide at two dots each, everything drawn.

    Raises
    ------
    MissingToolError, BrowserError
        As :func:`to_pdf`.
    """
    return _in_browser(html, _png, sharpness=SHARPNESS)


def told(html: str, script: str, asked: Any) -> Any:
    """Return what a function of a page answers, in one start of the browser.

    Parameters
    ----------
    html : str
        A page that marks itself ``data-drawn="all"`` as soon as it can be asked.
    script : str
        A function of one argument, in JavaScript.
    asked : anything that JSON can say
        That argument.

    Raises
    ------
    MissingToolError, BrowserError
        As :func:`to_pdf`.
    """
    return _in_browser(html, lambda page: page.evaluate(script, asked), sharpness=1)


def _pdf(page: Page) -> bytes:
    return page.pdf(prefer_css_page_size=True, print_background=True, tagged=True, outline=True)


def _png(page: Page) -> bytes:
    """Take the page in tiles and stack them."""
    page.evaluate("document.documentElement.dataset.still = 'yes'")
    page.wait_for_timeout(400)  # charts follow a column that changed its width after 150 ms
    page.evaluate(FIT_TABLES)
    height = int(page.evaluate("Math.ceil(document.documentElement.scrollHeight)"))
    tiles = [
        page.screenshot(
            full_page=True,
            clip={"x": 0, "y": top, "width": COLUMN, "height": min(TILE, height - top)},
        )
        for top in range(0, height, TILE)
    ]
    return stacked(tiles)


def _in_browser(html: str, take: Callable[[Page], Taken], *, sharpness: int) -> Taken:
    """Return what is taken of a page that has drawn everything."""
    check_tools()
    browser = find_browser()
    # a notebook runs an event loop, in whose thread playwright would refuse to work
    with ThreadPoolExecutor(max_workers=1) as worker:
        return worker.submit(_taken, browser, html, take, sharpness).result()


def _taken(browser: str, html: str, take: Callable[[Page], Taken], sharpness: int) -> Taken:
    from playwright.sync_api import Error, sync_playwright

    try:
        with sync_playwright() as tool:
            window = tool.chromium.launch(executable_path=browser, args=_arguments())
            try:
                context = window.new_context(
                    viewport={"width": COLUMN, "height": 1_000},
                    device_scale_factor=sharpness,
                    offline=True,
                    reduced_motion="reduce",
                )
                page = context.new_page()
                page.set_content(html, wait_until="load", timeout=PATIENCE)
                page.wait_for_selector("html[data-drawn]", state="attached", timeout=PATIENCE)
                if page.get_attribute("html", "data-drawn") != "all":
                    raise BrowserError(_not_drawn(browser))
                return take(page)
            finally:
                window.close()
    except Error as error:
        raise BrowserError(
            f"the browser {browser} could not write the report "
            f"({error.message.splitlines()[0]}). Update it, or name another in {VARIABLE}; "
            "or write the report as .html and print that."
        ) from error


def _not_drawn(browser: str) -> str:
    return (
        f"the browser {browser} could not draw the charts; it may be too old. Update it, or name "
        f"another in {VARIABLE}; or write the report as .html and print that."
    )


def _arguments() -> list[str]:
    """Return how the browser is started: no network of its own, no sandbox only where it must."""
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    quiet = ["--disable-gpu", "--disable-background-networking", "--disable-component-update"]
    return [*quiet, "--no-sandbox"] if root else quiet
