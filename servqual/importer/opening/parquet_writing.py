"""Parquet files written block by block, in the memory of a few blocks."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from typing import IO, TYPE_CHECKING, Any, cast

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    import polars as pl

# numbers with NaN for a blank, or texts as positions in a list
Column = npt.NDArray[np.float64] | tuple[npt.NDArray[np.int64], Sequence[str]]
ROWS_OF_A_GROUP = 131_072


def frame_of(columns: Mapping[str, Column]) -> pl.DataFrame:
    """Return columns as a frame: whole numbers (32 bits), or texts with null for ''.

    Examples
    --------
    >>> told = {"E1": np.array([7.0, np.nan]), "branch": (np.array([1, 0]), ["", "Centre"])}
    >>> frame_of(told).rows()
    [(7, 'Centre'), (None, None)]
    """
    import polars as pl

    found = {}
    for header, column in columns.items():
        if isinstance(column, tuple):
            positions, texts = column
            listed = pl.Series([text or None for text in texts], dtype=pl.String)
            found[header] = listed.gather(pl.Series(positions))
        else:
            found[header] = pl.Series(column, nan_to_null=True).cast(pl.Int32)
    return pl.DataFrame(found)


def write_frames(frames: Iterator[pl.DataFrame], stream: IO[bytes]) -> None:
    """Write frames of the same columns one after another as one Parquet file.

    Raises
    ------
    OSError
        The stream takes no more.
    """
    import polars as pl
    from polars.io.plugins import register_io_source

    first = next(frames)

    def told(*_asked: object) -> Iterator[pl.DataFrame]:
        yield first
        yield from frames

    whole = register_io_source(told, schema=first.schema)
    through = _Remembering(stream)
    try:
        whole.sink_parquet(
            cast("IO[bytes]", through), engine="streaming", row_group_size=ROWS_OF_A_GROUP
        )
    except (pl.exceptions.PolarsError, OSError) as error:
        if through.error is not None:
            raise through.error from error
        raise


class _Remembering(io.RawIOBase):
    """A stream that keeps what went wrong: polars tells it in words of its own, if at all."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.error: OSError | None = None
        self._stream = stream

    def writable(self) -> bool:
        return True

    def write(self, content: Any) -> int:
        try:
            return self._stream.write(content)
        except OSError as error:
            self.error = self.error or error
            raise

    def flush(self) -> None:
        try:
            self._stream.flush()
        except OSError as error:
            self.error = self.error or error
            raise
