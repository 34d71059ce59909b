"""Importance asked as an order of the dimensions: which columns hold ranks and who counts."""

import numpy as np
import pytest

from servqual.catalog import load_instrument
from servqual.errors import ColumnError, RatingError
from servqual.importer import check, read
from servqual.texts import fill
from tests.importer.surveys import save, survey

OFFICE = """
id = "office"
version = "1"
title = { en = "Office" }
source = "Own"
wording = "own"
scale = { min = 1, max = 5 }
gaps = [{ name = "gap", of = "perception", minus = "expectation" }]
importance = { method = "ranking", intro = { en = "Put these in order." } }
batteries = [
    { name = "expectation", label = { en = "Expectation" }, aliases = ["E"] },
    { name = "perception", label = { en = "Perception" }, aliases = ["P"] },
]
dimensions = [
    { id = "staff", name = { en = "Staff", zh = "员工" } },
    { id = "place", name = { en = "Place", zh = "环境" }, aliases = ["PL"] },
    { id = "speed", name = { en = "Speed", zh = "速度" } },
]
items = [
    { id = "q1", dimension = "staff", topic = { en = "Polite" } },
    { id = "q2", dimension = "place", topic = { en = "Tidy" } },
    { id = "q3", dimension = "speed", topic = { en = "Quick" } },
]
"""
RATINGS = ["E1", "E2", "E3", "P1", "P2", "P3"]
RANKS = ["rank_staff", "rank_place", "rank_speed"]
ABSENT = 'absent = ["q2"]\n'


@pytest.fixture
def office(tmp_path):
    path = tmp_path / "office.toml"
    path.write_text(OFFICE, "utf-8")
    return load_instrument(path)


@pytest.fixture
def ranks(tmp_path, office):
    """Return how to read one person per text of ranks: "2 1 3", "-" for a blank."""

    def ranks(*people, headers=RANKS, **options):
        rows = [[*RATINGS, *headers]]
        for i, given in enumerate(people):
            cells = ["" if cell == "-" else cell for cell in given.split()]
            rows.append([*"545", str(1 + i % 5), *"34", *cells])
        return read(save(tmp_path, rows, ";"), office, **options)

    return ranks


def told(guests, language="en"):
    """Return the notes on ranks as text."""
    found = [note for note in guests.notes if note.code.startswith("ranks_")]
    return [fill(language, f"notes.{note.code}", note.values) for note in found]


def refusal(kind, call):
    with pytest.raises(kind) as caught:
        call()
    return str(caught.value)


# -- who counts ------------------------------------------------------------------------------------


def test_complete_orders_are_kept_as_ranks(ranks):
    guests = ranks("2 1 3", "3 2 1")

    assert guests.points.tolist() == [[2, 1, 3], [3, 2, 1]]
    assert guests.points.dtype == np.float64
    assert told(guests) == []


@pytest.mark.parametrize("given", ["1 1 2", "1 1 1", "1 2 2", "3 3 3", "1 2 -", "1 - -", "- - 3"])
def test_ties_and_partial_orders_do_not_count(ranks, given):
    guests = ranks(given, "2 1 3")

    assert np.isnan(guests.points[0]).all()
    assert guests.points[1].tolist() == [2, 1, 3]
    assert told(guests) == [
        "1 person did not give each rank from 1 to 3 exactly once; that order of importance was "
        "left out, the ratings were kept."
    ]


def test_several_people_without_an_order_are_counted_in_both_languages(ranks):
    guests = ranks("1 1 2", "1 - -", "2 1 3")

    assert told(guests) == [
        "2 people did not give each rank from 1 to 3 exactly once; their orders of importance "
        "were left out, their ratings were kept."
    ]
    assert told(guests, "zh") == [
        "2 人未将 1 至 3 的名次各用一次，其重要性排序已略去；其评分保留。"
    ]


def test_people_who_ranked_nothing_are_not_counted(ranks):
    guests = ranks("- - -", "2 1 3")

    assert np.isnan(guests.points[0]).all()
    assert told(guests) == []


def test_those_whose_order_is_left_out_keep_their_ratings(ranks):
    guests = ranks("1 1 2", "2 1 3")

    assert guests.ratings["expectation"].tolist() == [[5, 4, 5], [5, 4, 5]]


def test_without_any_order_there_are_no_ranks(ranks):
    guests = ranks("1 1 2", "- - -")

    assert guests.points is None
    assert told(guests)[1:] == ["Nobody gave an order of importance that can be used."]
    assert told(guests, "zh")[1:] == ["没有人给出可用的重要性排序。"]


def test_without_columns_of_ranks_nothing_is_said(ranks):
    guests = ranks("", headers=[])

    assert guests.points is None
    assert told(guests) == []


def test_no_order_is_taken_for_equal_or_rescaled_points(ranks):
    guests = ranks("2 1 3", "1 1 1")

    assert [code for code in guests.notes.codes() if code.startswith("points_")] == []


# -- cells -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("first", ["2", "2.0", "2,0", "２", "2 (second)"])
def test_a_rank_may_be_written_in_several_ways(tmp_path, office, first):
    rows = [[*RATINGS, *RANKS], [*"545234", first, "1", "3"]]

    assert read(save(tmp_path, rows, ";"), office).points.tolist() == [[2, 1, 3]]


def test_what_is_no_rank_is_a_faulty_cell(ranks):
    message = refusal(RatingError, lambda: ranks("0 4 1.5", "-1 x 20%", "1 2 3"))

    assert message.splitlines()[1:] == [
        "  - row 2, column 'rank_staff': '0' is no rank from 1 to 3",
        "  - row 2, column 'rank_place': '4' is no rank from 1 to 3",
        "  - row 2, column 'rank_speed': '1.5' is no rank from 1 to 3",
        "  - row 3, column 'rank_staff': '-1' is no rank from 1 to 3",
        "  - row 3, column 'rank_place': 'x' cannot be read as a number",
        "  - row 3, column 'rank_speed': '20%' cannot be read as a number",
    ]


def test_ranks_that_are_none_bring_no_advice_on_the_scale(ranks):
    message = refusal(RatingError, lambda: ranks("0 6 7", "0 6 7", "2.5 1.5 8"))

    assert "--scale" not in message
    assert "longer scale" not in message


def test_codes_for_missing_answers_are_blanks_among_ranks(ranks):
    guests = ranks("99 99 99", "0 1 2", "2 1 3", missing=["99", "0"])

    assert str(guests.points.tolist()) == "[[nan, nan, nan], [nan, nan, nan], [2.0, 1.0, 3.0]]"
    assert [note.values["n"] for note in guests.notes if note.code == "ranks_dropped"] == [1]


def test_a_rank_stays_one_where_its_number_is_a_code_among_ratings(ranks):
    assert ranks("2 1 3", missing=["2"]).points.tolist() == [[2, 1, 3]]


def test_faulty_ranks_can_be_set_aside(ranks):
    guests = ranks("4 1 2", "1 2 3", invalid="missing")

    assert str(guests.points.tolist()) == "[[nan, nan, nan], [1.0, 2.0, 3.0]]"
    assert {"cells_invalid_other", "ranks_dropped"} <= set(guests.notes.codes())


# -- columns ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "headers",
    [
        ["rank staff", "Rank: PL", "speed (rank)"],
        ["Importance rank [Staff]", "order of importance - place", "rk_speed"],
        ["排名_员工", "环境排名", "排名（速度）"],
        ["重要性排序_员工", "重要性排序：环境", "速度 重要性排序"],
        ["员工重要程度排序", "名次-环境", "次序_速度"],
    ],
)
def test_columns_of_ranks_are_known_by_common_names(ranks, headers):
    assert ranks("2 1 3", headers=headers).points.tolist() == [[2, 1, 3]]


def test_columns_of_ranks_can_be_mapped_as_points(tmp_path, ranks):
    path = tmp_path / "map.toml"
    path.write_text(
        '[columns]\na = "points.staff"\nb = "points.place"\nc = "points.speed"\n', "utf-8"
    )

    assert ranks("2 1 3", headers=["a", "b", "c"], mapping=path).points.tolist() == [[2, 1, 3]]


def test_the_check_names_the_columns_of_ranks(tmp_path, office):
    path = save(tmp_path, [[*RATINGS, *RANKS], [*"545234", "2", "1", "3"]])

    assert [use.role for use in check(path, office).columns][6:] == [
        "points.staff",
        "points.place",
        "points.speed",
    ]


def test_ranks_of_some_dimensions_only_are_refused(ranks):
    assert refusal(ColumnError, lambda: ranks("2 1", headers=RANKS[:2])) == (
        "guests.csv: importance ranks for speed are missing, while those for place, staff are "
        'there. Name the columns as rank_DIMENSION, or map them as "points.DIMENSION".'
    )


def test_one_column_that_looks_like_ranks_is_not_used(tmp_path, office):
    path = save(tmp_path, [[*RATINGS, "ranking PL"], [*"545234", "2"]])

    assert read(path, office).points is None
    assert check(path, office).columns[6].reason == (
        "looks like importance ranks, but most dimensions have none"
    )


def test_a_column_of_ranks_is_none_of_points(tmp_path):
    rows = [[*row, cell] for row, cell in zip(survey(2), ["rank_empathy", "1", "5"], strict=True)]

    assert read(save(tmp_path, rows)).points is None


# -- dimensions that were not asked ----------------------------------------------------------------


@pytest.fixture
def shortened(tmp_path, office):
    """Return how to read ranks of all dimensions beside ratings that lack the second one."""

    def shortened(*people):
        path = tmp_path / "map.toml"
        path.write_text(ABSENT, "utf-8")
        rows = [["E1", "E3", "P1", "P3", *RANKS], *([*"5523", *given.split()] for given in people)]
        return read(save(tmp_path, rows), office, mapping=path)

    return shortened


def test_the_rest_is_ranked_anew_where_a_dimension_was_not_asked(shortened):
    guests = shortened("2 1 3", "3 2 1", "1 2 3")

    assert guests.points.tolist() == [[1, 2], [2, 1], [1, 2]]
    assert told(guests) == [
        "The ranks of dimensions that were not asked (place) were left out and the rest ranked "
        "anew."
    ]
    assert told(guests, "zh") == ["未询问的维度（place）的名次已略去，其余重新排序。"]


def test_a_tie_with_a_dimension_that_was_not_asked_is_no_order(shortened):
    guests = shortened("1 1 2", "3 2 1")

    assert str(guests.points.tolist()) == "[[nan, nan], [2.0, 1.0]]"
    assert guests.notes.codes().count("ranks_dropped") == 1
