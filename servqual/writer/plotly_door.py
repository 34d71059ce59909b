"""The only module that touches plotly: script for the page, figures for notebooks, our look."""

from __future__ import annotations

import base64
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
def packed_script() -> str:
    """Return plotly.js as base64 of gzip, the same bytes every time."""
    return base64.b64encode(gzip.compress(script(), GZIP_LEVEL, mtime=0)).decode("ascii")


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
            "separators": ".,",
        }
    }


def figure(chart: Mapping[str, Any], language: str = "en", brand: Brand | None = None) -> go.Figure:
    """Return a chart as a plotly figure for a notebook."""
    import plotly.graph_objects as go

    layout = {**chart["layout"], "template": template(language), "width": 800}
    found = {"data": list(chart["data"]), "layout": layout}
    return go.Figure(dressed(found, brand, language) if brand else found)
