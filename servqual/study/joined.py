"""How far the groups of a joined table differ, before they are pooled."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from servqual.instrument import Instrument
from servqual.results import Level
from servqual.results.joined import DifferenceRow, Differences
from servqual.settings import Settings
from servqual.statistics.summary import Summary
from servqual.statistics.waves import welch
from servqual.study.gaps import gap_tables
from servqual.study.scores import score_tables

UNWEIGHTED = "unweighted"


@dataclass(frozen=True)
class _Mean:
    """A mean with its error and degrees of freedom; NaN where there is none."""

    n: int
    mean: float
    se: float
    df: float


Pairs = Mapping[str, tuple[Summary, Summary]]


def differences(
    groups: Mapping[str, Pairs], instrument: Instrument, confidence: float = 0.95
) -> Differences:
    """Return the difference of every group from everybody else.

    Parameters
    ----------
    groups : mapping of people column to (mapping of group to two Summaries)
        Of the group, and of everybody else. Where there are two groups, only the first is held
        against the other.
    instrument : Instrument
    confidence : float
        Coverage of all intervals of a column together.
    """
    rows = [
        row
        for column, pairs in groups.items()
        for row in _of_column(column, pairs, instrument, confidence)
    ]
    return Differences(tuple(rows), confidence)


def _of_column(
    column: str, pairs: Pairs, instrument: Instrument, confidence: float
) -> Iterator[DifferenceRow]:
    chosen = list(pairs.items())[: 1 if len(pairs) == 2 else None]
    tables = [(g, _means(own, instrument), _means(rest, instrument)) for g, (own, rest) in chosen]
    k = sum(len(own) for _, own, _ in tables)
    adjusted = 1 - (1 - confidence) / max(k, 1)
    for group, own, others in tables:
        for (kind, level, name), mean in own.items():
            other = others.get((kind, level, name), _NOBODY)
            yield _row((column, group, kind), (level, name), mean, other, adjusted)


_NOBODY = _Mean(0, float("nan"), float("nan"), 0)


def _row(
    which: tuple[str, str, str], what: tuple[Level, str], own: _Mean, other: _Mean, share: float
) -> DifferenceRow:
    found = welch((other.mean, other.se, other.df), (own.mean, own.se, own.df), share)
    low, high = (found.ci_low, found.ci_high) if found else (None, None)
    return DifferenceRow(
        *which,
        *what,
        n=own.n,
        n_others=other.n,
        mean=_known(own.mean),
        mean_others=_known(other.mean),
        difference=_known(own.mean - other.mean),
        ci_low=low,
        ci_high=high,
        differs=low is not None and high is not None and not low <= 0 <= high,
    )


def _known(value: float) -> float | None:
    return None if math.isnan(value) else value


def _means(summary: Summary, instrument: Instrument) -> dict[tuple[str, Level, str], _Mean]:
    """Return the leading overall mean and those of the dimensions, of every gap and battery."""
    found: dict[tuple[str, Level, str], _Mean] = {}
    gaps = gap_tables(summary, instrument, Settings())
    for row in (*gaps.overall, *gaps.dimensions):
        if row.level == "dimension" or row.id == UNWEIGHTED:
            found[row.kind, row.level, row.id] = _mean(row.n, row.gap, row.se)
    scores = score_tables(summary, instrument, Settings())
    for score in (*scores.overall, *scores.dimensions):
        if score.level == "dimension" or score.id == UNWEIGHTED:
            found[score.battery, score.level, score.id] = _mean(score.n, score.mean, score.se)
    kinds = list(dict.fromkeys(kind for kind, _, _ in found))
    return dict(sorted(found.items(), key=lambda entry: kinds.index(entry[0][0])))


def _mean(n: int, mean: float | None, se: float | None) -> _Mean:
    nothing = float("nan")
    return _Mean(n, nothing if mean is None else mean, nothing if se is None else se, n - 1)
