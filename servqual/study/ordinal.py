"""Reliability from polychoric correlations, where the answers to pairs of items were counted."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from servqual.errors import UndefinedStatisticError
from servqual.plan import columns
from servqual.results import ReliabilityRow
from servqual.statistics.moments import Array
from servqual.statistics.omega import omega_total
from servqual.statistics.polychoric import categorical_omega, polychoric, thresholds
from servqual.statistics.reliability import standardised_alpha
from servqual.statistics.summary import Summary


def with_ordinal(row: ReliabilityRow, summary: Summary, items: Sequence[str]) -> ReliabilityRow:
    """Return a row of a battery's dimension with its ordinal coefficients.

    Each correlation is over the people who answered both items, thresholds of an item over all who
    answered it.
    """
    pairs = list(itertools.combinations(range(len(items)), 2))
    names = [columns.answers(row.battery, items[i], items[j]) for i, j in pairs]
    if row.problem or not names or names[0] not in summary.tables:
        return row
    if row.n <= row.k:
        return replace(row, ordinal_problem="too_few_people")
    correlations = np.eye(len(items))
    try:
        for (i, j), name in zip(pairs, names, strict=True):
            correlations[i, j] = correlations[j, i] = polychoric(summary.tables[name][1])
        mean_r = float(correlations[np.triu_indices(row.k, 1)].mean())
        row = replace(row, ordinal_alpha=standardised_alpha(mean_r, row.k))
        omega = omega_total(correlations)
        cuts = [_thresholds(summary, row.battery, i) for i in items]
        categorical = categorical_omega(omega.loadings, correlations, cuts)
    except UndefinedStatisticError as error:
        return replace(row, ordinal_problem=error.code)
    return replace(row, ordinal_omega=omega.value, categorical_omega=categorical)


def _thresholds(summary: Summary, battery: str, item: str) -> Array:
    return thresholds(summary.histograms[columns.item(battery, item)][1])
