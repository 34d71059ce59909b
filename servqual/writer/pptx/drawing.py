"""Blocks of a slide as shapes: words, tables, pictures; every text passes :func:`plain`."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from servqual.writer.parts import Cell
from servqual.writer.pptx.door import kit
from servqual.writer.pptx.fit import (
    CELL,
    HANG,
    HEAD_ROW,
    LEADING,
    column_widths,
    fitted,
    fitted_grid,
    fitted_rows,
    grid_heights,
    is_bold,
    lines_of,
    scaled,
)
from servqual.writer.pptx.look import Look
from servqual.writer.pptx.parts import Grid, Para, Run, Words
from servqual.writer.pptx.template import A, Ground, Rectangle, emu

# "No Style, No Grid": lines are drawn where a three-line table has them
NO_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
LINE = 0.75  # points
TURNERS = "\u202a\u202b\u202c\u202d\u202e"  # would turn the words behind a name round


def plain(text: str) -> str:
    r"""Return text that XML can hold, in one line: control signs become spaces.

    Examples
    --------
    >>> plain("A\x00b\ncd\u202e") == "A b cd"
    True
    """
    kept = (
        " " if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp", "Cn") else c
        for c in text
        if c not in TURNERS
    )
    return "".join(kept)


def rgb(value: str) -> Any:
    """Return a colour as python-pptx takes it."""
    return kit().RGBColor.from_string(value.removeprefix("#").upper())


def rectangle(ground: Ground, box: tuple[float, float, float, float]) -> Rectangle:
    """Return a box of shares as points on the slide."""
    left, top, width, height = ground.region
    x0, y0, x1, y1 = box
    return (left + x0 * width, top + y0 * height, (x1 - x0) * width, (y1 - y0) * height)


# -- words ---------------------------------------------------------------------------------------


def draw_words(slide: Any, ground: Ground, words: Words, place: Rectangle, name: str) -> Any:
    """Write paragraphs into a box of their own, made smaller until they fit."""
    shape = slide.shapes.add_textbox(*map(emu, place))
    shape.name = name
    fitting = fitted(scaled(words, ground.scale), place[2] * ground.room, place[3])
    frame = shape.text_frame
    set_frame(frame)
    write(frame, fitting.paras, ground.look)
    return shape


def set_frame(frame: Any) -> None:
    """Take margins away and let words break, but not grow or shrink by themselves."""
    frame.word_wrap = True
    frame.auto_size = kit().MSO_AUTO_SIZE.NONE
    frame.vertical_anchor = kit().MSO_ANCHOR.TOP
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0


def write(frame: Any, paras: Sequence[Para], look: Look) -> None:
    """Write paragraphs into a frame that is empty."""
    for k, para in enumerate(paras):
        target = frame.paragraphs[0] if k == 0 else frame.add_paragraph()
        target.line_spacing = kit().Pt(round(para.size * LEADING, 1))
        target.space_before = kit().Pt(para.before if k else 0)
        target.space_after = kit().Pt(0)
        if para.right:
            target.alignment = kit().PP_ALIGN.RIGHT
        _hang(target, para)
        for run in para.runs:
            _run(target.add_run(), run, para.size, look)


def _hang(target: Any, para: Para) -> None:
    """Give a paragraph its mark, a number or a sign, or none."""
    props = target._p.get_or_add_pPr()
    if para.inset:
        props.set("marL", str(emu(para.inset)))
        props.set("indent", "0")
    if not para.mark:
        props.append(kit().parse_xml(f'<a:buNone xmlns:a="{A}"/>'))
        return
    indent = emu(HANG * para.size)
    props.set("marL", str(indent))
    props.set("indent", str(-indent))
    if para.mark.isdecimal():
        kind = f'<a:buAutoNum xmlns:a="{A}" type="arabicPlain" startAt="{int(para.mark)}"/>'
    else:
        kind = f'<a:buChar xmlns:a="{A}" char="{para.mark}"/>'
    props.append(kit().parse_xml(f'<a:buFont xmlns:a="{A}" typeface="Arial"/>'))
    props.append(kit().parse_xml(kind))


def _run(target: Any, run: Run, size: float, look: Look) -> None:
    target.text = plain(run.text)
    target.font.size = kit().Pt(size)
    target.font.bold = run.bold or None
    target.font.color.rgb = rgb(look.tone(run.tone))


# -- tables --------------------------------------------------------------------------------------


def draw_grid(
    slide: Any, ground: Ground, grid: Grid, place: Rectangle, name: str, row: float | None = None
) -> None:
    """Draw a three-line table, its head marked as such; with ``row`` every row is that high."""
    size = max(round(grid.size * ground.scale * 2) / 2, 7)
    least, width = min(8.0, size), place[2] * ground.room
    small = replace(grid, size=size)
    if row is None:
        fit = fitted_grid(small, width, place[3], least)
        heights = _spread(grid_heights(fit, width), place[3] if fit.table.ruled else 0.0)
    else:
        fit = fitted_rows(small, width, row, least)
        heights = [HEAD_ROW, *([row] * len(fit.table.rows))]
    rows, columns = len(fit.table.rows) + 1, len(fit.table.columns)
    spot = (*place[:3], sum(heights))
    shape = slide.shapes.add_table(rows, columns, *map(emu, spot))
    shape.name = name
    describe(shape, fit.table.caption)
    table = shape.table
    _unstyled(table)
    for k, wide in enumerate(column_widths(fit, width)):
        table.columns[k].width = emu(wide * place[2] / width)
    for k, height in enumerate(heights):
        table.rows[k].height = emu(height)
    for r, cells in enumerate(lines_of(fit)):
        for c, cell in enumerate(cells):
            number = fit.table.columns[c].kind == "number"
            _cell(table.cell(r, c), cell, fit.size, ground.look, right=number)
            _lines(table.cell(r, c), r, rows, ground.look, ruled=fit.table.ruled)


def _spread(heights: list[float], height: float) -> list[float]:
    """Return rows with room to write into, as far as the height allows."""
    head, *rows = heights
    more = max(0.0, min(14.0, (height - sum(heights)) / max(len(rows), 1)))
    return [head, *(row + more for row in rows)]


def _unstyled(table: Any) -> None:
    props = table._tbl.tblPr
    props.set("firstRow", "1")
    props.set("bandRow", "0")
    props.find(kit().qn("a:tableStyleId")).text = NO_STYLE


def _cell(target: Any, cell: Cell, size: float, look: Look, *, right: bool) -> None:
    frame = target.text_frame
    target.margin_left = target.margin_right = emu(CELL[0])
    target.margin_top = target.margin_bottom = emu(CELL[1])
    target.vertical_anchor = kit().MSO_ANCHOR.MIDDLE
    frame.word_wrap = True
    runs = [Run(f"{cell.mark} ", tone="muted")] if cell.mark else []
    tone = "" if cell.tone == "strong" else cell.tone
    write(frame, [Para([*runs, Run(cell.text, is_bold(cell), tone)], size)], look)
    paragraph = frame.paragraphs[0]
    paragraph.alignment = kit().PP_ALIGN.RIGHT if right else kit().PP_ALIGN.LEFT


def _lines(target: Any, row: int, rows: int, look: Look, *, ruled: bool) -> None:
    """Draw the lines of a cell: above and below the head, below the last row."""
    props = target._tc.get_or_add_tcPr()
    ink, hair = look.of("ink"), look.of("hair")
    top = (ink, 1.0) if row == 0 else None
    below = (ink, LINE) if row in (0, rows - 1) else (hair, 0.5) if ruled else None
    for side, line in (("lnL", None), ("lnR", None), ("lnT", top), ("lnB", below)):
        props.append(kit().parse_xml(_line_xml(side, line)))
    props.append(kit().parse_xml(f'<a:noFill xmlns:a="{A}"/>'))


def _line_xml(side: str, line: tuple[str, float] | None) -> str:
    if line is None:
        return f'<a:{side} xmlns:a="{A}" w="0"><a:noFill/></a:{side}>'
    colour, width = line
    return (
        f'<a:{side} xmlns:a="{A}" w="{emu(width)}"><a:solidFill>'
        f'<a:srgbClr val="{colour.removeprefix("#").upper()}"/></a:solidFill></a:{side}>'
    )


def describe(shape: Any, words: str) -> None:
    """Give a shape its text alternative."""
    for found in shape._element.iter(kit().qn("p:cNvPr")):
        found.set("descr", plain(words))
        return


# -- title and notes ------------------------------------------------------------------------------


def set_title(shape: Any, words: str, size: float | None, colour: str | None) -> None:
    """Write the title of a slide; without a size or a colour the master's own stands."""
    frame = shape.text_frame
    frame.text = plain(words)
    frame.auto_size = kit().MSO_AUTO_SIZE.NONE
    run = frame.paragraphs[0].runs[0] if frame.paragraphs[0].runs else None
    if run is not None and size:
        run.font.size = kit().Pt(size)
    if run is not None and colour:
        run.font.color.rgb = rgb(colour)


def keep_only(slide: Any, kept: set[int]) -> None:
    """Take out the placeholders that nothing was written into."""
    for shape in list(slide.placeholders):
        if shape.placeholder_format.idx not in kept:
            shape.element.getparent().remove(shape.element)


def write_notes(slide: Any, texts: Sequence[str]) -> None:
    """Write the speaker notes."""
    known = [plain(text) for text in texts if text]
    if not known:
        return
    frame = slide.notes_slide.notes_text_frame
    frame.text = known[0]
    for text in known[1:]:
        frame.add_paragraph().text = text
