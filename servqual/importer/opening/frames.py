"""Frames of pandas and polars as tables of text; neither library is imported for a file."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from servqual._files import sha256
from servqual.errors import FormatError
from servqual.importer.opening.limits import check_shape
from servqual.importer.opening.table import Table
from servqual.importer.opening.workbook import cell_text

FRAME_NAME = "DataFrame"
_FRAMES = {("pandas", "DataFrame"), ("polars", "DataFrame"), ("polars", "LazyFrame")}
_UNNAMED = re.compile(r"Unnamed: \d+_level_\d+")  # how pandas calls an empty cell of headings


def is_frame(source: object) -> bool:
    """Say whether this is a DataFrame of pandas or polars, or a LazyFrame of polars."""
    return bool(library_of(source))


def library_of(source: object) -> str:
    """Return the library that a frame is of, subclasses included; '' for anything else."""
    for kind in type(source).__mro__:
        library = kind.__module__.partition(".")[0]
        if (library, kind.__name__) in _FRAMES:
            return library
    return ""


def table_of_frame(frame: Any, file: str = FRAME_NAME) -> Table:
    """Return a frame as text, missing values as empty cells; its first row counts as row 2.

    The levels of a MultiIndex of columns become ``group [name]``. A LazyFrame is collected.

    Raises
    ------
    FormatError
        The frame has no rows or no columns, or too many.
    """
    if type(frame).__name__ == "LazyFrame":
        frame = frame.collect()
    names, cells = _of_polars(frame) if library_of(frame) == "polars" else _of_pandas(frame)
    if not names or not len(frame):
        what = "frame" if file == FRAME_NAME else "table"
        raise FormatError(
            f"{file}: this {what} has {len(frame)} rows and {len(names)} columns; there is "
            "nothing to read."
        )
    check_shape(len(frame), len(names), file)
    headers = tuple(name.strip() for name in names)
    columns = tuple(_texts(column) for column in cells)
    rows = np.arange(2, len(frame) + 2, dtype=np.int64)
    return Table(file, _digest(headers, columns), headers, columns, rows)


def _of_polars(frame: Any) -> tuple[list[str], Iterable[Sequence[object]]]:
    return list(frame.columns), (column.to_list() for column in frame.iter_columns())


def _of_pandas(frame: Any) -> tuple[list[str], Iterable[Sequence[object]]]:
    """Return names and columns with None for missing values."""
    names = [_name(name) for name in frame.columns]
    return names, (_without_missing(frame.iloc[:, i]) for i in range(frame.shape[1]))


def _name(name: object) -> str:
    """Return the name of a column; the levels of a MultiIndex as group and name.

    Examples
    --------
    >>> _name(("Expectation", "q1")), _name(("branch", "Unnamed: 0_level_1")), _name(7)
    ('Expectation [q1]', 'branch', '7')
    """
    if not isinstance(name, tuple):
        return str(name)
    levels = [str(level).strip() for level in name if level == level]  # noqa: PLR0124  NaN
    levels = [level for level in levels if level and not _UNNAMED.match(level)]
    *groups, last = levels or [""]
    return f"{' '.join(groups)} [{last}]" if groups else last


def _without_missing(column: Any) -> Sequence[object]:
    values = column.tolist()
    if not column.hasnans:
        return list(values)
    missing = column.isna().tolist()
    return [None if gone else value for value, gone in zip(values, missing, strict=True)]


def _texts(values: Sequence[object]) -> list[str]:
    """Return cells as text; each distinct value is turned only once where that is safe."""
    kinds = set(map(type, values))
    if kinds <= {str}:
        return list(values)  # type: ignore[arg-type]
    if len(kinds - {type(None)}) > 1 or not kinds <= {str, int, float, bool, type(None)}:
        return [cell_text(value) for value in values]  # 1, 1.0 and True are one key of a dict
    texts = {value: cell_text(value) for value in set(values)}
    return [texts[value] for value in values]


def _digest(headers: Sequence[str], columns: Sequence[Sequence[str]]) -> str:
    """Return the SHA-256 of the CSV form of a frame."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(headers)
    writer.writerows(zip(*columns, strict=True))
    return sha256(text.getvalue().encode("utf-8", errors="surrogatepass"))
