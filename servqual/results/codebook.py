"""What the columns of anonymised data hold, and what was done so that nobody is recognised."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from servqual.results.table import Table


@dataclass(frozen=True)
class Variable:
    """One column of anonymised data.

    Attributes
    ----------
    name
        In the CSV file and in the .sav file.
    kind
        ``rating``, ``outcome``, ``points``, ``people``, ``month`` or ``weight``.
    label
        What was asked, in the reader's language.
    battery, item
        Of a rating; '' of anything else.
    low, high
        Ends of the scale; None where there is none.
    labels
        Code to label: ends of a scale, and why a rating is missing.
    reverse
        Whether the sentence says the opposite of what is scored; the answer stands as it was given.
    n
        People who have a value.
    """

    name: str
    kind: str
    label: str
    battery: str = ""
    item: str = ""
    low: float | None = None
    high: float | None = None
    labels: Mapping[float, str] = field(default_factory=dict)
    reverse: bool = False
    n: int = 0


@dataclass(frozen=True)
class Merged:
    """One people column that was kept: names that stand for others, and how many people they are.

    ``n_groups`` names were put together under one name, which ``n`` people carry now.
    """

    column: str
    n_groups: int
    n: int


@dataclass(frozen=True)
class LeftOut:
    """One column that is not in the data, and why.

    ``reason`` is ``personal``, ``few``, ``together``, ``comments``, ``times``, ``weights`` or
    ``rows``.
    """

    column: str
    reason: str


@dataclass(frozen=True)
class Codebook(Table):
    """The columns of anonymised data, and the rules that it was made by.

    Attributes
    ----------
    variables : tuple of Variable
    n : int
        People, one row each, in an order that tells nothing.
    min_cell : int
        At least so many people share every combination of the people columns.
    smallest : int or None
        How many share the rarest combination; None without people columns.
    merged : tuple of Merged
    left_out : tuple of LeftOut
    """

    variables: tuple[Variable, ...] = ()
    n: int = 0
    min_cell: int = 10
    smallest: int | None = None
    merged: tuple[Merged, ...] = ()
    left_out: tuple[LeftOut, ...] = ()

    def _rows(self) -> Sequence[Variable]:
        return self.variables
