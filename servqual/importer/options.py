"""Everything that a reading was told, put together from arguments and mapping file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from servqual.catalog import load_instrument
from servqual.errors import MappingError, SettingsError
from servqual.importer.mapping import Mapping, load_mapping
from servqual.importer.source import Opening
from servqual.instrument import Instrument

DEFAULT_INSTRUMENT = "servqual"
WIDEST_SCALE = 101  # 0-100
_SCALE = re.compile(r"^\s*(-?\d{1,3})\s*(?:-|–|:|to|\.\.)\s*(-?\d{1,3})\s*$")
_LOWEST = -100  # kinds of missing answers are stored below it


@dataclass(frozen=True)
class Options:
    """What was asked for; see :func:`servqual.importer.read`."""

    instrument: Instrument
    mapping: Mapping
    opening: Opening
    missing: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    weights: str = ""
    comments: bool = False
    scale_given: bool = False
    invalid: Literal["error", "missing"] = "error"


def make_options(
    instrument: str | Path | Instrument, mapping: str | Path | Mapping | None, **asked: Any
) -> Options:
    """Return the options; an argument outranks the mapping file, which outranks the defaults.

    Raises
    ------
    SettingsError
        An argument makes no sense.
    MappingError, InstrumentError
        The file named has faults, or mapping file and argument name different questionnaires.
    """
    said = (
        mapping if isinstance(mapping, Mapping) else load_mapping(mapping) if mapping else Mapping()
    )
    found = _instrument(instrument, said)
    scale = asked.get("scale") or said.scale
    if scale:
        found = found.with_scale(*parse_scale(scale))
    invalid = asked.get("invalid", "error")
    if invalid not in ("error", "missing"):
        raise SettingsError(f"invalid is {invalid!r}; it must be 'error' or 'missing'.")
    sheet = asked.get("sheet")
    return Options(
        instrument=found,
        mapping=said,
        opening=Opening(
            asked.get("encoding") or said.encoding or None,
            asked.get("delimiter") or said.delimiter or None,
            sheet if sheet not in (None, "") else said.sheet or None,
        ),
        missing=(*_texts(asked.get("missing"), "missing"), *said.missing.get("declared", ())),
        people=_texts(asked.get("people"), "people"),
        outcomes=_texts(asked.get("outcomes"), "outcomes"),
        weights=asked.get("weights") or "",
        comments=bool(asked.get("comments")),
        scale_given=bool(scale),
        invalid=invalid,
    )


def with_scale(options: Options, low: int, high: int) -> Options:
    """Return the options with another scale, as if it had been asked for."""
    changed = options.instrument.with_scale(low, high)
    return replace(options, instrument=changed, scale_given=True)


def parse_scale(text: str) -> tuple[int, int]:
    """Return the ends of a scale.

    Examples
    --------
    >>> parse_scale("1-5")
    (1, 5)
    """
    match = _SCALE.match(str(text))
    low, high = (int(match[1]), int(match[2])) if match else (0, 0)
    if high <= low or low < _LOWEST or high - low >= WIDEST_SCALE:
        raise SettingsError(
            f"the scale is {text!r}; write its lowest and highest answer, such as 1-5 or 1-7."
        )
    return low, high


def _instrument(asked: str | Path | Instrument, said: Mapping) -> Instrument:
    """Return the questionnaire that argument and mapping file agree on."""
    if isinstance(asked, Instrument):
        return asked
    if said.instrument and str(asked) == DEFAULT_INSTRUMENT:
        return load_instrument(said.instrument)
    found = load_instrument(asked)
    if said.instrument and said.instrument != str(asked):
        named = load_instrument(said.instrument)
        if named != found:
            raise MappingError(
                f"{said.where}: the mapping file is for the questionnaire {named.id!r}, but "
                f"{found.id!r} was asked "
                "for. Leave out one of the two."
            )
    return found


def _texts(value: Any, name: str) -> tuple[str, ...]:
    """Return codes or names as text; one alone needs no list."""
    if value is None:
        return ()
    if isinstance(value, str | int | float):
        value = [value]
    if not isinstance(value, Sequence | set | frozenset):
        raise TypeError(f"{name} must be a list of texts, got {type(value).__name__}")
    return tuple(_text(v) for v in value)


def _text(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
