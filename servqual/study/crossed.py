"""Two columns crossed: what is known of their cells, and which of them may be shown."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

import numpy as np

from servqual.disclosure import Alike, Cell, enough
from servqual.statistics.summary import Summary

Pair = tuple[str, str]
MOST_HIDDEN = 150  # cells among which sums of three are looked for
NOTHING_LEFT = 1e-9


class Crossed(dict[str, Summary]):
    """The Summaries of a breakdown by two columns, by the name of both groups together.

    People with a blank in either column are one group more, ``""``.

    Attributes
    ----------
    pairs : mapping of name to (first group, second group)
        Of every name but ``""``.
    blanks : mapping of (first group, second group) to Summary
        The people with a blank, one or both of the two being ``""``.
    alone : two mappings of group to Summary
        The breakdown by either column.
    """

    def __init__(
        self,
        found: Mapping[str, Summary],
        pairs: Mapping[str, Pair],
        blanks: Mapping[Pair, Summary],
        alone: tuple[Mapping[str, Summary], Mapping[str, Summary]],
    ) -> None:
        super().__init__(found)
        self.pairs = dict(pairs)
        self.blanks = dict(blanks)
        self.alone = alone

    def cells(self) -> dict[str, tuple[Pair, Summary]]:
        """Return every cell by a name of its own: those that have one, and the blanks."""
        named = {name: (pair, self[name]) for name, pair in self.pairs.items()}
        return named | {"\0".join(pair): (pair, own) for pair, own in self.blanks.items()}


Lines = tuple[Collection[str], Collection[str]]


def shown_crossed(
    bases: Mapping[Pair, Sequence[int]],
    min_cell: int,
    hidden: Lines = ((), ()),
    alike: Mapping[Pair, Sequence[Alike]] | None = None,
    never: Collection[Pair] = (),
) -> list[Pair]:
    """Return the cells of two columns crossed that may be shown beside the totals of either.

    Parameters
    ----------
    bases : mapping of (row, column) to sequence of int
        As in :func:`shown_groups`, a cell in place of a group; people for whom a column is blank
        are cells as well, of the row or column ``""``.
    min_cell : int
    hidden : two collections of str
        Rows and columns that are hidden themselves: no cell of theirs is shown, and no total.
    alike : mapping of cell to sequence of tuple, optional
    never : collection of cells
        Cells that are not shown whatever their size.

    Returns
    -------
    list of cells
        What is hidden in a row, in a column and in all is nobody, or enough people behind every
        figure. A hidden cell that follows from the totals (in no closed path of hidden cells:
        Gusfield 1988) counts as known, and what is left of its row and column is judged again.
        So are sums of two and three hidden cells that follow from several totals together. Until
        all of this holds, the smallest cell beside what is told is hidden, too.

    Examples
    --------
    A cell of 4 is hidden; so that it does not follow from the totals of its row and its column, one
    more is hidden in either, and where those two meet a third.

    >>> sizes = [("a", "x", 4), ("a", "y", 30), ("b", "x", 20), ("b", "y", 12), ("c", "y", 30)]
    >>> shown_crossed({(row, column): [n] for row, column, n in sizes}, 10)
    [('c', 'y')]
    """
    same = alike or {cell: [()] * len(n) for cell, n in bases.items()}
    figures = {cell: list(zip(n, same[cell], strict=True)) for cell, n in bases.items()}
    # the totals of all rows that are hidden are known together only, so they are one row
    where = {c: tuple("" if c[i] in hidden[i] else c[i] for i in range(2)) for c in bases}
    shown = {
        cell
        for cell, found in figures.items()
        if cell not in never and all(where[cell]) and all(enough([one], min_cell) for one in found)
    }
    while shown:
        together: dict[Pair, list[Sequence[Cell]]] = {}
        for cell in figures.keys() - shown:
            row, column = where[cell]
            together.setdefault((row, column), []).append(figures[cell])
        told = _told(together, min_cell, _follows) or _told(together, min_cell, _added)
        if told is None:
            break
        lines = [{cell[i] for cell in told} for i in range(2)]
        beside = [c for c in shown if any(len(s) == 1 and c[i] in s for i, s in enumerate(lines))]
        shown.remove(min(beside or shown, key=lambda cell: (min(bases[cell]), cell)))
    return [cell for cell in bases if cell in shown]


def _told(
    hidden: Mapping[Pair, Sequence[Sequence[Cell]]],
    min_cell: int,
    sums: Callable[[Sequence[Pair]], list[list[Pair]]],
) -> list[Pair] | None:
    """Return hidden cells whose sum is known and of too few people; None where there are none."""
    looked: dict[frozenset[Pair], list[list[Pair]]] = {}
    size = len(next(iter(hidden.values()))[0]) if hidden else 0
    for k in range(size):
        people = {cell: [one[k] for one in several] for cell, several in hidden.items()}
        there = frozenset(cell for cell, found in people.items() if any(n for n, _ in found))
        if there not in looked:
            looked[there] = sums(sorted(there))
        for known in looked[there]:
            if not enough([one for cell in known for one in people[cell]], min_cell):
                return known
    return None


def _follows(hidden: Sequence[Pair]) -> list[list[Pair]]:
    """Return the sets of hidden cells whose sums follow from the totals."""
    known, left = [list(hidden)] if hidden else [], list(hidden)
    while left:
        for i in range(2):
            known += [[c for c in left if c[i] == line] for line in sorted({c[i] for c in left})]
        alone = _alone(left)
        known += [[cell] for cell in sorted(alone)]
        left = [cell for cell in left if cell not in alone] if alone else []
    return known


def _added(hidden: Sequence[Pair]) -> list[list[Pair]]:
    """Return the sets of two and three hidden cells whose sums follow from several totals.

    A sum follows if it is a combination of rows and columns: if nothing is left of it beside them.
    """
    lines = sorted({(i, cell[i]) for cell in hidden for i in range(2)})
    if not hidden or len(hidden) > MOST_HIDDEN:
        return []
    table = np.array([[cell[i] == name for cell in hidden] for i, name in lines], dtype=np.float64)
    left = np.eye(len(hidden)) - np.linalg.pinv(table) @ table
    own = np.diag(left)
    two = own[:, None] + own[None, :] + 2 * left
    pairs = np.argwhere(np.triu(np.abs(two) < NOTHING_LEFT, 1))
    three = two[:, :, None] + own + 2 * (left[:, None, :] + left[None, :, :])
    i, j, k = np.nonzero(np.abs(three) < NOTHING_LEFT)
    triples = np.column_stack([i, j, k])[(i < j) & (j < k)]
    return [[hidden[n] for n in found] for found in (*pairs.tolist(), *triples.tolist())]


def _alone(cells: Sequence[Pair]) -> set[Pair]:
    """Return the cells in no closed path of rows and columns (the bridges of their graph)."""
    near: dict[tuple[int, str], list[tuple[tuple[int, str], Pair]]] = {}
    for cell in cells:
        ends = (0, cell[0]), (1, cell[1])
        near.setdefault(ends[0], []).append((ends[1], cell))
        near.setdefault(ends[1], []).append((ends[0], cell))
    order: dict[tuple[int, str], int] = {}
    found: set[Pair] = set()

    def earliest(line: tuple[int, str], came: Pair | None) -> int:
        """Return the first line that can be reached from here without the way back (Tarjan)."""
        low = order[line] = len(order)
        for other, cell in near[line]:
            if other not in order:
                reach = earliest(other, cell)
                if reach > order[line]:
                    found.add(cell)
                low = min(low, reach)
            elif cell != came:
                low = min(low, order[other])
        return low

    for line in near:
        if line not in order:
            earliest(line, None)
    return found
