"""Sums a source in this process: one thread reads, a few others parse, judge and add up."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from typing import TYPE_CHECKING

from servqual._threads import one_blas_thread
from servqual.engines.progress import Progress, Teller
from servqual.errors import ServqualError
from servqual.importer.streaming.blocks import RawBlock, RowSource
from servqual.scoring.gathering import Gathering
from servqual.scoring.survey_summary import Asked, SurveySummary

if TYPE_CHECKING:
    from servqual.importer.streaming.deciding import Decided

# blocks go to lanes in turn and each lane adds its own in order, so that sums of weights, whose
# last digit hangs on the order of adding, are the same however many threads there are up to this
LANES = 2


def sum_up(
    source: RowSource,
    decided: Decided,
    asked: Asked,
    threads: int,
    tell: Callable[[Progress], None] | None = None,
) -> list[SurveySummary]:
    """Return what the lanes gathered of a source that ended well, in order; [] of no block.

    Parameters
    ----------
    source : RowSource
        Its sample was taken.
    decided : Decided
        Keeps what its cells gave rise to.
    asked : Asked
    threads : int
        How many threads parse and add up, beside the calling one, which reads.
    tell : function of Progress, optional
        Called from the calling thread.

    Raises
    ------
    ServqualError
        Of the first block, in the order of the source, that cannot be used. Whatever is raised,
        KeyboardInterrupt too, no thread is left behind.
    """
    stop = threading.Event()
    lanes = [_Lane(decided, asked, stop) for _ in range(max(LANES, threads))]
    teller = Teller(tell, source.total_size)
    with ExitStack() as stack:
        stack.enter_context(one_blas_thread)
        workers = [
            stack.enter_context(ThreadPoolExecutor(1, thread_name_prefix=f"servqual-{i}"))
            for i in range(threads)
        ]
        # before the workers are waited for: they pass over whatever is not begun
        stack.callback(stop.set)
        blocks = source.blocks(decided.kinds)
        stack.callback(getattr(blocks, "close", lambda: None))

        def hand_on(place: int, block: RawBlock) -> Future[tuple[int, int]]:
            lane = place % len(lanes)
            return workers[lane % threads].submit(lanes[lane].add, block)

        for rows, size in _in_turn(blocks, hand_on, threads):
            teller.add(rows, size)
    teller.end()
    return [summary for lane in lanes if (summary := lane.summary())]


class _Lane:
    """Adds up every so-manieth block, in the order of the source."""

    def __init__(self, decided: Decided, asked: Asked, stop: threading.Event) -> None:
        self.gathering: Gathering | None = None
        self._decided, self._asked, self._stop = decided, asked, stop

    def add(self, block: RawBlock) -> tuple[int, int]:
        """Add a block up and return its rows and size; stop short where everybody is to stop."""
        if self._stop.is_set():
            return 0, 0
        size = block.size
        rows = block.parse()
        del block
        if self._stop.is_set():
            return 0, 0
        responses = self._decided.responses(rows)
        del rows  # the text behind it is not needed while the answers are added up
        if not self._stop.is_set():
            self.gathering = self.gathering or Gathering(self._asked)
            self.gathering.add(responses)
        return responses.source.rows, size

    def summary(self) -> SurveySummary | None:
        """Return what was added up, None of no block, and let go of what it was added up in."""
        gathering, self.gathering = self.gathering, None
        return gathering.summary() if gathering else None


def _in_turn(
    blocks: Iterator[RawBlock],
    hand_on: Callable[[int, RawBlock], Future[tuple[int, int]]],
    threads: int,
) -> Iterator[tuple[int, int]]:
    """Yield rows and size of each block once it is added up, in the order of the source.

    At most ``threads`` + 2 blocks are alive: those that are worked on, one that waits, and one that
    is being read. Errors too come in the order of the source, so that the same is raised each time.
    """
    waiting: deque[Future[tuple[int, int]]] = deque()
    place = 0
    while True:
        try:
            block = next(blocks, None)
        except ServqualError:
            # what is wrong with a block before comes first
            yield from (future.result() for future in waiting)
            raise
        if block is None:
            break
        waiting.append(hand_on(place, block))
        place += 1
        del block  # else it would live on while the next one is read
        if len(waiting) > threads:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()
