"""What a reading would do: every column with its use, every fault, nothing written or raised."""

from __future__ import annotations

from collections.abc import Mapping as MappingType
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from servqual.errors import FormatError
from servqual.importer.columns import Plan, make_plan
from servqual.importer.labels import LOWEST_ANSWER
from servqual.importer.mapping import Mapping
from servqual.importer.options import Options, make_options
from servqual.importer.ratings import missing_notes
from servqual.importer.reading import Cells, cell_errors, plan_errors, read_cells
from servqual.importer.source import read_table
from servqual.importer.table import Table
from servqual.importer.targets import Use, column_letter
from servqual.instrument import Instrument
from servqual.notes import Note, Notes, notes


@dataclass(frozen=True)
class ColumnUse:
    """How one column of an export is used.

    Attributes
    ----------
    header : str
        As written; '' for a column without one.
    letter : str
        Its place in a spreadsheet, 'A' first.
    role : str
        As a mapping file says it (``expectation.q1``, ``people.branch``); '' if it is not used.
    reason : str
        Why.
    n_answered : int
        Valid ratings of a rating column, filled cells of any other.
    low, high : int or None
        Lowest and highest valid rating.
    """

    header: str
    letter: str
    role: str
    reason: str
    n_answered: int
    low: int | None = None
    high: int | None = None


@dataclass(frozen=True)
class Check:
    """How an export would be read.

    Attributes
    ----------
    file : str
    instrument : str
        Id of the questionnaire.
    scale : tuple of int
        Lowest and highest answer.
    rows, respondents, ineligible : int
    encoding, delimiter, sheet : str
        How the file was opened.
    columns : tuple of ColumnUse
        In the order of the file; empty if it is no table.
    notes : Notes
        What would be decided.
    faults : tuple of str
        The messages that reading would stop with, all of them.
    """

    file: str
    instrument: str
    scale: tuple[int, int]
    rows: int = 0
    respondents: int = 0
    ineligible: int = 0
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    columns: tuple[ColumnUse, ...] = ()
    notes: Notes = field(default_factory=Notes)
    faults: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """Say whether the export can be read."""
        return not self.faults


def check(
    source: Any,
    instrument: str | Path | Instrument = "servqual",
    mapping: str | Path | Mapping | None = None,
    **asked: Any,
) -> Check:
    """Return how an export would be read; its faults are collected instead of raised.

    Takes the arguments of :func:`servqual.importer.read`.

    Raises
    ------
    FileError
        There is no such file.
    InstrumentError, MappingError, SettingsError
        The questionnaire, the mapping file or an option has faults of its own.
    """
    options = make_options(instrument, mapping, **asked)
    try:
        table = read_table(source, options.opening)
    except FormatError as error:
        file = Path(source).name
        return Check(file, options.instrument.id, _ends(options.instrument), faults=(str(error),))
    return check_table(table, make_plan(table, options), options)


def check_table(table: Table, plan: Plan, options: Options) -> Check:
    """Return how a table would be read under a plan."""
    cells = read_cells(table, plan, options)
    errors = plan_errors(table, plan, options)
    if plan.of_kind("rating"):  # without any, the missing columns are the whole story
        errors += cell_errors(table, plan, cells, options)
    n_in = int(cells.eligible.sum())
    n_out = len(table.rows) - n_in
    more = [Note("rows_ineligible", {"n": n_out}, table.file)] if n_in and n_out else []
    return Check(
        file=table.file,
        instrument=plan.instrument.id,
        scale=_ends(plan.instrument),
        rows=len(table.rows),
        respondents=n_in,
        ineligible=n_out,
        encoding=table.encoding,
        delimiter=table.delimiter,
        sheet=table.sheet,
        columns=tuple(_column_use(use, table, plan, cells) for use in plan.uses),
        notes=notes(
            table.notes, plan.notes, more, cells.ratings.notes, _missing(cells, options, table)
        ),
        faults=tuple(str(error) for error in errors),
    )


def _missing(cells: Cells, options: Options, table: Table) -> list[Note]:
    """Return notes on kinds of missing answers, over the people who rated something."""
    codes = {battery: answers[cells.eligible] for battery, answers in cells.codes.items()}
    return missing_notes(codes, options, table.file)


def _ends(instrument: Instrument) -> tuple[int, int]:
    return instrument.scale.min, instrument.scale.max


def _column_use(use: Use, table: Table, plan: Plan, cells: Cells) -> ColumnUse:
    """Return one column with what it holds."""
    role, letter = str(use.target or ""), column_letter(use.column)
    if use.target is None or use.target.kind != "rating":
        filled = sum(map(bool, map(str.strip, table.columns[use.column])))
        return ColumnUse(use.header, letter, role, use.reason, filled)
    answers = _answers(use, plan, cells.codes)
    valid = answers[answers >= LOWEST_ANSWER]
    ends = (int(valid.min()), int(valid.max())) if valid.size else (None, None)
    return ColumnUse(use.header, letter, role, use.reason, int(valid.size), *ends)


def _answers(use: Use, plan: Plan, codes: MappingType[str, Any]) -> Any:
    """Return the answers of a rating column, none for an item or battery that was left out."""
    target = use.target
    if target is None or target.battery not in codes or target.id not in plan.instrument.item_ids:
        return np.empty(0, dtype=np.int16)
    return codes[target.battery][:, plan.instrument.item_ids.index(target.id)]
