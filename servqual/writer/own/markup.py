"""A small part of Markdown as plain records: what else could stand in a page is refused."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal
from unicodedata import category, east_asian_width

from servqual.own_words import Block, Run

Line = tuple[int, str]  # number in the file, text
Kind = Literal["paragraph", "bullets", "numbers", "quote"]

LONGEST = 4000  # characters of a paragraph
SCHEMES = ("https://", "http://", "mailto:", "#")
_MARKS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("bullets", re.compile(r"[-*+]\s+(?=\S)")),
    ("numbers", re.compile(r"\d{1,3}[.)]\s+(?=\S)")),
    ("quote", re.compile(r">\s?")),
)
_REFUSED = (
    (re.compile(r"\s*(```|~~~)"), "a block of code has no place in a report; write it as text"),
    (re.compile(r"\s*#{1,6}(\s|$)"), "headings stop at ##; write **bold** words instead"),
    (re.compile(r"\s*\|.*\|\s*$"), "tables come from the study; write a list instead"),
    (re.compile(r"\s*([-*_])(\s*\1){2,}\s*$"), "leave out lines across; an empty line is enough"),
    (re.compile(r"\s+([-*+]|\d{1,3}[.)])\s"), "a list inside a list; write one list"),
)
_TAG = re.compile(r"<(?=[A-Za-z/!?])")
_ESCAPED = re.compile(r"\\([\\`*_\[\]()<>#!|+.-])")
_PICTURE = re.compile(r"!\[")
_INLINE = re.compile(
    r"\*\*(?=\S)(?P<bold>.+?)(?<=\S)\*\*"
    r"|(?<!\w)__(?=\S)(?P<bold2>.+?)(?<=\S)__(?!\w)"
    r"|\*(?=\S)(?P<italic>[^*]+?)(?<=\S)\*"
    r"|(?<!\w)_(?=\S)(?P<italic2>[^_]+?)(?<=\S)_(?!\w)"
    r"|\[(?P<words>[^\]\[]+)\]\((?P<link>(?:[^()\s]|\([^()\s]*\))*)\)"
)
_TURNING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
# signs that were escaped are out of the way of the marks in a private area of Unicode
_PRIVATE = 0xF0000


def blocks(lines: Sequence[Line], faults: list[str]) -> tuple[Block, ...]:
    r"""Return lines as paragraphs, lists and quotations; what is refused goes to ``faults``.

    Examples
    --------
    >>> found = blocks([(1, "Rooms fell **short**:"), (2, ""), (3, "- doors"), (4, "- beds")], [])
    >>> [(block.kind, block.text) for block in found]
    [('paragraph', 'Rooms fell short:'), ('bullets', 'doors\nbeds')]
    """
    found = []
    for kind, line, entries in _grouped(lines, faults):
        texts = tuple(_runs(text, number, faults) for number, text in entries)
        found.append(Block(kind, texts, line))
    return tuple(found)


def plain(text: str, line: int, faults: list[str]) -> str:
    """Return one line of words as it stands; markup that could mean something is a fault."""
    _check(text, line, faults)
    return text


def _grouped(lines: Sequence[Line], faults: list[str]) -> list[tuple[Kind, int, list[Line]]]:
    """Return blocks as kind, first line and entries; each entry with the line it begins on."""
    found: list[tuple[Kind, int, list[Line]]] = []
    apart = True
    for number, raw in lines:
        if not raw.strip():
            apart = True
            continue
        if problem := next((why for form, why in _REFUSED if form.match(raw)), ""):
            faults.append(f"line {number}: {problem}")
            continue
        _check(raw, number, faults)
        kind, text = _kind(raw.strip())
        continues = bool(found) and not apart and (kind in ("paragraph", found[-1][0]))
        if not continues and not (kind == "bullets" and found and found[-1][0] == kind):
            found.append((kind, number, [(number, text)]))
        elif kind in ("bullets", "numbers"):
            found[-1][2].append((number, text))
        else:
            first, before = found[-1][2][-1]
            found[-1][2][-1] = (first, joined(before, text))
        apart = False
    return found


def _kind(text: str) -> tuple[Kind, str]:
    for kind, mark in _MARKS:
        if match := mark.match(text):
            return kind, text[match.end() :]
    return "paragraph", text


def joined(first: str, then: str) -> str:
    """Return two lines as one: with a blank between them, but not within Chinese.

    >>> joined("beds", "and doors"), joined("房间", "较差")
    ('beds and doors', '房间较差')
    """
    wide = bool(first and then) and all(east_asian_width(c) in "WF" for c in (first[-1], then[0]))
    return first + then if wide else f"{first} {then}"


def _runs(text: str, line: int, faults: list[str]) -> tuple[Run, ...]:
    """Return the pieces of a line, bold, italic and links told apart."""
    if len(text) > LONGEST:
        faults.append(f"line {line}: {len(text)} characters in one paragraph; divide it")
        return ()
    marked = _ESCAPED.sub(lambda m: chr(_PRIVATE + ord(m[1])), text)
    return tuple(_inline(marked, Run(""), line, faults))


def _inline(text: str, like: Run, line: int, faults: list[str]) -> Iterator[Run]:
    """Yield pieces set like ``like``, with what the marks in them add."""
    end = 0
    for match in _INLINE.finditer(text):
        if match.start() > end:
            yield _run(text[end : match.start()], like)
        end = match.end()
        link = match["link"]
        bold, italic = match["bold"] or match["bold2"], match["italic"] or match["italic2"]
        if link is not None:
            link = _shown(link)
            if not link.lower().startswith(SCHEMES):
                faults.append(
                    f"line {line}: {link!r} is no https:// or mailto: address, nor an #id"
                )
            yield from _inline(match["words"], Run("", like.bold, like.italic, link), line, faults)
        else:
            changed = Run("", like.bold or bool(bold), like.italic or bool(italic), like.link)
            yield from _inline(bold or italic, changed, line, faults)
    if end < len(text):
        yield _run(text[end:], like)


def _run(text: str, like: Run) -> Run:
    return Run(_shown(text), like.bold, like.italic, like.link)


def _shown(text: str) -> str:
    """Return a text with its escaped signs back in place."""
    return "".join(chr(ord(c) - _PRIVATE) if ord(c) >= _PRIVATE else c for c in text)


def _check(text: str, line: int, faults: list[str]) -> None:
    """Refuse HTML, pictures, and signs that cannot be seen and could steer what is around them."""
    unescaped = _ESCAPED.sub("", text)
    if found := _TAG.search(unescaped):
        piece = unescaped[found.start() : found.start() + 30]
        faults.append(
            f"line {line}: HTML is not allowed ({piece!r}); use Markdown, or write \\< for the "
            "sign itself"
        )
    if _PICTURE.search(unescaped):
        faults.append(f"line {line}: a picture; a report holds its own charts and the logo alone")
    hidden = {f"U+{ord(c):04X}" for c in text if _steers(c)}
    if hidden:
        faults.append(f"line {line}: signs that cannot be printed: {', '.join(sorted(hidden))}")


def _steers(sign: str) -> bool:
    """Say whether a sign is a control, private, or turns the direction of what follows."""
    return (category(sign) in ("Cc", "Cs", "Co") and sign != "\t") or sign in _TURNING
