"""Whether a scale measures the same in several groups of people, or twice in the same people."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from servqual.errors import UndefinedStatisticError
from servqual.statistics.cfa import (
    INTERCEPT,
    LOADING,
    Element,
    Fitted,
    GroupModel,
    Matrices,
    Sample,
    baseline,
    fit,
    indices,
    releases,
    srmr,
)
from servqual.statistics.cfa.model import free_labels
from servqual.statistics.invariance_models import (
    CONFIGURAL,
    METRIC,
    SCALAR,
    STEPS,
    Factors,
    block,
    joined,
)
from servqual.statistics.moments import Array

# Chen (2007): how far CFI may fall, and RMSEA and SRMR rise, from one step to the next
CFI_FALLS, RMSEA_RISES = 0.010, 0.015
SRMR_RISES = {METRIC: 0.030, SCALAR: 0.015}
# statistics of two items nearer than this are the same test
_SAME = 1e-6


class Cost(NamedTuple):
    """What holding one item equal costs: score statistic and its degrees of freedom (0: nothing).

    Of its loading in the metric step, of its intercept in the scalar one.
    """

    chi2: float
    df: int


class Step(NamedTuple):
    """One step, estimated by maximum likelihood with means, its statistic unscaled.

    ``p`` and ``rmsea`` are None without degrees of freedom; ``costs`` has an entry per item, none
    in the configural step.
    """

    name: str
    chi2: float
    df: int
    p: float | None
    cfi: float | None
    tli: float | None
    rmsea: float | None
    srmr: float
    costs: tuple[Cost, ...]


class Undone(NamedTuple):
    """A step that could not be estimated, and why: the ``code`` of the fit's error."""

    name: str
    code: str


def group_steps(samples: Sequence[Sample], factors: Factors) -> list[Step | Undone]:
    """Return the steps of invariance across groups, up to the first that cannot be estimated.

    Configural: the same items on the same factors. Metric: equal loadings, factor variances free
    from the second group on. Scalar: equal intercepts too, factor means free from the second group
    on (Joereskog 1971; Meredith 1993).

    Parameters
    ----------
    samples : sequence of Sample
        Two groups or more, the same k items.
    factors : sequence of places of items
        Every item in exactly one; an item alone is its factor, without residual.

    Notes
    -----
    R: ``lavaan::cfa(model, group = g, std.lv = TRUE, group.equal = c("loadings", "intercepts"))``.
    """
    k = len(samples[0].mean)

    def models(step: str) -> list[GroupModel]:
        return [block(step, g, factors, k) for g in range(len(samples))]

    def places(kind: int, item: int, factor: int) -> list[Element]:
        return [Element(g, kind, item, factor) for g in range(len(samples))]

    return _steps(samples, models, places, factors)


def occasion_steps(sample: Sample, factors: Factors) -> list[Step | Undone]:
    """Return the steps of invariance of items that the same people rated twice.

    As :func:`group_steps`, with both ratings in one model: every item's two residuals correlate,
    and so do all factors of both (Vandenberg & Lance 2000).

    Parameters
    ----------
    sample : Sample
        Of 2 k items: all of the one rating, then all of the other in the same order.
    factors : sequence of places of items
        Of the k items of one rating.
    """
    k, f = len(sample.mean) // 2, len(factors)

    def models(step: str) -> list[GroupModel]:
        return [joined([block(step, g, factors, k) for g in (0, 1)])]

    def places(kind: int, item: int, factor: int) -> list[Element]:
        other = f + factor if kind == LOADING else 0
        return [Element(0, kind, item, factor), Element(0, kind, k + item, other)]

    return _steps([sample], models, places, factors)


def holds(step: Step, before: Step) -> bool:
    """Say whether a step fits nearly as well as the one before it, by Chen's (2007) rule.

    CFI falls by at most .010, RMSEA rises by at most .015, and SRMR by at most .030 (metric) or
    .015 (scalar). An index that does not exist in both is not looked at.
    """
    cfi = change(step.cfi, before.cfi)
    rmsea = change(step.rmsea, before.rmsea)
    return (
        (cfi is None or -cfi <= CFI_FALLS)
        and (rmsea is None or rmsea <= RMSEA_RISES)
        and step.srmr - before.srmr <= SRMR_RISES[step.name]
    )


def change(now: float | None, before: float | None) -> float | None:
    """Return how far an index moved, None where it does not exist in both."""
    return None if now is None or before is None else now - before


def costliest(step: Step) -> int | None:
    """Return the place of the item whose equality costs most, None where that cannot be told.

    Of two items that make up a dimension alone, one moves exactly as far against the other as the
    other against it.
    """
    order = sorted(range(len(step.costs)), key=lambda i: -step.costs[i].chi2)
    if not order or step.costs[order[0]].df == 0:
        return None
    most = step.costs[order[0]].chi2
    tied = len(order) > 1 and most - step.costs[order[1]].chi2 < _SAME * most
    return None if tied else order[0]


# -- the steps -------------------------------------------------------------------------------------


class _Whole(NamedTuple):
    """Fits of several groups that share no parameter, as one."""

    samples: tuple[Sample, ...]
    chi2: float
    df: int


def _steps(
    samples: Sequence[Sample],
    models: Callable[[str], list[GroupModel]],
    places: Callable[[int, int, int], list[Element]],
    factors: Factors,
) -> list[Step | Undone]:
    """Estimate one step after the other."""
    found: list[Step | Undone] = []
    start: Sequence[Matrices] = ()
    for name in STEPS:
        try:
            parts = _fits(name, samples, models(name), start)
        except UndefinedStatisticError as error:
            return [*found, Undone(name, str(error).partition(":")[0])]
        problem = next(filter(None, map(_problem, parts)), "")
        if problem:
            return [*found, Undone(name, problem)]
        start = [matrices for part in parts for matrices in part.matrices]
        found.append(_step(name, parts, _costs(name, parts[0], places, factors)))
    return found


def _fits(
    name: str,
    samples: Sequence[Sample],
    models: Sequence[GroupModel],
    start: Sequence[Matrices],
) -> list[Fitted]:
    """Return the fit of all groups, in parts that share no parameter.

    Before the scalar step intercepts take up the means whatever they are, so both are left out.
    """
    if name == CONFIGURAL:
        alone = zip(samples, models, strict=True)
        return [fit([sample], [_without_means(model)]) for sample, model in alone]
    if name == METRIC:
        models = [_without_means(model) for model in models]
    return [fit(samples, models, _start(samples, models, start))]


def _without_means(model: GroupModel) -> GroupModel:
    return replace(model, intercepts=None, factor_means=None)


def _start(
    samples: Sequence[Sample], models: Sequence[GroupModel], before: Sequence[Matrices]
) -> Array:
    """Return what the parameters of a step were before it, on average over their places."""
    order = free_labels(models)
    total, count = np.zeros(len(order)), np.zeros(len(order))
    for sample, model, matrices in zip(samples, models, before, strict=True):
        values = matrices._replace(intercepts=sample.mean)
        for labels, there in zip(model.labels(), values, strict=True):
            places = np.searchsorted(order, labels[labels > 0])
            np.add.at(total, places, there[labels > 0])
            np.add.at(count, places, 1)
    return np.asarray(total / count)


def _problem(fitted: Fitted) -> str:
    if not fitted.converged:
        return "not_converged"
    return "" if fitted.identified else "not_identified"


def _step(name: str, parts: Sequence[Fitted], costs: tuple[Cost, ...]) -> Step:
    """Return the figures of a step; the parts of one that was estimated in parts add up."""
    whole = _Whole(
        tuple(sample for part in parts for sample in part.samples),
        sum(part.chi2 for part in parts),
        sum(part.df for part in parts),
    )
    found = indices(whole, baseline(whole.samples))
    n = sum(part.n for part in parts)
    return Step(
        name=name,
        chi2=whole.chi2,
        df=whole.df,
        p=found.p,
        cfi=found.cfi,
        tli=found.tli,
        rmsea=found.rmsea,
        srmr=sum(_srmr(part) * part.n for part in parts) / n,
        costs=costs,
    )


def _srmr(fitted: Fitted) -> float:
    """Return the SRMR with the k means among its elements, which fit where they are left out."""
    k = fitted.models[0].k
    return srmr(fitted) * (1.0 if fitted.means else math.sqrt((k + 1) / (k + 3)))


def _costs(
    name: str,
    fitted: Fitted,
    places: Callable[[int, int, int], list[Element]],
    factors: Factors,
) -> tuple[Cost, ...]:
    """Return the score tests of the equalities that a step adds, one an item."""
    if name == CONFIGURAL:
        return ()
    owner = {i: j for j, items in enumerate(factors) for i in items}
    kind = LOADING if name == METRIC else INTERCEPT
    lists = [places(kind, i, owner[i] if kind == LOADING else 0) for i in sorted(owner)]
    return tuple(Cost(*found) for found in releases(fitted, lists))
