"""The conditions behind gaps 1 to 4: a ranked profile, and how they go with the gaps over units."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

import numpy as np

from servqual.errors import UndefinedStatisticError
from servqual.results.gap_model import AntecedentLink, AntecedentRow
from servqual.statistics.associations import association
from servqual.statistics.moments import Array
from servqual.statistics.reliability import cronbach_alpha, spearman_brown
from servqual.statistics.roles import Side, one
from servqual.study.gap_model.rows import BETWEEN, RATED, Frame
from servqual.study.gap_model.told import PROFILE_FROM, Construct, Told

LINKS_FROM = 30  # units
_ANSWERED = 0.5  # of a condition's questions, as of a dimension's items


def profile(told: Told, confidence: float, fewest: int = 0) -> tuple[AntecedentRow, ...]:
    """Return the conditions of a role from the least healthy; empty where too few people rated."""
    scores = {name: people_means(one_of.rows) for name, one_of in told.constructs.items()}
    if any((~np.isnan(own)).sum() < max(PROFILE_FROM, fewest) for own in scores.values()):
        return ()
    rows = [_row(told, name, scores[name], confidence) for name in told.constructs]
    rows.sort(key=lambda row: row.health)
    return tuple(replace(row, rank=k) for k, row in enumerate(rows, start=1))


def people_means(rows: Array) -> Array:
    """Return each person's mean over at least half of the questions, NaN for others."""
    there = ~np.isnan(rows)
    enough = there.sum(axis=1) >= max(1, math.ceil(_ANSWERED * rows.shape[1]))
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.where(there, rows, 0.0).sum(axis=1) / there.sum(axis=1)
    return np.where(enough, mean, np.nan)


def _row(told: Told, name: str, scores: Array, confidence: float) -> AntecedentRow:
    mean = Side.of(scores[:, None], told.left(scores[:, None])).mean(np.ones(1))
    assert mean is not None  # noqa: S101  there are ten people and more
    own: Construct = told.constructs[name]
    value, coefficient = reliability(own.rows)
    row = AntecedentRow(
        construct=name,
        gap=own.gap,
        role=told.role,
        rank=0,
        n=mean.n,
        n_items=own.rows.shape[1],
        health=mean.value,
        reliability=value,
        coefficient=coefficient,
        name=dict(own.name),
    )
    found = one(mean, confidence)
    if not found.se > 0:
        return row
    return replace(row, se=found.se, ci_low=found.test.ci_low, ci_high=found.test.ci_high)


def reliability(rows: Array) -> tuple[float | None, Literal["", "alpha", "spearman_brown"]]:
    """Return how far the questions of a condition go together, over people who answered all.

    Alpha of three questions and more, the Spearman-Brown coefficient of two (Eisinga, te
    Grotenhuis & Pelzer 2013); None of one, or where nobody differs.
    """
    k = rows.shape[1]
    whole = rows[~np.isnan(rows).any(axis=1)]
    if k < 2:
        return None, ""
    coefficient: Literal["alpha", "spearman_brown"] = "spearman_brown" if k == 2 else "alpha"
    if len(whole) < 3 or (np.ptp(whole, axis=0) == 0).any():
        return None, coefficient
    if k == 2:
        r = float(np.asarray(np.corrcoef(whole.T))[0, 1])
        return (spearman_brown(r) if r > -1 else None), coefficient
    try:
        return cronbach_alpha(np.cov(whole.T)), coefficient
    except UndefinedStatisticError:
        return None, coefficient


def links(frame: Frame, told: Told, units: list[str], confidence: float) -> list[AntecedentLink]:
    """Return how each condition goes with its gap over units; none below 30 units."""
    if len(units) < LINKS_FROM:
        return []
    return list(_links(frame, told, units, confidence))


def _links(
    frame: Frame, told: Told, units: list[str], confidence: float
) -> Iterator[AntecedentLink]:
    by_unit = replace(frame, units=tuple(units))
    names = np.asarray(told.unit, dtype=object)
    for name, own in told.constructs.items():
        gaps = _gaps_of_units(by_unit, own.gap)
        if gaps is None:
            continue
        scores = people_means(own.rows)
        health = np.array([_mean(scores[names == unit]) for unit in units])
        there = ~np.isnan(health + gaps)
        if there.sum() < LINKS_FROM:
            continue
        found = association(health[there], gaps[there], confidence, LINKS_FROM)
        told_of = {key: value for key, value in found._asdict().items() if key != "n"}
        yield AntecedentLink(name, own.gap, found.n, **told_of)


def _gaps_of_units(frame: Frame, gap: int) -> Array | None:
    """Return the gap of each unit over all dimensions, None where an ingredient is lacking."""
    names = BETWEEN[gap] if gap in BETWEEN else (RATED[gap],)
    if not frame.has(*names):
        return None
    of, *minus = (frame.rows_of(name) for name in names)
    found = of - minus[0] if minus else of
    return np.asarray(found.mean(axis=1), dtype=np.float64)


def _mean(values: Array) -> float:
    there = values[~np.isnan(values)]
    return float(there.mean()) if len(there) else math.nan
