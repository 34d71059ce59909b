"""What a survey comes down to once its rows have been summed: mergeable, and enough for a Study."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from servqual.instrument import Instrument
from servqual.notes import Notes
from servqual.responses import Source
from servqual.settings import USUAL_MIN_CELL
from servqual.statistics.summary import Summary

Groups = Mapping[str, Mapping[str, Summary]]
# people and their weight in every class of a people column; None of a column with too many
Classes = Mapping[str, Mapping[str, tuple[int, float]] | None]


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What is summed, fixed before the first block; summaries add only if it is the same.

    Attributes
    ----------
    by : tuple of str
        People columns to break results down by, ``a*b`` for two that are crossed.
    outcome : str
        The outcome that derives importance, '' for the leading one.
    incomplete : {"half", "listwise"}
        Who gets a score.
    structure : {"core", "full"}
        Whether answers to pairs of items are counted as well, for ordinal coefficients.
    weighted : bool
        Whether survey weights that the answers carry are used.
    """

    by: tuple[str, ...] = ()
    outcome: str = ""
    incomplete: Literal["half", "listwise"] = "half"
    structure: Literal["core", "full"] = "core"
    weighted: bool = True


@dataclass(frozen=True, kw_only=True, repr=False)
class SurveySummary:
    """All sums that a Study needs of a survey. ``a + b`` is that of the people of both.

    Attributes
    ----------
    instrument : Instrument
        As it was answered.
    asked : Asked
    total : Summary
        Of everybody, with products of four ratings and sums for resampling.
    suspects : Summary or None
        Of suspect people alone, without those; None where nobody is.
    groups : mapping of people column to (mapping of group to Summary)
        Of every group of every breakdown; '' for people whose column is blank.
    units : mapping of people column to (mapping of group to Summary)
        The few sums that units are compared by (:func:`servqual.scoring.slices.means_alone`).
    classes : mapping of people column to (mapping of class to people and their weight)
        Whom the profile of those who answered counts.
    source : Source
    weights_name : str
    notes : Notes
        What the importer decided and counted.
    beside : mapping of name to Summary
        Further sums of everybody that some parts of a study rest on: ``half`` under the half rule
        where another was asked for, ``outcomes`` of marks of outcomes (weighted only), and those of
        :mod:`servqual.scoring.apart`.
    order : mapping of battery to tuple of int
        As ``Responses.order``; batteries that stand in the order of the questionnaire are left out.
    weights_range : tuple of two floats, or None
        The smallest and the largest weight.
    min_cell : int
        The fewest people of a cell of the file that the sums were read from, 0 without one: groups
        of fewer are not in it, and are not shown.
    """

    instrument: Instrument
    asked: Asked
    total: Summary
    source: Source
    suspects: Summary | None = None
    groups: Groups = field(default_factory=dict)
    units: Groups = field(default_factory=dict)
    classes: Classes = field(default_factory=dict)
    weights_name: str = ""
    notes: Notes = field(default_factory=Notes)
    beside: Mapping[str, Summary] = field(default_factory=dict)
    order: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    weights_range: tuple[float, float] | None = None
    min_cell: int = 0

    def __add__(self, other: SurveySummary) -> SurveySummary:
        from servqual.scoring.merging import both

        return both(self, other)

    def __repr__(self) -> str:
        by = f", by {', '.join(self.groups)}" if self.groups else ""
        return f"<SurveySummary: {self.source.file}, {len(self):,} respondents{by}>"

    def __len__(self) -> int:
        return self.total.n

    # -- as a file -----------------------------------------------------------------------------

    def to_bytes(self, *, min_cell: int = USUAL_MIN_CELL, whole: bool = False) -> bytes:
        """Return the content of a summary file (:func:`servqual.scoring.stored.to_bytes`)."""
        from servqual.scoring.stored import to_bytes

        return to_bytes(self, min_cell=min_cell, whole=whole)

    @classmethod
    def from_bytes(cls, content: bytes, file: str = "") -> SurveySummary:
        """Return the sums of a summary file (:func:`servqual.scoring.stored.from_bytes`)."""
        from servqual.scoring.stored import from_bytes

        return from_bytes(content, file)

    @classmethod
    def read(cls, path: str | Path) -> SurveySummary:
        """Return the sums that a file holds (:func:`servqual.scoring.stored.read_summary`)."""
        from servqual.scoring.stored import read_summary

        return read_summary(path)

    def save(
        self, path: str | Path, *, min_cell: int = USUAL_MIN_CELL, force: bool = False
    ) -> None:
        """Write the sums as a file (:func:`servqual.scoring.stored.save_summary`)."""
        from servqual.scoring.stored import save_summary

        save_summary(self, path, min_cell=min_cell, force=force)
