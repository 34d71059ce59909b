"""People columns made safe to pass on: rare values merged, columns that tell too much left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from servqual.disclosure import FEW_PEOPLE
from servqual.results.codebook import LeftOut, Merged

Names = npt.NDArray[np.object_]
Answers = npt.NDArray[np.float64]


@dataclass
class Kept:
    """People columns that are passed on, what was merged in them, what was left out.

    ``smallest`` is how many people share the rarest combination, None without a column.
    """

    columns: dict[str, Names] = field(default_factory=dict)
    merged: list[Merged] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    smallest: int | None = None


def made_safe(
    columns: Mapping[str, Names],
    answers: Answers,
    min_cell: int,
    *,
    other: str,
    never: Mapping[str, Iterable[str]],
) -> Kept:
    """Return the columns with rare values merged, so that nobody is told by any combination.

    Parameters
    ----------
    columns : mapping of name to str array, shape (n_people,)
        The most important first: a later one is merged, or left out, before an earlier one is.
    answers : array, shape (n_people, k)
        Everything else that is passed on about a person; NaN for no answer.
    min_cell : int
        Fewest people who share a combination of values.
    other : str
        The name that rare values are put under; blanks are rare where few are blank.
    never : mapping of column to names
        What is not shown elsewhere, and therefore not here.

    Returns
    -------
    Kept
        Every combination that occurs is shared by at least ``min_cell`` people; where they are
        fewer than 30, they do not all give the same answer to any question. Whole names are
        merged, never single people, so that no total less the named rows leaves a few.

    Examples
    --------
    >>> branch = np.array(["North"] * 6 + ["South"] * 5 + ["East"] * 2, dtype=object)
    >>> answers = np.arange(13.0)[:, None]
    >>> found = made_safe({"branch": branch}, answers, 5, other="other", never={})
    >>> found.merged, found.smallest
    ([Merged(column='branch', n_groups=2, n=7)], 6)
    """
    kept = Kept()
    for name, values in columns.items():
        merged = _merged(
            list(kept.columns.values()), values, answers, min_cell, other, set(never.get(name, ()))
        )
        if merged is None:
            alone = _merged([], values, answers, min_cell, other, set(never.get(name, ())))
            kept.left_out.append(LeftOut(name, "few" if alone is None else "together"))
            continue
        kept.columns[name] = merged
        changed = values[merged != values]
        if len(changed):
            kept.merged.append(Merged(name, len(set(changed)), len(changed)))
    if kept.columns:
        cells = _cells(list(kept.columns.values()))
        kept.smallest = int(np.bincount(cells).min()) if len(cells) else 0
    return kept


def _merged(
    beside: Sequence[Names],
    values: Names,
    answers: Answers,
    min_cell: int,
    other: str,
    hidden: set[str],
) -> Names | None:
    """Return a column with as few names merged as it takes; None if no two values are left."""
    found = np.where(np.isin(values.astype(str), list(hidden)), other, values).astype(object)
    while True:
        counts = Counter(found.tolist())
        if len(counts) < 2:
            return None
        unsafe = _unsafe(_cells([*beside, found]), answers, min_cell)
        if not unsafe.any():
            return found
        named = [name for name in counts if name != other]
        # what stands in an unsafe cell itself goes first, then the rarest name
        inside = [name for name in set(found[unsafe].tolist()) if name != other] or named
        if not inside:
            return None
        rarest = min(inside, key=lambda name: (counts[name], str(name)))
        found = np.where(found == rarest, other, found).astype(object)


def _cells(columns: Sequence[Names]) -> npt.NDArray[np.intp]:
    """Return for each person the number of the combination of values."""
    cells = np.zeros(len(columns[0]), dtype=np.intp)
    for values in columns:
        _, codes = np.unique(values.astype(str), return_inverse=True)
        _, cells = np.unique(cells * (codes.max(initial=0) + 1) + codes, return_inverse=True)
    return cells


def _unsafe(cells: npt.NDArray[np.intp], answers: Answers, min_cell: int) -> npt.NDArray[np.bool_]:
    """Return who stands in a cell of too few people, or of few who all give the same answer."""
    sizes = np.bincount(cells)
    bad = sizes < min_cell
    for cell in np.flatnonzero(~bad & (sizes < FEW_PEOPLE)):
        bad[cell] = alike(answers[cells == cell])
    return np.asarray(bad[cells])


def alike(answers: Answers) -> bool:
    """Say whether some people all give one and the same answer to a question.

    >>> alike(np.array([[7.0, 1.0], [7.0, 2.0]])), alike(np.array([[7.0, 1.0], [6.0, 2.0]]))
    (True, False)
    """
    there = ~np.isnan(answers)
    low = np.where(there, answers, np.inf).min(axis=0, initial=np.inf)
    high = np.where(there, answers, -np.inf).max(axis=0, initial=-np.inf)
    return bool(np.any(there.any(axis=0) & (low == high)))
