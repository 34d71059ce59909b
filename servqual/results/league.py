"""Units beside each other, fairly: shrunken means, ranks with limits, funnel, consistency."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal

from servqual.results.gaps import Level
from servqual.results.table import Parts

Side = Literal["below", "above", "open"]
Place = Literal["inside", "low", "very_low", "high", "very_high"]


@dataclass(frozen=True)
class UnitRow:
    """One score of one unit that may be shown; numbers rounded as the disclosure rules ask.

    Attributes
    ----------
    by, unit
        People column, and the unit in it.
    level, id, kind, battery
        Of which score: ``overall`` (``unweighted``) or ``dimension``; ``kind`` names the gap, ''
        where it is the mean of a ``battery``.
    mix
        '' for the people of the unit as they are; else the people columns, joined by ``+``, whose
        mix was made that of the customers first.
    n
        People.
    mean, ci_low, ci_high
        Of the unit alone, in scale points.
    pooled, pooled_low, pooled_high
        The same drawn towards the mean of all units as far as its own error asks for it.
    weight
        How much of ``pooled`` is the unit's own, 0 to 1.
    rank, rank_low, rank_high
        Place among the units shown, 1 the highest, with limits.
    p_lowest, p_highest
        Probability of the last and of the first place.
    side
        ``below`` or ``above`` where it lies apart from the mean of all units, else ``open``.
    n_apart
        From how many of the other units it can be told.
    with_lowest, with_highest
        Whether it cannot be told from the unit with the lowest, the highest pooled mean.
    place, place_wide
        Where it lies against the control limits of the funnel: ``inside``, beyond 1.96 (``low``,
        ``high``) or 3.09 standard errors (``very_low``, ``very_high``); by chance alone, and with
        true differences between units allowed for.
    corrected
        Whether its error was made smaller because its customers were sampled at random and are
        few (finite population).
    """

    by: str
    unit: str
    level: Level
    id: str
    kind: str
    battery: str
    mix: str
    n: int
    mean: float
    ci_low: float | None
    ci_high: float | None
    pooled: float
    pooled_low: float
    pooled_high: float
    weight: float
    rank: int
    rank_low: int
    rank_high: int
    p_lowest: float
    p_highest: float
    side: Side
    n_apart: int
    with_lowest: bool
    with_highest: bool
    place: Place
    place_wide: Place
    corrected: bool = False


@dataclass(frozen=True)
class UnitSpread:
    """How much the units of a column differ in one score.

    Attributes
    ----------
    by, level, id, kind, battery, mix
        As in :class:`UnitRow`.
    n_units, n_hidden
        Units compared, and units that may not be shown and do not count anywhere here.
    mean
        Of the pooled means of all units, each unit counting alike.
    sd, sd_low, sd_high
        SD between units beyond chance, by restricted maximum likelihood, limits by Q profile;
        both limits are 0 where units differ so much less than chance makes them that none exist.
    sd_moments
        The same by DerSimonian and Laird, as a check.
    q, df, p
        Whether units differ more than chance makes them (Cochran's Q).
    icc, icc_low, icc_high
        Share of the variance of people that lies between units, ICC(1); None for standardised
        means, and where nobody differs from their unit.
    sd_within
        SD of people within units.
    centre, dispersion
        Mean of all people in these units, and the dispersion of the funnel: 1 where units differ
        as much as chance makes them.
    n_outside, n_far_outside, n_outside_wide
        Units beyond the limits of the funnel at 1.96 and 3.09, and beyond 1.96 with true
        differences allowed for.
    n_below, n_above
        Units that lie apart from the mean of all.
    n_apart, n_pairs
        Pairs of units that can be told apart, of all pairs.
    """

    by: str
    level: Level
    id: str
    kind: str
    battery: str
    mix: str
    n_units: int
    n_hidden: int
    mean: float
    sd: float
    sd_low: float
    sd_high: float
    sd_moments: float
    q: float
    df: float
    p: float
    icc: float | None
    icc_low: float | None
    icc_high: float | None
    sd_within: float
    centre: float
    dispersion: float
    n_outside: int
    n_far_outside: int
    n_outside_wide: int
    n_below: int
    n_above: int
    n_apart: int
    n_pairs: int


@dataclass(frozen=True)
class ConsistencyRow:
    """How evenly a unit serves: answers in the lower part of the scale, and how people differ.

    Attributes
    ----------
    by, unit, battery, n
    share_low, ci_low, ci_high
        Share (0 to 1) of the answers to all items at or below ``low_up_to``.
        Of fewer than 30 people they are kept off both ends: .05 stands for at most that.
    at_end
        Whether ``share_low`` was so kept off.
    low_up_to
        Highest answer below the middle of the scale, 3 of 1-7.
    sd
        Of the people of the unit, in the overall score.
    mean
        Overall mean of the battery's answers or gap, as in the unit's row.
    tail
        Whether the mean lies not below that of all units and yet the share of low answers is
        clearly above theirs.
    """

    by: str
    unit: str
    battery: str
    n: int
    share_low: float
    ci_low: float
    ci_high: float
    at_end: bool
    low_up_to: float
    sd: float | None
    mean: float
    tail: bool = False


@dataclass(frozen=True)
class MixRow:
    """What became of a mix that was to be made equal before units are compared.

    Attributes
    ----------
    by
    columns
        The people columns, joined by ``+``.
    source
        ``customers`` (as the design file says) or ``answers`` (everybody who answered).
    n_classes
        Classes that people fall into by these columns together.
    n_units, n_left
        Units that were standardised, and shown units that were not, because a class of theirs has
        too few people.
    """

    by: str
    columns: str
    source: Literal["customers", "answers"]
    n_classes: int
    n_units: int
    n_left: int


@dataclass(frozen=True)
class League(Parts):
    """Units compared as far as their numbers allow: empty without a breakdown.

    Attributes
    ----------
    units : tuple of UnitRow
    spread : tuple of UnitSpread
    consistency : tuple of ConsistencyRow
    mixes : tuple of MixRow
    draws : int
        From how many draws the ranks come; their seed is that of the settings.
    """

    shown: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "units": (
            "by", "unit", "id", "mix", "n", "mean", "pooled", "pooled_low", "pooled_high",
            "rank", "rank_low", "rank_high", "side",
        ),
        "spread": ("by", "id", "mix", "n_units", "mean", "sd", "sd_low", "sd_high", "icc"),
        "consistency": ("by", "unit", "n", "share_low", "ci_low", "ci_high", "sd"),
        "mixes": ("by", "columns", "source", "n_units", "n_left"),
    }  # fmt: skip

    units: tuple[UnitRow, ...] = ()
    spread: tuple[UnitSpread, ...] = ()
    consistency: tuple[ConsistencyRow, ...] = ()
    mixes: tuple[MixRow, ...] = ()
    draws: int = 0

    def __bool__(self) -> bool:
        return bool(self.units)

    @property
    def columns(self) -> tuple[str, ...]:
        """The people columns whose units are compared, in the order asked for."""
        return tuple(dict.fromkeys(row.by for row in self.spread))

    def of(
        self, by: str, kind: str = "", row_id: str = "unweighted", mix: str = ""
    ) -> tuple[UnitRow, ...]:
        """Return the units of one column in one score, the highest pooled mean first."""
        wanted = (by, kind, row_id, mix)
        return tuple(row for row in self.units if (row.by, row.kind, row.id, row.mix) == wanted)

    def spread_of(
        self, by: str, kind: str = "", row_id: str = "unweighted", mix: str = ""
    ) -> UnitSpread | None:
        """Return how much the units of one column differ in one score, None where that is open."""
        for row in self.spread:
            if (row.by, row.kind, row.id, row.mix) == (by, kind, row_id, mix):
                return row
        return None
