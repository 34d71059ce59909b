"""Cells that hold a number: points, ranks and outcomes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from servqual.importer.answers.cells import clean as cleaned
from servqual.importer.answers.cells import read_cell
from servqual.importer.answers.hints import NO_RANK, CellFault
from servqual.importer.answers.labels import label_key, number
from servqual.importer.opening.table import Table
from servqual.importer.words import plain

Numbers = npt.NDArray[np.float64]

NO_NUMBER = "cannot be read as a number"


@dataclass(frozen=True)
class NumberReader:
    """Reads the cells of one column of numbers.

    Attributes
    ----------
    missing : mapping of label or code to kind of missing answer
    ends : lowest and highest number, or None where any may stand
    labels : mapping of label or code to number
    percent, whole : bool
        Whether a sign of per cent may follow; whether the numbers are ranks.
    """

    missing: Mapping[str, int]
    ends: tuple[float, float] | None
    labels: Mapping[str, float] = field(default_factory=dict)
    percent: bool = False
    whole: bool = False

    def __call__(self, text: str) -> float | str:
        """Return a number, NaN for no answer, or what is wrong."""
        value = self._number(text)
        return _rank(value, self.ends) if self.whole and self.ends else value

    def _number(self, text: str) -> float | str:
        clean = plain(text)
        if self.percent:
            clean = clean.removesuffix("%").rstrip()
        if not clean:
            return float("nan")
        label = label_key(clean)
        value = number(clean)
        if value is not None and value.is_integer():
            label = str(int(value))
        if label in self.labels:
            return self.labels[label]
        if label in self.missing:
            return float("nan")
        if value is None:
            value = _with_words(text, clean)
        if value is None:
            return NO_NUMBER
        if self.ends and not self.ends[0] <= value <= self.ends[1]:
            return f"is not between {self.ends[0]:g} and {self.ends[1]:g}"
        return value


def _with_words(text: str, clean: str) -> float | None:
    """Return the number of '7 points' or 7分（非常满意）, None for none."""
    head = clean.split(" ", 1)[0]
    rest = clean[len(head) :].strip()
    value = number(head) if rest and not any(c.isdigit() for c in rest) else None
    if value is None:
        said = read_cell(cleaned(text))
        value = said.value if said.joined and said.out_of is None else None
    return value


def _rank(value: float | str, ends: tuple[float, float]) -> float | str:
    """Return a rank, NaN for none, or what is wrong."""
    wrong = value % 1 > 0 if isinstance(value, float) else value.startswith("is not between")
    return f"{NO_RANK} from {ends[0]:g} to {ends[1]:g}" if wrong else value


def read_numbers(
    table: Table, column: int, reader: NumberReader
) -> tuple[Numbers, list[CellFault]]:
    """Return a column of numbers, NaN for no answer, and the cells that cannot be read."""
    cells = table.columns[column]
    read = {text: reader(text) for text in set(cells)}
    values = np.array([v if isinstance(v := read[cell], float) else np.nan for cell in cells])
    faults = [
        CellFault(int(table.rows[i]), table.headers[column], cell, why)
        for i, cell in enumerate(cells)
        if isinstance(why := read[cell], str)
    ]
    return values, faults
