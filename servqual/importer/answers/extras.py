"""Everything beside ratings and points: outcomes, weights, people, comments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from servqual.importer.answers.hints import CellFault
from servqual.importer.answers.labels import label_key, missing_words, number, yes_no
from servqual.importer.answers.numbers import NumberReader, Numbers, read_numbers
from servqual.importer.answers.valuelabels import coded_labels, labelled, missing_codes
from servqual.importer.matching.columns import Plan
from servqual.importer.matching.targets import Target
from servqual.importer.opening.table import Table
from servqual.importer.options import Options
from servqual.importer.words import seen
from servqual.instrument import Instrument, Outcome
from servqual.responses import Missing

Texts = npt.NDArray[np.object_]

ROWS_NAMED = 20
LARGEST_WEIGHT = 1e12  # sums of products of larger ones would leave the range of numbers


def read_outcomes(
    table: Table, plan: Plan, options: Options
) -> tuple[dict[str, Numbers], list[CellFault]]:
    """Return each outcome as numbers, NaN for no answer, and the cells that are none."""
    found: dict[str, Numbers] = {}
    faults: list[CellFault] = []
    for name, (column, reader) in outcome_readers(table, plan, options).items():
        found[name], wrong = read_numbers(table, column, reader)
        faults += wrong
    return found, faults


def outcome_readers(
    table: Table, plan: Plan, options: Options
) -> dict[str, tuple[int, NumberReader]]:
    """Return the column of each outcome and what reads its cells."""
    found: dict[str, tuple[int, NumberReader]] = {}
    words = missing_words(options.instrument.scale, options.mapping, options.missing)
    declared = {outcome.id for outcome in options.instrument.outcomes}
    for outcome in plan.instrument.outcomes:
        column = plan.column_of(Target("outcome", outcome.id))
        if column is None:
            continue
        ends = (outcome.min, outcome.max) if outcome.id in declared else None
        kinds = yes_no() if outcome.kind == "yes_no" else {}
        kinds |= _agreement(options.instrument, outcome)
        kinds |= coded_labels(table, column, kinds)
        gone = dict.fromkeys(missing_codes(table, column), int(Missing.DECLARED))
        found[outcome.id] = column, NumberReader({**words, **gone}, ends, kinds)
    return found


def _agreement(instrument: Instrument, outcome: Outcome) -> dict[str, float]:
    """Return what the words of the scale mean for a condition of the gap model, rated on it."""
    scale = instrument.scale
    if outcome.block != "antecedent" or (outcome.min, outcome.max) != (scale.min, scale.max):
        return {}
    return {
        label_key(word): float(anchor.value)
        for anchor in scale.anchors
        for word in (*anchor.label.values(), *anchor.also)
    }


def with_outcome_ranges(instrument: Instrument, outcomes: Mapping[str, Numbers]) -> Instrument:
    """Return the questionnaire with observed ends for outcomes that only the user declared."""
    changed: list[Outcome] = []
    for outcome in instrument.outcomes:
        values = outcomes.get(outcome.id)
        if outcome.min == outcome.max and values is not None and not np.isnan(values).all():
            low, high = int(np.floor(np.nanmin(values))), int(np.ceil(np.nanmax(values)))
            changed.append(outcome.model_copy(update={"min": low, "max": max(high, low + 1)}))
        else:
            changed.append(outcome)
    return instrument.model_copy(update={"outcomes": changed})


def read_weights(
    table: Table, plan: Plan, eligible: npt.NDArray[np.bool_]
) -> tuple[Numbers | None, str, str]:
    """Return the weights of the eligible people, the column's name, and what is wrong ('')."""
    column = plan.column_of(Target("weights"))
    if column is None:
        return None, "", ""
    name = table.headers[column]
    cells = table.columns[column]
    values = np.array([weight(cell) for cell in cells])[eligible]
    rows = table.rows[eligible][np.isnan(values)].tolist()
    return values, name, weights_text(name, rows, len(rows), some=bool(values.any()))


def weights_text(name: str, rows: Sequence[object], n: int, *, some: bool) -> str:
    """Return what is wrong with the weights of a column, '' for nothing.

    Parameters
    ----------
    name : str
    rows : sequence
        Rows of eligible people without a weight, at least the first ones.
    n : int
        How many there are.
    some : bool
        Whether any weight is above 0.
    """
    if n:
        shown = ", ".join(map(str, rows[:ROWS_NAMED]))
        more = f" and {n - ROWS_NAMED:,} more" if n > ROWS_NAMED else ""
        return (
            f"the weights in column {name!r} are missing, negative, too large or not numbers in "
            f"{n:,} row{'s' if n > 1 else ''}: {shown}{more}. Every person needs a weight from 0 "
            f"to {LARGEST_WEIGHT:,.0f}; correct them, or leave out the weights"
        )
    if not some:
        return f"the weights in column {name!r} are all 0. Choose another column, or leave them out"
    return ""


def weight(text: str) -> float:
    """Return a weight, NaN for anything that cannot be one."""
    value = number(text)
    return value if value is not None and 0 <= value <= LARGEST_WEIGHT else float("nan")


def read_texts(table: Table, plan: Plan, kind: str) -> dict[str, Texts]:
    """Return people columns by id, or comments by header, as trimmed text; '' for none."""
    found: dict[str, Texts] = {}
    for name, column in text_columns(plan, kind).items():
        shown = labelled(table, column)
        clean = {cell: seen(cell) for cell in set(shown)}
        cells = [clean[cell] for cell in shown]
        texts = np.empty(len(cells), dtype=object)
        texts[:] = cells
        found[name] = texts
    return found


def text_columns(plan: Plan, kind: str) -> dict[str, int]:
    """Return the columns of a kind by id, by header where they have none."""
    found: dict[str, int] = {}
    for use in plan.of_kind(kind):
        name = use.target.id if use.target and use.target.id else use.header
        while name in found:
            name += " "
        found[name] = use.column
    return found
