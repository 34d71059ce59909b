"""Runs, paragraphs, fields and bookmarks of a Word file, their parts in the order of its schema."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

from servqual.writer.docx.look import Look
from servqual.writer.docx.word import plain, w


@dataclass(frozen=True)
class Letters:
    """How some words differ from their paragraph; a size is in points, a colour has six digits."""

    bold: bool = False
    italic: bool = False
    colour: str = ""
    size: float = 0.0
    boxed: bool = False
    fixed: bool = False


@dataclass(frozen=True)
class Form:
    """How a paragraph differs from its style; lengths are in points.

    ``number`` is the id of a list, ``fill`` the colour of its ground, ``line`` and ``line_above``
    those of lines beneath and above it.
    """

    keep_next: bool = False
    new_page: bool = False
    number: int = 0
    fill: str = ""
    line: str = ""
    line_above: str = ""
    right: float = 0.0
    indent: float = 0.0
    hanging: float = 0.0
    align: str = ""
    before: float | None = None
    after: float | None = None


PLAIN_LETTERS, PLAIN_FORM = Letters(), Form()


def twips(points: float) -> int:
    """Return points as twentieths of a point."""
    return round(points * 20)


def run(text: str, look: Look, letters: Letters = PLAIN_LETTERS) -> Any:
    """Return words of one look."""
    return w("r", run_look(look, letters), w("t", text=plain(text)))


def run_look(look: Look, letters: Letters) -> Any:
    """Return the properties of a run, None where it has none."""
    fonts = None
    if letters.fixed:
        fonts = w("rFonts", ascii="Consolas", hAnsi="Consolas")
    elif look.chinese:
        fonts = w("rFonts", hint="eastAsia")  # quotation marks take the Chinese font
    parts = [
        fonts,
        w("b") if letters.bold else None,
        # Chinese has no slanted letters
        w("i") if letters.italic and not look.chinese else None,
        w("color", val=letters.colour) if letters.colour else None,
        w("sz", val=round(letters.size * 2)) if letters.size else None,
        w("szCs", val=round(letters.size * 2)) if letters.size else None,
        _box(letters.colour or look.tone("muted")) if letters.boxed else None,
    ]
    kept = [part for part in parts if part is not None]
    return w("rPr", *kept) if kept else None


def _box(colour: str) -> Any:
    return w("bdr", val="single", sz=4, space=0, color=colour)


def paragraph(style: str, runs: Iterable[Any], form: Form = PLAIN_FORM) -> Any:
    """Return a paragraph of a style."""
    indent = None
    if form.indent or form.right:
        more: dict[str, Any] = {
            "right": twips(form.right) or None,
            "hanging": twips(form.hanging) or None,
        }
        indent = w("ind", left=twips(form.indent), **more)
    spacing = None
    if form.before is not None or form.after is not None:
        before = None if form.before is None else twips(form.before)
        after = None if form.after is None else twips(form.after)
        spacing = w("spacing", before=before, after=after)
    properties = w(
        "pPr",
        w("pStyle", val=style),
        w("keepNext") if form.keep_next else None,
        w("pageBreakBefore") if form.new_page else None,
        w("numPr", w("ilvl", val=0), w("numId", val=form.number)) if form.number else None,
        _borders(form),
        w("shd", val="clear", color="auto", fill=form.fill) if form.fill else None,
        spacing,
        indent,
        w("jc", val=form.align) if form.align else None,
    )
    return w("p", properties, *runs)


def keep_with_next(element: Any) -> None:
    """Keep a paragraph, or the last row of a table, on the page of what follows."""
    if element.tag == w("tbl").tag:
        paragraphs = [cell[-1] for cell in element[-1] if cell.tag == w("tc").tag]
    else:
        paragraphs = [element]
    kept = w("keepNext").tag
    for found in paragraphs:
        if found[0].find(kept) is None:
            found[0].insert(1, w("keepNext"))  # behind the style


def _borders(form: Form) -> Any:
    """Return the ground's edge, which joins paragraphs of one colour, or a line beneath."""
    if form.fill:
        sides = ("top", "left", "bottom", "right")
        return w("pBdr", *(w(s, val="single", sz=24, space=4, color=form.fill) for s in sides))
    if form.line_above:
        return w("pBdr", w("top", val="single", sz=36, space=12, color=form.line_above))
    if form.line:
        return w("pBdr", w("bottom", val="single", sz=4, space=3, color=form.line))
    return None


def field(instruction: str, shown: Sequence[Any], *, stale: bool = False) -> list[Any]:
    """Return the runs of a field: what it computes, and what it shows until then.

    ``stale`` asks Word to compute it when the file is opened.
    """
    return [
        w("r", w("fldChar", fldCharType="begin", dirty="true" if stale else None)),
        w("r", w("instrText", text=f" {instruction} ")),
        w("r", w("fldChar", fldCharType="separate")),
        *shown,
        w("r", w("fldChar", fldCharType="end")),
    ]


class Bookmarks:
    """Places in a document that fields and links refer to, each with a number of its own."""

    def __init__(self) -> None:
        self._number = count(1)

    def around(self, name: str, content: Sequence[Any]) -> list[Any]:
        """Return content between the marks of a place."""
        number = next(self._number)
        start = w("bookmarkStart", id=number, name=place_name(name))
        return [start, *content, w("bookmarkEnd", id=number)]


def place_name(name: str) -> str:
    """Return the name of a place as Word allows it: letters, digits, low lines, at most 40.

    >>> place_name("exhibit-items-gap")
    'exhibit_items_gap'
    """
    plain_name = "".join(c if c.isascii() and c.isalnum() else "_" for c in name)
    return plain_name if len(plain_name) <= 40 else f"{plain_name[:31]}_{_short(name)}"


def _short(name: str) -> str:
    """Return eight letters that stand for a longer name."""
    from hashlib import sha256

    return sha256(name.encode("utf-8")).hexdigest()[:8]
