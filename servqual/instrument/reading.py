"""From a TOML table to a questionnaire, or to a list of what is wrong with the table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from servqual.errors import InstrumentError, listed
from servqual.instrument.model import Instrument
from servqual.instrument.parts import ANY_TEXT, LANGUAGE_CODE


def parse_instrument(table: Mapping[str, Any], where: str) -> Instrument:
    """Return the instrument that a TOML table describes.

    Raises
    ------
    InstrumentError
        Names the file (``where``), the key and what is wrong with it, all faults at once.
    """
    try:
        return Instrument.model_validate(dict(table))
    except ValidationError as error:
        faults = faults_of(error, table)
        raise InstrumentError(
            f"{where}: this questionnaire file has {len(faults)} fault(s). Mend them and try "
            f"again; instruments/README.md describes the keys.\n{listed(faults)}"
        ) from error


def faults_of(error: ValidationError, table: Mapping[str, Any]) -> list[str]:
    """Return what is wrong with a table, one line per fault: key path, then what and the remedy."""
    return [line for fault in error.errors() for line in _lines(dict(fault), table)]


def _lines(fault: dict[str, Any], table: Mapping[str, Any]) -> list[str]:
    """Return one line per fault: key path, then what is wrong; a check may find several at once."""
    key = _key(fault["loc"], table)
    return [f"{key}: {text}" if key else text for text in _message(fault).split("\n")]


def _key(location: tuple[int | str, ...], table: Any) -> str:
    """Return a key path in which list entries are named by their id, not their position."""
    path, here = "", table
    for step in location:
        if step == "[key]":  # how the model marks a fault in a key, not in its value
            continue
        try:
            here = here[step]
        except (KeyError, IndexError, TypeError):
            here = None
        if isinstance(step, int):
            name = here.get("id") or here.get("name") if isinstance(here, Mapping) else None
            path += f"[{name or step + 1}]"
        else:
            path += f".{step}" if path else step
    return path


def _message(fault: dict[str, Any]) -> str:
    """Return what is wrong in plain words, with the remedy where the model knows it."""
    given, context = fault.get("input"), fault.get("ctx", {})
    told = {
        "missing": "this key is missing; add it",
        "extra_forbidden": "this key is not known; remove it or correct its spelling",
        "too_short": "this is empty; add at least one entry",
    }
    match fault["type"]:
        case kind if kind in told:
            return told[kind]
        case "literal_error":
            return f"{given!r} is not allowed; use one of {context['expected']}"
        case "string_type" if isinstance(given, int | float) and not isinstance(given, bool):
            return f'this is a text; put it in quotes: "{given}"'
        case "string_pattern_mismatch":
            return _shape(context["pattern"], given)
        case "value_error":
            return str(context["error"])
        case _:
            return f"{fault['msg'].replace('Input should', 'this should')} (given: {given!r:.80})"


def _shape(pattern: str, given: object) -> str:
    """Return what a text must look like that does not fit its pattern."""
    if pattern == ANY_TEXT:
        return "this text is empty; write it or remove the key"
    if pattern == LANGUAGE_CODE:
        return f"{given!r} is not a language code; use en, zh, pt-br ..."
    return f"{given!r} must be lower-case letters, digits and _, beginning with a letter"
