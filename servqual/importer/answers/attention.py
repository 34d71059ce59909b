"""Attention items: questions whose right answer was told, and who missed it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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
    expected, notes = expected_answers(options), []
    failed = np.zeros(int(chosen.sum()), dtype=bool)
    uses = [u for u in plan.of_kind("attention") if u.target and u.target.id in expected]
    for use in uses:
        answers = expected[use.target.id if use.target else ""]
        right = {cell: _is_right(cell, answers) for cell in set(table.columns[use.column])}
        given = [right[cell] for cell in table.columns[use.column]]
        wrong = np.array([verdict is False for verdict in given], dtype=bool)[chosen]
        asked = np.array([verdict is not None for verdict in given], dtype=bool)[chosen]
        if wrong.sum() > MOSTLY * asked.sum():
            values: dict[str, object] = {"n": int(wrong.sum()), "asked": int(asked.sum())}
            values |= {"column": use.header, "expected": " / ".join(answers)}
            notes.append(Note("attention_mostly_failed_suspected", values, table.file))
        failed |= wrong
    return MappingProxyType({FAILED: failed} if uses else {}), notes


def _is_right(cell: str, expected: Iterable[str]) -> bool | None:
    """Say whether an answer is the expected one, in any width or case; None for a blank."""
    given = key(cell)
    if not given:
        return None
    value = number(cell)
    return any(
        given == key(answer) or (value is not None and value == number(answer))
        for answer in expected
    )
