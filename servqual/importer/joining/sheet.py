"""Joined answers as a table that :func:`servqual.read` takes as it is, and the map beside it."""

from __future__ import annotations

import csv
import datetime
import io
import math
import tomllib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from servqual._cells import csv_text
from servqual._files import sha256
from servqual.catalog import instrument_ids, load_instrument
from servqual.importer.answers.attention import FAILED
from servqual.importer.layouts import PLAIN, arrange
from servqual.importer.mapfiles.draft import quoted
from servqual.importer.mapfiles.mapping import parse_mapping
from servqual.importer.opening.table import table_of_records
from servqual.importer.options import make_options
from servqual.importer.reading import opened
from servqual.importer.words import is_heading
from servqual.instrument import KANO_BATTERIES, Instrument, Scale
from servqual.notes import Note
from servqual.responses import Missing, Responses

NOT_ASKED = "not shown"
# as the importer reads them back, whatever the language of the survey
WORDS = {
    Missing.NOT_APPLICABLE: "n/a",
    Missing.DONT_KNOW: "don't know",
    Missing.NOT_SHOWN: NOT_ASKED,
    Missing.REFUSED: "refused",
}
WAVE = "wave"
ABOUT = ("source", "mode", "language", WAVE)
CODE, PAIR, ROW = "respondent code", "pair", "source row"
PASSED, MISSED = "passed", "missed"
COMMENTS, WEIGHT = "Comments", "weight"
_EPOCH = datetime.datetime(1970, 1, 1)


@dataclass(frozen=True)
class Sheet:
    """A table of joined answers.

    Attributes
    ----------
    columns : mapping of heading to cells, all of one length
    targets : mapping of heading to what a mapping file calls its use; '' for a column that is not
        read
    """

    columns: Mapping[str, Sequence[object]]
    targets: Mapping[str, str] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(next(iter(self.columns.values()), ()))

    def to_csv(self) -> bytes:
        """Return the table as CSV with a byte-order mark; nothing in it runs in a spreadsheet."""
        body = zip(*self.columns.values(), strict=True)
        return csv_text([list(self.columns), *body]).encode("utf-8-sig")


Column = tuple[str, str, Sequence[object]]  # heading, target, cells


def sheet_of(answers: Responses) -> Sheet:
    """Return the answers of one export, one row per person, without what tells who they are."""
    columns = [
        *((name, f"people.{name}", texts.tolist()) for name, texts in answers.people.items()),
        *_rated(answers),
        *_pointed(answers),
        *((name, f"outcome.{name}", _numbers(own)) for name, own in answers.outcomes.items()),
        *_measured(answers),
        *((name, "comments", texts) for name, texts in _comments(answers).items()),
    ]
    return Sheet(
        {heading: cells for heading, _, cells in columns},
        {heading: target for heading, target, _ in columns},
    )


def _rated(answers: Responses) -> Iterator[Column]:
    """Yield every rating in points."""
    for battery, codes in answers.ratings.items():
        scale = answers.instrument.scale_of(battery)
        for item, column in zip(answers.instrument.item_ids, codes.T.tolist(), strict=True):
            yield f"{item}_{battery}", f"{battery}.{item}", [_answer(c, scale) for c in column]


def _pointed(answers: Responses) -> Iterator[Column]:
    """Yield points or places in an order."""
    if answers.points is not None:
        word = "rank" if answers.instrument.importance.method == "ranking" else "points"
        for name, values in zip(answers.instrument.dimension_ids, answers.points.T, strict=True):
            yield f"{word}_{name}", f"points.{name}", _numbers(values)


def _measured(answers: Responses) -> Iterator[Column]:
    """Yield weights, times, and whether attention items were answered as told."""
    if answers.weights is not None:
        yield WEIGHT, "", _numbers(answers.weights)
    if answers.seconds is not None:
        yield "seconds", "seconds", _numbers(answers.seconds)
    if answers.finished is not None:
        yield "finished", "finished", [_moment(value) for value in answers.finished.tolist()]
    if FAILED in answers.marks:
        missed = answers.marks[FAILED].tolist()
        yield "attention", "attention.attention", [MISSED if m else PASSED for m in missed]


def _answer(code: int, scale: Scale) -> object:
    """Return a rating in points, or the word for why there is none."""
    return WORDS.get(Missing(code), "") if code < scale.codes[0] else scale.value_of(code)


def n_set_aside(answers: Responses) -> int:
    """Return how many answers were set aside in reading: they are blanks in the table."""
    aside = (Missing.DECLARED, Missing.INVALID)
    return sum(int(np.isin(codes, aside).sum()) for codes in answers.ratings.values())


def _numbers(values: np.ndarray[tuple[int], np.dtype[np.float64]]) -> list[object]:
    """Return numbers as cells: whole ones without a point, "" for none."""
    return [
        "" if math.isnan(value) else int(value) if value.is_integer() else value
        for value in values.tolist()
    ]


def _moment(seconds: float) -> str:
    """Return a moment as people write it, '' for none."""
    if math.isnan(seconds):
        return ""
    return (_EPOCH + datetime.timedelta(seconds=round(seconds))).isoformat(sep=" ")


def _comments(answers: Responses) -> dict[str, list[object]]:
    """Return the redacted comments; an only column of them is called alike in every export."""
    if len(answers.comments) == 1:
        return {COMMENTS: list(next(iter(answers.comments.values())))}
    found: dict[str, list[object]] = {}
    for name, texts in answers.comments.items():
        heading = " ".join(name.split())
        found[heading if is_heading("comments", heading) else f"{COMMENTS}: {heading}"] = [*texts]
    return found


def chosen(sheet: Sheet, names: Collection[str]) -> Sheet:
    """Return some columns of a table, in their order."""
    return Sheet(
        {name: cells for name, cells in sheet.columns.items() if name in names},
        {name: target for name, target in sheet.targets.items() if name in names},
    )


def beside(first: Sheet, second: Sheet) -> Sheet:
    """Return the columns of two tables with the same people; the first one's come first."""
    return Sheet({**first.columns, **second.columns}, {**first.targets, **second.targets})


def stacked(sheets: Sequence[Sheet]) -> Sheet:
    """Return tables below each other; ratings that one of them lacks were not shown there."""
    targets: dict[str, str] = {}
    for sheet in sheets:
        targets |= {name: t for name, t in sheet.targets.items() if name not in targets}
    columns = {
        name: [
            cell
            for sheet in sheets
            for cell in sheet.columns.get(name) or [_lacking(targets[name])] * len(sheet)
        ]
        for name in targets
    }
    return Sheet(columns, targets)


def _lacking(target: str) -> str:
    """Return the cell of somebody whose export has no such column."""
    head = target.partition(".")[0]
    beside = ("", "people", "points", "outcome", "seconds", "finished", "attention", "comments")
    return "" if head in beside else NOT_ASKED


def map_text(
    sheet: Sheet,
    form: Instrument,
    scales: Mapping[str, Scale],
    absent: Sequence[str],
    rules: Mapping[str, str],
    *,
    named: str = "",
    decided: Sequence[Note] = (),
) -> str:
    """Return a mapping file under which the table is read as it was joined.

    Parameters
    ----------
    sheet : Sheet
    form : Instrument
    scales : mapping of battery to Scale
        On which the ratings stand there.
    absent : sequence of str
        Items that no export holds.
    rules : mapping of rule to reason
        Whom the maps of the exports leave out.
    named : str
        As the mapping file names the questionnaire, '' for its id.
    decided : sequence of Note
        What joining decided: whoever reads the table under its map, reads these notes.
    """
    lines = [f"instrument = {quoted(named or form.id)}"]
    told = {name: scale_text(s) for name, s in scales.items() if name not in KANO_BATTERIES}
    # as the questionnaire has it, not as it was read: --scale may have said another one
    usual = load_instrument(form.id) if form.id in instrument_ids() else None
    if usual and all(text == scale_text(usual.scale_of(name)) for name, text in told.items()):
        told = {}
    if len(set(told.values())) == 1:
        lines.append(f"scale = {quoted(next(iter(told.values())))}")
    if absent:
        lines.append(f"absent = [{', '.join(map(quoted, absent))}]")
    if len(set(told.values())) > 1:
        lines += ["", "[scale]", *(f"{name} = {quoted(text)}" for name, text in told.items())]
    lines += ["", "[columns]"]
    lines += [f"{quoted(n)} = {quoted(t)}" for n, t in sheet.targets.items() if t]
    if "attention" in sheet.targets:
        lines += ["", "[attention]", f"attention = {quoted(PASSED)}"]
    if rules:
        lines += ["", "[exclude]"]
        lines += [f"{quoted(rule)} = {quoted(reason)}" for rule, reason in rules.items()]
    for note in decided:
        values = ", ".join(f"{quoted(k)} = {_value(v)}" for k, v in note.values.items())
        lines += ["", "[[decided]]", f"code = {quoted(note.code)}", f"values = {{ {values} }}"]
    return "\n".join(lines) + "\n"


def _value(value: object) -> str:
    return str(value) if isinstance(value, int) else quoted(str(value))


def scale_text(scale: Scale) -> str:
    """Return a scale as it is typed and as a mapping file writes it."""
    return f"{scale.min}-{scale.max}" + (f"/{1 / scale.parts:g}" if scale.parts > 1 else "")


def read_again(sheet: Sheet, form: Instrument, told: str, file: str) -> Responses:
    """Return the answers of a joined table, read as any other export under its map.

    Parameters
    ----------
    sheet : Sheet
    form : Instrument
    told : str
        What :func:`map_text` gave.
    file : str
        Name of the table, for notes and messages.
    """
    content = sheet.to_csv()
    records = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    table = table_of_records(records, file, sha256(content), ())
    mapping = parse_mapping(tomllib.loads(told), file)
    options = make_options(
        form, mapping, comments=True, weights=WEIGHT if WEIGHT in sheet.columns else ""
    )
    return opened(arrange(table, PLAIN, None), options).responses
