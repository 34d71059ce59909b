"""Tail areas and quantiles of t, F and normal: the one door to scipy.special.

scipy.stats offers the same numbers but costs four times as long to import.
"""

from __future__ import annotations

from scipy import special


def t_two_sided(t: float, df: float) -> float:
    """Return the two-sided p value of a t statistic (R: ``2 * pt(-abs(t), df)``)."""
    return float(2 * special.stdtr(df, -abs(t)))


def t_quantile(p: float, df: float) -> float:
    """Return the quantile of Student's t (R: ``qt(p, df)``)."""
    return float(special.stdtrit(df, p))


def f_quantile(p: float, df1: float, df2: float) -> float:
    """Return the quantile of the F distribution (R: ``qf(p, df1, df2)``)."""
    return float(special.fdtri(df1, df2, p))


def normal_two_sided(z: float) -> float:
    """Return the two-sided p value of a standard normal deviate (R: ``2 * pnorm(-abs(z))``)."""
    return float(2 * special.ndtr(-abs(z)))


def normal_quantile(p: float) -> float:
    """Return the quantile of the standard normal distribution (R: ``qnorm(p)``)."""
    return float(special.ndtri(p))


def chi2_quantile(p: float, df: float) -> float:
    """Return the quantile of the chi-squared distribution (R: ``qchisq(p, df)``)."""
    return float(special.chdtri(df, 1 - p))
