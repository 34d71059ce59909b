"""What a layout file says about the exports of one survey tool."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from servqual._files import data_folder, read_toml
from servqual.errors import FormatError, SettingsError, listed
from servqual.importer.opening.table import ROLES
from servqual.importer.words import key
from servqual.texts import DEFAULT_LANGUAGE

PLAIN = "plain"
LONGEST_HEADING = 4_000  # signs; some patterns take far too long on texts of any length
ROW_KINDS = ("header", "code", "text", "import_id", "group", "item")
MISSING_KINDS = ("blank", "not_applicable", "dont_know", "not_shown", "refused")
_KEYS = (
    "id", "name", "forms", "roles", "role_patterns", "missing", "single", "separators",
    "option_headers", "option_cells", "options", "status", "progress",
)  # fmt: skip
_FORM_KEYS = ("rows", "markers", "roles_from", "when_asked")
_MARKER_KEYS = ("row", "column", "names", "pattern", "cells", "blank", "at_least", "share")
_OPTION_RULES = ("own_text", "place", "parent")


@dataclass(frozen=True)
class Marker:
    """One sign by which a file is known.

    Attributes
    ----------
    row : int
        Row of headings that is looked at, the first one is 1.
    column : int
        The only column that is looked at, 0 for all.
    names : frozenset of str
        Headings, compared without case and width.
    pattern, cells : compiled pattern or None
        Of headings; of the answers in the columns that fit otherwise.
    blank : bool
        Whether the cell must be empty.
    at_least, share : int, float
        How many headings must fit, and which part of the filled ones.
    """

    row: int = 1
    column: int = 0
    names: frozenset[str] = frozenset()
    pattern: re.Pattern[str] | None = None
    cells: re.Pattern[str] | None = None
    blank: bool = False
    at_least: int = 1
    share: float = 0.0
    words: str = ""  # the names as they were written, for messages


@dataclass(frozen=True)
class Form:
    """One way in which a tool writes its rows of headings, and how it is known.

    A form ``when_asked`` looks like many other files: it is taken only where its layout is named.
    """

    rows: tuple[str, ...]
    markers: tuple[Marker, ...]
    roles_from: tuple[str, ...]
    when_asked: bool = False


@dataclass(frozen=True)
class Layout:
    """How the exports of one survey tool are laid out; ``instruments/_layouts/README.md``."""

    id: str
    name: Mapping[str, str]
    forms: tuple[Form, ...]
    roles: Mapping[str, str] = field(default_factory=dict)
    role_patterns: tuple[tuple[re.Pattern[str], str], ...] = ()
    missing: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    single: frozenset[str] = frozenset()
    separators: tuple[re.Pattern[str], ...] = ()
    option_headers: tuple[re.Pattern[str], ...] = ()
    option_cells: frozenset[str] = frozenset()
    options: tuple[str, ...] = ()
    dropped: frozenset[str] = frozenset()
    flagged: frozenset[str] = frozenset()
    unfinished: frozenset[str] = frozenset()
    unfinished_without_end: bool = False

    @property
    def tool(self) -> str:
        """The tool's own name."""
        return self.name[DEFAULT_LANGUAGE]


def searched(pattern: re.Pattern[str], heading: str) -> re.Match[str] | None:
    """Return where a pattern stands in a heading; what is longer than a question has no match."""
    return pattern.search(heading) if len(heading) <= LONGEST_HEADING else None


@cache
def layouts() -> Mapping[str, Layout]:
    """Return the layouts that come with this package, by id."""
    found = {}
    for path in sorted((data_folder("instruments") / "_layouts").glob("*.toml")):
        layout = load_layout(path)
        found[layout.id] = layout
    return MappingProxyType(found)


def layout_named(name: str) -> Layout:
    """Return a layout by id, or from a file whose name ends in ``.toml``.

    Raises
    ------
    SettingsError
        There is no such layout.
    FileError, FormatError
        The file cannot be read or has faults.
    """
    if name.endswith(".toml"):
        return load_layout(Path(name))
    found = layouts().get(key(name))
    if found is None:
        known = ", ".join([*layouts(), PLAIN])
        raise SettingsError(
            f"there is no layout called {name!r}. Layouts: {known}; or name a file of your own "
            "that ends in .toml."
        )
    return found


def load_layout(path: Path) -> Layout:
    """Return a layout file; all its faults are raised at once."""
    table = read_toml(path, "layout file")
    faults: list[str] = []
    try:
        layout = _layout(table, path.stem, faults)
    except (TypeError, AttributeError, KeyError, ValueError) as error:
        layout = None
        faults.append(f"a value is not of the kind that is expected ({error})")
    if faults or layout is None:
        raise FormatError(
            f"{path.name}: this layout file has {len(faults)} fault(s). Mend them and try again; "
            f"instruments/_layouts/README.md describes the keys.\n{listed(faults)}"
        )
    return layout


def _layout(table: Mapping[str, Any], stem: str, faults: list[str]) -> Layout:
    _known(table, _KEYS, "", faults)
    _known(table.get("status", {}), ("dropped", "flagged"), "status.", faults)
    _known(table.get("progress", {}), ("unfinished", "without_end"), "progress.", faults)
    _known(table.get("missing", {}), MISSING_KINDS, "missing.", faults)
    if table.get("id") != stem:
        faults.append(f"id: must be {stem!r}, the name of the file")
    if DEFAULT_LANGUAGE not in table.get("name", {}):
        faults.append(f"name.{DEFAULT_LANGUAGE}: this key is missing; add it")
    forms = tuple(_form(form, i, faults) for i, form in enumerate(table.get("forms", ()), 1))
    if not forms:
        faults.append("forms: at least one [[forms]] is needed")
    status, progress = table.get("status", {}), table.get("progress", {})
    return Layout(
        id=stem,
        name=MappingProxyType(dict(table.get("name", {}))),
        forms=forms,
        roles=MappingProxyType(_roles(table.get("roles", {}), faults)),
        role_patterns=tuple(
            (_compiled(pattern, f"role_patterns.{role}", faults), role)
            for role, patterns in _of_roles(table.get("role_patterns", {}), "role_patterns", faults)
            for pattern in patterns
        ),
        missing=MappingProxyType({k: tuple(v) for k, v in table.get("missing", {}).items()}),
        single=_keys(table.get("single", ())),
        separators=_patterns(table, "separators", faults),
        option_headers=_patterns(table, "option_headers", faults),
        option_cells=_keys(table.get("option_cells", ())),
        options=_one_of(table.get("options", ()), _OPTION_RULES, "options", faults),
        dropped=_keys(status.get("dropped", ())),
        flagged=_keys(status.get("flagged", ())),
        unfinished=_keys(progress.get("unfinished", ())),
        unfinished_without_end=bool(progress.get("without_end", False)),
    )


def _form(table: Mapping[str, Any], number: int, faults: list[str]) -> Form:
    where = f"forms[{number}]."
    _known(table, _FORM_KEYS, where, faults)
    rows = _one_of(table.get("rows", ("header",)), ROW_KINDS, f"{where}rows", faults)
    markers = tuple(_marker(m, f"{where}markers", faults) for m in table.get("markers", ()))
    if not markers:
        faults.append(f"{where}markers: without a marker every file would be taken for this form")
    sources = table.get("roles_from", ("code",) if "code" in rows else ("header",))
    roles_from = _one_of(sources, (*ROW_KINDS,), f"{where}roles_from", faults)
    return Form(rows, markers, roles_from, bool(table.get("when_asked", False)))


def _marker(table: Mapping[str, Any], where: str, faults: list[str]) -> Marker:
    _known(table, _MARKER_KEYS, f"{where}.", faults)
    names = tuple(table.get("names", ()))
    pattern, cells = table.get("pattern", ""), table.get("cells", "")
    if not (names or pattern or table.get("blank")):
        faults.append(f"{where}: a marker needs names, a pattern or blank = true")
    return Marker(
        row=int(table.get("row", 1)),
        column=int(table.get("column", 0)),
        names=_keys(names),
        pattern=_compiled(pattern, where, faults) if pattern else None,
        cells=_compiled(cells, where, faults) if cells else None,
        blank=bool(table.get("blank", False)),
        at_least=int(table.get("at_least", 1)),
        share=float(table.get("share", 0.0)),
        words=", ".join(names),
    )


def _roles(table: Mapping[str, Any], faults: list[str]) -> dict[str, str]:
    """Return key of a heading -> role."""
    return {key(name): role for role, names in _of_roles(table, "roles", faults) for name in names}


def _of_roles(
    table: Mapping[str, Any], where: str, faults: list[str]
) -> list[tuple[str, tuple[str, ...]]]:
    _known(table, ROLES, f"{where}.", faults)
    return [(role, tuple(names)) for role, names in table.items() if role in ROLES]


def _known(table: Mapping[str, Any], keys: tuple[str, ...], where: str, faults: list[str]) -> None:
    faults += [
        f"{where}{name}: this key is not known. Known keys: {', '.join(keys)}"
        for name in table
        if name not in keys
    ]


def _one_of(values: Any, known: tuple[str, ...], where: str, faults: list[str]) -> tuple[str, ...]:
    faults += [
        f"{where}: {value!r} is not one of {', '.join(known)}"
        for value in values
        if value not in known
    ]
    return tuple(values)


def _keys(words: Any) -> frozenset[str]:
    return frozenset(key(word) for word in words)


def _patterns(
    table: Mapping[str, Any], name: str, faults: list[str]
) -> tuple[re.Pattern[str], ...]:
    return tuple(_compiled(pattern, name, faults) for pattern in table.get(name, ()))


def _compiled(pattern: str, where: str, faults: list[str]) -> re.Pattern[str]:
    try:
        return re.compile(pattern, re.IGNORECASE)
    except re.error as error:
        faults.append(f"{where}: {pattern!r} is not a regular expression ({error})")
        return re.compile(r"(?!)")
