"""What a pilot says about the questionnaire; about the service it says nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Literal

from servqual.instrument import Instrument
from servqual.notes import Notes
from servqual.results.check import StopRow
from servqual.results.table import Parts

Advice = Literal["keep", "reword", "drop"]
Size = Literal["very_small", "usual", "too_large"]
FEWEST, FEW, MOST = 10, 20, 50  # people of a pilot


@dataclass(frozen=True)
class Portion:
    """A share of people (0 to 1) with Wilson limits: how many of how many."""

    n: int
    of: int
    share: float
    low: float
    high: float


@dataclass(frozen=True)
class PilotRating:
    """One item in one set of ratings.

    Attributes
    ----------
    item, dimension, battery : str
    n : int
        People who rated it.
    unanswered : Portion or None
        Left blank, refused, or set aside, of those who were shown it; None if nobody was.
    cannot : Portion or None
        "Not applicable" and "don't know", of the same people.
    top, bottom : Portion or None
        The best and the lowest answer (negatively worded items turned round), of those who rated
        it; None if nobody did.
    same_answer : bool
        Whether all who rated it gave one and the same answer.
    item_rest_r, r_low, r_high : float or None
        Correlation with the sum of the other items of its dimension, and its limits by Fisher's
        transformation; None where there is none (see ``r_problem``).
    r_n : int
        People who rated every item of the dimension.
    r_problem : str
        '' or why there is no correlation: ``one_item``, ``too_few_people``,
        ``not_asked_together`` (by any short version), ``no_spread``.
    """

    item: str
    dimension: str
    battery: str
    n: int
    unanswered: Portion | None
    cannot: Portion | None
    top: Portion | None
    bottom: Portion | None
    same_answer: bool = False
    item_rest_r: float | None = None
    r_low: float | None = None
    r_high: float | None = None
    r_n: int = 0
    r_problem: str = ""


@dataclass(frozen=True)
class Reason:
    """Why an item should be looked at, in which set of ratings; ``asks`` says what for.

    ``code`` is ``cannot_answer``, ``apart``, ``against``, ``unanswered``, ``same_answer``,
    ``ceiling``, ``floor``, ``nobody``, or of a remark that asks for nothing ``open`` (a low
    correlation whose limits hold the benchmark) or ``wanted_ceiling`` (most want the most).
    """

    code: str
    battery: str
    asks: Advice


@dataclass(frozen=True)
class PilotItem:
    """What to do with an item before the main survey, and why: the gravest reason decides.

    ``drop`` is a question to whoever knows the service, never a decision.
    """

    item: str
    dimension: str
    advice: Advice
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True)
class PilotAlpha:
    """Cronbach's alpha of a dimension in a set of ratings, with Feldt's limits.

    ``problem`` is '' or why there is none: ``one_item``, ``too_few_people``,
    ``not_asked_together``, ``no_spread``.
    """

    battery: str
    dimension: str
    k: int
    n: int
    alpha: float | None = None
    alpha_low: float | None = None
    alpha_high: float | None = None
    problem: str = ""


@dataclass(frozen=True)
class PilotTime:
    """How long people took: lower quartile, median and upper quartile in seconds.

    ``per_rating`` is the median of each person's time per rating given; ``n`` people whose time is
    known.
    """

    n: int
    lower: float
    median: float
    upper: float
    per_rating: float


@dataclass(frozen=True)
class Pilot(Parts):
    """What a pilot of 10 to 50 people says about every item.

    Attributes
    ----------
    items : tuple of PilotItem
        What to do with each, in the order of the questionnaire.
    ratings : tuple of PilotRating
    alphas : tuple of PilotAlpha
    instrument : Instrument
    file : str
    rows, n, ineligible : int
        Rows of the file, people who rated something, people who rated nothing.
    confidence : float
    time : PilotTime or None
        None where the file does not hold times.
    stops : tuple of StopRow
        The drop-off over the rating columns; empty if it was not looked at.
    notes : Notes
        What was decided while reading.
    """

    items: tuple[PilotItem, ...]
    ratings: tuple[PilotRating, ...]
    alphas: tuple[PilotAlpha, ...]
    instrument: Instrument = field(repr=False)
    file: str
    rows: int
    n: int
    ineligible: int
    confidence: float
    time: PilotTime | None = None
    stops: tuple[StopRow, ...] = field(default=(), repr=False)
    notes: Notes = field(default_factory=Notes, repr=False)

    shown: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "items": ("item", "dimension", "advice", "reasons"),
        "alphas": ("battery", "dimension", "k", "n", "alpha", "alpha_low", "alpha_high"),
    }

    @property
    def size(self) -> Size:
        """Whether so many people are what a pilot is: ``very_small`` below 20 of them."""
        return "very_small" if self.n < FEW else "usual" if self.n <= MOST else "too_large"

    def advised(self, advice: Advice) -> tuple[PilotItem, ...]:
        """Return the items with this advice."""
        return tuple(row for row in self.items if row.advice == advice)

    def rating(self, item: str, battery: str) -> PilotRating:
        """Return one item in one set of ratings.

        Raises
        ------
        KeyError
            It was not asked.
        """
        for row in self.ratings:
            if (row.item, row.battery) == (item, battery):
                return row
        raise KeyError(f"no ratings of {item!r} in {battery!r}")
