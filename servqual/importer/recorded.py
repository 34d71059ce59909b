"""What a reading was told, kept so that somebody can read the same file in the same way again."""

from __future__ import annotations

import json
from collections.abc import Mapping as MappingType
from pathlib import Path, PurePath
from typing import Any

from servqual._files import sha256
from servqual.catalog import instrument_ids, load_instrument
from servqual.importer.mapfiles.mapping import Mapping, load_mapping
from servqual.instrument import Instrument

# only the name of a file is kept, never its folder
PATHS = ("dictionary", "layout")
FILES = (*PATHS, "instrument")
REPORT_FILES = (
    "brand", "notes", "comments", "before", "crosswalk", "design", "journey", "operations",
)  # fmt: skip


def recorded(
    instrument: Instrument, mapping: Mapping, arguments: MappingType[str, Any]
) -> dict[str, Any]:
    """Return how a file was read, as plain JSON values.

    Parameters
    ----------
    instrument : Instrument
        As it stands in its file, before the scale of this survey was set.
    mapping : Mapping
        Empty where there is no mapping file.
    arguments : mapping of argument of :func:`servqual.read` to value

    Returns
    -------
    dict
        ``reading``, the arguments that were said; ``map``, the mapping file as a table with its
        hash, None without one; ``instrument``, the hash of the questionnaire and, unless it is
        shipped with this package, all of it.
    """
    said = {name: plain(value) for name, value in arguments.items()}
    for name in PATHS:
        _without_folder(said, name)
    return {
        "reading": {name: value for name, value in said.items() if not _usual(name, value)},
        "map": map_record(mapping),
        "instrument": instrument_record(instrument),
    }


def _without_folder(table: dict[str, Any], name: str) -> None:
    """Cut the folder off the file that a key names."""
    if isinstance(table.get(name), str):
        table[name] = PurePath(table[name].replace("\\", "/")).name


def _usual(name: str, value: Any) -> bool:
    """Say whether an argument says nothing that is not so anyway."""
    return value in (None, [], {}, "", False) or (name == "invalid" and value == "error")


def map_record(mapping: Mapping) -> dict[str, Any] | None:
    """Return a mapping file as a table with its hash; None where nothing was mapped."""
    table = plain(mapping.table)
    for name in FILES:
        _without_folder(table, name)
    for name in REPORT_FILES:
        _without_folder(table.get("report", {}), name)
    return {"sha256": fingerprint(table), "table": table} if table else None


def instrument_record(instrument: Instrument) -> dict[str, Any]:
    """Return the hash of a questionnaire, and all of it unless its id is enough."""
    table = instrument.model_dump(mode="json", exclude_defaults=True)
    shipped = instrument.id in instrument_ids() and load_instrument(instrument.id) == instrument
    return {"sha256": fingerprint(table), "definition": None if shipped else table}


def fingerprint(table: Any) -> str:
    """Return the SHA-256 of JSON values; the order of keys does not count."""
    return sha256(json.dumps(table, sort_keys=True, ensure_ascii=False).encode())


def same_reading(
    found: MappingType[str, Any], folder: Path | None = None
) -> tuple[Mapping, MappingType[str, Any]]:
    """Return the mapping and the other arguments that a record asks for.

    Relative paths in the recorded mapping start at ``folder``.
    """
    from servqual.importer.mapfiles.mapping import parse_mapping

    table = (found.get("map") or {}).get("table") or {}
    # the questionnaire is handed over as it was, whatever its file is called now
    left = {name: value for name, value in table.items() if name != "instrument"}
    return parse_mapping(left, "the recorded mapping", folder), dict(found.get("reading", {}))


def mapping_of(mapping: str | Path | Mapping | None) -> Mapping:
    """Return a mapping file, empty for None."""
    if isinstance(mapping, Mapping):
        return mapping
    return load_mapping(mapping) if mapping else Mapping()


def plain(value: Any) -> Any:
    """Return a value in JSON's own types; dates and paths become text."""
    if isinstance(value, MappingType):
        return {str(key): plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(part) for part in value]
    if hasattr(value, "item"):  # a NumPy scalar
        value = value.item()
    return value if isinstance(value, str | int | float | bool | None) else str(value)
