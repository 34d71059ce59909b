"""Records as dicts and as tables of text or HTML."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from html import escape
from typing import Any


def record(row: Any) -> dict[str, Any]:
    """Return a result record as a dict; nested records become dicts, tuples lists."""
    return {f.name: _plain(getattr(row, f.name)) for f in fields(row)}


def _plain(value: Any) -> Any:
    if hasattr(value, "__dataclass_fields__"):
        return record(value)
    if isinstance(value, Mapping):
        return {key: _plain(part) for key, part in value.items()}
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    return value


def frozen(mapping: Mapping[Any, Any]) -> Mapping[Any, Any]:
    """Return a copy of a mapping for a result, which nobody is to change (and can be pickled)."""
    return dict(mapping)


_MOST_TELLING = (
    "by", "group", "level", "id", "item", "dimension", "battery", "kind", "rule", "n", "mean_of",
    "mean_minus", "gap", "mean", "sd", "ci_low", "ci_high", "alpha", "alpha_low", "alpha_high",
    "importance", "performance", "quadrant", "share", "verdict",
)  # fmt: skip


def text_table(records: Iterable[Mapping[str, Any]], telling: Sequence[str] = ()) -> str:
    """Return rows as text in columns, numbers to 3 decimals, the most telling fields only.

    Which fields those are may be said; empty ones are left out in any case.
    """
    rows = list(records)
    if not rows:
        return "Nothing to show."
    known = [name for name in telling or _MOST_TELLING if name in rows[0]]
    names = [n for n in known if any(row[n] not in (None, "", []) for row in rows)]
    cells = [names, *([_cell(row[name]) for name in names] for row in rows)]
    widths = [max(len(line[k]) for line in cells) for k in range(len(names))]
    numeric = [all(isinstance(row[n], int | float | type(None)) for row in rows) for n in names]
    return "\n".join(
        "  ".join(
            text.rjust(w) if right else text.ljust(w)
            for text, w, right in zip(line, widths, numeric, strict=True)
        ).rstrip()
        for line in cells
    )


def html_table(records: Iterable[Mapping[str, Any]]) -> str:
    """Return rows as a plain HTML table, numbers to 3 decimals, wholly empty columns left out."""
    rows = list(records)
    if not rows:
        return "<p>Nothing to show.</p>"
    names = [name for name in rows[0] if any(row[name] not in (None, "", [], {}) for row in rows)]
    head = "".join(f"<th>{escape(name)}</th>" for name in names)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(_cell(row[name]))}</td>" for name in names) + "</tr>"
        for row in rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return "0.000" if abs(value) < 0.0005 else f"{value:.3f}"
    if isinstance(value, list):
        return ", ".join(
            str(v.get("item", v.get("code", v))) if isinstance(v, dict) else str(v) for v in value
        )
    return str(value)
