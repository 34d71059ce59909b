"""Sheets as data: texts, numbers and formulas, before any library writes them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

Look = Literal[
    "text", "beside", "title", "how", "head", "head_beside", "head_number", "number", "link",
    "strong", "quiet", "answer",
]  # fmt: skip
MOST_NAME = 31  # signs of a sheet's name
WIDE_FROM = 0x2E7F
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))


@dataclass(frozen=True)
class Formula:
    """A formula with the number (or text) that it had when the book was written."""

    text: str
    value: float | str


Content = str | float | int | Formula | None


@dataclass(frozen=True)
class Box:
    """One cell of a sheet; ``form`` is how its number is shown, ``link`` a sheet it leads to."""

    content: Content
    look: Look = "text"
    form: str = "General"
    link: str = ""


@dataclass(frozen=True)
class Sheet:
    """One sheet: rows of boxes from the top left, widths in signs, rows and columns that stay.

    ``head`` is the row of the headings, which is repeated on every printed page; -1 for none.
    """

    name: str
    rows: Sequence[Sequence[Box]]
    widths: Sequence[float]
    head: int = -1
    stays: int = 1


def column(place: int) -> str:
    """Return the letters of a column, the first one 0.

    Examples
    --------
    >>> [column(k) for k in (0, 25, 26, 701, 702)]
    ['A', 'Z', 'AA', 'ZZ', 'AAA']
    """
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def cell(place: int, row: int) -> str:
    """Return the address of a cell on its own sheet, column and row counted from 0.

    >>> cell(2, 4)
    'C5'
    """
    return f"{column(place)}{row + 1}"


def on_sheet(sheet: str, address: str) -> str:
    """Return an address or range as formulas of other sheets write it.

    >>> on_sheet("All items", "C5:C9")
    "'All items'!$C$5:$C$9"
    """
    fixed = ":".join(_fixed(part) for part in address.split(":"))
    return f"'{sheet}'!{fixed}"


def _fixed(address: str) -> str:
    letters = address.rstrip("0123456789")
    return f"${letters}${address[len(letters) :]}"


def sheet_name(text: str, taken: Iterable[str] = ()) -> str:
    """Return a text as the name of a sheet: at most 31 signs, none that are refused, none twice.

    Examples
    --------
    >>> sheet_name("1 What/how: all"), sheet_name("Check", ["check"])
    ('1 What how all', 'Check 2')
    """
    used = {name.casefold() for name in taken}
    plain = " ".join(text.translate(_FORBIDDEN).split()) or "-"
    name, k = plain[:MOST_NAME].strip(), 1
    while name.casefold() in used:
        k += 1
        name = f"{plain[: MOST_NAME - len(str(k)) - 1].strip()} {k}"
    return name


def width_of(text: str) -> int:
    """Return how wide a text is in signs; a Chinese one takes the room of two.

    >>> width_of("gap"), width_of("差距")
    (3, 4)
    """
    return sum(2 if ord(sign) > WIDE_FROM else 1 for sign in text)
