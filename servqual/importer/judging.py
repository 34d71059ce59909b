"""What the cells hold, and what stands in the way of using them."""

from __future__ import annotations

from collections.abc import Mapping as MappingType
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from servqual.errors import (
    ColumnError,
    FormatError,
    MappingError,
    RatingError,
    ScaleError,
    listed,
)
from servqual.importer.answers.extras import read_outcomes, read_weights
from servqual.importer.answers.faults import Faults, faults_text, too_many_faults
from servqual.importer.answers.forms import Versions, by_form, no_column_text
from servqual.importer.answers.hints import CellFault
from servqual.importer.answers.labels import LOWEST_ANSWER
from servqual.importer.answers.lengths import doubtful_scale
from servqual.importer.answers.numbers import Numbers
from servqual.importer.answers.points import Points, read_points
from servqual.importer.answers.ratings import Ratings, answered, decode_ratings, set_aside
from servqual.importer.layouts import nobody_left
from servqual.importer.matching.columns import Plan
from servqual.importer.matching.fitting import column_error_text
from servqual.importer.matching.targets import Target
from servqual.importer.opening.table import Table
from servqual.importer.options import Options
from servqual.instrument import FORM_COLUMN, KANO_BATTERIES, Instrument
from servqual.responses import Codes


@dataclass(frozen=True)
class Cells:
    """Everything that was read from the cells of a table, faulty cells included.

    ``others_aside`` counts the cells of points and outcomes that were set aside as invalid.
    """

    ratings: Ratings
    codes: MappingType[str, Codes]
    eligible: npt.NDArray[np.bool_]
    points: Points | None
    outcomes: MappingType[str, Numbers]
    faults: tuple[CellFault, ...]
    others_aside: int = 0
    versions: Versions | None = None


def plan_errors(table: Table, plan: Plan, options: Options) -> list[Exception]:
    """Return what stands in the way of reading the cells, the mapping file's faults first."""
    errors: list[Exception] = []
    if plan.mapping_faults:
        n = len(plan.mapping_faults)
        errors.append(
            MappingError(
                f"{options.mapping.where}: this mapping file has {n} fault{'s' if n > 1 else ''} "
                f"for {table.file}. "
                f"Mend and try again; 'servqual map' writes a correct one to start from.\n"
                f"{listed(plan.mapping_faults)}"
            )
        )
    if plan.faults:
        errors.append(ColumnError(column_error_text(table.file, plan.faults)))
    forms = plan.instrument.forms
    if forms and plan.of_kind("rating") and plan.column_of(Target("people", FORM_COLUMN)) is None:
        errors.append(ColumnError(no_column_text(table.file, forms)))
    if not len(table.rows):
        errors.append(FormatError(nobody_left(table)))
    return errors


def read_cells(table: Table, plan: Plan, options: Options) -> Cells:
    """Return what the cells hold."""
    ratings = decode_ratings(table, plan, options)
    codes = set_aside(ratings) if options.invalid == "missing" else ratings.codes
    eligible = np.zeros(len(table.rows), dtype=bool)
    for answers in ratings.codes.values():
        eligible |= (answers >= LOWEST_ANSWER).any(axis=1)
    points = read_points(table, plan, options)
    outcomes, outcome_faults = read_outcomes(table, plan, options)
    eligible |= answered_blocks(plan.instrument, outcomes, len(table.rows))
    faults = [*(points.faults if points else ()), *outcome_faults]
    others_aside = len(faults) if options.invalid == "missing" else 0
    faults = [] if options.invalid == "missing" else [*faults, *ratings.faults]
    order = {header: place for place, header in enumerate(table.headers)}
    faults.sort(key=lambda fault: (fault.row, order[fault.header]))
    versions = by_form(table, plan, codes, eligible)
    return Cells(
        ratings, versions.codes, eligible, points, outcomes, tuple(faults), others_aside, versions
    )


def answered_blocks(
    instrument: Instrument, outcomes: MappingType[str, Numbers], n: int
) -> npt.NDArray[np.bool_]:
    """Return who rated something in a block of the gap model: managers and staff alone do."""
    found = np.zeros(n, dtype=bool)
    for outcome in instrument.outcomes:
        if outcome.block and outcome.id in outcomes:
            found |= ~np.isnan(outcomes[outcome.id])
    return found


def cell_errors(table: Table, plan: Plan, cells: Cells, options: Options) -> list[Exception]:
    """Return what stands in the way of using the cells."""
    errors: list[Exception] = []
    ratings = cells.ratings
    if not len(table.rows):
        return errors
    if ratings.code_faults:
        return [RatingError(fault) for fault in ratings.code_faults]
    errors += faulty_cells(
        table.file,
        Faults.of(cells.faults),
        Faults.of(ratings.faults),
        answered(ratings.codes),
        plan.instrument,
        ratings,
    )
    if cells.versions and cells.versions.fault:
        errors.append(RatingError(cells.versions.fault))
    if not cells.eligible.any():
        errors.append(FormatError(nobody_text(table.file, len(table.rows))))
        return errors
    if not options.scale_given:
        settled = {*options.batteries_given, *KANO_BATTERIES}
        open_codes = {b: c for b, c in cells.codes.items() if b not in settled}
        shorter = doubtful_scale(open_codes, ratings.spoken, ratings.numbers, plan.instrument)
        if shorter:
            errors.append(ScaleError(scale_text(table.file, shorter, plan.instrument)))
    _, _, fault = read_weights(table, plan, cells.eligible)
    if fault:
        errors.append(ColumnError(f"{table.file}: {fault}."))
    return errors


def faulty_cells(
    file: str,
    faults: Faults,
    off: Faults,
    n_answered: int,
    instrument: Instrument,
    ratings: Ratings,
) -> list[Exception]:
    """Return what faulty cells stand in the way: ``faults``, or too many ratings set aside.

    ``off`` are the faulty ratings alone, also where they were set aside; ``ratings`` tell what
    answers there are beside them.
    """
    numbers = {n for found in ratings.numbers.values() for n in found}
    words = {word for found in ratings.spoken.values() for word in found}
    if faults.n:
        return [RatingError(faults_text(file, faults, instrument, numbers, words))]
    if too_many_faults(off.n, n_answered):
        return [
            RatingError(
                f"{off.n:,} ratings are off the scale, too many to set aside with --invalid "
                "missing: the scale or the columns must be wrong.\n"
                f"{faults_text(file, off, instrument, numbers, words)}"
            )
        ]
    return []


def nobody_text(file: str, n_rows: int) -> str:
    """Return what to do where nobody rated anything."""
    return (
        f"{file}: nobody rated anything: the rating columns hold no answer in any "
        f"of the {n_rows:,} rows. Check that the export holds answers."
    )


def scale_text(file: str, shorter: tuple[int, int], instrument: Instrument) -> str:
    """Return what to do where all answers fit a shorter scale."""
    scale = instrument.scale
    return (
        f"{file}: all answers fit a scale from {shorter[0]} to {shorter[1]}, but {instrument.id} "
        "is answered from "
        f"{scale.min} to {scale.max}. Say which one was printed: --scale "
        f"{shorter[0]}-{shorter[1]} or "
        f"--scale {scale.min}-{scale.max}."
    )
