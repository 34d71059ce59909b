"""Columns that say only whether one option of a question was ticked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from heapq import nsmallest

from servqual.importer.layouts.headings import Headings
from servqual.importer.layouts.model import Layout, searched
from servqual.importer.words import key, plain

_BRACKETED = re.compile(r"[\[(（【](?P<item>[^\[\]]+)[\])）】]$")
_LAST_PART = re.compile(r"[:：/—|]\s*(?P<item>[^:：/—|]+)$")
_MOST_DIFFERENT = 40  # answers; a column of ticks has two or three

Columns = Sequence[Sequence[str]]


@dataclass(frozen=True)
class _Said:
    """The different answers of a column as keys, some of them where there are many."""

    answers: frozenset[str]
    many: bool

    def within(self, known: frozenset[str] | set[str]) -> bool:
        return not self.many and self.answers <= known

    def numbers(self) -> set[str]:
        return {answer for answer in self.answers if answer.lstrip("+-").isdigit()}


def ticks(layout: Layout, found: Headings, columns: Columns) -> set[int]:
    """Return the columns that hold ticks, by the rules of a layout."""
    if not (layout.options or layout.option_headers):
        return set()
    said = [_said(column, layout) for column in columns]
    places = _by_heading(layout, found, said)
    if "own_text" in layout.options:
        places |= {
            i for i, s in enumerate(said) if len(s.answers) == 1 and s.within(_names(found, i))
        }
    if "place" in layout.options:
        places |= _by_place(found, said)
    if "parent" in layout.options:
        places |= _below_parents(layout, found, said)
    groups = {found.groups[i] for i in places} - {""}
    empty = {i for i, s in enumerate(said) if not s.answers and found.groups[i] in groups}
    return places | empty


def _said(column: Sequence[str], layout: Layout) -> _Said:
    missing = {key(code) for codes in layout.missing.values() for code in codes}
    cells = set(column)
    some = nsmallest(_MOST_DIFFERENT, cells)
    answers = frozenset(key(cell) for cell in some if cell.strip())
    return _Said(answers - missing, len(cells) > _MOST_DIFFERENT)


def _names(found: Headings, column: int) -> set[str]:
    """Return what the option of a column may be called, as keys."""
    header = plain(found.texts[column] or found.headers[column])
    parts = (searched(_BRACKETED, header), searched(_LAST_PART, header))
    return {key(header), *(key(part["item"]) for part in parts if part)}


def _by_heading(layout: Layout, found: Headings, said: Sequence[_Said]) -> set[int]:
    """Return columns whose headings look like options, in questions that hold no other numbers."""
    places = {
        i
        for i, header in enumerate(found.headers)
        if any(searched(pattern, plain(header)) for pattern in layout.option_headers)
        and said[i].within(layout.option_cells | _names(found, i))
    }
    rated = {
        found.groups[i] for i, s in enumerate(said) if s.numbers() - layout.option_cells
    }  # a row of a matrix that everybody answered with 1 is no tick
    return {i for i in places if not found.groups[i] or found.groups[i] not in rated}


def _members(found: Headings) -> list[list[int]]:
    """Return the columns of each group."""
    groups: dict[str, list[int]] = {}
    for i, group in enumerate(found.groups):
        if group:
            groups.setdefault(group, []).append(i)
    return list(groups.values())


def _by_place(found: Headings, said: Sequence[_Said]) -> set[int]:
    """Return columns of a question in which the n-th holds nothing but n, with two of them."""
    places: set[int] = set()
    for members in _members(found):
        own = {i for n, i in enumerate(members, start=1) if said[i].within({str(n)})}
        own = {i for i in own if said[i].answers}
        others = [i for i in members if i not in own and said[i].numbers()]
        if len(own) > 1 and not others:
            places |= own
    return places


def _below_parents(layout: Layout, found: Headings, said: Sequence[_Said]) -> set[int]:
    """Return columns such as ``channels/app`` of a question that has a column ``channels``."""
    headers = set(found.headers)
    return {
        i
        for i, header in enumerate(found.headers)
        if header.rpartition("/")[0] in headers - {""} and said[i].within(layout.option_cells)
    }
