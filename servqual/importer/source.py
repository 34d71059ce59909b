"""Opens whatever the user hands over, a path or a frame, and returns it as a table of text."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from servqual._files import read_bytes, sha256
from servqual.errors import FormatError, SettingsError
from servqual.importer.delimited import DELIMITERS, parse
from servqual.importer.encoding import decode
from servqual.importer.frames import is_frame, table_of_frame
from servqual.importer.table import Table, table_of_records
from servqual.importer.workbook import read_sheet
from servqual.notes import Note

_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
_OTHER_KINDS = {
    b"%PDF": "a PDF document",
    b"PAR1": "a Parquet file",
    b"$FL2": "an SPSS file",
    b"$FL3": "an SPSS file",
    b"<stata_dta>": "a Stata file",
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


def read_table(source: Any, opening: Opening) -> Table:
    """Return a survey export as text.

    Parameters
    ----------
    source : str, Path, pandas or polars DataFrame
    opening : Opening

    Raises
    ------
    FileError
        There is no such file, it is a folder, or it cannot be read.
    FormatError
        It is not a table of headers and answers.
    TypeError
        ``source`` is neither a path nor a frame.
    """
    if is_frame(source):
        return table_of_frame(source)
    if not isinstance(source, str | Path):
        raise TypeError(
            f"expected a path or a pandas or polars DataFrame, got {type(source).__name__}"
        )
    path = Path(source)
    content = read_bytes(path, "survey file")
    if not content:
        raise FormatError(
            f"{path.name}: this file is empty. Export the survey again and check its size."
        )
    if content.startswith(_WORKBOOKS):
        return _read_workbook(content, path.name, opening)
    _refuse_other_kinds(content, path.name)
    if opening.sheet is not None:
        raise SettingsError(
            f"{path.name}: this is a text file and has no sheets. Leave out --sheet."
        )
    return _read_text(content, path.name, opening)


def _read_workbook(content: bytes, file: str, opening: Opening) -> Table:
    """Return one sheet of a workbook."""
    cells, name, names = read_sheet(content, file, opening.sheet)
    notes = [Note("sheet_read", {"sheet": name}, file)]
    if len(names) > 1 and opening.sheet is None:
        others = ", ".join(other for other in names if other != name)
        notes = [Note("sheet_chosen", {"sheet": name, "others": others}, file)]
    return table_of_records(cells, file, sha256(content), notes, sheet=name)


def _refuse_other_kinds(content: bytes, file: str) -> None:
    """Raise for content that begins like a known kind of file that is no table of text."""
    for start, kind in _OTHER_KINDS.items():
        if content.startswith(start):
            raise FormatError(
                f"{file}: this is {kind}, not a table. Export the answers as CSV or .xlsx."
            )


def _read_text(content: bytes, file: str, opening: Opening) -> Table:
    """Return a text file of separated fields."""
    text, encoding = decode(content, file, opening.encoding)
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
    records, sign = parse(text, file, opening.delimiter)
    notes = [Note("file_encoding", {"encoding": encoding}, file)]
    if sign:
        notes.append(Note(f"file_delimiter_{DELIMITERS.get(sign, 'other')}", {"sign": sign}, file))
    table = table_of_records(records, file, sha256(content), notes)
    return replace(table, encoding=encoding, delimiter=sign)
