"""What a column can be used for, and the words by which a mapping file says so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from servqual.importer.words import plain

_LONGEST_HEADER = 40  # signs

Kind = Literal[
    "rating", "points", "outcome", "people", "weights", "comments", "attention", "seconds",
    "finished", "ignore",
]  # fmt: skip
How = Literal[
    "mapping", "asked", "told", "id", "alias", "pattern", "name", "wording", "block", "number"
]


@dataclass(frozen=True, order=True)
class Target:
    """One use of a column.

    Parameters
    ----------
    kind : str
    id : str
        Item, dimension, outcome or people column; "" where there is only one.
    battery : str
        For ratings.
    """

    kind: Kind
    id: str = ""
    battery: str = ""

    def __str__(self) -> str:
        """Return the target as a mapping file writes it."""
        if self.kind == "rating":
            return f"{self.battery}.{self.id}"
        return f"{self.kind}.{self.id}" if self.id else self.kind


@dataclass(frozen=True)
class Use:
    """How one column of the export is used.

    Parameters
    ----------
    column : int
        Position, 0 = first.
    header : str
    target : Target or None
        None: not used.
    how : str
        How the target was found; "" when there is none.
    reason : str
        The same in words.
    """

    column: int
    header: str
    target: Target | None = None
    how: How | Literal[""] = ""
    reason: str = ""

    @property
    def place(self) -> str:
        """The column as a person would find it: its header, or its letter where it has none."""
        return (
            repr(short_header(self.header))
            if self.header
            else f"column {column_letter(self.column)}"
        )


def short_header(header: str) -> str:
    """Return a header as far as a message or a note repeats it."""
    text = plain(header)
    if len(text) <= _LONGEST_HEADER:
        return text
    return text[: _LONGEST_HEADER - 1].rstrip() + "…"


def named_once(headers: Sequence[str], most: int) -> str:
    """Return headers in a message; those that look alike when cut are named once, with a count.

    Examples
    --------
    >>> named_once(["Speed", "Price", "Speed", "Staff"], 2)
    "'Speed' (2 columns), 'Price' and 1 more"
    """
    counts = Counter(map(short_header, headers))
    shown = list(counts)[:most]
    rest = len(headers) - sum(counts[header] for header in shown)
    texts = [
        f"{header!r} ({counts[header]} columns)" if counts[header] > 1 else repr(header)
        for header in shown
    ]
    return f"{', '.join(texts)}{f' and {rest} more' if rest else ''}"


def column_letter(position: int) -> str:
    """Return the letter of a column in a spreadsheet, 0 = A.

    Examples
    --------
    >>> column_letter(0), column_letter(27)
    ('A', 'AB')
    """
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
