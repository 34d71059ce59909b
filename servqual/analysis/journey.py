"""Touchpoints scored from the answers, as dimensions are, and set into a study."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from servqual.analysis.versions import Tables
from servqual.instrument import Instrument, Touchpoint
from servqual.instrument.journey import Route
from servqual.results import Study
from servqual.scoring import along
from servqual.statistics.pooling import PooledSummary
from servqual.statistics.summary import Summary
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
    if not route.touchpoints:
        return study
    return with_touchpoints(study, touchpoint_sums(tables, route.touchpoints), route)


def with_touchpoints(study: Study, sums: Summary, route: Route) -> Study:
    """Return a study with its figures along the journey, from sums by touchpoint."""
    found = journey_table(sums, study, route.touchpoints)
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
    parts = [along.touchpoint_sums(table, points) for table in tables]
    return parts[0] if len(parts) == 1 else PooledSummary.over(parts)
