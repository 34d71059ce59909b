"""The slide about what matters to people: as they say it, and as it goes together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from servqual.writer.exhibits.drivers import driver_first, rows_of, shown_models
from servqual.writer.exhibits.drivers import drivers as driver_exhibit
from servqual.writer.exhibits.importance import points as points_exhibit
from servqual.writer.exhibits.importance import ranking as ranking_exhibit
from servqual.writer.exhibits.importance import stated as stated_exhibit
from servqual.writer.exhibits.importance import stated_rows
from servqual.writer.exhibits.kano import kano as kano_exhibit
from servqual.writer.kano_alone import kano_alone
from servqual.writer.parts import Exhibit, Table
from servqual.writer.pptx.parts import Bars, Grid, Placed, Series, Slide, Words, para
from servqual.writer.pptx.printed import (
    SHARE,
    bar_chart,
    gap_format,
    joined,
    mean_format,
    picked,
    printed,
    table_of,
)
from servqual.writer.pptx.slides_first import source
from servqual.writer.pptx.slides_results import side_by_side
from servqual.writer.sections.importance import points_first, ranking_lead
from servqual.writer.view import View

MOST_BARS, MOST_KANO = 8, 10


# -- what matters --------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Half:
    """One way to tell what matters: its finding, bars, exhibit, and the columns that are shown."""

    title: str
    bars: Bars
    exhibit: Exhibit
    columns: Sequence[int]
    total: int


def matters(view: View) -> list[Slide]:
    """Return importance as people say it, and as it goes together with an outcome."""
    if kano_alone(view):
        return _kano(view)
    halves = [half for half in (_stated(view), _derived(view)) if half is not None][:2]
    if not halves:
        return _kano(view) if view.study.importance.kano else []
    blocks = _two(view, halves) if len(halves) > 1 else _one(halves[0])
    how = view.say("slides.matters.how" if len(halves) > 1 else "slides.matters.how_one")
    heading = view.say("first.importance.title")
    notes = [how, *(joined(view, h.exhibit.title + view.say("words.stop"), h.exhibit.how,
                           *h.exhibit.says) for h in halves)]  # fmt: skip
    bases = [h.exhibit.base for h in halves]
    titles = [halves[-1].title, halves[0].title, heading]
    base = [joined(view, *dict.fromkeys(bases)), bases[0], source(view)]
    return [Slide("matters", heading, titles, blocks, base, notes)]


def _one(half: _Half) -> list[Placed]:
    table = table_of(half.exhibit)
    return side_by_side(half.bars, Grid(picked(table, half.columns, MOST_BARS), 12))


def _two(view: View, halves: Sequence[_Half]) -> list[Placed]:
    """Return two charts, each with the intervals of its figures beneath."""
    blocks = []
    for half, (x0, x1) in zip(halves, ((0, 0.48), (0.52, 1)), strict=True):
        title, table = half.exhibit.title, table_of(half.exhibit)
        if half.total > MOST_BARS:
            values = {"shown": MOST_BARS, "total": half.total}
            title = view.say("slides.matters.part", title=title, **values)
        blocks += [
            Placed(Words([para(title, 13, bold=True)]), (x0, 0, x1, 0.06)),
            Placed(half.bars, (x0, 0.07, x1, 0.56)),
            Placed(Grid(picked(table, half.columns, MOST_BARS), 10.5), (x0, 0.58, x1, 1)),
        ]
    return blocks


def _stated(view: View) -> _Half | None:
    """Return what people said when asked: points, an order, or ratings; None if not asked."""
    known = [r for r in view.study.importance.points if r.mean is not None]
    if known:
        rows = sorted(known, key=lambda r: -(r.mean or 0.0))
        values = [printed(r.mean, 1) for r in rows][:MOST_BARS]
        names = [view.dimension(r.dimension) for r in rows][:MOST_BARS]
        exhibit = points_exhibit(view)
        top = 1.2 * max(v or 0.0 for v in values)
        bars = _bars(view, exhibit, names, values, mean_format(1), (0, round(top, 1)))
        return _Half(points_first(view), bars, exhibit, _columns(exhibit, 3, rank=True), len(rows))
    for source_, exhibit_of, lead in (
        ("ranking", ranking_exhibit, ranking_lead(view) if stated_rows(view, "ranking") else ""),
        ("ratings", stated_exhibit, ""),
    ):
        means = stated_rows(view, source_)
        if len(means) > 1:
            exhibit = exhibit_of(view)
            values = [printed(r.mean) for r in means][:MOST_BARS]
            names = [view.label(r.level, r.id) for r in means][:MOST_BARS]
            top = 1.15 * max(v or 0.0 for v in values)
            bars = _bars(view, exhibit, names, values, mean_format(), (0, round(top, 2)))
            columns = _columns(exhibit, 3, rank=True)
            return _Half(lead, bars, exhibit, columns, len(means))
    return None


def _derived(view: View) -> _Half | None:
    """Return what goes together with the leading outcome; None where nothing could be derived."""
    models = shown_models(view)
    if not models:
        return None
    exhibit = driver_exhibit(view, models[0])
    rows = [r for r in rows_of(view, models[0]) if r.share is not None]
    if not rows:
        return None
    values = [printed(r.share, 3) for r in rows][:MOST_BARS]
    names = [view.label(r.level, r.id) for r in rows][:MOST_BARS]
    top = 1.25 * max(v or 0.0 for v in values)
    bars = _bars(view, exhibit, names, values, SHARE, (0, round(top, 3)))
    columns = _columns(exhibit, 3, rank=True)
    return _Half(driver_first(view, models[0]), bars, exhibit, columns, len(rows))


def _columns(exhibit: Exhibit, first: int, *, rank: bool) -> list[int]:
    """Return the first columns of the table of an exhibit, its n if it has one."""
    heads = [column.head for column in table_of(exhibit).columns]
    kept = list(range(min(first, len(heads))))
    ranks = [k for k, head in enumerate(heads) if rank and k >= first and head in _RANKS]
    n = [k for k, head in enumerate(heads) if head == "n"]
    return [*kept, *ranks[:1], *n[:1]]


_RANKS = ("Rank", "名次")


def _bars(
    view: View,
    exhibit: Exhibit,
    names: Sequence[str],
    values: Sequence[float | None],
    number_format: str,
    ends: tuple[float, float],
) -> Bars:
    series = [Series(exhibit.title, values)]
    return bar_chart(view, exhibit.title, names, series, [number_format] * len(values), ends)


def _kano(view: View) -> list[Slide]:
    """Return what people would miss and what would delight them."""
    rows = [r for r in view.study.importance.kano if r.better is not None and r.worse is not None]
    if not rows:
        return []
    exhibit = kano_exhibit(view)
    shown = sorted(rows, key=lambda r: r.worse or 0.0)[:MOST_KANO]
    series = [
        Series(view.say("first.head.worse"), [printed(r.worse) for r in shown], "shortfall"),
        Series(view.say("first.head.better"), [printed(r.better) for r in shown], "surplus"),
    ]
    names, formats = [view.item(r.item) for r in shown], [gap_format()] * len(shown)
    bars = bar_chart(view, exhibit.title, names, series, formats, (-1.25, 1.25))
    order = [view.item(r.item) for r in shown]
    lines = {row[0].text: row for row in table_of(exhibit).rows}
    table = Table(
        table_of(exhibit).caption, table_of(exhibit).columns, [lines[name] for name in order]
    )
    grid = Grid(picked(table, (0, 1, 3, 4, 5)), 10.5)
    titles = [exhibit.title]
    notes = [exhibit.how, *exhibit.says]
    return [
        Slide("matters", exhibit.title, titles, side_by_side(bars, grid), [exhibit.base], notes)
    ]
