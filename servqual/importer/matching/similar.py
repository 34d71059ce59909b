"""Headings that are nearly an item's wording: proposed to a person, never used in reading."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from servqual.importer.matching.headings import Heading, numbered, parts
from servqual.importer.matching.names import Names
from servqual.importer.matching.targets import Target, Use
from servqual.importer.opening.table import Table
from servqual.importer.words import column_words, key
from servqual.instrument import Instrument

ALIKE = 0.62  # of the signs; below, a person would not call two sentences alike
_APART = 0.02  # the second best must be less alike by this much
_NO_LETTERS = re.compile(r"[\W_]+")
_SHORTEST = 4


@dataclass(frozen=True)
class Guess:
    """A proposed use of a column.

    Parameters
    ----------
    column : int
    target : Target
    share : float
        How much is alike, 0-1; 0 where the place alone speaks for it.
    """

    column: int
    target: Target
    share: float = 0.0

    @property
    def confidence(self) -> str:
        """How sure the proposal is: medium or low."""
        return "medium" if self.share >= 0.8 else "low"

    @property
    def reason(self) -> str:
        """Why it is proposed."""
        if not self.share:
            return "place in a block that its heading names"
        return f"wording {self.share:.0%} alike"


def guesses(uses: Sequence[Use], table: Table, names: Names, free: Iterable[Use]) -> list[Guess]:
    """Return at most one guess per column and per target, by likeness, then by place."""
    taken = {use.target for use in uses if use.target}
    found = _by_likeness(free, table, names)
    chosen: dict[int, Guess] = {}
    for guess in sorted(found, key=lambda g: (-g.share, g.column)):
        if guess.column not in chosen and guess.target not in taken:
            chosen[guess.column] = guess
            taken.add(guess.target)
    still = [use for use in free if use.column not in chosen]
    for guess in _by_place(still, uses, table, names):
        if guess.target not in taken:
            chosen[guess.column] = guess
            taken.add(guess.target)
    return [chosen[column] for column in sorted(chosen)]


def _by_likeness(free: Iterable[Use], table: Table, names: Names) -> list[Guess]:
    wordings = _wordings(names.instrument)
    found = []
    for use in free:
        for heading in _readings(use.column, table):
            battery = names.battery_of(heading.group) if heading.group else ""
            best = _best(letters(heading.item), battery, wordings, names.instrument)
            if best:
                found.append(Guess(use.column, best[0], best[1]))
    return found


def _readings(column: int, table: Table) -> list[Heading]:
    """Return the ways to read a heading."""
    header, text, group = table.headers[column], table.text_of(column), table.group_of(column)
    form = text or header
    by_number = numbered(form)
    found = [Heading(form, group), *parts(form)]
    return [*found, by_number] if by_number else found


def _wordings(instrument: Instrument) -> list[tuple[str, Target]]:
    """Return the letters of every topic, alias and sentence with what it means."""
    found: dict[tuple[str, Target], None] = {}
    for item in instrument.items:
        for text in (*item.topic.values(), *item.aliases):
            found[letters(text), Target("rating", item.id)] = None
        for battery, words in item.wording.items():
            for text in words.values():
                found[letters(text), Target("rating", item.id, battery)] = None
    return [entry for entry in found if len(entry[0]) >= _SHORTEST]


def _best(
    said: str, battery: str, wordings: Sequence[tuple[str, Target]], instrument: Instrument
) -> tuple[Target, float] | None:
    """Return the rating whose wording is most alike, None if none is or two are."""
    if len(said) < _SHORTEST:
        return None
    shares: dict[Target, float] = {}
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(said)
    only = instrument.battery_names[0] if len(instrument.battery_names) == 1 else ""
    for wording, target in wordings:
        meant = target.battery or battery or only
        if not meant or (battery and meant != battery):
            continue
        matcher.set_seq1(wording)
        if matcher.real_quick_ratio() < ALIKE or matcher.quick_ratio() < ALIKE:
            continue
        full = Target("rating", target.id, meant)
        shares[full] = max(shares.get(full, 0.0), matcher.ratio())
    ranked = sorted(shares.items(), key=lambda entry: (-entry[1], entry[0]))
    if not ranked or ranked[0][1] < ALIKE:
        return None
    if len(ranked) > 1 and ranked[0][1] - ranked[1][1] < _APART:
        return None
    return ranked[0]


def _by_place(free: Iterable[Use], uses: Sequence[Use], table: Table, names: Names) -> list[Guess]:
    """Return the items of blocks that a heading names and that have one column per item."""
    blocks: dict[str, list[int]] = {}
    for use in free:
        heading = next((h for h in _readings(use.column, table) if names.battery_of(h.group)), None)
        if heading:
            blocks.setdefault(names.battery_of(heading.group), []).append(use.column)
    rated = {use.target.battery for use in uses if use.target and use.target.kind == "rating"}
    items = names.instrument.item_ids
    return [
        Guess(column, Target("rating", item, battery))
        for battery, columns in blocks.items()
        if battery not in rated and len(columns) == len(items)
        for column, item in zip(columns, items, strict=True)
    ]


def letters(text: str) -> str:
    """Return the letters of a text, simplified Chinese for traditional, without {service}.

    Examples
    --------
    >>> letters("員工總是樂意幫助顧客。") == letters("员工总是乐意帮助顾客")
    True
    """
    return _NO_LETTERS.sub("", key(text.replace("{service}", "")).translate(_simplified()))


def _simplified() -> Mapping[int, int]:
    """Return the traditional signs of the questionnaires' words with their simplified forms."""
    signs = column_words()["traditional"]
    return str.maketrans(signs["from"], signs["to"])
