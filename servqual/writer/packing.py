"""Charts as one piece of JSON inside a page: nothing said twice, nothing that ends the element."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from servqual.writer import plotly_door
from servqual.writer.parts import Figure

LONG_TEXT = 30  # characters from which a repeated text is written once
NARROW_BELOW = 560  # pixels of a chart's column under which its narrow form is drawn


def chart_data(figures: Sequence[Figure], language: str) -> str:
    """Return every chart and the template as JSON that can stand inside a script element."""
    charts = {f.id: {"wide": f.wide, "narrow": change(f.wide, f.narrow)} for f in figures}
    found = {
        "template": plotly_door.template(language),
        "narrowBelow": NARROW_BELOW,
        "charts": charts,
    }
    text = json.dumps(
        _shared(_short(found)), ensure_ascii=False, separators=(",", ":"), allow_nan=False
    )
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def _shared(found: Any) -> dict[str, Any]:
    """Return a structure whose long repeated texts stand once, in ``texts``."""
    counts = Counter(text for text in _texts(found) if len(text) >= LONG_TEXT)
    texts = [text for text, n in counts.items() if n > 1]
    places = {text: n for n, text in enumerate(texts)}

    def replaced(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: replaced(part) for key, part in value.items()}
        if isinstance(value, list):
            return [replaced(part) for part in value]
        return {"$": places[value]} if isinstance(value, str) and value in places else value

    return {"texts": texts, **replaced(found)}


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _texts(part)


def change(old: Any, new: Any) -> Any:
    """Return what must be laid over ``old`` to get ``new``, which mostly repeats it.

    Dicts carry only the keys that differ; lists of one length become dicts of positions under
    ``"@"``; None in place of a value takes a key away; everything else replaces.
    """
    if isinstance(old, dict) and isinstance(new, dict):
        gone: dict[str, Any] = dict.fromkeys(old.keys() - new.keys())
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


def _short(value: Any) -> Any:
    """Return a figure with its numbers cut to 5 decimals, which no screen can tell apart."""
    if isinstance(value, float):
        return round(value, 5) + 0.0
    if isinstance(value, dict):
        return {key: _short(part) for key, part in value.items()}
    return [_short(part) for part in value] if isinstance(value, list | tuple) else value
