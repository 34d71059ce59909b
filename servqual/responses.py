"""Ratings that fit a questionnaire: what the importer hands on and the scoring takes in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import IntEnum
from types import MappingProxyType
from typing import Any

import numpy as np
import numpy.typing as npt

from servqual.instrument import Instrument
from servqual.notes import Note, Notes
from servqual.statistics.design_sums import Sampled, Units

Codes = npt.NDArray[np.int16]


class Missing(IntEnum):
    """Why there is no rating. Stored below every scale, so that kinds of missing stay apart."""

    BLANK = -101
    NOT_APPLICABLE = -102
    DONT_KNOW = -103
    NOT_SHOWN = -104
    REFUSED = -105
    DECLARED = -106  # a code that the user named with --missing
    INVALID = -107  # off the scale or unreadable, set aside with --invalid missing


@dataclass(frozen=True)
class Source:
    """Where the answers came from.

    Parameters
    ----------
    file : str
        Name of the file without its folder; "DataFrame" for a frame.
    sha256 : str
        Of the file's bytes; of the frame's CSV form for a frame.
    rows : int
        Data rows in the source.
    respondents : int
        People who rated at least one item.
    ineligible : int
        People who rated nothing at all.
    how : mapping
        How it was read, in JSON's own types: what :mod:`servqual.importer.recorded` keeps.
    """

    file: str
    sha256: str
    rows: int
    respondents: int
    ineligible: int
    how: Mapping[str, Any] = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True)
class Responses:
    """The answers of the eligible people, checked against a questionnaire.

    Attributes
    ----------
    instrument : Instrument
        The questionnaire as it was answered (scale changed, absent items removed).
    ratings : mapping of battery name to int16 array, shape (n_respondents, n_items)
        Answers as given (not yet reversed), columns in the instrument's order, as whole numbers of
        parts: where ``instrument.scale_of(battery).parts`` is 2, the rating 4.5 is stored as 9.
        Values below the scale are members of :class:`Missing`.
    rows : int64 array, shape (n_respondents,)
        Row number of each person in the source; the first data row of a file with one header is 2.
    points : float64 array, shape (n_respondents, n_dimensions), or None
        Importance points, each row adding up to the instrument's total, or ranks, 1 first, where
        the questionnaire asks for an order; NaN rows have none.
    outcomes, people : mappings of id to array, shape (n_respondents,)
        Outcomes are float64 with NaN for no answer; people columns str objects, "" for none.
    weights : float64 array, shape (n_respondents,), or None
        Survey weights, finite, >= 0, not all 0.
    sampled : Sampled or None
        How the sample was drawn, where strata, clusters or the number of customers are known.
    unit : int64 array, shape (n_respondents,), or None
        Number of each person's cluster, else of the stratum, in ``sampled``.
    comments : mapping of column name to str object array
        Empty unless comments were asked for.
    seconds : float64 array, shape (n_respondents,), or None
        Time that each person took, in seconds, NaN where the tool did not say.
    finished : float64 array, shape (n_respondents,), or None
        When each person finished, in seconds since 1970 by the file's own clock; NaN for unknown.
    marks : mapping of name to bool array, shape (n_respondents,)
        People whom the importer noticed, for instance ``duplicate_token``: the same e-mail address
        or participant code as somebody earlier in the file.
    order : mapping of battery name to int array, shape (n_items,)
        Positions of the items in the order in which the file shows them; the instrument's order
        where a battery is not named.
    source : Source
    notes : Notes
        What the importer decided.
    """

    instrument: Instrument
    ratings: Mapping[str, Codes]
    rows: npt.NDArray[np.int64]
    source: Source
    points: npt.NDArray[np.float64] | None = None
    outcomes: Mapping[str, npt.NDArray[np.float64]] = field(default_factory=dict)
    people: Mapping[str, npt.NDArray[np.object_]] = field(default_factory=dict)
    weights: npt.NDArray[np.float64] | None = None
    weights_name: str = ""
    sampled: Sampled | None = None
    unit: Units | None = None
    comments: Mapping[str, npt.NDArray[np.object_]] = field(default_factory=dict)
    seconds: npt.NDArray[np.float64] | None = None
    finished: npt.NDArray[np.float64] | None = None
    marks: Mapping[str, npt.NDArray[np.bool_]] = field(default_factory=dict)
    order: Mapping[str, npt.NDArray[np.intp]] = field(default_factory=dict)
    notes: Notes = field(default_factory=Notes)

    def __post_init__(self) -> None:
        for name in ("ratings", "outcomes", "people", "comments", "marks", "order"):
            object.__setattr__(self, name, MappingProxyType(dict(getattr(self, name))))
        expected = (len(self.rows), len(self.instrument.items))
        for battery, codes in self.ratings.items():
            if codes.shape != expected:
                raise ValueError(
                    f"ratings[{battery!r}] has shape {codes.shape}, expected {expected}"
                )

    def __getstate__(self) -> dict[str, Any]:
        """Return what a pickle holds: plain dicts in place of read-only views."""
        return {
            name: dict(value) if isinstance(value, MappingProxyType) else value
            for name, value in self.__dict__.items()
        }

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        self.__post_init__()

    def __len__(self) -> int:
        return len(self.rows)

    def take(self, chosen: npt.NDArray[Any] | slice) -> Responses:
        """Return the people chosen by a boolean mask, positions or a slice, in that order.

        Those of a slice are not copied.

        A part of a sample is no part of a finite population whose size is known: the correction
        for one is left out.
        """
        return replace(
            self,
            ratings={name: codes[chosen] for name, codes in self.ratings.items()},
            rows=self.rows[chosen],
            points=None if self.points is None else self.points[chosen],
            outcomes={name: values[chosen] for name, values in self.outcomes.items()},
            people={name: values[chosen] for name, values in self.people.items()},
            weights=None if self.weights is None else self.weights[chosen],
            sampled=None if self.sampled is None else self.sampled.without_correction(),
            unit=None if self.unit is None else self.unit[chosen],
            comments={name: values[chosen] for name, values in self.comments.items()},
            seconds=None if self.seconds is None else self.seconds[chosen],
            finished=None if self.finished is None else self.finished[chosen],
            marks={name: who[chosen] for name, who in self.marks.items()},
        )

    def noted(self, *more: Note) -> Responses:
        """Return the same answers with notes added."""
        return replace(self, notes=Notes((*self.notes, *more)))

    def _repr_html_(self) -> str:
        from html import escape

        title = self.instrument.say(self.instrument.title, "en")
        scale = self.instrument.scale
        return (
            f"<p><b>{escape(self.source.file)}</b>: {len(self)} respondents, "
            f"{len(self.instrument.items)} items, {', '.join(self.ratings)} "
            f"({escape(title)}, {scale.min}-{scale.max})</p>{self.notes._repr_html_()}"
        )

    def __repr__(self) -> str:
        return (
            f"<Responses: {self.source.file}, {len(self)} respondents, {', '.join(self.ratings)}>"
        )
