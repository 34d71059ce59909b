"""The slide about what changed since the wave before, where one was given."""

from __future__ import annotations

from servqual.writer.exhibits.before import changes
from servqual.writer.pptx.parts import Grid, Series, Slide
from servqual.writer.pptx.printed import (
    bar_chart,
    gap_format,
    joined,
    mean_format,
    picked,
    printed,
    table_of,
)
from servqual.writer.pptx.slides_first import source
from servqual.writer.pptx.slides_results import MOST_DIMENSIONS, side_by_side
from servqual.writer.sections.before import before
from servqual.writer.sentences_before import (
    dimension_count,
    furthest_alone,
    kinds_of,
    lead_measure,
    moved_dimensions,
    overall_change,
    was,
)
from servqual.writer.view import View


def since(view: View) -> list[Slide]:
    """Return then and now of the whole and the dimensions; [] where nothing is compared."""
    sections, kinds = before(view), kinds_of(view)
    exhibit = changes(view, "dimension", kinds[0]) if sections and kinds else None
    if exhibit is None:
        return []
    kind, measure = kinds[0], lead_measure(kinds[0])
    found = view.study.before
    rows = [*found.of("overall", measure, kind), *found.of("dimension", measure, kind)]
    rows = rows[:MOST_DIMENSIONS]
    series = [
        Series(was(view), [printed(row.then) for row in rows], "ring"),
        Series(view.say("before.now"), [printed(row.now) for row in rows]),
    ]
    formats = [gap_format() if measure == "gap" else mean_format()] * len(rows)
    values = [v for row in rows for v in (row.then, row.now)]
    names = [view.label(row.level, row.id) for row in rows]
    bars = bar_chart(
        view, exhibit.title, names, series, formats, _ends(view, values, gaps=measure == "gap")
    )
    table = table_of(exhibit)
    grid = Grid(picked(table, range(min(5, len(table.columns))), MOST_DIMENSIONS), 12)
    section = sections[0]
    whole, parts = overall_change(view, kind), dimension_count(view, kind)
    # where there is no figure of the whole, that is no finding: it stands small beneath
    lacking = "" if found.of("overall", measure, kind) else whole
    titles = [furthest_alone(view, kind) or parts] if lacking else [whole, parts]
    titles = [t for t in (*titles, moved_dimensions(view, kind), section.title) if t]
    notes = [exhibit.how, *exhibit.says, *dict(section.context)["lead"]]
    under = joined(view, lacking, exhibit.base)
    base = [joined(view, under, source(view)), under]
    return [Slide("since", section.title, titles, side_by_side(bars, grid), base, notes)]


def _ends(view: View, values: list[float], *, gaps: bool) -> tuple[float, float]:
    """Return the ends of the axis, with room for the figures."""
    if not gaps:
        return view.scale.min, view.scale.max + 0.1 * view.scale.range
    low, high = min([0.0, *values]), max([0.0, *values])
    room = 0.22 * ((high - low) or 1.0)
    return round(low - room * (low < 0), 2), round(high + room * (high > 0), 2)
