"""Two results.json, figure by figure."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from servqual.results.reproduction import Cause, Difference

# of another processor or library the last digits may differ
RELATIVE, ABSOLUTE = 1e-7, 1e-9
NAMING = (
    "by", "group", "other_by", "other_group", "level", "item", "dimension", "id", "kind", "battery",
    "measure", "rule", "code", "where", "theme", "outcome", "source", "set", "model", "ranking",
    "first", "second", "column", "what", "name", "largest", "other",
)  # fmt: skip
# what is asked of the making, not found by it
ASKED = ("schema", "servqual", "instrument", "settings", "made")


def differences(
    then: Mapping[str, Any], now: Mapping[str, Any], cause: Cause, left_out: tuple[str, ...] = ()
) -> tuple[list[Difference], int]:
    """Return which figures of two results differ, and how many were compared.

    Parameters
    ----------
    then, now : mapping
        As ``results.json`` holds them.
    cause : str
        What is known to be different.
    left_out : tuple of str
        Keys of the top that are not compared.

    Notes
    -----
    Numbers are the same within a relative 1e-7 (or 1e-9 near zero): far below any printed digit.
    """
    skipped = {*ASKED, *left_out}
    before, after = (
        dict(_leaves({k: v for k, v in _nameless(table).items() if k not in skipped}))
        for table in (then, now)
    )
    for key in ("source file", "source sha256"):
        before.pop(key, None)
        after.pop(key, None)
    found = [
        Difference(cause, key, before.get(key), after.get(key))
        for key in (*before, *(key for key in after if key not in before))
        if not _same(before.get(key), after.get(key))
    ]
    return found, len(before.keys() | after.keys())


def _nameless(table: Mapping[str, Any]) -> dict[str, Any]:
    """Return results whose notes do not name the survey file, which may be called otherwise."""
    file = table["source"]["file"]
    notes = [{**n, "where": "" if n["where"] == file else n["where"]} for n in table["notes"]]
    return {**table, "notes": notes}


def _same(one: Any, other: Any) -> bool:
    """Say whether two leaves are the same figure or word."""
    numbers = all(isinstance(v, int | float) and not isinstance(v, bool) for v in (one, other))
    if numbers:
        return math.isclose(one, other, rel_tol=RELATIVE, abs_tol=ABSOLUTE)
    return bool(one == other)


def _leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Yield every figure under a path of keys; rows are known by what names them."""
    if isinstance(value, Mapping):
        for key, part in value.items():
            yield from _leaves(part, f"{path} {key}".strip())
    elif isinstance(value, list) and any(isinstance(part, Mapping) for part in value):
        seen: Counter[str] = Counter()
        for part in value:
            name = _name(part) if isinstance(part, Mapping) else ""
            seen[name] += 1
            again = f" ({seen[name]})" if seen[name] > 1 else ""
            left = _unnamed(part) if isinstance(part, Mapping) else part
            yield from _leaves(left, f"{path} {name}{again}".strip())
    elif isinstance(value, list):
        for place, part in enumerate(value, 1):
            yield from _leaves(part, f"{path} {place}")
    else:
        yield path, value


def _name(row: Mapping[str, Any]) -> str:
    """Return what a row is about, in its own words."""
    return " ".join(str(row[key]) for key in NAMING if isinstance(row.get(key), str) and row[key])


def _unnamed(row: Mapping[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in row.items() if not (k in NAMING and isinstance(v, str))}
