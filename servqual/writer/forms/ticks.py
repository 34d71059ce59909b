"""What people mark with a pen in a Word document, and tables of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from servqual.writer.docx.elements import Form, Letters, paragraph, run
from servqual.writer.docx.look import Look
from servqual.writer.docx.word import TWIPS, w

BOX, GAP, LINE = "□", "\u2003", "_" * 40
SMALL, SMALLEST, MARK = 8.5, 6.5, 12.0  # points of letters
HIGH = 440  # twentieths of a point from one line to the next
PAD = 20  # twentieths of a point at the sides of a cell
WHOLE = 9  # rows up to which a table stays on one page
_RINGED = {0: "\N{CIRCLED DIGIT ZERO}", **{n: chr(0x245F + n) for n in range(1, 21)}}


def mark(value: str) -> str:
    """Return a number in a ring, as far as there are such signs.

    Examples
    --------
    >>> mark("7"), mark("0"), mark("-2")
    ('⑦', '⓪', '(-2)')
    """
    return _RINGED.get(int(value), f"({value})") if value.isdecimal() else f"({value})"


def sheet(label: str) -> str:
    """Return the place for the number of a filled-in sheet."""
    return f"{label} {'_' * 10}"


def table(
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    widths: Sequence[float],
    look: Look,
    *,
    ruled: bool = False,
) -> Any:
    """Return a table of statements and marks; its heading row is repeated on every page.

    Parameters
    ----------
    heads : sequence of str
    rows : sequence of sequences of str
        A line break parts the words of a cell: the second line is quiet.
    widths : sequence of float
        Millimetres.
    look : Look
    ruled : bool
        The cells of the last column are boxes to write in.
    """
    sizes = [round(width * TWIPS) for width in widths]
    head = w(
        "tr",
        w("trPr", w("cantSplit"), w("tblHeader")),
        *(_head(heads[k], sizes[k], k, look) for k in range(len(sizes))),
    )
    last = len(rows) - 1
    body = []
    for at, row in enumerate(rows):
        keep = at < last and (len(rows) <= WHOLE or at == 0 or at == last - 1)
        cells = [
            _cell(row[k], sizes[k], k, look, keep=keep, boxed=ruled and k == len(row) - 1)
            for k in range(len(sizes))
        ]
        body.append(w("tr", w("trPr", w("cantSplit")), *cells))
    return _table(sizes, [head, *body])


def lines(n: int, width: float, look: Look) -> Any:
    """Return empty lines to write on, ``width`` millimetres long."""
    size = round(width * TWIPS)

    def line() -> Any:
        edge = w("tcBorders", w("bottom", val="single", sz=4, space=0, color=look.tone("ring")))
        cell = w("tc", w("tcPr", w("tcW", w=size, type="dxa"), edge), paragraph("TableText", []))
        high = w("trHeight", val=HIGH, hRule="exact")
        return w("tr", w("trPr", w("cantSplit"), high), cell)

    rows = [line() for _ in range(n)]
    return _table([size], rows)


def _table(sizes: Sequence[int], rows: Sequence[Any]) -> Any:
    properties = w(
        "tblPr",
        w("tblW", w=sum(sizes), type="dxa"),
        w("tblLayout", type="fixed"),
        w("tblCellMar", *(w(side, w=PAD, type="dxa") for side in ("left", "right"))),
        w("tblLook", val="0420", firstRow=1, lastRow=0, firstColumn=0, lastColumn=0, noHBand=1,
          noVBand=1),
    )  # fmt: skip
    columns = w("tblGrid", *(w("gridCol", w=size) for size in sizes))
    return w("tbl", properties, columns, *rows)


def _head(text: str, width: int, column: int, look: Look) -> Any:
    """Return a cell of the heading row: words above, the number below."""
    words, _, number = text.rpartition("\n")
    align = "" if column < 2 else "center"
    muted = look.tone("muted")
    lines = [(words, Letters(size=SMALLEST, colour=muted))] if words else []
    is_number = column >= 2 and number.strip("-").isdecimal()
    last = Letters(size=SMALL, bold=True) if is_number else Letters(size=SMALLEST, colour=muted)
    lines.append((number, last))
    edge = w("tcBorders", w("bottom", val="single", sz=8, space=0, color=look.ink))
    form = Form(keep_next=True, align=align, before=0, after=1)
    return w(
        "tc",
        w("tcPr", w("tcW", w=width, type="dxa"), edge, w("vAlign", val="bottom")),
        *(paragraph("TableText", [run(said, look, how)], form) for said, how in lines),
    )


def _cell(text: str, width: int, column: int, look: Look, *, keep: bool, boxed: bool) -> Any:
    """Return a cell: the code small, the statement, marks in the middle."""
    said, _, about = text.partition("\n")
    muted = look.tone("muted")
    if column == 0:
        letters = Letters(size=SMALLEST, colour=muted)
    elif column == 1:
        letters = Letters(size=9.0, bold=bool(about))
    else:
        letters = Letters(size=MARK, colour=muted)
    form = Form(keep_next=keep, align="" if column < 2 else "center", before=2.5, after=2.5)
    lines = [paragraph("TableText", [run(said, look, letters)], form)]
    if about:
        quiet = Letters(size=SMALL, colour=muted)
        lines.append(paragraph("TableText", [run(about, look, quiet)], form))
    hair, ring = look.tone("hair"), look.tone("ring")
    sides = ("top", "left", "bottom", "right") if boxed else ("bottom",)
    colour = ring if boxed else hair
    edges = w("tcBorders", *(w(side, val="single", sz=6 if boxed else 4, space=0, color=colour)
                             for side in sides))  # fmt: skip
    return w(
        "tc", w("tcPr", w("tcW", w=width, type="dxa"), edges, w("vAlign", val="center")), *lines
    )
