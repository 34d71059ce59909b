"""The themes that comments are put under, from data files: ``instruments/_comments``."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from servqual._files import data_folder, read_toml
from servqual.errors import FormatError, listed
from servqual.importer.words import squash

FOLDER = "_comments"
_ID = re.compile(r"^[a-z][a-z0-9_]{0,39}$")
_KEYS = {"id", "name", "dimension", "words"}


def _nothing() -> Mapping[str, str]:
    return MappingProxyType({})


@dataclass(frozen=True)
class Theme:
    """Something that people write about.

    Attributes
    ----------
    id : str
    name : mapping of language to str
    dimension : str
        Id of the dimension that it belongs to, '' for none.
    words : tuple of str
        What stands for it in a comment; ``*`` at the end stands for any ending.
    """

    id: str
    name: Mapping[str, str] = field(default_factory=_nothing)
    dimension: str = ""
    words: tuple[str, ...] = ()

    def say(self, language: str) -> str:
        """Return its name in a language, else in any, else its id."""
        return self.name.get(language) or next(iter(self.name.values()), "") or self.id

    def is_called(self, text: str) -> bool:
        """Say whether a text is its id or its name in some language."""
        return squash(text) in {squash(name) for name in (self.id, *self.name.values())}


def load_themes(files: Sequence[str | Path] = ()) -> tuple[Theme, ...]:
    """Return the themes of some files together, those that are shipped if none is named.

    Raises
    ------
    FileError
        There is no such file.
    FormatError
        A file is no list of themes; every fault of it is named.

    Examples
    --------
    >>> waiting = next(t for t in load_themes() if t.id == "waiting")
    >>> waiting.say("zh"), waiting.dimension
    ('等候与速度', 'responsiveness')
    """
    if not files:
        return _shipped()
    return _merged([Path(name) for name in files])


@cache
def _shipped() -> tuple[Theme, ...]:
    return _merged(sorted((data_folder("instruments") / FOLDER).glob("*.toml")))


def _merged(paths: Sequence[Path]) -> tuple[Theme, ...]:
    """Return the themes of all files; names and words of one theme add up."""
    found: dict[str, Theme] = {}
    for path in paths:
        table = read_toml(path, "file of themes")
        faults = _faults(table, found)
        if faults:
            raise FormatError(
                f"{path}: this file of themes has {len(faults)} fault"
                f"{'' if len(faults) == 1 else 's'}. instruments/_comments/README.md shows how one "
                f"is written.\n{listed(faults)}"
            )
        language = table["language"]
        for entry in table["themes"]:
            old = found.get(entry["id"], Theme(entry["id"], {}, entry.get("dimension", "")))
            found[old.id] = Theme(
                old.id,
                MappingProxyType({**old.name, language: entry["name"]}),
                old.dimension,
                tuple(dict.fromkeys((*old.words, *entry.get("words", ())))),
            )
    return tuple(found.values())


def _faults(table: Mapping[str, Any], known: Mapping[str, Theme]) -> list[str]:
    """Return everything that is wrong with a file of themes."""
    faults = []
    if not isinstance(table.get("language"), str) or not table.get("language"):
        faults.append('language: write the language of the names, such as language = "en"')
    entries = table.get("themes")
    if not isinstance(entries, list) or not entries:
        return [*faults, "themes: there is no [[themes]]"]
    seen: set[object] = set()
    for k, entry in enumerate(entries, start=1):
        if not isinstance(entry, Mapping):
            faults.append(f"themes, entry {k}: write it as a table under [[themes]]")
            continue
        faults += [f"themes, entry {k}: {wrong}" for wrong in _entry_faults(entry, known)]
        if entry.get("id") in seen:
            faults.append(f"themes, entry {k}: the id {entry['id']!r} stands there twice")
        seen.add(entry.get("id"))
    return faults


def _entry_faults(entry: Mapping[str, Any], known: Mapping[str, Theme]) -> list[str]:
    """Return what is wrong with one theme."""
    faults = [f"{key!r} is not known" for key in entry if key not in _KEYS]
    name = entry.get("id")
    if not isinstance(name, str) or not _ID.match(name):
        faults.append(f"id is {name!r}; write small letters, digits and _, such as waiting")
    if not isinstance(entry.get("name"), str) or not entry.get("name", "").strip():
        faults.append("name is missing; write what people call it")
    elif ";" in entry["name"] or "；" in entry["name"]:
        faults.append(f"name is {entry['name']!r}; a semicolon stands between themes, leave it out")
    if not isinstance(entry.get("dimension", ""), str):
        faults.append("dimension must be the id of a dimension, or be left out")
    elif str(name) in known and entry.get("dimension", "") != known[str(name)].dimension:
        faults.append(
            f"dimension is {entry.get('dimension', '')!r}, in another file "
            f"{known[str(name)].dimension!r}"
        )
    words = entry.get("words", [])
    if not isinstance(words, list) or not all(isinstance(w, str) and w.strip("* ") for w in words):
        faults.append('words must be a list of texts, such as ["wait*", "queue*"]')
    return faults
