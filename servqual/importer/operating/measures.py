"""What a file of operations says about its measures: kind, direction, dimension."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from servqual.importer.operating.cells import meaning, words
from servqual.importer.words import squash
from servqual.instrument import Instrument

DEFAULT_KIND = "kpi"
# which way is better where the kind of figure leaves no doubt
USUAL = {"complaints": "lower", "mystery": "higher"}


@dataclass(frozen=True)
class Measure:
    """One measure: its kind, which way is better, and the id of its dimension ('' for none)."""

    name: str
    kind: str
    direction: str
    dimension: str


@dataclass(frozen=True)
class Said:
    """What one row says about its measure, as written."""

    row: int
    kind: str
    direction: str
    dimension: str


def settle(
    said: Mapping[str, Sequence[Said]], instrument: Instrument, faults: list[str]
) -> tuple[Measure, ...]:
    """Return every measure; what rows say unlike or not at all is added to the faults."""
    found = []
    for name, rows in said.items():
        kind = _one(name, "kind", _meant(name, "kinds", "kind", rows, faults), faults)
        kind = kind or DEFAULT_KIND
        direction = _one(
            name, "direction", _meant(name, "directions", "direction", rows, faults), faults
        )
        direction = direction or USUAL.get(kind, "")
        if not direction and not any(row.direction for row in rows):
            faults.append(
                f"row {rows[0].row}: say of {name!r} in a column 'direction' whether higher or "
                "lower is better"
            )
        dimension = _one(name, "dimension", _dimensions(rows, instrument, faults), faults)
        found.append(Measure(name, kind, direction, dimension))
    return tuple(found)


Meant = list[tuple[int, str]]


def _meant(name: str, table: str, field: str, rows: Sequence[Said], faults: list[str]) -> Meant:
    """Return what the cells of a column mean, blank ones left out."""
    found: Meant = []
    for row in rows:
        cell = getattr(row, field)
        if not cell:
            continue
        meant = meaning(table, cell)
        if meant:
            found.append((row.row, meant))
        else:
            known = ", ".join(words()[table])
            faults.append(f"row {row.row}, {field} of {name!r}: {cell!r} is none of {known}")
    return found


def _one(name: str, field: str, meant: Meant, faults: list[str]) -> str:
    """Return what all rows say alike."""
    if not meant:
        return ""
    first = meant[0]
    other = next((m for m in meant if m[1] != first[1]), None)
    if other:
        faults.append(
            f"row {other[0]}: the {field} of {name!r} is {other[1]} here and {first[1]} in row "
            f"{first[0]}; a measure has one"
        )
    return first[1]


def _dimensions(rows: Sequence[Said], instrument: Instrument, faults: list[str]) -> Meant:
    """Return the ids of the dimensions that rows name by id, name or alias."""
    known = {
        squash(word): d.id
        for d in instrument.dimensions
        for word in (d.id, *d.name.values(), *d.aliases)
    }
    found: Meant = []
    for row in rows:
        if not row.dimension:
            continue
        if squash(row.dimension) in known:
            found.append((row.row, known[squash(row.dimension)]))
            continue
        near = get_close_matches(squash(row.dimension), known, n=1, cutoff=0.7)
        hint = f"; did you mean {known[near[0]]}?" if near else ""
        ids = ", ".join(instrument.dimension_ids)
        faults.append(
            f"row {row.row}: there is no dimension {row.dimension!r}{hint or '; known: ' + ids}"
        )
    return found
