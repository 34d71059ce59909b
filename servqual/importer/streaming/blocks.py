"""What passes between the readers of large sources and those who judge their cells."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

import numpy as np
import numpy.typing as npt

from servqual.importer.opening.table import Table
from servqual.notes import Note

if TYPE_CHECKING:
    import polars as pl

# how a column is parsed: as whole numbers, as numbers, or as text
Kind = Literal["whole", "number", "text"]


@dataclass(frozen=True)
class Rows:
    """A block of records.

    Attributes
    ----------
    frame : polars.DataFrame
        The columns that are used, named by their position in the source ("0", "17"): integers,
        floats without NaN, or strings; null or "" is an empty cell. A column that is not of its
        kind in this block is text; of a text file all others of the block then are as well.
    first : int
        Row number of the first record in its file (the header of a CSV is row 1).
    file : str
        Name of its file without folder.
    as_text : function without arguments
        Returns the same records with every used cell as the text that stands in the source.
    ordinal : int
        Place of the first record among those of all files together, from 0; -1 where a source
        knows no order. It spreads people over random groups.
    numbers : int64 array, shape (rows,), optional
        Row numbers where they do not simply count on from ``first``: blank lines lie between.
    """

    frame: pl.DataFrame
    first: int
    file: str
    as_text: Callable[[], pl.DataFrame]
    ordinal: int = -1
    numbers: npt.NDArray[np.int64] | None = None


class RawBlock(Protocol):
    """A piece of a source that is not parsed yet; parsed in a worker thread."""

    def parse(self) -> Rows:
        """Return its records; raise FormatError naming file and row where they cannot be read."""
        ...

    @property
    def size(self) -> int:
        """Bytes of the source (rows of a frame) behind it, for progress."""
        ...


class RowSource(Protocol):
    """A survey of any size that is read once, block by block.

    ``sample`` is called first, or not at all, and may be called alone; then ``blocks`` once; after
    its end ``sha256`` and ``notes`` are known: what was dropped between the records, counted.
    Nothing may be reported before ``blocks`` ended well: a truncated archive shows only there.
    """

    file: str
    total_size: int | None
    notes: tuple[Note, ...]

    def sample(self) -> Table:
        """Return the first rows as text, and some from further on whose row numbers are 0."""
        ...

    def blocks(self, kinds: Mapping[int, Kind]) -> Iterator[RawBlock]:
        """Yield the whole source in order, of each record the columns that ``kinds`` names."""
        ...

    @property
    def sha256(self) -> str:
        """Of the bytes of the source, known after the last block; "" for a frame.

        Of several files: of their SHA-256 in hexadecimal, one behind the other.
        """
        ...
