"""Zones of tolerance from the answers, with and without the screening of library surveys."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from servqual.analysis.versions import Tables
from servqual.instrument import Instrument
from servqual.responses import Responses
from servqual.results import Study
from servqual.results.zone import Zone, ZoneVariant
from servqual.scoring import plan_for, tolerance
from servqual.scoring.tolerance import NO_INVERSION, SCREENED, ZONE, Screen, screened_rows
from servqual.statistics.pooling import PooledSummary
from servqual.statistics.summary import Summary
from servqual.study.zone import Sides, variants, zone_rows
from servqual.study.zone import zone_sides as sides_of


def with_zone(study: Study, tables: Tables, answers: Responses) -> Study:
    """Return a study with its zones of tolerance, where minimum and desired level were asked.

    Parameters
    ----------
    study : Study
    tables : tuple of Responses
        Of the people who count, once or with their blanks filled in several times.
    answers : Responses
        The same people with what they left out, for the screening.
    """
    sides = sides_of(plan_for(tables[0]).gaps)
    if sides is None:
        return study
    screen = Screen.of(answers, sides)
    parts = {ZONE: zone_sums(tables, sides)}
    for name, kept in ((SCREENED, screen.kept), (NO_INVERSION, screen.strict)):
        parts[name] = zone_sums(tuple(table.take(kept) for table in tables), sides)
    return with_zone_sums(study, tables[0].instrument, parts, screen.counts())


def with_zone_sums(
    study: Study, form: Instrument, parts: Mapping[str, Summary], counts: Mapping[str, int]
) -> Study:
    """Return a study with its zones of tolerance.

    Parameters
    ----------
    study : Study
    form : Instrument
        As it was answered.
    parts : mapping of name to Summary
        Of everybody and of those whom each screening keeps; a screening that is not there is not
        shown.
    counts : mapping of name to int
        What the screening found.
    """
    settings = study.settings
    rows = zone_rows(parts[ZONE], form, settings)
    more: list[ZoneVariant] = []
    before = parts[ZONE].n
    for key, name in ((SCREENED, "screened"), (NO_INVERSION, "no_inversion")):
        kept = parts[key].n if key in parts else 0
        if settings.min_cell <= kept < before:
            more += variants(parts[key], form, settings, name)
        before = kept
    zone = Zone(
        rows=tuple(rows),
        screening=screened_rows(counts, len(form.items)),
        variants=tuple(more),
        n=parts[ZONE].n,
        n_screened=parts[SCREENED].n if SCREENED in parts else 0,
        n_no_inversion=parts[NO_INVERSION].n if NO_INVERSION in parts else 0,
        n_inversions=counts["inversions"],
        n_pairs=counts["pairs"],
    )
    return replace(study, zone=zone)


def zone_sums(tables: Tables, sides: Sides) -> Summary:
    """Return the sums of the people who rated all three levels, pooled over filled-in tables."""
    parts = [tolerance.zone_sums(table, sides) for table in tables]
    return parts[0] if len(parts) == 1 else PooledSummary.over(parts)
