"""Rows of several waves: figures, changes, breaks, groups, panels, the same mix of people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Against = Literal["before", "first", "same_period"]
Figure = tuple[str, str, str, str]  # level, id, kind of gap, measure


@dataclass(frozen=True)
class WaveInfo:
    """One wave.

    Attributes
    ----------
    wave
        What it is called.
    file, sha256
        Of its survey.
    n
        People who count; None where the wave is not shown.
    shown
        False where a wave of a column has fewer people than a group must have.
    stretch
        Waves of one stretch are comparable as a whole; it rises by one at every break.
    weights
        Name of the column of weights, '' for none.
    mode, frame
        How people were asked and found, as stated; '' if nothing was.
    year, part, parts
        Period that the name tells: year, which part of it, and how many parts a year has (4 for
        quarters, 12 for months, 1 for years); 0 where it tells none.
    made
        How it was read, for making it again; empty where all waves come from one file.
    """

    wave: str
    file: str
    sha256: str
    n: int | None
    shown: bool = True
    stretch: int = 1
    weights: str = ""
    mode: str = ""
    frame: str = ""
    year: int = 0
    part: int = 0
    parts: int = 0
    made: Mapping[str, Any] = field(default_factory=dict, repr=False)


@dataclass(frozen=True)
class WaveMean:
    """One figure of one wave, with its interval.

    Attributes
    ----------
    wave
    level, id
        ``item``, ``dimension``, ``overall`` or ``outcome``, and which one.
    kind
        Name of the gap that it belongs to, '' for a mean by itself.
    measure
        ``gap``; ``of`` or ``minus`` for what was received or wanted behind it; ``mean``; of
        outcomes also ``nps`` (-1 to 1), ``top_two`` and ``yes`` (0 to 1).
    battery
        Battery of a mean, '' for gaps and outcomes.
    n, mean, se, df, ci_low, ci_high
        Answers behind it, scale points; None for what is not known.
    stretch
        Waves with the same number are comparable in this figure.
    """

    wave: str
    level: str
    id: str
    kind: str
    measure: str
    battery: str
    n: int | None
    mean: float
    se: float | None = None
    df: float | None = None
    ci_low: float | None = None
    ci_high: float | None = None
    stretch: int = 1

    @property
    def figure(self) -> Figure:
        """Which figure it is, whatever the wave."""
        return self.level, self.id, self.kind, self.measure


@dataclass(frozen=True)
class ChangeRow:
    """The change of one figure from one wave to a later one, of independent samples.

    Attributes
    ----------
    wave, since, against
        The later and the earlier wave; ``before`` (the wave before), ``first`` (the first that is
        comparable) or ``same_period`` (the same part of the year before).
    level, id, kind, measure, battery
        As in :class:`WaveMean`.
    then, now, n_then, n_now, change, se, df, ci_low, ci_high, p
        ``now - then``, limits and p by Welch (1947); under weights with linearised errors.
    p_adjusted
        Over the rows of one wave, comparison, level, kind and measure: Holm for dimensions,
        Benjamini-Hochberg for items.
    verdict
        Of gaps, ``up`` or ``down`` with how: ``real`` (what people received moved that way),
        ``hollow`` (up because they ask for less), ``asked`` (down because they ask for more) or
        ``open``; else ``up``, ``down`` or ``open`` alone.
    """

    wave: str
    since: str
    against: Against
    level: str
    id: str
    kind: str
    measure: str
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
    verdict: str = "open"

    @property
    def figure(self) -> Figure:
        """Which figure it is, whatever the wave."""
        return self.level, self.id, self.kind, self.measure

    @property
    def direction(self) -> Literal["up", "down", "open"]:
        """Which way it went, ``open`` where the interval holds 0 or is not known."""
        if self.ci_low is None or self.ci_high is None or self.ci_low <= 0 <= self.ci_high:
            return "open"
        return "up" if self.change > 0 else "down"


@dataclass(frozen=True)
class WaveBreak:
    """Why a figure, or every figure (``all``), is not compared across the step to a wave.

    ``reason`` is ``questionnaire``, ``version``, ``rescaled``, ``mode``, ``frame``, ``weights`` for
    everything; ``new``, ``dropped`` or ``other_items`` for an item, a dimension or the whole.
    """

    wave: str
    since: str
    level: str
    id: str
    reason: str
    then: str = ""
    now: str = ""


@dataclass(frozen=True)
class GroupWave:
    """One gap of one group in one wave, rounded, and its change since the wave before.

    ``n``, ``gap`` and limits are None in a wave in which the group may not be shown.
    """

    by: str
    group: str
    wave: str
    level: str
    id: str
    kind: str
    n: int | None = None
    gap: float | None = None
    ci_low: float | None = None
    ci_high: float | None = None
    change: float | None = None
    change_low: float | None = None
    change_high: float | None = None


@dataclass(frozen=True)
class PanelPair:
    """Who answered in a wave and in the one before it.

    Attributes
    ----------
    wave, since
    shown
        False where those who stayed, left or came are too few: nothing of them is told then.
    n_then, n_now
        People who count in each wave.
    matched
        People in both.
    left, joined
        Share of then who are not in the later wave, and of now who were not in the earlier one.
    no_id, repeated
        People of the two waves whose id is blank, or stands in more than one row of a wave; they
        are not matched.
    """

    wave: str
    since: str
    shown: bool
    n_then: int
    n_now: int
    matched: int | None = None
    left: float | None = None
    joined: float | None = None
    no_id: int | None = None
    repeated: int | None = None


@dataclass(frozen=True)
class PanelRow:
    """The change of one figure within the people who answered in both waves.

    ``then`` and ``now`` are means of these people, ``all_then`` and ``all_now`` of everybody of
    the wave; the rest as in :class:`ChangeRow`, by the paired test.
    """

    wave: str
    since: str
    level: str
    id: str
    kind: str
    measure: str
    battery: str
    n: int
    then: float
    now: float
    change: float
    se: float | None = None
    df: float | None = None
    ci_low: float | None = None
    ci_high: float | None = None
    p: float | None = None
    p_adjusted: float | None = None
    all_then: float | None = None
    all_now: float | None = None


@dataclass(frozen=True)
class StandardRow:
    """A figure of a wave as it would be with the same mix of people in every wave.

    ``raw`` is the mean as it is, ``mean`` with its limits over the fixed mix, ``n`` people in the
    cells used; ``change`` with limits is that of the standardised mean since the wave before.
    """

    wave: str
    level: str
    id: str
    kind: str
    n: int
    raw: float
    mean: float
    se: float | None = None
    df: float | None = None
    ci_low: float | None = None
    ci_high: float | None = None
    change: float | None = None
    change_low: float | None = None
    change_high: float | None = None


@dataclass(frozen=True)
class Mix:
    """What the standardised figures rest on.

    ``columns`` were crossed; ``source`` says where the fixed mix comes from (``customers`` of the
    design, ``waves``: all waves together); ``cells`` were used, ``left_out`` cells had too few
    people in some wave, which stand for ``share_left_out`` (0 to 1) of the mix.
    """

    columns: tuple[str, ...]
    source: str
    cells: int
    left_out: int
    share_left_out: float
