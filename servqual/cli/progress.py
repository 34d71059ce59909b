"""One line on the terminal that tells how far a long command is."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

import typer

from servqual.cli import terminal

INTERRUPTED = 130  # 128 + the number of the signal, as shells count
EVERY = 0.2  # seconds between two states of the line
SOON = 2.0  # seconds after which a guess of the time left is worth something
MB = 1_000_000


class Line:
    """A line on standard error that is written over, and gone at the end.

    Nothing is written where standard error is no terminal, or the user wants no words.
    """

    def __init__(self, *, quiet: bool) -> None:
        self._shown = sys.stderr.isatty() and not quiet
        self._began = monotonic()
        self._last = 0.0
        self._width = 0

    def tell(self, rows: int, done: int, total: int | None, unit: str = "MB") -> None:
        """Write the state over the one before.

        Parameters
        ----------
        rows : int
            How many were dealt with.
        done, total : int
            Bytes (unit MB) or rows of the source that were dealt with, and that there are; None
            where nobody knows.
        unit : {"MB", "rows"}
        """
        now = monotonic()
        if not self._shown or now - self._last < EVERY:
            return
        self._last = now
        self._write(state(rows, done, total, now - self._began, unit))

    def clear(self) -> None:
        """Take the line away."""
        if self._width:
            self._write("")
            sys.stderr.write("\r")
            sys.stderr.flush()
            self._width = 0

    def _write(self, text: str) -> None:
        shown = terminal.cut(text.translate(terminal.ASCII), _room())
        sys.stderr.write("\r" + shown.ljust(self._width))
        sys.stderr.flush()
        self._width = len(shown)


def state(rows: int, done: int, total: int | None, seconds: float, unit: str) -> str:
    """Return what a line says.

    Examples
    --------
    >>> state(4_300_000, 660 * MB, 1535 * MB, 10, "MB")
    '4,300,000 rows, 430,000 rows/s, 660 of 1,535 MB, 0:13 left'
    >>> state(250_000, 250_000, 10_000_000, 1, "rows")
    '250,000 rows of 10,000,000, 250,000 rows/s'
    >>> state(1000, 0, None, 0, "MB")
    '1,000 rows'
    """
    known = bool(total) and done > 0
    words = [f"{rows:,} rows"]
    if unit == "rows" and total:
        words = [f"{rows:,} rows of {total:,}"]
    if seconds > 0:
        words.append(f"{rows / seconds:,.0f} rows/s")
    if unit == "MB" and total:
        words.append(f"{done / MB:,.0f} of {total / MB:,.0f} MB")
    if known and seconds >= SOON and total:
        words.append(f"{clock(seconds * (total - done) / done)} left")
    return ", ".join(words)


def clock(seconds: float) -> str:
    """Return a time as minutes and seconds, with hours where there are any.

    Examples
    --------
    >>> [clock(seconds) for seconds in (0, 75.4, 3725)]
    ['0:00', '1:15', '1:02:05']
    """
    whole = max(0, round(seconds))
    hours, minutes = whole // 3600, whole // 60 % 60
    return f"{hours}:{minutes:02}:{whole % 60:02}" if hours else f"{minutes}:{whole % 60:02}"


def size(content: int) -> str:
    """Return a number of bytes as one reads it.

    Examples
    --------
    >>> [size(number) for number in (640, 64_000, 64_400_000)]
    ['1 kB', '64 kB', '64.4 MB']
    """
    if content < MB:
        return f"{max(1, round(content / 1000)):,} kB"
    return f"{content / MB:,.1f} MB"


@contextmanager
def told(*, quiet: bool) -> Iterator[Line]:
    """Give a line for the time of some work; an interrupt says that nothing was written.

    Raises
    ------
    typer.Exit
        With status 130, after an interrupt.
    """
    line = Line(quiet=quiet)
    try:
        yield line
    except KeyboardInterrupt:
        line.clear()
        terminal.say("servqual: stopped; nothing was written.")
        raise typer.Exit(INTERRUPTED) from None
    finally:
        line.clear()


def _room() -> int:
    """Return how many columns the line may take: one less than the terminal has."""
    from shutil import get_terminal_size

    return max(20, get_terminal_size().columns - 1)
