"""Small surveys as rows of text, and how they are saved."""

from pathlib import Path

HEADERS = [f"{battery}{j}" for battery in "EP" for j in range(1, 23)]


def survey(n=6, high=7):
    """Return a header row and n rows of answers, none above ``high``."""
    rows = [list(HEADERS)]
    for i in range(1, n + 1):
        expected = [min(high, 7 - (i + j) % 2) for j in range(1, 23)]
        received = [min(high, 3 + (2 * i + i * j) % 5) for j in range(1, 23)]
        rows.append([str(answer) for answer in expected + received])
    return rows


def with_columns(rows, **columns):
    """Return the rows with further columns; shorter columns are repeated."""
    names = list(columns)
    more = [[columns[name][i % len(columns[name])] for name in names] for i in range(len(rows) - 1)]
    return [
        [*rows[0], *names],
        *([*row, *extra] for row, extra in zip(rows[1:], more, strict=True)),
    ]


def text_of(rows, delimiter=","):
    """Return rows as text, one line each."""
    return "".join(delimiter.join(row) + "\n" for row in rows)


def save(folder: Path, rows, delimiter=",", encoding="utf-8", name="guests.csv") -> Path:
    """Write rows, or text, or bytes, and return the path."""
    path = folder / name
    if isinstance(rows, list):
        rows = text_of(rows, delimiter)
    path.write_bytes(rows if isinstance(rows, bytes) else rows.encode(encoding))
    return path
