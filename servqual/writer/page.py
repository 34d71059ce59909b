"""The report as one HTML file that asks the network for nothing."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from concurrent.futures import Future
from functools import cache
from typing import Any

from servqual import __version__
from servqual._files import data_folder, read_bytes
from servqual.errors import SettingsError
from servqual.instrument import Scale
from servqual.results import Study
from servqual.settings import ReportOptions
from servqual.texts import fill, languages
from servqual.writer import plotly_door
from servqual.writer.classes import classes_of
from servqual.writer.dress import PLAIN, paper_marks, variables
from servqual.writer.exhibits.groups import column_name
from servqual.writer.exhibits.switch import choices
from servqual.writer.figures.distribution import shades
from servqual.writer.figures.look import font, tokens
from servqual.writer.html import render
from servqual.writer.packing import chart_data, group_data
from servqual.writer.page_record import page_record
from servqual.writer.parts import Figure, Section
from servqual.writer.sections import build
from servqual.writer.sentences_summary import title
from servqual.writer.view import View
from servqual.writer.watermark import watermark

LATE = ("report.js", "groups.js", "tools.js")
# plotly.js puts an empty style element into the page and fills it by script
EMPTY = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"


def render_html(study: Study, options: ReportOptions) -> str:
    """Return the report of a study as one self-contained HTML page.

    Parameters
    ----------
    study : Study
        The only thing that is written about; the writer never sees a respondent.
    options : ReportOptions
        Language, client, date, service noun, title.

    Returns
    -------
    str
        A page that loads nothing: script, style and plotly.js stand inside it, and its
        Content-Security-Policy forbids everything else. The same study and options give the same
        text.

    Raises
    ------
    SettingsError
        The language has no texts, or the date is no date.
    """
    if options.language not in languages():
        known = ", ".join(languages())
        raise SettingsError(
            f"there are no texts in {options.language!r}. Known languages: {known}."
        )
    view = View(study, options)
    packing = plotly_door.packing()
    record = page_record(study, options)
    return page_of(view, build(view), title(view), cover_of(view), packing, record)


def page_of(
    view: View,
    sections: Sequence[Section],
    headline: str,
    cover: dict[str, str],
    packing: Future[str],
    record: str = "",
) -> str:
    """Return sections as one page: ``packing`` is plotly.js, asked for before they were made.

    ``record`` is what the page says of its own making, '' for nothing.
    """
    figures = [e.figure for s in sections for e in s.exhibits if e.figure is not None]
    brand = view.options.brand or PLAIN
    style = stylesheet(figures, view.instrument.scale, view.options)
    early, late = _script("early.js"), "\n".join(_script(name) for name in LATE)
    exhibits = [e for s in sections for e in s.exhibits]
    context: dict[str, Any] = {
        "t": view.say,
        "language": view.say("numbers.lang"),
        "style": style,
        "early": early,
        "late": late,
        "title": headline,
        "cover": cover,
        "footer": brand.say(brand.footer, view.language),
        "sections": sections,
        "parts": _parts(sections),
        "selector": _selector(view, sections),
        "charts": chart_data(figures, view.language, brand),
        "groups": group_data(exhibits, view.language, brand),
        "plotly": packing.result() if figures else "",
        # after the line above: what packs the script knows its hash
        "policy": policy(
            [early, late],
            style,
            hashes=[plotly_door.script_hash()] if figures else [],
            pictures=bool(brand.logo),
        ),
        "made_by": view.say("report.made_by", version=__version__),
        "record": record,
    }
    return render("report.html.j2", context)


def _selector(view: View, sections: Sequence[Section]) -> dict[str, Any]:
    """Return the list of groups to choose from and the section that it stands before; or {}."""
    switched = [s.id for s in sections if any(e.versions for e in s.exhibits)]
    if not switched:
        return {}
    options: dict[str, list[tuple[str, str, str]]] = {}
    for c in choices(view):
        text = view.say("exhibits.switch.option", name=c.name, n=view.numbers.count(c.n))
        options.setdefault(column_name(view, c.by), []).append((c.key, c.name, text))
    return {
        "before": switched[0],
        "options": options,
        "everybody": view.say(
            "exhibits.switch.everybody", n=view.numbers.count(view.study.sample.respondents)
        ),
    }


def cover_of(view: View) -> dict[str, str]:
    """Return the lines above and below the title."""
    client, date = view.options.client.strip(), view.numbers.date(view.options.date)
    line = view.say(
        "report.instrument_line",
        title=view.words(view.instrument.title),
        n_items=len(view.instrument.items),
        min=view.scale.min,
        max=view.scale.max,
        n=view.study.sample.respondents,
        n_people=view.numbers.count(view.study.sample.respondents),
    )
    brand, status = view.options.brand or PLAIN, view.options.status
    return {
        "client": client,
        "date": date,
        "line": line,
        "logo": brand.logo,
        "name": brand.name,
        "filled": "yes" if "cover" in brand.colours else "",
        "confidentiality": brand.say(brand.confidentiality, view.language),
        "status": status,
        "status_word": view.say(f"report.status.{status}") if status else "",
        "status_note": view.say(f"report.status.{status}_note") if status else "",
    }


def _parts(sections: Sequence[Section]) -> list[tuple[Section, list[Section]]]:
    """Return the sections of the first level, each with those beneath it, for the contents list."""
    parts: list[tuple[Section, list[Section]]] = []
    for section in sections:
        if section.level == 1 or not parts:
            parts.append((section, []))
        else:
            parts[-1][1].append(section)
    return parts


def policy(
    scripts: Sequence[str], style: str, *, hashes: Sequence[str] = (), pictures: bool = False
) -> str:
    """Return the Content-Security-Policy: this page's scripts and style, an embedded logo.

    Scripts stand as they are, or by their SHA-256 in base64 among ``hashes``.
    """
    allowed = " ".join([*map(digest, scripts), *(f"'sha256-{found}'" for found in hashes)])
    styles = f"{digest(style)} {EMPTY}"
    # plotly.js sets style attributes on elements; under default-src 'none' they load nothing;
    # a chart that is saved as PNG is drawn from a blob of this page
    return (
        f"default-src 'none'; script-src {allowed}; style-src {styles}; style-src-elem {styles}; "
        f"style-src-attr 'unsafe-inline'; img-src {'data: ' if pictures else ''}blob:; "
        "base-uri 'none'; form-action 'none'"
    )


def digest(text: str) -> str:
    """Return the hash under which a Content-Security-Policy knows an inline script or style."""
    found = hashlib.sha256(text.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(found).decode('ascii')}'"


@cache
def _script(name: str) -> str:
    return read_bytes(data_folder("reports") / "scripts" / name, "script").decode("utf-8")


@cache
def _styles(language: str) -> str:
    """Return the stylesheets in order, the tokens as variables before them."""
    folder = data_folder("reports") / "styles"
    colours = {name: value for name, value in tokens()["colour"].items() if isinstance(value, str)}
    variables = "".join(f"--{name}:{value};" for name, value in colours.items())
    sheets = [
        read_bytes(path, "stylesheet").decode("utf-8") for path in sorted(folder.glob("*.css"))
    ]
    return f":root{{{variables}--sans:{font(language)};}}\n" + "\n".join(sheets)


def _table_numbers(options: ReportOptions) -> str:
    """Return the CSS that numbers the tables of a thesis, '' for any other report."""
    if options.style != "thesis":
        return ""
    first, after = (fill(options.language, f"thesis.{key}", {}) for key in ("table", "table_after"))
    return (
        "main{counter-reset:table}.exhibit:has(table) h3::before{counter-increment:table;"
        f'content:"{first}" counter(table) "{after}"}}\n'
    )


def stylesheet(figures: Sequence[Figure], scale: Scale, options: ReportOptions) -> str:
    """Return the style of the page; every chart's place is kept free, so that nothing jumps."""
    wide = "".join(f".js #{f.id}{{min-height:{f.heights[0]}px}}" for f in figures)
    narrow = "".join(f".js #{f.id}{{min-height:{f.heights[1]}px}}" for f in figures)
    palette = shades(classes_of(scale).scale)
    shade = "".join(
        f".shade-{value}::before{{background:{colour}}}" for value, colour in palette.items()
    )
    return (
        f"{_styles(options.language)}\n{_table_numbers(options)}"
        f"{variables(options.brand or PLAIN, options.language)}\n"
        f"{paper_marks(options)}\n{watermark(options)}\n{shade}\n{wide}\n"
        f"@media screen and (max-width:620px){{{narrow}}}\n"
    )
