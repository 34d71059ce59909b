"""How soon a report is seen, against a page with one empty plotly chart, in one Chromium.

Both pages are opened from disk in turn, each in a fresh context; the median of several counts. The
empty page is seen when its chart is painted. The report's first screen holds its text; beside it
stands the moment at which its first chart is painted, wherever that stands. Nothing is asserted.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import Any

RUNS = 9
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


def opened(window: Any, path: Path, *, whole: bool) -> tuple[float, float, float]:
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


def main() -> None:
    """Print the first screen of the demo report beside that of an empty plotly chart."""
    import plotly.graph_objects as go
    from playwright.sync_api import sync_playwright

    from servqual.analysis import analyze, report
    from servqual.importer import read
    from servqual.simulate import simulate

    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        sys.exit(f"first_screen.py needs one of {', '.join(BROWSERS)}")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as tool:
        survey, page = Path(folder) / "survey.csv", Path(folder) / "report.html"
        survey.write_text(simulate(400).to_csv(), encoding="utf-8")
        report(analyze(read(survey)), page, client="Aurora", date="2026-01-31")
        empty = Path(folder) / "empty.html"
        go.Figure().write_html(empty, include_plotlyjs=True)
        window = tool.chromium.launch(
            executable_path=browser, args=["--no-sandbox", "--disable-gpu"]
        )
        for path in (page, empty):
            opened(window, path, whole=False)
        ours, theirs = [], []
        for _ in range(RUNS):
            ours.append(opened(window, page, whole=True))
            theirs.append(opened(window, empty, whole=False))
        window.close()
        size = page.stat().st_size, empty.stat().st_size
    text, first, done = (median(times) for times in zip(*ours, strict=True))
    other = median(seen for _, seen, _ in theirs)
    print(f"an empty plotly page: {other:.0f} ms")
    print(f"report, first screen (text): {text:.0f} ms = {text / other:.2f} x; aim at most 1.3x")
    print(f"report, first chart: {first:.0f} ms = {first / other:.2f} x; aim at most 1.3x")
    print(
        f"report, every chart: {done:.0f} ms = {done / other:.2f} x; beside reading, before print"
    )
    print(f"report file: {size[0] / 1e6:.2f} MB; aim under 2.5 MB; empty {size[1] / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
