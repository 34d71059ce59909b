"""All parts of the structure, one after the other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from servqual.instrument import Instrument
from servqual.results import (
    ConvergentRow,
    Correlations,
    FactorRow,
    Groups,
    InvarianceRow,
    PairRow,
    Reliability,
    Structure,
)
from servqual.settings import Settings
from servqual.statistics.summary import Summary
from servqual.study.structure.exploratory import exploratory_rows
from servqual.study.structure.factors import correlations_row, factor_row
from servqual.study.structure.invariance import invariance_rows
from servqual.study.structure.models import THEORY, ModelRows, model_rows
from servqual.study.structure.pairs import convergent_rows, pair_rows
from servqual.study.structure.sources import Source, sources
from servqual.study.structure.verdict import Evidence, verdict_rows


@dataclass(frozen=True)
class _Found:
    """Everything about one source."""

    source: Source
    factors: FactorRow
    models: ModelRows
    convergent: tuple[ConvergentRow, ...]
    pairs: tuple[PairRow, ...]
    correlations: Correlations | None


def structure_table(
    summary: Summary,
    instrument: Instrument,
    settings: Settings,
    breakdowns: Mapping[str, Mapping[str, Summary]],
    reliability: Reliability,
    groups: Groups | None = None,
) -> Structure:
    """Return what these answers say about the questionnaire's dimensions.

    Parameters
    ----------
    summary : Summary
        Of the answers as they are, with products of four ratings where there are any.
    instrument, settings
    breakdowns : mapping of people column to (mapping of group to Summary)
        Whose groups are compared for invariance.
    reliability : Reliability
        What the verdicts rest on first.
    groups : Groups, optional
        Those that are hidden there are not compared.
    """
    found = [_look(s, settings, len(instrument.dimensions)) for s in sources(summary, instrument)]
    if not found:
        return Structure()
    correlations = tuple(one.correlations for one in found if one.correlations is not None)
    factors = tuple(one.factors for one in found)
    invariance = invariance_rows(breakdowns, summary, instrument, settings, groups)
    evidence = _evidence(found, instrument, reliability, invariance)
    return Structure(
        verdicts=verdict_rows(evidence, instrument),
        factors=factors,
        fits=tuple(row for one in found for row in one.models.fits),
        loadings=tuple(row for one in found for row in one.models.loadings),
        convergent=tuple(row for one in found for row in one.convergent),
        pairs=tuple(row for one in found for row in one.pairs),
        changes=tuple(row for one in found for row in one.models.changes),
        invariance=invariance,
        correlations=correlations,
        exploratory=(
            exploratory_rows(correlations, factors) if settings.structure == "full" else ()
        ),
    )


def _look(source: Source, settings: Settings, n_theory: int) -> _Found:
    """Return everything about one source."""
    models = model_rows(source, settings)
    convergent = convergent_rows(source, models.loadings)
    return _Found(
        source=source,
        factors=factor_row(source, settings, n_theory),
        models=models,
        convergent=convergent,
        pairs=pair_rows(source, models.phi, convergent, settings),
        correlations=correlations_row(source),
    )


def _evidence(
    found: list[_Found],
    instrument: Instrument,
    reliability: Reliability,
    invariance: tuple[InvarianceRow, ...],
) -> Evidence:
    """Return what the verdicts read: the first source leads, and the first gap follows."""
    leading = found[0]
    names = {one.source.name for one in found}
    gap = next((g.name for g in instrument.gaps if g.name in names), "")
    return Evidence(
        leading=leading.source.name,
        gap=gap,
        reliability=reliability,
        factors=leading.factors,
        fit=next((row for row in leading.models.fits if row.model == THEORY), None),
        pairs=leading.pairs,
        convergent=leading.convergent,
        invariance=invariance,
    )
