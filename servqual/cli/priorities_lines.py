"""What comes first, why, and how sure that is, as lines for a terminal of any width."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from servqual.cli.check_lines import Line
from servqual.cli.structure_lines import INDENT, exhibit_lines, paragraph_lines
from servqual.cli.terminal import wrapped
from servqual.cli.text_table import plain

if TYPE_CHECKING:
    from servqual.results import WhatIf
    from servqual.writer.view import View


def priorities_lines(view: View, asked: Sequence[WhatIf], columns: int) -> Iterator[Line]:
    """Yield the answer in words, the first actions with their reasons, then the tables."""
    from servqual.writer.priorities_text import entries, exhibits, heading, lead, title, what_if

    yield from (Line(line, "head") for line in wrapped(plain(title(view)), columns))
    for text in lead(view):
        yield from paragraph_lines(text, columns)
    if head := heading(view):
        yield Line()
        yield from (Line(line, "head") for line in wrapped(plain(head), columns))
    for entry, reasons in entries(view):
        yield Line()
        name = plain(f"{entry.rank}  {entry.name}")
        chip = f" [{plain(entry.chip)}]" if entry.chip else ""
        yield from (Line(line, "head") for line in wrapped(name + chip, columns, INDENT, INDENT))
        for text in reasons:
            lines = wrapped(plain(text), columns, INDENT * 2 + " ", INDENT * 2 + " ")
            yield from map(Line, lines)
    for exhibit in (*exhibits(view), *(what_if(view, found) for found in asked)):
        yield from exhibit_lines(exhibit, columns)
