"""Printed figures read back: a number, and the form in which a spreadsheet shows it alike."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from servqual.texts import fill

_PARTS = re.compile(r"(?P<sign>[+−-]?)(?P<whole>[\d\x00]*)(?:\x01(?P<part>\d+))?(?P<percent>%?)")


@dataclass(frozen=True)
class Printed:
    """A printed figure: its number, and the number form that shows it as it was printed."""

    value: float
    form: str


@cache
def _sign(language: str, key: str) -> str:
    return fill(language, f"numbers.{key}", {})


def number(text: str, language: str, *, signed: bool = False) -> Printed | None:
    """Return a printed number, None for anything else, such as a dash or ``<1%``.

    Parameters
    ----------
    text : str
    language : str
    signed : bool
        Whether positive numbers of this column carry a sign.

    Examples
    --------
    >>> number("−1.24", "en", signed=True)
    Printed(value=-1.24, form='+0.00;"−"0.00;0.00')
    >>> number("30%", "en"), number("<1%", "en"), number("–", "en")
    (Printed(value=0.3, form='0%'), None, None)
    >>> number("1,234", "en").form, number(".83", "en").form
    ('#,##0;"−"#,##0', '.00;"−".00')
    """
    known = text.replace(_sign(language, "thousands"), "\0").replace(
        _sign(language, "decimal"), "\1"
    )
    found = _PARTS.fullmatch(known)
    if not found or not (found["whole"] or found["part"]):
        return None
    whole, part = found["whole"].replace("\0", ""), found["part"] or ""
    value = float(f"{whole or '0'}.{part or '0'}") * (-1 if found["sign"] in ("−", "-") else 1)
    places = f".{'0' * len(part)}" if part else ""
    lead = "" if not found["whole"] else "#,##0" if "\0" in found["whole"] else "0"
    if found["percent"]:
        return Printed(value / 100, f"{lead}{places}%")
    return Printed(value, form(f"{lead}{places}", signed=signed or found["sign"] == "+"))


def form(plain: str, *, signed: bool) -> str:
    """Return a number form with the true minus sign; with a plus where signs are shown.

    >>> form("0.00", signed=False)
    '0.00;"−"0.00'
    """
    return f'+{plain};"−"{plain};{plain}' if signed else f'{plain};"−"{plain}'


@cache
def _interval(language: str) -> re.Pattern[str]:
    low, high = "\0", "\1"
    text = re.escape(fill(language, "numbers.interval", {"low": low, "high": high}))
    pattern = text.replace(re.escape(low), "(.+?)").replace(re.escape(high), "(.+)")
    return re.compile(pattern)


def limits(text: str, language: str) -> tuple[str, str] | None:
    """Return the two limits of a printed interval, None for anything else.

    >>> from servqual.writer.numbers import Numbers
    >>> limits(Numbers("en").interval(-1.4, -1.09), "en"), limits("–", "en")
    (('−1.40', '−1.09'), None)
    """
    found = _interval(language).fullmatch(text)
    return (found[1], found[2]) if found else None


def worded(text: str, language: str) -> tuple[str, Printed] | None:
    """Return a figure with the words before it: ``top two 45%``; None for anything else.

    >>> worded("NPS +12", "en")
    ('NPS ', Printed(value=12.0, form='+0;"−"0;0'))
    """
    found = re.fullmatch(r"(.*?)([+−-]?\d[\d.,]*%?)", text)
    read = number(found[2], language) if found else None
    return (found[1], read) if found and read else None


def with_words(words: str, shown: str) -> str:
    """Return a number form that shows words before the number.

    >>> with_words("NPS ", '+0;"−"0;0')
    '"NPS "+0;"NPS ""−"0;"NPS "0'
    """
    quoted = '"' + words.replace('"', "”") + '"'
    return ";".join(f"{quoted}{part}" for part in shown.split(";")) if words else shown
