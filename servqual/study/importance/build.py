"""Importance from the sums."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from servqual.instrument import Instrument
from servqual.results import AsymmetryRow, Importance, Scores
from servqual.settings import Settings
from servqual.statistics.moments import Array
from servqual.statistics.summary import Summary
from servqual.study.importance.agreement import agreement
from servqual.study.importance.driver_rows import Derived
from servqual.study.importance.drivers import derived_importance
from servqual.study.importance.kano import kano_rows
from servqual.study.importance.stated import stated_importance
from servqual.study.scores import points_table


def importance_table(
    summary: Summary,
    instrument: Instrument,
    settings: Settings,
    scores: Scores,
    asymmetry: tuple[AsymmetryRow, ...] = (),
) -> Importance:
    """Return everything that is known of importance.

    Parameters
    ----------
    summary : Summary
        Of the whole sample as it answered, with sums of random groups.
    instrument : Instrument
    settings : Settings
    scores : Scores
        Means over the people who count.
    asymmetry : tuple of AsymmetryRow
        Penalty and reward contrasts, which need rows.
    """
    stated = stated_importance(summary, instrument, settings, scores)
    derived = derived_importance(summary, instrument, settings, scores)
    rows, totals = agreement(stated, derived, settings)
    return replace(
        points_table(summary, instrument),
        stated=tuple(row for one in stated for row in one.rows),
        drivers=tuple(row for one in derived for row in one.rows),
        models=tuple(one.model for one in derived),
        agreement=rows,
        agreements=totals,
        asymmetry=asymmetry,
        kano=kano_rows(summary, instrument, settings),
        leading_drawn=_leading_drawn(derived),
    )


def _leading_drawn(derived: Sequence[Derived]) -> Array | None:
    """Return replicates of the shares of the model that leads, for what follows from them."""
    lead = next((one for one in derived if one.model.leads), None)
    drawn = None if lead is None else lead.drawn.get(lead.model.method)
    return None if drawn is None else np.asarray(drawn / drawn.sum(axis=1, keepdims=True))
