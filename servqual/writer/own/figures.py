"""The figures that a section or exhibit prints: each with its decimals and where it stands."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from decimal import Decimal
from typing import Any

from servqual.own_words import Block
from servqual.writer.parts import Exhibit, Figure, Own, Section, Table

# a number as people write it: sign, thousands, decimals, percent; not a piece of a word or a date
NUMBER = re.compile(
    r"(?<![\w.,:/−–-])(?P<sign>[+\-−–]?)"
    r"(?P<digits>\d{1,3}(?:[,\u00a0\u202f]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)"
    r"(?P<percent>\s?%)?(?![\w/:]|[.,]\d|[-–]\d{1,2}[-–]\d)"
)
_SENTENCE = re.compile(r"(?<=[.!?;])\s+|(?<=[。！？；])")
_ASCII_WORD = re.compile(r"(?<=[\u2e80-\u9fff])(?=[\d+.−-])|(?<=[\d%])(?=[\u2e80-\u9fff])")


@dataclass(frozen=True)
class Printed:
    """One figure: its value, decimals and text, and where it stands.

    In a table that is a row and a column, in prose the ``sentence``; ``whole`` is the row of all.
    """

    value: Decimal
    decimals: int
    text: str
    row: str = ""
    column: str = ""
    whole: bool = False
    sentence: str = ""


def numbers_in(text: str) -> Iterator[tuple[re.Match[str], Decimal, int]]:
    """Yield the numbers in a text with value and decimals.

    Examples
    --------
    >>> [(str(value), places) for _, value, places in numbers_in("−0.84 of 1,204, or 62%")]
    [('-0.84', 2), ('1204', 0), ('62', 0)]
    >>> [str(value) for _, value, _ in numbers_in("差距为-0.84分，占62%")]
    ['-0.84', '62']
    """
    plain = apart(text)
    for match in NUMBER.finditer(plain):
        digits = re.sub(r"[,\u00a0\u202f]", "", match["digits"])
        value = Decimal(digits if digits[0] != "." else f"0{digits}")
        places = len(digits.partition(".")[2])
        yield match, -value if match["sign"] in ("-", "−", "–") else value, places


def apart(text: str) -> str:
    """Return a text in plain digits, with a blank where Chinese meets a number."""
    return _ASCII_WORD.sub(" ", unicodedata.normalize("NFKC", text))


def printed(section: Section, exhibit: Exhibit | None = None) -> list[Printed]:
    """Return the figures of a section and all its exhibits, or of one exhibit alone."""
    found: list[Printed] = []
    for part in [section.context, section.title] if exhibit is None else []:
        found += _of(part)
    for one in section.exhibits if exhibit is None else (exhibit,):
        found += _of(one)
    return found


def _of(value: Any) -> list[Printed]:
    """Return the figures in any part of a page."""
    if isinstance(value, str):
        return _of_prose(value)
    if isinstance(value, Table):
        return _of_table(value)
    return [found for part in _parts(value) for found in _of(part)]


def _parts(value: Any) -> list[Any]:
    """Return what a part of a page is made of, as far as figures may stand in it."""
    if isinstance(value, Figure):
        return [value.alt]
    if isinstance(value, Own | Block):
        return []
    if is_dataclass(value):
        return [getattr(value, f.name) for f in fields(value) if f.name not in ("id", "versions")]
    if isinstance(value, Mapping):
        return list(value.values())
    if isinstance(value, Sequence):
        return list(value)
    return [str(value)] if isinstance(value, int) and not isinstance(value, bool) else []


def _of_prose(text: str) -> list[Printed]:
    return [
        Printed(value, places, match[0].strip(), sentence=sentence)
        for sentence in _SENTENCE.split(text)
        for match, value, places in numbers_in(sentence)
    ]


def _of_table(table: Table) -> list[Printed]:
    found = _of(table.caption)
    for row in table.rows:
        name, whole = row[0].text, row[0].tone == "strong"
        for column, cell in zip(table.columns[1:], row[1:], strict=True):
            for match, value, places in numbers_in(cell.text):
                shown = match[0].strip()
                found.append(Printed(value, places, shown, name, column.head, whole))
    return found
