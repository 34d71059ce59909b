"""What other programs say about the same rows: the one door to pingouin."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from servqual.statistics.moments import Array


class PairedOpinion(NamedTuple):
    """A paired test by pingouin: mean of the differences, t, df and p; V's p without correction."""

    mean: float
    t: float
    df: float
    p: float
    wilcoxon_p: float | None


def paired(of: Array, minus: Array) -> PairedOpinion:
    """Return pingouin's paired t test and signed-rank test of complete pairs.

    Parameters
    ----------
    of, minus : array, shape (n,)
        No NaN; the differences must not all be alike.

    Notes
    -----
    The signed-rank test drops zeros, uses the normal approximation with ties corrected and no
    continuity correction; None above 10,000 pairs, where pingouin needs a table of n x n.
    """
    import pingouin

    found = pingouin.ttest(of, minus, paired=True).iloc[0]
    p = None
    if 0 < len(of) <= 10_000:
        ranks = pingouin.wilcoxon(
            of, minus, zero_method="wilcox", correction=False, method="approx"
        ).iloc[0]
        p = float(_named(ranks, "p_val"))
    t, df = float(_named(found, "T")), float(_named(found, "dof"))
    return PairedOpinion(float(np.mean(of - minus)), t, df, float(_named(found, "p_val")), p)


def alpha(ratings: Any, confidence: float) -> tuple[float, float, float]:
    """Return pingouin's alpha of complete rows with Feldt's limits, which it rounds.

    Parameters
    ----------
    ratings : pandas DataFrame, shape (n, k)
    confidence : float
    """
    import pingouin

    value, limits = pingouin.cronbach_alpha(data=ratings, ci=confidence)
    return float(value), float(limits[0]), float(limits[1])


def regression(predictors: Array, outcome: Array) -> tuple[Array, float]:
    """Return pingouin's slopes of a least-squares regression of complete rows, and R2."""
    import pingouin

    found = pingouin.linear_regression(predictors, outcome)
    return np.asarray(found["coef"], dtype=np.float64)[1:], float(found["r2"].iloc[0])


def n_by_t(d: float, power: float, alpha: float, *, paired: bool) -> float | None:
    """Return pingouin's number of pairs, or of people in each of two samples, by noncentral t.

    Parameters
    ----------
    d : float
        Difference in standard deviations (of the differences, if paired); above 0.
    power, alpha : float
        ``alpha`` two-sided.
    paired : bool

    Returns
    -------
    float or None
        Not rounded; 2 where fewer would do, None where pingouin finds no number.
    """
    import pingouin

    least = float(pingouin.power_ttest(d=d, n=2, alpha=alpha, contrast=_contrast(paired)))
    if least >= power:
        return 2.0
    return _found(pingouin.power_ttest(d=d, power=power, alpha=alpha, contrast=_contrast(paired)))


def d_by_t(n: float, power: float, alpha: float, *, paired: bool) -> float | None:
    """Return pingouin's smallest difference, in standard deviations, that n people show.

    ``n`` people in each of two samples, or pairs; None where pingouin finds none.
    """
    import pingouin

    return _found(pingouin.power_ttest(n=n, power=power, alpha=alpha, contrast=_contrast(paired)))


def _contrast(paired: bool) -> str:
    return "paired" if paired else "two-samples"


def _found(value: Any) -> float | None:
    number = float(value)
    return number if np.isfinite(number) else None


def _named(row: Any, name: str) -> float:
    """Return a column under the name of this version of pingouin or of an older one."""
    for known in (name, name.replace("_", "-")):
        if known in row:
            return float(row[known])
    raise KeyError(name)
