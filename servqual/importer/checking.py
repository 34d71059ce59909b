"""What a reading would do: every column with its use, every fault, nothing written or raised."""

from __future__ import annotations

from collections.abc import Mapping as MappingType
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from servqual.errors import FormatError
from servqual.importer.answers.forms import carried_on
from servqual.importer.answers.presence import counted, drop_off, missing_kinds, presence_notes
from servqual.importer.answers.ratings import missing_notes
from servqual.importer.judging import Cells, cell_errors, plan_errors, read_cells
from servqual.importer.mapfiles.mapping import Mapping
from servqual.importer.matching.columns import PERSONAL, Plan, make_plan
from servqual.importer.matching.fitting import without_headers
from servqual.importer.matching.targets import Use, column_letter
from servqual.importer.opening.source import read_table
from servqual.importer.opening.table import Table
from servqual.importer.options import Options, for_table, make_options
from servqual.importer.people.timing import read_times
from servqual.instrument import Instrument, Scale
from servqual.notes import Note, Notes, notes
from servqual.responses import Codes
from servqual.results.check import Check, ColumnUse, StopRow


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
        told = options.instrument
        return Check(file, told.id, _ends(told), faults=(str(error),), n_faults=1)
    options = for_table(options, table)
    return check_table(table, make_plan(table, options), options)


def check_table(table: Table, plan: Plan, options: Options) -> Check:
    """Return how a table would be read under a plan."""
    cells = read_cells(table, plan, options)
    before = plan_errors(table, plan, options)
    # without any rating column, the missing columns are the whole story
    after = cell_errors(table, plan, cells, options) if plan.of_kind("rating") else []
    n_in = int(cells.eligible.sum())
    n_out = len(table.rows) - n_in
    columns = tuple(_column_use(use, table, plan, cells) for use in plan.uses)
    stops = _stops(columns, plan, cells)
    listed = len(plan.mapping_faults) + len(plan.faults)
    found = Check(
        file=table.file,
        instrument=plan.instrument.id,
        scale=_ends(plan.instrument),
        rows=len(table.rows),
        respondents=n_in,
        ineligible=n_out,
        encoding=table.encoding,
        delimiter=table.delimiter,
        sheet=table.sheet,
        layout=table.layout,
        columns=columns,
        notes=_notes(table, plan, cells, options),
        faults=tuple(str(error) for error in (*before, *after)),
        n_faults=listed + len(after) + (not len(table.rows)),
        first_row=int(table.rows[0]) if len(table.rows) else 0,
        questionnaire=plan.instrument,
        fits_nothing=_fits_nothing(table, plan),
        stops=stops,
    )
    if not found.ok:
        return found
    more = presence_notes(found.ratings, stops, n_out, found.rows, table.file)
    return replace(found, notes=notes(found.notes, more))


def _fits_nothing(table: Table, plan: Plan) -> bool:
    """Say whether no column is a rating, with nothing wrong in the file or in what was said."""
    wrong = plan.mapping_faults or plan.open_blocks or len(plan.faults) > 1
    empty = without_headers(table) or not len(table.rows)
    return not (plan.of_kind("rating") or wrong or empty)


def _notes(table: Table, plan: Plan, cells: Cells, options: Options) -> Notes:
    """Return what would be decided."""
    n_in = int(cells.eligible.sum())
    n_out = len(table.rows) - n_in
    codes = {battery: answers[cells.eligible] for battery, answers in cells.codes.items()}
    return notes(
        table.notes,
        read_times(table).notes,
        plan.notes,
        [Note("rows_ineligible", {"n": n_out}, table.file)] if n_in and n_out else [],
        cells.ratings.notes,
        missing_notes(codes, options, table.file),
        cells.versions.notes if cells.versions else (),
    )


def _ends(instrument: Instrument) -> tuple[int, int]:
    return instrument.scale.min, instrument.scale.max


def _stops(columns: tuple[ColumnUse, ...], plan: Plan, cells: Cells) -> tuple[StopRow, ...]:
    """Return the drop-off over the rating columns, in the order of the file."""
    found = [
        (column, answers[cells.eligible])
        for column, use in zip(columns, plan.uses, strict=True)
        if column.battery and (answers := _answers(use, plan, cells.codes)).size
    ]
    if not found:
        return ()
    return drop_off([column for column, _ in found], carried_on([a for _, a in found], plan))


def _column_use(use: Use, table: Table, plan: Plan, cells: Cells) -> ColumnUse:
    """Return one column with what it holds."""
    target, letter = use.target, column_letter(use.column)
    if target is None or target.kind != "rating":
        filled = sum(map(bool, map(str.strip, table.columns[use.column])))
        personal = target is None and use.reason == PERSONAL
        role = str(target or "")
        return ColumnUse(use.header, letter, role, use.reason, filled, personal=personal)
    answers, scale = _answers(use, plan, cells.codes), _scale_of(use, plan)
    counts = counted(answers, scale)
    given = [value for value, n in counts.items() if n]
    return ColumnUse(
        use.header,
        letter,
        str(target),
        use.reason,
        n_answered=sum(counts.values()),
        low=min(given, default=None),
        high=max(given, default=None),
        battery=target.battery,
        item=target.id,
        counts=counts,
        missing=_missing(answers[cells.eligible], plan) if answers.size else {},
    )


def _missing(answers: Codes, plan: Plan) -> dict[str, int]:
    """Return why ratings are missing; what a version does not ask is missing by design."""
    found = missing_kinds(answers)
    return {k: n for k, n in found.items() if k != "not_shown" or not plan.instrument.forms}


def _scale_of(use: Use, plan: Plan) -> Scale:
    """Return the scale of a rating column."""
    battery = use.target.battery if use.target else ""
    known = battery in plan.instrument.battery_names
    return plan.instrument.scale_of(battery) if known else plan.instrument.scale


def _answers(use: Use, plan: Plan, codes: MappingType[str, Any]) -> Any:
    """Return the answers of a rating column, none for an item or battery that was left out."""
    target = use.target
    if target is None or target.battery not in codes or target.id not in plan.instrument.item_ids:
        return np.empty(0, dtype=np.int16)
    return codes[target.battery][:, plan.instrument.item_ids.index(target.id)]
