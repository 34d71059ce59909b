"""Charts as JSON inside a page, compressed: nothing said twice, nothing that ends the element."""

from __future__ import annotations

import base64
import gzip
import json
from collections import Counter
from collections.abc import Sequence
from typing import Any

from servqual.settings import Brand
from servqual.writer import plotly_door
from servqual.writer.dress import PLAIN, dressed
from servqual.writer.parts import Exhibit, Figure

LONG_TEXT = 30  # characters from which a repeated text is written once
_HOLDERS = (dict, list, tuple)
NARROW_BELOW = 560  # pixels of a chart's column under which its narrow form is drawn


def chart_data(figures: Sequence[Figure], language: str, brand: Brand = PLAIN) -> str:
    """Return every chart and the template, as base64 of gzip of JSON."""
    charts = {f.id: {"wide": f.wide, "narrow": change(f.wide, f.narrow)} for f in figures}
    found = {
        "template": plotly_door.template(language),
        "narrowBelow": NARROW_BELOW,
        "charts": charts,
    }
    return _packed(dressed(found, brand, language))


def group_data(exhibits: Sequence[Exhibit], language: str, brand: Brand = PLAIN) -> str:
    """Return what each group changes in each exhibit, as base64 of gzip of JSON; '' for nothing.

    Only what was published about a group is in it: the versions of an exhibit hold nothing else.
    """
    found = {
        e.id: {key: _version(e, version) for key, version in e.versions.items()}
        for e in exhibits
        if e.versions
    }
    if not found:
        return ""
    return _packed(dressed(found, brand, language))


def _packed(found: Any) -> str:
    """Return base64 of gzip of JSON, the same letters every time; no browser reads a tag in it."""
    small = _shared(found)
    text = json.dumps(small, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return base64.b64encode(gzip.compress(text.encode("utf-8"), mtime=0)).decode("ascii")


def _version(whole: Exhibit, version: Exhibit) -> dict[str, Any]:
    """Return an exhibit of a group: its words, its rows, and what is new in its chart."""
    rows = version.table.rows if version.table else ()
    found: dict[str, Any] = {
        "how": version.how,
        "base": version.base,
        "rows": [[[cell.text, cell.tone, cell.mark] for cell in row] for row in rows],
    }
    if whole.figure is None or version.figure is None:
        return found
    old, new = whole.figure, version.figure
    return found | {
        "alt": new.alt,
        "wide": change(old.wide, new.wide),
        "narrow": change(new.wide, new.narrow),
    }


def _shared(found: Any) -> dict[str, Any]:
    """Return a structure whose long repeated texts stand once, in ``texts``; numbers cut."""
    long: list[Place] = []
    small = _small(found, long)
    counts = Counter(text for text, _, _ in long)
    texts = [text for text, n in counts.items() if n > 1]
    places = {text: {"$": n} for n, text in enumerate(texts)}
    for text, holder, key in long:
        if text in places:
            holder[key] = places[text]
    return {"texts": texts, **small}


def change(old: Any, new: Any) -> Any:
    """Return what must be laid over ``old`` to get ``new``, which mostly repeats it.

    Dicts carry only the keys that differ; lists of one length become dicts of positions under
    ``"@"``; None in place of a value takes a key away; everything else replaces.
    """
    if isinstance(old, dict) and isinstance(new, dict):
        gone: dict[str, Any] = dict.fromkeys(key for key in old if key not in new)
        return gone | {
            k: change(old[k], v) if k in old else v
            for k, v in new.items()
            if k not in old or old[k] != v
        }
    if (
        isinstance(old, list)
        and isinstance(new, list)
        and len(old) == len(new)
        and all(isinstance(part, dict) for part in (*old, *new))
    ):
        return {
            "@": {
                str(k): change(a, b)
                for k, (a, b) in enumerate(zip(old, new, strict=True))
                if a != b
            }
        }
    return new


# where a long text stands: the text, the dict or list that holds it, and under which key
Place = tuple[str, Any, Any]


def _small(value: Any, long: list[Place]) -> Any:
    """Return a copy with numbers cut to 5 decimals, which no screen can tell apart.

    Every place of a long text is added to ``long``.
    """
    named = isinstance(value, dict)
    found: Any = {} if named else [None] * len(value)
    for key, part in value.items() if named else enumerate(value):
        if isinstance(part, str):
            found[key] = part
            if len(part) >= LONG_TEXT:
                long.append((part, found, key))
        elif isinstance(part, float):
            found[key] = round(part, 5) + 0.0
        else:
            found[key] = _small(part, long) if isinstance(part, _HOLDERS) else part
    return found
