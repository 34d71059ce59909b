"""A working paper as lines for a terminal of any width."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from servqual.cli.check_lines import Line
from servqual.cli.structure_lines import exhibit_lines, paragraph_lines
from servqual.cli.terminal import clean, width, wrapped
from servqual.cli.text_table import plain

if TYPE_CHECKING:
    from servqual.writer.working.paper import Paper, Part

TONES = {"ready": "good", "look": "look", "faults": "bad"}


def working_lines(paper: Paper, columns: int) -> Iterator[Line]:
    """Yield the title and, part by part, what the page says; its charts are left out."""
    title = f"[{paper.mark}] {paper.title}" if paper.mark else paper.title
    yield from (Line(line, TONES[paper.tone]) for line in wrapped(plain(title), columns))
    yield from (Line(line, "quiet") for line in wrapped(plain(paper.line), columns, "  ", "  "))
    for part in paper.parts:
        yield from _part(part, columns)


def _part(part: Part, columns: int) -> Iterator[Line]:
    """Yield one part; a table under the same title is headed once."""
    first = part.sheets[0].exhibit.title if part.sheets else ""
    if first != part.title or part.says or part.facts:
        yield Line()
        yield from (Line(line, "head") for line in wrapped(plain(part.title), columns))
    yield from _facts(part, columns)
    for number, text in enumerate(part.says):
        lines = list(paragraph_lines(text, columns))
        yield from lines if number or part.facts else lines[1:]
    for sheet in part.sheets:
        lines = list(exhibit_lines(sheet.exhibit, columns))
        if sheet.exhibit.title == part.title and (part.says or part.facts):
            lines = lines[:1] + lines[2:] if sheet.exhibit.how else lines[2:]
        yield from lines
    for text in part.listed:
        yield from (Line(line) for line in wrapped(clean(text), columns, "  - ", "    "))


def _facts(part: Part, columns: int) -> Iterator[Line]:
    wide = max((width(plain(term)) for term, _ in part.facts), default=0)
    for term, value in part.facts:
        name = plain(term)
        before = f"  {name}{' ' * (wide - width(name))}  "
        yield from (
            Line(line) for line in wrapped(plain(value), columns, before, " " * len(before))
        )
