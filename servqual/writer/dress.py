"""A brand put on: variables of the page, colours and fonts of charts, marks on paper."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from servqual.settings import Brand, ReportOptions
from servqual.texts import fill
from servqual.writer.brand import APART, MEANT
from servqual.writer.contrast import TEXT, contrast, distance
from servqual.writer.figures.look import colour, font, tokens

# name in a brand file -> the token that it stands in for
TOKENS = {"accent": "brand", "text": "ink"}
PLAIN = Brand()


def colours(brand: Brand) -> dict[str, str]:
    """Return the colours that differ from the house style, by the names of the tokens."""
    found = {TOKENS[name]: value for name, value in brand.colours.items() if name in TOKENS}
    accent = brand.colours.get("accent", colour("brand"))
    readable = all(contrast(accent, colour(ground)) >= TEXT for ground in ("paper", "wash"))
    return found | {"link": brand.colours.get("link", accent if readable else colour("ink"))}


def on_cover(brand: Brand) -> str:
    """Return the colour of words on a filled cover: white or dark, whichever is read better."""
    return max(colour("paper"), colour("ink"), key=lambda c: contrast(c, brand.colours["cover"]))


def fonts(brand: Brand, language: str) -> tuple[str, str]:
    """Return the font stacks of text and headings: the brand's own before ours.

    A language with a stack of its own, such as Chinese, takes only a font named for it: a Latin one
    before it would set its quotation marks.
    """
    ours, own = font(language), language in tokens()["font"]
    first = brand.fonts.get(language) or ("" if own else brand.fonts.get("text", ""))
    heading = brand.fonts.get(language) or ("" if own else brand.fonts.get("headings", ""))
    text = f'"{first}", {ours}' if first else ours
    return text, f'"{heading}", {text}' if heading else text


def variables(brand: Brand, language: str) -> str:
    """Return the CSS variables of a brand, to stand after those of the house style."""
    found = {f"--{name}": value for name, value in colours(brand).items()}
    if "cover" in brand.colours:
        found |= {"--cover": brand.colours["cover"], "--on-cover": on_cover(brand)}
    found["--sans"], found["--headings"] = fonts(brand, language)
    return ":root{" + "".join(f"{name}:{value};" for name, value in found.items()) + "}"


def office_fonts(brand: Brand, language: str) -> tuple[str, str, str]:
    """Return the fonts of an Office file: Latin text, Latin headings, letters of Chinese.

    An Office file chooses among them letter by letter. Beside Chinese, Latin letters and figures
    take one plain font: one of the brand, chosen for English, need not go with it.
    """
    ours = tokens()["office"]
    chinese, plain = brand.fonts.get("zh", str(ours["zh"])), str(ours["sans"])
    if language in ours:
        return plain, plain, chinese
    text = brand.fonts.get(language) or brand.fonts.get("text") or plain
    return text, brand.fonts.get(language) or brand.fonts.get("headings") or text, chinese


def margin_texts(options: ReportOptions) -> dict[str, str]:
    """Return what stands in the margins of every printed page, by place; '' for nothing."""
    brand, language = options.brand or PLAIN, options.language
    return {
        "top-left": brand.say(brand.confidentiality, language),
        "top-right": fill(language, f"report.status.{options.status}", {})
        if options.status
        else "",
        "bottom-left": brand.say(brand.footer, language) or brand.name,
    }


def paper_marks(options: ReportOptions) -> str:
    """Return the CSS that prints status, class and footer in the margins of every page."""
    brand, language = options.brand or PLAIN, options.language
    places = margin_texts(options)
    family = fonts(brand, language)[0]
    look = f"font-family:{family};font-size:8pt;color:{colour('muted')};white-space:nowrap"
    strong = f"{look};font-weight:700;letter-spacing:.08em;color:{colour('ink')}"
    looks = dict.fromkeys(places, look) | {"top-right": strong}
    boxes = "".join(
        f"@{place}{{content:{css_text(text)};{looks[place]}}}"
        for place, text in places.items()
        if text
    )
    return f"@page{{@bottom-right{{font-family:{family}}}{boxes}}}"


def css_text(text: str) -> str:
    """Return text as a CSS string; whatever could end it or the style element is escaped."""
    # a blank goes too: after an escape it would be swallowed
    kept = "".join(c if c.isalnum() or ord(c) > 127 else f"\\{ord(c):06x}" for c in text)
    return f'"{kept}"'


def dressed(chart: Any, brand: Brand, language: str) -> Any:
    """Return a chart (or any part of its JSON) in the colours and fonts of a brand.

    Every colour of the house style has one meaning and one value, so that a value under a key that
    names a colour is exchanged wherever it stands. An accent that looks like a shortfall or a
    surplus dresses the page alone; in charts a neutral colour stands for it.
    """
    exchange = {colour(TOKENS[k]): value for k, value in brand.colours.items() if k in TOKENS}
    accent = brand.colours.get("accent", "")
    if accent and any(distance(accent, colour(name)) < APART for name in MEANT):
        exchange[colour("brand")] = str(tokens()["colour"]["high"][-1])
    exchange[font(language).replace('"', "'")] = fonts(brand, language)[0].replace('"', "'")
    # the house style worn as it is: nothing to look for
    new = {old: own for old, own in exchange.items() if old != own}
    return _exchanged(chart, new) if new else chart


def _exchanged(value: Any, exchange: Mapping[str, str], key: str = "") -> Any:
    if isinstance(value, Mapping):
        return {name: _exchanged(part, exchange, str(name)) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_exchanged(part, exchange, key) for part in value]
    dress = "color" in key or key == "family"
    return exchange.get(value, value) if dress and isinstance(value, str) else value
