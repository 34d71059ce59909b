"""Cells become answers of the scale, kinds of missing answers, or faults that are all named."""

import pytest

from servqual.errors import FormatError, RatingError, ScaleError, SettingsError
from servqual.importer import read
from servqual.responses import Missing
from tests.importer.surveys import save, survey, with_columns


def first_answer(tmp_path, cell, *args, delimiter=";", **options):
    rows = survey()
    rows[1][0] = cell
    return read(save(tmp_path, rows, delimiter), *args, **options).ratings["expectation"][0, 0]


def refusal(kind, call):
    with pytest.raises(kind) as caught:
        call()
    return str(caught.value)


@pytest.mark.parametrize(
    ("cell", "answer"),
    [
        ("6", 6),
        ("6.0", 6),
        ("6,0", 6),
        ("6.", 6),
        (" 6 ", 6),
        ("6\u00a0", 6),
        ("６", 6),
        ("+6", 6),
        ("06", 6),
        ("7 - Strongly agree", 7),
        ("7=strongly agree", 7),
        ("7: STRONGLY AGREE", 7),
        ("7. Strongly agree", 7),
        ("7 (Strongly agree)", 7),
        ("Strongly agree - 7", 7),
        ("Strongly agree (7)", 7),
        ("(Very much) 6", 6),
        ("6 - rather good", 6),
        ("5 分", 5),
        ("5分", 5),
        ("5 points", 5),
        ("Strongly agree", 7),
        ("strongly  AGREE.", 7),
        ("非常同意", 7),
        ("比较不同意", 3),
        ("Neutral", 4),
    ],
)
def test_answers_are_read_in_many_forms(tmp_path, cell, answer):
    assert first_answer(tmp_path, cell) == answer


@pytest.mark.parametrize(
    ("cell", "kind"),
    [
        ("", Missing.BLANK),
        ("   ", Missing.BLANK),
        ("(空)", Missing.BLANK),
        ("NaN", Missing.BLANK),
        ("NA", Missing.NOT_APPLICABLE),
        ("N/A", Missing.NOT_APPLICABLE),
        ("n.a.", Missing.NOT_APPLICABLE),
        ("不适用", Missing.NOT_APPLICABLE),
        ("해당 없음", Missing.NOT_APPLICABLE),
        ("Don't know", Missing.DONT_KNOW),
        ("Don’t know", Missing.DONT_KNOW),
        ("Não sei", Missing.DONT_KNOW),
        ("不知道", Missing.DONT_KNOW),
        ("0 - Don't know", Missing.DONT_KNOW),
        ("(跳过)", Missing.NOT_SHOWN),
        ("Prefer not to say", Missing.REFUSED),
    ],
)
def test_kinds_of_missing_answers_are_kept_apart(tmp_path, cell, kind):
    assert first_answer(tmp_path, cell) == kind


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("8", "is not on the scale 1-7"),
        ("0", "is not on the scale 1-7"),
        ("-1", "is not on the scale 1-7"),
        ("8 - Strongly agree", "says two things: these words stand for 7 here"),
        ("7 - Strongly disagree", "says two things: these words stand for 1 here"),
        ("9 points", "is not on the scale 1-7"),
        ("6.5", "is not a whole number"),
        ("6,5", "is not a whole number"),
        ("6,000", "is not a whole number"),
        ("1e0", "is not a whole number"),
        ("x", "cannot be read as an answer"),
        ("6 visits", "cannot be read as an answer"),
        ("5/6", "is out of 6, the scale ends at 7"),
        ("3-5", "cannot be read as an answer"),
        ("2024-03-05", "cannot be read as an answer"),
        ("rather good", "cannot be read as an answer"),
        ("=1+1", "cannot be read as an answer"),
    ],
)
def test_what_is_no_answer_is_refused_with_its_place(tmp_path, cell, why):
    message = refusal(RatingError, lambda: first_answer(tmp_path, cell))

    assert message.splitlines()[:2] == [
        "guests.csv: 1 cell holds an answer that cannot be used. Correct the file, name codes for "
        "missing answers with --missing, say what words mean under [answers] of a mapping file, or "
        "set the cells aside with --invalid missing.",
        f"  - row 2, column 'E1': {cell!r} {why}",
    ]


def test_all_faulty_cells_are_found_first(tmp_path):
    rows = survey()
    rows[3][5], rows[4][6], rows[2][40] = "8", "x", "2.5"

    assert refusal(RatingError, lambda: read(save(tmp_path, rows))).splitlines() == [
        "guests.csv: 3 cells hold answers that cannot be used. Correct the file, name codes for "
        "missing answers with --missing, say what words mean under [answers] of a mapping file, or "
        "set the cells aside with --invalid missing.",
        "  - row 3, column 'P19': '2.5' is not a whole number",
        "  - row 4, column 'E6': '8' is not on the scale 1-7",
        "  - row 5, column 'E7': 'x' cannot be read as an answer",
    ]


def test_the_first_twenty_are_shown_and_codes_are_suspected(tmp_path):
    rows = survey(15)
    for row in rows[1:]:
        row[2], row[3] = "0", "99"

    lines = refusal(RatingError, lambda: read(save(tmp_path, rows))).splitlines()

    assert lines[0].startswith("guests.csv: 30 cells hold answers")
    assert len([line for line in lines if line.startswith("  - ")]) == 20
    assert lines[-3:] == [
        "  ... and 10 more",
        "0 stands in 15 cells; on a scale from 1 it often means 'no answer': --missing 0. If the "
        "scale really starts at 0, say so with --scale 0-7.",
        "99 stands in 15 cells; if it is a code for 'no answer': --missing 99",
    ]


def test_answers_of_a_longer_scale_suggest_it(tmp_path):
    rows = survey()
    rows[1][0], rows[2][0] = "8", "9"

    assert refusal(RatingError, lambda: read(save(tmp_path, rows))).splitlines()[-1] == (
        "If the answers were given on a longer scale, say so with --scale 1-9."
    )


def test_invalid_cells_can_be_set_aside_and_are_counted(tmp_path):
    rows = survey()
    rows[3][5], rows[4][6] = "8", "x"

    guests = read(save(tmp_path, rows), invalid="missing")

    assert guests.ratings["expectation"][2, 5] == Missing.INVALID
    assert guests.notes[-1].text == (
        "2 ratings are no answers of the scale and were set aside as asked (--invalid missing)."
    )


def test_declared_codes_are_missing_and_counted_apart(tmp_path):
    rows = survey()
    rows[1][0], rows[2][0], rows[3][0], rows[4][0] = "99", "99.0", "-9", "N/A"

    guests = read(save(tmp_path, rows), missing=[99, "-9"])

    assert guests.ratings["expectation"][:4, 0].tolist() == [-106, -106, -106, -102]
    assert [note.text for note in guests.notes[-2:]] == [
        "3 ratings are declared codes for missing answers (99, -9).",
        "1 rating was answered “not applicable”; it is counted apart from blanks.",
    ]


def test_a_declared_code_outranks_the_scale(tmp_path):
    assert first_answer(tmp_path, "7", missing=["7"]) == Missing.DECLARED


def test_people_who_rated_nothing_are_ineligible(tmp_path):
    rows = survey()
    rows[2], rows[4] = [""] * 44, ["N/A"] + [""] * 43

    guests = read(save(tmp_path, rows))

    assert guests.rows.tolist() == [2, 4, 6, 7]
    assert (guests.source.respondents, guests.source.ineligible) == (4, 2)
    assert guests.notes[-1].text == (
        "2 people rated nothing at all; they count as ineligible, not as missing."
    )


def test_one_battery_is_enough_to_be_eligible(tmp_path):
    rows = survey()
    rows[2] = rows[2][:22] + [""] * 22

    assert len(read(save(tmp_path, rows))) == 6


def test_a_file_in_which_nobody_rated_anything_is_refused(tmp_path):
    rows = [survey()[0], ["NA"] + [""] * 43]

    assert refusal(FormatError, lambda: read(save(tmp_path, rows))) == (
        "guests.csv: nobody rated anything: the rating columns hold no answer in any of the 1 "
        "rows. "
        "Check that the export holds answers."
    )


# -- the length of the scale -----------------------------------------------------------------------

DOUBT = (
    "guests.csv: all answers fit a scale from 1 to 5, but servqual is answered from 1 to 7. Say "
    "which "
    "one was printed: --scale 1-5 or --scale 1-7."
)


def test_thirty_people_who_never_exceed_five_raise_a_question(tmp_path):
    assert refusal(ScaleError, lambda: read(save(tmp_path, survey(30, high=5)))) == DOUBT


def test_fewer_people_do_not(tmp_path):
    assert len(read(save(tmp_path, survey(29, high=5)))) == 29


def test_one_six_is_enough_to_believe_the_scale(tmp_path):
    rows = survey(40, high=5)
    rows[7][8] = "6"

    assert len(read(save(tmp_path, rows))) == 40


@pytest.mark.parametrize(("scale", "ends"), [("1-5", (1, 5)), ("1-7", (1, 7)), ("1 to 6", (1, 6))])
def test_a_scale_that_is_said_is_not_questioned(tmp_path, scale, ends):
    guests = read(save(tmp_path, survey(40, high=5)), scale=scale)

    assert (guests.instrument.scale.min, guests.instrument.scale.max) == ends
    assert guests.notes[-1].text == (
        f"The answers were read on a scale from {ends[0]} to {ends[1]}, as stated by the analyst."
    )


@pytest.mark.parametrize("scale", ["5", "5-1", "1-500", "one to five"])
def test_a_senseless_scale_is_refused(tmp_path, scale):
    assert refusal(SettingsError, lambda: read(save(tmp_path, survey()), scale=scale)) == (
        f"the scale is {scale!r}; write its lowest and highest answer, such as 1-5 or 1-7."
    )


FIVE = ["Strongly disagree", "Disagree", "Neutral", "Agree", "Strongly agree"]


def in_words(rows, words):
    return [rows[0], *([words[int(cell) - 1] for cell in row] for row in rows[1:])]


def test_words_of_a_five_point_scale_are_not_read_on_seven_points(tmp_path):
    rows = in_words(survey(high=5), FIVE)
    rows[1][:2] = FIVE[:2]

    assert refusal(ScaleError, lambda: read(save(tmp_path, rows))) == DOUBT
    assert read(save(tmp_path, rows), scale="1-5").ratings["expectation"][0, 2] == 5


def test_five_words_of_a_seven_point_scale_are_believed(tmp_path):
    words = ["完全不同意", "不同意", "比较不同意", "一般", "比较同意", "同意", "非常同意"]
    rows = in_words(survey(), words)

    guests = read(save(tmp_path, rows, encoding="gbk"))

    assert guests.ratings["expectation"][0].tolist() == [7, 6] * 11
    assert guests.notes[-1].text == (
        "Answers in words were read as numbers: 比较不同意 = 3; 一般 = 4; 比较同意 = 5; 同意 = 6; "
        "非常同意 = 7."
    )


# -- importance points -----------------------------------------------------------------------------

DIMENSIONS = ("tangibles", "reliability", "responsiveness", "assurance", "empathy")


def points(tmp_path, *people, headers=None, **options):
    """Read one person per tuple of points."""
    rows = survey(len(people))
    names = headers or [f"points_{d}" for d in DIMENSIONS]
    rows = [[*row, *extra] for row, extra in zip(rows, [names, *people], strict=True)]
    return read(save(tmp_path, rows), **options)


def test_points_that_add_up_are_kept(tmp_path):
    guests = points(tmp_path, ["10", "40", "20", "20", "10"], ["11", "32", "22", "19", "16"])

    assert guests.points.tolist() == [[10, 40, 20, 20, 10], [11, 32, 22, 19, 16]]
    assert "points" not in " ".join(guests.notes.codes())


@pytest.mark.parametrize(
    ("given", "kept", "code"),
    [
        (
            ["30", "30", "20", "20", "5"],
            [200 / 7, 200 / 7, 400 / 21, 400 / 21, 100 / 21],
            "rescaled",
        ),
        (["30", "30", "20", "15", "0"], [600 / 19, 600 / 19, 400 / 19, 300 / 19, 0], "rescaled"),
        (["30", "30", "20", "20", ""], [30, 30, 20, 20, 0], "blanks_zero"),
        (["30", "30", "20", "20", "6"], None, "dropped"),
        (["30", "30", "20", "15", ""], None, "dropped"),
        (["20", "20", "20", "20", "20"], [20] * 5, "equal"),
        (["20%", "20,0", "20.0", "２０", "20"], [20] * 5, "equal"),
    ],
)
def test_points_that_do_not_add_up_are_settled_and_noted(tmp_path, given, kept, code):
    good = ["10", "40", "20", "20", "10"]
    rows = [[*row, *extra] for row, extra in zip(
        survey(2), [[f"points_{d}" for d in DIMENSIONS], given, good], strict=True)]  # fmt: skip
    guests = read(save(tmp_path, rows, ";"))

    if kept is None:
        assert str(guests.points[0].tolist()) == "[nan, nan, nan, nan, nan]"
    else:
        assert guests.points[0].tolist() == pytest.approx(kept, abs=1e-12)
    assert f"points_{code}" in guests.notes.codes()


def test_people_without_points_are_not_counted_as_dropped(tmp_path):
    guests = points(tmp_path, [""] * 5, ["10", "40", "20", "20", "10"])

    assert "points_dropped" not in guests.notes.codes()


def test_points_off_the_range_are_faulty_cells(tmp_path):
    def call():
        points(tmp_path, ["-3", "200", "x", "20", "10"], ["10", "40", "20", "20", "10"])

    assert refusal(RatingError, call).splitlines()[1:] == [
        "  - row 2, column 'points_tangibles': '-3' is not between 0 and 100",
        "  - row 2, column 'points_reliability': '200' is not between 0 and 100",
        "  - row 2, column 'points_responsiveness': 'x' cannot be read as a number",
    ]


def test_faulty_points_can_be_set_aside(tmp_path):
    guests = points(
        tmp_path, ["-3", "63", "20", "20", "x"], ["10", "40", "20", "20", "10"], invalid="missing"
    )

    assert "cells_invalid_other" in guests.notes.codes()
    assert "points_dropped" in guests.notes.codes()


@pytest.mark.parametrize(
    "headers",
    [
        ["w_tangibles", "w_rel", "weight_responsiveness", "imp_AS", "empathy points"],
        ["权重_有形性", "可靠性权重", "重要性（响应性）", "权重：保证性", "移情性 权重"],
    ],
)
def test_points_columns_are_known_by_common_names(tmp_path, headers):
    guests = points(tmp_path, ["10", "40", "20", "20", "10"], headers=headers)

    assert guests.points.tolist() == [[10, 40, 20, 20, 10]]


def test_points_for_some_dimensions_only_are_refused(tmp_path):
    from servqual.errors import ColumnError

    headers = [*(f"points_{d}" for d in DIMENSIONS[:4]), "kindness"]

    assert refusal(ColumnError, lambda: points(tmp_path, ["25"] * 5, headers=headers)) == (
        "guests.csv: importance points for empathy are missing, while those for assurance, "
        "reliability, responsiveness, tangibles are there. Name the columns as points_DIMENSION, "
        "or "
        'map them as "points.DIMENSION".'
    )


# -- outcomes --------------------------------------------------------------------------------------


def test_declared_outcomes_are_read_as_numbers(tmp_path):
    rows = with_columns(survey(), NPS=["10", "", "7 - Likely"], 是否遇到问题=["是", "否", "N/A"])

    outcomes = read(save(tmp_path, rows)).outcomes

    assert str(outcomes["recommend"][:3].tolist()) == "[10.0, nan, 7.0]"
    assert str(outcomes["problem"][:3].tolist()) == "[1.0, 0.0, nan]"


def test_outcomes_off_their_range_are_faulty_cells(tmp_path):
    rows = with_columns(survey(), NPS=["11"])

    assert "  - row 2, column 'NPS': '11' is not between 0 and 10" in refusal(
        RatingError, lambda: read(save(tmp_path, rows))
    )


def test_other_outcomes_are_read_when_asked_for(tmp_path):
    rows = with_columns(survey(), **{"Value for money": ["3", "9"]})

    guests = read(save(tmp_path, rows), outcomes=["Value for money"])

    assert guests.outcomes["value_for_money"].tolist() == [3.0, 9.0] * 3
    assert (guests.instrument.outcomes[-1].min, guests.instrument.outcomes[-1].max) == (3, 9)
