"""A study file with some entries changed: all other lines stay, the writer's comments too."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from typing import Any

_TABLE = re.compile(r"\s*(\[[^\[].*?\])\s*(#.*)?")
_ENTRY = re.compile(r"""\s*("[^"]*"|'[^']*'|[A-Za-z0-9_-]+)\s*=""")

Where = tuple[str, ...]
Changes = Mapping[Where, str | None]
"""Where an entry stands, tables first -> its new value as TOML; None to leave it as a comment."""


def rewritten(text: str, changes: Changes) -> str | None:
    r"""Return a study file with some entries changed; None if its lines cannot be told apart.

    An entry that is to be set and is not there is added at the top of its table.

    Examples
    --------
    >>> old = '[fieldwork]\nstart = 2025-05-01  # a Thursday\nmode = "tablet"\n'
    >>> print(rewritten(old, {("fieldwork", "start"): None, ("fieldwork", "unit"): '"branch"'}))
    [fieldwork]
    unit = "branch"
    # start = 2025-05-01  # a Thursday
    mode = "tablet"
    <BLANKLINE>
    """
    lines, out, table = text.splitlines(), list[str](), Where()
    heads: dict[Where, int] = {}
    left = dict(changes)
    while lines:
        line = lines.pop(0)
        if head := _TABLE.fullmatch(line):
            table = _path(head[1])
            heads[table] = len(out) + 1
        entry = _ENTRY.match(line)
        if entry is None:
            out.append(line)
            continue
        whole = _whole_entry(line, lines)
        where = (*table, entry[1].strip("\"'"))
        if where not in left:
            out += whole
        elif (value := left.pop(where)) is None:
            out += [f"# {part}" for part in whole]
        else:
            out.append(f"{entry[1]} = {value}")
    found = _with_missing(out, heads, left)
    return found if _as_wanted(text, found, changes) else None


def _path(head: str) -> Where:
    """Return the names of a table's head: ``[a.b]`` is ("a", "b")."""
    try:
        table: Any = tomllib.loads(head)
    except tomllib.TOMLDecodeError:
        return ()
    names = []
    while table:
        names.append(next(iter(table)))
        table = table[names[-1]]
    return tuple(names)


def _whole_entry(line: str, rest: list[str]) -> list[str]:
    """Return the lines of an entry, taken off the rest."""
    whole = [line]
    while rest and not _reads("\n".join(whole)):
        whole.append(rest.pop(0))
    return whole


def _reads(text: str) -> bool:
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return False
    return True


def _with_missing(out: list[str], heads: Mapping[Where, int], left: Changes) -> str:
    """Return the lines with the entries that were not there yet."""
    added = {where: value for where, value in left.items() if value is not None}
    for where in sorted(added, key=lambda one: heads.get(one[:-1], 0), reverse=True):
        entry = f"{where[-1]} = {added[where]}"
        if where[:-1] in heads:
            out.insert(heads[where[:-1]], entry)
        else:
            out += ["", f"[{'.'.join(where[:-1])}]", entry]
    return "\n".join(out) + "\n"


def _as_wanted(before: str, after: str, changes: Changes) -> bool:
    """Say whether nothing but the changes is different."""
    wanted: dict[str, Any] = tomllib.loads(before)
    for where, value in changes.items():
        table = wanted
        for name in where[:-1]:
            table = table.setdefault(name, {})
        if value is None:
            table.pop(where[-1], None)
        else:
            table[where[-1]] = tomllib.loads(f"x = {value}")["x"]
    try:
        return bool(_without_empty(tomllib.loads(after)) == _without_empty(wanted))
    except tomllib.TOMLDecodeError:
        return False


def _without_empty(table: Any) -> Any:
    """Return tables without those that hold nothing."""
    if not isinstance(table, dict):
        return table
    parts = {name: _without_empty(part) for name, part in table.items()}
    return {name: part for name, part in parts.items() if part != {}}
