"""The JSON Schema of questionnaire files, of those that extend others too."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from servqual.instrument.extending import EXTENDS, NAMES, REPLACE, WITHOUT
from servqual.instrument.model import Instrument

_TEXTS: dict[str, Any] = {"items": {"type": "string"}, "type": "array"}
_EXTENDING: dict[str, Any] = {
    EXTENDS: {
        "description": "The questionnaire that this one changes: its id, its file, or several.",
        "anyOf": [{"type": "string"}, _TEXTS],
    },
    WITHOUT: {
        "description": "Ids in the extended questionnaire that this one leaves out.",
        **_TEXTS,
    },
    REPLACE: {
        "description": "Keys that are taken from this file whole, such as items or scale.anchors.",
        **_TEXTS,
    },
}


def file_schema() -> dict[str, Any]:
    """Return the schema of a questionnaire file; only one that extends none must be complete."""
    model = Instrument.model_json_schema()
    parts = model["$defs"]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **model,
        "$defs": {name: _partial(part) for name, part in parts.items()},
        "title": "A questionnaire for servqual",
        "properties": model["properties"] | _EXTENDING,
        "required": ["id"],
        "if": {"not": {"required": [EXTENDS]}},
        "then": _complete(model, parts),
    }


def _partial(part: Mapping[str, Any]) -> dict[str, Any]:
    """Return a part of which an extending file need only say which one it means."""
    needed = part.get("required", [])
    name = [key for key in NAMES if key in needed][:1]
    return {key: value for key, value in part.items() if key != "required"} | {"required": name}


def _complete(part: Mapping[str, Any], parts: Mapping[str, Any]) -> dict[str, Any]:
    """Return what must be there, in a part and in the parts of it."""
    inner = {key: dict(_inner(value, parts)) for key, value in part.get("properties", {}).items()}
    found: dict[str, Any] = {"properties": {key: value for key, value in inner.items() if value}}
    found["required"] = part.get("required", [])
    return {key: value for key, value in found.items() if value}


def _inner(value: Mapping[str, Any], parts: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield what a value must hold where it is a part or a list of parts."""
    for place in [value, *value.get("anyOf", [])]:
        if "$ref" in place:
            yield from _complete(parts[place["$ref"].rpartition("/")[2]], parts).items()
        if "$ref" in place.get("items", {}) and (told := dict(_inner(place["items"], parts))):
            yield "items", told
