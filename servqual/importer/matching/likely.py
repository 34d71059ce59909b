"""Finds what is probably a questionnaire in an export that no known one fits: blocks, items, scale.

What is found here is a draft to be checked by a person, never used in reading.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from servqual.importer.answers.label_sets import all_sets, fits, label_key
from servqual.importer.answers.labels import missing_words
from servqual.importer.mapfiles.mapping import Mapping as MappingFile
from servqual.importer.matching.families import LikelyBlock, largest_family
from servqual.importer.matching.headings import (
    Heading,
    batteries_heard,
    numbered,
    parts,
    sentence_key,
    unrepeated,
    words_inside,
)
from servqual.importer.opening.table import Table
from servqual.importer.words import column_words, is_heading, plain, squash
from servqual.instrument import Scale

_HIGHEST = 10
_FEWEST_COLUMNS = 3  # of a run of ratings without a common heading
_FEWEST_POINTS, _MOST_POINTS = 4, 11
_ENDS = ((1, 5), (1, 7), (1, 9), (1, 10), (0, 10))
_NUMBER = re.compile(r"^\(?(?:.*?\D)?(?P<n>\d{1,2})(?:\.0*)?\)?(?:\D.*)?$")
_WHOLE = re.compile(r"^-?\d+(?:\.0*)?$")
_NAME = re.compile(r"^(?P<first>[^\W\d_]+)[_ .\-]*(?P<n>\d{1,3})$")
_SUFFIX = re.compile(r"^(?P<item>.+?)[_.\-](?P<group>[^\W\d_]+)$")
_PREFIX = re.compile(r"^(?P<group>[^\W\d_]+)[_.\-](?P<item>.+)$")
USUAL_CODES = frozenset(map(str, (77, 88, 97, 98, 99, 777, 888, 999, -1, -2, -3, -8, -9, -99)))


@dataclass(frozen=True)
class Likely:
    """What is probably a questionnaire.

    Parameters
    ----------
    blocks : tuple of LikelyBlock
        All with the same items in the same order; the blocks in the order of the file.
    paired : str
        By what the items of the blocks belong together: "wording", "number" or "place".
    scale : tuple of int
        Lowest and highest answer that the answers suggest.
    codes : tuple of str
        Numbers off the scale that usually mean no answer.
    """

    blocks: tuple[LikelyBlock, ...]
    scale: tuple[int, int]
    codes: tuple[str, ...] = ()
    paired: str = "wording"

    @property
    def items(self) -> list[str]:
        """The wording of the items, in the order of the first block."""
        return list(self.blocks[0].items)


def find_likely(table: Table, others: Collection[int] = ()) -> Likely | None:
    """Return the largest set of blocks with equal items, None if no column looks like a rating.

    The columns ``others`` are known as something else.
    """
    columns = [i for i in range(len(table.headers)) if i not in others and may_be_rating(i, table)]
    found = largest_family([b for b in _blocks(columns, table) if not _ticks(b, table)])
    if not found:
        return None
    paired, family = found
    cells = {
        cell
        for block in family
        for column in block.items.values()
        for cell in _filled(column, table)
    }
    return Likely(tuple(family), _scale(cells), tuple(sorted(cells & USUAL_CODES)), paired)


# -- columns ---------------------------------------------------------------------------------------


def may_be_rating(column: int, table: Table) -> bool:
    """Say whether a column holds answers of a short scale, in numbers or in common words."""
    header = table.headers[column] or table.text_of(column)
    if table.role_of(column) or is_heading("personal", header) or is_heading("weights", header):
        return False
    none = _no_answers()
    values = {cell for cell in _filled(column, table) if cell not in USUAL_CODES}
    values = {cell for cell in values if label_key(cell) not in none}
    if not values:
        return False
    if all(_WHOLE.match(cell) for cell in values):
        return all(0 <= float(cell) <= _HIGHEST for cell in values)
    return bool(_sizes(values)) or all(_point(cell) is not None for cell in values)


def _ticks(block: LikelyBlock, table: Table) -> bool:
    """Say whether a block only says which options were ticked."""
    return all(_filled(column, table) <= {"0", "1"} for column in block.items.values())


def _filled(column: int, table: Table) -> set[str]:
    return {plain(cell) for cell in set(table.columns[column]) if cell.strip()}


@cache
def _no_answers() -> frozenset[str]:
    """Return the common words for a missing answer."""
    return frozenset(missing_words(Scale(min=1, max=7), MappingFile(), ()))


def _sizes(values: Iterable[str]) -> list[int]:
    """Return the lengths of the common sets of words that the values may be from."""
    seen = frozenset(map(label_key, values))
    return sorted(
        {
            found.size
            for found in all_sets()
            if _FEWEST_POINTS <= found.size <= _MOST_POINTS and fits(found, seen)
        }
    )


def _point(cell: str) -> int | None:
    """Return the number in '7 - Strongly agree' or '5 分', None if there is none to be sure of."""
    digits = re.findall(r"\d+", cell)
    return int(digits[0]) if len(digits) == 1 and int(digits[0]) <= _HIGHEST else None


def points_in(column: int, table: Table) -> set[int]:
    """Return the numbers of a column from 0 to 10, none where a cell is no such number."""
    cells = _filled(column, table) - USUAL_CODES
    whole = all(_WHOLE.match(cell) and 0 <= float(cell) <= _HIGHEST for cell in cells)
    return {int(float(cell)) for cell in cells} if whole else set()


def fitting_ends(points: Collection[int], *usual: tuple[int, int]) -> tuple[int, int]:
    """Return the first scale that holds the numbers: of those named, else of the usual ones."""
    low, high = min(points, default=1), max(points, default=1)
    return next((e for e in (*usual, *_ENDS) if e[0] <= low and high <= e[1]), (0, _HIGHEST))


def _scale(cells: Iterable[str]) -> tuple[int, int]:
    """Return the shortest usual scale that holds the answers."""
    none = _no_answers()
    answers = {c for c in cells if c not in USUAL_CODES and label_key(c) not in none}
    points = {p for c in answers if (p := _point(c)) is not None}
    sizes = [] if points else _sizes(answers)
    if sizes:
        return 1, min((size for size in sizes if size in (5, 7)), default=sizes[0])
    low, high = min(points, default=1), max(points, default=5)
    return next((ends for ends in _ENDS if ends[0] <= low and high <= ends[1]), (low, high))


# -- blocks ----------------------------------------------------------------------------------------


def _blocks(columns: Sequence[int], table: Table) -> list[LikelyBlock]:
    """Return the blocks that share a heading, then runs of columns that share none."""
    readings = {column: list(_readings(column, table)) for column in columns}
    shared = Counter(squash(h.group) for found in readings.values() for h in _distinct(found))
    chosen = {
        column: _surest([h for h in found if h.group and shared[squash(h.group)] > 1])
        for column, found in readings.items()
    }
    by_label: dict[str, list[tuple[int, Heading]]] = {}
    for column, heading in chosen.items():
        if heading:
            by_label.setdefault(squash(heading.group), []).append((column, heading))
    blocks = [block for found in by_label.values() for block in _in_rounds(found)]
    alone = [
        (column, Heading(_title(column, table))) for column in columns if chosen[column] is None
    ]
    for run in _runs(alone):
        blocks += _in_rounds(run)
    return sorted(blocks, key=lambda block: min(block.items.values()))


def _surest(found: Sequence[Heading]) -> Heading | None:
    """Return the first reading that names a battery, else the first one."""
    return next((h for h in found if battery_said(h.group)), found[0] if found else None)


def _readings(column: int, table: Table) -> Iterator[Heading]:
    """Yield the ways to split a heading, the surest first."""
    header, text, group = table.headers[column], table.text_of(column), table.group_of(column)
    form = text or unrepeated(header, frozenset(table.headers))
    if group:
        yield _without_name(Heading(text or header, group))
    tokens = _battery_of_token()
    for pattern in (_SUFFIX, _PREFIX):
        match = pattern.match(plain(form))
        if match and squash(match["group"]) in tokens:
            yield _without_name(Heading(match["item"], match["group"]))
    name = _NAME.match(plain(form))
    if name and squash(name["first"]) in tokens:
        yield _without_name(Heading(form, name["first"]))
    for heading in parts(form):
        if battery_said(heading.item) and not battery_said(heading.group):
            yield Heading(heading.group, heading.item)  # Price [Importance]
        yield _without_name(heading)
    by_number = numbered(form)
    if by_number:
        yield by_number


def _without_name(heading: Heading) -> Heading:
    """Return a heading whose item is called alike in every block: ``E1`` is item 1."""
    name = _NAME.match(heading.item.rsplit("/", 1)[-1])
    said = name and squash(name["first"]) in _battery_of_token()
    return replace(heading, item=f"Item {int(name['n'])}") if name and said else heading


def _title(column: int, table: Table) -> str:
    """Return what a column without a common heading asks."""
    text = table.text_of(column) or unrepeated(table.headers[column], frozenset(table.headers))
    by_number = numbered(text)
    return plain(by_number.item if by_number else text)


def _distinct(found: Iterable[Heading]) -> list[Heading]:
    """Return one reading per group."""
    return list({squash(h.group): h for h in found if h.group}.values())


def _in_rounds(found: Sequence[tuple[int, Heading]]) -> list[LikelyBlock]:
    """Return one block per repetition of the items under one heading."""
    rounds: list[dict[str, int]] = []
    keys: list[set[str]] = []
    for column, heading in found:
        item = sentence_key(heading.item)
        place = next((i for i, seen in enumerate(keys) if item not in seen), len(keys))
        if place == len(keys):
            keys.append(set())
            rounds.append({})
        keys[place].add(item)
        rounds[place][heading.item] = column
    label = found[0][1].group
    return [LikelyBlock(label, items, battery_said(label)) for items in rounds]


def _runs(alone: Sequence[tuple[int, Heading]]) -> list[list[tuple[int, Heading]]]:
    """Return the runs of neighbouring columns that are long enough to be a questionnaire."""
    runs: list[list[tuple[int, Heading]]] = []
    for column, heading in alone:
        if runs and runs[-1][-1][0] == column - 1:
            runs[-1].append((column, heading))
        else:
            runs.append([(column, heading)])
    return [run for run in runs if len(run) >= _FEWEST_COLUMNS]


# -- batteries -------------------------------------------------------------------------------------


def battery_said(label: str) -> str:
    """Return the common battery that a heading names, '' for none or several."""
    token = _battery_of_token().get(squash(label), "")
    heard = batteries_heard(label, words_inside())
    return token or (next(iter(heard)) if len(heard) == 1 else "")


@cache
def _battery_of_token() -> dict[str, str]:
    """Return squashed short word -> common battery; words of several are left out."""
    tokens: dict[str, set[str]] = {}
    for name, words in column_words()["batteries"].items():
        for word in (name, *words):
            tokens.setdefault(squash(word), set()).add(name)
    return {word: next(iter(names)) for word, names in tokens.items() if len(names) == 1}
