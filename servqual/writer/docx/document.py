"""The report of a study as one Word file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from servqual.results import Study
from servqual.settings import ReportOptions
from servqual.writer.charts import alone
from servqual.writer.docx.flow import Chart, Flow
from servqual.writer.docx.look import SHORT, SIDE, look_of
from servqual.writer.docx.pages import (
    Cover,
    add_contents,
    add_cover,
    drawn_logo,
    fill,
    laid_out,
    margins,
)
from servqual.writer.docx.styles import lists, settings, styles
from servqual.writer.docx.word import Facts, Word, check_docx
from servqual.writer.dress import PLAIN, margin_texts
from servqual.writer.figures.look import WIDE
from servqual.writer.html import render
from servqual.writer.page import cover_of
from servqual.writer.parts import Section
from servqual.writer.pictures import Album, drawn
from servqual.writer.sections import build
from servqual.writer.sentences_summary import title
from servqual.writer.view import View

# sections that begin on a page of their own, as on paper
ON_NEW_PAGE = (
    "summary", "sample", "items", "dimensions", "trust", "priorities", "groups", "outcomes",
    "actions", "methods", "numbers",
)  # fmt: skip
TALLEST = 200.0  # millimetres of a chart: its title and a line of words stand on the same page
PRESSED = 0.8  # share of the height of rows that a chart of rows keeps on paper
MATRIX = "exhibit-matrix"
LOGO = "logo"


def to_docx(study: Study, options: ReportOptions, *, charts: bool = True) -> bytes:
    """Return the report of a study as a Word file.

    Parameters
    ----------
    study : Study
        The only thing that is written about; the writer never sees a respondent.
    options : ReportOptions
        As for the page.
    charts : bool
        With pictures of the charts, which a browser draws. Without them the tables stand alone,
        and the cover says so.

    Returns
    -------
    bytes
        The sections, words and tables of the page, with headings and captions that Word knows. The
        same study and options give the same bytes; charts that another browser draws may differ.

    Raises
    ------
    MissingToolError
        The package python-docx is missing; or, for charts, playwright or a browser.
    BrowserError
        The browser did not start, or did not draw the charts.
    """
    check_docx()
    view = View(study, options)
    sections = build(view)
    album, shown = _drawn(view, sections) if charts else (Album({}, {}), {})
    word, look = Word(), look_of(options)
    flow = Flow(word, look, view.say, shown)
    add_cover(flow, _cover(view, sections, album, charts=charts))
    n_cover = len(flow.blocks)
    add_contents(flow, view.say("report.contents"), [(s.level, s.title, s.id) for s in sections])
    for section in sections:
        html = render("section.html.j2", {"section": section, "t": view.say})
        starts = section is sections[0] or section.id.startswith(ON_NEW_PAGE)
        new_page = section.level == 1 and starts
        flow.section(html, section.level, new_page=new_page)
    word.styles(styles(look))
    word.settings(settings(look))
    word.numbering(lists(flow.starts))
    fill(word, laid_out(flow.blocks), n_cover, margins(word, look, margin_texts(options)))
    sender, subject = (options.brand or PLAIN).name, view.say("report.kicker")
    return word.content(Facts(_named(view), sender, subject, look.language))


def _named(view: View) -> str:
    """Return the title of the file: one that is not final says so, as in the title of a page."""
    status = view.options.status
    word = view.say(f"report.status.{status}") if status not in ("", "final") else ""
    return f"[{word}] {title(view)}" if word else title(view)


def _drawn(view: View, sections: Sequence[Section]) -> tuple[Album, dict[str, Chart]]:
    """Return what the browser drew, and the charts by the id of their place on the page."""
    shown = {e.figure.id: e for s in sections for e in s.exhibits if e.figure is not None}
    charts = {name: _on_paper(alone(view, e), matrix=e.id == MATRIX) for name, e in shown.items()}
    logo = (view.options.brand or PLAIN).logo
    images = {LOGO: logo} if logo and not drawn_logo(logo) else {}
    album = drawn(charts, view.options, ["png"], images)
    across = SHORT - 2 * SIDE
    found = {}
    for name, exhibit in shown.items():
        high = across * charts[name]["layout"]["height"] / WIDE
        share = min(1.0, TALLEST / high)
        alt = exhibit.figure.alt if exhibit.figure else ""
        size = (across * share, high * share)
        found[name] = Chart(album.charts[name]["png"], size, alt)
    return album, found


def _on_paper(chart: Mapping[str, Any], *, matrix: bool) -> dict[str, Any]:
    """Return a chart with its rows nearer to each other than on a screen."""
    layout = chart["layout"]
    edge = layout["margin"]["t"] + layout["margin"]["b"]
    inside = layout["height"] - edge
    tallest = TALLEST / (SHORT - 2 * SIDE) * WIDE - edge
    share = 1.0 if matrix else max(0.55, min(PRESSED, tallest / inside))
    return {**chart, "layout": {**layout, "height": round(edge + inside * share)}}


def _cover(view: View, sections: Sequence[Section], album: Album, *, charts: bool) -> Cover:
    """Return what the cover says."""
    found, brand = cover_of(view), view.options.brand or PLAIN
    parts = (found["client"], found["date"], view.say("report.kicker"))
    logo = drawn_logo(brand.logo) if brand.logo else b""
    left_out = not charts and any(e.figure for s in sections for e in s.exhibits)
    return Cover(
        kicker=" · ".join(part for part in parts if part),
        title=title(view),
        line=found["line"],
        status=found["status_word"],
        status_note=found["status_note"],
        confidentiality=found["confidentiality"],
        note=view.say("word.no_charts") if left_out else "",
        logo=album.images.get(LOGO, logo),
        name=brand.name,
    )
