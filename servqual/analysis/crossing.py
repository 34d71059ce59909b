"""Breakdowns by two people columns at once, such as ``branch*segment``."""

from __future__ import annotations

import numpy as np

from servqual.analysis.versions import Tables, by_group, summary_of
from servqual.scoring.naming import BETWEEN, texts
from servqual.settings import parents
from servqual.statistics.summary import Summary
from servqual.study.crossed import Crossed


def breakdown(tables: Tables, column: str) -> dict[str, Summary]:
    """Return the Summary of each group of a people column, or of two that are crossed."""
    found = by_group(tables, column)
    first = tables[0]
    sides = parents(column)
    if len(sides) != 2 or not set(sides) <= set(first.people):
        return found
    a, b = (texts(first.people[part]) for part in sides)
    every = np.array([f"{x}{BETWEEN}{y}" for x, y in zip(a, b, strict=True)], dtype=object)
    pairs = sorted(set(zip(a, b, strict=True)))
    blanks = {
        pair: summary_of(tables, np.asarray(every == BETWEEN.join(pair)))
        for pair in pairs
        if not all(pair)
    }
    named = {BETWEEN.join(pair): pair for pair in pairs if all(pair)}
    alone = by_group(tables, sides[0]), by_group(tables, sides[1])
    return Crossed(found, named, blanks, alone)
