"""Importance points: as they were written, and as they add up to the total."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from servqual.importer.answers.hints import CellFault
from servqual.importer.answers.labels import missing_words
from servqual.importer.answers.numbers import NumberReader, Numbers, read_numbers
from servqual.importer.answers.valuelabels import missing_codes
from servqual.importer.matching.columns import Plan
from servqual.importer.matching.targets import Target
from servqual.importer.opening.table import Table
from servqual.importer.options import Options
from servqual.instrument import Instrument
from servqual.notes import Note
from servqual.responses import Missing

POINTS_TOLERANCE = 0.05  # of the total: sums of 95 to 105 for 100 points are rescaled
_EXACT = 1e-9
_COUNTED = ("points_rescaled", "points_blanks_zero", "points_dropped", "points_equal")


@dataclass(frozen=True)
class Points:
    """Importance points or ranks as they were written, one row per person, and faulty cells.

    ``dimensions`` are those of the whole questionnaire, absent items or not.
    """

    dimensions: tuple[str, ...]
    given: Numbers
    faults: tuple[CellFault, ...]


def read_points(table: Table, plan: Plan, options: Options) -> Points | None:
    """Return points or ranks as written, NaN for none; None if the export has no such columns."""
    readers = points_readers(table, plan, options)
    if not readers:
        return None
    given, faults = [], []
    for column, reader in readers:
        values, wrong = read_numbers(table, column, reader)
        given.append(values)
        faults += wrong
    dimensions = tuple(options.instrument.dimension_ids)
    return Points(dimensions, np.column_stack(given), tuple(faults))


def points_readers(
    table: Table, plan: Plan, options: Options
) -> tuple[tuple[int, NumberReader], ...]:
    """Return the columns of points or ranks by dimension and what reads their cells; () for none.

    They are those of the whole questionnaire, absent items or not.
    """
    dimensions = options.instrument.dimension_ids
    columns = [plan.column_of(Target("points", d)) for d in dimensions]
    if any(column is None for column in columns):
        return ()
    ranked = options.instrument.importance.method == "ranking"
    ends = (1, len(dimensions)) if ranked else (0, options.instrument.importance.total)
    scale, mapping = options.instrument.scale, options.mapping
    words = missing_words(scale, mapping, options.missing if ranked else ())
    if ranked:  # a code for missing ratings may be a rank
        words = {w: code for w, code in words.items() if not _is_rank(w, len(dimensions))}
    found = []
    for column in columns:
        gone = dict.fromkeys(missing_codes(table, int(column or 0)), int(Missing.DECLARED))
        reader = NumberReader({**words, **gone}, ends, percent=not ranked, whole=ranked)
        found.append((int(column or 0), reader))
    return tuple(found)


def settle_points(
    points: Points, instrument: Instrument, file: str
) -> tuple[Numbers | None, list[Note]]:
    """Return points that add up to the total, and notes on what was done to them.

    Blanks whose rest adds up to the total are zeros; a sum within 5% of the total is rescaled; the
    points of everybody else who gave some are dropped.
    """
    settled, counts = settled_points(points, instrument)
    told = points_notes(counts, points.dimensions, instrument, file)
    return (settled if counts["kept"] else None), told


def settled_points(
    points: Points, instrument: Instrument, *, own: bool = False
) -> tuple[Numbers, Counter[str]]:
    """Return points that add up to the total, and to how many people what was done.

    Whoever gave every dimension some points that add up as they stand has nothing done to them;
    of everybody else see :func:`settle_points`. ``kept`` counts those who have points. The array
    of points may be written over if it is the function's ``own``.
    """
    total = float(instrument.importance.total)
    given = points.given
    sums = _across(given)
    exact = np.abs(sums - total) <= _EXACT * total  # False for NaN: a blank
    counts = Counter(kept=int(exact.sum()), points_equal=_equal(given, exact, total))
    scaled = given if own else given.copy()
    rest = np.flatnonzero(~exact)
    if rest.size:
        scaled[rest], more = _settled(np.ascontiguousarray(given[rest]), total)
        counts += more
    return _without_dimensions(scaled, points.dimensions, instrument), counts


def _across(given: Numbers) -> Numbers:
    """Return the sum of every row, NaN where a cell is blank, column by column."""
    sums = given[:, 0].copy()
    for column in given.T[1:]:
        sums += column
    return sums


def _equal(given: Numbers, chosen: npt.NDArray[np.bool_], total: float) -> int:
    """Return how many of the chosen rows give every dimension the same."""
    nearly = chosen.copy()
    for column in given.T[1:]:  # column by column is quick, and few rows are left
        nearly &= np.abs(column - given[:, 0]) <= _EXACT * total
    return int((np.ptp(given[nearly], axis=1) <= _EXACT * total).sum())


def _settled(given: Numbers, total: float) -> tuple[Numbers, Counter[str]]:
    """Return the points of people who left out some or do not come to the total."""
    blank = np.isnan(given)
    sums = np.where(blank, 0.0, given).sum(axis=1)
    some = ~blank.all(axis=1)
    whole = ~blank.any(axis=1)
    exact = some & (np.abs(sums - total) <= _EXACT * total)
    near = whole & ~exact & (np.abs(sums - total) <= POINTS_TOLERANCE * total)
    dropped = some & ~exact & ~near
    zeros = exact & ~whole
    kept = exact | near
    scaled = np.full_like(given, np.nan)
    scaled[kept] = np.where(blank, 0.0, given)[kept] * (total / sums[kept])[:, None]
    scaled[exact] = np.where(blank, 0.0, given)[exact]
    equal = kept & (np.ptp(np.where(kept[:, None], scaled, 0.0), axis=1) <= _EXACT * total)
    who = {
        "kept": kept,
        "points_rescaled": near,
        "points_blanks_zero": zeros,
        "points_dropped": dropped,
        "points_equal": equal,
    }
    return scaled, Counter({code: int(people.sum()) for code, people in who.items()})


def points_notes(
    counts: Mapping[str, int], dimensions: Sequence[str], instrument: Instrument, file: str
) -> list[Note]:
    """Return notes on what was done to the points of how many people."""
    total = instrument.importance.total
    found = [
        Note(code, {"n": counts[code], "total": total}, file)
        for code in _COUNTED
        if counts.get(code)
    ]
    if not counts.get("kept"):
        return [*found, Note("points_none", {}, file)]
    gone = ", ".join(d for d in dimensions if d not in instrument.dimension_ids)
    return (
        [*found, Note("points_without_dimensions", {"dimensions": gone}, file)] if gone else found
    )


def _without_dimensions(
    scaled: Numbers, dimensions: Sequence[str], instrument: Instrument
) -> Numbers:
    """Return the points of the dimensions that are left, adding up to the total again."""
    places = [i for i, d in enumerate(dimensions) if d in instrument.dimension_ids]
    if len(places) == len(dimensions):
        return scaled
    left = scaled[:, places]
    sums = left.sum(axis=1, keepdims=True)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(sums > 0, left * (instrument.importance.total / sums), np.nan)


def _is_rank(word: str, k: int) -> bool:
    """Say whether a code is a rank from 1 to k."""
    return word.isdecimal() and 1 <= int(word) <= k
