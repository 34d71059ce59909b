"""What a study rests on beside its main sums, from sums alone."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import replace

import numpy as np

from servqual.analysis.quality import N_SIMULATED, false_rate_of
from servqual.analysis.respondents import described
from servqual.analysis.units import units_from
from servqual.analysis.versions import check_groups
from servqual.instrument import Instrument
from servqual.plan import columns
from servqual.plan.layout import Plan
from servqual.quality import absolute_flags
from servqual.responses import Missing, Responses, Source
from servqual.results import FlagRow, Quality
from servqual.scoring.merging import TOGETHER, is_blank_cell, is_crossed
from servqual.scoring.naming import BETWEEN, strict
from servqual.scoring.survey_summary import SurveySummary
from servqual.settings import SampleFacts, Settings, parents
from servqual.statistics.moments import Array
from servqual.statistics.summary import Layout, Summary
from servqual.study.build import Beside, Origin
from servqual.study.crossed import Crossed, Pair
from servqual.study.league_sums import Units
from servqual.weighting import Fit


def plan_of(sums: SurveySummary) -> Plan:
    """Return what was scored and summed, read off the columns of the sums."""
    form, total = scored_form(sums), sums.total
    first = form.item_ids[0]
    d = form.dimension_ids[0]
    return Plan.of(
        form,
        {b for b in form.battery_names if total.has(columns.item(b, first))},
        points=total.has(columns.points(d)) or total.has(columns.ranking(d)),
        outcomes={o.id for o in form.outcomes if total.has(columns.outcome(o.id))},
    )


def scored_form(sums: SurveySummary) -> Instrument:
    """Return the questionnaire with the rule for incomplete answers that it was scored under."""
    listwise = sums.asked.incomplete == "listwise"
    return strict(sums.instrument) if listwise else sums.instrument


def origin_of(sums: SurveySummary, facts: SampleFacts | None) -> Origin:
    """Return what is known about the answers beside their sums.

    Several files have one checksum together: that of their own, in order.
    """
    source, sha256 = sums.source, sums.source.sha256
    if TOGETHER in sha256:
        sha256 = hashlib.sha256(sha256.encode()).hexdigest()
    return Origin(
        file=source.file,
        sha256=sha256,
        rows=source.rows,
        respondents=len(sums),
        ineligible=source.ineligible,
        weights_name=sums.weights_name,
        facts=facts or SampleFacts(),
        how=source.how,
    )


def beside_of(sums: SurveySummary, plan: Plan, settings: Settings) -> Beside:
    """Return what stands beside the sums of everybody.

    Raises
    ------
    SettingsError
        A column has so many groups that most people have one of their own.
    """
    without = without_suspects(sums)
    half = sums.beside.get("half")
    return Beside(
        other=without,
        compared="suspects" if without else "",
        looked=quality_of_sums(sums, plan, settings.seed),
        breakdowns={by: breakdown_of(sums, by) for by in settings.by},
        by_rule={"half": half, "listwise": sums.total} if half else {},
        fit=fit_of(sums),
        classes=described(sums.classes, settings.by, None),
        units=units_of_sums(sums, plan, settings),
    )


def units_of_sums(sums: SurveySummary, plan: Plan, settings: Settings) -> dict[str, Units]:
    """Return the sums of the units of every breakdown."""
    found = {
        by: _blanks_together(sums.units[by], crossed=is_crossed(by, sums.groups))
        for by in settings.by
    }
    return units_from(found, plan)


def fit_of(sums: SurveySummary) -> Fit | None:
    """Return how far the weights reach, None where everybody counts once."""
    if not sums.total.weighted or sums.total.n == 0:
        return None
    mean = sums.total.weight / sums.total.n
    low, high = sums.weights_range or (None, None)
    return Fit(reach=None if low is None or high is None else (low / mean, high / mean))


# -- suspect people --------------------------------------------------------------------------------


def without_suspects(sums: SurveySummary) -> Summary | None:
    """Return the sums without suspect people; None if there are none, or nobody else."""
    suspects = sums.suspects
    if suspects is None or not 0 < suspects.n < sums.total.n:
        return None
    shared = shared_layout(sums.total, suspects)
    return narrowed(sums.total, shared) - narrowed(suspects, shared)


def shared_layout(one: Summary, other: Summary) -> Layout:
    """Return a layout of the sets, histograms and tables that two Summaries both hold."""
    return replace(
        other.layout,
        sets=tuple(s for s in other.layout.sets if s[0] in one.sets),
        histograms=tuple(h for h in other.layout.histograms if h[0] in one.histograms),
        tables=tuple(t for t in other.layout.tables if t[0] in one.tables),
        powers=(),
        drawn=None,
    )


def narrowed(whole: Summary, layout: Layout) -> Summary:
    """Return a Summary with the sets, histograms and tables of a smaller layout alone."""
    return replace(
        whole,
        layout=layout,
        sets={name: whole.sets[name] for name, _ in layout.sets},
        histograms={name: whole.histograms[name] for name, _, _ in layout.histograms},
        tables={name: whole.tables[name] for name, *_ in layout.tables},
        extra={},
        powers={},
        drawn=None,
    )


def quality_of_sums(sums: SurveySummary, plan: Plan, seed: int) -> Quality:
    """Return the flags as counts, with how often they would be wrong; no times."""
    extra, n = sums.total.extra, sums.total.n
    suspect = extra.get("suspect", 0)
    rate = _false_rate(sums, plan, seed)
    return Quality(
        flags=tuple(_flags(extra, plan, n)),
        n_suspect=suspect,
        n_suspect_left=suspect,
        false_rate=rate,
        n_simulated=0 if rate is None else N_SIMULATED,
    )


def _flags(extra: Mapping[str, int], plan: Plan, n: int) -> Iterable[FlagRow]:
    """Yield the flags that were counted, in the order of the rules; marks of the file last."""
    known = absolute_flags(_nobody(plan), duplicates=False)
    names: dict[str, tuple[bool, float | None]] = {f.name: (f.counts, f.limit) for f in known}
    counted = {}
    for key, people in extra.items():
        if key.startswith("flag:"):
            _, kind, name = key.split(":", 2)
            counted[name] = (kind == "counted", people)
    for name, (counts, _) in sorted(counted.items()):
        names.setdefault(name, (counts, None))
    order = sorted(names.items(), key=lambda own: not own[1][0])
    for name, (counts, limit) in order:
        if name in counted:
            rule, battery = name.split(":", 1)
            people = counted[name][1]
            yield FlagRow(rule, battery, people, people / n if n else 0.0, counts, limit)


def _nobody(plan: Plan) -> Responses:
    """Return one person without answers, whom every rule looks at."""
    items = len(plan.instrument.items)
    blank = {b: np.full((1, items), Missing.BLANK, dtype=np.int16) for b in plan.batteries}
    return Responses(
        plan.instrument,
        blank,
        np.arange(1),
        Source("", "", 1, 1, 0),
        seconds=np.ones(1),
    )


def _false_rate(sums: SurveySummary, plan: Plan, seed: int) -> float | None:
    means = {b: _item_means(sums.total, plan, b) for b in plan.rated}
    order = {b: np.array(places, dtype=np.intp) for b, places in sums.order.items()}
    return false_rate_of(sums.instrument, means, order, seed)


def _item_means(total: Summary, plan: Plan, battery: str) -> Array:
    """Return the unweighted item means in scale points, NaN for none."""
    places = [total.layout.position[name] for name in plan.item_columns(battery)]
    n, s = total.counts.n[places, places], total.counts.s[places, places]
    return np.where(n > 0, s / np.maximum(n, 1), np.nan) / plan.parts(battery)


# -- groups ----------------------------------------------------------------------------------------


def breakdown_of(sums: SurveySummary, by: str) -> Mapping[str, Summary]:
    """Return the Summary of each group of a people column, or of two that are crossed."""
    cells = sums.groups[by]
    if not is_crossed(by, sums.groups):
        check_groups(by, len(cells), len(sums))
        return cells
    found = _blanks_together(cells, crossed=True)
    check_groups(by, len(found), len(sums))
    alone = tuple(sums.groups[side] for side in parents(by))
    pairs = {name: _pair(name, alone) for name in cells}
    named = {name: pair for name, pair in pairs.items() if all(pair)}
    blanks: dict[Pair, Summary] = {}
    for pair, name in sorted((pair, name) for name, pair in pairs.items() if not all(pair)):
        blanks[pair] = blanks[pair] + cells[name] if pair in blanks else cells[name]
    return Crossed(found, named, blanks, (alone[0], alone[1]))


def _pair(name: str, alone: tuple[Mapping[str, Summary], ...]) -> Pair:
    """Return the two groups of a cell; both blank for people of cells that are kept together."""
    places = [k for k in range(len(name)) if name.startswith(BETWEEN, k)]
    pairs = [(name[:k], name[k + len(BETWEEN) :]) for k in places]
    known = [pair for pair in pairs if pair[0] in alone[0] and pair[1] in alone[1]]
    return next(iter(known or pairs), ("", ""))


def _blanks_together(cells: Mapping[str, Summary], *, crossed: bool) -> dict[str, Summary]:
    """Return cells whose people with a blank on either side are one group."""
    if not crossed:
        return dict(cells)
    found = {name: own for name, own in cells.items() if name and not is_blank_cell(name)}
    blank = [own for name, own in cells.items() if not name or is_blank_cell(name)]
    return found | ({"": sum(blank[1:], blank[0])} if blank else {})


# -- counts in order -------------------------------------------------------------------------------


def ordered(extra: Mapping[str, int], plan: Plan) -> dict[str, int]:
    """Return counts in the order of the questionnaire, whichever block they came from first."""
    place = {name: k for k, name in enumerate([*plan.batteries, *(g.name for g in plan.gaps)])}
    kinds = {kind.name.lower(): k for k, kind in enumerate(Missing)}
    items = {name: k for k, name in enumerate(plan.instrument.item_ids)}
    dims = {name: k for k, name in enumerate(plan.instrument.dimension_ids)}

    def key(name: str) -> tuple[int, int, int, int, str]:
        parts = name.split(":")
        if parts[0] == "missing":
            return 0, place.get(parts[1], 0), kinds.get(parts[3], 0), items.get(parts[2], 0), name
        if parts[0] == "left_out":
            return 1, place.get(parts[1], 0), dims.get(parts[2], 0), 0, name
        return 2, 0, 0, 0, name

    return {name: extra[name] for name in sorted(extra, key=key)}
