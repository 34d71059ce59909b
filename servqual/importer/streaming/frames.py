"""Frames of pandas and polars, and whatever hands out Arrow columns, as parts of a source."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Any

from servqual.errors import FormatError
from servqual.importer.opening.frames import FRAME_NAME, library_of, table_of_frame
from servqual.importer.opening.workbook import cell_text
from servqual.importer.streaming.blocks import Kind
from servqual.importer.streaming.columnar import of_lazy_frame
from servqual.importer.streaming.framed import FrameBlock
from servqual.importer.streaming.parts import (
    BLOCK_ROWS,
    FURTHER_PLACES,
    FURTHER_RECORDS,
    HEAD_RECORDS,
    Head,
    Part,
)
from servqual.notes import Note

if TYPE_CHECKING:
    import polars as pl

_ARROW = "__arrow_c_stream__"


def is_framelike(source: object) -> bool:
    """Say whether this is a frame, or hands out columns as Arrow does."""
    return bool(library_of(source)) or (hasattr(source, _ARROW) and not isinstance(source, type))


def part_of_frame(source: Any) -> Part:
    """Return a frame, or anything with ``__arrow_c_stream__``, as a part of a source.

    Raises
    ------
    FormatError
        Two of its columns have the same name.
    """
    library = library_of(source)
    if library == "pandas":
        return Pandas(source)
    if library == "polars":
        lazy = type(source).__name__ == "LazyFrame"
        return of_lazy_frame(source) if lazy else Batches(iter([source]), len(source))
    if hasattr(source, "to_arrow_reader"):  # a relation of DuckDB: its rows may not fit in memory
        source = source.to_arrow_reader(BLOCK_ROWS)
    import polars as pl

    try:
        if hasattr(source, "read_next_batch"):  # a reader of pyarrow
            return Batches(pl.DataFrame(batch) for batch in source)
        frame = pl.DataFrame(source)
    except pl.exceptions.DuplicateError as error:
        raise FormatError(
            f"{FRAME_NAME}: two columns of this frame have the same name ({error}). Rename one."
        ) from error
    return Batches(iter([frame]), len(frame))


class Batches:
    """Frames of polars with the same columns, one after the other, read once.

    Parameters
    ----------
    batches : iterator of polars.DataFrame
    n : int, optional
        Rows of all together, where that is known.
    """

    file = FRAME_NAME
    sha256 = ""
    notes: tuple[Note, ...] = ()

    def __init__(self, batches: Iterator[pl.DataFrame], n: int | None = None) -> None:
        self.size = n
        self._batches = batches
        self._held: list[pl.DataFrame] = []

    @cached_property
    def head(self) -> Head:
        """The first records as text."""
        import polars as pl

        rows = 0
        for batch in self._batches:
            self._held.append(batch)
            rows += batch.height
            if rows > HEAD_RECORDS:
                break
        if not self._held:
            raise FormatError(f"{FRAME_NAME}: this frame has no rows; there is nothing to read.")
        frame = pl.concat([batch.head(HEAD_RECORDS) for batch in self._held]).head(HEAD_RECORDS)
        table = table_of_frame(frame)
        whole = rows <= HEAD_RECORDS
        return Head(table if whole else replace(table, sha256=""), whole)

    def further(self) -> Sequence[Sequence[str]]:
        """Return some records from places further on, of a frame that is there as a whole."""
        _ = self.head
        if self.size is None or self.size <= HEAD_RECORDS:
            return []
        frame, found = self._held[0], []
        for i in range(FURTHER_PLACES):
            start = HEAD_RECORDS + (len(frame) - HEAD_RECORDS) // FURTHER_PLACES * i
            some = frame.slice(start, FURTHER_RECORDS // FURTHER_PLACES)
            found += list(zip(*table_of_frame(some).columns, strict=True))
        return found

    def blocks(self, kinds: Mapping[int, Kind], above: int) -> Iterator[FrameBlock]:
        """Yield its records below ``above`` rows of headings."""
        import polars as pl

        used = sorted(kinds) or [0]
        row, first = 2, 2 + above
        held, self._held = self._held, []
        for batch in chain(held, self._batches):
            columns = batch.get_columns()
            frame = pl.DataFrame([columns[i].alias(str(i)) for i in used])
            for start in range(0, frame.height, BLOCK_ROWS):
                some = frame.slice(start, BLOCK_ROWS)
                skip = min(some.height, max(0, first - row))
                if skip < some.height:
                    yield FrameBlock(some.slice(skip), kinds, row + skip, self.file, some.height)
                row += some.height


class Pandas:
    """A frame of pandas, whose columns may have any names, equal ones and levels among them."""

    file = FRAME_NAME
    sha256 = ""
    notes: tuple[Note, ...] = ()

    def __init__(self, frame: Any) -> None:
        self.size: int | None = len(frame)
        self._frame = frame

    @cached_property
    def head(self) -> Head:
        """The first records as text."""
        table = table_of_frame(self._frame.iloc[:HEAD_RECORDS])
        whole = len(self._frame) <= HEAD_RECORDS
        return Head(table if whole else replace(table, sha256=""), whole)

    def further(self) -> Sequence[Sequence[str]]:
        """Return some records from places further on."""
        n, found = len(self._frame), []
        if n > HEAD_RECORDS:
            for i in range(FURTHER_PLACES):
                start = HEAD_RECORDS + (n - HEAD_RECORDS) // FURTHER_PLACES * i
                some = self._frame.iloc[start : start + FURTHER_RECORDS // FURTHER_PLACES]
                if len(some):
                    found += list(zip(*table_of_frame(some).columns, strict=True))
        return found

    def blocks(self, kinds: Mapping[int, Kind], above: int) -> Iterator[FrameBlock]:
        """Yield its records below ``above`` rows of headings."""
        import polars as pl

        used = sorted(kinds) or [0]
        for start in range(above, len(self._frame), BLOCK_ROWS):
            some = self._frame.iloc[start : start + BLOCK_ROWS]
            frame = pl.DataFrame([_of_pandas(some.iloc[:, i], str(i)) for i in used])
            yield FrameBlock(frame, kinds, start + 2, self.file, len(some))


def _of_pandas(column: Any, name: str) -> pl.Series:
    """Return a column of pandas; anything but numbers and truth values as text."""
    import polars as pl

    kind = getattr(column.dtype, "kind", "O")
    if kind in "iuf" and type(column.dtype).__module__.startswith("numpy"):
        return pl.Series(name, column.to_numpy(), nan_to_null=True)
    if kind in "iuf":  # numbers of pandas' own, with missing values apart
        return pl.Series(name, column.to_numpy("float64", na_value=float("nan")), nan_to_null=True)
    if kind == "O" and column.dtype.name not in ("category", "str", "string"):
        values = column.tolist()
        if set(map(type, values)) - {str, type(None), float}:  # 1, 1.0 and True are one key
            gone = column.isna().tolist()
            cells = [
                "" if out else cell_text(value) for value, out in zip(values, gone, strict=True)
            ]
            return pl.Series(name, cells, pl.String)
    codes, values = column.factorize()
    told = [cell_text(value) for value in list(values)]
    return pl.Series(name, [*told, ""], pl.String).gather(codes % (len(told) + 1))
