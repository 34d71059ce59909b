"""Breakdowns by two people columns at once, such as ``branch*segment``."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from servqual.analysis.asking import people_column
from servqual.analysis.versions import Tables, by_group, summary_of
from servqual.errors import SettingsError
from servqual.responses import Responses
from servqual.settings import CROSS, parents
from servqual.statistics.summary import Summary
from servqual.study.crossed import Crossed

BETWEEN = " · "  # the names of two groups


def breakdown_column(responses: Responses, name: str) -> str:
    """Return the column that a name means, for two columns crossed ``first*second``.

    Raises
    ------
    SettingsError
        There is no such column; a column is crossed with itself; more than two are crossed.
    """
    asked = parents(name)
    if len(asked) == 1 or name.strip() in responses.people:
        return people_column(responses, name)
    if len(asked) > 2:
        raise SettingsError(
            f"{name!r} crosses {len(asked)} columns. Cross two: {CROSS.join(asked[:2])}; a cell of "
            "more would hold too few people."
        )
    first, second = (people_column(responses, part) for part in asked)
    if first == second:
        raise SettingsError(
            f"{name!r} crosses the column {first!r} with itself. Name two different columns, or "
            f"ask for {first!r} alone."
        )
    return f"{first}{CROSS}{second}"


def with_crossed(responses: Responses, columns: Iterable[str]) -> Responses:
    """Return the answers with a people column for every two that are crossed; '' for a blank."""
    found = {
        name: _names(responses, name)
        for name in columns
        if len(parents(name)) == 2 and name not in responses.people
    }
    return replace(responses, people={**responses.people, **found}) if found else responses


def _names(responses: Responses, column: str) -> npt.NDArray[np.object_]:
    sides = [responses.people[part] for part in parents(column)]
    named = [
        f"{a}{BETWEEN}{b}" if a and b else "" for a, b in zip(*map(_texts, sides), strict=True)
    ]
    names = np.empty(len(named), dtype=object)
    names[:] = named
    return names


def _texts(values: npt.NDArray[np.object_]) -> list[str]:
    return [str(value) for value in values]


def breakdown(tables: Tables, column: str) -> dict[str, Summary]:
    """Return the Summary of each group of a people column, or of two that are crossed."""
    found = by_group(tables, column)
    first = tables[0]
    sides = parents(column)
    if len(sides) != 2 or not set(sides) <= set(first.people):
        return found
    a, b = (_texts(first.people[part]) for part in sides)
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
