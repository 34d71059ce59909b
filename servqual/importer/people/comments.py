"""Comments: redacted when they are read, listed for review, read back as quotations."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

import numpy as np

from servqual._cells import csv_text, unguarded
from servqual._files import check_readable
from servqual.errors import ColumnError, FormatError, listed
from servqual.importer.answers.extras import Texts, read_texts
from servqual.importer.answers.labels import label_key, yes_no
from servqual.importer.layouts import PLAIN
from servqual.importer.matching.columns import PERSONAL, Plan
from servqual.importer.opening.source import Opening, read_table
from servqual.importer.opening.table import Table
from servqual.importer.people.redaction import Known, redact_all, redacted
from servqual.importer.words import plain, squash
from servqual.instrument import Instrument
from servqual.notes import Note, Notes
from servqual.responses import Responses
from servqual.results import Quotation, Quotations
from servqual.texts import fill, languages

HEADS = ("row", "column", "dimension", "text", "print")
MARKS = {"x": 1.0, "√": 1.0, "✓": 1.0, "✔": 1.0, "print": 1.0, "打印": 1.0, "刊印": 1.0}
MOST_OF_ONE_KIND = 5  # quotations of one dimension, or about the whole
LONGEST = 500  # signs


def read_comments(table: Table, plan: Plan) -> tuple[dict[str, Texts], int]:
    """Return each comment column redacted, and in how many comments something was taken out."""
    found = read_texts(table, plan, "comments")
    if not found:
        return {}, 0
    known = _known(table, plan)
    changed = 0
    for name, texts in found.items():
        after, n = redact_all([" ".join(text.split()) for text in texts], known)
        found[name] = np.array(after, dtype=object)
        changed += n
    return found, changed


def _known(table: Table, plan: Plan) -> Known:
    """Return what the other columns of the file say about its people.

    Of columns that nobody asked for only those with digits count: order and customer numbers.
    """
    personal: set[str] = set()
    groups: set[str] = set()
    for use in plan.uses:
        cells = set(table.columns[use.column])
        if use.reason == PERSONAL:
            personal |= cells
        elif use.target is None:
            personal |= {
                c for c in cells if len(c) >= 5 and any(map(str.isdigit, c)) and " " not in c
            }
        elif use.target.kind == "people":
            groups |= cells
    return Known.of(personal, groups)


def review_list(responses: Responses, language: str = "en") -> bytes:
    """Return the comments as a table for the analyst to review, as CSV with a byte-order mark.

    One line per comment: row of the file, its column, an empty place for a dimension, the redacted
    text, and an empty ``print``. Whoever reviews it reads every text, takes out what still tells
    who wrote it, and marks what is to be printed with ``yes``. What a spreadsheet would run as a
    formula is preceded by an apostrophe.

    Raises
    ------
    ColumnError
        The answers carry no comments.

    Examples
    --------
    >>> import pandas as pd
    >>> from servqual.importer.reading import read
    >>> ratings = {f"{b}{i}": [6, 7] for b in "EP" for i in range(1, 23)}
    >>> guests = pd.DataFrame(ratings | {"Comments": ["Call me: 020 7946 0958", ""]})
    >>> print(review_list(read(guests, comments=True)).decode("utf-8-sig"))
    row,column,dimension,text,print
    2,Comments,,Call me: ***,
    <BLANKLINE>
    """
    if not responses.comments:
        raise ColumnError(
            f"{responses.source.file}: no column holds comments. If one does, name it in a mapping "
            'file: "Its header" = "comments" under [columns].'
        )
    lines: list[list[object]] = [[fill(language, f"words.review.{name}", {}) for name in HEADS]]
    for i, row in enumerate(responses.rows.tolist()):
        for column, texts in responses.comments.items():
            if any(map(str.isalpha, texts[i])):
                lines.append([row, column.strip(), "", texts[i], ""])
    return csv_text(lines).encode("utf-8-sig")


def read_reviewed(
    path: str | Path, responses: Responses, min_cell: int
) -> tuple[Quotations, Notes]:
    """Return the comments that are marked to be printed in a reviewed list, with notes.

    Parameters
    ----------
    path : str or Path
        The list that :func:`review_list` wrote, reviewed; CSV in any encoding, or a workbook.
    responses : Responses
        The answers that the comments belong to.
    min_cell : int
        With fewer respondents no comment is printed, and a note says so.

    Returns
    -------
    Quotations, Notes
        In the order of the list, without row or column; at most five of a dimension and five about
        the whole. A note says how many more were marked, or that none was.

    Raises
    ------
    FileError, FormatError
        The list cannot be read, lacks a column, or has lines that cannot be used; all are named.
    """
    check_readable(Path(path), "review list")
    table = read_table(path, Opening(layout=PLAIN))
    columns = _columns(table)
    marked, faults = [], []
    known = set(responses.rows.tolist())
    for i, line in enumerate(table.rows.tolist()):
        cells = {name: table.columns[place][i].strip() for name, place in columns.items()}
        if wrong := _fault(cells, known, responses.instrument):
            faults.append(f"row {line}: {wrong}")
        elif _printed(cells["print"]):
            dimension = _dimension(cells["dimension"], responses.instrument) or ""
            marked.append(Quotation(dimension, _text(cells["text"])))
    if faults:
        raise FormatError(
            f"{table.file}: {len(faults)} line(s) of this review list cannot be used. Mend them "
            f"and try again.\n{listed(faults)}"
        )
    if marked and len(responses) < min_cell:
        return Quotations(), Notes([Note("comments_withheld", {"min_cell": min_cell}, table.file)])
    if not marked:
        note = Note("comments_none_marked", {"n": len(table.rows)}, table.file)
        return Quotations(), Notes([note])
    return chosen_quotations(marked, table.file)


def _columns(table: Table) -> dict[str, int]:
    """Return where each column of a review list stands, under its heading in any language."""
    heads = {
        name: {
            squash(name),
            *(squash(fill(code, f"words.review.{name}", {})) for code in languages()),
        }
        for name in HEADS
    }
    seen = [squash(header) for header in table.headers]
    places = {
        name: next((i for i, header in enumerate(seen) if header in known), None)
        for name, known in heads.items()
    }
    lacking = [name for name, place in places.items() if place is None]
    if lacking:
        raise FormatError(
            f"{table.file}: this is no review list: it has no column {', '.join(lacking)}. "
            "'servqual comments' writes one; keep its first row as it is."
        )
    return {name: place for name, place in places.items() if place is not None}


def _fault(cells: Mapping[str, str], rows: Collection[int], instrument: Instrument) -> str:
    """Return what is wrong with a line of a review list, '' for nothing."""
    answer = _printed(cells["print"])
    if answer is None:
        return f"print is {cells['print']!r}; write yes or no, or leave it empty"
    return _unprintable(cells, rows, instrument) if answer else ""


def _unprintable(cells: Mapping[str, str], rows: Collection[int], instrument: Instrument) -> str:
    """Return why a line that is marked to be printed cannot be, '' if it can."""
    if not cells["row"].isdigit() or int(cells["row"]) not in rows:
        return f"row is {cells['row']!r}, which is no respondent of this survey file"
    if _dimension(cells["dimension"], instrument) is None:
        known = ", ".join(instrument.dimension_ids)
        return f"dimension is {cells['dimension']!r}; leave it empty, or write one of {known}"
    if not cells["text"]:
        return "it is marked to be printed, but its text is empty"
    if len(cells["text"]) > LONGEST:
        return f"its text has {len(cells['text'])} signs; shorten it to {LONGEST}"
    return ""


def _printed(cell: str) -> bool | None:
    """Return whether a line is to be printed; None for an answer that is neither yes nor no."""
    if not cell:
        return False
    value = (yes_no() | MARKS).get(label_key(cell))
    return None if value is None else bool(value)


def _dimension(cell: str, instrument: Instrument) -> str | None:
    """Return the id of the dimension that a cell names, '' for none named, None if unknown."""
    if not cell:
        return ""
    wanted = squash(cell)
    for dimension in instrument.dimensions:
        names = (dimension.id, *dimension.name.values(), *dimension.aliases)
        if wanted in {squash(name) for name in names}:
            return dimension.id
    return None


def _text(cell: str) -> str:
    """Return a text as it is printed: without the apostrophe that kept a spreadsheet from it."""
    return plain(unguarded(cell))


def chosen_quotations(marked: Sequence[Quotation], file: str) -> tuple[Quotations, Notes]:
    """Return the first few of each dimension, redacted once more, with notes on both."""
    kept: list[Quotation] = []
    for quotation in marked:
        if sum(k.dimension == quotation.dimension for k in kept) < MOST_OF_ONE_KIND:
            kept.append(quotation)
    safe = [Quotation(q.dimension, redacted(q.text)) for q in kept]
    changed = sum(old != new for old, new in zip(kept, safe, strict=True))
    rest = len(marked) - len(kept)
    notes = [Note("comments_printed", {"n": len(safe)}, file)] if safe else []
    if rest:
        notes.append(Note("comments_left_out", {"n": rest, "most": MOST_OF_ONE_KIND}, file))
    if changed:
        notes.append(Note("comments_redacted_again", {"n": changed}, file))
    return Quotations(tuple(safe)), Notes(notes)
