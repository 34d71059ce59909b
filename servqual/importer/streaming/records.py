"""The records of a block, column by column: what they hold, and what of it cannot be used."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from servqual.errors import MOST_FAULTS_SHOWN
from servqual.importer.answers.hints import CellFault
from servqual.importer.layouts.rows import told_of_rows
from servqual.importer.streaming.blocks import Rows
from servqual.importer.streaming.readers import Readers
from servqual.importer.streaming.seen import Faulty, Seen
from servqual.importer.streaming.together import Straight, read_together

if TYPE_CHECKING:
    import polars as pl

Mask = npt.NDArray[np.bool_]


class Block:
    """The records of respondents in a block, read column by column.

    Parameters
    ----------
    rows : Rows
    readers : Readers
    file : str
        Name of the whole source; a row of another file is named with its file.
    """

    def __init__(self, rows: Rows, readers: Readers, file: str) -> None:
        self.readers, self.seen = readers, Seen()
        self._rows, self._kept = rows, None
        n = len(rows.frame)
        numbers = rows.numbers
        self.numbers = np.arange(rows.first, rows.first + n) if numbers is None else numbers
        several = rows.file != file and rows.ordinal >= 0
        self.file = rows.file if several else ""
        self.rows = np.arange(rows.ordinal + 2, rows.ordinal + 2 + n) if several else self.numbers
        self._kept = self._respondents(n)
        self._frame = rows.frame if self._kept is None else rows.frame.filter(self._kept)
        if self._kept is not None:
            self.numbers, self.rows = self.numbers[self._kept], self.rows[self._kept]
        self.n = len(self.rows)

    def _respondents(self, n: int) -> Mask | None:
        """Return which rows are respondents, by what the survey tool says; None for all."""
        layout, roles = self.readers.layout, self.readers.table.roles
        if layout is None or not self.readers.telling or not n:
            return None
        columns = [self.text(i).to_list() for i in self.readers.telling]
        given = [roles[i] for i in self.readers.telling]
        kept, told = told_of_rows(layout, columns, given)
        self.seen.told = told
        return None if kept.all() else kept

    @cached_property
    def _text(self) -> pl.DataFrame:
        return self._rows.as_text()

    def text(self, column: int) -> pl.Series:
        """Return the cells of a column as they stand in the source."""
        return self._chosen(self._text[str(column)]).fill_null("")

    def cells(self, column: int) -> pl.Series:
        """Return the cells of a column: whole numbers, numbers or text."""
        import polars as pl

        cells = self._frame[str(column)]
        known = cells.dtype.is_integer() or cells.dtype.is_float()
        return (
            cells
            if known or cells.dtype in (pl.String, pl.Categorical, pl.Enum)
            else (self.text(column))
        )

    @cached_property
    def straight(self) -> dict[int, Straight]:
        """The columns whose whole numbers are the answers."""
        readers = self.readers
        lookups = {found.column: found.lookup for found in readers.ratings}
        lookups |= {found.column: found.lookup for found in readers.points}
        lookups |= {found.column: found.lookup for found in readers.outcomes.values()}
        return read_together(self._frame, lookups)

    def _chosen(self, cells: pl.Series) -> pl.Series:
        return cells if self._kept is None else cells.filter(self._kept)

    def faulty(self, column: int, wrong: Mask, why: Callable[[str], str]) -> Faulty:
        """Return the faulty cells of a column, as they stand in the source."""
        places = np.flatnonzero(wrong)
        texts = self.text(column).gather(places).to_list()
        counts = Counter(texts)
        why_of = {text: why(text) for text in counts}
        header = self.readers.table.headers[column]
        keys = [(row, column) for row in self.rows[places].tolist()]
        numbers = self.numbers[places[:MOST_FAULTS_SHOWN]].tolist()
        first = [
            (key, CellFault(number, header, text, why_of[text], self.file))
            for key, number, text in zip(keys, numbers, texts, strict=False)
        ]
        earliest = dict(zip(reversed(texts), reversed(keys), strict=True))
        found = Faulty()
        found.add(first, {(t, why_of[t]): (n, earliest[t]) for t, n in counts.items()})
        return found
