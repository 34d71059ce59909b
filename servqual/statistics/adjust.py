"""p values adjusted for looking at several of them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt


def holm(p: npt.ArrayLike) -> list[float]:
    """Return Holm's step-down adjusted p values (Holm 1979; R: ``p.adjust(p, "holm")``).

    Examples
    --------
    >>> [round(x, 3) for x in holm([.012, .034, .001, .20, .049])]
    [0.048, 0.102, 0.005, 0.2, 0.102]
    """
    values = np.asarray(p, dtype=np.float64)
    order = np.argsort(values, kind="stable")
    steps = values[order] * np.arange(len(values), 0, -1)
    return _back(np.minimum(np.maximum.accumulate(steps), 1.0), order)


def benjamini_hochberg(p: npt.ArrayLike) -> list[float]:
    """Return p values adjusted for the false discovery rate (1995; R: ``p.adjust(p, "BH")``).

    Examples
    --------
    >>> [round(x, 5) for x in benjamini_hochberg([.012, .034, .001, .20, .049])]
    [0.03, 0.05667, 0.005, 0.2, 0.06125]
    """
    values = np.asarray(p, dtype=np.float64)
    order = np.argsort(values, kind="stable")
    m = len(values)
    steps = values[order] * m / np.arange(1, m + 1)
    falling = np.minimum.accumulate(steps[::-1])[::-1]
    return _back(np.minimum(falling, 1.0), order)


def adjusted(p: Sequence[float | None], method: str) -> list[float | None]:
    """Return adjusted p values by ``"holm"`` or ``"bh"``; None stays None and is not counted."""
    function = {"holm": holm, "bh": benjamini_hochberg}[method]
    values = iter(function([value for value in p if value is not None]))
    return [None if value is None else next(values) for value in p]


def _back(values: npt.NDArray[np.float64], order: npt.NDArray[np.intp]) -> list[float]:
    result = np.empty_like(values)
    result[order] = values
    return [float(value) for value in result]
