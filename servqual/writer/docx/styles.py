"""The styles of a Word file: headings, captions, lists and tables that can be changed there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from servqual.writer.docx.elements import twips
from servqual.writer.docx.look import BODY, SHORT, SIDE, SMALL, Look
from servqual.writer.docx.word import TWIPS, w

BULLETS, NUMBERS = 1, 2  # the two kinds of lists
TERM = 130.0  # points that terms have before their text
HANG = 18.0  # points from the mark of a list to its words
LEVELS = 6


def styles(look: Look) -> list[Any]:
    """Return the defaults of the document, and every style that it uses."""
    kinds = [*_headings(look), *_texts(look), *_cover(look), *_lists(), *_margins(look)]
    return [
        _defaults(look),
        _Kind("Normal", "Normal", after=6).element(look),
        w("style", w("name", val="Default Paragraph Font"), type="character", default=1,
          styleId="DefaultParagraphFont"),
        _table_normal(),
        w("style", w("name", val="No List"), type="numbering", default=1, styleId="NoList"),
        *(kind.element(look) for kind in kinds),
        _report_table(look),
    ]  # fmt: skip


def _fonts(font: str, chinese: str) -> Any:
    return w("rFonts", ascii=font, hAnsi=font, eastAsia=chinese, cs=font)


def _defaults(look: Look) -> Any:
    # a word of Latin letters that counts as Chinese would be divided anywhere
    latin = "en-GB" if look.chinese else look.language
    letters = w(
        "rPr",
        _fonts(look.text_font, look.chinese_font),
        w("color", val=look.ink),
        w("sz", val=round(BODY * 2)),
        w("szCs", val=round(BODY * 2)),
        w("lang", val=latin, eastAsia="zh-CN", bidi="ar-SA"),
    )
    lines = w("spacing", line=round(240 * look.leading), lineRule="auto")
    return w(
        "docDefaults", w("rPrDefault", letters), w("pPrDefault", w("pPr", w("widowControl"), lines))
    )


@dataclass(frozen=True)
class _Kind:
    """A style of paragraphs; sizes and lengths are in points, None is as in the style of text.

    ``indent`` is how far the words stand in, and how far their first line stands out again.
    """

    style: str
    name: str
    size: float = 0.0
    bold: bool = False
    colour: str = ""
    heading: bool = False
    level: int | None = None
    keep: bool = False
    before: float | None = None
    after: float | None = None
    indent: tuple[float, float] | None = None
    borders: Any = None
    tabs: Any = None
    number: int = 0
    own: bool = False

    def element(self, look: Look) -> Any:
        """Return the style as Word writes it."""
        first = self.style == "Normal"
        form, letters = self._form(), self._letters(look)
        return w(
            "style",
            w("name", val=self.name),
            None if first else w("basedOn", val="Normal"),
            w("next", val="Normal") if self.level is not None else None,
            w("uiPriority", val=1),
            w("qFormat"),
            form if len(form) else None,
            letters if len(letters) else None,
            type="paragraph",
            default=1 if first else None,
            customStyle=1 if self.own else None,
            styleId=self.style,
        )

    def _form(self) -> Any:
        spacing = indent = None
        if self.before is not None or self.after is not None:
            before = None if self.before is None else twips(self.before)
            after = None if self.after is None else twips(self.after)
            spacing = w("spacing", before=before, after=after)
        if self.indent:
            left, hanging = self.indent
            indent = w("ind", left=twips(left), hanging=twips(hanging))
        return w(
            "pPr",
            w("keepNext") if self.keep else None,
            w("keepLines") if self.keep else None,
            w("numPr", w("numId", val=self.number)) if self.number else None,
            self.borders,
            self.tabs,
            spacing,
            indent,
            w("outlineLvl", val=self.level) if self.level is not None else None,
        )

    def _letters(self, look: Look) -> Any:
        return w(
            "rPr",
            _fonts(look.heading_font, look.chinese_font) if self.heading else None,
            w("b") if self.bold else None,
            w("color", val=self.colour) if self.colour else None,
            w("sz", val=round(self.size * 2)) if self.size else None,
            w("szCs", val=round(self.size * 2)) if self.size else None,
        )


def _headings(look: Look) -> list[_Kind]:
    line = w("pBdr", w("bottom", val="single", sz=8, space=4, color=look.accent))
    same: dict[str, Any] = {"bold": True, "heading": True, "keep": True}
    return [
        _Kind("Heading1", "heading 1", size=18, level=0, before=24, after=10, borders=line, **same),
        _Kind("Heading2", "heading 2", size=14, level=1, before=20, after=6, **same),
        _Kind("Heading3", "heading 3", size=11, level=2, before=12, after=4, **same),
        _Kind(
            "Heading4",
            "heading 4",
            size=9.5,
            level=3,
            before=8,
            after=2,
            colour=look.tone("muted"),
            **same,
        ),
        _Kind("TOCHeading", "TOC Heading", size=14, bold=True, heading=True, keep=True, after=10),
    ]


def _texts(look: Look) -> list[_Kind]:
    muted = look.tone("muted")
    edge = w("pBdr", w("left", val="single", sz=18, space=8, color=look.tone("hair")))
    mark = w("pBdr", w("left", val="single", sz=18, space=8, color=look.accent))
    own: dict[str, Any] = {"own": True}
    return [
        _Kind("Caption", "caption", bold=True, size=BODY, before=14, after=3, keep=True),
        _Kind("Lead", "Lead", size=10.5, after=6, **own),
        _Kind("Remark", "Remark", before=6, after=4, **own),
        _Kind("HowToRead", "How to read", size=9, colour=muted, after=4, **own),
        _Kind("BaseLine", "Base line", size=SMALL, colour=muted, before=4, after=6, **own),
        _Kind(
            "KeyFigure",
            "Key figure",
            size=34,
            bold=True,
            heading=True,
            keep=True,
            before=6,
            after=0,
            **own,
        ),
        _Kind("KeyFigureText", "Key figure text", size=11, keep=True, after=6, **own),
        _Kind("SmallText", "Small text", size=9, colour=muted, after=2, **own),
        _Kind("Note", "Note", size=9.5, before=10, after=8, **own),
        _Kind("Quote", "Quote", borders=edge, indent=(14, 0), after=6),
        _Kind("OwnWords", "Own words", borders=mark, indent=(14, 0), after=4, **own),
        _Kind("Chart", "Chart", before=2, after=4, **own),
        _Kind("TableText", "Table text", size=SMALL, before=0, after=0, **own),
        _Kind("Facts", "Facts", size=9.5, after=4, indent=(TERM, TERM), **own),
    ]


def _cover(look: Look) -> list[_Kind]:
    muted = look.tone("muted")
    words = look.on_cover or muted
    return [
        _Kind(
            "Title",
            "Title",
            size=26,
            bold=True,
            heading=True,
            colour=look.on_cover or look.ink,
            before=10,
            after=10,
        ),
        _Kind("Subtitle", "Subtitle", size=11, colour=words, after=6),
        _Kind("Kicker", "Kicker", size=10, colour=words, before=0, after=4, own=True),
    ]


def _lists() -> list[_Kind]:
    right = round((SHORT - 2 * SIDE) * TWIPS)

    def dots() -> Any:
        return w("tabs", w("tab", val="right", leader="dot", pos=right))

    return [
        _Kind("ListBullet", "List Bullet", number=BULLETS, after=3),
        _Kind("ListNumber", "List Number", number=NUMBERS, after=3),
        _Kind("ListContinue", "List Continue", indent=(HANG, 0), after=3),
        _Kind("TOC1", "toc 1", bold=True, before=5, after=1, tabs=dots()),
        _Kind("TOC2", "toc 2", indent=(14, 0), before=0, after=1, tabs=dots()),
    ]


def _margins(look: Look) -> list[_Kind]:
    muted = look.tone("muted")
    return [
        _Kind("Header", "header", size=8, colour=muted, after=0),
        _Kind("Footer", "footer", size=8, colour=muted, after=0),
    ]


def _table_normal() -> Any:
    margins = w("tblCellMar", *(w(s, w=0, type="dxa") for s in ("top", "left", "bottom", "right")))
    return w(
        "style",
        w("name", val="Normal Table"),
        w("uiPriority", val=99),
        w("tblPr", w("tblInd", w=0, type="dxa"), margins),
        type="table", default=1, styleId="TableNormal",
    )  # fmt: skip


def _report_table(look: Look) -> Any:
    """Return the style of every table: three lines, its heading row bold."""
    thick, thin = 12, 6  # eighths of a point
    edges = w(
        "tblBorders",
        w("top", val="single", sz=thick, space=0, color=look.ink),
        w("bottom", val="single", sz=thick, space=0, color=look.ink),
    )
    head = w(
        "tblStylePr",
        w("rPr", w("b")),
        w("tcPr", w("tcBorders", w("bottom", val="single", sz=thin, space=0, color=look.ink))),
        type="firstRow",
    )
    return w(
        "style",
        w("name", val="Report table"),
        w("basedOn", val="TableNormal"),
        w("uiPriority", val=1),
        w("qFormat"),
        w("tblPr", edges),
        head,
        type="table", customStyle=1, styleId="ReportTable",
    )  # fmt: skip


def lists(starts: list[int]) -> list[Any]:
    """Return the kinds of lists, and one list for each beginning of a numbered one.

    The lists of a document have the ids 1 (bullets), 2 (numbers), and 3 onwards for ``starts``.
    """
    bullets = _kind(BULLETS, "bullet", "•")
    numbers = _kind(NUMBERS, "decimal", "%1.")
    found = [w("num", w("abstractNumId", val=k), numId=k) for k in (BULLETS, NUMBERS)]
    for number, start in enumerate(starts, start=NUMBERS + 1):
        again = w("lvlOverride", w("startOverride", val=start), ilvl=0)
        found.append(w("num", w("abstractNumId", val=NUMBERS), again, numId=number))
    return [bullets, numbers, *found]


def _kind(number: int, form: str, mark: str) -> Any:
    levels = [
        w(
            "lvl",
            w("start", val=1),
            w("numFmt", val=form),
            w("lvlText", val=mark.replace("1", str(k + 1)) if form == "decimal" else mark),
            w("lvlJc", val="left"),
            w("pPr", w("ind", left=twips(HANG * (k + 1)), hanging=twips(HANG))),
            ilvl=k,
        )
        for k in range(LEVELS)
    ]
    return w(
        "abstractNum", w("multiLevelType", val="hybridMultilevel"), *levels, abstractNumId=number
    )


def settings(look: Look) -> list[Any]:
    """Return the settings of a document that Word of 2013 and later opens as its own."""
    kind = "http://schemas.microsoft.com/office/word"
    return [
        w("zoom", percent=100),
        w("defaultTabStop", val=720),
        w("characterSpacingControl", val="doNotCompress"),
        w("compat", w("compatSetting", name="compatibilityMode", uri=kind, val=15)),
        w("themeFontLang", val=look.language, eastAsia="zh-CN"),
        w("decimalSymbol", val="."),
        w("listSeparator", val=","),
    ]
