"""Brand files: name, logo, colours that can be read, fonts, footer, confidentiality class."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from servqual._files import read_toml
from servqual.errors import BrandError, FileError, listed
from servqual.settings import Brand
from servqual.texts import languages
from servqual.writer.contrast import GRAPHIC, TEXT, contrast, distance, full, is_colour, passing
from servqual.writer.figures.look import colour as house
from servqual.writer.logo import logo

# name in a brand file -> what it stands on, and the contrast that it needs there
GROUNDS: Mapping[str, tuple[tuple[str, ...], float]] = {
    "accent": (("paper",), GRAPHIC),
    "link": (("paper", "wash"), TEXT),
    "cover": ((), 0.0),
    "text": (("paper", "wash", "warmwash", "coolwash"), TEXT),
}
# what charts and the words beneath them say by colour, the same in every report
MEANT = ("shortfall", "surplus")
APART = 0.08  # house colours of different meaning are 0.08 to 0.13 apart
LENGTHS = {"name": 60, "footer": 120, "confidentiality": 60}  # what fits beside a page number
FONTS = ("text", "headings")

_KEYS = ("name", "logo", "colour", "font", "footer", "confidentiality")
_FONT_NAME = re.compile(r"\w[\w .&+-]{0,59}")


def read_brand(path: str | Path) -> Brand:
    """Return what a brand file says, its colours checked against everything they stand on.

    Parameters
    ----------
    path : str or Path
        A TOML file; ``reports/README.md`` describes its keys. The logo is looked for beside it.

    Raises
    ------
    FileError, FormatError
        The file is not there, cannot be read, or is no TOML.
    BrandError
        Something in it is wrong; every fault is listed, with its key and what to do.
    """
    path = Path(path)
    table, faults = read_toml(path, "brand file"), list[str]()
    for key in table:
        if key not in _KEYS:
            faults.append(f"{key}: this key is not known. Known keys: {', '.join(_KEYS)}")
    brand = Brand(
        _line(table.get("name", ""), "name", faults),
        _logo(table.get("logo", ""), path.parent, faults),
        MappingProxyType(_colours(table.get("colour", {}), faults)),
        MappingProxyType(_fonts(table.get("font", {}), faults)),
        MappingProxyType(_lines(table.get("footer", ""), "footer", faults)),
        MappingProxyType(_lines(table.get("confidentiality", ""), "confidentiality", faults)),
    )
    brand = replace(brand, files=(path, *([path.parent / table["logo"]] if brand.logo else [])))
    if brand.logo and not brand.name:
        faults.append("name: is missing; it is what a reader hears who cannot see the logo")
    if faults:
        raise BrandError(
            f"{path}: this brand file has {len(faults)} fault{'s' if len(faults) > 1 else ''}. "
            f"Mend and try again:\n{listed(faults)}"
        )
    return brand


def _line(value: Any, key: str, faults: list[str]) -> str:
    """Return one short line of text, '' and a fault for anything else."""
    most = LENGTHS[key.partition(".")[0]]
    if not isinstance(value, str):
        faults.append(f"{key}: {value!r} must be text in quotes")
        return ""
    text = value.strip()
    if "\n" in text or any(ord(c) < 32 for c in text):
        faults.append(f"{key}: must be one line without control characters")
    elif len(text) > most:
        faults.append(f"{key}: has {len(text)} characters; at most {most} fit. Shorten it")
    else:
        return text
    return ""


def _lines(value: Any, key: str, faults: list[str]) -> dict[str, str]:
    """Return a text by language; one text alone is for all of them."""
    if not isinstance(value, dict):
        return {"": _line(value, key, faults)}
    for code in value:
        if code not in languages():
            faults.append(
                f"{key}.{code}: there are no texts in this language. "
                f"Known: {', '.join(languages())}"
            )
    return {code: _line(text, f"{key}.{code}", faults) for code, text in value.items()}


def _logo(value: Any, folder: Path, faults: list[str]) -> str:
    """Return the logo as a data: URI."""
    if not isinstance(value, str):
        faults.append(f"logo: {value!r} must be the name of a picture file, in quotes")
        return ""
    if not value:
        return ""
    try:
        return logo(folder / value)
    except (FileError, BrandError) as error:
        faults.append(f"logo: {error}")
        return ""


def _entries(
    value: Any, table: str, faults: list[str], check: Callable[[str, str], str]
) -> dict[str, str]:
    """Return the texts of a table that pass a check, which returns a fault or ''."""
    if not isinstance(value, dict):
        faults.append(f"{table}: must be a table; write [{table}] on a line of its own")
        return {}
    found = {}
    for key, text in value.items():
        fault = check(key, text) if isinstance(text, str) else f"{text!r} must be text in quotes"
        if fault:
            faults.append(f"{table}.{key}: {fault}")
        else:
            found[key] = text.strip()
    return found


def _fonts(value: Any, faults: list[str]) -> dict[str, str]:
    known = (*FONTS, *languages())

    def check(key: str, text: str) -> str:
        if key not in known:
            return f"this key is not known. Known: {', '.join(known)}"
        if not _FONT_NAME.fullmatch(text.strip()):
            return (
                f"{text!r} is not the name of one font family, such as 'Source Sans 3'; "
                "nothing is downloaded, so it must be installed where the report is read"
            )
        return ""

    return _entries(value, "font", faults, check)


def _colours(value: Any, faults: list[str]) -> dict[str, str]:
    """Return the colours in six digits; each is measured against what it stands on."""

    def check(key: str, text: str) -> str:
        if key in MEANT:
            return (
                "this colour has the same meaning in every report, and the words beneath the "
                "charts name it. Leave it out"
            )
        if key not in GROUNDS:
            return f"this key is not known. Known: {', '.join(GROUNDS)}"
        if not is_colour(text.strip()):
            return f"{text!r} is not a colour; write it as '#7a1f3d'"
        return _too_faint(key, full(text.strip()))

    return {k: full(c) for k, c in _entries(value, "colour", faults, check).items()}


def _too_faint(key: str, colour: str) -> str:
    """Return the fault of a colour that cannot be read or told apart, '' if it can."""
    names, least = GROUNDS[key]
    if key == "cover":
        best = max(contrast(colour, house("ink")), contrast(colour, house("paper")))
        if best >= TEXT:
            return ""
        better = passing(colour, [house("paper")], TEXT)
        return (
            f"{colour} leaves {_down(best)}:1 for the words on it, dark or white; they need "
            f"{TEXT}:1. Try {better}"
        )
    if key == "text" and any(distance(colour, house(name)) < APART for name in MEANT):
        return (
            f"{colour} looks like the colour of a shortfall or a surplus; plain marks in charts "
            "have the colour of text. Choose one that is darker or greyer"
        )
    grounds = [house(name) for name in names]
    worst = min(contrast(colour, ground) for ground in grounds)
    if worst >= least:
        return ""
    what = "words" if least == TEXT else "lines and large shapes"
    return (
        f"{colour} has a contrast of {_down(worst)}:1 against the page; {what} need {least:g}:1. "
        f"Try {passing(colour, grounds, least)}"
    )


def _down(ratio: float) -> str:
    """Return a ratio cut, not rounded, so that one that fails never reads as the limit."""
    return f"{int(ratio * 100) / 100:.2f}"
