"""Turns the rating columns into numbers, and finds every cell that cannot be one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from servqual.errors import MOST_FAULTS_SHOWN
from servqual.importer.columns import Plan
from servqual.importer.labels import FAULT, LOWEST_ANSWER, Decoder, decoder, label_key, label_sets
from servqual.importer.options import Options
from servqual.importer.table import Table
from servqual.importer.targets import Target
from servqual.instrument import Instrument, Scale
from servqual.notes import Note
from servqual.responses import Codes, Missing

ENOUGH_TO_DOUBT_SCALE = 30  # people
USUAL_LENGTHS = (5, 7)
_MOST_LABELS = 14
MOST_SET_ASIDE = 0.2  # of the answers given; more is a wrong scale, not slips
FEWEST_TO_REFUSE = 20
_OFTEN = 3  # cells with one and the same wrong answer that deserve a word
_KIND_NOTES = {
    Missing.NOT_APPLICABLE: "cells_not_applicable",
    Missing.DONT_KNOW: "cells_dont_know",
    Missing.NOT_SHOWN: "cells_not_shown",
    Missing.REFUSED: "cells_refused",
    Missing.INVALID: "cells_invalid",
}


@dataclass(frozen=True)
class CellFault:
    """One cell that cannot be read."""

    row: int
    header: str
    text: str
    why: str

    def __str__(self) -> str:
        return f"row {self.row}, column {self.header!r}: {self.text!r:.60} {self.why}"


@dataclass(frozen=True)
class Ratings:
    """Answers by battery, and what was met on the way.

    Attributes
    ----------
    codes : mapping of battery to int16 array, shape (n_rows, n_items)
        Answers and kinds of missing answers; ``FAULT`` where a cell cannot be read.
    faults : tuple of CellFault
        In the order of rows, then columns.
    labels : mapping of battery to mapping of words to number
    notes : tuple of Note
    """

    codes: Mapping[str, Codes]
    faults: tuple[CellFault, ...]
    labels: Mapping[str, Mapping[str, int]]
    notes: tuple[Note, ...]


def decode_ratings(table: Table, plan: Plan, options: Options) -> Ratings:
    """Return all ratings of a table, every faulty cell among them found."""
    codes: dict[str, Codes] = {}
    labels: dict[str, Mapping[str, int]] = {}
    faults: list[tuple[int, int, CellFault]] = []
    for battery in plan.instrument.battery_names:
        reader = decoder(plan.instrument, battery, options.mapping, options.missing)
        answers = np.full((len(table.rows), len(plan.instrument.items)), Missing.BLANK, np.int16)
        for place, item in enumerate(plan.instrument.item_ids):
            column = plan.column_of(Target("rating", item, battery))
            if column is None:
                continue
            cells = table.columns[column]
            answers[:, place] = decode_cells(cells, reader)
            for row in np.flatnonzero(answers[:, place] == FAULT):
                fault = _cell_fault(table, int(row), column, reader)
                faults.append((fault.row, column, fault))
        codes[battery] = answers
        labels[battery] = MappingProxyType(reader.labels)
    faults.sort(key=lambda entry: entry[:2])
    return Ratings(
        MappingProxyType(codes),
        tuple(fault for _, _, fault in faults),
        MappingProxyType(labels),
        tuple(_label_notes(labels, table.file)),
    )


def decode_cells(cells: Sequence[str], reader: Decoder) -> npt.NDArray[np.int16]:
    """Return the codes of one column."""
    return np.fromiter(map(reader.__getitem__, cells), np.int16, len(cells))


def _cell_fault(table: Table, row: int, column: int, reader: Decoder) -> CellFault:
    text = table.columns[column][row]
    return CellFault(int(table.rows[row]), table.headers[column], text, reader.faults[text])


def set_aside(ratings: Ratings) -> dict[str, Codes]:
    """Return the answers with faulty cells marked as invalid."""
    return {
        battery: np.where(codes == FAULT, np.int16(Missing.INVALID), codes).astype(np.int16)
        for battery, codes in ratings.codes.items()
    }


def missing_notes(codes: Mapping[str, Codes], options: Options, file: str) -> list[Note]:
    """Return one note per kind of missing answer that is there, with the number of cells."""
    found: Counter[int] = Counter()
    for answers in codes.values():
        kinds, counts = np.unique(answers[answers < LOWEST_ANSWER], return_counts=True)
        found.update(dict(zip(kinds.tolist(), counts.tolist(), strict=True)))
    notes = [
        Note(code, {"n": found[kind]}, file) for kind, code in _KIND_NOTES.items() if found[kind]
    ]
    if found[Missing.DECLARED]:
        values = {"n": found[Missing.DECLARED], "codes": ", ".join(options.missing)}
        notes.insert(0, Note("cells_declared_missing", values, file))
    return notes


def _label_notes(labels: Mapping[str, Mapping[str, int]], file: str) -> list[Note]:
    """Return a note that says which number each answer in words was read as."""
    pairs = {(value, label) for known in labels.values() for label, value in known.items()}
    if not pairs:
        return []
    shown = [f"{label} = {value}" for value, label in sorted(pairs)]
    text = "; ".join(shown[:_MOST_LABELS]) + ("; ..." if len(shown) > _MOST_LABELS else "")
    return [Note("answers_in_words", {"n": len(shown), "labels": text}, file)]


# -- the message for faulty cells ------------------------------------------------------------------


def faults_text(file: str, faults: Sequence[CellFault], instrument: Instrument) -> str:
    """Return the message about faulty cells: the first ones, the total, the remedies."""
    n = len(faults)
    cells = "1 cell holds an answer" if n == 1 else f"{n:,} cells hold answers"
    lines = [f"  - {fault}" for fault in faults[:MOST_FAULTS_SHOWN]]
    if n > MOST_FAULTS_SHOWN:
        lines.append(f"  ... and {n - MOST_FAULTS_SHOWN:,} more")
    advice = "\n".join(_hints(faults, instrument))
    return (
        f"{file}: {cells} that cannot be used. Correct the file, name codes for missing answers "
        "with --missing, say "
        "what words mean under [answers] of a mapping file, or set the cells aside with "
        "--invalid missing.\n" + "\n".join(lines) + (f"\n{advice}" if advice else "")
    )


def _hints(faults: Sequence[CellFault], instrument: Instrument) -> list[str]:
    """Return what frequent wrong answers usually mean."""
    counts = Counter(fault.text.strip() for fault in faults)
    hints = []
    low = instrument.scale.min
    zeros = sum(n for text, n in counts.items() if text in ("0", "0.0"))
    if zeros and low > 0:
        where = "1 cell" if zeros == 1 else f"{zeros:,} cells"
        hints.append(
            f"0 stands in {where}; on a scale from {low} it often means 'no answer': --missing 0. "
            f"If the scale really starts at 0, say so with --scale 0-{instrument.scale.max}."
        )
    for text, n in counts.most_common(3):
        if n >= _OFTEN and text not in ("0", "0.0") and _is_code(text, instrument.scale):
            hints.append(
                f"{text} stands in {n:,} cells; if it is a code for 'no answer': --missing {text}"
            )
    high = _longer_scale(counts, instrument.scale)
    if high:
        hints.append(
            f"If the answers were given on a longer scale, say so with --scale {low}-{high}."
        )
    return hints


def _longer_scale(counts: Counter[str], scale: Scale) -> int | None:
    """Return the end of the shortest longer scale that holds nearly all that is too high.

    One slip, a 9 among many 6 and 7, must not turn the advice to a scale that nobody printed.
    """
    above = {int(t): n for t, n in counts.items() if t.isdigit() and scale.max < int(t) < 100}
    ends = [length for length in (7, 9, 10) if length > scale.max]
    if len(above) < 2:
        return None
    for end in ends:
        if sum(n for value, n in above.items() if value <= end) >= 0.9 * sum(above.values()):
            return end
    return None


def too_many_faults(ratings: Ratings) -> bool:
    """Say whether so many ratings are off the scale that setting them aside would hide an error."""
    answered = sum(int((codes >= LOWEST_ANSWER).sum()) for codes in ratings.codes.values())
    n = len(ratings.faults)
    return n >= FEWEST_TO_REFUSE and n > MOST_SET_ASIDE * answered


def _is_code(text: str, scale: Scale) -> bool:
    """Say whether a wrong answer looks like a code: negative, or a repeated 9 or 8, or far away."""
    whole = text.removesuffix(".0")
    if not whole.lstrip("-").isdigit():
        return False
    return whole.startswith("-") or set(whole) in ({"9"}, {"8"}) or int(whole) > 10 * scale.max


# -- the length of the scale -----------------------------------------------------------------------


def doubtful_scale(
    codes: Mapping[str, Codes], labels: Mapping[str, Mapping[str, int]], instrument: Instrument
) -> tuple[int, int] | None:
    """Return the shorter scale that all answers fit, None if there is no reason for doubt.

    With at least 30 people, answers that never exceed 5 on a longer scale are doubted; so are
    answers in words that are exactly those of a shorter scale.
    """
    for scale, batteries in _scales(codes, instrument):
        answers = [codes[name] for name in batteries]
        valid = np.concatenate([a[a >= LOWEST_ANSWER] for a in answers])
        people = int(np.any([np.any(a >= LOWEST_ANSWER, axis=1) for a in answers], axis=0).sum())
        if not valid.size:
            continue
        words = {label for name in batteries for label in labels.get(name, {})}
        for length in USUAL_LENGTHS:
            high = scale.min + length - 1
            if scale.max <= high or length == scale.size:
                continue
            fits = scale.min == 1 and int(valid.max()) <= high and people >= ENOUGH_TO_DOUBT_SCALE
            if fits or _words_of(words, length, scale, people):
                return scale.min, high
    return None


def _scales(codes: Iterable[str], instrument: Instrument) -> list[tuple[Scale, list[str]]]:
    """Return each scale with its batteries."""
    found: list[tuple[Scale, list[str]]] = []
    for name in codes:
        scale = instrument.scale_of(name)
        same = next((names for known, names in found if known == scale), None)
        if same is None:
            found.append((scale, [name]))
        else:
            same.append(name)
    return found


def _words_of(words: set[str], length: int, scale: Scale, people: int) -> bool:
    """Say whether the answers in words are those of a common set of a shorter length.

    A set is believed when every word belongs to it and its inner points are there: all of them, or
    any with enough people. The ends alone say nothing, for scales of every length share them.
    """
    seen = {label_key(word) for word in words}
    for labels in label_sets(length):
        places = {labels[word] for word in seen if word in labels}
        inner = places - {0, length - 1}
        whole = len(places) == length
        if seen and seen <= labels.keys() and inner and (whole or people >= ENOUGH_TO_DOUBT_SCALE):
            longer = [known for known in label_sets(scale.size) if seen <= known.keys()]
            used = {known[word] for known in longer for word in seen}
            if len(used) <= length:
                return True
    return False
