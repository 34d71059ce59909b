"""Which groups may be shown in scores that the gaps of groups do not hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from servqual.disclosure import Alike, shown_groups
from servqual.results import Groups
from servqual.statistics.summary import Summary
from servqual.study.crossed import Crossed, shown_crossed

NO_SPREAD = 1e-9
Judged = tuple[dict[str, list[int]], dict[str, list[Alike]]]


def visible(
    by: str, summaries: Mapping[str, Summary], names: Sequence[str], groups: Groups, min_cell: int
) -> list[str]:
    """Return the groups whose mean in every one of these columns may be shown.

    Parameters
    ----------
    by : str
    summaries : mapping of group to Summary
        The group ``""`` holds the people for whom the column is blank.
    names : sequence of str
        Columns of scores.
    groups : Groups
        A group that is hidden there stays hidden.
    min_cell : int
    """
    hidden = {row.group for row in groups.groups if row.by == by and not row.shown}
    if isinstance(summaries, Crossed):
        return _crossed(summaries, names, hidden, min_cell)
    bases, alike = _judged(summaries, names)
    return shown_groups(bases, min_cell, never=("", *hidden), alike=alike)


def _crossed(crossed: Crossed, names: Sequence[str], hidden: set[str], min_cell: int) -> list[str]:
    lines = []
    for own in crossed.alone:
        bases, alike = _judged(own, names)
        lines.append({"", *own} - {*shown_groups(bases, min_cell, never=("",), alike=alike)})
    cells = crossed.cells()
    bases, alike = _judged({name: one for name, (_, one) in cells.items()}, names)
    name_of = {pair: name for name, (pair, _) in cells.items()}
    found = shown_crossed(
        {pair: bases[name] for pair, name in name_of.items()},
        min_cell,
        (lines[0], lines[1]),
        {pair: alike[name] for pair, name in name_of.items()},
        {pair for pair, name in name_of.items() if name in hidden},
    )
    return [name_of[pair] for pair in found]


def _judged(summaries: Mapping[str, Summary], names: Sequence[str]) -> Judged:
    """Return people behind every figure of every group, and what all of them have in common."""
    bases, alike = {}, {}
    for group, summary in summaries.items():
        vector = summary.means(names)
        bases[group] = [summary.n, *map(int, vector.n)]
        own: list[Alike] = [(None,)]
        for n, mean, sd in zip(vector.n, vector.mean, vector.sd, strict=True):
            same = n == 1 or (n > 1 and sd < NO_SPREAD)
            own.append((round(float(mean), 6) if same else None,))
        alike[group] = own
    return bases, alike
