"""Records of one block become responses, and what was met on the way is counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from servqual.importer.answers.attention import FAILED
from servqual.importer.answers.decoding import FAULT, LOWEST_ANSWER
from servqual.importer.answers.extras import ROWS_NAMED
from servqual.importer.answers.forms import answers_by_form
from servqual.importer.answers.lengths import scales_of
from servqual.importer.answers.numbers import Numbers
from servqual.importer.answers.points import Points, settled_points
from servqual.importer.answers.ranks import settled_ranks
from servqual.importer.answers.ratings import not_asked_code
from servqual.importer.judging import answered_blocks
from servqual.importer.people.timing import times_by
from servqual.importer.streaming.readers import MISSED, NOT_ASKED, WRONG, NumberColumn
from servqual.importer.streaming.records import Block, Mask
from servqual.importer.streaming.typed import moments_of, weights_of
from servqual.responses import Codes, Missing

_AT_ONCE = 1 << 14  # rows whose points stay in the cache of the processor


@dataclass(frozen=True)
class Judged:
    """What the records of a block hold, before those who rated nothing are left out."""

    codes: dict[str, Codes]
    eligible: Mask
    rows: npt.NDArray[np.int64]
    outcomes: dict[str, Numbers] = field(default_factory=dict)
    points: Numbers | None = None
    people: dict[str, npt.NDArray[np.object_]] = field(default_factory=dict)
    weights: Numbers | None = None
    seconds: Numbers | None = None
    finished: Numbers | None = None
    marks: dict[str, Mask] = field(default_factory=dict)


def judged(block: Block) -> Judged:
    """Return what the records of a block hold; ``block.seen`` counts what was met."""
    instrument, readers, n = block.readers.plan.instrument, block.readers, block.n
    codes = _ratings(block)
    outcomes = {name: _numbers(block, found) for name, found in readers.outcomes.items()}
    points = [_numbers(block, found) for found in readers.points]
    rated = {name: _rated(answers) for name, answers in codes.items()}
    eligible = np.logical_or.reduce([np.zeros(n, bool), *rated.values()])
    eligible |= answered_blocks(instrument, outcomes, n)
    _count_people(block, rated)
    codes = _by_form(block, codes, eligible)
    block.seen.counts["rows", ""] += n
    block.seen.counts["eligible", ""] += int(eligible.sum())
    _count_missing(block, codes, eligible)
    _spans(block, outcomes, eligible)
    seconds, finished = _times(block)
    return Judged(
        codes,
        eligible,
        block.rows,
        outcomes,
        _settled(block, points, eligible),
        {name: lookup.read(block.cells(i)) for name, (i, lookup) in readers.people.items()},
        _weights(block, eligible),
        seconds,
        finished,
        _attention(block, eligible),
    )


def _ratings(block: Block) -> dict[str, Codes]:
    """Return the ratings of each battery; what cannot be read is counted and set aside."""
    instrument, n = block.readers.plan.instrument, block.n
    # a column at a time lies together in memory, which is how it is filled
    codes = {
        name: np.empty((len(instrument.items), n), np.int16) for name in instrument.battery_names
    }
    filled = {(found.battery, found.place) for found in block.readers.ratings}
    for name, answers in codes.items():
        for place in range(len(answers)):
            if (name, place) not in filled:
                answers[place] = not_asked_code(name)
    for found in block.readers.ratings:
        met = block.seen.met.setdefault(found.column, set())
        straight = block.straight.get(found.column)
        if straight:
            codes[found.battery][found.place] = straight.answers
            block.seen.counts["answered", ""] += n - straight.n_blank
            met |= straight.met
            continue
        answers = found.lookup.read(block.cells(found.column), met)
        wrong = answers == FAULT
        if wrong.any():
            block.seen.ratings += block.faulty(found.column, wrong, found.why)
            answers = np.where(wrong, np.int16(Missing.INVALID), answers)
        block.seen.counts["answered", ""] += int(np.count_nonzero(answers >= LOWEST_ANSWER))
        codes[found.battery][found.place] = answers
    return {name: answers.T for name, answers in codes.items()}


def _numbers(block: Block, found: NumberColumn) -> Numbers:
    """Return the numbers of a column, NaN for none; what cannot be read is counted."""
    straight = block.straight.get(found.column)
    if straight:
        return straight.answers
    values: Numbers = found.lookup.read(block.cells(found.column))
    wrong = values == WRONG
    if wrong.any():
        block.seen.others += block.faulty(found.column, wrong, found.why)
        values = np.where(wrong, np.nan, values)
    return values


def _rated(answers: Codes) -> Mask:
    """Return who rated anything, looking at no more columns than it takes."""
    found = np.zeros(len(answers), bool)
    for column in answers.T:
        found |= column >= LOWEST_ANSWER
        if found.all():
            break
    return found


def _count_people(block: Block, rated: Mapping[str, Mask]) -> None:
    """Count who rated anything on each scale, and in which batteries."""
    names = [name for name in rated if name not in block.readers.settled_scales]
    for _, batteries in scales_of(names, block.readers.plan.instrument):
        people = np.logical_or.reduce([rated[name] for name in batteries])
        block.seen.counts["people", batteries[0]] += int(people.sum())


def _by_form(block: Block, codes: dict[str, Codes], eligible: Mask) -> dict[str, Codes]:
    """Return the answers by version; what does not fit is counted."""
    column = block.readers.form_column
    if column is None:
        return codes
    cells = block.text(column).to_list()
    numbers, plan = block.numbers, block.readers.plan
    found, faults, counts = answers_by_form(plan, cells, codes, eligible, numbers)
    named = [f"{block.file}, {fault}" if block.file else fault for fault in faults]
    start = int(block.rows[0]) if block.n else 0
    block.seen.versions.add((((start, i), text) for i, text in enumerate(named)), len(named))
    block.seen.met.setdefault(column, set()).update(set(cells))
    for form, n in enumerate(counts.tolist()):
        block.seen.counts["form", form] += n
    return found


def _count_missing(block: Block, codes: Mapping[str, Codes], eligible: Mask) -> None:
    """Count the missing answers of eligible people by battery, item and kind, but for blanks."""
    everybody = bool(eligible.all())
    form = block.readers.form_column is not None
    for found in block.readers.ratings:
        if found.column in block.straight and not form:
            continue  # all that is missing is blank, and blanks have no note
        answers = codes[found.battery][:, found.place]
        if answers.min(initial=0) >= LOWEST_ANSWER:
            continue
        below = answers < LOWEST_ANSWER
        kinds = -answers[below if everybody else below & eligible].astype(np.int64)
        for kind, n in enumerate(np.bincount(kinds).tolist()):
            if n:
                block.seen.counts["missing", (found.battery, found.place, -kind)] += n


def _spans(block: Block, outcomes: Mapping[str, Numbers], eligible: Mask) -> None:
    """Note the lowest and highest of each outcome whose ends nobody declared."""
    for outcome in block.readers.plan.instrument.outcomes:
        values = outcomes.get(outcome.id)
        if outcome.min == outcome.max and values is not None:
            there = values[eligible & ~np.isnan(values)]
            if there.size:
                block.seen.spans[outcome.id] = float(there.min()), float(there.max())


def _settled(block: Block, given: Sequence[Numbers], eligible: Mask) -> Numbers | None:
    """Return settled points or ranks, NaN for those who rated nothing; None without columns."""
    if not given:
        return None
    instrument = block.readers.plan.instrument
    dimensions = tuple(block.readers.options.instrument.dimension_ids)
    ranked = instrument.importance.method == "ranking"
    asked = sum(d in instrument.dimension_ids for d in dimensions)
    found = np.full((asked, block.n), np.nan).T  # written and read column by column
    for start in range(0, block.n, _AT_ONCE):
        part = slice(start, start + _AT_ONCE)
        chosen = eligible[part]
        written = np.array([values[part] for values in given]).T
        points = Points(dimensions, written if chosen.all() else written[chosen], ())
        if ranked:
            settled, counts = settled_ranks(points, instrument)
        else:
            settled, counts = settled_points(points, instrument, own=True)
        found[part][slice(None) if chosen.all() else chosen] = settled
        for what, n in counts.items():
            block.seen.counts["points", what] += n
    return found


def _weights(block: Block, eligible: Mask) -> Numbers | None:
    """Return the weights, NaN for none, which are counted where somebody is eligible."""
    column = block.readers.weights_column
    if column is None:
        return None
    values = weights_of(block.cells(column), block.readers.weights)
    lacking = np.flatnonzero(np.isnan(values) & eligible)
    places = lacking[:ROWS_NAMED]
    keys = [(row, column) for row in block.rows[places].tolist()]
    names = [f"{block.file}:{row}" if block.file else row for row in block.numbers[places].tolist()]
    block.seen.weights.add(zip(keys, names, strict=True), len(lacking))
    block.seen.counts["weighted", ""] += int((values[eligible] > 0).sum())
    return values


def _times(block: Block) -> tuple[Numbers | None, Numbers | None]:
    """Return time taken and time of finishing; moments that fit no order of days are counted."""
    clock, readers = block.readers.clock, block.readers
    moments = {}
    for column in (*clock.ends, *(() if clock.start is None else (clock.start,))):
        found = moments_of(block.cells(column), readers.moments)
        against = found == WRONG
        block.seen.counts["dates against", column] += int(against.sum())
        moments[column] = np.where(against, np.nan, found)
    measured = None
    if clock.seconds is not None:
        measured = readers.seconds.read(block.cells(clock.seconds))
    seconds, finished = times_by(clock, measured, moments)
    if seconds is not None:
        block.seen.counts["timed", ""] += int(np.isfinite(seconds).sum())
    return seconds, finished


def _attention(block: Block, eligible: Mask) -> dict[str, Mask]:
    """Return who missed an attention item, and count who was asked."""
    failed = np.zeros(block.n, bool)
    for column, lookup in block.readers.attention.items():
        verdicts = lookup.read(block.cells(column))
        wrong = verdicts == MISSED
        block.seen.counts["missed", column] += int((wrong & eligible).sum())
        block.seen.counts["asked", column] += int(((verdicts != NOT_ASKED) & eligible).sum())
        failed |= wrong
    return {FAILED: failed} if block.readers.attention else {}
