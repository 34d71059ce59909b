"""A client's master: its slides taken out, its layouts, fonts and colours used."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from servqual.errors import FormatError
from servqual.settings import ReportOptions
from servqual.writer.pptx.door import kit, opened
from servqual.writer.pptx.look import look_of, on_master
from servqual.writer.pptx.template import (
    AIR,
    BASE_HEIGHT,
    EMU,
    TITLE,
    Ground,
    Rectangle,
    drop,
    ours,
    room_in,
    theme_part,
)


def ground(options: ReportOptions, master: Path | None) -> Ground:
    """Return what slides are written on."""
    deck = opened(master)
    return ours(deck, look_of(options)) if master is None else _theirs(deck, options, master)


def check_master(path: str | Path) -> None:
    """Raise unless slides can be written on a master.

    Raises
    ------
    FileError, FormatError
        As :func:`servqual.to_pptx`.
    """
    _layouts(opened(Path(path)), Path(path))


def _theirs(deck: Any, options: ReportOptions, master: Path) -> Ground:
    _empty(deck)
    cover, plain = _layouts(deck, master)
    look = on_master(look_of(options), options, _theme_colours(deck))
    width, height = deck.slide_width / EMU, deck.slide_height / EMU
    title = next(p for p in plain.placeholders if _is_title(p))
    place = tuple(v / EMU for v in (title.left, title.top, title.width, title.height))
    region = _room(place, _foot_top(plain, height), width)
    scale = min(1.0, region[2] / TITLE[2], region[3] / 330)
    return Ground(
        deck, cover, plain, look, place, region, own=False, scale=scale, room=room_in(look)
    )


def _empty(deck: Any) -> None:
    """Take out every slide of a master, and what names slides."""
    q, root = kit().qn, deck.part._element
    slides = root.find(q("p:sldIdLst"))
    for entry in list(slides if slides is not None else ()):
        deck.part.drop_rel(entry.get(q("r:id")))
        slides.remove(entry)
    for name in ("p:custShowLst", "p:extLst"):
        for found in root.findall(q(name)):
            root.remove(found)
    drop(deck, "thumbnail")


def _is_title(shape: Any) -> bool:
    return shape.placeholder_format.type in (
        kit().PP_PLACEHOLDER.TITLE,
        kit().PP_PLACEHOLDER.CENTER_TITLE,
    )


def _layouts(deck: Any, master: Path) -> tuple[Any, Any]:
    """Return the layouts for the first slide and for all others."""
    holders = kit().PP_PLACEHOLDER
    quiet = (holders.DATE, holders.FOOTER, holders.SLIDE_NUMBER)
    titled = []
    for layout in deck.slide_layouts:
        kinds = [p.placeholder_format.type for p in layout.placeholders]
        if holders.TITLE in kinds or holders.CENTER_TITLE in kinds:
            titled.append((layout, kinds))
    plain = [(sum(k not in quiet for k in kinds), n) for n, (_, kinds) in enumerate(titled)
             if holders.TITLE in kinds]  # fmt: skip
    if not plain:
        raise FormatError(
            f"{master}: no layout of this master has a title. Add one, such as “Title Only”, or "
            "leave the master out."
        )
    covers = [layout for layout, kinds in titled if holders.SUBTITLE in kinds]
    chosen = titled[min(plain)[1]][0]
    return (covers[0] if covers else chosen), chosen


def _foot_top(layout: Any, height: float) -> float:
    """Return where the foot of a slide begins: footer, number and date stand there."""
    holders = kit().PP_PLACEHOLDER
    tops = [
        p.top / EMU
        for p in layout.placeholders
        if p.placeholder_format.type in (holders.DATE, holders.FOOTER, holders.SLIDE_NUMBER)
        and p.top is not None
    ]
    return min([t for t in tops if t > height / 2], default=height * 0.94)


def _room(title: tuple[float, ...], bottom: float, width: float) -> Rectangle:
    """Return where content may stand: beneath the title, as wide as it or nearly the slide."""
    left, top, wide, high = title
    if wide < width * 0.6:
        left, wide = width * 0.05, width * 0.9
    start = top + high + AIR
    return (left, start, wide, max(bottom - start - BASE_HEIGHT - 6, 60.0))


def _theme_colours(deck: Any) -> dict[str, str]:
    """Return text, page and accent of a master as far as its theme says them in digits."""
    q = kit().qn
    theme = kit().parse_xml(theme_part(deck).blob)
    mapped = deck.slide_master.element.find(q("p:clrMap"))
    names = {"ink": "tx1", "paper": "bg1", "accent": "accent1"}
    found = {}
    for name, role in names.items():
        key = mapped.get(role, role) if mapped is not None else role
        entry = theme.find(f".//{q('a:clrScheme')}/{q(f'a:{key}')}")
        child = entry[0] if entry is not None and len(entry) else None
        if child is None:
            continue
        value = child.get("lastClr") or child.get("val") or ""
        if re.fullmatch(r"[0-9A-Fa-f]{6}", value):
            found[name] = f"#{value}"
    return found
