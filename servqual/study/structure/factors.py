"""Whether there is something to factor in a battery or gap, and how many factors stand out."""

from __future__ import annotations

import numpy as np

from servqual.results import Correlations, FactorRow
from servqual.settings import Settings
from servqual.statistics.factor_number import (
    DRAWS,
    PERCENTILE,
    minimum_average_partial,
    parallel_analysis,
)
from servqual.statistics.factorability import Fault, bartlett, correlations, find_fault, kmo
from servqual.statistics.moments import Array
from servqual.statistics.summary import SetSums
from servqual.study.structure.sources import NOT_TOGETHER, Source


def factor_row(source: Source, settings: Settings, n_theory: int) -> FactorRow:
    """Return the factorability of a source and its numbers of factors.

    Parameters
    ----------
    source : Source
    settings : Settings
        Whose seed the random data of the parallel analysis have.
    n_theory : int
        Dimensions of the questionnaire.

    Notes
    -----
    Under weights the test and the parallel analysis go by Kish's effective number of people.
    """
    n, k = source.sums.n, len(source.items)
    fault = fault_of(source.sums)
    if fault is not None:
        culprits = tuple(source.items[i] for i in fault.places)
        code = fault.code if source.together else NOT_TOGETHER
        return FactorRow(source.name, n, k, code, culprits, n_theory=n_theory)
    people = people_of(source.sums)
    r = correlations(source.sums.covariance())
    adequacy, sphericity = kmo(r), bartlett(r, people)
    parallel = parallel_analysis(r, people, settings.seed)
    partial = minimum_average_partial(r)
    return FactorRow(
        source.name,
        n,
        k,
        kmo=adequacy.overall,
        msa=_vector(adequacy.items),
        bartlett=sphericity.chi2,
        bartlett_df=sphericity.df,
        bartlett_p=sphericity.p,
        eigenvalues=_vector(parallel.found.components),
        limits=_vector(parallel.limits.components),
        n_components=parallel.n_components,
        factor_eigenvalues=_vector(parallel.found.factors),
        factor_limits=_vector(parallel.limits.factors),
        n_factors=parallel.n_factors,
        map=_vector(partial.squared),
        map4=_vector(partial.fourth),
        n_map=partial.n_squared,
        n_map4=partial.n_fourth,
        n_kaiser=int((parallel.found.components > 1).sum()),
        n_theory=n_theory,
        draws=DRAWS,
        percentile=PERCENTILE,
        seed=settings.seed,
        first_share=float(parallel.found.factors[0]) / k,
    )


def correlations_row(source: Source) -> Correlations | None:
    """Return the correlations of a source's items, None where they cannot be factored."""
    if fault_of(source.sums) is not None:
        return None
    r = correlations(source.sums.covariance())
    return Correlations(
        source.name,
        people_of(source.sums),
        source.items,
        tuple(_vector(row) for row in r),
        tuple((d, tuple(source.items[i] for i in places)) for d, places in source.dimensions),
    )


def fault_of(sums: SetSums) -> Fault | None:
    """Return why the sums of a source cannot be factored, None where they can."""
    size = float(np.abs(sums.s).max(initial=0.0)) / sums.weight if sums.weight > 0 else 0.0
    return find_fault(sums.covariance(), people_of(sums), size)


def people_of(sums: SetSums) -> int:
    """Return the number of people whose answers weigh alike and say as much as these."""
    # rounding must not take one of n people away
    return int(sums.n_effective * (1 + 1e-12))


def _vector(values: Array) -> tuple[float, ...]:
    return tuple(float(v) for v in values)
