"""What the answers say about the questionnaire as lines for a terminal of any width."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from servqual.cli.check_lines import Line
from servqual.cli.terminal import wrapped
from servqual.cli.text_table import plain, table_lines

if TYPE_CHECKING:
    from servqual.writer.parts import Exhibit
    from servqual.writer.structure_text import Closer
    from servqual.writer.view import View

INDENT = "  "


def structure_lines(view: View, closer: Closer, columns: int) -> Iterator[Line]:
    """Yield the verdict in words, then table by table what it rests on."""
    from servqual.writer.structure_text import exhibits, lead, title

    yield from (Line(line, "head") for line in wrapped(plain(title(view)), columns))
    for text in lead(view):
        yield from paragraph_lines(text, columns)
    for exhibit in exhibits(view, closer):
        yield from exhibit_lines(exhibit, columns)


def exhibit_lines(exhibit: Exhibit, columns: int) -> Iterator[Line]:
    """Yield a heading, how to read the table, the table, what stands out, and over whom."""
    yield Line()
    yield from (Line(line, "head") for line in wrapped(plain(exhibit.title), columns))
    yield from _words(exhibit.how, columns)
    if exhibit.table is not None and exhibit.table.rows:
        yield Line()
        first, *others = table_lines(exhibit.table, columns - len(INDENT))
        yield Line(f"{INDENT}{first}")
        yield from (Line(f"{INDENT}{line}") for line in others)
    for text in exhibit.says:
        yield from paragraph_lines(text, columns)
    yield from _words(exhibit.base, columns, "quiet")


def paragraph_lines(text: str, columns: int) -> Iterator[Line]:
    """Yield a paragraph behind an empty line; nothing for ''."""
    if text:
        yield Line()
        yield from _words(text, columns)


def _words(text: str, columns: int, tone: str = "") -> Iterator[Line]:
    if text:
        yield from (Line(line, tone) for line in wrapped(plain(text), columns, INDENT, INDENT))
