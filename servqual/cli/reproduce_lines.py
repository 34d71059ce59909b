"""What differs between two results, as lines for a terminal of any width."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from servqual.cli.check_lines import Line
from servqual.cli.structure_lines import INDENT, paragraph_lines
from servqual.cli.terminal import clean, wrapped
from servqual.cli.text_table import plain, table_lines

if TYPE_CHECKING:
    from servqual.results.reproduction import CellRow, Difference, ReasonRow, Reproduction

MOST_SHOWN = 20
LONGEST = 40  # signs of a text in the table
SHORT = 12  # signs of a hash that tell two files apart
_FIRST = ("gaps overall", "gaps dimensions", "gaps items", "scores")


class Words:
    """The texts of one language."""

    def __init__(self, language: str) -> None:
        self.language = language

    def say(self, key: str, **values: object) -> str:
        """Return a text with its places filled."""
        from servqual.texts import fill

        return fill(self.language, f"again.{key}", values)


def reproduce_lines(
    found: Reproduction, file: str, language: str, columns: int, *, every: bool = False
) -> Iterator[Line]:
    """Yield the answer, then what was different, then the figures that are not what they were."""
    words = Words(language)
    yield from _answer(words, found, Path(file).name, columns)
    if found.not_compared:
        parts = [words.say(f"part.{name}") for name in found.not_compared]
        said = words.say("not_compared", parts="; ".join(parts))
        yield from paragraph_lines(said, columns)
    if found.reasons or found.differences:
        yield Line()
        yield Line(words.say("why"), "head")
        for text in _why(words, found):
            yield from (Line(line) for line in wrapped(clean(text), columns, "  - ", "    "))
    if found.differences:
        yield from _figures(words, found.differences, columns, every=every)


def _answer(words: Words, found: Reproduction, file: str, columns: int) -> Iterator[Line]:
    # a figure that changed twice, by data and by map, is one figure
    n = len({row.figure for row in found.differences})
    total = f"{found.n_compared:,}"
    key, tone = ("differ", "bad") if n else ("same", "good")
    count = n if found.differences else found.n_compared
    said = words.say(key, n=count, count=f"{count:,}", total=total, file=file)
    yield from (Line(line, tone) for line in wrapped(clean(said), columns))


def _why(words: Words, found: Reproduction) -> Iterator[str]:
    """Yield what was different, one thing each."""
    for row in found.reasons:
        yield reason_line(words, row)
        compared = found.cells or found.rewritten
        if row.cause == "data" and not compared and row.what == "sha256" and found.differences:
            yield words.say("data_alone")
    if found.cells:
        n = sum(row.row > 0 for row in found.cells)
        shown = [_cell(words, row) for row in found.cells[:MOST_SHOWN]]
        yield from (text for text, row in zip(shown, found.cells, strict=False) if row.row == 0)
        if n:
            yield words.say("cells", n=n, count=f"{n:,}")
        yield from (text for text, row in zip(shown, found.cells, strict=False) if row.row)
        if len(found.cells) > MOST_SHOWN:
            yield "..."
    if found.rewritten:
        yield _rewritten(words, found.rewritten)
    if found.differences and not found.reasons:
        yield words.say("nothing_else")


def reason_line(words: Words, row: ReasonRow) -> str:
    """Return one thing that was different, in words."""
    if row.cause == "data":
        return words.say("data_file", then=row.then[:SHORT], now=row.now[:SHORT])
    hashed = len(row.then) == len(row.now) == 64
    then, now = (text[:SHORT] if hashed else text for text in (row.then, row.now))
    nothing = words.say("nothing")
    cause = words.say(f"cause.{row.cause}")
    return f"{cause}: " + words.say(
        "reason", what=row.what, then=then or nothing, now=now or nothing
    )


def _cell(words: Words, row: CellRow) -> str:
    """Return one difference of two survey files."""
    nothing = words.say("nothing")
    values = {"row": row.row, "column": row.column}
    if row.row == 0 and not row.column:
        return words.say("rows_then", then=row.then, now=row.now)
    if row.row == 0:
        return words.say("column_new" if row.now else "column_gone", **values)
    if row.then is None or row.now is None:
        return words.say("cell_hidden", **values)
    return words.say("cell", then=row.then or nothing, now=row.now or nothing, **values)


def _rewritten(words: Words, rows: Sequence[CellRow]) -> str:
    """Return how many cells are the same numbers in other signs, with one of them."""
    said = [row for row in rows if row.then is not None and row.now is not None]
    row = (said or rows)[0]
    key = "rewritten" if said else "rewritten_hidden"
    values = {"row": row.row, "column": row.column, "then": row.then, "now": row.now}
    return words.say(key, n=len(rows), count=f"{len(rows):,}", **values)


def _figures(
    words: Words, rows: Sequence[Difference], columns: int, *, every: bool
) -> Iterator[Line]:
    """Yield the figures that differ, those that a reader knows best first."""
    from servqual.writer.parts import Cell, Column, Table

    ordered = sorted(rows, key=lambda row: _rank(row.figure))
    shown = ordered if every else ordered[:MOST_SHOWN]
    cut = len(shown) < len(ordered)
    yield Line()
    yield Line(words.say("first", shown=len(shown)) if cut else words.say("every"), "head")
    heads = ("figure", "then", "now", "cause")
    table = Table(
        "",
        [Column(words.say(f"columns_{h}"), "text" if h == "figure" else "number") for h in heads],
        [
            [
                Cell(row.figure),
                Cell(shown_value(row.then, words)[:LONGEST]),
                Cell(shown_value(row.now, words)[:LONGEST]),
                Cell(words.say(f"cause.{row.cause}")),
            ]
            for row in shown
        ],
    )
    for line in table_lines(table, columns - len(INDENT)):
        yield Line(f"{INDENT}{line}")


def _rank(figure: str) -> int:
    """Return where a figure stands in the list; gaps themselves come before their tests."""
    several = len(_FIRST)
    place = next((k for k, start in enumerate(_FIRST) if figure.startswith(start)), several)
    leads = figure.endswith((" gap", " mean")) and place < several
    return place if leads else several + place


def shown_value(value: Any, words: Words) -> str:
    """Return a figure to six digits, a text as it is."""
    if value is None:
        return words.say("nothing")
    if isinstance(value, float):
        return f"{value:.6g}"
    return plain(str(value))
