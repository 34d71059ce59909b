"""The satisfaction index, and how dimensions go with each question about the whole."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from servqual.instrument import Instrument, Outcome
from servqual.plan import columns
from servqual.results import DriverModel, DriverRow, Importance
from servqual.results.loyalty import IndexRow, LinkRow, Loyalty
from servqual.settings import Settings
from servqual.statistics.indices import equal_weight_index
from servqual.statistics.summary import Summary

FEWEST_IN_INDEX = 2
INDEX = "index"


def loyalty_tables(
    summary: Summary, instrument: Instrument, settings: Settings, importance: Importance
) -> Loyalty:
    """Return the index of what is marked for it, and the links where there are two outcomes.

    The link of one outcome alone is what importance is derived from, and stands there.
    """
    links = _links(instrument, importance)
    several = len({row.outcome for row in links}) > 1
    return Loyalty(links if several else (), _index(summary, instrument, settings))


def _links(instrument: Instrument, importance: Importance) -> tuple[LinkRow, ...]:
    """Return the links of the battery of performance, in the order of the questionnaire."""
    low_is_good = {o.id: o.version == 1 for o in instrument.outcomes}
    models = [m for m in importance.models if m.level == "dimension"]
    battery = models[0].battery if models else ""
    by_outcome = {m.outcome: m for m in models if m.battery == battery}
    return tuple(
        _link(row, by_outcome[o.id], low_is_good=low_is_good[o.id])
        for o in instrument.outcomes
        if o.id in by_outcome
        for row in importance.drivers
        if (row.outcome, row.battery, row.level) == (o.id, battery, "dimension")
        and row.r is not None
    )


def _link(row: DriverRow, model: DriverModel, *, low_is_good: bool) -> LinkRow:
    same = (
        "r", "r_low", "r_high", "b", "b_low", "b_high", "beta", "beta_low", "beta_high", "rank",
        "rank_low", "rank_high",
    )  # fmt: skip
    return LinkRow(
        outcome=row.outcome,
        battery=row.battery,
        dimension=row.id,
        low_is_good=low_is_good,
        n=row.n,
        r2=model.r2,
        problem=model.problem,
        **{name: getattr(row, name) for name in same},
    )


def _index(summary: Summary, instrument: Instrument, settings: Settings) -> tuple[IndexRow, ...]:
    """Return the index and its questions; nothing where fewer than two were answered."""
    asked = [o for o in instrument.outcomes if o.index and summary.has(columns.outcome(o.id))]
    names = [columns.outcome(o.id) for o in asked]
    asked = [o for o, n in zip(asked, summary.means(names).n, strict=True) if n] if names else []
    if len(asked) < FEWEST_IN_INDEX:
        return ()
    whole = _row(summary, settings, INDEX, asked)
    return (whole, *(_row(summary, settings, o.id, [o]) for o in asked))


def _row(summary: Summary, settings: Settings, name: str, outcomes: Sequence[Outcome]) -> IndexRow:
    """Return the equal-weight index of some questions."""
    found = summary.means([columns.outcome(o.id) for o in outcomes])
    index = equal_weight_index(
        found.mean,
        found.cov,
        [(o.min, o.max) for o in outcomes],
        float(np.min(found.df)),
        settings.confidence,
    )
    return IndexRow(name, int(np.min(found.n)), *index)
