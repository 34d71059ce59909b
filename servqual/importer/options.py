"""Everything that a reading was told, put together from arguments and mapping file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from collections.abc import Mapping as MappingType
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from servqual.catalog import load_instrument
from servqual.errors import MappingError, SettingsError
from servqual.importer.answers.scales import check_gaps, parse_ends, parse_scales, with_scales
from servqual.importer.answers.summed import of_dimensions, score_faults, sizes
from servqual.importer.mapfiles.mapping import Mapping, load_mapping
from servqual.importer.opening.source import Opening
from servqual.importer.opening.table import Table
from servqual.instrument import Instrument, Scale

DEFAULT_INSTRUMENT = "servqual"


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
    batteries_given: tuple[str, ...] = ()
    convert: str = ""
    behind: MappingType[str, int] = field(default_factory=dict)  # items behind a dimension
    invalid: Literal["error", "missing"] = "error"
    blocks: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()


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
    found = instrument_asked(instrument, said)
    whole, single = parse_scales(asked.get("scale") or said.scale or said.scales)
    found = with_scales(found, whole, single)
    convert = asked.get("convert") or said.convert
    if convert:
        parse_ends(convert)
    check_gaps(found, convert)
    found, said, behind = _of_scores(found, said)
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
            asked.get("layout") or said.layout or None,
            asked.get("dictionary") or said.dictionary or None,
        ),
        missing=(*_texts(asked.get("missing"), "missing"), *said.missing.get("declared", ())),
        people=_texts(asked.get("people"), "people"),
        outcomes=_texts(asked.get("outcomes"), "outcomes"),
        weights=asked.get("weights") or "",
        comments=bool(asked.get("comments")),
        scale_given=bool(whole) or single.keys() >= {*found.battery_names},
        batteries_given=tuple(single),
        convert=convert or "",
        behind=behind,
        invalid=invalid,
        blocks=_names(asked.get("blocks")) or said.blocks,
        keep=(*_texts(asked.get("keep"), "keep"), *said.keep),
    )


def _names(value: Any) -> tuple[str, ...]:
    """Return the batteries of blocks, as a list or as one text with commas."""
    listed = value.split(",") if isinstance(value, str) else _texts(value, "blocks")
    return tuple(name.strip().lower() for name in listed if name.strip())


def _of_scores(instrument: Instrument, said: Mapping) -> tuple[Instrument, Mapping, dict[str, int]]:
    """Return the questionnaire of a file with one score per dimension, and the items behind it."""
    if not said.dimension_scores:
        return instrument, said, {}
    faults = score_faults(said.dimension_scores, instrument, said.absent)
    if faults:
        raise MappingError(f"{said.where}: {faults[0]}.")
    known = [item for item in said.absent if item in instrument.item_ids]
    left = instrument.without_items(known) if known else instrument
    unknown = tuple(item for item in said.absent if item not in known)
    behind = sizes(left)
    return of_dimensions(left, said.dimension_scores), replace(said, absent=unknown), behind


def for_table(options: Options, table: Table) -> Options:
    """Return the options for one table: the codes of its survey tool mean missing answers there.

    What the user said of a code outranks the tool, and so does the scale.
    """
    mapping, instrument = options.mapping, options.instrument
    said = {code for codes in mapping.missing.values() for code in codes} | {*options.missing}
    scales = [instrument.scale_of(name) for name in instrument.battery_names]
    missing = {kind: tuple(codes) for kind, codes in mapping.missing.items()}
    for kind, codes in table.missing.items():
        more = [c for c in codes if c not in said and not any(map(_on_scale(c), scales))]
        missing[kind] = (*missing.get(kind, ()), *more)
    if not table.missing:
        return options
    return replace(options, mapping=replace(mapping, missing=MappingProxyType(missing)))


def _on_scale(code: str) -> Callable[[Scale], bool]:
    """Return what says whether a code is an answer of a scale."""
    digits = code.strip().removeprefix("-").isdigit()
    return lambda scale: digits and scale.min <= int(code) <= scale.max


def expected_answers(options: Options) -> dict[str, tuple[str, ...]]:
    """Return attention item -> accepted answers; the mapping file outranks the questionnaire."""
    declared = {item.id: tuple(item.expected) for item in options.instrument.attention}
    return declared | dict(options.mapping.attention)


def with_scale(options: Options, low: int, high: int) -> Options:
    """Return the options with another scale, as if it had been asked for."""
    changed = options.instrument.with_scale(low, high)
    return replace(options, instrument=changed, scale_given=True)


def instrument_asked(asked: str | Path | Instrument, said: Mapping) -> Instrument:
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
