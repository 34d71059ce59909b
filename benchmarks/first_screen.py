"""How soon a report is seen, against a page with one empty plotly chart, in one Chromium.

The empty page is what plotly itself writes: the same plotly.js as plain text inside the page. Both
are opened from disk in pairs, the order turned round from pair to pair, each in a fresh context.
What counts is the median of the ratios within pairs: other work on the machine slows down both of a
pair. The quarters tell how far they scatter. The empty page is seen when its chart is painted. The
report's first screen holds its text; beside it stands the moment at which its first chart is
painted, wherever that stands. Nothing is asserted.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from measuring import Line

RUNS = 12
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

# milliseconds from navigation until text is painted, and until the first chart is painted
TIMES = """() => new Promise(done => {
    const look = () => {
        const paint = performance.getEntriesByName('first-contentful-paint')[0];
        const chart = document.querySelector('.chart svg.main-svg, .plotly-graph-div svg.main-svg');
        if (!chart || !paint) return requestAnimationFrame(look);
        requestAnimationFrame(() => requestAnimationFrame(() =>
            done([paint.startTime, performance.now()])));
    };
    look();
})"""


def opened(window: Any, path: Path, *, whole: bool = False) -> tuple[float, float, float]:
    """Return milliseconds until text, first chart and (if asked) every chart were painted."""
    context = window.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(path.as_uri(), wait_until="commit")
    text, first = page.evaluate(TIMES)
    done = 0.0
    if whole:
        page.wait_for_selector("html[data-drawn]", timeout=60_000)
        done = page.evaluate("performance.now()")
    context.close()
    return text, first, done


def pairs(
    window: Any, page: Path, empty: Path, runs: int
) -> list[tuple[tuple[float, float, float], float]]:
    """Return the times of the report with the time of the empty page opened beside it."""
    for path in (page, empty):
        opened(window, path)
    found = []
    for run in range(runs):
        if run % 2:
            ours, theirs = opened(window, page, whole=True), opened(window, empty)
        else:
            theirs, ours = opened(window, empty), opened(window, page, whole=True)
        found.append((ours, theirs[1]))
    return found


def compared(
    what: str, times: Sequence[float], others: Sequence[float], aim: str, most: float | None
) -> Line:
    """Return one line: the median time, the median ratio within pairs and its quarters."""
    ratios = [a / b for a, b in zip(times, others, strict=True)]
    low, _, high = quantiles(ratios, n=4)
    return Line(
        what,
        f"{median(times):.0f} ms",
        f"an empty plotly page: {median(others):.0f} ms",
        f"{median(ratios):.2f}x ({low:.2f} to {high:.2f}, {len(ratios)} pairs)",
        aim,
        None if most is None else median(ratios) <= most,
    )


def lines(runs: int = RUNS) -> list[Line]:
    """Return the first screen of the demo report beside that of an empty plotly chart."""
    import plotly.graph_objects as go
    from playwright.sync_api import sync_playwright

    from servqual.analysis import analyze, report
    from servqual.importer import read
    from servqual.simulate import simulate

    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        raise OSError(f"first_screen.py needs one of {', '.join(BROWSERS)}")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as tool:
        survey, page = Path(folder) / "survey.csv", Path(folder) / "report.html"
        survey.write_text(simulate(400).to_csv(), encoding="utf-8")
        report(analyze(read(survey), by="branch"), page, client="Aurora", date="2026-01-31")
        empty = Path(folder) / "empty.html"
        go.Figure().write_html(empty, include_plotlyjs=True)
        window = tool.chromium.launch(
            executable_path=browser, args=["--no-sandbox", "--disable-gpu"]
        )
        found = pairs(window, page, empty, runs)
        window.close()
        size = page.stat().st_size / 1e6, empty.stat().st_size / 1e6
    others = [other for _, other in found]
    text, first, done = zip(*(ours for ours, _ in found), strict=True)
    return [
        compared("first screen of the report, text painted", text, others, "at most 1.3x", 1.3),
        compared("its first chart painted", first, others, "at most 1.3x", 1.3),
        compared("every chart painted", done, others, "before print", None),
        Line(
            "file of the report by branch",
            f"{size[0]:.2f} MB",
            f"empty plotly page: {size[1]:.2f} MB",
            f"{size[0] / size[1]:.2f}x",
            "under 2.5 MB",
            size[0] < 2.5,
        ),
    ]


if __name__ == "__main__":
    for line in lines():
        print(line.shown())
