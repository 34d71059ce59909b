"""From a TOML table to a questionnaire, or to a list of what is wrong with the table."""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from servqual.errors import InstrumentError, listed
from servqual.instrument.model import THEMES_OF, Instrument
from servqual.instrument.parts import ANY_TEXT, LANGUAGE_CODE


def parse_instrument(table: Mapping[str, Any], where: str, themes_of: str = "") -> Instrument:
    """Return the instrument that a TOML table describes.

    ``themes_of`` names the questionnaire that its themes are taken from, if they are not its own.

    Raises
    ------
    InstrumentError
        Names the file (``where``), the key and what is wrong with it, all faults at once.
    """
    try:
        return Instrument.model_validate(dict(table), context={THEMES_OF: themes_of})
    except ValidationError as error:
        faults = faults_of(error, table)
        raise InstrumentError(
            f"{where}: this questionnaire file has {len(faults)} fault(s). Mend them and try "
            f"again; instruments/README.md describes the keys.\n{listed(faults)}"
        ) from error


def faults_of(
    error: ValidationError, table: Mapping[str, Any], model: type[BaseModel] = Instrument
) -> list[str]:
    """Return what is wrong with a table, one line per fault: key path, then what and the remedy.

    ``model`` is what the table should have been; it tells which keys may stand where.
    """
    return [line for fault in error.errors() for line in _lines(dict(fault), table, model)]


def _lines(fault: dict[str, Any], table: Mapping[str, Any], model: type[BaseModel]) -> list[str]:
    """Return one line per fault: key path, then what is wrong; a check may find several at once."""
    key = _key(fault["loc"], table)
    if fault["type"] == "extra_forbidden":
        text = _unknown_key(str(fault["loc"][-1]), _keys_at(fault["loc"][:-1], model))
    else:
        text = _message(fault)
    return [f"{key}: {line}" if key else line for line in text.split("\n")]


def _unknown_key(name: str, known: list[str]) -> str:
    """Return what to do about a key that nobody reads."""
    near = get_close_matches(name, known, n=1, cutoff=0.6)
    if near:
        return f"this key is not known; did you mean {near[0]!r}?"
    return f"this key is not known; remove it. Here may stand {', '.join(known)}"


def _keys_at(location: tuple[int | str, ...], model: type[BaseModel]) -> list[str]:
    """Return the keys of the part that stands at a place."""
    here = model
    for step in location:
        if isinstance(step, str) and step in here.model_fields:
            parts = _parts_in(here.model_fields[step].annotation)
            here = parts[0] if parts else here
    return list(here.model_fields)


def _parts_in(annotation: Any) -> list[type[BaseModel]]:
    """Return the parts that a type is made of: of ``list[Item]``, ``Item``."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [part for inner in get_args(annotation) for part in _parts_in(inner)]


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
        "too_short": "this is empty; add at least one entry",
    }
    match fault["type"]:
        case kind if kind in told:
            return told[kind]
        case "literal_error":
            return f"{given!r} is not allowed; {_allowed(given, context['expected'])}"
        case "string_type" if isinstance(given, int | float) and not isinstance(given, bool):
            return f'this is a text; put it in quotes: "{given}"'
        case "string_pattern_mismatch":
            return _shape(context["pattern"], given)
        case "value_error":
            return str(context["error"])
        case _:
            return _kind(fault)


def _kind(fault: Mapping[str, Any]) -> str:
    """Return what to say about a value of another kind than may stand there."""
    given = fault.get("input")
    if fault["type"] in ("int_type", "float_type", "bool_type") and _unquoted(given):
        return f"write it without quotes: {given}"
    return f"{fault['msg'].replace('Input should', 'this should')} (given: {given!r:.80})"


def _unquoted(given: object) -> bool:
    """Say whether a text would be a number, or true or false, if it stood without quotes."""
    return isinstance(given, str) and bool(re.fullmatch(r"-?\d+(\.\d+)?|true|false", given))


def _allowed(given: object, expected: str) -> str:
    """Return which values may stand there, after a guess at which one was meant."""
    near = get_close_matches(str(given), re.findall(r"'([^']+)'", expected), n=1, cutoff=0.6)
    guess = f"did you mean {near[0]!r}? Allowed are" if near else "use one of"
    return f"{guess} {expected}"


def _shape(pattern: str, given: object) -> str:
    """Return what a text must look like that does not fit its pattern."""
    if pattern == ANY_TEXT:
        return "this text is empty; write it or remove the key"
    if pattern == LANGUAGE_CODE:
        return f"{given!r} is not a language code; use en, zh, pt-br ..."
    return f"{given!r} must be lower-case letters, digits and _, beginning with a letter"
