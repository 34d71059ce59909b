"""Attention items: questions whose right answer was told, and who missed it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from servqual.importer.answers.cells import number
from servqual.importer.matching.columns import Plan
from servqual.importer.opening.table import Table
from servqual.importer.options import Options, expected_answers
from servqual.importer.words import key
from servqual.notes import Note

FAILED = "failed_attention"
MOSTLY = 0.5

Mask = npt.NDArray[np.bool_]


def read_attention(
    table: Table, plan: Plan, options: Options, chosen: Mask
) -> tuple[Mapping[str, Mask], list[Note]]:
    """Return who of the chosen people missed any attention item, under its name as a mark.

    A blank is no wrong answer: the item may not have been shown. A note tells when most people
    missed one, for then the expected answer is more likely wrong than they are.
    """
    notes: list[Note] = []
    failed = np.zeros(int(chosen.sum()), dtype=bool)
    items = attention_items(plan, options)
    for column, answers in items.items():
        right = {cell: is_right(cell, answers) for cell in set(table.columns[column])}
        given = [right[cell] for cell in table.columns[column]]
        wrong = np.array([verdict is False for verdict in given], dtype=bool)[chosen]
        asked = np.array([verdict is not None for verdict in given], dtype=bool)[chosen]
        counts = int(wrong.sum()), int(asked.sum())
        notes += attention_notes(table.headers[column], answers, *counts, table.file)
        failed |= wrong
    return MappingProxyType({FAILED: failed} if items else {}), notes


def attention_items(plan: Plan, options: Options) -> dict[int, tuple[str, ...]]:
    """Return the columns of attention items and the answers that are right."""
    expected = expected_answers(options)
    return {
        use.column: expected[use.target.id]
        for use in plan.of_kind("attention")
        if use.target and use.target.id in expected
    }


def attention_notes(
    header: str, answers: Sequence[str], wrong: int, asked: int, file: str
) -> list[Note]:
    """Return a note where most of those who were asked gave a wrong answer."""
    if wrong <= MOSTLY * asked:
        return []
    values: dict[str, object] = {"n": wrong, "asked": asked}
    values |= {"column": header, "expected": " / ".join(answers)}
    return [Note("attention_mostly_failed_suspected", values, file)]


def is_right(cell: str, expected: Iterable[str]) -> bool | None:
    """Say whether an answer is the expected one, in any width or case; None for a blank."""
    given = key(cell)
    if not given:
        return None
    value = number(cell)
    return any(
        given == key(answer) or (value is not None and value == number(answer))
        for answer in expected
    )
