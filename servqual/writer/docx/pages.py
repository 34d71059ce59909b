"""The pages of a Word file: cover, contents, margins, upright and turned paper."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from servqual.writer.docx.elements import Form, Letters, field, paragraph, place_name, run
from servqual.writer.docx.flow import Block, Flow
from servqual.writer.docx.look import BOTTOM, EDGE, LONG, SHORT, SIDE, TOP, Look
from servqual.writer.docx.word import TWIPS, Word, picture_size, plain, w

DOWN = 120.0  # points above the words of the cover
LOGO_HIGH, LOGO_WIDE = 14.0, 60.0  # millimetres that a logo may take
DRAWABLE = ("image/png", "image/jpeg")


@dataclass(frozen=True)
class Cover:
    """What the cover says; '' for nothing. ``logo`` is a PNG or JPEG."""

    kicker: str
    title: str
    line: str
    status: str
    status_note: str
    confidentiality: str
    note: str
    logo: bytes
    name: str


def add_cover(flow: Flow, cover: Cover) -> None:
    """Add the paragraphs of the cover."""
    look = flow.look
    form = Form(fill=look.cover, indent=6, right=6) if look.cover else Form()
    first = replace(form, before=DOWN)
    if cover.logo:
        size = _logo_size(cover.logo)
        shown = flow.word.picture(cover.logo, size, plain(cover.name))
        flow.put(paragraph("Normal", [shown], replace(first, after=14)))
        first = form
    elif cover.name:
        letters = Letters(bold=True, colour=look.on_cover or look.ink)
        flow.put(paragraph("Kicker", [run(cover.name, look, letters)], first))
        first = form
    first = first if look.cover else replace(first, line_above=look.accent)
    flow.put(paragraph("Kicker", [run(cover.kicker, look)], first))
    flow.put(paragraph("Title", [run(cover.title, look)], form))
    flow.put(paragraph("Subtitle", [run(cover.line, look)], form))
    marks = [run(cover.status, look, Letters(bold=True))] if cover.status else []
    marks += [run(f"\u2002{cover.status_note}", look)] if cover.status_note else []
    for runs in (marks, [run(cover.confidentiality, look)] if cover.confidentiality else []):
        if runs:
            flow.put(paragraph("Subtitle", runs, form))
    if cover.note:
        flow.put(paragraph("Note", [run(cover.note, look)], Form(before=24)))


def _logo_size(content: bytes) -> tuple[float, float]:
    """Return the millimetres of a logo, which keeps its shape."""
    wide, high = picture_size(content)
    scale = min(LOGO_HIGH / high, LOGO_WIDE / wide)
    return wide * scale, high * scale


def drawn_logo(uri: str) -> bytes:
    """Return the bytes of a logo that Word can show, b'' for one of another kind."""
    head, _, body = uri.partition(",")
    kind = head.removeprefix("data:").partition(";")[0]
    return base64.b64decode(body) if kind in DRAWABLE else b""


def add_contents(flow: Flow, title: str, entries: Sequence[tuple[int, str, str]]) -> None:
    """Add the contents list as a field; entries are level, title, and id of a section.

    How many pages come before a section only a word processor knows: Word asks when it opens the
    file, and then adds their numbers. Until then each line leads to its section.
    """
    look = flow.look
    flow.put(paragraph("TOCHeading", [run(title, look)]), "next")
    start = field('TOC \\o "1-2" \\h \\z \\u', [], stale=True)
    end = start.pop()
    for k, (level, text, name) in enumerate(entries):
        line = w("hyperlink", run(text, look), anchor=place_name(name))
        runs = [*(start if k == 0 else []), line, *([end] if k == len(entries) - 1 else [])]
        flow.put(paragraph(f"TOC{level}", runs))


@dataclass(frozen=True)
class Margins:
    """Ids of header and footer for upright and turned pages."""

    upright: tuple[str, str]
    turned: tuple[str, str]


def margins(word: Word, look: Look, texts: dict[str, str]) -> Margins:
    """Return headers and footers: class and status above, sender and page number beneath."""

    def both(*, wide: bool) -> tuple[str, str]:
        right = round(((LONG if wide else SHORT) - 2 * SIDE) * TWIPS)
        strong = Letters(bold=True, colour=look.ink)
        pages = [*field("PAGE", [run("1", look)]), run(" / ", look)]
        pages += field("NUMPAGES", [run("1", look)])
        above = _line(
            "Header", texts["top-left"], [run(texts["top-right"], look, strong)], right, look
        )
        below = _line("Footer", texts["bottom-left"], pages, right, look)
        return word.margin("header", above), word.margin("footer", below)

    return Margins(both(wide=False), both(wide=True))


def _line(style: str, left: str, right: list[Any], at: int, look: Look) -> Any:
    """Return a line of a margin: words at its left and at its right."""
    made = paragraph(style, [run(left, look), w("r", w("tab")), *right])
    made[0].append(w("tabs", w("tab", val="right", pos=at)))
    return made


def laid_out(blocks: Sequence[Block]) -> list[Block]:
    """Return blocks of which those that lead to a turned page are turned themselves."""
    found = list(blocks)
    for k in range(len(found) - 2, -1, -1):
        if found[k].tie == "next" and found[k + 1].wide:
            found[k] = replace(found[k], wide=True)
    return found


def fill(word: Word, blocks: Sequence[Block], cover: int, edges: Margins) -> None:
    """Put the blocks into the body, with a new part where the paper turns.

    The first ``cover`` blocks are the cover, whose margins are empty.
    """
    for k, block in enumerate(blocks):
        word.body.append(block.element)
        after = blocks[k + 1] if k + 1 < len(blocks) else None
        if after is None or k + 1 == cover or after.wide != block.wide:
            part = _part(None if k < cover else edges, wide=block.wide)
            if after is None:
                word.body.append(part)
            else:
                _end(word, block.element, part)


def _end(word: Word, element: Any, part: Any) -> None:
    """End a part of the document with an element: a paragraph carries it, a table needs one."""
    if element.tag == w("p").tag:
        element[0].append(part)
        return
    small = w("rPr", w("sz", val=2))
    word.body.append(
        w("p", w("pPr", w("spacing", before=0, after=0, line=20, lineRule="exact"), small, part))
    )


def _part(edges: Margins | None, *, wide: bool) -> Any:
    """Return the properties of a part: margins, paper, and where it begins."""
    across, down = (LONG, SHORT) if wide else (SHORT, LONG)
    ids = () if edges is None else (edges.turned if wide else edges.upright)
    kinds = ("headerReference", "footerReference")
    size: dict[str, Any] = {"w": round(across * TWIPS), "h": round(down * TWIPS)}
    edge: dict[str, Any] = {
        "top": TOP, "right": SIDE, "bottom": BOTTOM, "left": SIDE,
        "header": EDGE, "footer": EDGE, "gutter": 0,
    }  # fmt: skip
    edge = {name: round(value * TWIPS) for name, value in edge.items()}
    return w(
        "sectPr",
        *(w(kind, type="default", r_id=found) for kind, found in zip(kinds, ids, strict=False)),
        w("type", val="nextPage"),
        w("pgSz", **size, orient="landscape" if wide else None),
        w("pgMar", **edge),
        w("cols", space=720),
    )
