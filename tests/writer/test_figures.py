"""Figures: what is drawn, where labels stand, and text that plotly cannot misread."""

import pytest

from servqual.instrument import Scale
from servqual.writer.figures.bars import Bar, bars
from servqual.writer.figures.distribution import Answers, Asked, diverging, shades
from servqual.writer.figures.dumbbell import Bell, axis_start, dumbbell
from servqual.writer.figures.intervals import Point, gap_intervals
from servqual.writer.figures.look import Row, colour, escape, hover, lines, width_of
from servqual.writer.figures.matrix import Frame, Spot, matrix
from servqual.writer.figures.places import Ground, label_places

SEVEN = Scale(min=1, max=7)
LINE = Row("Prompt service", "−1.20", "[−1.30, −1.10]", "shortfall", "hover")


def test_text_for_plotly_holds_neither_tags_nor_hidden_direction_marks():
    assert escape("<b>a</b> & \u202eb\u0000") == "&lt;b&gt;a&lt;/b&gt; &amp; b"


@pytest.mark.parametrize(
    "text", ["Prompt service for everybody who asks", "员工会及时为顾客提供服务而不推诿"]
)
def test_a_long_label_breaks_into_lines_that_fit(text):
    parts = lines(text, 120, most=9)

    assert len(parts) > 1
    assert all(width_of(part) <= 120 for part in parts)
    assert "".join(parts).replace(" ", "") == text.replace(" ", "")


def test_a_word_of_300_letters_ends_in_an_ellipsis():
    assert lines("x" * 300, 120)[-1].endswith("…")
    assert len(lines("x" * 300, 120)) == 2


def test_an_empty_label_is_one_empty_line():
    assert lines("", 100) == [""]


def test_a_hover_box_leaves_empty_lines_out():
    assert hover("Prompt service", "", "n = 5") == "<b>Prompt service</b><br>n = 5"


@pytest.mark.parametrize(
    ("values", "start"), [([4.3, 6.5], 4), ([3.0, 6.0], 1), ([3.3, 6.0], 3), ([1.0, 2.0], 1)]
)
def test_an_axis_starts_late_only_where_that_spares_two_points(values, start):
    assert axis_start(values, SEVEN) == start


@pytest.mark.parametrize("narrow", [False, True])
def test_a_dumbbell_has_a_ring_a_dot_and_a_line_per_row(narrow):
    drawn = dumbbell([Bell(LINE, 4.4, 6.4), Bell(LINE, 5.0, 6.0)], SEVEN, narrow=narrow)
    line, ring, dot = drawn["data"]

    assert (ring["x"], dot["x"]) == ([6.4, 6.0], [4.4, 5.0])
    assert line["x"] == [4.4, 6.4, None, 5.0, 6.0, None]


def test_on_a_phone_rows_are_higher_and_the_plot_keeps_the_width():
    bells = [Bell(LINE, 4.4, 6.4)] * 22
    wide, narrow = (dumbbell(bells, SEVEN, narrow=n)["layout"] for n in (False, True))

    assert narrow["height"] > 2 * wide["height"]
    assert narrow["margin"]["l"] + narrow["margin"]["r"] < 20


def test_the_band_of_the_smallest_gap_is_always_in_sight():
    drawn = gap_intervals([Point(LINE, 2.0, 1.9, 2.1)], 0.5, narrow=False, tick=str)
    low, high = drawn["layout"]["xaxis"]["range"]

    assert low < -0.5
    assert high > 2.1


def test_a_gap_without_limits_is_drawn_as_a_dot_alone():
    line, dot = gap_intervals([Point(LINE, -2.0, None, None)], 0.5, narrow=False, tick=str)["data"]

    assert (line["x"], dot["x"]) == ([], [-2.0])


def test_the_line_of_the_equal_share_is_set_off_from_bars_of_any_colour():
    below, line = bars([Bar(LINE, 30.0)], 20.0, narrow=False)["layout"]["shapes"]

    assert below["line"]["color"] == colour("paper")
    assert below["line"]["width"] > line["line"]["width"]
    assert (below["x0"], line["x0"]) == (20.0, 20.0)


@pytest.mark.parametrize("size", [2, 3, 4, 5, 7, 9, 10, 11])
def test_every_answer_has_a_shade_and_the_ends_are_darkest(size):
    scale = Scale(min=1, max=size)
    found = shades(scale)

    assert list(found) == list(scale.values)
    assert found[1] == shades(SEVEN)[1]
    assert found[size] == shades(SEVEN)[7]


def test_bars_of_answers_part_at_the_middle_and_add_up():
    share = {1: 0.1, 2: 0.1, 3: 0.1, 4: 0.4, 5: 0.1, 6: 0.1, 7: 0.1}
    answers = Answers("Perception", share, "mean 4.00", "4.00", "", dict.fromkeys(share, ""), {})
    drawn = diverging([Asked("Prompt service", [answers])], SEVEN, narrow=False)["data"]
    first, last = drawn[0], drawn[-1]

    assert first["base"][0] == pytest.approx(-0.5)
    assert last["base"][0] + last["x"][0] == pytest.approx(0.5)


def frame(*, on_x=False):
    names = {k: k for k in ("concentrate_here", "keep_up", "low_priority", "possible_overkill")}
    return Frame(4.8, 5.9, "performance", "importance", names, on_x)


def crowd(n):
    return [Spot(k, 4.8 + k % 5 / 100, 5.9 + k // 5 / 100, k % 2 == 0, "") for k in range(1, n + 1)]


@pytest.mark.parametrize("narrow", [False, True])
def test_numbers_of_a_crowd_cover_neither_each_other_nor_leave_the_plot(narrow):
    spots = [Spot(k, 4.0 + k * 0.05, 6.0 - k % 3 * 0.04, False, "") for k in range(1, 23)]
    drawn = matrix(spots, frame(), narrow=narrow)
    layout = drawn["layout"]
    plot_height = layout["height"] - layout["margin"]["t"] - layout["margin"]["b"]
    labels = [a for a in layout["annotations"] if a["showarrow"]]

    assert [a["text"] for a in labels] == [str(k) for k in range(1, 23)]
    assert all(abs(a["ay"]) < plot_height for a in labels)


def test_numbers_keep_clear_of_points_on_paper_too_where_the_plot_is_lower():
    points = [(466.5, 221.3), (452.7, 238.7), (335.3, 212.5), (356.0, 227.8)]
    places = label_places(points, Ground(612, 436, cross=(359.5, 214.7)))
    lower = [(x, 0.84 * y) for x, y in points]
    labels = [(x + p.dx, y + p.dy) for (x, y), p in zip(lower, places, strict=True)]

    assert [
        (label, point)
        for label in labels
        for point in lower
        if abs(label[0] - point[0]) < 11 and abs(label[1] - point[1]) < 10
    ] == []


def test_importance_stands_on_the_axis_that_was_asked_for():
    upright = matrix(crowd(3), frame(), narrow=False)
    lying = matrix(crowd(3), frame(on_x=True), narrow=False)

    assert upright["layout"]["yaxis"]["title"]["text"] == "importance"
    assert lying["layout"]["xaxis"]["title"]["text"] == "importance"
    assert upright["data"][0]["x"] == lying["data"][0]["y"]


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize(("on_x", "corner"), [(False, (0, 1)), (True, (1, 0))])
def test_the_urgent_quadrant_is_named_in_its_own_corner(narrow, on_x, corner):
    drawn = matrix(crowd(5), frame(on_x=on_x), narrow=narrow)["layout"]
    (name,) = [a for a in drawn["annotations"] if a["text"].startswith("concentrate")]
    wash, vertical, _ = drawn["shapes"]

    assert (name["x"], name["y"]) == corner
    assert (wash["x0"] == vertical["x0"]) == on_x
    assert (wash["x1"] == vertical["x0"]) != on_x


@pytest.mark.parametrize("on_x", [False, True])
def test_names_of_quadrants_end_before_the_cross(on_x):
    names = {"concentrate_here": "Concentrate here", "keep_up": "Keep up the good work"}
    names |= {"low_priority": "Low priority", "possible_overkill": "Possible overkill"}
    drawn = matrix(crowd(9), Frame(4.83, 5.9, "p", "i", names, on_x), narrow=True)["layout"]
    low, high = drawn["xaxis"]["range"]
    cross = (drawn["shapes"][1]["x0"] - low) / (high - low) * (316 - 54)
    said = {a["x"]: a["text"].split("<br>") for a in drawn["annotations"] if not a["showarrow"]}

    assert max(width_of(line, 11) for line in said[0]) < cross
    assert max(width_of(line, 11) for line in said[1]) < 316 - 54 - cross


def test_one_point_alone_has_room_around_it():
    drawn = matrix(crowd(1), frame(), narrow=False)
    low, high = drawn["layout"]["xaxis"]["range"]

    assert low < 4.8 < high


def test_a_bar_that_is_narrower_than_its_figure_carries_none():
    share = {1: 0.0, 2: 0.1, 3: 0.2, 4: 0.15, 5: 0.16, 6: 0.17, 7: 0.22}
    answers = [
        Answers(
            "Satisfaction", s, "mean 4.98", "4.98", "", {}, {v: f"{w:.0%}" for v, w in s.items()}
        )
        for s in (share, {1: 1.0}, {7: 1.0})
    ]

    def printed(*, narrow):
        traces = diverging([Asked("Prompt service", answers)], SEVEN, narrow=narrow)["data"]
        return [t["text"][0] for t in traces]

    assert printed(narrow=False) == ["", "", "20%", "15%", "16%", "17%", "22%"]
    assert printed(narrow=True) == [""] * 7
