"""What joining found, as lines for a terminal of any width."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from servqual.cli.check_lines import Line
from servqual.cli.terminal import wrapped
from servqual.cli.text_table import plain, table_lines

if TYPE_CHECKING:
    from servqual.analysis.joining import Joined
    from servqual.writer.joined_text import Words
    from servqual.writer.parts import Table

INDENT = "  "


def join_lines(joined: Joined, words: Words, columns: int) -> Iterator[Line]:
    """Yield the files, the groups held against each other, what changed, and the notes."""
    from servqual.writer.joined_text import (
        change_table,
        difference_says,
        difference_table,
        files_table,
    )

    yield from _table(files_table(joined.files, words), columns)
    for column in dict.fromkeys(row.column for row in joined.differences.rows):
        yield Line()
        table = difference_table(joined.differences, column, words)
        yield from _table(table, columns, difference_says(joined.differences, column, words))
    if len(joined.changes):
        yield Line()
        share = words.confidence(joined.changes.confidence)
        how = words.say("changes.how", confidence=share)
        yield from _table(change_table(joined.changes, words), columns, [how])
    if joined.responses.notes:
        yield Line()
        yield Line(plain(words.say("says.decided")), "head")
        for note in joined.responses.notes:
            text = plain(note.say(words.language))
            where = f" ({plain(note.where)})" if note.where else ""
            lines = wrapped(f"{text}{where}", columns, "- ", INDENT)
            yield from map(Line, lines)


def _table(table: Table, columns: int, says: list[str] | None = None) -> Iterator[Line]:
    yield from (Line(line, "head") for line in wrapped(plain(table.caption), columns))
    for text in says or ():
        yield from map(Line, wrapped(plain(text), columns))
    yield from map(Line, table_lines(table, columns))
