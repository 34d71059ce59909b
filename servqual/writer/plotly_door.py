"""The only module that touches plotly: script for the page, figures for notebooks, our look."""

from __future__ import annotations

import base64
import codecs
import gzip
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from servqual.errors import MissingToolError
from servqual.settings import Brand
from servqual.writer.dress import dressed
from servqual.writer.figures.look import FONT, colour, font
from servqual.writer.numbers import Numbers

if TYPE_CHECKING:
    import plotly.graph_objects as go

GZIP_LEVEL = 6  # level 9 takes half as long again for 0.2% less


@cache
def script() -> bytes:
    """Return the plotly.js of the installed plotly package."""
    found = find_spec("plotly")
    if found is None or not found.submodule_search_locations:
        raise MissingToolError("plotly is not installed. Run: pip install plotly")
    return (
        Path(next(iter(found.submodule_search_locations))) / "package_data" / "plotly.min.js"
    ).read_bytes()


@cache
def page_script() -> str:
    """Return plotly.js as a page carries it: the same program, written so that it starts sooner.

    The two dozen characters of it that are not ASCII stand as escapes: a browser keeps and reads
    text that has one such character at two bytes a letter. The function that holds everything
    stands in brackets, which tells browsers that it is called at once; else they read it twice.
    """
    text = script().decode("utf-8").encode("ascii", _ESCAPES).decode("ascii")
    start, end = text.rfind(_CALLED), text.rfind(_END)
    if start < 0 or text.count(_CALLED) > 1 or text[end + len(_END) :].strip():
        return text
    start += len(_CALLED)
    return f"{text[: start - len(_ARROW)]}({_ARROW}{text[start:end]}{_END[:1]}){_END[1:]}\n"


_CALLED, _ARROW, _END = " ? self : this, () => {", "() => {", "}));"
_ESCAPES = "servqual.javascript"


def _escaped(error: UnicodeError) -> tuple[str, int]:
    """Return characters as the escapes of strings and patterns, above U+FFFF as two halves."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    halves = error.object[error.start : error.end].encode("utf-16-be").hex()
    return "".join(f"\\u{halves[k : k + 4]}" for k in range(0, len(halves), 4)), error.end


codecs.register_error(_ESCAPES, _escaped)  # ten times as quick as a search and replace


@cache
def packed_script() -> str:
    """Return that script as base64 of gzip, the same bytes every time."""
    packed = gzip.compress(page_script().encode("ascii"), GZIP_LEVEL, mtime=0)
    return base64.b64encode(packed).decode("ascii")


@cache
def packing() -> Future[str]:
    """Start packing plotly.js beside other work (zlib lets it run); the result is that text."""
    worker = ThreadPoolExecutor(1)
    started = worker.submit(packed_script)
    worker.shutdown(wait=False)
    return started


def template(language: str = "en") -> dict[str, Any]:
    """Return the look of every chart, in the report and in notebooks."""
    return {
        "layout": {
            "font": {
                "family": font(language).replace('"', "'"),
                "size": FONT,
                "color": colour("ink"),
            },
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "hoverlabel": {
                "bgcolor": colour("paper"),
                "bordercolor": colour("ring"),
                "align": "left",
                "font": {"size": FONT, "color": colour("ink")},
            },
            "hovermode": "closest",
            "dragmode": False,
            "separators": Numbers(language).separators,
        }
    }


def figure(chart: Mapping[str, Any], language: str = "en", brand: Brand | None = None) -> go.Figure:
    """Return a chart as a plotly figure for a notebook."""
    import plotly.graph_objects as go

    layout = {**chart["layout"], "template": template(language), "width": 800}
    found = {"data": list(chart["data"]), "layout": layout}
    return go.Figure(dressed(found, brand, language) if brand else found)
