"""What one answer cell says, before anybody knows the scale: a number, words, or both."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from servqual.importer.words import answer_list, plain

_WHOLE = re.compile(r"^[+-]?\d{1,9}(?:\.0*|,0{1,2})?$")
_DECIMAL = re.compile(r"^[+-]?(?:\d{1,15}(?:[.,]\d*)?|[.,]\d+)(?:[eE][+-]?\d{1,3})?$")
_PART = re.compile(r"^[+-]?\d{1,9}[.,]\d{1,2}$")
_SIGNS = str.maketrans({"\u2212": "-", "\u066b": ".", "\ufe0f": "", "\ufe0e": ""})
# a raised or lowered digit is a footnote or a power, never an answer; in one width it would be one
_RAISED = str.maketrans(
    {c: f"^{k}" for row in ("⁰¹²³⁴⁵⁶⁷⁸⁹", "₀₁₂₃₄₅₆₇₈₉") for k, c in enumerate(row)}
)
_FULL_STARS, _EMPTY_STARS = "★⭐🌟✭✮", "☆✩"
_STARS = re.compile(rf"^[{_FULL_STARS}]+[{_EMPTY_STARS}]*$|^[{_EMPTY_STARS}]+$")
_OPTION_LETTER = re.compile(r"^[A-Ka-k]\s*[.、:)]\s*(?P<label>\D+)$")
_NUMBER = r"(?P<n>[+-]?\d{1,9})"
_WORDS = r"(?P<label>[^\d()]+?)"


@dataclass(frozen=True)
class Said:
    """What a cell says.

    Attributes
    ----------
    value : float or None
    label : str
        Words, '' for none.
    joined : bool
        False where number and words stand side by side with nothing but a blank between them:
        ``6 visits`` may be anything, ``6 - visits`` is how survey tools label a point.
    out_of : int or None
        The most that could be given, where the cell says so: ``4/5``.
    """

    value: float | None = None
    label: str = ""
    joined: bool = True
    out_of: int | None = None


def clean(text: str) -> str:
    """Return a cell in one width, with plain minus and decimal signs."""
    return plain(text if text.isascii() else text.translate(_RAISED)).translate(_SIGNS)


def number(text: str) -> float | None:
    """Return the number that a text is, in any width, with a decimal point or comma, or None.

    Examples
    --------
    >>> number("６,0"), number(" 7 "), number("1.5"), number("seven")
    (6.0, 7.0, 1.5, None)
    """
    text = clean(text)
    return float(text.replace(",", ".")) if _DECIMAL.match(text) else None


def whole(text: str) -> int | None:
    """Return the whole number that a cleaned text is, also as ``6.0`` and ``6,0``, or None.

    Examples
    --------
    >>> whole("06"), whole("6,0"), whole("6,000"), whole("6.5")
    (6, 6, None, None)
    """
    return int(float(text.replace(",", "."))) if _WHOLE.match(text) else None


def plain_number(text: str) -> bool:
    """Say whether a cleaned text is a number as people write answers: ``6``, ``6.0`` or ``6,5``.

    Thousands (``6,000``) and powers (``1e0``) are numbers, but no answers.
    """
    return bool(_WHOLE.match(text) or _PART.match(text))


def code_text(word: str) -> str | None:
    """Return a code as cells are looked up, without decimals and leading zeros; None for words."""
    value = whole(clean(str(word)))
    return None if value is None else str(value)


@lru_cache(maxsize=4096)
def read_cell(text: str) -> Said:
    """Return what a cleaned cell says.

    Examples
    --------
    >>> read_cell("7=strongly agree").value, read_cell("4/5").out_of, read_cell("★★★☆☆").value
    (7.0, 5, 3.0)
    """
    if (value := number(text)) is not None:
        return Said(value)
    if _STARS.match(text):
        return _stars(text)
    return _number_in(text) or _with_words(text) or Said(label=text)


def _number_in(text: str) -> Said | None:
    """Return the number of '4/5' or '4 points', None for other texts."""
    for pattern in _out_of_forms():
        if match := pattern.match(text):
            return Said(float(match["n"]), out_of=int(match["m"]))
    match = _with_unit().match(text)
    return Said(float(match["n"])) if match else None


def _with_words(text: str) -> Said | None:
    """Return number and words of '7 - Strongly agree', the words of 'A. 非常同意', or None."""
    if match := _OPTION_LETTER.match(text):
        return Said(label=match["label"])
    for pattern in _mixed_forms():
        if match := pattern.match(text):
            return Said(float(match["n"]), match["label"], bool(match["sign"].strip()))
    return None


def _stars(text: str) -> Said:
    """Return the number of full stars, out of all where empty ones are drawn as well."""
    full = sum(text.count(star) for star in _FULL_STARS)
    empty = sum(text.count(star) for star in _EMPTY_STARS)
    return Said(float(full), out_of=full + empty if empty else None)


def _any_of(words: tuple[str, ...]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=lambda w: (-len(w), w)))


@cache
def _unit() -> str:
    """Return the pattern of a unit that may follow a number: 分, points."""
    return rf"(?:\s*(?:{_any_of(answer_list('units', 'words'))}))"


@cache
def _with_unit() -> re.Pattern[str]:
    return re.compile(rf"^{_NUMBER}{_unit()}\.?$", re.IGNORECASE)


@cache
def _out_of_forms() -> tuple[re.Pattern[str], ...]:
    """Return the patterns of '4/5', '4 von 5 Punkten', '4分（满分5分）', '5점 만점에 4점'."""
    between = _any_of(answer_list("units", "out_of"))
    most = r"(?P<m>\d{1,3})"
    forms = (
        rf"^(?P<n>\d{{1,3}}){_unit()}?\s*/\s*{most}{_unit()}?$",
        rf"^(?P<n>\d{{1,3}}){_unit()}?\s*\(?\s*(?:{between})\s*{most}{_unit()}?\s*\)?$",
        rf"^{most}\s*점\s*(?:만점에|만점\s*중|중)\s*(?P<n>\d{{1,3}})\s*점$",
    )
    return tuple(re.compile(form, re.IGNORECASE) for form in forms)


@cache
def _mixed_forms() -> tuple[re.Pattern[str], ...]:
    """Return the patterns of a number with words: '7 - Strongly agree', '(Very much) 6'."""
    unit = f"{_unit()}?"
    forms = (
        rf"^{_NUMBER}{unit}\s*(?P<sign>[(\[])(?P<label>[^\d()\[\]]+)[)\]]$",
        rf"^\((?P<label>[^\d()]+)(?P<sign>\))\s*{_NUMBER}{unit}$",
        rf"^[(\[]?{_NUMBER}{unit}[)\]]?\s*(?P<sign>[-–—=:.)、|,]+|\s|(?=[^\d\s\x00-\x7f]))"
        r"\s*(?P<label>\D+)$",
        rf"^[(\[]?{_WORDS}[)\]]?\s*(?P<sign>[-–—=:(\[|]+|\s)\s*{_NUMBER}{unit}[)\]]?$",
    )
    return tuple(re.compile(form, re.IGNORECASE) for form in forms)
