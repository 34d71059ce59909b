"""The rows of a driver model: one predictor each, with limits over replicates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal, NamedTuple

import numpy as np

from servqual.instrument import Outcome, Scale
from servqual.plan import columns
from servqual.results import DriverModel, DriverRow, Scores
from servqual.settings import Settings
from servqual.statistics.drivers import (
    Regression,
    Slopes,
    correlations,
    noise_weights,
    relative_weights,
)
from servqual.statistics.lmg import MOST_PREDICTORS, lmg
from servqual.statistics.moments import Array
from servqual.statistics.ranking import placed
from servqual.statistics.resampling import percentile_limits
from servqual.study.gap_rows import number

ImportanceLevel = Literal["dimension", "item"]

# what the parts of R2 by each method are called in a row
COLUMNS = {"lmg": "lmg", "relative_weights": "relative_weight"}

# with fewer effective people not even a correlation says anything
FEWEST_FOR_R = 10
# above this variance inflation slopes are not printed
MOST_VIF = 10
# each predictor more doubles the work of LMG: above so many its limits rest on fewer replicates,
# and shares and ranks on relative weights
MOST_PREDICTORS_DRAWN, FEW_REPLICATES = 12, 500
# a noise predictor stays below ``noise_share`` in this share of the replicates, and a share beats
# it in the other
NOISE_SHARE, BEATS_NOISE = 0.95, 0.975


@dataclass(frozen=True)
class Question:
    """Which outcome is regressed on which scores, which have this scale."""

    outcome: Outcome
    battery: str
    scale: Scale
    level: ImportanceLevel
    ids: tuple[str, ...]

    @property
    def name(self) -> str:
        """The set of these columns in a Summary."""
        return columns.drivers(self.battery, self.outcome.id, self.level)


@dataclass(frozen=True)
class Found:
    """The sums behind a model: covariance with the outcome last, and replicates of it."""

    asked: Question
    n: int
    n_effective: float
    covariance: Array
    drawn: Array | None


@dataclass(frozen=True)
class Derived:
    """A driver model, its rows, and what can stand for importance.

    ``values`` and ``drawn`` hold arrays, shapes (p,) and (b, p), under ``r`` and, where the model
    has no problem, under its method; empty where there are too few people. ``drawn`` is empty where
    nothing can be resampled, too.
    """

    model: DriverModel
    rows: tuple[DriverRow, ...]
    values: Mapping[str, Array]
    drawn: Mapping[str, Array] = field(default_factory=dict)


def correlation_rows(model: DriverModel, found: Found, settings: Settings) -> Derived:
    """Return a model with a problem: its rows have correlations only, of ten people or more."""
    p = len(found.asked.ids)
    if found.n_effective < FEWEST_FOR_R:
        return Derived(model, _rows(found, {}), {})
    r = correlations(found.covariance)[:p, p]
    drawn = {} if found.drawn is None else {"r": correlations(found.drawn)[:, :p, p]}
    table = {"r": r} | _limits(drawn, settings)
    return Derived(model, _rows(found, table), {"r": r}, drawn)


def with_parts(
    model: DriverModel,
    found: Found,
    settings: Settings,
    scores: Scores,
    whole: Regression,
    moved: Slopes | None,
) -> Derived:
    """Return a model with slopes, parts of R2, ranks and what beats noise."""
    parts, drawn = _parts(found, moved)
    method = "lmg" if len(found.asked.ids) <= MOST_PREDICTORS_DRAWN else "relative_weights"
    share = parts[method] / whole.r2
    slopes = _slopes(found, whole, moved)
    known = {"r": whole.r, "partial": whole.partial, "vif": whole.vif, "share": share}
    moving: dict[str, Array] = {}
    if moved is not None:
        moving = {"r": moved.r, "share": drawn[method] / drawn[method].sum(axis=1, keepdims=True)}
    known |= slopes.known | {COLUMNS[name]: values for name, values in parts.items()}
    moving |= slopes.moving | {COLUMNS[name]: values for name, values in drawn.items()}
    rows = _rows(found, known | _limits(moving, settings))
    rows = _ranked(rows, share, moving.get("share"), settings)
    rows, noise_share = _against_noise(rows, found, settings, method, whole.r2, drawn.get(method))
    return Derived(
        replace(model, method=method, noise_share=noise_share),
        _with_performance(rows, found, scores),
        {"r": whole.r, method: parts[method]},
        {} if moved is None else {"r": moved.r, method: drawn[method]},
    )


class _Figures(NamedTuple):
    """Arrays by field of a row, shapes (p,) and, of replicates, (b, p)."""

    known: dict[str, Array]
    moving: dict[str, Array]


def _slopes(found: Found, whole: Regression, moved: Slopes | None) -> _Figures:
    """Return the slopes; nothing where scores say nearly the same."""
    if whole.vif.max() > MOST_VIF:
        return _Figures({}, {})
    known = {"b": whole.b, "beta": whole.beta, "effect_100": _on_100(found, whole.b)}
    return _Figures(known, {} if moved is None else {"b": moved.b, "beta": moved.beta})


def _parts(found: Found, moved: Slopes | None) -> tuple[dict[str, Array], dict[str, Array]]:
    """Return the parts of R2 by method, and their replicates; LMG up to 15 predictors."""
    parts = {"relative_weights": relative_weights(found.covariance)}
    drawn = {} if moved is None else {"relative_weights": moved.weight}
    p = len(found.asked.ids)
    if p <= MOST_PREDICTORS:
        parts["lmg"] = lmg(correlations(found.covariance))
        if found.drawn is not None:
            few = found.drawn[: None if p <= MOST_PREDICTORS_DRAWN else FEW_REPLICATES]
            drawn["lmg"] = lmg(correlations(few))
    return parts, drawn


def _limits(moving: Mapping[str, Array], settings: Settings) -> dict[str, Array]:
    """Return the percentile limits of replicates, by field."""
    found = {}
    for name, drawn in moving.items():
        found[f"{name}_low"], found[f"{name}_high"] = percentile_limits(drawn, settings.confidence)
    return found


def _rows(found: Found, table: Mapping[str, Array]) -> tuple[DriverRow, ...]:
    asked = found.asked
    return tuple(
        DriverRow(
            asked.outcome.id,
            asked.battery,
            asked.level,
            i,
            found.n,
            **_at(table, k),
        )
        for k, i in enumerate(asked.ids)
    )


def _at(table: Mapping[str, Array], k: int) -> dict[str, Any]:
    return {name: number(float(values[k])) for name, values in table.items()}


def _ranked(
    rows: tuple[DriverRow, ...], share: Array, drawn: Array | None, settings: Settings
) -> tuple[DriverRow, ...]:
    place = placed(share, drawn, settings.confidence)
    return tuple(
        replace(
            row,
            rank=int(place.rank[k]),
            rank_low=None if place.low is None else int(place.low[k]),
            rank_high=None if place.high is None else int(place.high[k]),
        )
        for k, row in enumerate(rows)
    )


def _against_noise(
    rows: tuple[DriverRow, ...],
    found: Found,
    settings: Settings,
    method: str,
    r2: float,
    drawn: Array | None,
) -> tuple[tuple[DriverRow, ...], float | None]:
    """Return the rows with whether they beat a predictor without relation, and its share."""
    if drawn is None:
        return rows, None
    usable = np.isfinite(drawn).all(axis=1)
    noise = noise_weights(found.covariance, found.n_effective, method, settings.seed, len(drawn))
    beats = (drawn[usable] > noise[usable][:, None]).mean(axis=0) >= BEATS_NOISE
    marked = tuple(
        replace(row, above_noise=bool(above)) for row, above in zip(rows, beats, strict=True)
    )
    return marked, min(float(np.quantile(noise, NOISE_SHARE)) / r2, 1.0)


def _on_100(found: Found, b: Array) -> Array:
    """Return slopes where both the scores and the outcome run from 0 to 100."""
    outcome = found.asked.outcome
    return b * found.asked.scale.range / (outcome.max - outcome.min)


def _with_performance(
    rows: tuple[DriverRow, ...], found: Found, scores: Scores
) -> tuple[DriverRow, ...]:
    """Return the rows with the mean of each score on 0 to 100, of everybody who has it."""
    scale, placed_rows = found.asked.scale, []
    for row in rows:
        mean = scores.row(row.id, row.battery).mean
        on_100 = None if mean is None else 100 * (mean - scale.min) / scale.range
        placed_rows.append(replace(row, performance_100=on_100))
    return tuple(placed_rows)
