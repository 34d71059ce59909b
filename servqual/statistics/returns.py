"""What a rise of satisfaction would be worth, if the association were causal."""

from __future__ import annotations

from typing import NamedTuple


class Worth(NamedTuple):
    """One link after the other of the chain from satisfaction to money.

    ``retained`` counts customers, ``value`` is the money of all years in today's worth, ``net``
    that less the cost, ``roi`` net over cost (None without a cost).
    """

    satisfaction: float
    retention: float
    retained: float
    value: float
    net: float
    roi: float | None


def annuity(years: float, rate: float) -> float:
    """Return what 1 a year is worth today, paid at the end of each of some years.

    Examples
    --------
    >>> round(annuity(4, 0.10), 4), annuity(4, 0.0)
    (3.1699, 4.0)
    """
    return (1 - (1 + rate) ** -years) / rate if rate else float(years)


def worth(
    satisfaction: float,
    retention_slope: float,
    customers: float,
    margin: float,
    years: float,
    rate: float,
    cost: float,
) -> Worth:
    """Return what a rise of satisfaction would be worth.

    Parameters
    ----------
    satisfaction : float
        How far the outcome rises, in its own points.
    retention_slope : float
        Share of customers (0 to 1) who stay in addition per point, from the client's own records.
    customers, margin : float
        Customers in all, and what one is worth a year.
    years, rate : float
        How long a retained customer stays, and the discount rate (0.10 for 10%).
    cost : float
        Of the improvement, in today's money.

    Notes
    -----
    The chain of return on quality (Rust, Zahorik & Keiningham 1995, *Journal of Marketing* 59(2),
    58-70). Every link is taken to be causal, which no survey shows.

    Examples
    --------
    >>> found = worth(0.06, 0.04, 10_000, 200, 4, 0.10, 9_000)
    >>> round(found.retained, 6), round(found.value, 2), round(found.roi, 2)
    (24.0, 15215.35, 0.69)
    """
    retention = satisfaction * retention_slope
    retained = retention * customers
    value = retained * margin * annuity(years, rate)
    net = value - cost
    return Worth(satisfaction, retention, retained, value, net, net / cost if cost else None)
