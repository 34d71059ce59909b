"""Words in the terminal: results to standard output, messages to standard error."""

from __future__ import annotations

import os
import sys

import typer

# a true minus cannot be written in the code pages of many consoles
ASCII = str.maketrans({"\N{MINUS SIGN}": "-"})


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


def drop_output() -> None:
    """Let nothing more be written to a pipe whose reader has gone, not even at the very end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())


def aligned(rows: list[list[str]], gap: str = "  ") -> str:
    """Return rows of text in columns, each as wide as its widest cell."""
    widths = [max(_width(cell) for cell in column) for column in zip(*rows, strict=True)]
    lines = (
        gap.join(
            cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)
        )
        for row in rows
    )
    return "\n".join(line.rstrip() for line in lines)


def _width(text: str) -> int:
    """Return how many terminal columns a text takes: two for each full-width sign."""
    from unicodedata import east_asian_width

    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)
