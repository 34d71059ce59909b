"""What a printed table holds, whatever its columns were called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from servqual.instrument import Instrument


@dataclass(frozen=True)
class PrintedRow:
    """One row of a printed table.

    Attributes
    ----------
    row : int
        Its row in the file, for messages.
    name, dimension : str
        What it is about, and the dimension that an item belongs to, '' for none.
    values : mapping of figure to number
        ``expectation``, ``perception`` and further batteries (means), ``sd_...`` of them, ``gap``,
        ``sd_gap``, ``se``, ``ci_low``, ``ci_high``, ``t``, ``p``, ``df``, ``n``, ``n_...``,
        ``alpha``, ``items``, ``cr``, ``ave``, ``maximum``.
    loadings : tuple of float
        Standardised loadings of a construct, empty where none are printed.
    """

    row: int
    name: str
    dimension: str = ""
    values: Mapping[str, float] = field(default_factory=dict)
    loadings: tuple[float, ...] = ()

    def get(self, figure: str) -> float | None:
        """Return a figure, None where it is not printed."""
        return self.values.get(figure)


@dataclass(frozen=True)
class PrintedTable:
    """A printed table.

    Attributes
    ----------
    file, sha256 : str
    rows : tuple of PrintedRow
    decimals : mapping of figure to int
        Decimals that a column was printed with, the most that any of its cells shows.
    groups : tuple of str
        Where one file holds the same columns for several groups, their names; '' for one.
    """

    file: str
    sha256: str
    rows: tuple[PrintedRow, ...]
    decimals: Mapping[str, int]
    group: str = ""

    def half(self, figure: str) -> float:
        """Return how far a printed figure may lie from the true one: half of its last digit."""
        return float(0.5 * 10.0 ** -self.decimals.get(figure, 0))

    def has(self, *figures: str) -> bool:
        """Say whether some row holds all of these figures."""
        return any(all(f in row.values for f in figures) for row in self.rows)

    def parts(self) -> tuple[tuple[PrintedRow, ...], tuple[PrintedRow, ...]]:
        """Return the rows of items and the others: a dimension is what items say they belong to."""
        items = tuple(row for row in self.rows if row.dimension and row.dimension != row.name)
        return items, tuple(row for row in self.rows if row not in items)


def names_of(instrument: Instrument) -> dict[str, tuple[str, str]]:
    """Return squashed name -> (level, id) of everything that a row may be about."""
    from servqual.importer.words import squash

    found: dict[str, tuple[str, str]] = {
        squash(word): ("overall", "unweighted")
        for word in ("overall", "total", "unweighted", "service quality", "总体", "整体", "合计")
    }
    for d in instrument.dimensions:
        found |= {squash(name): ("dimension", d.id) for name in (d.id, *d.name.values())}
    for k, item in enumerate(instrument.items, 1):
        for name in (item.id, str(k), *(item.topic or {}).values()):
            found.setdefault(squash(name), ("item", item.id))
    return found
