"""The only module that touches plotly: script for the page, figures for notebooks, our look."""

from __future__ import annotations

import base64
import codecs
import gzip
import hashlib
import zlib
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from servqual._cache import kept
from servqual.errors import MissingToolError
from servqual.settings import Brand
from servqual.writer.dress import dressed
from servqual.writer.figures.look import FONT, colour, font
from servqual.writer.numbers import Numbers

if TYPE_CHECKING:
    import plotly.graph_objects as go

_FORM = "page 1"  # how page_script() writes it; another number when that changes
GZIP_LEVEL = 6  # level 9 takes half as long again for 0.2% less


@cache
def script() -> bytes:
    """Return the plotly.js of the installed plotly package."""
    return _script_file().read_bytes()


def _script_file() -> Path:
    """Return where the plotly.js of the installed plotly package is."""
    found = find_spec("plotly")
    if found is None or not found.submodule_search_locations:
        raise MissingToolError("plotly is not installed. Run: pip install plotly")
    return Path(next(iter(found.submodule_search_locations))) / "package_data" / "plotly.min.js"


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
    return _packed()[1]


@cache
def script_hash() -> str:
    """Return the SHA-256 of that script in base64, as a Content-Security-Policy names it."""
    return _packed()[0]


@cache
def _packed() -> tuple[str, str]:
    """Return hash and text, from an earlier run where there was one: packing takes .3 s.

    The installed script is known by its place, size and time, so that it need not be read.
    """
    path = _script_file()
    about = path.stat()
    key = (_FORM, zlib.ZLIB_RUNTIME_VERSION, GZIP_LEVEL, path, about.st_size, about.st_mtime_ns)
    found = kept("plotly.js", " ".join(map(str, key)).encode(), _pack).decode("ascii")
    digest, _, text = found.partition("\n")
    return digest, text


def _pack() -> bytes:
    """Return the hash of the script for a page, and on the next line the script, packed."""
    plain = page_script().encode("ascii")
    digest = base64.b64encode(hashlib.sha256(plain).digest())
    return digest + b"\n" + base64.b64encode(gzip.compress(plain, GZIP_LEVEL, mtime=0))


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
