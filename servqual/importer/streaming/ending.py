"""What stands in the way of a source as a whole, and what is noted of it, after its last block."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import numpy as np

from servqual.errors import ColumnError, FormatError, RatingError, ScaleError
from servqual.importer.answers.attention import attention_items, attention_notes
from servqual.importer.answers.decoding import LOWEST_ANSWER
from servqual.importer.answers.extras import weights_text
from servqual.importer.answers.faults import Faults
from servqual.importer.answers.forms import form_fault_text, form_notes
from servqual.importer.answers.lengths import scales_of, shorter_scale
from servqual.importer.answers.points import points_notes
from servqual.importer.answers.ranks import ranks_notes
from servqual.importer.answers.ratings import Ratings, decode_ratings, kind_notes
from servqual.importer.judging import faulty_cells, nobody_text, scale_text
from servqual.importer.layouts import nobody_left
from servqual.importer.layouts.rows import row_notes
from servqual.importer.matching.versions import not_asked
from servqual.importer.people.timing import time_notes
from servqual.importer.reading import scale_notes
from servqual.importer.streaming.later import code_notes, later_notes
from servqual.importer.streaming.readers import Readers, distinct_table
from servqual.importer.streaming.seen import Faulty, Seen
from servqual.instrument import KANO_BATTERIES, Instrument
from servqual.notes import Note, notes
from servqual.responses import Missing

_MOST_WORDS = 14
_OF_THE_SAMPLE = ("layout_rows_", "layout_codes_", "rows_empty_dropped")


def source_errors(readers: Readers, seen: Seen, instrument: Instrument) -> list[Exception]:
    """Return what stands in the way of using a source, all of which was met.

    ``instrument`` has the ends of the outcomes that nobody declared as the first rows show them.
    """
    if not seen.counts["rows", ""]:
        return [FormatError(nobody_left(readers.table))]
    ratings = _ratings(readers, seen)
    if ratings.code_faults:
        return [RatingError(fault) for fault in ratings.code_faults]
    return [
        *_settled_otherwise(readers, seen, ratings),
        *_faulty(readers, seen, ratings),
        *_versions(readers, seen),
        *_nobody(readers, seen),
        *_shorter(readers, seen, ratings),
        *_weights(readers, seen),
        *_spans(readers, seen, instrument),
        *_dates(readers, seen),
    ]


def hopeless(readers: Readers, seen: Seen) -> Exception:
    """Return the error of a source in which far too many cells cannot be used."""
    ratings = _ratings(readers, seen)
    faults = (seen.others + seen.ratings).faults(more=True)
    instrument = readers.plan.instrument
    return faulty_cells(readers.table.file, faults, Faults(), 0, instrument, ratings)[0]


def _ratings(readers: Readers, seen: Seen) -> Ratings:
    """Return the ratings of every different text that was met, one row for each."""
    table = distinct_table(readers.table, seen.met)
    return decode_ratings(table, readers.plan, readers.options)


def _settled_otherwise(readers: Readers, seen: Seen, ratings: Ratings) -> list[Exception]:
    """Return an error where all texts together mean something else than they were read as."""
    other: dict[str, int] = {}
    for found in readers.ratings:
        codes = ratings.codes[found.battery][:, found.place].tolist()
        for text, code in zip(sorted(seen.met.get(found.column, ())), codes, strict=False):
            if found.lookup.of(text) != code:
                other[text] = code
    if not other:
        return []
    scale = readers.plan.instrument.scale
    lines = [
        f'  "{" ".join(text.split())}" = {scale.value_of(code) if code >= LOWEST_ANSWER else "?"}'
        for text, code in list(other.items())[:_MOST_WORDS]
    ]
    return [
        RatingError(
            f"{readers.table.file}: answers in words that the first rows do not hold change what "
            "words stand for further on. Say what they mean in a mapping file, so that all rows "
            "are read alike:\n" + "\n".join(["  [answers]", *lines])
        )
    ]


def _faulty(readers: Readers, seen: Seen, ratings: Ratings) -> list[Exception]:
    aside = readers.options.invalid == "missing"
    faults = Faulty() if aside else seen.others + seen.ratings
    return faulty_cells(
        readers.table.file,
        faults.faults(),
        seen.ratings.faults(),
        seen.counts["answered", ""],
        readers.plan.instrument,
        ratings,
    )


def _versions(readers: Readers, seen: Seen) -> list[Exception]:
    """Return what does not fit the versions of a questionnaire, of all rows."""
    forms, column, table = readers.plan.instrument.forms, readers.form_column, readers.table
    if column is None:
        return []
    found: list[Exception] = []
    text = form_fault_text(table.file, seen.versions.entries, seen.versions.n, forms)
    if text:
        found.append(RatingError(text))
    whole = distinct_table(table, {column: seen.met.get(column, set())})
    uses, instrument = readers.plan.uses, readers.options.instrument
    if not_asked(uses, table, instrument) - not_asked(uses, whole, instrument):
        found.append(
            ColumnError(
                f"{table.file}: the first rows hold none of a version of the questionnaire that "
                "further rows answered, and its items were taken for not asked. Put some rows of "
                "every version at the beginning of the file."
            )
        )
    return found


def _nobody(readers: Readers, seen: Seen) -> list[Exception]:
    if seen.counts["eligible", ""]:
        return []
    return [FormatError(nobody_text(readers.table.file, seen.counts["rows", ""]))]


def _shorter(readers: Readers, seen: Seen, ratings: Ratings) -> list[Exception]:
    """Return an error where all answers of the source fit a shorter scale."""
    instrument = readers.plan.instrument
    if readers.options.scale_given:
        return []
    names = [name for name in ratings.codes if name not in readers.settled_scales]
    for scale, batteries in scales_of(names, instrument):
        most = max(int(ratings.codes[name].max(initial=LOWEST_ANSWER - 1)) for name in batteries)
        if most < LOWEST_ANSWER:
            continue
        words = frozenset(word for name in batteries for word in ratings.spoken[name])
        highest = max((n for name in batteries for n in ratings.numbers[name]), default=scale.min)
        people = seen.counts["people", batteries[0]]
        shorter = shorter_scale(scale, most, words, highest, people=people)
        if shorter:
            return [ScaleError(scale_text(readers.table.file, shorter, instrument))]
    return []


def _weights(readers: Readers, seen: Seen) -> list[Exception]:
    column, table = readers.weights_column, readers.table
    if column is None:
        return []
    some = bool(seen.counts["weighted", ""])
    rows = seen.weights
    text = weights_text(table.headers[column], rows.entries, rows.n, some=some)
    return [ColumnError(f"{table.file}: {text}.")] if text else []


def _spans(readers: Readers, seen: Seen, instrument: Instrument) -> Iterator[Exception]:
    """Yield an error for outcomes that go beyond the ends that the first rows show."""
    for outcome in instrument.outcomes:
        name, ends = outcome.id, (outcome.min, outcome.max)
        low, high = seen.spans.get(name, ends)
        if ends[0] <= low <= high <= ends[1]:
            continue
        yield ColumnError(
            f"{readers.table.file}: nobody declared from where to where the outcome {name!r} goes. "
            f"It goes from {ends[0]:g} to {ends[1]:g} in the first rows, but from {low:g} to "
            f"{high:g} in all. Declare its min and max in a questionnaire file "
            "([[outcomes]], instruments/README.md)."
        )


def _dates(readers: Readers, seen: Seen) -> list[Exception]:
    against = seen.of("dates against")
    if not against.total():
        return []
    headers = ", ".join(repr(readers.table.headers[int(str(i))]) for i in against)
    return [
        FormatError(
            f"{readers.table.file}: the dates in {headers} are written with the day first in "
            f"{against.total():,} rows, while those of the first rows can be read either way and "
            "were read with the month first. Export the file again with dates such as 2024-03-31."
        )
    ]


# -- notes -----------------------------------------------------------------------------------------


def source_notes(readers: Readers, seen: Seen, moved: list[Note]) -> list[Note]:
    """Return the notes on a source, all of which was met; those on conversion are ``moved``."""
    table, plan, options = readers.table, readers.plan, readers.options
    file = table.file
    told = [note for note in table.notes if not note.code.startswith(_OF_THE_SAMPLE)]
    n_out = seen.counts["rows", ""] - seen.counts["eligible", ""]
    more = [Note("rows_ineligible", {"n": n_out}, file)] if n_out else []
    aside = seen.others.cells.n
    if aside:
        more.append(Note("cells_invalid_other", {"n": aside}, file))
    return list(
        notes(
            told,
            row_notes(seen.told, file),
            code_notes(table, seen),
            readers.clock.notes,
            time_notes(readers.clock, table, seen.counts["timed", ""]),
            plan.notes,
            more,
            scale_notes(plan.instrument, options, file),
            _ratings(readers, seen).notes,
            moved,
            kind_notes(_missing(seen), options, file),
            _form_notes(readers, seen),
            _points_notes(readers, seen),
            _attention_notes(readers, seen),
            options.mapping.decided,
            later_notes(readers, seen),
        )
    )


def _missing(seen: Seen) -> Counter[int]:
    """Return the missing answers by kind, but for Kano's items that nobody was shown."""
    found: Counter[int] = Counter()
    for (what, which), n in seen.counts.items():
        if what != "missing" or not isinstance(which, tuple):
            continue
        battery, _, kind = which
        unseen = battery in KANO_BATTERIES and kind == Missing.NOT_SHOWN
        if not unseen or n < seen.counts["eligible", ""]:
            found[kind] += n
    return found


def _form_notes(readers: Readers, seen: Seen) -> tuple[Note, ...]:
    forms = readers.plan.instrument.forms
    if readers.form_column is None:
        return ()
    counts = np.array([seen.counts["form", place] for place in range(len(forms))], np.int64)
    return form_notes(readers.table.file, forms, counts)


def _points_notes(readers: Readers, seen: Seen) -> list[Note]:
    if not readers.points:
        return []
    counts = {str(what): n for what, n in seen.of("points").items()}
    instrument = readers.plan.instrument
    told = ranks_notes if instrument.importance.method == "ranking" else points_notes
    dimensions = tuple(readers.options.instrument.dimension_ids)
    return told(counts, dimensions, instrument, readers.table.file)


def _attention_notes(readers: Readers, seen: Seen) -> Iterator[Note]:
    for column, answers in attention_items(readers.plan, readers.options).items():
        counts = seen.counts["missed", column], seen.counts["asked", column]
        header = readers.table.headers[column]
        yield from attention_notes(header, answers, *counts, readers.table.file)
