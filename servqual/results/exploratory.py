"""Exploratory factors from the correlations that a study carries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from servqual.errors import SettingsError, UndefinedStatisticError

if TYPE_CHECKING:
    from servqual.results.structure import Correlations, Efa, Matrix
    from servqual.results.structure_rows import FactorRow
    from servqual.statistics.moments import Array

PEOPLE, PEOPLE_PER_ITEM = 200, 10  # enough is either of them (methods appendix)


def explore(correlations: Correlations, n_factors: int, extraction: str, rotation: str) -> Efa:
    """Return the exploratory factors of one source.

    Parameters
    ----------
    correlations : Correlations
        Of a source that can be factored.
    n_factors : int
    extraction : {"minres", "ml", "paf"}
    rotation : {"oblimin", "promax", "varimax", "none"}

    Raises
    ------
    SettingsError
        An unknown word, or a number of factors that so few items cannot have.
    """
    import numpy as np

    from servqual.results.structure import Efa
    from servqual.statistics import exploratory

    items, n = correlations.items, correlations.n
    _check("extraction", extraction, exploratory.EXTRACTIONS)
    _check("rotation", rotation, exploratory.ROTATIONS)
    most = exploratory.most_factors(len(items))
    if not 1 <= n_factors <= most:
        raise SettingsError(
            f"the number of factors is {n_factors}; {len(items)} items have 1 to {most}."
        )
    try:
        found = exploratory.extract(np.array(correlations.matrix), n_factors, extraction, rotation)
    except UndefinedStatisticError as fault:
        return Efa(correlations.source, n, items, extraction, rotation, problem=fault.code)
    target = np.array(
        [[float(item in members) for _, members in correlations.dimensions] for item in items]
    ).reshape(len(items), -1)
    warnings = [f"heywood:{items[i]}" for i in found.heywood]
    if n < min(PEOPLE, PEOPLE_PER_ITEM * len(items)):
        warnings.append("few_people")
    if not found.converged:
        warnings.append("not_converged")
    return Efa(
        source=correlations.source,
        n=n,
        items=items,
        extraction=extraction,
        rotation=rotation,
        pattern=_matrix(found.pattern),
        structure=_matrix(found.structure),
        phi=_matrix(found.phi),
        communalities=tuple(map(float, found.communalities)),
        ss_loadings=tuple(map(float, found.ss_loadings)),
        congruence=_matrix(exploratory.congruence(found.pattern, target)),
        dimensions=tuple(d for d, _ in correlations.dimensions),
        warnings=tuple(warnings),
    )


def number_of_factors(row: FactorRow) -> int:
    """Return what parallel analysis of factors finds, at least 1 and no more than can be."""
    from servqual.statistics.exploratory import most_factors

    return min(max(row.n_factors or 1, 1), max(most_factors(row.k), 1))


def _check(what: str, word: str, known: tuple[str, ...]) -> None:
    if word not in known:
        raise SettingsError(
            f"the {what} is {word!r}; it must be {', '.join(known[:-1])} or {known[-1]}."
        )


def _matrix(values: Array) -> Matrix:
    return tuple(tuple(float(v) for v in row) for row in values)
