"""Words in the terminal: results to standard output, messages to standard error."""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import typer

from servqual.errors import OwnWordsWarning

# a true minus cannot be written in the code pages of many consoles
ASCII = str.maketrans({"\N{MINUS SIGN}": "-"})
PIPED = 100  # columns of output that goes to a file or another program
TONES: dict[str, dict[str, Any]] = {
    "good": {"fg": "green", "bold": True},
    "look": {"fg": "yellow", "bold": True},
    "bad": {"fg": "red", "bold": True},
    "head": {"bold": True},
    "quiet": {"dim": True},
}


def prepare_streams() -> None:
    """Make sure that a letter which the console lacks becomes ``?`` instead of a crash."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")


def show(text: str) -> None:
    """Print a result on standard output."""
    typer.echo(text.translate(ASCII))


def say(text: str, *, quiet: bool = False) -> None:
    """Print a message on standard error, unless the user wants none."""
    if not quiet:
        typer.echo(text.translate(ASCII), err=True)


def fail(text: str) -> int:
    """Print what went wrong and return the exit status of a fault in data or files."""
    say(f"servqual: {text}")
    return 1


@contextmanager
def warnings_said() -> Iterator[None]:
    """Say our own warnings as messages, each time; those of others are shown as usual."""
    shown = warnings.showwarning

    def show_or_say(message: Warning | str, category: type[Warning], *rest: Any) -> None:
        if issubclass(category, OwnWordsWarning):
            say(f"servqual: {message}")
        else:
            shown(message, category, *rest)

    with warnings.catch_warnings():
        warnings.simplefilter("always", OwnWordsWarning)
        warnings.showwarning = show_or_say  # type: ignore[assignment]  # a warning's own signature
        yield


def drop_output() -> None:
    """Let nothing more be written to a pipe whose reader has gone, not even at the very end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())


def aligned(rows: list[list[str]], gap: str = "  ") -> str:
    """Return rows of text in columns, each as wide as its widest cell."""
    widths = [max(width(cell) for cell in column) for column in zip(*rows, strict=True)]
    lines = (
        gap.join(cell + " " * (wide - width(cell)) for cell, wide in zip(row, widths, strict=True))
        for row in rows
    )
    return "\n".join(line.rstrip() for line in lines)


def width(text: str) -> int:
    """Return how many terminal columns a text takes: two for each full-width sign."""
    if text.isascii() and text.isprintable():
        return len(text)
    return sum(map(_cells, text))


@cache
def _cells(sign: str) -> int:
    """Return how many terminal columns a sign takes; an accent that is set over another none."""
    from unicodedata import category, east_asian_width

    if category(sign) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if east_asian_width(sign) in "WF" else 1


def clean(text: str) -> str:
    """Return a text from a file on one line, without signs that would steer the terminal."""
    from unicodedata import category

    line = " ".join(text.split())
    return "".join(sign for sign in line if category(sign) not in ("Cc", "Cf"))


def cut(text: str, most: int) -> str:
    """Return a text that takes at most some terminal columns, '...' where it was longer."""
    if width(text) <= most:
        return text
    kept, room = "", most - 3
    for sign in text:
        room -= _cells(sign)
        if room < 0:
            break
        kept += sign
    return f"{kept.rstrip()}..."


def cut_inside(text: str, most: int) -> str:
    """Return a text that takes at most some terminal columns and keeps how it begins and ends.

    Headings of a matrix differ only at their end.

    Examples
    --------
    >>> cut_inside("What do you expect of us? [Prompt service]", 28)
    'What d...[Prompt service]'
    """
    if width(text) <= most:
        return text
    tail, room = "", (most - 3) * 2 // 3
    for sign in reversed(text):
        room -= _cells(sign)
        if room < 0:
            break
        tail = sign + tail
    return f"{cut(text, most - width(tail))}{tail.lstrip()}"


def wrapped(text: str, most: int, first: str = "", rest: str = "") -> list[str]:
    """Return a text as lines that take at most some terminal columns.

    Parameters
    ----------
    first, rest : str
        What stands before the first line and before the others.
    """
    lines, line, room = [], first, most
    for word in _breakable(text):
        if width(line) + width(word.rstrip()) > room and line.strip() and line not in (first, rest):
            lines.append(line.rstrip())
            line = rest
        line += word.lstrip() if line == rest and lines else word
    return [*lines, line.rstrip()]


def narrowest(text: str) -> int:
    """Return how many terminal columns a text takes at least, however often it is broken."""
    return max((width(part.rstrip()) for part in _breakable(text)), default=0)


def _breakable(text: str) -> list[str]:
    """Return a text in parts after which a line may end: words, and single full-width signs."""
    parts, word = [], ""
    for sign in text:
        wide = _cells(sign) == 2
        if wide and word and word[-1] != " " and sign not in "，。；：、！？）”’》】":
            parts.append(word)
            word = ""
        word += sign
        if sign == " ":
            parts.append(word)
            word = ""
    return [*parts, word] if word else parts


def in_colour(text: str, tone: str) -> str:
    """Return a text in the colour of a tone, plain where standard output takes no colours."""
    return typer.style(text, **TONES[tone]) if text and tone in TONES and _colours() else text


def _colours() -> bool:
    """Say whether standard output is a terminal whose user has not declined colours."""
    declined = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return sys.stdout.isatty() and not declined


def columns() -> int:
    """Return how wide the terminal is; output that goes elsewhere always has the same width."""
    from shutil import get_terminal_size

    return max(40, get_terminal_size().columns) if sys.stdout.isatty() else PIPED
