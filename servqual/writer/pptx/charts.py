"""Native charts: bars and the matrix, with the printed figures and nothing else behind them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from servqual.writer.parts import Tone
from servqual.writer.pptx.door import kit
from servqual.writer.pptx.drawing import describe, draw_grid, plain, rgb
from servqual.writer.pptx.fit import HEAD_ROW, MOST_ROW, width_in
from servqual.writer.pptx.look import Look
from servqual.writer.pptx.parts import Bars, Pair
from servqual.writer.pptx.template import A, Ground, Rectangle, emu
from servqual.writer.workbook import chart_sheet

C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
SIZE = 11.0  # points of the words of a chart, on our own slide
Rows = Sequence[Sequence[str | float | None]]


# -- bars ----------------------------------------------------------------------------------------


def draw_pair(slide: Any, ground: Ground, pair: Pair, place: Rectangle, name: str) -> None:
    """Draw bars and their table so that each row stands beside its category."""
    left, top, width, height = place
    n = len(pair.grid.table.rows)
    row = min(MOST_ROW, (height - HEAD_ROW) / n)
    whole = HEAD_ROW + n * row
    at = width * pair.split
    bars = (left, top, at - 10, whole)
    draw_bars(slide, ground, pair.bars, bars, f"{name} chart", HEAD_ROW / whole)
    draw_grid(slide, ground, pair.grid, (left + at + 6, top, width - at - 6, whole), name, row)


def draw_bars(
    slide: Any,
    ground: Ground,
    bars: Bars,
    place: Rectangle,
    name: str,
    head: float | None = None,
) -> None:
    """Draw bars that can be edited, each with its printed figure.

    ``head`` is the share of the height above the first bar; without it the program lays them out.
    """
    found, look = kit(), ground.look
    data = found.CategoryChartData()
    data.categories = [plain(name) for name in bars.categories]
    for series in bars.series:
        data.add_series(plain(series.name), series.values)
    kind = "BAR_STACKED" if bars.stacked else "BAR_CLUSTERED"
    shape = slide.shapes.add_chart(found.XL_CHART_TYPE[kind], *map(emu, place), data)
    shape.name = name
    describe(shape, bars.alt)
    chart = shape.chart
    heads = ["", *(plain(series.name) for series in bars.series)]
    body = [[plain(name), *(s.values[k] for s in bars.series)]
            for k, name in enumerate(bars.categories)]  # fmt: skip
    keep_rows(chart, [heads, *body])
    set_words(chart, look, SIZE * ground.scale)
    set_legend(chart, shown=len(bars.series) > 1)
    _bar_axes(chart, bars, look)
    if head is not None:
        names = _names_share(bars, place[2], SIZE * ground.scale)
        plot_area(chart, (names, head, 0.99 - names, 1 - head))
    plot = chart.plots[0]
    plot.gap_width = 60 if len(bars.series) == 1 else 45
    plot.overlap = 100 if bars.stacked else 0
    for series, told in zip(plot.series, bars.series, strict=True):
        _fill(series, told.colour, look)
        _tones(series, bars.tones, look)
        position = "ctr" if bars.stacked else "outEnd"
        _labels(series, bars.formats, look, SIZE * ground.scale, position)


def _names_share(bars: Bars, width: float, size: float) -> float:
    """Return the share of a chart's width that the names of its categories take."""
    longest = max(width_in(name, size) for name in bars.categories)
    return float(min(0.42, (longest + 14) / width))


def _bar_axes(chart: Any, bars: Bars, look: Look) -> None:
    found = kit()
    names, values = chart.category_axis, chart.value_axis
    names.reverse_order = True
    names.tick_label_position = found.XL_TICK_LABEL_POSITION.LOW
    names.major_tick_mark = found.XL_TICK_MARK.NONE
    names.format.line.color.rgb = rgb(look.of("muted"))
    names.has_major_gridlines = False
    values.minimum_scale, values.maximum_scale = bars.low, bars.high
    values.has_major_gridlines = False
    values.visible = False


def _fill(series: Any, colour: str, look: Look) -> None:
    series.format.fill.solid()
    series.format.fill.fore_color.rgb = rgb(look.of(colour))
    series.invert_if_negative = False


def _tones(series: Any, tones: Sequence[Tone], look: Look) -> None:
    """Colour single bars by what they mean."""
    for k, tone in enumerate(tones):
        fill = series.points[k].format.fill
        fill.solid()
        fill.fore_color.rgb = rgb(look.of(tone or "accent"))


def _labels(series: Any, formats: Sequence[str], look: Look, size: float, position: str) -> None:
    """Print the figure of each bar at its end, in the format of each."""
    common = max(set(formats), key=lambda f: (formats.count(f), f))
    single = "".join(
        f'<c:dLbl><c:idx val="{k}"/>{_label_xml(f, look, size, position)}</c:dLbl>'
        for k, f in enumerate(formats)
        if f != common
    )
    whole = _label_xml(common, look, size, position)
    xml = f'<c:dLbls xmlns:c="{C}" xmlns:a="{A}">{single}{whole}</c:dLbls>'
    element = series._element
    old = element.get_or_add_dLbls()
    element.replace(old, kit().parse_xml(xml))


def _label_xml(number_format: str, look: Look, size: float, position: str) -> str:
    """Return what a label shows: the value, in a format, at a place."""
    escaped = number_format.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
    return (
        f'<c:numFmt formatCode="{escaped}" sourceLinked="0"/><c:spPr><a:noFill/><a:ln><a:noFill/>'
        f"</a:ln></c:spPr>{_text_xml(look.of('ink'), size)}"
        f'<c:dLblPos val="{position}"/><c:showLegendKey val="0"/><c:showVal val="1"/>'
        '<c:showCatName val="0"/><c:showSerName val="0"/><c:showPercent val="0"/>'
        '<c:showBubbleSize val="0"/>'
    )


def _text_xml(colour: str, size: float, *, bold: bool = False) -> str:
    return (
        '<c:txPr><a:bodyPr wrap="none"/><a:lstStyle/><a:p><a:pPr>'
        f'<a:defRPr sz="{round(size * 100)}" b="{int(bold)}"><a:solidFill>'
        f'<a:srgbClr val="{colour.removeprefix("#").upper()}"/></a:solidFill></a:defRPr></a:pPr>'
        '<a:endParaRPr lang="en-US"/></a:p></c:txPr>'
    )


def set_words(chart: Any, look: Look, size: float) -> None:
    """Set the words of a chart, which has no title: the slide has one."""
    chart.font.size = kit().Pt(round(size, 1))
    chart.font.color.rgb = rgb(look.of("ink"))
    chart.has_title = False


def set_legend(chart: Any, *, shown: bool) -> None:
    """Give a chart its legend above it, or none."""
    chart.has_legend = shown
    if shown:
        chart.legend.position = kit().XL_LEGEND_POSITION.TOP
        chart.legend.include_in_layout = False


def keep_rows(chart: Any, rows: Rows) -> None:
    """Put our own workbook behind a chart: text that never runs, no clock."""
    chart.part.chart_workbook.update_from_xlsx_blob(chart_sheet(rows))


def plot_area(chart: Any, spot: Rectangle) -> None:
    """Fix where the plot stands in its chart, in shares, so that other things stand beside it."""
    left, top, width, height = spot
    area = chart._chartSpace.find(f".//{kit().qn('c:plotArea')}")
    for old in area.findall(kit().qn("c:layout")):
        area.remove(old)
    edges = "".join(f'<c:{name}Mode val="edge"/>' for name in ("x", "y"))
    spots = {"x": left, "y": top, "w": width, "h": height}
    values = "".join(f'<c:{name} val="{value}"/>' for name, value in spots.items())
    area.insert(
        0,
        kit().parse_xml(
            f'<c:layout xmlns:c="{C}"><c:manualLayout><c:layoutTarget val="inner"/>{edges}{values}'
            "</c:manualLayout></c:layout>"
        ),
    )
