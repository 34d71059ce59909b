"""Tables of a Word file: heading rows marked, columns as wide as their words, or a page turned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from servqual.writer.docx.elements import Form, Letters, paragraph, run
from servqual.writer.docx.look import LONG, SHORT, SIDE, SMALL, Look
from servqual.writer.docx.tree import Node
from servqual.writer.docx.word import w
from servqual.writer.figures.look import width_of

POINT = 25.4 / 72  # millimetres
PAD = 3.4  # points at each side of a cell
SIZES = (SMALL, 8.0, 7.5, 7.0)
LEAST_SIZE = 7.0
TONES = ("shortfall", "surplus", "small", "muted")
WHOLE = 12  # rows up to which a table stays on one page
# how wide the signs of figures are in Arial, as a share of the size; letters of words by estimate
SIGNS = {
    **dict.fromkeys("0123456789–", 0.556),
    **dict.fromkeys(".,[] \u00a0", 0.278),
    **dict.fromkeys("+−<>=", 0.584),
    "%": 0.889,
    "±": 1.0,  # Chinese fonts set it as wide as a character
    "*": 0.5,
}
NARROWER, BOLDER, SPARE = 0.92, 1.06, 1.04
NAME_ROOM, TEXT_ROOM = 120.0, 64.0  # points at which a name, or words, may go on in another line
TO_WRITE = 52.0  # points of a column that is filled in by hand
WRITTEN = 1.7  # so much more room has a table that people write into
CHINESE = 3  # characters of Chinese that stand together in a narrow column
BREAKABLE = 24  # letters that a word may have before it is broken


@dataclass(frozen=True)
class Cell:
    """One cell: a quiet number before its words, how they look, its ground."""

    text: str
    mark: str = ""
    tone: str = ""
    heat: str = ""
    words: bool = False


@dataclass(frozen=True)
class Grid:
    """A table as it stands on the page; the first ``heads`` rows are repeated on every page."""

    caption: str
    rows: Sequence[Sequence[Cell]]
    heads: int
    strong: frozenset[int]
    ruled: bool

    @property
    def columns(self) -> int:
        """How many columns the widest row has."""
        return max((len(row) for row in self.rows), default=0)


@dataclass(frozen=True)
class Measure:
    """How a table is set: size of its letters, widths of its columns in points, page turned."""

    size: float
    widths: Sequence[float]
    wide: bool


def read_table(node: Node, *, ruled: bool = False) -> Grid:
    """Return the table of a page as cells."""
    caption = node.first("caption")
    head = node.first("thead")
    heads = [row for row in head.nodes if row.tag == "tr"] if head else []
    rows = list(node.all("tr"))
    strong = frozenset(k for k, row in enumerate(rows) if "strong" in row.classes)
    cells = [[_cell(cell) for cell in row.nodes if cell.tag in ("td", "th")] for row in rows]
    # the words of a column stand at its left, as its heading says
    titles = [c for row in heads for c in row.nodes]
    words = {k for k, c in enumerate(titles) if "text" in c.classes or k == 0}
    cells = [[_aligned(c, words=k in words) for k, c in enumerate(row)] for row in cells]
    return Grid(caption.text if caption else "", cells, len(heads), strong, ruled)


def _cell(node: Node) -> Cell:
    mark = node.first("span", "mark")
    text = node.text
    if mark is not None:
        text = text.removeprefix(mark.text).strip()
    tone = next((t for t in TONES if t in node.classes), "")
    heat = next((c for c in sorted(node.classes) if c.partition("-")[2].isdigit()), "")
    return Cell(text, mark.text if mark else "", tone, heat)


def _aligned(cell: Cell, *, words: bool) -> Cell:
    # the parts of a figure, such as the limits of an interval, stay in one line
    text = cell.text if words else cell.text.replace(" ", "\u00a0")
    return Cell(text, cell.mark, cell.tone, cell.heat, words)


def across(*, wide: bool) -> float:
    """Return the points between the margins of a page, upright or turned."""
    return ((LONG if wide else SHORT) - 2 * SIDE) / POINT


def measured(grid: Grid) -> Measure:
    """Return the largest letters in which a table fits, upright if it can be."""
    for wide in (False, True):
        for size in SIZES:
            need = [_needed(grid, k, size) for k in range(grid.columns)]
            if sum(need) <= across(wide=wide):
                return Measure(size, _spread(grid, need, size, across(wide=wide)), wide)
    least = [_needed(grid, k, LEAST_SIZE) for k in range(grid.columns)]
    share = across(wide=True) / sum(least)
    return Measure(LEAST_SIZE, [width * share for width in least], wide=True)


def _needed(grid: Grid, column: int, size: float) -> float:
    """Return the points without which a column could not be read."""
    room = (NAME_ROOM if column == 0 else TEXT_ROOM) * size / SMALL
    room *= WRITTEN if grid.ruled else 1
    widest = 0.0
    for k, row in enumerate(grid.rows):
        if column >= len(row):
            continue
        cell = row[column]
        head = k < grid.heads
        whole = _width(cell, size, bold=head or k in grid.strong)
        longest = max((_letters(word, size) for word in _words(cell.text)), default=0.0)
        longest = longest * (BOLDER if head else 1) + _letters(cell.mark, size)
        if head or cell.words:
            widest = max(widest, min(whole, max(longest, 0.0 if head else room)))
        else:
            widest = max(widest, whole)
    empty = all(len(row) <= column or not row[column].text for row in grid.rows[grid.heads :])
    if grid.ruled and empty:
        widest = max(widest, TO_WRITE)
    return widest + 2 * PAD


def _width(cell: Cell, size: float, *, bold: bool) -> float:
    mark = f"{cell.mark} " if cell.mark else ""
    return _letters(mark + cell.text, size) * (BOLDER if bold else 1)


def _letters(text: str, size: float) -> float:
    signs = sum(SIGNS[c] for c in text if c in SIGNS) * size
    rest = "".join(c for c in text if c not in SIGNS)
    return SPARE * (signs + NARROWER * width_of(rest, size))


def _words(text: str) -> list[str]:
    """Return the parts that are not divided; Chinese by a few characters, long words in pieces."""
    parts: list[str] = []
    for word in text.replace("\u00a0", "\u2007").split(" "):
        step = CHINESE if any(ord(c) > 0x2E7F for c in word) else BREAKABLE
        parts += [word[k : k + step] for k in range(0, len(word), step)]
    return parts


def _spread(grid: Grid, need: list[float], size: float, room: float) -> list[float]:
    """Return widths that fill the line: words take the room that figures do not need."""
    want = []
    for k, least in enumerate(need):
        widths = [
            _width(row[k], size, bold=at < grid.heads or at in grid.strong)
            for at, row in enumerate(grid.rows)
            if k < len(row)
        ]
        want.append(max(least, max(widths, default=0.0) + 2 * PAD))
    free = room - sum(need)
    more = [full - least for full, least in zip(want, need, strict=True)]
    if sum(more) > free:
        return [n + free * m / sum(more) for n, m in zip(need, more, strict=True)]
    rest = (free - sum(more)) / len(need)
    return [full + rest for full in want]


def table(grid: Grid, measure: Measure, look: Look) -> Any:
    """Return a table; one of a dozen rows stays whole."""
    widths = [round(width * 20) for width in measure.widths]
    properties = w(
        "tblPr",
        w("tblStyle", val="ReportTable"),
        w("tblW", w=sum(widths), type="dxa"),
        w("tblLayout", type="fixed"),
        w("tblCellMar", *(w(s, w=round(PAD * 20), type="dxa") for s in ("left", "right"))),
        w("tblLook", val="0420", firstRow=1, lastRow=0, firstColumn=0, lastColumn=0, noHBand=1,
          noVBand=1),
        w("tblCaption", val=grid.caption) if grid.caption else None,
    )  # fmt: skip
    columns = w("tblGrid", *(w("gridCol", w=width) for width in widths))
    rows = [
        _row(grid, k, widths, look, measure.size, keep=_kept(grid, k))
        for k in range(len(grid.rows))
    ]
    return w("tbl", properties, columns, *rows)


def _kept(grid: Grid, row: int) -> bool:
    """Say whether a row stands on the page of the next: at both ends, and all of a short table."""
    last = len(grid.rows) - 1
    if row == last:
        return False
    return last - grid.heads < WHOLE or row < grid.heads + 2 or row >= last - 2


def _row(grid: Grid, k: int, widths: Sequence[int], look: Look, size: float, *, keep: bool) -> Any:
    head, strong = k < grid.heads, k in grid.strong
    row = grid.rows[k]
    cells = []
    for column, width in enumerate(widths):
        cell = row[column] if column < len(row) else Cell("")
        cells.append(_drawn(cell, width, look, size, _Place(grid, k, head, strong, keep)))
    properties = w("trPr", w("cantSplit"), w("tblHeader") if head else None)
    return w("tr", properties, *cells)


@dataclass(frozen=True)
class _Place:
    """Where a cell stands."""

    grid: Grid
    row: int
    head: bool
    strong: bool
    keep: bool


def _drawn(cell: Cell, width: int, look: Look, size: float, place: _Place) -> Any:
    fill = look.tint(cell.heat) if cell.heat else ""
    above = 3.0 if place.row == place.grid.heads else 1.2
    form = Form(keep_next=place.keep, align="" if cell.words else "right", before=above, after=1.2)
    bold = place.head or place.strong or cell.heat == "tint-3"
    colour = look.tone(cell.tone) if cell.tone else ""
    runs = []
    if cell.mark:
        quiet = Letters(colour=look.tone("muted"), size=size)
        runs.append(run(f"{cell.mark}\u2002", look, quiet))
    runs.append(run(cell.text, look, Letters(bold=bold, colour=colour, size=size)))
    properties = w(
        "tcPr",
        w("tcW", w=width, type="dxa"),
        _edges(place, look),
        w("shd", val="clear", color="auto", fill=fill) if fill else None,
        w("vAlign", val="bottom") if place.head else None,
    )
    return w("tc", properties, paragraph("TableText", runs, form))


def _edges(place: _Place, look: Look) -> Any:
    """Return the lines of a cell that the style of the table does not draw."""
    if place.head and place.row == place.grid.heads - 1:
        return w("tcBorders", w("bottom", val="single", sz=6, space=0, color=look.ink))
    if place.grid.ruled and place.row < len(place.grid.rows) - 1:
        return w("tcBorders", w("bottom", val="single", sz=4, space=0, color=look.tone("hair")))
    return None
