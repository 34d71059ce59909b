"""Opens whatever the user hands over, a path or a frame, and returns it as a table of text."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from servqual._files import check_readable, read_bytes, sha256
from servqual.errors import FormatError, SettingsError
from servqual.importer.dictionaries import read_dictionary
from servqual.importer.layouts import arrange
from servqual.importer.opening.delimited import DELIMITERS, parse
from servqual.importer.opening.encoding import decode
from servqual.importer.opening.frames import is_frame, table_of_frame
from servqual.importer.opening.limits import check_cells, check_size
from servqual.importer.opening.parquet import START as PARQUET
from servqual.importer.opening.parquet import read_parquet
from servqual.importer.opening.shapes import refuse_correlations
from servqual.importer.opening.sheets import read_workbook
from servqual.importer.opening.statfiles import kind_of, read_statistics_file
from servqual.importer.opening.table import Table, table_of_records
from servqual.notes import Note

WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
_OTHER_KINDS = {
    b"%PDF": "a PDF document",
    b"\x1f\x8b": "a gzip archive",
    b"BZh": "a bzip2 archive",
    b"7z\xbc\xaf\x27\x1c": "a 7z archive",
    b"Rar!": "a RAR archive",
    b"PK\x05\x06": "an empty zip archive",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"SQLite format 3": "a database",
}
_MARKUP = re.compile(
    r"\s*<(!doctype|html|head|body|table|\?xml|meta|script|div|svg)\b", re.IGNORECASE
)
_JSON = re.compile(r'\s*(\{\s*"|\[\s*[\[{])')


@dataclass(frozen=True)
class Opening:
    """How to open a file; None means that it is found out."""

    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | int | None = None
    layout: str | None = None
    dictionary: str | Path | None = None


def read_table(source: Any, opening: Opening) -> Table:
    """Return a survey export as text, under the layout of the survey tool that wrote it.

    Parameters
    ----------
    source : str, Path, pandas or polars DataFrame
    opening : Opening

    Raises
    ------
    FileError
        There is no such file, it is a folder, or it cannot be read.
    FormatError
        It is not a table of headers and answers, or not of the layout that was named.
    SettingsError
        There is no layout or sheet of that name, or the dictionary does not fit.
    TypeError
        ``source`` is neither a path nor a frame.
    """
    dictionary = read_dictionary(opening.dictionary) if opening.dictionary else None
    table = _open(source, opening)
    if not table.delimiter:  # the reader of text files has its own limit
        check_cells(table.headers, table.columns, table.file)
    refuse_correlations(table)
    return arrange(table, opening.layout, dictionary)


def _open(source: Any, opening: Opening) -> Table:
    """Return a survey export as it stands there, its first row as the headings."""
    if is_frame(source):
        return table_of_frame(source)
    if not isinstance(source, str | Path):
        raise TypeError(
            f"expected a path or a pandas or polars DataFrame, got {type(source).__name__}"
        )
    path = Path(source)
    check_readable(path, "survey file")
    check_size(path)
    content = read_bytes(path, "survey file")
    if not content:
        raise FormatError(
            f"{path.name}: this file is empty. Export the survey again and check its size."
        )
    if content.startswith(WORKBOOKS):
        return _read_workbook(content, path.name, opening)
    refuse_other_kinds(content, path.name)
    binary = content.startswith(PARQUET) or bool(kind_of(content))
    if opening.sheet is not None:
        what = "file" if binary else "is a text file and"
        raise SettingsError(f"{path.name}: this {what} has no sheets. Leave out --sheet.")
    if content.startswith(PARQUET):
        return read_parquet(content, path.name)
    if kind_of(content):
        return read_statistics_file(content, path.name, opening.encoding)
    return _read_text(content, path.name, opening)


def _read_workbook(content: bytes, file: str, opening: Opening) -> Table:
    """Return one sheet of a workbook."""
    cells, name, notes = read_workbook(content, file, opening.sheet)
    return table_of_records(cells, file, sha256(content), notes, sheet=name)


def refuse_other_kinds(content: bytes, file: str) -> None:
    """Raise for content that begins like a known kind of file that is no table of text."""
    for start, kind in _OTHER_KINDS.items():
        if content.startswith(start):
            raise FormatError(
                f"{file}: this is {kind}, not a table. Export the answers as CSV or .xlsx."
            )


def _read_text(content: bytes, file: str, opening: Opening) -> Table:
    """Return a text file of separated fields."""
    text, encoding = decode(content, file, opening.encoding)
    refuse_other_texts(text, file)
    records, sign = parse(text, file, opening.delimiter)
    notes = text_notes(encoding, sign, file)
    table = table_of_records(records, file, sha256(content), notes)
    return replace(table, encoding=encoding, delimiter=sign)


def refuse_other_texts(text: str, file: str) -> None:
    """Raise for a text that is no table: nothing at all, a web page, or JSON."""
    if not text.strip("\ufeff \t\r\n"):
        raise FormatError(
            f"{file}: this file is empty. Export the survey again and check its size."
        )
    if _MARKUP.match(text):
        raise FormatError(
            f"{file}: this is a web page (HTML or XML), not a table; often it is the log-in page "
            "of the survey "
            "tool. Export the answers again as CSV or .xlsx."
        )
    if _JSON.match(text):
        raise FormatError(f"{file}: this is JSON, not a table. Export the answers as CSV or .xlsx.")


def text_notes(encoding: str, sign: str, file: str) -> list[Note]:
    """Return notes on how a text file was opened."""
    found = [Note("file_encoding", {"encoding": encoding}, file)]
    if sign:
        found.append(Note(f"file_delimiter_{DELIMITERS.get(sign, 'other')}", {"sign": sign}, file))
    return found
