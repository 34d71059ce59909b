"""The importer's own vocabulary, read from data files: names of columns, words for answers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from servqual._files import data_folder, parse_toml, read_toml

_BLANKS = re.compile(r"\s+")
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")
_NO_ROOM = re.compile("[\u200b\ufeff]")
_SIGN = r"[\s._\-:/\\\[\](){}<>#?!*,;'\"|\u2013\u2014\u2026\u3001\u3002\u300a\u300b\u3010\u3011]"
_SIGNS_IN_NUMBER = re.compile(rf"(?<=\d){_SIGN}+(?=\d)")
_SIGNS = re.compile(rf"{_SIGN}+")
_ZEROS = re.compile(r"(?<!\d)0+(?=\d)")
_QUESTION_NUMBER = re.compile(r"^\s*[Qq]?\d{1,3}\s*(?:[.、:)]|(?<=\d)\s)\s*(?=\D)")
_DIGIT_GAP = "\x00"


def plain(text: str) -> str:
    r"""Return a text in one width and with single blanks, letters as they are.

    Examples
    --------
    >>> plain(" Ｅ１\u00a0 (期望) ")
    'E1 (期望)'
    """
    if text.isascii():
        return " ".join(text.split())
    return _BLANKS.sub(" ", _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))).strip()


def key(text: str) -> str:
    """Return what two texts share that differ only in case, width and blanks."""
    return plain(text).casefold()


def seen(text: str) -> str:
    r"""Return a text as it is seen: trimmed, without signs that take no room, with plain blanks.

    Examples
    --------
    >>> seen("\u200b25\u00a0to\u00a034 ")
    '25 to 34'
    """
    return _NO_ROOM.sub("", text).replace("\N{NO-BREAK SPACE}", " ").strip()


def squash(text: str) -> str:
    """Return a key without signs and leading zeros; digits that were apart stay apart.

    Examples
    --------
    >>> squash("Q01_E"), squash("e 1"), squash("1-1 E") == squash("11 E")
    ('q1e', 'e1', False)
    """
    apart = _SIGNS_IN_NUMBER.sub(_DIGIT_GAP, key(text))
    return _ZEROS.sub("", _SIGNS.sub("", apart))


def without_question_number(text: str) -> str:
    """Return a heading without the number of its question, such as ``3. `` or ``Q3: ``."""
    return _QUESTION_NUMBER.sub("", plain(text))


@cache
def column_words() -> Mapping[str, Any]:
    """Return the common names of columns: ``instruments/_columns.toml``."""
    return read_toml(data_folder("instruments") / "_columns.toml", "data file")


@cache
def printed_texts(language: str) -> Mapping[str, Any]:
    """Return what our own forms ask beside a questionnaire: ``reports/text/*/forms.toml``."""
    # this file alone, as the whole catalogue of a language takes its time
    return read_toml(data_folder("reports") / "text" / language / "forms.toml", "text file")


@cache
def answer_files() -> Mapping[str, Mapping[str, Any]]:
    """Return the words for answers by language: ``instruments/_answers/*.toml``."""
    folder = data_folder("instruments") / "_answers"
    return {path.stem: read_toml(path, "data file") for path in sorted(folder.glob("*.toml"))}


@cache
def _answer_heads() -> tuple[Mapping[str, Any], ...]:
    """Return the lists of words of every language, which stand above the sets in each file."""
    folder = data_folder("instruments") / "_answers"
    return tuple(
        parse_toml(path.read_bytes().split(b"\n[[", 1)[0], path, "data file")
        for path in sorted(folder.glob("*.toml"))
    )


@cache
def answer_list(table: str, name: str) -> tuple[str, ...]:
    """Return the words of one list in every language, such as ``missing``, ``dont_know``."""
    # the sets below them are ten times as long, and few surveys need them
    return tuple(word for file in _answer_heads() for word in file.get(table, {}).get(name, ()))


@cache
def known_headings(kind: str) -> frozenset[str]:
    """Return the squashed words of ``comments``, ``personal``, ``weights``, ``points`` ..."""
    return frozenset(squash(word) for word in column_words()[kind]["words"])


def is_heading(kind: str, header: str) -> bool:
    """Say whether a heading is one of ``comments``, ``personal``, ``seconds`` or ``weights``."""
    known = known_headings(kind)
    return squash(header) in known or squash(without_question_number(header)) in known


def nearest(wanted: Iterable[str], seen: Iterable[str]) -> str:
    """Return the heading seen that is most like one of those wanted, '' if none is alike."""
    from difflib import get_close_matches

    by_key = {key(header): header for header in seen if header}
    for name in wanted:
        close = get_close_matches(key(name), by_key, n=1, cutoff=0.6)
        if close:
            return by_key[close[0]]
    return ""
