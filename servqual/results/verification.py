"""Whether what was printed follows from the data, and what other programs say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal

from servqual.results.reproduction import Difference, ReasonRow
from servqual.results.table import Parts


@dataclass(frozen=True)
class OpinionRow:
    """One figure as this program and another one compute it, each from the rows.

    ``figure`` names it; ``ours`` and ``theirs`` are the values, ``tolerance`` how far they may lie
    apart, relative to the larger one or, near zero, absolute.
    """

    figure: str
    library: str
    n: int
    ours: float
    theirs: float
    tolerance: float
    agrees: bool


@dataclass(frozen=True)
class Verification(Parts):
    """A report or results.json held against its data.

    Attributes
    ----------
    differences : tuple of Difference
        Printed figures that do not follow from the data: ``then`` is what is printed, ``now`` what
        the data give.
    opinions : tuple of OpinionRow
        What pingouin and factor_analyzer say of the same rows, where that was asked for.
    reasons : tuple of ReasonRow
        What is not as it was when the file was made: data, map, versions.
    kind
        ``report`` or ``results``.
    n_compared : int
        Figures that were compared.
    not_compared : tuple of str
        Parts whose file was not named.
    unasked
        Why there is no second opinion although one was asked for: ``weights``, ``design`` or
        ``impute``, which those programs do not know; '' otherwise.
    n_own : int
        Comments and headlines of the consultant's own in a report: they were not compared.
    """

    shown: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "differences": ("figure", "then", "now"),
        "opinions": ("figure", "library", "n", "ours", "theirs", "agrees"),
    }

    differences: tuple[Difference, ...] = ()
    opinions: tuple[OpinionRow, ...] = ()
    reasons: tuple[ReasonRow, ...] = ()
    kind: Literal["report", "results"] = "results"
    n_compared: int = 0
    not_compared: tuple[str, ...] = ()
    unasked: str = ""
    n_own: int = 0

    @property
    def holds(self) -> bool:
        """Whether every figure follows from the data and nobody disagrees."""
        return not self.differences and all(row.agrees for row in self.opinions)
