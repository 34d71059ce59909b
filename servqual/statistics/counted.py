"""How often each answer, and each pair of answers, was given."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from servqual.statistics.moments import Array

Counts = npt.NDArray[np.int64]
Counted = Mapping[str, tuple[Counts, Array]]


def added(ours: Counted, theirs: Counted) -> dict[str, tuple[Counts, Array]]:
    """Return the counts of two blocks together."""
    return {
        name: (counts + theirs[name][0], weighted + theirs[name][1])
        for name, (counts, weighted) in ours.items()
    }


def taken_off(ours: Counted, theirs: Counted) -> dict[str, tuple[Counts, Array]]:
    """Return the counts of a whole less those of a part; what the part does not hold is dropped."""
    return {
        name: (counts - theirs[name][0], weighted - theirs[name][1])
        for name, (counts, weighted) in ours.items()
        if name in theirs
    }
