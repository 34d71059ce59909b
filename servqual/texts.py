"""The words of the reports: TOML catalogues by language, looked up by key, filled with values."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from numbers import Integral
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from servqual._cache import kept
from servqual._files import data_folder, parse_toml, read_bytes
from servqual.errors import SettingsError

if TYPE_CHECKING:
    from datetime import date

DEFAULT_LANGUAGE = "en"
_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_COUNTS = frozenset({"n", "of", "people", "most", "together", "cells"})


@cache
def languages() -> tuple[str, ...]:
    """Return the codes of the languages that have texts, English first."""
    found = sorted(p.name for p in (data_folder("reports") / "text").iterdir() if p.is_dir())
    return tuple(sorted(found, key=lambda code: (code != DEFAULT_LANGUAGE, code)))


@cache
def catalogue(language: str) -> Mapping[str, Any]:
    """Return every text of a language as one flat mapping, ``"file.table.key" -> text``.

    Each file ``reports/text/<language>/<file>.toml`` contributes its keys under its own name. A
    value is a string, a list, or a table with the plural forms ``one`` and ``other``, chosen by
    ``n``.
    """
    if language not in languages():
        raise SettingsError(
            f"there are no texts in {language!r}. Known languages: {', '.join(languages())}."
        )
    paths = sorted((data_folder("reports") / "text" / language).glob("*.toml"))
    contents = {path: read_bytes(path, "text file") for path in paths}

    def flat() -> bytes:
        found: dict[str, Any] = {}
        for path, content in contents.items():
            _flatten(parse_toml(content, path, "text file"), path.stem, found)
        return json.dumps(found, ensure_ascii=False).encode()

    # to parse all that TOML takes a third of a second, to read it as JSON a hundredth
    key = b"".join(b"%s %d\n%s" % (p.stem.encode(), len(c), c) for p, c in contents.items())
    return MappingProxyType(json.loads(kept(f"texts-{language}", key, flat)))


def _flatten(table: Mapping[str, Any], prefix: str, into: dict[str, Any]) -> None:
    """Add the leaves of a nested table under dotted keys; plural tables count as leaves."""
    for key, value in table.items():
        name = f"{prefix}.{key}"
        if isinstance(value, dict) and "other" not in value:
            _flatten(value, name, into)
        else:
            into[name] = value


def placeholders(text: object) -> frozenset[str]:
    """Return the names in braces that a text (or any of its plural forms) asks for."""
    if isinstance(text, Mapping):
        return frozenset().union(*(placeholders(form) for form in text.values()))
    return frozenset(_PLACEHOLDER.findall(str(text)))


def plural_form(language: str, n: float) -> str:
    """Return the plural category of ``n``, such as ``one`` or ``other``, in a language."""
    if language == "zh":
        return "other"
    if language == "en":
        return "one" if n == 1 else "other"
    from babel import Locale  # a tenth of a second that English and Chinese do without

    return str(Locale.parse(language).plural_form(n))


def date_in_words(day: date, pattern: str, locale: str) -> str:
    """Return a day as a locale writes it; ``pattern`` is ``long``, ``short`` or a CLDR pattern."""
    from babel.dates import format_date  # the one door of Babel is this module

    return format_date(day, pattern, locale=locale)


def fill(language: str, key: str, values: Mapping[str, object]) -> str:
    """Return the text under ``key`` with ``{name}`` replaced by ``values[name]``.

    Only plain names are replaced, nothing is evaluated, and replaced values are not read again, so
    a value that holds braces stays as it is. A missing key or value is a programmer's mistake.
    Whole numbers of people, rows and answers get their thousands separated.

    Raises
    ------
    KeyError
        The key is not in the catalogue, or the text asks for a value that was not given.
    """
    text = catalogue(language)[key]
    if isinstance(text, Mapping):
        count = values["n"]
        form = plural_form(language, count if isinstance(count, int | float) else float("nan"))
        text = text.get(form, text["other"])
    pieces = _pieces(str(text))
    if len(pieces) == 1:
        return pieces[0]
    return "".join([_shown(p, values[p]) if k % 2 else p for k, p in enumerate(pieces)])


def _shown(name: str, value: object) -> str:
    """Return a value as it stands in a text; years, codes and row numbers stay as they are."""
    return f"{value:,}" if name in _COUNTS and isinstance(value, Integral) else str(value)


@cache
def _pieces(text: str) -> tuple[str, ...]:
    """Return what stands between the placeholders of a text, and their names, in turn."""
    return tuple(_PLACEHOLDER.split(text))
