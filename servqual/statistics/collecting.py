"""A random sample of people, gathered while they come by block by block."""

from __future__ import annotations

import numpy as np

from servqual.statistics import people as kept
from servqual.statistics.people import (
    ROWS_AT_ONCE,
    SLACK,
    Hashes,
    People,
    Places,
    Sample,
    hashed,
    parts_of,
)

# of more the memory of a whole sample is asked for: it is taken as it fills, while memory that
# was outgrown lies about
_FEW = 10_000


class Collecting:
    """People on their way into a Sample, in memory that is taken once and used again."""

    def __init__(self) -> None:
        self._most = kept.MOST_PEOPLE
        self._room = max(int(SLACK * self._most), self._most + 1)
        self._n = self._kept = 0
        self._people: People | None = None
        self._shown = False  # whether a sample looks into this memory
        self._last: np.uint64 | None = None

    @property
    def n(self) -> int:
        """How many people came by."""
        return self._n

    def still(self, mixed: Hashes) -> Places:
        """Return which hashes of row numbers can still come into the sample."""
        return np.arange(len(mixed)) if self._last is None else np.flatnonzero(mixed <= self._last)

    def add(self, people: People, n: int) -> None:
        """Add those of n people that can still come into the sample."""
        self._n += n
        while len(people):
            now = min(self._room - self._kept, len(people))
            self._put(people.first(now))
            people = people.take(np.arange(now, len(people)))
            if self._kept == self._room:
                self._sort_out()
                people = people.take(self.still(hashed(people.numbers)))

    def _put(self, people: People) -> None:
        """Write some people behind those who are kept; there is room for them."""
        n = self._kept + len(people)
        held = people.with_room(0) if self._people is None else self._people
        new = np.setdiff1d(people.loose_at, held.loose_at)
        if self._shown or n > len(held) or len(new):
            room = len(held) if n <= len(held) else self._room if n > _FEW else 2 * n
            held = held.first(self._kept).loosened(new).with_room(room)
        held.put(self._kept, people.loosened(held.loose_at))
        self._people, self._kept, self._shown = held, n, False

    def _sort_out(self) -> None:
        """Keep only as many people as a sample has."""
        if self._people is None:
            return
        chosen = self._people.first(self._kept).fewest_at(self._most)
        # nobody moves to a later place, so that some after others can move within the same memory
        for some in parts_of(len(chosen), ROWS_AT_ONCE):
            self._people.put(some.start, self._people.take(chosen[some]))
        self._kept = len(chosen)
        self._last = hashed(self._people.numbers[: self._kept]).max()

    def sample(self, nobody: People, n: int | None = None) -> Sample:
        """Return the sample of those who came so far; n where not all of them were shown here."""
        if self._kept > self._most:
            self._sort_out()
        held = nobody if self._people is None else self._people.first(self._kept)
        self._shown = True
        return Sample(self._n if n is None else n, (held,), self._most)
