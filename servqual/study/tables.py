"""Priorities from the mean scores."""

from __future__ import annotations

from servqual.instrument import Instrument
from servqual.results import Priorities, PriorityRow, Scores
from servqual.statistics.quadrants import grand_mean_cross, quadrant


def priority_table(scores: Scores, instrument: Instrument) -> Priorities:
    """Return the importance-performance matrix at the grand means.

    Importance is the battery of that name, else expectations as a labelled proxy; performance is
    satisfaction, else perception. Items without either are left out.
    """
    batteries = {row.battery for row in scores.items}
    source = next((b for b in ("importance", "expectation", "desired") if b in batteries), "")
    performance = next((b for b in ("satisfaction", "perception") if b in batteries), "")
    if not source or not performance:
        return Priorities()
    points = []
    for i in instrument.item_ids:
        stated, received = scores.row(i, source), scores.row(i, performance)
        if stated.mean is not None and received.mean is not None:
            points.append((i, stated.mean, received.mean, stated.n, received.n))
    if len(points) < 2:
        return Priorities()
    cross = grand_mean_cross([p[1] for p in points], [p[2] for p in points])
    rows = tuple(
        PriorityRow(i, imp, per, quadrant(imp, per, cross), n_imp, n_per)
        for i, imp, per, n_imp, n_per in points
    )
    return Priorities(
        rows,
        "grand_mean",
        cross.importance,
        cross.performance,
        "ratings" if source == "importance" else "expectation",
        performance,
    )
