"""Priorities from the means and from their replicates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from servqual.instrument import Instrument
from servqual.plan import columns
from servqual.results import Gaps, Importance, Priorities, Scores
from servqual.settings import Settings
from servqual.statistics.summary import Summary
from servqual.study.priorities.axes import (
    PERFORMANCE,
    STANDARDS,
    Given,
    Resampled,
    resampling_method,
)
from servqual.study.priorities.indices import csi, index_rankings, index_rows, top_shares
from servqual.study.priorities.matrix import Matrix, diagonal, matrix_of, priority_rows
from servqual.study.priorities.rankings import (
    diagonal_ranking,
    gap_rankings,
    importance_ranking,
    performance_rankings,
)
from servqual.study.priorities.stability import leading_placing, other_placings


def priority_table(
    summary: Summary,
    instrument: Instrument,
    settings: Settings,
    gaps: Gaps,
    scores: Scores,
    importance: Importance,
) -> Priorities:
    """Return the importance-performance matrix, how sure it is, rankings and indices.

    Importance is what people rated; else it is derived from an outcome, if the leading model is one
    of items; else expectations stand for it, labelled. Performance is satisfaction, else
    perception. Items without either are left out of the matrix.

    Raises
    ------
    SettingsError
        The rule for the cross needs a scale, and derived importance has none.
    """
    resampled = Resampled(summary, _needed(instrument, gaps, scores), settings.seed)
    given = Given(summary, instrument, settings, gaps, scores, importance, resampled)
    method, replicates = resampling_method(summary)
    found = Priorities(
        ranks=(*gap_rankings(given), *performance_rankings(given)),
        rule=settings.cross,
        method=method,
        replicates=replicates,
    )
    matrix = matrix_of(given)
    return found if matrix is None else _with_matrix(found, given, matrix)


def _needed(instrument: Instrument, gaps: Gaps, scores: Scores) -> Iterator[str]:
    """Yield the columns whose means are drawn."""
    answered = {row.battery for row in scores.items}
    kinds = dict.fromkeys(row.kind for row in gaps.items)
    for source in (*PERFORMANCE, "importance", *STANDARDS, *kinds):
        if source in answered or source in kinds:
            yield from (columns.item(source, i) for i in instrument.item_ids)
        if source in kinds or (source in answered and source in PERFORMANCE):
            yield from (columns.dimension(source, d) for d in instrument.dimension_ids)


def _with_matrix(found: Priorities, given: Given, matrix: Matrix) -> Priorities:
    """Return priorities with everything that rests on the matrix."""
    settings = given.settings
    leading = leading_placing(matrix.importance, matrix.performance, settings)
    others = other_placings(leading, matrix.importances, matrix.performance, matrix.gap, settings)
    line = diagonal(matrix, settings.confidence)
    shares = top_shares(given, matrix)
    indices = [csi(matrix.importance, p, settings.confidence) for p in matrix.performances]
    return replace(
        found,
        items=priority_rows(given, matrix, leading, others, line),
        stability=tuple(row for p in (leading, *others) for row in p.rows(matrix.items)),
        ranks=(
            *found.ranks,
            *importance_ranking(matrix, settings.confidence),
            *diagonal_ranking(matrix, line),
            *index_rankings(given, matrix, shares),
        ),
        indices=index_rows(given, matrix, shares),
        csi=tuple(row for row in indices if row is not None),
        cross_importance=float(leading.cross.importance),
        cross_performance=float(leading.cross.performance),
        importance_source=matrix.importance.source,
        performance_battery=matrix.performance.battery,
    )
