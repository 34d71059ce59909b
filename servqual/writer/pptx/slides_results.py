"""Slides of results: dimensions, what falls short most, what people value."""

from __future__ import annotations

from collections.abc import Sequence

from servqual.results import GapRow, ScoreRow
from servqual.writer.exhibits.gaps import gap_dimensions, gap_items
from servqual.writer.exhibits.means import means
from servqual.writer.parts import Cell, Column, Exhibit, Table, Tone
from servqual.writer.pptx.parts import Bars, Grid, Pair, Placed, Series, Slide
from servqual.writer.pptx.printed import bar_chart, gap_format, joined, mean_format, picked, printed
from servqual.writer.pptx.slides_first import source
from servqual.writer.sections.summary import summary
from servqual.writer.sentences import (
    by_gap,
    group_sentences,
    largest_sentence,
    row_sentence,
    tone,
)
from servqual.writer.sentences_summary import (
    apart,
    main_battery,
    no_gap_sentence,
    ranked_scores,
)
from servqual.writer.tables import gap_table, score_table
from servqual.writer.view import View

MOST_ITEMS, MOST_STRENGTHS, MOST_DIMENSIONS = 8, 6, 9
WIDE_TABLE = 0.42  # of the width for the chart, where its table has many columns


def side_by_side(bars: Bars, grid: Grid, split: float = 0.46, bottom: float = 1.0) -> list[Placed]:
    """Return a chart at the left and its table at the right, row beside bar."""
    return [Placed(Pair(bars, grid, split), (0, 0, 1, bottom))]


# -- dimensions ----------------------------------------------------------------------------------


def dimensions(view: View) -> list[Slide]:
    """Return the means of every dimension, and the gaps between them; none for an only one."""
    if not view.kinds:
        return _score_dimensions(view)
    kind = view.kinds[0].name
    gaps = view.study.gaps.of_kind(kind)
    rows = [r for r in by_gap(gaps.dimensions) if r.gap is not None][:MOST_DIMENSIONS]
    overall = [r for r in gaps.overall if r.id == view.whole and r.gap is not None]
    if not rows or (len(gaps.dimensions) == 1 and len(gaps.items) > 1):
        return []
    exhibit = gap_dimensions(view, kind)
    shown = [*(overall if len(gaps.dimensions) > 1 else []), *rows]
    titles = _dimension_titles(view, kind, shown)
    zone = len(view.kinds) > 1
    bars = _pair_bars(view, rows if zone else shown, exhibit.title, zone=zone)
    grid = _zone_grid(view, rows) if zone else _gap_grid(view, shown)
    notes = [_dimension_how(view, zone=zone), *exhibit.says]
    heading = view.say("report.gaps.title")
    base = [joined(view, exhibit.base, source(view)), exhibit.base]
    return [Slide("dimensions", heading, [*titles, heading], side_by_side(bars, grid), base, notes)]


def _dimension_titles(view: View, kind: str, rows: Sequence[GapRow]) -> list[str]:
    gaps = view.study.gaps.of_kind(kind)
    group = group_sentences(view, gaps.dimensions)
    largest = largest_sentence(view, gaps, "dimension")
    whole = view.sentences([group, largest])
    return [whole, group, largest] if len(gaps.dimensions) > 1 else [row_sentence(view, rows[0])]


def _dimension_how(view: View, *, zone: bool) -> str:
    ends = {"min": view.scale.min, "max": view.scale.max}
    values = ends | {"confidence": view.confidence, "sesoi": view.sesoi}
    return view.say(f"slides.dimensions.how{'_zone' if zone else ''}", **values)


def _pair_bars(view: View, rows: Sequence[GapRow], name: str, *, zone: bool) -> Bars:
    """Return what was wanted and what was perceived, side by side."""
    series = [
        Series(view.battery_short(rows[0].minus), [printed(r.mean_minus) for r in rows], "ring"),
        Series(view.battery_short(rows[0].of), [printed(r.mean_of) for r in rows]),
    ]
    if zone:
        other = {r.id: r for r in view.study.gaps.of_kind(view.kinds[1].name).dimensions}
        wanted = [printed(other[r.id].mean_minus) if r.id in other else None for r in rows]
        other_name = view.battery_short(view.minus(view.kinds[1].name))
        series.insert(1, Series(other_name, wanted, "high"))
    names = [view.label(r.level, r.id) for r in rows]
    formats = [mean_format()] * len(rows)
    return bar_chart(view, name, names, series, formats, scale_ends(view))


def scale_ends(view: View) -> tuple[float, float]:
    """Return the ends of an axis of means: the whole scale, and room for the figures."""
    return view.scale.min, view.scale.max + 0.1 * view.scale.range


def _gap_grid(view: View, rows: Sequence[GapRow]) -> Grid:
    """Return gap, interval, n and verdict; both means stand in the chart."""
    whole = gap_table(view, rows, view.say("exhibits.gap_dimensions.caption"))
    return Grid(picked(whole, (0, 3, 4, 5, 7)), 12)


def _zone_grid(view: View, rows: Sequence[GapRow]) -> Grid:
    """Return both gaps with their intervals."""
    numbers = view.numbers
    columns = [Column(view.say("words.head.dimension"), "text")]
    for gap in view.kinds[:2]:
        columns.append(Column(view.rated(gap.name)))
        columns.append(Column(view.say("words.head.interval", confidence=view.confidence)))
    columns.append(Column(view.say("words.head.n")))
    body = []
    for row in rows:
        other = [
            r for r in view.study.gaps.of_kind(view.kinds[1].name).dimensions if r.id == row.id
        ]
        cells = [Cell(view.label(row.level, row.id))]
        for found in (row, *other):
            cells.append(Cell(numbers.gap(found.gap), tone(found)))
            cells.append(Cell(numbers.interval(found.ci_low, found.ci_high)))
        cells += [Cell(numbers.none)] * (5 - len(cells))
        body.append([*cells, Cell(numbers.count(row.n))])
    table = Table(view.say("exhibits.gap_dimensions.caption"), columns, body)
    return Grid(table, 11)


def _score_dimensions(view: View) -> list[Slide]:
    """Return the means of the dimensions where only one battery was asked."""
    battery = main_battery(view)
    rows = ranked_scores([r for r in view.study.scores.dimensions if r.battery == battery])
    several = sum(r.battery == battery for r in view.study.scores.items) > 1
    if not rows or (len(rows) == 1 and several):
        return []
    exhibit = means(view, battery, "means_dimensions")
    titles = []
    if len(rows) > 1:
        values = {
            "high": view.dimension_inside(rows[-1].id),
            "low": view.dimension_inside(rows[0].id),
            "high_mean": view.numbers.mean(rows[-1].mean),
            "low_mean": view.numbers.mean(rows[0].mean),
        }
        unsure = "" if apart(view, rows[0], rows[-1]) else view.say("sentences.scores.unsure")
        titles = [view.sentences([view.say("sentences.scores.order", **values), unsure])]
    overall = [r for r in view.study.scores.overall
               if r.battery == battery and r.id == view.whole and r.mean is not None]  # fmt: skip
    shown = [*(overall if len(rows) > 1 else []), *rows[:MOST_DIMENSIONS]]
    bars = _mean_bars(view, shown, exhibit)
    grid = _mean_grid(view, shown, exhibit)
    how = view.say("slides.dimensions.how_scores", min=view.scale.min, max=view.scale.max,
                   confidence=view.confidence)  # fmt: skip
    heading = view.say("report.scores.title")
    notes = [how, no_gap_sentence(view)]
    base = [joined(view, exhibit.base, source(view)), exhibit.base]
    return [Slide("dimensions", heading, [*titles, heading], side_by_side(bars, grid), base, notes)]


def _mean_bars(view: View, rows: Sequence[ScoreRow], exhibit: Exhibit) -> Bars:
    names = [view.label(r.level, r.id) for r in rows]
    series = [Series(view.battery_short(rows[0].battery), [printed(r.mean) for r in rows])]
    formats = [mean_format()] * len(rows)
    return bar_chart(view, exhibit.title, names, series, formats, scale_ends(view))


def _mean_grid(view: View, rows: Sequence[ScoreRow], exhibit: Exhibit) -> Grid:
    caption = exhibit.table.caption if exhibit.table else exhibit.title
    whole = score_table(view, rows, caption)
    return Grid(picked(whole, (0, 1, 2, 3, 4)), 12)


# -- items ---------------------------------------------------------------------------------------


def items(view: View) -> list[Slide]:
    """Return the items that fall short most, or are rated lowest."""
    if not view.kinds:
        return _score_items(view, lowest=True)
    kind = view.kinds[0].name
    gaps = view.study.gaps.of_kind(kind)
    every = [r for r in by_gap(gaps.items) if r.gap is not None]
    if len(every) < 2:
        return []
    rows, exhibit = every[:MOST_ITEMS], gap_items(view, kind)
    name = view.say("slides.items.heading")
    values = [printed(r.gap) for r in rows]
    bars = gap_bars(view, name, [view.item(r.id) for r in rows], values, [tone(r) for r in rows])
    whole = gap_table(view, rows, exhibit.table.caption if exhibit.table else "")
    grid = Grid(picked(whole, (0, 1, 2, 3, 4, 5, 7)), 11, spare=(1, 2))
    group, largest = group_sentences(view, gaps.items), largest_sentence(view, gaps, "item")
    titles = [largest, group, view.say("slides.items.heading")]
    notes = [view.say("slides.items.how"), group, *_part(view, len(rows), len(every))]
    base = [joined(view, exhibit.base, *_part(view, len(rows), len(every))), exhibit.base]
    heading = view.say("slides.items.heading")
    return [Slide("items", heading, titles, side_by_side(bars, grid, WIDE_TABLE), base, notes)]


def _part(view: View, shown: int, total: int) -> list[str]:
    """Return how many of the items are shown; [] for all of them."""
    if shown == total:
        return []
    return [view.say("slides.items.part", shown=shown, total=view.numbers.count(total))]


def gap_bars(
    view: View,
    name: str,
    categories: Sequence[str],
    values: Sequence[float | None],
    tones: Sequence[Tone],
    formats: Sequence[str] = (),
) -> Bars:
    """Return gaps as bars from zero, room for their figures at both ends."""
    known = [v for v in values if v is not None]
    low, high = min([0.0, *known]), max([0.0, *known])
    room = 0.22 * ((high - low) or 1.0)
    ends = (
        round(low - (room if low < 0 else 0.02), 2),
        round(high + (room if high > 0 else 0.02), 2),
    )
    series = [Series(view.rated(view.kinds[0].name), values)]
    shown = formats or [gap_format()] * len(values)
    return bar_chart(view, name, categories, series, shown, ends, tones=tones)


def _score_items(view: View, *, lowest: bool) -> list[Slide]:
    """Return the lowest or the highest means of items where only one battery was asked."""
    battery = main_battery(view)
    rows = ranked_scores([r for r in view.study.scores.items if r.battery == battery])
    said = summary(view)[0].context
    if len(rows) < 2 or (not lowest and not said["strengths"]):
        return []
    exhibit = means(view, battery, "means_items")
    most = MOST_ITEMS if lowest else MOST_STRENGTHS
    shown = rows[:most] if lowest else rows[::-1][:most]
    name = "items" if lowest else "strengths"
    bars, grid = _mean_bars(view, shown, exhibit), _mean_grid(view, shown, exhibit)
    heading = view.say("slides.items.heading_scores" if lowest else "slides.strengths.heading")
    titles = [said["strengths"], heading]
    if lowest:
        figure = view.say("words.figure", name=view.quoted(view.item(rows[0].id)),
                          value=view.numbers.mean(rows[0].mean))  # fmt: skip
        label = view.say("report.summary.worst_mean")
        titles = [f"{label}{view.say('words.colon')}{figure}", heading]
    values = {"min": view.scale.min, "max": view.scale.max, "confidence": view.confidence}
    notes = [view.say(f"slides.{name}.how_scores", **values), *_part(view, len(shown), len(rows))]
    base = [joined(view, exhibit.base, *_part(view, len(shown), len(rows))), exhibit.base]
    return [Slide(name, heading, titles, side_by_side(bars, grid), base, notes)]


# -- strengths -----------------------------------------------------------------------------------


def strengths(view: View) -> list[Slide]:
    """Return what people rate highest among what they got; [] where nothing stands out."""
    if not view.kinds:
        return _score_items(view, lowest=False)
    said = summary(view)[0].context
    kind = view.kinds[0].name
    every = [r for r in view.study.gaps.of_kind(kind).items if r.mean_of is not None]
    rows = sorted(every, key=lambda r: -(r.mean_of or 0.0))[:MOST_STRENGTHS]
    if not said["strengths"] or len(rows) < 2:
        return []
    exhibit = gap_items(view, kind)
    heading = view.say("slides.strengths.heading")
    bars = _pair_bars(view, rows, heading, zone=False)
    whole = gap_table(view, rows, heading)
    grid = Grid(picked(whole, (0, 3, 4, 5, 7)), 12)
    notes = [view.say("slides.strengths.how"), view.how_turned(r.id for r in rows)]
    base = [joined(view, exhibit.base, source(view)), exhibit.base]
    titles = [said["strengths"], heading]
    return [Slide("strengths", heading, titles, side_by_side(bars, grid), base, notes)]
