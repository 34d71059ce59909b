"""A simulated survey of any size: drawn block by block, in the memory of a few blocks."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np

from servqual.errors import SettingsError
from servqual.instrument import Instrument
from servqual.simulate.answers import Draws, draw_people
from servqual.simulate.model import Model, Numbers
from servqual.simulate.table import Coded, age_groups, coded_table

BLOCK = 16_384  # people that are drawn at once; another number would be another survey
THREADS = 2
Columns = dict[str, Numbers | Coded]
Made = TypeVar("Made")


@dataclass(frozen=True)
class Streamed:
    """A survey that is never in memory as a whole.

    Every block of people has its own random numbers and is always drawn in full, so the first rows
    of a survey do not depend on how many follow. The people follow the model of
    :func:`servqual.simulate`, whose survey of the same seed has other people.

    Attributes
    ----------
    n : int
        How many people.
    instrument : Instrument
    seed : int
    language : str
    model : Model
    """

    n: int
    instrument: Instrument
    seed: int = 1
    language: str = "en"
    model: Model = field(default_factory=Model)

    def __post_init__(self) -> None:
        if self.n < 1:
            raise SettingsError(
                f"simulate: n is {self.n}; it must be the number of people, 1 or more."
            )
        if self.seed < 0:
            raise SettingsError(f"simulate: the seed is {self.seed}; it must be 0 or more.")

    def block(self, number: int) -> Columns:
        """Return the columns of a block, headers as keys: float64, NaN for a blank, or texts."""
        draws = Draws(self.seed, number)
        ages = len(age_groups(self.language))
        people = draw_people(BLOCK, ages, self.model, len(self.instrument.dimensions), draws)
        found = coded_table(people, self.model, self.instrument, draws, self.language)
        first = number * BLOCK
        wanted = min(BLOCK, self.n - first)
        # the first column numbers the people
        found[next(iter(found))] = np.arange(first + 1, first + BLOCK + 1, dtype=np.float64)
        return {header: _head(column, wanted) for header, column in found.items()}

    def blocks(self, make: Callable[[Columns, int], Made]) -> Iterator[tuple[Made, int]]:
        """Yield what ``make`` makes of each block and its number, in order, and its people.

        Blocks are drawn and handed to ``make`` in two threads, a few ahead of who takes them.
        """
        workers = ThreadPoolExecutor(THREADS)
        ahead: deque[Future[tuple[Made, int]]] = deque()
        try:
            for number in range(-(-self.n // BLOCK)):
                ahead.append(workers.submit(self._made, make, number))
                if len(ahead) > THREADS:
                    yield ahead.popleft().result()
            while ahead:
                yield ahead.popleft().result()
        finally:
            workers.shutdown(cancel_futures=True)

    def _made(self, make: Callable[[Columns, int], Made], number: int) -> tuple[Made, int]:
        columns = self.block(number)
        return make(columns, number), len(next(iter(columns.values())))


def _head(column: Numbers | Coded, n: int) -> Numbers | Coded:
    """Return the first of a column."""
    return Coded(column.positions[:n], column.texts) if isinstance(column, Coded) else column[:n]
