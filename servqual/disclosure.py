"""Which groups of a breakdown may be shown, so that nobody can be picked out of one."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

FEW_PEOPLE = 30


def shown_groups(
    bases: Mapping[str, Sequence[int]], min_cell: int, never: Collection[str] = ()
) -> list[str]:
    """Return the groups that may be shown under published totals, in the given order.

    Parameters
    ----------
    bases : mapping of group to sequence of int
        For each group the unweighted number of people behind each figure that would be shown, the
        figures in the same order for every group.
    min_cell : int
        Fewest people behind a figure.
    never : collection of str
        Groups that are not shown whatever their size, for instance the people without a group; what
        they hide counts.

    Returns
    -------
    list of str
        A group is shown or hidden as a whole, by its smallest base. Because the total is published,
        what the hidden groups have together can be worked out: where that is less than
        ``min_cell`` behind any figure, the next smallest group is hidden too.

    Examples
    --------
    >>> shown_groups({"North": [40], "South": [12], "East": [4]}, 10)
    ['North']
    >>> shown_groups({"North": [40], "South": [12], "East": [6], "West": [7]}, 10)
    ['North', 'South']
    """
    shown = {name for name, n in bases.items() if n and min(n) >= min_cell and name not in never}
    while shown and not _covered([n for name, n in bases.items() if name not in shown], min_cell):
        shown.remove(min(shown, key=lambda name: (min(bases[name]), name)))
    return [name for name in bases if name in shown]


def _covered(hidden: Sequence[Sequence[int]], min_cell: int) -> bool:
    """Say whether hidden groups hide each other: together nobody, or enough behind every figure."""
    together = [sum(n) for n in zip(*hidden, strict=True)]
    return all(n == 0 or n >= min_cell for n in together)


def decimals(n: int) -> int:
    """Return to how many decimals a mean of a breakdown is given: 2, or 1 below 30 people."""
    return 2 if n >= FEW_PEOPLE else 1
