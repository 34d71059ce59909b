"""How much is read at most: what is larger is refused before it fills the memory."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from servqual.errors import FormatError

MOST_BYTES = 1 << 30
MOST_CELLS = 50_000_000  # a million people and 50 columns; some 3 GB of memory
MOST_COLUMNS = 16_384  # as many as a spreadsheet can hold
LONGEST_CELL = 131_072  # signs; the longest that the csv reader takes

_REMEDY = (
    "servqual summarize reads CSV and Parquet files of any size; or export only the columns that "
    "are needed."
)


def check_size(path: Path) -> None:
    """Raise for a file that is too large to be read whole."""
    size = path.stat().st_size
    if size > MOST_BYTES:
        raise FormatError(
            f"{path.name}: this file has {size / 2**20:,.0f} MB; at most {MOST_BYTES >> 20:,} MB "
            f"can be read whole. {_REMEDY}"
        )


def check_shape(rows: int, columns: int, file: str) -> None:
    """Raise for more columns or cells than can be read."""
    if columns > MOST_COLUMNS:
        raise FormatError(
            f"{file}: {columns:,} columns; at most {MOST_COLUMNS:,} can be read. Is it transposed?"
        )
    if rows * columns > MOST_CELLS:
        raise FormatError(
            f"{file}: {rows:,} rows of {columns:,} columns are more than can be read whole "
            f"({MOST_CELLS:,} cells). {_REMEDY}"
        )


def check_cells(headers: Sequence[str], columns: Sequence[Sequence[str]], file: str) -> None:
    """Raise for a cell that is longer than any answer."""
    for header, cells in zip(headers, columns, strict=True):
        longest = max((header, *cells), key=len)
        if len(longest) > LONGEST_CELL:
            raise FormatError(
                f"{file}: a cell of column {header[:40]!r} has {len(longest):,} characters; at "
                f"most {LONGEST_CELL:,} can be read. Is this column a picture or an attached file? "
                "Leave it out of the export."
            )
