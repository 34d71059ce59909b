"""How many random groups and which small counts a saved file keeps."""

from types import SimpleNamespace
from typing import Any

import numpy as np

from servqual.scoring.stored_resampling import _n_groups
from servqual.scoring.stored_rule import Rule, rounded


def _total(*sets: int) -> Any:
    """Return sums of 1,000 random groups of 100 people, and sets with so many in each group."""
    powers = {
        str(k): SimpleNamespace(grouped=True, people_in=np.full(1000, n))
        for k, n in enumerate(sets)
    }
    drawn = SimpleNamespace(groups=SimpleNamespace(people_in=np.full(1000, 100)))
    return SimpleNamespace(drawn=drawn, powers=powers)


def test_a_set_that_nobody_completed_does_not_decide_the_random_groups() -> None:
    assert _n_groups(_total(100, 0), 88) == _n_groups(_total(100), 88) == 1000


def test_a_set_of_few_people_still_decides() -> None:
    assert _n_groups(_total(100, 1), 88) == 0


def test_a_few_people_left_out_are_told_as_none_and_other_counts_as_the_nearer_end() -> None:
    rule = Rule(min_cell=10, answers=44)

    kept = [rounded(n, rule, "left_out:gap:empathy") for n in (0, 3, 9, 10, 25)]
    assert kept == [0, 0, 0, 10, 25]
    assert [rounded(n, rule, "suspect") for n in (0, 3, 9, 10)] == [0, 0, 10, 10]
