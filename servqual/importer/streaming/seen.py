"""What was met in the blocks of a source: counts, a few cells, and the different answers."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from servqual.errors import MOST_FAULTS_SHOWN
from servqual.importer.answers.extras import ROWS_NAMED
from servqual.importer.answers.faults import Faults
from servqual.importer.answers.hints import CellFault
from servqual.importer.layouts.rows import RowsTold

MOST_MET = 10_000  # different faulty answers that are counted apart
MOST_TEXTS = 100_000  # different answers of one column that are kept
Key = tuple[int, int]  # place in the source, column


@dataclass
class Firsts:
    """The first of many entries by their place in the source, and how many there are."""

    most: int
    n: int = 0
    first: list[tuple[Key, Any]] = field(default_factory=list)

    def add(self, entries: Iterable[tuple[Key, Any]], n: int) -> None:
        """Add n entries, of which the first are given."""
        self.n += n
        merged = heapq.nsmallest(self.most, [*self.first, *entries], key=lambda entry: entry[0])
        self.first = merged

    @property
    def entries(self) -> list[Any]:
        """The first entries in order."""
        return [entry for _, entry in self.first]

    def __add__(self, other: Firsts) -> Firsts:
        both = Firsts(self.most, self.n, list(self.first))
        both.add(other.first, other.n)
        return both


@dataclass
class Faulty:
    """Cells that cannot be used: the first ones, and how often each wrong answer was met."""

    cells: Firsts = field(default_factory=lambda: Firsts(MOST_FAULTS_SHOWN))
    met: dict[tuple[str, str], tuple[int, Key]] = field(default_factory=dict)

    def add(
        self,
        first: Iterable[tuple[Key, CellFault]],
        met: Mapping[tuple[str, str], tuple[int, Key]],
    ) -> None:
        """Add faulty cells of one column: the first ones, and all by text and what is wrong."""
        self.cells.add(first, sum(n for n, _ in met.values()))
        self._count(met)

    def _count(self, met: Mapping[tuple[str, str], tuple[int, Key]]) -> None:
        for pair, (n, key) in met.items():
            known = self.met.get(pair)
            if known:
                self.met[pair] = known[0] + n, min(known[1], key)
            elif len(self.met) < MOST_MET:
                self.met[pair] = n, key

    def __add__(self, other: Faulty) -> Faulty:
        both = Faulty(self.cells + other.cells, dict(self.met))
        both._count(other.met)
        return both

    def faults(self, *, more: bool = False) -> Faults:
        """Return them as a message needs them."""
        in_order = sorted(self.met.items(), key=lambda entry: entry[1][1])
        met = Counter({pair: n for pair, (n, _) in in_order})
        return Faults(self.cells.n, self.cells.entries, met, more)


@dataclass
class Seen:
    """What was met in some blocks of a source, whatever their order; ``a + b`` is that of both.

    Attributes
    ----------
    counts : counter
        Under ``(what, of which)``: rows, eligible people, missing answers by battery, item and
        kind, what was done to points, verdicts on attention items, versions, times.
    met : mapping of column to set of str
        Different answers in the columns of ratings, whole numbers by their ends alone.
    ratings, others : Faulty
        Faulty cells of ratings, and of points and outcomes.
    versions : Firsts
        Versions that do not fit the answers.
    weights : Firsts
        Rows of people without a weight.
    spans : mapping of outcome to (lowest, highest)
        Of the outcomes whose ends nobody declared.
    told : RowsTold
        What the survey tool says of the rows.
    """

    counts: Counter[tuple[str, object]] = field(default_factory=Counter)
    met: dict[int, set[str]] = field(default_factory=dict)
    ratings: Faulty = field(default_factory=Faulty)
    others: Faulty = field(default_factory=Faulty)
    versions: Firsts = field(default_factory=lambda: Firsts(MOST_FAULTS_SHOWN))
    weights: Firsts = field(default_factory=lambda: Firsts(ROWS_NAMED))
    spans: dict[str, tuple[float, float]] = field(default_factory=dict)
    told: RowsTold = field(default_factory=RowsTold)

    def of(self, what: str) -> Counter[object]:
        """Return the counts of one kind."""
        return Counter({which: n for (kind, which), n in self.counts.items() if kind == what})

    def __add__(self, other: Seen) -> Seen:
        met = {
            column: _some(self.met.get(column, set()) | other.met.get(column, set()))
            for column in self.met.keys() | other.met.keys()
        }
        spans = {
            name: _wider(self.spans.get(name), other.spans.get(name))
            for name in self.spans.keys() | other.spans.keys()
        }
        same = {
            f.name: getattr(self, f.name) + getattr(other, f.name)
            for f in fields(self)
            if f.name not in ("met", "spans")
        }
        return Seen(met=met, spans=spans, **same)


def _some(texts: set[str]) -> set[str]:
    return texts if len(texts) <= MOST_TEXTS else set(sorted(texts)[:MOST_TEXTS])


def _wider(
    one: tuple[float, float] | None, other: tuple[float, float] | None
) -> tuple[float, float]:
    there = [span for span in (one, other) if span]
    return min(low for low, _ in there), max(high for _, high in there)
