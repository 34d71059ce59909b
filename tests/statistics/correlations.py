"""The correlation matrices of tests/reference/factors_correlations.csv and what R made of them."""

from functools import cache

import numpy as np

from tests.made import reference_rows

SOURCES = (
    "attitude", "bfi", "hs39", "bb1992", "kiosk_e", "kiosk_p", "kiosk_gap", "kiosk_s", "bank",
)  # fmt: skip


@cache
def people() -> dict[str, int]:
    """Return the number of people of every source."""
    return {row["source"]: int(row["n"]) for row in reference_rows("factors_correlations.csv")}


@cache
def matrix(source: str) -> np.ndarray:
    """Return the correlation matrix of one source."""
    rows = [row for row in reference_rows("factors_correlations.csv") if row["source"] == source]
    r = np.eye(max(int(row["row"]) for row in rows))
    for row in rows:
        i, j = int(row["row"]) - 1, int(row["column"]) - 1
        r[i, j] = r[j, i] = float(row["r"])
    r.flags.writeable = False
    return r


@cache
def _figures() -> dict[tuple[str, str], list[float]]:
    found: dict[tuple[str, str], list[float]] = {}
    for row in reference_rows("factors.csv"):
        found.setdefault((row["source"], row["statistic"]), []).append(float(row["value"]))
    return found


def figures(source: str, statistic: str) -> np.ndarray:
    """Return what R found for one source."""
    return np.array(_figures()[source, statistic])
