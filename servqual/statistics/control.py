"""Control charts of one figure over periods.

Periods come in order of time. A period without a figure is NaN: it takes no part in the limits and
interrupts every run. ``baseline`` is the number of first periods from which centre and limits come;
all of them where it is None.
"""

from __future__ import annotations

import math
from typing import Literal

import numpy as np

from servqual.errors import UndefinedStatisticError
from servqual.statistics.moments import Array
from servqual.statistics.signals import Chart, Signal, Spread, beyond, three_rules

LAMBDA, WIDTH = 0.2, 2.7  # of the EWMA (methods 10: .2 to .3, 2.7 to 3)
SLACK, DECISION = 0.5, 5.0  # of the CUSUM, in SDs (methods 10a)
_LIMIT, _D2, _D4_WIDTH = 2.66, 1.128379167095513, 3.267  # of ranges of two


def xmr(values: Array, baseline: int | None = None) -> Chart:
    """Return the chart of single values with their moving ranges (XmR, I-MR).

    Limits are ``mean +/- 2.66 MRbar``; upper limit of the ranges ``3.267 MRbar``.

    Notes
    -----
    R: ``qcc(x, type = "xbar.one")``. Wheeler & Chambers (1992).

    Examples
    --------
    >>> chart = xmr(np.array([5.12, 5.20, 5.05, 5.18, 5.22, 5.10, 5.15, 5.31]))
    >>> round(chart.centre, 5), round(float(chart.upper[0]), 5), round(float(chart.lower[0]), 5)
    (5.16625, 5.44365, 4.88885)
    """
    x = np.asarray(values, dtype=float)
    base = _baseline(x, baseline)
    centre = float(np.nanmean(x[base]))
    ranges = _moving_ranges(x)
    mean_range = _mean_range(ranges[base])
    sd = mean_range / _D2
    level = np.ones(len(x))
    reach = _LIMIT * mean_range
    lower, upper = (centre - reach) * level, (centre + reach) * level
    most = _D4_WIDTH * mean_range * level
    below = Spread(ranges, mean_range * level, 0 * level, most, beyond(ranges, 0 * level, most))
    signals = three_rules(x, centre * level, lower, upper)
    return Chart("xmr", x, centre, lower, upper, sd, signals, _count(x[base]), below)


def xbar_s(means: Array, sds: Array, ns: Array, baseline: int | None = None) -> Chart:
    """Return the chart of period means by the spread of answers within periods.

    Limits are ``centre +/- 3 s_p / sqrt(n_t)`` with the pooled SD s_p; the centre is the mean of
    all answers. Right only where periods differ no more than people explain: ask
    :func:`servqual.statistics.overdispersion.chart_for` first.
    """
    m, s, n = (np.asarray(a, dtype=float) for a in (means, sds, ns))
    base = _baseline(m, baseline) & np.isfinite(s) & (n > 1)
    if not base.any():
        raise UndefinedStatisticError("no_spread: no period has two answers")
    centre = float(n[base] @ m[base] / n[base].sum())
    sd = math.sqrt(float((n[base] - 1) @ s[base] ** 2 / (n[base] - 1).sum()))
    reach = 3 * sd / np.sqrt(n)
    c4 = _c4(n)
    wide = 3 * sd * np.sqrt(1 - c4**2)
    low, high = np.maximum(c4 * sd - wide, 0), c4 * sd + wide
    spread = Spread(s, c4 * sd, low, high, beyond(s, low, high))
    lower, upper = centre - reach, centre + reach
    signals = three_rules(m, np.full(len(m), centre), lower, upper)
    return Chart("xbar_s", m, centre, lower, upper, sd, signals, _count(m[base]), spread)


def p_chart(counts: Array, ns: Array, baseline: int | None = None) -> Chart:
    """Return the chart of shares by the binomial: ``pbar +/- 3 sqrt(pbar (1 - pbar) / n_t)``.

    Examples
    --------
    >>> chart = p_chart(np.array([12.0, 15, 8, 10]), np.array([100.0, 100, 50, 100]))
    >>> round(chart.centre, 4), round(float(chart.upper[0]), 4), float(chart.lower[2])
    (0.1286, 0.229, 0.0)
    """
    return _shares("p", counts, ns, baseline)


def laney_p(counts: Array, ns: Array, baseline: int | None = None) -> Chart:
    """Return the chart of shares whose limits widen with the differences between periods.

    The limits of :func:`p_chart` times the SD of the standardised shares by their moving ranges
    (Laney 2002, *Quality Engineering* 14(4), 531-537): p' limits.
    """
    return _shares("laney_p", counts, ns, baseline)


def _shares(kind: Literal["p", "laney_p"], counts: Array, ns: Array, baseline: int | None) -> Chart:
    c, n = np.asarray(counts, dtype=float), np.asarray(ns, dtype=float)
    p = np.divide(c, n, out=np.full(len(n), math.nan), where=n > 0)
    base = _baseline(p, baseline)
    centre = float(c[base].sum() / n[base].sum())
    sd = math.sqrt(centre * (1 - centre))
    error = np.divide(sd, np.sqrt(n), out=np.full(len(n), math.nan), where=n > 0)
    excess = 1.0
    if kind == "laney_p":
        if sd == 0:
            raise UndefinedStatisticError("no_spread: every answer is the same")
        excess = _mean_range(_moving_ranges((p - centre) / error)[base]) / _D2
    lower = np.maximum(centre - 3 * excess * error, 0)
    upper = np.minimum(centre + 3 * excess * error, 1)
    signals = three_rules(p, np.full(len(p), centre), lower, upper)
    return Chart(kind, p, centre, lower, upper, sd, signals, _count(p[base]), excess=excess)


def ewma(
    values: Array,
    centre: float,
    sd: float,
    lam: float = LAMBDA,
    L: float = WIDTH,
    ns: Array | None = None,
    n_baseline: int | None = None,
) -> Chart:
    """Return the chart of exponentially weighted moving averages.

    ``z_t = lam x_t + (1 - lam) z_(t-1)`` from ``z_0 = centre``; limits ``centre +/- L SD(z_t)``,
    which widen with t (and with unequal n) exactly.

    Parameters
    ----------
    values : array, shape (t,)
        Figures of the periods; NaN leaves the average as it is.
    centre, sd : float
        Known, or from a baseline: of an XmR chart, its ``centre`` and ``sd``.
    lam, L : float
        Weight of the newest period; width of the limits in SDs.
    ns : array, shape (t,), optional
        Answers in each period, where ``sd`` is the SD of one answer. Leave it out where ``sd`` is
        that of a period's figure: with differences between periods the answers alone tell too
        little.
    n_baseline : int, optional
        Periods behind ``centre`` and ``sd``; all with a value, unless given.

    Notes
    -----
    R: ``qcc::ewma``. Roberts (1959). Single averages hang together, so that only points beyond the
    limits count as signals, no runs.

    Examples
    --------
    >>> chart = ewma(np.array([52.0, 47.0, 53.0]), 50, 2.0539, lam=0.3, L=3)
    >>> [round(float(z), 2) for z in chart.values], [round(float(u) - 50, 5) for u in chart.upper]
    ([50.6, 49.52, 50.56], [1.84851, 2.25639, 2.43141])
    """
    x = np.asarray(values, dtype=float)
    errors = np.full(len(x), float(sd)) if ns is None else sd / np.sqrt(np.maximum(ns, 1.0))
    z, variance = float(centre), 0.0
    shown, width = np.full(len(x), math.nan), np.zeros(len(x))
    for t, one in enumerate(x):
        if math.isfinite(one):
            z = lam * float(one) + (1 - lam) * z
            variance = (lam * float(errors[t])) ** 2 + (1 - lam) ** 2 * variance
            shown[t] = z
        width[t] = L * math.sqrt(variance)
    lower, upper = centre - width, centre + width
    n = int(np.isfinite(x).sum()) if n_baseline is None else n_baseline
    return Chart("ewma", shown, float(centre), lower, upper, sd, beyond(shown, lower, upper), n)


def cusum(
    values: Array,
    mu: float,
    s: float,
    k: float = SLACK,
    h: float = DECISION,
    n_baseline: int | None = None,
) -> Chart:
    """Return the two-sided cumulative sums in SDs, with decision limits -h and h.

    ``S+_t = max(0, S+_(t-1) + (x_t - mu)/s - k)``, and the same downwards (in ``below``). A signal
    is told where a sum first passes the limit.

    Raises
    ------
    UndefinedStatisticError
        ``s`` is 0.

    Notes
    -----
    R: ``qcc::cusum(se.shift = 2 k, decision.interval = h)``. Page (1954).

    Examples
    --------
    >>> chart = cusum(np.array([0.0, 2, 2, 2, 2]), 0, 1)
    >>> [float(x) for x in chart.values], [s.at for s in chart.signals]
    ([0.0, 1.5, 3.0, 4.5, 6.0], [4])
    """
    if s <= 0:
        raise UndefinedStatisticError("no_spread: the SD is 0")
    x = (np.asarray(values, dtype=float) - mu) / s
    up, down = np.zeros(len(x)), np.zeros(len(x))
    above = under = 0.0
    for t, one in enumerate(x):
        if math.isfinite(one):
            above = max(0.0, above + float(one) - k)
            under = min(0.0, under + float(one) + k)
        up[t], down[t] = above, under
    limit = np.full(len(x), float(h))
    n = int(np.isfinite(x).sum()) if n_baseline is None else n_baseline
    signals = tuple(sorted((*_crossings(up, h), *_crossings(down, -h))))
    return Chart("cusum", up, 0.0, -limit, limit, s, signals, n, below=down)


def _baseline(x: Array, baseline: int | None) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Return which periods carry the limits; at least two with a figure."""
    base = np.isfinite(x)
    if baseline is not None:
        base &= np.arange(len(x)) < baseline
    if int(base.sum()) < 2:
        raise UndefinedStatisticError("few_periods: limits need at least two periods")
    return base


def _count(x: Array) -> int:
    return int(np.isfinite(x).sum())


def _moving_ranges(x: Array) -> Array:
    """Return the distance to the period before; NaN for the first and beside a gap."""
    return np.concatenate([[math.nan], np.abs(np.diff(x))])


def _mean_range(ranges: Array) -> float:
    known = ranges[np.isfinite(ranges)]
    if not len(known):
        raise UndefinedStatisticError("few_periods: no two periods follow one another")
    return float(known.mean())


def _c4(n: Array) -> Array:
    """Return the mean of an SD of n normal values, as a share of the true one."""
    wide = np.maximum(n, 2.0)
    logs = [math.lgamma(a / 2) - math.lgamma((a - 1) / 2) for a in wide]
    return np.sqrt(2 / (wide - 1)) * np.exp(logs)


def _crossings(sums: Array, limit: float) -> tuple[Signal, ...]:
    """Return where sums first lie beyond the limit, with the period in which they left 0."""
    over = np.abs(sums) > abs(limit)
    starts = np.flatnonzero(over & ~np.concatenate([[False], over[:-1]]))
    left = [int(np.flatnonzero(np.concatenate([[0.0], sums[:t]]) == 0)[-1]) for t in starts]
    side: Literal["above", "below"] = "above" if limit > 0 else "below"
    return tuple(Signal(int(t), "beyond", side, a) for t, a in zip(starts, left, strict=True))
