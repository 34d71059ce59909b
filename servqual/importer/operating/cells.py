"""Cells of a file of operations: numbers with or without a percent sign, words with a meaning."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple

from servqual._files import data_folder, read_toml
from servqual.importer.words import squash

_NUMBER = re.compile(r"-?(?:\d+(?:\.\d+)?|\.\d+)")
_THOUSANDS = re.compile(r"-?\d{1,3}(?:,\d{3})+\.\d+|-?\d{1,3}(?:,\d{3}){2,}")
_DECIMAL_COMMA = re.compile(r"-?\d+,(?:\d{1,2}|\d{4,})")
_AMBIGUOUS = re.compile(r"-?\d{1,3},\d{3}")
_MINUS = str.maketrans({"\N{MINUS SIGN}": "-", "\N{EN DASH}": "-"})
NOTHING = ("", "-", "--", "na", "n/a", "n.a.", "\N{EM DASH}")


class Number(NamedTuple):
    """A number as it stands in a cell; of ``95%`` the value is 95."""

    value: float
    decimals: int
    percent: bool


def number(cell: str) -> Number | None:
    """Return the number of a cell, None where it is blank.

    Raises
    ------
    ValueError
        It is no number, or one that may be two.

    Examples
    --------
    >>> number("97.5%"), number("1,234.5").value, number("0,5").value, number(" – ")
    (Number(value=97.5, decimals=1, percent=True), 1234.5, 0.5, None)
    """
    text = unicodedata.normalize("NFKC", cell).translate(_MINUS).strip()
    if text.casefold() in NOTHING:
        return None
    percent = text.endswith("%")
    bare = text.removesuffix("%").replace(" ", "")
    if _AMBIGUOUS.fullmatch(bare):
        plain = bare.replace(",", "")
        raise ValueError(f"{cell.strip()!r} may be {plain} or {bare.replace(',', '.')}")
    if _THOUSANDS.fullmatch(bare):
        bare = bare.replace(",", "")
    elif _DECIMAL_COMMA.fullmatch(bare):
        bare = bare.replace(",", ".")
    if not _NUMBER.fullmatch(bare) or len(bare) > 18:
        raise ValueError(f"{cell.strip()!r} is no number")
    return Number(float(bare), len(bare.partition(".")[2]), percent)


@cache
def words() -> Mapping[str, Any]:
    """Return the words of such files: ``instruments/_operations.toml``."""
    return read_toml(data_folder("instruments") / "_operations.toml", "data file")


@cache
def meanings(table: str) -> Mapping[str, str]:
    """Return what each word of a table means, by its squashed form."""
    found = words()[table].items()
    return {_bare(word): name for name, many in found for word in many}


def meaning(table: str, cell: str) -> str:
    """Return what a word means, '' where it is not known.

    Examples
    --------
    >>> meaning("directions", "Higher is better"), meaning("kinds", "神秘顾客")
    ('higher', 'mystery')
    """
    return meanings(table).get(_bare(cell), "")


def _bare(word: str) -> str:
    """Return a word without signs; a sign alone stays, as + and - are words here."""
    return squash(word) or word.strip()
