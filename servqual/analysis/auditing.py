"""Audited figures as means of units, for gaps 2 to 4."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from servqual.importer.audit import KINDS, AuditEntry, read_audit
from servqual.importer.words import squash
from servqual.instrument import Instrument
from servqual.results.gap_model import AuditRow
from servqual.statistics.moments import Array
from servqual.study.gap_model import Audited


def audited_of(
    path: str | Path,
    instrument: Instrument,
    ends: tuple[int, int],
    known: Collection[str] = (),
) -> Audited:
    """Return what a file says: rows to show, and means of units by kind.

    ``known`` are the units that people answered for, empty where no column names them.
    """
    found = read_audit(path, instrument, ends, known)
    spelt: dict[str, str] = {}
    entries = [
        replace(entry, unit=spelt.setdefault(squash(entry.unit), entry.unit))
        for entry in found.entries
    ]
    units = list(dict.fromkeys(entry.unit for entry in entries))
    dimensions = instrument.dimension_ids
    by_unit = {
        kind: _means([e for e in entries if e.kind == kind], units, dimensions)
        for kind in KINDS
        if any(e.kind == kind for e in entries)
    }
    rows = [
        row for kind, means in by_unit.items() for row in _rows(kind, means, dimensions, entries)
    ]
    return Audited(tuple(rows), by_unit, found.file, found.sha256)


def _means(entries: Sequence[AuditEntry], units: Sequence[str], dimensions: Sequence[str]) -> Array:
    """Return the mean of each unit in each dimension, NaN for none."""
    found = np.full((len(units), len(dimensions)), np.nan)
    for i, unit in enumerate(units):
        for j, d in enumerate(dimensions):
            own = [e.value for e in entries if (e.unit, e.dimension) == (unit, d)]
            if own:
                found[i, j] = float(np.mean(own))
    return found


def _rows(
    kind: str, means: Array, dimensions: Sequence[str], entries: Sequence[AuditEntry]
) -> Iterator[AuditRow]:
    for j, d in enumerate(dimensions):
        there = means[:, j][~np.isnan(means[:, j])]
        if not len(there):
            continue
        own = [e for e in entries if (e.kind, e.dimension) == (kind, d)]
        yield AuditRow(
            kind=kind,  # type: ignore[arg-type]  # one of KINDS
            dimension=d,
            value=float(there.mean()),
            n_entries=len(own),
            n_units=len(there),
            lowest=float(there.min()),
            highest=float(there.max()),
            sources=tuple(dict.fromkeys(e.source for e in own if e.source)),
        )
