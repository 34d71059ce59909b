"""People grouped by how they answer, and groups whose comparison needs care."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

from servqual.results.table import Parts

Scores = Literal["perception", "centred"]
Stability = Literal["stable", "doubtful", "unstable"]
Measure = Literal["gap", "mean", "outcome"]
Comparison = Literal["segments", "recovery", "tiers"]
FEWEST_PLACED = 50  # below this many people nothing is grouped
TRIED = range(2, 7)  # numbers of segments that are tried where none is asked for
PEOPLE_EACH = 10  # for every figure that an adjustment estimates


@dataclass(frozen=True)
class SegmentRow:
    """One segment of people who rate alike.

    Attributes
    ----------
    scores
        What people were grouped by: ``perception``, their dimension scores, or ``centred``, the
        same less each person's own mean.
    segment
        Its number, ``1`` the largest.
    n, share
        People, and their (weighted) share of everybody who was placed; None where they are hidden.
    jaccard, stability
        How alike it is to its best match in samples drawn again, 0 to 1: ``stable`` from .75,
        ``unstable`` below .60, between them ``doubtful`` (Hennig 2007).
    shown
        Whether anything more is said of it: stable, and people enough.
    above, below
        Dimensions on which its mean lies at least half a standard deviation above or below that of
        everybody; empty where it is not shown.
    """

    scores: Scores
    segment: str
    n: int | None
    share: float | None
    jaccard: float
    stability: Stability
    shown: bool
    above: tuple[str, ...] = ()
    below: tuple[str, ...] = ()


@dataclass(frozen=True)
class ChoiceRow:
    """One number of segments that was tried.

    ``smallest`` counts the people of the smallest segment, None below the fewest that are shown;
    ``explained`` is the share of variance between segments; ``jaccard`` the lowest of its segments.
    ``cloud`` is what ``explained`` is on average in normal clouds of the same spread and
    correlations, and ``beyond_cloud`` says that it is more than in any of them; None and False
    where the segments are not shown. ``ordered`` says that the segments lie in the same order on
    every dimension: they cut one line.
    """

    scores: Scores
    k: int
    n: int
    smallest: int | None
    explained: float
    jaccard: float
    stable: bool
    chosen: bool
    ordered: bool
    cloud: float | None = None
    beyond_cloud: bool = False


@dataclass(frozen=True)
class ProfileRow:
    """The share of a group among the people of a segment, and among everybody who was placed.

    ``group`` is '' where small groups stand together (``merged`` names them) so that nobody can be
    picked out.
    """

    scores: Scores
    by: str
    group: str
    segment: str
    share: float
    share_everybody: float
    merged: tuple[str, ...] = ()


@dataclass(frozen=True)
class ComparedGroup:
    """One group of a comparison: shown with its size, or hidden without it.

    ``comparison`` is ``recovery`` or ``tiers``; ``place`` counts from 1 in the order of the groups.
    """

    comparison: Comparison
    group: str
    place: int
    n: int | None
    shown: bool


@dataclass(frozen=True)
class FigureRow:
    """A mean of one group of a comparison, rounded as those of every breakdown.

    Attributes
    ----------
    comparison, group
        ``segments``, ``recovery`` or ``tiers``; a segment is called ``perception.1``.
    measure
        ``gap``, ``mean`` of a battery, or ``outcome``, each in scale points.
    level, id, battery
        ``overall`` or ``dimension`` of a gap or battery; an outcome has no battery.
    ci_low, ci_high
        None for the scores that segments were formed from: no test of these means anything.
    """

    comparison: Comparison
    group: str
    measure: Measure
    level: str
    id: str
    battery: str
    n: int
    mean: float
    ci_low: float | None = None
    ci_high: float | None = None


@dataclass(frozen=True)
class RecoveryDifference:
    """How two recovery groups differ, as they are and held against people of the same groups.

    ``difference`` is the first less the second, over people who have the figure and, if it is
    adjusted, all of what it is adjusted for. None where there are too few people for that.
    """

    measure: Measure
    level: str
    id: str
    battery: str
    first: str
    second: str
    n_first: int
    n_second: int
    difference: float
    ci_low: float
    ci_high: float
    adjusted: float | None = None
    adjusted_low: float | None = None
    adjusted_high: float | None = None

    @property
    def n(self) -> int:
        """People behind it."""
        return self.n_first + self.n_second

    @property
    def direction(self) -> Literal["up", "down", "open"]:
        """Which of the two is higher, ``open`` where the interval holds 0."""
        return direction(self.ci_low, self.ci_high)

    @property
    def adjusted_direction(self) -> Literal["up", "down", "open"]:
        """The same after adjustment."""
        if self.adjusted_low is None or self.adjusted_high is None:
            return "open"
        return direction(self.adjusted_low, self.adjusted_high)


@dataclass(frozen=True)
class TrendRow:
    """What goes with one tier more.

    Attributes
    ----------
    slope, ci_low, ci_high, p
        Scale points for each tier up, every tier counting alike.
    p_adjusted
        Holm over the dimensions; None for other rows.
    difference, difference_low, difference_high
        The highest tier that is shown less the lowest.
    tiers, n_least
        How many tiers are shown, and the fewest people behind one of them.
    """

    measure: Measure
    level: str
    id: str
    battery: str
    tiers: int
    slope: float
    ci_low: float
    ci_high: float
    p: float | None
    p_adjusted: float | None
    difference: float
    difference_low: float
    difference_high: float
    n_least: int

    def certain(self, confidence: float) -> Literal["up", "down", "open"]:
        """Return the direction where the test adjusted for its family agrees, else ``open``."""
        p = self.p if self.level != "dimension" else self.p_adjusted
        agrees = p is not None and p < 1 - confidence
        return direction(self.ci_low, self.ci_high) if agrees else "open"


@dataclass(frozen=True)
class StyleRow:
    """How one group uses the scale: the mean of a response style over its people.

    ``style`` is ``extreme`` (share of answers at the ends), ``middle`` (at the midpoint),
    ``agreement`` (share above the middle less the share below) or ``spread`` (SD within persons, in
    scale points).
    """

    by: str
    group: str
    style: str
    n: int
    mean: float
    ci_low: float | None
    ci_high: float | None


@dataclass(frozen=True)
class StyleSpread:
    """The two groups of a column that differ most in a response style.

    ``d`` is their difference in standard deviations of people within groups; the interval is
    adjusted for all pairs of groups. ``everywhere`` says that the two differ that way in what they
    want as in what they got, None where only one of these was rated. ``warns``: the interval
    excludes 0, d is at least .5, and it is so everywhere.
    """

    by: str
    style: str
    lowest: str
    highest: str
    groups: int
    difference: float
    ci_low: float
    ci_high: float
    d: float
    everywhere: bool | None
    warns: bool


@dataclass(frozen=True)
class Segments(Parts):
    """Segments, recovery, tiers and response styles: empty where they were not asked for.

    Attributes
    ----------
    segments, choices, profile
        Of people grouped by what they perceived, for both kinds of scores.
    groups, figures
        Of every comparison here.
    differences, adjusted_for
        Between recovery groups, and the people columns that they are adjusted for.
    trends
        Over member tiers.
    styles, style_spreads
        Of the groups of every breakdown.
    asked, tiers_asked
        As they were asked for, '' for nothing.
    tier_column
        People column of the tiers.
    tier_order
        Where their order comes from: ``given``, ``known`` (a list that comes with the program) or
        ``numbers``.
    n_placed, n_not_placed
        People with and without all dimension scores that segments are formed from.
    battery
        The battery that these scores are of.
    """

    shown: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "segments": ("scores", "segment", "n", "share", "jaccard", "stability", "above", "below"),
        "choices": ("scores", "k", "smallest", "explained", "jaccard", "stable", "chosen"),
        "figures": ("comparison", "group", "measure", "id", "n", "mean", "ci_low", "ci_high"),
        "differences": ("id", "first", "second", "difference", "ci_low", "ci_high", "adjusted"),
        "trends": ("measure", "id", "tiers", "slope", "ci_low", "ci_high", "p_adjusted"),
        "styles": ("by", "group", "style", "n", "mean", "ci_low", "ci_high"),
        "style_spreads": ("by", "style", "lowest", "highest", "difference", "d", "warns"),
    }

    segments: tuple[SegmentRow, ...] = ()
    choices: tuple[ChoiceRow, ...] = ()
    profile: tuple[ProfileRow, ...] = ()
    groups: tuple[ComparedGroup, ...] = ()
    figures: tuple[FigureRow, ...] = ()
    differences: tuple[RecoveryDifference, ...] = ()
    trends: tuple[TrendRow, ...] = ()
    styles: tuple[StyleRow, ...] = ()
    style_spreads: tuple[StyleSpread, ...] = ()
    asked: str = ""
    tiers_asked: str = ""
    tier_column: str = ""
    tier_order: str = ""
    adjusted_for: tuple[str, ...] = ()
    n_placed: int = 0
    n_not_placed: int = 0
    battery: str = ""

    def __bool__(self) -> bool:
        return bool(self.asked or self.tiers_asked or self.styles)

    def of(self, scores: str) -> Sequence[SegmentRow]:
        """Return the segments formed from one kind of scores."""
        return [row for row in self.segments if row.scores == scores]

    def compared(self, comparison: str) -> Sequence[ComparedGroup]:
        """Return the groups of one comparison in order, ``recovery`` or ``tiers``."""
        return [row for row in self.groups if row.comparison == comparison]

    def figure(self, comparison: str, group: str, measure: str, row_id: str) -> FigureRow | None:
        """Return one mean of a group; None where it is not shown."""
        for row in self.figures:
            if (row.comparison, row.group, row.measure, row.id) == (
                comparison, group, measure, row_id,
            ):  # fmt: skip
                return row
        return None


def direction(low: float, high: float) -> Literal["up", "down", "open"]:
    """Return the side of 0 that an interval lies on, ``open`` where it holds 0."""
    if low <= 0 <= high:
        return "open"
    return "up" if low > 0 else "down"
