"""Stated beside derived importance: whether they are the same order."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from servqual.results import AgreementRow, AgreementTotal
from servqual.settings import Settings
from servqual.statistics.ranking import ranks, spearman
from servqual.statistics.resampling import percentile_limits
from servqual.study.gap_rows import number
from servqual.study.importance.driver_rows import Derived
from servqual.study.importance.stated import Stated

# fields of Vavra's (1997) grid by (stated high, derived high)
FIELDS = {
    (True, True): "key",
    (True, False): "basic",
    (False, True): "excitement",
    (False, False): "unimportant",
}


def agreement(
    stated: Sequence[Stated], derived: Sequence[Derived], settings: Settings
) -> tuple[tuple[AgreementRow, ...], tuple[AgreementTotal, ...]]:
    """Return what was stated beside what is derived from the leading outcome.

    Parameters
    ----------
    stated : sequence of Stated
    derived : sequence of Derived
        The leading outcome first, and the battery of performance first.
    settings : Settings

    Returns
    -------
    rows, totals
        Rows by the parts of R2, or by correlations where the model of that level has a problem;
        totals by both, of three and more with different values.
    """
    rows: list[AgreementRow] = []
    totals: list[AgreementTotal] = []
    for one in stated:
        other = next(
            (d for d in derived if d.model.level == one.level and _alike(d, derived[0])),
            None,
        )
        if other is not None and len(one.rows) > 1:
            for k, kind in enumerate(sorted(other.values, key=lambda name: name == "r")):
                total = _total(one, other, kind, settings)
                totals += [total] if total.spearman is not None else []
                rows += _rows(one, other, kind) if k == 0 else []
    return tuple(rows), tuple(totals)


def _alike(one: Derived, other: Derived) -> bool:
    """Say whether two models have the same outcome and battery."""
    a, b = one.model, other.model
    return (a.outcome, a.battery) == (b.outcome, b.battery)


def _rows(one: Stated, other: Derived, kind: str) -> list[AgreementRow]:
    """Return both values with their ranks; nothing if one of them does not exist."""
    stated, derived = one.weight, other.values[kind]
    if not (np.isfinite(stated).all() and np.isfinite(derived).all()):
        return []
    places = ranks(stated), ranks(derived)
    high = stated >= stated.mean(), derived >= derived.mean()
    return [
        AgreementRow(
            level=row.level,
            id=row.id,
            stated_source=one.source,
            stated=float(stated[k]) * one.sign,
            stated_rank=int(places[0][k]),
            derived=float(derived[k]),
            derived_rank=int(places[1][k]),
            vavra=FIELDS[bool(high[0][k]), bool(high[1][k])],
            derived_as=kind,
        )
        for k, row in enumerate(one.rows)
    ]


def _total(one: Stated, other: Derived, kind: str, settings: Settings) -> AgreementTotal:
    low, high = None, None
    if one.drawn is not None and kind in other.drawn:
        both = min(len(one.drawn), len(other.drawn[kind]))
        alike = spearman(one.drawn[:both], other.drawn[kind][:both])
        low, high = (number(float(x)) for x in percentile_limits(alike, settings.confidence))
    return AgreementTotal(
        level=one.level,
        stated_source=one.source,
        derived_as=kind,
        outcome=other.model.outcome,
        k=len(one.rows),
        spearman=number(float(spearman(one.weight, other.values[kind]))),
        spearman_low=low,
        spearman_high=high,
    )
