"""Turns the rating columns into numbers, and finds every cell that cannot be one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from servqual.importer.answers.decoding import FAULT, LOWEST_ANSWER, Decoder
from servqual.importer.answers.direction import code_faults
from servqual.importer.answers.hints import CellFault
from servqual.importer.answers.labels import BatteryWords
from servqual.importer.answers.summed import ScoreDecoder, score_notes
from servqual.importer.matching.columns import Plan
from servqual.importer.matching.targets import Target
from servqual.importer.opening.table import Table
from servqual.importer.options import Options
from servqual.instrument import KANO_BATTERIES
from servqual.notes import Note
from servqual.responses import Codes, Missing

_MOST_LABELS = 14
_KIND_NOTES = {
    Missing.NOT_APPLICABLE: "cells_not_applicable",
    Missing.DONT_KNOW: "cells_dont_know",
    Missing.NOT_SHOWN: "cells_not_shown",
    Missing.REFUSED: "cells_refused",
    Missing.INVALID: "cells_invalid",
}


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
    spoken : mapping of battery to label keys
        Answers that stood there in words alone.
    numbers : mapping of battery to numbers
        Answers that stood there as numbers, in parts of the scale.
    code_faults : tuple of str
        Why the numbers of a battery cannot be read as they stand, for instance because they run
        from best to worst.
    """

    codes: Mapping[str, Codes]
    faults: tuple[CellFault, ...]
    labels: Mapping[str, Mapping[str, int]]
    notes: tuple[Note, ...]
    spoken: Mapping[str, frozenset[str]] = field(default_factory=dict)
    numbers: Mapping[str, frozenset[int]] = field(default_factory=dict)
    code_faults: tuple[str, ...] = ()


@dataclass
class Battery:
    """The columns of one battery while they are decoded, and every decoder in use."""

    name: str
    columns: dict[int, int]  # place of the item -> column
    texts: set[str]
    words: BatteryWords
    scores: str = ""  # what each column is where it holds a dimension: sums, means, percent
    behind: tuple[int, ...] = ()  # items behind each of them
    readers: dict[str, Decoder] = field(default_factory=dict)

    def reader(self, table: Table, column: int, n_items: int = 1) -> Decoder:
        """Return the decoder of a column; columns of which the file says the same share one."""
        if self.scores:
            reader = self.words.decoder(table, column)
            decoder = ScoreDecoder(reader.scale, reader.words, kind=self.scores, n_items=n_items)
            return self.readers.setdefault(str(column), decoder)
        own = table.missing_in[column] if table.missing_in else {}
        kind = repr((sorted(table.labels_of(column).items()), sorted(own.items())))
        if kind not in self.readers:
            self.readers[kind] = self.words.decoder(table, column)
        return self.readers[kind]


def decode_ratings(table: Table, plan: Plan, options: Options) -> Ratings:
    """Return all ratings of a table, every faulty cell among them found."""
    batteries = settled_batteries(table, plan, options)
    codes: dict[str, Codes] = {}
    faults: list[tuple[int, int, CellFault]] = []
    code_problems: list[str] = []
    for battery in batteries:
        answers, wrong = _decode_battery(table, battery, len(plan.instrument.items))
        codes[battery.name] = answers
        faults += wrong
        code_problems += code_faults(
            table,
            battery.name,
            battery.words,
            list(battery.columns.values()),
            battery.readers.values(),
        )
    faults.sort(key=lambda entry: entry[:2])
    labels = {b.name: _together(reader.labels for reader in b.readers.values()) for b in batteries}
    turned = [
        Note("codes_turned", {"battery": b.name}, options.mapping.where)
        for b in batteries
        if b.words.best_first and b.columns
    ]
    return Ratings(
        MappingProxyType(codes),
        tuple(fault for _, _, fault in faults),
        MappingProxyType(labels),
        (
            *_label_notes(batteries, labels, table.file),
            *turned,
            *score_notes(options.mapping.dimension_scores, options.behind, options.mapping.where),
        ),
        {b.name: frozenset().union(*(r.spoken for r in b.readers.values())) for b in batteries},
        {b.name: frozenset().union(*(r.numbers for r in b.readers.values())) for b in batteries},
        tuple(code_problems),
    )


def settled_batteries(table: Table, plan: Plan, options: Options) -> list[Battery]:
    """Return the batteries of a plan; the texts of a table settle what their words stand for."""
    batteries = [_battery(name, table, plan, options) for name in plan.instrument.battery_names]
    for battery in batteries:
        same = [b.texts for b in batteries if b.words.scale == battery.words.scale]
        battery.words.settle(battery.texts, set().union(*same))
    return batteries


def _battery(name: str, table: Table, plan: Plan, options: Options) -> Battery:
    """Return a battery with its columns and every text that stands in them."""
    columns = {
        place: column
        for place, item in enumerate(plan.instrument.item_ids)
        if (column := plan.column_of(Target("rating", item, name))) is not None
    }
    texts = {text for column in columns.values() for text in set(table.columns[column])}
    texts |= {label for column in columns.values() for label in table.labels_of(column).values()}
    words = BatteryWords(plan.instrument, name, options.mapping, options.missing)
    behind = tuple(options.behind.get(i, 1) for i in plan.instrument.item_ids)
    return Battery(name, columns, texts, words, options.mapping.dimension_scores, behind)


def _decode_battery(
    table: Table, battery: Battery, n_items: int
) -> tuple[Codes, list[tuple[int, int, CellFault]]]:
    """Return the answers of one battery, and its faulty cells with row and column."""
    answers = np.full((len(table.rows), n_items), not_asked_code(battery.name), np.int16)
    faults = []
    for place, column in battery.columns.items():
        reader = battery.reader(table, column, battery.behind[place])
        answers[:, place] = decode_cells(table.columns[column], reader)
        for row in np.flatnonzero(answers[:, place] == FAULT):
            fault = _cell_fault(table, int(row), column, reader)
            faults.append((fault.row, column, fault))
    return answers, faults


def not_asked_code(battery: str) -> Missing:
    """Return the answer to an item that has no column; of Kano's not every item need be asked."""
    return Missing.NOT_SHOWN if battery in KANO_BATTERIES else Missing.BLANK


def _together(tables: Iterable[Mapping[str, int]]) -> Mapping[str, int]:
    together: dict[str, int] = {}
    for table in tables:
        together |= table
    return MappingProxyType(together)


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
    for battery, answers in codes.items():
        there = answers
        if battery in KANO_BATTERIES:  # its items without a column have a note of their own
            there = answers[:, (answers != Missing.NOT_SHOWN).any(axis=0)]
        kinds, counts = np.unique(there[there < LOWEST_ANSWER], return_counts=True)
        found.update(dict(zip(kinds.tolist(), counts.tolist(), strict=True)))
    return kind_notes(found, options, file)


def kind_notes(found: Counter[int], options: Options, file: str) -> list[Note]:
    """Return one note per kind of missing answer, from the number of cells of each kind."""
    if options.instrument.forms:  # what a version does not ask has a note of its own
        found = Counter({kind: n for kind, n in found.items() if kind != Missing.NOT_SHOWN})
    notes = [
        Note(code, {"n": found[kind]}, file) for kind, code in _KIND_NOTES.items() if found[kind]
    ]
    if found[Missing.DECLARED]:
        values = {"n": found[Missing.DECLARED], "codes": ", ".join(options.missing)}
        code = "cells_declared_missing" if options.missing else "cells_declared_in_file"
        notes.insert(0, Note(code, values, file))
    return notes


def _label_notes(
    batteries: Iterable[Battery], labels: Mapping[str, Mapping[str, int]], file: str
) -> list[Note]:
    """Return a note that says which number each answer in words was read as."""
    pairs = {
        (battery.words.scale.value_of(code), label)
        for battery in batteries
        for label, code in labels[battery.name].items()
    }
    if not pairs:
        return []
    shown = [f"{label} = {value}" for value, label in sorted(pairs)]
    text = "; ".join(shown[:_MOST_LABELS]) + ("; ..." if len(shown) > _MOST_LABELS else "")
    return [Note("answers_in_words", {"n": len(shown), "labels": text}, file)]


def answered(codes: Mapping[str, Codes]) -> int:
    """Return how many ratings were given."""
    return sum(int((answers >= LOWEST_ANSWER).sum()) for answers in codes.values())
