"""Takes headings apart: number of the question, heading of a block, wording of an item."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from servqual.importer.words import column_words, key, plain
from servqual.instrument import Instrument

LONGEST_NAME = 80  # signs; longer headings are sentences
_LEADING_NUMBER = re.compile(
    r"^[(（]?\s*q?\s*(?P<n>\d{1,3})\s*(?:[-–]\s*\d{1,2}\s*)?[.、:)）]", re.I
)
_NUMBERED = re.compile(r"^\s*(?P<group>[Qq]?\d{1,3})\s*[.、:)]\s*(?P<item>\D.*)$")
_NAMED = re.compile(
    r"^(?P<name>[^\s.:、,)]{1,24}?)\s*(?:[.:、)]|\s[-–—]\s|\s)\s*(?P<item>\S.{2,})$"
)
_REPEATED = tuple(
    re.compile(rf"^(?P<base>.*{last}){ending}$")
    for last, ending in (
        (r"\S", r"\.\d{1,2}"),
        (r"\S", r"_\d{1,2}"),
        (r"\S", r"\s*\(\d{1,2}\)"),
        (r"[^\s\d]", r"\s*\d{1,2}"),  # E10 is not the second E1
    )
)
SPLITS = (  # (pattern, the part that says the battery stands first)
    (re.compile(r"^(?P<group>.+?)\s*\[(?P<item>[^\[\]]+)\]$"), "["),
    (re.compile(r"^(?P<group>[^:]+?)\s*:\s*(?P<item>.+)$"), ":"),
    (re.compile(r"^(?P<group>.+)\s*:\s*(?P<item>[^:]+)$"), ":"),
    (re.compile(r"^(?P<group>.+?)\s*(?:—+|→|->|\|)\s*(?P<item>.+)$"), ""),
    (re.compile(r"^(?P<group>.+?)\s+[-–]\s+(?P<item>.+)$"), "-"),
    (re.compile(r"^(?P<group>.+)/(?P<item>[^/]+)$"), "/"),
    (re.compile(r"^(?P<item>.+?)\s*\((?P<group>[^()]+)\)$"), "("),
    (re.compile(r"^(?P<item>.+?)\s*(?:—+|\s[-–]\s|\|)\s*(?P<group>.+)$"), "-"),
)


@dataclass(frozen=True)
class Heading:
    """One way to read what stands above a column.

    Parameters
    ----------
    item : str
        What is rated.
    group : str
        The heading or number of the question that the item belongs to, "" for none.
    """

    item: str
    group: str = ""


def parts(text: str) -> Iterator[Heading]:
    """Yield the ways in which a heading can be split into group and item, the surest first.

    Examples
    --------
    >>> next(parts("What you expect [Prompt service]"))
    Heading(item='Prompt service', group='What you expect')
    """
    text = plain(text)
    for pattern, sign in SPLITS:
        match = pattern.match(text) if sign in text else None
        if match:
            yield Heading(match["item"], match["group"])


def numbered(text: str) -> Heading | None:
    """Return number and wording of a heading such as ``3、设备先进``, None for any other.

    Examples
    --------
    >>> numbered("3、设备先进")
    Heading(item='设备先进', group='3')
    """
    match = _NUMBERED.match(plain(text))
    return Heading(match["item"], match["group"]) if match else None


def named(text: str) -> Heading | None:
    """Return name and wording of a heading such as ``E22. Convenient hours``.

    Examples
    --------
    >>> named("E22. Convenient hours")
    Heading(item='Convenient hours', group='E22')
    """
    match = _NAMED.match(plain(text))
    return Heading(match["item"], match["name"]) if match else None


def unrepeated(header: str, headers: frozenset[str]) -> str:
    """Return a header without the number that programs give to the second one of a name.

    Examples
    --------
    >>> unrepeated("Prompt service.1", frozenset({"Prompt service", "Prompt service.1"}))
    'Prompt service'
    """
    for ending in _REPEATED:
        match = ending.match(header)
        if match and match["base"] in headers:
            return match["base"]
    return header


def leading_number(text: str) -> int | None:
    """Return the number that a text begins with, as in ``12. Prompt service``."""
    match = _LEADING_NUMBER.match(plain(text))
    return int(match["n"]) if match else None


def without_leading_number(text: str) -> str:
    """Return a text without the number that it begins with.

    Examples
    --------
    >>> without_leading_number("9-1. Open at any time")
    'Open at any time'
    """
    return _LEADING_NUMBER.sub("", plain(text)).strip() or plain(text)


def sentence_key(text: str) -> str:
    """Return what two sentences share that differ only in case, width, blanks and full stop."""
    return key(text).rstrip(" .。!?！？")


def words_inside(instrument: Instrument | None = None) -> dict[str, re.Pattern[str]]:
    """Return battery -> pattern of the words that tell it inside a longer heading.

    Every common battery is there, so that a heading of another one is never mistaken.
    """
    inside: dict[str, re.Pattern[str]] = {}
    batteries = instrument.batteries if instrument else []
    declared = {b.name: [*b.aliases, *b.label.values()] for b in batteries}
    common = column_words()["batteries"]
    for name in {**common, **declared}:
        words = {key(word) for word in (*common.get(name, ()), *declared.get(name, ()), name)}
        found = [
            _inside(word) for word in sorted(words, key=lambda w: (-len(w), w)) if _tells(word)
        ]
        if found:
            inside[name] = re.compile("|".join(found))
    return inside


def batteries_heard(group: str, inside: Mapping[str, re.Pattern[str]]) -> set[str]:
    """Return the batteries whose words stand in a heading."""
    heard = key(group)
    return {name for name, words in inside.items() if words.search(heard)}


def _tells(word: str) -> bool:
    """Say whether a word is long enough to be told inside a sentence."""
    return len(word) > 3 if word.isascii() else len(word) > 1


def _inside(word: str) -> str:
    return rf"\b{re.escape(word)}\b" if word.isascii() else re.escape(word)
