"""Reading in one thread and adding up in others: order, errors, interrupts, memory, progress."""

import signal
import threading
import time
import weakref
from itertools import count
from types import SimpleNamespace
from typing import ClassVar

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from threadpoolctl import threadpool_info, threadpool_limits

from servqual._threads import one_blas_thread
from servqual.engines import here
from servqual.engines.progress import Progress, Teller
from servqual.errors import FormatError, RatingError
from servqual.scoring.survey_summary import Asked


class Block:
    """A block that says its number when it is parsed, after a while or never."""

    size = 100
    alive: ClassVar[weakref.WeakSet] = weakref.WeakSet()

    def __init__(self, number, seconds=0.0, error=None):
        self.number, self.seconds, self.error = number, seconds, error
        Block.alive.add(self)

    def parse(self):
        time.sleep(self.seconds)
        if self.error:
            raise self.error
        return self.number


class Decided:
    kinds: ClassVar[dict] = {}

    def responses(self, number):
        return SimpleNamespace(number=number, source=SimpleNamespace(rows=10))


class Numbers:
    """Gathers the numbers of blocks."""

    def __init__(self, _):
        self.found = []

    def add(self, responses):
        self.found.append(responses.number)

    def summary(self):
        return self.found


@pytest.fixture(autouse=True)
def numbers(monkeypatch):
    monkeypatch.setattr(here, "Gathering", Numbers)


def source_of(blocks, total=None):
    return SimpleNamespace(blocks=lambda _: iter(blocks), total_size=total)


def lanes_of(blocks, threads=2, tell=None):
    return here.sum_up(source_of(blocks), Decided(), Asked(), threads, tell)


def servqual_threads():
    return [t for t in threading.enumerate() if t.name.startswith("servqual")]


@given(n=st.integers(0, 9), threads=st.sampled_from([1, 2]))
def test_one_thread_or_two_hand_each_lane_the_same_blocks_in_the_same_order(n, threads):
    lanes = lanes_of([Block(i) for i in range(n)], threads)

    assert lanes == [lane for lane in ([*range(0, n, 2)], [*range(1, n, 2)]) if lane]


def test_four_threads_have_a_lane_each():
    lanes = lanes_of([Block(i) for i in range(10)], threads=4)

    assert lanes == [[0, 4, 8], [1, 5, 9], [2, 6], [3, 7]]


@pytest.mark.parametrize("threads", [1, 2, 4])
def test_few_blocks_are_in_memory_at_any_time(threads):
    most = []

    def blocks():
        for i in range(12):
            block = Block(i, seconds=0.005)
            most.append(len(Block.alive))
            yield block
            del block

    Block.alive.clear()
    lanes_of(blocks(), threads)

    assert max(most) <= threads + 2
    assert len(Block.alive) == 0


def test_the_first_fault_in_the_order_of_the_source_is_told_even_if_a_later_one_shows_sooner():
    late, soon = RatingError("row 2"), RatingError("row 900")
    blocks = [Block(0, seconds=0.05, error=late), Block(1, error=soon)]

    with pytest.raises(RatingError, match="row 2"):
        lanes_of(blocks)


def test_a_fault_of_a_block_is_told_before_the_source_that_ends_too_early_behind_it():
    def blocks():
        yield Block(0, seconds=0.05, error=RatingError("row 2"))
        raise FormatError("ends too early")

    with pytest.raises(RatingError, match="row 2"):
        lanes_of(blocks())


def test_a_source_that_ends_too_early_gives_nothing():
    def blocks():
        yield Block(0)
        raise FormatError("ends too early")

    with pytest.raises(FormatError, match="ends too early"):
        lanes_of(blocks())


def test_a_fault_stops_the_reading_soon_and_leaves_no_thread():
    read = count()
    blocks = (Block(next(read), error=RatingError("row 2") if i == 1 else None) for i in count())

    with pytest.raises(RatingError):
        lanes_of(blocks)

    assert next(read) <= 6
    assert servqual_threads() == []


def test_a_mistake_of_a_programmer_surfaces_as_it_is():
    with pytest.raises(ZeroDivisionError):
        lanes_of([Block(0, error=ZeroDivisionError())])

    assert servqual_threads() == []


@pytest.mark.parametrize("threads", [1, 2])
def test_an_interrupt_ends_within_a_second_and_leaves_no_thread(threads):
    import _thread

    # an engine that was started by another test may have set a handler of its own
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    closed = []

    def blocks():
        try:
            for i in range(1000):  # an end, should the interrupt be lost
                yield Block(i, seconds=0.01)
        finally:
            closed.append(True)

    timer = threading.Timer(0.15, _thread.interrupt_main)
    timer.start()
    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        lanes_of(blocks(), threads)

    took = time.monotonic() - began
    timer.join()
    signal.signal(signal.SIGINT, before)
    assert took < 1.15
    assert closed == [True]
    assert servqual_threads() == []


def blas_threads():
    _ = np.ones((2, 2)) @ np.ones((2, 2))
    return {lib["num_threads"] for lib in threadpool_info() if lib["user_api"] == "blas"}


@pytest.fixture
def two_before():
    """Let linear algebra have two threads, whatever it was started with."""
    with threadpool_limits(2, user_api="blas"):
        yield


@pytest.mark.usefixtures("two_before")
def test_linear_algebra_keeps_to_one_thread_inside_and_has_its_own_back_after():
    inside = []
    lanes_of(inside.append(blas_threads()) or Block(i) for i in range(1))

    assert inside == [{1}]
    assert blas_threads() == {2}


@pytest.mark.usefixtures("two_before")
def test_the_last_to_leave_restores_the_threads_of_linear_algebra():
    one_blas_thread.__enter__()
    one_blas_thread.__enter__()
    one_blas_thread.__exit__()
    still = blas_threads()
    one_blas_thread.__exit__()

    assert still == {1}
    assert blas_threads() == {2}


def test_progress_ends_with_everything_that_was_summed():
    told = []
    here.sum_up(source_of([Block(i) for i in range(7)], 700), Decided(), Asked(), 2, told.append)

    last = told[-1]
    assert (last.rows, last.done, last.total) == (70, 700, 700)
    assert last.seconds_left == 0


def test_progress_is_told_at_most_ten_times_a_second():
    told, clock = [], count(0, 0.03)
    teller = Teller(told.append, None, lambda: next(clock))
    for _ in range(20):
        teller.add(rows=1, size=1)

    gaps = np.diff([p.seconds for p in told])
    assert len(told) > 3
    assert min(gaps) >= 0.1 - 1e-12


def test_a_source_that_does_not_say_how_large_it_is_has_no_time_left():
    assert Progress(rows=5, done=5, total=None, seconds=1.0).seconds_left is None
    assert Progress(rows=0, done=0, total=9, seconds=0.0).rows_per_second == 0


def test_an_error_of_the_one_who_is_told_stops_everything():
    def tell(_):
        raise BrokenPipeError

    with pytest.raises(BrokenPipeError):
        lanes_of((Block(i, seconds=0.11) for i in count()), tell=tell)

    assert servqual_threads() == []
