"""Text files of separated fields: CSV, TSV, semicolons or bars."""

from __future__ import annotations

import csv
import io
import itertools
from collections.abc import Iterable

from servqual.errors import FormatError, SettingsError

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
_WORDS = {name: sign for sign, name in DELIMITERS.items()} | {"\\t": "\t", "pipe": "|"}
_LOOKED_AT = 60  # records that decide on the delimiter


def delimiter_sign(delimiter: str) -> str:
    """Return one character from what a user typed: a sign, or its name such as ``tab``."""
    sign = _WORDS.get(delimiter.strip().lower(), delimiter)
    if len(sign) != 1 or sign in '"\r\n\0':
        raise SettingsError(
            f"the delimiter is {delimiter!r}; it must be one character, such as ',' or ';', or "
            "the word tab."
        )
    return sign


def parse(
    text: str, file: str, delimiter: str | None = None, *, whole: bool = True
) -> tuple[list[list[str]], str]:
    """Return the records of a text and the delimiter between their fields.

    Of the beginning of a longer text, cut off behind a line, ``whole`` is false: a record that is
    not complete is left out.

    Raises
    ------
    FormatError
        A quotation is not closed or a NUL, a stray quote or a field without end stands in the text.
    """
    if "\0" in text:
        row = text[: text.index("\0")].count("\n") + 1
        raise FormatError(
            f"{file}: row {row:,} holds a NUL character, so the file is damaged or not text. "
            "Export it again."
        )
    body, named = _excel_hint(text)
    sign = delimiter_sign(delimiter) if delimiter else named or _find_delimiter(body)
    records: list[list[str]] = [[]] if named else []  # the hint line counts as a row
    try:
        records.extend(_reader(body, sign or ","))
    except csv.Error as error:
        if whole or not _unfinished(error):
            raise FormatError(explained(error, file, len(records) + 1)) from error
    return records, sign


def _unfinished(error: csv.Error) -> bool:
    """Say whether the text ended inside a quotation."""
    return "unexpected end" in str(error)


def _reader(text: str, delimiter: str, *, strict: bool = True) -> Iterable[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=strict)


def _excel_hint(text: str) -> tuple[str, str]:
    """Split off the line ``sep=;`` that tells Excel the delimiter."""
    line, _, rest = text.partition("\n")
    line = line.strip('\r"').strip(" ")
    if line.lower().startswith("sep=") and len(line) == len("sep=;"):
        return rest, line[-1]
    return text, ""


def _find_delimiter(text: str) -> str:
    """Return the sign that splits header and rows alike into most fields; '' for one column."""
    best = (0.0, 0, "")
    for sign in DELIMITERS:
        try:
            records = list(itertools.islice(_reader(text, sign, strict=False), _LOOKED_AT))
        except csv.Error:
            continue
        filled = [len(record) for record in records if any(map(str.strip, record))]
        if filled and filled[0] > 1:
            alike = sum(n == filled[0] for n in filled) / len(filled)
            best = max(best, (round(alike, 1), filled[0], sign))
    return best[2]


def explained(error: csv.Error, file: str, row: int) -> str:
    """Return what a fault of the csv reader means for the file."""
    words = str(error)
    if _unfinished(error):
        return (
            f"{file}: a quotation that begins in row {row:,} is never closed, so the file is cut "
            "off or a quotation "
            "mark is missing. Export it again."
        )
    if "field limit" in words:
        return (
            f"{file}: a field in row {row:,} is longer than {csv.field_size_limit():,} characters; "
            "a quotation mark is "
            "probably missing. Export it again."
        )
    return (
        f"{file}: row {row:,} holds a quotation mark in the wrong place ({words}). Double the "
        "quotation marks inside a "
        "field, or export the file as .xlsx."
    )
