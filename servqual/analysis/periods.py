"""Names of waves: which period each tells, and their order in time."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

_CHINESE = {c: k for k, c in enumerate("〇一二三四五六七八九", start=0)} | {"零": 0, "两": 2}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_YEAR = r"(?P<year>(?:19|20)\d{2})"
_GAP = r"[\s\-_/.·年]*"
_MONTH_WORD = rf"(?P<word>{'|'.join(_MONTHS)})[a-z]*\.?"
_MONTH = r"(?P<month>1[0-2]|0?[1-9])"
_DAY = r"(?P<day>3[01]|[12]\d|0?[1-9])"
# tried in this order; the first that is the whole name counts
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_YEAR}[\-/.年]{_MONTH}[\-/.月]{_DAY}日?",
        rf"{_YEAR}{_GAP}q(?P<quarter>[1-4])",
        rf"q(?P<quarter>[1-4]){_GAP}{_YEAR}",
        rf"(?:{_YEAR}{_GAP})?第?(?P<quarter>[1-4])季度?",
        r"q(?P<quarter>[1-4])",
        rf"(?:{_YEAR}{_GAP})?(?P<half>[上下])半年",
        rf"{_YEAR}{_GAP}h(?P<half>[12])",
        rf"{_YEAR}[\s\-_/.年]+{_MONTH}月?",
        r"(?P<year>(?:19|20)\d{2})(?P<month>0[1-9]|1[0-2])",
        rf"{_YEAR}年?{_MONTH}月",
        rf"{_MONTH}月份?",
        rf"{_MONTH_WORD}{_GAP}{_YEAR}",
        rf"{_YEAR}{_GAP}{_MONTH_WORD}",
        _MONTH_WORD,
        rf"{_YEAR}年?",
    )
)
_NUMBERED = re.compile(r"(?P<before>\D*?)(?P<number>\d+)(?P<after>\D*)")
_WEEKS = {"w", "wk", "week", "周", "第周", "星期", "第星期"}
_WEEK = re.compile(r"0?[1-9]|[1-4]\d|5[0-3]")


class Period(NamedTuple):
    """A stretch of time; 0 for what the name does not tell.

    ``parts`` is how many of its kind a year has: 1, 2, 4, 12, or 365 for days.
    """

    year: int
    part: int
    parts: int


def period(name: str) -> Period | None:
    """Return the period that a name tells, None if it tells none.

    Examples
    --------
    >>> period("2024-Q3"), period("2024年3月"), period("三季度")
    (Period(year=2024, part=3, parts=4), Period(year=2024, part=3, parts=12), \
Period(year=0, part=3, parts=4))
    >>> period("after the training")
    """
    text = _digits(" ".join(name.split()))
    for pattern in _PATTERNS:
        if found := pattern.fullmatch(text):
            return _period(found.groupdict())
    return None


def _period(told: dict[str, str | None]) -> Period:
    year = int(told.get("year") or 0)
    if quarter := told.get("quarter"):
        return Period(year, int(quarter), 4)
    if half := told.get("half"):
        return Period(year, {"上": 1, "下": 2}.get(half) or int(half), 2)
    word = told.get("word")
    month = _MONTHS.index(word.lower()) + 1 if word else int(told.get("month") or 0)
    if day := told.get("day"):
        return Period(year, month * 100 + int(day), 365)
    return Period(year, month, 12) if month else Period(year, 1, 1)


def _digits(text: str) -> str:
    """Return text with Chinese numbers up to 99 as digits: 第十二期 as 第12期."""

    def number(found: re.Match[str]) -> str:
        signs = found[0]
        if "十" in signs:
            tens, _, ones = signs.partition("十")
            return str(_CHINESE.get(tens, 1) * 10 + _CHINESE.get(ones, 0))
        return "".join(str(_CHINESE[c]) for c in signs)

    return re.sub(
        r"[〇零一二两三四五六七八九]?十[一二三四五六七八九]?|[〇零一二两三四五六七八九]+",
        number,
        text,
    )


def in_order(names: Sequence[str]) -> tuple[list[int], bool]:
    """Return the positions of names in time, and whether the names told it.

    Names tell it if all are periods of one kind, or the same words around different numbers
    (``wave 2``, ``第三期``). Otherwise they stay as they stand. A year among other numbers tells
    nothing, nor does a week beyond 53: ``w2025`` is no week.

    Examples
    --------
    >>> in_order(["w10", "w9"]), in_order(["after", "before"])
    (([1, 0], True), ([0, 1], False))
    >>> in_order(["w2025", "w5"]), in_order(["w2025", "w2024"])
    (([0, 1], False), ([1, 0], True))
    """
    keys = _period_keys(names) or _number_keys(names)
    if keys is None or len(set(keys)) < len(keys):
        return list(range(len(names))), False
    return sorted(range(len(names)), key=lambda k: keys[k]), True


def _period_keys(names: Sequence[str]) -> list[tuple[int, ...]] | None:
    told = [period(name) for name in names]
    found = [p for p in told if p is not None]
    alike = len({(p.parts, p.year > 0) for p in found}) == 1
    return [(p.year, p.part) for p in found] if alike and len(found) == len(names) else None


def _number_keys(names: Sequence[str]) -> list[tuple[int, ...]] | None:
    found = [_NUMBERED.fullmatch(_digits(" ".join(name.casefold().split()))) for name in names]
    known = [f for f in found if f is not None]
    if len(known) < len(names) or len({(f["before"], f["after"]) for f in known}) > 1:
        return None
    years = {bool(re.fullmatch(_YEAR, f["number"])) for f in known}
    if len(years) > 1 or (years == {False} and not all(map(_may_be, known))):
        return None
    return [(int(f["number"]),) for f in known]


def _may_be(found: re.Match[str]) -> bool:
    """Return whether a number that is no year can be what its words say: a week ends at 53."""
    words = (found["before"] + found["after"]).strip(" -_.#")
    return words not in _WEEKS or _WEEK.fullmatch(found["number"]) is not None
