"""A table of plain values as TOML text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

_BARE = re.compile(r"[A-Za-z0-9_-]+")


def toml_text(table: Mapping[str, Any]) -> str:
    r"""Return a table as TOML; texts, numbers, yes or no, lists and tables alone.

    Examples
    --------
    >>> print(toml_text({"id": "own", "scale": {"min": 1}, "items": [{"id": "q1"}]}), end="")
    id = "own"
    <BLANKLINE>
    [scale]
    min = 1
    <BLANKLINE>
    [[items]]
    id = "q1"
    """
    return "\n".join(_lines(table, ())).strip("\n") + "\n"


def _lines(table: Mapping[str, Any], path: tuple[str, ...]) -> Iterator[str]:
    """Yield plain values first: whatever stands below a heading belongs to it."""
    for name, value in table.items():
        if not _headed(value):
            yield f"{_key(name)} = {_value(value)}"
    for name, value in table.items():
        here = (*path, name)
        heading = ".".join(map(_key, here))
        if isinstance(value, Mapping):
            yield from ("", f"[{heading}]")
            yield from _lines(value, here)
        elif _headed(value):
            for entry in value:
                yield from ("", f"[[{heading}]]")
                for key, part in entry.items():
                    yield from _parts(_key(key), part)


def _parts(key: str, value: Any) -> Iterator[str]:
    """Yield a value of an entry on one line, tables of tables on a line for each."""
    if isinstance(value, Mapping) and any(isinstance(part, Mapping) for part in value.values()):
        for name, part in value.items():
            yield from _parts(f"{key}.{_key(name)}", part)
    else:
        yield f"{key} = {_value(value)}"


def _headed(value: Any) -> bool:
    """Say whether a value is a table, or a list of tables, that gets a heading of its own."""
    entries = isinstance(value, Sequence) and not isinstance(value, str) and len(value) > 0
    return isinstance(value, Mapping) or (entries and isinstance(value[0], Mapping))


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else _text(name)


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, Mapping):
        inside = ", ".join(f"{_key(key)} = {_value(part)}" for key, part in value.items())
        return f"{{ {inside} }}" if inside else "{}"
    if isinstance(value, str):
        return _text(value)
    return f"[{', '.join(map(_value, value))}]"


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
