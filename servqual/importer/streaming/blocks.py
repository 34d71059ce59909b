"""What passes between the readers of large sources and those who judge their cells."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

from servqual.importer.opening.table import Table

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
        floats or strings; null is an empty cell.
    first : int
        Row number of the first record in its file (the header of a CSV is row 1).
    file : str
        Name of its file without folder.
    as_text : function without arguments
        Returns the same records with every used cell as the text that stands in the source.
    ordinal : int
        Place of the first record among those of all files together, from 0; -1 where a source
        knows no order. It spreads people over random groups.
    """

    frame: pl.DataFrame
    first: int
    file: str
    as_text: Callable[[], pl.DataFrame]
    ordinal: int = -1


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

    ``sample`` is called first and may be called alone; then ``blocks`` once; after its end
    ``sha256`` and ``rows`` are known. Nothing may be reported before ``blocks`` ended well: a
    truncated archive shows only there.
    """

    file: str
    total_size: int | None

    def sample(self) -> Table:
        """Return the first rows (and some from further on) as text, with their row numbers."""
        ...

    def blocks(self, kinds: Mapping[int, Kind]) -> Iterator[RawBlock]:
        """Yield the whole source in order, of each record the columns that ``kinds`` names."""
        ...

    @property
    def sha256(self) -> str:
        """Of the bytes of the source, known after the last block; of a glob of all files."""
        ...
