"""What a saved file keeps for resampling: random groups of enough people, never people."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from servqual.statistics.people import RANDOM_GROUPS
from servqual.statistics.summary import Summary

# of fewer groups the spread between them would tell little of the sampling error
FEWEST_GROUPS = 40
PER_PRODUCT = 2  # people for every product of two, where products of four are summed


Note = Callable[..., None]


def resampling_kept(total: Summary, per_answer: int, min_cell: int, note: Note) -> Summary:
    """Return sums without people one by one and without products of too few people.

    Parameters
    ----------
    total : Summary
    per_answer : int
        People for every column, where products of two are summed.
    min_cell : int
    note : function of a code and names
        Told what is left out.
    """
    n_groups = _n_groups(total, max(min_cell, per_answer * _widest(total)))
    powers = {}
    for name, sums in total.powers.items():
        if sums.n < max(min_cell, PER_PRODUCT * len(sums.total)):
            note("powers", name)
        else:
            powers[name] = sums.coarser(n_groups)
    if n_groups == 0 and total.drawn is not None:
        note("resampling", "")
    elif 0 < n_groups < RANDOM_GROUPS:
        note("random_groups", *map(str, range(n_groups)))
    return replace(
        total,
        powers=powers,
        drawn=total.drawn.coarser(n_groups) if total.drawn and n_groups else None,
        layout=replace(
            total.layout, powers=tuple(s for s in total.layout.powers if s.name in powers)
        ),
    )


def _widest(total: Summary) -> int:
    """Return how many columns the widest set has whose products random groups sum."""
    drawn = [len(names) for _, names in total.drawn.layout.sets] if total.drawn else []
    return max([*drawn, *(sums.k for sums in total.powers.values() if sums.grouped)], default=1)


def _n_groups(total: Summary, least: int) -> int:
    """Return into how many random groups people go so that each holds enough, 0 if too few do."""
    if total.drawn is None:
        return 0
    several = [total.drawn.groups.people_in]
    several += [sums.people_in for sums in total.powers.values() if sums.grouped]
    # a set that nobody completed sums nothing, so it tells of nobody and must not decide
    several = [people for people in several if people.any()] or several
    most = min(map(len, several))
    for n in range(most, FEWEST_GROUPS - 1, -1):
        if any(len(people) % n for people in several):
            continue
        if all(people.reshape(-1, n).sum(axis=0).min() >= least for people in several):
            return n
    return 0
