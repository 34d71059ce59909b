"""Everything that is found out about how people answered, at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from servqual.notes import Note
from servqual.quality.careless import Flag, Mask, absolute_flags, n_answered, suspects
from servqual.quality.indices import relative_flags
from servqual.quality.noticed import traces
from servqual.results import FlagRow
from servqual.statistics.moments import Array

if TYPE_CHECKING:
    from servqual.responses import Responses


@dataclass(frozen=True)
class Examined:
    """Flags, who is suspect, and what was noticed about groups, weights and times.

    ``seconds`` is the median time, ``per_rating`` the median of each person's time per rating
    given; None where the file does not hold times.
    """

    flags: tuple[Flag, ...]
    suspect: Mask
    notes: tuple[Note, ...] = ()
    seconds: float | None = None
    per_rating: float | None = None

    def rows(self) -> tuple[FlagRow, ...]:
        """Return the flags as counts."""
        n = len(self.suspect)
        return tuple(
            FlagRow(f.rule, f.battery, f.n, f.n / n if n else 0.0, f.counts, f.limit)
            for f in self.flags
        )


def examine(answers: Responses, turned: Mapping[str, Array]) -> Examined:
    """Return what the answers tell about how they were given.

    Parameters
    ----------
    answers : Responses
        Of everybody, before anybody is left out.
    turned : mapping of battery to array, shape (n, n_items)
        The same ratings with negatively worded items turned round, NaN for missing.
    """
    absolute = absolute_flags(answers)
    flags = (*absolute, *relative_flags(answers, turned))
    seconds, per_rating = _times(answers)
    return Examined(
        flags,
        suspects(absolute, len(answers)),
        tuple(traces(answers, turned, flags)),
        seconds,
        per_rating,
    )


def _times(answers: Responses) -> tuple[float | None, float | None]:
    """Return the median time of a person and of a rating."""
    if answers.seconds is None or np.isnan(answers.seconds).all():
        return None, None
    answered = np.maximum(n_answered(answers), 1)
    return float(np.nanmedian(answers.seconds)), float(np.nanmedian(answers.seconds / answered))
