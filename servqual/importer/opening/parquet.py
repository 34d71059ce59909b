"""Parquet files that are read whole."""

from __future__ import annotations

import io
from dataclasses import replace

from servqual._files import sha256
from servqual.errors import FormatError
from servqual.importer.opening.frames import table_of_frame
from servqual.importer.opening.limits import check_shape
from servqual.importer.opening.table import Table
from servqual.notes import Note

START = b"PAR1"


def read_parquet(content: bytes, file: str) -> Table:
    """Return a Parquet file as a table of text; its first record counts as row 1.

    Raises
    ------
    FormatError
        The file is damaged, cut off, empty or too large.
    """
    import polars

    try:
        columns = len(polars.read_parquet_schema(io.BytesIO(content)))
        counted = polars.scan_parquet(io.BytesIO(content)).select(polars.len()).collect()
        check_shape(int(counted.item()), columns, file)
        frame = polars.read_parquet(io.BytesIO(content))
    except (polars.exceptions.PolarsError, OSError, ValueError) as error:
        raise _damaged(file, error) from error
    except BaseException as error:
        # a fault inside the reader's own (Rust) code is no Exception and would end the program
        if type(error).__name__ != "PanicException":
            raise
        raise _damaged(file, error) from error
    table = table_of_frame(frame, file)
    notes = (Note("parquet_file", {}, file),)
    return replace(table, sha256=sha256(content), rows=table.rows - 1, notes=notes)


def _damaged(file: str, error: BaseException) -> FormatError:
    why = " ".join(str(error).split())[:200] or type(error).__name__
    return FormatError(
        f"{file}: this Parquet file is damaged or cut off ({why}). Export it again, or save the "
        "answers as CSV."
    )
