"""The wave before beside this one: every change with its interval, and what is not compared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar, Literal

from servqual.notes import Note
from servqual.results.table import Parts

WaveLevel = Literal["item", "dimension", "overall"]
Measure = Literal["gap", "of", "minus", "mean"]
Key = tuple[str, str, str, str]  # level, id, kind (of gap, '' for none), battery ('' for the gap)
IMPOSSIBLE = "before_gap_differs"  # code of the note about a printed row that cannot be


@dataclass(frozen=True)
class WaveFigure:
    """A mean of one wave with what its change needs; None for what is not known.

    ``se`` is its standard error and ``df`` the degrees of freedom of that; without an ``se`` the
    change has no interval.
    """

    mean: float
    n: int | None = None
    se: float | None = None
    df: float | None = None


@dataclass(frozen=True)
class BreakRow:
    """Something that is not what it was.

    Attributes
    ----------
    level, id
        What it concerns: ``item`` or ``dimension`` with its id, ``overall``, or ``all`` for every
        figure.
    reason
        Without a comparison: ``rescaled``, ``new``, ``dropped``, ``other_items``, ``not_printed``.
        Compared with caution: ``mode``, ``version``, ``frame``, ``weights``, ``rule``,
        ``excluded``, ``renamed``.
    then, now
        In words or numbers, '' where there is nothing to say.
    compared
        Whether figures are compared all the same.
    """

    level: str
    id: str
    reason: str
    then: str = ""
    now: str = ""
    compared: bool = False


@dataclass(frozen=True)
class Wave:
    """A wave that was there before, as it was printed or stored.

    Attributes
    ----------
    label
        What it is called, such as ``2025``.
    origin
        ``results`` (a results.json, full precision) or ``printed``.
    file, sha256
    n
        People, None where it is not known.
    figures
        By level, id, kind of gap and battery.
    decimals
        Of printed means, None for full precision.
    breaks
        What the crosswalk or the file says is not what it was.
    told
        What is known about how it was made, by the reason of the caution that a difference calls
        for: ``version``, ``mode``, ``frame``, ``weights``, ``rule``, ``excluded``.
    crosswalk
        Name of the crosswalk file, '' without one.
    notes
        What was noticed about the figures.
    """

    label: str
    origin: Literal["results", "printed"]
    file: str
    sha256: str
    n: int | None
    figures: Mapping[Key, WaveFigure]
    decimals: int | None = None
    breaks: tuple[BreakRow, ...] = ()
    told: Mapping[str, str] = field(default_factory=dict)
    crosswalk: str = ""
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True)
class WaveRow:
    """The change of one mean from one wave of people to another.

    Attributes
    ----------
    level, id
        ``item``, ``dimension`` or ``overall``, and which one.
    kind
        Name of the gap that the figure belongs to, '' for a mean by itself.
    measure
        ``gap``; ``of`` or ``minus`` for what was received or wanted behind it; ``mean``.
    battery
        Battery of a mean, '' for the gap.
    then, now, n_then, n_now
        Means in scale points, and answers behind them; None where it is not known.
    change, se, df, ci_low, ci_high, p
        ``now - then`` of two independent samples, with the error and the degrees of freedom of
        Welch (1947). For gaps a positive change is a smaller shortfall.
    p_adjusted
        Over the rows of a level, kind and measure: Holm for dimensions, Benjamini-Hochberg for
        items.
    lacks
        Why there is no interval: ``n_then``, ``sd_then`` (the spread of the gaps was not printed,
        and does not follow from those of the two means), ``sd_now``; '' where there is one.
    """

    level: WaveLevel
    id: str
    kind: str
    measure: Measure
    battery: str
    then: float
    now: float
    change: float
    n_then: int | None = None
    n_now: int | None = None
    se: float | None = None
    df: float | None = None
    ci_low: float | None = None
    ci_high: float | None = None
    p: float | None = None
    p_adjusted: float | None = None
    lacks: str = ""

    @property
    def direction(self) -> Literal["up", "down", "open"]:
        """Which way it went, ``open`` where the interval holds 0 or is not known."""
        if self.ci_low is None or self.ci_high is None or self.ci_low <= 0 <= self.ci_high:
            return "open"
        return "up" if self.change > 0 else "down"

    def certain(self, confidence: float) -> Literal["up", "down", "open"]:
        """Return the direction where the test adjusted for its family agrees, else ``open``.

        The overall row is no family, and stands by its interval.
        """
        if self.level == "overall":
            return self.direction
        agrees = self.p_adjusted is not None and self.p_adjusted < 1 - confidence
        return self.direction if agrees else "open"


@dataclass(frozen=True)
class Before(Parts):
    """The wave before: empty where none was given.

    Attributes
    ----------
    changes : tuple of WaveRow
        The overall row first, then dimensions and items in questionnaire order; for each gap its
        change, then those of the two means that it is made of.
    breaks : tuple of BreakRow
    label, origin, file, sha256, n, decimals, crosswalk
        As in :class:`Wave`.
    """

    shown: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "changes": (
            "level", "id", "measure", "battery", "then", "now", "change", "ci_low", "ci_high",
        ),
        "breaks": ("level", "id", "reason", "then", "now"),
    }  # fmt: skip

    changes: tuple[WaveRow, ...] = ()
    breaks: tuple[BreakRow, ...] = ()
    label: str = ""
    origin: str = ""
    file: str = ""
    sha256: str = ""
    n: int | None = None
    decimals: int | None = None
    crosswalk: str = ""

    def __bool__(self) -> bool:
        return bool(self.file)

    def row(self, row_id: str, measure: str = "gap", kind: str = "") -> WaveRow:
        """Return one change; KeyError if it is not compared."""
        for row in self.changes:
            if row.id == row_id and row.measure == measure and kind in ("", row.kind):
                return row
        known = ", ".join(dict.fromkeys(row.id for row in self.changes)) or "none"
        raise KeyError(f"no change of {measure!r} of {row_id!r}; compared are: {known}")

    def of(self, level: str, measure: str, kind: str = "") -> Sequence[WaveRow]:
        """Return the changes of one level and measure, of one kind of gap if it is named."""
        return [
            row
            for row in self.changes
            if row.level == level and row.measure == measure and kind in ("", row.kind)
        ]

    def has_break(self, level: str, row_id: str) -> bool:
        """Say whether something is not compared."""
        return any(
            not b.compared and (b.level == "all" or (b.level, b.id) == (level, row_id))
            for b in self.breaks
        )
