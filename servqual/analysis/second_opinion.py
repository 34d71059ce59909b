"""The same figures by pingouin and factor_analyzer, each from the rows of the answers."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

from servqual.analysis.quality import sort_out
from servqual.instrument import Gap, Instrument
from servqual.responses import Responses
from servqual.results import Study
from servqual.results.verification import OpinionRow
from servqual.statistics import second_opinion as others

Array = npt.NDArray[np.float64]
CLOSED, SEARCHED, ROUNDED = 1e-8, 1e-3, 6e-4
NEAR_ZERO = 1e-9
PINGOUIN, FACTOR_ANALYZER = "pingouin", "factor_analyzer"


def opinions(study: Study, responses: Responses, exclude: Any = ()) -> tuple[OpinionRow, ...]:
    """Return what other programs find in the same rows.

    Parameters
    ----------
    study : Study
        Unweighted, and without imputed answers.
    responses : Responses
        Everybody who answered.
    exclude : rules
        Whom the study leaves out.

    Returns
    -------
    tuple of OpinionRow
        Means, t and p of every gap of items and dimensions, p of the signed-rank test up to 10,000
        pairs, alpha with limits, slopes and R2 of every regression of an outcome on dimensions,
        the Kaiser-Meyer-Olkin measure, and communalities of one unrotated minres factor.
    """
    kept = sort_out(responses, exclude).kept
    asked = [name for name in kept.instrument.rated_batteries if name in kept.ratings]
    ratings = {name: _plain(kept, name) for name in asked}
    return tuple(
        row
        for part in (
            _gaps(study, ratings),
            _alphas(study, ratings),
            _regressions(study, kept, ratings),
            _factors(study, ratings),
        )
        for row in part
    )


def _plain(responses: Responses, battery: str) -> Array:
    """Return ratings in scale points, negative items turned round, NaN for no answer."""
    codes = responses.ratings[battery]
    form = responses.instrument
    scale = form.scale_of(battery)
    values = np.where(codes < scale.min * scale.parts, np.nan, codes / scale.parts)
    for k, item in enumerate(form.item_ids):
        if form.is_reversed(item, battery):
            values[:, k] = scale.min + scale.max - values[:, k]
    return np.asarray(values, dtype=np.float64)


def _row(
    figure: str, library: str, n: int, ours: float | None, theirs: float, tolerance: float
) -> Iterator[OpinionRow]:
    """Yield one comparison; nothing where this program gives no figure."""
    if ours is None or not math.isfinite(theirs):
        return
    near = math.isclose(ours, theirs, rel_tol=tolerance, abs_tol=max(NEAR_ZERO, tolerance / 1e3))
    yield OpinionRow(figure, library, n, ours, theirs, tolerance, near)


def _middle(form: Instrument, gap: Gap) -> float:
    """Return the middle of the scale of a comparison, in scale points."""
    scale = form.scale_of(gap.of)
    return (scale.min + scale.max) / 2


def _places(form: Instrument, dimension: str) -> list[int]:
    return [form.item_ids.index(item) for item in form.items_of(dimension)]


def _score(values: Array, least: float) -> Array:
    """Return the mean of each row that has enough of its items."""
    answered = np.isfinite(values).sum(axis=1)
    enough = answered >= np.ceil(least * values.shape[1])
    total = np.nansum(values, axis=1)
    return np.where(enough & (answered > 0), total / np.maximum(answered, 1), np.nan)


def _least(study: Study) -> float:
    return 1.0 if study.settings.incomplete == "listwise" else study.instrument.min_answered


def _gaps(study: Study, ratings: dict[str, Array]) -> Iterator[OpinionRow]:
    """Yield the paired tests of items and dimensions."""
    form = study.instrument
    for gap in form.gaps:
        if not ratings.keys() >= set(gap.batteries):
            continue
        of = ratings[gap.of]
        minus = np.full_like(of, _middle(form, gap)) if gap.direct else ratings[gap.minus]
        pairs = np.isfinite(of) & np.isfinite(minus)
        of, minus = np.where(pairs, of, np.nan), np.where(pairs, minus, np.nan)
        for row in (*study.gaps.items, *study.gaps.dimensions):
            if row.kind != gap.name or row.gap is None:
                continue
            if form.forms and row.level == "dimension":
                continue  # the versions of a questionnaire weigh its items: nobody else does that
            if row.level == "item":
                k = form.item_ids.index(row.id)
                one, other = of[:, k], minus[:, k]
            else:
                places = _places(form, row.id)
                one, other = (_score(side[:, places], _least(study)) for side in (of, minus))
            known = np.isfinite(one) & np.isfinite(other)
            one, other = one[known], other[known]
            name = f"gaps {row.id}" if gap.name == "gap" else f"{gap.name} {row.id}"
            n = len(one)
            yield from _row(
                f"{name} mean", PINGOUIN, n, row.gap, float(np.mean(one - other)), CLOSED
            )
            if n < 2 or np.ptp(one - other) < NEAR_ZERO:
                continue
            found = others.paired(one, other)
            yield from _row(f"{name} t", PINGOUIN, n, row.t, found.t, CLOSED)
            yield from _row(f"{name} p", PINGOUIN, n, row.p, found.p, 1e-6)
            if found.wilcoxon_p is not None and row.level == "item":
                p = found.wilcoxon_p
                yield from _row(f"{name} p (V)", PINGOUIN, n, row.wilcoxon_p, p, 1e-6)


def _of_source(study: Study, ratings: dict[str, Array], source: str) -> Array | None:
    """Return the rows of a battery, or of the gaps of the items."""
    if source in ratings:
        return ratings[source]
    gap = next((g for g in study.instrument.gaps if g.name == source), None)
    if gap is None or not ratings.keys() >= set(gap.batteries):
        return None
    return ratings[gap.of] - (_middle(study.instrument, gap) if gap.direct else ratings[gap.minus])


def _complete(rows: Array) -> Array:
    return rows[np.isfinite(rows).all(axis=1)]


def _alphas(study: Study, ratings: dict[str, Array]) -> Iterator[OpinionRow]:
    """Yield Cronbach's alpha with its limits."""
    import pandas as pd  # pingouin takes frames

    form, confidence = study.instrument, study.settings.confidence
    for row in study.reliability.rows:
        values = _of_source(study, ratings, row.battery)
        if values is None or row.alpha is None:
            continue
        whole = row.dimension not in form.dimension_ids
        rows = _complete(values if whole else values[:, _places(form, row.dimension)])
        found, low, high = others.alpha(pd.DataFrame(rows), confidence)
        name = f"alpha {row.battery} {row.dimension}"
        yield from _row(name, PINGOUIN, len(rows), row.alpha, found, CLOSED)
        for part, ours, theirs in (("low", row.alpha_low, low), ("high", row.alpha_high, high)):
            # pingouin rounds its limits to three decimals
            if ours is not None:
                near = abs(ours - theirs) <= ROUNDED
                yield OpinionRow(f"{name} {part}", PINGOUIN, len(rows), ours, theirs, ROUNDED, near)


def _regressions(
    study: Study, responses: Responses, ratings: dict[str, Array]
) -> Iterator[OpinionRow]:
    """Yield the slopes of each outcome on the dimensions of one battery, and R2."""
    form = study.instrument
    for model in study.importance.models:
        rows = [
            row
            for row in study.importance.drivers
            if (row.outcome, row.battery, row.level) == (model.outcome, model.battery, model.level)
            and row.b is not None
        ]
        if model.level != "dimension" or not rows or model.outcome not in responses.outcomes:
            continue
        if form.forms:  # as above
            continue
        values = _of_source(study, ratings, model.battery)
        if values is None:
            continue
        scores = [_score(values[:, _places(form, r.id)], _least(study)) for r in rows]
        table = np.column_stack([*scores, responses.outcomes[model.outcome]])
        table = _complete(table)
        slopes, r2 = others.regression(table[:, :-1], table[:, -1])
        name = f"drivers {model.outcome} {model.battery}"
        yield from _row(f"{name} R2", PINGOUIN, len(table), model.r2, r2, 1e-6)
        for row, slope in zip(rows, slopes, strict=True):
            yield from _row(f"{name} {row.id} b", PINGOUIN, len(table), row.b, float(slope), 1e-6)


def _factors(study: Study, ratings: dict[str, Array]) -> Iterator[OpinionRow]:
    """Yield the Kaiser-Meyer-Olkin measure, and the sum of squares of one unrotated factor."""
    from servqual.statistics.exploratory import extract, kmo_of_rows, loadings_of_rows

    for row in study.structure.factors:
        values = _of_source(study, ratings, row.source)
        if values is None or row.kmo is None:
            continue
        rows = _complete(values)
        theirs = kmo_of_rows(rows)
        yield from _row(f"KMO {row.source}", FACTOR_ANALYZER, len(rows), row.kmo, theirs, 1e-6)
        own = float(extract(np.asarray(np.corrcoef(rows.T)), 1, rotation="none").ss_loadings[0])
        fitted = float((loadings_of_rows(rows, 1) ** 2).sum())
        name = f"first factor {row.source}, sum of squares"
        yield from _row(name, FACTOR_ANALYZER, len(rows), own, fitted, SEARCHED)
