"""Everything beside the ratings: points or ranks, outcomes, weights, people, comments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from servqual.importer.answers.cells import clean as cleaned
from servqual.importer.answers.cells import read_cell
from servqual.importer.answers.hints import NO_RANK, CellFault
from servqual.importer.answers.labels import label_key, missing_words, number, yes_no
from servqual.importer.answers.valuelabels import coded_labels, labelled, missing_codes
from servqual.importer.matching.columns import Plan
from servqual.importer.matching.targets import Target
from servqual.importer.opening.table import Table
from servqual.importer.options import Options
from servqual.importer.words import plain, seen
from servqual.instrument import Instrument, Outcome
from servqual.notes import Note
from servqual.responses import Missing

Numbers = npt.NDArray[np.float64]
Texts = npt.NDArray[np.object_]

POINTS_TOLERANCE = 0.05  # of the total: sums of 95 to 105 for 100 points are rescaled
_EXACT = 1e-9
_ROWS_NAMED = 20


@dataclass(frozen=True)
class Points:
    """Importance points or ranks as they were written, one row per person, and faulty cells.

    ``dimensions`` are those of the whole questionnaire, absent items or not.
    """

    dimensions: tuple[str, ...]
    given: Numbers
    faults: tuple[CellFault, ...]


def read_points(table: Table, plan: Plan, options: Options) -> Points | None:
    """Return points or ranks as written, NaN for none; None if the export has no such columns."""
    dimensions = options.instrument.dimension_ids
    columns = [plan.column_of(Target("points", d)) for d in dimensions]
    if any(column is None for column in columns):
        return None
    ranked = options.instrument.importance.method == "ranking"
    ends = (1, len(dimensions)) if ranked else (0, options.instrument.importance.total)
    scale, mapping = options.instrument.scale, options.mapping
    words = missing_words(scale, mapping, options.missing if ranked else ())
    if ranked:  # a code for missing ratings may be a rank
        words = {w: code for w, code in words.items() if not _is_rank(w, len(dimensions))}
    given, faults = [], []
    for column in columns:
        gone = dict.fromkeys(missing_codes(table, int(column or 0)), int(Missing.DECLARED))
        values, wrong = _numbers(
            table,
            int(column or 0),
            {**words, **gone},
            ends,
            percent=not ranked,
            whole=ranked,
        )
        given.append(values)
        faults += wrong
    return Points(tuple(dimensions), np.column_stack(given), tuple(faults))


def settle_points(
    points: Points, instrument: Instrument, file: str
) -> tuple[Numbers | None, list[Note]]:
    """Return points that add up to the total, and notes on what was done to them.

    Blanks whose rest adds up to the total are zeros; a sum within 5% of the total is rescaled; the
    points of everybody else who gave some are dropped.
    """
    total = float(instrument.importance.total)
    given = points.given
    blank = np.isnan(given)
    sums = np.where(blank, 0.0, given).sum(axis=1)
    some = ~blank.all(axis=1)
    whole = ~blank.any(axis=1)
    exact = some & (np.abs(sums - total) <= _EXACT * total)
    near = whole & ~exact & (np.abs(sums - total) <= POINTS_TOLERANCE * total)
    dropped = some & ~exact & ~near
    zeros = exact & ~whole
    kept = exact | near
    scaled = np.full_like(given, np.nan)
    scaled[kept] = np.where(blank, 0.0, given)[kept] * (total / sums[kept])[:, None]
    scaled[exact] = np.where(blank, 0.0, given)[exact]
    equal = kept & (np.ptp(np.where(kept[:, None], scaled, 0.0), axis=1) <= _EXACT * total)
    counts = {
        "points_rescaled": near,
        "points_blanks_zero": zeros,
        "points_dropped": dropped,
        "points_equal": equal,
    }
    values = {"total": instrument.importance.total}
    notes = [
        Note(c, {"n": int(who.sum()), **values}, file) for c, who in counts.items() if who.any()
    ]
    scaled, more = _without_dimensions(scaled, points.dimensions, instrument, file)
    if not kept.any():
        return None, [*notes, Note("points_none", {}, file)]
    return scaled, [*notes, *more]


def _without_dimensions(
    scaled: Numbers, dimensions: Sequence[str], instrument: Instrument, file: str
) -> tuple[Numbers, list[Note]]:
    """Return the points of the dimensions that are left, adding up to the total again."""
    places = [i for i, d in enumerate(dimensions) if d in instrument.dimension_ids]
    if len(places) == len(dimensions):
        return scaled, []
    left = scaled[:, places]
    sums = left.sum(axis=1, keepdims=True)
    with np.errstate(invalid="ignore", divide="ignore"):
        left = np.where(sums > 0, left * (instrument.importance.total / sums), np.nan)
    gone = ", ".join(d for d in dimensions if d not in instrument.dimension_ids)
    return left, [Note("points_without_dimensions", {"dimensions": gone}, file)]


def read_outcomes(
    table: Table, plan: Plan, options: Options
) -> tuple[dict[str, Numbers], list[CellFault]]:
    """Return each outcome as numbers, NaN for no answer, and the cells that are none."""
    found: dict[str, Numbers] = {}
    faults: list[CellFault] = []
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
        values, wrong = _numbers(table, column, {**words, **gone}, ends, labels=kinds)
        found[outcome.id] = values
        faults += wrong
    return found, faults


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


def _numbers(
    table: Table,
    column: int,
    missing: Mapping[str, int],
    ends: tuple[float, float] | None,
    *,
    labels: Mapping[str, float] | None = None,
    percent: bool = False,
    whole: bool = False,
) -> tuple[Numbers, list[CellFault]]:
    """Return a column of numbers, NaN for no answer, and the cells that cannot be read."""
    cells = table.columns[column]
    read: dict[str, float | str] = {}
    for text in set(cells):
        value = _number(text, missing, ends, labels or {}, percent)
        read[text] = _rank(value, ends) if whole and ends else value
    values = np.array([v if isinstance(v := read[cell], float) else np.nan for cell in cells])
    faults = [
        CellFault(int(table.rows[i]), table.headers[column], cell, why)
        for i, cell in enumerate(cells)
        if isinstance(why := read[cell], str)
    ]
    return values, faults


def _number(
    text: str,
    missing: Mapping[str, int],
    ends: tuple[float, float] | None,
    labels: Mapping[str, float],
    percent: bool,
) -> float | str:
    """Return a number, NaN for no answer, or what is wrong."""
    clean = plain(text)
    if percent:
        clean = clean.removesuffix("%").rstrip()
    if not clean:
        return float("nan")
    label = label_key(clean)
    value = number(clean)
    if value is not None and value.is_integer():
        label = str(int(value))
    if label in labels:
        return labels[label]
    if label in missing:
        return float("nan")
    if value is None:
        head = clean.split(" ", 1)[0]
        rest = clean[len(head) :].strip()
        value = number(head) if rest and not any(c.isdigit() for c in rest) else None
    if value is None:
        said = read_cell(cleaned(text))  # 7分（非常满意）
        value = said.value if said.joined and said.out_of is None else None
    if value is None:
        return "cannot be read as a number"
    if ends and not ends[0] <= value <= ends[1]:
        return f"is not between {ends[0]:g} and {ends[1]:g}"
    return value


def _is_rank(word: str, k: int) -> bool:
    """Say whether a code is a rank from 1 to k."""
    return word.isdecimal() and 1 <= int(word) <= k


def _rank(value: float | str, ends: tuple[float, float]) -> float | str:
    """Return a rank, NaN for none, or what is wrong."""
    wrong = value % 1 > 0 if isinstance(value, float) else value.startswith("is not between")
    return f"{NO_RANK} from {ends[0]:g} to {ends[1]:g}" if wrong else value


def read_weights(
    table: Table, plan: Plan, eligible: npt.NDArray[np.bool_]
) -> tuple[Numbers | None, str, str]:
    """Return the weights of the eligible people, the column's name, and what is wrong ('')."""
    column = plan.column_of(Target("weights"))
    if column is None:
        return None, "", ""
    name = table.headers[column]
    cells = table.columns[column]
    values = np.array([_weight(cell) for cell in cells])[eligible]
    rows = table.rows[eligible][np.isnan(values)]
    if rows.size:
        shown = ", ".join(map(str, rows[:_ROWS_NAMED].tolist()))
        more = f" and {rows.size - _ROWS_NAMED:,} more" if rows.size > _ROWS_NAMED else ""
        return (
            values,
            name,
            (
                f"the weights in column {name!r} are missing, negative or not numbers in "
                f"{rows.size:,} "
                f"row{'s' if rows.size > 1 else ''}: {shown}{more}. Every person needs a weight "
                "of 0 or more; correct "
                "them, or leave out the weights"
            ),
        )
    if not values.any():
        return (
            values,
            name,
            f"the weights in column {name!r} are all 0. Choose another column, or leave them out",
        )
    return values, name, ""


def _weight(text: str) -> float:
    """Return a weight, NaN for anything that cannot be one."""
    value = number(text)
    return value if value is not None and 0 <= value < float("inf") else float("nan")


def read_texts(table: Table, plan: Plan, kind: str) -> dict[str, Texts]:
    """Return people columns by id, or comments by header, as trimmed text; '' for none."""
    found: dict[str, Texts] = {}
    for use in plan.of_kind(kind):
        name = use.target.id if use.target and use.target.id else use.header
        while name in found:
            name += " "
        shown = labelled(table, use.column)
        clean = {cell: seen(cell) for cell in set(shown)}
        cells = [clean[cell] for cell in shown]
        texts = np.empty(len(cells), dtype=object)
        texts[:] = cells
        found[name] = texts
    return found
