"""Records of everything beside gaps and means: one row of a table each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from servqual.results.gaps import Level

Quadrant = Literal["concentrate_here", "keep_up", "low_priority", "possible_overkill"]


@dataclass(frozen=True)
class DistributionRow:
    """How often each answer was given to an item in a battery (reversed items turned round).

    ``counts`` maps each scale value to people, ``missing`` each kind of missing to people; both are
    unweighted. ``share`` maps each scale value to its (weighted) share of valid answers, 0 to 1.
    """

    battery: str
    item: str
    n: int
    counts: Mapping[float, int]
    missing: Mapping[str, int]
    share: Mapping[float, float]


@dataclass(frozen=True)
class PointsRow:
    """Mean importance points of a dimension over the people whose points add up."""

    dimension: str
    n: int
    mean: float | None
    sd: float | None
    se: float | None


@dataclass(frozen=True)
class FlagRow:
    """How many people a rule for careless answering flags, of everybody who answered.

    ``counts`` says whether the rule counts towards *suspect*; ``limit`` where it begins to flag, in
    its own unit (answers in a row, seconds per rating, scale points ...), None where it has none.
    """

    rule: str
    battery: str
    n: int
    share: float
    counts: bool = False
    limit: float | None = None


@dataclass(frozen=True)
class ExclusionRow:
    """One rule by which the analyst left people out.

    ``n`` counts those whom no earlier rule had left out already, ``n_matching`` all whom it means.
    """

    rule: str
    reason: str
    n: int
    n_matching: int


@dataclass(frozen=True)
class MissingRow:
    """What became of the ratings that a battery asked for: answered, or missing in which way."""

    battery: str
    asked: int
    answered: int
    missing: Mapping[str, int]


@dataclass(frozen=True)
class SensitivityRow:
    """One gap with everybody (``n``, ``gap``) and without some people.

    Without whom stands in :attr:`servqual.results.Quality.compared`: suspect answers, or those whom
    the analyst left out.
    """

    level: Level
    id: str
    kind: str
    n: int
    gap: float | None
    n_without: int
    gap_without: float | None


@dataclass(frozen=True)
class RuleRow:
    """One gap under one rule for incomplete answers: ``half``, ``listwise`` or ``impute``."""

    rule: str
    level: Level
    id: str
    kind: str
    n: int
    gap: float | None
    ci_low: float | None
    ci_high: float | None


@dataclass(frozen=True)
class GroupGap:
    """One gap in one group of a breakdown that may be shown.

    Means, gap and limits are rounded (2 decimals, 1 below 30 people) so that nobody can be worked
    out from them; ``n`` counts people, unweighted. Otherwise as in :class:`GapRow`.
    """

    by: str
    group: str
    level: Level
    id: str
    kind: str
    n: int
    mean_of: float | None
    mean_minus: float | None
    gap: float | None
    ci_low: float | None
    ci_high: float | None
    verdict: str


@dataclass(frozen=True)
class GroupRow:
    """One group of a breakdown: shown with its size, or hidden without it."""

    by: str
    group: str
    n: int | None
    shown: bool


@dataclass(frozen=True)
class OutcomeRow:
    """One question about the whole.

    Attributes
    ----------
    id, kind, n
        Which outcome, its kind (``rating``, ``recommend``, ``yes_no``, ``effort``) and valid
        answers.
    mean, sd, se, ci_low, ci_high
        On the outcome's own scale.
    figure
        ``nps`` for recommendations (promoters minus detractors), ``top_two`` for ratings (share of
        the two highest answers), ``yes`` for yes or no, ``easy`` for "made easy" (share above the
        middle of 1-7), ``little_effort`` for "how much effort" (share below the middle of 1-5; low
        is good); ``share`` 0 to 1 (nps: -1 to 1) with its limits.
    share_high_answers, share_middle, share_low_answers
        Of the answers; for ``little_effort`` "high" are the good ones, which are low numbers.
    counts
        Each answer to people, unweighted.
    method
        How the limits were made: ``adjusted_wald`` (nps) or ``wilson``; with ``_effective`` behind
        it from the effective number of answers under weights or a design; '' without limits.
    n_effective
        So many answers of a simple random sample would be as exact; None without weights or design.
    few
        Whether there are too few answers for a finding: below 50 for nps, else below 30.
    """

    id: str
    kind: str
    n: int
    mean: float | None
    sd: float | None
    se: float | None
    ci_low: float | None
    ci_high: float | None
    figure: str
    share: float | None
    share_low: float | None
    share_high: float | None
    share_high_answers: float | None
    share_middle: float | None
    share_low_answers: float | None
    counts: Mapping[int, int]
    method: str = ""
    n_effective: float | None = None
    few: bool = False


@dataclass(frozen=True)
class Quotation:
    """A comment that the analyst has reviewed and marked to be printed.

    ``dimension`` is the id of the dimension that the analyst put it under, '' for the whole.
    Neither the row nor any group of the person is kept.
    """

    dimension: str
    text: str
