"""The radar: on request, beside the bars, from the middle of the scale to its end."""

import math
import re
from dataclasses import replace

import pytest

from servqual.errors import SettingsError
from servqual.instrument import Scale
from servqual.settings import ReportOptions
from servqual.writer import render_html
from servqual.writer.exhibits.radar import axes, radar
from servqual.writer.figures.look import NARROW, colour, width_of
from servqual.writer.figures.radar import Line, rings
from servqual.writer.figures.radar import radar as draw
from servqual.writer.view import View
from tests.writer import studies

BANK = studies.bank()
SEVEN = Scale(min=1, max=7)
FIVE = ("Tangibles", "Reliability", "Responsiveness", "Assurance", "Empathy")


def view(study=BANK, language="en"):
    return View(study, ReportOptions(language=language))


def figures(text):
    return re.findall(r'<figure class="exhibit" id="([^"]+)"', text)


def drawn(names=FIVE, *, narrow=False, scale=SEVEN, values=None):
    line = Line("perception", "Perception", values or [4.0] * len(names), ["h"] * len(names))
    return draw(names, [line], scale, narrow=narrow)


def test_nobody_gets_a_radar_who_did_not_ask():
    assert "exhibit-radar" not in render_html(BANK, ReportOptions())


@pytest.mark.parametrize("make", [studies.bank, studies.zone, studies.servperf])
def test_a_radar_stands_once_right_behind_the_bars_of_the_dimensions(make):
    found = figures(render_html(make(), ReportOptions(radar=True)))
    place = found.index("exhibit-radar")

    assert found.count("exhibit-radar") == 1
    assert "dimensions" in found[place - 1]


@pytest.mark.parametrize(
    ("make", "names"),
    [
        (studies.bank, ["Expectation", "Perception"]),
        (studies.zone, ["Minimum", "Desired", "Perception"]),
        (studies.servperf, ["Perception"]),
    ],
)
def test_every_set_of_ratings_has_its_line(make, names):
    exhibit = radar(view(make()))

    assert [trace["name"] for trace in exhibit.figure.wide["data"]] == names
    assert [c.head for c in exhibit.table.columns] == ["Dimension", *names, "n"]


def test_the_means_are_those_behind_the_gaps_in_the_order_of_the_questionnaire():
    rows = {r.id: r for r in BANK.gaps.dimensions}
    found = [(a.dimension, *a.means.values(), a.n) for a in axes(view())]
    expected = [
        (d, rows[d].mean_minus, rows[d].mean_of, rows[d].n) for d in BANK.instrument.dimension_ids
    ]

    assert found == expected


def test_an_axis_runs_from_the_lowest_answer_in_the_middle_to_the_highest_at_the_rim():
    trace = drawn(values=[1.0, 7.0, 4.0, 7.0, 1.0])["data"][0]
    far = [math.hypot(x, y) for x, y in zip(trace["x"], trace["y"], strict=True)]

    assert far == pytest.approx([0, 1, 0.5, 1, 0, 0], abs=1e-6)


def test_a_line_is_closed_and_never_filled():
    trace = drawn()["data"][0]

    assert (trace["x"][0], trace["y"][0]) == (trace["x"][-1], trace["y"][-1])
    assert "fill" not in trace


@pytest.mark.parametrize(
    ("ends", "values"),
    [
        ((1, 7), [1, 3, 5, 7]),
        ((1, 5), [1, 2, 3, 4, 5]),
        ((0, 10), [0, 2, 4, 6, 8, 10]),
        ((1, 8), [1, 8]),
        ((0, 100), [0, 20, 40, 60, 80, 100]),
    ],
)
def test_rings_are_few_and_hold_both_ends(ends, values):
    assert rings(Scale(min=ends[0], max=ends[1])) == values


@pytest.mark.parametrize("names", [FIVE, FIVE[:3], (*FIVE, "Price")])
def test_no_name_of_an_axis_leaves_a_phone(names):
    layout = drawn(names, narrow=True)["layout"]
    labels = [a for a in layout["annotations"] if a["text"] in names]

    assert len(labels) == len(names)
    for a in labels:
        middle = NARROW / 2 + a["x"] * 86 + a.get("xshift", 0)
        wide = width_of(a["text"], 12)
        left = {"left": middle, "right": middle - wide, "center": middle - wide / 2}[a["xanchor"]]
        assert left > 0
        assert left + wide < NARROW


def test_perceptions_have_the_accent_colour_and_what_was_wanted_is_dashed_grey():
    wanted, seen = radar(view()).figure.wide["data"]

    assert (seen["line"]["color"], seen["line"]["dash"]) == (colour("brand"), "solid")
    assert (wanted["line"]["color"], wanted["line"]["dash"]) == (colour("ring"), "dash")


def test_how_to_read_it_says_why_bars_are_the_default_in_both_languages():
    said = [radar(view(language=language)).how for language in ("en", "zh")]

    assert said == [
        "Each axis is a dimension: in the middle the lowest answer of the scale, 1, at the rim the "
        "highest, 7. Compare the lines along one axis at a time. Neither the shape nor the area "
        "says anything: the order of the axes is that of the questionnaire, another order would "
        "give another shape, and an area grows faster than the figures. That is why this report "
        "shows bars and draws a radar only on request.",
        "每条轴代表一个维度：圆心为量表最低分 1，最外圈为最高分 7。请沿同一条轴比较各条折线。"
        "折线的形状和面积都没有含义：各轴按问卷中的顺序排列，换一种顺序，形状就会改变；"
        "面积又会夸大数值的差异。因此本报告默认使用条形类图表，仅应要求绘制雷达图。",
    ]


def test_the_text_alternative_holds_every_mean():
    exhibit = radar(view())
    cells = [cell.text for row in exhibit.table.rows for cell in row[:-1]]

    assert exhibit.figure.alt.startswith(
        "Radar with 5 axes, from 1 in the middle to 7 at the rim: "
    )
    assert [text for text in cells if text not in exhibit.figure.alt] == []


def test_fewer_than_three_dimensions_are_refused_with_the_remedy():
    with pytest.raises(SettingsError) as raised:
        render_html(studies.one_dimension(), ReportOptions(radar=True))

    assert str(raised.value) == (
        "a radar needs at least 3 dimensions with means, and these answers have 1. Leave the radar "
        "out: the bars show the same figures."
    )


def test_a_dimension_without_a_mean_has_no_axis():
    rows = [
        replace(r, mean_of=None, mean_minus=None, gap=None) if r.id == "empathy" else r
        for r in BANK.gaps.dimensions
    ]
    found = axes(view(replace(BANK, gaps=replace(BANK.gaps, dimensions=tuple(rows)))))

    assert [a.dimension for a in found] == BANK.instrument.dimension_ids[:4]


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("axis", ["x", "y"])
def test_words_under_the_matrix_say_which_way_importance_lies(language, axis):
    text = render_html(BANK, ReportOptions(language=language, importance_axis=axis))
    said = {
        ("en", "x"): "Importance rises to the right and performance upwards: “Concentrate here” is "
        "the corner at the bottom right.",
        ("en", "y"): "Importance rises upwards and performance to the right: “Concentrate here” is "
        "the corner at the top left.",
        ("zh", "x"): "横轴为重要性，纵轴为绩效，“优先改进区”位于右下角。",
        ("zh", "y"): "纵轴为重要性，横轴为绩效，“优先改进区”位于左上角。",
    }

    assert said[language, axis] in text


@pytest.mark.parametrize(("language", "axis"), [("en", "y"), ("zh", "x")])
def test_left_out_the_language_chooses_the_axis(language, axis):
    without = render_html(BANK, ReportOptions(language=language))

    assert without == render_html(BANK, ReportOptions(language=language, importance_axis=axis))


BOXES = """() => {
    const chart = document.querySelector('#chart-radar').getBoundingClientRect();
    const kinds = '#chart-radar .annotation-text, #chart-radar .legendtext';
    return [...document.querySelectorAll(kinds)].map(t => {
        const box = t.getBoundingClientRect();
        return [t.textContent, box.left - chart.left, box.top - chart.top,
                chart.right - box.right, chart.bottom - box.bottom, box.width, box.height];
    });
}"""


def overlap(a, b):
    """Say whether two boxes (text, left, top, right, bottom, width, height) cover each other."""
    apart = a[1] + a[5] <= b[1] or b[1] + b[5] <= a[1]
    return not apart and a[2] + a[6] > b[2] + 3 and b[2] + b[6] > a[2] + 3


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize(
    ("make", "language"), [(studies.bank, "en"), (studies.bank, "zh"), (studies.zone, "en")]
)
def test_words_of_a_radar_stay_inside_it_and_apart(visit, make, language, width):
    options = ReportOptions(language=language, radar=True, style="brief")
    page, complaints, _ = visit(render_html(make(), options), width)
    boxes = page.evaluate(BOXES)
    outside = [b for b in boxes if min(b[1:5]) < -1]
    clashes = [(a[0], b[0]) for k, a in enumerate(boxes) for b in boxes[:k] if overlap(a, b)]

    assert complaints == []
    assert len(boxes) >= 11
    assert (outside, clashes) == ([], [])
