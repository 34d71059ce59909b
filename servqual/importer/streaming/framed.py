"""Columns that are numbers or text already, block by block."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from servqual.importer.opening.workbook import cell_text
from servqual.importer.streaming.blocks import Kind, Rows

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True)
class FrameBlock:
    """Some records of a frame, its columns named by their position in the source.

    Attributes
    ----------
    frame : polars.DataFrame
    kinds : mapping of position to kind
    first : int
        Row number of the first record.
    file : str
    size : int
        Bytes or rows of the source behind it.
    ordinal : int
    """

    frame: pl.DataFrame
    kinds: Mapping[int, Kind]
    first: int
    file: str
    size: int
    ordinal: int = -1

    @property
    def n(self) -> int:
        """Number of records."""
        return self.frame.height

    def placed(self, ordinal: int) -> FrameBlock:
        """Return the block with the place of its first record."""
        return replace(self, ordinal=ordinal)

    def parse(self) -> Rows:
        """Return its records: numbers as they are, everything else as text."""
        frame = self.frame.with_columns(
            _of_kind(column, self.kinds.get(int(column.name), "text"))
            for column in self.frame.iter_columns()
        )
        as_text = partial(texts, self.frame)
        return Rows(frame, self.first, self.file, as_text, self.ordinal)


def texts(frame: pl.DataFrame) -> pl.DataFrame:
    """Return every cell as the text that a person would type to get its value, "" for none."""
    return frame.select(text_of(column) for column in frame.iter_columns())


def _of_kind(column: pl.Series, kind: Kind) -> pl.Series:
    """Return a column of the numbers that it holds, or as text."""
    import polars as pl

    if kind != "text" and column.dtype.is_integer():
        return column
    if kind != "text" and column.dtype.is_float():
        return column.fill_nan(None)
    found = text_of(column)
    if kind == "text":
        return found
    wanted = pl.Int16 if kind == "whole" else pl.Float64
    numbers = found.replace("", None).cast(wanted, strict=False)
    same = numbers.null_count() == found.eq("").sum()
    return numbers if same and (kind == "whole" or numbers.is_finite().all()) else found


def text_of(column: pl.Series) -> pl.Series:
    """Return the cells of a column as text.

    Examples
    --------
    >>> import polars as pl
    >>> text_of(pl.Series([5.0, 2.5, None])).to_list()
    ['5', '2.5', '']
    """
    import polars as pl

    if isinstance(column.dtype, pl.Categorical | pl.Enum) or column.dtype.is_integer():
        column = column.cast(pl.String)
    if column.dtype == pl.String:
        return column.fill_null("")
    # whatever else there is has few different values, or is seldom used
    values = column.unique() if column.dtype.is_float() or column.dtype.is_temporal() else column
    told = pl.Series(column.name, [cell_text(v) for v in values.to_list()], pl.String)
    if values is column:
        return told
    return (
        pl.DataFrame({"value": column})
        .join(
            pl.DataFrame({"value": values, "text": told}),
            on="value",
            how="left",
            nulls_equal=True,
            maintain_order="left",
        )["text"]
        .alias(column.name)
    )
