"""Which groups of a breakdown may be shown, so that nobody can be picked out of one."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

FEW_PEOPLE = 30
# of few people a share near an end would tell what each of them answered (ends of methods 12)
SHARE_END = 0.05

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
        if figures and name not in never and all(enough([cell], min_cell) for cell in figures)
    }
    while shown and not _covered([c for name, c in cells.items() if name not in shown], min_cell):
        shown.remove(min(shown, key=lambda name: (min(bases[name]), name)))
    return [name for name in bases if name in shown]


Cell = tuple[int, Alike]


def _covered(hidden: Sequence[Sequence[Cell]], min_cell: int) -> bool:
    """Say whether hidden groups hide each other: together nobody, or enough behind every figure."""
    return all(
        not any(n for n, _ in figure) or enough(figure, min_cell)
        for figure in zip(*hidden, strict=True)
    )


def enough(figure: Sequence[Cell], min_cell: int) -> bool:
    """Say whether the mean of these groups together tells nothing about one person."""
    there = [(n, alike) for n, alike in figure if n]
    together = sum(n for n, _ in there)
    answers = zip(*(alike for _, alike in there), strict=True)
    unanimous = any(None not in values and len(set(values)) == 1 for values in answers)
    return together >= min_cell and not (unanimous and together < FEW_PEOPLE)


def decimals(n: int) -> int:
    """Return to how many decimals a mean of a breakdown is given: 2, or 1 below 30 people."""
    return 2 if n >= FEW_PEOPLE else 1


def shown_overlapping(
    people: Mapping[str, Sequence[frozenset[int]]],
    everybody: Sequence[frozenset[int]],
    min_cell: int,
) -> list[str]:
    """Return the groups that may be shown where people can be in several, in the given order.

    Parameters
    ----------
    people : mapping of group to sequence of sets
        For each group the people behind each figure that would be shown, the figures in the same
        order for every group.
    everybody : sequence of sets
        The people behind the published total of each figure.
    min_cell : int
        Fewest people behind a figure, and behind the difference of two.

    Returns
    -------
    list of str
        A group is hidden if a figure of it has too few people, if too few are left when it is
        taken from everybody, or if it holds another group and a few people more: the smaller of
        the two is hidden then, because the difference of two means is the mean of those few. Where
        those in no group are few, the smallest groups are hidden until they are enough. Sums of
        three groups and more are not looked at.

    Examples
    --------
    >>> wrote = {"queue": [frozenset(range(12))], "fees": [frozenset(range(10))]}
    >>> shown_overlapping(wrote, [frozenset(range(60))], 10)
    ['queue']
    """
    shown = [
        name
        for name, sets in people.items()
        if all(
            len(own) >= min_cell and _safe(total - own, min_cell)
            for own, total in zip(sets, everybody, strict=True)
        )
    ]
    for name in sorted(shown, key=lambda n: (_smallest(people[n]), n)):
        others = [other for other in shown if other != name]
        if any(_gives_away(people[name], people[other], min_cell) for other in others):
            shown.remove(name)
    while shown and not all(
        _safe(total.difference(*(people[name][k] for name in shown)), min_cell)
        for k, total in enumerate(everybody)
    ):
        shown.remove(min(shown, key=lambda n: (_smallest(people[n]), n)))
    return shown


def _smallest(sets: Sequence[frozenset[int]]) -> int:
    return min(map(len, sets), default=0)


def _safe(rest: frozenset[int], min_cell: int) -> bool:
    """Say whether those who are left over are nobody, or enough."""
    return not rest or len(rest) >= min_cell


def _gives_away(
    small: Sequence[frozenset[int]], large: Sequence[frozenset[int]], min_cell: int
) -> bool:
    """Say whether a group is another one but for a few people, in some figure."""
    return any(a <= b and not _safe(b - a, min_cell) for a, b in zip(small, large, strict=True))
