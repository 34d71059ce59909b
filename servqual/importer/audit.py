"""Reads audited figures for the gap model: one row a dimension and kind, perhaps of one unit."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any

from servqual._cells import unguarded
from servqual._files import check_readable, data_folder, read_toml
from servqual.errors import ColumnError, FormatError, listed
from servqual.importer.opening.source import Opening, read_table
from servqual.importer.opening.table import Table
from servqual.importer.operating.cells import number
from servqual.importer.words import squash
from servqual.instrument import Instrument

KINDS = ("standard", "delivery", "promise")
NEEDED = ("dimension", "kind", "value")


@dataclass(frozen=True)
class AuditEntry:
    """One audited figure on the axis of ratings; ``unit`` and ``source`` '' where not told."""

    row: int
    unit: str
    dimension: str
    kind: str
    value: float
    source: str = ""


@dataclass(frozen=True)
class Audit:
    """A file of audited figures as it was read."""

    file: str
    sha256: str
    entries: tuple[AuditEntry, ...]


def read_audit(
    path: str | Path,
    instrument: Instrument,
    ends: tuple[int, int] = (1, 7),
    units: Collection[str] = (),
) -> Audit:
    """Return the audited figures of a file.

    Parameters
    ----------
    path : str or Path
        CSV or workbook with the columns dimension, kind (``standard``, ``delivery`` or
        ``promise``) and value, and, where they are known, unit and source.
    instrument : Instrument
        The customers' questionnaire: its dimensions by id, name or alias.
    ends : tuple of int
        The axis of the values: as standards, delivery and promises are rated, higher is better.
        The value of a promise says how far it is kept.
    units : collection of str
        The units that there are, so that a misspelt one is named; empty where they are not known.

    Raises
    ------
    FileError
        There is no such file.
    ColumnError
        A column is missing.
    FormatError
        Cells cannot be used, units are not known, rows contradict each other: all are named.
    """
    check_readable(Path(path), "file of audited figures")
    table = read_table(path, Opening(layout="plain"))
    places = _columns(table)
    faults: list[str] = []
    entries: list[AuditEntry] = []
    dimensions = _dimension_names(instrument)
    for place, row in enumerate(table.rows):
        cells = {name: unguarded(table.columns[k][place].strip()) for name, k in places.items()}
        if any(cells.values()):
            entry = _entry(cells, int(row), dimensions, ends, faults)
            entries += [entry] if entry else []
    faults += [*_unknown_units(entries, units), *_contradictions(entries)]
    if not faults and not entries:
        faults.append("it holds no figure")
    if faults:
        raise FormatError(
            f"{table.file}: these audited figures cannot be used as they are. Mend these cells, or "
            f"leave the rows out:\n{listed(faults)}"
        )
    return Audit(table.file, table.sha256, tuple(entries))


@cache
def _words() -> Mapping[str, Any]:
    return read_toml(data_folder("instruments") / "_gap_model.toml", "data file")


def _meaning(table: str, text: str) -> str:
    """Return what a word means, '' where it is not known."""
    wanted = squash(text)
    return next((name for name, many in _words()[table].items() if wanted in map(squash, many)), "")


def _columns(table: Table) -> dict[str, int]:
    """Return the place of every column that is known."""
    found: dict[str, int] = {}
    for k, header in enumerate(table.headers):
        head = _meaning("heads", header)
        if head:
            found.setdefault(head, k)
    lacking = [name for name in NEEDED if name not in found]
    if lacking:
        heads = ", ".join(repr(h) for h in table.headers if h)
        known = "; ".join(", ".join(_words()["heads"][name]) for name in lacking)
        raise ColumnError(
            f"{table.file}: audited figures need the columns dimension, kind and value; there is "
            f"none called {' or '.join(map(repr, lacking))}. It has: {heads}. Known headings: "
            f"{known}."
        )
    return found


def _dimension_names(instrument: Instrument) -> dict[str, str]:
    return {
        squash(word): d.id
        for d in instrument.dimensions
        for word in (d.id, *d.name.values(), *d.aliases)
    }


def _entry(
    cells: Mapping[str, str],
    row: int,
    dimensions: Mapping[str, str],
    ends: tuple[int, int],
    faults: list[str],
) -> AuditEntry | None:
    """Return the figure of a row, None where a cell has a fault."""
    before = len(faults)
    dimension = dimensions.get(squash(cells["dimension"]), "")
    if not dimension:
        near = get_close_matches(squash(cells["dimension"]), dimensions, 1)
        meant = f"did you mean {dimensions[near[0]]}?" if near else "known: "
        known = "" if near else ", ".join(dict.fromkeys(dimensions.values()))
        faults.append(f"row {row}, dimension: {cells['dimension']!r} is not known; {meant}{known}")
    kind = _meaning("kinds", cells["kind"])
    if not kind:
        faults.append(
            f"row {row}, kind: {cells['kind']!r} is not known; write {', '.join(KINDS[:-1])} or "
            f"{KINDS[-1]}"
        )
    value = None
    try:
        value = number(cells["value"])
    except ValueError as error:
        faults.append(f"row {row}, value: {error}; write it with digits and a point alone")
    else:
        if value is None:
            faults.append(f"row {row}, value: it is missing")
        elif value.percent or not ends[0] <= value.value <= ends[1]:
            faults.append(
                f"row {row}, value: {cells['value']!r} is not on the axis from {ends[0]} to "
                f"{ends[1]} on which standards, delivery and promises are rated; move it there"
            )
    if len(faults) > before or value is None:
        return None
    return AuditEntry(
        row, cells.get("unit", ""), dimension, kind, value.value, cells.get("source", "")
    )


def _unknown_units(entries: Sequence[AuditEntry], units: Collection[str]) -> Iterator[str]:
    """Yield a fault for each unit that nobody answered for."""
    known = {squash(unit): unit for unit in units if unit}
    rows: dict[str, list[int]] = {}
    for entry in entries:
        if entry.unit and known and squash(entry.unit) not in known:
            rows.setdefault(entry.unit, []).append(entry.row)
    for unit, places in rows.items():
        near = get_close_matches(squash(unit), known, 1)
        meant = f"did you mean {known[near[0]]!r}?" if near else "nobody answered for such a unit"
        yield f"{_rows_named(places)}, unit: {unit!r} is not known; {meant}"


def _contradictions(entries: Sequence[AuditEntry]) -> Iterator[str]:
    """Yield a fault where one source says two things of a unit, dimension and kind."""
    said: dict[tuple[str, ...], list[AuditEntry]] = {}
    for entry in entries:
        about = (squash(entry.unit), entry.dimension, entry.kind, squash(entry.source))
        said.setdefault(about, []).append(entry)
    for own in said.values():
        values = list(dict.fromkeys(f"{entry.value:g}" for entry in own))
        if len(values) < 2:
            continue
        first = own[0]
        unit = f"unit {first.unit!r}" if first.unit else "no unit"
        yield (
            f"{_rows_named([entry.row for entry in own])}, value: {' and '.join(values)} for one "
            f"thing ({unit}, {first.dimension}, {first.kind}); keep one row, or say in source "
            "where each comes from"
        )


def _rows_named(rows: Sequence[int]) -> str:
    return f"row{'s' if len(rows) > 1 else ''} {', '.join(map(str, rows))}"


def role_meant(text: str) -> str:
    """Return whose role a word in a column of roles means, '' where it is not known.

    Examples
    --------
    >>> role_meant("Employee"), role_meant("管理者"), role_meant("supplier")
    ('staff', 'manager', '')
    """
    return _meaning("roles", text) if text.strip() else ""
