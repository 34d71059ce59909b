"""How much room words take on a slide, so that none stands outside its box."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace

from servqual.writer.figures.look import width_of
from servqual.writer.parts import Cell
from servqual.writer.pptx.parts import Grid, Para, Run, Words

LEADING = 1.25  # line height as a share of the size; written into the file, so that it holds
HANG = 1.5  # indent of a marked paragraph as a share of its size
# measured on sentences and on single words set in Arial, against our estimate for the page
SENTENCE, WORD, BOLD = 0.88, 0.97, 1.08
SCALES = (1.0, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7)
CELL = (5.0, 3.0)  # points inside a cell, at its sides and above and below
MOST_LINES = 3  # of one cell
SHORT = 16  # letters of a cell that is not broken: a figure, an interval, a rank with its limits
LONGEST = 130.0  # points of a word that is not broken
SAFE = 3.0  # points that a word may be wider than estimated
EMPTY = 64.0  # points of a column to write into, on the largest size
HEAD_ROW, MOST_ROW = 24.0, 46.0  # points of rows that stand beside bars


def width_in(text: str, size: float, *, bold: bool = False, share: float = SENTENCE) -> float:
    """Return about how many points a line of text takes."""
    wide = size * sum(unicodedata.east_asian_width(c) in ("W", "F") for c in text)
    return wide + share * (BOLD if bold else 1.0) * (width_of(text, size) - wide)


def line_count(text: str, width: float, size: float, *, bold: bool = False) -> int:
    """Return about how many lines a text takes in a width, both in points."""
    width = max(width, size)  # at least a letter stands in every line
    lines, room = 1, width
    for word in words_of(text):
        long = width_in(word.rstrip(), size, bold=bold)
        if long > room and room < width:
            lines, room = lines + 1, width
        while long > width:
            lines, long = lines + 1, long - width
        room -= long + width_in(" " * (len(word) - len(word.rstrip())), size)
    return lines


def words_of(text: str) -> Iterator[str]:
    """Yield the parts between which a line may break: after spaces, around wide characters."""
    word = ""
    for c in text:
        wide = unicodedata.east_asian_width(c) in ("W", "F")
        if wide and word:
            yield word
            word = ""
        word += c
        if wide or c == " ":
            yield word
            word = ""
    if word:
        yield word


def para_height(para: Para, width: float) -> float:
    """Return the height of a paragraph in points."""
    inside = width - para.inset - HANG * para.size * bool(para.mark)
    bold = any(run.bold for run in para.runs)
    return para.before + LEADING * para.size * line_count(para.text, inside, para.size, bold=bold)


def words_height(words: Words, width: float) -> float:
    """Return the height of paragraphs in points; the space before the first is not counted."""
    first = words.paras[0].before if words.paras else 0.0
    return sum(para_height(p, width) for p in words.paras) - first


def fitted(words: Words, width: float, height: float) -> Words:
    """Return words that fit a box: smaller ones, in the end with an ellipsis for what is left."""
    for scale in SCALES:
        smaller = scaled(words, scale)
        if words_height(smaller, width) <= height:
            return smaller
    return _cut(scaled(words, SCALES[-1]), width, height)


def scaled(words: Words, scale: float) -> Words:
    """Return words of another size, to a tenth of a point."""
    return Words(
        [
            replace(p, size=round(p.size * scale, 1), before=round(p.before * scale, 1))
            for p in words.paras
        ]
    )


def _cut(words: Words, width: float, height: float) -> Words:
    """Return as many paragraphs as fit, the last one cut."""
    kept: list[Para] = []
    for para in words.paras:
        if words_height(Words([*kept, para]), width) > height:
            kept += _begun(kept, para, width, height)
            break
        kept.append(para)
    return Words(kept)


def _begun(kept: Sequence[Para], para: Para, width: float, height: float) -> list[Para]:
    """Return the beginning of a paragraph that fits behind others; [] if not a letter does."""
    least, most = 0, len(para.text)
    while least < most:
        middle = (least + most + 1) // 2
        fits = words_height(Words([*kept, _first(para, middle)]), width) <= height
        least, most = (middle, most) if fits else (least, middle - 1)
    return [_first(para, least)] if least else []


def _first(para: Para, letters: int) -> Para:
    """Return the first letters of a paragraph in the look that they have."""
    runs: list[Run] = []
    for run in para.runs:
        if letters <= 0:
            break
        runs.append(replace(run, text=run.text[:letters]))
        letters -= len(run.text)
    last = runs[-1]
    return replace(para, runs=[*runs[:-1], replace(last, text=ellipsis(last.text))])


def ellipsis(text: str) -> str:
    """Return a text that was cut, marked as such."""
    return text.rstrip(" ,;:，、；：") + "…"


def one_of(
    texts: Sequence[str], width: float, height: float, sizes: Sequence[float], *, bold: bool = True
) -> tuple[str, float]:
    """Return the first text that fits a box at one of the sizes, and the size.

    The last text stands only where no other one fits even at the last size; it is cut if it must.
    """
    *first, last = [text for text in texts if text]
    tries = [(text, size) for text in first for size in sizes[:-1]]
    tries += [(text, sizes[-1]) for text in first] + [(last, size) for size in sizes]
    for text, size in tries:
        if words_height(Words([Para([Run(text, bold)], size)]), width) <= height:
            return text, size
    short = _cut(Words([Para([Run(last, bold)], sizes[-1])]), width, height)
    return (short.paras[0].text if short.paras else ""), sizes[-1]


# -- tables --------------------------------------------------------------------------------------


def shown(cell: Cell) -> str:
    """Return the text of a cell, the quiet number before it included."""
    return f"{cell.mark} {cell.text}" if cell.mark else cell.text


def lines_of(grid: Grid) -> list[Sequence[Cell]]:
    """Return the head of a table as cells, then its rows."""
    return [[Cell(column.head, "strong") for column in grid.table.columns], *grid.table.rows]


def column_widths(grid: Grid, width: float) -> list[float]:
    """Return the width of each column in points: room for every word, the rest by what they hold.

    Together they are ``width``; where the words do not fit, every column is too narrow alike.
    """
    least, wanted = [], []
    for column in zip(*lines_of(grid), strict=True):
        least.append(max(_word_width(cell, grid.size) for cell in column) + 2 * CELL[0])
        full = max(width_in(shown(c), grid.size, bold=is_bold(c)) for c in column)
        empty = not any(shown(cell) for cell in column[1:])
        wanted.append(max(least[-1], full + 2 * CELL[0], EMPTY if empty else 0.0))
    if sum(least) >= width:
        return [w * width / sum(least) for w in least]
    if sum(wanted) <= width:
        return [w * width / sum(wanted) for w in wanted]
    spare, more = width - sum(least), [max(w - m, 0.0) for w, m in zip(wanted, least, strict=True)]
    return [m + spare * w / sum(more) for m, w in zip(least, more, strict=True)]


def _word_width(cell: Cell, size: float) -> float:
    """Return the room that the longest word takes; a short text, such as a figure, is one."""
    text = shown(cell)
    words = [text] if len(text) <= SHORT else [word.rstrip() for word in words_of(text)]
    longest = max((width_in(w, size, bold=is_bold(cell), share=WORD) for w in words), default=0.0)
    return min(longest + SAFE, LONGEST)


def is_bold(cell: Cell) -> bool:
    """Say whether a cell is set in bold."""
    return cell.tone in ("strong", "shortfall", "surplus")


def grid_heights(grid: Grid, width: float) -> list[float]:
    """Return the height of every row of a table, its head first."""
    widths = column_widths(grid, width)
    return [
        LEADING * grid.size * max(_lines(c, w, grid.size) for c, w in zip(row, widths, strict=True))
        + 2 * CELL[1]
        for row in lines_of(grid)
    ]


def _lines(cell: Cell, width: float, size: float) -> int:
    return line_count(shown(cell), width - 2 * CELL[0], size, bold=is_bold(cell))


def _least_width(grid: Grid) -> float:
    """Return the width of a table in which no word is broken."""
    return sum(
        max(_word_width(cell, grid.size) for cell in column) + 2 * CELL[0]
        for column in zip(*lines_of(grid), strict=True)
    )


def _without_spare(grid: Grid) -> Grid:
    """Return a table without the columns that may go."""
    kept = [k for k in range(len(grid.table.columns)) if k not in grid.spare]
    columns = [grid.table.columns[k] for k in kept]
    rows = [[row[k] for k in kept] for row in grid.table.rows]
    return replace(grid, table=replace(grid.table, columns=columns, rows=rows), spare=())


def _too_large(grid: Grid, width: float, height: float) -> bool:
    return _least_width(grid) > width or sum(grid_heights(grid, width)) > height


def fitted_grid(grid: Grid, width: float, height: float, least: float = 8) -> Grid:
    """Return a table that fits a box: smaller letters, then shorter cells, then fewer rows."""
    while _too_large(grid, width, height) and grid.size > least:
        grid = replace(grid, size=grid.size - 0.5)
    if _too_large(grid, width, height):
        grid = _short_cells(grid, width, MOST_LINES)
    while sum(grid_heights(grid, width)) > height and len(grid.table.rows) > 1:
        grid = replace(grid, table=replace(grid.table, rows=grid.table.rows[:-1]))
    return grid


def fitted_rows(grid: Grid, width: float, row: float, least: float = 8) -> Grid:
    """Return a table none of whose rows is higher than ``row``, nor its head than a head may be."""

    def high() -> bool:
        head, *rows = grid_heights(grid, width)
        return head > HEAD_ROW or max(rows) > row or _least_width(grid) > width

    while high() and grid.size > least:
        grid = replace(grid, size=grid.size - 0.5)
    if high() and grid.spare:
        return fitted_rows(_without_spare(grid), width, row, least)
    if high():
        lines = int((row - 2 * CELL[1]) / (LEADING * grid.size))
        grid = _short_cells(grid, width, max(lines, 1))
    return grid


def _short_cells(grid: Grid, width: float, most: int) -> Grid:
    """Return a table none of whose cells takes more than some lines."""
    widths = column_widths(grid, width)

    def short(cell: Cell, room: float) -> Cell:
        text = cell.text
        while len(text) > 1 and _lines(replace(cell, text=text), room, grid.size) > most:
            text = ellipsis(text[: int(0.9 * len(text)) - 1])
        return replace(cell, text=text)

    rows = [[short(c, w) for c, w in zip(row, widths, strict=True)] for row in grid.table.rows]
    return replace(grid, table=replace(grid.table, rows=rows))
