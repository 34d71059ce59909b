"""Whether the tables of sums that were read have the sizes that their layout says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from servqual.scoring.stored_codec import StoredFaultError
from servqual.scoring.survey_summary import SurveySummary
from servqual.statistics.drawn import Drawn
from servqual.statistics.moments import Moments
from servqual.statistics.powers import pairs
from servqual.statistics.summary import Summary

Shape = tuple[int, ...]


def check_shapes(summary: SurveySummary) -> None:
    """Raise StoredFaultError where a table of sums has not the size that its layout says."""
    for name, own in _summaries(summary):
        for part, found, told in _parts(own):
            if found != told:
                raise StoredFaultError(f"{part} of {name} has not the size that it should have")


def _summaries(summary: SurveySummary) -> Iterator[tuple[str, Summary]]:
    yield "everybody", summary.total
    if summary.suspects is not None:
        yield "suspect people", summary.suspects
    yield from summary.beside.items()
    for breakdowns in (summary.groups, summary.units):
        for by, groups in breakdowns.items():
            yield from ((f"a group of {by!r}", own) for own in groups.values())


def _parts(own: Summary) -> Iterator[tuple[str, object, object]]:
    """Yield what is checked: what it is, how it is, how it should be."""
    layout = own.layout
    c = len(layout.columns)
    known = set(layout.columns)
    yield "the units", len(layout.units), c
    yield "the number of people", own.n >= 0, True
    yield "the columns", len(known), c
    for moments in (own.counts, own.first, own.second):
        yield "a table of sums", _moments(moments), {(c, c)}
    yield "the item sets", list(own.sets), [name for name, _ in layout.sets]
    yield "the counts", list(own.histograms), [name for name, *_ in layout.histograms]
    yield "the tables", list(own.tables), [name for name, *_ in layout.tables]
    yield "the sets of products", set(own.powers), {s.name for s in layout.powers}
    for name, names in layout.sets:
        yield f"the set {name}", set(names) <= known, True
        sums, k = own.sets[name], len(names)
        yield f"the set {name}", (sums.s.shape, sums.p.shape), ((k,), (k, k))
    yield from _counted(own)
    for chosen in layout.powers:
        m = len(pairs(len(chosen.elements) + 1)[0])
        told = own.powers[chosen.name]
        found = {told.first.shape, told.second.shape}
        yield f"products of {chosen.name}", (found, told.total.shape), ({(m, m)}, (m,))
        if told.groups is not None:
            yield f"groups of {chosen.name}", told.groups.shape, (len(told.people_in), m)
    if own.drawn is not None:
        yield from _drawn(own.drawn)


def _drawn(drawn: Drawn) -> Iterator[tuple[str, object, object]]:
    layout, sums = drawn.layout, drawn.groups
    g, c = len(sums.people_in), len(layout.columns)
    told = (sums.weight.shape, sums.n.shape, sums.s.shape, sums.tops.shape)
    yield "the random groups", told, ((g,), (g, c), (g, c), (g, len(layout.tops)))
    yield "the random groups", list(sums.sets), [name for name, _ in layout.sets]
    for name, names in layout.sets:
        m = len(pairs(len(names) + 1)[0])
        yield f"random groups of {name}", sums.sets[name].shape, (g, m)


def _counted(own: Summary) -> Iterator[tuple[str, object, object]]:
    known = set(own.layout.columns)
    for name, low, high in own.layout.histograms:
        size: Shape = (high - low + 1,)
        yield f"the counts of {name}", name in known, True
        yield f"the counts of {name}", _both(own.histograms, name), {size}
    for name, of, minus, low, high in own.layout.tables:
        size = (high - low + 1, high - low + 1)
        yield f"the table {name}", {of, minus} <= known, True
        yield f"the table {name}", _both(own.tables, name), {size}


def _moments(moments: Moments) -> set[Shape]:
    return {moments.n.shape, moments.s.shape, moments.q.shape, moments.p.shape}


def _both(counted: Mapping[str, tuple[object, object]], name: str) -> set[Shape]:
    return {getattr(values, "shape", ()) for values in counted[name]}
