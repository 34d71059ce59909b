"""How a Word file looks: its page, fonts, sizes and colours, from the brand and our tokens."""

from __future__ import annotations

from dataclasses import dataclass

from servqual.settings import ReportOptions
from servqual.texts import fill
from servqual.writer.dress import PLAIN, colours, office_fonts, on_cover
from servqual.writer.figures.look import colour

# A4 in millimetres
SHORT, LONG = 210.0, 297.0
SIDE, TOP, BOTTOM, EDGE = 20.0, 22.0, 20.0, 11.0
BODY, SMALL = 10.0, 8.5  # points
TINTS = {"1": 0.14, "2": 0.28, "3": 0.42}  # shares of a colour in a cell of a heat table
GREYS = {"1": 0.07, "2": 0.15, "3": 0.26}
SIDES = {"low": "shortfall", "high": "surplus"}


@dataclass(frozen=True)
class Look:
    """Fonts and colours of one document; colours have six digits and no sign before them."""

    text_font: str
    heading_font: str
    chinese_font: str
    language: str
    chinese: bool
    leading: float
    accent: str
    ink: str
    link: str
    cover: str
    on_cover: str

    def tone(self, name: str) -> str:
        """Return a colour by its meaning, those of the brand in place of ours."""
        own = {"ink": self.ink, "brand": self.accent}
        return own.get(name) or bare(colour(name))

    def tint(self, step: str) -> str:
        """Return the ground of a cell of a heat table, such as ``low-2``; '' for none.

        Colours are mixed with the paper, as on the page.
        """
        side, _, degree = step.partition("-")
        if degree not in TINTS:
            return ""
        share = GREYS[degree] if side == "tint" else TINTS[degree]
        return mixed(self.tone(SIDES.get(side, "ink")), bare(colour("paper")), share)


def look_of(options: ReportOptions) -> Look:
    """Return the look of a document for a brand and a language."""
    brand = options.brand or PLAIN
    text, headings, chinese_font = office_fonts(brand, options.language)
    tag = fill(options.language, "numbers.lang", {})
    if "-" not in tag:  # Word has no dictionary for a language without a country
        tag = fill(options.language, "numbers.locale", {}).replace("_", "-")
    chinese = tag.startswith("zh")
    own = colours(brand)
    filled = "cover" in brand.colours
    return Look(
        text_font=text,
        heading_font=headings,
        chinese_font=chinese_font,
        language=tag,
        chinese=chinese,
        leading=1.1 if chinese else 1.15,  # Chinese fonts have taller lines of their own
        accent=bare(own.get("brand", colour("brand"))),
        ink=bare(own.get("ink", colour("ink"))),
        link=bare(own["link"]),
        cover=bare(brand.colours["cover"]) if filled else "",
        on_cover=bare(on_cover(brand)) if filled else "",
    )


def bare(value: str) -> str:
    """Return a colour as Word writes it: ``B3531F``."""
    return value.removeprefix("#").upper()


def mixed(first: str, second: str, share: float) -> str:
    """Return a colour of which a share is the first and the rest the second.

    >>> mixed("000000", "FFFFFF", 0.5)
    '808080'
    """
    pairs = [(int(first[k : k + 2], 16), int(second[k : k + 2], 16)) for k in (0, 2, 4)]
    return "".join(f"{round(a * share + b * (1 - share)):02X}" for a, b in pairs)
