"""Charts of the report as pictures: SVG, and PNG of 300 dots per inch."""

from __future__ import annotations

import base64
import html
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from servqual.results import Study
from servqual.settings import ReportOptions
from servqual.writer import plotly_door
from servqual.writer.browser import told
from servqual.writer.charts import alone
from servqual.writer.dress import PLAIN, dressed
from servqual.writer.figures.look import WIDE, colour
from servqual.writer.parts import Exhibit, Figure
from servqual.writer.png import described
from servqual.writer.sections import build
from servqual.writer.view import View
from servqual.writer.zipped import zipped

Kind = Literal["png", "svg"]
PER_INCH = 300
INCHES = 6.5  # across a chart on paper: the column of an A4 page
LOGO_DOTS = 900  # across a logo that is not PNG or JPEG, which Word cannot show

_PAGE = """<!doctype html><html lang="{language}" data-drawn="all"><head><meta charset="utf-8">
<style>body{{font-family:{font}}}</style></head><body>.<script>{script}</script></body></html>"""

# plotly names parts of an SVG by random letters; they are drawn anew, and alike, for each chart
_DRAW = """async ({charts, kinds, scale, images, dots}) => {
  const found = {charts: {}, images: {}};
  await document.fonts.ready;
  for (const [id, figure] of Object.entries(charts)) {
    found.charts[id] = {};
    for (const kind of kinds) {
      let state = 1;
      Math.random = () => (state = (state * 16807) % 2147483647) / 2147483647;
      const {width, height} = figure.layout;
      found.charts[id][kind] = await Plotly.toImage(figure, {format: kind, width, height, scale});
    }
  }
  for (const [name, source] of Object.entries(images)) {
    const picture = Object.assign(new Image(), {src: source});
    await picture.decode();
    const width = picture.naturalWidth || 300, height = picture.naturalHeight || 150;
    const canvas = document.createElement("canvas");
    canvas.width = dots;
    canvas.height = Math.round((dots * height) / width);
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    found.images[name] = canvas.toDataURL("image/png");
  }
  return found;
}"""


@dataclass(frozen=True)
class Album:
    """Charts by their ids and pictures by their names, as they were drawn."""

    charts: Mapping[str, Mapping[Kind, bytes]]
    images: Mapping[str, bytes]


def pictures(
    figures: Sequence[Figure], options: ReportOptions, kind: Kind = "png"
) -> dict[str, bytes]:
    """Return charts as pictures by their ids, all drawn in one start of the browser.

    Parameters
    ----------
    figures : sequence of Figure
        Their wide forms are drawn, 740 CSS pixels across.
    options : ReportOptions
        Language and brand.
    kind : {"png", "svg"}
        PNG has 300 dots per inch at 6.5 inches, the column of an A4 page.

    Raises
    ------
    MissingToolError, BrowserError
        As :func:`servqual.writer.browser.to_pdf`.
    """
    album = drawn({f.id: f.wide for f in figures}, options, [kind])
    return {name: forms[kind] for name, forms in album.charts.items()}


def to_figures(study: Study, options: ReportOptions) -> dict[str, bytes]:
    """Return every chart of the report as files, ``items-gap.svg`` and ``items-gap.png``.

    A name is the id of the exhibit without ``exhibit-``, the same in every language and every
    wave. Title and text alternative stand inside each file. Legends that the page writes as words
    are part of the picture.

    Raises
    ------
    MissingToolError, BrowserError
        As :func:`servqual.writer.browser.to_pdf`.
    """
    view = View(study, options)
    shown = {e.id: e for s in build(view) for e in s.exhibits if e.figure is not None}
    charts = {name: alone(view, exhibit) for name, exhibit in shown.items()}
    files: dict[str, bytes] = {}
    for name, forms in drawn(charts, options, ["svg", "png"]).charts.items():
        stem = name.removeprefix("exhibit-")
        files |= {f"{stem}.{kind}": _said(forms[kind], kind, shown[name]) for kind in forms}
    return files


def to_figures_zip(study: Study, options: ReportOptions) -> bytes:
    """Return the files of :func:`to_figures` as one zip file."""
    return zipped(to_figures(study, options))


def drawn(
    charts: Mapping[str, Mapping[str, Any]],
    options: ReportOptions,
    kinds: Sequence[Kind],
    images: Mapping[str, str] | None = None,
) -> Album:
    """Return charts, and pictures given as data: URIs, in one start of the browser."""
    if not charts and not images:
        return Album({}, {})
    language, brand = options.language, options.brand or PLAIN
    asked = {
        "charts": {name: _whole(chart, options) for name, chart in charts.items()},
        "kinds": list(kinds),
        "scale": INCHES * PER_INCH / WIDE,
        "images": dict(images or {}),
        "dots": LOGO_DOTS,
    }
    look = dressed(plotly_door.template(language), brand, language)
    page = _PAGE.format(
        language=html.escape(language),
        font=look["layout"]["font"]["family"],
        script=plotly_door.page_script() if charts else "",
    )
    found = told(page, _DRAW, asked)
    return Album(
        {name: {k: _bytes(v) for k, v in forms.items()} for name, forms in found["charts"].items()},
        {name: _bytes(source) for name, source in found["images"].items()},
    )


def _whole(chart: Mapping[str, Any], options: ReportOptions) -> Any:
    """Return a chart as plotly draws it: with its look, on paper."""
    more = {
        "template": plotly_door.template(options.language),
        "width": WIDE,
        "paper_bgcolor": colour("paper"),
    }
    found = {"data": list(chart["data"]), "layout": {**chart["layout"], **more}}
    whole = dressed(found, options.brand or PLAIN, options.language)
    return json.loads(json.dumps(whole))  # numbers of numpy and tuples are not carried over


def _bytes(source: str) -> bytes:
    """Return the content of a data: URI."""
    head, _, body = source.partition(",")
    if head.endswith(";base64"):
        return base64.b64decode(body)
    from urllib.parse import unquote

    return unquote(body).encode("utf-8")


def _said(picture: bytes, kind: Kind, exhibit: Exhibit) -> bytes:
    """Return a picture with its title and its text alternative inside."""
    alt = exhibit.figure.alt if exhibit.figure else ""
    if kind == "png":
        return described(picture, PER_INCH, {"Title": exhibit.title, "Description": alt})
    head, words = picture.decode("utf-8").partition(">")[::2]
    title, about = html.escape(exhibit.title), html.escape(alt)
    said = f'{head} role="img"><title>{title}</title><desc>{about}</desc>{words}\n'
    return said.encode("utf-8")
