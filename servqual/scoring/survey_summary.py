"""What a survey comes down to once its rows have been summed: mergeable, and enough for a Study."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from servqual.instrument import Instrument
from servqual.notes import Notes
from servqual.responses import Source
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


@dataclass(frozen=True, kw_only=True)
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

    def __len__(self) -> int:
        return self.total.n
