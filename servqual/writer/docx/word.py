"""The only module that touches python-docx: elements of a Word file, its parts, its bytes."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from importlib.util import find_spec
from typing import Any

from servqual.errors import MissingToolError
from servqual.writer.zipped import without_clock

NO_CLOCK = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
LONGEST = 255  # characters of a title in the properties of a file
TWIPS = 1440 / 25.4  # twentieths of a point in a millimetre
EMU = 36_000  # English metric units in a millimetre
HIDDEN = ("Cc", "Cf", "Cs")  # control and format characters, halves of characters
# what the library puts into every file: a picture of an empty page, styles of another program
UNUSED = ("thumbnail", "stylesWithEffects", "customXml")
PREFIXES = ("w", "wp", "a", "pic", "r")


def check_docx() -> None:
    """Raise unless a Word file can be made here.

    Raises
    ------
    MissingToolError
        The package python-docx is not installed; the message says how to get it.
    """
    if find_spec("docx") is None:
        raise MissingToolError(
            "a Word file needs the package python-docx. "
            'Run: pip install "servqual[office]". The report as .html needs nothing.'
        )


def w(tag: str, *children: Any, text: str = "", **attributes: object) -> Any:
    """Return an element of a Word file: ``w("pStyle", val="Caption")``.

    A tag without prefix is of Word itself, as are attributes; ``wp_inline`` and the like name
    another. Children that are None are left out.
    """
    found = _maker()(_name(tag))
    foreign = not _name(tag).startswith("w:")
    for key, value in attributes.items():
        if value is not None:
            said = str(value)
            said = said if said.isprintable() else plain(said)
            found.set(_attribute(key, foreign=foreign), said)
    found.extend(child for child in children if child is not None)
    if text:
        found.text = text
        found.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return found


@cache
def _maker() -> Callable[[str], Any]:
    from docx.oxml import OxmlElement

    return OxmlElement


@cache
def _name(tag: str) -> str:
    """Return the name of an element with its prefix."""
    prefix, _, name = tag.partition("_")
    return f"{prefix}:{name}" if name and prefix in PREFIXES else f"w:{tag}"


@cache
def _attribute(key: str, *, foreign: bool) -> str:
    """Return the full name of an attribute; those of other formats have no prefix of their own."""
    from docx.oxml.ns import qn

    prefix, _, name = key.partition("_")
    if name and prefix in PREFIXES:
        return str(qn(f"{prefix}:{name}"))
    return key if foreign else str(qn(f"w:{key}"))


def plain(text: str) -> str:
    r"""Return text that XML can hold, without hidden signs; Word draws direction marks as boxes.

    >>> plain("a\x00b\u2068c\u2069")
    'abc'
    """
    return "".join(
        " " if c in "\t\n\r" else c
        for c in text
        if c in "\t\n\r" or (unicodedata.category(c) not in HIDDEN and c not in "\ufffe\uffff")
    )


def picture_size(content: bytes) -> tuple[int, int]:
    """Return width and height of a PNG or JPEG in dots."""
    from docx.image.image import Image

    found = Image.from_blob(content)
    return int(found.px_width), int(found.px_height)


@dataclass(frozen=True)
class Facts:
    """What a Word file says about itself."""

    title: str
    author: str
    subject: str
    language: str


class Word:
    """A Word file in the making: its body, and the parts that it refers to."""

    def __init__(self) -> None:
        from docx import Document

        self._file = Document()
        self.body = self._file.element.body
        self._pictures = 0
        for child in list(self.body):
            self.body.remove(child)

    def styles(self, elements: Iterable[Any]) -> None:
        """Put styles and the defaults of the document in place of those of the library."""
        root = self._file.styles.element
        kept = [child for child in root if child.tag.endswith("}latentStyles")]
        for child in list(root):
            root.remove(child)
        defaults, *styles = elements
        root.extend([defaults, *kept, *styles])

    def numbering(self, elements: Iterable[Any]) -> None:
        """Put kinds of lists in place of those of the library."""
        root = self._file.part.numbering_part.element
        for child in list(root):
            root.remove(child)
        root.extend(elements)

    def margin(self, kind: str, *paragraphs: Any) -> str:
        """Return the id under which a header or footer with these paragraphs is known."""
        part: Any = self._file.part
        made, found = part.add_header_part() if kind == "header" else part.add_footer_part()
        for child in list(made.element):
            made.element.remove(child)
        made.element.extend(paragraphs)
        return str(found)

    def link(self, target: str) -> str:
        """Return the id of a link to a page elsewhere."""
        from docx.opc.constants import RELATIONSHIP_TYPE

        found = self._file.part.relate_to(target, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        return str(found)

    def picture(self, content: bytes, size: tuple[float, float], alt: str) -> Any:
        """Return the run that shows a PNG or JPEG, its size in millimetres; it stands in the line.

        Raises
        ------
        ValueError
            The bytes are no picture that Word can show.
        """
        from docx.image.exceptions import UnrecognizedImageError

        try:
            found, _ = self._file.part.get_or_add_image(io.BytesIO(content))
        except UnrecognizedImageError as error:
            raise ValueError("Word shows PNG and JPEG, and this is neither") from error
        self._pictures += 1
        wide, high = (round(side * EMU) for side in size)
        number, name = self._pictures, f"Picture {self._pictures}"
        shape = w(
            "pic_spPr",
            w("a_xfrm", w("a_off", x=0, y=0), w("a_ext", cx=wide, cy=high)),
            w("a_prstGeom", w("a_avLst"), prst="rect"),
        )
        drawn = w(
            "pic_pic",
            w("pic_nvPicPr", w("pic_cNvPr", id=number, name=name, descr=alt), w("pic_cNvPicPr")),
            w("pic_blipFill", w("a_blip", r_embed=found), w("a_stretch", w("a_fillRect"))),
            shape,
        )
        kind = "http://schemas.openxmlformats.org/drawingml/2006/picture"
        inline = w(
            "wp_inline",
            w("wp_extent", cx=wide, cy=high),
            w("wp_docPr", id=number, name=name, descr=alt),
            w("wp_cNvGraphicFramePr", w("a_graphicFrameLocks", noChangeAspect=1)),
            w("a_graphic", w("a_graphicData", drawn, uri=kind)),
            distT=0, distB=0, distL=0, distR=0,
        )  # fmt: skip
        return w("r", w("drawing", inline))

    def settings(self, elements: Iterable[Any]) -> None:
        """Put settings in place of those of the library."""
        root = self._file.settings.element
        for child in list(root):
            root.remove(child)
        root.extend(elements)

    def content(self, facts: Facts) -> bytes:
        """Return the file, which says about itself what is given, and knows no clock."""
        about = self._file.core_properties
        about.title, about.author = plain(facts.title)[:LONGEST], plain(facts.author)
        about.subject, about.language = facts.subject, facts.language
        about.comments, about.keywords = "", ""
        about.last_modified_by, about.revision = about.author, 1
        about.created = about.modified = NO_CLOCK
        for rels in (self._file.part.package.rels, self._file.part.rels):
            for name, found in list(rels.items()):
                if found.reltype.rpartition("/")[2] in UNUSED:
                    del rels[name]
        made = io.BytesIO()
        self._file.save(made)
        return without_clock(made.getvalue())
