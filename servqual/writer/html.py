"""The only module that touches Jinja2: templates in, HTML out, everything escaped."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from servqual._files import data_folder

if TYPE_CHECKING:
    from jinja2 import Environment

_RANGE = re.compile(r"(?<=\d)–(?=\d)")


@cache
def environment() -> Environment:
    """Return the environment of the templates: autoescape on, an unknown name is an error."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    found = Environment(
        loader=FileSystemLoader(data_folder("reports") / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    found.filters["whole_ranges"] = whole_ranges
    return found


def whole_ranges(text: str) -> str:
    r"""Return a text in which no line ends between the two figures of a range.

    >>> whole_ranges("n = 399–400")
    'n = 399–\u2060400'
    """
    return _RANGE.sub("–\u2060", text)


def render(template: str, context: dict[str, Any]) -> str:
    """Return a template filled with values."""
    return environment().get_template(template).render(context)
