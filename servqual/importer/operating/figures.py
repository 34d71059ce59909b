"""Reads a file of operations: one row a unit, measure and period."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from servqual._cells import unguarded
from servqual._files import check_readable
from servqual.errors import ColumnError, FormatError, SettingsError, listed
from servqual.importer.opening.source import Opening, read_table
from servqual.importer.opening.table import Table
from servqual.importer.operating.cells import Number, meaning, number, words
from servqual.importer.operating.measures import Measure, Said, settle
from servqual.importer.operating.units import Units
from servqual.importer.words import squash
from servqual.instrument import Instrument

NEEDED = ("measure", "value")
_ROW = re.compile(r"row (\d+)")


@dataclass(frozen=True)
class Entry:
    """One figure: of a unit (a group of the breakdown), a measure and a period ('' for none)."""

    row: int
    unit: str
    measure: str
    value: Number
    target: Number | None = None
    period: str = ""
    opportunities: float | None = None


@dataclass(frozen=True)
class Figures:
    """A file of operations as it was read.

    Attributes
    ----------
    file, sha256, by
        ``by`` is the breakdown whose groups the units are.
    measures : tuple of Measure
        In the order of the file.
    entries : tuple of Entry
        Of units that the survey knows.
    unknown : tuple of str
        Units that are no group of the breakdown, nor nearly one.
    """

    file: str
    sha256: str
    by: str
    measures: tuple[Measure, ...]
    entries: tuple[Entry, ...]
    unknown: tuple[str, ...] = ()


@dataclass
class _Reading:
    """What is found while rows are read."""

    entries: list[Entry] = field(default_factory=list)
    faulty: list[Entry] = field(default_factory=list)
    said: dict[str, list[Said]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    unknown: dict[str, None] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


def read_operations(
    path: str | Path, instrument: Instrument, groups: Mapping[str, Sequence[str]]
) -> Figures:
    """Return the operational figures of a file.

    Parameters
    ----------
    path : str or Path
        CSV or workbook with the columns unit, measure and value, and, where they are known,
        target, period, dimension, direction, kind and opportunities.
    instrument : Instrument
    groups : mapping of people column to group names
        The breakdowns of the report; units are groups of the first one, or of the one that heads
        their column.

    Raises
    ------
    FileError
        There is no such file.
    ColumnError
        A column is missing.
    FormatError
        Cells cannot be used: all are named.
    SettingsError
        The report is not broken down by anything, or not by what heads the units.
    """
    check_asked(path, list(groups))
    table = read_table(path, Opening(layout="plain"))
    columns, by = _columns(table, instrument, list(groups))
    units, found = Units.of(by, groups[by]), _Reading()
    for place, row in enumerate(table.rows):
        cells = {name: unguarded(table.columns[k][place].strip()) for name, k in columns.items()}
        if any(cells.values()):
            _read_row(cells, int(row), units, found)
    measures = settle(found.said, instrument, found.faults)
    _check_entries(found, {m.name: m for m in measures})
    if not found.faults and not found.entries:
        names = ", ".join(list(found.unknown)[:8])
        found.faults.append(
            f"no unit is a group of {by!r}: {names}. Its groups are {', '.join(groups[by])}"
            if found.unknown
            else "it holds no figure"
        )
    if found.faults:
        raise FormatError(
            f"{table.file}: this file of operations cannot be used as it is. Mend these cells, or "
            f"leave the rows out:\n{listed(sorted(found.faults, key=_row_of))}"
        )
    return Figures(
        table.file, table.sha256, by, measures, tuple(found.entries), tuple(found.unknown)
    )


def _row_of(fault: str) -> int:
    """Return the row that a fault begins with, 0 for one of the whole file."""
    found = _ROW.match(fault)
    return int(found[1]) if found else 0


def check_asked(path: str | Path, breakdowns: Sequence[str]) -> None:
    """Raise if there is no such file, or nothing that its units could be groups of."""
    if not breakdowns:
        raise SettingsError(
            f"{path}: operational figures stand beside the groups of a breakdown, and there is "
            'none. Say which column holds the units with --by COLUMN, in Python by="branch".'
        )
    check_readable(Path(path), "file of operations")


def _columns(
    table: Table, instrument: Instrument, breakdowns: list[str]
) -> tuple[dict[str, int], str]:
    """Return the place of every column that is known, and the breakdown of the units."""
    found: dict[str, int] = {}
    by = ""
    known = {squash(word): p.id for p in instrument.people for word in _names(p.id, instrument)}
    known |= {squash(name): name for name in breakdowns}
    for k, header in enumerate(table.headers):
        head, column = meaning("heads", header), known.get(squash(header), "")
        if head and head not in found:
            found[head] = k
        elif column in breakdowns and "unit" not in found:
            found["unit"], by = k, column
    if "unit" not in found:
        named = [
            known[squash(header)]
            for k, header in enumerate(table.headers)
            if squash(header) in known and k not in found.values()
        ]
        if named:
            column = named[0]
            raise SettingsError(
                f"{table.file}: its units are those of {column!r}, by which the report is not "
                f"broken down. Add --by {column}."
            )
    missing = [name for name in ("unit", *NEEDED) if name not in found]
    if missing:
        heads = ", ".join(repr(h) for h in table.headers if h)
        raise ColumnError(
            f"{table.file}: a file of operations needs the columns unit, measure and value; there "
            f"is none called {' or '.join(map(repr, missing))}. It has: {heads}. Known headings: "
            f"{'; '.join(', '.join(words()['heads'][name]) for name in missing)}."
        )
    return found, by or breakdowns[0]


def _names(column: str, instrument: Instrument) -> Iterator[str]:
    person = next(p for p in instrument.people if p.id == column)
    yield from (person.id, *person.label.values(), *person.aliases)


def _read_row(cells: Mapping[str, str], row: int, units: Units, found: _Reading) -> None:
    """Read one row: a figure, or a fault for each cell that cannot be used."""
    faults = [
        f"row {row}: the {name} is missing" for name in ("unit", "measure") if not cells[name]
    ]
    unit, fault = units.find(cells["unit"]) if cells["unit"] else ("", "")
    faults += [f"row {row}: {fault}"] if fault else []
    numbers: dict[str, Number | None] = {}
    for name in ("value", "target", "opportunities"):
        try:
            numbers[name] = number(cells.get(name, ""))
        except ValueError as error:
            faults.append(f"row {row}, {name}: {error}; write it with digits and a point alone")
    found.faults += faults
    value, of = numbers.get("value"), numbers.get("opportunities")
    nothing = not faults and value is None  # a period may have no figure
    if not cells["measure"] or nothing:
        return
    name = found.names.setdefault(squash(cells["measure"]) or cells["measure"], cells["measure"])
    said = Said(row, *(cells.get(key, "") for key in ("kind", "direction", "dimension")))
    found.said.setdefault(name, []).append(said)
    if not unit and not faults:
        found.unknown[cells["unit"]] = None
        return
    if value is None or not {"target", "opportunities"} <= numbers.keys():
        return
    period, opportunities = cells.get("period", ""), None if of is None else of.value
    entry = Entry(row, unit, name, value, numbers["target"], period, opportunities)
    # what else is wrong in a row of faults is told at once, though nothing is made of it
    (found.entries if unit and not faults else found.faulty).append(entry)


def _check_entries(found: _Reading, measures: Mapping[str, Measure]) -> None:
    """Add a fault for each figure that does not fit the others of its measure."""
    seen: dict[tuple[str, str, str], int] = {}
    every = sorted([*found.entries, *found.faulty], key=lambda e: e.row)
    for name in measures:
        found.faults += _unlike([e for e in every if e.measure == name])
    for e in found.faulty:
        found.faults += _counts(e, measures.get(e.measure))
    for e in found.entries:
        where = seen.setdefault((e.unit, e.measure, e.period), e.row)
        if where != e.row:
            what = f"{e.measure!r} of {e.unit!r}" + (f" in {e.period!r}" if e.period else "")
            found.faults.append(f"row {e.row}: {what} stands in row {where} already")
        found.faults += _counts(e, measures.get(e.measure))


def _unlike(entries: Sequence[Entry]) -> Iterator[str]:
    """Yield what is written in two ways within a measure."""
    signs = {n.percent for e in entries for n in (e.value, e.target) if n is not None}
    if len(signs) > 1 and all(e.opportunities is None for e in entries):
        row = next(e for e in entries if not e.value.percent or (e.target and not e.target.percent))
        yield (
            f"row {row.row}: of {row.measure!r} some figures have a percent sign and some have "
            "none; write all alike"
        )
    with_count = [e for e in entries if e.opportunities is not None]
    if with_count and len(with_count) < len(entries):
        bare = next(e for e in entries if e.opportunities is None)
        yield (
            f"row {bare.row}: {bare.measure!r} has opportunities in other rows and none here; "
            "say them everywhere or nowhere"
        )


def _counts(e: Entry, measure: Measure | None) -> Iterator[str]:
    """Yield why a count is none."""
    counts = measure is not None and (measure.kind == "complaints" or e.opportunities is not None)
    if counts and (e.value.percent or e.value.value < 0 or e.value.value % 1):
        yield f"row {e.row}: {e.measure!r} is a count, and {e.value.value:g} is no whole number"
    elif e.opportunities is not None and (
        e.opportunities % 1 or not e.value.value <= e.opportunities or e.opportunities < 1
    ):
        yield (
            f"row {e.row}: {e.measure!r} counts {e.value.value:g} of {e.opportunities:g} "
            "opportunities; these must be a whole number, 1 or more, and not below the count"
        )
    elif e.opportunities is not None and e.target is not None:
        share = e.target.value / 100 if e.target.percent else e.target.value
        if not 0 <= share <= 1:
            yield (
                f"row {e.row}, target: {e.measure!r} counts out of opportunities, so its standard "
                "is a share, such as 95% or 0.95"
            )
