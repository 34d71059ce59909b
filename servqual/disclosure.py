"""Which groups of a breakdown may be shown, so that nobody can be picked out of one."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

FEW_PEOPLE = 30

Alike = tuple[float | None, ...]
"""For each set of answers behind a figure the value that everybody gave, None where they differ."""


def shown_groups(
    bases: Mapping[str, Sequence[int]],
    min_cell: int,
    never: Collection[str] = (),
    alike: Mapping[str, Sequence[Alike]] | None = None,
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
    alike : mapping of group to sequence of tuple, optional
        For each figure of a group which answers everybody shares: below 30 people such a figure
        would tell what each of them answered, so it counts as one with too few people.

    Returns
    -------
    list of str
        A group is shown or hidden as a whole, by its smallest base. Because the total is published,
        what the hidden groups have together can be worked out: where that is less than
        ``min_cell`` behind any figure, or fewer than 30 people who all answered alike, the next
        smallest group is hidden too. Each breakdown is judged alone: what two breakdowns tell
        together about people who share a group of both is not looked at.

    Examples
    --------
    >>> shown_groups({"North": [40], "South": [12], "East": [4]}, 10)
    ['North']
    >>> shown_groups({"North": [40], "South": [12], "East": [6], "West": [7]}, 10)
    ['North', 'South']
    >>> shown_groups({"North": [40], "South": [12]}, 10, alike={"North": [()], "South": [(7.0,)]})
    []
    """
    same = alike or {name: [()] * len(n) for name, n in bases.items()}
    cells = {name: list(zip(n, same[name], strict=True)) for name, n in bases.items()}
    shown = {
        name
        for name, figures in cells.items()
        if figures and name not in never and all(_enough([cell], min_cell) for cell in figures)
    }
    while shown and not _covered([c for name, c in cells.items() if name not in shown], min_cell):
        shown.remove(min(shown, key=lambda name: (min(bases[name]), name)))
    return [name for name in bases if name in shown]


Cell = tuple[int, Alike]


def _covered(hidden: Sequence[Sequence[Cell]], min_cell: int) -> bool:
    """Say whether hidden groups hide each other: together nobody, or enough behind every figure."""
    return all(
        not any(n for n, _ in figure) or _enough(figure, min_cell)
        for figure in zip(*hidden, strict=True)
    )


def _enough(figure: Sequence[Cell], min_cell: int) -> bool:
    """Say whether the mean of these groups together tells nothing about one person."""
    there = [(n, alike) for n, alike in figure if n]
    together = sum(n for n, _ in there)
    answers = zip(*(alike for _, alike in there), strict=True)
    unanimous = any(None not in values and len(set(values)) == 1 for values in answers)
    return together >= min_cell and not (unanimous and together < FEW_PEOPLE)


def decimals(n: int) -> int:
    """Return to how many decimals a mean of a breakdown is given: 2, or 1 below 30 people."""
    return 2 if n >= FEW_PEOPLE else 1
