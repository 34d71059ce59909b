"""What differs between two results, and where it comes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal

from servqual.results.table import Parts

Cause = Literal["version", "data", "map", "setting", "unknown"]


@dataclass(frozen=True)
class Difference:
    """One figure (or word) that is not what it was.

    ``figure`` says which, from the outside in: ``gaps items q5 gap``; ``then`` and ``now`` are
    None where there is no such figure, or where it does not exist for these answers.
    """

    cause: Cause
    figure: str
    then: Any
    now: Any


@dataclass(frozen=True)
class ReasonRow:
    """One thing that was different when the results were made again.

    ``what`` is what changed (``sha256`` of the data, a key of the map, a program), ``then`` and
    ``now`` how it was written in either; '' for nothing.
    """

    cause: Cause
    what: str
    then: str = ""
    now: str = ""


@dataclass(frozen=True)
class CellRow:
    """One answer of the survey file that is not what it was.

    ``row`` is the row of the file, the heading being row 1; 0 for a change of all rows, such as
    another number of them. ``then`` and ``now`` are '' where nothing stood there, and None where
    the content may name a person and is not shown.
    """

    row: int
    column: str
    then: str | None
    now: str | None


@dataclass(frozen=True)
class Reproduction(Parts):
    """Results made again, beside those that were kept.

    Attributes
    ----------
    differences : tuple of Difference
        In the order of results.json.
    reasons : tuple of ReasonRow
        What was different, whether or not a figure followed.
    cells : tuple of CellRow
        Where two survey files differ; empty unless both were given.
    rewritten : tuple of CellRow
        Where they hold the same number in other signs, such as 6 and 6.0.
    n_compared : int
        Figures that were compared.
    not_compared : tuple of str
        Parts that could not be made again, such as quotations without their reviewed list.
    """

    shown: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "reasons": ("cause", "what", "then", "now"),
        "cells": ("row", "column", "then", "now"),
        "differences": ("cause", "figure", "then", "now"),
    }

    differences: tuple[Difference, ...] = ()
    reasons: tuple[ReasonRow, ...] = ()
    cells: tuple[CellRow, ...] = ()
    n_compared: int = 0
    not_compared: tuple[str, ...] = field(default=())
    rewritten: tuple[CellRow, ...] = ()

    @property
    def same(self) -> bool:
        """Whether every figure is what it was."""
        return not self.differences
