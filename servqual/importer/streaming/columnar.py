"""Parquet and Arrow files, and lazy frames of polars, as parts of a source."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from servqual.errors import FileError, FormatError
from servqual.importer.opening.frames import FRAME_NAME, table_of_frame
from servqual.importer.opening.limits import MOST_COLUMNS
from servqual.importer.opening.table import Table
from servqual.importer.streaming.blocks import Kind
from servqual.importer.streaming.framed import FrameBlock
from servqual.importer.streaming.parts import (
    BLOCK_ROWS,
    FURTHER_PLACES,
    FURTHER_RECORDS,
    HEAD_RECORDS,
    Head,
)
from servqual.importer.streaming.streams import Stamp
from servqual.notes import Note

if TYPE_CHECKING:
    import polars as pl

PARQUET, ARROW = b"PAR1", b"ARROW1"
NAMES = {PARQUET: "Parquet", ARROW: "Arrow"}


class Columnar:
    """A file of columns, or a plan of polars, of which only the columns that are used are read.

    Parameters
    ----------
    plan : polars.LazyFrame
    file : str
    what : str
        The kind of file, for messages; "" for a plan that is none.
    path : Path, optional
        Where it stands; None for a plan.
    """

    def __init__(
        self, plan: pl.LazyFrame, file: str, what: str = "", path: Path | None = None
    ) -> None:
        self.file, self.path, self._plan, self._what = file, path, plan, what
        self.size: int | None = path.stat().st_size if path else None
        self._stamp = Stamp(path) if path else None
        self.notes: tuple[Note, ...] = ()
        self.sha256 = ""
        self._first_row = 1 if path else 2  # a frame counts its headings as row 1

    @cached_property
    def _names(self) -> list[str]:
        with self._damage():
            names = self._plan.collect_schema().names()
        if len(names) > MOST_COLUMNS:
            raise FormatError(
                f"{self.file}: {len(names):,} columns; at most {MOST_COLUMNS:,} can be read. Is it "
                "transposed?"
            )
        return names

    @cached_property
    def head(self) -> Head:
        """The first records as text."""
        _ = self._names  # not too many
        with self._damage():
            frame = self._plan.head(HEAD_RECORDS + 1).collect()
        whole = frame.height <= HEAD_RECORDS
        table: Table = table_of_frame(frame.head(HEAD_RECORDS), self.file)
        notes = (Note("parquet_file", {}, self.file),) if self._what == "Parquet" else ()
        sha256 = table.sha256 if whole and not self.path else ""
        rows = table.rows - 2 + self._first_row
        return Head(replace(table, rows=rows, notes=notes, sha256=sha256), whole)

    def further(self) -> Sequence[Sequence[str]]:
        """Return some records from places further on; none of a plan, which would be run again."""
        if self.head.whole or not self.path:
            return []
        import polars as pl

        found: list[Sequence[str]] = []
        with self._damage():
            n = int(self._plan.select(pl.len()).collect().item())
            for i in range(FURTHER_PLACES):
                start = HEAD_RECORDS + (n - HEAD_RECORDS) // FURTHER_PLACES * i
                some = self._plan.slice(start, FURTHER_RECORDS // FURTHER_PLACES).collect()
                found += zip(*table_of_frame(some, self.file).columns, strict=True)
        return found

    def blocks(self, kinds: Mapping[int, Kind], above: int) -> Iterator[FrameBlock]:
        """Yield its records below ``above`` rows of headings.

        Raises
        ------
        FormatError
            The file is damaged, or was changed meanwhile.
        """
        import polars as pl

        used = sorted(kinds) or [0]
        plan = self._plan.select([pl.col(self._names[i]).alias(str(i)) for i in used])
        row = self._first_row
        share = (self.size or 0) / max(1, self._n_rows()) if self.path else 1.0
        with self._damage():
            for batch in plan.collect_batches(chunk_size=BLOCK_ROWS, maintain_order=True):
                skip = min(batch.height, max(0, self._first_row + above - row))
                frame = batch.slice(skip)
                if frame.height:
                    size = round(share * batch.height)
                    yield FrameBlock(frame, kinds, row + skip, self.file, size)
                row += batch.height
            if self.path:
                with self.path.open("rb") as stream:
                    self.sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
        if self._stamp:
            self._stamp.check()

    def _n_rows(self) -> int:
        import polars as pl

        with self._damage():
            return int(self._plan.select(pl.len()).collect().item())

    @contextmanager
    def _damage(self) -> Iterator[None]:
        """Say in plain words what polars finds wrong with the file."""
        import polars as pl

        try:
            yield
        except (FormatError, FileError, GeneratorExit, KeyboardInterrupt):
            raise
        except (pl.exceptions.PolarsError, OSError, ValueError) as error:
            raise self._damaged(error) from error
        except BaseException as error:
            # a fault inside the reader's own (Rust) code is no Exception and would end the program
            if type(error).__name__ != "PanicException":
                raise
            raise self._damaged(error) from error

    def _damaged(self, error: BaseException) -> FormatError:
        why = " ".join(str(error).split())[:200] or type(error).__name__
        if not self._what:
            return FormatError(f"{self.file}: this frame cannot be collected ({why}).")
        return FormatError(
            f"{self.file}: this {self._what} file is damaged or cut off ({why}). Export it again, "
            "or save the answers as CSV."
        )


def open_columnar(path: Path, start: bytes) -> Columnar:
    """Return a Parquet or Arrow file as a part."""
    import polars as pl

    if start == PARQUET:
        return Columnar(pl.scan_parquet(path, glob=False), path.name, NAMES[start], path)
    return Columnar(pl.scan_ipc(path, glob=False), path.name, NAMES[start], path)


def of_lazy_frame(frame: pl.LazyFrame) -> Columnar:
    """Return a lazy frame of polars as a part."""
    return Columnar(frame, FRAME_NAME)
