"""Everything that a reading decides, taken from the first rows; then blocks are only judged."""

from __future__ import annotations

import copyreg
import threading
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import numpy as np

from servqual.importer.answers.extras import with_outcome_ranges
from servqual.importer.answers.scales import converted
from servqual.importer.judging import plan_errors
from servqual.importer.matching.columns import make_plan
from servqual.importer.opening.table import Table
from servqual.importer.options import Options, for_table
from servqual.importer.reading import orders
from servqual.importer.streaming.blocks import Kind, Rows
from servqual.importer.streaming.ending import hopeless, source_errors, source_notes
from servqual.importer.streaming.judged import Judged, judged
from servqual.importer.streaming.kinds import kinds_of
from servqual.importer.streaming.readers import Readers, readers_of
from servqual.importer.streaming.records import Block
from servqual.importer.streaming.seen import Seen
from servqual.instrument import Instrument
from servqual.notes import Notes
from servqual.responses import Responses, Source

# a worker in another process needs the mapping file and the layout, which hold read-only views
copyreg.pickle(MappingProxyType, lambda view: (_view, (dict(view),)))

MOST_FAULTS = 100_000  # cells; with more the columns are wrong, and reading on tells no more


def _view(table: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    """Return a read-only view; its type has no name by which a pickle could find it."""
    return MappingProxyType(table)


def decide(table: Table, options: Options) -> Decided:
    """Return how a survey of any size is read, decided on its first rows.

    Parameters
    ----------
    table : Table
        The first rows as text, and some from further on; see
        :meth:`servqual.importer.streaming.blocks.RowSource.sample`.
    options : Options

    Raises
    ------
    MappingError, ColumnError, FormatError
        The columns do not fit the questionnaire, or there are no rows.
    SettingsError
        The ratings cannot be converted as asked.

    Examples
    --------
    >>> import pandas as pd
    >>> from servqual.importer.opening.frames import table_of_frame
    >>> from servqual.importer.options import make_options
    >>> table = table_of_frame(pd.DataFrame({f"{b}{i}": [6] for b in "EP" for i in range(1, 23)}))
    >>> decided = decide(table, make_options("servqual", None))
    >>> decided.responses(rows_of(table))
    <Responses: DataFrame, 1 respondents, expectation, perception>
    >>> [note.code for note in decided.finish(decided.seen)]
    ['columns_by_name']
    """
    options = for_table(options, table)
    plan = make_plan(table, options)
    for error in plan_errors(table, plan, options):
        raise error
    decided = Decided(readers_of(table, plan, options))
    decided.settle_outcomes(decided.fresh().responses(rows_of(table)))
    return decided


class Decided:
    """How the blocks of a source are read, and what was met in those that were.

    Blocks may come in any order and from several threads. A copy that was pickled has the same
    decisions and has met nothing.

    Attributes
    ----------
    kinds : mapping of column to kind
        The columns that are used, and how they are to be parsed.
    instrument : Instrument
        As it was answered; the same object in the responses of all blocks.
    sample : Responses
        Of the rows that the decisions were made on; not part of a pickle.
    """

    def __init__(self, readers: Readers) -> None:
        self.readers = readers
        self.file = readers.table.file
        self.kinds: Mapping[int, Kind] = kinds_of(readers)
        self.orders = orders(readers.plan)
        asked = readers.plan.instrument
        none = np.zeros((0, len(asked.items)), np.int16)
        empty = dict.fromkeys(asked.battery_names, none)
        convert = readers.options.convert
        _, reported, self.moved = converted(empty, asked, convert, self.file)
        self.instrument: Instrument = reported
        self.sample: Responses | None = None
        self._start()

    def _start(self) -> None:
        self._lock, self._seen = threading.Lock(), Seen()

    def __getstate__(self) -> dict[str, Any]:
        """Return what a pickle holds: what was decided."""
        return {n: v for n, v in self.__dict__.items() if n not in ("_lock", "_seen", "sample")}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state, sample=None)
        self._start()

    def settle_outcomes(self, sample: Responses) -> None:
        """Take the ends of outcomes that nobody declared from the first rows."""
        self.instrument = with_outcome_ranges(self.instrument, sample.outcomes)
        self.sample = replace(sample, instrument=self.instrument)

    def fresh(self) -> Decided:
        """Return the same decisions, with nothing met yet."""
        other = Decided.__new__(Decided)
        other.__dict__.update(self.__dict__)
        other._start()
        return other

    @property
    def seen(self) -> Seen:
        """What was met in the blocks so far."""
        with self._lock:
            return self._seen

    def responses(self, rows: Rows) -> Responses:
        """Return the responses of a block; what cannot be used in it is counted and set aside.

        Raises
        ------
        RatingError
            So many cells cannot be used that reading on would tell no more.
        """
        block = Block(rows, self.readers, self.file)
        found = judged(block)
        with self._lock:
            self._seen = seen = self._seen + block.seen
        faulty = seen.ratings.cells.n + seen.others.cells.n
        if self.readers.options.invalid == "error" and faulty > MOST_FAULTS:
            raise hopeless(self.readers, seen)
        return self._responses(found)

    def _responses(self, found: Judged) -> Responses:
        """Return the people of a block who rated something, on the scale that is reported."""
        asked, convert = self.readers.plan.instrument, self.readers.options.convert
        codes, _, _ = converted(found.codes, asked, convert, self.file)
        n, respondents = len(found.rows), int(found.eligible.sum())
        everybody = Responses(
            instrument=self.instrument,
            ratings=codes,
            rows=found.rows,
            source=Source(self.file, "", n, respondents, n - respondents),
            points=found.points,
            outcomes=found.outcomes,
            people=found.people,
            weights=found.weights,
            weights_name=self.weights_name,
            seconds=found.seconds,
            finished=found.finished,
            marks=found.marks,
            order=self.orders,
        )
        return everybody if respondents == n else everybody.take(found.eligible)

    @property
    def weights_name(self) -> str:
        """Heading of the column of weights, '' without one."""
        column = self.readers.weights_column
        return "" if column is None else self.readers.table.headers[column]

    def finish(self, seen: Seen) -> Notes:
        """Return the notes on a whole source, of which everything was met.

        Raises
        ------
        RatingError
            Cells hold answers that the scale does not have; or further rows show that answers in
            words mean something else than the first rows tell.
        ScaleError
            Everything fits a shorter scale than the declared one.
        ColumnError
            A weight is missing, or an outcome goes beyond the ends that the first rows show.
        FormatError
            Nobody rated anything, or dates in further rows contradict those in the first ones.
        """
        for error in source_errors(self.readers, seen, self.instrument):
            raise error
        return Notes(source_notes(self.readers, seen, self.moved))


def rows_of(table: Table, start: int = 0, end: int | None = None) -> Rows:
    """Return some rows of a table as a block of text."""
    import polars as pl

    columns = {str(i): list(cells[start:end]) for i, cells in enumerate(table.columns)}
    frame = pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))
    numbers = table.rows[start:end]
    first = int(numbers[0]) if len(numbers) else 0
    return Rows(frame, first, table.file, lambda: frame, start, numbers)
