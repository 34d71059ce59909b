"""Small multiples of groups: each dimension a panel, each group a row, one axis for all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from servqual.disclosure import decimals
from servqual.errors import SettingsError
from servqual.writer.exhibits.groups import column_name, isolated, shown_name
from servqual.writer.figures.look import hover
from servqual.writer.figures.panels import Dot, Panel, panels
from servqual.writer.parts import Cell, Column, Exhibit, Figure, Table
from servqual.writer.sentences_compared import columns_of, kinds_of
from servqual.writer.view import View

MOST_GROUPS, MOST_PANELS = 12, 12  # that can be read beside each other


def names_of(view: View, by: str, kind: str) -> dict[str, str]:
    """Return the column and the kind of gap as texts name them."""
    return {"by": view.inside(column_name(view, by)), "kind": view.rated(kind)}


def id_of(view: View, by: str, kind: str, part: str) -> str:
    """Return the id of an exhibit of groups compared."""
    return f"exhibit-compared-{part}-{columns_of(view).index(by) + 1}-{kind}"


def base(view: View, key: str, **values: object) -> str:
    """Return the base line of an exhibit of groups compared."""
    return view.say("report.base", text=view.say(f"compared.{key}.base", **values))


def chart_of(view: View, which: str) -> Exhibit | None:
    """Return the small multiples of one column, '' for the first; None where nothing is compared.

    Raises
    ------
    SettingsError
        No such column is compared.
    """
    known = columns_of(view)
    if which and which not in known:
        names = ", ".join(map(repr, ("", *known)))
        raise SettingsError(f"there is no chart of {which!r}. Choose one of {names}.")
    by = which or next(iter(known), "")
    kind = next(iter(kinds_of(view, by)), "")
    return small_multiples(view, by, kind) if kind else None


@dataclass(frozen=True)
class _Mean:
    """A mean of a group as it was published."""

    group: str
    id: str
    n: int
    value: float
    low: float | None
    high: float | None


def small_multiples(view: View, by: str, kind: str) -> Exhibit | None:
    """Return each dimension as a panel of groups; None where it could not be read."""
    means = {(row.group, row.id): row for row in _means(view, by, kind)}
    groups = list(dict.fromkeys(group for group, _ in means))
    scores = _scores(view, means)
    if not 2 <= len(groups) <= MOST_GROUPS or not 2 <= len(scores) <= MOST_PANELS:
        return None
    values = names_of(view, by, kind)
    ns = [row.n for row in means.values()]
    return Exhibit(
        id=id_of(view, by, kind, "panels"),
        title=view.say("compared.panels.title", **values),
        how=view.say("compared.panels.how", confidence=view.confidence),
        figure=_figure(view, by, kind, means),
        table=_mean_table(view, kind, means, view.say("compared.panels.caption", **values)),
        base=base(view, "panels", n=view.numbers.counts(min(ns), max(ns))),
    )


def _means(view: View, by: str, kind: str) -> list[_Mean]:
    """Return the means of groups in dimensions: gaps, or ratings where there are no gaps."""
    found = view.study.comparisons.means
    own = [
        _Mean(r.group, r.id, r.n, r.mean, r.ci_low, r.ci_high)
        for r in found
        if (r.by, r.kind, r.level) == (by, kind, "dimension")
    ]
    return own or [
        _Mean(g.group, g.id, g.n, g.gap, g.ci_low, g.ci_high)
        for g in view.study.groups.of(by).gaps
        if (g.kind, g.level) == (kind, "dimension") and g.gap is not None
    ]


def _scores(view: View, means: Mapping[tuple[str, str], _Mean]) -> list[str]:
    """Return the dimensions that groups have means of, in the order of the questionnaire."""
    there = {score for _, score in means}
    return [d for d in view.instrument.dimension_ids if d in there]


def _everybody(view: View, kind: str) -> dict[str, float]:
    """Return the mean of everybody in every dimension."""
    if kind in view.instrument.battery_names:
        rows = view.study.scores.dimensions
        return {r.id: r.mean for r in rows if r.battery == kind and r.mean is not None}
    gaps = view.study.gaps.of_kind(kind).dimensions
    return {r.id: r.gap for r in gaps if r.gap is not None}


def _number(view: View, kind: str, value: float, n: int) -> str:
    """Return a gap with its sign, a rating without, with the decimals that it was rounded to."""
    places = decimals(n)
    plain = kind in view.instrument.battery_names
    return view.numbers.fixed(value, places) if plain else view.numbers.gap(value, places)


def _limits(view: View, kind: str, row: _Mean) -> str:
    if row.low is None or row.high is None:
        return view.numbers.none
    ends = (_number(view, kind, end, row.n) for end in (row.low, row.high))
    return view.numbers.limits(*ends)


def _figure(view: View, by: str, kind: str, means: Mapping[tuple[str, str], _Mean]) -> Figure:
    groups = list(dict.fromkeys(group for group, _ in means))
    scores = _scores(view, means)
    whole, plain = _everybody(view, kind), kind in view.instrument.battery_names
    names = [shown_name(view, group) for group in groups]
    drawn = [
        Panel(
            view.dimension(d),
            [_dot(view, kind, d, means.get((group, d))) for group in groups],
            whole.get(d),
        )
        for d in scores
    ]
    known = [v for m in means.values() for v in (m.value, m.low, m.high) if v is not None]
    ends = (min(known), max(known)) if plain else (min(*known, 0.0), max(*known, 0.0))
    tick = view.numbers.points if plain else view.numbers.tick
    wide, narrow = (
        panels(drawn, names, narrow=narrow, tick=tick, ends=ends) for narrow in (False, True)
    )
    told = [_alt_row(view, kind, d, [m for m in means.values() if m.id == d]) for d in scores]
    rows = view.say("words.semicolon").join(told)
    alt = view.say("compared.panels.alt", n=len(scores), rows=rows)
    return Figure(f"chart-{id_of(view, by, kind, 'panels')}", wide, narrow, alt)


def _alt_row(view: View, kind: str, score: str, rows: Sequence[_Mean]) -> str:
    low, high = (pick(rows, key=lambda m: m.value) for pick in (min, max))
    return view.say(
        "compared.panels.alt_row",
        name=view.dimension(score),
        low=_number(view, kind, low.value, low.n),
        first=isolated(shown_name(view, low.group)),
        high=_number(view, kind, high.value, high.n),
        last=isolated(shown_name(view, high.group)),
    )


def _dot(view: View, kind: str, score: str, row: _Mean | None) -> Dot:
    if row is None:
        return Dot(None, None, None, "")
    told = view.say(
        "compared.panels.hover",
        score=view.dimension(score),
        mean=_number(view, kind, row.value, row.n),
        interval=_limits(view, kind, row),
    )
    n = view.say("exhibits.hover.n", n=view.numbers.count(row.n))
    return Dot(row.value, row.low, row.high, hover(shown_name(view, row.group), told, n))


def _mean_table(
    view: View, kind: str, means: Mapping[tuple[str, str], _Mean], caption: str
) -> Table:
    """Return the same means as a table, dimension by dimension."""
    columns = [
        Column(view.say("words.head.dimension"), "text"),
        Column(view.say("compared.head.group"), "text"),
        Column(view.say("words.head.n")),
        Column(view.rated(kind)),
        Column(view.say("compared.head.interval", confidence=view.confidence)),
    ]
    body = []
    for d in _scores(view, means):
        rows = [row for row in means.values() if row.id == d]
        for k, row in enumerate(rows):
            body.append(
                [
                    Cell(view.dimension(d), "muted" if k else ""),
                    Cell(isolated(shown_name(view, row.group))),
                    Cell(view.numbers.count(row.n)),
                    Cell(_number(view, kind, row.value, row.n)),
                    Cell(_limits(view, kind, row)),
                ]
            )
    return Table(caption, columns, body, dense=True)
