"""The zone of tolerance: where perceptions lie between the least acceptable and the desired."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal

from servqual.results.gaps import Level
from servqual.results.table import Parts


@dataclass(frozen=True)
class ZoneRow:
    """The zone of an item, a dimension or the whole, over the people who rated all three levels.

    Everything is in scale points unless it says otherwise; None means that the number does not
    exist for these answers.

    Attributes
    ----------
    level, id
        ``item``, ``dimension`` or ``overall``, and which one; the overall row is ``item_mean``
        (each person's mean over items) where the questionnaire says so, else ``unweighted`` (mean
        of the dimensions).
    n
        People with all three ratings (of a dimension: with enough such items); of ``unweighted``
        the fewest behind any dimension.
    minimum, desired, perception
        Means over exactly these people.
    perception_low, perception_high
        Limits of the mean perception at ``settings.confidence``.
    adequacy, adequacy_low, adequacy_high
        Perception minus minimum with its paired limits at ``settings.confidence``.
    superiority, superiority_low, superiority_high
        Perception minus desired level; always ``adequacy - width``.
    width
        Desired level minus minimum.
    position
        ``adequacy / width`` of the means: 0 at the minimum, 1 at the desired level; None where the
        zone has no width.
    place
        Where the perception lies for certain: ``below``, ``inside``, ``above``; borderline are
        ``lower_edge``, ``upper_edge`` and ``either_edge``; ``cannot_tell`` without limits.
    share_below, share_inside, share_above
        Shares of people (0 to 1, together 1) who perceived less than their own minimum, something
        between, and more than they desire. Whoever has a minimum above the desired level is below
        or above, never inside. None for ``unweighted``.
    """

    level: Level
    id: str
    n: int
    minimum: float | None = None
    desired: float | None = None
    perception: float | None = None
    perception_low: float | None = None
    perception_high: float | None = None
    adequacy: float | None = None
    adequacy_low: float | None = None
    adequacy_high: float | None = None
    superiority: float | None = None
    superiority_low: float | None = None
    superiority_high: float | None = None
    width: float | None = None
    position: float | None = None
    place: str = "cannot_tell"
    share_below: float | None = None
    share_inside: float | None = None
    share_above: float | None = None


@dataclass(frozen=True)
class ScreenRow:
    """One rule of the screening that reports of library surveys use, and how many people it meets.

    Attributes
    ----------
    rule
        ``incomplete`` (an item without three ratings and not marked as not applicable),
        ``many_not_applicable``, ``many_inversions`` (minimum above the desired level),
        ``any_inversion`` (a stricter rule that some analyses use).
    limit
        More items than that: 11 and 9 of 22, in proportion for other lengths; 0 for the others.
    n_matching
        People whom it means.
    n
        Of these, those whom no earlier rule has met.
    """

    rule: str
    limit: float
    n_matching: int
    n: int


@dataclass(frozen=True)
class ZoneVariant:
    """A dimension or the whole once more, without the people whom a screening leaves out.

    ``variant`` is ``screened`` (the three rules) or ``no_inversion`` (also without anybody who has
    an inversion); the other fields are those of :class:`ZoneRow`.
    """

    variant: Literal["screened", "no_inversion"]
    level: Level
    id: str
    n: int
    minimum: float | None
    desired: float | None
    perception: float | None
    adequacy: float | None
    superiority: float | None
    width: float | None
    place: str


@dataclass(frozen=True)
class Zone(Parts):
    """Zones of tolerance; empty where minimum and desired level were not both asked.

    Attributes
    ----------
    rows
        The whole, the dimensions, the items, in the order of the questionnaire. Everybody counts.
    screening
        What a screening would leave out; nobody is left out by it here.
    variants
        The whole and the dimensions without these people; empty where the rules meet nobody, or
        leave fewer than ``settings.min_cell``.
    n, n_screened, n_no_inversion
        People who answered, and those whom each screening keeps.
    n_inversions, n_pairs
        Ratings with the minimum above the desired level, and ratings of both levels.
    """

    shown: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "rows": (
            *("level", "id", "n", "minimum", "perception", "desired", "adequacy", "superiority"),
            *("width", "position", "place", "share_below", "share_inside", "share_above"),
        ),
        "screening": ("rule", "limit", "n_matching", "n"),
    }

    rows: tuple[ZoneRow, ...] = ()
    screening: tuple[ScreenRow, ...] = ()
    variants: tuple[ZoneVariant, ...] = ()
    n: int = 0
    n_screened: int = 0
    n_no_inversion: int = 0
    n_inversions: int = 0
    n_pairs: int = 0

    def __bool__(self) -> bool:
        return bool(self.rows)

    def of_level(self, level: Level) -> tuple[ZoneRow, ...]:
        """Return the rows of a level."""
        return tuple(row for row in self.rows if row.level == level)

    def row(self, row_id: str) -> ZoneRow:
        """Return a row by its id; KeyError if there is none."""
        return {row.id: row for row in self.rows}[row_id]
