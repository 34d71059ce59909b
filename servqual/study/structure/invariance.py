"""Whether the questionnaire measures the same in every group, and in both batteries of a gap."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from servqual.instrument import Gap, Instrument
from servqual.plan import columns
from servqual.results import Groups
from servqual.results.structure_rows import InvarianceRow
from servqual.settings import Settings
from servqual.statistics.cfa import Sample
from servqual.statistics.factorability import find_fault
from servqual.statistics.invariance import (
    Step,
    Undone,
    change,
    costliest,
    group_steps,
    holds,
    occasion_steps,
)
from servqual.statistics.summary import SetSums, Summary
from servqual.study.structure.sources import NOT_TOGETHER, Source, source, sources

# below it fit indices of several groups are mostly noise (methods: Chen 2007)
FEWEST_IN_A_GROUP = 200
# two batteries of more items than these are a model of thousands of moments that nobody can read
MOST_ITEMS = 40

Breakdowns = Mapping[str, Mapping[str, Summary]]


def invariance_rows(
    breakdowns: Breakdowns,
    summary: Summary,
    instrument: Instrument,
    settings: Settings,
    groups: Groups | None = None,
) -> tuple[InvarianceRow, ...]:
    """Return the steps of invariance of every comparison that the report makes.

    Parameters
    ----------
    breakdowns : mapping of people column to (mapping of group to Summary)
        The leading battery is compared across the groups of each column that have 200 people with
        complete answers.
    summary : Summary
        Of everybody: the two batteries of each gap are compared over the people who answered both.
    instrument : Instrument
        Its dimensions are the model, also where it fits badly.
    settings : Settings
        Not read: nothing here is drawn by chance or has limits.
    groups : Groups, optional
        Groups that are hidden there are not compared, and not named.

    Returns
    -------
    tuple of InvarianceRow
        Up to three a comparison: a step that cannot be estimated says why and is the last. One row
        with a ``problem`` alone where there is nothing to compare. Weighted figures rest on Kish's
        effective number of people; ``n`` counts people.

    Notes
    -----
    ``holds`` is Chen's rule, and for the scalar step that the metric one holds as well.
    """
    del settings
    leading = next(iter(sources(summary, instrument)), None)
    if leading is None or leading.name not in instrument.battery_names:
        return ()
    rows = [
        row
        for by, summaries in breakdowns.items()
        for row in _across_groups(by, _named(by, summaries, groups), instrument, leading)
    ]
    for gap in instrument.gaps:
        if columns.both(gap.name) in summary.sets:
            rows += _between_batteries(gap, summary.sets[columns.both(gap.name)], leading)
    return tuple(rows)


def _named(
    by: str, summaries: Mapping[str, Summary], groups: Groups | None
) -> dict[str, Summary | None]:
    """Return the groups that have a name, without the sums of those that are hidden."""
    rows = () if groups is None else groups.groups
    hidden = {row.group for row in rows if row.by == by and not row.shown}
    return {g: None if g in hidden else one for g, one in summaries.items() if g}


def _across_groups(
    by: str, summaries: Mapping[str, Summary | None], instrument: Instrument, leading: Source
) -> list[InvarianceRow]:
    """Return the steps across the groups of one people column that are large enough."""
    sums = {
        name: source(one, instrument, leading.name).sums
        for name, one in summaries.items()
        if one is not None
    }
    large = {name: own for name, own in sums.items() if own.n >= FEWEST_IN_A_GROUP}
    row = InvarianceRow(
        comparison=by,
        n_groups=len(large),
        n=sum(own.n for own in large.values()),
        groups=tuple(large),
    )
    if len(summaries) < 2:
        return [replace(row, problem="one_group")]
    if len(large) < 2:
        return [replace(row, problem=_few(leading))]
    problem = next(filter(None, map(_fault, large.values())), "")
    if problem:
        return [replace(row, problem=problem)]
    factors = [places for _, places in leading.dimensions]
    steps = group_steps([_sample(own) for own in large.values()], factors)
    return _rows(row, steps, leading.items)


def _between_batteries(gap: Gap, sums: SetSums, leading: Source) -> list[InvarianceRow]:
    """Return the steps between what was received and what was wanted, rated by the same people."""
    row = InvarianceRow(
        comparison=f"{gap.of}~{gap.minus}", n_groups=2, n=sums.n, groups=(gap.of, gap.minus)
    )
    if len(leading.items) > MOST_ITEMS:
        return [replace(row, problem="too_many_items")]
    if sums.n < FEWEST_IN_A_GROUP:
        return [replace(row, problem=_few(leading))]
    problem = _fault(sums)
    if problem:
        return [replace(row, problem=problem)]
    steps = occasion_steps(_sample(sums), [places for _, places in leading.dimensions])
    return _rows(row, steps, leading.items)


def _few(leading: Source) -> str:
    """Return why there are not enough people with every answer."""
    return "too_few_people" if leading.together else NOT_TOGETHER


def _fault(sums: SetSums) -> str:
    """Return the code of what keeps these answers from having a model, '' for nothing."""
    size = float(np.abs(sums.s).max() / sums.weight) if sums.weight > 0 else 0.0
    fault = find_fault(sums.covariance(), sums.n, size)
    return "" if fault is None else fault.code


def _sample(sums: SetSums) -> Sample:
    n = sums.n_effective
    return Sample(round(n), sums.s / sums.weight, sums.covariance() * ((sums.n - 1) / sums.n))


def _rows(
    row: InvarianceRow, steps: Sequence[Step | Undone], items: Sequence[str]
) -> list[InvarianceRow]:
    """Return one row a step; the last may be one that could not be estimated."""
    found: list[InvarianceRow] = []
    before: Step | None = None
    for step in steps:
        if isinstance(step, Undone):
            return [*found, replace(row, step=step.name, problem=step.code)]
        found.append(_figures(row, step))
        if before is not None:
            found[-1] = _against(found[-1], step, before, items)
            if found[-2].holds is False:
                found[-1] = replace(found[-1], holds=False)
        before = step
    return found


def _figures(row: InvarianceRow, step: Step) -> InvarianceRow:
    return replace(
        row,
        step=step.name,
        chi2=step.chi2,
        df=step.df,
        p=step.p,
        cfi=step.cfi,
        tli=step.tli,
        rmsea=step.rmsea,
        srmr=step.srmr,
    )


def _against(row: InvarianceRow, step: Step, before: Step, items: Sequence[str]) -> InvarianceRow:
    """Return a row with its changes, and with the item that costs most where the step fails."""
    enough = holds(step, before)
    most = None if enough else costliest(step)
    return replace(
        row,
        d_cfi=change(step.cfi, before.cfi),
        d_rmsea=change(step.rmsea, before.rmsea),
        d_srmr=step.srmr - before.srmr,
        holds=enough,
        worst="" if most is None else items[most],
    )
