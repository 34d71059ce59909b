"""Whether a report holds, as lines for a terminal of any width."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from servqual.cli.check_lines import Line
from servqual.cli.reproduce_lines import MOST_SHOWN, Words, reason_line, shown_value
from servqual.cli.structure_lines import INDENT, paragraph_lines
from servqual.cli.terminal import clean, wrapped
from servqual.cli.text_table import table_lines

if TYPE_CHECKING:
    from servqual.results.verification import OpinionRow, Verification
    from servqual.writer.parts import Table


def verify_lines(
    found: Verification, file: str, language: str, columns: int, *, every: bool = False
) -> Iterator[Line]:
    """Yield the answer, what is not as it was, what does not hold, and the second opinion."""
    words = Words(language)
    n = len(found.differences)
    key, tone = ("fails", "bad") if n else ("holds", "good")
    total = f"{found.n_compared:,}"
    said = words.say(
        f"verify.{key}_{found.kind}",
        n=n or found.n_compared,
        count=f"{n:,}" if n else total,
        total=total,
        file=Path(file).name,
    )
    yield from (Line(line, tone) for line in wrapped(clean(said), columns))
    if found.n_own:
        own = words.say("verify.own", n=found.n_own, count=f"{found.n_own:,}")
        yield from (Line(line) for line in wrapped(own, columns))
    if found.not_compared:
        parts = "; ".join(words.say(f"part.{name}") for name in found.not_compared)
        yield from paragraph_lines(words.say("not_compared", parts=parts), columns)
    if found.reasons:
        yield Line()
        yield Line(words.say("why"), "head")
        for row in found.reasons:
            text = clean(reason_line(words, row))
            yield from (Line(line) for line in wrapped(text, columns, "  - ", "    "))
    if n:
        yield from _differences(words, found, columns, every=every)
    yield from _opinions(words, found, columns)


def _differences(words: Words, found: Verification, columns: int, *, every: bool) -> Iterator[Line]:
    """Yield what is printed beside what the data give, one below the other: both may be long."""
    shown = found.differences if every else found.differences[:MOST_SHOWN]
    for row in shown:
        yield Line()
        yield Line(f"{INDENT}{clean(row.figure)}", "head")
        for head, value in (("printed", row.then), ("computed", row.now)):
            text = words.say("verify.gone") if value is None else shown_value(value, words)
            label = f"{words.say(f'verify.{head}')}: "
            first = f"{INDENT * 2}{label}"
            yield from (Line(line) for line in wrapped(clean(text), columns, first, INDENT * 3))
    if len(shown) < len(found.differences):
        yield Line()
        yield Line(f"{INDENT}... (--all)")


def _opinions(words: Words, found: Verification, columns: int) -> Iterator[Line]:
    """Yield what the other programs say."""
    if found.unasked:
        yield from paragraph_lines(words.say(f"verify.{found.unasked}"), columns)
    if not found.opinions:
        return
    against = [row for row in found.opinions if not row.agrees]
    total = len(found.opinions)
    key = "disagree" if against else "agree"
    n = len(against) or total
    said = words.say(f"verify.{key}", n=n, count=f"{n:,}", total=f"{total:,}")
    yield Line()
    tone = "bad" if against else "good"
    yield from (Line(line, tone) for line in wrapped(clean(said), columns))
    yield from (Line(x) for x in wrapped(words.say("verify.closest"), columns, INDENT, INDENT))
    if against:
        yield Line()
        for line in table_lines(_table(words, against[:MOST_SHOWN]), columns - len(INDENT)):
            yield Line(f"{INDENT}{line}")


def _table(words: Words, rows: Sequence[OpinionRow]) -> Table:
    """Return figures on which programs disagree."""
    from servqual.writer.parts import Cell, Column, Table

    heads = [words.say(f"verify.{key}") for key in ("where", "ours", "library")]
    columns = [Column(heads[0], "text"), Column(heads[1]), Column(heads[2]), Column("n")]
    body = [
        [
            Cell(row.figure),
            Cell(f"{row.ours:.9g}"),
            Cell(f"{row.library} {row.theirs:.9g}"),
            Cell(str(row.n)),
        ]
        for row in rows
    ]
    return Table("", columns, body)
