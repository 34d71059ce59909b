"""The order of importance in which people put the dimensions, 1 the most important."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

from servqual.importer.answers.numbers import Numbers
from servqual.importer.answers.points import Points
from servqual.instrument import Instrument
from servqual.notes import Note


def settle_ranks(
    points: Points, instrument: Instrument, file: str
) -> tuple[Numbers | None, list[Note]]:
    """Return complete orders of the dimensions that were asked, and notes on what was left out.

    Parameters
    ----------
    points : Points
        Ranks as they were written, for all k dimensions of the questionnaire; NaN for none.
    instrument : Instrument
        The questionnaire as it was answered, with m of these dimensions.
    file : str
        Where they come from, for the notes.

    Returns
    -------
    ranks : float64 array, shape (n_respondents, m), or None
        Each row holds 1 to m once, 1 the most important; it is NaN for everybody who did not give
        each rank from 1 to k exactly once. None if nobody did.
    notes : list of Note
        How many gave some ranks but no complete order; which dimensions are left out.

    Examples
    --------
    >>> from servqual.catalog import load_instrument
    >>> servqual = load_instrument("servqual")
    >>> given = np.array([[4, 1, 2, 3, 5], [1, 1, 2, 3, 4.0]])
    >>> ranks, told = settle_ranks(Points(tuple(servqual.dimension_ids), given, ()), servqual, "")
    >>> ranks.tolist()
    [[4.0, 1.0, 2.0, 3.0, 5.0], [nan, nan, nan, nan, nan]]
    >>> [note.code for note in told]
    ['ranks_dropped']
    """
    settled, counts = settled_ranks(points, instrument)
    told = ranks_notes(counts, points.dimensions, instrument, file)
    return (settled if counts["kept"] else None), told


def settled_ranks(points: Points, instrument: Instrument) -> tuple[Numbers, Counter[str]]:
    """Return complete orders as :func:`settle_ranks` does; how many were kept, how many dropped."""
    given = points.given
    k = len(points.dimensions)
    kept = (np.sort(given, axis=1) == np.arange(1, k + 1)).all(axis=1)
    dropped = ~np.isnan(given).all(axis=1) & ~kept
    asked = [i for i, d in enumerate(points.dimensions) if d in instrument.dimension_ids]
    ranks = np.full((len(given), len(asked)), np.nan)
    ranks[kept] = given[kept][:, asked].argsort(axis=1).argsort(axis=1) + 1
    return ranks, Counter(kept=int(kept.sum()), ranks_dropped=int(dropped.sum()))


def ranks_notes(
    counts: Mapping[str, int], dimensions: Sequence[str], instrument: Instrument, file: str
) -> list[Note]:
    """Return notes on orders that were left out, and on dimensions that were not asked."""
    n = counts.get("ranks_dropped", 0)
    told = [Note("ranks_dropped", {"n": n, "k": len(dimensions)}, file)] if n else []
    if not counts.get("kept"):
        return [*told, Note("ranks_none", {}, file)]
    gone = ", ".join(d for d in dimensions if d not in instrument.dimension_ids)
    return [*told, Note("ranks_without_dimensions", {"dimensions": gone}, file)] if gone else told
