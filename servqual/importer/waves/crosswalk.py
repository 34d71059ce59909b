"""Crosswalk files: what was renamed, dropped, new or rescaled since the wave before, in TOML."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from servqual._files import read_toml
from servqual.errors import MappingError, SettingsError, listed
from servqual.importer.answers.scales import parse_ends

_EXAMPLES: Mapping[str, str] = MappingProxyType(
    {
        "label": '"2025"',
        "mode": '"telephone"',
        "scale": '"1-5"',
        "group": '"hospital"',
        "n": "412",
        "sums": "true",
        "renamed": '[renamed], then q3 = "q4"',
        "dropped": '[dropped], then q9 = "reliability", or ["q9"]',
        "new": '["q22"]',
        "rescaled": '[rescaled], then q5 = "1-5"',
    }
)
_TEXTS = ("label", "mode", "scale", "group")


def _empty() -> Mapping[str, str]:
    return MappingProxyType({})


@dataclass(frozen=True)
class Crosswalk:
    """What is not called, asked or scaled as it was; empty parts say nothing.

    Attributes
    ----------
    label, mode : str
        What the wave before is called, and how people were asked then.
    scale : str
        Scale of that wave, such as ``1-5``.
    group : str
        Which columns of a printed table to take where it has several groups.
    n : int
        People behind printed figures that do not say so; 0 if it is not known.
    sums : bool
        Printed dimensions are sums over items, not means.
    renamed : mapping of name then to id now
        Of items and dimensions.
    dropped : mapping of name then to dimension, '' where that is not known
        Items that are asked no longer.
    new : tuple of str
        Items of now that were not asked then.
    rescaled : mapping of id now to scale then
        Items (or dimensions) that stood on another scale; '' where it is not said which.
    where : str
        The file, for messages; '' without one.
    """

    label: str = ""
    mode: str = ""
    scale: str = ""
    group: str = ""
    n: int = 0
    sums: bool = False
    renamed: Mapping[str, str] = field(default_factory=_empty)
    dropped: Mapping[str, str] = field(default_factory=_empty)
    new: tuple[str, ...] = ()
    rescaled: Mapping[str, str] = field(default_factory=_empty)
    where: str = ""


def load_crosswalk(path: str | Path) -> Crosswalk:
    """Return a crosswalk file.

    Raises
    ------
    FileError, FormatError
        There is no such file, or it is not TOML.
    MappingError
        Names every unknown key and every value that makes no sense.
    """
    table = read_toml(Path(path), "crosswalk file")
    faults = [
        f"{key}: this key is not known. Known keys: {', '.join(_EXAMPLES)}"
        for key in table
        if key not in _EXAMPLES
    ]
    texts = {key: _text(table, key, faults) for key in _TEXTS}
    n, sums = table.get("n", 0), table.get("sums", False)
    if not isinstance(n, int) or isinstance(n, bool) or n < 0:
        _wrong("n", n, faults)
        n = 0
    if not isinstance(sums, bool):
        _wrong("sums", sums, faults)
        sums = False
    parts = {key: _names(table, key, faults) for key in ("renamed", "dropped", "rescaled")}
    new = tuple(_names(table, "new", faults))
    for scale in (texts["scale"], *parts["rescaled"].values()):
        _check_scale(scale, faults)
    if faults:
        raise MappingError(
            f"{path}: this crosswalk has {len(faults)} fault{'s' if len(faults) > 1 else ''}."
            f"\n{listed(faults)}"
        )
    return Crosswalk(**texts, n=n, sums=sums, **parts, new=new, where=str(path))  # type: ignore[arg-type]


def _wrong(key: str, value: Any, faults: list[str]) -> None:
    faults.append(f"{key}: {value!r} makes no sense here; write it like {_EXAMPLES[key]}")


def _text(table: Mapping[str, Any], key: str, faults: list[str]) -> str:
    value = table.get(key, "")
    if isinstance(value, bool) or not isinstance(value, str | int):
        _wrong(key, value, faults)
        return ""
    return str(value).strip()


def _names(table: Mapping[str, Any], key: str, faults: list[str]) -> dict[str, str]:
    """Return a table of names to texts; a list of names alone says nothing of each."""
    value = table.get(key, {})
    if isinstance(value, list) and all(isinstance(name, str) for name in value):
        if key != "renamed":
            return dict.fromkeys(value, "")
    elif isinstance(value, Mapping) and all(isinstance(part, str) for part in value.values()):
        return {str(name): part.strip() for name, part in value.items()}
    _wrong(key, value, faults)
    return {}


def _check_scale(scale: str, faults: list[str]) -> None:
    if scale:
        try:
            parse_ends(scale)
        except SettingsError as error:
            faults.append(str(error))
