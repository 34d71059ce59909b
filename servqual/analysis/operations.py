"""Operational figures of a file, held against their standards and set beside perceived gaps."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from servqual.importer.operating import Entry, Figures, Measure, read_operations
from servqual.notes import Note, Notes
from servqual.results import GroupGap, Study
from servqual.results.operations import ComplaintRow, MeasureRow, Operations, StandardRow
from servqual.statistics.associations import association
from servqual.statistics.sigma import dpmo

CERTAIN = ("clearly_large", "size_open", "small")
WHOLE = "unweighted"
_PARTS = re.compile(r"(\d+)")


def with_operations(study: Study, path: str | Path) -> Study:
    """Return a study with the operational figures of a file beside it.

    Parameters
    ----------
    study : Study
        Broken down by the units that the file has figures of.
    path : str or Path

    Raises
    ------
    SettingsError
        The study is not broken down by the units of the file.
    ColumnError, FormatError
        The file cannot be used; every fault is named.
    """
    by_column: dict[str, list[str]] = {}
    for row in study.groups.groups:
        by_column.setdefault(row.by, []).append(row.group)
    figures = read_operations(path, study.instrument, by_column)
    found = operations_of(study, figures)
    notes = list(study.notes)
    if found.unknown:
        values = {"n": len(found.unknown), "units": ", ".join(found.unknown), "by": found.by}
        notes.append(Note("operations_units_unknown", values, found.file))
    return replace(study, operations=found, notes=Notes(notes))


def operations_of(study: Study, figures: Figures) -> Operations:
    """Return what a file says of the units that the study shows; hidden ones are left out."""
    groups = [row for row in study.groups.groups if row.by == figures.by and row.group]
    shown = [row.group for row in groups if row.shown]
    of_shown = [e for e in figures.entries if e.unit in shown]
    standards, measures = [], []
    for measure in figures.measures:
        own = [e for e in of_shown if e.measure == measure.name]
        if not own:
            continue
        rows = _standards(study, figures.by, measure, own, shown)
        standards += rows
        measures.append(_measure(study, measure, own, rows))
    with_figure = {row.unit for row in standards}
    return Operations(
        standards=tuple(standards),
        measures=tuple(measures),
        complaints=tuple(_complaints(study, measures, standards)),
        by=figures.by,
        file=figures.file,
        sha256=figures.sha256,
        n_hidden=len({e.unit for e in figures.entries} - set(shown)),
        n_without=len(set(shown) - with_figure),
        unknown=figures.unknown,
    )


# -- standards -----------------------------------------------------------------------------------


def _standards(
    study: Study, by: str, measure: Measure, entries: Sequence[Entry], shown: Sequence[str]
) -> list[StandardRow]:
    """Return what every unit delivered; counts are added up, else the last period counts."""
    counts = measure.kind == "complaints" or entries[0].opportunities is not None
    order = in_order(e.period for e in entries)
    found = []
    for unit in shown:
        own = sorted((e for e in entries if e.unit == unit), key=lambda e: order.index(e.period))
        if not own:
            continue
        if counts:
            row = _counted(unit, measure, own)
        elif own[-1].period == order[-1]:
            row = _last(unit, measure, own)
        else:
            continue  # figures of different periods are not set side by side
        found.append(_beside(study, by, measure, row))
    return found


def in_order(periods: Iterable[str]) -> list[str]:
    """Return periods by the numbers in their names, else as they first stand in the file.

    Examples
    --------
    >>> in_order(["2025-10", "2025-9", "2025-10"]), in_order(["spring", "autumn"])
    (['2025-9', '2025-10'], ['spring', 'autumn'])
    """
    different = list(dict.fromkeys(periods))
    shapes = {_PARTS.sub("#", p) for p in different}
    if len(shapes) > 1 or "#" not in "".join(shapes):
        return different
    return sorted(different, key=lambda p: [int(part) for part in _PARTS.findall(p)])


def _last(unit: str, measure: Measure, own: Sequence[Entry]) -> StandardRow:
    """Return the figure of the last period, and in how many periods the standard was met."""
    e = own[-1]
    met = [
        _met(measure, one.value.value, one.target.value) for one in own if one.target is not None
    ]
    target = None if e.target is None else e.target.value
    return StandardRow(
        unit=unit,
        measure=measure.name,
        value=e.value.value,
        target=target,
        difference=_difference(measure, e.value.value, target),
        met=None if target is None else _met(measure, e.value.value, target),
        period=e.period,
        n_periods=len(own),
        n_met=sum(met) if len(met) == len(own) else None,
    )


def _counted(unit: str, measure: Measure, own: Sequence[Entry]) -> StandardRow:
    """Return counts added up over periods; with opportunities as a share of them.

    The standard of a count without opportunities is for one period, so that those are added up,
    too.
    """
    count = sum(e.value.value for e in own)
    of = sum(e.opportunities or 0.0 for e in own) or None
    value = count if of is None else count / of
    target = _summed_target(own, of)
    told = [p for p in dict.fromkeys(e.period for e in own) if p]
    period = "\N{EN DASH}".join(dict.fromkeys((told[0], told[-1]))) if told else ""
    return StandardRow(
        unit=unit,
        measure=measure.name,
        value=value,
        target=target,
        difference=_difference(measure, value, target),
        met=None if target is None else _met(measure, value, target),
        period=period,
        n_periods=len(own),
        count=count,
        opportunities=of,
    )


def _summed_target(own: Sequence[Entry], of: float | None) -> float | None:
    """Return the standard over all periods: counts add up, shares weigh by their opportunities."""
    targets = [e.target for e in own]
    if any(t is None for t in targets):
        return None
    if of is None:
        return sum(t.value for t in targets if t)
    shares = [t.value / 100 if t.percent else t.value for t in targets if t]
    if len(set(shares)) == 1:
        return shares[0]
    return sum(s * (e.opportunities or 0.0) for s, e in zip(shares, own, strict=True)) / of


def _difference(measure: Measure, value: float, target: float | None) -> float | None:
    """Return what was delivered minus the standard, turned so that below 0 falls short."""
    if target is None:
        return None
    return value - target if measure.direction == "higher" else target - value


def _met(measure: Measure, value: float, target: float) -> bool:
    return (_difference(measure, value, target) or 0.0) >= 0


# -- beside perceptions --------------------------------------------------------------------------


def _beside(study: Study, by: str, measure: Measure, row: StandardRow) -> StandardRow:
    """Return a row with the gap that was published of its unit."""
    found = _gap_of(study, by, row.unit, measure)
    if found is None:
        return row
    return replace(row, gap=found.gap, verdict=found.verdict, n=found.n)


def leading_kind(study: Study) -> str:
    """Return the first kind of gap that the study has, '' for none."""
    there = {row.kind for row in study.gaps.dimensions}
    return next((gap.name for gap in study.instrument.gaps if gap.name in there), "")


def _gap_of(study: Study, by: str, unit: str, measure: Measure) -> GroupGap | None:
    """Return the gap of a unit in the dimension of a measure, else of the whole."""
    wanted = ("dimension", measure.dimension) if measure.dimension else ("overall", WHOLE)
    kind = leading_kind(study)
    return next(
        (
            g
            for g in study.groups.gaps
            if (g.by, g.group, g.kind, g.level, g.id) == (by, unit, kind, *wanted)
            and g.gap is not None
        ),
        None,
    )


def _measure(
    study: Study, measure: Measure, entries: Sequence[Entry], rows: Sequence[StandardRow]
) -> MeasureRow:
    """Return a measure over its units."""
    with_target = [r for r in rows if r.met is not None]
    met = [r for r in with_target if r.met]
    pairs = [(r.value, r.gap) for r in rows if r.gap is not None]
    values, gaps = [value for value, _ in pairs], [gap for _, gap in pairs]
    found = association(values, gaps, study.settings.confidence)
    share = any(r.opportunities is not None for r in rows)
    row = MeasureRow(
        measure=measure.name,
        kind=measure.kind,
        direction=measure.direction,
        dimension=measure.dimension,
        percent=share or entries[0].value.percent,
        decimals=1 if share else max(e.value.decimals for e in entries),
        n_units=len(rows),
        n_with_target=len(with_target),
        n_met=len(met),
        share_met=len(met) / len(with_target) if with_target else None,
        n_met_short=sum((r.gap or 0.0) < 0 and r.verdict in CERTAIN for r in met),
        gap_kind=leading_kind(study) if pairs else "",
        n_pairs=len(pairs),
    )
    coefficients = {name: value for name, value in found._asdict().items() if name != "n"}
    row = replace(row, **coefficients)
    return _capable(row, rows, study.settings.confidence) if share else row


def _capable(row: MeasureRow, rows: Sequence[StandardRow], confidence: float) -> MeasureRow:
    """Return a measure with defects per million opportunities and its sigma level."""
    of = sum(r.opportunities or 0.0 for r in rows)
    counted = sum(r.count or 0.0 for r in rows)
    defects = counted if row.direction == "lower" else of - counted
    found = dpmo(int(defects), int(of), confidence)
    return replace(row, defects=defects, opportunities=of, **found._asdict())


def _complaints(
    study: Study, measures: Sequence[MeasureRow], rows: Sequence[StandardRow]
) -> Iterable[ComplaintRow]:
    """Yield the complaints of each dimension with the gap of everybody."""
    coded = {m.measure: m.dimension for m in measures if m.kind == "complaints" and m.dimension}
    total = sum(r.count or 0.0 for r in rows if r.measure in coded)
    kind = leading_kind(study)
    for dimension in study.instrument.dimension_ids:
        own = [r.count or 0.0 for r in rows if coded.get(r.measure) == dimension]
        if not (own and total):
            continue
        gap = next(
            (g.gap for g in study.gaps.dimensions if (g.id, g.kind) == (dimension, kind)), None
        )
        yield ComplaintRow(dimension, sum(own), sum(own) / total, gap)
