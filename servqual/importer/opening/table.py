"""A survey export as text: headers, columns of cells, row numbers, and how the file was opened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from servqual.errors import FormatError
from servqual.notes import Note

MOST_COLUMNS = 16_384  # as many as a spreadsheet can hold
MOST_ROWS_NAMED = 8
# what a survey tool writes beside the answers
ROLES = (
    "id",
    "start",
    "end",
    "seconds",
    "status",
    "progress",
    "channel",
    "language",
    "personal",
    "score",
    "option",
    "other",
)


@dataclass(frozen=True)
class Table:
    """One export, every cell still text.

    Attributes
    ----------
    file : str
        Name without folder; "DataFrame" for a frame.
    sha256 : str
        Of the file's bytes, or of the frame's CSV form.
    headers : tuple of str
        As written, without surrounding blanks; "" for a column without a name.
    columns : tuple of sequences of str, one per header, each of length n_rows
        "" means an empty cell.
    rows : int64 array, shape (n_rows,)
        Row number of each record in the source; the header of an ordinary file is row 1.
    encoding, delimiter, sheet : str
        How the file was opened; "" where it does not apply.
    layout : str
        Id of the survey tool's layout that was recognised or forced; "" for a plain table.
    texts : tuple of str, one per header, or empty
        What was asked, where the tool writes it beside its own column code; "" for none.
    groups : tuple of str, one per header, or empty
        Heading of the question or matrix that a column belongs to; "" for none.
    roles : tuple of str, one per header, or empty
        What the tool itself put into a column: one of ``ROLES``, or "" for an answer.
    labels : tuple of mappings of code to label, one per header, or empty
        Value labels that came with the file.
    missing : mapping of kind to codes
        The tool's own codes for missing answers, for every column.
    missing_in : tuple of mappings of kind to codes, one per header, or empty
        Codes for missing answers that the file declares for one column.
    notes : tuple of Note
    """

    file: str
    sha256: str
    headers: tuple[str, ...]
    columns: tuple[Sequence[str], ...]
    rows: npt.NDArray[np.int64]
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    layout: str = ""
    texts: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    labels: tuple[Mapping[str, str], ...] = ()
    missing: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    missing_in: tuple[Mapping[str, tuple[str, ...]], ...] = ()
    notes: tuple[Note, ...] = field(default_factory=tuple)

    def text_of(self, column: int) -> str:
        """Return what was asked in a column, "" if only its header is known."""
        return self.texts[column] if self.texts else ""

    def group_of(self, column: int) -> str:
        """Return the heading of the question that a column belongs to, "" for none."""
        return self.groups[column] if self.groups else ""

    def labels_of(self, column: int) -> Mapping[str, str]:
        """Return the value labels of a column by code, empty if the file brought none."""
        return self.labels[column] if self.labels else {}

    def role_of(self, column: int) -> str:
        """Return what the survey tool put into a column, "" for an answer."""
        return self.roles[column] if self.roles else ""


def table_of_records(
    records: Sequence[Sequence[str]], file: str, sha256: str, notes: Sequence[Note], **how: Any
) -> Table:
    """Return the table whose first record with content is the header.

    Records without any content are dropped at the end of the file; a record without fields (a blank
    line) is dropped anywhere. Row numbers still count them.

    Raises
    ------
    FormatError
        There is no header, no data row, or a row has more or fewer fields than the header.
    """
    start = next((i for i, record in enumerate(records) if any(map(str.strip, record))), None)
    if start is None:
        raise FormatError(
            f"{file}: this file is empty. Export the survey again and check its size."
        )
    end = len(records)
    while end > start + 1 and not any(map(str.strip, records[end - 1])):
        end -= 1
    if end == start + 1:
        raise FormatError(
            f"{file}: this file has a header row but no answers below it. Export the survey "
            "again, with its answers."
        )
    numbers = [i for i in range(start + 1, end) if records[i]]
    blank_rows = len(records) - start - 1 - len(numbers)
    headers = [name.strip().lstrip("\ufeff").strip() for name in records[start]]
    body = _rectangular(records, numbers, len(headers), file)
    columns = list(zip(*body, strict=True))
    while headers and not headers[-1] and not any(map(str.strip, columns[-1])):
        headers.pop()
        columns.pop()
    if len(headers) > MOST_COLUMNS:
        raise FormatError(
            f"{file}: {len(headers):,} columns; at most {MOST_COLUMNS:,} can be read. Is it "
            "transposed?"
        )
    more = [Note("rows_empty_dropped", {"n": blank_rows}, file)] if blank_rows else []
    rows = np.asarray(numbers, dtype=np.int64) + 1
    return Table(file, sha256, tuple(headers), tuple(columns), rows, notes=(*notes, *more), **how)


def _rectangular(
    records: Sequence[Sequence[str]], numbers: Sequence[int], width: int, file: str
) -> list[Sequence[str]]:
    """Return the data records, all as wide as the header; blank fields beyond it in all are cut."""
    body = [records[i] for i in numbers]
    if {len(record) for record in body} == {width}:
        return body
    # a blank field too many in some rows only may stand anywhere in them and shift every answer
    alike = len({len(record) for record in body}) == 1
    long = [
        i
        for i in numbers
        if len(records[i]) > width and (not alike or any(map(str.strip, records[i][width:])))
    ]
    short = [i for i in numbers if len(records[i]) < width]
    if short == [numbers[-1]] and not long:
        i = short[0]
        raise FormatError(
            f"{file}: row {i + 1:,}, the last one, has {len(records[i])} fields where the header "
            f"has {width}. "
            "The file seems to be cut off; export it again."
        )
    if long or short:
        raise FormatError(
            f"{file}: the header has {width} fields, but "
            f"{_rows_with(records, sorted(long + short))}. "
            "Export the file again, or save it from the survey tool as .xlsx."
        )
    return [record[:width] for record in body]


def _rows_with(records: Sequence[Sequence[str]], found: Sequence[int]) -> str:
    """Return 'row 3 has 5 fields, row 9 has 7 fields and 4 more rows differ'."""
    named = [f"row {i + 1:,} has {len(records[i])}" for i in found[:MOST_ROWS_NAMED]]
    rest = len(found) - len(named)
    more = (
        f" and {rest} more row{'s' if rest > 1 else ''} differ{'' if rest > 1 else 's'}"
        if rest
        else ""
    )
    return ", ".join(named) + more
