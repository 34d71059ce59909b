"""What slides are written on: our own master, or a client's, whose slides are taken out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from servqual.writer.figures.look import tokens
from servqual.writer.pptx.door import kit
from servqual.writer.pptx.look import Look

EMU = 12700  # in a point
WIDTH, HEIGHT = 960.0, 540.0  # of our own slides, in points
SIDE = 48.0
TITLE = (SIDE, 40.0, WIDTH - 2 * SIDE, 62.0)
FOOT = (SIDE, HEIGHT - 30, WIDTH - 2 * SIDE - 60, 16.0)
NUMBER = (WIDTH - SIDE - 60, HEIGHT - 30, 60.0, 16.0)
BASE_HEIGHT = 26.0
AIR = 10.0  # between title and content
WIDER = 0.87

Rectangle = tuple[float, float, float, float]  # left, top, width, height in points


@dataclass(frozen=True)
class Ground:
    """A presentation to write into, its two layouts, and the room that content has.

    ``own`` says whether it is our master; ``scale`` makes words smaller on a smaller slide.
    ``room`` is the part of a width that words may count on where their font may be a wider one.
    """

    deck: Any
    cover: Any
    plain: Any
    look: Look
    title: Rectangle
    region: Rectangle
    own: bool
    scale: float
    room: float


def room_in(look: Look) -> float:
    """Return how much of a width words may count on in fonts that were not measured."""
    return 1.0 if {look.latin, look.headings} == {tokens()["office"]["sans"]} else WIDER


def emu(points: float) -> int:
    """Return a length in the units of the file."""
    return round(points * EMU)


def placed(shape: Any, place: Rectangle) -> None:
    """Put a shape somewhere."""
    shape.left, shape.top, shape.width, shape.height = map(emu, place)


# -- our own master ------------------------------------------------------------------------------


def ours(deck: Any, look: Look) -> Ground:
    """Return the plain presentation of python-pptx dressed as our master."""
    deck.slide_width, deck.slide_height = emu(WIDTH), emu(HEIGHT)
    for name in ("thumbnail", "printerSettings"):
        drop(deck, name)
    _dress_theme(deck, look)
    layouts = {layout.name: layout for layout in deck.slide_layouts}
    cover, plain = layouts["Title Slide"], layouts["Title Only"]
    for layout in layouts.values():
        if layout not in (cover, plain):
            deck.slide_layouts.remove(layout)
    for holder in (deck.slide_master, cover, plain):
        _arrange(holder, look)
    _title_style(deck.slide_master, look)
    top = TITLE[1] + TITLE[3] + AIR
    region = (SIDE, top, TITLE[2], FOOT[1] - BASE_HEIGHT - 8 - top)
    return Ground(deck, cover, plain, look, TITLE, region, own=True, scale=1.0, room=room_in(look))


def drop(deck: Any, kind: str) -> None:
    """Take out a part of the plain presentation that has nothing to do with these slides."""
    for owner in (deck.part.package, deck.part):
        rels = getattr(owner, "_rels")  # noqa: B009  packages have no other way to theirs
        for key in [k for k, rel in rels.items() if rel.reltype.endswith(kind)]:
            rels.pop(key)


def _arrange(holder: Any, look: Look) -> None:
    """Put the placeholders of a master or layout where ours stand."""
    holders = kit().PP_PLACEHOLDER
    places: Mapping[Any, Rectangle] = {
        holders.TITLE: TITLE,
        holders.BODY: (SIDE, TITLE[1] + TITLE[3] + AIR, TITLE[2], 340),
        holders.CENTER_TITLE: (SIDE + 24, 150, WIDTH - 2 * SIDE - 24, 150),
        holders.SUBTITLE: (SIDE + 24, 312, WIDTH - 2 * SIDE - 24, 110),
        holders.FOOTER: FOOT,
        holders.SLIDE_NUMBER: NUMBER,
    }
    for shape in list(holder.placeholders):
        kind = shape.placeholder_format.type
        if kind == holders.DATE:
            shape.element.getparent().remove(shape.element)
            continue
        placed(shape, places[kind])
        bar = kind in (holders.FOOTER, holders.SLIDE_NUMBER)
        _body(shape, "ctr" if bar else "b" if kind == holders.CENTER_TITLE else "t")
        if kind == holders.SUBTITLE:
            _small_style(shape, "l", look)
        if bar:
            _small_style(shape, "r" if kind == holders.SLIDE_NUMBER else "l", look)


def _body(shape: Any, anchor: str) -> None:
    """Take the margins of a placeholder away and set where its words stand."""
    body = shape.text_frame._txBody.bodyPr
    for name in ("lIns", "tIns", "rIns", "bIns"):
        body.set(name, "0")
    body.set("anchor", anchor)
    for child in list(body):
        body.remove(child)


def _colour_xml(value: str) -> str:
    return f'<a:solidFill><a:srgbClr val="{value.removeprefix("#").upper()}"/></a:solidFill>'


def _small_style(shape: Any, align: str, look: Look) -> None:
    """Set the small words at the foot of every slide."""
    style = shape.text_frame._txBody.find(kit().qn("a:lstStyle"))
    for child in list(style):
        style.remove(child)
    style.append(
        kit().parse_xml(
            f'<a:lvl1pPr xmlns:a="{A}" algn="{align}"><a:defRPr sz="900">'
            f"{_colour_xml(look.of('muted'))}</a:defRPr></a:lvl1pPr>"
        )
    )


A = "http://schemas.openxmlformats.org/drawingml/2006/main"


def _title_style(master: Any, look: Look) -> None:
    """Set titles at the left, bold, in the colour of text."""
    title = master.element.find(f".//{kit().qn('p:titleStyle')}")
    first = title.find(kit().qn("a:lvl1pPr"))
    title.replace(
        first,
        kit().parse_xml(
            f'<a:lvl1pPr xmlns:a="{A}" algn="l"><a:lnSpc><a:spcPct val="100000"/></a:lnSpc>'
            f'<a:buNone/><a:defRPr sz="2400" b="1">{_colour_xml(look.of("ink"))}'
            '<a:latin typeface="+mj-lt"/><a:ea typeface="+mj-ea"/></a:defRPr></a:lvl1pPr>'
        ),
    )


def theme_part(deck: Any) -> Any:
    """Return the part that holds the theme."""
    return deck.slide_master.part.part_related_by(kit().RELATIONSHIP_TYPE.THEME)


def _dress_theme(deck: Any, look: Look) -> None:
    """Write fonts and colours into the theme, so that what is added later looks alike."""
    part = theme_part(deck)
    theme = kit().parse_xml(part.blob)
    q = kit().qn
    for kind, name in (("a:majorFont", look.headings), ("a:minorFont", look.latin)):
        font = theme.find(f".//{q(kind)}")
        font.find(q("a:latin")).set("typeface", name)
        font.find(q("a:ea")).set("typeface", look.chinese)
        for other in font.findall(q("a:font")):
            font.remove(other)
    colours = {
        "dk1": "ink", "lt1": "paper", "dk2": "muted", "lt2": "wash", "accent1": "accent",
        "accent2": "ring", "accent3": "shortfall", "accent4": "surplus", "accent5": "small",
        "accent6": "hair",
    }  # fmt: skip
    for key, name in colours.items():
        entry = theme.find(f".//{q(f'a:{key}')}")
        for child in list(entry):
            entry.remove(child)
        entry.append(
            kit().parse_xml(
                f'<a:srgbClr xmlns:a="{A}" val="{look.of(name).removeprefix("#").upper()}"/>'
            )
        )
    part.blob = _bytes(theme)


def _bytes(element: Any) -> bytes:
    """Return an element as a part of the file."""
    from io import BytesIO

    out = BytesIO()
    element.getroottree().write(out, encoding="UTF-8", standalone=True)
    return out.getvalue()
