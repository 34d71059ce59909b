"""Frames of pandas and polars as tables of text; neither library is imported for a file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from servqual._files import sha256
from servqual.errors import FormatError
from servqual.importer.table import MOST_COLUMNS, Table
from servqual.importer.workbook import cell_text

FRAME_NAME = "DataFrame"


def is_frame(source: object) -> bool:
    """Say whether this is a DataFrame of pandas or polars."""
    return type(source).__name__ == "DataFrame" and type(source).__module__.split(".")[0] in {
        "pandas",
        "polars",
    }


def table_of_frame(frame: Any) -> Table:
    """Return a frame as text, missing values as empty cells; its first row counts as row 2.

    Raises
    ------
    FormatError
        The frame has no rows or no columns.
    """
    names, cells = _of_polars(frame) if _is_polars(frame) else _of_pandas(frame)
    if not names or not len(frame):
        raise FormatError(
            f"{FRAME_NAME}: this frame has {len(frame)} rows and {len(names)} columns; there is "
            "nothing to read."
        )
    if len(names) > MOST_COLUMNS:
        raise FormatError(
            f"{FRAME_NAME}: {len(names):,} columns; at most {MOST_COLUMNS:,} can be read."
        )
    headers = tuple(name.strip() for name in names)
    columns = tuple(_texts(column) for column in cells)
    rows = np.arange(2, len(frame) + 2, dtype=np.int64)
    return Table(FRAME_NAME, _digest(headers, columns), headers, columns, rows)


def _is_polars(frame: object) -> bool:
    return type(frame).__module__.split(".")[0] == "polars"


def _of_polars(frame: Any) -> tuple[list[str], Iterable[Sequence[object]]]:
    return list(frame.columns), (column.to_list() for column in frame.iter_columns())


def _of_pandas(frame: Any) -> tuple[list[str], Iterable[Sequence[object]]]:
    """Return names (levels of a MultiIndex joined) and columns with None for missing values."""
    names = [
        " ".join(map(str, name)) if isinstance(name, tuple) else str(name) for name in frame.columns
    ]
    return names, (_without_missing(frame.iloc[:, i]) for i in range(frame.shape[1]))


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
