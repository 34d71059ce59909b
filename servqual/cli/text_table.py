"""Tables of a report as lines of a terminal: broken to fit its width, row by row where they cannot.

What a report prints in symbols stands in letters here, which every code page has.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from servqual.cli.terminal import clean, narrowest, width, wrapped

if TYPE_CHECKING:
    from servqual.writer.parts import Cell, Table

GAPS = ("  ", " ")  # between columns; one space where two leave no room
SHORTEST_TEXT = 12  # a column of words is not broken into narrower lines than this
SYMBOLS = str.maketrans(
    {
        "\N{MINUS SIGN}": "-",
        "\N{SUPERSCRIPT TWO}": "2",
        "\N{GREEK SMALL LETTER ALPHA}": "alpha",
        "\N{GREEK SMALL LETTER OMEGA}": "omega",
        "\N{GREEK SMALL LETTER PHI}": "phi",
        "\N{GREEK SMALL LETTER CHI}": "chi",
        "\N{GREEK SMALL LETTER BETA}": "beta",
        "\N{GREEK SMALL LETTER LAMDA}": "lambda",
        "\N{GREEK SMALL LETTER RHO}": "rho",
        "\N{GREEK CAPITAL LETTER SIGMA}": "sum ",
        "\N{SQUARE ROOT}": "root",
        "\N{GREEK CAPITAL LETTER DELTA}": "change in ",
        "\N{INCREMENT}": "change in ",
        "\N{GREATER-THAN OR EQUAL TO}": ">=",
        "\N{LESS-THAN OR EQUAL TO}": "<=",
    }
)
# in a formula; the names of R², χ², ω², η² have a plain 2
SQUARED = re.compile(r"(?<![Rχωη])\N{SUPERSCRIPT TWO}")


def plain(text: str) -> str:
    """Return a text of the report as one line in letters that every terminal has.

    Examples
    --------
    >>> plain("χ² and Δ CFI")
    'chi2 and change in CFI'
    >>> plain("R² and 2 × SD²")
    'R2 and 2 × SD^2'
    """
    return clean(SQUARED.sub("^2", clean(text)).translate(SYMBOLS))


def table_lines(table: Table, columns: int) -> list[str]:
    """Return a table as lines of at most ``columns`` terminal columns, its headings first."""
    head, rows, words = _read(table)
    widths, gap = _room_for(head, rows, words, columns)
    if widths is None:
        return list(_row_by_row(head, rows, columns))
    form = list(zip(widths, words, strict=True))
    return [line for row in (head, *rows) for line in _lines(row, form, gap)]


def fits(table: Table, columns: int) -> bool:
    """Say whether a table can stand in columns on a terminal of some width."""
    return _room_for(*_read(table), columns)[0] is not None


def _read(table: Table) -> tuple[list[str], list[list[str]], list[bool]]:
    """Return headings, cells, and which columns hold words."""
    head = [plain(column.head) for column in table.columns]
    rows = [[_cell(cell) for cell in row] for row in table.rows]
    return head, rows, [column.kind == "text" for column in table.columns]


def _room_for(
    head: Sequence[str], rows: Sequence[Sequence[str]], words: Sequence[bool], columns: int
) -> tuple[list[int] | None, str]:
    """Return how wide each column is and what stands between them; None where there is no room."""
    for gap in GAPS:
        widths = _fitted(head, rows, words, columns - len(gap) * (len(head) - 1))
        if widths is not None:
            return widths, gap
    return None, ""


def _cell(cell: Cell) -> str:
    return plain(f"{cell.mark} {cell.text}")


def _fitted(
    head: Sequence[str], rows: Sequence[Sequence[str]], words: Sequence[bool], room: int
) -> list[int] | None:
    """Return how wide each column is so that all fit, None if they cannot.

    Figures are never broken; headings and words are, the widest column first.
    """
    cells = list(zip(*rows, strict=True)) if rows else [()] * len(head)
    widths, least = [], []
    for name, column, is_words in zip(head, cells, words, strict=True):
        held = max(map(width, column), default=0)
        widths.append(max(width(name), held))
        shortest = max(
            (_shortest(cell) for cell in column if is_words or not _holds_digits(cell)), default=0
        )
        unbroken = [width(cell) for cell in column if not is_words and _holds_digits(cell)]
        least.append(max(narrowest(name), min(held, shortest), *unbroken, 0))
    while sum(widths) > room:
        wide = [k for k in range(len(widths)) if widths[k] > least[k]]
        if not wide:
            return None
        widths[max(wide, key=lambda k: widths[k])] -= 1
    return widths


def _holds_digits(cell: str) -> bool:
    return any(sign.isdigit() for sign in cell)


def _shortest(cell: str) -> int:
    """Return how far words may be broken."""
    return max(min(SHORTEST_TEXT, width(cell)), narrowest(cell))


def _lines(row: Sequence[str], form: Sequence[tuple[int, bool]], gap: str) -> Iterator[str]:
    """Yield the lines of one row; numbers stand at the right of their column."""
    parts = [wrapped(cell, wide) for cell, (wide, _) in zip(row, form, strict=True)]
    for k in range(max(map(len, parts))):
        line = gap.join(
            _padded(part[k] if k < len(part) else "", wide, left=is_words)
            for part, (wide, is_words) in zip(parts, form, strict=True)
        )
        yield line.rstrip()


def _padded(text: str, wide: int, *, left: bool) -> str:
    room = " " * (wide - width(text))
    return text + room if left else room + text


def _row_by_row(head: Sequence[str], rows: Sequence[Sequence[str]], columns: int) -> Iterator[str]:
    """Yield each row as its name and, below, every heading with its figure."""
    for name, *cells in rows:
        yield from wrapped(name, columns)
        told = "; ".join(f"{key} {cell}" for key, cell in zip(head[1:], cells, strict=True) if cell)
        yield from wrapped(told, columns, "    ", "    ")
