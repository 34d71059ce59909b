"""How far a long job is, told now and then."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

SECONDS_BETWEEN = 0.1


@dataclass(frozen=True)
class Progress:
    """How far the reading of a survey is.

    Attributes
    ----------
    rows : int
        Data rows that were summed.
    done : int
        Bytes of the source behind them; rows of a frame.
    total : int or None
        The same of the whole source, None where it does not say.
    seconds : float
        Since the reading began.

    Examples
    --------
    >>> half = Progress(rows=4_000_000, done=50, total=100, seconds=2.0)
    >>> half.rows_per_second, half.seconds_left
    (2000000.0, 2.0)
    """

    rows: int
    done: int
    total: int | None
    seconds: float

    @property
    def rows_per_second(self) -> float:
        """Rows per second so far, 0 before the first."""
        return self.rows / self.seconds if self.seconds > 0 else 0.0

    @property
    def seconds_left(self) -> float | None:
        """Seconds to go at the pace so far; None where the end is not known."""
        if self.total is None or self.done <= 0:
            return None
        return self.seconds * max(self.total - self.done, 0) / self.done


class Teller:
    """Counts what was summed and passes it on, at most ten times a second and at the end."""

    def __init__(
        self,
        tell: Callable[[Progress], None] | None,
        total: int | None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._tell, self._total, self._clock = tell, total, clock
        self._rows = self._done = 0
        self._began = self._told = clock()

    def add(self, rows: int, size: int) -> None:
        """Count a block, and pass the count on if the last time is long enough ago."""
        self._rows += rows
        self._done += size
        if self._tell and self._clock() - self._told >= SECONDS_BETWEEN:
            self.end()

    def end(self) -> None:
        """Pass on what was counted."""
        if self._tell:
            self._told = self._clock()
            seconds = self._told - self._began
            self._tell(Progress(self._rows, self._done, self._total, seconds))
