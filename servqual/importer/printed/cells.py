"""Numbers as they are printed: 4.44, .44, −0.25, 4,44, 4.44 (0.44), [−.30, −.19], < .001."""

from __future__ import annotations

import re
from typing import NamedTuple

_NUMBER = re.compile(r"[-+]?(?:\d+(?:[.,]\d+)?|[.,]\d+)")
_NOTHING = {"", "-", "--", "na", "n/a", "n.a.", ".", "…", "/"}
_MINUS = str.maketrans(
    {"\N{MINUS SIGN}": "-", "\N{EN DASH}": "-", "\N{FULLWIDTH HYPHEN-MINUS}": "-",
     "\N{FULLWIDTH FULL STOP}": ".", "\N{FULLWIDTH COMMA}": ",", "\N{NO-BREAK SPACE}": " "}
)  # fmt: skip
_MARKS = re.compile(r"[*†‡§]+|(?<=\d)\s*[a-d]$")
_UNSURE = ("<", ">", "≤", "≥", "＜", "＞")


class Printed(NamedTuple):
    """A number and how many decimals it was printed with."""

    value: float
    decimals: int


def numbers_of(cell: str) -> tuple[Printed, ...] | None:
    """Return the numbers of a cell: none if it is blank or only a bound, None if it holds words.

    Examples
    --------
    >>> numbers_of("4.44 (.44)")
    (Printed(value=4.44, decimals=2), Printed(value=0.44, decimals=2))
    >>> numbers_of("[−0,30; −0,19]"), numbers_of("< .001"), numbers_of("high")
    ((Printed(value=-0.3, decimals=2), Printed(value=-0.19, decimals=2)), (), None)
    """
    text = _MARKS.sub("", cell.translate(_MINUS).strip())
    if text.casefold() in _NOTHING or text.startswith(_UNSURE):
        return ()
    bare = _separated(text)
    found = tuple(_printed(part) for part in _NUMBER.findall(bare))
    rest = _NUMBER.sub("", bare).strip(" ()[]{};,/±%~") if found else bare
    return found if found and rest in ("", "to", "bis", "至", "±") else None


def _separated(text: str) -> str:
    """Return a text in which a dash or comma between two numbers is a blank."""
    text = re.sub(r"(?<=[\d\s])-\s*(?=[-+.\d]*\d)", _dash, text)
    # a comma followed by a blank separates two numbers, one between digits is a decimal sign
    return re.sub(r",\s+", " ", text)


def _dash(found: re.Match[str]) -> str:
    """Return a minus sign where a blank stands before the dash and none behind it."""
    before = found.string[: found.start()]
    return " " if before[-1:].isdigit() or found.group().endswith(" ") else found.group()


def _printed(text: str) -> Printed:
    plain = text.replace(",", ".")
    return Printed(float(plain), len(plain.partition(".")[2]))
