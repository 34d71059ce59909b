"""The rule by which sums are saved, and what it does to tables and counts of few people."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace

import numpy as np

from servqual.notes import Note
from servqual.plan import columns
from servqual.scoring.stored_cells import folded, folded_pairs, has_small
from servqual.scoring.stored_notes import CODES
from servqual.statistics.summary import Layout, Summary

PER_ANSWER = 2  # people for every answer of one person, where products of answers are summed


@dataclass
class Rule:
    """Fewest people of a cell, and of sums of products; what was done is counted as it is done."""

    min_cell: int
    answers: int
    done: dict[str, set[str]] = field(default_factory=dict)

    def products(self, layout: Layout) -> int:
        """Return over how many people products of the columns must be summed."""
        return max(self.min_cell, PER_ANSWER * min(self.answers, len(layout.columns)))

    def note(self, code: str, *names: str) -> None:
        """Remember that something was done to what is named."""
        if names:
            self.done.setdefault(code, set()).update(names)

    def notes(self) -> list[Note]:
        """Return a note for every kind of thing that was done."""
        return [
            Note(f"{CODES}{code}", {"n": len(names), "min_cell": self.min_cell})
            for code, names in sorted(self.done.items())
        ]


def rounded(n: int, rule: Rule, name: str) -> int:
    """Return a count, one below the minimum as 0 or the minimum, whichever is nearer.

    People left out of a score are told in a sentence of the report: a few of them as none, so that
    no sentence names a number that nobody counted.
    """
    if not 0 < n < rule.min_cell:
        return n
    rule.note("counts", name)
    if name.startswith("left_out:"):
        return 0
    return rule.min_cell if 2 * n >= rule.min_cell else 0


def dropped_tables(summary: Summary, rule: Rule) -> set[str]:
    """Return the tables whose values have no order that people could be moved along."""
    return {
        name
        for name, of, minus, *_ in summary.layout.tables
        if not _differs(name, of, minus) and has_small(summary.tables[name][0], rule.min_cell)
    }


def _differs(name: str, of: str, minus: str) -> bool:
    """Say whether a table is counted for the differences of the same item's two ratings."""
    kano = name.startswith(columns.kano(""))
    return of.rpartition(":")[2] == minus.rpartition(":")[2] and not kano


def with_cells(summary: Summary, dropped: Collection[str], rule: Rule, *, single: bool) -> Summary:
    """Return sums without some tables and without small cells in the others.

    ``single`` says that how often each answer to one question was given stays as it is.
    """
    plain = without_tables(summary, dropped)
    rule.note("tables", *dropped)
    score = ":dimension:"
    histograms, tables = dict(plain.histograms), dict(plain.tables)
    for name, low, high in plain.layout.histograms:
        counts, weighted = histograms[name]
        if (single and score not in name) or not has_small(counts, rule.min_cell):
            continue
        zero = -low if low < 0 < high else -1
        histograms[name] = folded(counts, weighted, rule.min_cell, zero)
        if not np.array_equal(histograms[name][0], counts):
            rule.note("cells", name)
    for name, (counts, weighted) in plain.tables.items():
        if has_small(counts, rule.min_cell):
            tables[name] = folded_pairs(counts, weighted, rule.min_cell)
            if not np.array_equal(tables[name][0], counts):
                rule.note("cells", name)
    return replace(plain, histograms=histograms, tables=tables)


def without_tables(summary: Summary, dropped: Collection[str]) -> Summary:
    """Return sums without the histograms and tables that are named."""
    if not dropped:
        return summary
    layout = summary.layout
    return replace(
        summary,
        layout=replace(
            layout,
            histograms=tuple(h for h in layout.histograms if h[0] not in dropped),
            tables=tuple(t for t in layout.tables if t[0] not in dropped),
        ),
        histograms={k: v for k, v in summary.histograms.items() if k not in dropped},
        tables={k: v for k, v in summary.tables.items() if k not in dropped},
    )
