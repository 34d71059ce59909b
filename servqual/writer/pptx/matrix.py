"""The importance-performance matrix as a native scatter chart whose axes cross at its lines."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from servqual.writer.pptx.charts import C, keep_rows, plot_area, set_legend, set_words
from servqual.writer.pptx.door import kit
from servqual.writer.pptx.drawing import describe, draw_words, plain, rgb
from servqual.writer.pptx.look import Look
from servqual.writer.pptx.parts import Dot, Matrix, Words, para
from servqual.writer.pptx.template import Ground, Rectangle, emu

Axis = tuple[tuple[float, float], float]  # its ends, its step

MARK = 8  # size of a mark
PLOT = (0.1, 0.02, 0.88, 0.77)  # left, top, width, height of the plot in its chart
# a form each, filled: not every program draws the edge of a mark
FORMS = {
    "firm": "CIRCLE",
    "firm_here": "DIAMOND",
    "leaning": "TRIANGLE",
    "undetermined": "X",
    "": "CIRCLE",
}


def draw_matrix(slide: Any, ground: Ground, matrix: Matrix, place: Rectangle, name: str) -> None:
    """Draw the matrix: a series for each certainty, axes that cross at the lines, numbers."""
    found, look = kit(), ground.look
    groups = {
        certainty: [dot for dot in matrix.dots if dot.certainty == certainty]
        for certainty in FORMS
        if any(dot.certainty == certainty for dot in matrix.dots)
    }
    data, sheet = _data(matrix, groups)
    shape = slide.shapes.add_chart(found.XL_CHART_TYPE.XY_SCATTER, *map(emu, place), data)
    shape.name = name
    describe(shape, matrix.alt)
    chart = shape.chart
    keep_rows(chart, sheet)
    set_words(chart, look, 10 * ground.scale)
    set_legend(chart, shown=any(matrix.words[certainty] for certainty in groups))
    if chart.has_legend:
        chart.legend.position = found.XL_LEGEND_POSITION.BOTTOM
    axes = [
        _range(
            [getattr(dot, axis) for dot in matrix.dots],
            matrix.cross[k],
            0.01 if "%" in matrix.formats[k] else 0.1,
        )
        for k, axis in enumerate(("x", "y"))
    ]
    ranges = [ends for ends, _ in axes]
    _matrix_axes(chart, matrix, axes, look, ground.scale)
    plot_area(chart, PLOT)
    _corners(slide, ground, matrix, place)
    sides = _sides(matrix.dots, ranges, place)
    for (certainty, dots), series in zip(groups.items(), chart.plots[0].series, strict=True):
        _marks(series, certainty, dots, look)
        _numbers(series, dots, sides, look, 9 * ground.scale)


def _data(
    matrix: Matrix, groups: Mapping[str, Sequence[Dot]]
) -> tuple[Any, list[list[str | float | None]]]:
    """Return the series of a scatter chart, and the cells to which python-pptx refers them."""
    data = kit().XyChartData()
    sheet: list[list[str | float | None]] = []
    for certainty, dots in groups.items():
        name = plain(matrix.words[certainty])
        series = data.add_series(name)
        sheet += [[], [None, name]] if sheet else [[None, name]]
        for dot in dots:
            series.add_data_point(dot.x, dot.y)
            sheet.append([dot.x, dot.y, dot.number, plain(dot.name)])
    return data, sheet


def _corners(slide: Any, ground: Ground, matrix: Matrix, place: Rectangle) -> None:
    """Write the names of the quadrants into the corners of the plot."""
    left, top, width, height = (
        place[0] + PLOT[0] * place[2], place[1] + PLOT[1] * place[3],
        PLOT[2] * place[2], PLOT[3] * place[3],
    )  # fmt: skip
    high, wide = 14 * ground.scale, width * 0.48
    for k, name in enumerate(matrix.corners):
        x = left + 4 if k % 2 == 0 else left + width - wide - 4
        y = top + 2 if k < 2 else top + height - high - 2
        words = Words([para(name, 10, tone="muted", right=k % 2 == 1)])
        draw_words(slide, ground, words, (x, y, wide, high), f"Corner {k + 1}")


def _matrix_axes(
    chart: Any, matrix: Matrix, told: Sequence[Axis], look: Look, scale: float
) -> None:
    found = kit()
    axes = (chart.category_axis, chart.value_axis)
    for k, axis in enumerate(axes):
        (axis.minimum_scale, axis.maximum_scale), axis.major_unit = told[k]
        axis.has_major_gridlines = False
        axis.major_tick_mark = found.XL_TICK_MARK.NONE
        axis.tick_label_position = found.XL_TICK_LABEL_POSITION.LOW
        axis.tick_labels.number_format = matrix.formats[k]
        axis.tick_labels.number_format_is_linked = False
        axis.format.line.color.rgb = rgb(look.of("muted"))
        axis.format.line.width = kit().Pt(1)
        axis.has_title = True
        frame = axis.axis_title.text_frame
        frame.text = plain(matrix.titles[k])
        font = frame.paragraphs[0].runs[0].font
        font.size, font.bold = found.Pt(round(10 * scale, 1)), False
        font.color.rgb = rgb(look.of("muted"))
    _cross(axes, matrix.cross)


def _cross(axes: Sequence[Any], cross: tuple[float, float]) -> None:
    """Let each axis stand where the other one has its line."""
    for k, axis in enumerate(axes):
        element = axis._element
        for name in ("c:crosses", "c:crossesAt"):
            for old in element.findall(kit().qn(name)):
                element.remove(old)
        at = kit().parse_xml(f'<c:crossesAt xmlns:c="{C}" val="{cross[1 - k]}"/>')
        element.find(kit().qn("c:crossAx")).addnext(at)


def _range(values: Sequence[float], cross: float, least: float) -> Axis:
    """Return the ends of an axis, whole steps around what is shown, and the step."""
    low, high = min([*values, cross]), max([*values, cross])
    steps = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50)
    wide = [s for s in steps if s >= least and (high - low) / s <= 7]
    step = wide[0] if wide else 50
    pad = step * 0.3
    ends = (math.floor((low - pad) / step) * step, math.ceil((high + pad) / step) * step)
    return (round(ends[0], 4), round(ends[1], 4)), step


def _marks(series: Any, certainty: str, dots: Sequence[Dot], look: Look) -> None:
    """Draw the marks: how sure the quadrant is can be told by their form alone."""
    found = kit()
    series.format.line.fill.background()
    style = found.XL_MARKER_STYLE[FORMS[certainty]]
    # the legend speaks of certainty, so its marks have no tone; each point has its own
    for k, tone in enumerate(("", *(dot.tone for dot in dots))):
        marker = series.points[k - 1].marker if k else series.marker
        marker.style, marker.size = style, MARK
        colour = rgb(look.tone("muted" if certainty == "undetermined" else tone))
        marker.format.fill.solid()
        marker.format.fill.fore_color.rgb = colour
        marker.format.line.color.rgb = colour
        marker.format.line.width = found.Pt(1.5 if style == found.XL_MARKER_STYLE.X else 0.75)


def _numbers(
    series: Any, dots: Sequence[Dot], sides: dict[int, str], look: Look, size: float
) -> None:
    """Print the number of each item beside its mark."""
    found = kit()
    places = {
        "r": found.XL_LABEL_POSITION.RIGHT,
        "l": found.XL_LABEL_POSITION.LEFT,
        "t": found.XL_LABEL_POSITION.ABOVE,
        "b": found.XL_LABEL_POSITION.BELOW,
    }
    for k, dot in enumerate(dots):
        label = series.points[k].data_label
        frame = label.text_frame
        frame.text = str(dot.number)
        font = frame.paragraphs[0].runs[0].font
        font.size, font.bold = found.Pt(round(size, 1)), bool(dot.tone) or None
        font.color.rgb = rgb(look.tone("muted" if dot.certainty == "undetermined" else dot.tone))
        label.position = places[sides[dot.number]]


def _sides(
    dots: Sequence[Dot], ranges: Sequence[tuple[float, float]], place: Rectangle
) -> dict[int, str]:
    """Return on which side of its mark each number stands, so that few touch another."""
    (left, right), (low, high) = ranges
    width, height = place[2] * 0.85, place[3] * 0.75
    spots = [((d.x - left) / (right - left) * width, (d.y - low) / (high - low) * height)
             for d in dots]  # fmt: skip
    away = {"r": (11, 0), "l": (-11, 0), "t": (0, 11), "b": (0, -11)}
    taken = list(spots)
    found = {}
    for dot, (x, y) in zip(dots, spots, strict=True):

        def crowd(side: str, x: float = x, y: float = y) -> tuple[float, int]:
            spot = (x + away[side][0], y + away[side][1])
            near = sum(max(0.0, 14 - math.dist(spot, other)) for other in taken if other != (x, y))
            return round(near, 6), list(away).index(side)

        side = min(away, key=crowd)
        found[dot.number] = side
        taken.append((x + away[side][0], y + away[side][1]))
    return found
