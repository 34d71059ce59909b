"""The only module that touches Jinja2: templates in, HTML out, everything escaped."""

from __future__ import annotations

import re
import sys
from functools import cache
from typing import TYPE_CHECKING, Any

from servqual import _cache
from servqual._files import data_folder

if TYPE_CHECKING:
    from jinja2 import BytecodeCache, Environment
    from jinja2.bccache import Bucket

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
        bytecode_cache=_compiled(),
    )
    found.filters["whole_ranges"] = whole_ranges
    return found


def _compiled() -> BytecodeCache:
    """Return where compiled templates are kept: compiling them takes longer than filling them."""
    from jinja2 import BytecodeCache, __version__

    class Compiled(BytecodeCache):
        """Templates by name, content, and what compiles them."""

        def load_bytecode(self, bucket: Bucket) -> None:
            if content := _cache.found("template", self._key(bucket)):
                bucket.bytecode_from_string(content)

        def dump_bytecode(self, bucket: Bucket) -> None:
            _cache.keep("template", self._key(bucket), bucket.bytecode_to_string())

        def _key(self, bucket: Bucket) -> bytes:
            return f"{__version__} {sys.version} {bucket.key} {bucket.checksum}".encode()

    return Compiled()


def whole_ranges(text: str) -> str:
    r"""Return a text in which no line ends between the two figures of a range.

    >>> whole_ranges("n = 399–400")
    'n = 399–\u2060400'
    """
    return _RANGE.sub("–\u2060", text)


def render(template: str, context: dict[str, Any]) -> str:
    """Return a template filled with values."""
    return environment().get_template(template).render(context)
