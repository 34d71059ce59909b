"""Colours and fonts of slides: those of the report, in a brand, or of a client's own master."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from servqual.settings import Brand, ReportOptions
from servqual.texts import fill
from servqual.writer.contrast import GRAPHIC, TEXT, contrast, full, passing
from servqual.writer.dress import PLAIN, dressed, on_cover
from servqual.writer.figures.look import colour, tokens
from servqual.writer.parts import Tone

NAMES = ("ink", "muted", "hair", "paper", "wash", "shortfall", "surplus", "small", "ring")
WORDS = ("ink", "muted", "shortfall", "surplus", "small")
SHAPES = ("accent", "ring")


@dataclass(frozen=True)
class Look:
    """What slides are dressed in: colours by meaning, six digits each, fonts, language tag.

    ``latin`` and ``headings`` are '' where the master's own fonts are to stand.
    """

    colours: Mapping[str, str]
    latin: str
    headings: str
    chinese: str
    lang: str

    def tone(self, tone: Tone | str) -> str:
        """Return the colour of words of a tone."""
        return self.colours[tone if tone in ("shortfall", "surplus", "small", "muted") else "ink"]

    def of(self, name: str) -> str:
        """Return a colour by its name."""
        return self.colours[name]


def look_of(options: ReportOptions) -> Look:
    """Return the look of our own slides in the brand of the options."""
    brand, language = options.brand or PLAIN, options.language
    found = {name: colour(name) for name in NAMES}
    found["accent"] = colour("brand")
    shades = tokens()["colour"]
    found |= {"low": shades["low"][1], "middle": shades["middle"], "high": shades["high"][1]}
    worn: dict[str, str] = dressed({f"{k} color": v for k, v in found.items()}, brand, language)
    colours = {name.removesuffix(" color"): value for name, value in worn.items()}
    colours |= _cover(brand, colours)
    lang, office = fill(language, "numbers.lang", {}), tokens()["office"]
    own = brand.fonts.get(language, "")
    if lang.startswith("zh"):
        # its quotation marks must not come from a Latin font
        font = own or office["zh"]
        return Look(colours, font, font, font, lang)
    text = own or brand.fonts.get("text", office["sans"])
    heading = own or brand.fonts.get("headings", text)
    return Look(colours, text, heading, brand.fonts.get("zh", office["zh"]), lang)


def _cover(brand: Brand, colours: Mapping[str, str]) -> dict[str, str]:
    if "cover" not in brand.colours:
        return {"cover": colours["paper"], "on_cover": colours["ink"]}
    return {"cover": brand.colours["cover"], "on_cover": on_cover(brand)}


def on_master(look: Look, options: ReportOptions, theme: Mapping[str, str]) -> Look:
    """Return a look for a client's master: its fonts, its text and accent colours where they serve.

    Parameters
    ----------
    look : Look
    options : ReportOptions
        A brand's accent outranks that of the master.
    theme : mapping of str to str
        ``ink``, ``paper`` and ``accent`` as the master has them; those that are not known are left
        out.
    """
    brand = options.brand or PLAIN
    paper = full(theme.get("paper", look.of("paper")))
    ink = full(theme.get("ink", look.of("ink")))
    if contrast(ink, paper) < TEXT:
        ink = max(("#000000", "#ffffff"), key=lambda c: contrast(c, paper))
    colours = dict(look.colours) | {"paper": paper, "ink": ink, "on_cover": ink, "cover": paper}
    if "accent" in theme and "accent" not in brand.colours:
        asked = replace(brand, colours={**brand.colours, "accent": full(theme["accent"])})
        colours["accent"] = dressed({"color": colour("brand")}, asked, options.language)["color"]
    for names, least in ((WORDS, TEXT), (SHAPES, GRAPHIC)):
        for name in names:
            if contrast(colours[name], paper) < least:
                colours[name] = passing(colours[name], [paper], least) or ink
    colours["hair"] = (
        colours["small"] if contrast(colours["hair"], paper) > TEXT else look.of("hair")
    )
    fonts = brand.fonts.get(options.language, "")
    return replace(
        look,
        colours=colours,
        latin=fonts or brand.fonts.get("text", ""),
        headings=fonts or brand.fonts.get("headings", ""),
    )
