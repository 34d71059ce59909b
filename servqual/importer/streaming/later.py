"""What further rows of a source hold that the first ones do not, and what is not looked at."""

from __future__ import annotations

from collections.abc import Iterator

from servqual.importer.answers.decoding import LOWEST_ANSWER
from servqual.importer.answers.labels import labels_of
from servqual.importer.layouts.model import layouts
from servqual.importer.matching.columns import PERSONAL, listed_uses
from servqual.importer.opening.table import Table
from servqual.importer.streaming.readers import RatingColumn, Readers
from servqual.importer.streaming.seen import Seen
from servqual.importer.words import key
from servqual.notes import Note

_CODES = "layout_codes_"


def code_notes(table: Table, seen: Seen) -> list[Note]:
    """Return notes on the tool's codes for missing answers, in the first rows or in ratings."""
    first = {
        note.code.removeprefix(_CODES): note for note in table.notes if note.code.startswith(_CODES)
    }
    layout = layouts().get(table.layout)
    if layout is None:
        return list(first.values())
    met = {key(text) for texts in seen.met.values() for text in texts}
    found = []
    for kind, codes in layout.missing.items():
        known = str(first[kind].values["codes"]).split(", ") if kind in first else []
        there = [code for code in codes if code in known or key(code) in met]
        if there:
            found.append(Note(_CODES + kind, {"codes": ", ".join(there)}, table.file))
    return found


def later_notes(readers: Readers, seen: Seen) -> list[Note]:
    """Return notes on what only further rows hold, and on columns that were not looked at."""
    file, uses = readers.table.file, readers.plan.uses
    worded = [c for c in readers.ratings if _worded_later(c, readers, seen)]
    filled = [c for c in readers.ratings if _filled_later(c, readers, seen)]
    found = [
        Note(code, listed_uses([uses[c.column] for c in columns]), file)
        for code, columns in (("stream_words_later", worded), ("stream_filled_later", filled))
        if columns
    ]
    found += _wider(readers, seen)
    unread = [
        use
        for use in uses
        if use.reason == PERSONAL
        or readers.table.role_of(use.column) == "id"
        or (use.target and use.target.kind == "comments")
    ]
    if unread:
        found.append(Note("stream_not_compared", listed_uses(unread), file))
    return found


def _worded_later(found: RatingColumn, readers: Readers, seen: Seen) -> bool:
    """Say whether only further rows hold answers in words."""
    first = readers.table.columns[found.column]
    texts = {text for text in seen.met.get(found.column, ()) if _is_answer(found, text)}
    return bool(labels_of(texts)) and not labels_of(first)


def _filled_later(found: RatingColumn, readers: Readers, seen: Seen) -> bool:
    """Say whether the first rows are blank in a column that is filled further on."""
    first = readers.table.columns[found.column]
    return not any(map(str.strip, first)) and any(map(str.strip, seen.met.get(found.column, ())))


def _wider(readers: Readers, seen: Seen) -> Iterator[Note]:
    """Yield a note for each battery that has lower or higher answers further on."""
    for name in readers.plan.instrument.battery_names:
        first, all_rows = set[int](), set[int]()
        for column in (c for c in readers.ratings if c.battery == name):
            first |= _answers(column, readers.table.columns[column.column])
            all_rows |= _answers(column, seen.met.get(column.column, ()))
        if not first or not all_rows:
            continue
        if min(all_rows) < min(first) or max(all_rows) > max(first):
            value_of = readers.plan.instrument.scale_of(name).value_of
            ends = {"low": value_of(min(first)), "high": value_of(max(first))}
            ends |= {"all_low": value_of(min(all_rows)), "all_high": value_of(max(all_rows))}
            yield Note("stream_wider_answers", {"battery": name, **ends}, readers.table.file)


def _answers(found: RatingColumn, texts: object) -> set[int]:
    """Return the ratings that texts stand for."""
    codes = {found.lookup.of(text) for text in texts}  # type: ignore[attr-defined]
    return {code for code in codes if code >= LOWEST_ANSWER}


def _is_answer(found: RatingColumn, text: str) -> bool:
    return bool(found.lookup.of(text) >= LOWEST_ANSWER)
