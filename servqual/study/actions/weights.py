"""How much each item counts: what people say, else what goes together with an outcome."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from servqual.instrument import Instrument
from servqual.plan import columns
from servqual.results import DriverRow, Importance, Scores
from servqual.settings import Settings
from servqual.statistics.moments import Array
from servqual.statistics.summary import Summary


@dataclass(frozen=True)
class Weights:
    """Importance of the items, above 0 in sum, not yet shares.

    Attributes
    ----------
    source : str
        ``ratings``, ``points`` or ``derived``.
    of : dict of item to number
    drawn : callable or None
        Items to their importance in other samples, shape (b, k).
    """

    source: str
    of: dict[str, float]
    drawn: Callable[[Sequence[str]], Array] | None = None


def importance_weights(
    summary: Summary,
    instrument: Instrument,
    settings: Settings,
    scores: Scores,
    importance: Importance,
    kind: str,
) -> Weights | None:
    """Return what people say of items, else of dimensions, else what is derived; None for neither.

    What is known of a dimension is shared out over its items: in points an item's part is then its
    part of the weighted gap. What the gap ``kind`` subtracts is no importance here, expectations
    first of all: it is in the gap already and would count twice.
    """
    wanted = next((g.minus for g in instrument.gaps if g.name == kind), "")
    # a gap from importance itself holds it already, as one from expectations does
    rated = None if wanted == "importance" else _rated(scores)
    found = rated or _points(instrument, importance)
    if found is None:
        return _derived(instrument, importance)
    if summary.drawn is None:
        return found
    drawn, seed = summary.drawn, settings.seed
    of_item = {item.id: item.dimension for item in instrument.items}
    ids = instrument.dimension_ids
    size = np.array([len(instrument.items_of(d)) for d in ids])

    def replicates(items: Sequence[str]) -> Array:
        if found.source == "ratings":
            return drawn.means([columns.item("importance", i) for i in items], seed)
        parts = drawn.means([columns.points(d) for d in ids], seed) / size
        return np.asarray(parts[:, [ids.index(of_item[i]) for i in items]])

    return replace(found, drawn=replicates)


def _rated(scores: Scores) -> Weights | None:
    """Return how important people rate the items."""
    rows = [r for r in scores.items if r.battery == "importance" and r.mean is not None]
    of = {r.id: r.mean for r in rows if r.mean is not None}
    return Weights("ratings", of) if sum(of.values()) > 0 else None


def _points(instrument: Instrument, importance: Importance) -> Weights | None:
    """Return the points of every dimension, shared out over its items."""
    given = {r.dimension: r.mean for r in importance.points if r.mean is not None}
    return _spread("points", instrument, given)


def _derived(instrument: Instrument, importance: Importance) -> Weights | None:
    """Return the shares of the leading model; those of a dimension shared out over its items."""
    model, rows = importance.leading_model(), importance.leading_drivers()
    own = {row.id: row.share for row in rows if row.share is not None}
    if model is None or len(own) < len(rows) or not sum(own.values()) > 0:
        return None
    found = (
        Weights("derived", own) if model.level == "item" else _spread("derived", instrument, own)
    )
    shares: Array | None = importance.leading_drawn
    if found is None or shares is None:
        return found
    of = _places(instrument, rows)

    def replicates(items: Sequence[str]) -> Array:
        size = np.array([of[i][1] for i in items])
        return np.asarray(shares[:, [of[i][0] for i in items]] / size)

    return replace(found, drawn=replicates)


def _spread(source: str, instrument: Instrument, given: dict[str, float]) -> Weights | None:
    """Return what is given by dimension as parts for each of its items."""
    parts = {d: given[d] / len(instrument.items_of(d)) for d in given}
    of = {i.id: parts[i.dimension] for i in instrument.items if i.dimension in parts}
    return Weights(source, of) if sum(of.values()) > 0 else None


def _places(instrument: Instrument, rows: Sequence[DriverRow]) -> dict[str, tuple[int, int]]:
    """Return by item the place of its share among the rows, and how many items share it."""
    place = {row.id: k for k, row in enumerate(rows)}
    if rows[0].level == "item":
        return {i: (k, 1) for i, k in place.items()}
    return {
        i.id: (place[i.dimension], len(instrument.items_of(i.dimension)))
        for i in instrument.items
        if i.dimension in place
    }
