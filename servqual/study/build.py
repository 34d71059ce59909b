"""Everything that the report can say, put together from a Summary."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from servqual._threads import one_blas_thread
from servqual.instrument import Instrument
from servqual.notes import Note, Notes
from servqual.quality import reading_suspicions
from servqual.results import AsymmetryRow, ExclusionRow, Quality, Sample, Study
from servqual.settings import SampleFacts, Settings
from servqual.statistics.summary import Summary
from servqual.study.actions import action_table
from servqual.study.actions.scenario import scenario
from servqual.study.comparisons import Compared, comparison_tables
from servqual.study.gaps import gap_tables
from servqual.study.groups import group_notes, group_tables, in_full
from servqual.study.importance import importance_table
from servqual.study.incomplete import incomplete_table
from servqual.study.league import league_tables
from servqual.study.league_sums import Units
from servqual.study.loyalty import loyalty_tables
from servqual.study.outcomes import outcome_table
from servqual.study.priorities import priority_table
from servqual.study.quality import quality_table, sensitivity_table
from servqual.study.reliability import reliability_table
from servqual.study.respondents import Classes
from servqual.study.scores import distribution_table, score_tables
from servqual.study.structure import structure_table
from servqual.study.sums import sum_tables
from servqual.study.themes import theme_table
from servqual.study.thesis import thesis_tables
from servqual.study.weighting import weighting_tables
from servqual.weighting import Design, Fit, weight_effect


@dataclass(frozen=True)
class Origin:
    """What is known about the answers beside their sums.

    ``rows``, ``respondents`` and ``ineligible`` count people of the file with this ``sha256``;
    people whom the analyst left out are in ``excluded`` instead of in ``respondents``; ``how`` is
    what :class:`servqual.responses.Source` says of the reading.
    """

    file: str
    sha256: str
    rows: int
    respondents: int
    ineligible: int
    weights_name: str = ""
    facts: SampleFacts = field(default_factory=SampleFacts)
    excluded: tuple[ExclusionRow, ...] = ()
    how: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Beside:
    """What stands beside the Summary of the people who count.

    Attributes
    ----------
    other : Summary or None
        Without suspect people, or of everybody where the analyst left people out.
    compared : {"", "suspects", "excluded"}
        Which of the two it is.
    looked : Quality or None
        Flags of everybody who answered; without it those of the Summary.
    breakdowns : mapping of people column to (mapping of group to Summary)
        The group ``""`` holds the people for whom the column is blank.
    by_rule : mapping of rule to Summary
        Of everybody under each rule for incomplete answers, where another than half was chosen.
    asymmetry : tuple of AsymmetryRow
        Penalty and reward contrasts, whose errors need rows.
    fit : Fit or None
        How the weights were made to fit the customers.
    design : Design or None
        Who the customers are and how the sample was drawn.
    classes : mapping of people column to (mapping of class to people and their weight)
        Whom the profile of those who answered counts.
    units : mapping of people column to Units
        What units are compared by.
    """

    other: Summary | None = None
    compared: str = ""
    looked: Quality | None = None
    breakdowns: Mapping[str, Mapping[str, Summary]] = field(default_factory=dict)
    by_rule: Mapping[str, Summary] = field(default_factory=dict)
    asymmetry: tuple[AsymmetryRow, ...] = ()
    design: Design | None = None
    fit: Fit | None = None
    classes: Classes = field(default_factory=dict)
    units: Mapping[str, Units] = field(default_factory=dict)


@one_blas_thread
def build_study(
    summary: Summary,
    instrument: Instrument,
    settings: Settings,
    origin: Origin,
    notes: Iterable[Note] = (),
    beside: Beside | None = None,
) -> Study:
    """Return the Study of a Summary.

    Parameters
    ----------
    summary : Summary
        Of everybody eligible.
    instrument : Instrument
        As it was answered.
    settings : Settings
    origin : Origin
    notes : iterable of Note
        What the importer decided; what is found here is added behind them.
    beside : Beside, optional
        Of some people only, or under another rule.

    Returns
    -------
    Study
    """
    beside = beside or Beside()
    # imputed ratings count in means and gaps; alpha, distributions and flags are of real answers
    counted = beside.by_rule.get("impute", summary)
    gaps = gap_tables(counted, instrument, settings)
    scores = score_tables(counted, instrument, settings)
    importance = importance_table(summary, instrument, settings, scores, beside.asymmetry)
    priorities = priority_table(summary, instrument, settings, gaps, scores, importance)
    reliability = reliability_table(summary, instrument, settings, importance)
    groups = group_tables(beside.breakdowns, instrument, settings)
    breakdowns = in_full(beside.breakdowns)
    structure = structure_table(summary, instrument, settings, breakdowns, reliability, groups)
    other = gap_tables(beside.other, instrument, settings) if beside.other else None
    return Study(
        instrument=instrument,
        settings=settings,
        sample=_sample(summary, origin),
        notes=Notes((*notes, *_own_notes(summary, instrument), *group_notes(beside.breakdowns))),
        gaps=gaps,
        scores=scores,
        reliability=reliability,
        distributions=distribution_table(summary, instrument),
        importance=importance,
        priorities=priorities,
        quality=replace(
            quality_table(summary, instrument, beside.looked),
            sensitivity=sensitivity_table(gaps, other, beside.compared),
            compared=beside.compared,
        ),
        sesoi=settings.smallest_gap(instrument.scale.range),
        groups=groups,
        outcomes=outcome_table(summary, instrument, settings),
        themes=theme_table(counted, instrument, settings, gaps, scores, priorities),
        structure=structure,
        actions=action_table(summary, instrument, settings, gaps, scores, importance, priorities),
        scenario=scenario(summary, instrument, importance),
        sums=sum_tables(counted, instrument),
        incomplete=incomplete_table(beside.by_rule, instrument, settings),
        comparisons=comparison_tables(
            breakdowns,
            instrument,
            settings,
            Compared(groups, structure, beside.classes, beside.design),
        ),
        league=league_tables(beside.units, instrument, settings, groups, beside.design),
        loyalty=loyalty_tables(summary, instrument, settings, importance),
        weighting=weighting_tables(
            counted, instrument, settings, groups, beside.design, beside.fit
        ),
        thesis=thesis_tables(summary, breakdowns, instrument, settings, groups, structure),
    )


def _sample(summary: Summary, origin: Origin) -> Sample:
    effect = weight_effect(summary.n, summary.weight, summary.weight2) if summary.weighted else None
    return Sample(
        file=origin.file,
        sha256=origin.sha256,
        rows=origin.rows,
        respondents=origin.respondents,
        ineligible=origin.ineligible,
        n_complete_pairs=summary.extra.get("complete_pairs"),
        weighted=summary.weighted,
        weights_name=origin.weights_name,
        n_effective=effect.n_effective if effect else None,
        deff=effect.deff if effect else None,
        facts=origin.facts,
        excluded=origin.excluded,
        how=origin.how,
    )


def _own_notes(summary: Summary, instrument: Instrument) -> list[Note]:
    """Return what was decided or noticed while scoring."""
    found = []
    for name, n in summary.extra.items():
        if n and name.startswith("left_out:"):
            _, gap, dimension = name.split(":")
            code = "half_rule" if instrument.min_answered < 1 else "every_pair_rule"
            found.append(Note(code, {"n": n, "dimension": dimension}, where=f"{gap}.{dimension}"))
    reversed_items = [
        i
        for i in instrument.item_ids
        if any(instrument.is_reversed(i, b) for b in instrument.battery_names)
    ]
    if reversed_items:
        found.append(
            Note("items_reversed", {"n": len(reversed_items), "items": ", ".join(reversed_items)})
        )
    return [*found, *reading_suspicions(summary, instrument)]
