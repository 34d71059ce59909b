"""A questionnaire in parts, as it stands on paper: sets of ratings, the whole, about the people."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from servqual.forms.questions import (
    Choice,
    Comment,
    Matrix,
    Option,
    Points,
    Questionnaire,
    Ranking,
    Rating,
    Row,
)
from servqual.texts import catalogue, fill

FEWEST_ROWS = 3  # questions of one scale that stand in one table
MOST_BESIDE = 27  # answers in a row of a table with several sets
WIDEST = 11  # answers that stand beside each other; a longer scale gets a box to write in


@dataclass(frozen=True)
class Grid:
    """Questions about the whole with the same answers, in one table."""

    options: Sequence[Option]
    rows: Sequence[Row]


@dataclass(frozen=True)
class Beside:
    """Sets of ratings of the same words, whose answers stand beside each other in one table.

    Attributes
    ----------
    sets : sequence of Matrix
        Each with its own intro and answers; the rows are those of the first.
    """

    sets: Sequence[Matrix]


Question = Beside | Matrix | Points | Ranking | Grid | Rating | Choice | Comment


@dataclass(frozen=True)
class Part:
    """What stands under one heading.

    Attributes
    ----------
    title : str
    intro : str
        '' for none.
    questions : sequence of Question
    """

    title: str
    intro: str
    questions: Sequence[Question]


def parts(asked: Questionnaire, *, on_paper: bool = False) -> list[Part]:
    """Return a questionnaire in parts: one for each set of ratings, the whole, the people.

    Parameters
    ----------
    asked : Questionnaire
    on_paper : bool
        A question that every rating of a part ends with stands once above them; survey tools
        need it whole in each, because their exports name a column by its question.

    Examples
    --------
    >>> from servqual.catalog import load_instrument
    >>> from servqual.forms import questionnaires
    >>> [part.title for part in parts(questionnaires(load_instrument("servqual"))[0])]
    ['Part 1', 'Part 2', 'Part 3', 'Part 4: the whole', 'Part 5: about you']
    """
    found: list[Part] = []
    for kind, grouped in groupby(asked.blocks, _kind):
        n, blocks = len(found) + 1, list(grouped)
        if kind and not isinstance(blocks[0], Comment):
            title = fill(asked.language, f"forms.part.{kind}", {"n": n})
            intro = str(catalogue(asked.language).get(f"forms.part.{kind}_intro", ""))
            if on_paper and not intro and (question := _shared(blocks)):
                intro = fill(asked.language, "forms.part.each", {"question": question})
                blocks = [replace(b, text=_about(b)) for b in blocks if isinstance(b, Rating)]
            found.append(Part(title, intro, [*_questions(blocks)]))
            continue
        for block in _beside(blocks):
            title = fill(asked.language, "forms.part.next", {"n": len(found) + 1})
            intro = block.intro if isinstance(block, Matrix | Points | Ranking) else ""
            found.append(Part(title, intro, [block]))
    return found


def _shared(blocks: Sequence[Question]) -> str:
    """Return the question that all ratings of one table end with, '' for none."""
    ratings = [block for block in blocks if isinstance(block, Rating)]
    asked = {(tuple(r.options), r.text[len(_about(r)) :]) for r in ratings}
    if len(asked) != 1 or not FEWEST_ROWS <= len(ratings) == len(blocks):
        return ""
    options, question = asked.pop()
    return "" if writable(options) else question.lstrip(":： ")


def _about(asked: Rating) -> str:
    """Return what stands before the first colon of a question: what it is asked about."""
    return re.split("：|: ", asked.text, maxsplit=1)[0]


def _beside(blocks: Sequence[Question]) -> Iterator[Question]:
    """Yield blocks, sets of ratings of the same words as one."""
    for _, grouped in groupby(blocks, _words):
        same = list(grouped)
        sets = [block for block in same if isinstance(block, Matrix)]
        if len(sets) > 1 and sum(len(block.options) for block in sets) <= MOST_BESIDE:
            yield Beside(sets)
        else:
            yield from same


def _words(block: Question) -> tuple[str, ...]:
    """Return what the rows of a set of ratings say, if only the ends of its scale have words."""
    if not isinstance(block, Matrix) or any(option.label for option in block.options[1:-1]):
        return (str(id(block)),)
    return tuple(row.text for row in block.rows)


def writable(options: Sequence[Option]) -> bool:
    """Say whether answers are too many to tick, so that people write one."""
    return len(options) > WIDEST


def _kind(block: Question) -> str:
    """Return the part that a block belongs to: whole, people, or '' for a part of its own."""
    if isinstance(block, Rating) and block.block:
        return block.block
    if isinstance(block, Choice) and block.kind == "people":
        return "people"
    return "" if isinstance(block, Matrix | Points | Ranking) else "whole"


def _questions(blocks: Sequence[Question]) -> Iterator[Question]:
    """Yield questions, several of one scale as one table."""
    for options, same in groupby(blocks, lambda b: b.options if isinstance(b, Rating) else None):
        ratings = list(same)
        if options is None or len(ratings) < FEWEST_ROWS or writable(options):
            yield from ratings
        else:
            yield Grid(
                options, [_row(r, n) for n, r in enumerate(ratings, 1) if isinstance(r, Rating)]
            )


def _row(asked: Rating, number: int) -> Row:
    # its code is a word; on paper its place says as much
    return Row(code=str(number), id=asked.id, number=number, text=asked.text)
