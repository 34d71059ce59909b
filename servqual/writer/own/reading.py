"""A file of own words: one heading for each section or exhibit, directives, Markdown beneath."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from servqual._files import read_bytes
from servqual.errors import OwnWordsError, listed
from servqual.own_words import OwnEntry, OwnWords
from servqual.texts import catalogue, languages
from servqual.writer.own.markup import Line, blocks, plain

LARGEST = 500_000  # bytes
LONGEST_HEADLINE = 160
KEYS = ("headline", "hide", "order", "numbers")
PLACES = ("before", "after")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_HEADING = re.compile(r"#\s+(?P<id>[A-Za-z][\w-]*)\s*(?:\[(?P<language>[\w-]+)\])?\s*#*")
_DIRECTIVE = re.compile(r"(?P<key>[^\W\d_]+)\s*[:：]\s*(?P<value>.*)")
_ORDER = re.compile(r"(?P<how>\S+)(?:\s+(?P<id>[A-Za-z][\w-]*))?")


@dataclass
class _Part:
    """The lines under one heading while the file is read."""

    id: str
    language: str
    line: int
    told: dict[str, Line] = field(default_factory=dict)
    lines: dict[str, list[Line]] = field(default_factory=lambda: {place: [] for place in PLACES})
    place: str = "after"
    open: bool = True  # directives may still come


def read_own_words(path: str | Path) -> OwnWords:
    r"""Return what a consultant wrote beside the report's own words.

    Parameters
    ----------
    path : str or Path
        A Markdown file in UTF-8: ``# id`` of a section or exhibit (``servqual report FILE
        --list-exhibits``), perhaps with ``[en]`` or ``[zh]`` behind it for one language; directives
        such as ``headline: ...``, ``hide: yes``, ``order: before ID``, ``numbers: 12,000``; and
        text, under ``## before`` or ``## after``. What stands before the first heading, and
        ``<!-- comments -->``, are not printed.

    Returns
    -------
    OwnWords
        Records without markup. Whether an id is one of a report is checked when one is written.

    Raises
    ------
    FileError
        The file is not there or cannot be read.
    OwnWordsError
        Something in it is wrong, HTML or an unsafe link among others; every fault is listed with
        its line.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder, "notes.md")
    ...     _ = path.write_text("# sample [en]\nhide: yes\n", encoding="utf-8")
    ...     entry = read_own_words(path).entries[0]
    >>> entry.id, entry.language, entry.hide
    ('sample', 'en', True)
    """
    path, faults = Path(path), list[str]()
    parts = _parts(_lines(path), faults)
    entries = tuple(_entry(part, faults) for part in parts)
    _check_twice(entries, faults)
    if faults:
        faults.sort(key=lambda fault: int(fault.partition(":")[0].removeprefix("line ")))
        raise OwnWordsError(
            f"{path}: these notes have {len(faults)} fault{'s' if len(faults) > 1 else ''}. "
            f"Mend and try again:\n{listed(faults)}"
        )
    return OwnWords(path, entries)


def _lines(path: Path) -> list[Line]:
    """Return the lines of the file with their numbers; comments are blank."""
    content = read_bytes(path, "file of notes")
    if len(content) > LARGEST:
        raise OwnWordsError(
            f"{path}: {len(content):,} bytes; notes have at most {LARGEST:,}. Shorten them."
        )
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise OwnWordsError(f"{path}: these notes are not UTF-8. Save them as UTF-8.") from error
    text = _COMMENT.sub(lambda m: "\n" * m[0].count("\n"), text.replace("\r\n", "\n"))
    return list(enumerate(text.split("\n"), start=1))


def _parts(lines: Sequence[Line], faults: list[str]) -> list[_Part]:
    """Return the lines by heading; before the first one they are the consultant's own."""
    found: list[_Part] = []
    for number, raw in lines:
        text = raw.rstrip()
        if re.match(r"#(\s|$)", text):
            _begin(found, number, text, faults)
        elif found and re.match(r"##(\s|$)", text):
            found[-1].place = _place(number, text, faults)
            found[-1].open = False
        elif found:
            _take(found[-1], number, text, faults)
    return found


def _begin(found: list[_Part], number: int, text: str, faults: list[str]) -> None:
    match = _HEADING.fullmatch(text)
    if not match:
        faults.append(
            f"line {number}: {text!r} is no heading of notes; write # and the id of a section or "
            "exhibit, such as '# summary' or '# summary [zh]'"
        )
    language = (match["language"] or "") if match else ""
    if language and language not in languages():
        known = ", ".join(languages())
        faults.append(f"line {number}: there are no texts in [{language}]. Known: {known}")
    found.append(_Part(match["id"] if match else "", language, number))


def _place(number: int, text: str, faults: list[str]) -> str:
    word = text.removeprefix("##").strip().rstrip("#").strip().casefold()
    place = _words("places").get(word)
    if place is None:
        faults.append(f"line {number}: {text!r}; under an id there are '## before' and '## after'")
    return place or "after"


def _take(part: _Part, number: int, text: str, faults: list[str]) -> None:
    """Add one line: a directive right below the heading, else text."""
    match = _DIRECTIVE.fullmatch(text.strip()) if part.open and text.strip() else None
    known = _words("keys")
    key = known.get(match["key"].casefold()) if match else None
    if match and key:
        if key in part.told:
            faults.append(f"line {number}: {match['key']} is said twice; keep one")
        part.told[key] = (number, match["value"].strip())
        return
    if match and (near := difflib.get_close_matches(match["key"].casefold(), known, 1, 0.75)):
        faults.append(f"line {number}: {match['key']!r} is not known; did you mean {near[0]!r}?")
        return
    part.open = part.open and not text.strip()
    part.lines[part.place].append((number, text))


def _entry(part: _Part, faults: list[str]) -> OwnEntry:
    """Return one heading with what stands under it, checked."""
    told = part.told
    line, headline = told.get("headline", (0, ""))
    if "headline" in told and not 0 < len(headline) <= LONGEST_HEADLINE:
        faults.append(f"line {line}: a headline has 1 to {LONGEST_HEADLINE} characters")
    numbers = told.get("numbers", (0, ""))[1]
    return OwnEntry(
        part.id,
        part.line,
        part.language,
        plain(headline, line, faults),
        line,
        _hidden(told.get("hide"), faults),
        _order(told.get("order"), faults),
        tuple(n.strip() for n in re.split(r"[,，、;；]\s+|[，、;；]", numbers) if n.strip()),
        blocks(part.lines["before"], faults),
        blocks(part.lines["after"], faults),
    )


def _hidden(told: Line | None, faults: list[str]) -> bool:
    if told is None:
        return False
    meant = _words("answers").get(told[1].casefold())
    if meant is None:
        faults.append(f"line {told[0]}: hide is {told[1]!r}; it must be yes or no")
    return meant == "yes"


def _order(told: Line | None, faults: list[str]) -> tuple[str, str] | None:
    """Return where to move it: first, last, before or after another id."""
    if told is None:
        return None
    match = _ORDER.fullmatch(told[1])
    how = _words("orders").get(match["how"].casefold()) if match else None
    if match and how and (how in PLACES) == bool(match["id"]):
        return how, match["id"] or ""
    faults.append(
        f"line {told[0]}: order is {told[1]!r}; it must be first, last, before ID or after ID"
    )
    return None


def _check_twice(entries: Sequence[OwnEntry], faults: list[str]) -> None:
    seen: dict[tuple[str, str], int] = {}
    for entry in entries:
        key = (entry.id, entry.language)
        if entry.id and key in seen:
            faults.append(f"line {entry.line}: {entry.id} stands on line {seen[key]} already")
        seen.setdefault(key, entry.line)


def _words(table: str) -> Mapping[str, str]:
    """Return the words of a file of notes in every language, each with what it means."""
    prefix = f"own.{table}."
    return {
        word.casefold(): key.removeprefix(prefix)
        for language in languages()
        for key, words in catalogue(language).items()
        if key.startswith(prefix)
        for word in words
    }
