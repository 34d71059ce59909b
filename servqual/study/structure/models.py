"""Competing models of the covariances of one source: dimensions, one factor, wording."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from servqual.errors import UndefinedStatisticError
from servqual.results.structure_rows import ChangeRow, FitRow, LoadingRow
from servqual.settings import Settings
from servqual.statistics.cfa import (
    LOADING,
    Fitted,
    FourthMoments,
    Indices,
    Robust,
    Sample,
    aic_bic,
    baseline,
    changes,
    explained,
    factor_correlations,
    fit,
    fixed_places,
    improper,
    indices,
    robust,
    simple_structure,
    srmr,
    standardized_change,
    standardized_loadings,
)
from servqual.statistics.factorability import find_fault
from servqual.statistics.moments import Array
from servqual.statistics.tails import normal_quantile
from servqual.study.structure.pairs import Pair, Phi
from servqual.study.structure.sources import NOT_TOGETHER, Source

THEORY, ONE_FACTOR, WORDING = "theory", "one_factor", "wording"
MODELS = (THEORY, ONE_FACTOR, WORDING)
POSITIVE, NEGATIVE = "positive", "negative"
ROBUST, PLAIN = "MLR", "ML"

FEWEST_OF_A_WORDING = 2
# a list of hundreds would invite fishing: the largest ten that are not chance at .001
MOST_CHANGES = 10
CHANGE_COUNTS = 10.83

Factors = Mapping[str, Sequence[int]]


@dataclass(frozen=True)
class ModelRows:
    """What the models of one source give.

    Attributes
    ----------
    fits, loadings
        Of every model.
    changes
        Of the theory's model, largest first.
    phi : mapping of two dimensions to Phi
        Correlations of the theory's factors; empty where it was not estimated.
    theory : Fitted or None
        The theory's model.
    """

    fits: tuple[FitRow, ...] = ()
    loadings: tuple[LoadingRow, ...] = ()
    changes: tuple[ChangeRow, ...] = ()
    phi: Mapping[Pair, Phi] = field(default_factory=dict)
    theory: Fitted | None = None


@dataclass(frozen=True)
class _Estimate:
    """One model that was estimated, with or without what fourth moments add."""

    source: Source
    name: str
    factors: Factors
    fitted: Fitted
    robust: Robust | None
    fourth: FourthMoments | None

    @property
    def vcov(self) -> Array:
        """Covariance matrix of the parameters, robust where it can be."""
        return self.fitted.vcov if self.robust is None else self.robust.vcov


def model_rows(source: Source, settings: Settings, names: Iterable[str] = MODELS) -> ModelRows:
    """Return fit, loadings and factor correlations of some models of one source.

    Maximum likelihood, with scaled statistic and sandwich errors (MLR) where the Summary holds the
    source's fourth moments. A questionnaire with one dimension has one model less, and wording is
    only a model where two items or more are worded each way.

    Parameters
    ----------
    source : Source
    settings : Settings
        ``confidence`` of the limits of factor correlations: normal limits, as wide as their
        standard error says, so they may pass 1.
    names : iterable of str
        Of ``theory``, ``one_factor``, ``wording``.
    """
    competing = _competing(source, names)
    sums = source.sums
    size = float(np.abs(sums.s).max() / sums.weight) if sums.weight > 0 else 0.0
    fault = find_fault(sums.covariance(), sums.n, size)
    if fault is not None:
        code = fault.code if source.together else NOT_TOGETHER
        return ModelRows(tuple(_no_fit(source, name, code) for name in competing))
    fourth = None if source.powers is None else FourthMoments.of(source.powers)
    found = [_estimate(source, name, factors, fourth) for name, factors in competing.items()]
    estimates = [one for one in found if isinstance(one, _Estimate)]
    theory = next((one for one in estimates if one.name == THEORY), None)
    return ModelRows(
        fits=tuple(_fit_row(one) if isinstance(one, _Estimate) else one for one in found),
        loadings=tuple(row for one in estimates for row in _loading_rows(one)),
        changes=() if theory is None else _change_rows(theory),
        phi={} if theory is None else _phi(theory, settings),
        theory=None if theory is None else theory.fitted,
    )


def _competing(source: Source, names: Iterable[str]) -> dict[str, Factors]:
    """Return the models that are there, each with its factors and their items."""
    every, asked = range(len(source.items)), set(names)
    worded = {
        POSITIVE: [i for i in every if not source.negative[i]],
        NEGATIVE: [i for i in every if source.negative[i]],
    }
    theory = dict(source.dimensions)
    found: dict[str, Factors] = {THEORY: theory, ONE_FACTOR: {ONE_FACTOR: list(every)}}
    if len(theory) < 2:
        del found[ONE_FACTOR]
    same = sorted(map(sorted, worded.values())) == sorted(map(sorted, theory.values()))
    if min(map(len, worded.values())) >= FEWEST_OF_A_WORDING and not same:
        found[WORDING] = worded
    return {name: found[name] for name in MODELS if name in found and name in asked}


def _no_fit(source: Source, name: str, problem: str) -> FitRow:
    estimator = PLAIN if source.powers is None else ROBUST
    return FitRow(source.name, name, estimator, source.sums.n, problem=problem)


def _estimate(
    source: Source, name: str, factors: Factors, fourth: FourthMoments | None
) -> _Estimate | FitRow:
    """Return one estimated model, or the row that says why there is none."""
    sums = source.sums
    denominator_n = sums.covariance() * ((sums.n - 1) / sums.n)
    sample = Sample(sums.n, sums.s / sums.weight, denominator_n)
    model = simple_structure(list(factors.values()), len(source.items))
    try:
        fitted = fit([sample], [model])
    except UndefinedStatisticError as error:
        return _no_fit(source, name, str(error).partition(":")[0])
    if not fitted.converged:
        return _no_fit(source, name, "not_converged")
    if not fitted.identified:
        return _no_fit(source, name, "not_identified")
    return _Estimate(source, name, factors, fitted, _robust(fitted, fourth), fourth)


def _robust(fitted: Fitted, fourth: FourthMoments | None) -> Robust | None:
    if fourth is None:
        return None
    try:
        return robust(fitted, fourth)
    except UndefinedStatisticError:
        return None


def _fit_row(one: _Estimate) -> FitRow:
    """Return the row of an estimated model."""
    fitted = one.fitted
    none = baseline(fitted.samples)
    plain, scaled = indices(fitted, none), _scaled(one)
    # densities of stored values are those of scale points over the unit
    points = 2 * fitted.n * len(one.source.items) * math.log(one.source.unit)
    aic, bic = (criterion - points for criterion in aic_bic(fitted))
    scaling = None if one.robust is None else one.robust.scaling
    return FitRow(
        source=one.source.name,
        model=one.name,
        estimator=PLAIN if one.robust is None else ROBUST,
        n=fitted.n,
        n_free=fitted.n_free,
        chi2=fitted.chi2,
        df=fitted.df,
        p=plain.p,
        scaling=scaling,
        chi2_scaled=None if scaling is None else fitted.chi2 / scaling,
        p_scaled=None if scaled is None else scaled.p,
        cfi=plain.cfi,
        tli=plain.tli,
        rmsea=plain.rmsea,
        rmsea_low=plain.rmsea_low,
        rmsea_high=plain.rmsea_high,
        srmr=srmr(fitted),
        aic=aic,
        bic=bic,
        cfi_scaled=None if scaled is None else scaled.cfi,
        tli_scaled=None if scaled is None else scaled.tli,
        rmsea_scaled=None if scaled is None else scaled.rmsea,
        rmsea_scaled_low=None if scaled is None else scaled.rmsea_low,
        rmsea_scaled_high=None if scaled is None else scaled.rmsea_high,
        n_moments=one.source.powers.n_sampled if one.robust and one.source.powers else None,
        findings=_findings(one),
    )


def _scaled(one: _Estimate) -> Indices | None:
    """Return the robust indices, None where chi2 is not scaled."""
    if one.robust is None or one.fourth is None or one.robust.scaling is None:
        return None
    none = baseline(one.fitted.samples)
    return indices(one.fitted, none, one.robust.scaling, one.fourth.baseline_scaling)


def _findings(one: _Estimate) -> tuple[str, ...]:
    """Return what is improper about the solution, with the names of items and factors."""
    found, names = improper(one.fitted), list(one.factors)
    codes = [f"negative_variance:{one.source.items[i]}" for i in found.negative_variances]
    codes += [f"correlation_above_one:{names[a]}:{names[b]}" for a, b in found.above_one]
    # two factors beyond 1 say already that the matrix is none
    if found.not_positive_definite and not found.above_one:
        codes.append("not_positive_definite")
    return tuple(codes)


def _loading_rows(one: _Estimate) -> list[LoadingRow]:
    loadings, r2 = standardized_loadings(one.fitted, one.vcov), explained(one.fitted)
    turned = _signs(one)
    return [
        LoadingRow(
            source=one.source.name,
            model=one.name,
            factor=factor,
            item=one.source.items[i],
            loading=float(turned[j] * loadings.value[i, j]),
            se=float(loadings.se[i, j]) if len(items) > 1 else None,
            r2=float(r2[i]),
        )
        for j, (factor, items) in enumerate(one.factors.items())
        for i in items
    ]


def _signs(one: _Estimate) -> list[float]:
    """Return by what each factor is turned so that its loadings add up to more than 0."""
    sums = one.fitted.matrices[0].loadings.sum(axis=0)
    return [-1.0 if total < 0 else 1.0 for total in sums]


def _phi(one: _Estimate, settings: Settings) -> dict[Pair, Phi]:
    found = factor_correlations(one.fitted, one.vcov)
    z = normal_quantile((1 + settings.confidence) / 2)
    turned, names = _signs(one), list(one.factors)
    phi = {}
    for a in range(len(names)):
        for b in range(a + 1, len(names)):
            value = float(turned[a] * turned[b] * found.value[a, b])
            reach = z * float(found.se[a, b])
            phi[names[a], names[b]] = Phi(value, value - reach, value + reach)
    return phi


def _change_rows(one: _Estimate) -> tuple[ChangeRow, ...]:
    """Return the largest modification indices, in standardised units."""
    names, turned, rows = list(one.factors), _signs(one), []
    wanted = fixed_places(one.fitted)
    for element, change in zip(wanted, changes(one.fitted, wanted), strict=True):
        if change.chi2 is None or change.expected is None or change.chi2 < CHANGE_COUNTS:
            continue
        expected = standardized_change(one.fitted, element, change.expected)
        if expected is None or not math.isfinite(expected):
            continue
        kind, a, sign = "residual", one.source.items[element.row], 1.0
        b = one.source.items[element.column]
        if element.kind == LOADING:
            kind, a, b = "loading", names[element.column], one.source.items[element.row]
            sign = turned[element.column]
        rows.append(ChangeRow(one.source.name, kind, a, b, change.chi2, sign * expected))
    rows.sort(key=lambda row: -row.index)
    return tuple(rows[:MOST_CHANGES])
