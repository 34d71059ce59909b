"""One wave made ready: who counts, their figures, and what is not as it was the wave before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

import numpy as np

from servqual.analysis.crossing import breakdown
from servqual.analysis.designed import designed, weighted_people
from servqual.analysis.loyalty import with_design_limits
from servqual.analysis.quality import sort_out
from servqual.analysis.versions import Tables, summary_of, under_rule
from servqual.importer.waves.breaks import scale_text, with_wholes
from servqual.instrument import Instrument
from servqual.responses import Responses
from servqual.results import Groups, Study
from servqual.results.before import BreakRow
from servqual.results.wave_rows import WaveBreak
from servqual.scoring import plan_for, score
from servqual.scoring.naming import breakdown_column, with_crossed
from servqual.settings import SampleFacts, Settings
from servqual.statistics.summary import Block, Summary
from servqual.study.gaps import gap_tables, group_gap_tables
from servqual.study.groups import group_tables
from servqual.study.outcomes import outcome_table
from servqual.study.scores import score_tables
from servqual.study.waves import WaveTables
from servqual.weighting import Design

WHOLE = ("questionnaire", "version", "rescaled", "mode", "frame", "weights")


@dataclass(frozen=True)
class Prepared:
    """One wave as it counts.

    ``tables`` hold the people who count, several times where blanks were filled in.
    """

    wave: str
    tables: Tables
    facts: SampleFacts
    columns: tuple[str, ...] = ()
    summaries: Mapping[str, Mapping[str, Summary]] = field(default_factory=dict)
    design: Design | None = None

    @property
    def people(self) -> Responses:
        """The people who count, as they answered."""
        return self.tables[0]

    @property
    def form(self) -> Instrument:
        """The questionnaire as it was answered."""
        return self.people.instrument


def prepared(
    wave: str,
    responses: Responses,
    facts: SampleFacts | None,
    asked: Mapping[str, Any],
    settings: Settings,
) -> Prepared:
    """Return a wave under the same rules as the last one, which ``servqual.analyze`` is told."""
    responses, told = designed(responses, asked.get("design"), asked.get("weights"))
    columns = tuple(breakdown_column(responses, name) for name in settings.by)
    everybody = sort_out(with_crossed(responses, columns), asked.get("exclude", ()))
    people, _ = weighted_people(everybody, told, settings.min_cell)
    tables, _ = under_rule(people.kept, settings.incomplete, settings.seed)
    groups = {column: breakdown(tables, column) for column in columns}
    return Prepared(wave, tables, facts or SampleFacts(), columns, groups, told)


def tables_of(wave: Prepared, study: Study) -> WaveTables:
    """Return the figures of a wave under the settings of a study, groups as far as is allowed."""
    settings = study.settings
    form, summary = wave.form, summary_of(wave.tables)
    outcomes = replace(study, outcomes=outcome_table(summary, form, settings))
    outcomes = with_design_limits(outcomes, wave.people)
    groups = group_tables(wave.summaries, form, settings) if wave.columns else Groups()
    within = {
        (row.by, row.group): group_gap_tables(wave.summaries[row.by][row.group], form, settings)
        for row in groups.groups
        if row.shown
    }
    return WaveTables(
        wave.wave,
        form,
        gap_tables(summary, form, settings),
        score_tables(summary, form, settings),
        outcomes.outcomes,
        groups,
        within,
    )


def scored_block(people: Responses, chosen: Any = None) -> tuple[tuple[str, ...], Block]:
    """Return the scored columns of some people as a block: names, and values with weights."""
    layout = plan_for(people).layout()
    scored = score(people)
    values = np.column_stack([scored[name] for name in layout.columns])
    part = slice(None) if chosen is None else chosen
    weights = None if people.weights is None else people.weights[part]
    unit = None if people.unit is None else people.unit[part]
    sampled = people.sampled
    if chosen is not None and sampled is not None:
        sampled = sampled.without_correction()
    return layout.columns, Block(values[part], weights, {}, people.rows[part], sampled, unit)


# -- comparability -----------------------------------------------------------------------------


def breaks_of(waves: Sequence[Prepared]) -> list[WaveBreak]:
    """Return every reason for which figures are not compared across the step to a wave."""
    return [found for then, now in pairwise(waves) for found in _breaks(then, now)]


def _breaks(then: Prepared, now: Prepared) -> Iterator[WaveBreak]:
    whole = [
        WaveBreak(now.wave, then.wave, "all", "", reason, was, is_)
        for reason, was, is_ in _whole(then, now)
    ]
    if whole:
        yield from whole
        return
    for row in _items(then.form, now.form):
        yield WaveBreak(now.wave, then.wave, row.level, row.id, row.reason, row.then, row.now)


def _whole(then: Prepared, now: Prepared) -> Iterator[tuple[str, str, str]]:
    """Yield what keeps every figure from being compared, with how it was and how it is."""
    one, other = then.form, now.form
    if one.id != other.id:
        yield "questionnaire", one.id, other.id
    elif one.version != other.version:
        yield "version", one.version, other.version
    for battery in one.battery_names:
        if battery in other.battery_names:
            scales = one.scale_of(battery), other.scale_of(battery)
            if (scales[0].min, scales[0].max) != (scales[1].min, scales[1].max):
                was, is_ = (scale_text(s.min, s.max) for s in scales)
                yield "rescaled", was, is_
                break
    for reason in ("mode", "frame"):
        was, is_ = getattr(then.facts, reason), getattr(now.facts, reason)
        if was and is_ and was != is_:
            yield reason, was, is_
    was, is_ = (_weighting(wave.people) for wave in (then, now))
    if bool(was) != bool(is_):
        yield "weights", was, is_


def _weighting(people: Responses) -> str:
    return (people.weights_name or "design") if people.weights is not None else ""


def _items(then: Instrument, now: Instrument) -> tuple[BreakRow, ...]:
    """Return the items that came, went or moved, with what follows for the wholes."""
    was = {i: d for d in then.dimension_ids for i in then.items_of(d)}
    is_ = {i: d for d in now.dimension_ids for i in now.items_of(d)}
    breaks = [BreakRow("item", i, "new") for i in is_ if i not in was]
    breaks += [BreakRow("item", i, "dropped", then=i) for i in was if i not in is_]
    gone = {i: d for i, d in was.items() if i not in is_}
    moved = {i for i, d in is_.items() if i in was and was[i] != d}
    touched = {f"{i} then": was[i] for i in moved} | {f"{i} now": is_[i] for i in moved}
    return with_wholes(breaks, now, gone | touched)
