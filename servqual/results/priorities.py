"""What comes first: where items stand, how sure that is, and by which rule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal

from servqual.results.table import Parts

Quadrant = Literal["concentrate_here", "keep_up", "low_priority", "possible_overkill"]
Certainty = Literal["firm", "firm_here", "leaning", "undetermined", ""]
# the keys of ``PriorityRow.probability``, in the order of the quadrants
PROBABILITY_KEYS: Mapping[Quadrant, str] = {
    "concentrate_here": "concentrate",
    "keep_up": "keep_up",
    "low_priority": "low_priority",
    "possible_overkill": "overkill",
}


@dataclass(frozen=True)
class PriorityRow:
    """Where one item stands in the importance-performance matrix, and how sure that is.

    Attributes
    ----------
    item, importance, performance, quadrant, n_importance, n_performance
        Means and the quadrant at the cross of the leading rule.
    probability
        Share of the replicates (0 to 1) in each quadrant, the cross moved along: ``concentrate``,
        ``keep_up``, ``low_priority``, ``overkill``; None where nothing can be resampled, and for
        fewer than ten people.
    certainty
        ``firm`` (probability at least .90, and the same quadrant under another rule for the cross),
        ``firm_here`` (at least .90, but under no other rule), ``leaning`` (.60 to .90),
        ``undetermined`` (below .60), '' where nothing can be resampled.
    agreeing
        Other rules for the cross under which it is the same quadrant.
    importance_se, performance_se, correlation
        Of the two means, for the ellipse.
    diagonal, diagonal_rank, diagonal_low, diagonal_high
        Importance minus performance on 0 to 100, its rank (1 = first) and the limits of the rank;
        None where the two have no common scale (derived importance), and for expectations, minus
        which it would be the gap again.
    """

    item: str
    importance: float
    performance: float
    quadrant: Quadrant
    n_importance: int
    n_performance: int
    probability: Mapping[str, float] | None = None
    certainty: Certainty = ""
    agreeing: tuple[str, ...] = ()
    importance_se: float | None = None
    performance_se: float | None = None
    correlation: float | None = None
    diagonal: float | None = None
    diagonal_rank: int | None = None
    diagonal_low: int | None = None
    diagonal_high: int | None = None


@dataclass(frozen=True)
class StabilityRow:
    """The quadrant of an item under one rule for the cross, kind of importance and axis.

    ``rule`` is ``grand_mean``, ``median``, ``midpoint``, ``target`` or ``benchmark``;
    ``importance_source`` as in :class:`Priorities`; ``axis`` is ``raw`` (mean performance) or
    ``gap`` (the gap in standard deviations, crossed at 0: Lin, Chan & Tsai 2009).
    ``leads`` marks the matrix that is drawn.
    """

    rule: str
    importance_source: str
    axis: str
    item: str
    quadrant: Quadrant
    cross_importance: float
    cross_performance: float
    probability: float | None = None
    leads: bool = False


@dataclass(frozen=True)
class RankRow:
    """One place in a ranking that is printed, with limits over replicates.

    ``ranking`` is ``gap`` (largest shortfall first), ``performance`` (lowest first), ``importance``
    (highest first), ``diagonal``, ``opportunity``, ``pgcv``; ``kind`` names the gap or the battery.
    ``probability_first`` is the share of replicates in which it is first.
    """

    ranking: str
    kind: str
    level: Literal["dimension", "item"]
    id: str
    value: float
    rank: int
    rank_low: int | None = None
    rank_high: int | None = None
    probability_first: float | None = None


@dataclass(frozen=True)
class IndexRow:
    """Indices of one item that are in use elsewhere.

    Attributes
    ----------
    item
    share_important, share_satisfied
        Shares (0 to 1) of the top two answers to importance and performance.
    opportunity
        Ulwick's (2005) importance + max(importance - satisfaction, 0), both shares times 10; only
        where importance was rated.
    pgcv
        Potential gain in customer value (Hom 1997): importance x (scale maximum - performance).
    share_met
        Share of people whose performance reaches what they wanted (gap >= 0).
    """

    item: str
    share_important: float | None = None
    share_satisfied: float | None = None
    opportunity: float | None = None
    pgcv: float | None = None
    share_met: float | None = None


@dataclass(frozen=True)
class Csi:
    """Customer satisfaction index: mean performance weighted by importance, percent of the maximum.

    ``floor`` is what the lowest possible answers give (a scale of 1 to 5 starts at 20).
    """

    battery: str
    importance_source: str
    index: float
    ci_low: float | None
    ci_high: float | None
    floor: float


@dataclass(frozen=True)
class Priorities(Parts):
    """The importance-performance matrix: points, where its two lines cross, and how sure it is.

    Attributes
    ----------
    items : tuple of PriorityRow
    stability : tuple of StabilityRow
        Every item under every rule x kind of importance x axis that these answers allow: hundreds
        of rows, which a notebook shows only as ``to_frame("stability")``, as it does ``ranks``.
    ranks : tuple of RankRow
    indices : tuple of IndexRow
    csi : tuple of Csi
    rule, cross_importance, cross_performance
        The leading rule for the cross, and the cross.
    importance_source
        ``ratings`` (importance was asked), ``derived`` (from an outcome), ``expectation`` (a proxy,
        said so); '' when there is nothing to place.
    performance_battery
        ``satisfaction`` if that was asked, else ``perception``.
    method, replicates
        How people were resampled: ``people`` (each a group of its own) or ``groups``; '' if not.
    """

    items: tuple[PriorityRow, ...] = ()
    stability: tuple[StabilityRow, ...] = ()
    ranks: tuple[RankRow, ...] = ()
    indices: tuple[IndexRow, ...] = ()
    csi: tuple[Csi, ...] = ()
    rule: str = "grand_mean"
    cross_importance: float | None = None
    cross_performance: float | None = None
    importance_source: str = ""
    performance_battery: str = ""
    method: str = ""
    replicates: int = 0

    shown: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "items": (
            "item",
            "importance",
            "performance",
            "quadrant",
            "certainty",
            "probability",
        ),
        "indices": ("item", "opportunity", "pgcv", "share_met"),
        "csi": ("battery", "importance_source", "index", "ci_low", "ci_high", "floor"),
    }

    def ranking(self, name: str, kind: str = "", level: str = "item") -> tuple[RankRow, ...]:
        """Return one ranking, its first place first; '' takes any kind."""
        rows = [
            r for r in self.ranks if r.ranking == name and r.level == level and kind in ("", r.kind)
        ]
        return tuple(sorted(rows, key=lambda r: r.rank))
