"""One file or frame of a source: what it begins with, and its blocks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from servqual.importer.opening.table import Table
from servqual.importer.streaming.blocks import Kind, RawBlock
from servqual.notes import Note

HEAD_RECORDS = 5_000  # on which decisions are made
FURTHER_RECORDS = 2_000  # from places further on
FURTHER_PLACES = 8
BLOCK_ROWS = 65_536  # of a frame or a columnar file
_LONGEST = 60  # signs of a heading in a message


class Block(RawBlock, Protocol):
    """A raw block that knows how many records it has before it is parsed."""

    @property
    def n(self) -> int:
        """Records, blank lines left out."""
        ...

    def placed(self, ordinal: int) -> Block:
        """Return the block with the place of its first record among those of all files."""
        ...


class Part(Protocol):
    """A file or frame; ``head`` may be asked at any time, ``blocks`` once."""

    file: str
    size: int | None
    notes: tuple[Note, ...]

    @property
    def head(self) -> Head:
        """What it begins with; raises where it is no table."""
        ...

    def further(self) -> Sequence[Sequence[str]]:
        """Return some records from places further on, as many cells as there are headers."""
        ...

    def blocks(self, kinds: Mapping[int, Kind], above: int) -> Iterator[Block]:
        """Yield its records but the first ``above`` below the header, which are headings too."""
        ...

    @property
    def sha256(self) -> str:
        """Of its bytes, known after the last block; "" for a frame."""
        ...


@dataclass(frozen=True)
class Head:
    """What a file or frame begins with.

    Attributes
    ----------
    table : Table
        Its first row is the headings, every other row a record; no layout is applied.
    whole : bool
        Whether that is all there is.
    """

    table: Table
    whole: bool


def differing(first: Table, other: Table, above: int) -> str:
    """Return how the headings of a file differ from those of the first one, "" if they do not.

    Headings are the headers and the first ``above`` records.
    """
    n, m = len(first.headers), len(other.headers)
    if n != m:
        return f"has {m} columns where {first.file} has {n}"
    for i in range(n):
        ours = (first.headers[i], *first.columns[i][:above])
        theirs = (other.headers[i], *other.columns[i][:above])
        for a, b in zip(ours, theirs, strict=False):
            if a != b:
                return (
                    f"has {b[:_LONGEST]!r} above column {i + 1} where {first.file} has "
                    f"{a[:_LONGEST]!r}"
                )
    return ""
