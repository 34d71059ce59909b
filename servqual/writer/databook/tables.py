"""The exhibits of the report as sheets: the same rows, with a formula wherever there is one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from servqual.own_words import Block
from servqual.writer.databook import printed
from servqual.writer.databook.figures import Book
from servqual.writer.databook.grid import Box, Formula, Sheet, sheet_name, width_of
from servqual.writer.parts import Cell, Column, Exhibit, Own, Section, Table

WIDEST, NARROWEST = 46.0, 9.0
# a share that is some but under half a percent, or all but a few
NEARLY = {"<": '[=0]0%;[<0.005]"<1%";0%', ">": '[=1]0%;[>=0.995]">99%";0%'}
LIMITS = {"ci": ("ci_low", "ci_high"), "share_ci": ("share_low", "share_high")}


def add_exhibits(book: Book, sections: Sequence[Section]) -> list[tuple[str, str]]:
    """Write every exhibit that has a table; return name of the sheet and title of each."""
    found: list[tuple[str, str]] = []
    taken = [sheet.name for sheet in book.sheets]
    for section in sections:
        for exhibit in section.exhibits:
            if exhibit.table is None or not exhibit.table.rows:
                continue
            name = sheet_name(f"{len(found) + 1} {section.nav}", taken)
            taken.append(name)
            book.sheets.append(_sheet(book, name, exhibit, exhibit.table))
            found.append((name, exhibit.title))
    return found


def _sheet(book: Book, name: str, exhibit: Exhibit, table: Table) -> Sheet:
    says = [*_how(book, exhibit, table), *_own(exhibit.own, exhibit.own.before)]
    rows: list[list[Box]] = [[Box(exhibit.title, "title")], *([Box(text, "how")] for text in says)]
    columns, body = _split(book, table)
    head = len(rows)
    rows.append([_head(k, column) for k, column in enumerate(columns)])
    signed = [any(_is_signed(line[k]) for line in body) for k in range(len(columns))]
    rows += [_row(book, columns, line, signed) for line in body]
    notes = [*exhibit.says, exhibit.base, *_own(exhibit.own, exhibit.own.after)]
    rows += [[], *([Box(text, "how")] for text in notes if text)]
    widths = [_width(column, [line[k] for line in body]) for k, column in enumerate(columns)]
    return Sheet(name, rows, widths, head=head, stays=1)


def _head(k: int, column: Column) -> Box:
    return Box(
        column.head, "head_number" if column.kind == "number" else "head_beside" if k else "head"
    )


def _how(book: Book, exhibit: Exhibit, table: Table) -> list[str]:
    """Return what the table is and how to read it; how to read a chart is of no use here."""
    caption = table.caption if table.caption != exhibit.title else ""
    if exhibit.figure is None:
        return [text for text in (caption, exhibit.how) if text]
    marked = {book.view.item(name) for name in book.view.turned}
    turned = any(row[0].text in marked for row in table.rows)
    texts = (caption, book.view.say("words.reversed_how") if turned else "")
    return [text for text in texts if text]


def _own(own: Own, blocks: Sequence[Block]) -> list[str]:
    """Return the consultant's own words, and whose they are."""
    return [own.by, *(block.text for block in blocks)] if blocks else []


# -- columns ---------------------------------------------------------------------------------------


def _split(book: Book, table: Table) -> tuple[list[Column], list[list[Cell]]]:
    """Return a table with intervals in two columns, one limit each."""
    language, none = book.view.language, book.view.numbers.none
    columns: list[Column] = []
    body: list[list[Cell]] = [[] for _ in table.rows]
    for k, column in enumerate(table.columns):
        cells = [row[k] for row in table.rows]
        both = [printed.limits(cell.text, language) for cell in cells]
        filled = [pair for pair, cell in zip(both, cells, strict=True) if cell.text != none]
        if not filled or not all(filled):
            columns.append(column)
            for line, cell in zip(body, cells, strict=True):
                line.append(cell)
            continue
        columns += [
            Column(book.say(key, head=column.head).strip()) for key in ("limit_low", "limit_high")
        ]
        for line, cell, pair in zip(body, cells, both, strict=True):
            texts = pair or (none, none)
            keys = LIMITS.get(cell.figure[-1], ("", "")) if cell.figure else ("", "")
            for text, key in zip(texts, keys, strict=True):
                figure = (*cell.figure[:-1], key) if key else ()
                line.append(replace(cell, text=text, figure=figure))
    return columns, body


def _width(column: Column, cells: Sequence[Cell]) -> float:
    longest = max((width_of(c.text) + len(c.mark) for c in cells), default=0)
    wanted = max(longest, min(width_of(column.head), 18)) + 2
    return min(max(float(wanted), NARROWEST), WIDEST)


# -- cells -----------------------------------------------------------------------------------------


SIGNED = ("gap", "ci_low", "ci_high")


def _is_signed(cell: Cell) -> bool:
    """Say whether a cell belongs to a column of differences, in which a plus is written."""
    of_gap = cell.figure[:1] == ("gap",) and cell.figure[-1] in SIGNED
    return of_gap or cell.text.startswith("+")


def _row(
    book: Book, columns: Sequence[Column], line: Sequence[Cell], signed: Sequence[bool]
) -> list[Box]:
    first, *rest = line
    strong = first.tone == "strong"
    name = f"{first.mark} {first.text}" if first.mark else first.text
    return [
        Box(name, "strong" if strong else "text"),
        *(
            _box(book, c, cell, plus)
            for c, cell, plus in zip(columns[1:], rest, signed[1:], strict=True)
        ),
    ]


def _box(book: Book, column: Column, cell: Cell, plus: bool) -> Box:
    """Return a cell: a formula where the figure is recomputed, else the number that is printed."""
    language = book.view.language
    known = book.figures.get(cell.figure) if cell.figure else None
    read = printed.number(cell.text, language, signed=plus)
    if known is None:
        if read is None or (column.kind == "text" and not cell.figure):
            return Box(cell.text, "beside" if column.kind == "text" else "number")
        return Box(read.value, "number", read.form)
    if cell.figure[-1] == "p":
        zero = "0" if book.view.say("numbers.leading_zero") == "yes" else ""
        lead = f"{zero}.000"
        shown = f'[<0.001]"<{zero}.001";[>0.999]">{zero}.999";{lead}'
        return Box(Formula(f"={known.formula}", known.value), "number", shown)
    if read is not None:
        return Box(Formula(f"={known.formula}", known.value), "number", read.form)
    return _worded_box(book, cell, known.formula, known.value)


def _worded_box(book: Book, cell: Cell, formula: str, value: float) -> Box:
    """Return a figure that is printed with words (``NPS +12``), or at the end of what is shown."""
    found = printed.worded(cell.text, book.view.language)
    if found is None or found[0] in NEARLY:
        shown = NEARLY[found[0]] if found else "General"
        return Box(Formula(f"={formula}", value), "number", shown)
    words, read = found
    points = "%" not in read.form  # a net share is printed in points of a hundred
    text = f"=100*{formula}" if points else f"={formula}"
    form = printed.with_words(words, read.form)
    return Box(Formula(text, 100 * value if points else value), "number", form)
