"""Touchpoints scored from the answers, as dimensions are, and set into a study."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from servqual.analysis.versions import Tables
from servqual.instrument import Dimension, Importance, Instrument, Touchpoint
from servqual.instrument.journey import Route
from servqual.plan import columns
from servqual.responses import Responses
from servqual.results import Study
from servqual.scoring import plan_for, score
from servqual.statistics.pooling import PooledSummary
from servqual.statistics.summary import Block, Layout, Summary
from servqual.study.journey import journey_table

Told = str | Path | Sequence[Mapping[str, Any]] | Mapping[str, Any]


def with_journey(study: Study, tables: Tables, told: Told | Route | None) -> Study:
    """Return a study with its figures along the journey.

    Parameters
    ----------
    study : Study
    tables : tuple of Responses
        Of the people who count, once or with their blanks filled in several times.
    told : path, sequence of mappings, mapping, Route or None
        As of :func:`route_of`.

    Raises
    ------
    JourneyError
        The file or the entries have faults.
    """
    route = route_of(told, tables[0].instrument)
    points = route.touchpoints
    if not points:
        return study
    found = journey_table(touchpoint_sums(tables, points), study, points)
    return replace(study, journey=replace(found, file=route.file, sha256=route.sha256))


def route_of(told: Told | Route | None, instrument: Instrument) -> Route:
    """Return the touchpoints that are told, in order.

    Parameters
    ----------
    told : path, sequence of mappings, mapping, Route or None
        A file of touchpoints; its entries; the journey of kept results; None for the touchpoints
        that the questionnaire declares, if any.
    instrument : Instrument
        As it was answered.

    Raises
    ------
    JourneyError
        The file or the entries have faults.
    """
    if isinstance(told, Route):
        return told
    if told is None:
        return Route(tuple(instrument.journey))
    from servqual.importer.journey import journey_from, load_journey

    items = instrument.item_ids
    if isinstance(told, str | Path):
        return load_journey(told, items)
    if isinstance(told, Mapping):
        return journey_from(told["touchpoints"], items, told["file"], told["sha256"])
    return journey_from(told, items)


def touchpoint_sums(tables: Tables, points: Sequence[Touchpoint]) -> Summary:
    """Return the Summary whose dimensions are touchpoints, pooled where blanks were filled in."""
    parts = [_summed(_along(table, points)) for table in tables]
    return parts[0] if len(parts) == 1 else PooledSummary.over(parts)


def _along(responses: Responses, points: Sequence[Touchpoint]) -> Responses:
    """Return answers whose dimensions are the touchpoints; other items are left out."""
    place = {name: point.id for point in points for name in point.items}
    kept = [k for k, name in enumerate(responses.instrument.item_ids) if name in place]
    form = responses.instrument
    items = [form.items[k].model_copy(update={"dimension": place[form.items[k].id]}) for k in kept]
    forms = [f.model_copy(update={"items": [i for i in f.items if i in place]}) for f in form.forms]
    changed = form.model_copy(
        update={
            "items": items,
            "dimensions": [Dimension(id=p.id, name=p.name) for p in points],
            "themes": [],
            "journey": [],
            "importance": Importance(),
            "reversed_form": None,
            "overall": "dimensions",
            "forms": forms,
        }
    )
    rated = {
        b: codes[:, kept] for b, codes in responses.ratings.items() if b in form.rated_batteries
    }
    return replace(responses, instrument=changed, ratings=rated, points=None, order={})


def _summed(responses: Responses) -> Summary:
    """Return the sums of the touchpoints alone: their gaps with both sides, and their means."""
    plan = plan_for(responses)
    scored = score(responses)
    names, units = [], []
    for gap in plan.gaps:
        for d in responses.instrument.dimension_ids:
            name = columns.dimension(gap.name, d)
            names += [name, columns.part(name, "of"), columns.part(name, "minus")]
            units += [plan.dimension_unit * plan.parts(gap.of)] * 3
    for battery in plan.rated:
        for d in responses.instrument.dimension_ids:
            names.append(columns.dimension(battery, d))
            units.append(plan.dimension_unit * plan.parts(battery))
    values = [scored[name] for name in names]
    block = Block(
        np.column_stack(values), responses.weights, sampled=responses.sampled, unit=responses.unit
    )
    return Summary.of(Layout(tuple(names), tuple(units)), block)
